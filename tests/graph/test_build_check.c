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

#define LOOP  "[foreach n]\nvalues = 100;200\n"
#define SWEPT "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = ${n}\n" PEARSON
/* A word that is the variable of a loop around the score picks a case; around it only. */
Test(build_check, one_case_of_a_loop)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph(LOOP X Y SPLIT SWEPT "[check]\nr.n.200.mean = 0 .. 1\nr.r.n.100.all = 0 .. 1\n"
                                        "r.roi.FFA = 0 .. 1\n",
                   registry);
    for (guint i = 0; i < 3; i++) {
        const gy_gcheck *c = &g_array_index(g->checks, gy_gcheck, i);
        cr_expect_eq(c->loop, i < 2);
        cr_expect_str_eq(c->value, i == 0 ? "200" : i == 1 ? "100" : "FFA");
        cr_expect(g_strcmp0(c->reducer, i == 0 ? "mean" : i == 1 ? "all" : NULL) == 0);
    }
    g_autoptr(gy_graph) outside =
        good_graph("[foreach k]\nvalues = 1;2\n[z]\nplugin = reader.array\npath = ${k}.npy\n" X Y
                       SPLIT RIDGE PEARSON "[check]\nr.k.1.mean = 0 .. 1\n",
                   registry);
    cr_expect_not(g_array_index(outside->checks, gy_gcheck, 0).loop);
}

Test(build_check, a_case_that_the_loop_has_not)
{
    g_autoptr(gy_registry) registry = texts_registry();
    char *why = NULL, *many = NULL;
    cr_assert_null(
        graph_of_text(LOOP X Y SPLIT SWEPT "[check]\nr.n.2000.mean = 0 .. 1\n", registry, &why));
    cr_expect(strstr(why, "[check] r.n.2000.mean: [foreach n] has no value `2000`; did you mean"),
              "%s", why);
    cr_assert_null(
        graph_of_text(LOOP X Y SPLIT SWEPT "[check]\nr.n.200 = 0 .. 1\n", registry, &many));
    cr_expect(strstr(many, "many numbers; say which one"), "%s", many);
    g_free(why);
    g_free(many);
}
