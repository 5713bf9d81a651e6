/* SPDX-License-Identifier: MIT
 *
 * common.h: what the transforms share. Inline functions over gyrus.h; nothing here keeps state.
 *
 * Rows of a view are not rows of the axis: view row i is row rows[i], or first + i, of the axis.
 * Segments are told by the host in rows of the axis. Columns are all axes after the first, flat in
 * C order; an input's strides may be any, so column k of row i is at i * stride[0] + offset[k].
 */
#ifndef GYRUS_TRANSFORMS_COMMON_H
#define GYRUS_TRANSFORMS_COMMON_H

#include "sugar.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* fail with a formatted message. */
__attribute__((format(printf, 4, 5))) static inline int
tr_fail(gy_call *c, int code, const char *where, const char *format, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return c->host->fail(c, code, where, text);
}

__attribute__((format(printf, 3, 4))) static inline void tr_log(gy_call *c, int level,
                                                                const char *format, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    c->host->log(c, level, text);
}

/* n values of `size` bytes of scratch; NULL on overflow or when the host refuses. */
static inline void *tr_scratch(gy_call *c, int64_t n, int64_t size)
{
    int64_t bytes = 0;
    if (n < 0 || __builtin_mul_overflow(n, size, &bytes)) {
        return NULL;
    }
    return c->host->scratch(c, bytes);
}

static inline int tr_memory(gy_call *c, const char *where)
{
    return c->host->fail(c, GY_MEMORY, where, "no memory left for this node's scratch space");
}

/* Row of the axis that view row i shows. */
static inline int64_t tr_row(const gy_array *a, int64_t i)
{
    return a->rows ? a->rows[i] : a->first + i;
}

/* View row that shows row `row` of the axis; -1 if the view does not show it. */
static inline int64_t tr_find(const gy_array *a, int64_t row)
{
    if (!a->rows) {
        int64_t i = row - a->first;
        return i >= 0 && i < a->shape[0] ? i : -1;
    }
    int64_t lo = 0, hi = a->shape[0];
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        if (a->rows[mid] < row) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < a->shape[0] && a->rows[lo] == row ? lo : -1;
}

/* Offsets, in elements, of the columns of an input: all axes from the second on, in C order. */
static inline int64_t *tr_columns(gy_call *c, const gy_array *a, int64_t *out_n)
{
    int64_t m = gy_size_from(a, 1);
    int64_t *offset = (int64_t *)tr_scratch(c, m + 1, (int64_t)sizeof *offset);
    for (int64_t k = 0; offset && k < m; k++) {
        int64_t rest = k, at = 0;
        for (int32_t d = a->rank - 1; d >= 1; d--) {
            at += rest % a->shape[d] * a->stride[d];
            rest /= a->shape[d];
        }
        offset[k] = at;
    }
    *out_n = m;
    return offset;
}

/* Writes element k of an f32 or f64 output. */
static inline void tr_put(gy_array *a, int64_t k, double value)
{
    if (a->bits == 32) {
        ((float *)a->data)[k] = (float)value;
    } else {
        ((double *)a->data)[k] = value;
    }
}

/* Cuts of the rows shown: rows cut[s] .. cut[s + 1] - 1 of the view lie in one segment; s < n. */
static inline int64_t *tr_cuts(gy_call *c, const char *axis, const gy_array *a, int64_t *out_n)
{
    int64_t total = 0, n = 0, s = 0, rows = a->shape[0];
    const int64_t *first = c->host->segments(c, axis, &total);
    int64_t *cut = (int64_t *)tr_scratch(c, total + 2, (int64_t)sizeof *cut);
    if (!cut) {
        return NULL;
    }
    for (int64_t i = 0; i < rows; i++) {
        int64_t row = tr_row(a, i), before = s;
        while (first && s + 1 < total && first[s + 1] <= row) {
            s++;
        }
        if (i == 0 || s != before) {
            cut[n++] = i;
        }
    }
    cut[n] = rows;
    *out_n = n;
    return cut;
}

/* End of segment s in rows of the axis; the last one ends with the axis. */
static inline int64_t tr_segment_end(const int64_t *first, int64_t n, int64_t s, int64_t length)
{
    return s + 1 < n ? first[s + 1] : length;
}

/* 1 if the user wrote a quantity in rows. */
static inline int tr_in_rows(gy_call *c, const char *key)
{
    const char *unit = c->host->unit(c, key);
    return unit && (!strcmp(unit, "rows") || !strcmp(unit, "row"));
}

/* A time, or a number of rows, as whole rows of an axis with step `step`. */
static inline int tr_rows_of(gy_call *c, const char *key, double value, double step,
                             int64_t *out_rows)
{
    double rows = tr_in_rows(c, key) ? value : value / step, whole = nearbyint(rows);
    if (!(fabs(rows) < 9e15)) {
        return tr_fail(c, GY_PARAM, key, "%g is not a number of rows", value);
    }
    if (fabs(rows - whole) > 1e-6) {
        return tr_fail(c, GY_PARAM, key,
                       "%g s is %.6g rows of %g s, not a whole number; the nearest is %g s", value,
                       rows, step, whole * step);
    }
    *out_rows = (int64_t)whole;
    return GY_OK;
}

/* A positive number as numerator / denominator: the first convergent of its continued fraction
 * within 1e-12 of it. 0.005 is 1 / 200 and 1 / 44100. is 1 / 44100. */
static inline int tr_rational(gy_call *c, const char *where, double value, int64_t *out_numerator,
                              int64_t *out_denominator)
{
    int64_t p0 = 0, q0 = 1, p1 = 1, q1 = 0;
    double rest = value;
    for (int k = 0; k < 40 && value > 0 && value < 1e15 && rest < 1e15; k++) {
        int64_t a = (int64_t)floor(rest), p = 0, q = 0;
        if (__builtin_mul_overflow(a, p1, &p) || __builtin_add_overflow(p, p0, &p) ||
            __builtin_mul_overflow(a, q1, &q) || __builtin_add_overflow(q, q0, &q)) {
            break;
        }
        p0 = p1, q0 = q1, p1 = p, q1 = q;
        if (p > 0 && fabs((double)p / (double)q - value) <= 1e-12 * value) {
            *out_numerator = p;
            *out_denominator = q;
            return GY_OK;
        }
        rest = 1 / (rest - floor(rest));
    }
    return tr_fail(c, GY_PARAM, where, "%g is not a ratio of whole numbers", value);
}

/* Makes k columns of q[k, n] orthonormal (Gram-Schmidt, twice: Giraud et al. 2005, Numer. Math.
 * 101, 87-100); columns that lie in the span of earlier ones are left out. Returns the rank; the
 * first `rank` rows of q hold the basis. */
static inline int64_t tr_orthonormal(double *q, int64_t k, int64_t n)
{
    int64_t rank = 0;
    for (int64_t j = 0; j < k; j++) {
        double *v = q + j * n, before = 0, after = 0;
        for (int64_t i = 0; i < n; i++) {
            before += v[i] * v[i];
        }
        for (int64_t b = 0; b < 2 * rank; b++) {
            const double *u = q + b % rank * n;
            double dot = 0;
            for (int64_t i = 0; i < n; i++) {
                dot += u[i] * v[i];
            }
            for (int64_t i = 0; i < n; i++) {
                v[i] -= dot * u[i];
            }
        }
        for (int64_t i = 0; i < n; i++) {
            after += v[i] * v[i];
        }
        if (!(after > 1e-20 * before) || before == 0) {
            continue;
        }
        double scale = 1 / sqrt(after);
        for (int64_t i = 0; i < n; i++) {
            q[rank * n + i] = v[i] * scale;
        }
        rank++;
    }
    return rank;
}

/* v[n] less its projection on the orthonormal rows of q[k, n]. */
static inline void tr_residual(const double *q, int64_t k, int64_t n, double *v)
{
    for (int64_t j = 0; j < k; j++) {
        const double *u = q + j * n;
        double dot = 0;
        for (int64_t i = 0; i < n; i++) {
            dot += u[i] * v[i];
        }
        for (int64_t i = 0; i < n; i++) {
            v[i] -= dot * u[i];
        }
    }
}

#endif
