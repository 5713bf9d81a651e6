/* SPDX-License-Identifier: Apache-2.0 */
/* [vars] into every value of a file, and where each item of a value was written. */
#include "graph/keyfile_vars.h"

#include "graph/keyfile_names.h"

#include <string.h>

typedef enum status { STATUS_RAW, STATUS_OPEN, STATUS_DONE, STATUS_BAD } status;

typedef struct variable {
    gy_key *key;
    status status;
} variable;

typedef struct expansion {
    gy_keyfile *keyfile;
    gy_problems *problems;
    GHashTable *variables; /* name -> variable * */
    GHashTable *loops;     /* names of [foreach NAME] */
    GPtrArray *path;       /* gy_key * being expanded: what a cycle is read from */
    size_t n_bytes;        /* made so far */
    bool failed;
} expansion;

static bool expand_key(expansion *e, gy_key *key);

static void problem(expansion *e, int line, const char *text)
{
    e->failed = true;
    gy_problems_add(e->problems, line > 0 ? e->keyfile->path : NULL, line, "%s", text);
}

static void report_cycle(expansion *e, const gy_key *key)
{
    g_autoptr(GString) text = g_string_new("variables in a circle: ");
    guint start = 0;
    g_ptr_array_find(e->path, key, &start);
    for (guint i = start; i < e->path->len && i < start + 20; i++) {
        g_string_append_printf(text, "`%s` -> ", ((gy_key *)e->path->pdata[i])->name);
    }
    g_string_append_printf(text, "`%s`", key->name);
    problem(e, key->line, text->str);
}

static void report_unknown(expansion *e, const gy_key *key, const char *name)
{
    g_autofree const char **known =
        (const char **)g_hash_table_get_keys_as_array(e->variables, NULL);
    const char *near = gy_nearest(name, known);
    g_autofree const char **loops = (const char **)g_hash_table_get_keys_as_array(e->loops, NULL);
    near = near ? near : gy_nearest(name, loops);
    g_autofree char *text =
        g_strdup_printf("`%s`: there is no variable `%.100s`%s%s%s", key->name, name,
                        near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
    problem(e, key->line, text);
}

/* Makes sure that every variable of a value can be put in: expands them first, deepest first. The
 * depth is bounded, because a chain of a million variables would exhaust the stack. */
static bool prepare(expansion *e, gy_key *key)
{
    enum { MAX_DEPTH = 100 };
    g_auto(GStrv) names = gy_text_vars(key->value);
    bool fine = true;
    for (char **name = names; *name != NULL; name++) {
        variable *v = g_hash_table_lookup(e->variables, *name);
        if (v == NULL) {
            if (!g_hash_table_contains(e->loops, *name)) {
                report_unknown(e, key, *name);
                fine = false;
            }
            continue;
        }
        if (v->status == STATUS_OPEN) {
            report_cycle(e, v->key);
            fine = false;
        } else if (v->status == STATUS_RAW && e->path->len >= MAX_DEPTH) {
            problem(e, key->line, "variables in variables, more than 100 deep");
            fine = false;
        } else if (v->status == STATUS_RAW) {
            v->status = STATUS_OPEN;
            v->status = expand_key(e, v->key) ? STATUS_DONE : STATUS_BAD;
        }
        fine = fine && v->status == STATUS_DONE;
    }
    return fine;
}

static const char *look_up(const char *name, void *user)
{
    const expansion *e = user;
    const variable *v = g_hash_table_lookup(e->variables, name);
    return v ? v->key->value : NULL;
}

/* The origins of the items of one raw item: those of the variable it begins with, else the key's.
 * A variable that holds a list brings an origin for each of its items. */
static void add_origins(const expansion *e, const gy_key *key, const char *item, size_t n_expanded,
                        GArray *origins)
{
    const char *close = g_str_has_prefix(item, "${") ? strchr(item, '}') : NULL;
    g_autofree char *name = close ? g_strndup(item + 2, (gsize)(close - item - 2)) : NULL;
    const variable *v = name ? g_hash_table_lookup(e->variables, name) : NULL;
    for (size_t i = 0; i < n_expanded; i++) {
        gy_origin origin = v != NULL ? gy_key_origin(v->key, i) : key->origin;
        g_array_append_val(origins, origin);
    }
}

/* Cuts a value at its unescaped semicolons. */
static char **split_items(const char *value)
{
    GPtrArray *items = g_ptr_array_new();
    const char *from = value;
    const char *p = value;
    for (;; p++) {
        if (*p == '\\' && (p[1] == ';' || p[1] == '\\')) {
            p++;
        } else if (*p == ';' || *p == '\0') {
            g_ptr_array_add(items, g_strstrip(g_strndup(from, (gsize)(p - from))));
            from = p + 1;
            if (*p == '\0') {
                break;
            }
        }
    }
    g_ptr_array_add(items, NULL);
    return (char **)g_ptr_array_free(items, FALSE);
}

static bool put_in(expansion *e, gy_key *key, const char *text, char **out_text)
{
    g_autoptr(GError) error = NULL;
    if (gy_text_expand(text, look_up, e, GY_EXPAND_KEEP, out_text, &error)) {
        return true;
    }
    g_autofree char *message = g_strdup_printf("`%s`: %s", key->name, error->message);
    problem(e, key->line, message);
    return false;
}

/* Few short lines can ask for terabytes, each value within its own bound. */
static bool within_budget(expansion *e, const gy_key *key, const char *value)
{
    bool was_within = e->n_bytes <= GY_EXPAND_MAX_TOTAL;
    e->n_bytes += strlen(value);
    if (e->n_bytes > GY_EXPAND_MAX_TOTAL && was_within) {
        problem(e, key->line, "the file is larger than 64 MiB with its variables");
    }
    return e->n_bytes <= GY_EXPAND_MAX_TOTAL;
}

static bool expand_key(expansion *e, gy_key *key)
{
    g_ptr_array_add(e->path, key);
    bool ready = prepare(e, key);
    g_ptr_array_set_size(e->path, (gint)e->path->len - 1);
    g_autofree char *value = NULL;
    if (!ready || !put_in(e, key, key->value, &value) || !within_budget(e, key, value)) {
        return false;
    }
    g_autoptr(GArray) origins = g_array_new(FALSE, FALSE, sizeof(gy_origin));
    g_auto(GStrv) items = split_items(key->value);
    for (char **item = items; *item != NULL; item++) {
        g_autofree char *expanded = NULL;
        if (!put_in(e, key, *item, &expanded)) {
            return false;
        }
        g_auto(GStrv) parts = split_items(expanded);
        add_origins(e, key, *item, g_strv_length(parts), origins);
    }
    g_free(key->value);
    key->value = g_steal_pointer(&value);
    g_free(key->items);
    key->n_items = origins->len;
    key->items = (gy_origin *)(void *)g_array_free(g_steal_pointer(&origins), FALSE);
    return true;
}

static void collect(expansion *e)
{
    for (guint i = 0; i < e->keyfile->groups->len; i++) {
        gy_group *group = g_ptr_array_index(e->keyfile->groups, i);
        if (g_str_equal(group->base, "foreach") && group->argument != NULL) {
            g_hash_table_add(e->loops, group->argument);
        }
        for (guint k = 0; g_str_equal(group->name, "vars") && k < group->keys->len; k++) {
            variable *v = g_new0(variable, 1);
            v->key = g_ptr_array_index(group->keys, k);
            g_hash_table_insert(e->variables, v->key->name, v);
        }
    }
}

static void check_loop_names(expansion *e)
{
    for (guint i = 0; i < e->keyfile->groups->len; i++) {
        const gy_group *group = g_ptr_array_index(e->keyfile->groups, i);
        const variable *v = group->argument && g_str_equal(group->base, "foreach")
                                ? g_hash_table_lookup(e->variables, group->argument)
                                : NULL;
        if (v != NULL) {
            g_autofree char *text = g_strdup_printf(
                "`%s` is the variable of a loop and also in [vars], line %d; rename one",
                group->argument, v->key->line);
            problem(e, group->line, text);
        }
    }
}

bool gy_keyfile_expand(gy_keyfile *keyfile, gy_problems *problems)
{
    g_autoptr(GHashTable) variables = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_autoptr(GHashTable) loops = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) path = g_ptr_array_new();
    expansion e = {keyfile, problems, variables, loops, path, 0, false};
    collect(&e);
    check_loop_names(&e);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        gy_group *group = g_ptr_array_index(keyfile->groups, i);
        bool vars = g_str_equal(group->name, "vars");
        for (guint k = 0; k < group->keys->len; k++) {
            gy_key *key = g_ptr_array_index(group->keys, k);
            variable *v = vars ? g_hash_table_lookup(variables, key->name) : NULL;
            if (v == NULL) {
                expand_key(&e, key);
            } else if (v->status == STATUS_RAW) {
                v->status = STATUS_OPEN;
                v->status = expand_key(&e, key) ? STATUS_DONE : STATUS_BAD;
            }
        }
    }
    return !e.failed;
}
