/* SPDX-License-Identifier: Apache-2.0
 *
 * validate.c: the promises of run/conform.h for the nodes of one plugin file, as lines. */
#include <string.h>
#include <sys/stat.h>

#include "embed/folder.h"
#include "embed/host_private.h"
#include "run/conform.h"

typedef struct gy_validation {
    gyrus_host *host;
    const char *plugin;
    char *dir; /* where examples lie, if none was named */
    GString *text;
    int checks, failed;
} gy_validation;

static gboolean is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

/* One line; reasons of several lines become one. */
static void tell(gy_validation *v, gboolean good, const char *what, const char *check,
                 const char *why)
{
    g_autofree char *reason = g_strdelimit(g_strstrip(g_strdup(why ? why : "")), "\n", ' ');
    g_string_append_printf(v->text, "%s %s: %s%s%s\n", good ? "ok  " : "FAIL", what, check,
                           good ? "" : ": ", good ? "" : reason);
    v->checks++;
    v->failed += !good;
}

/* What is wrong with the texts of the file, whoever has read them. */
static void check_texts(gy_validation *v, gboolean added)
{
    gy_problems *all = gy_registry_problems(v->host->registry);
    g_autoptr(GString) why = g_string_new(NULL);
    for (unsigned i = 0; i < gy_problems_n(all); i++) {
        const gy_problem *p = gy_problems_get(all, i);
        if (is_same_file(p->file, v->plugin)) {
            g_string_append(why, why->len ? "; " : "");
            if (p->line > 0) {
                g_string_append_printf(why, "line %d of a text: ", p->line);
            }
            g_string_append(why, p->text);
        }
    }
    g_autofree char *name = g_path_get_basename(v->plugin);
    tell(v, added && why->len == 0, name, "text", why->len ? why->str : "it cannot be read");
}

/* Ids of the usable nodes of the file, sorted. */
static GPtrArray *nodes_of_file(const gy_validation *v)
{
    gy_registry *r = v->host->registry;
    GPtrArray *mine = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) ids = gy_registry_ids(r);
    for (int i = 0; ids[i]; i++) {
        if (is_same_file(gy_registry_path(r, ids[i]), v->plugin)) {
            g_ptr_array_add(mine, g_strdup(ids[i]));
        }
    }
    return mine;
}

static void run_example(gy_validation *v, const char *file, const char *id)
{
    g_autofree char *base = g_path_get_basename(file);
    if (g_str_has_suffix(base, ".ini")) {
        base[strlen(base) - strlen(".ini")] = '\0';
    }
    const char *name = g_str_has_prefix(base, id) ? base : id;
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("gyrus-validate-XXXXXX", &error);
    if (!folder) {
        tell(v, FALSE, name, "runs", error->message);
        return;
    }
    g_autoptr(GPtrArray) checks = gy_conform(file, id, v->host->registry, folder, NULL);
    for (guint i = 0; i < checks->len; i++) {
        const gy_conform_check *c = checks->pdata[i];
        tell(v, c->good, name, c->name, c->why);
    }
    gy_folder_remove(folder);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* ID.ini and ID.WORD.ini beside the plugin. */
static void run_examples_beside(gy_validation *v, const char *id)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) d = g_dir_open(v->dir, 0, NULL);
    g_autofree char *head = g_strdup_printf("%s.", id);
    for (const char *n; d && (n = g_dir_read_name(d)) != NULL;) {
        if (g_str_has_prefix(n, head) && g_str_has_suffix(n, ".ini")) {
            g_ptr_array_add(files, g_build_filename(v->dir, n, NULL));
        }
    }
    g_ptr_array_sort(files, by_name);
    for (guint i = 0; i < files->len; i++) {
        run_example(v, files->pdata[i], id);
    }
    if (files->len == 0) {
        g_autofree char *why =
            g_strdup_printf("write %sini beside the plugin, or name a keyfile", head);
        tell(v, FALSE, id, "has no example", why);
    }
}

static gboolean graph_has(const gy_graph *g, const char *id)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        if (strcmp(gy_graph_node(g, (int)i)->sig->id, id) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* The nodes that the keyfile has; FALSE with problems if it is wrong or has none of them. */
static gboolean run_keyfile(gy_validation *v, const char *keyfile, const GPtrArray *ids,
                            gy_problems *problems)
{
    g_autoptr(gy_graph) g = gy_host_graph(v->host, keyfile, NULL, problems);
    int n = 0;
    for (guint i = 0; g && i < ids->len; i++) {
        if (graph_has(g, ids->pdata[i])) {
            run_example(v, keyfile, ids->pdata[i]);
            n++;
        } else {
            g_string_append_printf(v->text, "     %s: not in this keyfile, not checked\n",
                                   (char *)ids->pdata[i]);
        }
    }
    if (g && n == 0) {
        gy_problems_add(problems, keyfile, 0, "has no node of %s", v->plugin);
    }
    return n > 0;
}

static void load(gy_validation *v, const char *id)
{
    g_autoptr(GError) error = NULL;
    gboolean good = gy_registry_load(v->host->registry, id, &error) != NULL;
    tell(v, good, id, "loads", good ? NULL : error->message);
}

int gyrus_validate(gyrus_host *h, const char *plugin, const char *keyfile, char **out_problems,
                   char **out_text)
{
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autofree char *path = g_canonicalize_filename(plugin, NULL);
    gy_validation v = {.host = h, .plugin = path, .text = g_string_new(NULL)};
    int code = GYRUS_OK;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        gy_problems_add(problems, plugin, 0, "there is no such file");
        code = GYRUS_USAGE;
    } else {
        v.dir = g_path_get_dirname(path);
        check_texts(&v, gy_registry_add_file(h->registry, path));
        g_autoptr(GPtrArray) ids = nodes_of_file(&v);
        for (guint i = 0; i < ids->len; i++) {
            load(&v, ids->pdata[i]);
        }
        gboolean usable = v.failed == 0;
        if (usable && keyfile && !run_keyfile(&v, keyfile, ids, problems)) {
            code = GYRUS_USAGE;
        }
        for (guint i = 0; usable && !keyfile && i < ids->len; i++) {
            run_examples_beside(&v, ids->pdata[i]);
        }
        g_string_append_printf(v.text, "%d checks, %d failed\n", v.checks, v.failed);
    }
    g_free(v.dir);
    *out_problems = gy_problems_format(problems);
    *out_text = g_string_free(v.text, FALSE);
    return code != GYRUS_OK ? code : v.failed > 0 ? GYRUS_CHECK : GYRUS_OK;
}
