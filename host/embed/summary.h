/* SPDX-License-Identifier: Apache-2.0
 *
 * summary.h: a run and a graph as text for people. [control] */
#ifndef GY_SUMMARY_H
#define GY_SUMMARY_H

#include "run/run.h"

/* Scores over all folds with their folds, per case. */
void gy_summary(const gy_graph *g, const gy_outcome *o, gboolean chance, GString *to);
/* The graph in DOT. Free it. */
char *gy_graph_dot(const gy_graph *g);

#endif
