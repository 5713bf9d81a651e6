/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that need each other, in a folder of their own. */
#include "stubs/registry.h"

#include <glib/gstdio.h>

#define X "[x]\nplugin = reader.array\npath = x.npy\n"

static char *file_of(const char *dir, const char *name, const char *text)
{
    char *path = g_build_filename(dir, name, NULL);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static gy_graph *load(const char *path, gy_registry *registry, char **out_told)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) kf = gy_keyfile_load(path, problems);
    gy_graph *g = graph_of(kf, NULL, registry, problems);
    *out_told = gy_problems_format(problems);
    return g;
}

Test(build_needs, a_chain_of_files_and_one_node_for_all_its_edges)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *dir = g_dir_make_tmp("gyrus-needs-XXXXXX", NULL);
    g_autofree char *a = file_of(dir, "a.ini", X);
    g_autofree char *b =
        file_of(dir, "b.ini", "[needs]\na = a.ini\n[z]\nplugin = transform.zscore\nx = @a:x\n");
    g_autofree char *c = file_of(dir, "c.ini",
                                 "[needs]\nb = b.ini\n[d]\nplugin = metric.pearson\npredicted = "
                                 "@b:z\ntarget = @b:z.y\n");
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = load(c, registry, &told);
    cr_expect_str_eq(told, "");
    cr_assert(g != NULL && g->nodes->len == 2 && g->needs->len == 1);
    const gy_gnode *proxy = node_of(g, "b:z");
    cr_expect(proxy->need == 0 && proxy->in[0]->len == 0 && !proxy->fit && !proxy->split);
    const gy_gneed *need = &g_array_index(g->needs, gy_gneed, 0);
    cr_expect(need->graph != NULL && gy_graph_find(need->graph, "a:x") >= 0);
    (void)g_remove(a);
    (void)g_remove(b);
    (void)g_remove(c);
    (void)g_remove(dir);
}

Test(build_needs, circles_are_told_at_the_file_that_closes_them)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *dir = g_dir_make_tmp("gyrus-needs-XXXXXX", NULL);
    g_autofree char *a = file_of(dir, "a.ini", "[needs]\nb = b.ini\n");
    g_autofree char *b = file_of(dir, "b.ini", "[needs]\na = a.ini\n");
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = load(a, registry, &told);
    g_autofree char *expected =
        g_strdup_printf("%s:2: error: [needs] a: 'a.ini' needs this file, in a circle\n", b);
    cr_expect_null(g);
    cr_expect_str_eq(told, expected);
    (void)g_remove(a);
    (void)g_remove(b);
    (void)g_remove(dir);
}

Test(build_needs, a_node_inside_a_loop_of_its_file_is_no_single_value)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *dir = g_dir_make_tmp("gyrus-needs-XXXXXX", NULL);
    g_autofree char *a = file_of(dir, "a.ini",
                                 "[foreach k]\nvalues = 1;2\n[x]\nplugin = reader.array\n"
                                 "path = ${k}.npy\n");
    g_autofree char *b =
        file_of(dir, "b.ini", "[needs]\na = a.ini\n[z]\nplugin = transform.zscore\nx = @a:x\n");
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = load(b, registry, &told);
    g_autofree char *expected = g_strdup_printf(
        "%s:5: error: 'x' of %s is inside a loop of its file: a:x stands for many values\n", b, a);
    cr_expect_null(g);
    cr_expect_str_eq(told, expected);
    (void)g_remove(a);
    (void)g_remove(b);
    (void)g_remove(dir);
}

/* What a needed file cannot run is told with its own line. */
Test(build_needs, limits_of_the_needed_file)
{
    g_autoptr(gy_registry) registry = texts_registry();
    g_autofree char *dir = g_dir_make_tmp("gyrus-needs-XXXXXX", NULL);
    g_autofree char *a = file_of(dir, "a.ini", X "[w]\nplugin = world.grid\n");
    g_autofree char *b =
        file_of(dir, "b.ini", "[needs]\na = a.ini\n[z]\nplugin = transform.zscore\nx = @a:x\n");
    g_autofree char *told = NULL;
    g_autoptr(gy_graph) g = load(b, registry, &told);
    cr_assert_not_null(g, "%s", told);
    g_autofree char *limits = gy_problems_format(g->not_run);
    g_autofree char *expected = g_strdup_printf(
        "%s:4: error: [w] plugin = world.grid: this version checks it but cannot run it\n", a);
    cr_expect_str_eq(limits, expected);
    (void)g_remove(a);
    (void)g_remove(b);
    (void)g_remove(dir);
}
