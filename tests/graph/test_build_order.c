/* SPDX-License-Identifier: Apache-2.0
 *
 * Topological order, loops and folds of every node. */
#include "stubs/registry.h"

#define X       "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y       "[y]\nplugin = reader.array\npath = y.npy\n"
#define SPLIT   "[split]\nrows = @x\nscheme = k-fold\n"
#define RIDGE   "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"
#define PEARSON "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @y\n"

Test(build_order, loops_and_folds_go_downstream)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(
        "[foreach a]\nvalues = 1;2\n[foreach b]\nvalues = 1;2\n" PEARSON RIDGE Y SPLIT
        "[x]\nplugin = reader.array\npath = ${b}.npy\n[z]\nplugin = transform.zscore\nx = "
        "@x\nscale = segment\n[v]\nplugin = transform.zscore\nx = @y\n[w]\nplugin = "
        "writer.lsl\nx = @m\n",
        registry);
    const struct {
        const char *name;
        guint loops;
        gboolean fit, split, metric;
    } rows[] = {{"x", 2, FALSE, FALSE, FALSE}, {"y", 0, FALSE, FALSE, FALSE},
                {"m", 2, TRUE, TRUE, FALSE},   {"r", 2, FALSE, TRUE, TRUE},
                {"z", 2, FALSE, FALSE, FALSE}, {"v", 0, TRUE, TRUE, FALSE},
                {"w", 2, FALSE, FALSE, FALSE}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const gy_gnode *n = node_of(g, rows[i].name);
        cr_expect(n->loops == rows[i].loops && n->fit == rows[i].fit &&
                      n->metric == rows[i].metric && n->split == rows[i].split,
                  "%s", rows[i].name);
    }
    cr_expect(gy_graph_find(g, "x") < gy_graph_find(g, "m"));
    cr_expect(gy_graph_find(g, "m") < gy_graph_find(g, "r"));
}

Test(build_order, nothing_is_split_without_a_split)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(X Y RIDGE PEARSON, registry);
    cr_expect(node_of(g, "m")->fit && !node_of(g, "m")->split && !node_of(g, "r")->split);
}

/* A score of all folds is one value again. */
Test(build_order, what_reads_a_score_is_outside_the_folds)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph(X Y SPLIT RIDGE PEARSON "[w]\nplugin = transform.rdm\nx = @r\n", registry);
    cr_expect(node_of(g, "r")->split && !node_of(g, "w")->split);
}
