/* SPDX-License-Identifier: MIT
 *
 * transform.binarise: thresholds, and the order of patches by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>

static harness *picture(int64_t height, int64_t width)
{
    static uint8_t x[2 * 24];
    for (int i = 0; i < 48; i++) {
        x[i] = (uint8_t)(i % 24 * 10);
    }
    const int64_t shape[3] = {2, height, width};
    harness *h = harness_new("transform-binarise", NULL);
    harness_in(h, "x", GY_UINT, 8, 3, shape, x);
    return h;
}

Test(binarise, above_the_threshold)
{
    harness *h = picture(4, 6);
    harness_number(h, "threshold", 100);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const uint8_t *y = harness_get(h, "y")->data;
    cr_assert_eq(harness_length(h, "cell"), 24);
    for (int i = 0; i < 48; i++) {
        cr_assert_eq(y[i], i % 24 > 10);
    }
    harness_free(h);
}

/* 4 x 6 in patches of 2: the first has pixels 0 1 6 7, the second 2 3 8 9, the fourth 12 13 18 19
 */
Test(binarise, patch_by_patch)
{
    static const int order[24] = {0,  1,  6,  7,  2,  3,  8,  9,  4,  5,  10, 11,
                                  12, 13, 18, 19, 14, 15, 20, 21, 16, 17, 22, 23};
    harness *h = picture(4, 6);
    harness_number(h, "threshold", 100);
    harness_number(h, "patch", 2);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    for (int k = 0; k < 48; k++) {
        cr_assert_eq(((uint8_t *)harness_get(h, "y")->data)[k], order[k % 24] > 10, "%d", k);
    }
    harness_free(h);
}

Test(binarise, patches_must_fit)
{
    harness *h = picture(4, 6);
    harness_number(h, "patch", 4);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "patch");
    harness_free(h);
}
