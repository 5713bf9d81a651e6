/* SPDX-License-Identifier: MIT
 *
 * metric.order-parameter by hand and on independent phases.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static double get(harness *h, const char *name)
{
    return harness_doubles(h, name)[0];
}

/* One row all equal (1), one of opposite pairs (0), one at a right angle (cos 45). */
Test(order_parameter, by_hand)
{
    double x[6] = {1, 1, 0, M_PI, 0, M_PI / 2}, r = sqrt(.5);
    harness *h = harness_new("metric-order-parameter", NULL);
    harness_matrix(h, "phase", 3, 2, x);
    harness_stride(h, "phase");
    cr_assert_eq(harness_fit(h, 2, (int64_t[]){0, 1, 3}, NULL), 0, "%s", harness_error(h));
    cr_assert(fabs(get(h, "r") - (1 + r) / 3) < 1e-12);
    cr_assert(fabs(get(h, "square") - .5) < 1e-12);
    cr_assert(fabs(get(h, "spread") - sqrt(.5 - (1 + r) * (1 + r) / 9)) < 1e-12);
    /* of order 2 the opposite pair is one cluster, the right angle an opposite pair */
    harness_number(h, "order", 2);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(fabs(get(h, "r") - 2. / 3) < 1e-12);
    harness_free(h);
}

/* n independent phases: mean square 1 / n, mean sqrt(pi / n) / 2 for many. */
Test(order_parameter, independent_phases)
{
    enum { rows = 2000, n = 50 };
    static double x[rows * n];
    unsigned state = 8;
    for (int k = 0; k < rows * n; k++) {
        state = state * 1664525u + 1013904223u;
        x[k] = 2 * M_PI * (state >> 8) / 16777216.;
    }
    harness *h = harness_new("metric-order-parameter", NULL);
    harness_matrix(h, "phase", rows, n, x);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(fabs(get(h, "square") - .02) < .002, "%g", get(h, "square"));
    cr_assert(fabs(get(h, "r") - sqrt(M_PI / n) / 2) < .006, "%g", get(h, "r"));
    harness_free(h);
}

Test(order_parameter, no_rows_and_cancel)
{
    double x[2] = {0, 0};
    harness *h = harness_new("metric-order-parameter", NULL);
    harness_matrix(h, "phase", 0, 2, x);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(isnan(get(h, "r")));
    harness_matrix(h, "phase", 1, 2, x);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
