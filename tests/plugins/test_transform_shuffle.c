/* SPDX-License-Identifier: MIT
 *
 * transform.shuffle: the same rows, each once, where the reach says; runs of their own.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

#define N 40

static harness *shuffle(const char *inside, const char *order)
{
    static double x[2 * N];
    static const int64_t first[3] = {0, 5, 25};
    for (int i = 0; i < 2 * N; i++) {
        x[i] = i;
    }
    harness *h = harness_new("transform-shuffle", NULL);
    harness_matrix(h, "x", N, 2, x);
    harness_segments(h, "x.row", 3, first);
    harness_param(h, "inside", inside);
    harness_param(h, "order", order);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    return h;
}

static int segment(int row)
{
    return (row >= 5) + (row >= 25);
}

static void check(const char *inside, int kept)
{
    harness *h = shuffle(inside, "0");
    const int64_t *offsets = NULL, *lo = NULL, *hi = NULL;
    int64_t n = 0;
    int seen[N] = {0}, moved = 0, left = 0;
    cr_assert(harness_reach(h, "y.row", "x.row", &n, &offsets, &lo, &hi) && n == N);
    for (int i = 0; i < N; i++) {
        const double *y = harness_doubles(h, "y") + 2 * i;
        int from = (int)y[0] / 2;
        cr_assert(y[1] == y[0] + 1 && lo[i] == from && hi[i] == from + 1);
        seen[from]++;
        moved += from != i;
        left += segment(from) != segment(i);
    }
    for (int i = 0; i < N; i++) {
        cr_assert_eq(seen[i], 1);
    }
    cr_assert_gt(moved, N / 2);
    cr_assert(kept ? left == 0 : left > 5);
    harness_free(h);
}

Test(shuffle, anywhere)
{
    check("all", 0);
}

Test(shuffle, inside_segments)
{
    check("segment", 1);
}

Test(shuffle, another_number_is_another_order)
{
    harness *a = shuffle("all", "0"), *b = shuffle("all", "1"), *c = shuffle("all", "0");
    size_t bytes = 2 * N * sizeof(double);
    cr_assert(memcmp(harness_doubles(a, "y"), harness_doubles(b, "y"), bytes));
    cr_assert(!memcmp(harness_doubles(a, "y"), harness_doubles(c, "y"), bytes));
    harness_free(a);
    harness_free(b);
    harness_free(c);
}

Test(shuffle, without_random_numbers)
{
    const double x[2] = {1, 2};
    harness *h = harness_new("transform-shuffle", NULL);
    harness_matrix(h, "x", 2, 1, x);
    harness_without(h, GY_RNG);
    cr_assert_eq(harness_resolve(h), GY_UNSUPPORTED);
    harness_free(h);
}
