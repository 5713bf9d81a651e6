/* SPDX-License-Identifier: MIT */
#include "trains.h"

#include <math.h>

static void moments(const double *x, int64_t n, int64_t stride, double *out_mean, double *out_var)
{
    double mean = 0, var = 0;
    for (int64_t i = 0; i < n; i++) {
        mean += x[i * stride] / (double)n;
    }
    for (int64_t i = 0; i < n; i++) {
        var += (x[i * stride] - mean) * (x[i * stride] - mean) / (double)n;
    }
    *out_mean = mean;
    *out_var = var;
}

double sp_cv(const double *times, int64_t n)
{
    if (n < 3) {
        return (double)NAN;
    }
    double mean = (times[n - 1] - times[0]) / (double)(n - 1), var = 0;
    for (int64_t i = 1; i < n; i++) {
        double d = times[i] - times[i - 1] - mean;
        var += d * d / (double)(n - 1);
    }
    return mean > 0 ? sqrt(var) / mean : (double)NAN;
}

double sp_fano(const double *counts, int64_t n)
{
    double mean = 0, var = 0;
    moments(counts, n, 1, &mean, &var);
    return mean > 0 ? var / mean : (double)NAN;
}

double sp_synchrony(const double *counts, int64_t neurons, int64_t bins)
{
    double own = 0, mean = 0, var = 0, together = 0, square = 0;
    for (int64_t i = 0; i < neurons; i++) {
        moments(counts + i * bins, bins, 1, &mean, &var);
        own += var / (double)neurons;
    }
    for (int64_t b = 0; b < bins; b++) {
        moments(counts + b, neurons, bins, &mean, &var);
        together += mean / (double)bins;
    }
    for (int64_t b = 0; b < bins; b++) {
        moments(counts + b, neurons, bins, &mean, &var);
        square += (mean - together) * (mean - together) / (double)bins;
    }
    return own > 0 ? sqrt(square / own) : (double)NAN;
}
