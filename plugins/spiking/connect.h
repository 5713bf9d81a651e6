/* SPDX-License-Identifier: MIT
 *
 * connect.h: which neuron reaches which, and how spikes get there.
 *
 * A projection is a compressed sparse row matrix: for every source its targets in rising order. The
 * targets are cut into parts of a fixed width, and every row is cut with them, so that a part can
 * gather its own input alone: it goes through the sources that spiked, in rising order, and adds
 * their synapses. Only spikes cost anything, and a neuron adds its input in the same order
 * whatever thread does its part: no bit depends on threads.
 */
#ifndef GYRUS_SPIKING_CONNECT_H
#define GYRUS_SPIKING_CONNECT_H

#include "population.h"

#define SP_PART 32768 /* targets of a part: their input fits into the second cache */

typedef struct sp_csr {
    int64_t n_pre, n_post, parts;
    int64_t n;       /* synapses */
    int64_t room;    /* there is memory for so many */
    int64_t *first;  /* [n_pre * parts + 1]: synapses of source i in part p begin at
                        first[i * parts + p] and end at the next */
    int32_t *target; /* [n] */
} sp_csr;

/* A rule, its share or in-degree, and whether a neuron leaves out the one of its own number. */
typedef struct sp_wiring {
    enum sp_rule rule;
    double share;
    int others;
    int64_t id; /* address of the draws */
} sp_wiring;

/* At most so many synapses: exact but for SP_PROBABILITY, where six standard deviations are added
 * to the mean; -1 if that is more than 2^40. */
int64_t sp_synapses(const sp_wiring *w, int64_t n_pre, int64_t n_post);

/* Bytes of scratch that sp_connect takes. */
int64_t sp_connect_bytes(const sp_wiring *w, int64_t n_pre, int64_t n_post);

/* Draws the projection. GY_PARAM, told with `where`, where the rule does not fit the sizes;
 * GY_MEMORY; GY_CANCELLED. */
int sp_connect(gy_call *c, const char *where, const sp_wiring *w, int64_t n_pre, int64_t n_post,
               sp_csr *out);

/* into[target] += weight for every synapse of the spiking sources within a part. spikes: rising. */
void sp_gather(const sp_csr *m, int64_t part, const int32_t *spikes, int64_t n_spikes,
               double weight, double *into);

/* Synapses that these spikes reach. */
int64_t sp_events(const sp_csr *m, const int32_t *spikes, int64_t n_spikes);

#endif
