/* SPDX-License-Identifier: MIT
 *
 * harness_services.c: gy.linalg/1, gy.fft/1, gy.rng/1 and gy.map/1 in their plainest form: triple
 * loops, Jacobi rotations, sums by definition. Slow and independent of the host's own. rng:
 * splitmix of purpose, row and draw, addressed like the real one but with other numbers.
 */
#include "harness_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double get(const gy_array *a, int64_t i, int64_t j)
{
    int64_t k = i * a->stride[0] + (a->rank > 1 ? j * a->stride[1] : 0);
    return a->bits == 64 ? ((double *)a->data)[k] : (double)((float *)a->data)[k];
}

static void put(gy_array *a, int64_t i, int64_t j, double v)
{
    int64_t k = i * a->stride[0] + (a->rank > 1 ? j * a->stride[1] : 0);
    if (a->bits == 64) {
        ((double *)a->data)[k] = v;
    } else {
        ((float *)a->data)[k] = (float)v;
    }
}

static int shape_error(gy_call *c, const char *what)
{
    return c->host->fail(c, GY_SHAPE, what, "shapes do not fit");
}

static int gemm(gy_call *c, double alpha, const gy_array *A, const gy_array *B, double beta,
                gy_array *C)
{
    if (A->rank != 2 || B->rank != 2 || C->rank != 2 || A->shape[1] != B->shape[0] ||
        C->shape[0] != A->shape[0] || C->shape[1] != B->shape[1] || A->bits != B->bits) {
        return shape_error(c, "gemm");
    }
    for (int64_t i = 0; i < C->shape[0]; i++) {
        for (int64_t j = 0; j < C->shape[1]; j++) {
            double s = 0;
            for (int64_t k = 0; k < A->shape[1]; k++) {
                s += get(A, i, k) * get(B, k, j);
            }
            put(C, i, j, alpha * s + (beta != 0 ? beta * get(C, i, j) : 0));
        }
    }
    return GY_OK;
}

static int syrk(gy_call *c, double alpha, const gy_array *A, double beta, gy_array *C)
{
    if (A->rank != 2) {
        return shape_error(c, "syrk");
    }
    gy_array B = *A;
    int64_t shape[2] = {A->shape[1], A->shape[0]}, stride[2] = {A->stride[1], A->stride[0]};
    B.shape = shape;
    B.stride = stride;
    return gemm(c, alpha, A, &B, beta, C);
}

static int potrf(gy_call *c, gy_array *A)
{
    int64_t n = A->shape[0];
    if (A->rank != 2 || A->shape[1] != n) {
        return shape_error(c, "potrf");
    }
    for (int64_t j = 0; j < n; j++) {
        for (int64_t i = 0; i < n; i++) {
            double s = get(A, i, j);
            for (int64_t k = 0; k < j; k++) {
                s -= get(A, i, k) * get(A, j, k);
            }
            if (i == j && !(s > 0)) {
                return c->host->fail(c, GY_NUMERIC, "potrf", "not positive definite");
            }
            put(A, i, j, i < j ? 0 : i == j ? sqrt(s) : s / get(A, j, j));
        }
    }
    return GY_OK;
}

static int trsm(gy_call *c, const gy_array *L, int32_t transpose, gy_array *B)
{
    int64_t n = L->shape[0];
    if (B->rank != 2 || B->shape[0] != n || L->shape[1] != n) {
        return shape_error(c, "trsm");
    }
    for (int64_t col = 0; col < B->shape[1]; col++) {
        for (int64_t step = 0; step < n; step++) {
            int64_t i = transpose ? n - 1 - step : step;
            double s = get(B, i, col);
            for (int64_t k = transpose ? i + 1 : 0; k < (transpose ? n : i); k++) {
                s -= (transpose ? get(L, k, i) : get(L, i, k)) * get(B, k, col);
            }
            put(B, i, col, s / get(L, i, i));
        }
    }
    return GY_OK;
}

/* Cyclic Jacobi on M[n, n] (destroyed) with vectors V[n, n]. */
static void jacobi(int64_t n, double *M, double *V)
{
    for (int64_t i = 0; i < n * n; i++) {
        V[i] = i / n == i % n;
    }
    for (int sweep = 0; sweep < 60; sweep++) {
        for (int64_t p = 0; p < n; p++) {
            for (int64_t q = p + 1; q < n; q++) {
                double apq = M[p * n + q];
                if (apq == 0) {
                    continue;
                }
                double theta = (M[q * n + q] - M[p * n + p]) / (2 * apq);
                double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
                double cs = 1 / sqrt(t * t + 1), sn = t * cs;
                for (int64_t k = 0; k < n; k++) {
                    double a = M[k * n + p], b = M[k * n + q];
                    M[k * n + p] = cs * a - sn * b;
                    M[k * n + q] = sn * a + cs * b;
                }
                for (int64_t k = 0; k < n; k++) {
                    double a = M[p * n + k], b = M[q * n + k];
                    M[p * n + k] = cs * a - sn * b;
                    M[q * n + k] = sn * a + cs * b;
                    a = V[k * n + p], b = V[k * n + q];
                    V[k * n + p] = cs * a - sn * b;
                    V[k * n + q] = sn * a + cs * b;
                }
            }
        }
    }
}

static int eigh(gy_call *c, const gy_array *A, gy_array *values, gy_array *vectors)
{
    int64_t n = A->shape[0];
    if (A->rank != 2 || A->shape[1] != n || values->shape[0] != n || vectors->shape[0] != n) {
        return shape_error(c, "eigh");
    }
    double *M = calloc((size_t)(2 * n * n + 1), sizeof *M), *V = M + n * n;
    for (int64_t i = 0; i < n * n; i++) {
        M[i] = get(A, i / n, i % n);
    }
    jacobi(n, M, V);
    for (int64_t out = 0; out < n; out++) {
        int64_t best = -1;
        for (int64_t k = 0; k < n; k++) {
            if (!isnan(M[k * n + k]) && (best < 0 || M[k * n + k] < M[best * n + best])) {
                best = k;
            }
        }
        best = best < 0 ? out : best;
        put(values, out, 0, M[best * n + best]);
        int64_t top = 0;
        for (int64_t k = 0; k < n; k++) {
            top = fabs(V[k * n + best]) > fabs(V[top * n + best]) + 1e-12 ? k : top;
        }
        double sign = V[top * n + best] < 0 ? -1 : 1;
        for (int64_t k = 0; k < n; k++) {
            put(vectors, k, out, sign * V[k * n + best]);
        }
        M[best * n + best] = NAN;
    }
    free(M);
    return GY_OK;
}

static void swap_columns(gy_array *A, int64_t i, int64_t j)
{
    for (int64_t r = 0; r < A->shape[0]; r++) {
        double a = get(A, r, i);
        put(A, r, i, get(A, r, j));
        put(A, r, j, a);
    }
}

/* One-sided Jacobi (Hestenes) on W = A or A' with rows >= columns. */
static int svd(gy_call *c, const gy_array *A, gy_array *U, gy_array *s, gy_array *Vt)
{
    int64_t m = A->shape[0], n = A->shape[1], wide = m < n, r = wide ? n : m, k = wide ? m : n;
    if (s->shape[0] != k || U->shape[0] != m || Vt->shape[1] != n) {
        return shape_error(c, "svd");
    }
    double *W = calloc((size_t)(r * k + k * k + 1), sizeof *W), *V = W + r * k;
    for (int64_t i = 0; i < r * k; i++) {
        W[i] = wide ? get(A, i % k, i / k) : get(A, i / k, i % k);
    }
    for (int64_t i = 0; i < k; i++) {
        V[i * k + i] = 1;
    }
    for (int sweep = 0; sweep < 60; sweep++) {
        for (int64_t p = 0; p < k; p++) {
            for (int64_t q = p + 1; q < k; q++) {
                double a = 0, b = 0, d = 0;
                for (int64_t i = 0; i < r; i++) {
                    a += W[i * k + p] * W[i * k + p];
                    b += W[i * k + q] * W[i * k + q];
                    d += W[i * k + p] * W[i * k + q];
                }
                if (fabs(d) <= 1e-16 * sqrt(a * b)) {
                    continue;
                }
                double z = (b - a) / (2 * d);
                double t = (z >= 0 ? 1 : -1) / (fabs(z) + sqrt(1 + z * z));
                double cs = 1 / sqrt(1 + t * t), sn = cs * t;
                for (int64_t i = 0; i < r + k; i++) { /* V lies behind W: both turn alike */
                    double x = W[i * k + p], y = W[i * k + q];
                    W[i * k + p] = cs * x - sn * y;
                    W[i * k + q] = sn * x + cs * y;
                }
            }
        }
    }
    for (int64_t j = 0; j < k; j++) {
        double norm = 0;
        for (int64_t i = 0; i < r; i++) {
            norm += W[i * k + j] * W[i * k + j];
        }
        norm = sqrt(norm);
        put(s, j, 0, norm);
        for (int64_t i = 0; i < r; i++) {
            double v = norm > 0 ? W[i * k + j] / norm : 0;
            wide ? put(Vt, j, i, v) : put(U, i, j, v);
        }
        for (int64_t i = 0; i < k; i++) {
            wide ? put(U, i, j, V[i * k + j]) : put(Vt, j, i, V[i * k + j]);
        }
    }
    free(W);
    int64_t shape[2] = {n, k}, stride[2] = {Vt->stride[1], Vt->stride[0]};
    gy_array T = *Vt;
    T.shape = shape;
    T.stride = stride;
    for (int64_t j = 0; j < k; j++) {
        int64_t best = j, top = 0;
        for (int64_t i = j + 1; i < k; i++) {
            best = get(s, i, 0) > get(s, best, 0) ? i : best;
        }
        double v = get(s, j, 0);
        put(s, j, 0, get(s, best, 0));
        put(s, best, 0, v);
        swap_columns(U, j, best);
        swap_columns(&T, j, best);
        for (int64_t i = 0; i < m; i++) {
            top = fabs(get(U, i, j)) > fabs(get(U, top, j)) + 1e-12 ? i : top;
        }
        for (int64_t i = 0; i < m + n && get(U, top, j) < 0; i++) {
            i < n ? put(&T, i, j, -get(&T, i, j)) : (void)0;
        }
        double sign = get(U, top, j) < 0 ? -1 : 1;
        for (int64_t i = 0; i < m; i++) {
            put(U, i, j, sign * get(U, i, j));
        }
    }
    return GY_OK;
}

const gy_linalg h_linalg = {sizeof(gy_linalg), 0, gemm, syrk, potrf, trsm, eigh, svd};
