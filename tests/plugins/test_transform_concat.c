/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

Test(concat, columns_of_all_inputs_in_order)
{
    const double a[] = {1, 2, 3, 4}, b[] = {5, 6};
    const int64_t sa[] = {2, 2}, sb[] = {2};
    harness *h = harness_new("transform-concat", "transform.concat");
    harness_add_item(h, "x", GY_FLOAT, 64, 2, sa, a);
    harness_add_item(h, "x", GY_FLOAT, 64, 1, sb, b);
    harness_stride(h, "x#0");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double want[] = {1, 2, 5, 3, 4, 6};
    cr_assert_eq(memcmp(harness_doubles(h, "y"), want, sizeof want), 0);
    const int64_t part[] = {0, 0, 1};
    cr_assert_eq(memcmp(harness_out_coord(h, "feature", "part")->data, part, sizeof part), 0);
    harness_free(h);
}

Test(concat, nothing_is_refused)
{
    harness *h = harness_new("transform-concat", NULL);
    cr_assert_eq(harness_resolve(h), GY_SHAPE);
    cr_assert_str_eq(harness_where(h), "x");
    harness_free(h);
}
