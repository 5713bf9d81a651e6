/* SPDX-License-Identifier: MIT
 *
 * population_correlation.c: how much the responses of neurons vary together over a stimulus
 * ensemble, and how equal their mean responses are. Weighted moments:
 * cov_ij = sum_s p_s (r_si - m_i)(r_sj - m_j), m_i = sum_s p_s r_si, p sums to 1 (in a fold: p
 * over its sum).
 */
#include "../spiking/stimulus_probability.h"
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.population-correlation 1 | Correlations between neurons over a stimulus ensemble\n"
       "in    x           f64[row, neuron] | responses, a row per stimulus\n"
       "in    probability f64[row] optional | of each stimulus, sums to 1; default: all alike\n"
       "out   correlation f64[] mean bounds=0..1 | mean of |r| over pairs of neurons that vary\n"
       "out   signed      f64[] mean bounds=-1..1 | mean of r\n"
       "out   covariance  f64[] mean | mean of |covariance| over pairs\n"
       "out   inequality  f64[] mean | sd of the neurons' mean responses / their mean\n"
       "block all\n"
       "licence | MIT\n");

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

/* z[m, n] = sqrt(p) (r - mean), mean[n]. */
static int centre(gy_call *c, const gy_array *x, const gy_array *p, double *z, double *mean)
{
    int64_t m = x->shape[0], n = x->shape[1];
    double sum = (double)m;
    GY_TRY(p ? stimulus_sum(c, "probability", &sum) : GY_OK);
    for (int64_t s = 0; s < m; s++) {
        for (int64_t i = 0; i < n; i++) {
            mean[i] += (p ? gy_at1(p, s) : 1) / sum * gy_at2(x, s, i);
        }
    }
    for (int64_t s = 0; s < m; s++) {
        double w = sqrt((p ? gy_at1(p, s) : 1) / sum);
        for (int64_t i = 0; i < n; i++) {
            z[s * n + i] = w * (gy_at2(x, s, i) - mean[i]);
        }
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = x->shape[1], m = x->shape[0];
    if (n > 20000 || m > INT64_MAX / 64 / (n + 1)) {
        return gy_fail(c, GY_SHAPE, "x", "at most 20000 neurons");
    }
    return c->host->set_scratch(c, 8 * (m * n + n + n * n), 0, 0);
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    const gy_linalg *la = gy_la(c);
    int64_t m = x->shape[0], n = x->shape[1], pairs = 0, vary = 0;
    double *z = (double *)c->host->scratch(c, m * n * 8 + 8);
    double *mean = (double *)c->host->scratch(c, n * 8 + 8);
    double *cov = (double *)c->host->scratch(c, n * n * 8 + 8);
    if (!z || !mean || !cov || !la) {
        return gy_fail(c, la ? GY_MEMORY : GY_UNSUPPORTED, "x", "no memory, or no gy.linalg/1");
    }
    GY_TRY(centre(c, x, gy_get(c, "probability"), z, mean));
    int64_t st[2] = {n, m}, tt[2] = {1, n}, sc[2] = {n, n}, tc[2] = {n, 1};
    gy_array zt = {.size = sizeof zt, .code = GY_FLOAT, .bits = 64, .rank = 2, .data = z};
    gy_array C = zt;
    zt.shape = st;
    zt.stride = tt;
    C.data = cov;
    C.shape = sc;
    C.stride = tc;
    GY_TRY(la->syrk(c, 1, &zt, 0, &C));
    double r = 0, sign = 0, size = 0, average = 0, square = 0;
    for (int64_t i = 0; i < n; i++) {
        average += mean[i] / (double)n;
        for (int64_t j = 0; j < i; j++) {
            double v = cov[i * n + i] * cov[j * n + j], here = cov[i * n + j];
            size += fabs(here);
            pairs++;
            r += v > 0 ? fmin(1, fabs(here) / sqrt(v)) : 0;
            sign += v > 0 ? here / sqrt(v) : 0;
            vary += v > 0;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        square += (mean[i] - average) * (mean[i] - average) / (double)n;
    }
    put(c, "correlation", vary > 0 ? r / (double)vary : (double)NAN);
    put(c, "signed", vary > 0 ? sign / (double)vary : (double)NAN);
    put(c, "covariance", pairs > 0 ? size / (double)pairs : (double)NAN);
    put(c, "inequality", sqrt(square) / average);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
