/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/registry.h"

#include <dlfcn.h>
#include <fenv.h>
#include <string.h>

#include "core/error.h"
#include "core/paths.h"
#include "plugin/elf.h"

typedef struct gy_entry {
    gy_sig *sig;
    char *file;
    const gy_node *node; /* NULL until loaded */
} gy_entry;

struct gy_registry {
    GHashTable *entries; /* id -> gy_entry */
    GMutex lock;
};

static void free_entry(gpointer p)
{
    gy_entry *e = p;
    gy_sig_unref(e->sig);
    g_free(e->file);
    g_free(e);
}

gy_registry *gy_registry_new(void)
{
    gy_registry *r = g_new0(gy_registry, 1);
    r->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_entry);
    g_mutex_init(&r->lock);
    return r;
}

void gy_registry_free(gy_registry *r)
{
    if (r) {
        g_hash_table_unref(r->entries);
        g_mutex_clear(&r->lock);
        g_free(r);
    }
}

void gy_registry_add_file(gy_registry *r, const char *path, gy_problems *problems)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) texts = gy_elf_texts(path, &error);
    if (!texts) {
        gy_problems_add(problems, path, 0, "%s", error->message);
        return;
    }
    g_autoptr(GPtrArray) sigs =
        gy_sig_parse_all((const char *const *)texts, path, problems);
    for (guint i = 0; i < sigs->len; i++) {
        gy_sig *sig = sigs->pdata[i];
        const gy_entry *old = g_hash_table_lookup(r->entries, sig->id);
        if (old) {
            gy_problems_add(problems, path, 0, "node '%s' is in %s already", sig->id, old->file);
            continue;
        }
        gy_entry *e = g_new0(gy_entry, 1);
        e->sig = gy_sig_ref(sig);
        e->file = g_canonicalize_filename(path, NULL);
        g_hash_table_insert(r->entries, (gpointer)(uintptr_t)e->sig->id, e);
    }
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return gy_natural_compare(*(const char *const *)a, *(const char *const *)b);
}

static void add_folder(gy_registry *r, const char *dir, int depth, gy_problems *problems)
{
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name = NULL;
    while (d && (name = g_dir_read_name(d))) {
        g_ptr_array_add(names, g_build_filename(dir, name, NULL));
    }
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        const char *path = names->pdata[i];
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            if (depth > 0 && !g_str_has_suffix(path, ".p")) {
                add_folder(r, path, depth - 1, problems);
            }
        } else if (g_str_has_suffix(path, ".so")) {
            gy_registry_add_file(r, path, problems);
        }
    }
}

void gy_registry_add_dir(gy_registry *r, const char *dir, gy_problems *problems)
{
    add_folder(r, dir, 1, problems);
}

gy_sig *gy_registry_find(const gy_registry *r, const char *id)
{
    const gy_entry *e = g_hash_table_lookup(r->entries, id);
    return e ? e->sig : NULL;
}

const char *gy_registry_file(const gy_registry *r, const char *id)
{
    const gy_entry *e = g_hash_table_lookup(r->entries, id);
    return e ? e->file : NULL;
}

char **gy_registry_ids(const gy_registry *r)
{
    GPtrArray *ids = g_ptr_array_new();
    GHashTableIter it;
    gpointer id;
    g_hash_table_iter_init(&it, r->entries);
    while (g_hash_table_iter_next(&it, &id, NULL)) {
        g_ptr_array_add(ids, g_strdup(id));
    }
    g_ptr_array_sort(ids, by_name);
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_free(ids, FALSE);
}

static gboolean refuse(const gy_entry *e, GError **error, const char *why)
{
    g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED, "%s: %s: %s", e->file, e->sig->id, why);
    return FALSE;
}

static gboolean fits_text(const gy_entry *e, const gy_node *n, GError **error)
{
    const gy_sig *s = e->sig;
    if (n->size < sizeof(gy_node) || n->major != GY_MAJOR) {
        return refuse(e, error, "its node has another layout than this host knows");
    }
    if (n->required > GY_MINOR) {
        return refuse(e, error, "it needs a newer host");
    }
    if (!n->text || strcmp(n->text, s->text) != 0) {
        return refuse(e, error, "the text of its code is not the text of its file");
    }
    if ((s->n_stat > 0 && (!n->add || !n->solve)) || (s->n_state > 0 && !n->solve) ||
        (s->block_all && !n->solve) || (s->n_stat == 0 && !s->block_all && !n->run && s->n_out == 0)) {
        return refuse(e, error, "it lacks a function that its text asks for");
    }
    return TRUE;
}

typedef const gy_node *const *(*gy_entry_function)(void);

static const gy_node *load(const gy_entry *e, GError **error)
{
    fenv_t mode;
    (void)fegetenv(&mode);
    void *code = dlopen(e->file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    const char *why = code ? NULL : dlerror();
    gy_entry_function entry = NULL;
    *(void **)&entry = code ? dlsym(code, "gy_plugin_0") : NULL;
    const gy_node *const *nodes = entry ? entry() : NULL;
    (void)fesetenv(&mode);
    if (!nodes) {
        refuse(e, error, why ? why : "it does not export gy_plugin_0");
        return NULL;
    }
    for (; *nodes; nodes++) {
        if ((*nodes)->text && strcmp((*nodes)->text, e->sig->text) == 0) {
            break;
        }
    }
    if (!*nodes) {
        refuse(e, error, "no node of its code has the text of its file");
        return NULL;
    }
    return fits_text(e, *nodes, error) ? *nodes : NULL;
}

const gy_node *gy_registry_load(gy_registry *r, const char *id, GError **error)
{
    gy_entry *e = g_hash_table_lookup(r->entries, id);
    if (!e) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "there is no node '%s'", id);
        return NULL;
    }
    g_mutex_lock(&r->lock);
    if (!e->node) {
        e->node = load(e, error);
    }
    const gy_node *node = e->node;
    g_mutex_unlock(&r->lock);
    return node;
}
