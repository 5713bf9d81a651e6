/* SPDX-License-Identifier: MIT
 *
 * ridge_score.h: scores of every alpha on the rows that an inner fold holds out, and the choice.
 *
 * Statistic held [fold, sum, target], sum = u * alphas + a: for r2 u = 0 squared residuals; for r
 * u = 0, 1, 2: sums of p, p^2 and p y, with p and y from the means of the fold's own training rows.
 */
#ifndef GYRUS_RIDGE_SCORE_H
#define GYRUS_RIDGE_SCORE_H

#include "ridge_base.h"

/* Where scores are added up: arrays of add, or of solve in the dual form. */
typedef struct rg_sums {
    double *count, *y, *yy, *held; /* [fold] or NULL, [fold, t], [fold, t], [fold, sum, t] */
    int64_t n_alpha, n_sum;
    const double *alphas;
    int by_r;
} rg_sums;

static void rg_sums_alphas(gy_call *c, rg_sums *s)
{
    gy_array *alphas = gy_get(c, "alphas");
    s->alphas = (const double *)alphas->data;
    s->n_alpha = alphas->shape[0];
    s->by_r = gy_is(c, "select", "r");
    s->n_sum = s->n_alpha * (s->by_r ? 3 : 1);
}

/* One row of predictions p[t] against targets y[t]; h: sums of this alpha, `square` and `product`
 * those of the same alpha further on (NULL: squared residuals are wanted). */
#define RG_ADD_ROW(TYPE)                                                                           \
    RG_CLONES static void rg_add_row_##TYPE(const TYPE *restrict p, const double *restrict y,      \
                                            int64_t t, double *restrict h,                         \
                                            double *restrict square, double *restrict product)     \
    {                                                                                              \
        for (int64_t j = 0; !square && j < t; j++) {                                               \
            double d = y[j] - (double)p[j];                                                        \
            h[j] += d * d;                                                                         \
        }                                                                                          \
        for (int64_t j = 0; square && j < t; j++) {                                                \
            double v = (double)p[j];                                                               \
            h[j] += v;                                                                             \
            square[j] += v * v;                                                                    \
            product[j] += v * y[j];                                                                \
        }                                                                                          \
    }
RG_ADD_ROW(float)
RG_ADD_ROW(double)

static void rg_add_predictions(const rg_sums *s, const rg_mat *P, const double *y, double *h)
{
    int64_t t = P->shape[1];
    double *square = s->by_r ? h + s->n_alpha * t : 0;
    double *product = s->by_r ? square + s->n_alpha * t : 0;
    for (int64_t i = 0; i < P->shape[0]; i++) {
        if (P->a.bits == 64) {
            rg_add_row_double(rg_f64(P) + i * t, y + i * t, t, h, square, product);
        } else {
            rg_add_row_float((const float *)P->a.data + i * t, y + i * t, t, h, square, product);
        }
    }
}

/* One row: to[j] = a[j] / (e[j] + alpha), the quotient given as its reciprocal. */
#define RG_SHRINK(TYPE)                                                                            \
    RG_CLONES static void rg_shrink_##TYPE(const TYPE *restrict a, const double *restrict by,      \
                                           int64_t n, TYPE *restrict to)                           \
    {                                                                                              \
        for (int64_t j = 0; j < n; j++) {                                                          \
            to[j] = (TYPE)((double)a[j] * by[j]);                                                  \
        }                                                                                          \
    }
RG_SHRINK(float)
RG_SHRINK(double)

static void rg_shrink(const rg_mat *A, const double *e, double alpha, double *by, rg_mat *to)
{
    int64_t n = A->shape[1];
    for (int64_t j = 0; j < n; j++) {
        by[j] = 1 / (e[j] + alpha);
    }
    for (int64_t i = 0; i < A->shape[0]; i++) {
        if (A->a.bits == 64) {
            rg_shrink_double(rg_f64(A) + i * n, by, n, rg_f64(to) + i * n);
        } else {
            rg_shrink_float((const float *)A->a.data + i * n, by, n, (float *)to->a.data + i * n);
        }
    }
}

/* Adds rows that fold k holds out: A[rows, n] are they in the fold's basis, Y[row(i), t] targets.
 */
static int rg_add_scores(gy_call *c, const gy_linalg *la, int64_t k, const rg_basis *b,
                         const rg_mat *A, const gy_array *Y, const int64_t *index, rg_sums *s)
{
    int64_t rows = A->shape[0], n = A->shape[1], t = b->t;
    rg_mat y, shrunk, z, P;
    GY_TRY(rg_new(c, &y, 64, rows, t));
    GY_TRY(rg_new(c, &shrunk, b->bits, rows, n));
    GY_TRY(rg_new(c, &P, b->bits, rows, t));
    double *by = (double *)rg_room(c, n, 8);
    rg_view(&z, b->bits, b->z, n, t);
    if (!by) {
        return GY_MEMORY;
    }
    rg_centred(Y, index, b->ymean, 0, &y);
    if (s->count) {
        s->count[k] += (double)rows;
    }
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < t; j++) {
            double v = rg_f64(&y)[i * t + j];
            s->y[k * t + j] += v;
            s->yy[k * t + j] += v * v;
        }
    }
    for (int64_t a = 0; a < s->n_alpha; a++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        rg_shrink(A, b->e, s->alphas[a], by, &shrunk);
        GY_TRY(la->gemm(c, 1, &shrunk.a, &z.a, 0, &P.a));
        rg_add_predictions(s, &P, rg_f64(&y), s->held + (k * s->n_sum + a) * t);
    }
    return GY_OK;
}

/* Score of alpha a for target j on fold k: 1 - residual / total squares around the held rows' own
 * mean, or Pearson r (0 if the prediction is constant); NaN if the target is constant there. */
static double rg_fold_score(const rg_sums *s, int64_t k, int64_t a, int64_t j, int64_t t)
{
    double n = s->count[k], y = s->y[k * t + j], square = s->yy[k * t + j];
    double total = square - y * y / n;
    const double *h = s->held + (k * s->n_sum + a) * t + j;
    if (!(n > 1) || !(total > 1e-13 * square)) {
        return (double)NAN;
    }
    if (!s->by_r) {
        return 1 - h[0] / total;
    }
    double p = h[0], pp = h[s->n_alpha * t], py = h[2 * s->n_alpha * t];
    double own = pp - p * p / n;
    return own > 1e-13 * pp ? (py - p * y / n) / sqrt(own * total) : 0;
}

/* Mean over the inner folds that have a score, NaN if none has. */
static double rg_mean_score(const rg_sums *s, int64_t folds, int64_t a, int64_t j, int64_t t)
{
    double sum = 0, n = 0;
    for (int64_t k = 0; k < folds; k++) {
        double score = rg_fold_score(s, k, a, j, t);
        if (!isnan(score)) {
            sum += score;
            n += 1;
        }
    }
    return n > 0 ? sum / n : (double)NAN;
}

/* What is told about the choice. */
typedef struct rg_choice {
    int64_t constant, positive, low, high;
} rg_choice;

/* The best of scores[n_alpha]: ties go to the smaller alpha; without a score the largest alpha. */
static double rg_best(const rg_sums *s, const double *scores, rg_choice *note)
{
    int64_t best = -1, low = 0, high = 0;
    for (int64_t a = 0; a < s->n_alpha; a++) {
        low = s->alphas[a] < s->alphas[low] ? a : low;
        high = s->alphas[a] > s->alphas[high] ? a : high;
        if (isnan(scores[a])) {
            continue;
        }
        if (best < 0 || scores[a] > scores[best] ||
            (scores[a] == scores[best] && s->alphas[a] < s->alphas[best])) {
            best = a;
        }
    }
    if (best < 0) {
        note->constant++;
        return s->alphas[high];
    }
    if (scores[best] > 0) {
        note->positive++;
        note->low += best == low;
        note->high += best == high;
    }
    return s->alphas[best];
}

static void rg_tell(gy_call *c, const rg_choice *note)
{
    char text[200];
    if (note->constant > 0) {
        snprintf(text, sizeof text,
                 "%lld targets are constant in every inner fold: no score, largest alpha taken",
                 (long long)note->constant);
        c->host->log(c, GY_WARNING, text);
    }
    if (note->low + note->high > 0) {
        snprintf(text, sizeof text,
                 "alpha is at the edge of its grid for %lld (smallest) and %lld (largest) of %lld "
                 "targets with a positive inner score",
                 (long long)note->low, (long long)note->high, (long long)note->positive);
        c->host->log(c, GY_WARNING, text);
    }
}

/* Fills alpha[t] from the sums of all folds. */
static int rg_choose(gy_call *c, const rg_sums *s, double *alpha, int64_t t)
{
    double *scores = (double *)rg_room(c, s->n_alpha * 2, 8), *each = scores + s->n_alpha;
    int together = gy_is(c, "per_target", "false");
    rg_choice note = {0, 0, 0, 0};
    double used = 0;
    if (!scores) {
        return GY_MEMORY;
    }
    for (int64_t j = 0; j < t; j++) {
        int scored = 0;
        for (int64_t a = 0; a < s->n_alpha; a++) {
            each[a] = rg_mean_score(s, c->folds, a, j, t);
            scores[a] += isnan(each[a]) ? 0 : each[a];
            scored |= !isnan(each[a]);
        }
        used += scored;
        if (!together) {
            alpha[j] = rg_best(s, each, &note);
        }
    }
    for (int64_t a = 0; a < s->n_alpha; a++) {
        scores[a] = used > 0 ? scores[a] / used : (double)NAN;
    }
    double one = together ? rg_best(s, scores, &note) : 0;
    for (int64_t j = 0; together && j < t; j++) {
        alpha[j] = one;
    }
    rg_tell(c, &note);
    return GY_OK;
}

#endif
