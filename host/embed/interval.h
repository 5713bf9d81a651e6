/* SPDX-License-Identifier: Apache-2.0
 *
 * interval.h: how far a score is known: Student's interval over independent units. [any] */
#ifndef GY_INTERVAL_H
#define GY_INTERVAL_H

#include <glib.h>
#include <stdint.h>

/* Quantile p (0.5 <= p < 1) of Student's t with df >= 1 degrees of freedom, to 1e-9. Source: the
 * finite series of the distribution function, Abramowitz and Stegun 26.7.3 and 26.7.4, inverted by
 * bisection. NaN for anything else. */
double gy_t_quantile(double p, int64_t df);

/* 95 % interval of a weighted mean of n values of independent units: mean +- t(.975, n - 1) se with
 * se^2 = n / (n - 1) sum w_i^2 (x_i - mean)^2 / (sum w_i)^2, which for equal weights is s^2 / n
 * (ratio estimator, Cochran 1977, Sampling Techniques, 6.4). Values that are NaN are left out.
 * FALSE with fewer than three values, or no weight. */
gboolean gy_interval(guint n, const double *x, const double *weight, double *out_lo,
                     double *out_hi);

#endif
