/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rng.h"

#include "core/hash.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N 20000

/* Known answers of the Random123 distribution (kat_vectors, philox4x32 10). The third is also
 * written as an address, which checks the packing of the counter. */
static const struct {
    uint32_t counter[4], key[2], out[4];
    uint64_t case_index, row, draw;
} known[] = {
    {{0}, {0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, 0, 0, 0},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
     0xffffffff,
     0xffffffffffff,
     0xffffffffffff},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
     0x03707344,
     0x13198a2e85a3,
     0x08d3243f6a88},
};

Test(rng, known_answers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        uint32_t out[4];
        gy_philox4x32(known[i].counter, known[i].key, out);
        cr_assert_arr_eq(out, known[i].out, sizeof out);
        gy_rng_key key = {{known[i].key[0], known[i].key[1]}};
        memset(out, 0, sizeof out);
        gy_rng_u32x4(key, known[i].case_index, known[i].row, known[i].draw, out);
        cr_assert_arr_eq(out, known[i].out, sizeof out);
    }
}

/* Addresses on both sides of every border of the packing give different blocks. */
Test(rng, addresses_do_not_overlap)
{
    static const uint64_t edges[] = {0,          1,           0xffff,         0x10000,
                                     0xffffffff, 0x100000000, 0xffffffffffff, 0x1000000000000,
                                     UINT64_MAX};
    enum { M = G_N_ELEMENTS(edges) };
    gy_rng_key key = gy_rng_make_key(1, "a", "b");
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < M * M * M; i++) {
        uint32_t w[4];
        gy_rng_u32x4(key, edges[i / (M * M)], edges[i / M % M], edges[i % M], w);
        char *text = g_strdup_printf("%x-%x-%x-%x", w[0], w[1], w[2], w[3]);
        cr_assert(g_hash_table_add(seen, text), "address %zu repeats another", i);
    }
}

Test(rng, key_is_the_hash_of_its_parts)
{
    gy_rng_key key = gy_rng_make_key(7, "model", "init");
    g_autoptr(gy_hash) h = gy_hash_new("gyrus rng/1");
    gy_hash_u64(h, 7);
    gy_hash_text(h, "model");
    gy_hash_text(h, "init");
    uint8_t d[GY_DIGEST_SIZE];
    gy_hash_end(h, d);
    uint32_t low = d[0] | (uint32_t)d[1] << 8 | (uint32_t)d[2] << 16 | (uint32_t)d[3] << 24;
    uint32_t high = d[4] | (uint32_t)d[5] << 8 | (uint32_t)d[6] << 16 | (uint32_t)d[7] << 24;
    cr_assert_eq(key.word[0], low);
    cr_assert_eq(key.word[1], high);
    const gy_rng_key others[] = {
        gy_rng_make_key(8, "model", "init"), gy_rng_make_key(7, "modeli", "nit"),
        gy_rng_make_key(7, "init", "model"), gy_rng_make_key(7, "model", NULL),
        gy_rng_make_key(7, "model", "")};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        cr_assert(memcmp(&others[i], &key, sizeof key) != 0);
        for (size_t j = 0; j < i; j++) {
            cr_assert(memcmp(&others[i], &others[j], sizeof key) != 0);
        }
    }
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* sqrt(n) D of Kolmogorov and Smirnov: P(< 0.35) = 3e-4, P(> 2) = 7e-4. cdf holds F(x_i). */
static double kolmogorov(double *cdf, int n)
{
    qsort(cdf, (size_t)n, sizeof *cdf, compare_doubles);
    double d = 0;
    for (int i = 0; i < n; i++) {
        d = fmax(d, fmax(cdf[i] - (double)i / n, (double)(i + 1) / n - cdf[i]));
    }
    return d * sqrt(n);
}

/* Chi-square statistic as a z score (Wilson and Hilferty): too even is as suspect as too uneven. */
static double chi_square_z(const int *counts, int n_bins, double expected)
{
    double sum = 0;
    for (int i = 0; i < n_bins; i++) {
        sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    double k = n_bins - 1;
    return (cbrt(sum / k) - (1 - 2 / (9 * k))) / sqrt(2 / (9 * k));
}

Test(rng, uniform_distribution)
{
    static double x[N];
    for (uint64_t seed = 1; seed <= 5; seed++) {
        gy_rng_key key = gy_rng_make_key(seed, "u", "test");
        int counts[64] = {0};
        double mean = 0, lag = 0;
        gy_rng_uniform(key, 0, 3, N, x);
        for (int i = 0; i < N; i++) {
            cr_assert(x[i] >= 0 && x[i] < 1);
            cr_assert_eq(x[i] * 0x1p53, floor(x[i] * 0x1p53));
            counts[(int)(x[i] * 64)]++;
            mean += x[i] / N;
            lag += i > 0 ? 12 * (x[i] - 0.5) * (x[i - 1] - 0.5) / N : 0;
        }
        cr_assert(fabs(mean - 0.5) < 4 / sqrt(12.0 * N));
        cr_assert(fabs(lag) < 4 / sqrt(N));
        cr_assert(fabs(chi_square_z(counts, 64, N / 64.0)) < 4);
        double d = kolmogorov(x, N);
        cr_assert(d > 0.35 && d < 2, "D sqrt n = %g", d);
    }
}

/* Across rows and cases, one draw each: an address is as random as a stream. */
Test(rng, rows_and_cases_are_random)
{
    static double x[N], y[N];
    gy_rng_key key = gy_rng_make_key(11, "u", "test");
    double r = 0;
    for (int i = 0; i < N; i++) {
        gy_rng_uniform(key, 0, (uint64_t)i, 1, &x[i]);
        gy_rng_uniform(key, (uint64_t)i, 0, 1, &y[i]);
        r += 12 * (x[i] - 0.5) * (y[i] - 0.5) / N;
    }
    cr_assert(fabs(r) < 4 / sqrt(N));
    double dx = kolmogorov(x, N), dy = kolmogorov(y, N);
    cr_assert(dx > 0.35 && dx < 2);
    cr_assert(dy > 0.35 && dy < 2);
}

/* Moments of the standard normal: 0, 1, 0, 3 with variances 1, 2, 15, 96 over n. */
Test(rng, normal_distribution)
{
    static double x[N];
    for (uint64_t seed = 1; seed <= 5; seed++) {
        gy_rng_normal(gy_rng_make_key(seed, "n", "test"), 2, 0, N, x);
        double moment[5] = {0};
        for (int i = 0; i < N; i++) {
            for (int k = 1; k <= 4; k++) {
                moment[k] += pow(x[i], k) / N;
            }
            x[i] = 0.5 * erfc(-x[i] * M_SQRT1_2);
        }
        cr_assert(fabs(moment[1]) < 4 * sqrt(1.0 / N));
        cr_assert(fabs(moment[2] - 1) < 4 * sqrt(2.0 / N));
        cr_assert(fabs(moment[3]) < 4 * sqrt(15.0 / N));
        cr_assert(fabs(moment[4] - 3) < 4 * sqrt(96.0 / N));
        double d = kolmogorov(x, N);
        cr_assert(d > 0.35 && d < 2, "D sqrt n = %g", d);
    }
}

/* The value of an address does not depend on how many are asked for or in which order. */
Test(rng, addressed_not_streamed)
{
    gy_rng_key key = gy_rng_make_key(3, "x", "y");
    double all[9], some[9];
    int64_t integers[9], fewer[9];
    gy_rng_normal(key, 5, 6, 9, all);
    gy_rng_integers(key, 5, 6, 10, 9, integers);
    for (int64_t n = 8; n >= 0; n--) {
        memset(some, 0, sizeof some);
        gy_rng_normal(key, 5, 7, 9, some); /* something else in between */
        gy_rng_normal(key, 5, 6, n, some);
        gy_rng_integers(key, 5, 6, 10, n, fewer);
        cr_assert_arr_eq(some, all, (size_t)n * sizeof *all);
        cr_assert_arr_eq(fewer, integers, (size_t)n * sizeof *fewer);
    }
}

/* Words of draw 0 in the documented places; kinds do not share draws. */
Test(rng, documented_layout)
{
    gy_rng_key key = gy_rng_make_key(3, "x", "y");
    uint32_t w[4];
    double u[3];
    gy_rng_u32x4(key, 1, 2, 0, w);
    gy_rng_uniform(key, 1, 2, 3, u);
    cr_assert_eq(u[0], ldexp((double)(((uint64_t)w[1] << 32 | w[0]) >> 11), -53));
    cr_assert_eq(u[1], ldexp((double)(((uint64_t)w[3] << 32 | w[2]) >> 11), -53));
    gy_rng_u32x4(key, 1, 2, 1, w);
    cr_assert_eq(u[2], ldexp((double)(((uint64_t)w[1] << 32 | w[0]) >> 11), -53));
    int64_t i;
    gy_rng_u32x4(key, 1, 2, (uint64_t)3 << 46, w);
    gy_rng_integers(key, 1, 2, (int64_t)1 << 32, 1, &i);
    cr_assert_eq(i, w[1]);
}

Test(rng, permutations_are_equally_likely)
{
    int counts[24] = {0};
    gy_rng_key key = gy_rng_make_key(5, "p", "test");
    for (uint64_t c = 0; c < N; c++) {
        int64_t p[4];
        gy_rng_permutation(key, c, 0, 4, p);
        int rank = 0; /* Lehmer code */
        unsigned seen = 0;
        for (int i = 0; i < 4; i++) {
            int smaller = 0;
            for (int j = i + 1; j < 4; j++) {
                smaller += p[j] < p[i];
            }
            rank = rank * (4 - i) + smaller;
            seen |= 1u << p[i];
        }
        cr_assert_eq(seen, 15u);
        counts[rank]++;
    }
    cr_assert(fabs(chi_square_z(counts, 24, N / 24.0)) < 4);
    int64_t untouched = 77;
    gy_rng_permutation(key, 0, 0, 0, &untouched);
    gy_rng_permutation(key, 0, 0, -3, &untouched);
    gy_rng_uniform(key, 0, 0, -3, NULL);
    cr_assert_eq(untouched, 77);
    gy_rng_permutation(key, 0, 0, 1, &untouched);
    cr_assert_eq(untouched, 0);
}

/* A bound of 3/4 of 2^63 shows the bias of a plain product or remainder at once: without rejection
 * a third of the values is half as likely. */
Test(rng, integers_without_bias)
{
    static int64_t x[N];
    gy_rng_key key = gy_rng_make_key(9, "i", "test");
    const int64_t bound = (int64_t)3 << 61;
    int counts[48] = {0}, residues[3] = {0};
    gy_rng_integers(key, 0, 0, bound, N, x);
    for (int i = 0; i < N; i++) {
        cr_assert(x[i] >= 0 && x[i] < bound);
        counts[x[i] / (bound / 48)]++;
        residues[x[i] % 3]++;
    }
    cr_assert(fabs(chi_square_z(counts, 48, N / 48.0)) < 4);
    cr_assert(fabs(chi_square_z(residues, 3, N / 3.0)) < 4);
    const int64_t trivial[] = {1, 0, -5};
    for (size_t i = 0; i < G_N_ELEMENTS(trivial); i++) {
        gy_rng_integers(key, 0, 0, trivial[i], 3, x);
        cr_assert(x[0] == 0 && x[1] == 0 && x[2] == 0);
    }
}
