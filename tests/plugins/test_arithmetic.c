/* SPDX-License-Identifier: MIT
 *
 * The arithmetic coder against enumeration: every row of small circuits, among them some with
 * probabilities of one unit.
 */
#include "../../plugins/encoders/circuit.c"
#include "../../plugins/transforms/arithmetic.c"

#include <criterion/criterion.h>
#include <stdlib.h>

#define D   4
#define K   3
#define L   5
#define ALL (L * L * L * L)

static char said[700], where_said[64];
static void *kept[64];
static int n_kept;

static void *scratch(gy_call *c, int64_t bytes)
{
    (void)c;
    return kept[n_kept++ % 64] = calloc(1, (size_t)bytes);
}

static int fail(gy_call *c, int code, const char *where, const char *text)
{
    (void)c;
    snprintf(said, sizeof said, "%s", text);
    snprintf(where_said, sizeof where_said, "%s", where);
    return code;
}

static gy_call *caller(void)
{
    static gy_host host;
    static gy_call call;
    host.size = sizeof host;
    host.scratch = scratch;
    host.fail = fail;
    call.size = sizeof call;
    call.host = &host;
    return &call;
}

static void tidy(void)
{
    for (int i = 0; i < 64; i++) {
        free(kept[i]);
        kept[i] = 0;
    }
}

static uint32_t drawn = 1;

static double draw(void)
{
    drawn = (uint32_t)((uint64_t)drawn * 48271u % 2147483647u);
    return drawn / 2147483647.0;
}

static int64_t parent[D], order[D];
static uint32_t transition[D * K * K], leaf[D * (L + 1) * K];

/* sharp: how unequal probabilities are; at 40 most are one unit. */
static circuit made(double sharp)
{
    static const int64_t trees[3][D] = {{-1, 0, 1, 2}, {-1, 0, 0, 0}, {2, 2, -1, 1}};
    int64_t room[2 * D + 2];
    memcpy(parent, trees[(int)(draw() * 3)], sizeof parent);
    cr_assert_eq(circuit_preorder(parent, D, order, room), -1);
    for (int i = 0; i < D * K; i++) {
        double weight[L];
        uint32_t unit[L];
        for (int z = 0; z < L; z++) {
            weight[z] = exp(-sharp * draw());
        }
        circuit_round(weight, K, transition + i * K);
        circuit_round(weight, L, unit);
        uint32_t *edge = leaf + i / K * (L + 1) * K + i % K;
        edge[0] = 0;
        for (int x = 0; x < L; x++) {
            edge[(x + 1) * K] = edge[x * K] + unit[x];
        }
    }
    return (circuit){D, K, L, parent, order, transition, leaf};
}

static void values_of(int code, int32_t *x)
{
    for (int v = 0; v < D; v++, code /= L) {
        x[v] = code % L;
    }
}

Test(arithmetic, every_row_comes_back_within_two_bits, .fini = tidy)
{
    gy_call *c = caller();
    for (int round = 0; round < 60; round++) {
        circuit m = made(round);
        belief b;
        double kraft = 0, sum = 0, room[D * K];
        cr_assert_eq(circuit_check(c, "model", &m), GY_OK, "%s", said);
        cr_assert_eq(belief_begin(c, &m, &b), GY_OK);
        for (int code = 0; code < ALL; code++) {
            int32_t x[D], y[D];
            uint8_t out[3 * D + 9] = {0};
            values_of(code, x);
            double ideal = -circuit_log2(&m, x, room);
            int64_t bits = arithmetic_encode(&b, x, out);
            /* a state below 2^-39 of the others is lost: with probabilities of one unit that costs
             */
            double room_for = round < 20 ? 1e-3 : 20;
            cr_assert((double)bits < ideal + 2 + room_for && (double)bits > ideal - room_for,
                      "round %d, code %d: %lld bits for %g", round, code, (long long)bits, ideal);
            cr_assert_eq(arithmetic_decode(&b, out, sizeof out, 0, y), bits);
            cr_assert_eq(memcmp(x, y, sizeof x), 0);
            kraft += exp2(-(double)bits);
            sum += exp2(-ideal);
        }
        cr_assert(kraft <= 1 + 1e-12, "no prefix code: %g", kraft);
        cr_assert_float_eq(sum, 1, 1e-9);
        tidy();
    }
}

/* p(x_i | x before it in the order) of the coder, against sums over all rows. */
Test(arithmetic, conditionals_are_enumerated, .fini = tidy)
{
    gy_call *c = caller();
    circuit m = made(3);
    belief b;
    double room[D * K];
    cr_assert_eq(belief_begin(c, &m, &b), GY_OK);
    for (int code = 0; code < ALL; code++) {
        int32_t x[D], y[D] = {-1, -1, -1, -1};
        values_of(code, x);
        double before = 0;
        for (int i = 0; i < D; i++) {
            int64_t v = order[i];
            belief_next(&b, i);
            uint64_t width_of = belief_below(&b, v, x[v] + 1) - belief_below(&b, v, x[v]);
            cr_assert_eq(belief_below(&b, v, L), (uint64_t)1 << 63);
            belief_learn(&b, v, x[v]);
            y[v] = x[v];
            double now = circuit_log2(&m, y, room);
            cr_assert_float_eq(ldexp((double)width_of, -63) / exp2(now - before), 1, 1e-6);
            before = now;
        }
    }
}

Test(arithmetic, codes_stand_bit_behind_bit, .fini = tidy)
{
    gy_call *c = caller();
    circuit m = made(5);
    belief b;
    static uint8_t stream[ALL * 4];
    int64_t end = 0, at = 0;
    cr_assert_eq(belief_begin(c, &m, &b), GY_OK);
    for (int code = 0; code < ALL; code++) {
        int32_t x[D];
        uint8_t out[3 * D + 9] = {0};
        values_of(code, x);
        int64_t bits = arithmetic_encode(&b, x, out);
        for (int64_t k = 0; k < bits; k++, end++) {
            int bit = out[k / 8] >> (7 - k % 8) & 1;
            stream[end / 8] = (uint8_t)(stream[end / 8] | bit << (7 - end % 8));
        }
    }
    for (int code = 0; code < ALL; code++) {
        int32_t x[D], y[D];
        values_of(code, x);
        int64_t bits = arithmetic_decode(&b, stream, (end + 7) / 8, at, y);
        cr_assert(bits >= 0 && memcmp(x, y, sizeof x) == 0, "row %d", code);
        at += bits;
    }
    cr_assert_eq(at, end);
}

Test(arithmetic, any_bytes_decode_to_something_or_nothing, .fini = tidy)
{
    gy_call *c = caller();
    for (int round = 0; round < 200; round++) {
        circuit m = made(round % 50);
        belief b;
        cr_assert_eq(belief_begin(c, &m, &b), GY_OK);
        for (int k = 0; k < 50; k++) {
            uint8_t in[8];
            int32_t x[D];
            for (int i = 0; i < 8; i++) {
                in[i] = k == 0 ? 255 : (uint8_t)(draw() * 256);
            }
            int64_t bits = arithmetic_decode(&b, in, (int64_t)(draw() * 9), 0, x);
            for (int v = 0; bits >= 0 && v < D; v++) {
                cr_assert(x[v] >= 0 && x[v] < L);
            }
        }
        tidy();
    }
}

static void wrong(const circuit *m, const char *part)
{
    cr_assert_eq(circuit_check(caller(), "model", m), GY_DATA);
    cr_assert(strstr(said, part), "%s", said);
    cr_assert_str_eq(where_said, "model");
}

Test(circuit, what_is_no_circuit_is_refused, .fini = tidy)
{
    circuit m = made(2);
    memcpy(parent, (int64_t[]){-1, 2, 3, 1}, sizeof parent);
    wrong(&m, "the parents go in a circle: 3 -> 1 -> 2 -> 3");
    memcpy(parent, (int64_t[]){-1, -1, 0, 1}, sizeof parent);
    wrong(&m, "a tree has 1 root; 2 variables have parent -1");
    memcpy(parent, (int64_t[]){-1, 0, 9, 1}, sizeof parent);
    wrong(&m, "variable 2 has parent 9");
    m = made(2);
    order[0] = order[1];
    wrong(&m, "`order` is not the preorder");
    m = made(2);
    transition[K * K + 1] += 5;
    wrong(&m, "the transition probabilities of variable 1, state 0 sum to 1.000000298, not to 1");
    m = made(2);
    leaf[(L + 1) * K + L * K + 2] -= 1;
    wrong(&m, "the leaf probabilities of variable 1, state 2 sum to 0.99999994");
    m = made(2);
    leaf[2 * K] = leaf[K];
    wrong(&m, "edges rising");
}
