/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define ROWS 9
#define COLS 2

static const int64_t FIRST[] = {0, 5};

static harness *begin(double *x, const char *edge)
{
    for (int i = 0; i < ROWS * COLS; i++) {
        x[i] = 1 + i;
    }
    harness *h = harness_new("transform-delay", "transform.delay");
    harness_matrix(h, "x", ROWS, COLS, x);
    harness_segments(h, "x.row", 2, FIRST);
    harness_param(h, "edge", edge);
    return h;
}

/* By definition: x[i - d] of the same segment, or 0. */
static double delayed(const double *x, int64_t i, int64_t d, int64_t k)
{
    int64_t from = i - d, lo = i < 5 ? 0 : 5, hi = i < 5 ? 5 : ROWS;
    return from >= lo && from < hi ? x[from * COLS + k] : 0;
}

static void expect(harness *h, const double *x, int64_t n, const int64_t *rows, int64_t delays,
                   const int64_t *delay)
{
    const gy_array *y = harness_get(h, "y");
    cr_assert_eq(y->shape[0], n);
    cr_assert_eq(y->shape[1], delays * COLS);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t c = 0; c < delays * COLS; c++) {
            cr_assert_eq(((double *)y->data)[i * delays * COLS + c],
                         delayed(x, rows[i], delay[c / COLS], c % COLS), "row %ld column %ld",
                         (long)i, (long)c);
        }
    }
}

Test(delay, past_and_future_in_rows_with_zero_edges)
{
    double x[ROWS * COLS];
    const int64_t rows[] = {0, 1, 2, 3, 4, 5, 6, 7, 8}, delay[] = {0, 2, -1};
    harness *h = begin(x, "zero");
    harness_list(h, "past", 2, (const double[]){0, 2});
    harness_list(h, "future", 1, (const double[]){1});
    harness_unit(h, "past", "rows");
    harness_unit(h, "future", "rows");
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, x, ROWS, rows, 3, delay);
    harness_free(h);
}

Test(delay, drop_keeps_whole_windows_of_each_segment)
{
    double x[ROWS * COLS];
    const int64_t rows[] = {2, 3, 7}, delay[] = {2, 1, -1};
    int64_t n;
    harness *h = begin(x, "drop");
    harness_list(h, "past", 2, (const double[]){2, 1});
    harness_list(h, "future", 1, (const double[]){1});
    harness_unit(h, "past", "rows");
    harness_unit(h, "future", "rows");
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, x, 3, rows, 3, delay);
    const int64_t *subset = harness_subset(h, "kept", &n);
    cr_assert_eq(n, 3);
    cr_assert_eq(memcmp(subset, rows, sizeof rows), 0);
    const gy_array *names = harness_out_coord(h, "delayed", "delay");
    cr_assert_eq(((int64_t *)names->data)[0], 2);
    cr_assert_eq(((int64_t *)names->data)[5], -1);
    harness_free(h);
}

Test(delay, seconds_are_divided_by_the_step)
{
    double x[ROWS * COLS];
    const int64_t rows[] = {3, 4, 8}, delay[] = {3};
    harness *h = begin(x, "drop");
    harness_rate(h, "x.row", 0.1, 0);
    harness_list(h, "past", 1, (const double[]){0.3});
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, x, 3, rows, 1, delay);
    harness_free(h);
}

Test(delay, a_segment_shorter_than_the_window_gives_no_rows)
{
    double x[ROWS * COLS];
    const int64_t rows[] = {4}, delay[] = {4};
    harness *h = begin(x, "drop");
    harness_list(h, "past", 1, (const double[]){4});
    harness_unit(h, "past", "rows");
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, x, 1, rows, 1, delay);
    harness_free(h);
}

Test(delay, vector_of_f32)
{
    const float x[] = {1, 2, 3};
    const int64_t n = 3;
    harness *h = harness_new("transform-delay", NULL);
    harness_in(h, "x", GY_FLOAT, 32, 1, &n, x);
    harness_param(h, "edge", "zero");
    harness_list(h, "past", 1, (const double[]){1});
    harness_unit(h, "past", "rows");
    cr_assert_eq(harness_run(h), GY_OK);
    const float *y = harness_get(h, "y")->data;
    cr_assert(y[0] == 0 && y[1] == 1 && y[2] == 2);
    harness_free(h);
}

static void refused(const char *key, double value, const char *unit, double step, const char *where,
                    const char *part)
{
    double x[ROWS * COLS];
    harness *h = begin(x, "drop");
    if (key) {
        harness_list(h, key, 1, &value);
        harness_unit(h, key, unit);
    }
    if (step > 0) {
        harness_rate(h, "x.row", step, 0);
    }
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(delay, half_a_row_names_the_nearest)
{
    refused("past", 0.25, "s", 0.1, "past", "nearest is 0.2 s");
}

Test(delay, seconds_without_a_rate)
{
    refused("future", 1, "s", 0, "future", "give the delays in rows");
}

Test(delay, negative_delay)
{
    refused("past", -1, "rows", 0, "past", "use future");
}

Test(delay, no_delays)
{
    refused(NULL, 0, "", 0, "past", "give past, future, or both");
}

Test(delay, window_longer_than_every_segment)
{
    refused("past", 5, "rows", 0, "past", "no segment is longer");
}
