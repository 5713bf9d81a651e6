/* probe.h: the hooks of the leak tests and of conform.h. */
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
    /* What a node is about to see of an edge: takes the value, returns it or another; NULL. Where
     * inputs are read in chunks, a chunk, which begins at row v->view.first: [any]. */
    gy_value *(*on_feed)(void *data, const gy_inport *in, const gy_feed *feed, gy_value *v);
    /* Memory of an output before its node writes it; NULL. */
    void (*on_memory)(void *data, const gy_inst *inst, gy_value *v);
    /* An instance has run and its sources still have their values; NULL. */
    void (*on_done)(void *data, gy_runtime *rt, gy_inst *inst);
    void *data;
} gy_probe;

/* After the purge of a case: adds to rt->probed the source rows that the fits of the probe's fold
 * have seen. [control] */
void gy_probe_plan(gy_runtime *rt, const gy_env *env);
/* Those rows as rows of each output of each source: key -> gy_rows. Free it. [control] */
GHashTable *gy_probe_rows(const gy_runtime *rt);
/* Overwrites what an instance has just made, if it is a source and rt->poison says so. [control] */
void gy_probe_source(gy_runtime *rt, gy_inst *inst);
/* The last three hooks, if they are there. [any], [any], [control] */
gy_value *gy_probe_feed(gy_runtime *rt, const gy_inport *in, const gy_feed *feed, gy_value *v);
void gy_probe_memory(gy_runtime *rt, const gy_inst *inst, gy_value *v);
void gy_probe_done(gy_runtime *rt, gy_inst *inst);
/* Shows a state to the probe. [control] */
void gy_probe_fit(gy_runtime *rt, const gy_inst *inst);

#endif
