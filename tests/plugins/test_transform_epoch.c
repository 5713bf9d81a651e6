/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define ROWS 20
#define COLS 2

/* Two runs of 12 and 8 rows, one row every 2.5 s; each run's clock begins at 0. */
static const int64_t FIRST[] = {0, 12};
static double X[ROWS * COLS];

static harness *begin(const char *mode, int64_t n, const double *onset, const double *duration,
                      const char *const *type, const double *run)
{
    double time[ROWS], of[ROWS];
    for (int i = 0; i < ROWS; i++) {
        time[i] = 2.5 * (i < 12 ? i : i - 12);
        of[i] = i < 12 ? 7 : 9;
        X[i * COLS] = i * i;
        X[i * COLS + 1] = 100 - i;
    }
    harness *h = harness_new("transform-epoch", "transform.epoch");
    harness_matrix(h, "x", ROWS, COLS, X);
    harness_rate(h, "x.time", 2.5, 0);
    harness_segments(h, "x.time", 2, FIRST);
    harness_coord(h, "x.time", "time", ROWS, time);
    harness_coord(h, "x.time", "run", ROWS, of);
    harness_vector(h, "events.onset", n, onset);
    harness_vector(h, "events.duration", n, duration);
    harness_vector(h, "events.run", n, run);
    harness_in_text(h, "events.trial_type", n, type);
    harness_param(h, "mode", mode);
    return h;
}

static const double ONSET[] = {2.5, 3, 10, 27.5}, DURATION[] = {5, 7.5, 7.5, 10},
                    RUN[] = {7, 9, 9, 7};
static const char *const TYPE[] = {"face", "house", "face", "rest"};

static double mean(int64_t lo, int64_t hi, int64_t k)
{
    double s = 0;
    for (int64_t i = lo; i < hi; i++) {
        s += X[i * COLS + k];
    }
    return s / (double)(hi - lo);
}

Test(epoch, mean_over_durations_is_half_open)
{
    const int64_t lo[] = {1, 14, 16}, hi[] = {3, 17, 19};
    harness *h = begin("mean", 4, ONSET, DURATION, TYPE, RUN);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "trial"), 3); /* the rest leaves its run */
    cr_assert_not_null(strstr(harness_logged(h), "1 events dropped"));
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < COLS; k++) {
            cr_assert_float_eq(harness_doubles(h, "y")[i * COLS + k], mean(lo[i], hi[i], k), 1e-12);
        }
    }
    int64_t n;
    const int64_t *offsets, *from, *to;
    cr_assert(harness_reach(h, "y.trial", "x.time", &n, &offsets, &from, &to));
    cr_assert(n == 3 && !memcmp(from, lo, sizeof lo) && !memcmp(to, hi, sizeof hi));
    harness_free(h);
}

Test(epoch, lag_moves_both_ends)
{
    harness *h = begin("mean", 1, ONSET, DURATION, TYPE, RUN);
    harness_number(h, "lag", 2.5);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_float_eq(harness_doubles(h, "y")[0], mean(2, 4, 0), 1e-12);
    harness_free(h);
}

Test(epoch, stack_keep_and_labels)
{
    const char *const keep[] = {"face"}, *const map[] = {"house", "H", "face", "F"};
    harness *h = begin("stack", 4, ONSET, DURATION, TYPE, RUN);
    harness_list(h, "window", 2, (const double[]){-2.5, 5});
    harness_texts(h, "keep", 1, keep);
    harness_texts(h, "labels", 4, map);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const gy_array *y = harness_get(h, "y");
    cr_assert(y->rank == 3 && y->shape[0] == 2 && y->shape[1] == 3 && y->shape[2] == COLS);
    const int64_t lo[] = {0, 15};
    for (int64_t i = 0; i < 2; i++) {
        for (int64_t t = 0; t < 3 * COLS; t++) {
            cr_assert_eq(((double *)y->data)[i * 3 * COLS + t], X[lo[i] * COLS + t]);
        }
    }
    cr_assert_str_eq(harness_row_text(h, "label", 1), "F");
    cr_assert_eq(((double *)harness_out_coord(h, "trial", "run")->data)[1], 9);
    cr_assert_eq(((double *)harness_out_coord(h, "trial", "onset")->data)[1], 10);
    int64_t n;
    const int64_t *first = harness_out_segments(h, "trial", &n);
    cr_assert(n == 2 && first[1] == 1);
    harness_free(h);
}

Test(epoch, windows_that_leave_their_run_are_dropped)
{
    harness *h = begin("stack", 4, ONSET, DURATION, TYPE, RUN);
    harness_list(h, "window", 2, (const double[]){-5, 2.5});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "trial"), 2); /* two begin before their run */
    harness_list(h, "window", 2, (const double[]){0, 10});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "trial"), 3); /* the last one ends in the other run */
    harness_free(h);
}

Test(epoch, an_unwanted_label_is_left_alone)
{
    harness *h = begin("mean", 3, ONSET, DURATION, TYPE, RUN);
    harness_unwanted(h, "label");
    cr_assert_eq(harness_run(h), GY_OK);
    harness_free(h);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(epoch, stack_without_a_window)
{
    refused(begin("stack", 4, ONSET, DURATION, TYPE, RUN), "window", "stack needs a window");
}

Test(epoch, window_that_ends_before_it_begins)
{
    harness *h = begin("stack", 4, ONSET, DURATION, TYPE, RUN);
    harness_list(h, "window", 2, (const double[]){5, 5});
    refused(h, "window", "ends before it begins");
}

Test(epoch, no_such_time_column)
{
    harness *h = begin("mean", 4, ONSET, DURATION, TYPE, RUN);
    harness_param(h, "time_column", "begin");
    refused(h, "time_column", "no column of times 'begin'");
}

Test(epoch, a_run_that_x_does_not_have)
{
    const double run[] = {7, 9, 8, 7};
    refused(begin("mean", 4, ONSET, DURATION, TYPE, run), "events", "event 2 is of a run");
}

Test(epoch, nothing_kept)
{
    const char *const keep[] = {"cat"};
    harness *h = begin("mean", 4, ONSET, DURATION, TYPE, RUN);
    harness_texts(h, "keep", 1, keep);
    refused(h, "events", "no event is left");
}

Test(epoch, window_shorter_than_a_row)
{
    harness *h = begin("stack", 4, ONSET, DURATION, TYPE, RUN);
    harness_list(h, "window", 2, (const double[]){0, 1});
    refused(h, "window", "shorter than one row");
}
