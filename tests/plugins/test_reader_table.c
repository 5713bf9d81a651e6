/* SPDX-License-Identifier: MIT
 *
 * reader.table on small texts whose cells are known.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(reader_table, .fini = files_clean);

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-table", NULL);
    harness_param(h, "path", path);
    return h;
}

static harness *of_text(const char *text)
{
    return reader(files_text("t.txt", text));
}

static void is_column(harness *h, int64_t i, const char *name, int code, int flags)
{
    char full[100];
    snprintf(full, sizeof full, "table.%s", name);
    cr_assert_str_eq(harness_column(h, "table", i), name);
    gy_array *a = harness_get(h, full);
    cr_assert(a->code == code && a->flags == flags, "%s: %d %d", name, a->code, a->flags);
}

Test(reader_table, types_are_found)
{
    harness *h = of_text("n,x,gap,word,quoted,none\r\n"
                         "1,2.5,3,a b,\"1\",\r\n"
                         "-7,1e3,,n/a,\"x,\"\"y\"\"\n2\",NaN\r\n");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_columns(h, "table"), 6);
    cr_assert_eq(harness_length(h, "row"), 2);
    is_column(h, 0, "n", GY_INT, 0);
    is_column(h, 1, "x", GY_FLOAT, 0);
    is_column(h, 2, "gap", GY_FLOAT, 0);
    is_column(h, 3, "word", GY_UINT, GY_TEXT);
    is_column(h, 4, "quoted", GY_UINT, GY_TEXT);
    is_column(h, 5, "none", GY_FLOAT, 0);
    cr_assert_eq(((int64_t *)harness_get(h, "table.n")->data)[1], -7);
    cr_assert_eq(harness_doubles(h, "table.x")[1], 1000);
    cr_assert_eq(harness_doubles(h, "table.gap")[0], 3);
    cr_assert(isnan(harness_doubles(h, "table.gap")[1]));
    cr_assert(isnan(harness_doubles(h, "table.none")[0]));
    cr_assert_str_eq(harness_row_text(h, "table.word", 0), "a b");
    cr_assert_str_eq(harness_row_text(h, "table.word", 1), "");
    cr_assert_str_eq(harness_row_text(h, "table.quoted", 1), "x,\"y\"\n2");
    cr_assert_eq(harness_files(h), 1);
    harness_free(h);
}

Test(reader_table, separators_are_found)
{
    static const char *const texts[] = {"a\tb, c;d e\n1\t2\n", "a,b; c;d e\n1,2\n",
                                        "a;b c d\n1;2\n", "a bcde\n  1 \t 2  \n",
                                        ("\xEF\xBB\xBF"
                                         "a \"b,\tc\"\n1 2")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        harness *h = of_text(texts[i]);
        cr_assert_eq(harness_run(h), GY_OK, "case %zu: %s", i, harness_error(h));
        cr_assert_eq(harness_columns(h, "table"), 2, "case %zu", i);
        cr_assert_eq(((int64_t *)harness_get(h, "table.a")->data)[0], 1, "case %zu", i);
        harness_free(h);
    }
}

Test(reader_table, a_named_separator_wins)
{
    harness *h = of_text("1;2,5\n3;4,5\n");
    harness_param(h, "separator", "semicolon");
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_str_eq(harness_row_text(h, "table.c2", 0), "2,5");
    harness_free(h);
}

Test(reader_table, headers_are_found_or_told)
{
    static const struct {
        const char *text, *header;
        int64_t rows;
        const char *name;
    } cases[] = {
        {"a b\n1 2\n", "auto", 1, "a"},  {"a b\n1 2\n", "false", 2, "c1"},
        {"1 2\n3 4\n", "auto", 2, "c1"}, {"1 2\n3 4\n", "true", 1, "1"},
        {"x 2\n3 4\n", "auto", 2, "c1"}, {"# c\n\n a b\n# d\n1 2\n", "auto", 1, "a"},
        {"a b\n", "auto", 0, "a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = of_text(cases[i].text);
        harness_param(h, "header", cases[i].header);
        cr_assert_eq(harness_run(h), GY_OK, "case %zu: %s", i, harness_error(h));
        cr_expect_eq(harness_length(h, "row"), cases[i].rows, "case %zu", i);
        cr_expect_str_eq(harness_column(h, "table", 0), cases[i].name, "case %zu", i);
        harness_free(h);
    }
}

Test(reader_table, given_columns_hold)
{
    static const char *const by_name[] = {"y", "f32", "mm", "id", "str", ""};
    harness *h = of_text("id,x,y\n01,5,7\n");
    harness_texts(h, "columns", 6, by_name);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_str_eq(harness_row_text(h, "table.id", 0), "01");
    cr_assert_eq(((float *)harness_get(h, "table.y")->data)[0], 7);
    cr_assert_str_eq(harness_column_unit(h, "table", "y"), "mm");
    cr_assert_str_eq(harness_column_unit(h, "table", "x"), "");
    harness_free(h);
    static const char *const by_place[] = {"t", "i32", "us", "v", "f64", "V"};
    h = of_text("10 0.5\n20 1.5\n");
    harness_texts(h, "columns", 6, by_place);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(((int32_t *)harness_get(h, "table.t")->data)[1], 20);
    cr_assert_eq(harness_doubles(h, "table.v")[1], 1.5);
    harness_free(h);
}

Test(reader_table, truth_is_read)
{
    static const char *const columns[] = {"v", "bool", ""};
    harness *h = of_text("v\ntrue\nFALSE\n1\n0\n");
    harness_texts(h, "columns", 3, columns);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    gy_array *v = harness_get(h, "table.v");
    cr_assert(v->code == GY_BOOL && v->bits == 8);
    cr_assert_arr_eq(v->data, ((uint8_t[]){1, 0, 1, 0}), 4);
    harness_free(h);
}

Test(reader_table, numbers_are_the_nearest_doubles)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"0.1", 0.1},
                 {"-1e-7", -1e-7},
                 {"123456789012345678901234567890", 123456789012345678901234567890.0},
                 {"9007199254740993.0", 9007199254740993.0},
                 {"2.2250738585072011e-308", 2.2250738585072011e-308},
                 {"9007199254740993e1", 90071992547409936.0}, /* two roundings would give ...920 */
                 {"1e400", INFINITY},
                 {"-inf", -INFINITY},
                 {".5", 0.5},
                 {"5.", 5},
                 {"+3.25E+2", 325},
                 {"0.30000000000000004", 0.30000000000000004}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        snprintf(text, sizeof text, "v\n%s\n0.5\n", cases[i].text);
        harness *h = of_text(text);
        cr_assert_eq(harness_run(h), GY_OK);
        cr_expect_eq(harness_doubles(h, "table.v")[0], cases[i].value, "%s", cases[i].text);
        harness_free(h);
    }
    static const char *const words[] = {"1.2.3", "0x10", "1e",    "-",  ".",
                                        "1 2",   "e5",   "1_000", "--1"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[100];
        snprintf(text, sizeof text, "v,w\n%s,1\n", words[i]);
        harness *h = of_text(text);
        cr_assert_eq(harness_run(h), GY_OK);
        cr_expect_str_eq(harness_row_text(h, "table.v", 0), words[i]);
        harness_free(h);
    }
}

Test(reader_table, whole_numbers_keep_every_digit)
{
    harness *h = of_text("a b c\n9223372036854775807 9007199254740993 9223372036854775808\n"
                         "-9223372036854775808 n/a 1\n");
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(((int64_t *)harness_get(h, "table.a")->data)[0], INT64_MAX);
    cr_assert_eq(((int64_t *)harness_get(h, "table.a")->data)[1], INT64_MIN);
    cr_assert_str_eq(harness_row_text(h, "table.b", 0), "9007199254740993");
    cr_assert_eq(harness_doubles(h, "table.c")[0], 9223372036854775808.0);
    harness_free(h);
}

Test(reader_table, regular_times_give_a_rate)
{
    static const struct {
        const char *text, *unit;
        int64_t numerator, denominator;
        double start, last;
    } cases[] = {
        {"0 1\n50 1\n100 1\n", "us", 1, 20000, 0, 100e-6},
        {"5 1\n7 1\n9 1\n", "s", 2, 1, 5, 9},
        {"-0.1 1\n0.2 1\n0.50 1\n", "s", 3, 10, -0.1, 0.5},
        {"0.0 1\n0.002 1\n0.004 1\n", "ms", 1, 500000, 0, 4e-6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = of_text(cases[i].text);
        harness_param(h, "time", "c1");
        harness_param(h, "unit", cases[i].unit);
        cr_assert_eq(harness_resolve(h), GY_OK, "case %zu: %s", i, harness_error(h));
        int64_t a, b;
        double start;
        const char *unit;
        cr_assert(harness_out_rate(h, "row", &a, &b, &unit, &start), "case %zu", i);
        cr_expect(a == cases[i].numerator && b == cases[i].denominator, "case %zu: %ld/%ld", i, a,
                  b);
        cr_expect_str_eq(unit, "s");
        const double *t = harness_out_coord(h, "row", "t")->data;
        cr_expect(start == cases[i].start && t[0] == start && t[2] == cases[i].last, "case %zu", i);
        harness_free(h);
    }
}

Test(reader_table, irregular_times_give_a_coordinate)
{
    harness *h = of_text("0.333\n0.667\n1.000\n");
    harness_param(h, "time", "c1");
    cr_assert_eq(harness_resolve(h), GY_OK);
    int64_t a;
    const char *unit;
    double start;
    cr_assert_not(harness_out_rate(h, "row", &a, &a, &unit, &start));
    cr_assert_eq(((double *)harness_out_coord(h, "row", "t")->data)[1], 0.667);
    harness_free(h);
}

Test(reader_table, gzip_is_unpacked)
{
    harness *h = reader(files_gzip("t.csv.gz", "a,b\n1,2\n", 8));
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(((int64_t *)harness_get(h, "table.b")->data)[0], 2);
    size_t n = 0;
    char *bytes = files_read(files_path("t.csv.gz"), &n);
    harness_param(h, "path", files_write("cut.gz", bytes, n - 9));
    cr_assert_eq(harness_run(h), GY_FORMAT);
    cr_assert(strstr(harness_error(h), "gzip stream"), "%s", harness_error(h));
    harness_free(h);
}

Test(reader_table, errors_have_line_and_column)
{
    static const struct {
        const char *text, *key, *value;
        int status;
        const char *where, *says;
    } cases[] = {
        {"a,b\n1,2\n1,2,3\n", 0, 0, GY_FORMAT, "line 3, column 3", "3 cells, the first row has 2"},
        {"a,b\n\n#x\n1\n", 0, 0, GY_FORMAT, "line 4, column 2", "1 cell, the first row has 2"},
        {"a,b\n1,\"2\n3,4\n", 0, 0, GY_FORMAT, "line 2, column 2", "never closed"},
        {"a,b\n1,\"2\"x\n", 0, 0, GY_FORMAT, "line 2, column 2", "follows the closing quote"},
        {"a,b\n1,\"x\ny\"\n1\n", 0, 0, GY_FORMAT, "line 4, column 2", "1 cell,"},
        {"a,b\n1,\xff\n", 0, 0, GY_FORMAT, "line 2", "byte 3 of the line (0xff) is not UTF-8"},
        {"a,b\n1,\xC0\xAF\n", 0, 0, GY_FORMAT, "line 2", "byte 3"},
        {"a,b\n1,\xED\xA0\x80\n", 0, 0, GY_FORMAT, "line 2", "byte 3"},
        {"a,a\n1,2\n", 0, 0, GY_FORMAT, "line 1, column 2", "'a' is there twice"},
        {"", 0, 0, GY_FORMAT, "path", "has no rows"},
        {"# only\n\n", 0, 0, GY_FORMAT, "path", "has no rows"},
        {"a,b\n1,2\n", "comment", "##", GY_PARAM, "comment", "one character"},
        {"a,b\n1,2\n", "time", "t", GY_PARAM, "time", "no column 't'"},
        {"a,b\n1,2\n1,3\n", "time", "a", GY_DATA, "line 3, column 1", "do not rise"},
        {"a,b\n1,2\n,3\n", "time", "a", GY_DATA, "line 3, column 1", "missing"},
        {"a,b\nx,2\n", "time", "a", GY_FORMAT, "line 2, column 1", "'x' is not a time"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = of_text(cases[i].text);
        if (cases[i].key) {
            harness_param(h, cases[i].key, cases[i].value);
        }
        cr_expect_eq(harness_resolve(h), cases[i].status, "case %zu", i);
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[i].where), "case %zu: %s",
                  i, harness_error(h));
        cr_expect(strstr(harness_error(h), cases[i].says), "case %zu: %s", i, harness_error(h));
        harness_free(h);
    }
    harness *h = of_text("a\n\0");
    harness_param(h, "path", files_write("nul.txt", "a\nb\0c\n", 6));
    cr_assert_eq(harness_resolve(h), GY_FORMAT);
    harness_free(h);
}

Test(reader_table, given_types_are_checked)
{
    static const struct {
        const char *text, *dtype, *where, *says;
    } cases[] = {
        {"v\n1\nx\n", "f64", "line 3, column 1", "'x' in column 'v' is not a number"},
        {"v\n1\n1.5\n", "i64", "line 3, column 1", "not a whole number"},
        {"v\n2147483648\n", "i32", "line 2, column 1", "of 32 bits"},
        {"v\n\"\"\n", "i64", "line 2, column 1", "not a whole number"},
        {"v\n1\n2\n", "bool", "line 3, column 1", "'2' in column 'v' is not true or false"},
        {"v\n1\n", "f16", "columns", "'v' is to be f16"},
        {"w\n1\n", "f64", "columns", "no column 'v'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *columns[] = {"v", cases[i].dtype, ""};
        harness *h = of_text(cases[i].text);
        harness_texts(h, "columns", 3, columns);
        harness_param(h, "header", "true");
        cr_expect_lt(harness_resolve(h), 0, "case %zu", i);
        cr_expect(files_placed(harness_where(h), harness_error(h), cases[i].where), "case %zu: %s",
                  i, harness_error(h));
        cr_expect(strstr(harness_error(h), cases[i].says), "case %zu: %s", i, harness_error(h));
        harness_free(h);
    }
}

Test(reader_table, rows_must_be_as_many)
{
    harness *h = of_text("a\n1\n2\n");
    harness_in_rows(h, "rows", 2);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    harness_param(h, "time", "a");
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    harness_in_rows(h, "rows", 3);
    cr_assert_eq(harness_resolve(h), GY_SHAPE);
    harness_free(h);
}

Test(reader_table, stops_when_told)
{
    char *text = calloc(1, 60001);
    for (int i = 0; i < 30000; i++) {
        memcpy(text + 2 * i, "1\n", 2);
    }
    harness *h = of_text(text);
    cr_assert_eq(harness_resolve(h), GY_OK);
    harness_stop_after(h, 3);
    cr_assert_eq(harness_resolve(h), GY_CANCELLED);
    harness_free(h);
    free(text);
}
