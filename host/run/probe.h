/* probe.h: the hook of the leak tests. */
#ifndef GY_PROBE_H
#define GY_PROBE_H

#include "run/runtime.h"

/* What the leak tests need: source rows overwritten before anything reads them, and a look at every
 * state. `outside`: all source rows that no fit of fold `fold` says it has seen become huge
 * numbers; `inside`: the first row that they have seen is changed. */
typedef struct gy_probe {
    int fold; /* -1: nothing is overwritten */
    gboolean outside, inside;
    void (*on_fit)(void *data, const char *node, const char *run_case, int fold,
                   const gy_state *state);
    void *data;
} gy_probe;

/* Overwrites what an instance has just made, if it is a source and a probe is set. [control] */
void gy_probe_source(gy_runtime *rt, gy_inst *inst);
/* After the purge of a case: which source rows the fits of the probe's fold have seen. [control] */
void gy_probe_plan(gy_runtime *rt, const gy_env *env);
/* Whether an instance makes its rows from nothing that has rows. [any] */
gboolean gy_probe_is_source(const gy_inst *inst);
/* Shows a state to the probe. [control] */
void gy_probe_fit(gy_runtime *rt, const gy_inst *inst);

#endif
