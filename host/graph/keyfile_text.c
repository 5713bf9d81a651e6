/* SPDX-License-Identifier: Apache-2.0 */
/* `${name}` in one text. */
#include "core/error.h"
#include "graph/keyfile_vars.h"

#include <string.h>

/* The next `${` of a text that is not behind a `$`, or NULL. */
static const char *next_var(const char *p)
{
    while ((p = strchr(p, '$')) != NULL) {
        if (p[1] == '$' && p[2] == '{') {
            p += 3;
        } else if (p[1] == '{') {
            return p;
        } else {
            p++;
        }
    }
    return NULL;
}

/* The name of `${name}` at p, or NULL; *out_after points behind the brace. Looks no further than
 * the name goes, so that a text of many `${` costs one walk. */
static char *var_name(const char *p, const char **out_after)
{
    size_t length = strspn(p + 2, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (length == 0 || !g_ascii_islower(p[2]) || p[2 + length] != '}') {
        return NULL;
    }
    *out_after = p + 2 + length + 1;
    return g_strndup(p + 2, length);
}

char **gy_text_vars(const char *text)
{
    GPtrArray *names = g_ptr_array_new();
    const char *p = text;
    while ((p = next_var(p)) != NULL) {
        const char *after = p + 2;
        char *name = var_name(p, &after);
        if (name != NULL && !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL)) {
            g_ptr_array_add(names, name);
        } else {
            g_free(name);
        }
        p = after;
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

/* Text without variables; in the last stage `$${` loses its first `$`. */
static void append_plain(GString *out, const char *from, const char *to, gy_expand stage)
{
    for (const char *p = from; p < to; p++) {
        if (stage == GY_EXPAND_FINAL && to - p >= 3 && memcmp(p, "$${", 3) == 0) {
            g_string_append(out, "${");
            p += 2;
        } else {
            g_string_append_c(out, *p);
        }
    }
}

bool gy_text_expand(const char *text, gy_var_lookup lookup, void *user, gy_expand stage,
                    char **out_text, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *p = text;
    const char *var;
    while ((var = next_var(p)) != NULL) {
        const char *after = NULL;
        g_autofree char *name = var_name(var, &after);
        if (name == NULL) {
            bool open = strchr(var, '}') == NULL;
            g_set_error(error, GY_ERROR, GY_ERR_USAGE, "`%.60s`: %s", var,
                        open ? "missing `}`"
                             : "a variable is `${name}`, a-z first, then a-z, 0-9 and _");
            return false;
        }
        append_plain(out, p, var, stage);
        const char *value = lookup ? lookup(name, user) : NULL;
        if (value == NULL && stage == GY_EXPAND_FINAL) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE, "the variable `%.100s` has no value", name);
            return false;
        }
        if (value != NULL) {
            append_plain(out, value, value + strlen(value), stage);
        } else {
            g_string_append_len(out, var, after - var);
        }
        if (out->len > GY_EXPAND_MAX_BYTES) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE, "longer than %d KiB with its variables",
                        (int)(GY_EXPAND_MAX_BYTES >> 10));
            return false;
        }
        p = after;
    }
    append_plain(out, p, p + strlen(p), stage);
    *out_text = g_string_free(g_steal_pointer(&out), FALSE);
    return true;
}
