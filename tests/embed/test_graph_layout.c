/* SPDX-License-Identifier: Apache-2.0 */
#include "report_world.h"

#include "embed/graph_layout.h"

static const gy_place *place_of(const gy_layout *l, guint i)
{
    return &g_array_index(l->places, gy_place, i);
}

/* A graph of counts and levels from the text of a keyfile. */
static gy_graph *build(const world *w, const char *text)
{
    g_autofree char *file = write_file(w->dir, "other.ini", text);
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(file, problems);
    cr_assert(gy_keyfile_apply_profile(kf, NULL, problems));
    (void)gy_keyfile_expand(kf, problems);
    gy_graph *g = gy_graph_build(kf, w->registry, problems);
    cr_assert_not_null(g);
    return g;
}

Test(graph_layout, below_what_it_reads)
{
    world w = world_new();
    g_autoptr(gy_layout) l = gy_layout_new(w.graph);
    cr_assert_eq(l->wires->len, 1);
    cr_assert_eq(place_of(l, 0)->layer, 0);
    cr_assert_eq(place_of(l, 1)->layer, 1);
    cr_assert_eq(place_of(l, 1)->y - place_of(l, 0)->y, GY_LAYOUT_LAYER);
    cr_assert_float_eq(place_of(l, 0)->x, place_of(l, 1)->x, 1e-6, "one over the other");
    world_clear(&w);
}

/* Ten sources, each with three readers: boxes of a layer do not overlap, all lie inside. */
Test(graph_layout, boxes_do_not_overlap)
{
    world w = world_new();
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 10; i++) {
        g_string_append_printf(text, "[source-%d]\nplugin = generator.count\n", i);
        for (int k = 0; k < 3; k++) {
            g_string_append_printf(
                text, "[level-of-%d-%d]\nplugin = metric.level\nx = @source-%d\n", i, k, i);
        }
    }
    g_autoptr(gy_graph) g = build(&w, text->str);
    g_autoptr(gy_layout) l = gy_layout_new(g), again = gy_layout_new(g);
    cr_assert_eq(l->places->len, 40);
    cr_assert_eq(l->wires->len, 30);
    for (guint i = 0; i < l->places->len; i++) {
        const gy_place *a = place_of(l, i);
        cr_assert(a->x - a->width / 2 >= 0 && a->x + a->width / 2 <= l->width + 1e-6);
        cr_assert(a->y > 0 && a->y < l->height);
        cr_assert_eq(a->x, place_of(again, i)->x, "the same drawing again");
        for (guint k = 0; k < i; k++) {
            const gy_place *b = place_of(l, k);
            cr_assert(a->layer != b->layer || fabs(a->x - b->x) >= (a->width + b->width) / 2);
        }
    }
    world_clear(&w);
}

Test(graph_layout, of_nothing)
{
    world w = world_new();
    gy_graph none = *w.graph;
    none.nodes = g_ptr_array_new();
    g_autoptr(gy_layout) l = gy_layout_new(&none);
    cr_assert_eq(l->places->len, 0);
    cr_assert(isfinite(l->width) && isfinite(l->height));
    g_ptr_array_unref(none.nodes);
    gy_layout_free(NULL);
    world_clear(&w);
}
