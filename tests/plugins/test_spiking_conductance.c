/* SPDX-License-Identifier: MIT
 *
 * Conductance neurons against the closed form of constant conductances, and against each other.
 */
#include "spiking/conductance.h"
#include "spiking/exponential.h"
#include "spiking/population.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { n = 5 };

static sp_membrane membrane(int model, double h)
{
    sp_membrane k = {.model = model,
                     .h = h,
                     .c = 200,
                     .leak = 10,
                     .rest = -60,
                     .e_exc = 0,
                     .e_inh = -80,
                     .a = 2,
                     .b = 60,
                     .slope = 2,
                     .threshold = -50,
                     .tau_w = 100,
                     .peak = 0,
                     .forget = exp(-h / 100)};
    k.exc = sp_synapse_of(h, 1e12, 0, 0, 0, 0); /* conductances that do not decay */
    k.inh = k.exc;
    if (model == SP_IZHIKEVICH) {
        k.a = .02;
        k.b = .2;
        k.peak = 30;
    }
    return k;
}

/* Constant conductances: v relaxes exponentially, which exponential Euler does exactly and RK4 with
 * an error that halves 16 times as fast as the step. Odd n: the last neuron has an idle lane. */
Test(conductance, constant_conductances)
{
    double h = .5, error[2] = {0, 0};
    for (int rk4 = 0; rk4 < 2; rk4++, h = .5) {
        sp_membrane k = membrane(SP_LIF_COND, h);
        double v[n], e[n], i[n], bias[n], hold[n] = {0, 0, 3, 0, 0}, from[n];
        for (int j = 0; j < n; j++) {
            v[j] = from[j] = -70 + 3 * j;
            e[j] = 4 * j;
            i[j] = 10 - 2 * j;
            bias[j] = 20 * j;
        }
        if (rk4) {
            sp_membrane_rk4(&k, 0, n, v, e, i, NULL, bias, hold, NULL);
        } else {
            sp_membrane_exponential(&k, 0, n, v, e, i, NULL, bias, hold, NULL);
        }
        for (int j = 0; j < n; j++) {
            double g = 10 + e[j] + i[j], end = (-600 + i[j] * -80 + bias[j]) / g;
            double want = j == 2 ? from[j] : end + (from[j] - end) * exp(-h * g / 200);
            error[rk4] = fmax(error[rk4], fabs(v[j] - want));
            cr_assert(hold[j] == (j == 2 ? 2 : 0));
        }
    }
    cr_assert(error[0] < 1e-13, "%g", error[0]);
    cr_assert(error[1] > 0 && error[1] < 2e-6, "%g", error[1]);
}

/* AdEx and Izhikevich: RK4 steps of h and of h / 2 differ by 16 times as much as the next halving;
 * exponential Euler of AdEx by 2 times, and both methods go to one limit. */
static double after(int model, int rk4, double h, double time)
{
    sp_membrane k = membrane(model, h);
    double v = model == SP_ADEX ? -58 : -65, e = 8, i = 3, bias = 10, hold = 0, w = 5;
    for (int s = 0; s < (int)lround(time / h); s++) {
        if (rk4) {
            sp_membrane_rk4(&k, 0, 1, &v, &e, &i, NULL, &bias, &hold, &w);
        } else {
            sp_membrane_exponential(&k, 0, 1, &v, &e, &i, NULL, &bias, &hold, &w);
        }
    }
    return v;
}

Test(conductance, orders)
{
    double a, b, c;
    for (int model = SP_ADEX; model <= SP_IZHIKEVICH; model++) {
        double t = model == SP_ADEX ? 2 : 1;
        a = after(model, 1, t / 16, t), b = after(model, 1, t / 32, t),
        c = after(model, 1, t / 64, t);
        double ratio = (a - b) / (b - c);
        cr_assert(ratio > 12 && ratio < 20, "%d: %g", model, ratio);
    }
    a = after(SP_ADEX, 0, .04, 8), b = after(SP_ADEX, 0, .02, 8), c = after(SP_ADEX, 0, .01, 8);
    cr_assert((a - b) / (b - c) > 1.8 && (a - b) / (b - c) < 2.2, "%g", (a - b) / (b - c));
    cr_assert(fabs(2 * c - b - after(SP_ADEX, 1, .01, 8)) < 1e-3);
}

Test(conductance, synapses_decay)
{
    sp_synapse_step k = sp_synapse_of(.5, 4, 1, 0, 0, 0);
    double g[2] = {0, 0}, x[2] = {3 * k.jump, 0}, most = 0;
    for (int s = 1; s < 40; s++) { /* an alpha function that peaks at 3, 4 ms after the spike */
        sp_synapses_decay(&k, 0, 2, g, x);
        double t = .5 * s;
        cr_assert(fabs(g[0] - 3 * t / 4 * exp(1 - t / 4)) < 1e-12);
        most = fmax(most, g[0]);
    }
    cr_assert(fabs(most - 3) < 1e-12 && g[1] == 0);
    k = sp_synapse_of(.5, 4, 0, 0, 0, 0);
    g[0] = 3;
    sp_synapses_decay(&k, 0, 1, g, NULL);
    cr_assert(fabs(g[0] - 3 * exp(-.125)) < 1e-15 && k.jump == 1);
}

Test(conductance, a_spike_is_cut_and_stays_finite)
{
    double v = after(SP_ADEX, 0, .1, 1000), u = after(SP_IZHIKEVICH, 1, .1, 200);
    cr_assert(isfinite(v) && v <= 0 && isfinite(u) && u <= 30);
}

/* NMDA synapses alone, without magnesium: plain excitation. With it: the step of exponential Euler
 * by hand, which RK4 agrees with as the step gets short; in 4 lanes as in one. */
Test(conductance, nmda)
{
    for (int model = SP_LIF_COND; model <= SP_ADEX; model++) {
        sp_membrane k = membrane(model, .1);
        k.nmda = k.exc;
        double v[2][n], e[n], i[n], bias[n] = {0}, hold[n] = {0}, w[n] = {0}, nm[n], none[n] = {0};
        for (int mg = 0; mg < 2; mg++) {
            k.mg = mg;
            for (int j = 0; j < n; j++) {
                v[0][j] = v[1][j] = -70 + 4 * j;
                nm[j] = 5 + j;
                i[j] = 3;
                e[j] = nm[j] / (1 + mg / 3.57 * exp(-.062 * v[0][j]));
                w[j] = 0;
            }
            sp_membrane_exponential(&k, 0, n, v[0], none, i, nm, bias, hold, w);
            memset(w, 0, sizeof w);
            sp_membrane_exponential(&k, 0, n, v[1], e, i, NULL, bias, hold, w);
            for (int j = 0; j < n; j++) {
                cr_assert(fabs(v[0][j] - v[1][j]) < 1e-12);
            }
        }
    }
    double end[2];
    for (int rk4 = 0; rk4 < 2; rk4++) {
        sp_membrane k = membrane(SP_LIF_COND, .001);
        double v = -70, e = 0, i = 2, bias = 0, hold = 0, nm = 20;
        k.nmda = sp_synapse_of(.001, 50, 0, 0, 0, 0);
        k.mg = 1;
        for (int s = 0; s < 20000; s++) {
            if (rk4) {
                sp_membrane_rk4(&k, 0, 1, &v, &e, &i, &nm, &bias, &hold, NULL);
            } else {
                sp_membrane_exponential(&k, 0, 1, &v, &e, &i, &nm, &bias, &hold, NULL);
            }
            sp_synapses_decay(&k.nmda, 0, 1, &nm, NULL);
        }
        end[rk4] = v;
    }
    cr_assert(fabs(end[0] - end[1]) < 1e-3 && end[0] > -62 && end[0] < 0, "%g %g", end[0], end[1]);
}
