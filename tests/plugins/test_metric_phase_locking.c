/* SPDX-License-Identifier: MIT
 *
 * metric.phase-locking: closed forms, and the pairwise consistency over all pairs.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static harness *locking(int64_t n, int64_t m, const double *a, const double *b)
{
    harness *h = harness_new("metric-phase-locking", NULL);
    harness_matrix(h, "a", n, m, a);
    harness_matrix(h, "b", n, m, b);
    return h;
}

/* A constant difference is 1; differences all around the circle are 0, and ppc -1 / (n - 1). */
Test(phase_locking, closed_forms)
{
    double a[16], b[16];
    for (int i = 0; i < 8; i++) {
        a[2 * i] = i * 1.7;
        b[2 * i] = i * 1.7 - .4;
        a[2 * i + 1] = 2 * M_PI * i / 8;
        b[2 * i + 1] = 0;
    }
    harness *h = locking(8, 2, a, b);
    harness_stride(h, "a");
    cr_assert_eq(harness_fit(h, 2, (int64_t[]){0, 3, 8}, NULL), 0, "%s", harness_error(h));
    const double *plv = harness_doubles(h, "plv"), *ppc = harness_doubles(h, "ppc");
    cr_assert(fabs(plv[0] - 1) < 1e-12 && fabs(ppc[0] - 1) < 1e-12);
    cr_assert(plv[1] < 1e-12 && fabs(ppc[1] + 1. / 7) < 1e-12);
    cr_assert(fabs(harness_doubles(h, "difference")[0] - .4) < 1e-12);
    harness_free(h);
}

Test(phase_locking, ppc_is_the_mean_over_pairs)
{
    double a[20], b[20], sum = 0;
    for (int i = 0; i < 20; i++) {
        a[i] = sin(i * 3.1);
        b[i] = cos(i * 1.3) * 2;
    }
    for (int i = 0; i < 20; i++) {
        for (int j = 0; j < i; j++) {
            sum += cos(a[i] - b[i] - a[j] + b[j]) / 190;
        }
    }
    harness *h = locking(20, 1, a, b);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(fabs(harness_doubles(h, "ppc")[0] - sum) < 1e-12);
    harness_free(h);
}

/* 1:2 locking: b goes half as fast. */
Test(phase_locking, n_to_m)
{
    double a[30], b[30];
    for (int i = 0; i < 30; i++) {
        a[i] = i * .8;
        b[i] = i * 1.6 + 1;
    }
    harness *h = locking(30, 1, a, b);
    harness_number(h, "n", 2);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(fabs(harness_doubles(h, "plv")[0] - 1) < 1e-12);
    harness_number(h, "n", 1);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(harness_doubles(h, "plv")[0] < .3);
    harness_free(h);
}

/* Random differences: plv is about sqrt(pi / n) / 2, ppc 0 on average. */
Test(phase_locking, only_ppc_is_unbiased)
{
    enum { rows = 20, channels = 2000 };
    static double a[rows * channels], b[rows * channels];
    double plv = 0, ppc = 0;
    unsigned state = 2;
    for (int k = 0; k < rows * channels; k++) {
        state = state * 1664525u + 1013904223u;
        a[k] = 2 * M_PI * (state >> 8) / 16777216.;
    }
    harness *h = locking(rows, channels, a, b);
    cr_assert_eq(harness_fit_all(h), 0);
    for (int j = 0; j < channels; j++) {
        plv += harness_doubles(h, "plv")[j] / channels;
        ppc += harness_doubles(h, "ppc")[j] / channels;
    }
    cr_assert(fabs(plv - sqrt(M_PI / rows) / 2) < .01, "%g", plv);
    cr_assert(fabs(ppc) < 4. / rows / sqrt(channels), "%g", ppc);
    harness_free(h);
}

Test(phase_locking, bad_input)
{
    double x[4] = {0};
    harness *h = locking(2, 2, x, x);
    harness_matrix(h, "b", 2, 1, x);
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert_str_eq(harness_where(h), "b");
    harness_free(h);

    h = locking(1, 2, x, x);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(isnan(harness_doubles(h, "ppc")[0]));
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
