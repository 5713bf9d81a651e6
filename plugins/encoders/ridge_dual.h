/* SPDX-License-Identifier: MIT
 *
 * ridge_dual.h: ridge regression with more features than rows, from kernels of rows: one call of
 * solve with all training rows. What does not depend on targets is made in the first tile of
 * targets: bases, and a_held [row, n]: each row in the basis of the inner fold that holds it
 * out.
 */
#ifndef GYRUS_RIDGE_DUAL_H
#define GYRUS_RIDGE_DUAL_H

#include "ridge_score.h"

/* Mean and sd (ddof 0) of the chosen rows of x, two passes. */
static void rg_moments(const gy_array *x, const int64_t *index, int64_t n, double *mean, double *sd,
                       int standardise)
{
    for (int64_t j = 0; j < x->shape[1]; j++) {
        double sum = 0, square = 0;
        for (int64_t i = 0; i < n; i++) {
            sum += gy_element(x, index[i] * x->stride[0] + j * x->stride[1]);
        }
        mean[j] = sum / (double)n;
        for (int64_t i = 0; sd && i < n; i++) {
            double d = gy_element(x, index[i] * x->stride[0] + j * x->stride[1]) - mean[j];
            square += d * d;
        }
        if (sd) {
            sd[j] = standardise ? rg_sd(square, (double)n, fabs(mean[j])) : 1;
        }
    }
}

/* Rows that fold k trains on or holds out (k = -1: all), copied: the host's list is short-lived. */
static int64_t *rg_rows_of(gy_call *c, int64_t k, int held, int64_t all, int64_t *out_n)
{
    int64_t n = all;
    const int64_t *from = k < 0 ? 0 : c->host->fold_rows(c, k, held, &n);
    int64_t *index = (int64_t *)rg_room(c, n, 8);
    for (int64_t i = 0; index && i < n; i++) {
        index[i] = from ? from[i] : i;
    }
    *out_n = n;
    return index;
}

/* Basis of fold k from the kernel Xs Xs', and its held-out rows in it. */
static int rg_dual_basis(gy_call *c, const gy_linalg *la, const gy_array *x, int64_t k,
                         const int64_t *index, int64_t n, rg_basis *b, rg_work *work)
{
    rg_mat X, K, H, G, A, kept;
    rg_moments(x, index, n, b->mean, b->sd, gy_is(c, "standardise", "true"));
    GY_TRY(rg_new(c, &X, 64, n, b->p));
    GY_TRY(rg_new(c, &K, 64, n, n));
    rg_centred(x, index, b->mean, b->sd, &X);
    GY_TRY(la->syrk(c, 1, &X.a, 0, &K.a));
    GY_TRY(rg_eigen(c, la, &K, b, work));
    if (k < 0) {
        return GY_OK;
    }
    int64_t m = 0, *held = rg_rows_of(c, k, 1, 0, &m);
    if (!held) {
        return GY_MEMORY;
    }
    GY_TRY(rg_new(c, &H, 64, m, b->p));
    GY_TRY(rg_new(c, &G, 64, m, n));
    GY_TRY(rg_new(c, &A, 64, m, n));
    GY_TRY(rg_new(c, &kept, b->bits, m, n));
    rg_centred(x, held, b->mean, b->sd, &H);
    rg_turn(&X);
    GY_TRY(la->gemm(c, 1, &H.a, &X.a, 0, &G.a));
    GY_TRY(la->gemm(c, 1, &G.a, &work->v.a, 0, &A.a));
    rg_cast(rg_f64(&A), &kept);
    rg_move_rows(gy_get(c, "a_held"), held, 0, &kept, 1);
    return GY_OK;
}

static int rg_dual_fold(gy_call *c, const gy_linalg *la, int64_t k, rg_sums *s, rg_work *work)
{
    gy_array *x = gy_get(c, "x"), *y = rg_target(c);
    if (!y) {
        return GY_MEMORY;
    }
    rg_basis b = rg_basis_of(c, k);
    int64_t n = 0, *index = rg_rows_of(c, k, 0, x->shape[0], &n);
    rg_mat Y, A;
    if (!index) {
        return GY_MEMORY;
    }
    if (n < 1) {
        return gy_fail(c, GY_DATA, "x", "there are no training rows");
    }
    if (c->tile == 0) {
        GY_TRY(rg_dual_basis(c, la, x, k, index, n, &b, work));
    }
    rg_moments(y, index, n, b.ymean, 0, 0);
    GY_TRY(rg_new(c, &Y, 64, n, b.t));
    rg_centred(y, index, b.ymean, 0, &Y);
    GY_TRY(rg_rotate(c, la, n, &Y, &b, work));
    if (k < 0) {
        return GY_OK;
    }
    int64_t m = 0, *held = rg_rows_of(c, k, 1, 0, &m);
    if (!held) {
        return GY_MEMORY;
    }
    GY_TRY(rg_new(c, &A, b.bits, m, n));
    rg_move_rows(gy_get(c, "a_held"), held, 0, &A, 0);
    return rg_add_scores(c, la, k, &b, &A, y, held, s);
}

/* weights[p, t] = Xs' coefficients[n, t], still per sd. */
static int rg_dual_weights(gy_call *c, const gy_linalg *la, const rg_basis *b, rg_mat *coefficients,
                           rg_mat *weights)
{
    gy_array *x = gy_get(c, "x");
    int64_t n = 0, *index = rg_rows_of(c, -1, 0, x->shape[0], &n);
    rg_mat X;
    if (!index) {
        return GY_MEMORY;
    }
    GY_TRY(rg_new(c, &X, 64, n, b->p));
    rg_centred(x, index, b->mean, b->sd, &X);
    rg_turn(&X);
    return la->gemm(c, 1, &X.a, &coefficients->a, 0, &weights->a);
}

#endif
