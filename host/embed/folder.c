/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/atomic.h"
#include "core/error.h"
#include "core/paths.h"
#include "core/text.h"
#include "run/states.h"
#include "value/npy.h"

static gboolean io_error(GError **error, const char *path, const char *what)
{
    int e = errno;
    g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: %s: %s", path, what, g_strerror(e));
    return FALSE;
}

/* The topmost folder of a path that does not exist, NULL if all do. */
static char *first_missing(const char *dir)
{
    g_autofree char *at = g_strdup(dir);
    char *missing = NULL;
    while (!g_file_test(at, G_FILE_TEST_EXISTS)) {
        char *above = g_path_get_dirname(at);
        g_free(missing);
        missing = g_steal_pointer(&at);
        at = above;
    }
    return missing;
}

/* Removes the folders from `dir` up to `made`, as far as nothing else is in them by now. */
static void remove_made(const char *dir, const char *made)
{
    g_autofree char *at = g_strdup(dir);
    while (made && g_str_has_prefix(at, made)) {
        (void)g_rmdir(at);
        char *above = g_path_get_dirname(at);
        g_free(at);
        at = above;
    }
}

static gboolean is_free(const char *full, GError **error)
{
    GStatBuf st;
    if (g_lstat(full, &st) != 0) {
        return TRUE;
    }
    g_autoptr(GDir) dir = S_ISDIR(st.st_mode) ? g_dir_open(full, 0, NULL) : NULL;
    if (!dir || g_dir_read_name(dir)) {
        g_set_error(
            error, GY_ERROR, GY_ERR_IO,
            "%s: there is something already (a former run?); give another --out or remove it",
            full);
        return FALSE;
    }
    return TRUE;
}

/* Takes PATH.lock, so that of two runs with one --out only one goes on. The lock is the kernel's
 * and ends with the process; a file that a killed run left is taken over. */
static gboolean take_lock(gy_folder *f, const char *full, GError **error)
{
    g_autofree char *path = g_strconcat(full, ".lock", NULL);
    for (;;) {
        GStatBuf there, mine;
        int fd = g_open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0666);
        if (fd < 0) {
            return io_error(error, path, "the run folder cannot be locked");
        }
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            close(fd);
            g_set_error(error, GY_ERROR, GY_ERR_IO,
                        "%s: another run is writing there; wait for it or give another --out",
                        full);
            return FALSE;
        }
        if (fstat(fd, &mine) == 0 && g_stat(path, &there) == 0 && mine.st_ino == there.st_ino) {
            f->lock = g_steal_pointer(&path);
            f->lock_fd = fd;
            return TRUE;
        }
        close(fd); /* the run that held it has just ended and taken it away */
    }
}

static void give_lock(gy_folder *f)
{
    if (f->lock) {
        (void)g_unlink(f->lock);
        close(f->lock_fd);
    }
    g_clear_pointer(&f->lock, g_free);
}

gboolean gy_folder_open(gy_folder *f, const char *path, GError **error)
{
    *f = (gy_folder){0};
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    if (!is_free(full, error)) {
        return FALSE;
    }
    g_autofree char *parent = g_path_get_dirname(full);
    g_autofree char *made = first_missing(parent);
    if (g_mkdir_with_parents(parent, 0777) != 0) {
        io_error(error, parent, "the folder cannot be made");
        remove_made(parent, made);
        return FALSE;
    }
    g_autofree char *part = g_strdup_printf("%s.part-XXXXXX", full);
    if (!g_mkdtemp_full(part, 0777)) {
        io_error(error, parent, "nothing can be written there");
        remove_made(parent, made);
        return FALSE;
    }
    if (!take_lock(f, full, error)) {
        (void)g_rmdir(part);
        remove_made(parent, made);
        return FALSE;
    }
    f->path = g_steal_pointer(&full);
    f->part = g_steal_pointer(&part);
    f->made = g_steal_pointer(&made);
    return TRUE;
}

void gy_folder_fail(gy_folder *f)
{
    g_autofree char *whole = g_steal_pointer(&f->path);
    f->path = g_strconcat(whole, ".failed", NULL);
    for (int i = 2; !is_free(f->path, NULL) && i < 10000; i++) {
        g_free(f->path);
        f->path = g_strdup_printf("%s.failed-%d", whole, i);
    }
}

void gy_folder_remove(const char *path)
{
    g_autoptr(GDir) dir =
        g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name = NULL;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        gy_folder_remove(inner);
    }
    (void)g_remove(path);
}

void gy_folder_close(gy_folder *f)
{
    give_lock(f);
    if (f->part) {
        g_autofree char *parent = g_path_get_dirname(f->path);
        gy_folder_remove(f->part);
        remove_made(parent, f->made);
    }
    g_free(f->part);
    g_free(f->path);
    g_free(f->made);
    *f = (gy_folder){0};
}

static void put_number(GString *s, double x)
{
    char text[GY_TEXT_F64];
    g_string_append(s, isnan(x) ? "n/a" : gy_text_format_f64(x, text));
}

/* A cell of a .tsv file and the tab or line break after it. */
static void put_cell(GString *s, const char *text, char after)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\t' || *c == '\n' || *c == '\r' || *c == '\\') {
            g_string_append_c(s, '\\');
            g_string_append_c(s, *c == '\t' ? 't' : *c == '\n' ? 'n' : *c == '\r' ? 'r' : '\\');
        } else {
            g_string_append_c(s, *c);
        }
    }
    g_string_append_c(s, after);
}

static char *scores_table(const gy_outcome *o)
{
    GString *s = g_string_new(
        "node\tport\tcase\titem\tvalue\tn\tchance\tceiling\tp\tp_max\tp_fdr\tp_holm\n");
    for (guint i = 0; i < o->scores->len; i++) {
        const gy_score *r = &g_array_index(o->scores, gy_score, i);
        put_cell(s, r->node, '\t');
        put_cell(s, r->port, '\t');
        put_cell(s, r->run_case, '\t');
        put_cell(s, r->item, '\t');
        put_number(s, r->value);
        g_string_append_printf(s, "\t%" G_GINT64_FORMAT "\t", r->n);
        put_number(s, r->chance);
        const double p[] = {gy_ceiling_of_score(o, r), r->p, r->p_max, r->p_fdr, r->p_holm};
        for (size_t k = 0; k < G_N_ELEMENTS(p); k++) {
            g_string_append_c(s, '\t');
            put_number(s, p[k]);
        }
        g_string_append_c(s, '\n');
    }
    return g_string_free(s, FALSE);
}

static gboolean put_text(const gy_folder *f, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(f->part, name, NULL);
    return gy_atomic_write(path, text, strlen(text), error);
}

static gboolean put_values(const gy_folder *f, const gy_result *r, GError **error)
{
    g_autoptr(GString) where = g_string_new(f->part);
    gy_paths_append(where, "outputs");
    gy_paths_append(where, r->node->name);
    g_auto(GStrv) loops = g_strsplit(r->run_case, ";", -1);
    for (int i = 0; loops[i]; i++) {
        gy_paths_append(where, loops[i]);
    }
    const char *dir = where->str;
    if (g_mkdir_with_parents(dir, 0777) != 0) {
        return io_error(error, dir, "the folder cannot be made");
    }
    for (unsigned o = 0; o < r->n_outs && o < r->node->sig->n_out; o++) {
        const gy_value *v = r->values[o];
        if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE) {
            continue;
        }
        g_autofree char *file = g_strconcat(r->node->sig->out[o].name, ".npy", NULL);
        g_autofree char *path = g_build_filename(dir, file, NULL);
        if (!gy_npy_write(path, v, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_folder_write(gy_folder *f, const gy_story *t, GError **error)
{
    const gy_outcome *o = t->outcome;
    g_autofree char *scores = scores_table(o);
    g_autofree char *record = gy_record(t);
    g_autofree char *page = gy_report(t);
    g_autofree char *log = g_strconcat(t->problems ? t->problems : "", t->notes ? t->notes : "",
                                       t->checks ? t->checks : "", NULL);
    gboolean good = put_text(f, "scores.tsv", scores, error) &&
                    put_text(f, "run.json", record, error) &&
                    put_text(f, "report.html", page, error) && put_text(f, "log.txt", log, error);
    for (guint i = 0; good && i < o->results->len; i++) {
        good = put_values(f, o->results->pdata[i], error);
    }
    good = good && gy_states_write(o, f->part, error);
    if (!good) {
        return FALSE;
    }
    /* takes the place of an empty folder that the user made, and of no other */
    if (g_rename(f->part, f->path) != 0) {
        return io_error(error, f->path, "the run folder cannot be put in place");
    }
    g_clear_pointer(&f->part, g_free);
    return TRUE;
}
