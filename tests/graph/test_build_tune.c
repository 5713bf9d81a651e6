/* SPDX-License-Identifier: Apache-2.0
 *
 * [tune] and [chance SCORE]. */
#include "stubs/registry.h"

#define X       "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y       "[y]\nplugin = reader.array\npath = y.npy\n"
#define T       "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = run str; image i32\n"
#define SPLIT   "[split]\nrows = @x\nscheme = k-fold\n"
#define RIDGE   "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"
#define PEARSON "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @y\n"

#define TUNE(line)                                                                                 \
    X Y SPLIT PEARSON "[m]\nplugin = decoder.ridge\nx = @z\ny = @y\nalphas = 1;10\n"               \
                      "[c]\nplugin = transform.csp\nx = @x\ny = @x.label\n[z]\nplugin = "          \
                      "transform.zscore\nx = @c\n[tune]\nscore = @r\n" line "\n"

Test(build_tune, candidates_are_one_text_each)
{
    const struct {
        const char *text, *joined;
    } rows[] = {{TUNE("c.components = 2;4;6"), "2|4|6"},
                {TUNE("c.components = 1..4"), "1|2|3|4"},
                {TUNE("c.components = linspace(2, 6, 3)"), "2|4|6"},
                {TUNE("z.scale = train;segment"), "train|segment"}};
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(gy_graph) g = good_graph(rows[i].text, registry);
        cr_assert(g->tunes->len == 1);
        g_autofree char *joined = g_strjoinv("|", g_array_index(g->tunes, gy_gtune, 0).candidates);
        cr_expect_str_eq(joined, rows[i].joined);
        cr_expect_str_eq(gy_graph_node(g, g->tune_score)->name, "r");
    }
}

Test(build_tune, chance_has_defaults_and_marks_what_is_drawn)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(
        X Y T SPLIT RIDGE PEARSON "[chance r]\npermute = @y\nwithin = @t.run\n", registry);
    const gy_gchance *c = &g_array_index(g->chances, gy_gchance, 0);
    cr_expect(c->times == 1000 && c->refit && c->has_within && c->correct[0] == NULL);
    cr_expect_str_eq(c->scheme, "labels");
    cr_expect(node_of(g, "m")->drawn && node_of(g, "r")->drawn && !node_of(g, "x")->drawn);
    cr_expect(!node_of(g, "y")->drawn, "what is permuted stays as it is; its readers see it so");
}

/* Another column of the same table is another value. */
Test(build_tune, chance_permutes_one_column)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g =
        graph_of_text(X T "[a]\nplugin = metric.accuracy\npredicted = @x.l\ntarget = @t.image\n"
                          "[chance a]\npermute = @t.run\n",
                      registry, &told);
    cr_expect_null(g);
    cr_expect_str_eq(told, "f:13: error: [chance a] permuting @t.run changes nothing: 'a' does not "
                           "depend on it\n");
}

/* Schemes that cannot be, as far as texts tell. */
Test(build_tune, chance_refusals)
{
#define CHANCE                                                                                     \
    X Y T SPLIT RIDGE PEARSON "[a]\nplugin = metric.accuracy\npredicted = @x.l\n"                  \
                              "target = @t.image\n[chance r]\npermute = @y\n"
    const char *const bad[][2] = {
        {CHANCE "times = 1000000000\n",
         "f:29: error: [chance r] times must be at most 100000000\n"},
        {CHANCE "block = 3 rows\n", "f:29: error: [chance r] block belongs to scheme = blocks\n"},
        {CHANCE "scheme = blocks\nblock = 0 s\n",
         "f:30: error: [chance r] block must be above 0, not 0\n"},
        {CHANCE "scheme = blocks\nblock = 3 Hz\n",
         "f:30: error: [chance r] block: column 1: expected a time such as `3 s` or `3 rows`, "
         "found a frequency, `3 Hz`\n"},
    };
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(bad[i][0], registry, &told);
        cr_expect_null(g);
        cr_expect_str_eq(told, bad[i][1]);
    }
}
