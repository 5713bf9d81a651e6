/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/keyfile_names.h"

#include <string.h>

bool gy_name_ok(const char *name, const char *extra)
{
    if (!g_ascii_islower(name[0])) {
        return false;
    }
    for (const char *p = name; *p != '\0'; p++) {
        if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && strchr(extra, *p) == NULL) {
            return false;
        }
    }
    return true;
}

static bool is_dotted_group(const char *base)
{
    return g_str_equal(base, "tune") || g_str_equal(base, "check");
}

/* node.port.coordinate.reducer: the node as a node is named, coordinates as the data name them */
static bool dotted_ok(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, ".", -1);
    if (!gy_name_ok(parts[0], "-_")) {
        return false;
    }
    for (char **part = parts + 1; *part != NULL; part++) {
        if ((*part)[0] == '\0') {
            return false;
        }
        for (const char *p = *part; *p != '\0'; p++) {
            if (!g_ascii_isalnum(*p) && *p != '_' && *p != '-') {
                return false;
            }
        }
    }
    return true;
}

bool gy_key_name_ok(const char *base, const char *name)
{
    if (is_dotted_group(base)) {
        return dotted_ok(name);
    }
    return gy_name_ok(name, g_str_equal(base, "needs") ? "-" : "_");
}

const char *gy_key_name_form(const char *base)
{
    if (is_dotted_group(base)) {
        return "`node.port.reducer`, the node in a-z, 0-9 and -, the others in letters, digits, - "
               "and _";
    }
    return g_str_equal(base, "needs") ? "a-z first, then a-z, 0-9 and -"
                                      : "a-z first, then a-z, 0-9 and _";
}

gy_group *gy_group_new(const char *text, int line)
{
    g_autofree char *head = g_strdup(text);
    char *profile = strchr(head, '|');
    if (profile != NULL) {
        *profile++ = '\0';
        g_strstrip(profile);
    }
    g_strstrip(head);
    size_t length = strcspn(head, " \t");
    char *argument = NULL;
    if (head[length] != '\0') {
        head[length] = '\0';
        argument = g_strchug(head + length + 1);
    }
    if (!gy_name_ok(head, "-") || (argument != NULL && !gy_name_ok(argument, "_.-")) ||
        (profile != NULL && !gy_name_ok(profile, "-"))) {
        return NULL;
    }
    gy_group *group = g_new0(gy_group, 1);
    group->name = g_strconcat(head, argument ? " " : "", argument ? argument : "",
                              profile ? "|" : "", profile ? profile : "", NULL);
    group->base = g_strdup(head);
    group->argument = g_strdup(argument);
    group->profile = g_strdup(profile);
    group->line = line;
    group->keys = g_ptr_array_new_with_free_func((GDestroyNotify)gy_key_free);
    group->lost = g_ptr_array_new_with_free_func(g_free);
    return group;
}

void gy_group_free(gy_group *group)
{
    if (group == NULL) {
        return;
    }
    g_free(group->name);
    g_free(group->base);
    g_free(group->argument);
    g_free(group->profile);
    g_ptr_array_unref(group->keys);
    g_ptr_array_unref(group->lost);
    g_free(group);
}

gy_key *gy_key_new(const char *name, const char *value, gy_origin origin)
{
    gy_key *key = g_new0(gy_key, 1);
    key->name = g_strdup(name);
    key->value = g_strdup(value);
    key->origin = origin;
    return key;
}

void gy_key_free(gy_key *key)
{
    if (key == NULL) {
        return;
    }
    g_free(key->name);
    g_free(key->value);
    g_free(key->items);
    g_free(key);
}
