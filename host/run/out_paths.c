#include "run/out_paths.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "core/paths.h"
#include "run/env.h"

/* Whether the loop of a part "subject=3" of a case is named by the key itself: ${subject}. */
static gboolean is_named(const gy_given *given, const char *part)
{
    const char *end = strchr(part, '=');
    if (!given || !given->text || !end) {
        return FALSE;
    }
    g_autofree char *variable = g_strdup_printf("${%.*s}", (int)(end - part), part);
    return strstr(given->text, variable) != NULL;
}

/* Folder of this node's files in this case. */
static char *folder_of(const gy_runtime *rt, const gy_inst *inst, const gy_given *given)
{
    g_autofree char *here = g_get_current_dir();
    if (given && given->from_command_line) {
        return g_steal_pointer(&here);
    }
    GString *path = g_string_new(rt->outputs ? rt->outputs : here);
    g_autofree char *where = gy_env_text(rt->graph, &inst->env);
    g_auto(GStrv) loops = g_strsplit(where, ";", -1);
    if (rt->outputs) {
        gy_paths_append(path, inst->node->name);
    }
    for (int i = 0; loops[i]; i++) {
        if (rt->outputs || (*loops[i] && !is_named(given, loops[i]))) {
            gy_paths_append(path, loops[i]);
        }
    }
    return g_string_free(path, FALSE);
}

/* Makes a folder and those above it, and remembers the ones that were not there. */
static gboolean make_folder(gy_runtime *rt, const char *dir, GError **error)
{
    if (g_file_test(dir, G_FILE_TEST_IS_DIR)) {
        return TRUE;
    }
    g_autofree char *above = g_path_get_dirname(dir);
    if (!make_folder(rt, above, error)) {
        return FALSE;
    }
    if (g_mkdir(dir, 0777) != 0 && errno != EEXIST) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: the folder cannot be made: %s", dir,
                    g_strerror(errno));
        return FALSE;
    }
    g_ptr_array_add(rt->out_made, g_strdup(dir));
    return TRUE;
}

char *gy_out_path(gy_runtime *rt, const gy_inst *inst, const gy_given *given, const char *path,
                  GError **error)
{
    g_autofree char *here = g_get_current_dir();
    g_autofree char *base = folder_of(rt, inst, given);
    g_autofree char *full = g_canonicalize_filename(path, base);
    gboolean inside = g_str_has_prefix(full, base) && full[strlen(base)] == G_DIR_SEPARATOR;
    gboolean relative = !g_path_is_absolute(path) && strcmp(base, here) != 0;
    if (relative && rt->outputs && !inside) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "'%s' leads out of the run folder; give a whole path if that is meant", path);
        return NULL;
    }
    g_autofree char *dir = rt->outputs ? g_path_get_dirname(full) : g_strdup(base);
    if (relative && inside && !rt->peek && !make_folder(rt, dir, error)) {
        return NULL;
    }
    if (g_hash_table_contains(rt->out_paths, full)) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "'%s' is written twice; let the path say the case with ${variables} of loops",
                    full);
        return NULL;
    }
    g_hash_table_insert(rt->out_paths, g_strdup(full), (gpointer)(uintptr_t)inst);
    return g_steal_pointer(&full);
}

/* Whether two paths are one file. A name that is not there yet is only itself. */
static gboolean is_same(const char *a, const char *b)
{
    GStatBuf of_a, of_b;
    return strcmp(a, b) == 0 || (g_stat(a, &of_a) == 0 && g_stat(b, &of_b) == 0 &&
                                 of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino);
}

/* A file that is read, against all that are written. */
static gboolean is_kept(gy_runtime *rt, const char *reader, const char *read)
{
    GHashTableIter each;
    gpointer path = NULL, inst = NULL;
    g_hash_table_iter_init(&each, rt->out_paths);
    while (g_hash_table_iter_next(&each, &path, &inst)) {
        if (is_same(read, path)) {
            const gy_gnode *writer = ((const gy_inst *)inst)->node;
            unsigned p = 0;
            while (p + 1 < writer->sig->n_params &&
                   writer->sig->params[p].base != GY_BASE_OUT_PATH) {
                p++;
            }
            g_autofree char *text = g_strdup_printf(
                "[%s] %s: '%s' would be replaced, and %s reads it: write another file",
                writer->name, writer->sig->params[p].name, (const char *)path, reader);
            gy_runtime_tell_node(rt, writer, text);
            return FALSE;
        }
    }
    return TRUE;
}

/* Files that the nodes of a plan read, and of those that it needs; and its keyfile. */
static gboolean are_kept(gy_runtime *rt, const gy_runtime *readers)
{
    gboolean good = is_kept(rt, "this run", readers->graph->file);
    for (guint i = 0; i < readers->order->len; i++) {
        const gy_inst *inst = readers->order->pdata[i];
        g_autofree char *name = g_strdup_printf("[%s]", inst->node->name);
        for (unsigned p = 0; inst->params && p < inst->node->sig->n_params; p++) {
            char **items = inst->params[p].items;
            gboolean path = inst->node->sig->params[p].base == GY_BASE_PATH;
            for (int64_t k = 0; path && items && items[k]; k++) {
                good = is_kept(rt, name, items[k]) && good;
            }
        }
    }
    for (guint i = 0; readers->needs && i < readers->graph->needs->len; i++) {
        good = (!readers->needs[i] || are_kept(rt, readers->needs[i])) && good;
    }
    return good;
}

gboolean gy_out_paths_are_free(gy_runtime *rt)
{
    return g_hash_table_size(rt->out_paths) == 0 || are_kept(rt, rt);
}

void gy_out_paths_clear(gy_runtime *rt)
{
    for (guint i = rt->out_made->len; i-- > 0;) {
        (void)g_rmdir(rt->out_made->pdata[i]); /* fails, as it should, if a file is in it */
    }
    g_ptr_array_unref(rt->out_made);
    g_hash_table_unref(rt->out_paths);
}
