/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/folder.h"

#include "world.h"

#define BAD  "<script>alert('x')</script>&\"\xff"
#define SAFE "&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt;&amp;&quot;\xef\xbf\xbd"

/* Every place where a text of somebody else stands. */
Test(report, nothing_from_outside_is_markup)
{
    world w = world_new();
    gy_fit_fact *f = add_fit(&w, BAD, 0, gy_rows_range(0, 4), gy_rows_range(4, 8), 8);
    set_text(&f->node, BAD);
    add_result(&w, BAD, 0, 0.5);
    set_text(&w.graph->title, BAD);
    set_text(&w.graph->paper, BAD);
    set_text(&w.graph->file, "/data/" BAD);
    gy_gnode *node = score_node(&w);
    set_text(&node->name, BAD);
    g_array_index(node->in[0], gy_link, 0).text[0] = '<';
    g_autofree char *page =
        gy_report(w.graph, w.registry, w.outcome, "ok " BAD "\nMISS " BAD "\n", BAD);
    cr_assert_null(strstr(page, "<script"), "%s", strstr(page, "<script"));
    cr_assert(g_utf8_validate(page, -1, NULL));
    /* title twice, paper, fit and case twice each, score and case, two checks, problems, node, and
     * the file's name and its node under provenance; of the file only what follows the last '/' */
    cr_assert_eq(count_of(page, SAFE), 3 + 4 + 2 + 2 + 1 + 1 + 1, "%d", count_of(page, SAFE));
    cr_assert_not_null(strstr(page, "keyfile script&gt;&amp;"));
    cr_assert_not_null(strstr(page, "x = &lt;a"));
    cr_assert_not_null(strstr(page, "A. &lt;Author&gt; 2024"));
    cr_assert_not_null(strstr(page, "Counts &lt;up&gt; &amp; &quot;on&quot;"));
    world_clear(&w);
}

Test(report, sections_and_numbers)
{
    world w = world_new();
    add_fit(&w, "s=1", 0, gy_rows_range(0, 40), gy_rows_range(50, 60), 60);
    add_fit(&w, "s=1", -1, gy_rows_range(0, 60), gy_rows_empty(), 60);
    add_result(&w, "s=1", 0, 0.5);
    g_autofree char *page =
        gy_report(w.graph, w.registry, w.outcome, "ok   a\nMISS b\n\n", "key.ini:1: error\n");
    const char *const parts[] = {"<!doctype html>",
                                 "<title>Gyrus run</title>",
                                 "<h1>Gyrus run</h1>",
                                 "<h2>Rows and folds",
                                 "<h2>Scores</h2>",
                                 "<h2>Checks</h2>",
                                 "<li class=ok>ok   a",
                                 "<li class=miss>MISS b</li></ul>",
                                 "<h2>What was dropped",
                                 "<td>0<td>40<td>3<td>2</tr>",
                                 "<td>all rows<td>60<td>3<td>2</tr>",
                                 "<pre>key.ini:1: error",
                                 "<h2>Graph and methods",
                                 "<h2>Provenance",
                                 "keyfile key.ini; seed 0; 2 threads; 1.25 s; at most 3.5 MB",
                                 "</html>\n"};
    const char *at = page;
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        at = strstr(at, parts[i]);
        cr_assert_not_null(at, "%s, in this order", parts[i]);
    }
    const char *const none[] = {
        "<script", "http:", "https:", "src=", "@import", ">nan", "\"nan", "inf\""};
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
        cr_assert_null(strstr(page, none[i]), "%s", none[i]);
    }
    world_clear(&w);
}

Test(report, of_nothing)
{
    world w = world_new();
    g_autofree char *page = gy_report(w.graph, w.registry, w.outcome, "", "");
    cr_assert_null(strstr(page, "<h2>Checks"));
    cr_assert_null(strstr(page, "<pre>"));
    cr_assert_not_null(strstr(page, "Nothing is fitted in folds"));
    world_clear(&w);
}
