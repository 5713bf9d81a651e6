/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/registry.h"

#include "core/error.h"
#include "plugin/elf.h"
#include "plugin/registry_file.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

/* One id: where it is, or why it is not there. */
typedef struct entry {
    gy_plugin_file *file;
    gy_sig *sig;  /* NULL: only in files that cannot be used */
    guint index;  /* of the sig in the file */
    char *refuse; /* why it cannot be loaded; NULL if it can */
} entry;

struct gy_registry {
    pthread_mutex_t lock; /* guards loading */
    GPtrArray *files;     /* gy_plugin_file * */
    GHashTable *entries;  /* id -> entry * */
    gy_problems *problems;
};

static void file_free(gpointer data)
{
    gy_plugin_file *file = data;
    g_free(file->path);
    g_free(file->build_id);
    g_ptr_array_unref(file->sigs);
    g_free(file->nodes);
    g_clear_error(&file->failure);
    g_free(file);
}

static void entry_free(gpointer data)
{
    entry *e = data;
    if (e->sig) {
        gy_sig_unref(e->sig);
    }
    g_free(e->refuse);
    g_free(e);
}

gy_registry *gy_registry_new(void)
{
    gy_registry *r = g_new0(gy_registry, 1);
    pthread_mutex_init(&r->lock, NULL);
    r->files = g_ptr_array_new_with_free_func(file_free);
    r->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    r->problems = gy_problems_new();
    return r;
}

void gy_registry_free(gy_registry *r)
{
    if (!r) {
        return;
    }
    g_hash_table_unref(r->entries);
    g_ptr_array_unref(r->files);
    gy_problems_unref(r->problems);
    pthread_mutex_destroy(&r->lock);
    g_free(r);
}

gy_problems *gy_registry_problems(gy_registry *r)
{
    return r->problems;
}

/* Remembers that a file has this id but cannot be used, unless a good file has it. */
static void refuse_id(gy_registry *r, const char *id, const char *path, const char *reason)
{
    if (g_hash_table_contains(r->entries, id)) {
        return;
    }
    entry *e = g_new0(entry, 1);
    e->refuse = g_strdup_printf("'%s' of %s cannot be used: %s", id, path, reason);
    g_hash_table_insert(r->entries, g_strdup(id), e);
}

/* First word of the second line: the id a text claims, even if the text is wrong. */
static char *claimed_id(const char *text)
{
    const char *line = strchr(text, '\n');
    size_t n = line ? strcspn(line + 1, " \t\n") : 0;
    return n > 0 ? g_strndup(line + 1, n) : NULL;
}

static bool has_sig(const GPtrArray *sigs, const char *id)
{
    for (guint i = 0; i < sigs->len; i++) {
        const gy_sig *sig = g_ptr_array_index(sigs, i);
        if (strcmp(sig->id, id) == 0) {
            return true;
        }
    }
    return false;
}

static bool add_node(gy_registry *r, gy_plugin_file *file, guint index)
{
    gy_sig *sig = g_ptr_array_index(file->sigs, index);
    entry *old = g_hash_table_lookup(r->entries, sig->id);
    if (old && old->sig) {
        g_free(old->refuse);
        old->refuse = g_strdup_printf("'%s' is in two files: %s and %s", sig->id, old->file->path,
                                      file->path);
        gy_problems_add(r->problems, file->path, 0, "%s", old->refuse);
        return false;
    }
    entry *e = g_new0(entry, 1);
    e->file = file;
    e->sig = gy_sig_ref(sig);
    e->index = index;
    g_hash_table_replace(r->entries, g_strdup(sig->id), e);
    return true;
}

/* Parses the texts of a file; problems go to the registry, and to the ids that they concern. */
static bool add_texts(gy_registry *r, gy_plugin_file *file, char **texts)
{
    g_autoptr(gy_problems) found = gy_problems_new();
    file->sigs = gy_sig_parse_all((const char *const *)texts, file->path, found);
    bool good = gy_problems_n_errors(found) == 0;
    for (unsigned i = 0; i < gy_problems_n(found); i++) {
        const gy_problem *p = gy_problems_get(found, i);
        gy_problems_add(r->problems, p->file, p->line, "%s", p->text);
    }
    for (guint i = 0; i < file->sigs->len; i++) {
        good = add_node(r, file, i) && good;
    }
    for (char **text = texts; *text && gy_problems_n(found) > 0; text++) {
        g_autofree char *id = claimed_id(*text);
        if (id && !has_sig(file->sigs, id)) {
            refuse_id(r, id, file->path, gy_problems_get(found, 0)->text);
        }
    }
    return good;
}

bool gy_registry_add_file(gy_registry *r, const char *path)
{
    g_auto(gy_elf) elf = {0};
    g_autoptr(GError) error = NULL;
    struct stat st;
    if (stat(path, &st) == 0) {
        for (guint i = 0; i < r->files->len; i++) {
            const gy_plugin_file *file = g_ptr_array_index(r->files, i);
            if (file->device == st.st_dev && file->inode == st.st_ino) {
                return true;
            }
        }
    }
    if (!gy_elf_read(path, &elf, &error)) {
        gsize prefix = strlen(path);
        bool named = g_str_has_prefix(error->message, path) && error->message[prefix] == ':';
        gy_problems_add(r->problems, path, 0, "%s", error->message + (named ? prefix + 2 : 0));
        return false;
    }
    if (!elf.texts[0]) {
        gy_problems_warn(r->problems, path, 0,
                         "no plugin: it has no section .gyrus (GY_SAY makes it)");
        return false;
    }
    gy_plugin_file *file = g_new0(gy_plugin_file, 1);
    file->path = g_canonicalize_filename(path, NULL);
    file->build_id = g_steal_pointer(&elf.build_id);
    file->device = st.st_dev;
    file->inode = st.st_ino;
    g_ptr_array_add(r->files, file);
    return add_texts(r, file, elf.texts);
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted names of a folder. */
static GPtrArray *list_dir(const char *dir, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GDir) d = g_dir_open(dir, 0, &why);
    if (!d) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: cannot read the plugin folder: %s", dir,
                    why->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(d); name; name = g_dir_read_name(d)) {
        g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, by_name);
    return names;
}

static void add_named(gy_registry *r, const char *dir, const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (g_str_has_suffix(name, ".so") && name[0] != '.') {
            g_autofree char *path = g_build_filename(dir, name, NULL);
            gy_registry_add_file(r, path);
        }
    }
}

bool gy_registry_add_dir(gy_registry *r, const char *dir, GError **error)
{
    g_autoptr(GPtrArray) names = list_dir(dir, error);
    if (!names) {
        return false;
    }
    add_named(r, dir, names);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(dir, name, NULL);
        if (name[0] == '.' || !g_file_test(path, G_FILE_TEST_IS_DIR)) {
            continue;
        }
        g_autoptr(GError) why = NULL;
        g_autoptr(GPtrArray) inner = list_dir(path, &why);
        if (inner) {
            add_named(r, path, inner);
        } else {
            gy_problems_add(r->problems, path, 0, "%s", why->message);
        }
    }
    return true;
}

static const entry *find(gy_registry *r, const char *id)
{
    return g_hash_table_lookup(r->entries, id);
}

const gy_sig *gy_registry_find(gy_registry *r, const char *id)
{
    const entry *e = find(r, id);
    return e ? e->sig : NULL;
}

const char *gy_registry_path(gy_registry *r, const char *id)
{
    const entry *e = find(r, id);
    return e && e->file ? e->file->path : NULL;
}

const char *gy_registry_build_id(gy_registry *r, const char *id)
{
    const entry *e = find(r, id);
    return e && e->file ? e->file->build_id : NULL;
}

char **gy_registry_ids(gy_registry *r)
{
    GPtrArray *ids = g_ptr_array_new();
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, r->entries);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (((const entry *)value)->sig) {
            g_ptr_array_add(ids, g_strdup(key));
        }
    }
    g_ptr_array_sort(ids, by_name);
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_free(ids, FALSE);
}

const char *gy_registry_refusal(gy_registry *r, const char *id)
{
    const entry *e = g_hash_table_lookup(r->entries, id);
    return e ? e->refuse : NULL;
}

const gy_node *gy_registry_load(gy_registry *r, const char *id, GError **error)
{
    const entry *e = find(r, id);
    if (!e) {
        g_auto(GStrv) ids = gy_registry_ids(r);
        const char *near = gy_nearest(id, (const char *const *)ids);
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "no plugin has a node '%s'%s%s%s", id,
                    near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
        return NULL;
    }
    if (e->refuse) {
        g_set_error(error, GY_ERROR, GY_ERR_FORMAT, "%s", e->refuse);
        return NULL;
    }
    pthread_mutex_lock(&r->lock);
    if (!e->file->tried) {
        gy_plugin_file_load(e->file);
    }
    const GError *failure = e->file->failure;
    pthread_mutex_unlock(&r->lock);
    if (failure) {
        if (error) {
            *error = g_error_copy(failure);
        }
        return NULL;
    }
    return e->file->nodes[e->index];
}
