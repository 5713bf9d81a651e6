/* SPDX-License-Identifier: MIT
 *
 * pearson.c: r = sum (a - mean a)(b - mean b) / sqrt(sum (a - mean a)^2 sum (b - mean b)^2) over
 * the test rows, in two passes, so that large means cost no digits.
 */
#include "sugar.h"

#include <math.h>
#include <stdio.h>

GY_SAY(text,
       "metric.pearson 1 | Pearson correlation of prediction and target over rows\n"
       "in  predicted T[row, target]\n"
       "in  target    T[row, target]\n"
       "out r f64[target] mean chance=0 bounds=-1..1 best=high | one correlation per target; NaN "
       "where either side is constant or there are fewer than two rows\n"
       "stat n  f64[1]      | rows\n"
       "stat a  f64[target] | pass 0: sums of predicted\n"
       "stat b  f64[target] | pass 0: sums of target\n"
       "stat aa f64[target] | pass 1: squares around the mean\n"
       "stat bb f64[target] | pass 1\n"
       "stat ab f64[target] | pass 1: products\n"
       "temp ma f64[target] | means\n"
       "temp mb f64[target]\n"
       "tile target\n"
       "doc | Scores of folds are averaged, not the predictions pooled: pooled correlations of "
       "cross-validated predictions are biased below zero.\n"
       "licence | MIT\n");

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "predicted"), *y = gy_get(c, "target");
    const double *ma = gy_doubles(c, "ma"), *mb = gy_doubles(c, "mb");
    double *n = gy_doubles(c, "n"), *a = gy_doubles(c, "a"), *b = gy_doubles(c, "b");
    double *aa = gy_doubles(c, "aa"), *bb = gy_doubles(c, "bb"), *ab = gy_doubles(c, "ab");
    if (n) {
        n[0] += (double)x->shape[0];
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            double u = gy_element(x, i * x->stride[0] + j * x->stride[1]) - ma[j];
            double v = gy_element(y, i * y->stride[0] + j * y->stride[1]) - mb[j];
            a[j] += u;
            b[j] += v;
            if (c->pass > 0) {
                aa[j] += u * u;
                bb[j] += v * v;
                ab[j] += u * v;
            }
        }
    }
    return GY_OK;
}

static const double *stat(gy_call *c, const char *name)
{
    return (const double *)c->host->stat(c, name, -1)->data;
}

/* Whether squares around a mean are more than its rounding. */
static int varies(double square, double n, double mean)
{
    double noise = 8 * 2.3e-16 * fabs(mean);
    return square > n * noise * noise;
}

static int solve(gy_call *c)
{
    double n = stat(c, "n")[0];
    const double *a = stat(c, "a"), *b = stat(c, "b");
    double *ma = gy_doubles(c, "ma"), *mb = gy_doubles(c, "mb");
    int64_t targets = gy_get(c, "ma")->shape[0];
    if (c->pass == 0) {
        for (int64_t j = 0; n > 0 && j < targets; j++) {
            ma[j] = a[j] / n;
            mb[j] = b[j] / n;
        }
        return GY_AGAIN;
    }
    const double *aa = stat(c, "aa"), *bb = stat(c, "bb"), *ab = stat(c, "ab");
    double *r = gy_doubles(c, "r");
    int64_t undefined = 0;
    for (int64_t j = 0; r && j < targets; j++) {
        /* What the rounded means left over is taken away too (Chan, Golub, LeVeque 1983). */
        double u = n > 0 ? aa[j] - a[j] * a[j] / n : 0, v = n > 0 ? bb[j] - b[j] * b[j] / n : 0;
        double w = n > 0 ? ab[j] - a[j] * b[j] / n : 0;
        int good = n > 1 && varies(u, n, ma[j]) && varies(v, n, mb[j]);
        r[j] = good ? fmax(-1, fmin(1, w / (sqrt(u) * sqrt(v)))) : (double)NAN;
        undefined += !good;
    }
    if (undefined > 0) {
        char line[160];
        snprintf(line, sizeof line,
                 "no r for %lld of %lld targets: constant in the prediction or in the target, or "
                 "fewer than 2 rows",
                 (long long)undefined, (long long)targets);
        c->host->log(c, GY_WARNING, line);
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
