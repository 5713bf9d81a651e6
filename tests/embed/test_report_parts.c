/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include "world.h"

Test(report_parts, texts)
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

/* 900 units for 90 rows: row r begins at 10 r. */
Test(report_parts, bands_of_rows)
{
    world w = world_new();
    add_fit(&w, "", 0, gy_rows_range(0, 60), gy_rows_range(75, 90), 90);
    add_fit(&w, "", 1, gy_rows_range(30, 90), gy_rows_range(0, 15), 90);
    add_fit(&w, "other", 0, gy_rows_range(0, 60), gy_rows_range(75, 90), 90);
    add_fit(&w, "", -1, gy_rows_range(0, 90), gy_rows_empty(), 90);
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_rasters(s, w.outcome);
    const char *const parts[] = {
        "viewBox=\"0 0 900 28\"",
        "x=\"0.00\" y=\"0.00\" width=\"900.00\" height=\"12.00\" fill=\"#f0b429\"",
        "x=\"0.00\" y=\"0.00\" width=\"600.00\"",
        "x=\"750.00\" y=\"0.00\" width=\"150.00\"",
        "x=\"300.00\" y=\"14.00\" width=\"600.00\"",
        "x=\"0.00\" y=\"14.00\" width=\"150.00\"",
        "viewBox=\"0 0 900 14\"",
        ": 90 rows across"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        cr_assert_not_null(strstr(s->str, parts[i]), "%s in %s", parts[i], s->str);
    }
    cr_assert_eq(count_of(s->str, "<svg"), 2, "one for each fit and case");
    cr_assert_eq(count_of(s->str, "<rect"), 9);
    world_clear(&w);
}

Test(report_parts, a_page_stays_small)
{
    world w = world_new();
    const int64_t n = 200000;
    int64_t *odd = g_new(int64_t, n / 2);
    for (int64_t i = 0; i < n / 2; i++) {
        odd[i] = 2 * i + 1;
    }
    add_fit(&w, "", 0, gy_rows_from_indices(odd, n / 2), gy_rows_empty(), n);
    g_free(odd);
    for (int i = 0; i < 20; i++) {
        add_fit(&w, "many", 0, gy_rows_range(0, 1), gy_rows_range(1, 2), 2);
    }
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_rasters(s, w.outcome);
    int spans = count_of(s->str, "#9db8d9");
    cr_assert(spans > 500 && spans < 4000, "%d", spans);
    cr_assert_eq(count_of(s->str, "<svg"), 2, "each raster once");
    world_clear(&w);
}

/* The port has chance = 0 and no bounds: the axis goes from 0 to 1 over 220 units. */
Test(report_parts, dots_of_folds)
{
    world w = world_new();
    add_result(&w, "s=1", 0, 0.5);
    const struct {
        const char *run_case;
        double x;
    } scores[] = {{"s=1;fold=0", 0.25},        {"s=1;fold=1", 0.75},  {"s=10;fold=0", 0.1},
                  {"s=1;fold=0;draw=1", 0.2},  {"s=1;fold=all", 0.3}, {"s=1", 0.5},
                  {"s=1;fold=2", (double)NAN}, {"fold=0", 0.4}};
    for (size_t i = 0; i < G_N_ELEMENTS(scores); i++) {
        add_score(&w, scores[i].run_case, "", scores[i].x);
    }
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_scores(s, w.outcome);
    cr_assert_eq(count_of(s->str, "<circle"), 2, "%s", s->str);
    cr_assert(strstr(s->str, "cx=\"55.00\"") && strstr(s->str, "cx=\"165.00\""));
    cr_assert(strstr(s->str, "x1=\"110.00\" x2=\"110.00\" stroke=\"#1b1f24\""), "the mean");
    cr_assert(strstr(s->str, "x1=\"0.00\" x2=\"0.00\" stroke=\"#8c959f\""), "chance");
    cr_assert(strstr(s->str, "<td>score.level<td>s=1<td>0.500000<td>0<td>1<td>"));
    world_clear(&w);
}

Test(report_parts, scores_without_a_place)
{
    const double means[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, -3, 1e300, 0};
    for (size_t i = 0; i < G_N_ELEMENTS(means); i++) {
        for (int bounds = 0; bounds < 3; bounds++) {
            world w = world_new();
            add_result(&w, "", 0, means[i]);
            gy_sig_port *port = &((gy_sig *)(uintptr_t)score_node(&w)->sig)->out[0];
            port->has_bounds = bounds > 0;
            port->bounds[0] = bounds == 1 ? -(double)INFINITY : 1;
            port->bounds[1] = 1;
            add_score(&w, "fold=0", "", means[i]);
            g_autoptr(GString) s = g_string_new(NULL);
            gy_report_scores(s, w.outcome);
            const char *svg = strstr(s->str, "<svg");
            cr_assert(svg && !strstr(svg, "nan") && !strstr(svg, "inf"), "%s", svg);
            world_clear(&w);
        }
    }
}

Test(report_parts, what_is_no_score)
{
    world w = world_new();
    add_result(&w, "wide", 5, 0.5);
    add_result(&w, "text", 0, 0);
    add_result(&w, "lost", 0, 0);
    gy_result *text = w.outcome->results->pdata[1], *lost = w.outcome->results->pdata[2];
    gy_value_unref(text->values[0]);
    gy_value_unref(lost->values[0]);
    text->values[0] = gy_value_new_ragged(NULL, GY_F64, 3, 0, NULL);
    lost->values[0] = NULL;
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_scores(s, w.outcome);
    cr_assert(strstr(s->str, "<td>wide<td>0.500000<td>0<td>5<td></tr>"));
    cr_assert_not(strstr(s->str, "<td>text") || strstr(s->str, "<td>lost"));
    world_clear(&w);
}

Test(report_parts, nodes)
{
    world w = world_new();
    g_autoptr(GString) s = g_string_new(NULL);
    gy_report_nodes(s, w.graph);
    cr_assert(strstr(
        s->str, "<tr><td>a<td>generator.count<td><td>Counts &lt;up&gt; &amp; &quot;on&quot;</tr>"));
    cr_assert(strstr(s->str, "<tr><td>score<td>metric.level<td>x = @a<td>Mean</tr>"), "%s", s->str);
    world_clear(&w);
}
