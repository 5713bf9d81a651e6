/* SPDX-License-Identifier: MIT
 *
 * trains.h: statistics of spike trains. Variances divide by n, as numpy's do.
 */
#ifndef GYRUS_SPIKING_TRAINS_H
#define GYRUS_SPIKING_TRAINS_H

#include <stdint.h>

/* Coefficient of variation of the intervals between n rising times: sd / mean. 1 for a Poisson
 * process, 0 for a clock. NaN with fewer than two intervals. */
double sp_cv(const double *times, int64_t n);

/* Variance / mean of n numbers (spike counts of windows): the Fano factor. NaN if the mean is 0. */
double sp_fano(const double *counts, int64_t n);

/* Synchrony of counts[neuron][bin] (Golomb and Rinzel 1994): the square root of the variance over
 * time of the population's mean, divided by the mean variance of its neurons. 1: all alike; about
 * 1 / sqrt(neurons): independent. NaN if nothing varies. */
double sp_synchrony(const double *counts, int64_t neurons, int64_t bins);

#endif
