/* SPDX-License-Identifier: Apache-2.0 */
#include "core/atomic.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char *folder;

static void make_folder(void)
{
    folder = g_dir_make_tmp("gy-atomic-XXXXXX", NULL);
}

static void remove_folder(void)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
}

TestSuite(atomic, .init = make_folder, .fini = remove_folder);

/* Names in the folder, hidden ones too: what a failed write left behind. */
static int n_files(void)
{
    int n = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(dir) != NULL) {
        n++;
    }
    g_dir_close(dir);
    return n;
}

static void assert_content(const char *path, const char *expected)
{
    g_autofree char *text = NULL;
    cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s is missing", path);
    cr_assert_str_eq(text, expected);
}

Test(atomic, old_content_until_commit)
{
    g_autofree char *path = g_build_filename(folder, "scores.tsv", NULL);
    cr_assert(gy_atomic_write(path, "old", 3, NULL));
    g_autoptr(gy_atomic) a = gy_atomic_open(path, NULL);
    cr_assert(gy_atomic_append(a, "ne", 2, NULL));
    fprintf(gy_atomic_file(a), "w%d", 1);
    assert_content(path, "old");
    cr_assert(gy_atomic_commit(a, NULL));
    assert_content(path, "new1");
    cr_assert_eq(n_files(), 1);
    cr_assert(gy_atomic_write(path, NULL, 0, NULL));
    assert_content(path, "");
    GStatBuf info;
    mode_t mask = umask(0);
    umask(mask);
    g_stat(path, &info);
    cr_assert_eq(info.st_mode & 0777, 0666 & ~mask, "permissions follow the umask");
}

Test(atomic, abort_leaves_nothing)
{
    g_autofree char *path = g_build_filename(folder, "a", NULL);
    gy_atomic *a = gy_atomic_open(path, NULL);
    gy_atomic *b = gy_atomic_open(path, NULL); /* two writers at once have two temporary files */
    cr_assert(gy_atomic_append(a, "x", 1, NULL));
    cr_assert_eq(n_files(), 2);
    gy_atomic_free(a);
    gy_atomic_free(b);
    gy_atomic_free(NULL);
    cr_assert_eq(n_files(), 0);
}

Test(atomic, missing_folder)
{
    g_autofree char *path = g_build_filename(folder, "no", "a", NULL);
    g_autoptr(GError) error = NULL;
    cr_assert_not(gy_atomic_write(path, "x", 1, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    g_autofree char *expected =
        g_strdup_printf("%s: cannot create: No such file or directory", path);
    cr_assert_str_eq(error->message, expected);
}

Test(atomic, target_is_a_folder)
{
    g_autofree char *path = g_build_filename(folder, "sub", NULL);
    g_mkdir(path, 0700);
    g_autoptr(GError) error = NULL;
    cr_assert_not(gy_atomic_write(path, "x", 1, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    cr_assert_eq(n_files(), 1);
}

/* A file size limit stands in for a full disk: write fails halfway. Once the stream's buffer is
 * passed the failure shows at append, else only when commit flushes. */
Test(atomic, full_disk)
{
    static const size_t sizes[] = {200000, 1500};
    signal(SIGXFSZ, SIG_IGN);
    g_autofree char *path = g_build_filename(folder, "big", NULL);
    g_autofree char *bytes = g_malloc0(200000);
    cr_assert(gy_atomic_write(path, "old", 3, NULL));
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    const struct rlimit limit = {1000, before.rlim_max};
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GError) error = NULL;
        setrlimit(RLIMIT_FSIZE, &limit);
        bool written = gy_atomic_write(path, bytes, sizes[i], &error);
        g_autoptr(gy_atomic) a = gy_atomic_open(path, NULL);
        for (int k = 0; k < 2000; k++) {
            fprintf(gy_atomic_file(a), "a line of a report\n"); /* nobody looks at the result */
        }
        bool committed = gy_atomic_commit(a, NULL);
        setrlimit(RLIMIT_FSIZE, &before);
        cr_assert_not(written);
        cr_assert_not(committed);
        g_autofree char *expected = g_strdup_printf("%s: cannot write: File too large", path);
        cr_assert_str_eq(error->message, expected);
        assert_content(path, "old");
        cr_assert_eq(n_files(), 1);
    }
}

Test(atomic, append_after_failure_stays_failed)
{
    signal(SIGXFSZ, SIG_IGN);
    g_autofree char *path = g_build_filename(folder, "big", NULL);
    g_autofree char *bytes = g_malloc0(200000);
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    const struct rlimit limit = {1000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
    g_autoptr(gy_atomic) a = gy_atomic_open(path, NULL);
    cr_assert_not(gy_atomic_append(a, bytes, 200000, NULL));
    setrlimit(RLIMIT_FSIZE, &before);
    cr_assert_not(gy_atomic_append(a, "x", 1, NULL));
    cr_assert_not(gy_atomic_commit(a, NULL));
    cr_assert_eq(n_files(), 0);
}
