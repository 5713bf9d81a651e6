/* SPDX-License-Identifier: MIT
 *
 * spiking_vectors.h: populations and projections for tests, without the nodes that make them.
 */
#ifndef GYRUS_TEST_SPIKING_VECTORS_H
#define GYRUS_TEST_SPIKING_VECTORS_H

#include "spiking/population.h"

#include <string.h>

/* A LIF population: 250 pF, 25 nS (10 ms), rest -65, threshold -50, reset -65, tau 2 and 7 ms. */
static inline void lif_vector(double *p, double id, int64_t n)
{
    memset(p, 0, SP_KEYS * sizeof *p);
    p[SP_MAGIC] = SP_MAGIC_POPULATION;
    p[SP_ID] = id;
    p[SP_MODEL] = SP_LIF;
    p[SP_METHOD] = SP_EXACT;
    p[SP_N] = (double)n;
    p[SP_CAPACITANCE] = 250;
    p[SP_LEAK] = 25;
    p[SP_REST] = p[SP_RESET] = p[SP_START_LOW] = p[SP_START_HIGH] = -65;
    p[SP_THRESHOLD] = -50;
    p[SP_TAU_EXC] = 2;
    p[SP_TAU_INH] = 7;
    p[SP_E_INH] = -80;
    p[SP_TAU_W] = p[SP_TAU_NMDA] = 100;
    p[SP_SLOPE] = 2;
    p[SP_PEAK] = 30;
    p[SP_UNTIL] = 1e300;
}

/* A source of listed spikes; p has SP_KEYS + 2 * events entries, the last of them pairs. */
static inline void script_vector(double *p, double id, int64_t n, int64_t events,
                                 const double *pairs)
{
    lif_vector(p, id, n);
    p[SP_MODEL] = SP_SCRIPT;
    memcpy(p + SP_KEYS, pairs, (size_t)(2 * events) * sizeof *p);
}

static inline void synapse_vector(double *q, double id, double from, double to, int rule,
                                  double weight, double delay)
{
    memset(q, 0, SQ_KEYS * sizeof *q);
    q[SQ_MAGIC] = SP_MAGIC_PROJECTION;
    q[SQ_ID] = id;
    q[SQ_FROM] = from;
    q[SQ_TO] = to;
    q[SQ_RULE] = rule;
    q[SQ_SHARE] = 1;
    q[SQ_WEIGHT] = weight;
    q[SQ_CURRENT] = 1;
    q[SQ_DELAY] = delay;
    q[SQ_TAU_PLUS] = q[SQ_TAU_MINUS] = 3;
}

#endif
