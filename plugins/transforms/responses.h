/* SPDX-License-Identifier: MIT
 *
 * responses.h: canonical haemodynamic responses, and the fine grid they are sampled on.
 */
#ifndef GYRUS_TRANSFORMS_RESPONSES_H
#define GYRUS_TRANSFORMS_RESPONSES_H

#include <math.h>
#include <stdint.h>

/* Gamma density with shape a and scale b, moved by `at`. */
static inline double tr_gamma(double t, double a, double b, double at)
{
    double u = (t - at) / b;
    return u > 0 ? exp((a - 1) * log(u) - u - lgamma(a)) / b : 0;
}

/* v[taps]: gamma density of the response less a share of that of the undershoot, over 0 .. length,
 * moved by dt, scaled to the sum 1. Glover: delays 6 and 12, dispersion 0.9, share 0.35. SPM:
 * delays 6 and 16, dispersion 1, share 0.167. */
static inline void tr_response(int glover, double length, double dt, int64_t taps, double *v)
{
    double late = glover ? 12 : 16, width = glover ? 0.9 : 1, share = glover ? 0.35 : 0.167,
           sum = 0;
    for (int64_t i = 0; i < taps; i++) {
        double t = taps > 1 ? (double)i * (length / (double)(taps - 1)) : 0;
        v[i] = tr_gamma(t, 6 / width, width, dt) - share * tr_gamma(t, late / width, width, dt);
        sum += v[i];
    }
    for (int64_t i = 0; i < taps; i++) {
        v[i] /= sum;
    }
}

/* The fine grid of one segment: m samples from `start`, `step` apart (numpy's linspace). */
typedef struct fine {
    double start, step, *v; /* v: events of one condition as steps */
    int64_t m;
} fine;

/* First fine sample at or after t, at most the last one. */
static inline int64_t sample_at(const fine *f, double t)
{
    int64_t lo = 0, hi = f->m;
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        if ((double)mid * f->step + f->start < t) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < f->m - 1 ? lo : f->m - 1;
}

#endif
