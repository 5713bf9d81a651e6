/* SPDX-License-Identifier: Apache-2.0
 *
 * What only the whole text can tell: names used twice, statistics without rows, state that nothing
 * writes, axes that the node makes.
 */
#include "plugin/sig_scan.h"

#include <string.h>

static void at(gy_sig_reader *r, int line)
{
    r->line = line;
    r->line_text = NULL;
}

/* Ports, state, statistics, temporaries, carry and parameters share one name space. */
static void check_names(gy_sig_reader *r)
{
    g_autoptr(GHashTable) lines = g_hash_table_new(g_str_hash, g_str_equal);
    for (int role = 0; role <= 6; role++) {
        GArray *list = role < 6 ? r->arrays[role] : r->params;
        for (unsigned i = 0; i < list->len; i++) {
            const gy_sig_port *p = role < 6 ? &g_array_index(list, gy_sig_port, i) : NULL;
            const gy_sig_param *q = p ? NULL : &g_array_index(list, gy_sig_param, i);
            const char *name = p ? p->name : q->name;
            int line = p ? p->line : q->line;
            int first = GPOINTER_TO_INT(g_hash_table_lookup(lines, name));
            if (first) {
                at(r, MAX(line, first));
                gy_sig_error(r, "expected different names, but '%s' is also on line %d", name,
                             MIN(line, first));
            } else {
                g_hash_table_insert(lines, (gpointer)name, GINT_TO_POINTER(line));
            }
        }
    }
}

static bool any_input_of_rows(const gy_sig_reader *r)
{
    for (unsigned i = 0; i < r->arrays[GY_ROLE_IN]->len; i++) {
        const gy_sig_type *t = &g_array_index(r->arrays[GY_ROLE_IN], gy_sig_port, i).type;
        if (t->n_axes > 0 && t->axes[0].symbol && strcmp(t->axes[0].symbol, "row") == 0) {
            return true;
        }
    }
    return false;
}

static void check_reduction(gy_sig_reader *r)
{
    GArray *state = r->arrays[GY_ROLE_STATE], *stat = r->arrays[GY_ROLE_STAT];
    const gy_sig_port *first_stat = stat->len ? &g_array_index(stat, gy_sig_port, 0) : NULL;
    const gy_sig_port *first_state = state->len ? &g_array_index(state, gy_sig_port, 0) : NULL;
    if (first_stat && r->sig->block_all) {
        at(r, first_stat->line);
        gy_sig_error(r, "stat '%s' is never added to, because of 'block all'; expected one of both",
                     first_stat->name);
    } else if (first_stat && !any_input_of_rows(r)) {
        at(r, first_stat->line);
        gy_sig_error(r, "stat '%s' is a sum over rows; expected an input whose first axis is 'row'",
                     first_stat->name);
    }
    if (first_state && !first_stat && !r->sig->block_all) {
        at(r, first_state->line);
        gy_sig_error(r, "nothing writes state '%s'; expected a stat, or 'block all'",
                     first_state->name);
    }
    if (r->sig->fit_when.param >= 0 && !first_state) {
        at(r, 1);
        gy_sig_error(r, "'fit-when' says when state is fitted; expected a node with state");
    }
    bool reduces = first_state || first_stat || r->sig->block_all;
    for (unsigned i = 0; i < r->arrays[GY_ROLE_TEMP]->len && !reduces; i++) {
        const gy_sig_port *p = &g_array_index(r->arrays[GY_ROLE_TEMP], gy_sig_port, i);
        at(r, p->line);
        gy_sig_error(r, "temp '%s' lives between passes; expected a node with stat or state",
                     p->name);
    }
    for (unsigned i = 0; i < r->arrays[GY_ROLE_IN]->len && !reduces; i++) {
        const gy_sig_port *p = &g_array_index(r->arrays[GY_ROLE_IN], gy_sig_port, i);
        if (p->fit) {
            at(r, p->line);
            gy_sig_error(r, "input '%s' is read only while fitting; expected a node with state",
                         p->name);
        }
    }
}

/* `carry` is kept from block to block of outputs whose reach is `past`. */
static void check_carry(gy_sig_reader *r)
{
    for (unsigned i = 0; i < r->reach->len; i++) {
        if (g_array_index(r->reach, gy_sig_reach, i).kind == GY_SIG_REACH_PAST) {
            return;
        }
    }
    for (unsigned i = 0; i < r->arrays[GY_ROLE_CARRY]->len; i++) {
        const gy_sig_port *p = &g_array_index(r->arrays[GY_ROLE_CARRY], gy_sig_port, i);
        at(r, p->line);
        gy_sig_error(r,
                     "carry '%s' is kept from block to block; expected an output with reach past",
                     p->name);
    }
}

static void check_axes_of(gy_sig_reader *r, const gy_sig_port *p, bool rest, GHashTable *given,
                          GPtrArray *makes)
{
    for (unsigned i = 0; i < p->type.n_axes; i++) {
        const gy_sig_axis *a = &p->type.axes[i];
        if (a->is_rest && !rest && p->role != GY_ROLE_OUT) {
            at(r, p->line);
            gy_sig_error(r, "'...' of %s '%s' stands for the rest of an input; no input has one",
                         gy_sig_role_name(p->role), p->name);
        }
        if (a->symbol && g_hash_table_add(given, (gpointer)a->symbol)) {
            g_ptr_array_add(makes, (gpointer)a->symbol);
        }
    }
}

/* Symbols in no input and of no list parameter are axes that the node makes. */
static void find_made_axes(gy_sig_reader *r)
{
    g_autoptr(GHashTable) given = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *makes = g_ptr_array_new();
    bool rest = false;
    g_hash_table_add(given, "fold");
    for (unsigned i = 0; i < r->params->len; i++) {
        const gy_sig_param *p = &g_array_index(r->params, gy_sig_param, i);
        if (p->symbol) {
            g_hash_table_add(given, (gpointer)p->symbol);
        }
    }
    for (unsigned i = 0; i < r->arrays[GY_ROLE_IN]->len; i++) {
        const gy_sig_type *t = &g_array_index(r->arrays[GY_ROLE_IN], gy_sig_port, i).type;
        for (unsigned k = 0; k < t->n_axes; k++) {
            rest = rest || t->axes[k].is_rest;
            if (t->axes[k].symbol) {
                g_hash_table_add(given, (gpointer)t->axes[k].symbol);
            }
        }
    }
    for (int role = GY_ROLE_OUT; role <= GY_ROLE_CARRY; role++) {
        for (unsigned i = 0; i < r->arrays[role]->len; i++) {
            check_axes_of(r, &g_array_index(r->arrays[role], gy_sig_port, i), rest, given, makes);
        }
    }
    g_ptr_array_add(makes, NULL);
    r->sig->makes = (const char *const *)makes->pdata;
    g_ptr_array_add(r->sig->owned, g_ptr_array_free(makes, FALSE));
}

/* An axis is called one thing. */
static void check_axis_names(gy_sig_reader *r)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (int role = 0; role < 6; role++) {
        for (unsigned i = 0; i < r->arrays[role]->len; i++) {
            const gy_sig_port *p = &g_array_index(r->arrays[role], gy_sig_port, i);
            for (unsigned k = 0; k < p->type.n_axes; k++) {
                const gy_sig_axis *a = &p->type.axes[k];
                const char *old = a->name ? g_hash_table_lookup(names, a->symbol) : NULL;
                if (old && strcmp(old, a->name) != 0) {
                    at(r, p->line);
                    gy_sig_error(r, "expected one name for axis '%s', found '%s' and '%s'",
                                 a->symbol, old, a->name);
                } else if (a->name) {
                    g_hash_table_insert(names, (gpointer)a->symbol, (gpointer)a->name);
                }
            }
        }
    }
}

void gy_sig_check(gy_sig_reader *r)
{
    check_names(r);
    check_reduction(r);
    check_carry(r);
    check_axis_names(r);
    find_made_axes(r);
    bool writer = r->sig->kind && strcmp(r->sig->kind, "writer") == 0;
    if (r->arrays[GY_ROLE_OUT]->len == 0 && r->arrays[GY_ROLE_STATE]->len == 0 && !writer) {
        at(r, 2);
        gy_sig_error(r, "expected an output, or state");
    }
}
