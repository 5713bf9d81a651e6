/* build.h: the steps of gy_graph_build, by file. Each adds what is wrong and goes on with the rest,
 * so that all problems of a file are told at once. [control] */
#ifndef GY_GRAPH_BUILD_H
#define GY_GRAPH_BUILD_H

#include "graph/graph.h"

#define GY_NEEDS_DEPTH 16   /* files that need files that need ... */
#define GY_COPIES_MAX  4096 /* edges that a list may stand for once mapped nodes are put in */

typedef struct gy_build {
    gy_graph *g;
    const gy_keyfile *kf;
    gy_registry *registry;
    gy_problems *problems;
    const struct gy_build *user; /* the file whose [needs] led here, NULL */
} gy_build;

/* build.c. gy_graph_build with the chain of files that need this one. */
gy_graph *gy_build_graph(const gy_keyfile *kf, gy_registry *registry, gy_problems *problems,
                         const gy_build *user);
/* Adds an error, or a warning, at a line of the keyfile. */
void gy_build_error(gy_build *b, int line, const char *format, ...) G_GNUC_PRINTF(3, 4);
void gy_build_warn(gy_build *b, int line, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* "; did you mean 'x'?" for the nearest of the names, "" if none is near; freed by the caller. */
char *gy_build_hint(const char *name, const char *const *names);
gy_gnode *gy_gnode_new(const char *name, int line, const gy_sig *sig);
void gy_gnode_free(gpointer node);
void gy_link_clear(gpointer link);
/* Whether a group name is one the host knows. */
gboolean gy_group_is_host(const char *base);

/* build_groups.c: [pipeline] and [foreach NAME]; and what all groups of the host share. */
void gy_build_settings(gy_build *b);
void gy_build_only(gy_build *b, const gy_group *g, const char *const *known);
gboolean gy_build_value(gy_build *b, const gy_group *g, const gy_key *k, const gy_want *want,
                        gy_literal *out);
int64_t gy_build_integer(gy_build *b, const gy_group *g, const char *name, int64_t low,
                         int64_t otherwise);
gboolean gy_build_truth(gy_build *b, const gy_group *g, const char *name, gboolean otherwise);
char *gy_build_text(const gy_group *g, const char *name);
/* A key that is one of the words; NULL (after adding the problem if it is there and none of them).
 */
const char *gy_build_word(gy_build *b, const gy_group *g, const char *name,
                          const char *const *words);
/* The items of a text that stand between `;`, without blanks. */
char **gy_build_items(const char *text);

/* build_needs.c: loads the files of [needs]. */
void gy_build_needs(gy_build *b);
/* The node `name:node` that stands for a node of a needed file; -1 after adding the problem. */
int gy_build_needed(gy_build *b, int need, const char *node, int line);
int gy_build_find_need(const gy_build *b, const char *name);

/* build_nodes.c: a node per group with `plugin`; its keys become edges and given parameters. */
void gy_build_nodes(gy_build *b);
/* A raw edge, to be resolved when all nodes are known. */
void gy_build_raw(GArray *to, const gy_edge *edge, int line);

/* build_host_keys.c: keys of a node that are the host's. FALSE: it is no such key. */
gboolean gy_build_host_key(gy_build *b, gy_gnode *n, const gy_key *key);
extern const char *const gy_host_keys[];
/* `k-fold 5`, `holdout 0.1` as inner folds. */
void gy_build_inner(gy_build *b, const char *group, const char *text, int line);
/* All texts of a value for the values of the loops that it names, one loop at a time; freed with
 * g_strfreev. A text without loop variables gives itself. */
char **gy_build_cases(gy_build *b, const char *text);

/* build_links.c: names of edges to nodes and ports; wrong ones are left out. */
void gy_build_links(gy_build *b);
/* Parses and resolves one edge of a host group. FALSE after adding the problem. */
gboolean gy_build_link(gy_build *b, const char *text, int line, gy_link *out);
/* First node of a group of the file; -1 after adding the problem. */
int gy_build_node(gy_build *b, const char *name, int line);

/* build_order.c: circles and topological order, FALSE if there is a circle; loops of every node. */
gboolean gy_build_order(gy_build *b);
void gy_build_places(gy_build *b);
/* build_mapped.c: puts the nodes into the order (indices) and copies the mapped ones. */
void gy_build_mapped(gy_build *b, const GArray *order);
/* build_phases.c: trainers, the modules that they train, state sets. */
void gy_build_phases(gy_build *b);

/* build_split.c, build_tune.c, build_check.c: groups that name nodes. */
void gy_build_splits(gy_build *b);
void gy_build_tunes(gy_build *b);
/* build_tuned.c: what the candidates of [tune] reach, and whether they can be chosen among. */
void gy_build_tuned(gy_build *b);
/* Whether node `score` reads a node, through any number of edges. */
gboolean gy_build_reads(const gy_graph *g, int score, int node);
/* Whether a candidate of [tune] for this parameter of node i is one of `values`. */
gboolean gy_build_tuned_to(const gy_graph *g, int i, int param, const char *const *values);
void gy_build_checks(gy_build *b);
/* What can be told once the loops of every node are known. */
void gy_build_splits_late(gy_build *b);
void gy_build_chances_late(gy_build *b);

/* build_types.c: dtypes, axis names and units of both ends of every edge, where the texts tell. */
void gy_build_types(gy_build *b);
/* build_axes.c: the name of an axis of what a link gives, its unit; NULL if the texts do not tell.
 */
const char *gy_build_axis(const gy_graph *g, const gy_link *link, unsigned axis);
const char *gy_build_unit(const gy_graph *g, const gy_link *link);
/* build_pool.c: whether one model can be made of the cases that `pool` names. */
void gy_build_pools(gy_build *b);
/* build_limits.c: fills graph->not_run. */
void gy_build_limits(gy_build *b);

#endif
