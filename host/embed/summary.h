/* SPDX-License-Identifier: Apache-2.0
 *
 * summary.h: a run and a graph as text for people. [control] */
#ifndef GY_SUMMARY_H
#define GY_SUMMARY_H

#include "run/run.h"

/* Scores over all folds with their folds, per case. */
void gy_summary(const gy_graph *g, const gy_outcome *o, gboolean chance, GString *to);
/* TRUE for outputs that are shown as scores: dense floats. NULL allowed. */
gboolean gy_is_score(const gy_value *v);
/* Mean over the elements that are numbers, NaN if none is. */
double gy_score_mean(const gy_value *v);
/* TRUE if `fold_case` is one fold of the case `whole`: "subject=1;fold=0" of "subject=1", not of
 * "subject=10", and not a draw of [chance]. */
gboolean gy_is_fold_of(const char *fold_case, const char *whole);
/* A number with a point in every locale; format as for printf: "%.6f". */
void gy_put_f64(GString *to, const char *format, double x);

/* The graph in DOT; names are quoted. Free it. */
char *gy_graph_dot(const gy_graph *g);

#endif
