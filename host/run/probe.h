/* probe.h: the hook of the leak tests. */
#ifndef GY_PROBE_H
#define GY_PROBE_H

#include "run/runtime.h"

/* What the leak tests need: source rows overwritten as soon as they are made, before anything reads
 * them, and a look at every state. `outside`: all source rows that no fit of fold `fold` says it
 * has seen; `inside`: the first row that they have seen. Numbers become huge; what is read as
 * labels becomes other labels, so that the levels stay; what nodes make their rows from (ports that
 * say `now`: onsets of events) stays, because it is no data of a row but says which rows there are.
 * The rows are found by planning the run once more beforehand. */
typedef struct gy_probe {
    int fold; /* -1: nothing is overwritten */
    gboolean outside, inside;
    void (*on_fit)(void *data, const char *node, const char *run_case, int fold,
                   const gy_state *state);
    void *data;
} gy_probe;

/* After the purge of a case: adds to rt->probed the source rows that the fits of the probe's fold
 * have seen. [control] */
void gy_probe_plan(gy_runtime *rt, const gy_env *env);
/* Those rows as rows of each output of each source: key -> gy_rows. Free it. [control] */
GHashTable *gy_probe_rows(const gy_runtime *rt);
/* Overwrites what an instance has just made, if it is a source and rt->poison says so. [control] */
void gy_probe_source(gy_runtime *rt, gy_inst *inst);
/* Shows a state to the probe. [control] */
void gy_probe_fit(gy_runtime *rt, const gy_inst *inst);

#endif
