/* SPDX-License-Identifier: Apache-2.0
 *
 * Types of ports and parameters, read and written.
 */
#include "plugin/sig_scan.h"

#include <string.h>

static const char *const dtype_names[] = {"f32", "f64", "i8",   "i16",   "i32",  "i64",
                                          "u8",  "u16", "u32",  "u64",   "bool", "text",
                                          "T",   "U",   "real", "label", "any",  NULL};
static const char *const base_names[] = {"f64",    "i64",      "bool",     "text",     "path",
                                         "choice", "quantity", "interval", "map",      "columns",
                                         "share",  "scheme",   "spec",     "out-path", NULL};
static const char *const role_names[] = {"in", "out", "state", "stat", "temp", "carry"};
static const char *const reach_names[] = {"row", "window", "past", "segment", "all", "table"};

const char *gy_sig_dtype_name(gy_sig_dtype dtype)
{
    return dtype_names[dtype];
}

const char *gy_sig_base_name(gy_sig_base base)
{
    return base_names[base];
}

const char *gy_sig_role_name(gy_sig_role role)
{
    return role_names[role];
}

const char *gy_sig_reach_name(gy_sig_reach_kind kind)
{
    return reach_names[kind];
}

static int index_of(const char *const *names, const char *word)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], word) == 0) {
            return i;
        }
    }
    return -1;
}

/* AXIS = SYMBOL [ ":" NAME ] | NUMBER | "..." */
static bool read_axis(gy_sig_reader *r, const char *text, gy_sig_axis *out_axis)
{
    gy_sig_axis axis = {.fixed = -1};
    if (strcmp(text, "...") == 0) {
        axis.is_rest = true;
        *out_axis = axis;
        return true;
    }
    if (g_ascii_isdigit(text[0])) {
        if (!gy_sig_is_integer(text, &axis.fixed)) {
            gy_sig_error(r, "expected a whole number as the length of an axis, found '%s'", text);
            return false;
        }
        *out_axis = axis;
        return true;
    }
    g_auto(GStrv) parts = g_strsplit(text, ":", 2);
    if (!parts[0] || !gy_sig_is_name(parts[0], false) ||
        (parts[1] && !gy_sig_is_name(parts[1], false))) {
        gy_sig_error(r, "expected an axis (symbol, symbol:name, number or ...), found '%s'", text);
        return false;
    }
    axis.symbol = gy_sig_keep(r, parts[0]);
    axis.name = parts[1] ? gy_sig_keep(r, parts[1]) : NULL;
    *out_axis = axis;
    return true;
}

static bool read_axes(gy_sig_reader *r, char **parts, gy_sig_type *type)
{
    unsigned n_rest = 0;
    for (unsigned i = 0; parts[i]; i++) {
        if (i == GY_SIG_MAX_AXES) {
            gy_sig_error(r, "expected at most %d axes", GY_SIG_MAX_AXES);
            return false;
        }
        if (!read_axis(r, parts[i], &type->axes[i])) {
            return false;
        }
        n_rest += type->axes[i].is_rest;
        type->n_axes = i + 1;
    }
    if (n_rest > 1) {
        gy_sig_error(r, "expected `...` at most once in a type");
        return false;
    }
    return true;
}

static bool one_symbol(const gy_sig_type *type)
{
    return type->n_axes == 1 && type->axes[0].symbol;
}

/* "model", "model(encoder)" or "model(encoder.ridge)" */
static bool read_model(gy_sig_reader *r, const char *word, gy_sig_type *out_type)
{
    gy_sig_type type = {.form = GY_FORM_MODEL};
    if (strcmp(word, "model") != 0) {
        g_autofree char *head = NULL;
        const char *tail = "";
        g_auto(GStrv) id = gy_sig_bracket(word, '(', ')', &head, &tail);
        g_auto(GStrv) parts = g_strsplit(id && id[0] ? id[0] : "", ".", 2);
        bool good = id && id[0] && !id[1] && !*tail && gy_sig_is_name(parts[0], false) &&
                    (!parts[1] || gy_sig_is_name(parts[1], true));
        if (!good) {
            gy_sig_error(r, "expected model, model(KIND) or model(KIND.NAME), found '%s'", word);
            return false;
        }
        type.model = gy_sig_keep(r, id[0]);
    }
    *out_type = type;
    return true;
}

bool gy_sig_read_type(gy_sig_reader *r, const char *word, gy_sig_type *out_type)
{
    static const char *const forms[] = {"table", "model", "rows", NULL};
    gy_sig_type type = {.form = GY_FORM_ARRAY};
    g_autofree char *head = NULL;
    const char *tail = "";
    if (strcmp(word, "model") == 0 || g_str_has_prefix(word, "model(")) {
        return read_model(r, word, out_type);
    }
    g_auto(GStrv) parts = gy_sig_bracket(word, '[', ']', &head, &tail);
    int form = index_of(forms, parts ? head : word);
    int dtype = index_of(dtype_names, parts ? head : word);
    if (form < 0 && dtype < 0) {
        const char *const known[] = {"table", "model", "rows", "f32",  "f64",   "i8",  "i16",
                                     "i32",   "i64",   "u8",   "u16",  "u32",   "u64", "bool",
                                     "text",  "T",     "U",    "real", "label", "any", NULL};
        gy_sig_unknown(r, parts ? head : word, known);
        return false;
    }
    if (!parts || *tail || form == 1) {
        gy_sig_error(r, "expected a type such as f64[row, v], table[row] or model, found '%s'",
                     word);
        return false;
    }
    if (!read_axes(r, parts, &type)) {
        return false;
    }
    if (form >= 0 && !one_symbol(&type)) {
        gy_sig_error(r, "expected one axis symbol in %s[...], found '%s'", forms[form], word);
        return false;
    }
    type.form = form == 0 ? GY_FORM_TABLE : form == 2 ? GY_FORM_ROWS : GY_FORM_ARRAY;
    type.dtype = dtype >= 0 ? (gy_sig_dtype)dtype : GY_DTYPE_F32;
    *out_type = type;
    return true;
}

/* The brackets of choice(...), quantity(...), interval(...); *rest is what follows the base. */
static bool read_operands(gy_sig_reader *r, const char *word, char **out_base, char ***out_operands,
                          const char **rest)
{
    size_t n = strcspn(word, "([");
    if (word[n] != '(') {
        *out_base = g_strndup(word, n);
        *rest = word + n;
        return true;
    }
    *out_operands = gy_sig_bracket(word, '(', ')', out_base, rest);
    if (!*out_operands) {
        gy_sig_error(r, "expected ')' in '%s'", word);
        return false;
    }
    for (char **p = *out_operands; *p; p++) {
        bool again = g_strv_contains((const char *const *)(p + 1), *p);
        if (!**p || again) {
            gy_sig_error(r, "expected different words in (...), found '%s' %s", *p,
                         again ? "twice" : "in between");
            return false;
        }
    }
    return true;
}

/* "[SYMBOL]" or "[NUMBER]" behind a base. */
static bool read_length(gy_sig_reader *r, const char *rest, gy_sig_param *p)
{
    g_autofree char *head = NULL;
    const char *tail = NULL;
    g_auto(GStrv) parts = gy_sig_bracket(rest, '[', ']', &head, &tail);
    bool good = parts && !head[0] && !*tail && parts[0] && !parts[1];
    p->is_list = true;
    if (good && g_ascii_isdigit(parts[0][0])) {
        good = gy_sig_is_integer(parts[0], &p->exact) && p->exact > 0;
    } else if (good) {
        good = gy_sig_is_name(parts[0], false);
        p->symbol = good ? gy_sig_keep(r, parts[0]) : NULL;
    }
    if (!good) {
        gy_sig_error(r, "expected [symbol] or [number] after the parameter's type, found '%s'",
                     rest);
    }
    return good;
}

bool gy_sig_read_param_type(gy_sig_reader *r, const char *word, gy_sig_param *out_param)
{
    g_autofree char *name = NULL;
    g_auto(GStrv) operands = NULL;
    const char *rest = "";
    if (!read_operands(r, word, &name, &operands, &rest)) {
        return false;
    }
    int base = index_of(base_names, name);
    if (base < 0) {
        gy_sig_unknown(r, name, base_names);
        return false;
    }
    gy_sig_param p = *out_param;
    p.base = (gy_sig_base)base;
    p.exact = -1;
    bool wants = base == GY_BASE_CHOICE || base == GY_BASE_QUANTITY || base == GY_BASE_INTERVAL;
    bool has = operands && operands[0];
    if (wants != has || (operands && !wants)) {
        gy_sig_error(
            r, wants ? "expected %s(...) with at least one word" : "expected no (...) after %s",
            name);
        return false;
    }
    if (*rest && !read_length(r, rest, &p)) {
        return false;
    }
    if (base == GY_BASE_CHOICE) {
        p.choices = gy_sig_keep_list(r, operands);
    } else if (wants) {
        p.units = gy_sig_keep_list(r, operands);
    }
    *out_param = p;
    return true;
}

char *gy_sig_type_text(const gy_sig_type *type)
{
    if (type->form == GY_FORM_MODEL) {
        return type->model ? g_strdup_printf("model(%s)", type->model) : g_strdup("model");
    }
    GString *s = g_string_new(type->form == GY_FORM_TABLE  ? "table"
                              : type->form == GY_FORM_ROWS ? "rows"
                                                           : dtype_names[type->dtype]);
    g_string_append_c(s, '[');
    for (unsigned i = 0; i < type->n_axes; i++) {
        const gy_sig_axis *a = &type->axes[i];
        g_string_append(s, i ? ", " : "");
        if (a->symbol) {
            g_string_append_printf(s, "%s%s%s", a->symbol, a->name ? ":" : "",
                                   a->name ? a->name : "");
        } else if (a->is_rest) {
            g_string_append(s, "...");
        } else {
            g_string_append_printf(s, "%" G_GINT64_FORMAT, a->fixed);
        }
    }
    g_string_append_c(s, ']');
    return g_string_free(s, FALSE);
}

char *gy_sig_param_type_text(const gy_sig_param *p)
{
    GString *s = g_string_new(base_names[p->base]);
    const char *const *operands = p->choices ? p->choices : p->units;
    if (operands) {
        g_autofree char *joined = g_strjoinv(", ", (char **)operands);
        g_string_append_printf(s, "(%s)", joined);
    }
    if (p->symbol) {
        g_string_append_printf(s, "[%s]", p->symbol);
    } else if (p->is_list) {
        g_string_append_printf(s, "[%" G_GINT64_FORMAT "]", p->exact);
    }
    return g_string_free(s, FALSE);
}
