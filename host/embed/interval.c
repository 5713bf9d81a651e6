/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/interval.h"

#include <math.h>

/* P(|T| < t): A(t | df). With theta = atan(t / sqrt(df)):
 * odd:  2/pi (theta + sin (cos + 2/3 cos^3 + ... + (2 4 ... (df-3)) / (1 3 ... (df-2)) cos^(df-2)))
 * even: sin (1 + 1/2 cos^2 + ... + (1 3 ... (df-3)) / (2 4 ... (df-2)) cos^(df-2)) */
static double within(double t, int64_t df)
{
    double theta = atan(t / sqrt((double)df)), c = cos(theta);
    gboolean odd = df % 2 == 1;
    double term = odd ? c : 1, sum = df == 1 ? 0 : term;
    for (int64_t k = odd ? 3 : 2; k <= df - 2; k += 2) {
        term *= c * c * (double)(k - 1) / (double)k;
        sum += term;
    }
    return odd ? 2 / G_PI * (theta + sin(theta) * sum) : sin(theta) * sum;
}

double gy_t_quantile(double p, int64_t df)
{
    if (!(p >= 0.5 && p < 1) || df < 1) {
        return (double)NAN;
    }
    double lo = 0, hi = 1;
    while (within(hi, df) < 2 * p - 1 && hi < 1e300) {
        hi *= 2;
    }
    for (int i = 0; i < 200 && hi - lo > 1e-12 * hi; i++) {
        double middle = (lo + hi) / 2;
        *(within(middle, df) < 2 * p - 1 ? &lo : &hi) = middle;
    }
    return (lo + hi) / 2;
}

gboolean gy_interval(guint n, const double *x, const double *weight, double *out_lo, double *out_hi)
{
    double mean = 0, all = 0, square = 0;
    int64_t m = 0;
    for (guint i = 0; i < n; i++) {
        if (!isnan(x[i]) && weight[i] > 0) {
            mean += weight[i] * x[i];
            all += weight[i];
            m++;
        }
    }
    if (m < 3) {
        return FALSE;
    }
    mean /= all;
    for (guint i = 0; i < n; i++) {
        if (!isnan(x[i]) && weight[i] > 0) {
            double off = weight[i] * (x[i] - mean) / all;
            square += off * off;
        }
    }
    double half = gy_t_quantile(0.975, m - 1) * sqrt(square * (double)m / (double)(m - 1));
    *out_lo = mean - half;
    *out_hi = mean + half;
    return isfinite(half);
}
