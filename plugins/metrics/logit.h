/* SPDX-License-Identifier: MIT
 *
 * logit.h: the maximum of the likelihood of a logistic regression, by Newton steps. Predictors are
 * centred and divided by their largest deviation, so that scales do not matter; a constant is the
 * last column.
 */
#ifndef GYRUS_METRIC_LOGIT_H
#define GYRUS_METRIC_LOGIT_H

#include "sugar.h"

#include <math.h>
#include <string.h>

typedef struct lo_fit {
    gy_call *c;
    int64_t n, p;         /* rows, predictors with the constant */
    double *x, *y;        /* [n, p], [n] */
    double *b, *step;     /* [p] */
    double *cov;          /* [p, p] information at b, then its Cholesky factor */
    double *mean, *scale; /* [p] of the predictors */
    double likelihood;    /* log, at b */
} lo_fit;

static inline int64_t lo_room(int64_t n, int64_t p)
{
    return n * p + n + 4 * p + p * p;
}

static inline void lo_lay_out(lo_fit *f, double *room)
{
    f->x = room;
    f->y = f->x + f->n * f->p;
    f->b = f->y + f->n;
    f->step = f->b + f->p;
    f->mean = f->step + f->p;
    f->scale = f->mean + f->p;
    f->cov = f->scale + f->p;
}

static inline double lo_mean(const double *v, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += v[i];
    }
    return sum / (double)n;
}

static inline void lo_load(lo_fit *f, const gy_array *x)
{
    for (int64_t k = 0; k + 1 < f->p; k++) {
        double mean = 0, top = 0;
        for (int64_t i = 0; i < f->n; i++) {
            mean += gy_element(x, i * x->stride[0] + k * x->stride[1]) / (double)f->n;
        }
        for (int64_t i = 0; i < f->n; i++) {
            double v = gy_element(x, i * x->stride[0] + k * x->stride[1]) - mean;
            f->x[i * f->p + k] = v;
            top = fmax(top, fabs(v));
        }
        f->mean[k] = mean;
        f->scale[k] = top > 0 ? top : 1;
        for (int64_t i = 0; i < f->n; i++) {
            f->x[i * f->p + k] /= f->scale[k];
        }
    }
    for (int64_t i = 0; i < f->n; i++) {
        f->x[i * f->p + f->p - 1] = 1;
    }
}

/* log-likelihood at b + t step. `right`: rows on their own side of the plane. */
static inline double lo_likelihood(const lo_fit *f, double t, int64_t *right)
{
    double sum = 0;
    *right = 0;
    for (int64_t i = 0; i < f->n; i++) {
        const double *x = f->x + i * f->p;
        double z = 0;
        for (int64_t k = 0; k < f->p; k++) {
            z += x[k] * (f->b[k] + t * f->step[k]);
        }
        sum += f->y[i] * z - (z > 0 ? z + log1p(exp(-z)) : log1p(exp(z)));
        *right += f->y[i] > 0.5 ? z > 0 : z < 0;
    }
    return sum;
}

/* Gradient into step and information into cov, at b. */
static inline void lo_derivatives(lo_fit *f)
{
    memset(f->cov, 0, (size_t)(f->p * f->p) * sizeof(double));
    memset(f->step, 0, (size_t)f->p * sizeof(double));
    for (int64_t i = 0; i < f->n; i++) {
        const double *x = f->x + i * f->p;
        double z = 0;
        for (int64_t k = 0; k < f->p; k++) {
            z += x[k] * f->b[k];
        }
        double p = 1 / (1 + exp(-z));
        for (int64_t k = 0; k < f->p; k++) {
            f->step[k] += (f->y[i] - p) * x[k];
            for (int64_t l = 0; l <= k; l++) {
                f->cov[k * f->p + l] += p * (1 - p) * x[k] * x[l];
            }
        }
    }
}

/* cov to its lower Cholesky factor. 0: singular, or so near it that nothing could be read off. */
static inline int lo_factor(lo_fit *f)
{
    double top = 0;
    for (int64_t k = 0; k < f->p; k++) {
        top = fmax(top, f->cov[k * f->p + k]);
    }
    for (int64_t k = 0; k < f->p; k++) {
        double *row = f->cov + k * f->p;
        for (int64_t l = 0; l <= k; l++) {
            const double *other = f->cov + l * f->p;
            double v = row[l];
            for (int64_t j = 0; j < l; j++) {
                v -= row[j] * other[j];
            }
            if (k == l && !(v > 1e-10 * top)) {
                return 0;
            }
            row[l] = k == l ? sqrt(v) : v / other[l];
        }
    }
    return 1;
}

/* v = (L L')^-1 v with the factor L in cov. */
static inline void lo_solve(const lo_fit *f, double *v)
{
    for (int64_t k = 0; k < f->p; k++) {
        for (int64_t l = 0; l < k; l++) {
            v[k] -= f->cov[k * f->p + l] * v[l];
        }
        v[k] /= f->cov[k * f->p + k];
    }
    for (int64_t k = f->p - 1; k >= 0; k--) {
        for (int64_t l = k + 1; l < f->p; l++) {
            v[k] -= f->cov[l * f->p + k] * v[l];
        }
        v[k] /= f->cov[k * f->p + k];
    }
}

static inline int lo_singular(gy_call *c)
{
    return gy_fail(
        c, GY_NUMERIC, "x",
        "no single set of coefficients is likeliest: a predictor is a combination of the "
        "others, or constant, or the two outcomes can be separated but for ties");
}

/* step' H step, twice what the likelihood can still gain, from the factor in cov. */
static inline double lo_decrement(const lo_fit *f)
{
    double sum = 0;
    for (int64_t k = 0; k < f->p; k++) {
        double v = 0;
        for (int64_t l = k; l < f->p; l++) {
            v += f->cov[l * f->p + k] * f->step[l];
        }
        sum += v * v;
    }
    return sum;
}

/* Fills b, likelihood and the factor in cov. Near the maximum a step squares the error, so the one
 * that gains less than 1e-16 is the last. */
static inline int lo_maximise(lo_fit *f)
{
    int64_t right = 0;
    memset(f->b, 0, (size_t)f->p * sizeof(double));
    memset(f->step, 0, (size_t)f->p * sizeof(double));
    f->likelihood = lo_likelihood(f, 0, &right);
    for (int turn = 0; turn < 100; turn++) {
        if (f->c->host->stopped(f->c)) {
            return GY_CANCELLED;
        }
        lo_derivatives(f);
        if (!lo_factor(f)) {
            return lo_singular(f->c);
        }
        lo_solve(f, f->step);
        double t = 1, next = lo_likelihood(f, t, &right), gain = lo_decrement(f);
        while (!(next >= f->likelihood) && t > 1e-6 && gain > 1e-10) {
            t /= 2;
            next = lo_likelihood(f, t, &right);
        }
        if (right == f->n) {
            return gy_fail(f->c, GY_NUMERIC, "x",
                           "a plane separates the two outcomes: coefficients grow without end");
        }
        for (int64_t k = 0; k < f->p; k++) {
            f->b[k] += t * f->step[k];
        }
        f->likelihood = next;
        if (gain < 1e-16) {
            return GY_OK;
        }
    }
    return lo_singular(f->c);
}

/* Variance of the combination v' b, v[p]; v is overwritten. */
static inline double lo_variance(const lo_fit *f, double *v)
{
    double sum = 0;
    for (int64_t k = 0; k < f->p; k++) { /* |L^-1 v|^2 */
        for (int64_t l = 0; l < k; l++) {
            v[k] -= f->cov[k * f->p + l] * v[l];
        }
        v[k] /= f->cov[k * f->p + k];
        sum += v[k] * v[k];
    }
    return sum;
}

/* z with P(Z <= z) = q of a standard normal, by bisection of erfc. */
static inline double lo_quantile(double q)
{
    double lo = -40, hi = 40;
    for (int i = 0; i < 200; i++) {
        double mid = (lo + hi) / 2;
        *(0.5 * erfc(-mid / sqrt(2)) < q ? &lo : &hi) = mid;
    }
    return (lo + hi) / 2;
}

#endif
