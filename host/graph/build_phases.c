/* build_phases.c: which modules a trainer trains, and whether two trainers of one module say in
 * which order they do. A bare @module is the state at the end of that order. */
#include <string.h>

#include "graph/build.h"

static gboolean is_kind(const gy_gnode *n, const char *kind)
{
    return strcmp(n->sig->kind, kind) == 0;
}

/* Marks everything upstream of a node, up to other trainers. Nodes are in topological order. */
static void mark_upstream(const gy_graph *g, int node, gboolean *mark)
{
    memset(mark, 0, g->nodes->len * sizeof(gboolean));
    mark[node] = TRUE;
    for (int i = node; i >= 0; i--) {
        const gy_gnode *n = gy_graph_node(g, i);
        gboolean stop = !mark[i] || (i != node && is_kind(n, "trainer"));
        for (unsigned p = 0; !stop && p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                mark[g_array_index(n->in[p], gy_link, k).node] = TRUE;
            }
        }
    }
}

/* A trainer trains the modules upstream of it, and the node whose own loss it is given. */
static gboolean trains(const gy_graph *g, int trainer, const gboolean *mark, int node)
{
    const gy_gnode *n = gy_graph_node(g, node), *t = gy_graph_node(g, trainer);
    if (!mark[node] || n->need >= 0) {
        return FALSE;
    }
    gboolean direct = FALSE;
    for (unsigned p = 0; p < t->sig->n_in; p++) {
        for (guint k = 0; k < t->in[p]->len; k++) {
            direct |= g_array_index(t->in[p], gy_link, k).node == node;
        }
    }
    return is_kind(n, "module") ||
           (direct && (is_kind(n, "encoder") || is_kind(n, "decoder") || is_kind(n, "generator")));
}

/* Whether phase `from` leads back to phase `to` by follows and start. */
static gboolean leads(const gy_graph *g, int from, int to)
{
    g_autofree gboolean *mark = g_new0(gboolean, g->nodes->len);
    mark[from] = TRUE;
    for (int i = from; i >= to; i--) {
        const gy_gnode *n = gy_graph_node(g, i);
        for (guint k = 0; mark[i] && k < n->phases->len; k++) {
            mark[g_array_index(n->phases, gy_link, k).node] = TRUE;
        }
    }
    return mark[to];
}

static void check_phases(gy_build *b, const gy_gnode *n)
{
    for (guint k = 0; k < n->phases->len; k++) {
        const gy_link *l = &g_array_index(n->phases, gy_link, k);
        const gy_gnode *other = gy_graph_node(b->g, l->node);
        if (!is_kind(other, "trainer")) {
            gy_build_error(b, l->line, "[%s] follows and start name trainers; '%s' is %s", n->name,
                           other->group, other->sig->id);
        }
    }
}

void gy_build_phases(gy_build *b)
{
    guint len = b->g->nodes->len;
    g_autofree int *by = g_new0(int, MAX(len, 1)); /* last trainer of each node, plus 1 */
    g_autofree gboolean *mark = g_new0(gboolean, MAX(len, 1));
    for (guint t = 0; t < len; t++) {
        const gy_gnode *n = gy_graph_node(b->g, (int)t);
        if (!is_kind(n, "trainer")) {
            continue;
        }
        check_phases(b, n);
        mark_upstream(b->g, (int)t, mark);
        gboolean told = FALSE;
        for (guint i = 0; i < len; i++) {
            if (!trains(b->g, (int)t, mark, (int)i)) {
                continue;
            }
            const gy_gnode *before = by[i] ? gy_graph_node(b->g, by[i] - 1) : NULL;
            if (before && !told && !leads(b->g, (int)t, by[i] - 1)) {
                gy_build_error(b, n->line, "[%s] and [%s] both train '%s': say follows = @%s, or "
                                           "start = @%s",
                               n->name, before->name, gy_graph_node(b->g, (int)i)->group,
                               before->name, before->name);
                told = TRUE;
            }
            by[i] = (int)t + 1;
        }
    }
}
