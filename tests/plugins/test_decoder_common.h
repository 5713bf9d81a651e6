/* SPDX-License-Identifier: MIT
 *
 * test_decoder_common.h: training and test sets of the label decoders, and their common bad inputs.
 */
#ifndef TEST_DECODER_COMMON_H
#define TEST_DECODER_COMMON_H

#include "../parity/logistic_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

typedef struct labelled {
    int64_t n, p, classes;
    const double *x, *test;
    const int64_t *y;
} labelled;

static const labelled three = {30, 4, 3, three_x, three_test, three_y};
static const labelled two = {24, 3, 2, two_x, two_test, two_y};
static const labelled wide = {24, 40, 4, wide_x, wide_test, wide_y};
static const char *const class_names[] = {"face", "house", "cat", "shoe"};

static harness *decoder(const char *plugin, const labelled *d)
{
    harness *h = harness_new(plugin, NULL);
    harness_matrix(h, "x", d->n, d->p, d->x);
    harness_labels(h, "y", d->n, d->y);
    harness_levels(h, "y", d->classes, class_names);
    harness_folds(h, 1);
    return h;
}

/* Scores of the nine test patterns, and labels that are their largest. */
static void scores_are(harness *h, const labelled *d, const double *want, double tolerance)
{
    harness_matrix(h, "x", 9, d->p, d->test);
    harness_stride(h, "x");
    harness_labels(h, "y", 9, (int64_t[]){0, 0, 0, 0, 0, 0, 0, 0, 0});
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *got = harness_doubles(h, "score");
    const int64_t *label = harness_get(h, "label")->data;
    for (int64_t i = 0; i < 9; i++) {
        int64_t best = 0;
        for (int64_t k = 0; k < d->classes; k++) {
            int64_t at = i * d->classes + k;
            cr_assert(fabs(got[at] - want[at]) < tolerance, "row %d class %d: %.12g, not %.12g",
                      (int)i, (int)k, got[at], want[at]);
            best = want[at] > want[i * d->classes + best] ? k : best;
        }
        cr_assert_eq(label[i], best);
    }
}

/* A class without rows, a code outside the levels, and a single class. */
static void refuses_bad_labels(const char *plugin)
{
    static int64_t codes[30];
    for (int i = 0; i < 30; i++) {
        codes[i] = i % 2;
    }
    harness *h = decoder(plugin, &three);
    harness_labels(h, "y", 30, codes);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_error(h), "class 'cat' has no training rows");
    harness_free(h);

    h = decoder(plugin, &three);
    codes[3] = 3;
    harness_labels(h, "y", 30, codes);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "y");
    harness_free(h);

    h = decoder(plugin, &three);
    harness_levels(h, "y", 1, class_names);
    cr_assert_eq(harness_resolve(h), -7);
    cr_assert(strstr(harness_error(h), "two classes"));
    harness_free(h);
}

#endif
