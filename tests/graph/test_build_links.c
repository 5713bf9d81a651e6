/* SPDX-License-Identifier: Apache-2.0
 *
 * Edges to ports, columns and functions. */
#include "stubs/registry.h"

#include "graph/build.h"

#define X     "[x]\nplugin = reader.array\npath = x.npy\n"
#define Y     "[y]\nplugin = reader.array\npath = y.npy\n"
#define T     "[t]\nplugin = reader.table\npath = t.tsv\ncolumns = run str; image i32\n"
#define SPLIT "[split]\nrows = @x\nscheme = k-fold\n"
#define RIDGE "[m]\nplugin = decoder.ridge\nx = @x\ny = @y\nalphas = 1;10\n"

static gy_link only_link(const char *edge, gy_registry *registry)
{
    g_autofree char *text = g_strdup_printf(
        X Y T SPLIT RIDGE "[q]\nplugin = transform.lookup\nx = %s\nkey = @t.image\nat = @t.run\n",
        edge);
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = graph_of_text(text, registry, &told);
    gy_link l = {.node = -1};
    if (g) {
        const gy_gnode *q = node_of(g, "q");
        l = g_array_index(q->in[0], gy_link, 0);
        l.word = g_strdup(l.word);
        l.text = NULL;
    }
    return l;
}

Test(build_links, what_stands_behind_the_dot)
{
    g_autoptr(gy_registry) registry = texts_registry();
    const struct {
        const char *edge;
        gy_link_kind kind;
        const char *word;
    } rows[] = {{"@m", GY_LINK_PORT, NULL},
                {"@m.predicted", GY_LINK_PORT, NULL},
                {"@t.image", GY_LINK_WORD, "image"},
                {"@x.session", GY_LINK_WORD, "session"},
                {"@t.table.image", GY_LINK_PORT, "image"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gy_link l = only_link(rows[i].edge, registry);
        cr_assert(l.node >= 0, "%s", rows[i].edge);
        cr_expect(l.kind == rows[i].kind && l.state == -1, "%s", rows[i].edge);
        cr_expect(g_strcmp0(l.word, rows[i].word) == 0, "%s", rows[i].edge);
        gy_link_clear(&l);
    }
}

Test(build_links, models_fit_no_array)
{
    g_autoptr(gy_registry) registry = texts_registry();
    static const char *const bad[] = {"@m.model", "@nobody", "@nobody:x", "@x:m", "x", "@"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        gy_link l = only_link(bad[i], registry);
        cr_expect(l.node == -1, "%s", bad[i]);
        gy_link_clear(&l);
    }
}
