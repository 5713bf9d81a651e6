/* SPDX-License-Identifier: MIT
 *
 * oscillators.h: what the generators of oscillators share: the classical Runge-Kutta step,
 * Lorentzian frequencies, and the times of rows.
 */
#ifndef GYRUS_GENERATORS_OSCILLATORS_H
#define GYRUS_GENERATORS_OSCILLATORS_H

#include "sugar.h"

#define OS_PI 3.14159265358979323846
/* Where RK4 stops being stable: |1 + z + z^2/2 + z^3/6 + z^4/24| = 1 at z = -2.785 on the real and
 * z = 2.828 i on the imaginary axis. */
#define OS_LIMIT 2.785

/* dx[n] = slope at x[n]. */
typedef void (*os_slope)(const void *model, const double *x, double *dx);

/* One step of the classical fourth-order Runge-Kutta method, in place. space: 3 n values. */
void os_step(os_slope slope, const void *model, int64_t n, double h, double *x, double *space);

/* Rows every `step` s, each of `inner` steps of `dt` s or a little less; rows of the settling time
 * come before the first one. */
typedef struct os_times {
    double step, dt;
    int64_t inner, settle, rows;
} os_times;

/* Parameters step, dt, duration, settle (all in s) of a node; GY_PARAM if they do not fit. */
int os_times_of(gy_call *c, os_times *t);

/* Says rows and their rate. */
int os_set_rows(gy_call *c, const os_times *t);

/* Refuses a dt longer than `bound` s, and says the bound. */
int os_refuse(gy_call *c, const os_times *t, double bound);

/* n frequencies of the Lorentzian around `centre` with half width `spread`: its quantiles
 * (i + 1/2) / n, or random (drawn = 1, purpose "frequency"). */
int os_lorentzian(gy_call *c, int64_t n, double centre, double spread, int drawn, double *out);

/* Phase in -pi .. pi. */
double os_wrap(double phase);

#endif
