/* SPDX-License-Identifier: Apache-2.0 */
/* Looking groups and keys up, profiles, and what the command line overrides. */
#include "graph/keyfile_names.h"

#include <string.h>

static gy_group *group_at(const gy_keyfile *keyfile, guint i)
{
    return g_ptr_array_index(keyfile->groups, i);
}

static gy_group *find(const gy_keyfile *keyfile, const char *base, const char *argument,
                      const char *profile)
{
    for (guint i = 0; i < keyfile->groups->len; i++) {
        gy_group *group = group_at(keyfile, i);
        if (g_str_equal(group->base, base) && g_strcmp0(group->argument, argument) == 0 &&
            g_strcmp0(group->profile, profile) == 0) {
            return group;
        }
    }
    return NULL;
}

gy_group *gy_keyfile_group(const gy_keyfile *keyfile, const char *base, const char *argument)
{
    return find(keyfile, base, argument, NULL);
}

gy_key *gy_group_key(const gy_group *group, const char *name)
{
    for (guint i = 0; i < group->keys->len; i++) {
        gy_key *key = g_ptr_array_index(group->keys, i);
        if (g_str_equal(key->name, name)) {
            return key;
        }
    }
    return NULL;
}

bool gy_group_has(const gy_group *group, const char *name)
{
    return gy_group_key(group, name) != NULL ||
           g_ptr_array_find_with_equal_func(group->lost, name, g_str_equal, NULL);
}

gy_origin gy_key_origin(const gy_key *key, size_t item)
{
    return item < key->n_items ? key->items[item] : key->origin;
}

/* The different profiles of a file in file order, NULL-terminated; the strings are the groups'. */
static const char **profiles_of(const gy_keyfile *keyfile)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const char *profile = group_at(keyfile, i)->profile;
        if (profile != NULL &&
            !g_ptr_array_find_with_equal_func(names, profile, g_str_equal, NULL)) {
            g_ptr_array_add(names, (gpointer)profile);
        }
    }
    g_ptr_array_add(names, NULL);
    return (const char **)g_ptr_array_free(names, FALSE);
}

/* Everything can be run with `small`, the size for tests: a file without such groups is small. */
static bool profile_exists(const gy_keyfile *keyfile, const char *profile, gy_problems *problems)
{
    g_autofree const char **known = profiles_of(keyfile);
    if (g_strv_contains(known, profile) || g_str_equal(profile, "small")) {
        return true;
    }
    g_autofree char *list = g_strjoinv(", ", (char **)known);
    const char *near = gy_nearest(profile, known);
    gy_problems_add(
        problems, keyfile->path, 0, "no profile `%.100s`%s%s%s%s%s", profile,
        near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "",
        known[0] ? (near ? " The file has: " : ": the file has ") : ": the file has none", list);
    return false;
}

bool gy_keyfile_apply_profile(gy_keyfile *keyfile, const char *profile, gy_problems *problems)
{
    bool known = profile == NULL || profile_exists(keyfile, profile, problems);
    GPtrArray *kept = g_ptr_array_new_with_free_func((GDestroyNotify)gy_group_free);
    for (guint i = 0; i < keyfile->groups->len; i++) {
        const gy_group *group = group_at(keyfile, i);
        const char *base = group->base;
        const char *argument = group->argument;
        gy_group *keep = NULL;
        if (group->profile == NULL) {
            keep = profile ? find(keyfile, base, argument, profile) : NULL;
            keep = keep ? keep : group_at(keyfile, i);
        } else if (g_strcmp0(group->profile, profile) == 0 &&
                   find(keyfile, base, argument, NULL) == NULL) {
            keep = group_at(keyfile, i);
        }
        if (keep != NULL) {
            g_ptr_array_add(kept, keep);
        }
    }
    for (guint i = 0; i < keyfile->groups->len; i++) {
        if (!g_ptr_array_find(kept, group_at(keyfile, i), NULL)) {
            gy_group_free(group_at(keyfile, i));
        }
    }
    g_ptr_array_set_free_func(keyfile->groups, NULL);
    g_ptr_array_unref(keyfile->groups);
    keyfile->groups = kept;
    for (guint i = 0; i < kept->len; i++) {
        gy_group *group = group_at(keyfile, i);
        g_free(group->profile);
        group->profile = NULL;
        group->name[strcspn(group->name, "|")] = '\0';
    }
    return known;
}

/* Adds the problem "--set TEXT: ..." with a hint from the names there are. Always false. */
static bool refuse(gy_problems *problems, const char *assignment, const char *what,
                   const char *name, GPtrArray *names)
{
    const char *near = NULL;
    if (names != NULL) {
        g_ptr_array_add(names, NULL);
        near = gy_nearest(name, (const char *const *)names->pdata);
    }
    gy_problems_add(problems, NULL, 0, "--set %.200s: %s `%.100s`%s%s%s", assignment, what, name,
                    near ? "; did you mean `" : "", near ? near : "", near ? "`?" : "");
    return false;
}

static void replace(gy_group *group, const char *name, const char *value)
{
    gy_key *made = gy_key_new(name, value, GY_ORIGIN_COMMAND_LINE);
    for (guint i = 0; i < group->keys->len; i++) {
        gy_key *old = g_ptr_array_index(group->keys, i);
        if (g_str_equal(old->name, name)) {
            gy_key_free(old);
            group->keys->pdata[i] = made;
            return;
        }
    }
    g_ptr_array_add(group->keys, made);
}

static bool override_variable(gy_keyfile *keyfile, const char *assignment, const char *name,
                              const char *value, gy_problems *problems)
{
    gy_group *vars = gy_keyfile_group(keyfile, "vars", NULL);
    if (vars != NULL && gy_group_key(vars, name) != NULL) {
        replace(vars, name, value);
        return true;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; vars != NULL && i < vars->keys->len; i++) {
        g_ptr_array_add(names, ((gy_key *)g_ptr_array_index(vars->keys, i))->name);
    }
    return refuse(problems, assignment, "[vars] has no", name, names);
}

static bool override_key(gy_keyfile *keyfile, const char *assignment, const char *name,
                         const char *key, const char *value, gy_problems *problems)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < keyfile->groups->len; i++) {
        gy_group *group = group_at(keyfile, i);
        g_ptr_array_add(names, group->name);
        if (!g_str_equal(group->name, name)) {
            continue;
        }
        if (!gy_key_name_ok(group->base, key)) {
            return refuse(problems, assignment, "this is no key name:", key, NULL);
        }
        replace(group, key, value);
        return true;
    }
    return refuse(problems, assignment, "there is no group", name, names);
}

static bool value_ok(const char *value)
{
    for (const char *p = value; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' && *p != '\t') {
            return false;
        }
    }
    return value[0] != '\0' && g_utf8_validate(value, -1, NULL);
}

bool gy_keyfile_override(gy_keyfile *keyfile, const char *assignment, gy_problems *problems)
{
    const char *equals = strchr(assignment, '=');
    if (equals == NULL) {
        gy_problems_add(problems, NULL, 0,
                        "--set %.200s: expected `variable=value` or `node.key=value`", assignment);
        return false;
    }
    g_autofree char *left = g_strstrip(g_strndup(assignment, (gsize)(equals - assignment)));
    g_autofree char *value = g_strstrip(g_strdup(equals + 1));
    if (!value_ok(value)) {
        gy_problems_add(problems, NULL, 0, "--set %.200s: %s", assignment,
                        value[0] == '\0' ? "no value behind `=`"
                                         : "the value is not one line of "
                                           "UTF-8 text");
        return false;
    }
    char *dot = strchr(left, '.');
    if (dot == NULL) {
        return override_variable(keyfile, assignment, left, value, problems);
    }
    *dot = '\0';
    return override_key(keyfile, assignment, left, dot + 1, value, problems);
}
