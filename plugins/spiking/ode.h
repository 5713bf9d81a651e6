/* SPDX-License-Identifier: MIT
 *
 * ode.h: one step of the classical Runge-Kutta method of order 4, and of explicit Euler, for any
 * system dy/dt = f(t, y). The caller gives all memory.
 */
#ifndef GYRUS_SPIKING_ODE_H
#define GYRUS_SPIKING_ODE_H

#include <stdint.h>

/* dy/dt into dy[n]; context is the caller's. */
typedef void sp_rates(double t, const double *y, double *dy, void *context);

/* y(t) to y(t + h) in place. work: 5 n values. */
static inline void sp_rk4(sp_rates *f, void *context, double t, double h, int64_t n, double *y,
                          double *work)
{
    double *k1 = work, *k2 = work + n, *k3 = work + 2 * n, *k4 = work + 3 * n, *z = work + 4 * n;
    f(t, y, k1, context);
    for (int64_t i = 0; i < n; i++) {
        z[i] = y[i] + h / 2 * k1[i];
    }
    f(t + h / 2, z, k2, context);
    for (int64_t i = 0; i < n; i++) {
        z[i] = y[i] + h / 2 * k2[i];
    }
    f(t + h / 2, z, k3, context);
    for (int64_t i = 0; i < n; i++) {
        z[i] = y[i] + h * k3[i];
    }
    f(t + h, z, k4, context);
    for (int64_t i = 0; i < n; i++) {
        y[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
}

/* The longest step for which RK4 damps dy/dt = -rate y, and explicit Euler does: the intervals of
 * stability on the negative real axis are 2.785293... and 2. */
static inline double sp_rk4_bound(double rate)
{
    return 2.785293563405282 / rate;
}

static inline double sp_euler_bound(double rate)
{
    return 2 / rate;
}

/* Explicit Euler. work: n values. */
static inline void sp_euler(sp_rates *f, void *context, double t, double h, int64_t n, double *y,
                            double *work)
{
    f(t, y, work, context);
    for (int64_t i = 0; i < n; i++) {
        y[i] += h * work[i];
    }
}

#endif
