/* SPDX-License-Identifier: MIT */
#include "hodgkin.h"

#include "ode.h"

#include <math.h>

/* z / (e^z - 1), also where z is small. */
static double rise(double z)
{
    return fabs(z) < 1e-6 ? 1 - z / 2 : z / expm1(z);
}

/* Opening and closing rates of the three gates, 1 / ms. */
static void gate_rates(double v, double *alpha, double *beta)
{
    alpha[0] = rise(-(v + 40) / 10);
    beta[0] = 4 * exp(-(v + 65) / 18);
    alpha[1] = 0.07 * exp(-(v + 65) / 20);
    beta[1] = 1 / (1 + exp(-(v + 35) / 10));
    alpha[2] = 0.1 * rise(-(v + 55) / 10);
    beta[2] = 0.125 * exp(-(v + 65) / 80);
}

void sp_hodgkin_rest(double v, double *out_m, double *out_h, double *out_n)
{
    double alpha[3], beta[3];
    gate_rates(v, alpha, beta);
    *out_m = alpha[0] / (alpha[0] + beta[0]);
    *out_h = alpha[1] / (alpha[1] + beta[1]);
    *out_n = alpha[2] / (alpha[2] + beta[2]);
}

double sp_hodgkin_fastest(const sp_hodgkin *k)
{
    return (k->leak + k->g_na + k->g_k) / k->c;
}

void sp_hodgkin_rates(const sp_hodgkin *k, double exc, double inh, double bias, const double *y,
                      double *dy)
{
    double alpha[3], beta[3], v = y[0], n2 = y[3] * y[3];
    double na = k->g_na * y[1] * y[1] * y[1] * y[2], ka = k->g_k * n2 * n2;
    gate_rates(v, alpha, beta);
    dy[0] = (k->leak * (k->rest - v) + na * (k->e_na - v) + ka * (k->e_k - v) +
             exc * (k->e_exc - v) + inh * (k->e_inh - v) + bias) /
            k->c;
    for (int i = 0; i < 3; i++) {
        dy[i + 1] = alpha[i] * (1 - y[i + 1]) - beta[i] * y[i + 1];
    }
}

typedef struct one {
    const sp_hodgkin *k;
    double exc, inh, bias;
} one;

static void rates(double t, const double *y, double *dy, void *context)
{
    const one *n = context;
    double exc = n->exc * exp(log(n->k->exc.decay) * t / n->k->h);
    double inh = n->inh * exp(log(n->k->inh.decay) * t / n->k->h);
    sp_hodgkin_rates(n->k, exc, inh, n->bias, y, dy);
}

static void exponential(const sp_hodgkin *k, const one *n, double *y)
{
    double alpha[3], beta[3], v = y[0], n2 = y[3] * y[3];
    double na = k->g_na * y[1] * y[1] * y[1] * y[2], ka = k->g_k * n2 * n2;
    double g = k->leak + na + ka + n->exc + n->inh;
    double end = (k->leak * k->rest + na * k->e_na + ka * k->e_k + n->exc * k->e_exc +
                  n->inh * k->e_inh + n->bias) /
                 g;
    gate_rates(v, alpha, beta);
    y[0] = end + (v - end) * exp(-k->h * g / k->c);
    for (int i = 0; i < 3; i++) {
        double sum = alpha[i] + beta[i], aim = alpha[i] / sum;
        y[i + 1] = aim + (y[i + 1] - aim) * exp(-k->h * sum);
    }
}

/* Where in 0 .. 1 the cubic with values a, b and slopes da, db (per step) at both ends is `at`:
 * bisection, since a < at <= b. */
static double crossing(double a, double b, double da, double db, double at)
{
    double lo = 0, hi = 1;
    for (int i = 0; i < 60; i++) {
        double x = (lo + hi) / 2, y = 1 - x;
        double value =
            a * y * y * (1 + 2 * x) + b * x * x * (3 - 2 * x) + da * x * y * y - db * x * x * y;
        if (value < at) {
            lo = x;
        } else {
            hi = x;
        }
    }
    return (lo + hi) / 2;
}

void sp_hodgkin_step(const sp_hodgkin *k, int64_t lo, int64_t hi, double *v, double *m, double *h,
                     double *n, const double *exc, const double *inh, const double *bias,
                     double *crossed)
{
    double work[20], from[4], to[4];
    for (int64_t i = lo; i < hi; i++) {
        one in = {k, exc[i], inh[i], bias[i]};
        double y[4] = {v[i], m[i], h[i], n[i]}, old[4] = {v[i], m[i], h[i], n[i]};
        if (k->rk4) {
            sp_rk4(rates, &in, 0, k->h, 4, y, work);
        } else {
            exponential(k, &in, y);
        }
        crossed[i] = -1;
        if (old[0] < k->threshold && y[0] >= k->threshold) {
            rates(0, old, from, &in);
            rates(k->h, y, to, &in);
            crossed[i] = crossing(old[0], y[0], k->h * from[0], k->h * to[0], k->threshold);
        }
        v[i] = y[0];
        m[i] = y[1];
        h[i] = y[2];
        n[i] = y[3];
    }
}
