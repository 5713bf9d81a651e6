/* SPDX-License-Identifier: MIT
 *
 * metric.v2v2 on pairs worked out by hand, and against all pairs compared one by one.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static harness *metric(int64_t n, int64_t m, const double *p, const double *y)
{
    harness *h = harness_new("metric-v2v2", NULL);
    harness_matrix(h, "predicted", n, m, p);
    harness_matrix(h, "target", n, m, y);
    return h;
}

static double accuracy(int64_t n, int64_t m, const double *p, const double *y)
{
    harness *h = metric(n, m, p, y);
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    double a = harness_doubles(h, "accuracy")[0];
    cr_assert_eq(harness_doubles(h, "pairs")[0], (double)(n * (n - 1) / 2));
    harness_free(h);
    return a;
}

/* Rows along three axes: themselves are right, two exchanged are wrong with each other (d = 2
 * against 0) and right with the third row (d = 1 + 0 against 1 + 1). */
Test(v2v2, by_hand)
{
    const double eye[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    const double swapped[9] = {0, 5, 0, 7, 0, 0, 0, 0, 2};
    cr_assert_eq(accuracy(3, 3, eye, eye), 1);
    cr_assert_float_eq(accuracy(3, 3, swapped, eye), 2.0 / 3, 1e-15);
    cr_assert_eq(accuracy(2, 3, swapped, eye), 0);
}

/* Equal predictions tie with everything; a row of zeros has cosine 0 with all, so (0, e1) against
 * itself gains 1 and (0, 0) nothing. */
Test(v2v2, ties_count_half)
{
    const double same[6] = {1, 2, 1, 2, 2, 4}, y[6] = {1, 0, 0, 1, -1, 1};
    const double zero[6] = {0, 0, 0, 0, 0, 3}, one[6] = {1, 0, 2, 0, 0, 1};
    cr_assert_eq(accuracy(3, 2, same, y), 0.5);
    cr_assert_float_eq(accuracy(3, 2, zero, one), (0.5 + 1 + 1) / 3, 1e-15);
}

static double cosine(const double *a, const double *b, int64_t m)
{
    double ab = 0, aa = 0, bb = 0;
    for (int64_t k = 0; k < m; k++) {
        ab += a[k] * b[k];
        aa += a[k] * a[k];
        bb += b[k] * b[k];
    }
    return ab / sqrt(aa * bb);
}

static double one_by_one(int64_t n, int64_t m, const double *p, const double *y)
{
    double right = 0;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < i; j++) {
            double own = 2 - cosine(y + i * m, p + i * m, m) - cosine(y + j * m, p + j * m, m);
            double other = 2 - cosine(y + i * m, p + j * m, m) - cosine(y + j * m, p + i * m, m);
            right += own < other;
        }
    }
    return right / (double)(n * (n - 1) / 2);
}

static double number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0 - 0.5;
}

/* 255, 256, 257 and 600 rows end before, with, behind and inside a block of 256. */
Test(v2v2, blocks_are_all_pairs)
{
    const int64_t rows[4] = {255, 256, 257, 600};
    uint32_t state = 5;
    for (int k = 0; k < 4; k++) {
        int64_t n = rows[k], m = 7;
        double *p = malloc((size_t)(n * m) * 8), *y = malloc((size_t)(n * m) * 8);
        for (int64_t i = 0; i < n * m; i++) {
            y[i] = number(&state);
            p[i] = y[i] + 3 * number(&state);
        }
        double want = one_by_one(n, m, p, y), got = accuracy(n, m, p, y);
        cr_assert(want > 0.55 && want < 0.95, "%g", want);
        cr_assert_float_eq(got, want, 1e-12, "%d rows: %.17g, not %.17g", (int)n, got, want);
        free(p);
        free(y);
    }
}

Test(v2v2, groups_of_targets)
{
    static const char *const roi[4] = {"b", "a", "b", "a"};
    const double y[8] = {1, 1, 0, 0, 0, 0, 1, 1}, p[8] = {1, 0, 0, 1, 0, 1, 1, 0};
    harness *h = metric(2, 4, p, y); /* b: (1, 0), (0, 1) right; a: exchanged */
    harness_coord_text(h, "predicted.target", "roi", 4, roi);
    harness_param(h, "by", "roi");
    harness_stride(h, "target");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "group"), 2);
    cr_assert_eq(harness_doubles(h, "accuracy")[0], 1);
    cr_assert_eq(harness_doubles(h, "accuracy")[1], 0);
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "group", "roi"), 1), "a");
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "group", "label"), 0), "b");
    harness_param(h, "by", "network");
    cr_assert_lt(harness_fit_all(h), 0);
    harness_free(h);
}

Test(v2v2, no_such_coordinate)
{
    const double y[4] = {1, 2, 3, 4};
    harness *h = metric(2, 2, y, y);
    harness_param(h, "by", "roi");
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "by");
    cr_assert(strstr(harness_error(h), "no coordinate 'roi'"), "%s", harness_error(h));
    harness_free(h);
}

Test(v2v2, one_row_has_no_pair)
{
    const double y[2] = {1, 2};
    harness *h = metric(1, 2, y, y);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert(isnan(harness_doubles(h, "accuracy")[0]));
    cr_assert_eq(harness_doubles(h, "pairs")[0], 0);
    harness_free(h);
}

Test(v2v2, without_linalg)
{
    const double y[4] = {1, 2, 3, 4};
    harness *h = metric(2, 2, y, y);
    harness_without(h, GY_LINALG);
    cr_assert_eq(harness_fit_all(h), GY_UNSUPPORTED);
    harness_free(h);
}
