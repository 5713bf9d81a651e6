/* SPDX-License-Identifier: MIT
 *
 * population.h: what a population of neurons, a source of spikes and a projection are, as they
 * travel along an edge of a keyfile: a vector of numbers, made by generator.neurons,
 * generator.spike-source and generator.synapses, and read by generator.spiking-network.
 *
 * Units throughout: ms, mV, pF, nS, pA. They fit together: pF mV / ms = pA = nS mV.
 */
#ifndef GYRUS_SPIKING_POPULATION_H
#define GYRUS_SPIKING_POPULATION_H

#include "sugar.h"

enum sp_model {
    SP_LIF,        /* linear, current synapses */
    SP_LIF_COND,   /* conductance synapses */
    SP_ADEX,       /* adaptive exponential, conductance synapses */
    SP_IZHIKEVICH, /* quadratic with recovery, current synapses */
    SP_HODGKIN,    /* Hodgkin-Huxley, conductance synapses */
    SP_SCRIPT,     /* spikes at given times */
    SP_POISSON,    /* spikes of a Poisson process */
    SP_MODELS
};

enum sp_method { SP_EXACT, SP_HELD, SP_EXPONENTIAL_EULER, SP_RK4 };
enum sp_shape { SP_SHAPE_EXPONENTIAL, SP_SHAPE_ALPHA };

/* Entries of a population. Those behind SP_KEYS are pairs of neuron and time (ms) of a script. */
enum sp_key {
    SP_MAGIC,
    SP_ID, /* drawn, so that a projection knows its populations again */
    SP_MODEL,
    SP_METHOD,
    SP_SHAPE,
    SP_N,
    SP_CAPACITANCE, /* pF */
    SP_LEAK,        /* nS */
    SP_REST,        /* mV */
    SP_THRESHOLD,
    SP_RESET,
    SP_REFRACTORY, /* ms */
    SP_TAU_EXC,
    SP_TAU_INH,
    SP_E_EXC, /* mV */
    SP_E_INH,
    SP_BIAS_FIRST, /* pA, of the first neuron and of the last; evenly between */
    SP_BIAS_LAST,
    SP_START_LOW, /* mV: potentials at the start are uniform in between */
    SP_START_HIGH,
    SP_EXC_MEAN, /* what the synapses hold at the start, pA or nS: normal, negative ones are 0 */
    SP_EXC_SD,
    SP_INH_MEAN,
    SP_INH_SD,
    SP_A,     /* nS (AdEx), 1/ms (Izhikevich) */
    SP_B,     /* pA added by a spike (AdEx); 1 (Izhikevich) */
    SP_D,     /* added to u by a spike (Izhikevich) */
    SP_SLOPE, /* mV */
    SP_TAU_W,
    SP_PEAK, /* mV: where a spike of AdEx or Izhikevich is cut */
    SP_G_NA,
    SP_G_K,
    SP_E_NA,
    SP_E_K,
    SP_TAU_NMDA,  /* ms */
    SP_MAGNESIUM, /* mM */
    SP_RATE,      /* Hz */
    SP_UNTIL,     /* ms: a Poisson source is silent from then on */
    SP_KEYS
};

/* Entries of a projection. */
enum sp_rule { SP_ONE_TO_ONE, SP_ALL_TO_ALL, SP_PROBABILITY, SP_IN_DEGREE };
enum sp_receptor { SP_EXCITATORY, SP_INHIBITORY, SP_NMDA };
enum sp_projection_key {
    SQ_MAGIC,
    SQ_ID,
    SQ_FROM, /* SP_ID of the populations */
    SQ_TO,
    SQ_RULE,
    SQ_SHARE,  /* probability, or number of sources of a target */
    SQ_OTHERS, /* 1: no neuron onto the one of the same number */
    SQ_RECEPTOR,
    SQ_WEIGHT,  /* pA or nS; sign as written */
    SQ_CURRENT, /* 1: the weight was written as a current, 0: as a conductance */
    SQ_DELAY,   /* ms */
    SQ_PLASTIC,
    SQ_TAU_PLUS,
    SQ_TAU_MINUS,
    SQ_A_PLUS,
    SQ_A_MINUS,
    SQ_W_MIN,
    SQ_W_MAX,
    SQ_KEYS
};

#define SP_MAGIC_POPULATION 7405361
#define SP_MAGIC_PROJECTION 7405362

/* Whether an array is such a vector: its magic, and at least its keys. */
int sp_is_population(const gy_array *a);
int sp_is_projection(const gy_array *a);

/* Entry of a vector of any stride. */
double sp_entry(const gy_array *a, int64_t key);

/* Name of a model as keyfiles write it. */
const char *sp_model_name(int model);

/* A number that no other node of the run draws, for SP_ID and SQ_ID: whole, below 2^50. */
int sp_draw_id(gy_call *c, double *out_id);

/* fail with a formatted message. */
int sp_fail(gy_call *c, int code, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* n values of `size` bytes of zeroed scratch; NULL on overflow or when the host refuses. */
void *sp_scratch(gy_call *c, int64_t n, int64_t size);

/* In resolve: tells the host how much scratch a call takes, if the host wants to know. */
int sp_plan_scratch(gy_call *c, double bytes);

#endif
