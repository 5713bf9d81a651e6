/* SPDX-License-Identifier: MIT
 *
 * r2.c: 1 - sum (target - predicted)^2 / sum (target - reference)^2 over the test rows.
 */
#include "sugar.h"

#include <math.h>

GY_SAY(text,
       "metric.r2 1 | Share of a target's variance that the prediction explains\n"
       "in  predicted T[row, target]\n"
       "in  target    T[row, target]\n"
       "out r2 f64[target] mean chance=0 best=high | 1 at best, below 0 when worse than the "
       "reference; NaN where the target does not differ from it\n"
       "stat n f64[1]          | rows\n"
       "stat s f64[target]     | pass 0: sums of target; pass 1: sums around the mean\n"
       "stat total f64[target] | pass 1: squares around the reference\n"
       "stat left  f64[target] | pass 1: squared residuals\n"
       "temp mean f64[target]  | reference\n"
       "param reference choice(mean, zero) = mean | mean of the test rows' own targets, or zero: "
       "the training mean, for targets that were centred with it\n"
       "tile target\n"
       "licence | MIT\n");

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "predicted"), *y = gy_get(c, "target");
    const double *mean = gy_doubles(c, "mean");
    double *n = gy_doubles(c, "n"), *s = gy_doubles(c, "s");
    double *total = gy_doubles(c, "total"), *left = gy_doubles(c, "left");
    if (n) {
        n[0] += (double)x->shape[0];
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            double t = gy_element(y, i * y->stride[0] + j * y->stride[1]);
            double e = t - gy_element(x, i * x->stride[0] + j * x->stride[1]);
            s[j] += t - mean[j];
            total[j] += (t - mean[j]) * (t - mean[j]);
            left[j] += e * e;
        }
    }
    return GY_OK;
}

static const double *stat(gy_call *c, const char *name)
{
    return (const double *)c->host->stat(c, name, -1)->data;
}

static int solve(gy_call *c)
{
    double n = stat(c, "n")[0], *mean = gy_doubles(c, "mean"), *r2 = gy_doubles(c, "r2");
    const double *s = stat(c, "s");
    int64_t targets = gy_get(c, "mean")->shape[0];
    int own = gy_is(c, "reference", "mean");
    if (own && c->pass == 0) {
        for (int64_t j = 0; n > 0 && j < targets; j++) {
            mean[j] = s[j] / n;
        }
        return GY_AGAIN;
    }
    const double *total = stat(c, "total"), *left = stat(c, "left");
    for (int64_t j = 0; r2 && j < targets; j++) {
        double t = own && n > 0 ? total[j] - s[j] * s[j] / n : total[j];
        double noise = 8 * 2.3e-16 * mean[j];
        r2[j] = t > n * noise * noise ? 1 - left[j] / t : (double)NAN;
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
