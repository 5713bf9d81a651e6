/* SPDX-License-Identifier: MIT
 *
 * chow_liu.h: the tree over d variables with the most mutual information between neighbours (Chow
 * and Liu 1968, IEEE Trans. Inf. Theory 14, 462-467).
 */
#ifndef GYRUS_ENCODERS_CHOW_LIU_H
#define GYRUS_ENCODERS_CHOW_LIU_H

#include "circuit.h"

#define CHOW_LIU_BINS 4

/* Values x[n, d] truncated to four levels, the same for all variables: the smallest value that
 * occurs, and three groups of about equal numbers of the others. limit[3]: bin b holds
 * limit[b - 1] < x <= limit[b]. Missing values (x >= l) count for nothing. */
void chow_liu_limits(const uint16_t *x, int64_t n, int64_t d, int64_t l, int64_t *count,
                     int64_t limit[CHOW_LIU_BINS - 1]);

static inline int chow_liu_bin(const int64_t *limit, int64_t value)
{
    return (value > limit[0]) + (value > limit[1]) + (value > limit[2]);
}

/* Mutual information in nats of two variables from their joint counts [4, 4]. */
double chow_liu_information(const int64_t joint[CHOW_LIU_BINS * CHOW_LIU_BINS]);

/* x[n, d] (x >= l: missing) -> parent[d] with the root 0, or whatever variable is `root`. */
int chow_liu_tree(gy_call *c, const uint16_t *x, int64_t n, int64_t d, int64_t l, int64_t root,
                  int64_t *parent);

/* The maximum spanning tree of weights w[d, d] by Prim's algorithm, d^2 steps; of equal weights the
 * one found first. room: 2 d doubles. */
void chow_liu_span(const float *w, int64_t d, int64_t root, int64_t *parent, double *room);

#endif
