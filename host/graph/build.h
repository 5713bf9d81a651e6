/* build.h: the steps of gy_graph_build, by file. [control] */
#ifndef GY_GRAPH_BUILD_H
#define GY_GRAPH_BUILD_H

#include "graph/graph.h"

typedef struct gy_build {
    gy_graph *g;
    const gy_keyfile *kf;
    gy_registry *registry;
    gy_problems *problems;
} gy_build;

/* Adds an error at a line of the keyfile. */
void gy_build_error(gy_build *b, int line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* build_nodes.c: a node per group with `plugin`; its keys become edges and given parameters. */
void gy_build_nodes(gy_build *b);
/* build_links.c: names of edges to ports; FALSE if any is wrong. */
gboolean gy_build_links(gy_build *b);
/* Parses one edge of a host group. FALSE after adding the problem. */
gboolean gy_build_link(gy_build *b, const char *text, int line, gy_link *out);
/* Resolves the name of a link's node and its port. */
gboolean gy_build_resolve(gy_build *b, const gy_edge *edge, int line, gy_link *out);
/* build_order.c: cycles, topological order (indices of all links follow), loops of every node. */
gboolean gy_build_order(gy_build *b);
/* build_groups.c: pipeline, foreach before the nodes; split, tune, chance, check after them. */
void gy_build_settings(gy_build *b);
void gy_build_loops(gy_build *b);
/* build_types.c: dtypes, axis names and units of both ends of every edge, where the texts tell. */
void gy_build_types(gy_build *b);

/* Whether a group name is one the host knows. */
gboolean gy_group_is_host(const char *base);
void gy_link_clear(gpointer link);

#endif
