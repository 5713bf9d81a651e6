/* SPDX-License-Identifier: MIT
 *
 * logistic_newton.h: minimises f(W, b) = sum of log losses + |W|^2 / (2 C) by Newton steps whose
 * systems are solved by conjugate gradients (Nocedal and Wright 2006, section 7.1).
 *
 * X[n, p] has centred columns, B[n, k] is 1 in the column of a row's class. Parameters theta [k, p
 * + 1] hold W beside b. k = classes, or 1 for two classes, where the column is the second class.
 */
#ifndef GYRUS_LOGISTIC_NEWTON_H
#define GYRUS_LOGISTIC_NEWTON_H

#include "classes.h"

typedef struct lg_problem {
    gy_call *c;
    const gy_linalg *la;
    int64_t n, p, k;
    double penalty; /* 1 / C */
    double *X, *B, *P, *Z, *R;
} lg_problem;

static gy_array lg_view(double *data, int64_t *shape_stride, int64_t rows, int64_t columns,
                        int64_t stride)
{
    gy_array a;
    memset(&a, 0, sizeof a);
    shape_stride[0] = rows;
    shape_stride[1] = columns;
    shape_stride[2] = stride;
    shape_stride[3] = 1;
    a.size = sizeof a;
    a.code = GY_FLOAT;
    a.bits = 64;
    a.rank = 2;
    a.data = data;
    a.shape = shape_stride;
    a.stride = shape_stride + 2;
    return a;
}

/* to[n, k] = X W' + b of theta. */
static int lg_outputs(const lg_problem *q, double *theta, double *to)
{
    int64_t a[4], b[4], d[4], t[4];
    gy_array X = lg_view(q->X, a, q->n, q->p, q->p), W = lg_view(theta, b, q->k, q->p, q->p + 1);
    gy_array Z = lg_view(to, d, q->n, q->k, q->k), Wt = gy_transposed(&W, t, t + 2);
    GY_TRY(q->la->gemm(q->c, 1, &X, &Wt, 0, &Z));
    for (int64_t i = 0; i < q->n * q->k; i++) {
        to[i] += theta[(i % q->k) * (q->p + 1) + q->p];
    }
    return GY_OK;
}

/* out[k, p + 1] = R' [X, 1] + penalty [W, 0]: a gradient, or the Hessian times theta. */
static int lg_back(const lg_problem *q, double *R, const double *theta, double *out)
{
    int64_t a[4], b[4], d[4], t[4], m = q->p + 1;
    gy_array X = lg_view(q->X, a, q->n, q->p, q->p), G = lg_view(out, b, q->k, q->p, m);
    gy_array Rn = lg_view(R, d, q->n, q->k, q->k), Rt = gy_transposed(&Rn, t, t + 2);
    GY_TRY(q->la->gemm(q->c, 1, &Rt, &X, 0, &G));
    for (int64_t k = 0; k < q->k; k++) {
        out[k * m + q->p] = 0;
        for (int64_t i = 0; i < q->n; i++) {
            out[k * m + q->p] += R[i * q->k + k];
        }
        for (int64_t j = 0; j < q->p; j++) {
            out[k * m + j] += q->penalty * theta[k * m + j];
        }
    }
    return GY_OK;
}

/* Loss of one row from its outputs z[k], which become probabilities in p[k]. */
static double lg_row(const lg_problem *q, const double *z, const double *target, double *p)
{
    if (q->k == 1) {
        double s = target[0] > 0 ? z[0] : -z[0];
        p[0] = z[0] > 0 ? 1 / (1 + exp(-z[0])) : exp(z[0]) / (1 + exp(z[0]));
        return s > 0 ? log1p(exp(-s)) : -s + log1p(exp(s));
    }
    double top = z[cl_largest(z, q->k)], sum = 0, own = 0;
    for (int64_t k = 0; k < q->k; k++) {
        p[k] = exp(z[k] - top);
        sum += p[k];
        own += target[k] * (z[k] - top);
    }
    for (int64_t k = 0; k < q->k; k++) {
        p[k] /= sum;
    }
    return log(sum) - own;
}

/* f and its gradient; P is left for lg_hessian. */
static int lg_value(lg_problem *q, double *theta, double *out_f, double *gradient)
{
    double f = 0;
    GY_TRY(lg_outputs(q, theta, q->Z));
    for (int64_t i = 0; i < q->n; i++) {
        f += lg_row(q, q->Z + i * q->k, q->B + i * q->k, q->P + i * q->k);
    }
    for (int64_t i = 0; i < q->n * q->k; i++) {
        q->R[i] = q->P[i] - q->B[i];
    }
    for (int64_t i = 0; i < q->k * (q->p + 1); i++) {
        f += i % (q->p + 1) < q->p ? q->penalty / 2 * theta[i] * theta[i] : 0;
    }
    *out_f = f;
    return lg_back(q, q->R, theta, gradient);
}

/* out = H v: R = P (u - P'u) by row, u = X V' + v_b; P (1 - P) u for two classes. */
static int lg_hessian(lg_problem *q, double *v, double *out)
{
    GY_TRY(lg_outputs(q, v, q->Z));
    for (int64_t i = 0; i < q->n; i++) {
        const double *p = q->P + i * q->k, *u = q->Z + i * q->k;
        double mean = 0;
        for (int64_t k = 0; k < q->k; k++) {
            mean += p[k] * u[k];
        }
        for (int64_t k = 0; k < q->k; k++) {
            q->R[i * q->k + k] = p[k] * (u[k] - mean);
        }
    }
    return lg_back(q, q->R, v, out);
}

static double lg_dot(const double *a, const double *b, int64_t n)
{
    double s = 0;
    for (int64_t i = 0; i < n; i++) {
        s += a[i] * b[i];
    }
    return s;
}

/* Adding one number to all intercepts changes no probability: rounding must not drift that way. */
static void lg_project(const lg_problem *q, double *v)
{
    double mean = 0;
    for (int64_t k = 0; k < q->k && q->k > 1; k++) {
        mean += v[k * (q->p + 1) + q->p] / (double)q->k;
    }
    for (int64_t k = 0; k < q->k && q->k > 1; k++) {
        v[k * (q->p + 1) + q->p] -= mean;
    }
}

/* step ~ -H^-1 g, to a share of |g|. work: 3 vectors of m. */
static int lg_direction(lg_problem *q, const double *g, double *step, double *work, int64_t m)
{
    double *r = work, *d = work + m, *h = work + 2 * m;
    double g2 = lg_dot(g, g, m), goal = fmin(0.05, sqrt(sqrt(g2))), r2 = g2;
    for (int64_t i = 0; i < m; i++) {
        step[i] = 0;
        r[i] = -g[i];
    }
    lg_project(q, r);
    memcpy(d, r, (size_t)m * sizeof *d);
    for (int64_t turn = 0; turn < 2 * m + 20 && r2 > goal * goal * g2; turn++) {
        if (q->c->host->stopped(q->c)) {
            return GY_CANCELLED;
        }
        GY_TRY(lg_hessian(q, d, h));
        double curve = lg_dot(d, h, m);
        if (!(curve > 0)) {
            break;
        }
        double a = r2 / curve, old = r2;
        for (int64_t i = 0; i < m; i++) {
            step[i] += a * d[i];
            r[i] -= a * h[i];
        }
        lg_project(q, r);
        r2 = lg_dot(r, r, m);
        for (int64_t i = 0; i < m; i++) {
            d[i] = r[i] + r2 / old * d[i];
        }
    }
    lg_project(q, step);
    return GY_OK;
}

static double lg_largest(const double *g, int64_t m)
{
    double top = 0;
    for (int64_t i = 0; i < m; i++) {
        top = fmax(top, fabs(g[i]));
    }
    return top;
}

/* From theta = 0 (as given) until no component of the gradient exceeds tolerance times max(1, its
 * largest at the start). Near the end f no longer tells: a smaller gradient then counts too. */
static int lg_minimise(lg_problem *q, double *theta, double tolerance, int64_t turns)
{
    int64_t m = q->k * (q->p + 1);
    double *g = (double *)cl_room(q->c, 7 * m, 8), f = 0, next = 0;
    if (!g) {
        return GY_MEMORY;
    }
    double *step = g + m, *trial = g + 2 * m, *g2 = g + 3 * m, *work = g + 4 * m;
    GY_TRY(lg_value(q, theta, &f, g));
    double limit = tolerance * fmax(1, lg_largest(g, m));
    for (int64_t turn = 0; turn < turns; turn++) {
        if (lg_largest(g, m) <= limit) {
            return GY_OK;
        }
        GY_TRY(lg_direction(q, g, step, work, m));
        double slope = lg_dot(g, step, m), share = 1;
        int good = 0;
        for (int halving = 0; halving < 60 && !good; halving++, share /= 2) {
            for (int64_t i = 0; i < m; i++) {
                trial[i] = theta[i] + share * step[i];
            }
            GY_TRY(lg_value(q, trial, &next, g2));
            good = next <= f + 1e-4 * share * slope ||
                   (next <= f + 1e-12 * fabs(f) && lg_dot(g2, g2, m) < lg_dot(g, g, m));
        }
        if (!good) {
            break;
        }
        memcpy(theta, trial, (size_t)m * sizeof *theta);
        memcpy(g, g2, (size_t)m * sizeof *g);
        f = next;
    }
    return lg_largest(g, m) <= limit
               ? GY_OK
               : gy_fail(q->c, GY_NUMERIC, "turns",
                         "the fit did not converge; scale x, or give a smaller c");
}

#endif
