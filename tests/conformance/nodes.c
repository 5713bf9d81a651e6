/* nodes.c: the promises of run/conform.h for every installed node. A plain program that speaks TAP:
 *
 *     conformance-nodes EXAMPLES PLUGINS EMPTY.so FOLDER [ID]
 *
 * Nodes are those the registry finds in PLUGINS. What a node is given to do stands in
 * EXAMPLES/ID.ini, further ones in EXAMPLES/ID.WORD.ini; a node without an example fails, and so
 * does one with state without a [split] in any of them: what is kept from a fit is then not tried.
 * EMPTY.so holds generator.conform-rows, which can make no rows. Files are written under FOLDER. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "run/conform.h"

static int number;

static void tell(gboolean good, const char *what, const char *check, const char *why)
{
    printf("%sok %d - %s%s%s\n", good ? "" : "not ", ++number, what, *check ? " " : "", check);
    if (!good) {
        g_autofree char *text = g_strdelimit(g_strdup(why), "\n", ' ');
        printf("# %s %s: %s\n", what, check, text);
    }
    fflush(stdout);
}

static void run_example(const char *file, const char *id, gy_registry *r, const char *folder)
{
    g_autofree char *base = g_path_get_basename(file);
    g_autofree char *name = g_strndup(base, strlen(base) - strlen(".ini"));
    g_autoptr(GPtrArray) checks = gy_conform(file, id, r, folder, "generator.conform-rows");
    for (guint i = 0; i < checks->len; i++) {
        const gy_conform_check *c = checks->pdata[i];
        tell(c->good, name, c->name, c->why);
    }
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Examples of a node: ID.ini and ID.WORD.ini. */
static GPtrArray *examples(const char *dir, const char *id)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    g_autofree char *head = g_strdup_printf("%s.", id);
    for (const char *n; d && (n = g_dir_read_name(d)) != NULL;) {
        if (g_str_has_prefix(n, head) && g_str_has_suffix(n, ".ini")) {
            g_ptr_array_add(files, g_build_filename(dir, n, NULL));
        }
    }
    g_ptr_array_sort(files, by_name);
    return files;
}

/* A fit is poisoned only where some rows are kept from it. */
static gboolean is_split(const GPtrArray *files)
{
    for (guint k = 0; k < files->len; k++) {
        g_autofree char *text = NULL;
        if (g_file_get_contents(files->pdata[k], &text, NULL, NULL) && strstr(text, "\n[split")) {
            return TRUE;
        }
    }
    return FALSE;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "conformance-nodes EXAMPLES PLUGINS EMPTY.so FOLDER [ID]\n");
        return 2;
    }
    g_autoptr(gy_registry) registry = gy_registry_new();
    gboolean found = gy_registry_add_dir(registry, argv[2], NULL);
    g_auto(GStrv) ids = gy_registry_ids(registry);
    tell(found && ids[0], "there are nodes", "", "no plugin folder");
    tell(gy_registry_add_file(registry, argv[3]), "the source without rows is there", "", argv[3]);
    (void)g_mkdir_with_parents(argv[4], 0755);
    for (int i = 0; ids[i]; i++) {
        if (argc > 5 && strcmp(ids[i], argv[5]) != 0) {
            continue;
        }
        g_autoptr(GPtrArray) files = examples(argv[1], ids[i]);
        if (files->len == 0) {
            tell(FALSE, ids[i], "", "has no example: write tests/conformance/examples/ID.ini");
        }
        const gy_sig *sig = gy_registry_find(registry, ids[i]);
        if (sig && sig->n_state > 0) {
            tell(is_split(files), ids[i], "is fitted in folds",
                 "no example has a [split]: write tests/conformance/examples/ID.folds.ini");
        }
        for (guint k = 0; k < files->len; k++) {
            run_example(files->pdata[k], ids[i], registry, argv[4]);
        }
    }
    printf("1..%d\n", number);
    return 0;
}
