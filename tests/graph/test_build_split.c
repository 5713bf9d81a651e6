/* SPDX-License-Identifier: Apache-2.0
 *
 * [split] and what its schemes need. */
#include "stubs/registry.h"

#define X "[x]\nplugin = reader.array\npath = x.npy\n"
#define S "[s]\nplugin = reader.signal\npath = s.npy\n"
#define T "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = run str; image i32\n"

Test(build_split, keys_are_read)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph(X T "[split]\nrows = @x\nscheme = group-k-fold\nfolds = 10\ngroups = "
                       "@t.run\ntogether = @t.image\ngap = 2 s\ninner = k-fold 3\nrefit = false\n",
                   registry);
    const gy_gsplit *s = &g_array_index(g->splits, gy_gsplit, 0);
    cr_expect(s->folds == 10 && !s->refit && s->has_groups && s->has_together);
    cr_expect(s->rows.node == gy_graph_find(g, "x") && s->groups.node == gy_graph_find(g, "t"));
    cr_expect_str_eq(s->scheme, "group-k-fold");
    cr_expect_str_eq(s->together.word, "image");
    cr_expect_str_eq(s->gap, "2 s");
    cr_expect_str_eq(s->inner, "k-fold 3");
    cr_expect_str_eq(s->name, "");
}

Test(build_split, good_and_bad)
{
    const struct {
        const char *text;
        gboolean good;
    } rows[] = {
        {S "[split]\nrows = @s\nscheme = k-fold\n", TRUE},
        {S "[split]\nrows = @s\nscheme = k-fold\nshuffle = true\nallow = shuffled-time\n", TRUE},
        {S "[split]\nrows = @s\nscheme = k-fold\nshuffle = true\n", FALSE},
        {X T "[split]\nrows = @x\nscheme = forward\nfolds = 3\n", TRUE},
        {X T "[split]\nrows = @x\nscheme = forward\nshuffle = true\n", FALSE},
        {X T "[split]\nrows = @x\nscheme = stratified\ngroups = @t.class\nshuffle = true\n", FALSE},
        {X T "[split]\nrows = @x\nscheme = holdout\nfolds = 3\n", FALSE},
        {X T "[split]\nrows = @x\nscheme = leave-one-group-out\ngroups = @t.class\nfolds = 3\n",
         FALSE},
        {X T "[split]\nrows = @x\nscheme = k-fold\ngroups = @t.class\n", FALSE},
        {X T
         "[split]\nrows = @x\nscheme = k-fold\ngroups = @t.class\ninner = leave-one-group-out\n",
         TRUE},
        {S "[split]\nrows = @s\nscheme = holdout\ntest = last 0.2\n", TRUE},
        {S "[split]\nrows = @s\nscheme = holdout\n", FALSE},
        {X "[split]\nrows = @x\nscheme = holdout\n", TRUE},
        {X "[split]\nrows = @x\nscheme = holdout\ntest = 2\n", FALSE},
        {X "[split]\nrows = @x\nscheme = k-fold\ngap = 10 rows\n", TRUE},
        {X "[split]\nrows = @x\nscheme = k-fold\ngap = -1 s\n", FALSE},
        {X T "[split]\nrows = @x\nscheme = predefined\ntest = @t.run\n", TRUE},
        {X T "[split]\nrows = @x\nscheme = predefined\ntest = 0.2\n", FALSE},
        {X "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n", TRUE},
        {X "[split]\nrows = @x\nscheme = k-fold\nfolds = many\n", FALSE},
    };
    g_autoptr(gy_registry) registry = texts_registry();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(rows[i].text, registry, &told);
        cr_expect((g != NULL) == rows[i].good, "%s%s", rows[i].text, told);
    }
}
