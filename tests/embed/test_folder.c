/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/folder.h"

#include "core/error.h"
#include "world.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static gboolean open_at(gy_folder *f, const char *dir, const char *name, GError **error)
{
    g_autofree char *path = *name ? g_build_filename(dir, name, NULL) : g_strdup(dir);
    return gy_folder_open(f, path, error);
}

static void assert_refused(const char *dir, const char *name)
{
    gy_folder f;
    GError *error = NULL;
    int before = count_entries(dir);
    cr_assert_not(open_at(&f, dir, name, &error), "%s", name);
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO), "%s", name);
    cr_assert_not_null(strstr(error->message, dir), "%s", error->message);
    g_error_free(error);
    cr_assert(!f.path && !f.part && !f.made);
    gy_folder_close(&f);
    cr_assert_eq(count_entries(dir), before, "%s: nothing is left", name);
}

Test(folder, refuses_what_is_there)
{
    char dir[] = "/tmp/gyrus-folder-XXXXXX";
    cr_assert_not_null(g_mkdtemp(dir));
    g_autofree char *file G_GNUC_UNUSED = write_file(dir, "file", "x");
    g_autofree char *full = g_build_filename(dir, "full", NULL);
    g_autofree char *empty = g_build_filename(dir, "empty", NULL);
    g_autofree char *link = g_build_filename(dir, "link", NULL);
    g_autofree char *loose = g_build_filename(dir, "loose", NULL);
    cr_assert_eq(g_mkdir(full, 0777), 0);
    cr_assert_eq(g_mkdir(empty, 0777), 0);
    g_autofree char *inner = write_file(full, "scores.tsv", "old");
    cr_assert_eq(symlink(empty, link), 0);
    cr_assert_eq(symlink("/nowhere/at/all", loose), 0);
    const char *const bad[] = {
        "",     "file",  "full",     "full/",        "full/scores.tsv", "full/.",
        "link", "loose", "file/run", "file/a/b/run", "empty/../full"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_refused(dir, bad[i]);
    }
    /* the parents can be made, the folder itself cannot: a name has at most 255 bytes */
    g_autofree char *name = g_strnfill(250, 'n');
    g_autofree char *late = g_strconcat("new/parents/", name, NULL);
    assert_refused(dir, late);
    g_autofree char *kept = NULL;
    cr_assert(g_file_get_contents(inner, &kept, NULL, NULL));
    cr_assert_str_eq(kept, "old");
    remove_all(dir);
}

Test(folder, leaves_nothing_unless_completed)
{
    char dir[] = "/tmp/gyrus-folder-XXXXXX";
    cr_assert_not_null(g_mkdtemp(dir));
    const char *const good[] = {"run", "a/b/c/run", "run/", "empty", "old/new/run"};
    g_autofree char *empty = g_build_filename(dir, "empty", NULL);
    g_autofree char *old = g_build_filename(dir, "old", NULL);
    cr_assert_eq(g_mkdir(empty, 0777) + g_mkdir(old, 0777), 0);
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        gy_folder f;
        cr_assert(open_at(&f, dir, good[i], NULL), "%s", good[i]);
        g_autofree char *beside = g_path_get_dirname(f.path);
        cr_assert(g_str_has_prefix(f.part, beside), "same file system");
        cr_assert(g_file_test(f.part, G_FILE_TEST_IS_DIR));
        g_autofree char *inside = g_build_filename(f.part, "outputs", NULL);
        cr_assert_eq(g_mkdir(inside, 0777), 0);
        g_autofree char *text G_GNUC_UNUSED = write_file(inside, "x", "x");
        gy_folder_close(&f);
        gy_folder_close(&f);
        cr_assert_eq(count_entries(dir), 2, "%s", good[i]);
        cr_assert_eq(count_entries(empty) + count_entries(old), 0, "%s", good[i]);
    }
    remove_all(dir);
}

Test(folder, what_others_put_beside_stays)
{
    char dir[] = "/tmp/gyrus-folder-XXXXXX";
    cr_assert_not_null(g_mkdtemp(dir));
    gy_folder f;
    cr_assert(open_at(&f, dir, "a/b/run", NULL));
    g_autofree char *a = g_build_filename(dir, "a", NULL);
    g_autofree char *theirs = write_file(a, "theirs", "x");
    gy_folder_close(&f);
    cr_assert(g_file_test(theirs, G_FILE_TEST_EXISTS));
    cr_assert_eq(count_entries(a), 1);
    remove_all(dir);
}

Test(folder, a_parent_that_cannot_be_written)
{
    if (geteuid() == 0) {
        cr_skip("root writes into folders without w");
    }
    char dir[] = "/tmp/gyrus-folder-XXXXXX";
    cr_assert_not_null(g_mkdtemp(dir));
    cr_assert_eq(g_chmod(dir, 0555), 0);
    assert_refused(dir, "run");
    assert_refused(dir, "a/b/run");
    g_chmod(dir, 0755);
    remove_all(dir);
}

static char *read_file(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    char *text = NULL;
    cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
    return text;
}

Test(folder, holds_everything)
{
    world w = world_new();
    gy_story t = story_of(&w);
    t.checks = "ok a\n";
    t.problems = "key.ini: error\n";
    t.notes = "a: warned\n";
    add_score(&w, "subject=1;fold=0", "", 0.1);
    add_score(&w, "subject=1", "roi=a\tb\nc\\d", (double)NAN);
    add_result(&w, "subject=1", 3, 0.5);
    add_result(&w, "", 0, 0.5);
    gy_folder f;
    GError *error = NULL;
    cr_assert(open_at(&f, w.dir, "x/run", NULL));
    cr_assert(gy_folder_write(&f, &t, &error), "%s", error ? error->message : "");
    g_autofree char *scores = read_file(f.path, "scores.tsv"), *log = read_file(f.path, "log.txt");
    g_autofree char *record = read_file(f.path, "run.json");
    g_autofree char *page = read_file(f.path, "report.html");
    cr_assert_str_eq(
        scores,
        "node\tport\tcase\titem\tvalue\tn\tchance\tceiling\tp\tp_max\tp_fdr\tp_holm\n"
        "score\tlevel\tsubject=1;fold=0\t\t0.1\t4\t0\tn/a\t0.25\t0.5\tn/a\tn/a\n"
        "score\tlevel\tsubject=1\troi=a\\tb\\nc\\\\d\tn/a\t4\t0\tn/a\t0.25\t0.5\tn/a\tn/a\n");
    cr_assert_str_eq(log, "key.ini: error\na: warned\nok a\n");
    cr_assert(g_str_has_prefix(record, "{") && g_str_has_prefix(page, "<!doctype html>"));
    g_autofree char *one G_GNUC_UNUSED = read_file(f.path, "outputs/score/subject=1/level.npy");
    g_autofree char *all G_GNUC_UNUSED = read_file(f.path, "outputs/score/level.npy");
    cr_assert_eq(count_entries(f.path), 5, "four files and the outputs");
    cr_assert_null(f.part);
    g_autofree char *x = g_path_get_dirname(f.path), *path = g_strdup(f.path);
    gy_folder_close(&f);
    cr_assert_eq(count_entries(x), 1, "no temporary folder");
    cr_assert_eq(count_entries(path), 5, "a completed folder stays");
    world_clear(&w);
}

/* Values of loops come from keyfiles: they may hold anything. */
Test(folder, no_case_leads_out)
{
    const struct {
        const char *run_case, *file;
    } rows[] = {
        {"s=../../../../x", "outputs/score/s=..%2F..%2F..%2F..%2Fx/level.npy"},
        {"s=a;..;..;..", "outputs/score/s=a/%2E%2E/%2E%2E/%2E%2E/level.npy"},
        {"s=a/b", "outputs/score/s=a%2Fb/level.npy"},
        {"s=a%2Fb", "outputs/score/s=a%252Fb/level.npy"},
        {"s=a;t=.", "outputs/score/s=a/t=./level.npy"},
        {"s=a;.", "outputs/score/s=a/%2E/level.npy"},
        {"s=", "outputs/score/s=/level.npy"},
    };
    world w = world_new();
    gy_story t = story_of(&w);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        add_result(&w, rows[i].run_case, 0, (double)i);
    }
    gy_folder f;
    int before = count_entries(w.dir);
    cr_assert(open_at(&f, w.dir, "run", NULL));
    cr_assert(gy_folder_write(&f, &t, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_build_filename(f.path, rows[i].file, NULL);
        cr_assert(g_file_test(path, G_FILE_TEST_IS_REGULAR), "%s", rows[i].file);
    }
    gy_folder_close(&f);
    cr_assert_eq(count_entries(w.dir), before + 1);
    world_clear(&w);
}

/* A disk that is full after k bytes of a file, for k from none to all that is written. */
Test(folder, a_full_disk_leaves_nothing)
{
    world w = world_new();
    gy_story t = story_of(&w);
    add_result(&w, "s=1", 5000, 0.5); /* 40 kB, the largest file */
    cr_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    struct rlimit old;
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    int before = count_entries(w.dir), failed = 0, done = 0;
    for (rlim_t k = 0; k <= 49152; k += k < 64 ? 32 : 4096) {
        gy_folder f;
        GError *error = NULL;
        struct rlimit small = {k, old.rlim_max};
        cr_assert(open_at(&f, w.dir, "made/for/run", NULL));
        cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
        gboolean good = gy_folder_write(&f, &t, &error);
        cr_assert_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
        cr_assert_eq(good, error == NULL);
        cr_assert(good || g_error_matches(error, GY_ERROR, GY_ERR_IO));
        g_clear_error(&error);
        gy_folder_close(&f);
        cr_assert_eq(count_entries(w.dir), before + good, "%d bytes", (int)k);
        failed += !good;
        done += good;
        g_autofree char *made = g_build_filename(w.dir, "made", NULL);
        remove_all(made);
    }
    cr_assert(failed > 5 && done > 0, "%d and %d", failed, done);
    world_clear(&w);
}

Test(folder, the_place_is_taken_meanwhile)
{
    world w = world_new();
    gy_story t = story_of(&w);
    gy_folder f;
    GError *error = NULL;
    cr_assert(open_at(&f, w.dir, "run", NULL));
    cr_assert_eq(g_mkdir(f.path, 0777), 0);
    g_autofree char *theirs = write_file(f.path, "theirs", "x");
    int before = count_entries(w.dir);
    cr_assert_not(gy_folder_write(&f, &t, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_IO));
    g_clear_error(&error);
    gy_folder_close(&f);
    cr_assert(g_file_test(theirs, G_FILE_TEST_EXISTS));
    cr_assert_eq(count_entries(w.dir), before - 2,
                 "only the temporary folder and the lock are gone");
    cr_assert(open_at(&f, w.dir, "mine", NULL));
    cr_assert_eq(g_mkdir(f.path, 0777), 0);
    cr_assert(gy_folder_write(&f, &t, NULL), "an empty one is taken");
    gy_folder_close(&f);
    world_clear(&w);
}
