/* SPDX-License-Identifier: MIT
 *
 * cp.h: non-negative CP factorisation of a tensor with three axes and missing entries, for the
 * nodes that fit one.
 *
 *   x[i, j, k] = sum_r a[i, r] b[j, r] c[k, r] + rest,   a, b, c >= 0
 *
 * by block coordinate descent: for given others, the values a[i, :] of one row i minimise a
 * non-negative quadratic of R unknowns, which is gone through coordinate by coordinate, each set to
 * its exact minimum (HALS; Cichocki and Phan 2009). What is minimised is
 *
 *   sum over entries that are there of rest^2 + p (|a|^2 + |b|^2 + |c|^2),  p = ridge (sum
 * x^2)^(2/3)
 *
 * A little of the second term is needed where entries are missing: of a pair that was never seen in
 * a worm that takes part in a component, a worm that hardly does would tell, dividing noise by
 * almost nothing. Between iterations the lengths of a_r, b_r and c_r are made equal, which leaves
 * the model as it is and the second term smallest. So the error cannot rise.
 */
#ifndef GYRUS_TRANSFORMS_CP_H
#define GYRUS_TRANSFORMS_CP_H

#include "common.h"

#define CP_MOST 32 /* components */

/* x[n[0], n[1], n[2]] in C order, 0 where missing; w: 1 where it is there, else 0. */
typedef struct cp_tensor {
    int64_t n[3];
    const double *x, *w;
    double square; /* sum of w x^2 */
} cp_tensor;

/* factor[d][n[d], rank] in C order. */
typedef struct cp_model {
    int64_t rank;
    double *factor[3];
} cp_model;

/* Bytes of scratch that cp_fit takes, -1 if that overflows. */
int64_t cp_bytes(const int64_t *n, int64_t rank);

/* Reads port `x` into x and w, which have room for all of it. GY_DATA: a negative or infinite
 * value, or none at all. */
int cp_read(gy_call *c, const gy_array *port, double *x, double *w, cp_tensor *out);

/* Draws the first factors, uniform in 0 .. 1, under the address of `start`. */
int cp_draw(gy_call *c, const cp_tensor *t, int64_t start, cp_model *m);

/* Fits from what m holds. error[iterations]: root of what is minimised over sum w x^2, after each;
 * when it falls by less than `tolerance` of itself, or is below 1e-8, the fit ends and the rest of
 * `error` repeats it. space: cp_bytes. */
int cp_fit(gy_call *c, const cp_tensor *t, cp_model *m, int64_t iterations, double tolerance,
           double ridge, double *space, double *error);

/* Sum of w (x - model)^2, in a fixed order. */
double cp_rest(const cp_tensor *t, const cp_model *m);

#endif
