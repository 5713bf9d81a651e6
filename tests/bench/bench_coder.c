/* SPDX-License-Identifier: MIT
 *
 * bench_coder.c: how fast the arithmetic coder is under a tree of the size of MNIST, one thread,
 * beside zlib on the same images. Speeds are in values (bytes) per second while running.
 */
#include <zlib.h>

#include "../../plugins/encoders/circuit.c"
#include "../../plugins/transforms/arithmetic.c"
#include "bench.h"

enum { D = 784, K = 12, L = 256, N = 400 };

static void *scratch(gy_call *c, int64_t bytes)
{
    (void)c;
    return g_malloc0((gsize)bytes);
}

static int fail(gy_call *c, int code, const char *where, const char *text)
{
    (void)c;
    fprintf(stderr, "%s: %s\n", where, text);
    return code;
}

static uint32_t drawn = 1;

static double draw(void)
{
    drawn = (uint32_t)((uint64_t)drawn * 48271u % 2147483647u);
    return drawn / 2147483647.0;
}

/* A chain of pixels whose states stay with probability .9 and lie around a grey level. */
static circuit made(void)
{
    int64_t *parent = g_new(int64_t, D), *order = g_new(int64_t, D);
    uint32_t *transition = g_new(uint32_t, D * K * K), *leaf = g_new(uint32_t, D * (L + 1) * K);
    for (int i = 0; i < D * K; i++) {
        double weight[L];
        uint32_t unit[L], *edge = leaf + i / K * (L + 1) * K + i % K;
        for (int z = 0; z < K; z++) {
            weight[z] = z == i % K ? 0.9 : 0.1 / (K - 1);
        }
        circuit_round(weight, K, transition + i * K);
        for (int x = 0; x < L; x++) {
            weight[x] = exp(-fabs(x - 255.0 * (i % K) / (K - 1)) / 3);
        }
        circuit_round(weight, L, unit);
        edge[0] = 0;
        for (int x = 0; x < L; x++) {
            edge[(x + 1) * K] = edge[x * K] + unit[x];
        }
        parent[i / K] = i / K - 1;
        order[i / K] = i / K;
    }
    return (circuit){D, K, L, parent, order, transition, leaf};
}

static double rate(bench_time took)
{
    return (double)D * N / took.cpu / 1e6;
}

int main(void)
{
    gy_host host = {.size = sizeof host, .scratch = scratch, .fail = fail};
    gy_call call = {.size = sizeof call, .host = &host};
    circuit m = made();
    belief b;
    int64_t bits = 0;
    int wrong = belief_begin(&call, &m, &b) < 0;
    uint8_t *code = g_malloc0(N * (gsize)arithmetic_most(D)), *bytes = g_malloc(N * D);
    int32_t *x = g_new(int32_t, N * D), back[D];
    for (int i = 0; i < N * D; i++) {
        int state = i % D && draw() < 0.9 ? x[i - 1] / 22 : (int)(draw() * K);
        int value = (int)(255.0 * state / (K - 1) + 6 * (draw() - 0.5));
        x[i] = value < 0 ? 0 : value > 255 ? 255 : value;
        bytes[i] = (uint8_t)x[i];
    }
    bench_time start = bench_now();
    for (int i = 0; i < N; i++) {
        bits += arithmetic_encode(&b, x + i * D, code + i * arithmetic_most(D));
    }
    double encode = rate(bench_since(start));
    start = bench_now();
    for (int i = 0; i < N; i++) {
        (void)arithmetic_decode(&b, code + i * arithmetic_most(D), arithmetic_most(D), 0, back);
        wrong |= memcmp(back, x + i * D, sizeof back) != 0;
    }
    double decode = rate(bench_since(start));
    uLongf packed = compressBound(N * D), whole = N * D;
    uint8_t *out = g_malloc(packed);
    start = bench_now();
    wrong |= compress2(out, &packed, bytes, N * D, 9) != Z_OK;
    double deflate_rate = rate(bench_since(start));
    start = bench_now();
    wrong |= uncompress(bytes, &whole, out, packed) != Z_OK;
    double inflate_rate = rate(bench_since(start));
    printf(
        "arithmetic coder, %d variables, %d states, %d levels: encode %.2f MB/s, decode %.2f MB/s, "
        "%.3f bits a value\n",
        D, K, L, encode, decode, (double)bits / N / D);
    printf("zlib, level 9: encode %.1f MB/s, decode %.1f MB/s, %.3f bits a value\n", deflate_rate,
           inflate_rate, 8.0 * (double)packed / N / D);
    printf("every image came back: %s\n", wrong ? "no" : "yes");
    return wrong;
}
