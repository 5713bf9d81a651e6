/* SPDX-License-Identifier: MIT
 *
 * transform.interaction: every product by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const double A[4] = {1, 2, 3, 4}, B[6] = {5, 6, 7, 8, 9, 10};

static harness *interaction(int64_t q)
{
    harness *h = harness_new("transform-interaction", NULL);
    harness_matrix(h, "a", 2, 2, A);
    harness_matrix(h, "b", 2, q, B);
    return h;
}

Test(interaction, outer)
{
    harness *h = interaction(3);
    harness_stride(h, "a");
    harness_stride(h, "b");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double want[12] = {5, 6, 7, 10, 12, 14, 24, 27, 30, 32, 36, 40};
    cr_assert_eq(harness_get(h, "y")->shape[1], 6);
    cr_assert(!memcmp(harness_doubles(h, "y"), want, sizeof want));
    const int64_t *first = harness_out_coord(h, "feature", "first")->data;
    const int64_t *second = harness_out_coord(h, "feature", "second")->data;
    cr_assert(first[2] == 0 && first[3] == 1 && second[2] == 2 && second[3] == 0);
    harness_free(h);
}

Test(interaction, elementwise_of_centred_features)
{
    harness *h = interaction(2);
    harness_param(h, "form", "elementwise");
    harness_number(h, "centre_a", 1);
    harness_number(h, "centre_b", 6);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double want[4] = {0, 0, 2, 6};
    for (int i = 0; i < 4; i++) {
        cr_assert_eq(harness_doubles(h, "y")[i], want[i]);
    }
    harness_free(h);
}

Test(interaction, refused)
{
    harness *h = interaction(3);
    harness_param(h, "form", "elementwise");
    cr_assert_eq(harness_resolve(h), GY_SHAPE);
    cr_assert(strstr(harness_error(h), "as many features in both: 2 and 3"), "%s",
              harness_error(h));
    harness_free(h);
}
