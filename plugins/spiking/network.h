/* SPDX-License-Identifier: MIT
 *
 * network.h: populations and projections of generator.spiking-network, set up and run.
 *
 * A step with label t, from t to t + h: what arrives at t is added to the synapses, in the order of
 * the projections; every population is integrated; neurons that are then above their threshold
 * spike with label t. A spike with delay d, a whole number of steps and at least one, arrives at
 * t + d. A projection without plasticity keeps nothing of its own: it looks up who spiked d steps
 * ago, in a ring of lists. A plastic one keeps a ring of the input that is under way.
 */
#ifndef GYRUS_SPIKING_NETWORK_H
#define GYRUS_SPIKING_NETWORK_H

#include "conductance.h"
#include "hodgkin.h"
#include "stdp.h"

typedef struct sp_population {
    const gy_array *from; /* the vector that came in */
    double id;
    int model, method;
    int64_t n, first; /* neurons; number of the first one in the network */
    double threshold, reset, jump_b, jump_d;
    int64_t rest_steps; /* of refractoriness */
    sp_lif lif;
    sp_membrane membrane;
    sp_hodgkin hodgkin;
    sp_synapse_step exc, inh;
    int uses_nmda;
    /* states, [n]; NULL where the model has none */
    double *v, *e, *i, *nmda, *ex, *ix, *bias, *hold, *w, *m, *h, *g, *crossed;
    int64_t *script; /* [events]: step * n + neuron, rising; of a script */
    int64_t events, next;
    /* rings: who spiked in the last `ring` steps */
    int64_t ring;
    int32_t *spikes;   /* [ring][n] */
    int64_t *n_spikes; /* [ring] */
    double *share;     /* [n]: after which share of the step; only Hodgkin-Huxley */
} sp_population;

typedef struct sp_projection {
    const gy_array *from; /* the vector that came in */
    int64_t pre, post;    /* populations */
    int receptor, plastic;
    double weight; /* with the jump of the synapse */
    int64_t delay; /* steps */
    sp_wiring wiring;
    sp_csr csr;
    sp_stdp stdp;
    double *ring; /* [delay][n_post] of a plastic projection */
} sp_projection;

typedef struct sp_network {
    double h; /* ms */
    int64_t steps, neurons, events;
    int64_t n_populations, n_projections;
    sp_population *population;
    sp_projection *projection;
} sp_network;

/* Reads both lists of vectors and checks them against each other and against the step: unknown
 * populations, units of weights, delays, stability. Nothing is allocated but the two lists. */
int sp_network_read(gy_call *c, sp_network *out);

/* Bytes of scratch that sp_network_make takes, the lists of sp_network_read included; GY_PARAM
 * if it is beyond any memory. */
int sp_network_bytes(gy_call *c, const sp_network *w, int64_t *out_bytes);

/* States at the start, wiring. */
int sp_network_make(gy_call *c, sp_network *w);

/* One step: the lists of spikes of this step are then those of sp_spikes. */
int sp_network_step(gy_call *c, sp_network *w, int64_t step);

/* Neurons of a population that spiked in this step, rising. */
const int32_t *sp_spikes(const sp_population *p, int64_t step, int64_t *out_n);

/* Name of the i-th population as the file writes its edge. */
const char *sp_population_name(gy_call *c, int64_t i);

#endif
