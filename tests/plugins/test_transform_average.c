/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const double X[] = {1, 10, 2, 20, 4, 40, 8, 80, 16, 160, 32, 320, 64, 640};
static const int64_t KEY[] = {1, 1, 0, 2, 1, 1, 2};
static const char *const LEVELS[] = {"rest", "face", "house"};

static harness *begin(const char *by)
{
    harness *h = harness_new("transform-average", "transform.average");
    harness_matrix(h, "x", 7, 2, X);
    harness_labels(h, "key", 7, KEY);
    harness_levels(h, "key", 3, LEVELS);
    harness_param(h, "by", by);
    return h;
}

static void expect(harness *h, int64_t n, const double *first_column, const int64_t *label)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "group"), n);
    for (int64_t i = 0; i < n; i++) {
        cr_assert_float_eq(harness_doubles(h, "y")[2 * i], first_column[i], 1e-12);
        cr_assert_float_eq(harness_doubles(h, "y")[2 * i + 1], 10 * first_column[i], 1e-12);
        cr_assert_eq(((int64_t *)harness_get(h, "label")->data)[i], label[i]);
    }
}

Test(average, by_value_in_the_order_of_first_rows)
{
    harness *h = begin("value");
    harness_stride(h, "x");
    harness_stride(h, "key");
    expect(h, 3, (const double[]){51.0 / 4, 4, 36}, (const int64_t[]){1, 0, 2});
    int64_t n;
    const int64_t *offsets, *lo, *hi;
    cr_assert(harness_reach(h, "y.group", "x.row", &n, &offsets, &lo, &hi));
    const int64_t rows[] = {0, 1, 4, 5, 2, 3, 6}, ends[] = {0, 4, 5, 7};
    cr_assert(n == 3 && !memcmp(lo, rows, sizeof rows) && !memcmp(offsets, ends, sizeof ends));
    cr_assert_eq(hi[6], 7);
    harness_free(h);
}

Test(average, except_and_within)
{
    const int64_t run[] = {0, 0, 0, 0, 1, 1, 1};
    const char *const rest[] = {"rest"};
    harness *h = begin("value");
    harness_labels(h, "within", 7, run);
    harness_texts(h, "except", 1, rest);
    expect(h, 4, (const double[]){1.5, 8, 24, 64}, (const int64_t[]){1, 2, 1, 2});
    harness_free(h);
}

Test(average, blocks_end_at_another_key_and_at_a_segment)
{
    const int64_t first[] = {0, 5};
    const char *const rest[] = {"rest"};
    harness *h = begin("block");
    harness_segments(h, "key.row", 2, first);
    harness_texts(h, "except", 1, rest);
    expect(h, 5, (const double[]){1.5, 8, 16, 32, 64}, (const int64_t[]){1, 2, 1, 1, 2});
    int64_t n;
    const int64_t *segments = harness_out_segments(h, "group", &n);
    cr_assert(n == 2 && segments[1] == 3);
    harness_free(h);
}

Test(average, a_rest_row_cuts_a_block)
{
    const int64_t key[] = {1, 1, 0, 1, 1, 1, 1};
    const char *const rest[] = {"rest"};
    harness *h = begin("block");
    harness_labels(h, "key", 7, key);
    harness_texts(h, "except", 1, rest);
    expect(h, 2, (const double[]){1.5, 30}, (const int64_t[]){1, 1});
    harness_free(h);
}

Test(average, unknown_except)
{
    const char *const none[] = {"cat"};
    harness *h = begin("value");
    harness_texts(h, "except", 1, none);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "except");
    cr_assert_not_null(strstr(harness_error(h), "'cat'"));
    harness_free(h);
}

Test(average, nothing_left)
{
    harness *h = begin("value");
    harness_texts(h, "except", 3, LEVELS);
    cr_assert_eq(harness_resolve(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "key");
    harness_free(h);
}
