/* SPDX-License-Identifier: MIT
 *
 * metric.itr: closed form of Wolpaw, and the order of averaging.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static int64_t TRUE_LABELS[10000], SAID[10000], GROUP[10000];

/* n rows, of which the first `right` are right; targets M, one selection in 0.9 s. */
static harness *begin(int64_t n, int64_t right, double targets)
{
    static const char *const levels[] = {"0", "1", "2"};
    harness *h = harness_new("metric-itr", NULL);
    for (int64_t i = 0; i < n; i++) {
        TRUE_LABELS[i] = i % 2;
        SAID[i] = i < right ? i % 2 : 1 - i % 2;
    }
    harness_labels(h, "predicted", n, SAID);
    harness_labels(h, "target", n, TRUE_LABELS);
    harness_levels(h, "predicted", 3, levels);
    harness_levels(h, "target", 3, levels);
    harness_number(h, "targets", targets);
    harness_number(h, "window", 0.4);
    return h;
}

static double value(harness *h, const char *name)
{
    return harness_doubles(h, name)[0];
}

Test(itr, published_and_closed_values)
{
    /* 40 targets in .9 s: log2(40) / .015 is the most; .7989 by the formula; .025 is 1 / 40 */
    static const double want[][3] = {{10000, 10000, 354.80}, {10000, 7989, 235.66}, {400, 10, 0}};
    for (int k = 0; k < 3; k++) {
        harness *h = begin((int64_t)want[k][0], (int64_t)want[k][1], 40);
        cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
        cr_assert_float_eq(value(h, "itr"), want[k][2], 0.005, "%g", value(h, "itr"));
        cr_assert_float_eq(value(h, "pooled"), value(h, "itr"), 1e-12);
        cr_assert_float_eq(value(h, "most"), 354.80, 0.005);
        harness_free(h);
    }
}

/* Two targets, half right: a coin, no bits; three of four right: 1 - H(1/4). */
Test(itr, two_targets)
{
    harness *h = begin(8, 6, 2);
    harness_number(h, "window", 0.5);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_float_eq(value(h, "itr"), 60 * (1 + .75 * log2(.75) + .25 * log2(.25)), 1e-9);
    harness_free(h);
    h = begin(8, 4, 2);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_float_eq(value(h, "itr"), 0, 1e-12);
    harness_free(h);
}

/* Below chance the formula rises again; the metric is 0 there. */
Test(itr, below_chance_is_nothing)
{
    harness *h = begin(8, 0, 2);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_eq(value(h, "itr"), 0);
    cr_assert_eq(value(h, "accuracy"), 0);
    harness_free(h);
}

/* One block right throughout, one half right: the mean of their rates, not the rate of .75. The
 * groups' rows may come in any blocks. */
Test(itr, rates_are_averaged_and_not_accuracies)
{
    static const char *const levels[] = {"0", "1", "2"};
    harness *h = begin(40, 30, 40);
    for (int64_t i = 0; i < 40; i++) {
        GROUP[i] = i < 20 ? 2 : 1; /* 20 right; 10 right and 10 wrong; level 0 has no rows */
    }
    harness_labels(h, "group", 40, GROUP);
    harness_levels(h, "group", 3, levels);
    const int64_t edges[] = {0, 7, 25, 40};
    cr_assert_eq(harness_fit(h, 3, edges, NULL), GY_OK, "%s", harness_error(h));
    double m = 40, all = log2(m), half = all + log2(.5) * .5 + .5 * log2(.5 / (m - 1));
    double three = all + .75 * log2(.75) + .25 * log2(.25 / (m - 1));
    cr_assert_float_eq(value(h, "itr"), (all + half) / 2 * 60 / .9, 1e-9);
    cr_assert_float_eq(value(h, "pooled"), three * 60 / .9, 1e-9);
    cr_assert_gt(value(h, "itr"), value(h, "pooled"));
    cr_assert_float_eq(value(h, "accuracy"), .75, 1e-12);
    harness_free(h);
}

Test(itr, no_levels)
{
    harness *h = harness_new("metric-itr", NULL);
    harness_labels(h, "predicted", 4, SAID);
    harness_labels(h, "target", 4, SAID);
    harness_number(h, "targets", 4);
    harness_number(h, "window", 1);
    cr_assert_eq(harness_resolve(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "predicted");
    harness_free(h);
}

Test(itr, group_out_of_range)
{
    static const char *const one[] = {"0"};
    harness *h = begin(4, 4, 2);
    for (int64_t i = 0; i < 4; i++) {
        GROUP[i] = 3;
    }
    harness_labels(h, "group", 4, GROUP);
    harness_levels(h, "group", 1, one);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "group");
    harness_free(h);
}
