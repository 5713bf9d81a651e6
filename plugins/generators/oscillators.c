/* SPDX-License-Identifier: MIT
 *
 * oscillators.c: see oscillators.h.
 */
#include "oscillators.h"

#include <math.h>
#include <stdio.h>

void os_step(os_slope slope, const void *model, int64_t n, double h, double *x, double *space)
{
    static const double part[4] = {0, 0.5, 0.5, 1}, weight[4] = {1. / 6, 1. / 3, 1. / 3, 1. / 6};
    double *sum = space, *at = space + n, *dx = space + 2 * n;
    for (int64_t i = 0; i < n; i++) {
        sum[i] = 0;
        dx[i] = 0;
    }
    for (int k = 0; k < 4; k++) {
        for (int64_t i = 0; i < n; i++) {
            at[i] = x[i] + h * part[k] * dx[i];
        }
        slope(model, at, dx);
        for (int64_t i = 0; i < n; i++) {
            sum[i] += weight[k] * dx[i];
        }
    }
    for (int64_t i = 0; i < n; i++) {
        x[i] += h * sum[i];
    }
}

int os_times_of(gy_call *c, os_times *t)
{
    double dt = gy_number(c, "dt"), duration = gy_number(c, "duration");
    t->step = gy_number(c, "step");
    if (!(t->step >= 5e-7 && t->step < 1e9)) {
        return gy_fail(c, GY_PARAM, "step", "rows are 1 us to 30 years apart");
    }
    if (!(dt > 0) || t->step / dt > 1e9) {
        return gy_fail(c, GY_PARAM, "dt", "a row takes at most 1e9 steps of integration");
    }
    if (!(duration / t->step < 1e9) || !(gy_number(c, "settle") / t->step < 1e9)) {
        return gy_fail(c, GY_PARAM, "duration", "at most 1e9 rows");
    }
    t->inner = (int64_t)ceil(t->step / dt * (1 - 1e-12));
    t->dt = t->step / (double)t->inner;
    t->rows = (int64_t)floor(duration / t->step + 1e-9);
    t->settle = (int64_t)ceil(gy_number(c, "settle") / t->step - 1e-9);
    if (t->rows < 1) {
        return gy_fail(c, GY_PARAM, "duration", "shorter than one row: at least `step`");
    }
    return GY_OK;
}

int os_set_rows(gy_call *c, const os_times *t)
{
    double start = 0;
    GY_TRY(c->host->set_length(c, "row", t->rows));
    return c->host->set_rate(c, "row", (int64_t)llround(t->step * 1e6), 1000000, "s", &start);
}

int os_refuse(gy_call *c, const os_times *t, double bound)
{
    char line[160];
    if (t->dt <= bound) {
        return GY_OK;
    }
    snprintf(line, sizeof line,
             "a step of %.6g s is unstable for these oscillators: at most %.6g s", t->dt,
             floor(bound * 1e7) / 1e7);
    return gy_fail(c, GY_PARAM, "dt", line);
}

int os_lorentzian(gy_call *c, int64_t n, double centre, double spread, int drawn, double *out)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    if (drawn) {
        GY_TRY(rng->uniform(c, "frequency", 0, n, out));
    }
    for (int64_t i = 0; i < n; i++) {
        double u = drawn ? fmin(fmax(out[i], 1e-6), 1 - 1e-6) : ((double)i + 0.5) / (double)n;
        out[i] = centre + spread * tan(OS_PI * (u - 0.5));
    }
    return GY_OK;
}

double os_wrap(double phase)
{
    double turned = remainder(phase, 2 * OS_PI);
    return turned;
}
