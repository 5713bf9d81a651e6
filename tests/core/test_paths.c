/* SPDX-License-Identifier: Apache-2.0 */
#include "core/paths.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

/* Each list is in its natural order; every pair is compared both ways. */
Test(paths, natural_order)
{
    static const char *const order[] = {"",
                                        "/",
                                        "0",
                                        "00",
                                        "01",
                                        "1",
                                        "2",
                                        "10",
                                        "18446744073709551616",
                                        "18446744073709551617",
                                        "A",
                                        "a",
                                        "a/z",
                                        "a-b",
                                        "run",
                                        "run-01",
                                        "run-1",
                                        "run-01b",
                                        "run-2",
                                        "run-2/x",
                                        "run-2-x",
                                        "run-10",
                                        "run-10/1",
                                        "runs",
                                        "\xc3\xa9"};
    /* equal numbers: the rest decides first ("run-01b" last), then the bytes ("01" before "1") */
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(order); j++) {
            int sign = gy_natural_compare(order[i], order[j]);
            cr_assert_eq((sign > 0) - (sign < 0), (i > j) - (i < j), "\"%s\" and \"%s\": %d",
                         order[i], order[j], sign);
        }
    }
}

static char *folder;

static void touch(const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    cr_assert(g_file_set_contents(path, "", 0, NULL));
}

static void make_tree(void)
{
    static const char *const files[] = {"run-1_bold.nii",
                                        "run-2_bold.nii",
                                        "run-10_bold.nii",
                                        "run-2_mask.nii",
                                        "run-_bold.nii",
                                        ".run-3_bold.nii",
                                        "a[1].npy",
                                        "a1.npy",
                                        "sub-01/sub-01_x.npy",
                                        "sub-02/sub-02_x.npy",
                                        "sub-02/sub-03_x.npy",
                                        "sub-10/sub-10_x.npy",
                                        "x_bold_bold.nii",
                                        "sub-01/deep/file.txt"};
    folder = g_dir_make_tmp("gy-paths-XXXXXX", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        touch(files[i]);
    }
}

static void remove_below(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *below = g_build_filename(path, name, NULL);
        remove_below(below);
    }
    if (dir != NULL) {
        g_dir_close(dir);
    }
    g_remove(path);
}

static void remove_tree(void)
{
    remove_below(folder);
    g_free(folder);
}

TestSuite(expand, .init = make_tree, .fini = remove_tree);

/* "name[captures] name[captures]": paths relative to the folder. */
static char *expanded(const char *pattern)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) found = gy_paths_expand(pattern, folder, &error);
    cr_assert_not_null(found, "%s", error != NULL ? error->message : "");
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const gy_path *path = found->pdata[i];
        cr_assert(g_str_has_prefix(path->path, folder));
        g_string_append_printf(out, "%s%s", i > 0 ? " " : "", path->path + strlen(folder) + 1);
        for (guint k = 0; k < path->captures->len; k++) {
            const gy_capture *capture = path->captures->pdata[k];
            g_string_append_printf(out, ",%s=%s", capture->name, capture->value);
            cr_assert_str_eq(gy_path_capture(path, capture->name), capture->value);
        }
        cr_assert_null(gy_path_capture(path, "nothing"));
    }
    return g_string_free(out, FALSE);
}

Test(expand, matches)
{
    static const struct {
        const char *pattern, *found;
    } cases[] = {
        {"run-*_bold.nii", "run-1_bold.nii run-2_bold.nii run-10_bold.nii run-_bold.nii"},
        {"run-{run}_bold.nii", "run-1_bold.nii,run=1 run-2_bold.nii,run=2 run-10_bold.nii,run=10"},
        {"{what}_bold*", "run-1_bold.nii,what=run-1 run-2_bold.nii,what=run-2 "
                         "run-10_bold.nii,what=run-10 run-_bold.nii,what=run- "
                         "x_bold_bold.nii,what=x"},
        {"run-{run}_{kind}.nii", "run-1_bold.nii,run=1,kind=bold run-2_bold.nii,run=2,kind=bold "
                                 "run-2_mask.nii,run=2,kind=mask "
                                 "run-10_bold.nii,run=10,kind=bold"},
        {"sub-{s}/sub-{s}_x.npy", "sub-01/sub-01_x.npy,s=01 sub-02/sub-02_x.npy,s=02 "
                                  "sub-10/sub-10_x.npy,s=10"},
        {"sub-*/sub-{s}_x.npy", "sub-01/sub-01_x.npy,s=01 sub-02/sub-02_x.npy,s=02 "
                                "sub-02/sub-03_x.npy,s=03 sub-10/sub-10_x.npy,s=10"},
        {"a[1].npy", "a[1].npy"},
        {"a[*].npy", "a[1].npy"},
        {"a1.npy", "a1.npy"},
        {".run-*", ".run-3_bold.nii"},
        {"*/deep//*.txt", "sub-01/deep/file.txt"},
        {"**1_*.nii", "run-1_bold.nii"},
        {"sub-01", "sub-01"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = expanded(cases[i].pattern);
        cr_assert_str_eq(found, cases[i].found, "%s gives %s", cases[i].pattern, found);
    }
}

Test(expand, absolute_ignores_base)
{
    g_autofree char *pattern = g_build_filename(folder, "a*.npy", NULL);
    g_autoptr(GPtrArray) found = gy_paths_expand(pattern, "/nowhere", NULL);
    cr_assert_not_null(found);
    cr_assert_eq(found->len, 2);
    cr_assert(gy_paths_is_pattern(pattern));
    cr_assert_not(gy_paths_is_pattern("a[1]?.npy"));
}

/* Many wildcards that nearly match: without the memory of failures this takes 10^9 steps. */
Test(expand, no_blow_up, .timeout = 5)
{
    g_autofree char *name = g_strnfill(120, 'a');
    touch(name);
    g_autoptr(GError) error = NULL;
    cr_assert_null(gy_paths_expand("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab", folder, &error));
}

Test(expand, errors)
{
    g_autofree char *nothing = g_strdup_printf("no file matches \"z*.npy\" (looked in %s)", folder);
    g_autofree char *missing = g_strdup_printf("%s/none.npy: no such file", folder);
    g_autofree char *no_folder =
        g_strdup_printf("no file matches \"no/*.npy\" (looked in %s/no: ", folder);
    const struct {
        const char *pattern;
        int code;
        const char *text; /* beginning of the message */
    } cases[] = {
        {"z*.npy", GY_ERR_IO, nothing},
        {"none.npy", GY_ERR_IO, missing},
        {"no/*.npy", GY_ERR_IO, no_folder},
        {"a1.npy/*", GY_ERR_IO, "no file matches"},
        {"", GY_ERR_PARAM, "path pattern \"\": is empty"},
        {"a{.npy", GY_ERR_PARAM, "path pattern \"a{.npy\": '{' must begin"},
        {"a{}", GY_ERR_PARAM, "path pattern"},
        {"a{1x}", GY_ERR_PARAM, "path pattern"},
        {"a{X}", GY_ERR_PARAM, "path pattern"},
        {"a{x/y}", GY_ERR_PARAM, "path pattern"},
        {"{x}-{x}", GY_ERR_PARAM, "path pattern \"{x}-{x}\": a {name} stands twice"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_null(gy_paths_expand(cases[i].pattern, folder, &error));
        cr_assert(g_error_matches(error, GY_ERROR, cases[i].code), "%s", cases[i].pattern);
        cr_assert(g_str_has_prefix(error->message, cases[i].text), "%s", error->message);
    }
    touch("bad-\xff.npy");
    g_autoptr(GError) error = NULL;
    cr_assert_null(gy_paths_expand("bad-{x}.npy", folder, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_FORMAT));
}

Test(paths, a_name_is_one_component)
{
    static const struct {
        const char *name, *shown;
    } rows[] = {{"subject=3", "/subject=3"},
                {"a b.c", "/a b.c"},
                {"a/../b", "/a%2F..%2Fb"},
                {"..", "/%2E%2E"},
                {".", "/%2E"},
                {"50%", "/50%25"},
                {"", "/"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) path = g_string_new("out");
        gy_paths_append(path, rows[i].name);
        cr_assert(g_str_has_prefix(path->str, "out"));
        cr_assert_str_eq(path->str + 3, rows[i].shown);
    }
}
