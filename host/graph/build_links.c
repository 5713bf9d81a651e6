/* build_links.c: from the names in edges to nodes and ports. */
#include <string.h>

#include "graph/build.h"

static gboolean no_node(gy_build *b, const char *name, int line)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < b->g->nodes->len; i++) {
        g_ptr_array_add(names, gy_graph_node(b->g, (int)i)->name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = gy_nearest(name, (const char *const *)names->pdata);
    gboolean group = FALSE;
    for (guint i = 0; i < b->kf->groups->len; i++) {
        const gy_group *other = b->kf->groups->pdata[i];
        group |= strcmp(other->base, name) == 0 && gy_group_key(other, "plugin") != NULL;
    }
    if (!group) { /* a node whose own mistake was told already is not told again */
        gy_build_error(b, line, "there is no node '%s'%s%s%s", name, near ? "; did you mean '" : "",
                       near ? near : "", near ? "'?" : "");
    }
    return FALSE;
}

gboolean gy_build_resolve(gy_build *b, const gy_edge *edge, int line, gy_link *out)
{
    gy_link l = {.state = -1, .line = line};
    l.node = gy_graph_find(b->g, edge->node);
    if (l.node < 0) {
        return no_node(b, edge->node, line);
    }
    if (edge->state) {
        l.state = gy_graph_find(b->g, edge->state);
        if (l.state < 0) {
            return no_node(b, edge->state, line);
        }
    }
    const gy_gnode *n = gy_graph_node(b->g, l.node);
    const gy_sig_port *port = edge->port ? gy_sig_port_find(n->sig, edge->port) : NULL;
    if (!edge->port || (port && port->role == GY_ROLE_OUT)) {
        if (n->sig->n_out == 0) {
            gy_build_error(b, line, "'%s' (%s) has no output", n->name, n->sig->id);
            return FALSE;
        }
        l.kind = GY_LINK_PORT;
        l.out = port ? port->index : 0;
        l.word = g_strdup(edge->column);
    } else if (strcmp(edge->port, "model") == 0 && gy_sig_is_fit(n->sig)) {
        l.kind = GY_LINK_MODEL;
        l.out = n->sig->n_out;
    } else if (n->sig->n_out > 0) {
        l.kind = GY_LINK_WORD;
        l.word = g_strdup(edge->port);
    } else {
        gy_build_error(b, line, "'%s' has no output '%s'", n->name, edge->port);
        return FALSE;
    }
    *out = l;
    return TRUE;
}

gboolean gy_build_link(gy_build *b, const char *text, int line, gy_link *out)
{
    gy_want want = {.kind = GY_LITERAL_EDGE};
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) error = NULL;
    if (!gy_literal_parse(text, &want, &l, &error)) {
        gy_build_error(b, line, "%s", error->message);
        return FALSE;
    }
    if (!gy_build_resolve(b, &l.edges[0], line, out)) {
        return FALSE;
    }
    out->text = g_strdup(text);
    return TRUE;
}

/* A node with state is a fit unless its text's `fit-when` tells otherwise for the value given. A value
 * that differs from case to case counts as a fit here. */
static gboolean may_fit(const gy_gnode *n)
{
    const gy_sig_when *when = &n->sig->fit_when;
    if (!gy_sig_is_fit(n->sig) || when->param < 0) {
        return gy_sig_is_fit(n->sig);
    }
    const char *text = n->params[when->param].text;
    text = text ? text : n->sig->params[when->param].default_text;
    return !text || strchr(text, '$') || g_strv_contains(when->values, text);
}

gboolean gy_build_links(gy_build *b)
{
    gboolean good = TRUE;
    for (guint i = 0; i < b->g->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(b->g, (int)i);
        n->fit = may_fit(n);
        n->metric = gy_sig_is_metric(n->sig);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                gy_link *link = &g_array_index(n->in[p], gy_link, k), found;
                g_autofree char *text = g_strdup(link->text);
                if (!gy_build_link(b, text, link->line, &found)) {
                    good = FALSE;
                    continue;
                }
                gy_link_clear(link);
                *link = found;
            }
        }
    }
    return good;
}
