/* SPDX-License-Identifier: MIT
 *
 * choice_accuracy.c: how many choices each cue predicts by its sign alone; nothing is fitted.
 */
#include "sugar.h"

#include <math.h>
#include <stdio.h>

GY_SAY(text,
       "metric.choice-accuracy 1 | Share of choices that the sign of the evidence predicts\n"
       "in  evidence T[row, cue] | above 0: for the first alternative, below: for the second\n"
       "in  choice   real[row]   | 1: the first was chosen, 0: the second\n"
       "out accuracy f64[cue] mean chance=0.5 bounds=0..1 best=high | for each cue on its own; "
       "evidence of 0 counts half\n"
       "stat right f64[cue] | right choices\n"
       "stat n     f64[1]   | rows\n"
       "licence | MIT\n");

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "evidence"), *y = gy_get(c, "choice");
    double *right = gy_doubles(c, "right"), *n = gy_doubles(c, "n");
    char line[100];
    for (int64_t i = 0; i < x->shape[0]; i++) {
        double chosen = gy_element(y, i * y->stride[0]);
        if (chosen != 0 && chosen != 1) {
            snprintf(line, sizeof line, "%.9g is neither 0 nor 1", chosen);
            return gy_fail(c, GY_DATA, "choice", line);
        }
        for (int64_t k = 0; k < x->shape[1]; k++) {
            double v = gy_element(x, i * x->stride[0] + k * x->stride[1]);
            right[k] += v > 0 ? chosen : v < 0 ? 1 - chosen : 0.5;
        }
    }
    n[0] += (double)x->shape[0];
    return GY_OK;
}

static int solve(gy_call *c)
{
    const double *right = (const double *)c->host->stat(c, "right", -1)->data;
    double n = *(const double *)c->host->stat(c, "n", -1)->data;
    gy_array *accuracy = gy_get(c, "accuracy");
    for (int64_t k = 0; k < accuracy->shape[0]; k++) {
        ((double *)accuracy->data)[k] = n > 0 ? right[k] / n : (double)NAN;
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
