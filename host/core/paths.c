/* SPDX-License-Identifier: Apache-2.0 */
#include "core/paths.h"

#include "core/error.h"

#include <string.h>

/* One expansion under way. */
typedef struct search {
    char **parts; /* of the pattern, between '/' */
    GPtrArray *found;
    char *looked_in;  /* first folder that was listed */
    char *unreadable; /* why it could not be, or NULL */
} search;

/* One name held against one part of the pattern. */
typedef struct match {
    const char *pattern, *name; /* the whole texts */
    const GPtrArray *bound;     /* captures of earlier parts */
    GPtrArray *captures;        /* of this part, last one first */
    bool *dead;                 /* [pattern position][name position]: known not to match */
    size_t width;
} match;

static void free_capture(void *data)
{
    gy_capture *capture = data;
    g_free(capture->name);
    g_free(capture->value);
    g_free(capture);
}

static GPtrArray *new_captures(void)
{
    return g_ptr_array_new_with_free_func(free_capture);
}

static void add_capture(GPtrArray *captures, const char *name, size_t n_name, const char *value,
                        size_t n_value)
{
    gy_capture *capture = g_new(gy_capture, 1);
    capture->name = g_strndup(name, n_name);
    capture->value = g_strndup(value, n_value);
    g_ptr_array_add(captures, capture);
}

static void copy_captures(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++) {
        const gy_capture *c = from->pdata[i];
        add_capture(to, c->name, strlen(c->name), c->value, strlen(c->value));
    }
}

static void free_path(void *data)
{
    gy_path *path = data;
    g_free(path->path);
    g_ptr_array_unref(path->captures);
    g_free(path);
}

static const char *find_capture(const GPtrArray *captures, const char *name, size_t n)
{
    for (guint i = 0; i < captures->len; i++) {
        const gy_capture *capture = captures->pdata[i];
        if (strlen(capture->name) == n && memcmp(capture->name, name, n) == 0) {
            return capture->value;
        }
    }
    return NULL;
}

const char *gy_path_capture(const gy_path *path, const char *name)
{
    return find_capture(path->captures, name, strlen(name));
}

bool gy_paths_is_pattern(const char *pattern)
{
    return strpbrk(pattern, "*{") != NULL;
}

static bool match_rest(match *m, const char *p, const char *s);

/* Wildcard at p, `least` characters or more, the pattern going on at `next`; a capture if name. */
static bool match_wild(match *m, const char *next, const char *s, size_t least, const char *name,
                       size_t n_name)
{
    size_t left = strlen(s);
    for (size_t n = least; n <= left; n++) {
        if (match_rest(m, next, s + n)) {
            if (name != NULL) {
                add_capture(m->captures, name, n_name, s, n);
            }
            return true;
        }
    }
    return false;
}

/* Does the pattern from p match the name from s? A pair that failed once is remembered, which
 * bounds the work by the product of the lengths however many wildcards there are. */
static bool match_rest(match *m, const char *p, const char *s)
{
    bool *dead = &m->dead[(size_t)(p - m->pattern) * m->width + (size_t)(s - m->name)];
    if (*dead) {
        return false;
    }
    bool matches;
    if (*p == '*') {
        matches = match_wild(m, p + 1, s, 0, NULL, 0);
    } else if (*p == '{') {
        size_t n = strcspn(p + 1, "}");
        const char *value = find_capture(m->bound, p + 1, n);
        if (value == NULL) {
            matches = match_wild(m, p + n + 2, s, 1, p + 1, n);
        } else {
            matches = g_str_has_prefix(s, value) && match_rest(m, p + n + 2, s + strlen(value));
        }
    } else if (*p == '\0' || *p != *s) {
        matches = *p == *s;
    } else {
        matches = match_rest(m, p + 1, s + 1);
    }
    *dead = !matches;
    return matches;
}

/* The captures of `bound` and of this part, or NULL when the name does not match. */
static GPtrArray *match_name(const char *pattern, const char *name, const GPtrArray *bound)
{
    if (*name == '.' && *pattern != '.') {
        return NULL;
    }
    match m = {.pattern = pattern, .name = name, .bound = bound, .width = strlen(name) + 1};
    g_autofree bool *dead = g_new0(bool, m.width *(strlen(pattern) + 1));
    g_autoptr(GPtrArray) captures = new_captures();
    m.dead = dead;
    m.captures = captures;
    if (!match_rest(&m, pattern, name)) {
        return NULL;
    }
    GPtrArray *all = new_captures();
    copy_captures(all, bound);
    for (guint i = captures->len; i-- > 0;) {
        const gy_capture *c = captures->pdata[i];
        add_capture(all, c->name, strlen(c->name), c->value, strlen(c->value));
    }
    return all;
}

static char *join(const char *folder, const char *name)
{
    return folder == NULL ? g_strdup(name) : g_build_filename(folder, name, NULL);
}

/* Follows the parts from index `part` on, below `folder` (NULL: the working directory). Depth is
 * the number of parts. */
static void descend(search *s, size_t part, const char *folder, const GPtrArray *bound)
{
    const char *pattern = s->parts[part];
    if (pattern == NULL) {
        if (folder != NULL && g_file_test(folder, G_FILE_TEST_EXISTS)) {
            gy_path *path = g_new(gy_path, 1);
            path->path = g_strdup(folder);
            path->captures = new_captures();
            copy_captures(path->captures, bound);
            g_ptr_array_add(s->found, path);
        }
        return;
    }
    if (*pattern == '\0') { /* "a//b" is "a/b" */
        descend(s, part + 1, folder, bound);
        return;
    }
    if (!gy_paths_is_pattern(pattern)) {
        g_autofree char *below = join(folder, pattern);
        descend(s, part + 1, below, bound);
        return;
    }
    const char *place = folder != NULL ? folder : ".";
    g_autoptr(GError) reason = NULL;
    g_autoptr(GDir) dir = g_dir_open(place, 0, &reason);
    if (s->looked_in == NULL) {
        s->looked_in = g_strdup(place);
        s->unreadable = dir == NULL ? g_strdup(reason->message) : NULL;
    }
    for (const char *name = NULL; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autoptr(GPtrArray) captures = match_name(pattern, name, bound);
        if (captures != NULL) {
            g_autofree char *below = join(folder, name);
            descend(s, part + 1, below, captures);
        }
    }
}

static bool bad_pattern(const char *pattern, const char *why, GError **error)
{
    g_set_error(error, GY_ERROR, GY_ERR_PARAM, "path pattern \"%s\": %s", pattern, why);
    return false;
}

/* Well-formed {names}, none twice between two '/'. */
static bool check_pattern(const char *pattern, GError **error)
{
    if (*pattern == '\0') {
        return bad_pattern(pattern, "is empty", error);
    }
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const char *p = pattern; *p != '\0'; p++) {
        if (*p == '/') {
            g_hash_table_remove_all(names);
        }
        if (*p != '{') {
            continue;
        }
        size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789_-");
        if (n == 0 || !g_ascii_islower(p[1]) || p[n + 1] != '}') {
            return bad_pattern(pattern, "'{' must begin a {name} of a-z, 0-9, _ and -", error);
        }
        if (!g_hash_table_add(names, g_strndup(p + 1, n))) {
            return bad_pattern(pattern, "a {name} stands twice in one part of the path", error);
        }
        p += n + 1;
    }
    return true;
}

static int compare_paths(const void *left, const void *right)
{
    const gy_path *const *a = left, *const *b = right;
    return gy_natural_compare((*a)->path, (*b)->path);
}

/* Captures become coordinates, and those are UTF-8. */
static bool check_captures(const GPtrArray *found, GError **error)
{
    for (guint i = 0; i < found->len; i++) {
        const gy_path *path = found->pdata[i];
        for (guint k = 0; k < path->captures->len; k++) {
            const gy_capture *capture = path->captures->pdata[k];
            if (!g_utf8_validate(capture->value, -1, NULL)) {
                g_autofree char *shown = g_filename_display_name(path->path);
                g_set_error(error, GY_ERROR, GY_ERR_FORMAT, "%s: what {%s} matches is not UTF-8",
                            shown, capture->name);
                return false;
            }
        }
    }
    return true;
}

GPtrArray *gy_paths_expand(const char *pattern, const char *base_dir, GError **error)
{
    if (!check_pattern(pattern, error)) {
        return NULL;
    }
    g_auto(GStrv) parts = g_strsplit(pattern, "/", -1);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_path);
    g_autoptr(GPtrArray) none = new_captures();
    search s = {.parts = parts, .found = found};
    descend(&s, 0, *pattern == '/' ? "/" : base_dir, none);
    g_autofree char *looked_in = s.looked_in;
    g_autofree char *unreadable = s.unreadable;
    if (found->len == 0 && looked_in == NULL) {
        g_autofree char *path = *pattern == '/' ? g_strdup(pattern) : join(base_dir, pattern);
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: no such file", path);
        return NULL;
    }
    if (found->len == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "no file matches \"%s\" (looked in %s%s%s)",
                    pattern, looked_in, unreadable != NULL ? ": " : "",
                    unreadable != NULL ? unreadable : "");
        return NULL;
    }
    if (!check_captures(found, error)) {
        return NULL;
    }
    g_ptr_array_sort(found, compare_paths);
    return g_steal_pointer(&found);
}

void gy_paths_append(GString *path, const char *name)
{
    bool dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    g_string_append_c(path, G_DIR_SEPARATOR);
    for (const char *c = name; *c; c++) {
        if (*c == '/' || *c == '%' || (*c == '.' && dots)) {
            g_string_append_printf(path, "%%%02X", (unsigned)*c);
        } else {
            g_string_append_c(path, *c);
        }
    }
}
