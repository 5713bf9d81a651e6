/* SPDX-License-Identifier: MIT
 *
 * compare.h: sign patterns of paired differences: test and interval of their centre.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include "sugar.h"

#include <math.h>
#include <stdlib.h>

/* Scores by method and case. */
typedef struct cp_table {
    int64_t n_items, n_methods, n_units;
    int64_t *method, *unit; /* [n_items] */
    const char **method_name, **unit_name;
    double *value; /* [method, unit], NaN where there is none */
} cp_table;

typedef struct cp_result {
    int64_t n; /* differences */
    double mean, p, low, high;
    int exact;
} cp_result;

static inline int cp_rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Whether the sum under a sign pattern is at least as far out as the true one. Sums that are equal
 * but for rounding count. */
static inline int cp_beyond(gy_call *c, double flipped, double sum, double slack)
{
    return gy_is(c, "tail", "greater") ? flipped >= sum - slack
           : gy_is(c, "tail", "less")  ? flipped <= sum + slack
                                       : fabs(flipped) >= fabs(sum) - slack;
}

/* The k-th pattern: bit i of k, or a random number below a half, says that difference i is flipped.
 * Sum with those signs, and mean of the flipped ones, NaN if there is none. */
static inline double cp_pattern(const double *d, int64_t n, int64_t k, const double *u,
                                double *out_mean)
{
    double sum = 0, part = 0, chosen = 0;
    for (int64_t i = 0; i < n; i++) {
        int flip = u ? u[i] < 0.5 : (int)(k >> i & 1);
        sum += flip ? -d[i] : d[i];
        part += flip ? d[i] : 0;
        chosen += flip;
    }
    *out_mean = chosen > 0 ? part / chosen : (double)NAN;
    return sum;
}

/* Ends of the interval from m sorted means of subsets: the k-th from either side leaves out 2 k of
 * m + 1 equally likely gaps between them. */
static inline void cp_interval(double *means, int64_t m, double level, cp_result *r)
{
    int64_t k = (int64_t)floor((1 - level) / 2 * (double)(m + 1) + 1e-9);
    qsort(means, (size_t)m, sizeof *means, cp_rising);
    r->low = k >= 1 ? means[k - 1] : -(double)INFINITY;
    r->high = k >= 1 ? means[m - k] : (double)INFINITY;
}

/* Tests r->n differences d; pair: address of the random patterns. */
static inline int cp_test(gy_call *c, int64_t pair, const double *d, cp_result *r)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t times = gy_integer(c, "times"), n = r->n, m = 0;
    double sum = 0, size = 0, count = 0, subset = 0;
    r->exact = n < 24 && (int64_t)1 << n <= times;
    int64_t patterns = r->exact ? (int64_t)1 << n : times;
    double *means = (double *)c->host->scratch(c, patterns * 8);
    double *u = (double *)c->host->scratch(c, (n + 1) * 8);
    if (!means || !u) {
        return gy_fail(c, GY_MEMORY, "times", "no memory for the sign patterns");
    }
    if (!r->exact && !rng) {
        return gy_fail(c, GY_UNSUPPORTED, "times", "this host has no gy.rng/1");
    }
    for (int64_t i = 0; i < n; i++) {
        sum += d[i];
        size += fabs(d[i]);
    }
    for (int64_t k = 0; k < patterns; k++) {
        if (!r->exact) {
            GY_TRY(rng->uniform(c, "flips", pair * ((int64_t)1 << 32) + k, n, u));
        }
        if (k % 4096 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        double flipped = cp_pattern(d, n, k, r->exact ? 0 : u, &subset);
        count += cp_beyond(c, flipped, sum, 1e-12 * size);
        if (!isnan(subset)) {
            means[m++] = subset;
        }
    }
    r->mean = n > 0 ? sum / (double)n : (double)NAN;
    r->p = r->exact ? count / (double)patterns : (count + 1) / (double)(patterns + 1);
    r->p = n > 0 ? r->p : (double)NAN;
    cp_interval(means, m, gy_number(c, "level"), r);
    return GY_OK;
}

#endif
