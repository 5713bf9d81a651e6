/* SPDX-License-Identifier: MIT */
#include "lif.h"

#include <math.h>

/* (1 - e^-z) / z and (1 - e^-z (1 + z)) / z^2, also where z is small or negative. */
static double mean_decay(double z)
{
    return fabs(z) < 1e-8 ? 1 - z / 2 : -expm1(-z) / z;
}

static double first_moment(double z)
{
    if (fabs(z) < 1e-2) { /* sum over k of (-z)^k / (k! (k + 2)) */
        return 0.5 - z * (1.0 / 3 - z * (1.0 / 8 - z * (1.0 / 30 - z * (1.0 / 144 - z / 840))));
    }
    return (-expm1(-z) - z * exp(-z)) / (z * z);
}

/* v of a membrane at time t, driven since 0 by a current e^(-s / tau), and by s e^(-s / tau). */
static double by_current(double t, double tau, double tau_m, double c)
{
    return exp(-t / tau_m) * t * mean_decay(t / tau - t / tau_m) / c;
}

static double by_rise(double t, double tau, double tau_m, double c)
{
    return exp(-t / tau_m) * t * t * first_moment(t / tau - t / tau_m) / c;
}

sp_synapse_step sp_synapse_of(double h, double tau, int alpha, int held, double tau_m, double c)
{
    sp_synapse_step s = {exp(-h / tau), 0, 1, 0, 0};
    if (alpha) {
        s.rise = h * s.decay;
        s.jump = exp(1) / tau;
    }
    if (c > 0 && held) {
        s.jump = -expm1(-h / tau) * tau / h;
        s.v_from_i = -expm1(-h / tau_m) * tau_m / c;
    } else if (c > 0) {
        s.v_from_i = by_current(h, tau, tau_m, c);
        s.v_from_x = alpha ? by_rise(h, tau, tau_m, c) : 0;
    }
    return s;
}

double sp_psp(double t, double tau, int alpha, double tau_m, double c, double w)
{
    if (t < 0) {
        return 0;
    }
    return alpha ? w * exp(1) / tau * by_rise(t, tau, tau_m, c) : w * by_current(t, tau, tau_m, c);
}

double sp_lif_rate(double current, double tau_m, double c, double rest, double threshold,
                   double reset, double refractory)
{
    double end = rest + current * tau_m / c;
    if (!(end > threshold)) {
        return 0;
    }
    return 1000 / (refractory + tau_m * log((end - reset) / (end - threshold)));
}

sp_lif sp_lif_of(double h, double tau_m, double c, double rest, sp_synapse_step exc,
                 sp_synapse_step inh)
{
    return (sp_lif){exp(-h / tau_m), -expm1(-h / tau_m) * tau_m / c, rest, exc, inh};
}

void sp_lif_step(const sp_lif *k, int64_t lo, int64_t hi, double *restrict v, double *restrict exc,
                 double *restrict inh, double *restrict exc_x, double *restrict inh_x,
                 const double *restrict bias, double *restrict hold)
{
    double decay = k->decay, drive = k->drive, rest = k->rest;
    double from_e = k->exc.v_from_i, from_i = k->inh.v_from_i;
    for (int64_t i = lo; i < hi; i++) {
        double next =
            rest + (v[i] - rest) * decay + drive * bias[i] + from_e * exc[i] - from_i * inh[i];
        next += exc_x ? k->exc.v_from_x * exc_x[i] - k->inh.v_from_x * inh_x[i] : 0;
        v[i] = hold[i] > 0 ? v[i] : next;
        hold[i] = hold[i] > 0 ? hold[i] - 1 : 0;
    }
    for (int64_t i = lo; i < hi && exc_x; i++) {
        exc[i] = exc[i] * k->exc.decay + k->exc.rise * exc_x[i];
        inh[i] = inh[i] * k->inh.decay + k->inh.rise * inh_x[i];
        exc_x[i] *= k->exc.decay;
        inh_x[i] *= k->inh.decay;
    }
    for (int64_t i = lo; i < hi && !exc_x; i++) {
        exc[i] *= k->exc.decay;
        inh[i] *= k->inh.decay;
    }
}
