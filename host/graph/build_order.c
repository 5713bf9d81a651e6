/* build_order.c: cycles, topological order, and which loops every node is inside. */
#include <string.h>

#include "graph/build.h"
#include "graph/keyfile_vars.h"

typedef struct gy_sorter {
    gy_build *b;
    int *mark;  /* 0 new, 1 on the path, 2 done */
    GArray *path, *order; /* int */
} gy_sorter;

static void tell_cycle(gy_sorter *s, int node)
{
    GString *names = g_string_new(NULL);
    gboolean in = FALSE;
    for (guint i = 0; i < s->path->len; i++) {
        int n = g_array_index(s->path, int, i);
        in |= n == node;
        if (in) {
            g_string_append_printf(names, "%s -> ", gy_graph_node(s->b->g, n)->name);
        }
    }
    gy_gnode *n = gy_graph_node(s->b->g, node);
    gy_build_error(s->b, n->line, "the nodes feed each other in a circle: %s%s", names->str,
                   n->name);
    g_string_free(names, TRUE);
}

static gboolean visit(gy_sorter *s, int node)
{
    if (s->mark[node] == 2) {
        return TRUE;
    }
    if (s->mark[node] == 1) {
        tell_cycle(s, node);
        return FALSE;
    }
    s->mark[node] = 1;
    g_array_append_val(s->path, node);
    gboolean good = TRUE;
    const gy_gnode *n = gy_graph_node(s->b->g, node);
    for (unsigned i = 0; good && i < n->sig->n_in; i++) {
        for (guint k = 0; good && k < n->in[i]->len; k++) {
            good = visit(s, g_array_index(n->in[i], gy_link, k).node);
        }
    }
    s->mark[node] = 2;
    g_array_set_size(s->path, s->path->len - 1);
    g_array_append_val(s->order, node);
    return good;
}

static void renumber(gy_link *l, const int *place)
{
    l->node = l->text || l->line ? place[l->node] : l->node;
    if (l->state >= 0) {
        l->state = place[l->state];
    }
}

static void apply_order(gy_build *b, const GArray *order)
{
    guint n = b->g->nodes->len;
    g_autofree int *place = g_new0(int, MAX(n, 1));
    g_autofree gpointer *old = g_memdup2(b->g->nodes->pdata, n * sizeof(gpointer));
    for (guint i = 0; i < n; i++) {
        int from = g_array_index(order, int, i);
        place[from] = (int)i;
        b->g->nodes->pdata[i] = old[from];
    }
    for (guint i = 0; i < n; i++) {
        gy_gnode *node = gy_graph_node(b->g, (int)i);
        for (unsigned p = 0; p < node->sig->n_in; p++) {
            for (guint k = 0; k < node->in[p]->len; k++) {
                renumber(&g_array_index(node->in[p], gy_link, k), place);
            }
        }
    }
    for (guint i = 0; i < b->g->splits->len; i++) {
        gy_gsplit *s = &g_array_index(b->g->splits, gy_gsplit, i);
        renumber(&s->rows, place);
        if (s->has_groups) {
            renumber(&s->groups, place);
        }
        if (s->has_together) {
            renumber(&s->together, place);
        }
        if (s->has_test_mask) {
            renumber(&s->test_mask, place);
        }
    }
    for (guint i = 0; i < b->g->checks->len; i++) {
        gy_gcheck *c = &g_array_index(b->g->checks, gy_gcheck, i);
        c->node = place[c->node];
    }
}

/* Loop variables in the values of a node. */
static guint variables(gy_build *b, const gy_gnode *n)
{
    guint loops = 0;
    for (unsigned i = 0; i < n->sig->n_params; i++) {
        g_auto(GStrv) vars = n->params[i].text ? gy_text_vars(n->params[i].text) : NULL;
        for (guint k = 0; k < b->g->foreachs->len && vars; k++) {
            const char *name = g_array_index(b->g->foreachs, gy_foreach, k).name;
            loops |= g_strv_contains((const char *const *)vars, name) ? 1u << k : 0;
        }
    }
    return loops;
}

static void place_in_loops(gy_build *b)
{
    gboolean has_split = b->g->splits->len > 0;
    for (guint i = 0; i < b->g->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(b->g, (int)i);
        n->loops = variables(b, n);
        n->split = has_split && n->fit;
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_gnode *from =
                    gy_graph_node(b->g, g_array_index(n->in[p], gy_link, k).node);
                n->loops |= from->loops;
                n->split |= from->split && !from->metric;
            }
        }
        if (strcmp(n->sig->kind, "writer") == 0) {
            n->split = FALSE;
        }
    }
}

gboolean gy_build_order(gy_build *b)
{
    guint n = b->g->nodes->len;
    gy_sorter s = {.b = b, .mark = g_new0(int, MAX(n, 1))};
    s.path = g_array_new(FALSE, FALSE, sizeof(int));
    s.order = g_array_new(FALSE, FALSE, sizeof(int));
    gboolean good = TRUE;
    for (guint i = 0; i < n; i++) {
        good &= visit(&s, (int)i);
    }
    if (good) {
        apply_order(b, s.order);
        place_in_loops(b);
    }
    g_free(s.mark);
    g_array_unref(s.path);
    g_array_unref(s.order);
    return good;
}
