/* SPDX-License-Identifier: MIT
 *
 * cca.h: canonical correlation of a piece of EEG, X[time, channel], with sines and cosines of a
 * frequency and its harmonics, Y[time, 2 H]. With orthonormal bases Q of the centred X and R of the
 * centred Y the correlations are the singular values of Q'R; the largest is wanted.
 */
#ifndef GYRUS_DECODERS_CCA_H
#define GYRUS_DECODERS_CCA_H

#include "../transforms/common.h"

#include <stdlib.h>

#define CC_SMALL 200 /* most channels, and most sines and cosines */

typedef struct cc_plan {
    int64_t targets, sines, time, channels, bands; /* sines: 2 H */
    double rate;
    double *basis;  /* [targets, sines, time] */
    int64_t *rank;  /* [targets] */
    double *piece;  /* [channels, time] */
    double *cross;  /* [channels, sines] */
    double *square; /* [3, s, s], s the smaller of channels and sines */
} cc_plan;

/* Eight running sums: no sum waits for the one before it, in one order whatever the compiler does.
 */
static inline double cc_dot(const double *a, const double *b, int64_t n)
{
    double part[8] = {0}, rest = 0;
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) {
        for (int l = 0; l < 8; l++) {
            part[l] += a[i + l] * b[i + l];
        }
    }
    for (; i < n; i++) {
        rest += a[i] * b[i];
    }
    return ((part[0] + part[4]) + (part[1] + part[5])) +
           ((part[2] + part[6]) + (part[3] + part[7])) + rest;
}

static inline void cc_centre(double *v, int64_t n)
{
    double mean = 0;
    for (int64_t i = 0; i < n; i++) {
        mean += v[i];
    }
    mean /= (double)n;
    for (int64_t i = 0; i < n; i++) {
        v[i] -= mean;
    }
}

/* Rate of the time axis: its own, or the parameter. */
static inline int cc_rate(gy_call *c, double *out)
{
    double told = gy_number(c, "rate"), step = 0, start = 0;
    int known = c->host->rate(c, "x.time", &step, &start) == GY_OK && step > 0;
    if (!known && isnan(told)) {
        return gy_fail(c, GY_PARAM, "rate", "the time axis of x has no rate; say it here");
    }
    if (known && !isnan(told) && fabs(told * step - 1) > 1e-6) {
        return tr_fail(c, GY_PARAM, "rate", "%g Hz, but the time axis of x has %g Hz", told,
                       1 / step);
    }
    *out = known ? 1 / step : told;
    return GY_OK;
}

/* Sizes and parameters, checked; no memory yet. */
static inline int cc_read(gy_call *c, cc_plan *p)
{
    const gy_array *x = gy_get(c, "x"), *f = gy_get(c, "frequencies");
    int64_t names = c->host->count(c, "names"), harmonics = gy_integer(c, "harmonics");
    *p = (cc_plan){0};
    p->targets = f->shape[0];
    p->sines = 2 * harmonics;
    p->time = x->shape[1];
    p->bands = x->rank == 4 ? x->shape[2] : 1;
    p->channels = x->shape[x->rank - 1];
    GY_TRY(cc_rate(c, &p->rate));
    if (names > 0 && names != p->targets) {
        return tr_fail(c, GY_PARAM, "names", "%lld names for %lld frequencies", (long long)names,
                       (long long)p->targets);
    }
    for (int64_t k = 0; k < p->targets; k++) {
        if (!(gy_at1(f, k) * (double)harmonics < p->rate / 2)) {
            return tr_fail(c, GY_PARAM, "harmonics",
                           "harmonic %lld of %g Hz is not below half the rate, %g Hz",
                           (long long)harmonics, gy_at1(f, k), p->rate / 2);
        }
        for (int64_t j = 0; j < k; j++) {
            if (gy_at1(f, j) == gy_at1(f, k)) {
                return tr_fail(c, GY_PARAM, "frequencies", "%g Hz is there twice", gy_at1(f, k));
            }
        }
    }
    if (p->channels < 1 || p->channels > CC_SMALL || p->bands < 1) {
        return tr_fail(c, GY_SHAPE, "x", "%lld channels in %lld bands; there are 1 to %d channels",
                       (long long)p->channels, (long long)p->bands, CC_SMALL);
    }
    if (p->time <= p->channels + p->sines) {
        return tr_fail(c, GY_SHAPE, "x",
                       "%lld samples: with %lld channels and %lld sines and cosines every "
                       "correlation is 1 unless there are more than %lld",
                       (long long)p->time, (long long)p->channels, (long long)p->sines,
                       (long long)(p->channels + p->sines));
    }
    return GY_OK;
}

static inline int64_t cc_least(const cc_plan *p)
{
    return p->channels < p->sines ? p->channels : p->sines;
}

/* Scratch of one call of run, in bytes; too much for an int64_t gives INT64_MAX. */
static inline int64_t cc_bytes(const cc_plan *p)
{
    double n = (double)p->targets * ((double)(p->sines * p->time) + 1) +
               (double)(p->channels * p->time) + (double)(p->channels * p->sines) +
               3 * (double)(cc_least(p) * cc_least(p)) + (double)p->targets;
    return n < 1e18 ? (int64_t)n * 8 : INT64_MAX;
}

/* Bases of the references. */
static inline int cc_prepare(gy_call *c, cc_plan *p)
{
    const gy_array *f = gy_get(c, "frequencies");
    int64_t least = cc_least(p);
    p->basis = (double *)tr_scratch(c, p->targets, p->sines * p->time * 8);
    p->rank = (int64_t *)tr_scratch(c, p->targets, 8);
    p->piece = (double *)tr_scratch(c, p->channels * p->time, 8);
    p->cross = (double *)tr_scratch(c, p->channels * p->sines, 8);
    p->square = (double *)tr_scratch(c, 3 * least * least, 8);
    if (!p->basis || !p->rank || !p->piece || !p->cross || !p->square) {
        return tr_memory(c, "x");
    }
    for (int64_t k = 0; k < p->targets; k++) {
        double *y = p->basis + k * p->sines * p->time;
        for (int64_t s = 0; s < p->sines; s++) {
            double w = 2 * M_PI * gy_at1(f, k) * (double)(s / 2 + 1) / p->rate;
            for (int64_t t = 0; t < p->time; t++) {
                y[s * p->time + t] = s % 2 ? cos(w * (double)t) : sin(w * (double)t);
            }
            cc_centre(y + s * p->time, p->time);
        }
        p->rank[k] = tr_orthonormal(y, p->sines, p->time);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

/* b = a a of a symmetric a[n, n], scaled to trace 1; returns the sum of squares of b. */
static inline double cc_square(const double *a, double *b, int64_t n)
{
    double trace = 0, squares = 0;
    for (int64_t i = 0; i < n; i++) {
        double *row = b + i * n;
        memset(row, 0, (size_t)n * sizeof *row);
        for (int64_t k = 0; k < n; k++) {
            for (int64_t j = 0; j < n; j++) {
                row[j] += a[i * n + k] * a[k * n + j];
            }
        }
        trace += row[i];
    }
    for (int64_t i = 0; i < n * n && trace > 0; i++) {
        b[i] /= trace;
        squares += b[i] * b[i];
    }
    return squares;
}

/* Largest eigenvalue of a[n, n], symmetric without negative eigenvalues: the Rayleigh quotient
 * trace(P a) of P = a^(2^k) / trace. Eigenvalue l_i has the weight (l_i / l_1)^(2^k), so that the
 * error is at most l_1 / 2^k, and 0 where P has rank 1 (its sum of squares is 1). work: 2 n n. */
static inline double cc_largest_eigenvalue(const double *a, int64_t n, double *work)
{
    double *p = work, *q = work + n * n, value = 0, squares = cc_square(a, p, n);
    for (int k = 0; k < 50 && squares > 0 && squares < 1 - 1e-15; k++) {
        double *swap = p;
        squares = cc_square(p, q, n);
        p = q;
        q = swap;
    }
    for (int64_t i = 0; i < n * n; i++) {
        value += a[i] * p[i];
    }
    return value;
}

/* Largest correlation of the piece, of which `rank` rows are orthonormal, with target k. */
static inline double cc_correlation(const cc_plan *p, int64_t rank, int64_t k)
{
    const double *y = p->basis + k * p->sines * p->time;
    int64_t m = p->rank[k], wide = rank > m, n = wide ? m : rank;
    for (int64_t i = 0; i < rank; i++) {
        for (int64_t j = 0; j < m; j++) {
            p->cross[i * m + j] = cc_dot(p->piece + i * p->time, y + j * p->time, p->time);
        }
    }
    for (int64_t i = 0; i < n; i++) { /* cross cross', or cross' cross */
        for (int64_t j = 0; j < n; j++) {
            double sum = 0;
            for (int64_t l = 0; l < (wide ? rank : m); l++) {
                sum += wide ? p->cross[l * m + i] * p->cross[l * m + j]
                            : p->cross[i * m + l] * p->cross[j * m + l];
            }
            p->square[i * n + j] = sum;
        }
    }
    return sqrt(fmin(1, cc_largest_eigenvalue(p->square, n, p->square + n * n)));
}

/* Row i of x in band b into the piece, centred and made orthonormal; returns its rank. */
static inline int64_t cc_take(const cc_plan *p, const gy_array *x, int64_t i, int64_t b)
{
    int64_t last = x->rank - 1, at = i * x->stride[0] + (x->rank == 4 ? b * x->stride[2] : 0);
    for (int64_t k = 0; k < p->channels; k++) {
        double *v = p->piece + k * p->time;
        for (int64_t t = 0; t < p->time; t++) {
            v[t] = gy_element(x, at + t * x->stride[1] + k * x->stride[last]);
        }
        cc_centre(v, p->time);
    }
    return tr_orthonormal(p->piece, p->channels, p->time);
}

/* Name of target k. */
static inline int64_t cc_name(gy_call *c, int64_t k, char *out, size_t room)
{
    const char *name = c->host->count(c, "names") > 0 ? c->host->text_item(c, "names", k) : 0;
    int n = name ? snprintf(out, room, "%s", name)
                 : snprintf(out, room, "%.10g", gy_at1(gy_get(c, "frequencies"), k));
    return n < (int)room ? n : (int64_t)room - 1;
}

/* Sizes of the outputs. */
static inline int cc_resolve(gy_call *c)
{
    static const int64_t one = 1;
    const gy_array *x = gy_get(c, "x");
    char word[256];
    int64_t longest = 0, bytes = 0;
    cc_plan p;
    GY_TRY(cc_read(c, &p));
    for (int64_t k = 0; k < p.targets; k++) {
        int64_t n = cc_name(c, k, word, sizeof word);
        longest = n > longest ? n : longest;
    }
    gy_array f = {.size = sizeof f, .code = GY_FLOAT, .bits = 64, .rank = 1};
    f.data = gy_get(c, "frequencies")->data;
    f.shape = &p.targets;
    f.stride = &one;
    GY_TRY(c->host->set_length(c, "target", p.targets));
    GY_TRY(c->host->set_coord(c, "target", "frequency", &f));
    if (__builtin_mul_overflow(x->shape[0], longest, &bytes)) {
        return gy_fail(c, GY_SHAPE, "x", "too many rows");
    }
    c->host->ragged(c, "label", bytes);
    return c->host->set_scratch(c, cc_bytes(&p) + x->shape[0] * 8, 0, 0);
}

/* Labels of the largest scores; ties take the first. */
static inline int cc_labels(gy_call *c, const int64_t *best, int64_t rows)
{
    char word[256];
    int64_t bytes = 0, at = 0;
    for (int64_t i = 0; i < rows; i++) {
        bytes += cc_name(c, best[i], word, sizeof word);
    }
    gy_array *a = c->host->ragged(c, "label", bytes);
    if (!a) {
        return GY_OK; /* not wanted */
    }
    int64_t *offsets = (int64_t *)(uintptr_t)a->offsets;
    for (int64_t i = 0; i < rows; i++) {
        int64_t n = cc_name(c, best[i], word, sizeof word);
        memcpy((char *)a->data + at, word, (size_t)n);
        offsets[i] = at;
        at += n;
    }
    offsets[rows] = at;
    return GY_OK;
}

/* Scores of all rows: the correlation itself where there are no weights, else the sum over bands of
 * weight times its square. */
static inline int cc_run(gy_call *c, const double *weight)
{
    const gy_array *x = gy_get(c, "x");
    double *score = gy_doubles(c, "score");
    int64_t rows = x->shape[0], *best = 0;
    cc_plan p;
    GY_TRY(cc_read(c, &p));
    GY_TRY(cc_prepare(c, &p));
    best = (int64_t *)tr_scratch(c, rows + 1, 8);
    double *sum = (double *)tr_scratch(c, p.targets, 8);
    if (!best || !sum) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < rows; i++) {
        memset(sum, 0, (size_t)p.targets * sizeof *sum);
        for (int64_t b = 0; b < p.bands; b++) {
            int64_t rank = cc_take(&p, x, i, b);
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            for (int64_t k = 0; k < p.targets; k++) {
                double r = cc_correlation(&p, rank, k);
                sum[k] += weight ? weight[b] * r * r : r;
            }
        }
        best[i] = 0;
        for (int64_t k = 0; k < p.targets; k++) {
            best[i] = sum[k] > sum[best[i]] ? k : best[i];
            if (score) {
                score[i * p.targets + k] = sum[k];
            }
        }
    }
    return cc_labels(c, best, rows);
}

#endif
