/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include "../parity/filterbank_fixture.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const int64_t FIRST[] = {0, 60};

static harness *begin(int64_t bands, const double *low, double high, double order, double ripple)
{
    harness *h = harness_new("transform-filterbank", "transform.filterbank");
    harness_matrix(h, "x", 110, 2, bx);
    harness_rate(h, "x.row", 1 / 250.0, 0);
    harness_segments(h, "x.row", 2, FIRST);
    harness_list(h, "low", bands, low);
    harness_list(h, "high", 1, &high);
    harness_number(h, "order", order);
    harness_number(h, "ripple", ripple);
    return h;
}

static void expect(harness *h, int64_t bands, const double *want)
{
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const gy_array *y = harness_get(h, "y");
    cr_assert(y->rank == 3 && y->shape[0] == 110 && y->shape[1] == bands && y->shape[2] == 2);
    for (int64_t k = 0; k < 220 * bands; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], want[k], 1e-9, "element %d: %.17g not %.17g",
                           (int)k, harness_doubles(h, "y")[k], want[k]);
    }
    harness_free(h);
}

Test(filterbank, sub_bands_of_the_paper_equal_scipy)
{
    expect(begin(3, (const double[]){8, 16, 24}, 90, 2, 1), 3, paper);
}

Test(filterbank, odd_order_equals_scipy)
{
    expect(begin(1, (const double[]){14}, 60, 3, 0.5), 1, odd);
}

Test(filterbank, real_poles_equal_scipy)
{
    expect(begin(1, (const double[]){4}, 120, 1, 3), 1, wide);
}

Test(filterbank, bands_are_named_by_their_lower_edge)
{
    harness *h = begin(2, (const double[]){8, 16}, 90, 2, 1);
    cr_assert_eq(harness_resolve(h), GY_OK, "%s", harness_error(h));
    const gy_array *low = harness_out_coord(h, "band", "low");
    cr_assert(low && ((const double *)low->data)[0] == 8 && ((const double *)low->data)[1] == 16);
    harness_free(h);
}

/* The middle of a band, where the prototype is at 0, passes with 1 / (1 + e^2) in two passes of
 * even order, 1 in those of odd order; one pass of ripple 1 dB is 10^(-1 / 20). */
Test(filterbank, gain_in_the_middle_of_a_band)
{
    enum { N = 4000 };
    static double x[N];
    double w0 = tan(M_PI * 8 / 250), w1 = tan(M_PI * 90 / 250);
    double f = 250 / M_PI * atan(sqrt(w0 * w1));
    for (int order = 2; order < 4; order++) {
        harness *h = begin(1, (const double[]){8}, 90, order, 1);
        double top = 0;
        for (int i = 0; i < N; i++) {
            x[i] = sin(2 * M_PI * f * i / 250);
        }
        harness_matrix(h, "x", N, 1, x);
        harness_segments(h, "x.row", 1, FIRST);
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        for (int i = 1500; i < 2500; i++) {
            top = fmax(top, fabs(harness_doubles(h, "y")[i]));
        }
        cr_assert_float_eq(top, order == 2 ? pow(10, -0.1) : 1, 2e-3, "%g", top);
        harness_free(h);
    }
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_run(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(filterbank, edge_above_half_the_rate)
{
    refused(begin(1, (const double[]){8}, 125, 2, 1), "high", "below half the rate, 125 Hz");
}

Test(filterbank, band_that_falls)
{
    refused(begin(2, (const double[]){8, 95}, 90, 2, 1), "low", "band 2 is 95 .. 90 Hz");
}

Test(filterbank, upper_edges_that_do_not_match)
{
    harness *h = begin(3, (const double[]){8, 16, 24}, 90, 2, 1);
    harness_list(h, "high", 2, (const double[]){90, 90});
    refused(h, "high", "2 upper edges for 3 bands");
}

Test(filterbank, rows_without_a_rate)
{
    harness *h = harness_new("transform-filterbank", NULL);
    harness_matrix(h, "x", 110, 2, bx);
    harness_list(h, "low", 1, (const double[]){8});
    harness_list(h, "high", 1, (const double[]){90});
    refused(h, "x", "equally far apart");
}

Test(filterbank, segment_shorter_than_the_padding)
{
    const int64_t first[] = {0, 95};
    harness *h = begin(1, (const double[]){8}, 90, 2, 1);
    harness_segments(h, "x.row", 2, first);
    refused(h, "order", "a segment has 15 rows; zero phase needs more than 15");
}

Test(filterbank, stops_when_told)
{
    harness *h = begin(1, (const double[]){8}, 90, 2, 1);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
