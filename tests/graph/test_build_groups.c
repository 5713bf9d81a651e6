/* SPDX-License-Identifier: Apache-2.0
 *
 * [pipeline], [foreach NAME] and lists in groups of the host. */
#include "stubs/registry.h"

#include "graph/build.h"

#define X "[x]\nplugin = reader.array\npath = x.npy\n"

Test(build_groups, settings_and_loops)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(gy_graph) g =
        good_graph("[pipeline]\ntitle = A;B\npaper = p\nseed = 7\nprecision = f32\non_error = "
                   "skip\n[foreach a]\nvalues = 01..03\n[foreach b_c]\nvalues = x;y\nexcept = "
                   "${a};y\n" X,
                   registry);
    cr_expect_str_eq(g->title, "A;B");
    cr_expect_str_eq(g->precision, "f32");
    cr_expect_str_eq(g->on_error, "skip");
    cr_expect(g->seed == 7);
    cr_assert(g->foreachs->len == 2);
    const gy_foreach *f = &g_array_index(g->foreachs, gy_foreach, 0);
    cr_expect_str_eq(f->values[0], "01");
    cr_expect_str_eq(f->values[2], "03");
    cr_expect_null(f->values[3]);
    cr_expect_str_eq(g_array_index(g->foreachs, gy_foreach, 1).except, "${a};y");
}

Test(build_groups, items)
{
    const struct {
        const char *text, *joined;
    } rows[] = {{"a", "a"}, {" a ; b ", "a|b"}, {"a;b;", "a|b"}, {"a;;b", "a||b"}, {"", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) items = gy_build_items(rows[i].text);
        g_autofree char *joined = g_strjoinv("|", items);
        cr_expect_str_eq(joined, rows[i].joined);
    }
}

Test(build_groups, eight_loops_are_not_too_many)
{
    g_autoptr(gy_registry) registry = texts_registry();
    GString *text = g_string_new(X);
    for (int i = 0; i < GY_LOOPS_MAX; i++) {
        g_string_append_printf(text, "[foreach v%d]\nvalues = a;b\n", i);
    }
    g_autoptr(gy_graph) g = good_graph(text->str, registry);
    cr_expect(g->foreachs->len == GY_LOOPS_MAX);
    g_string_free(text, TRUE);
}
