/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of [check]: node, port, coordinate, reducer. */
#include "stubs/registry.h"

#define X       "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y       "[y]\nplugin = reader.array\npath = y.npy\n"
#define SPLIT   "[split]\nrows = @x\nscheme = k-fold\n"
#define RIDGE   "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"
#define PEARSON "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @y\n"

Test(build_check, keys_are_taken_apart)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph(X Y SPLIT RIDGE PEARSON
                   "[a]\nplugin = metric.accuracy\npredicted = @x.l\ntarget = @x.k\n"
                   "[check]\nr.mean = 0.1 .. 0.3\nr.r.all = -1 .. 1\nr.roi.FFA.p95 = 0 .. 1\n"
                   "r.r.roi.FFA = 0 .. 1\na = 1 .. 1\na.balanced = 0 .. 1\n",
                   registry);
    const struct {
        unsigned out;
        const char *word, *value, *reducer;
        double lo, hi;
    } rows[] = {{0, NULL, NULL, "mean", 0.1, 0.3}, {0, NULL, NULL, "all", -1, 1},
                {0, "roi", "FFA", "p95", 0, 1},    {0, "roi", "FFA", NULL, 0, 1},
                {0, NULL, NULL, NULL, 1, 1},       {1, NULL, NULL, NULL, 0, 1}};
    cr_assert(g->checks->len == G_N_ELEMENTS(rows));
    for (guint i = 0; i < g->checks->len; i++) {
        const gy_gcheck *c = &g_array_index(g->checks, gy_gcheck, i);
        cr_expect(c->out == rows[i].out && c->lo == rows[i].lo && c->hi == rows[i].hi, "%s",
                  c->key);
        cr_expect(g_strcmp0(c->word, rows[i].word) == 0, "%s", c->key);
        cr_expect(g_strcmp0(c->value, rows[i].value) == 0, "%s", c->key);
        cr_expect(g_strcmp0(c->reducer, rows[i].reducer) == 0, "%s", c->key);
        cr_expect_str_eq(gy_graph_node(g, c->node)->name, i < 4 ? "r" : "a");
    }
}
