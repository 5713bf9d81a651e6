/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Microseconds; 5000 and 15000 lie on edges of 5 ms bins, -1 and 25000 outside of five bins. */
static const int64_t TICKS[] = {0, 4999, 5000, 14999, 15000, 15001, 24999, 25000, -1};
static const double WANT[] = {2, 1, 1, 2, 1};

static harness *ticks(void)
{
    const int64_t n = 9;
    harness *h = harness_new("transform-bin-events", "transform.bin-events");
    harness_in(h, "x.onset", GY_INT, 64, 1, &n, TICKS);
    harness_attribute(h, "x.onset", "unit", "us");
    return h;
}

static void expect(harness *h)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "counts")->shape[0], 5);
    for (int k = 0; k < 5; k++) {
        cr_assert_eq(harness_doubles(h, "counts")[k], WANT[k], "bin %d", k);
    }
    cr_assert_not_null(strstr(harness_logged(h), "2 of 9 events"));
    harness_free(h);
}

Test(bin_events, integer_ticks_onto_rows)
{
    harness *h = ticks();
    harness_in_rows(h, "to", 5);
    harness_rate(h, "to.time", 0.005, 0);
    harness_stride(h, "x.onset");
    expect(h);
}

Test(bin_events, integer_ticks_by_width_and_duration)
{
    harness *h = ticks();
    int64_t p, q;
    double start;
    const char *unit;
    harness_number(h, "width", 0.005);
    harness_number(h, "duration", 0.0299);
    cr_assert_eq(harness_resolve(h), GY_OK);
    cr_assert(harness_out_rate(h, "time", &p, &q, &unit, &start));
    cr_assert(p == 1 && q == 200 && start == 0);
    expect(h);
}

Test(bin_events, seconds_on_an_edge_belong_to_the_later_bin)
{
    /* 0.3 / 0.1 rounds below 3, yet 3 * 0.1 > 0.3 in f64: the definition decides */
    const double t[] = {0.1, 0.2, 0.30000000000000004, 0.7};
    harness *h = harness_new("transform-bin-events", NULL);
    harness_vector(h, "x.onset", 4, t);
    harness_number(h, "width", 0.1);
    cr_assert_eq(harness_run(h), GY_OK);
    const gy_array *y = harness_get(h, "counts");
    for (int64_t k = 0; k < y->shape[0]; k++) {
        double want = 0;
        for (int i = 0; i < 4; i++) {
            want += (double)k * 0.1 <= t[i] && t[i] < (double)(k + 1) * 0.1;
        }
        cr_assert_eq(((double *)y->data)[k], want, "bin %ld", (long)k);
    }
    harness_free(h);
}

Test(bin_events, an_edge_whose_quotient_rounds_down)
{
    const double t = 49 * 0.003; /* t / 0.003 is below 49 in f64 */
    harness *h = harness_new("transform-bin-events", NULL);
    harness_vector(h, "x.onset", 1, &t);
    harness_number(h, "width", 0.003);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(harness_get(h, "counts")->shape[0], 50);
    cr_assert_eq(harness_doubles(h, "counts")[49], 1);
    harness_free(h);
}

Test(bin_events, units_are_columns_and_reach_lists_their_events)
{
    const double t[] = {0.5, 1.5, 0.25};
    const int64_t unit[] = {9, 3, 3}, n = 3;
    harness *h = harness_new("transform-bin-events", NULL);
    harness_vector(h, "x.onset", 3, t);
    harness_in(h, "x.cell", GY_INT, 64, 1, &n, unit);
    harness_param(h, "unit_column", "cell");
    harness_number(h, "width", 1);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double want[] = {1, 1, 1, 0};
    cr_assert_eq(memcmp(harness_doubles(h, "counts"), want, sizeof want), 0);
    cr_assert_eq(((int64_t *)harness_out_coord(h, "unit", "unit")->data)[0], 3);
    int64_t rows;
    const int64_t *offsets, *lo, *hi;
    cr_assert(harness_reach(h, "counts.time", "x.event", &rows, &offsets, &lo, &hi));
    cr_assert(rows == 2 && offsets[1] == 2 && offsets[2] == 3 && lo[0] == 0 && lo[1] == 2 &&
              lo[2] == 1);
    harness_free(h);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(bin_events, no_width_and_no_rows)
{
    refused(ticks(), "width", "give the width");
}

Test(bin_events, width_that_is_not_whole_ticks)
{
    harness *h = ticks();
    harness_number(h, "width", 1.5e-6);
    refused(h, "width", "not a whole number");
}

Test(bin_events, integers_without_a_unit)
{
    harness *h = harness_new("transform-bin-events", NULL);
    const int64_t n = 9;
    harness_in(h, "x.onset", GY_INT, 64, 1, &n, TICKS);
    harness_number(h, "width", 1);
    refused(h, "time_column", "needs a unit");
}

Test(bin_events, irregular_rows)
{
    harness *h = ticks();
    harness_in_rows(h, "to", 5);
    refused(h, "to", "not equally far apart");
}

Test(bin_events, no_such_unit_column)
{
    harness *h = ticks();
    harness_number(h, "width", 0.005);
    harness_param(h, "unit_column", "cell");
    refused(h, "unit_column", "'cell'");
}
