/* SPDX-License-Identifier: MIT
 *
 * transform.cp-rank finds the planted number of components.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { a = 14, b = 8, c = 20 };

static void plant(double *x, int rank, double noise)
{
    double f[3][20 * 4];
    unsigned state = 5;
    for (int d = 0; d < 3; d++) {
        for (int k = 0; k < 80; k++) {
            state = state * 1664525u + 1013904223u;
            f[d][k] = state >> 31 ? (state >> 8) / 16777216. : 0;
        }
    }
    for (int i = 0; i < a * b * c; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = noise * (state >> 8) / 16777216.;
        for (int r = 0; r < rank; r++) {
            x[i] += f[0][i / (b * c) * 4 + r] * f[1][i / c % b * 4 + r] * f[2][i % c * 4 + r];
        }
    }
}

static harness *ranks(const double *x, int64_t n, const double *list)
{
    int64_t shape[3] = {a, b, c};
    harness *h = harness_new("transform-cp-rank", NULL);
    harness_in(h, "x", 2, 64, 3, shape, x);
    harness_list(h, "ranks", n, list);
    return h;
}

Test(cp_rank, finds_the_planted_rank)
{
    double x[a * b * c], list[5] = {1, 2, 3, 4, 5};
    for (int rank = 1; rank <= 3; rank++) {
        plant(x, rank, .05);
        harness *h = ranks(x, 5, list);
        harness_number(h, "starts", 4);
        harness_stride(h, "x");
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        /* uniform noise has a mean, which may be a component of its own */
        double best = harness_doubles(h, "best")[0];
        cr_assert(best >= rank && best <= rank + 1, "%g, not %d", best, rank);
        const double *held = harness_doubles(h, "held"), *fitted = harness_doubles(h, "fitted");
        for (int k = 0; k < 5; k++) {
            cr_assert(held[k] > fitted[k] * .8, "%g %g", held[k], fitted[k]);
            cr_assert(k + 1 >= rank || held[k] > 1.02 * held[rank - 1], "%d of %d", k + 1, rank);
        }
        harness_free(h);
    }
}

Test(cp_rank, bad_input)
{
    double x[a * b * c], list[2] = {1, 2.5};
    plant(x, 2, .1);
    harness *h = ranks(x, 2, list);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "ranks");
    harness_free(h);

    list[1] = 33;
    h = ranks(x, 2, list);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    list[1] = 2;
    h = ranks(x, 2, list);
    harness_number(h, "share", 1e-9);
    cr_assert_eq(harness_run(h), -7);
    cr_assert_str_eq(harness_where(h), "share");
    harness_free(h);

    h = ranks(x, 2, list);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = ranks(x, 2, list);
    harness_memory(h, 100);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);
}
