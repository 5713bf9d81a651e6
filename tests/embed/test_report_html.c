/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

Test(report_html, texts)
{
    const struct {
        const char *text, *shown;
    } rows[] = {
        {"", ""},
        {NULL, ""},
        {"a b", "a b"},
        {"<b>", "&lt;b&gt;"},
        {"&lt;", "&amp;lt;"},
        {"\"'", "&quot;&apos;"},
        {"\xc3\xa4", "\xc3\xa4"},
        {"\xc3", "\xef\xbf\xbd"},
        {"\xf0\x9f", "\xef\xbf\xbd\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) s = g_string_new("x");
        gy_report_text(s, rows[i].text);
        cr_assert_str_eq(s->str + 1, rows[i].shown, "row %zu: %s", i, s->str);
    }
}

Test(report_html, numbers_for_people)
{
    const struct {
        double x;
        const char *shown;
    } rows[] = {{0.4434, "0.443"},
                {-0.5, "-0.500"},
                {0, "0"},
                {1234.5678, "1.23e+03"},
                {0.00123, "0.00123"},
                {(double)NAN, "n/a"},
                {(double)INFINITY, "infinite"},
                {-(double)INFINITY, "-infinite"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) s = g_string_new(NULL);
        gy_report_number(s, rows[i].x);
        cr_assert_str_eq(s->str, rows[i].shown);
    }
}

Test(report_html, axes)
{
    gy_axis a = {INFINITY, -INFINITY, 10, 30};
    gy_axis_add(&a, (double)NAN);
    gy_axis_add(&a, (double)INFINITY);
    gy_axis none = a;
    gy_axis_settle(&none);
    cr_assert_eq(none.lo, 0);
    cr_assert_eq(none.hi, 1);
    gy_axis_add(&a, 2);
    cr_assert_eq(gy_axis_at(&a, 2), 20, "one value: the middle");
    gy_axis_add(&a, 6);
    cr_assert_eq(gy_axis_at(&a, 2), 10);
    cr_assert_eq(gy_axis_at(&a, 3), 15);
    cr_assert_eq(gy_axis_at(&a, 6), 30);
}

Test(report_html, nothing_is_drawn_nowhere)
{
    g_autoptr(GString) s = g_string_new(NULL);
    gy_plot_dot(s, (double)NAN, 1, 1, "dot");
    gy_plot_line(s, 0, 1, (double)INFINITY, 1, "axis");
    cr_assert_str_eq(s->str, "");
    gy_report_attribute(s, "x", (double)NAN);
    cr_assert_str_eq(s->str, " x=\"0.00\"");
}
