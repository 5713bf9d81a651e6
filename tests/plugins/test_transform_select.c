/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const double X[] = {0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42};
static const double RUN[] = {1, 1, 2, 2, 3};
static const char *const BY[] = {"a", "b", "a", "c", "b"}, *const NAMES[] = {"p", "q", "r"};

static harness *begin(void)
{
    harness *h = harness_new("transform-select", "transform.select");
    harness_matrix(h, "x", 5, 3, X);
    harness_in_text(h, "by", 5, BY);
    harness_coord(h, "x.row", "run", 5, RUN);
    harness_coord_text(h, "x.0.1", "name", 3, NAMES);
    return h;
}

static void expect(harness *h, int64_t n, const int64_t *rows)
{
    int64_t k = 0;
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const int64_t *index = harness_subset(h, "kept", &k);
    cr_assert(k == n && !memcmp(index, rows, (size_t)n * 8));
    for (int64_t i = 0; i < n * 3; i++) {
        cr_assert_eq(harness_doubles(h, "y")[i], X[rows[i / 3] * 3 + i % 3]);
    }
    harness_free(h);
}

static void with(const char *key, const char *text, int64_t n, const int64_t *rows)
{
    harness *h = begin();
    harness_texts(h, key, 1, &text);
    expect(h, n, rows);
}

Test(select, by_a_coordinate)
{
    with("where", "run == 2", 2, (const int64_t[]){2, 3});
    with("where", "run != 2", 3, (const int64_t[]){0, 1, 4});
    with("where", "run < 2", 2, (const int64_t[]){0, 1});
    with("where", "run <= 2", 4, (const int64_t[]){0, 1, 2, 3});
    with("where", "run > 2", 1, (const int64_t[]){4});
    with("where", "run >= 2", 3, (const int64_t[]){2, 3, 4});
    with("where", "by == a", 2, (const int64_t[]){0, 2});
}

Test(select, keep_and_except)
{
    with("keep", "b", 2, (const int64_t[]){1, 4});
    with("except", "b", 3, (const int64_t[]){0, 2, 3});
}

Test(select, all_conditions_must_hold)
{
    harness *h = begin();
    harness_texts(h, "where", 2, (const char *const[]){"run >= 2", "by != c"});
    expect(h, 2, (const int64_t[]){2, 4});
}

Test(select, columns_by_name_and_number)
{
    harness *h = begin();
    harness_texts(h, "columns", 2, (const char *const[]){"r", "0"});
    harness_texts(h, "where", 1, (const char *const[]){"run == 3"});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], 2);
    cr_assert(harness_doubles(h, "y")[0] == 42 && harness_doubles(h, "y")[1] == 40);
    harness_free(h);
}

/* A column is kept where all conditions on its own coordinates hold, in the order of `columns`. */
Test(select, columns_by_their_coordinates)
{
    static const char *const roi[] = {"a", "b", "a"};
    static const double size[] = {5, 6, 7};
    harness *h = begin();
    harness_coord_text(h, "x.0.1", "roi", 3, roi);
    harness_coord(h, "x.0.1", "size", 3, size);
    harness_texts(h, "columns", 3, (const char *const[]){"r", "q", "p"});
    harness_texts(h, "columns_where", 1, (const char *const[]){"roi == a"});
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], 2);
    cr_assert(harness_doubles(h, "y")[0] == 2 && harness_doubles(h, "y")[1] == 0);
    harness_texts(h, "columns_where", 2, (const char *const[]){"roi == a", "size > 5"});
    cr_assert_eq(harness_resolve(h), GY_OK);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "y")->shape[1], 1);
    cr_assert_eq(harness_doubles(h, "y")[4], 42);
    harness_free(h);
}

static void refused(const char *key, const char *text, const char *part)
{
    harness *h = begin();
    harness_texts(h, key, 1, &text);
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), key);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(select, no_operator)
{
    refused("where", "run 2", "is not NAME OP VALUE");
}

Test(select, no_such_coordinate)
{
    refused("where", "session == 2", "no coordinate 'session'");
}

Test(select, text_has_no_order)
{
    refused("where", "by < b", "only == and !=");
}

Test(select, no_such_column)
{
    refused("columns", "s", "no column 's'");
    refused("columns", "3", "no column '3'");
}

Test(select, no_such_coordinate_of_columns)
{
    refused("columns_where", "run == 2", "columns of x have no coordinate 'run'");
    refused("columns_where", "name == s", "no column is left");
    refused("columns_where", "name < q", "only == and !=");
}

Test(select, no_row_left)
{
    refused("where", "run == 9", "no row is left");
}

Test(select, keep_without_by)
{
    harness *h = harness_new("transform-select", NULL);
    harness_matrix(h, "x", 5, 3, X);
    harness_texts(h, "keep", 1, (const char *const[]){"a"});
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "keep");
    harness_free(h);
}
