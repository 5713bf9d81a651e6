/* SPDX-License-Identifier: MIT
 *
 * hodgkin.h: the neuron of Hodgkin and Huxley (1952), squid axon at 6.3 C, in today's signs: rest
 * near -65 mV.
 *
 *     C dv/dt = g_L (E_L - v) + g_Na m^3 h (E_Na - v) + g_K n^4 (E_K - v)
 *               + g_e (E_e - v) + g_i (E_i - v) + bias
 *     dx/dt = alpha_x(v) (1 - x) - beta_x(v) x     for the gates m, h, n
 *
 * A spike is the crossing of the threshold from below; its time inside the step is that of the
 * cubic through both ends with their slopes, so it is as exact as an integrator of order 4. There
 * is no reset. Units: ms, mV, pF, nS, pA.
 */
#ifndef GYRUS_SPIKING_HODGKIN_H
#define GYRUS_SPIKING_HODGKIN_H

#include "lif.h"

typedef struct sp_hodgkin {
    double h, c, leak, rest, g_na, g_k, e_na, e_k, e_exc, e_inh, threshold;
    sp_synapse_step exc, inh;
    int rk4; /* else exponential Euler: every gate and v relaxes with all others held */
} sp_hodgkin;

/* dy/dt of y = v, m, h, n. */
void sp_hodgkin_rates(const sp_hodgkin *k, double exc, double inh, double bias, const double *y,
                      double *dy);

/* Gates in their steady state at v: out_m, out_h, out_n. */
void sp_hodgkin_rest(double v, double *out_m, double *out_h, double *out_n);

/* The fastest rate at which v can relax, 1 / ms: all channels open. RK4 is stable for every
 * state if h <= 2.785 / this. */
double sp_hodgkin_fastest(const sp_hodgkin *k);

/* One step of neurons lo .. hi. m, h, n: gates. crossed[i]: share of the step after which neuron i
 * crossed the threshold from below, -1 where it did not. */
void sp_hodgkin_step(const sp_hodgkin *k, int64_t lo, int64_t hi, double *v, double *m, double *h,
                     double *n, const double *exc, const double *inh, const double *bias,
                     double *crossed);

#endif
