/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements that name an array: in, out, state, stat, temp, carry.
 */
#include "plugin/sig_scan.h"

#include <string.h>

static void add_late(gy_sig_reader *r, enum gy_sig_late_what what, unsigned index, const char *name)
{
    gy_sig_late *late = g_new0(gy_sig_late, 1);
    late->what = what;
    late->line = r->line;
    late->line_text = g_strdup(r->line_text);
    late->index = index;
    late->a = g_strdup(name);
    g_ptr_array_add(r->late, late);
}

static bool set_bounds(gy_sig_reader *r, const char *value, gy_sig_port *p)
{
    g_auto(GStrv) ends = g_strsplit(value, "..", 2);
    double low = 0.0, high = 0.0;
    if (!ends[0] || !ends[1] || !gy_sig_is_real(ends[0], &low) || !gy_sig_is_real(ends[1], &high) ||
        !(low < high)) {
        gy_sig_error(r, "expected bounds=LOW..HIGH with two rising numbers, found 'bounds=%s'",
                     value);
        return false;
    }
    p->has_bounds = true;
    p->bounds[0] = low;
    p->bounds[1] = high;
    return true;
}

/* A flag key=value that this role knows: true. */
static bool set_valued(gy_sig_reader *r, const char *key, const char *value, gy_sig_port *p)
{
    bool out = p->role == GY_ROLE_OUT;
    if (strcmp(key, "unit") == 0 && (out || p->role == GY_ROLE_IN)) {
        p->unit = gy_sig_keep(r, value);
    } else if (strcmp(key, "like") == 0 && out) {
        add_late(r, GY_LATE_LIKE, p->index, value);
    } else if (strcmp(key, "levels") == 0 && out) {
        add_late(r, GY_LATE_LEVELS, p->index, value);
    } else if (strcmp(key, "chance") == 0 && out) {
        p->has_chance = gy_sig_is_real(value, &p->chance);
        if (!p->has_chance) {
            gy_sig_error(r, "expected chance=NUMBER, found 'chance=%s'", value);
        }
    } else if (strcmp(key, "bounds") == 0 && out) {
        set_bounds(r, value, p);
    } else if (strcmp(key, "best") == 0 && out) {
        bool high = strcmp(value, "high") == 0;
        if (!high && strcmp(value, "low") != 0) {
            gy_sig_error(r, "expected best=high or best=low, found 'best=%s'", value);
        }
        p->best = high ? GY_BEST_HIGH : GY_BEST_LOW;
    } else if (strcmp(key, "merge") == 0 && p->role == GY_ROLE_STAT) {
        p->has_merge = true;
        if (strcmp(value, "min") == 0 || strcmp(value, "max") == 0) {
            p->merge = value[1] == 'i' ? GY_MERGE_MIN : GY_MERGE_MAX;
        } else if (strcmp(value, "sum") != 0) {
            gy_sig_error(r, "expected merge=sum, merge=min or merge=max, found 'merge=%s'", value);
        }
    } else {
        return false;
    }
    return true;
}

static bool set_bare(const char *word, gy_sig_port *p)
{
    bool in = p->role == GY_ROLE_IN, out = p->role == GY_ROLE_OUT;
    bool *slot = NULL;
    if (strcmp(word, "optional") == 0 && (in || out)) {
        slot = &p->optional;
    } else if (in) {
        slot = strcmp(word, "fit") == 0       ? &p->fit
               : strcmp(word, "many") == 0    ? &p->many
               : strcmp(word, "now") == 0     ? &p->now
               : strcmp(word, "missing") == 0 ? &p->missing
                                              : NULL;
    } else if (out) {
        static const char *const words[] = {"mean", "sum", "none"};
        for (int i = 0; i < 3 && !p->has_close; i++) {
            if (strcmp(word, words[i]) == 0) {
                p->close = (gy_sig_close)i;
                slot = &p->has_close;
            }
        }
    }
    if (slot) {
        *slot = true;
    }
    return slot != NULL;
}

static void read_flag(gy_sig_reader *r, const char *word, gy_sig_port *p)
{
    static const char *const in[] = {"fit", "optional", "many", "now", "missing", "unit", NULL};
    static const char *const out[] = {"unit",   "like",   "levels", "mean",     "sum", "none",
                                      "chance", "bounds", "best",   "optional", NULL};
    static const char *const stat[] = {"merge", NULL};
    static const char *const nothing[] = {NULL};
    g_auto(GStrv) pair = g_strsplit(word, "=", 2);
    bool known = pair[1] ? pair[1][0] && set_valued(r, pair[0], pair[1], p) : set_bare(word, p);
    if (known) {
        return;
    }
    const char *const *words = p->role == GY_ROLE_IN     ? in
                               : p->role == GY_ROLE_OUT  ? out
                               : p->role == GY_ROLE_STAT ? stat
                                                         : nothing;
    if (!g_strv_contains(words, pair[0])) {
        gy_sig_unknown(r, pair[0], words);
    } else if (p->has_close && !pair[1]) {
        gy_sig_error(r, "expected one of mean, sum and none, found '%s' as a second", word);
    } else {
        gy_sig_error(r, "expected flag '%s' %s a value, found '%s'", pair[0],
                     pair[1] && pair[1][0] ? "without" : "with", word);
    }
}

static void check_form(gy_sig_reader *r, const gy_sig_port *p)
{
    bool port = p->role == GY_ROLE_IN || p->role == GY_ROLE_OUT;
    if (!port && p->type.form != GY_FORM_ARRAY) {
        gy_sig_error(r, "expected an array as %s '%s', found a %s", gy_sig_role_name(p->role),
                     p->name, p->type.form == GY_FORM_MODEL ? "model" : "table or rows");
    }
    if (p->type.form == GY_FORM_ROWS && p->role == GY_ROLE_OUT) {
        gy_sig_error(r, "expected rows[...] only on an input");
    }
    bool open = p->type.dtype == GY_DTYPE_REAL || p->type.dtype == GY_DTYPE_ANY ||
                p->type.dtype == GY_DTYPE_TEXT;
    if (!port && p->type.form == GY_FORM_ARRAY && open) {
        gy_sig_error(r, "expected a dtype of fixed size for %s '%s', found '%s'",
                     gy_sig_role_name(p->role), p->name, gy_sig_dtype_name(p->type.dtype));
    }
    if (p->role == GY_ROLE_OUT && p->type.form == GY_FORM_ARRAY && p->type.dtype == GY_DTYPE_REAL) {
        gy_sig_error(r, "expected a dtype for output '%s' (any, if resolve sets it), found 'real'",
                     p->name);
    }
}

void gy_sig_read_array(gy_sig_reader *r, gy_sig_role role)
{
    const char *name = gy_sig_word(r, 1), *type = gy_sig_word(r, 2);
    if (!gy_sig_is_name(name, false)) {
        gy_sig_error(r, "expected a name ([a-z][a-z0-9_]*) after '%s', found '%s'",
                     gy_sig_role_name(role), name ? name : "the end of the line");
        return;
    }
    if (!type) {
        gy_sig_error(r, "expected a type after '%s'", name);
        return;
    }
    gy_sig_port p = {.role = role, .like = -1, .levels = -1, .line = r->line, .doc = r->doc};
    p.index = r->arrays[role]->len;
    p.name = gy_sig_keep(r, name);
    if (!gy_sig_read_type(r, type, &p.type)) {
        p.type.form = GY_FORM_MODEL; /* keep the name known, so that no other line is blamed */
    } else {
        check_form(r, &p);
    }
    for (unsigned i = 3; i < r->words->len; i++) {
        read_flag(r, gy_sig_word(r, i), &p);
    }
    g_array_append_val(r->arrays[role], p);
}
