/* SPDX-License-Identifier: MIT
 *
 * gain_math.h: the objective of gains of a linear recurrent network, its gradient and curvature.
 *
 * The response r to a drive f is the steady state of dr/dt = -r / g + W r + f:
 *     r = A^-1 f,  A = diag(u) - W,  u = 1 / g.
 * With the decoder D = I - W, which is exact at g = 1, what is not reconstructed is
 * f - D r = (u - 1) r, so that over an ensemble with second moment C = E[f f'] and R = A^-1 C A^-1
 *     L(g) = sum_i c_i R_ii + gamma sum_i (g_i - t)^2,  c_i = (u_i - 1)^2 + alpha.
 * W is symmetric, and so is B = A^-1. With S = B diag(c) R and T = B diag(c) B
 *     dL/du_i = 2 (u_i - 1) R_ii - 2 S_ii
 *     d2L/du_i du_j = 2 d_ij R_ii - 4 (u_i + u_j - 2) B_ij R_ij + 2 B_ij (S_ij + S_ji) + 2 R_ij
 * T_ij of the first sum, and dg = -du / u^2.
 */
#ifndef GYRUS_GAIN_MATH_H
#define GYRUS_GAIN_MATH_H

#include "sugar.h"

#include <math.h>
#include <string.h>

typedef struct gain_net {
    gy_call *c;
    const gy_linalg *la;
    int64_t n;
    double alpha, gamma, target;
    double *W, *C;                 /* [n, n] */
    double *A, *B, *R, *S, *T, *H; /* [n, n], made from gains */
    double *g, *next, *grad, *step;
} gain_net;

typedef struct gain_view {
    gy_array a;
    int64_t shape[2], stride[2];
} gain_view;

static inline gy_array *gain_matrix(gain_view *v, double *data, int64_t n, int64_t m)
{
    v->a = (gy_array){.size = sizeof v->a, .code = GY_FLOAT, .bits = 64, .rank = 2, .data = data};
    v->shape[0] = n;
    v->shape[1] = v->stride[0] = m;
    v->stride[1] = 1;
    v->a.shape = v->shape;
    v->a.stride = v->stride;
    return &v->a;
}

/* out = x y, all [n, n]. */
static inline int gain_product(gain_net *s, double *x, double *y, double *out)
{
    gain_view a, b, c;
    return s->la->gemm(s->c, 1, gain_matrix(&a, x, s->n, s->n), gain_matrix(&b, y, s->n, s->n), 0,
                       gain_matrix(&c, out, s->n, s->n));
}

/* What a neuron's squared response costs. */
static inline double gain_cost(const gain_net *s, const double *g, int64_t i)
{
    double u = 1 / g[i];
    return (u - 1) * (u - 1) + s->alpha;
}

/* Lower Cholesky factor of a symmetric matrix in place, zeros above. GY_NONE if it is not positive
 * definite, which is an answer here and not a failure. */
static inline int gain_factor(gain_net *s, double *a)
{
    int64_t n = s->n;
    for (int64_t j = 0; j < n; j++) {
        double *row = a + j * n, d = row[j];
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < j; k++) {
            d -= row[k] * row[k];
        }
        if (!(d > 0)) {
            return GY_NONE;
        }
        row[j] = sqrt(d);
        memset(row + j + 1, 0, (size_t)(n - j - 1) * sizeof(double));
        for (int64_t i = j + 1; i < n; i++) {
            double *other = a + i * n, v = other[j];
            for (int64_t k = 0; k < j; k++) {
                v -= other[k] * row[k];
            }
            other[j] = v / row[j];
        }
    }
    return GY_OK;
}

/* x[n, m] -> (L L')^-1 x in place. */
static inline int gain_solve(gain_net *s, double *L, double *x, int64_t m)
{
    gain_view a, b;
    GY_TRY(s->la->trsm(s->c, gain_matrix(&a, L, s->n, s->n), 0, gain_matrix(&b, x, s->n, m)));
    return s->la->trsm(s->c, gain_matrix(&a, L, s->n, s->n), 1, gain_matrix(&b, x, s->n, m));
}

/* B = (diag(1 / g) - W)^-1. GY_NONE if that is not positive definite: the network has no stable
 * steady state with these gains. */
static inline int gain_inverse(gain_net *s, const double *g)
{
    int64_t n = s->n;
    for (int64_t i = 0; i < n * n; i++) {
        s->A[i] = -s->W[i];
        s->B[i] = 0;
    }
    for (int64_t i = 0; i < n; i++) {
        if (!(g[i] > 0)) {
            return GY_NONE;
        }
        s->A[i * n + i] += 1 / g[i];
        s->B[i * n + i] = 1;
    }
    int status = gain_factor(s, s->A);
    return status == GY_OK ? gain_solve(s, s->A, s->B, n) : status;
}

/* L(g); leaves B and R of these gains behind. */
static inline int gain_objective(gain_net *s, const double *g, double *out)
{
    int status = gain_inverse(s, g);
    if (status != GY_OK) {
        return status;
    }
    GY_TRY(gain_product(s, s->B, s->C, s->T));
    GY_TRY(gain_product(s, s->T, s->B, s->R));
    *out = 0;
    for (int64_t i = 0; i < s->n; i++) {
        *out += gain_cost(s, g, i) * s->R[i * s->n + i] +
                s->gamma * (g[i] - s->target) * (g[i] - s->target);
    }
    return GY_OK;
}

/* Gradient in g into s->grad and curvature into s->H, after gain_objective of the same gains. */
static inline int gain_slopes(gain_net *s, const double *g)
{
    int64_t n = s->n;
    for (int64_t i = 0; i < n * n; i++) { /* A is free now */
        s->A[i] = s->B[i] * gain_cost(s, g, i % n);
    }
    GY_TRY(gain_product(s, s->A, s->R, s->S));
    GY_TRY(gain_product(s, s->A, s->B, s->T));
    for (int64_t i = 0; i < n; i++) {
        double u = 1 / g[i], du = 2 * (u - 1) * s->R[i * n + i] - 2 * s->S[i * n + i];
        for (int64_t j = 0; j < n; j++) {
            double w = 1 / g[j], r = s->R[i * n + j], b = s->B[i * n + j];
            double h = -4 * (u + w - 2) * b * r + 2 * b * (s->S[i * n + j] + s->S[j * n + i]) +
                       2 * r * s->T[i * n + j];
            s->H[i * n + j] = u * u * w * w * (h + (i == j ? 2 * r : 0));
        }
        s->grad[i] = -u * u * du + 2 * s->gamma * (g[i] - s->target);
        s->H[i * n + i] += 2 * u * u * u * du + 2 * s->gamma;
    }
    return GY_OK;
}

#endif
