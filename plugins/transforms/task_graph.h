/* SPDX-License-Identifier: MIT
 *
 * task_graph.h: tasks that need each other, told as two columns of text: a name for each, and the
 * names that it needs, with blanks between them ("-" or nothing: it needs none).
 */
#ifndef GYRUS_TRANSFORMS_TASK_GRAPH_H
#define GYRUS_TRANSFORMS_TASK_GRAPH_H

#include "common.h"

typedef struct task_graph {
    int64_t n;
    char **name;          /* [n] */
    const int64_t *first; /* [n + 1] into need */
    const int64_t *need;  /* tasks that task i needs: need[first[i] .. first[i + 1]) */
    const int64_t *group; /* [n] number of the graph that a task belongs to: rising rows */
    int64_t groups;
} task_graph;

/* Text of row i as a string in scratch; NULL if refused. */
char *task_text(gy_call *c, const gy_array *text, int64_t i);

/* Reads ports `name`, `needs` and, if there is one, `graph` (rows of one graph are neighbours).
 * Unknown and repeated names are refused, and cycles, which are named: "a -> b -> a". */
int task_graph_read(gy_call *c, task_graph *out);

/* order[n]: every task behind those that it needs, and otherwise as in the table. -1, or a task
 * that waits for a cycle. place[n] is scratch: where each task stands, -1 without a place. */
int64_t task_graph_order(const task_graph *g, int64_t *order, int64_t *place);

/* The longest chain of work[n] that ends in each task: out[n]. order as above. */
void task_graph_chains(const task_graph *g, const int64_t *order, const double *work, double *out);

#endif
