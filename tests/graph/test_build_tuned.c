/* SPDX-License-Identifier: Apache-2.0
 *
 * What [tune] reaches, and what cannot be chosen among. */
#include "stubs/registry.h"

#define X    "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y    "[y]\nplugin = reader.array\npath = y.npy\n"
#define KF   "[split]\nrows = @x\nscheme = k-fold\n"
#define Z    "[z]\nplugin = transform.zscore\nx = @x\n"
#define M    "[m]\nplugin = decoder.ridge\nx = @z\ny = @y\nalphas = 1;10\n"
#define R    "[r]\nplugin = metric.pearson\npredicted = @m\ntarget = @y\n"
#define TUNE "[tune]\nscore = @r\nz.scale = train;segment\n"

Test(build_tuned, marks_what_a_candidate_changes)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph(X Y KF Z M R TUNE "[v]\nplugin = transform.zscore\nx = @y\n"
                                     "[n]\nplugin = metric.pearson\npredicted = @r\ntarget = @r\n",
                   registry);
    cr_expect(node_of(g, "z")->tuned && node_of(g, "m")->tuned && node_of(g, "r")->tuned);
    cr_expect_not(node_of(g, "x")->tuned || node_of(g, "y")->tuned || node_of(g, "v")->tuned);
    cr_expect_not(node_of(g, "n")->tuned, "a score over all folds is of no one choice");
}

/* The file says segment, which is no fit; a candidate says train. */
Test(build_tuned, a_candidate_may_make_a_fit)
{
    const struct {
        const char *line;
        gboolean fit;
    } rows[] = {{"z.scale = segment;train\n", TRUE}, {"z.scale = segment\n", FALSE}};
    g_autoptr(gy_registry) registry = texts_registry();
    for (int i = 0; i < 2; i++) {
        g_autofree char *text = g_strdup_printf(
            X Y KF Z "scale = segment\n" M R "[tune]\nscore = @r\n%s", rows[i].line);
        g_autoptr(gy_graph) g = good_graph(text, registry);
        cr_expect_eq(node_of(g, "z")->fit, rows[i].fit);
        cr_expect_eq(node_of(g, "z")->split, rows[i].fit);
    }
}

Test(build_tuned, refusals)
{
    const struct {
        const char *text, *told;
    } rows[] = {
        {X Y KF Z M R "[v]\nplugin = transform.zscore\nx = @y\n[tune]\nscore = @r\nv.scale = "
                      "train;segment\n",
         "f:27: error: [tune] v.scale changes nothing: the score 'r' does not depend on it\n"},
        {X Y KF Z M
         "[r]\nplugin = metric.pearson\npredicted = @z\ntarget = @y\n[tune]\nscore = @r\n"
         "z.scale = segment\n[q]\nplugin = metric.pearson\npredicted = @m\ntarget = "
         "@y\n",
         ""},
        {X Y "[split]\nrows = @z\nscheme = k-fold\n" Z "scale = segment\n" M R
             "[tune]\nscore = @r\nz.scale = segment\n",
         "f:8: error: [split] rows = @z depends on what [tune] chooses in the folds, which are "
         "made "
         "of it\n"},
        {X Y "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = run str; test bool\n"
             "[split]\nrows = @x\nscheme = predefined\ntest = @t.test\n" Z M R TUNE,
         "f:11: error: [tune] chooses on inner folds, and a predefined split has none for its "
         "training rows: say inner = k-fold 5 in [split]\n"},
    };
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(rows[i].text, registry, &told);
        if (i == 1) { /* nothing is fitted before this score, so it is made once */
            cr_expect(strstr(told, "score = @r is not made fold by fold") || g, "%s", told);
            continue;
        }
        cr_expect_null(g);
        cr_expect(strstr(told, rows[i].told), "%zu: %s", i, told);
    }
}

/* Segments that end at folds cannot be there before the folds are. */
Test(build_tuned, within_the_split_needs_the_split_first)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = graph_of_text(X Y "[split]\nrows = @z\nscheme = k-fold\n" Z
                                              "scale = segment\nwithin = @split\n" M R,
                                          registry, &told);
    cr_expect_null(g);
    cr_expect(strstr(told,
                     "f:14: error: [z] within = @split: the folds are made of @z, which needs "
                     "'z' first\n"),
              "%s", told);
}
