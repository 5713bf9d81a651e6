/* SPDX-License-Identifier: MIT
 *
 * metric.summary by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static void expect(harness *h, const char *name, double want)
{
    double got = harness_doubles(h, name)[0];
    cr_assert(isnan(want) ? isnan(got) : fabs(got - want) < 1e-12, "%s: %g, not %g", name, got,
              want);
}

Test(summary, two_columns)
{
    double x[6] = {5, 1, 4, NAN, 3.5, 2};
    int64_t shape[2] = {3, 2};
    harness *h = harness_new("metric-summary", NULL);
    harness_in(h, "x", 2, 64, 2, shape, x);
    harness_stride(h, "x");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    expect(h, "mean", 15.5 / 5);
    expect(h, "least", 1);
    expect(h, "most", 5);
    expect(h, "first", 3);
    expect(h, "last", 2.75);
    expect(h, "rise", -.5);
    expect(h, "fall", -1);
    expect(h, "missing", 1. / 6);
    harness_free(h);
}

Test(summary, one_number_and_a_mask)
{
    int64_t one[1] = {1}, two[1] = {2}, seven[2] = {7, 9};
    harness *h = harness_new("metric-summary", NULL);
    harness_in(h, "x", 0, 64, 1, one, seven);
    cr_assert_eq(harness_fit_all(h), 0);
    expect(h, "mean", 7);
    expect(h, "rise", NAN);
    harness_free(h);

    h = harness_new("metric-summary", NULL);
    harness_in(h, "x", 0, 64, 1, two, seven);
    harness_valid(h, "x", (uint8_t[]){0, 1});
    cr_assert_eq(harness_fit_all(h), 0);
    expect(h, "least", 9);
    expect(h, "missing", .5);
    harness_free(h);
}

Test(summary, bad_input)
{
    int64_t none[1] = {0}, two[1] = {2};
    double x[2] = {1, 2};
    harness *h = harness_new("metric-summary", NULL);
    harness_in(h, "x", 2, 64, 1, none, x);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);

    h = harness_new("metric-summary", NULL);
    harness_in(h, "x", 2, 64, 1, two, x);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
