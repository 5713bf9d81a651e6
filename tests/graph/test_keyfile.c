/* SPDX-License-Identifier: Apache-2.0
 *
 * The scanner: every file of tests/keyfiles/jobs is read without a problem and as GKeyFile reads
 * it; every file of tests/keyfiles/bad gives exactly the problems of its .expected; and the limits
 * that no file on disk should have to show.
 */
#include "graph/keyfile.h"

#include <criterion/criterion.h>
#include <string.h>

static char *folder(const char *name)
{
    return g_build_filename(g_getenv("GYRUS_SOURCE_ROOT"), "tests", "keyfiles", name, NULL);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Paths of the .ini files of a folder, sorted. */
static GPtrArray *files_of(const char *name)
{
    g_autofree char *path = folder(name);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    cr_assert(dir != NULL, "%s", path);
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    const char *entry;
    while ((entry = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(entry, ".ini")) {
            g_ptr_array_add(files, g_build_filename(path, entry, NULL));
        }
    }
    g_ptr_array_sort(files, by_name);
    return files;
}

static void agree_with_glib(const gy_keyfile *keyfile, const char *data, size_t size)
{
    g_autoptr(GKeyFile) glib = g_key_file_new();
    g_autoptr(GError) error = NULL;
    cr_assert(g_key_file_load_from_data(glib, data, size, G_KEY_FILE_NONE, &error), "%s: %s",
              keyfile->path, error ? error->message : "");
    gsize n_groups = 0;
    g_auto(GStrv) groups = g_key_file_get_groups(glib, &n_groups);
    cr_assert(n_groups == keyfile->groups->len, "%s", keyfile->path);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const gy_group *group = keyfile->groups->pdata[i];
        cr_expect_str_eq(groups[i], group->name);
        gsize n_keys = 0;
        g_auto(GStrv) keys = g_key_file_get_keys(glib, groups[i], &n_keys, NULL);
        cr_assert(n_keys == group->keys->len, "%s [%s]", keyfile->path, group->name);
        for (guint k = 0; k < group->keys->len; k++) {
            const gy_key *key = group->keys->pdata[k];
            g_autofree char *value = g_key_file_get_value(glib, groups[i], keys[k], NULL);
            cr_expect_str_eq(keys[k], key->name);
            cr_expect_str_eq(g_strchomp(value), key->value, "%s:%d", keyfile->path, key->line);
        }
    }
}

/* Line and column must point at the value in the text itself. */
static void positions_are_right(const gy_keyfile *keyfile, const char *data)
{
    g_auto(GStrv) lines = g_strsplit(data, "\n", -1);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const gy_group *group = keyfile->groups->pdata[i];
        cr_expect(strchr(lines[group->line - 1], '[') != NULL);
        for (guint k = 0; k < group->keys->len; k++) {
            const gy_key *key = group->keys->pdata[k];
            const char *line = lines[key->line - 1];
            const char *value = g_utf8_offset_to_pointer(line, key->column - 1);
            cr_expect(g_str_has_prefix(value, key->value), "%s:%d", keyfile->path, key->line);
            cr_expect(strstr(line, key->name) != NULL && strstr(line, key->name) < value);
        }
    }
}

Test(keyfile, the_eleven_jobs_scan_cleanly_and_as_glib_reads_them)
{
    g_autoptr(GPtrArray) files = files_of("jobs");
    cr_assert(files->len == 11);
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *data = NULL;
        gsize size = 0;
        cr_assert(g_file_get_contents(files->pdata[i], &data, &size, NULL));
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) keyfile = gy_keyfile_load(files->pdata[i], problems);
        g_autofree char *text = gy_problems_format(problems);
        cr_assert(gy_problems_n(problems) == 0, "%s", text);
        agree_with_glib(keyfile, data, size);
        positions_are_right(keyfile, data);
    }
}

Test(keyfile, bad_files_give_exactly_their_problems)
{
    g_autoptr(GPtrArray) files = files_of("bad");
    cr_assert(files->len >= 25, "%u", files->len);
    for (guint i = 0; i < files->len; i++) {
        const char *path = files->pdata[i];
        g_autofree char *base = g_path_get_basename(path);
        g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".ini"));
        g_autofree char *expected_path = g_strconcat(stem, ".expected", NULL);
        g_autofree char *expected = NULL;
        cr_assert(g_file_get_contents(expected_path, &expected, NULL, NULL), "%s", expected_path);
        g_autofree char *data = NULL;
        gsize size = 0;
        cr_assert(g_file_get_contents(path, &data, &size, NULL));
        g_autoptr(gy_problems) problems = gy_problems_new();
        g_autoptr(gy_keyfile) keyfile G_GNUC_UNUSED = gy_keyfile_scan(base, data, size, problems);
        g_autofree char *text = gy_problems_format(problems);
        cr_expect_str_eq(text, expected, "%s:\n%s\nexpected\n%s", base, text, expected);
    }
}

static const char sample[] = "# a comment\n"
                             "\n"
                             "[pipeline]\n"
                             "title = a = b # not a comment? \n";

Test(keyfile, what_is_wrong_is_left_out_or_mended_and_the_rest_is_there)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = gy_keyfile_scan("f", sample, strlen(sample), problems);
    cr_assert(keyfile != NULL);
    cr_expect(gy_problems_n_errors(problems) == 1);
    const gy_group *group = gy_keyfile_group(keyfile, "pipeline", NULL);
    cr_assert(group != NULL && group->line == 3);
    const gy_key *title = gy_group_key(group, "title");
    cr_assert(title != NULL && g_str_equal(title->value, "a = b"));
    cr_assert(!gy_group_has(group, "seed"));
}

Test(keyfile, names_are_taken_apart)
{
    static const char text[] = "[chance  r.mean|small]\r\n\ttimes=10 \r\n[x|a] \r\nk = a=b;c#d\r\n";
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = gy_keyfile_scan("f", text, strlen(text), problems);
    g_autofree char *none = gy_problems_format(problems);
    cr_assert_str_eq(none, "");
    const gy_group *group = keyfile->groups->pdata[0];
    cr_expect_str_eq(group->name, "chance r.mean|small");
    cr_expect_str_eq(group->base, "chance");
    cr_expect_str_eq(group->argument, "r.mean");
    cr_expect_str_eq(group->profile, "small");
    const gy_key *key = gy_group_key(group, "times");
    cr_assert(key != NULL && key->line == 2 && key->column == 8);
    cr_expect_str_eq(key->value, "10");
    group = keyfile->groups->pdata[1];
    cr_expect(group->argument == NULL);
    cr_expect_str_eq(gy_group_key(group, "k")->value, "a=b;c#d");
    cr_expect(gy_group_key(group, "no") == NULL && gy_keyfile_group(keyfile, "x", NULL) == NULL);
}

static char *scan_problems(const char *data, size_t size, bool *out_null)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_keyfile) keyfile = gy_keyfile_scan("f", data, size, problems);
    *out_null = keyfile == NULL;
    return gy_problems_format(problems);
}

Test(keyfile, nul_and_size_are_fatal)
{
    bool null = false;
    g_autofree char *nul = scan_problems("[a]\nx\0 = 1\n", 11, &null);
    cr_expect_str_eq(nul, "f:2: error: NUL at byte 5: this is not a text\n");
    cr_expect(null);
    g_autofree char *big = g_malloc(GY_KEYFILE_MAX_BYTES + 1);
    memset(big, '\n', GY_KEYFILE_MAX_BYTES + 1);
    g_autofree char *large = scan_problems(big, GY_KEYFILE_MAX_BYTES + 1, &null);
    cr_expect_str_eq(large, "f: error: larger than 16 MiB: this is not a keyfile\n");
    cr_expect(null);
    g_autofree char *fits = scan_problems(big, GY_KEYFILE_MAX_BYTES, &null);
    cr_expect_str_eq(fits, "");
    g_autofree char *empty = scan_problems("", 0, &null);
    cr_expect_str_eq(empty, "");
    cr_expect(!null);
}

Test(keyfile, unreadable_files)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    cr_expect(gy_keyfile_load("/nowhere/f.ini", problems) == NULL);
    cr_expect(gy_keyfile_load("/", problems) == NULL);
    cr_expect(gy_problems_n_errors(problems) == 2);
    cr_expect_str_eq(gy_problems_get(problems, 1)->file, "/nowhere/f.ini");
    cr_expect(g_str_has_prefix(gy_problems_get(problems, 1)->text, "cannot be read: "));
}

Test(keyfile, groups_are_bounded)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i <= GY_KEYFILE_MAX_GROUPS + 5; i++) {
        g_string_append_printf(text, "[g%d]\n", i);
    }
    bool null = false;
    g_autofree char *problems = scan_problems(text->str, text->len, &null);
    cr_expect_str_eq(problems, "f:10001: error: more than 10000 groups\n");
}
