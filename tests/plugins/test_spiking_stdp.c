/* SPDX-License-Identifier: MIT
 *
 * Plasticity against a slow reference: every pair of spikes, event by event.
 */
#include "harness.h"
#include "spiking/stdp.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { steps = 60, delay = 2 };

/* One synapse: spikes of both ends as flags per step. out: weight when the source spikes, last. */
static double slowly(const char *pre, const char *post, double w, double a_plus, double a_minus,
                     double tau_plus, double tau_minus, double w_max, double *carried)
{
    for (int t = 0; t < steps; t++) {
        if (t >= delay && post[t - delay]) {
            for (int p = 0; p < t; p++) {
                w += pre[p] ? a_plus * exp(-(t - p) / tau_plus) : 0;
            }
            w = fmin(w, w_max);
        }
        if (pre[t]) {
            for (int q = 0; q + delay <= t; q++) {
                w -= post[q] ? a_minus * exp(-(t - q - delay) / tau_minus) : 0;
            }
            w = fmax(w, 0);
            *carried += w;
        }
    }
    return w;
}

/* Two sources, two targets, all joined: first = {0, 2, 4}. */
static double learn(char pre[2][steps], char post[2][steps], int i, int j, double *out_carried)
{
    int64_t first[] = {0, 2, 4}, in_first[] = {0, 2, 4}, in[] = {0, 2, 1, 3};
    int32_t target[] = {0, 1, 0, 1}, source[] = {0, 0, 1, 1};
    double weight[4] = {.5, .5, .5, .5}, x[2] = {0}, y[2] = {0}, into[2] = {0};
    int64_t x_at[2] = {0}, y_at[2] = {0};
    sp_csr m = {2, 2, 1, 4, 4, first, target};
    sp_stdp s = {.3, .35, 0, 1, 1 / 7., 1 / 5., weight, source, in_first, in, x, y, x_at, y_at};
    for (int t = 0; t < steps; t++) {
        for (int32_t k = 0; k < 2; k++) {
            if (t >= delay && post[k][t - delay]) {
                sp_stdp_post(&s, t, &k, 1);
            }
        }
        for (int32_t k = 0; k < 2; k++) {
            if (pre[k][t]) {
                double before[2] = {into[0], into[1]};
                sp_stdp_pre(&m, &s, t, &k, 1, into);
                *out_carried += k == i ? into[j] - before[j] : 0;
            }
        }
    }
    return weight[2 * i + j];
}

Test(stdp, equals_all_pairs)
{
    for (unsigned seed = 1; seed < 40; seed++) {
        char pre[2][steps], post[2][steps];
        srand(seed);
        for (int t = 0; t < steps; t++) {
            for (int k = 0; k < 2; k++) {
                pre[k][t] = rand() % 6 == 0;
                post[k][t] = rand() % 5 == 0;
            }
        }
        for (int k = 0; k < 4; k++) {
            double carried = 0, other = 0;
            double want = slowly(pre[k / 2], post[k % 2], .5, .3, .35, 7, 5, 1, &carried);
            double got = learn(pre, post, k / 2, k % 2, &other);
            cr_assert(fabs(got - want) < 1e-12 && fabs(other - carried) < 1e-11, "%g, not %g", got,
                      want);
        }
    }
}

/* The window: one pair at every distance; two spikes that meet at the synapse count as post first.
 */
Test(stdp, window)
{
    for (int d = -20; d <= 20; d++) {
        char pre[2][steps] = {{0}}, post[2][steps] = {{0}};
        double carried = 0;
        pre[0][25] = 1;
        post[0][25 + d - delay] = 1;
        double want = d > 0 ? .3 * exp(-d / 7.) : -.35 * exp(d / 5.);
        double got = learn(pre, post, 0, 0, &carried);
        cr_assert(fabs(got - .5 - want) < 1e-14, "%d: %g, not %g", d, got - .5, want);
        cr_assert(fabs(carried - .5 - (d > 0 ? 0 : want)) < 1e-14);
        cr_assert(fabs(learn(pre, post, 1, 1, &carried) - .5) < 1e-15);
    }
}

Test(stdp, bytes)
{
    cr_assert(sp_stdp_bytes(100, 10, 20) == 100 * 20 + 10 * 16 + 20 * 24 + 8);
}
