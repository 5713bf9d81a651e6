/* SPDX-License-Identifier: MIT
 *
 * synthbrain_meeg.h: what the parts of generator.synthbrain-meeg share.
 */
#ifndef GYRUS_GENERATORS_SYNTHBRAIN_MEEG_H
#define GYRUS_GENERATORS_SYNTHBRAIN_MEEG_H

#include "synthbrain_parts.h"

typedef struct sm_meeg {
    gy_call *c;
    const gy_rng *rng;
    const gy_array *x, *roi, *network;
    int64_t subject, sources, channels, times;
    int eeg, average;
    double step, start, head;
    double *lead, *course, *sd, *own; /* [C, S], [S, T], [C], sd before the reference [C] */
    double *out[2];                   /* epochs, signal */
} sm_meeg;

/* Lead field, time courses and sd of the noise, in scratch. */
int sm_plant(sm_meeg *m);
/* Place of a sensor, m. */
void sm_sensor(const sm_meeg *m, int64_t i, double out[3]);
/* Adds the signal of a row to to[channel, time]. */
void sm_add_signal(const sm_meeg *m, int64_t row, double *to);
/* to[channel, time]: noise, AR(1) in time, referenced. */
int sm_noise(const sm_meeg *m, int64_t row, double *to);
/* ceiling[channel, time] over the rows of x. */
int sm_ceiling(const sm_meeg *m, double *ceiling);

#endif
