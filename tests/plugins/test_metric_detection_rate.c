/* SPDX-License-Identifier: MIT
 *
 * metric.detection-rate by hand. Wilson's ends are the p with (r - p)^2 = z^2 p (1 - p) / n.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static double out(harness *h, const char *name)
{
    return harness_doubles(h, name)[0];
}

static harness *rate(int64_t n, int64_t m, const double *x)
{
    harness *h = harness_new("metric-detection-rate", NULL);
    harness_matrix(h, "detected", n, m, x);
    harness_number(h, "z", 2);
    return h;
}

static void ends_solve_the_equation(harness *h, double r, double n)
{
    const char *const names[] = {"low", "high"};
    for (int i = 0; i < 2; i++) {
        double p = out(h, names[i]);
        cr_assert(fabs((r - p) * (r - p) - 4 * p * (1 - p) / n) < 1e-14, "%s %.15g", names[i], p);
    }
    cr_assert(out(h, "low") <= r && r <= out(h, "high"));
}

Test(detection_rate, counts_and_interval)
{
    const double x[12] = {1, 0, 0, 0, 2, 0, -1, 0.5, 0, 0, 0, 0}, expected[3] = {.9, .3, 1e-13};
    const int64_t edges[] = {0, 1, 3, 4};
    harness *h = rate(4, 3, x);
    harness_stride(h, "detected");
    harness_vector(h, "expected", 3, expected);
    harness_number(h, "case", 1);
    cr_assert_eq(harness_fit(h, 3, edges, NULL), 0, "%s", harness_error(h));
    cr_assert_eq(out(h, "rate"), .25);
    cr_assert_eq(out(h, "trials"), 12);
    ends_solve_the_equation(h, .25, 12);
    cr_assert_eq(out(h, "inside"), 1);
    cr_assert(fabs(out(h, "deviation") - (.25 - .3) / sqrt(.3 * .7 / 12)) < 1e-14);
    harness_number(h, "case", 0);
    harness_param(h, "negate", "true");
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_eq(out(h, "rate"), .75);
    cr_assert_eq(out(h, "inside"), 1);
    harness_param(h, "negate", "false");
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_eq(out(h, "inside"), 0); /* .9 is above the interval of .25 */
    harness_free(h);
}

Test(detection_rate, nothing_detected_has_an_interval_too)
{
    const double x[5] = {0}, expected[1] = {1e-13};
    harness *h = rate(5, 1, x);
    harness_vector(h, "expected", 1, expected);
    cr_assert_eq(harness_fit_all(h), 0);
    ends_solve_the_equation(h, 0, 5);
    cr_assert_eq(out(h, "inside"), 1);
    harness_free(h);
    h = rate(5, 1, x);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(isnan(out(h, "inside")) && isnan(out(h, "deviation")));
    harness_free(h);
}

Test(detection_rate, bad_expectations_are_refused)
{
    const double x[2] = {0, 1}, over[1] = {1.5};
    harness *h = rate(2, 1, x);
    harness_vector(h, "expected", 1, over);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "expected");
    harness_number(h, "case", 1);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "case");
    harness_free(h);
}
