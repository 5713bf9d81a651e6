/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of nodes that are the host's, and the texts that loops make. */
#include "stubs/registry.h"

#include "graph/build.h"

#define X     "[x]\nplugin = reader.array\npath = x.npy\n"
#define T     "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = run str; image i32\n"
#define SPLIT "[split]\nrows = @x\nscheme = k-fold\n"

Test(build_host_keys, are_kept)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g = good_graph(
        X T SPLIT
        "[foreach subject]\nvalues = a;b\n[s]\nplugin = reader.array\npath = ${subject}.npy\n"
        "[z]\nplugin = transform.zscore\nx = @s\nversion "
        "= 1\npool = subject\nmissing = drop-rows\nallow = pretrained\nwithin = @t.run\n"
        "inner = holdout 0.1\n[d]\nplugin = transform.delay\nx = @x\npast = 1 rows\n"
        "within = @split\n",
        registry);
    const gy_gnode *z = node_of(g, "z"), *d = node_of(g, "d");
    cr_expect_str_eq(z->pool, "subject");
    cr_expect_str_eq(z->missing, "drop-rows");
    cr_expect_str_eq(z->allow, "pretrained");
    cr_expect_str_eq(z->inner, "holdout 0.1");
    cr_assert(z->uses->len == 1 && d->uses->len == 0);
    cr_expect(g_array_index(z->uses, gy_link, 0).node == gy_graph_find(g, "t"));
    cr_expect_str_eq(d->within, "@split");
}

Test(build_host_keys, inner_schemes)
{
    g_autoptr(gy_registry) registry = texts_registry();
    const struct {
        const char *text;
        gboolean good;
    } rows[] = {
        {"k-fold 5", TRUE},         {"k-fold", TRUE},       {"leave-one-group-out", TRUE},
        {"holdout last 0.2", TRUE}, {"forward 3", TRUE},    {"k-fold 1", FALSE},
        {"k-fold many", FALSE},     {"holdout 2", FALSE},   {"leave-one-group-out 3", FALSE},
        {"predefined", FALSE},      {"stratified 2", TRUE}, {"group-k-fold 2.5", FALSE}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text =
            g_strdup_printf(X "[z]\nplugin = transform.zscore\nx = @x\ninner = %s\n", rows[i].text);
        g_autofree char *told = NULL;
        g_autoptr(gy_graph) g = graph_of_text(text, registry, &told);
        cr_expect((g != NULL) == rows[i].good, "%s: %s", rows[i].text, told);
    }
}

Test(build_host_keys, every_value_of_a_loop_is_tried)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph("[foreach a]\nvalues = 1;2;3\n[foreach b]\nvalues = x;y\n" X, registry);
    gy_build b = {.g = g};
    const struct {
        const char *text, *joined;
    } rows[] = {{"plain", "plain"},
                {"${a}", "1|2|3"},
                {"${a}${b}", "1x|2x|3x|1y"},
                {"$${a}", "${a}"},
                {"${unknown}", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) cases = gy_build_cases(&b, rows[i].text);
        g_autofree char *joined = g_strjoinv("|", cases);
        cr_expect_str_eq(joined, rows[i].joined);
    }
}
