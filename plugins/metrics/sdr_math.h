/* SPDX-License-Identifier: MIT
 *
 * sdr_math.h: exact probabilities of overlaps of random sparse patterns, in log space.
 *
 * A segment has s synapses on distinct cells out of n; a pattern is a random set of `a` active
 * cells. The overlap b is hypergeometric, P(b) = C(s, b) C(n - s, a - b) / C(n, a). Its logarithm
 * is a sum of logarithms of about s ratios, each near its own size, so that no digits are lost to
 * the large logarithms of C(n, a); neighbours follow from the ratio P(b + 1) / P(b) = (s - b) (a -
 * b) / ((b + 1) (n - s - a + b + 1)).
 */
#ifndef GYRUS_SDR_MATH_H
#define GYRUS_SDR_MATH_H

#include "sugar.h"

#include <math.h>
#include <stddef.h>

#define SDR_CELLS_MAX 1e9
#define SDR_WORK_MAX  100000 /* synapses of a segment, mixed patterns together */

/* log P(b); -INFINITY outside of what is possible. */
static inline double sdr_log_term(double n, double a, double s, double b)
{
    if (b < 0 || b > s || b > a || a - b > n - s) {
        return -(double)INFINITY;
    }
    double sum = 0;
    for (double i = 0; i < s; i++) { /* s factors above, s below the line */
        double top = i < b ? (a - i) * (s - i) / (i + 1) : n - a - (i - b);
        sum += log(top / (n - i));
    }
    return sum;
}

/* log sum of P(b) for b in lo .. hi. */
static inline double sdr_log_sum(double n, double a, double s, double lo, double hi)
{
    double least = a - (n - s) > 0 ? a - (n - s) : 0, most = s < a ? s : a;
    lo = lo > least ? lo : least;
    hi = hi < most ? hi : most;
    if (lo > hi) {
        return -(double)INFINITY;
    }
    double first = sdr_log_term(n, a, s, lo), term = 1, sum = 1;
    for (double b = lo; b < hi; b++) {
        term *= (s - b) * (a - b) / ((b + 1) * (n - s - a + b + 1));
        sum += term;
        if (sum > 1e200) {
            first += log(sum);
            term /= sum;
            sum = 1;
        }
    }
    double all = first + log(sum);
    return all < 0 ? all : 0;
}

/* log P(overlap >= threshold): a random pattern is taken for the stored one. */
static inline double sdr_log_false_match(double n, double a, double s, double threshold)
{
    return sdr_log_sum(n, a, s, threshold, s);
}

/* log P(overlap < threshold) of the stored pattern after `moved` of its `a` active cells have
 * changed for silent ones: kept synapses are hypergeometric, s out of a, a - moved of them kept. */
static inline double sdr_log_missed(double a, double s, double threshold, double moved)
{
    return sdr_log_sum(a, a - moved, s, 0, threshold - 1);
}

/* weight[k], k = 0 .. m s: P(k distinct synapses) after m random sets of s out of n cells. next:
 * as long. The new ones of a set are s - h, h hypergeometric: s drawn, k of n taken. */
static inline void sdr_distinct(double n, int64_t s, int64_t m, double *weight, double *next)
{
    for (int64_t k = 0; k <= m * s; k++) {
        weight[k] = k == s;
    }
    for (int64_t round = 1; round < m; round++) {
        for (int64_t k = 0; k <= m * s; k++) {
            next[k] = 0;
        }
        for (int64_t k = s; k <= round * s && (double)k <= n; k++) {
            for (int64_t h = 0; weight[k] > 0 && h <= s; h++) {
                double p = exp(sdr_log_term(n, (double)k, (double)s, (double)h));
                if (p > 0) {
                    next[k + s - h] += weight[k] * p;
                }
            }
        }
        for (int64_t k = 0; k <= m * s; k++) {
            weight[k] = next[k];
        }
    }
}

/* log P(false match) of a segment on which m patterns are mixed, s synapses each: the mean over the
 * number of distinct synapses. room: 2 (m s + 1) numbers. */
static inline double sdr_log_union(double n, double a, int64_t s, int64_t m, double threshold,
                                   double *room)
{
    if (m == 1) {
        return sdr_log_false_match(n, a, (double)s, threshold);
    }
    double *weight = room, largest = -(double)INFINITY, sum = 0;
    sdr_distinct(n, s, m, weight, room + m * s + 1);
    for (int64_t k = s; k <= m * s && (double)k <= n; k++) { /* rising in k */
        double here = sdr_log_false_match(n, a, (double)k, threshold);
        largest = weight[k] > 0 && here > largest ? here : largest;
    }
    for (int64_t k = s; k <= m * s && (double)k <= n && largest > -(double)INFINITY; k++) {
        double here = sdr_log_false_match(n, a, (double)k, threshold);
        sum += weight[k] > 0 ? weight[k] * exp(here - largest) : 0;
    }
    double all = largest + log(sum);
    return sum > 0 ? (all < 0 ? all : 0) : -(double)INFINITY;
}

/* Says which bound is broken; GY_OK if none is. */
static inline int sdr_check(gy_call *c, double n, double a, double s, double threshold, double m,
                            double moved)
{
    if (!(n >= 1 && n <= SDR_CELLS_MAX)) {
        return gy_fail(c, GY_PARAM, "cells", "there are 1 to 1e9 cells");
    }
    if (!(a >= 1 && a <= n)) {
        return gy_fail(c, GY_PARAM, "active", "1 to `cells` cells are active");
    }
    if (!(s >= 1 && s <= a)) {
        return gy_fail(c, GY_PARAM, "synapses", "a segment has 1 to `active` synapses per pattern");
    }
    if (!(threshold >= 0 && threshold <= s * m)) {
        return gy_fail(
            c, GY_PARAM, "threshold",
            "the threshold is 0 to `synapses` times `mixed`: more could never be reached");
    }
    if (!(m >= 1 && m * s <= SDR_WORK_MAX && m * m * s * s * s <= 1e9)) {
        return gy_fail(c, GY_PARAM, "mixed",
                       "1 pattern or more, with mixed^2 * synapses^3 at most 1e9");
    }
    if (!(moved >= 0 && moved <= a && moved <= n - a)) {
        return gy_fail(c, GY_PARAM, "moved", "0 to `active` cells move, to as many silent ones");
    }
    return GY_OK;
}

#endif
