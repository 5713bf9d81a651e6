/* SPDX-License-Identifier: MIT
 *
 * conductance.h: neurons whose equation of the potential is not linear.
 *
 *     lif-conductance  C dv/dt = g_L (E_L - v) + g_e (E_e - v) + g_i (E_i - v) + bias
 *     adex             + g_L slope e^((v - threshold) / slope) - w;  tau_w dw/dt = a (v - E_L) - w
 *                      (Brette and Gerstner 2005)
 *     izhikevich       dv/dt = .04 v^2 + 5 v + 140 - u + I;  du/dt = a (b v - u)  (Izhikevich 2003)
 *
 * Both conductance models may have NMDA synapses besides: g_n / (1 + mg / 3.57 e^(-.062 v)) counts
 * as excitatory conductance; magnesium blocks it at low v (Jahr and Stevens 1990).
 *
 * Exponential Euler: over a step everything but v is held, so that v relaxes exponentially towards
 * (sum of g E + currents) / sum of g; never unstable. RK4: all states together, conductances
 * decaying inside the step; order 4 between spikes. Synapses decay exactly in either.
 * Units: ms, mV, pF, nS, pA; for izhikevich the currents are the dimensionless I.
 */
#ifndef GYRUS_SPIKING_CONDUCTANCE_H
#define GYRUS_SPIKING_CONDUCTANCE_H

#include "lif.h"

typedef struct sp_membrane {
    int model; /* SP_LIF_COND, SP_ADEX, SP_IZHIKEVICH */
    double h, c, leak, rest, e_exc, e_inh;
    double a, b, slope, threshold, tau_w, peak; /* adex; a, b and peak of izhikevich */
    double forget;                              /* e^(-h / tau_w) */
    double mg;                                  /* mM */
    sp_synapse_step exc, inh, nmda;
} sp_membrane;

/* One step of neurons lo .. hi by exponential Euler: lif-conductance and adex. w: adaptation, NULL
 * for lif-conductance; nmda: nS without the block, or NULL. Other arguments as in sp_lif_step; exc
 * and inh in nS. */
void sp_membrane_exponential(const sp_membrane *k, int64_t lo, int64_t hi, double *v, double *exc,
                             double *inh, const double *nmda, const double *bias, double *hold,
                             double *w);

/* The same by RK4, all three models; exponential synapses. w is u of izhikevich. */
void sp_membrane_rk4(const sp_membrane *k, int64_t lo, int64_t hi, double *v, double *exc,
                     double *inh, const double *nmda, const double *bias, double *hold, double *w);

/* What the synapses of neurons lo .. hi do in a step, exactly. x: NULL for exponential ones. */
void sp_synapses_decay(const sp_synapse_step *k, int64_t lo, int64_t hi, double *g, double *x);

#endif
