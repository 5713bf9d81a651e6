/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists on ports for one edge: copies, their links, and what names a mapped node. */
#include "stubs/registry.h"

#define READERS                                                                                    \
    "[a]\nplugin = reader.array\npath = a.npy\n[b]\nplugin = reader.array\npath = b.npy\n"         \
    "[c]\nplugin = reader.array\npath = c.npy\n"
#define ZSCORE "\nplugin = transform.zscore\n"

static const char *source(const gy_graph *g, const char *node, unsigned port, guint k)
{
    const gy_gnode *n = node_of(g, node);
    cr_assert(k < n->in[port]->len);
    return gy_graph_node(g, g_array_index(n->in[port], gy_link, k).node)->name;
}

Test(build_mapped, one_copy_per_edge_and_an_edge_for_the_list)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph("[last]\nplugin = encoder.ridge\nx = @c;@z;@a\ny = @a\n"
                   "[z]" ZSCORE "x = @a;@b\nscale = segment\n[w]" ZSCORE "x = @z\n" READERS,
                   registry);
    cr_expect(g->nodes->len == 8);
    cr_expect(gy_graph_find(g, "z") < 0);
    cr_expect_str_eq(source(g, "z.1", 0, 0), "a");
    cr_expect_str_eq(source(g, "z.2", 0, 0), "b");
    cr_expect_str_eq(source(g, "w.2", 0, 0), "z.2");
    static const char *const order[] = {"c", "z.1", "z.2", "a"};
    cr_assert(node_of(g, "last")->in[0]->len == 4);
    for (guint k = 0; k < 4; k++) {
        cr_expect_str_eq(source(g, "last", 0, k), order[k]);
    }
    const gy_gnode *two = node_of(g, "z.2");
    cr_expect(two->copy == 1 && two->n_copies == 2 && node_of(g, "a")->n_copies == 1);
    cr_expect_str_eq(two->group, "z");
    const gy_sig_param *scale = gy_sig_param_find(two->sig, "scale");
    cr_expect_str_eq(two->params[scale->index].text, "segment");
}

Test(build_mapped, lists_go_together_and_single_edges_to_every_copy)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph(READERS "[r]\nplugin = metric.pearson\npredicted = @a;@b\ntarget = @b;@c\n"
                           "[s]\nplugin = metric.pearson\npredicted = @a;@b\ntarget = @c\n"
                           "[check]\nr.mean = 0 .. 1\n",
                   registry);
    cr_expect_str_eq(source(g, "r.2", 0, 0), "b");
    cr_expect_str_eq(source(g, "r.2", 1, 0), "c");
    cr_expect_str_eq(source(g, "s.1", 1, 0), "c");
    cr_expect_str_eq(source(g, "s.2", 1, 0), "c");
    cr_assert(g->checks->len == 2);
    cr_expect_str_eq(gy_graph_node(g, g_array_index(g->checks, gy_gcheck, 1).node)->name, "r.2");
}

/* Each level doubles the list: thirteen of them are 8192 edges. */
Test(build_mapped, lists_cannot_grow_without_end)
{
    g_autoptr(gy_registry) registry = texts_registry();
    GString *text = g_string_new(READERS "[z0]" ZSCORE "x = @a\n");
    for (int i = 1; i <= 13; i++) {
        g_string_append_printf(text, "[z%d]" ZSCORE "x = @z%d;@z%d\n", i, i - 1, i - 1);
    }
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = graph_of_text(text->str, registry, &told);
    cr_expect_null(g);
    cr_expect_not_null(strstr(told, "error: @z12: the list stands for more than 4096 values\n"),
                       "%s", told);
    g_string_free(text, TRUE);
}
