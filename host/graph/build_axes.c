/* build_axes.c: what the texts say about a value further up: the name of an axis that a node passes
 * on from its input, the unit that `like` carries. */
#include <string.h>

#include "graph/build.h"

/* Axes before `...` have a place; those behind it do not. */
static const gy_sig_axis *axis_at(const gy_sig_type *t, unsigned i)
{
    for (unsigned k = 0; k <= i && k < t->n_axes; k++) {
        if (t->axes[k].is_rest) {
            return NULL;
        }
    }
    return i < t->n_axes && t->form != GY_FORM_MODEL ? &t->axes[i] : NULL;
}

/* A symbol that no input has is an axis that the node makes, called like it; unless its reach says
 * that it is a part of another axis. */
static gboolean is_made(const gy_sig *sig, unsigned out, const char *symbol)
{
    if (!g_strv_contains(sig->makes, symbol)) {
        return FALSE;
    }
    for (unsigned i = 0; i < sig->n_reach; i++) {
        const gy_sig_reach *r = &sig->reach[i];
        if (r->out == out && strcmp(r->symbol, symbol) == 0 && r->kind != GY_SIG_REACH_TABLE) {
            return FALSE;
        }
    }
    return TRUE;
}

static const char *from_inputs(const gy_graph *g, const gy_gnode *n, const char *symbol)
{
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        const gy_sig_type *t = &n->sig->in[p].type;
        int at = gy_sig_axis_find(t, symbol);
        const gy_sig_axis *a = at >= 0 ? axis_at(t, (unsigned)at) : NULL;
        if (!a || n->in[p]->len == 0) {
            continue;
        }
        const char *name = a->name;
        if (!name) {
            name = gy_build_axis(g, &g_array_index(n->in[p], gy_link, 0), (unsigned)at);
        }
        if (name) {
            return name;
        }
    }
    return NULL;
}

const char *gy_build_axis(const gy_graph *g, const gy_link *link, unsigned axis)
{
    const gy_gnode *n = gy_graph_node(g, link->node);
    if (link->kind == GY_LINK_MODEL || n->sig->n_out == 0) {
        return NULL;
    }
    /* a column or coordinate has one axis, the rows of the primary output */
    gboolean column = link->kind == GY_LINK_WORD || link->word;
    unsigned out = link->kind == GY_LINK_PORT ? link->out : 0;
    const gy_sig_axis *a = column && axis > 0 ? NULL : axis_at(&n->sig->out[out].type, axis);
    if (!a || !a->symbol) {
        return NULL;
    }
    if (a->name || is_made(n->sig, out, a->symbol)) {
        return a->name ? a->name : a->symbol;
    }
    return from_inputs(g, n, a->symbol);
}

const char *gy_build_unit(const gy_graph *g, const gy_link *link)
{
    const gy_gnode *n = gy_graph_node(g, link->node);
    if (link->kind != GY_LINK_PORT || link->word) {
        return NULL;
    }
    const gy_sig_port *p = &n->sig->out[link->out];
    if (p->unit || p->like < 0 || n->in[p->like]->len == 0) {
        return p->unit;
    }
    const char *asked = n->sig->in[p->like].unit;
    return asked ? asked : gy_build_unit(g, &g_array_index(n->in[p->like], gy_link, 0));
}
