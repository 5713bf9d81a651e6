/* SPDX-License-Identifier: MIT
 *
 * metric.trend on lines, whose slope is known.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static harness *trend(int64_t n, const double *y)
{
    harness *h = harness_new("metric-trend", NULL);
    harness_vector(h, "y", n, y);
    return h;
}

Test(trend, lines)
{
    const double line[5] = {1, 2, 3, 4, 5}, flat[4] = {7, 7, 7, 7}, bent[3] = {0, 3, 0};
    harness *h = trend(5, line);
    harness_stride(h, "y");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "growth")[0] - 4 / 3.) < 1e-14);
    cr_assert_eq(harness_doubles(h, "mean")[0], 3);
    cr_assert_eq(harness_doubles(h, "least")[0], 1);
    cr_assert_eq(harness_doubles(h, "most")[0], 5);
    harness_free(h);
    h = trend(4, flat);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_eq(harness_doubles(h, "growth")[0], 0);
    harness_free(h);
    h = trend(3, bent);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(fabs(harness_doubles(h, "growth")[0]) < 1e-15);
    harness_free(h);
    h = trend(1, flat);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    harness_free(h);
}

/* Rows 0, 2 and 6 of a line of slope 1. */
Test(trend, rows_of_the_axis_count)
{
    const double y[3] = {10, 12, 16};
    const int64_t rows[3] = {0, 2, 6};
    harness *h = trend(3, y);
    harness_rows(h, "y", 0, rows);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "growth")[0] - 6 / (38 / 3.)) < 1e-14);
    harness_free(h);
}
