/* SPDX-License-Identifier: MIT
 *
 * metric.pattern-correlation by closed forms.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *metric(int64_t n, int64_t m, const double *p, const double *y)
{
    harness *h = harness_new("metric-pattern-correlation", NULL);
    harness_matrix(h, "predicted", n, m, p);
    harness_matrix(h, "target", n, m, y);
    return h;
}

/* Rows with r = 1, -1, 0 and sqrt(3) / 2: mean of (1, 2, 3), (3, 2, 1), (0, 1, 0) and (0, 1, 1)
 * against (1, 2, 3), whatever their offset and scale. */
Test(pattern_correlation, closed_forms)
{
    const double y[12] = {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3};
    const double p[12] = {10, 20, 30, 3e6, 2e6, 1e6, 0, 1, 0, -7, -6, -6};
    const int64_t edges[4] = {0, 1, 3, 4};
    harness *h = metric(4, 3, p, y);
    harness_stride(h, "predicted");
    cr_assert_eq(harness_fit(h, 3, edges, NULL), GY_OK, "%s", harness_error(h));
    cr_assert_float_eq(harness_doubles(h, "r")[0], sqrt(3) / 8, 1e-14);
    cr_assert_eq(harness_doubles(h, "rows")[0], 4);
    harness_free(h);
}

Test(pattern_correlation, flat_rows_are_not_counted)
{
    const double y[6] = {1, 2, 3, .1, .1, .1}, p[6] = {1, 2, 3, 1, 2, 3};
    harness *h = metric(2, 3, p, y);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_float_eq(harness_doubles(h, "r")[0], 1, 1e-15);
    cr_assert_eq(harness_doubles(h, "rows")[0], 1);
    harness_free(h);
    h = metric(1, 3, p + 3, y + 3);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert(isnan(harness_doubles(h, "r")[0]));
    harness_free(h);
}

Test(pattern_correlation, groups_of_targets)
{
    static const double roi[4] = {2, 1, 1, 2};
    const double y[8] = {0, 0, 1, 1, 5, 5, 4, 4}, p[8] = {0, 1, 0, 1, 1, 0, 1, 0};
    harness *h = metric(2, 4, p, y);
    harness_coord(h, "predicted.target", "roi", 4, roi);
    harness_param(h, "by", "roi");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert_float_eq(harness_doubles(h, "r")[0], 1, 1e-15);
    cr_assert_float_eq(harness_doubles(h, "r")[1], -1, 1e-15);
    harness_free(h);
    h = metric(2, 4, p, y);
    harness_param(h, "by", "roi");
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert(strstr(harness_error(h), "no coordinate 'roi'"));
    harness_free(h);
}
