/* test_labels.c: levels and codes, written out by hand. */
#include "run/labels.h"

#include <criterion/criterion.h>
#include <math.h>

#include "core/error.h"

static gy_value *texts(const char *words)
{
    g_auto(GStrv) list = g_strsplit(words, " ", -1);
    return gy_value_new_texts(g_strv_length(list), (const char *const *)list);
}

static char *joined(const gy_value *v)
{
    GString *s = g_string_new(NULL);
    for (int64_t i = 0; i < gy_value_rows(v); i++) {
        g_autofree char *cell = gy_value_cell(v, i);
        g_string_append_printf(s, "%s%s", i ? " " : "", cell);
    }
    return g_string_free(s, FALSE);
}

static gy_value *numbers(int64_t n, const double *x)
{
    gy_value *v = gy_value_new_dense(NULL, GY_F64, 1, &n, FALSE, NULL);
    memcpy(v->view.data, x, sizeof *x * (size_t)n);
    return v;
}

Test(labels, levels_are_distinct_and_sorted)
{
    const char *cases[][2] = {
        {"10 9 10 -2", "-2 9 10"},
        {"s10 s2 s2 s1", "s1 s2 s10"},
        {"face 3 house 20", "3 20 face house"},
        {"1 01 001", "001 01 1"},
        {"001 1 01", "001 01 1"},
    };
    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
        g_autoptr(gy_value) v = texts(cases[c][0]);
        g_autoptr(gy_value) levels = gy_labels_of(v, NULL);
        g_autofree char *got = joined(levels);
        cr_assert_str_eq(got, cases[c][1]);
    }
    const double whole[] = {3, -1, 3, 20};
    g_autoptr(gy_value) v = numbers(4, whole), levels = gy_labels_of(v, NULL);
    g_autofree char *got = joined(levels);
    cr_assert_str_eq(got, "-1 3 20");
}

Test(labels, numbers_that_are_not_whole_are_refused)
{
    const double bad[] = {0.5, NAN, INFINITY, -INFINITY, 1e300};
    for (size_t c = 0; c < G_N_ELEMENTS(bad); c++) {
        double x[] = {1, bad[c]};
        g_autoptr(gy_value) v = numbers(2, x);
        g_autoptr(GError) error = NULL;
        cr_assert_null(gy_labels_of(v, &error));
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_DATA));
        cr_assert_not_null(strstr(error->message, "row 1 is"), "%s", error->message);
    }
}

Test(labels, a_union_holds_both)
{
    g_autoptr(gy_value) a = texts("2 cat"), b = texts("10 1 cat"), u = gy_labels_union(a, b);
    g_autofree char *got = joined(u);
    cr_assert_str_eq(got, "1 2 10 cat");
}

Test(labels, codes_are_places_in_the_levels)
{
    g_autoptr(gy_value) v = texts("house face house"), levels = texts("cat face house");
    g_autoptr(gy_value) codes = gy_labels_code(v, NULL, levels, NULL);
    const int64_t want[] = {2, 1, 2};
    cr_assert_arr_eq(codes->view.data, want, sizeof want);
    cr_assert_eq(codes->levels, levels);
    g_autoptr(gy_value) own = texts("face house"), wide = texts("cat face house tree");
    const double in_own[] = {1, 0};
    g_autoptr(gy_value) coded = numbers(2, in_own);
    g_autoptr(gy_value) again = gy_labels_code(coded, own, wide, NULL);
    const int64_t in_wide[] = {2, 1};
    cr_assert_arr_eq(again->view.data, in_wide, sizeof in_wide);
    g_autoptr(GError) error = NULL;
    g_autoptr(gy_value) few = texts("house");
    cr_assert_null(gy_labels_code(v, NULL, few, &error));
    cr_assert_not_null(strstr(error->message, "label 'face' of row 1"), "%s", error->message);
}
