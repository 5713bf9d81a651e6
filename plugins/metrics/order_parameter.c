/* SPDX-License-Identifier: MIT
 *
 * order_parameter.c: how much phases agree: R = |mean over oscillators of exp(i m phase)| in each
 * row, and what it does over the rows.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.order-parameter 1 | How much phases agree: Kuramoto's order parameter\n"
       "in  phase f64[row, oscillator] | rad\n"
       "out r      f64[] mean bounds=0..1 best=high | mean over rows\n"
       "out square f64[] mean bounds=0..1 | mean of its square; 1 / n for independent phases\n"
       "out spread f64[] mean bounds=0..1 | sd over rows (metastability)\n"
       "param order i64 = 1 1..1000 | m: 2 for two clusters, and so on\n"
       "stat sum f64[3] | rows, r, squares of r\n"
       "licence | MIT\n"
       "cite | Kuramoto (1984), Chemical Oscillations, Waves, and Turbulence, Springer\n"
       "cite | Daido (1992), Physical Review Letters 68, 1073\n");

static int add(gy_call *c)
{
    const gy_array *phase = gy_get(c, "phase");
    double *sum = gy_doubles(c, "sum"), order = (double)gy_integer(c, "order");
    int64_t n = phase->shape[1];
    for (int64_t i = 0; i < phase->shape[0]; i++) {
        double re = 0, im = 0;
        for (int64_t j = 0; j < n; j++) {
            double angle = order * gy_at2(phase, i, j);
            re += cos(angle);
            im += sin(angle);
        }
        double r = hypot(re, im) / (double)n;
        sum[0] += 1;
        sum[1] += r;
        sum[2] += r * r;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    const double *sum = (const double *)c->host->stat(c, "sum", -1)->data;
    double mean = sum[1] / sum[0], square = sum[2] / sum[0];
    double value[3] = {fmin(1, mean), fmin(1, square), sqrt(fmax(0, square - mean * mean))};
    static const char *const names[] = {"r", "square", "spread"};
    for (int k = 0; k < 3; k++) {
        double *to = gy_doubles(c, names[k]);
        if (to) {
            to[0] = sum[0] > 0 ? value[k] : (double)NAN;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
