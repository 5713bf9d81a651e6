/* SPDX-License-Identifier: MIT
 *
 * stdp.h: pair-based spike-timing dependent plasticity, all pairs, additive, within bounds:
 *
 *     post after pre by D > 0    w += a_plus  e^(-D / tau_plus)
 *     post before pre by D >= 0  w -= a_minus e^(-D / tau_minus)      w stays in w_min .. w_max
 *
 * The delay of a projection lies in the dendrite: a spike of the target comes to the synapse a
 * delay later, a spike of the source at once, and it takes along the weight that it finds. Two
 * spikes that meet there in one step count as post before pre. Sums over pairs are traces that
 * decay, so a spike costs as much as it has synapses, whatever came before.
 */
#ifndef GYRUS_SPIKING_STDP_H
#define GYRUS_SPIKING_STDP_H

#include "connect.h"

typedef struct sp_stdp {
    double a_plus, a_minus, w_min, w_max;
    double rate_plus, rate_minus; /* step / tau */
    double *weight;               /* [synapse] */
    int32_t *source;              /* [synapse] */
    int64_t *in_first;            /* [n_post + 1]: incoming synapses of a target ... */
    int64_t *in;                  /* [synapse]: ... are these */
    double *pre, *post;           /* [n_pre], [n_post]: traces, as they were ... */
    int64_t *pre_at, *post_at;    /* ... in this step */
} sp_stdp;

/* Bytes of scratch that sp_stdp_make takes. */
int64_t sp_stdp_bytes(int64_t synapses, int64_t n_pre, int64_t n_post);

/* Allocates all arrays, every weight w. */
int sp_stdp_make(gy_call *c, const char *where, const sp_csr *m, double w, sp_stdp *out);

/* Spikes of targets that come to their synapses in `step`; before sp_stdp_pre of the same step. */
void sp_stdp_post(sp_stdp *p, int64_t step, const int32_t *spikes, int64_t n);

/* Spikes of sources in `step`; into[target] += weight. */
void sp_stdp_pre(const sp_csr *m, sp_stdp *p, int64_t step, const int32_t *spikes, int64_t n,
                 double *into);

#endif
