/* SPDX-License-Identifier: Apache-2.0
 *
 * gap = auto: how many rows beside the test rows are still correlated with them. */
#ifndef GY_VALUE_FOLDS_GAP_H
#define GY_VALUE_FOLDS_GAP_H

#include "value/rows.h"

typedef struct gy_gap {
    int64_t lag;       /* rows: the largest over targets, 0 if no target varies */
    int64_t target;    /* the first target that asks for it, -1 if none does */
    bool capped;       /* that target was still correlated at the cap */
    int64_t cap;       /* rows: a quarter of the shortest segment that has training rows */
    int64_t n_skipped; /* targets that are constant or not finite on the training rows */
    double threshold;  /* 2 / sqrt(number of training rows) */
} gy_gap;

/* For each target, the first lag L >= 1 such that |acf| < 2 / sqrt(n) at the lags L, L+1 and L+2,
 * at most the cap; the gap is the largest over targets. n is the number of training rows.
 *
 *     acf(L) = mean over pairs of z(t) z(t+L) / mean over t of z(t)^2,   z = y - segment mean
 *
 * A pair counts iff t .. t+L are all training rows of one segment, so nothing outside the training
 * rows is read, and means are those of the training rows of each segment: runs of different
 * baseline do not look correlated. A lag that no pair has is taken as still correlated: too large a
 * gap costs rows, too small a one leaks. The threshold is the usual 5 % bound for white noise
 * (Bartlett 1946, J. R. Stat. Soc. Suppl. 8:27).
 *
 * y: target j at row r is y[r * row_stride + j * target_stride] (strides in elements).
 * Errors: no training row, training rows beyond the domain, n_targets < 0. [any] */
bool gy_gap_auto(const double *y, int64_t n_targets, int64_t row_stride, int64_t target_stride,
                 const gy_rows *train, const gy_segments *segments, gy_gap *out_gap,
                 GError **error);

#endif
