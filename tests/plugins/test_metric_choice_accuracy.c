/* SPDX-License-Identifier: MIT
 *
 * metric.choice-accuracy counted by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const double X[10] = {1, -2, -1, 3, 2, 0, -4, 1, 0, -1}, Y[5] = {1, 0, 1, 1, 0};

static harness *metric(const double *choice)
{
    harness *h = harness_new("metric-choice-accuracy", NULL);
    harness_matrix(h, "evidence", 5, 2, X);
    harness_vector(h, "choice", 5, choice);
    return h;
}

/* Signs + - + - 0 and - + 0 + - against 1 0 1 1 0: 3.5 and 2.5 of 5. */
Test(choice_accuracy, signs)
{
    const int64_t edges[3] = {0, 2, 5};
    harness *h = metric(Y);
    harness_stride(h, "evidence");
    cr_assert_eq(harness_fit(h, 2, edges, NULL), GY_OK, "%s", harness_error(h));
    cr_assert_float_eq(harness_doubles(h, "accuracy")[0], 0.7, 1e-15);
    cr_assert_float_eq(harness_doubles(h, "accuracy")[1], 0.5, 1e-15);
    harness_free(h);
}

Test(choice_accuracy, refused)
{
    const double bad[5] = {1, 0, 2, 1, 0};
    harness *h = metric(bad);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "choice");
    cr_assert(strstr(harness_error(h), "2 is neither 0 nor 1"), "%s", harness_error(h));
    harness_free(h);
}
