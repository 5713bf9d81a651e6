/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/registry.h"

#include "core/error.h"
#include "so_case.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Files that cannot be used: the problem, its line, and what loading their id then says. */
static const struct {
    const char *file, *id;
    int line;
    gy_severity severity;
    const char *message;
} refused[] = {
    {"other_major", "transform.other-major", 1, GY_SEVERITY_ERROR,
     "made for ABI major 7; this host has major 0"},
    {"newer_minor", "transform.newer-minor", 1, GY_SEVERITY_ERROR,
     "requires ABI minor 99; this host has minor 1"},
    {"unknown_word", "transform.unknown-word", 5, GY_SEVERITY_ERROR,
     "word 'glows' is not known to this host (minor 1); the file requires minor 0"},
    {"no_section", NULL, 0, GY_SEVERITY_WARNING, "no plugin: it has no section .gyrus"},
};

Test(registry, refused)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(gy_registry) r = gy_registry_new();
        g_autofree char *path = so_path(refused[i].file);
        cr_assert(!gy_registry_add_file(r, path), "%s", path);
        const gy_problem *p = gy_problems_get(gy_registry_problems(r), 0);
        cr_assert_str_eq(p->file, path);
        cr_assert_eq(p->line, refused[i].line);
        cr_assert_eq(p->severity, refused[i].severity);
        cr_assert(strstr(p->text, refused[i].message), "%s", p->text);
        if (refused[i].id) {
            g_autoptr(GError) error = NULL;
            cr_assert_null(gy_registry_find(r, refused[i].id));
            cr_assert_null(gy_registry_path(r, refused[i].id));
            cr_assert_null(gy_registry_load(r, refused[i].id, &error));
            cr_assert(strstr(error->message, refused[i].message), "%s", error->message);
            cr_assert(strstr(error->message, path), "%s", error->message);
        }
    }
}

/* A newer minor also names the words it needs. */
Test(registry, newer_minor_names_the_word)
{
    g_autoptr(gy_registry) r = gy_registry_new();
    g_autofree char *path = so_path("newer_minor");
    gy_registry_add_file(r, path);
    g_autofree char *all = gy_problems_format(gy_registry_problems(r));
    cr_assert(strstr(all, "'sparkling' is not known to this host (minor 1); the file requires "
                          "minor 99"),
              "%s", all);
}

Test(registry, one_id_twice)
{
    g_autoptr(gy_registry) r = gy_registry_new();
    g_autofree char *same = so_path("two_same");
    g_autofree char *a = so_path("twin_a");
    g_autofree char *b = so_path("twin_b");
    cr_assert(!gy_registry_add_file(r, same));
    cr_assert(gy_registry_add_file(r, a));
    cr_assert(!gy_registry_add_file(r, b));
    g_autofree char *all = gy_problems_format(gy_registry_problems(r));
    g_autofree char *both = g_strdup_printf("'transform.twin' is in two files: %s and %s", a, b);
    cr_assert(strstr(all, "two texts of the file are of node 'transform.two-same'"), "%s", all);
    cr_assert(strstr(all, both), "%s", all);
    cr_assert_not_null(gy_registry_find(r, "transform.twin"));
    g_autoptr(GError) error = NULL;
    cr_assert_null(gy_registry_load(r, "transform.twin", &error));
    cr_assert_str_eq(error->message, both);
}

/* A folder with files, one folder in it, and things that are no plugins. */
Test(registry, folders)
{
    g_autofree char *dir = g_dir_make_tmp("gyrus-XXXXXX", NULL);
    g_autofree char *inner = g_build_filename(dir, "more", NULL);
    g_autofree char *deep = g_build_filename(inner, "deeper", NULL);
    g_assert_cmpint(g_mkdir_with_parents(deep, 0700), ==, 0);
    static const char *const links[][2] = {
        {"b.so", "scale_by"},           {"more/a.so", "twin_a"},  {"more/same.so", "scale_by"},
        {"more/deeper/c.so", "no_run"}, {".hidden.so", "no_add"}, {"d.so.1", "no_solve"}};
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autofree char *to = so_path(links[i][1]);
        g_autofree char *from = g_build_filename(dir, links[i][0], NULL);
        cr_assert_eq(symlink(to, from), 0);
    }
    g_autofree char *broken = g_build_filename(dir, "a.so", NULL);
    cr_assert(g_file_set_contents(broken, "not a library", -1, NULL));
    g_autoptr(gy_registry) r = gy_registry_new();
    cr_assert(gy_registry_add_dir(r, dir, NULL));
    g_auto(GStrv) ids = gy_registry_ids(r);
    g_autofree char *joined = g_strjoinv(" ", ids);
    cr_assert_str_eq(joined, "transform.scale-by transform.twin");
    cr_assert_eq(gy_problems_n(gy_registry_problems(r)), 1);
    const gy_problem *p = gy_problems_get(gy_registry_problems(r), 0);
    cr_assert_str_eq(p->file, broken);
    cr_assert_str_eq(p->text, "not an ELF file: 13 bytes are too few");
    cr_assert_eq(strlen(gy_registry_build_id(r, "transform.twin")), 40);
    cr_assert(g_str_has_suffix(gy_registry_path(r, "transform.twin"), "/more/a.so"));
    cr_assert_null(gy_registry_build_id(r, "transform.x"));
    g_unlink(broken);
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autofree char *from = g_build_filename(dir, links[i][0], NULL);
        g_unlink(from);
    }
    g_rmdir(deep);
    g_rmdir(inner);
    g_rmdir(dir);
}

Test(registry, absent)
{
    g_autoptr(gy_registry) r = gy_registry_new();
    g_autoptr(GError) error = NULL;
    cr_assert(!gy_registry_add_dir(r, "/nonexistent", &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    g_clear_error(&error);
    cr_assert(!gy_registry_add_file(r, "/nonexistent/a.so"));
    g_autofree char *all = gy_problems_format(gy_registry_problems(r));
    cr_assert_str_eq(all, "/nonexistent/a.so: error: No such file or directory\n");
    g_autofree char *path = so_path("scale_by");
    gy_registry_add_file(r, path);
    cr_assert_null(gy_registry_load(r, "transform.scale-bi", &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_USAGE));
    cr_assert_str_eq(
        error->message,
        "no plugin has a node 'transform.scale-bi' (did you mean 'transform.scale-by'?)");
    gy_registry_free(NULL);
}

/* Sixty files in well under 10 ms: each is another copy, as reading one again costs nothing. The
 * best of five rounds counts, because the machine is shared. */
Test(registry, fast)
{
    g_autofree char *dir = g_dir_make_tmp("gyrus-XXXXXX", NULL);
    g_autofree char *path = so_path("scale_by");
    g_autofree char *bytes = NULL;
    gsize size = 0;
    cr_assert(g_file_get_contents(path, &bytes, &size, NULL));
    for (int i = 0; i < 60; i++) {
        g_autofree char *copy = g_strdup_printf("%s/%02d.so", dir, i);
        cr_assert(g_file_set_contents(copy, bytes, (gssize)size, NULL));
    }
    gint64 best = G_MAXINT64;
    for (int round = 0; round < 5; round++) {
        g_autoptr(gy_registry) r = gy_registry_new();
        gint64 start = g_get_monotonic_time();
        gy_registry_add_dir(r, dir, NULL);
        best = MIN(best, g_get_monotonic_time() - start);
        cr_assert_eq(gy_problems_n_errors(gy_registry_problems(r)), 59, "one id in 60 files");
    }
    for (int i = 0; i < 60; i++) {
        g_autofree char *copy = g_strdup_printf("%s/%02d.so", dir, i);
        g_unlink(copy);
    }
    g_rmdir(dir);
#if defined(__SANITIZE_ADDRESS__)
    best /= 20;
#endif
    cr_assert_lt(best, 10000, "%" G_GINT64_FORMAT " us", best);
}
