/* SPDX-License-Identifier: MIT
 *
 * transform.flatten: element (row, i, j) becomes element (row, i m + j).
 */
#include "harness.h"

#include <criterion/criterion.h>

Test(flatten, other_axes_in_c_order_whatever_the_strides)
{
    int64_t shape[3] = {2, 3, 4};
    double x[24];
    for (int k = 0; k < 24; k++) {
        x[k] = 100 * (k / 12) + 10 * (k % 12 / 4) + k % 4;
    }
    for (int strided = 0; strided < 2; strided++) {
        harness *h = harness_new("transform-flatten", NULL);
        harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
        if (strided) {
            harness_stride(h, "x");
        }
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        cr_assert(harness_length(h, "row") == 2 && harness_length(h, "feature") == 12);
        cr_assert_arr_eq(harness_doubles(h, "y"), x, sizeof x);
        harness_free(h);
    }
}

Test(flatten, a_vector_is_one_column)
{
    double x[3] = {3, 1, 2};
    harness *h = harness_new("transform-flatten", NULL);
    harness_vector(h, "x", 3, x);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "feature"), 1);
    cr_assert_arr_eq(harness_doubles(h, "y"), x, sizeof x);
    harness_free(h);
}

Test(flatten, bad_input)
{
    int64_t shape[2] = {2, 2};
    double x[4] = {1, 2, 3, 4};
    harness *h = harness_new("transform-flatten", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 2, shape, x);
    harness_memory(h, 8);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = harness_new("transform-flatten", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 2, shape, x);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
