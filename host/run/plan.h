/* plan.h: making instances. The order in which they are made is the order in which they run: an
 * instance comes after everything that feeds it. [control] */
#ifndef GY_PLAN_H
#define GY_PLAN_H

#include "run/runtime.h"

/* The instance of a node in a case, made with all that it needs if it is not there yet. Outside the
 * fold loop a metric is the one that closes it, and a fit is the one on all rows. NULL with error;
 * the problem list has it with file and line. */
gy_inst *gy_plan_get(gy_runtime *rt, int node, const gy_env *env, GError **error);
/* An instance before its node is made: its place, its case, the address of its random numbers. */
gy_inst *gy_inst_new(gy_runtime *rt, int node, const gy_env *at, const gy_env *env);
void gy_inst_free(gpointer inst);

/* The instance of a node in a case if it was made, also one that failed; NULL otherwise. */
gy_inst *gy_plan_find(gy_runtime *rt, int node, const gy_env *env);

/* Every optional output of an instance that an edge of the file reads is wanted from now on: for a
 * run that comes before all of its readers are made. */
void gy_plan_want_linked(gy_inst *inst, const gy_graph *g);

#endif
