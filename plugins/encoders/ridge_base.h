/* SPDX-License-Identifier: MIT
 *
 * ridge_base.h: matrices in scratch, and the eigenbasis in which ridge regression is solved.
 *
 * For rows of one fit: Xs = (X - mean) / sd by column, Yc = Y - ymean. Primal: Xs'Xs = V diag(e) V'
 * and z = V' Xs'Yc, so that w = V (z / (e + alpha)). Dual: Xs Xs' = V diag(e) V', z = V'Yc and
 * w = Xs' V (z / (e + alpha)), the same weights. Sums, bases and shrinkage are f64.
 */
#ifndef GYRUS_RIDGE_BASE_H
#define GYRUS_RIDGE_BASE_H

#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Columns are added up one by one, so vectors change no bit; gcc wants to be asked at -O2. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("tree-vectorize", "vect-cost-model=dynamic")
#endif

/* The loops over elements also in wider registers, chosen when the file is loaded: the same
 * operations in the same order, and no fused ones, so the bits are the same. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__)
#define RG_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define RG_CLONES
#endif

/* A matrix view with room for its own shape. It is not moved once made. */
typedef struct rg_mat {
    gy_array a;
    int64_t shape[2], stride[2];
} rg_mat;

static void rg_view(rg_mat *m, int bits, void *data, int64_t rows, int64_t columns)
{
    memset(m, 0, sizeof *m);
    m->shape[0] = rows;
    m->shape[1] = columns;
    m->stride[0] = columns;
    m->stride[1] = 1;
    m->a.size = sizeof m->a;
    m->a.code = GY_FLOAT;
    m->a.bits = (uint8_t)bits;
    m->a.rank = 2;
    m->a.layout = GY_DENSE;
    m->a.data = data;
    m->a.shape = m->shape;
    m->a.stride = m->stride;
}

static void rg_turn(rg_mat *m)
{
    int64_t shape = m->shape[0], stride = m->stride[0];
    m->shape[0] = m->shape[1];
    m->stride[0] = m->stride[1];
    m->shape[1] = shape;
    m->stride[1] = stride;
}

/* n items of `size` bytes in scratch; NULL after saying so if that is refused. */
static void *rg_room(gy_call *c, int64_t n, int64_t size)
{
    void *p = n < 0 || n > INT64_MAX / size ? 0 : c->host->scratch(c, n > 0 ? n * size : size);
    if (!p) {
        gy_fail(c, GY_MEMORY, "x", "no memory for the working matrices of the fit");
    }
    return p;
}

static int rg_new(gy_call *c, rg_mat *m, int bits, int64_t rows, int64_t columns)
{
    int64_t each = columns > 0 && rows > INT64_MAX / 8 / columns ? -1 : rows * columns;
    void *p = rg_room(c, each, bits / 8);
    if (!p) {
        return GY_MEMORY;
    }
    rg_view(m, bits, p, rows, columns);
    return GY_OK;
}

static double *rg_f64(const rg_mat *m)
{
    return (double *)m->a.data;
}

/* to[j] = (from[j step] - shift[j]) / scale[j] for one row; scale may be NULL. */
#define RG_CENTRED(FROM, TO)                                                                       \
    RG_CLONES static void rg_centred_##FROM##_##TO(                                                \
        const FROM *restrict from, int64_t step, const double *restrict shift,                     \
        const double *restrict scale, int64_t m, TO *restrict to)                                  \
    {                                                                                              \
        for (int64_t j = 0; scale && j < m; j++) {                                                 \
            to[j] = (TO)(((double)from[j * step] - shift[j]) / scale[j]);                          \
        }                                                                                          \
        for (int64_t j = 0; !scale && step == 1 && j < m; j++) {                                   \
            to[j] = (TO)((double)from[j] - shift[j]);                                              \
        }                                                                                          \
        for (int64_t j = 0; !scale && step != 1 && j < m; j++) {                                   \
            to[j] = (TO)((double)from[j * step] - shift[j]);                                       \
        }                                                                                          \
    }
RG_CENTRED(float, float)
RG_CENTRED(float, double)
RG_CENTRED(double, float)
RG_CENTRED(double, double)

/* to[i, j] = (from[row(i), j] - shift[j]) / scale[j], row(i) = index[i] or i; scale may be NULL.
 * `to` is C order. */
static void rg_centred(const gy_array *from, const int64_t *index, const double *shift,
                       const double *scale, rg_mat *to)
{
    int64_t n = to->shape[0], m = to->shape[1], step = from->stride[1];
    int wide = from->bits == 64;
    for (int64_t i = 0; i < n; i++) {
        int64_t at = (index ? index[i] : i) * from->stride[0];
        const double *d = (const double *)from->data + (wide ? at : 0);
        const float *f = (const float *)from->data + (wide ? 0 : at);
        double *td = (double *)to->a.data + (to->a.bits == 64 ? i * m : 0);
        float *tf = (float *)to->a.data + (to->a.bits == 64 ? 0 : i * m);
        if (to->a.bits == 64 && wide) {
            rg_centred_double_double(d, step, shift, scale, m, td);
        } else if (to->a.bits == 64) {
            rg_centred_float_double(f, step, shift, scale, m, td);
        } else if (wide) {
            rg_centred_double_float(d, step, shift, scale, m, tf);
        } else {
            rg_centred_float_float(f, step, shift, scale, m, tf);
        }
    }
}

/* f64 values into a matrix of the node's own precision. */
static void rg_cast(const double *from, rg_mat *to)
{
    int64_t n = to->shape[0] * to->shape[1];
    for (int64_t i = 0; i < n; i++) {
        if (to->a.bits == 64) {
            rg_f64(to)[i] = from[i];
        } else {
            ((float *)to->a.data)[i] = (float)from[i];
        }
    }
}

/* The basis of inner fold k, or of all rows for k = -1, as the temporaries hold it: mean, sd [p],
 * ymean [t], e [q], V [q, q], z [q, t]. The part in use is the leading `rank` of q (dual: rows). V
 * and z of inner folds are in the node's own precision, for they only choose alphas; those of all
 * rows, which make the weights, are f64. */
typedef struct rg_basis {
    double *mean, *sd, *ymean, *e;
    void *v, *z;
    int64_t p, t, q;
    int bits; /* of v and z */
} rg_basis;

static int rg_bits(gy_call *c)
{
    return gy_get(c, "w")->bits;
}

static rg_basis rg_basis_of(gy_call *c, int64_t k)
{
    rg_basis b;
    int64_t at = k < 0 ? 0 : k;
    b.bits = k < 0 ? 64 : rg_bits(c);
    b.p = gy_get(c, "mean_all")->shape[0];
    b.q = gy_get(c, "e_all")->shape[0];
    b.t = gy_get(c, "ymean_all")->shape[0];
    b.mean = gy_doubles(c, k < 0 ? "mean_all" : "mean") + at * b.p;
    b.sd = gy_doubles(c, k < 0 ? "sd_all" : "sd") + at * b.p;
    b.ymean = gy_doubles(c, k < 0 ? "ymean_all" : "ymean") + at * b.t;
    b.e = gy_doubles(c, k < 0 ? "e_all" : "e") + at * b.q;
    b.v = (char *)gy_get(c, k < 0 ? "v_all" : "v")->data + at * b.q * b.q * (b.bits / 8);
    b.z = (char *)gy_get(c, k < 0 ? "z_all" : "z")->data + at * b.q * b.t * (b.bits / 8);
    return b;
}

/* The dual form has q = rows < p, the primal q = p. */
static int rg_is_dual(gy_call *c)
{
    return gy_get(c, "e_all")->shape[0] < gy_get(c, "mean_all")->shape[0];
}

/* Square sums around the mean to a divisor. A column that does not vary within rounding gets 1;
 * `around` is its size where the sums were taken. */
static double rg_sd(double square, double n, double around)
{
    double var = square / n, noise = 64 * 2.3e-16 * around;
    return var > noise * noise ? sqrt(var) : 1;
}

/* Working matrices that solve uses again for every fold. */
typedef struct rg_work {
    rg_mat v, m;    /* f64 eigenvectors; a matrix cast to the node's precision */
    rg_mat x, k, y; /* dual: rows, kernel and targets of a fold; the first fold is the largest */
    int has_v, has_m, has_dual;
} rg_work;

/* Eigendecomposition of S[n, n] into the basis; rounding below zero is cut off. Its eigenvectors
 * also stay in work->v, f64. */
static int rg_eigen(gy_call *c, const gy_linalg *la, const rg_mat *S, rg_basis *b, rg_work *work)
{
    int64_t n = S->shape[0];
    rg_mat values, stored;
    if (!work->has_v) {
        GY_TRY(rg_new(c, &work->v, 64, b->q, b->q));
        work->has_v = 1;
    }
    rg_view(&values, 64, b->e, n, 1);
    values.a.rank = 1;
    rg_view(&work->v, 64, work->v.a.data, n, n);
    GY_TRY(la->eigh(c, &S->a, &values.a, &work->v.a));
    for (int64_t i = 0; i < n; i++) {
        b->e[i] = b->e[i] > 0 ? b->e[i] : 0;
    }
    rg_view(&stored, b->bits, b->v, n, n);
    rg_cast(rg_f64(&work->v), &stored);
    return GY_OK;
}

/* z[n, t] = V' M[n, t]; M is f64. */
static int rg_rotate(gy_call *c, const gy_linalg *la, int64_t n, const rg_mat *M, rg_basis *b,
                     rg_work *work)
{
    rg_mat v, z;
    rg_view(&v, b->bits, b->v, n, n);
    rg_turn(&v);
    rg_view(&z, b->bits, b->z, n, b->t);
    if (b->bits == 64) {
        return la->gemm(c, 1, &v.a, &M->a, 0, &z.a);
    }
    if (!work->has_m) {
        GY_TRY(rg_new(c, &work->m, b->bits, b->q, b->t));
        work->has_m = 1;
    }
    rg_view(&work->m, b->bits, work->m.a.data, n, b->t);
    rg_cast(rg_f64(M), &work->m);
    return la->gemm(c, 1, &v.a, &work->m.a, 0, &z.a);
}

/* Rows first, first + 1, ... (or index[i]) of `store`, which has room for `width` values a row: to
 * A[rows, n], n <= width, or from there. Both have the same precision. */
static void rg_move_rows(gy_array *store, const int64_t *index, int64_t first, rg_mat *A, int keep)
{
    int64_t size = store->bits / 8, width = store->shape[1] * size, n = A->shape[1] * size;
    for (int64_t i = 0; i < A->shape[0]; i++) {
        char *there = (char *)store->data + (index ? index[i] : first + i) * width;
        char *here = (char *)A->a.data + i * n;
        memcpy(keep ? there : here, keep ? here : there, (size_t)n);
    }
}

#endif
