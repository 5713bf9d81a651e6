/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

#include "embed/graph_layout.h"

Test(graph_svg, alone_and_in_a_page)
{
    world w = world_new();
    set_text(&score_node(&w)->name, "a<b");
    g_autofree char *alone = gy_graph_svg(w.graph, TRUE), *inside = gy_graph_svg(w.graph, FALSE);
    const char *const parts[] = {"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ",
                                 "<style>",
                                 "<path class=\"wire\" d=\"M",
                                 "<path class=\"head\"",
                                 "<title>Counts &lt;up&gt;",
                                 "class=\"name\"",
                                 ">a</text>",
                                 ">generator.count</text>",
                                 ">a&lt;b</text>",
                                 "</svg>\n"};
    assert_order(alone, parts, G_N_ELEMENTS(parts));
    cr_assert_eq(count_of(alone, "<rect"), 2);
    cr_assert_not(strstr(inside, "http:") || strstr(inside, "<style"), "%s", inside);
    world_clear(&w);
}

/* A drawing that stands alone is well-formed XML. */
Test(graph_svg, is_xml)
{
    world w = world_new();
    score_node(&w)->split = TRUE;
    g_autofree char *svg = gy_graph_svg(w.graph, TRUE);
    const GMarkupParser parser = {0};
    GMarkupParseContext *c = g_markup_parse_context_new(&parser, 0, NULL, NULL);
    GError *error = NULL;
    cr_assert(g_markup_parse_context_parse(c, svg, -1, &error), "%s", error ? error->message : "");
    cr_assert(g_markup_parse_context_end_parse(c, NULL));
    g_markup_parse_context_free(c);
    cr_assert_not_null(strstr(svg, "class=\"infold\""));
    world_clear(&w);
}
