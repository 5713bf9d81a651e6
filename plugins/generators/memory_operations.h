/* SPDX-License-Identifier: MIT
 *
 * memory_operations.h: a plan of operations on a cue-addressed memory, its spikes and its answers.
 */
#ifndef GYRUS_GENERATORS_MEMORY_OPERATIONS_H
#define GYRUS_GENERATORS_MEMORY_OPERATIONS_H

#include "../spiking/population.h"

enum mo_kind { MO_LEARN, MO_RELEARN, MO_BY_CUE, MO_BY_CONTENT };

typedef struct mo_operation {
    double time;  /* ms */
    int64_t kind; /* enum mo_kind; mo_answer makes a learning of a known cue a relearning */
    int64_t cue;  /* -1: by content */
    char *bits;   /* [contents]: 1 for those that are learned or asked for */
} mo_operation;

typedef struct mo_plan {
    int64_t cues, contents, n, drawn_bits, relearned;
    double learn_time, recall_time, show, latency; /* ms */
    mo_operation *operation;                       /* [n] */
    char *memory;                                  /* [cues * contents] */
    int64_t *order;                                /* [contents] */
} mo_plan;

typedef struct mo_count {
    int64_t cue_spikes, content_spikes, answers;
} mo_count;

/* Where mo_answer writes: pairs of source and time (ms); answers, time in s. */
typedef struct mo_out {
    double *cues, *contents;
    int64_t *operation, *neuron;
    double *time;
} mo_out;

/* Parameters to a plan in scratch. */
int mo_make(gy_call *c, mo_plan *p);

/* Goes through the plan; counts, and writes if out is not NULL. Uses p->memory. */
void mo_answer(mo_plan *p, mo_count *n, const mo_out *out);

#endif
