/* SPDX-License-Identifier: MIT
 *
 * ridge_solve.h: from statistics to bases, alphas and weights.
 */
#ifndef GYRUS_RIDGE_SOLVE_H
#define GYRUS_RIDGE_SOLVE_H

#include "ridge_dual.h"

static int rg_means(gy_call *c)
{
    double n = *(const double *)c->host->stat(c, "n", -1)->data;
    const gy_array *sx = c->host->stat(c, "sx", -1), *sy = c->host->stat(c, "sy", -1);
    double *mx = gy_doubles(c, "mx"), *my = gy_doubles(c, "my");
    if (!(n > 0)) {
        return gy_fail(c, GY_DATA, "x", "there are no training rows");
    }
    for (int64_t j = 0; c->tile == 0 && j < sx->shape[0]; j++) {
        mx[j] = ((const double *)sx->data)[j] / n;
    }
    for (int64_t j = 0; j < sy->shape[0]; j++) {
        my[j] = ((const double *)sy->data)[j] / n;
    }
    return GY_AGAIN;
}

/* Means, sd and eigenbasis of fold k from moments around the overall means; first tile only. */
static int rg_primal_features(gy_call *c, const gy_linalg *la, int64_t k, double n,
                              const double *sx, rg_basis *b, rg_work *work)
{
    int64_t p = b->p;
    const double *mx = gy_doubles(c, "mx");
    double *xx = (double *)c->host->stat(c, "xx", k)->data;
    int standardise = gy_is(c, "standardise", "true");
    rg_mat S;
    for (int64_t j = 0; j < p; j++) {
        double shift = sx[j] / n, around = fabs(mx[j]) + sqrt(xx[j * p + j] / n);
        double square = xx[j * p + j] - sx[j] * shift;
        b->mean[j] = mx[j] + shift;
        b->sd[j] = standardise ? rg_sd(square, n, around) : 1;
    }
    for (int64_t i = 0; i < p; i++) {
        for (int64_t j = 0; j < p; j++) {
            xx[i * p + j] = (xx[i * p + j] - sx[i] / n * sx[j]) / (b->sd[i] * b->sd[j]);
        }
    }
    for (int64_t i = 0; i < p; i++) {
        for (int64_t j = 0; j < i; j++) {
            xx[i * p + j] = xx[j * p + i]; /* exactly symmetric: sx[i] / n * sx[j] may not be */
        }
    }
    rg_view(&S, 64, xx, p, p);
    return rg_eigen(c, la, &S, b, work);
}

static int rg_primal_basis(gy_call *c, const gy_linalg *la, int64_t k, rg_work *work)
{
    rg_basis b = rg_basis_of(c, k);
    double n = *(const double *)c->host->stat(c, "n", k)->data;
    const double *sx = (const double *)c->host->stat(c, "sx", k)->data;
    const double *sy = (const double *)c->host->stat(c, "sy", k)->data;
    const double *my = gy_doubles(c, "my");
    rg_mat M;
    if (!(n > 0)) {
        return gy_fail(c, GY_DATA, "x", "an inner fold has no training rows");
    }
    if (c->tile == 0) {
        GY_TRY(rg_primal_features(c, la, k, n, sx, &b, work));
    }
    double *xy = (double *)c->host->stat(c, "xy", k)->data;
    for (int64_t i = 0; i < b.p; i++) {
        for (int64_t j = 0; j < b.t; j++) {
            xy[i * b.t + j] = (xy[i * b.t + j] - sx[i] / n * sy[j]) / b.sd[i];
        }
    }
    for (int64_t j = 0; j < b.t; j++) {
        b.ymean[j] = my[j] + sy[j] / n;
    }
    rg_view(&M, 64, xy, b.p, b.t);
    return rg_rotate(c, la, b.p, &M, &b, work);
}

/* w and intercept from the basis of all rows and alpha[t]. */
static int rg_weights(gy_call *c, const gy_linalg *la)
{
    rg_basis b = rg_basis_of(c, -1);
    const double *alpha = gy_doubles(c, "alpha");
    double *intercept = gy_doubles(c, "intercept");
    gy_array *w = gy_get(c, "w");
    rg_mat z, V, R, W, out;
    int dual = rg_is_dual(c);
    int64_t n = dual ? gy_get(c, "x")->shape[0] : b.p;
    GY_TRY(rg_new(c, &z, 64, n, b.t));
    GY_TRY(rg_new(c, &R, 64, n, b.t));
    GY_TRY(rg_new(c, &W, 64, dual ? b.p : 0, b.t));
    for (int64_t i = 0; i < n; i++) {
        const double *from = (const double *)b.z + i * b.t; /* of all rows: f64 */
        for (int64_t j = 0; j < b.t; j++) {
            rg_f64(&z)[i * b.t + j] = from[j] / (b.e[i] + alpha[j]);
        }
    }
    rg_view(&V, 64, b.v, n, n);
    GY_TRY(la->gemm(c, 1, &V.a, &z.a, 0, &R.a));
    if (dual) {
        GY_TRY(rg_dual_weights(c, la, &b, &R, &W));
    }
    double *weights = rg_f64(dual ? &W : &R);
    for (int64_t j = 0; j < b.t; j++) {
        intercept[j] = b.ymean[j];
    }
    for (int64_t i = 0; i < b.p; i++) {
        for (int64_t j = 0; j < b.t; j++) {
            weights[i * b.t + j] /= b.sd[i];
            intercept[j] -= b.mean[i] * weights[i * b.t + j];
        }
    }
    rg_view(&out, w->bits, w->data, b.p, b.t);
    rg_cast(weights, &out);
    return GY_OK;
}

/* Alphas: the only one, or chosen by the sums of the inner folds. */
static int rg_finish(gy_call *c, const gy_linalg *la, const rg_sums *s)
{
    gy_array *alpha = gy_get(c, "alpha");
    double *value = (double *)alpha->data;
    for (int64_t j = 0; j < alpha->shape[0]; j++) {
        value[j] = s->alphas[0];
    }
    if (s->n_alpha > 1) {
        GY_TRY(rg_choose(c, s, value, alpha->shape[0]));
    }
    return rg_weights(c, la);
}

static int ridge_solve(gy_call *c)
{
    const gy_linalg *la = gy_la(c);
    rg_sums s = {0, 0, 0, 0, 0, 0, 0, 0};
    rg_work work = {0};
    rg_sums_alphas(c, &s);
    int64_t folds = s.n_alpha > 1 ? c->folds : 0;
    int dual = rg_is_dual(c);
    if (!la) {
        return gy_fail(c, GY_UNSUPPORTED, "x", "this host has no gy.linalg/1");
    }
    if (s.n_alpha > 1 && c->folds < 1) {
        return gy_fail(c, GY_PARAM, "alphas",
                       "choosing among several alphas needs inner folds; give one alpha, or inner "
                       "folds in [split]");
    }
    if (c->tile > 0 && gy_is(c, "per_target", "false") && folds > 0) {
        return gy_fail(c, GY_UNSUPPORTED, "per_target",
                       "one alpha for all targets is chosen only where they fit one tile");
    }
    if (!dual && c->pass == 0) {
        return rg_means(c);
    }
    if (folds > 0 && (dual || c->pass == 2)) {
        s.count = (double *)c->host->stat(c, "count", -1)->data;
        s.y = (double *)c->host->stat(c, "hy", -1)->data;
        s.yy = (double *)c->host->stat(c, "hyy", -1)->data;
        s.held = (double *)c->host->stat(c, "held", -1)->data;
    }
    for (int64_t k = -1; (dual || c->pass == 1) && k < folds; k++) {
        GY_TRY(dual ? rg_dual_fold(c, la, k, &s, &work) : rg_primal_basis(c, la, k, &work));
    }
    if (!dual && c->pass == 1 && folds > 0) {
        return GY_AGAIN;
    }
    return rg_finish(c, la, &s);
}

#endif
