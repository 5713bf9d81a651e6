/* SPDX-License-Identifier: MIT
 *
 * Hodgkin-Huxley: rest, rates by the formulas of the paper, order of both methods, exact crossings.
 * Spike times are compared with scipy's by tests/answers/spiking.py.
 */
#include "spiking/hodgkin.h"

#include <criterion/criterion.h>
#include <math.h>

static sp_hodgkin axon(double h, int rk4)
{
    sp_hodgkin k = {h,   1e6, 3e5, -54.387, 1.2e8,           3.6e7,           50,
                    -77, 0,   -80, 0,       {1, 0, 1, 0, 0}, {1, 0, 1, 0, 0}, rk4};
    return k;
}

Test(hodgkin, rests_where_nothing_flows)
{
    sp_hodgkin k = axon(.01, 1);
    double y[4] = {-65, 0, 0, 0}, dy[4];
    sp_hodgkin_rest(-65, &y[1], &y[2], &y[3]);
    cr_assert(fabs(y[1] - .0529) < 1e-4 && fabs(y[2] - .5961) < 1e-4 && fabs(y[3] - .3177) < 1e-4);
    sp_hodgkin_rates(&k, 0, 0, 0, y, dy);
    cr_assert(fabs(dy[0]) < 1e-2, "%g", dy[0]); /* the paper rounds: rest is -65 to three digits */
    cr_assert(fabs(dy[1]) < 1e-15 && fabs(dy[2]) < 1e-15 && fabs(dy[3]) < 1e-15);
}

Test(hodgkin, rates_of_the_paper)
{
    sp_hodgkin k = axon(.01, 1);
    for (double v = -100; v < 60; v += .77) {
        double y[4] = {v, .3, .5, .4}, dy[4];
        double am = .1 * (v + 40) / (1 - exp(-(v + 40) / 10)), bm = 4 * exp(-(v + 65) / 18);
        double ah = .07 * exp(-(v + 65) / 20), bh = 1 / (1 + exp(-(v + 35) / 10));
        double an = .01 * (v + 55) / (1 - exp(-(v + 55) / 10)), bn = .125 * exp(-(v + 65) / 80);
        double dv = .3 * (-54.387 - v) + 120 * .027 * .5 * (50 - v) + 36 * .0256 * (-77 - v) + 7;
        sp_hodgkin_rates(&k, 0, 0, 7e6, y, dy);
        cr_assert(fabs(dy[0] - dv) < 1e-9 * (1 + fabs(dv)));
        cr_assert(fabs(dy[1] - (am * .7 - bm * .3)) < 1e-11 * (1 + bm));
        cr_assert(fabs(dy[2] - (ah * .5 - bh * .5)) < 1e-12);
        cr_assert(fabs(dy[3] - (an * .6 - bn * .4)) < 1e-12);
    }
    double y[4] = {-40, 0, 0, 0}, dy[4]; /* 0 / 0 in the formulas */
    sp_hodgkin_rates(&k, 0, 0, 0, y, dy);
    cr_assert(fabs(dy[1] - 1) < 1e-12);
}

/* Time of the first spike of a step current, ms. */
static double spike(double h, int rk4)
{
    sp_hodgkin k = axon(h, rk4);
    double v = -65, m, gate, n, e = 0, i = 0, bias = 1e7, crossed = -1;
    sp_hodgkin_rest(v, &m, &gate, &n);
    for (int s = 0; s < (int)lround(10 / h); s++) {
        sp_hodgkin_step(&k, 0, 1, &v, &m, &gate, &n, &e, &i, &bias, &crossed);
        if (crossed >= 0) {
            cr_assert(crossed <= 1);
            return (s + crossed) * h;
        }
    }
    return NAN;
}

Test(hodgkin, order_of_spike_times)
{
    double limit = spike(1. / 4096, 1);
    double a = spike(1. / 64, 1) - limit, b = spike(1. / 128, 1) - limit;
    cr_assert(a / b > 12 && a / b < 20, "%g / %g", a, b);
    a = spike(1. / 64, 0) - limit, b = spike(1. / 128, 0) - limit;
    cr_assert(a / b > 1.9 && a / b < 2.1, "%g / %g", a, b);
}

Test(hodgkin, fastest)
{
    sp_hodgkin k = axon(.01, 1);
    cr_assert(fabs(sp_hodgkin_fastest(&k) - 156.3) < 1e-9);
}
