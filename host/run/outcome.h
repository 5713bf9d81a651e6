/* outcome.h: gathering what a run has found. [control] */
#ifndef GY_OUTCOME_H
#define GY_OUTCOME_H

#include "run/run.h"

gy_outcome *gy_outcome_new(void);
/* Scores and facts of all instances that have run. peek: of fits that have only been planned too.
 */
void gy_outcome_collect(gy_runtime *rt, gy_outcome *out, gboolean peek);
/* Tasks that each worker has taken. */
void gy_outcome_tasks(gy_outcome *out, const gy_pool *pool);
void gy_outcome_files(gy_runtime *rt, gy_outcome *out);

#endif
