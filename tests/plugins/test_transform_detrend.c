/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include "../parity/detrend_fixture.h"

#include <criterion/criterion.h>
#include <math.h>

static harness *begin(int64_t order)
{
    harness *h = harness_new("transform-detrend", "transform.detrend");
    harness_matrix(h, "x", 23, 3, detrend_x);
    harness_number(h, "order", (double)order);
    return h;
}

static void expect(harness *h, const double *want)
{
    const double *y = harness_doubles(h, "y");
    for (int k = 0; k < 69; k++) {
        cr_assert_float_eq(y[k], want[k], 1e-10, "element %d: %.17g, not %.17g", k, y[k], want[k]);
    }
}

Test(detrend, linear_equals_scipy_on_each_segment)
{
    const int64_t first[] = {0, 11};
    harness *h = begin(1);
    harness_segments(h, "x.row", 2, first);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, detrend_linear);
    harness_free(h);
}

Test(detrend, cubic_equals_polyfit)
{
    harness *h = begin(3);
    cr_assert_eq(harness_run(h), GY_OK);
    expect(h, detrend_cubic);
    harness_free(h);
}

Test(detrend, order_zero_is_centring_in_f32)
{
    const float x[] = {1, 2, 6};
    const int64_t n = 3;
    harness *h = harness_new("transform-detrend", NULL);
    harness_in(h, "x", GY_FLOAT, 32, 1, &n, x);
    harness_number(h, "order", 0);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_float_eq(((float *)harness_get(h, "y")->data)[2], 3, 1e-6);
    harness_free(h);
}

Test(detrend, segment_no_longer_than_the_order_is_refused)
{
    const int64_t first[] = {0, 21};
    harness *h = begin(2);
    harness_segments(h, "x.row", 2, first);
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "order");
    harness_free(h);
}

Test(detrend, order_out_of_range)
{
    harness *h = begin(17);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "order");
    harness_free(h);
}

Test(detrend, stops_when_asked)
{
    harness *h = begin(1);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
