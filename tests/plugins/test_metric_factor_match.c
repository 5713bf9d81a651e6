/* SPDX-License-Identifier: MIT
 *
 * metric.factor-match: closed forms, and the assignment against all permutations.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void item(harness *h, const char *name, int64_t n, int64_t m, const double *x)
{
    int64_t shape[2] = {n, m};
    harness_add_item(h, name, 2, 64, 2, shape, x);
}

static harness *match(void)
{
    return harness_new("metric-factor-match", NULL);
}

/* Components in another order, of other sizes and signs, are the same components. */
Test(factor_match, order_size_and_sign_do_not_matter)
{
    double a[6] = {1, 0, 2, 1, 0, 3}, b[4] = {1, 2, 3, -1};
    double c[6] = {0, -2, 5, -4, 15, 0}, d[4] = {4, .5, -2, 1.5};
    harness *h = match();
    item(h, "target", 3, 2, a);
    item(h, "target", 2, 2, b);
    item(h, "predicted", 3, 2, c);
    item(h, "predicted", 2, 2, d);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "score")[0] - 1) < 1e-12);
    const int64_t *partner = harness_get(h, "partner")->data;
    cr_assert(partner[0] == 1 && partner[1] == 0);
    cr_assert_eq(harness_doubles(h, "spare")[0], 0);
    harness_free(h);
}

/* Columns at 60 degrees on one axis and 45 on the other: cos 60 cos 45 each. */
Test(factor_match, product_of_cosines)
{
    double c = cos(M_PI / 3), s = sin(M_PI / 3), r = sqrt(.5);
    double a[2] = {1, 0}, b[2] = {c, s}, d[2] = {0, 1}, e[2] = {r, r};
    harness *h = match();
    item(h, "target", 2, 1, a);
    item(h, "target", 2, 1, d);
    item(h, "predicted", 2, 1, b);
    item(h, "predicted", 2, 1, e);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(fabs(harness_doubles(h, "score")[0] - .5 * r) < 1e-12);
    cr_assert(fabs(harness_doubles(h, "cosine")[0] - .5) < 1e-12);
    cr_assert(fabs(harness_doubles(h, "cosine")[1] - r) < 1e-12);
    harness_free(h);
}

/* Too few components: what is not found counts 0. Too many: told as spare. */
Test(factor_match, other_numbers_of_components)
{
    double two[4] = {1, 0, 0, 1}, one[2] = {0, 1};
    for (int few = 0; few < 2; few++) {
        harness *h = match();
        item(h, "target", 2, few ? 2 : 1, few ? two : one);
        item(h, "predicted", 2, few ? 1 : 2, few ? one : two);
        cr_assert_eq(harness_fit_all(h), 0);
        cr_assert_eq(harness_doubles(h, "score")[0], few ? .5 : 1);
        cr_assert_eq(harness_doubles(h, "spare")[0], few ? 0 : 1);
        const int64_t *partner = harness_get(h, "partner")->data;
        cr_assert_eq(partner[0], few ? -1 : 1);
        harness_free(h);
    }
}

static double permutations(const double *x, const double *y, int n, int k, int *used)
{
    double best = k < n ? 0 : 0;
    for (int j = 0; k < n && j < n; j++) {
        double xx = 0, yy = 0, xy = 0;
        if (used[j]) {
            continue;
        }
        for (int i = 0; i < 4; i++) {
            xx += x[i * n + k] * x[i * n + k];
            yy += y[i * n + j] * y[i * n + j];
            xy += x[i * n + k] * y[i * n + j];
        }
        used[j] = 1;
        best = fmax(best, fabs(xy) / sqrt(xx * yy) + permutations(x, y, n, k + 1, used));
        used[j] = 0;
    }
    return best;
}

Test(factor_match, equals_the_best_of_all_permutations)
{
    unsigned state = 1;
    for (int n = 1; n <= 6; n++) {
        for (int times = 0; times < 20; times++) {
            double x[24], y[24];
            int used[6] = {0};
            for (int i = 0; i < 4 * n; i++) {
                state = state * 1664525u + 1013904223u;
                x[i] = (state >> 8) / 8388608. - 1;
                state = state * 1664525u + 1013904223u;
                y[i] = (state >> 8) / 8388608. - 1;
            }
            harness *h = match();
            item(h, "target", 4, n, x);
            item(h, "predicted", 4, n, y);
            cr_assert_eq(harness_fit_all(h), 0);
            double want = permutations(x, y, n, 0, used) / n;
            cr_assert(fabs(harness_doubles(h, "score")[0] - want) < 1e-12);
            harness_free(h);
        }
    }
}

Test(factor_match, bad_input)
{
    double x[4] = {1, 2, 3, 4}, nan[4] = {1, NAN, 3, 4};
    harness *h = match();
    item(h, "target", 2, 2, x);
    cr_assert_eq(harness_resolve(h), -2);
    item(h, "predicted", 4, 1, x);
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert(strstr(harness_error(h), "4 rows and 2 rows"));
    harness_free(h);

    h = match();
    item(h, "target", 2, 2, x);
    item(h, "target", 4, 1, x);
    item(h, "predicted", 2, 2, x);
    item(h, "predicted", 4, 1, x);
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert(strstr(harness_error(h), "another number of components"));
    harness_free(h);

    h = match();
    item(h, "target", 2, 2, x);
    item(h, "predicted", 2, 2, nan);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);

    h = match();
    item(h, "target", 2, 2, x);
    item(h, "predicted", 2, 2, x);
    harness_memory(h, 8);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);

    h = match();
    item(h, "target", 2, 2, x);
    item(h, "predicted", 2, 2, x);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
