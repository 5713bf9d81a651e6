/* SPDX-License-Identifier: Apache-2.0
 *
 * Every file of tests/keyfiles/graph-bad gives exactly the problems of its .expected, all at once,
 * and no graph. */
#include "stubs/registry.h"

#include <unistd.h>

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

Test(build_bad, files_give_exactly_their_problems)
{
    g_autofree char *folder =
        g_build_filename(g_getenv("GYRUS_SOURCE_ROOT"), "tests", "keyfiles", "graph-bad", NULL);
    cr_assert(chdir(folder) == 0, "%s", folder); /* paths in messages are then short */
    g_autoptr(gy_registry) registry = texts_registry();
    g_autoptr(GDir) dir = g_dir_open(".", 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        if (g_str_has_suffix(name, ".ini")) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, by_name);
    cr_assert(names->len >= 30, "%u", names->len);
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".ini"));
        g_autofree char *path = g_strconcat(stem, ".expected", NULL);
        g_autofree char *expected = NULL;
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) kf = gy_keyfile_load(name, problems);
        g_autoptr(gy_graph) g = graph_of(kf, NULL, registry, problems);
        g_autofree char *told = gy_problems_format(problems);
        (void)g_file_get_contents(path, &expected, NULL, NULL);
        cr_expect_null(g, "%s", name);
        cr_expect(g_strcmp0(told, expected) == 0, "%s gives\n%sand not\n%s", name, told,
                  expected ? expected : "(no file)");
    }
}
