/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/graph_layout.h"

#include <string.h>

#define SWEEPS 12
#define BESIDE 14.0 /* between boxes */
#define BEND   10.0 /* width of a bend */

static gy_place *place(const gy_layout *l, int i)
{
    return &g_array_index(l->places, gy_place, (guint)i);
}

static void clear_wire(gpointer p)
{
    g_array_unref(((gy_wire *)p)->path);
}

void gy_layout_free(gy_layout *l)
{
    if (l) {
        g_array_unref(l->places);
        g_array_unref(l->wires);
        g_free(l);
    }
}

/* An edge once, however many ports it feeds. */
static void add_wire(gy_layout *l, int from, int to)
{
    for (guint i = 0; i < l->wires->len; i++) {
        const gy_wire *w = &g_array_index(l->wires, gy_wire, i);
        if (w->from == from && w->to == to) {
            return;
        }
    }
    gy_wire w = {from, to, g_array_new(FALSE, FALSE, sizeof(int))};
    g_array_append_val(l->wires, w);
}

static void add_nodes(gy_layout *l, const gy_graph *g)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        size_t name = strlen(n->name) * 15, id = strlen(n->sig->id) * 13; /* half units a letter */
        gy_place p = {.node = (int)i, .width = MAX((double)MAX(name, id) / 2 + 16, 60)};
        g_array_append_val(l->places, p);
        for (unsigned in = 0; in < n->sig->n_in; in++) {
            for (guint k = 0; k < n->in[in]->len; k++) {
                add_wire(l, g_array_index(n->in[in], gy_link, k).node, (int)i);
            }
        }
    }
}

/* Nodes are in topological order. A node lies one layer below the lowest it reads; a source lies
 * just above the first that reads it. */
static int set_layers(gy_layout *l, guint n_nodes)
{
    int deepest = 0;
    for (guint i = 0; i < n_nodes; i++) {
        for (guint k = 0; k < l->wires->len; k++) {
            const gy_wire *w = &g_array_index(l->wires, gy_wire, k);
            if (w->to == (int)i) {
                place(l, w->to)->layer = MAX(place(l, w->to)->layer, place(l, w->from)->layer + 1);
            }
        }
        deepest = MAX(deepest, place(l, (int)i)->layer);
    }
    for (guint i = 0; i < n_nodes; i++) {
        gboolean source = TRUE;
        int first = -1;
        for (guint k = 0; k < l->wires->len; k++) {
            const gy_wire *w = &g_array_index(l->wires, gy_wire, k);
            source &= w->to != (int)i;
            if (w->from == (int)i) {
                first = first < 0 ? place(l, w->to)->layer : MIN(first, place(l, w->to)->layer);
            }
        }
        if (source && first > 0) {
            place(l, (int)i)->layer = first - 1;
        }
    }
    return deepest + 1;
}

static void add_bends(gy_layout *l)
{
    for (guint k = 0; k < l->wires->len; k++) {
        gy_wire *w = &g_array_index(l->wires, gy_wire, k);
        g_array_append_val(w->path, w->from);
        for (int layer = place(l, w->from)->layer + 1; layer < place(l, w->to)->layer; layer++) {
            gy_place bend = {.node = -1, .layer = layer, .width = BEND};
            int at = (int)l->places->len;
            g_array_append_val(l->places, bend);
            g_array_append_val(w->path, at);
        }
        g_array_append_val(w->path, w->to);
    }
}

/* Mean x of the neighbours above (down) or below. */
static void set_pulls(gy_layout *l, gboolean down)
{
    g_autofree int *n = g_new0(int, MAX(l->places->len, 1));
    for (guint i = 0; i < l->places->len; i++) {
        place(l, (int)i)->pull = 0;
    }
    for (guint k = 0; k < l->wires->len; k++) {
        const GArray *path = g_array_index(l->wires, gy_wire, k).path;
        for (guint i = 1; i < path->len; i++) {
            int a = g_array_index(path, int, i - 1), b = g_array_index(path, int, i);
            int to = down ? b : a, from = down ? a : b;
            place(l, to)->pull += place(l, from)->x;
            n[to]++;
        }
    }
    for (guint i = 0; i < l->places->len; i++) {
        gy_place *p = place(l, (int)i);
        p->pull = n[i] > 0 ? p->pull / n[i] : p->x;
    }
}

static int by_pull(gconstpointer a, gconstpointer b, gpointer data)
{
    const gy_layout *l = data;
    int i = *(const int *)a, k = *(const int *)b;
    double x = place(l, i)->pull, y = place(l, k)->pull;
    return x != y ? (x < y ? -1 : 1) : (i > k) - (i < k);
}

/* Puts one layer in the order of its pulls, each as near to it as its neighbours allow: from the
 * left without overlap, then from the right, and the mean of both. */
static void settle_layer(gy_layout *l, GArray *layer)
{
    g_array_sort_with_data(layer, by_pull, l);
    g_autofree double *left = g_new0(double, MAX(layer->len, 1));
    double edge = -1e9;
    for (guint i = 0; i < layer->len; i++) {
        const gy_place *p = place(l, g_array_index(layer, int, i));
        left[i] = MAX(p->pull, edge + BESIDE + p->width / 2);
        edge = left[i] + p->width / 2;
    }
    edge = 1e9;
    for (guint i = layer->len; i-- > 0;) {
        gy_place *p = place(l, g_array_index(layer, int, i));
        double right = MIN(p->pull, edge - BESIDE - p->width / 2);
        edge = right - p->width / 2;
        p->x = (left[i] + right) / 2;
    }
}

static void settle(gy_layout *l, int n_layers)
{
    g_autoptr(GPtrArray) layers = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (int i = 0; i < n_layers; i++) {
        g_ptr_array_add(layers, g_array_new(FALSE, FALSE, sizeof(int)));
    }
    for (guint i = 0; i < l->places->len; i++) {
        int at = (int)i;
        GArray *layer = layers->pdata[place(l, at)->layer];
        place(l, at)->x = place(l, at)->pull = layer->len * 100.0;
        g_array_append_val(layer, at);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        gboolean down = sweep % 2 == 0;
        for (int i = 0; i < n_layers; i++) {
            set_pulls(l, down);
            settle_layer(l, layers->pdata[down ? i : n_layers - 1 - i]);
        }
    }
}

gy_layout *gy_layout_new(const gy_graph *g)
{
    gy_layout *l = g_new0(gy_layout, 1);
    l->places = g_array_new(FALSE, TRUE, sizeof(gy_place));
    l->wires = g_array_new(FALSE, TRUE, sizeof(gy_wire));
    g_array_set_clear_func(l->wires, clear_wire);
    add_nodes(l, g);
    int n_layers = set_layers(l, g->nodes->len);
    add_bends(l);
    settle(l, n_layers);
    double lo = 0, hi = 0;
    for (guint i = 0; i < l->places->len; i++) {
        const gy_place *p = place(l, (int)i);
        lo = i == 0 ? p->x - p->width / 2 : MIN(lo, p->x - p->width / 2);
        hi = i == 0 ? p->x + p->width / 2 : MAX(hi, p->x + p->width / 2);
    }
    for (guint i = 0; i < l->places->len; i++) {
        gy_place *p = place(l, (int)i);
        p->x += 4 - lo;
        p->y = p->layer * GY_LAYOUT_LAYER + GY_LAYOUT_BOX / 2 + 4;
    }
    l->width = hi - lo + 8;
    l->height = (n_layers - 1) * GY_LAYOUT_LAYER + GY_LAYOUT_BOX + 8;
    return l;
}
