/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include "../parity/filter_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const int64_t FIRST[] = {0, 100};

static harness *begin(const char *key, double lo, double hi, int order, const char *causal)
{
    char text[8];
    harness *h = harness_new("transform-filter", "transform.filter");
    harness_matrix(h, "x", 160, 2, fx);
    harness_rate(h, "x.row", 1 / 160.0, 0);
    harness_segments(h, "x.row", 2, FIRST);
    if (hi > 0) {
        harness_list(h, key, 2, (const double[]){lo, hi});
    } else if (key) {
        harness_number(h, key, lo);
    }
    snprintf(text, sizeof text, "%d", order);
    harness_texts(h, "design", 2, (const char *const[]){"butterworth", text});
    harness_param(h, "causal", causal);
    return h;
}

static void expect(harness *h, const double *want)
{
    for (int k = 0; k < 320; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], want[k], 1e-10,
                           "element %d: %.17g not %.17g", k, harness_doubles(h, "y")[k], want[k]);
    }
    harness_free(h);
}

static void both(const char *key, double lo, double hi, int order, const double *once,
                 const double *twice)
{
    harness *h = begin(key, lo, hi, order, "true");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    expect(h, once);
    h = begin(key, lo, hi, order, "false");
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    expect(h, twice);
}

Test(filter, low_pass_of_odd_order_equals_scipy)
{
    both("low", 20, 0, 5, low5_once, low5_twice);
}

Test(filter, high_pass_equals_scipy)
{
    both("high", 1.5, 0, 3, high3_once, high3_twice);
}

Test(filter, band_pass_equals_scipy)
{
    both("band", 7, 30, 4, band4_once, band4_twice);
}

Test(filter, notch_equals_scipy)
{
    both("notch", 48, 52, 2, notch2_once, notch2_twice);
}

Test(filter, band_with_real_poles_equals_scipy)
{
    both("band", 1, 75, 3, wide3_once, wide3_twice);
}

Test(filter, causal_goes_on_from_block_to_block)
{
    harness *h = begin("band", 7, 30, 4, "true");
    cr_assert_eq(harness_run_block(h, 0, 1), GY_OK);
    cr_assert_eq(harness_run_block(h, 1, 77), GY_OK);
    cr_assert_eq(harness_run_block(h, 77, 160), GY_OK);
    expect(h, band4_once);
}

Test(filter, default_design_in_one_text)
{
    harness *h = harness_new("transform-filter", NULL);
    harness_matrix(h, "x", 160, 2, fx);
    harness_rate(h, "x.row", 1 / 160.0, 0);
    harness_segments(h, "x.row", 2, FIRST);
    harness_list(h, "band", 2, (const double[]){7, 30});
    harness_param(h, "design", "butterworth 4");
    harness_param(h, "causal", "true");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    expect(h, band4_once);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(filter, edge_above_half_the_rate)
{
    refused(begin("low", 80, 0, 4, "true"), "low", "half the rate, 80 Hz");
}

Test(filter, band_that_falls)
{
    refused(begin("band", 30, 7, 4, "true"), "band", "edges rise");
}

Test(filter, no_edges)
{
    refused(begin(NULL, 0, 0, 4, "true"), "band", "exactly one");
}

Test(filter, two_kinds_of_edges)
{
    harness *h = begin("low", 20, 0, 4, "true");
    harness_number(h, "high", 1);
    refused(h, "band", "exactly one");
}

Test(filter, order_out_of_range)
{
    refused(begin("low", 20, 0, 17, "true"), "design", "1 to 16");
}

Test(filter, another_design)
{
    harness *h = begin("low", 20, 0, 4, "true");
    harness_texts(h, "design", 2, (const char *const[]){"elliptic", "4"});
    refused(h, "design", "'elliptic 4' is not");
}

Test(filter, segment_shorter_than_the_padding)
{
    const int64_t first[] = {0, 140};
    harness *h = begin("band", 7, 30, 4, "false");
    harness_segments(h, "x.row", 2, first);
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "causal");
    harness_free(h);
}
