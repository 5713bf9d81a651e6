/* gather.h: a metric that reduces over loops (`over = subject`, `along = layer`) stands outside of
 * them and reads each of its edges once per case. [control] */
#ifndef GY_GATHER_H
#define GY_GATHER_H

#include "run/runtime.h"

/* The cases that a gathering instance reads, in the order of the file's loops: its own place in all
 * other loops, every value of those it gathers that [foreach] does not except. Of gy_env. */
GArray *gy_gather_cases(const gy_runtime *rt, const gy_inst *inst);

/* What the i-th item of a port of a gathering instance is: the value of the loop that a parameter
 * names ("over"), or the edge as the file has it ("x"). NULL for anything else. Borrowed. */
const char *gy_gather_item(const gy_runtime *rt, const gy_inst *inst, const char *key, int64_t i);
/* Number of cases if a parameter names a loop that is gathered, else -1. */
int64_t gy_gather_count(const gy_runtime *rt, const gy_inst *inst, const char *key);

#endif
