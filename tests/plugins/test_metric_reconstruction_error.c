/* SPDX-License-Identifier: MIT
 *
 * metric.reconstruction-error by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

/* x = 2 a b' c' of ones, but for one entry that is 1 off and one that is missing. */
static harness *made(double *x, int weights)
{
    int64_t shape[3] = {2, 2, 3};
    double one[6] = {1, 1, 1, 1, 1, 1}, two[1] = {2};
    harness *h = harness_new("metric-reconstruction-error", NULL);
    harness_in(h, "x", 2, 64, 3, shape, x);
    harness_matrix(h, "first", 2, 1, one);
    harness_matrix(h, "second", 2, 1, one);
    harness_matrix(h, "third", 3, 1, one);
    if (weights) {
        harness_vector(h, "weight", 1, two);
    }
    return h;
}

Test(reconstruction_error, by_hand)
{
    double x[12] = {2, 2, 2, 2, 3, 2, 2, NAN, 2, 2, 2, 2};
    int64_t edges[3] = {0, 1, 2};
    for (int weights = 0; weights < 2; weights++) {
        harness *h = made(x, weights);
        harness_stride(h, "x");
        cr_assert_eq(harness_fit(h, 2, edges, NULL), 0, "%s", harness_error(h));
        double rest = weights ? 1 : 10 + 4, square = 10 * 4 + 9;
        cr_assert(fabs(harness_doubles(h, "error")[0] - sqrt(rest / square)) < 1e-12);
        cr_assert(fabs(harness_doubles(h, "explained")[0] - 1 + rest / square) < 1e-12);
        harness_free(h);
    }
}

Test(reconstruction_error, bad_input)
{
    double x[12] = {0};
    harness *h = made(x, 1);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(isnan(harness_doubles(h, "error")[0]));
    harness_matrix(h, "third", 2, 1, x);
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert_str_eq(harness_where(h), "third");
    harness_free(h);

    h = made(x, 1);
    harness_matrix(h, "second", 3, 1, x);
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert_str_eq(harness_where(h), "second");
    harness_free(h);

    h = made(x, 0);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
