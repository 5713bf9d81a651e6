/* SPDX-License-Identifier: MIT */
#include "../parity/zscore_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define ROWS 7
#define COLS 3

static const double X[ROWS * COLS] = {1,    5, 2.5, 2, 5, -1, 4, 5, 0, 8, 5,
                                      3.25, 0, 5,   7, 3, 5,  1, 9, 5, -2};

/* The slow reference: mean and sd, ddof 0, of rows lo .. hi - 1 of column k. */
static double scaled(int64_t i, int64_t k, int64_t lo, int64_t hi)
{
    long double mean = 0, square = 0, n = (long double)(hi - lo);
    for (int64_t r = lo; r < hi; r++) {
        mean += X[r * COLS + k] / n;
    }
    for (int64_t r = lo; r < hi; r++) {
        square += (X[r * COLS + k] - mean) * (X[r * COLS + k] - mean) / n;
    }
    long double sd = sqrtl(square);
    return (double)((X[i * COLS + k] - mean) / (sd > 1e-12L ? sd : 1));
}

static harness *begin(const char *scale)
{
    harness *h = harness_new("transform-zscore", "transform.zscore");
    harness_matrix(h, "x", ROWS, COLS, X);
    harness_param(h, "scale", scale);
    return h;
}

static void expect(harness *h, const int64_t *lo, const int64_t *hi)
{
    const double *y = harness_doubles(h, "y");
    for (int64_t k = 0; k < ROWS * COLS; k++) {
        double want = scaled(k / COLS, k % COLS, lo[k / COLS], hi[k / COLS]);
        cr_assert_float_eq(y[k], want, 1e-12, "element %ld: %g, not %g", (long)k, y[k], want);
    }
}

Test(zscore, train_uses_only_the_training_rows)
{
    harness *h = begin("train");
    const int64_t edges[] = {1, 3, 5}, lo[ROWS] = {1, 1, 1, 1, 1, 1, 1},
                  hi[ROWS] = {5, 5, 5, 5, 5, 5, 5};
    cr_assert_eq(harness_fit(h, 2, edges, NULL), GY_OK);
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, lo, hi);
    harness_free(h);
}

Test(zscore, segments_have_their_own_mean_and_sd)
{
    harness *h = begin("segment");
    const int64_t first[] = {0, 3}, lo[ROWS] = {0, 0, 0, 3, 3, 3, 3},
                  hi[ROWS] = {3, 3, 3, 7, 7, 7, 7};
    harness_segments(h, "x.row", 2, first);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, lo, hi);
    harness_free(h);
}

Test(zscore, running_sees_no_later_row_and_restarts_at_a_segment)
{
    harness *h = begin("running");
    const int64_t first[] = {0, 4}, lo[ROWS] = {0, 0, 0, 0, 4, 4, 4},
                  hi[ROWS] = {1, 2, 3, 4, 5, 6, 7};
    harness_segments(h, "x.row", 2, first);
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, lo, hi);
    harness_free(h);
}

Test(zscore, running_goes_on_from_block_to_block)
{
    harness *h = begin("running");
    const int64_t lo[ROWS] = {0}, hi[ROWS] = {1, 2, 3, 4, 5, 6, 7};
    cr_assert_eq(harness_run_block(h, 0, 2), GY_OK);
    cr_assert_eq(harness_run_block(h, 2, 5), GY_OK);
    cr_assert_eq(harness_run_block(h, 5, 7), GY_OK);
    expect(h, lo, hi);
    harness_free(h);
}

Test(zscore, f32_with_large_mean_keeps_its_sd)
{
    float x[1000];
    const int64_t shape[] = {1000, 1};
    for (int i = 0; i < 1000; i++) {
        x[i] = 1e6f + (float)(i % 2);
    }
    harness *h = harness_new("transform-zscore", NULL);
    harness_in(h, "x", GY_FLOAT, 32, 2, shape, x);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_float_eq(harness_doubles(h, "sd")[0], 0.5, 1e-12);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(((float *)harness_get(h, "y")->data)[1], 1.0f);
    harness_free(h);
}

Test(zscore, floor_decides_what_is_constant)
{
    harness *h = begin("segment");
    harness_number(h, "floor", 100);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_float_eq(harness_doubles(h, "y")[0], 1 - 27.0 / 7, 1e-12);
    harness_free(h);
}

Test(zscore, no_training_rows_is_refused)
{
    harness *h = begin("train");
    const int64_t edges[] = {2, 2};
    cr_assert_eq(harness_fit(h, 1, edges, NULL), GY_DATA);
    cr_assert_str_eq(harness_where(h), "x");
    harness_free(h);
}

Test(zscore, memory_refused_is_said)
{
    harness *h = begin("segment");
    harness_memory(h, 8);
    cr_assert_eq(harness_run(h), GY_MEMORY);
    harness_free(h);
}

/* The large mean costs digits of the sums on both sides: 1e6 * 2^-52 * rows, relative to an sd
 * of 1. */
static void parity(const char *scale, const double *want)
{
    const int64_t first[] = {0, 9}, train[] = {4, 12, 20};
    harness *h = harness_new("transform-zscore", "transform.zscore");
    harness_matrix(h, "x", 24, COLS, zscore_x);
    harness_param(h, "scale", scale);
    harness_segments(h, "x.row", 2, first);
    if (!strcmp(scale, "train")) {
        cr_assert_eq(harness_fit(h, 2, train, NULL), GY_OK);
        for (int k = 0; k < COLS; k++) {
            cr_assert(fabs(harness_doubles(h, "mean")[k] - zscore_mean[k]) <
                      1e-14 * (1 + fabs(zscore_mean[k])));
            double sd = zscore_sd[k], is = harness_doubles(h, "sd")[k];
            cr_assert(k == 1 ? is < 1e-12 : fabs(is - sd) < 1e-10 * sd, "sd %g, not %g", is, sd);
        }
    }
    cr_assert_eq(harness_run(h), GY_OK);
    for (int k = 0; k < 24 * COLS; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], want[k], 1e-9,
                           "%s, element %d: %.17g, not %.17g", scale, k, harness_doubles(h, "y")[k],
                           want[k]);
    }
    harness_free(h);
}

Test(zscore, equals_scikit_learn_and_scipy)
{
    parity("train", zscore_train);
    parity("segment", zscore_segment);
    parity("running", zscore_running);
}
