/* SPDX-License-Identifier: MIT
 *
 * stimulus_probability.h: probabilities of stimuli, one a row; over the whole axis they sum to 1.
 * A fold shows some of the rows. Its ensemble is these stimuli, with the conditional probabilities
 * p_s / sum p.
 */
#ifndef GYRUS_STIMULUS_PROBABILITY_H
#define GYRUS_STIMULUS_PROBABILITY_H

#include "sugar.h"

#include <math.h>
#include <stdio.h>

/* *out_sum of the rows shown: 1 within 1e-6, in a fold above 0 and at most 1. */
static inline int stimulus_sum(gy_call *c, const char *port, double *out_sum)
{
    const gy_array *p = gy_get(c, port);
    char axis[64], text[200];
    double sum = 0;
    for (int64_t s = 0; s < p->shape[0]; s++) {
        double v = gy_at1(p, s);
        if (!(v >= 0 && v <= 1 + 1e-6)) {
            snprintf(text, sizeof text, "%.9g at row %lld of those shown is not in 0 .. 1", v,
                     (long long)s);
            return gy_fail(c, GY_DATA, port, text);
        }
        sum += v;
    }
    snprintf(axis, sizeof axis, "%s.row", port);
    int fold = p->shape[0] < c->host->length(c, axis);
    if (!(sum <= 1 + 1e-6 && sum >= (fold ? 0 : 1 - 1e-6)) || !(sum > 0)) {
        snprintf(text, sizeof text, "the probabilities%s sum to %.9g; %s",
                 fold ? " of this fold's rows" : "", sum,
                 fold ? "above 0 and at most 1 is wanted" : "they must sum to 1 within 1e-6");
        return gy_fail(c, GY_DATA, port, text);
    }
    *out_sum = sum;
    return GY_OK;
}

#endif
