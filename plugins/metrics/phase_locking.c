/* SPDX-License-Identifier: MIT
 *
 * phase_locking.c: how constant the difference of two phases is over rows.
 *
 *   plv = |mean exp(i (n a - m b))|,   ppc = (N plv^2 - 1) / (N - 1)
 *
 * plv is above 0 for N independent differences, about 1 / sqrt(N); ppc, the mean cosine between the
 * differences of two rows, is not biased.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.phase-locking 1 | How constant the difference of two phases is\n"
       "in  a f64[row, channel] | phase, rad\n"
       "in  b f64[row, other]   | phase, rad; as many channels\n"
       "out plv f64[channel] mean bounds=0..1 best=high | phase-locking value\n"
       "out ppc f64[channel] mean chance=0 best=high | pairwise phase consistency, unbiased; NaN "
       "with fewer than two rows\n"
       "out difference f64[channel] none | mean of n a - m b, rad\n"
       "param n i64 = 1 1..1000 | n:m locking\n"
       "param m i64 = 1 1..1000\n"
       "stat sum f64[3, channel] | rows, cosines, sines\n"
       "licence | MIT\n"
       "cite | Lachaux et al. (1999), Human Brain Mapping 8, 194-208\n"
       "cite | Vinck et al. (2010), NeuroImage 51, 112-122\n"
       "cite | Tass et al. (1998), Physical Review Letters 81, 3291\n");

static int resolve(gy_call *c)
{
    if (gy_get(c, "a")->shape[1] != gy_get(c, "b")->shape[1]) {
        return gy_fail(c, GY_SHAPE, "b", "a and b have other numbers of channels");
    }
    return GY_OK;
}

static int add(gy_call *c)
{
    const gy_array *a = gy_get(c, "a"), *b = gy_get(c, "b");
    double *sum = gy_doubles(c, "sum"), n = (double)gy_integer(c, "n");
    double m = (double)gy_integer(c, "m");
    int64_t channels = a->shape[1];
    for (int64_t i = 0; i < a->shape[0]; i++) {
        for (int64_t j = 0; j < channels; j++) {
            double d = n * gy_at2(a, i, j) - m * gy_at2(b, i, j);
            sum[j] += 1;
            sum[channels + j] += cos(d);
            sum[2 * channels + j] += sin(d);
        }
    }
    return c->host->stopped(c) ? GY_CANCELLED : GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *stat = c->host->stat(c, "sum", -1);
    const double *sum = (const double *)stat->data;
    double *plv = gy_doubles(c, "plv"), *ppc = gy_doubles(c, "ppc");
    double *difference = gy_doubles(c, "difference");
    int64_t channels = stat->shape[1];
    for (int64_t j = 0; j < channels; j++) {
        double n = sum[j], re = sum[channels + j], im = sum[2 * channels + j];
        double square = re * re + im * im;
        if (plv) {
            plv[j] = n > 0 ? fmin(1, sqrt(square) / n) : (double)NAN;
        }
        if (ppc) {
            ppc[j] = n > 1 ? fmin(1, (square - n) / (n * (n - 1))) : (double)NAN;
        }
        if (difference) {
            difference[j] = n > 0 ? atan2(im, re) : (double)NAN;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)
