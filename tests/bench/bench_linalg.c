/* SPDX-License-Identifier: Apache-2.0
 *
 * Rates of the kernels on two threads, beside what one plain single-threaded OpenBLAS call times
 * two would give. A benchmark, not a test: it prints and never fails on a slow machine.
 */
#include <cblas.h>
#include <stdio.h>

#include "compute/cpu/blas.h"
#include "compute/cpu/linalg.h"

#define N       2048
#define P       1000
#define THREADS 2

typedef struct square {
    gy_array array;
    int64_t shape[2], stride[2];
} square;

static void init_square(square *s, int64_t n, int bits, bool zero)
{
    *s = (square){.shape = {n, n}, .stride = {n, 1}};
    s->array = (gy_array){.size = sizeof(gy_array),
                          .code = GY_FLOAT,
                          .bits = (uint8_t)bits,
                          .rank = 2,
                          .shape = s->shape,
                          .stride = s->stride};
    s->array.data = g_malloc0((gsize)(n * n) * (gsize)(bits / 8));
    uint32_t state = 1;
    for (int64_t i = 0; !zero && i < n * n; i++) {
        state = state * 1664525u + 1013904223u;
        double value = (double)state * 0x1p-31 - 1.0;
        if (bits == 32) {
            ((float *)s->array.data)[i] = (float)value;
        } else {
            ((double *)s->array.data)[i] = value;
        }
    }
}

/* Best of three, in seconds. */
#define TIME(out, statement)                                                                       \
    do {                                                                                           \
        out = 1e9;                                                                                 \
        for (int round = 0; round < 3; round++) {                                                  \
            gint64 start = g_get_monotonic_time();                                                 \
            statement;                                                                             \
            out = MIN(out, (double)(g_get_monotonic_time() - start) * 1e-6);                       \
        }                                                                                          \
    } while (0)

static void products(const gy_linalg_ctx *ctx, int bits, int out_bits)
{
    square a, b, c, d;
    init_square(&a, N, bits, false);
    init_square(&b, N, bits, false);
    init_square(&c, N, out_bits, true);
    init_square(&d, N, bits, true);
    double plain, ours, syrk, work = 2e-9 * N * N * N;
    if (bits == 32) {
        TIME(plain, cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a.array.data,
                                N, b.array.data, N, 0, d.array.data, N));
    } else {
        TIME(plain, cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a.array.data,
                                N, b.array.data, N, 0, d.array.data, N));
    }
    TIME(ours, gy_gemm(ctx, 1, &a.array, &b.array, 0, &c.array, NULL));
    TIME(syrk, gy_syrk(ctx, 1, &a.array, 0, &c.array, NULL));
    printf(
        "gemm f%d -> f%d: %.1f GF/s, plain call %.1f GF/s on 1 thread, ratio to %d times it %.2f\n",
        bits, out_bits, work / ours, work / plain, THREADS, plain / ours / THREADS);
    printf("syrk f%d -> f%d: %.3f s, %.2f of gemm\n", bits, out_bits, syrk, syrk / ours);
    square *all[] = {&a, &b, &c, &d};
    for (int i = 0; i < 4; i++) {
        g_free(all[i]->array.data);
    }
}

static void eigen(const gy_linalg_ctx *ctx, int bits)
{
    square g, a, v, w;
    init_square(&g, P, bits, false);
    init_square(&a, P, bits, true);
    init_square(&v, P, bits, true);
    init_square(&w, P, bits, true);
    w.array.rank = 1;
    w.stride[0] = 1;
    double seconds, factor;
    gy_syrk(ctx, 1, &g.array, 0, &a.array, NULL);
    TIME(seconds, gy_eigh(ctx, &a.array, &w.array, &v.array, NULL));
    gint64 start = g_get_monotonic_time();
    gy_potrf(ctx, &a.array, NULL);
    factor = (double)(g_get_monotonic_time() - start) * 1e-6;
    printf("eigh f%d p = %d: %.3f s; potrf %.3f s\n", bits, P, seconds, factor);
    square *all[] = {&g, &a, &v, &w};
    for (int i = 0; i < 4; i++) {
        g_free(all[i]->array.data);
    }
}

int main(void)
{
    gy_blas_setup();
    g_autoptr(gy_pool) pool = gy_pool_new(THREADS);
    gy_linalg_ctx ctx = {.pool = pool};
    gy_blas_facts facts;
    gy_blas_facts_init(&facts);
    printf("%s, kernels %s\n", facts.config, facts.core);
    gy_blas_facts_clear(&facts);
    products(&ctx, 32, 32);
    products(&ctx, 64, 64);
    products(&ctx, 32, 64);
    eigen(&ctx, 64);
    eigen(&ctx, 32);
    return 0;
}
