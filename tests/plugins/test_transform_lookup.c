/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const float X[] = {1, 2, 3, 4, 5, 6};

static harness *begin(void)
{
    const int64_t shape[] = {3, 2};
    harness *h = harness_new("transform-lookup", "transform.lookup");
    harness_in(h, "x", GY_FLOAT, 32, 2, shape, X);
    harness_stride(h, "x");
    return h;
}

Test(lookup, by_number_of_another_dtype)
{
    const double key[] = {30, 10, 20};
    const int64_t at[] = {10, 30, 10, 20}, n = 4;
    harness *h = begin();
    harness_vector(h, "key", 3, key);
    harness_in(h, "at", GY_INT, 64, 1, &n, at);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const float want[] = {3, 4, 1, 2, 3, 4, 5, 6};
    cr_assert_eq(memcmp(harness_get(h, "y")->data, want, sizeof want), 0);
    int64_t rows;
    const int64_t *offsets, *lo, *hi;
    cr_assert(harness_reach(h, "y.row", "x.item", &rows, &offsets, &lo, &hi));
    cr_assert(rows == 4 && lo[0] == 1 && hi[0] == 2 && lo[1] == 0);
    harness_free(h);
}

Test(lookup, by_row_number)
{
    const int64_t at[] = {2, 0, 2}, n = 3;
    harness *h = begin();
    harness_in(h, "at", GY_INT, 64, 1, &n, at);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const float want[] = {5, 6, 1, 2, 5, 6};
    cr_assert_eq(memcmp(harness_get(h, "y")->data, want, sizeof want), 0);
    int64_t rows;
    const int64_t *offsets, *lo, *hi;
    cr_assert(harness_reach(h, "y.row", "x.item", &rows, &offsets, &lo, &hi));
    cr_assert(rows == 3 && lo[0] == 2 && hi[0] == 3 && lo[1] == 0);
    harness_free(h);
}

static void no_item(double number, const char *part)
{
    const double at[2] = {0, number};
    harness *h = begin();
    harness_vector(h, "at", 2, at);
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), "at");
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(lookup, a_row_number_that_is_none)
{
    no_item(3, "row 1: 3 is not an item, which are 0 to 2");
    no_item(-1, "row 1: -1 is not an item");
    no_item(0.5, "row 1: 0.5 is not an item");
}

Test(lookup, by_text)
{
    const char *const key[] = {"cat", "dog", "ca"}, *const at[] = {"ca", "dog"};
    harness *h = begin();
    harness_in_text(h, "key", 3, key);
    harness_in_text(h, "at", 2, at);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const float want[] = {5, 6, 3, 4};
    cr_assert_eq(memcmp(harness_get(h, "y")->data, want, sizeof want), 0);
    harness_free(h);
}

static void refused(const char *const *key, const char *where, const char *part)
{
    const char *const at[] = {"cat", "dog"};
    harness *h = begin();
    harness_in_text(h, "key", 3, key);
    harness_in_text(h, "at", 2, at);
    cr_assert_eq(harness_resolve(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(lookup, a_key_twice)
{
    refused((const char *const[]){"dog", "cat", "dog"}, "key", "'dog' is there twice");
}

Test(lookup, a_row_whose_item_is_not_there)
{
    refused((const char *const[]){"cat", "cow", "do"}, "at", "row 1 asks for 'dog'");
}
