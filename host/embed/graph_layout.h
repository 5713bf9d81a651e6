/* SPDX-License-Identifier: Apache-2.0
 *
 * graph_layout.h: places of nodes and edges of a drawing, layer under layer (Sugiyama, Tagawa and
 * Toda 1981): a node lies below all that it reads, edges over several layers bend in each, and the
 * order in a layer follows the mean place of the neighbours. The same graph gives the same drawing.
 * [any] */
#ifndef GY_GRAPH_LAYOUT_H
#define GY_GRAPH_LAYOUT_H

#include "graph/graph.h"

/* A node, or the bend of an edge where it passes a layer. */
typedef struct gy_place {
    int node; /* -1: a bend */
    int layer;
    double x, y, width; /* centre */
    double pull;        /* where its neighbours want it */
} gy_place;

typedef struct gy_wire {
    int from, to; /* nodes */
    GArray *path; /* int: places, from's first, to's last */
} gy_wire;

typedef struct gy_layout {
    GArray *places; /* of gy_place; the first n_nodes are the nodes, in their order */
    GArray *wires;  /* of gy_wire */
    double width, height;
} gy_layout;

#define GY_LAYOUT_BOX   36.0 /* height of a node */
#define GY_LAYOUT_LAYER 64.0 /* from layer to layer */

gy_layout *gy_layout_new(const gy_graph *g);
void gy_layout_free(gy_layout *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_layout, gy_layout_free)

/* The drawing: an <svg> element. alone: with name space and style, for a file of its own; else for
 * a page whose style sheet has the classes. Free it. */
char *gy_graph_svg(const gy_graph *g, gboolean alone);

#endif
