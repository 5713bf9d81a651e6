/* SPDX-License-Identifier: MIT
 *
 * pass_rate.c: how many tasks passed, and what that took.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.pass-rate 1 | Share of tasks that passed, and attempts that they took\n"
       "in  passed   real[row] | 1 passed, 0 not\n"
       "in  attempts real[row] | attempts made; 0: the task was never begun\n"
       "out rate    f64[] mean bounds=0..1 best=high | passed / tasks\n"
       "out first   f64[] mean bounds=0..1 best=high | tasks that passed at the first attempt\n"
       "out retries f64[] sum best=low | attempts after the first\n"
       "out skipped f64[] sum best=low | tasks that were never begun\n"
       "stat sum f64[5] | tasks, passed, passed at once, retries, never begun\n"
       "licence | MIT\n");

static int add(gy_call *c)
{
    const gy_array *passed = gy_get(c, "passed"), *attempts = gy_get(c, "attempts");
    double *sum = gy_doubles(c, "sum");
    for (int64_t i = 0; i < passed->shape[0]; i++) {
        double p = gy_element(passed, i * passed->stride[0]);
        double a = gy_element(attempts, i * attempts->stride[0]);
        sum[0] += 1;
        sum[1] += p;
        sum[2] += a == 1 ? p : 0;
        sum[3] += a > 1 ? a - 1 : 0;
        sum[4] += a < 1;
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    const double *sum = (const double *)c->host->stat(c, "sum", -1)->data;
    double n = sum[0] > 0 ? sum[0] : (double)NAN;
    gy_doubles(c, "rate")[0] = sum[1] / n;
    gy_doubles(c, "first")[0] = sum[2] / n;
    gy_doubles(c, "retries")[0] = sum[3];
    gy_doubles(c, "skipped")[0] = sum[4];
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
