/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include "report_world.h"

#define BAD  "<script>alert('x')</script>&\"\xff"
#define SAFE "&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt;&amp;&quot;\xef\xbf\xbd"

/* Every place where a text of somebody else stands. */
Test(report, nothing_from_outside_is_markup)
{
    world w = world_new();
    gy_fit_fact *f = add_fit(&w, BAD, 0, gy_rows_range(0, 4), gy_rows_range(4, 8), 8);
    set_text(&f->node, BAD);
    set_text(&f->axis, BAD);
    add_result(&w, BAD, 0, 0.5);
    add_pair(&w, BAD, 20);
    add_chosen(&w, BAD);
    add_weights(&w, BAD, 2);
    add_chance(&w, BAD, 10);
    set_text(&w.graph->title, BAD);
    set_text(&w.graph->paper, BAD);
    set_text(&w.graph->file, "/data/" BAD);
    gy_gnode *node = score_node(&w);
    set_text(&node->name, BAD);
    g_array_index(node->in[0], gy_link, 0).text[0] = '<';
    const char *const sets[] = {BAD, NULL};
    gy_story t = story_of(&w);
    t.checks = "ok " BAD "\nMISS " BAD "\n";
    t.problems = t.notes = t.profile = BAD;
    t.sets = sets;
    g_autofree char *page = gy_report(&t);
    cr_assert_null(strstr(page, "<script"), "%s", strstr(page, "<script"));
    cr_assert(g_utf8_validate(page, -1, NULL));
    cr_assert(count_of(page, SAFE) > 25, "%d", count_of(page, SAFE));
    cr_assert_not_null(strstr(page, "keyfile script&gt;&amp;"), "only what follows the last '/'");
    cr_assert_not_null(strstr(page, "x = &lt;a"));
    cr_assert_not_null(strstr(page, "A. &lt;Author&gt; 2024"));
    cr_assert_not_null(strstr(page, "Counts &lt;up&gt; &amp; &quot;on&quot;"));
    world_clear(&w);
}

/* The order of the issue, and nothing from outside the page. */
Test(report, sections_in_order)
{
    world w = world_new();
    add_fit(&w, "s=1", 0, gy_rows_range(0, 40), gy_rows_range(50, 60), 60);
    add_result(&w, "s=1", 0, 0.5);
    add_result(&w, "wide", 5, 0.5);
    add_confusion(&w);
    add_pair(&w, "s=1", 20);
    add_chosen(&w, "s=1");
    add_weights(&w, "s=1", 2);
    add_chance(&w, "s=1", 10);
    gy_story t = story_of(&w);
    t.checks = "ok   a\nMISS b\n\n";
    t.problems = "key.ini:1: error\n";
    g_autofree char *page = gy_report(&t);
    const char *const parts[] = {"<!doctype html>",
                                 "<title>Gyrus run</title>",
                                 "<h1>Gyrus run</h1>",
                                 "class=\"verdict bad\"",
                                 "<h2>Rows and folds",
                                 "<h2>Scores</h2>",
                                 "<h2>Checks</h2>",
                                 "<li class=ok>ok   a",
                                 "<li class=miss>MISS b</li></ul>",
                                 "<h2>Prediction against truth",
                                 "<h2>Confusion",
                                 "<h2>Values chosen",
                                 "<h2>Chance",
                                 "<h2>Scores per item",
                                 "<h2>Weights",
                                 "<h2>What was dropped",
                                 "<pre>key.ini:1: error",
                                 "<h2>Graph",
                                 "<h2>Methods",
                                 "<h2>Provenance",
                                 "</html>\n"};
    assert_order(page, parts, G_N_ELEMENTS(parts));
    const char *const none[] = {"<script", "http:", "https:", "src=", "@import", "url(",
                                "<link",   "\"nan", "inf\"",  ">nan", "<iframe"};
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
        cr_assert_null(strstr(page, none[i]), "%s", none[i]);
    }
    world_clear(&w);
}

Test(report, of_nothing)
{
    world w = world_new();
    gy_story t = story_of(&w);
    g_autofree char *page = gy_report(&t);
    const char *const none[] = {"<h2>Checks", "<pre>k", "<h2>Confusion", "<h2>Chance",
                                "<h2>Weights"};
    for (size_t i = 0; i < G_N_ELEMENTS(none); i++) {
        cr_assert_null(strstr(page, none[i]), "%s", none[i]);
    }
    cr_assert_not_null(strstr(page, "Nothing is fitted in folds"));
    cr_assert_not_null(strstr(page, "This run has no scores"));
    world_clear(&w);
}
