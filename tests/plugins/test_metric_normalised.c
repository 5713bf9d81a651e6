/* SPDX-License-Identifier: MIT
 *
 * metric.normalised and metric.identical on values worked out by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static const double score[6] = {.3, -.2, .4, NAN, .9, .05}, top[6] = {.6, .5, .04, .5, .8, 0};

static void equal(const double *got, const double *want, int64_t n)
{
    for (int64_t j = 0; j < n; j++) {
        cr_assert(isnan(want[j]) ? isnan(got[j]) : fabs(got[j] - want[j]) < 1e-15,
                  "[%d]: %.17g, not %.17g", (int)j, got[j], want[j]);
    }
}

static void normalised(const char *below, const char *scale, const char *low, const double *want,
                       const double *kept)
{
    harness *h = harness_new("metric-normalised", NULL);
    harness_vector(h, "score", 6, score);
    harness_vector(h, "ceiling", 6, top);
    harness_stride(h, "score");
    harness_param(h, "below", below);
    harness_param(h, "scale", scale);
    harness_param(h, "floor", low);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    equal(harness_doubles(h, "normalised"), want, 6);
    equal(harness_doubles(h, "kept"), kept, 6);
    for (int j = 0; j < 6; j++) {
        double raw = harness_doubles(h, "raw")[j];
        cr_assert(isnan(want[j]) ? isnan(raw) : raw == score[j]);
    }
    harness_free(h);
}

Test(normalised, ratios_and_floors)
{
    const double kept[6] = {1, 1, 0, 0, 1, 0};
    normalised("drop", "ratio", "0.1", (double[]){.5, -.4, NAN, NAN, 1.125, NAN}, kept);
    normalised("floor", "ratio", "0.1", (double[]){.5, -.4, 4, NAN, 1.125, .5}, kept);
    normalised("drop", "squared", "0.1", (double[]){.15, 0, NAN, NAN, 1, NAN}, kept);
    normalised("floor", "squared", "0.2", (double[]){.15, 0, .8, NAN, 1, .0125}, kept);
}

Test(normalised, no_floor_still_divides_by_nothing_but_positive_ceilings)
{
    normalised("floor", "ratio", "0", (double[]){.5, -.4, 10, NAN, 1.125, NAN},
               (double[]){1, 1, 1, 0, 1, 0});
}

Test(normalised, missing_by_mask)
{
    harness *h = harness_new("metric-normalised", NULL);
    harness_vector(h, "score", 6, score);
    harness_vector(h, "ceiling", 6, top);
    harness_valid(h, "ceiling", (const uint8_t[]){0, 1, 1, 1, 1, 1});
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(isnan(harness_doubles(h, "normalised")[0]));
    cr_assert_eq(harness_doubles(h, "kept")[0], 0);
    harness_free(h);
}

static harness *pair(const double *a, const double *b)
{
    harness *h = harness_new("metric-identical", NULL);
    harness_matrix(h, "a", 2, 3, a);
    harness_matrix(h, "b", 2, 3, b);
    return h;
}

Test(identical, counts_elements)
{
    double a[6] = {1, 2, NAN, 0, 5, 6}, b[6] = {1, 2.5, NAN, -0., 5, NAN};
    harness *h = pair(a, b);
    harness_stride(h, "b");
    int64_t edges[3] = {0, 1, 2};
    cr_assert_eq(harness_fit(h, 2, edges, NULL), 0, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "share")[0], 4. / 6);
    cr_assert_eq(harness_doubles(h, "differ")[0], 2);
    harness_free(h);
}

Test(identical, integers_of_64_bits_are_not_rounded)
{
    int64_t n = 2, a[2] = {9007199254740993, 1}, b[2] = {9007199254740992, 1};
    harness *h = harness_new("metric-identical", NULL);
    harness_in(h, "a", 0, 64, 1, &n, a);
    harness_in(h, "b", 0, 64, 1, &n, b);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_eq(harness_doubles(h, "share")[0], .5);
    harness_free(h);
}

Test(identical, text_by_rows)
{
    harness *h = harness_new("metric-identical", NULL);
    harness_in_text(h, "a", 3, (const char *const[]){"one", "", "three"});
    harness_in_text(h, "b", 3, (const char *const[]){"one", "", "tree"});
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "differ")[0], 1);
    harness_free(h);
}

Test(identical, dtypes_must_agree)
{
    int64_t n = 2, a[2] = {1, 1};
    double b[2] = {1, 1};
    harness *h = harness_new("metric-identical", NULL);
    harness_in(h, "a", 0, 64, 1, &n, a);
    harness_vector(h, "b", 2, b);
    cr_assert_eq(harness_fit_all(h), -2);
    cr_assert_str_eq(harness_where(h), "b");
    harness_free(h);
}
