/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include "../parity/resample_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const int64_t FIRST[] = {0, 30};

static harness *begin(double step, const char *method)
{
    harness *h = harness_new("transform-resample", "transform.resample");
    harness_matrix(h, "x", 50, 2, rs_x);
    harness_rate(h, "x.source", step, 0);
    harness_segments(h, "x.source", 2, FIRST);
    harness_param(h, "method", method);
    return h;
}

static void expect(harness *h, const double *want, int64_t n, double tolerance)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[0] * 2, n, "%ld rows",
                 (long)harness_get(h, "y")->shape[0]);
    for (int64_t k = 0; k < n; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], want[k], tolerance, "element %ld", (long)k);
    }
    harness_free(h);
}

Test(resample, polyphase_down_equals_scipy)
{
    harness *h = begin(0.002, "polyphase");
    harness_number(h, "step", 0.005);
    harness_stride(h, "x");
    expect(h, rs_down, sizeof rs_down / 8, 1e-12);
}

Test(resample, polyphase_up_equals_scipy)
{
    harness *h = begin(0.3, "polyphase");
    harness_number(h, "rate", 10);
    expect(h, rs_up, sizeof rs_up / 8, 1e-12);
}

Test(resample, mean_at_a_ratio_of_seven_thirds)
{
    harness *h = begin(0.3, "mean");
    double want[200];
    int64_t n = 0;
    harness_number(h, "step", 0.7);
    for (int64_t s = 0; s < 2; s++) {
        int64_t rows = s ? 20 : 30;
        for (int64_t k = 0; 7 * (k + 1) <= 3 * rows; k++) {
            for (int64_t col = 0; col < 2; col++) {
                double sum = 0, count = 0;
                for (int64_t j = 0; j < rows; j++) {
                    if (7 * k <= 3 * j && 3 * j < 7 * (k + 1)) {
                        sum += rs_x[(FIRST[s] + j) * 2 + col];
                        count++;
                    }
                }
                want[n++] = sum / count;
            }
        }
    }
    expect(h, want, n, 1e-12);
}

Test(resample, twenty_kilohertz_to_five_milliseconds_is_a_hundred_samples)
{
    enum { N = 100 * 37 + 99 };
    static double x[N];
    int64_t n, p, q;
    const int64_t *offsets, *lo, *hi;
    double start;
    const char *unit;
    for (int i = 0; i < N; i++) {
        x[i] = i;
    }
    harness *h = harness_new("transform-resample", NULL);
    harness_vector(h, "x", N, x);
    harness_rate(h, "x.source", 1.0 / 20000, 0);
    harness_number(h, "step", 0.005);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert(harness_reach(h, "y.time", "x.source", &n, &offsets, &lo, &hi));
    cr_assert_eq(n, 37);
    for (int64_t k = 0; k < n; k++) {
        cr_assert(lo[k] == 100 * k && hi[k] == 100 * k + 100);
        cr_assert_eq(harness_doubles(h, "y")[k], 100 * (double)k + 49.5);
    }
    cr_assert(harness_out_rate(h, "time", &p, &q, &unit, &start) && p == 1 && q == 200);
    harness_free(h);
}

Test(resample, onto_rows_that_begin_later)
{
    const double x[] = {0, 1, 2, 3, 4, 5, 6};
    harness *h = harness_new("transform-resample", NULL);
    harness_vector(h, "x", 7, x);
    harness_rate(h, "x.source", 0.1, 1);
    harness_in_rows(h, "to", 3);
    harness_rate(h, "to.time", 0.2, 1.1);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double want[] = {1.5, 3.5, 5.5};
    cr_assert_eq(memcmp(harness_doubles(h, "y"), want, sizeof want), 0);
    harness_free(h);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(resample, neither_step_nor_rate)
{
    refused(begin(1, "mean"), "step", "give one of");
}

Test(resample, both_step_and_rate)
{
    harness *h = begin(1, "mean");
    harness_number(h, "step", 2);
    harness_number(h, "rate", 0.5);
    refused(h, "step", "give one of");
}

Test(resample, mean_onto_a_finer_grid)
{
    harness *h = begin(1, "mean");
    harness_number(h, "step", 0.5);
    refused(h, "method", "no shorter");
}

Test(resample, rows_of_to_outside_of_x)
{
    harness *h = begin(1, "mean");
    const int64_t first[] = {0, 15};
    harness_in_rows(h, "to", 27);
    harness_rate(h, "to.time", 2, 0);
    harness_segments(h, "to.time", 2, first);
    refused(h, "to", "row 25 of `to` lies outside");
}

Test(resample, irregular_rows)
{
    harness *h = harness_new("transform-resample", NULL);
    harness_vector(h, "x", 10, rs_x);
    harness_coord(h, "x.source", "time", 10, rs_x);
    harness_number(h, "step", 1);
    refused(h, "x", "not equally far apart");
}

Test(resample, no_segment_as_long_as_a_row)
{
    harness *h = begin(1, "mean");
    harness_number(h, "step", 31);
    refused(h, "x", "no segment is as long");
}
