/* SPDX-License-Identifier: MIT
 *
 * synthbrain_bold.h: what the parts of generator.synthbrain-bold share.
 */
#ifndef GYRUS_GENERATORS_SYNTHBRAIN_BOLD_H
#define GYRUS_GENERATORS_SYNTHBRAIN_BOLD_H

#include "synthbrain_parts.h"

#define BD_FINE 20 /* fine samples of the response a second */

typedef struct bd_series {
    gy_call *c;
    const gy_rng *rng;
    const gy_array *x;
    int64_t subject, trials, voxels, runs, scans; /* scans: of all runs */
    const int64_t *first;                         /* [runs] first trial */
    int64_t *scan;                                /* [runs + 1] first scan */
    double *onset;                                /* [trials] s, in its run */
    double tr, length, duration;
    double *response; /* [fine] to an event of activity 1, its peak is 1 */
    int64_t fine;
} bd_series;

/* Timing: runs, onsets, scans and the response. Refuses runs shorter than the response. */
int bd_read(gy_call *c, bd_series *out);
/* Run of a trial or, of scans, of a scan. */
int64_t bd_run_of(const int64_t *first, int64_t runs, int64_t i);
/* Response to an event of activity 1, t seconds after its onset. */
double bd_response(const bd_series *s, double t);
/* Trials lo .. hi - 1 that scan i sees. */
void bd_seen(const bd_series *s, int64_t i, int64_t *out_lo, int64_t *out_hi);

/* -- synthbrain_bold_respond.c -- */

#define BD_WAVES 512 /* most cosines of a drift */

typedef struct bd_job {
    bd_series s;
    double *bold, *clean, *drift; /* outputs or NULL */
    double *sd, *weight, *motion; /* [voxels], [6, voxels], [scans, 6] */
    int64_t waves;
} bd_job;

/* Everything of run r that is wanted; context: a bd_job. */
int bd_one_run(void *context, int64_t r);
/* s / sqrt(s^2 + n^2), s the sd of clean over the scans. room[2, voxels] */
int bd_ceiling(const bd_job *q, double *ceiling, double *room);

#endif
