/* SPDX-License-Identifier: MIT
 *
 * bench_data.c: generator.bench-data, features and targets of the ridge benchmark, cheap to make.
 * Target j is a sum of three features and noise, whose share grows with j: the best alpha differs
 * from target to target.
 */
#include "sugar.h"

#include <math.h>

GY_SAY(text, "generator.bench-data 1 | Features and noisy sums of three of them\n"
             "out x f32[row, p] | features, standard normal\n"
             "out y f32[row, t] | targets\n"
             "param n i64 = 3000 >0 | rows\n"
             "param features i64 = 1000 >0 | features\n"
             "param targets i64 = 20000 >0 | targets\n"
             "licence | MIT\n");

static int resolve(gy_call *c)
{
    GY_TRY(c->host->set_length(c, "row", gy_integer(c, "n")));
    GY_TRY(c->host->set_length(c, "p", gy_integer(c, "features")));
    return c->host->set_length(c, "t", gy_integer(c, "targets"));
}

/* Nearly normal: the sum of four uniform numbers, scaled (an xorshift of Marsaglia's). */
static float noise(uint64_t *state)
{
    uint64_t s = *state;
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    *state = s;
    double sum = (double)(s & 0xffff) + (double)(s >> 16 & 0xffff) + (double)(s >> 32 & 0xffff) +
                 (double)(s >> 48);
    return (float)((sum / 65536 - 2) * sqrt(3));
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t n = x->shape[0], p = x->shape[1], t = y->shape[1];
    float *to = (float *)y->data;
    uint64_t state = 88172645463325252u;
    for (int64_t i = 0; i < n; i++) {
        float *row = (float *)x->data + i * p;
        for (int64_t j = 0; j < p; j++) {
            row[j] = noise(&state);
        }
        for (int64_t j = 0; j < t; j++) {
            float share = (float)j / (float)t;
            float sum = row[j % p] + row[(j * 7 + 3) % p] - row[(j * 13 + 5) % p];
            to[i * t + j] = (1 - share) * sum + (share * 8 + 1) * noise(&state);
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
