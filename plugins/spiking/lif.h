/* SPDX-License-Identifier: MIT
 *
 * lif.h: the leaky integrate-and-fire neuron with current synapses, solved exactly from one step of
 * the clock to the next (Rotter and Diesmann 1999), since between spikes it is linear:
 *
 *     C dv/dt = -C (v - rest) / tau_m + I_exc - I_inh + bias
 *     exponential synapse   dI/dt = -I / tau                        a spike adds w to I
 *     alpha synapse         dI/dt = -I / tau + x, dx/dt = -x / tau  a spike adds w e / tau to x,
 *                           so that I peaks at w, tau after the spike
 *
 * Over a step h every state is a linear function of the states at its beginning. `held`: the charge
 * that a synapse carries in a step is spread evenly over it, as clocked neuromorphic chips do.
 * Units: ms, mV, pF, pA. All functions are pure: they write only what their arguments name.
 */
#ifndef GYRUS_SPIKING_LIF_H
#define GYRUS_SPIKING_LIF_H

#include <stdint.h>

/* Factors of one step h for one synapse of time constant tau. */
typedef struct sp_synapse_step {
    double decay;    /* of I and of x */
    double rise;     /* of I from x: h e^(-h / tau); 0 for exponential synapses */
    double jump;     /* what a spike of weight 1 adds: to x of an alpha synapse, else to I */
    double v_from_i; /* mV per pA of I at the beginning of the step */
    double v_from_x; /* mV per unit of x */
} sp_synapse_step;

/* alpha: shape; held: see above (exponential synapses only). tau_m and c are those of the membrane;
 * with c = 0 the factors of v are left 0 (conductances, which act through another equation). */
sp_synapse_step sp_synapse_of(double h, double tau, int alpha, int held, double tau_m, double c);

/* PSP of one spike of weight w at time t after it, mV: the closed form, for tests and pages. */
double sp_psp(double t, double tau, int alpha, double tau_m, double c, double w);

/* Firing rate in Hz of a LIF neuron with constant current (pA); 0 at and below the threshold. */
double sp_lif_rate(double current, double tau_m, double c, double rest, double threshold,
                   double reset, double refractory);

typedef struct sp_lif {
    double decay, drive; /* e^(-h / tau_m); mV per pA of bias */
    double rest;         /* mV */
    sp_synapse_step exc, inh;
} sp_lif;

sp_lif sp_lif_of(double h, double tau_m, double c, double rest, sp_synapse_step exc,
                 sp_synapse_step inh);

/* One step of neurons lo .. hi. v: mV; exc, inh: pA; their x: NULL for exponential synapses;
 * hold: steps that a neuron still rests after a spike, in which v stays. */
void sp_lif_step(const sp_lif *k, int64_t lo, int64_t hi, double *v, double *exc, double *inh,
                 double *exc_x, double *inh_x, const double *bias, double *hold);

#endif
