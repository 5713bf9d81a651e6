/* SPDX-License-Identifier: MIT
 *
 * metric.pearson and metric.r2 against numpy, and by closed forms.
 */
#include "../parity/pearson_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static harness *metric(const char *plugin, int64_t n, int64_t t, const double *p, const double *y)
{
    harness *h = harness_new(plugin, NULL);
    harness_matrix(h, "predicted", n, t, p);
    harness_matrix(h, "target", n, t, y);
    return h;
}

static void scores(harness *h, const char *out, const double *want, int64_t n, double tolerance)
{
    for (int64_t j = 0; j < n; j++) {
        double got = harness_doubles(h, out)[j];
        cr_assert(isnan(want[j]) ? isnan(got) : fabs(got - want[j]) <= tolerance,
                  "%s[%d]: %.17g, not %.17g", out, (int)j, got, want[j]);
    }
}

Test(pearson, equals_numpy)
{
    harness *h = metric("metric-pearson", 17, 4, pearson_p, pearson_t);
    harness_stride(h, "predicted");
    int64_t edges[4] = {0, 1, 9, 17};
    cr_assert_eq(harness_fit(h, 3, edges, NULL), 0, "%s", harness_error(h));
    scores(h, "r", pearson_r, 4, 1e-12);
    harness_free(h);
}

/* r of (1, 2, 3) with (1, 2, 3), (3, 2, 1), (0, 1, 0), (7, 7, 7); an offset of 1e12 changes
 * nothing. */
Test(pearson, closed_forms_with_and_without_offset)
{
    for (int far = 0; far < 2; far++) {
        double add = far ? 1e12 : 0;
        double p[12], y[12] = {1, 3, 0, 7, 2, 2, 1, 7, 3, 1, 0, 7};
        for (int i = 0; i < 12; i++) {
            p[i] = 1 + i / 4 + add;
            y[i] += add;
        }
        harness *h = metric("metric-pearson", 3, 4, p, y);
        cr_assert_eq(harness_fit_all(h), 0);
        scores(h, "r", (double[]){1, -1, 0, NAN}, 4, 1e-15);
        harness_free(h);
    }
}

Test(pearson, constants_and_single_rows_are_nan)
{
    double p[6] = {.1, 1, .1, 2, .1, 3}, y[6] = {1, .3, 2, .3, 5, .3};
    harness *h = metric("metric-pearson", 3, 2, p, y);
    cr_assert_eq(harness_fit_all(h), 0);
    scores(h, "r", (double[]){NAN, NAN}, 2, 0);
    harness_free(h);
    h = metric("metric-pearson", 1, 2, p, y);
    cr_assert_eq(harness_fit_all(h), 0);
    scores(h, "r", (double[]){NAN, NAN}, 2, 0);
    harness_free(h);
}

Test(r2, equals_numpy)
{
    for (int zero = 0; zero < 2; zero++) {
        harness *h = metric("metric-r2", 17, 4, pearson_p, pearson_t);
        harness_param(h, "reference", zero ? "zero" : "mean");
        int64_t edges[3] = {0, 9, 17};
        cr_assert_eq(harness_fit(h, 2, edges, NULL), 0, "%s", harness_error(h));
        for (int j = 0; j < 4; j++) {
            double want = zero ? pearson_r2_zero[j] : pearson_r2[j];
            cr_assert(fabs(harness_doubles(h, "r2")[j] - want) <= 1e-9 * (1 + fabs(want)));
        }
        harness_free(h);
    }
}

/* The mean as prediction scores 0, the target itself 1, its negative 1 - 4: sum (2y)^2 / sum y^2.
 */
Test(r2, closed_forms)
{
    double y[12] = {-1, -1, -1, 5, 0, 0, 0, 5, 1, 1, 1, 5};
    double p[12] = {0, -1, 1, 5, 0, 0, 0, 5, 0, 1, -1, 5};
    harness *h = metric("metric-r2", 3, 4, p, y);
    cr_assert_eq(harness_fit_all(h), 0);
    scores(h, "r2", (double[]){0, 1, -3, NAN}, 4, 1e-15);
    harness_free(h);
}
