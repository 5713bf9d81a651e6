/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements that refer to other statements: reach, tile, like=, levels=. They may stand above what
 * they refer to, so they are kept while the lines are read and looked up afterwards.
 */
#include "plugin/sig_scan.h"

#include <string.h>

static const char *const kinds[] = {"row", "window", "past", "segment", "all", "table", NULL};

void gy_sig_read_reach(gy_sig_reader *r)
{
    unsigned n = r->words->len;
    bool when = n >= 5 && strcmp(gy_sig_word(r, n - 2), "when") == 0;
    n -= when ? 2 : 0;
    bool cut_short = n > 0 && strcmp(gy_sig_word(r, n - 1), "when") == 0;
    if (n < 3 || n > 4 || cut_short) {
        gy_sig_error(r, "expected reach OUT.SYMBOL [IN.SYMBOL] "
                        "row|window(b, a)|past|segment|all|table [when PARAM=VALUE,...]");
        return;
    }
    gy_sig_late *late = g_new0(gy_sig_late, 1);
    late->what = GY_LATE_REACH;
    late->line = r->line;
    late->line_text = g_strdup(r->line_text);
    late->a = g_strdup(gy_sig_word(r, 1));
    late->b = n == 4 ? g_strdup(gy_sig_word(r, 2)) : NULL;
    late->c = g_strdup(gy_sig_word(r, n - 1));
    late->when = when ? g_strdup(gy_sig_word(r, n + 1)) : NULL;
    g_ptr_array_add(r->late, late);
}

static int find_port(const gy_sig_reader *r, gy_sig_role role, const char *name)
{
    for (unsigned i = 0; i < r->arrays[role]->len; i++) {
        if (strcmp(g_array_index(r->arrays[role], gy_sig_port, i).name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* "PORT.SYMBOL": index of the port, and the symbol, which the port must have. -1 after an error. */
static int link_axis(gy_sig_reader *r, gy_sig_role role, const char *text, const char **out_symbol)
{
    g_auto(GStrv) parts = g_strsplit(text, ".", 2);
    const char *what = role == GY_ROLE_IN ? "an input" : "an output";
    if (!parts[0] || !parts[1]) {
        gy_sig_error(r, "expected the axis of %s as PORT.SYMBOL, found '%s'", what, text);
        return -1;
    }
    int port = find_port(r, role, parts[0]);
    if (port < 0) {
        gy_sig_error(r, "expected the name of %s, found '%s'", what, parts[0]);
        return -1;
    }
    const gy_sig_port *p = &g_array_index(r->arrays[role], gy_sig_port, port);
    if (gy_sig_axis_find(&p->type, parts[1]) < 0) {
        gy_sig_error(r, "expected an axis symbol of '%s', found '%s'", p->name, parts[1]);
        return -1;
    }
    *out_symbol = gy_sig_keep(r, parts[1]);
    return port;
}

/* One side of a window: whole rows, or a parameter that is a number or a time. */
static bool link_extent(gy_sig_reader *r, const char *text, gy_sig_extent *out_extent)
{
    gy_sig_extent e = {.param = -1};
    if (gy_sig_is_integer(text, &e.rows) && e.rows > -(INT64_C(1) << 40) &&
        e.rows < INT64_C(1) << 40) {
        *out_extent = e;
        return true;
    }
    for (unsigned i = 0; i < r->params->len; i++) {
        const gy_sig_param *p = &g_array_index(r->params, gy_sig_param, i);
        if (strcmp(p->name, text) != 0) {
            continue;
        }
        if (p->base != GY_BASE_F64 && p->base != GY_BASE_I64 && p->base != GY_BASE_QUANTITY) {
            gy_sig_error(r, "expected a number or a quantity in window(...), but '%s' is %s", text,
                         gy_sig_base_name(p->base));
            return false;
        }
        e.param = (int)i;
        e.rows = 0;
        *out_extent = e;
        return true;
    }
    gy_sig_error(r, "expected whole rows or a parameter in window(...), found '%s'", text);
    return false;
}

static bool link_window(gy_sig_reader *r, const char *word, gy_sig_reach *reach)
{
    g_autofree char *head = NULL;
    const char *tail = "";
    g_auto(GStrv) sides = gy_sig_bracket(word, '(', ')', &head, &tail);
    if (!sides || *tail || g_strv_length(sides) != 2) {
        gy_sig_error(r, "expected window(before, after), found '%s'", word);
        return false;
    }
    if (!link_extent(r, sides[0], &reach->before) || !link_extent(r, sides[1], &reach->after)) {
        return false;
    }
    if (reach->before.param < 0 && reach->after.param < 0 &&
        reach->before.rows + reach->after.rows < 0) {
        gy_sig_error(r, "expected a window that holds a row, found '%s'", word);
        return false;
    }
    return true;
}

static bool same_reach(const gy_sig_reach *a, const gy_sig_reach *b)
{
    return a->out == b->out && a->in == b->in && strcmp(a->symbol, b->symbol) == 0 &&
           g_strcmp0(a->in_symbol, b->in_symbol) == 0;
}

static void link_reach(gy_sig_reader *r, const gy_sig_late *late)
{
    gy_sig_reach reach = {
        .in = -1, .line = late->line, .before.param = -1, .after.param = -1, .when.param = -1};
    int out = link_axis(r, GY_ROLE_OUT, late->a, &reach.symbol);
    if (late->b) {
        reach.in = link_axis(r, GY_ROLE_IN, late->b, &reach.in_symbol);
    }
    size_t n = strcspn(late->c, "(");
    g_autofree char *word = g_strndup(late->c, n);
    int kind = 0;
    while (kinds[kind] && strcmp(kinds[kind], word) != 0) {
        kind++;
    }
    if (!kinds[kind]) {
        gy_sig_unknown(r, word, kinds);
        return;
    }
    reach.kind = (gy_sig_reach_kind)kind;
    if (reach.kind == GY_SIG_REACH_WINDOW) {
        if (!link_window(r, late->c, &reach)) {
            return;
        }
    } else if (late->c[n]) {
        gy_sig_error(r, "expected no (...) after '%s'", word);
        return;
    }
    if (out < 0 || (late->b && reach.in < 0)) {
        return;
    }
    reach.out = (unsigned)out;
    if (late->when && !gy_sig_link_when(r, late->when, &reach.when)) {
        return;
    }
    if (reach.kind == GY_SIG_REACH_TABLE && reach.in < 0) {
        gy_sig_error(r, "expected the input axis that the table maps: reach %s IN.SYMBOL table",
                     late->a);
        return;
    }
    for (unsigned i = 0; i < r->reach->len; i++) {
        const gy_sig_reach *other = &g_array_index(r->reach, gy_sig_reach, i);
        if (same_reach(other, &reach) && (other->when.param < 0 || reach.when.param < 0)) {
            gy_sig_error(r, "expected one reach for these axes; line %d has another", other->line);
            return;
        }
    }
    g_array_append_val(r->reach, reach);
}

static void link_input(gy_sig_reader *r, const gy_sig_late *late)
{
    gy_sig_port *out = &g_array_index(r->arrays[GY_ROLE_OUT], gy_sig_port, late->index);
    int in = find_port(r, GY_ROLE_IN, late->a);
    bool levels = late->what == GY_LATE_LEVELS;
    const char *flag = levels ? "levels" : "like";
    if (in < 0) {
        gy_sig_error(r, "expected the name of an input after %s=, found '%s'", flag, late->a);
        return;
    }
    const gy_sig_type *from = &g_array_index(r->arrays[GY_ROLE_IN], gy_sig_port, in).type;
    bool labels = out->type.form == GY_FORM_ARRAY && out->type.dtype == GY_DTYPE_LABEL &&
                  from->form == GY_FORM_ARRAY && from->dtype == GY_DTYPE_LABEL;
    if (levels && !labels) {
        gy_sig_error(r, "expected levels= between an output and an input of dtype label");
        return;
    }
    *(levels ? &out->levels : &out->like) = in;
}

static void link_tile(gy_sig_reader *r, const gy_sig_late *late)
{
    if (r->sig->tile) {
        gy_sig_error(r, "expected one tile statement, found a second");
    }
    for (int role = 0; role < 6; role++) {
        for (unsigned i = 0; i < r->arrays[role]->len; i++) {
            if (gy_sig_axis_find(&g_array_index(r->arrays[role], gy_sig_port, i).type, late->a) >=
                0) {
                r->sig->tile = gy_sig_keep(r, late->a);
                return;
            }
        }
    }
    gy_sig_error(r, "expected an axis symbol of the node after 'tile', found '%s'", late->a);
}

void gy_sig_link(gy_sig_reader *r)
{
    for (unsigned i = 0; i < r->late->len; i++) {
        const gy_sig_late *late = g_ptr_array_index(r->late, i);
        r->line = late->line;
        r->line_text = late->line_text;
        switch (late->what) {
        case GY_LATE_REACH:
            link_reach(r, late);
            break;
        case GY_LATE_TILE:
            link_tile(r, late);
            break;
        case GY_LATE_FIT:
            if (r->sig->fit_when.param >= 0) {
                gy_sig_error(r, "expected one fit-when statement, found a second");
            }
            (void)gy_sig_link_when(r, late->a, &r->sig->fit_when);
            break;
        default:
            link_input(r, late);
        }
    }
}
