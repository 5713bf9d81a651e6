/* SPDX-License-Identifier: MIT
 *
 * Exact integration of the linear neuron: closed forms, and RK4 with tiny steps as a slow
 * reference.
 */
#include "spiking/lif.h"
#include "spiking/ode.h"

#include <criterion/criterion.h>
#include <math.h>

/* v, I, x of one alpha or exponential synapse, for RK4. */
typedef struct membrane {
    double tau_m, c, tau;
} membrane;

static void rates(double t, const double *y, double *dy, void *context)
{
    const membrane *m = context;
    dy[0] = -y[0] / m->tau_m + y[1] / m->c;
    dy[1] = -y[1] / m->tau + y[2];
    dy[2] = -y[2] / m->tau;
}

static double slowly(const membrane *m, int alpha, double w, double t)
{
    double y[3] = {0, alpha ? 0 : w, alpha ? w * exp(1) / m->tau : 0}, work[15];
    for (int k = 0; k < 20000; k++) {
        sp_rk4(rates, (void *)(uintptr_t)m, 0, t / 20000, 3, y, work);
    }
    return y[0];
}

Test(lif, psp_is_that_of_the_equations)
{
    static const membrane all[] = {
        {10, 250, 2}, {10, 250, 10}, {10, 250, 10.0001}, {3, 270, .3}, {.5, 140, 5}};
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        for (int alpha = 0; alpha < 2; alpha++) {
            for (double t = .5; t < 20; t *= 2) {
                double want = slowly(&all[k], alpha, 100, t);
                double got = sp_psp(t, all[k].tau, alpha, all[k].tau_m, all[k].c, 100);
                cr_assert(fabs(got - want) < 1e-9 * (1 + fabs(want)), "%zu %d %g: %.12g, not %.12g",
                          k, alpha, t, got, want);
            }
        }
    }
    cr_assert(sp_psp(-1, 2, 0, 10, 250, 100) == 0);
}

/* The peak of an exponential synapse's PSP is at ln(tau_m / tau) / (1 / tau - 1 / tau_m). */
Test(lif, peak_of_the_psp)
{
    double tau_m = 10, tau = 2, c = 250, w = 100;
    double at = log(tau_m / tau) / (1 / tau - 1 / tau_m);
    double top = w / c * pow(tau / tau_m, tau / (tau_m - tau)) * tau;
    cr_assert(fabs(sp_psp(at, tau, 0, tau_m, c, w) - top) < 1e-12 * top);
    cr_assert(sp_psp(at - .01, tau, 0, tau_m, c, w) < top);
    cr_assert(sp_psp(at + .01, tau, 0, tau_m, c, w) < top);
}

/* Any step gives the same values at common times: nothing is lost in a longer one. */
Test(lif, steps_are_exact)
{
    for (int alpha = 0; alpha < 2; alpha++) {
        for (double h = .1; h < 5; h *= 2) {
            sp_synapse_step e = sp_synapse_of(h, 2, alpha, 0, 10, 250);
            sp_synapse_step i = sp_synapse_of(h, 7, alpha, 0, 10, 250);
            sp_lif k = sp_lif_of(h, 10, 250, -65, e, i);
            double v = -60, ge = alpha ? 0 : 300, gi = alpha ? 0 : 200, bias = 100, hold = 0;
            double xe = 300 * e.jump, xi = 200 * i.jump;
            for (int n = 1; n * h < 26; n++) {
                sp_lif_step(&k, 0, 1, &v, &ge, &gi, alpha ? &xe : NULL, alpha ? &xi : NULL, &bias,
                            &hold);
                double t = n * h, fade = exp(-t / 10);
                double want = -65 + 5 * fade + 100 * 10 / 250. * (1 - fade) +
                              sp_psp(t, 2, alpha, 10, 250, 300) - sp_psp(t, 7, alpha, 10, 250, 200);
                cr_assert(fabs(v - want) < 1e-11, "%d %g %d: %.15g, not %.15g", alpha, h, n, v,
                          want);
            }
        }
    }
}

/* held: I is constant over the step, and carries the charge w tau (1 - e^(-h / tau)). */
Test(lif, held_charge)
{
    double h = 1, tau = .3, tau_m = 3, c = 270, w = 6000;
    sp_synapse_step s = sp_synapse_of(h, tau, 0, 1, tau_m, c);
    double current = w * tau / h * (1 - exp(-h / tau));
    cr_assert(fabs(w * s.jump - current) < 1e-9);
    cr_assert(fabs(s.v_from_i * current - current * tau_m / c * (1 - exp(-h / tau_m))) < 1e-12);
    cr_assert(fabs(s.decay - exp(-h / tau)) < 1e-15);
}

Test(lif, rests_and_leaves_others)
{
    sp_synapse_step s = sp_synapse_of(.1, 2, 0, 0, 10, 250);
    sp_lif k = sp_lif_of(.1, 10, 250, -65, s, s);
    double v[4] = {-60, -60, -60, -60}, e[4] = {0}, i[4] = {0}, bias[4] = {0};
    double hold[4] = {0, 2, 1, 0};
    sp_lif_step(&k, 0, 3, v, e, i, NULL, NULL, bias, hold);
    cr_assert(v[0] < -60 && v[1] == -60 && v[2] == -60 && v[3] == -60);
    cr_assert(hold[0] == 0 && hold[1] == 1 && hold[2] == 0);
    sp_lif_step(&k, 0, 3, v, e, i, NULL, NULL, bias, hold);
    cr_assert(v[1] == -60 && v[2] < -60);
}

/* Intervals between spikes counted with a tiny step. */
Test(lif, rate)
{
    cr_assert(sp_lif_rate(375, 10, 250, -65, -50, -65, 2) == 0);
    double ends[] = {400, 700, 2000};
    for (int n = 0; n < 3; n++) {
        double h = 1e-4, v = -65, t = 0;
        while (v < -50) {
            v += h * (-(v + h / 2 * (-(v + 65) / 10 + ends[n] / 250) + 65) / 10 + ends[n] / 250);
            t += h;
        }
        double want = 1000 / (t + 2);
        cr_assert(fabs(sp_lif_rate(ends[n], 10, 250, -65, -50, -65, 2) / want - 1) < 1e-4);
    }
}
