/* SPDX-License-Identifier: MIT
 *
 * metric.population-correlation by hand, and with weights against repeated rows.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static double out(harness *h, const char *name)
{
    return harness_doubles(h, name)[0];
}

static harness *metric(int64_t m, int64_t n, const double *x)
{
    harness *h = harness_new("metric-population-correlation", NULL);
    harness_matrix(h, "x", m, n, x);
    return h;
}

/* Columns: 0 1 2 3; its double, turned round; a constant; 1 -1 -1 1, which is orthogonal. */
Test(population_correlation, by_hand)
{
    const double x[16] = {0, 6, 2, 1, 1, 4, 2, -1, 2, 2, 2, -1, 3, 0, 2, 1};
    harness *h = metric(4, 4, x);
    harness_stride(h, "x");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(out(h, "correlation") - 1 / 3.) < 1e-14); /* three pairs vary: -1, 0, 0 */
    cr_assert(fabs(out(h, "signed") + 1 / 3.) < 1e-14);
    cr_assert(fabs(out(h, "covariance") - 2.5 / 6) < 1e-14); /* variances 1.25 and 5 */
    /* means 1.5 3 2 0: mean 1.625, squares .015625 1.890625 .140625 2.640625 */
    cr_assert(fabs(out(h, "inequality") - sqrt(4.6875 / 4) / 1.625) < 1e-14);
    harness_free(h);
}

Test(population_correlation, weights_are_repeats)
{
    double x[5 * 3], y[9 * 3], p[5] = {1 / 9., 3 / 9., 0, 2 / 9., 3 / 9.};
    const int times[5] = {1, 3, 0, 2, 3};
    int at = 0;
    for (int k = 0; k < 15; k++) {
        x[k] = sin(k * k + 1.);
    }
    for (int s = 0; s < 5; s++) {
        for (int r = 0; r < times[s]; r++, at++) {
            for (int i = 0; i < 3; i++) {
                y[at * 3 + i] = x[s * 3 + i];
            }
        }
    }
    harness *a = metric(5, 3, x), *b = metric(9, 3, y);
    harness_vector(a, "probability", 5, p);
    harness_stride(a, "probability");
    cr_assert(harness_fit_all(a) == 0 && harness_fit_all(b) == 0);
    static const char *const names[] = {"correlation", "signed", "covariance", "inequality"};
    for (int i = 0; i < 4; i++) {
        cr_assert(fabs(out(a, names[i]) - out(b, names[i])) < 1e-13, "%s", names[i]);
    }
    harness_free(a);
    harness_free(b);
}

Test(population_correlation, bad_probabilities_are_refused)
{
    const double x[4] = {1, 2, 3, 5}, below[2] = {1, -1}, none[2] = {0, 0}, more[2] = {.75, .5};
    harness *h = metric(2, 2, x);
    harness_vector(h, "probability", 2, below);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "probability");
    harness_vector(h, "probability", 2, none);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    harness_vector(h, "probability", 2, more);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "probability");
    cr_assert(strstr(harness_error(h), "sum to 1.25; they must sum to 1"), "%s", harness_error(h));
    harness_free(h);
}
