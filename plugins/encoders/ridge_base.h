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

/* to[i, j] = (from[row(i), j] - shift[j]) / scale[j], row(i) = index[i] or i; scale may be NULL.
 * `to` is C order. */
static void rg_centred(const gy_array *from, const int64_t *index, const double *shift,
                       const double *scale, rg_mat *to)
{
    int64_t n = to->shape[0], m = to->shape[1];
    int same = from->code == GY_FLOAT && from->bits == 64;
    for (int64_t i = 0; i < n; i++) {
        int64_t at = (index ? index[i] : i) * from->stride[0];
        for (int64_t j = 0; j < m; j++) {
            int64_t k = at + j * from->stride[1];
            double v = same ? ((const double *)from->data)[k] : gy_element(from, k);
            v = (v - shift[j]) / (scale ? scale[j] : 1);
            if (to->a.bits == 64) {
                rg_f64(to)[i * m + j] = v;
            } else {
                ((float *)to->a.data)[i * m + j] = (float)v;
            }
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
 * ymean [t], e [q], V [q, q], z [q, t]. The part in use is the leading `rank` of q (dual: rows). */
typedef struct rg_basis {
    double *mean, *sd, *ymean, *e, *v, *z;
    int64_t p, t, q;
} rg_basis;

static rg_basis rg_basis_of(gy_call *c, int64_t k)
{
    rg_basis b;
    int64_t at = k < 0 ? 0 : k;
    b.p = gy_get(c, "mean_all")->shape[0];
    b.q = gy_get(c, "e_all")->shape[0];
    b.t = gy_get(c, "ymean_all")->shape[0];
    b.mean = gy_doubles(c, k < 0 ? "mean_all" : "mean") + at * b.p;
    b.sd = gy_doubles(c, k < 0 ? "sd_all" : "sd") + at * b.p;
    b.ymean = gy_doubles(c, k < 0 ? "ymean_all" : "ymean") + at * b.t;
    b.e = gy_doubles(c, k < 0 ? "e_all" : "e") + at * b.q;
    b.v = gy_doubles(c, k < 0 ? "v_all" : "v") + at * b.q * b.q;
    b.z = gy_doubles(c, k < 0 ? "z_all" : "z") + at * b.q * b.t;
    return b;
}

static int rg_is_dual(gy_call *c)
{
    return gy_get(c, "a_held")->shape[1] > 1; /* length of axis d: 1, or n + 1 when dual */
}

static int rg_bits(gy_call *c)
{
    return gy_get(c, "w")->bits;
}

/* Square sums around the mean to a divisor. A column that does not vary within rounding gets 1;
 * `around` is its size where the sums were taken. */
static double rg_sd(double square, double n, double around)
{
    double var = square / n, noise = 64 * 2.3e-16 * around;
    return var > noise * noise ? sqrt(var) : 1;
}

/* Eigendecomposition of S[n, n] into the basis; rounding below zero is cut off. */
static int rg_eigen(gy_call *c, const gy_linalg *la, const rg_mat *S, rg_basis *b)
{
    int64_t n = S->shape[0];
    rg_mat values, vectors;
    rg_view(&values, 64, b->e, n, 1);
    values.a.rank = 1;
    rg_view(&vectors, 64, b->v, n, n);
    GY_TRY(la->eigh(c, &S->a, &values.a, &vectors.a));
    for (int64_t i = 0; i < n; i++) {
        b->e[i] = b->e[i] > 0 ? b->e[i] : 0;
    }
    return GY_OK;
}

/* z[n, t] = V' M[n, t]. */
static int rg_rotate(gy_call *c, const gy_linalg *la, int64_t n, const rg_mat *M, rg_basis *b)
{
    rg_mat v, z;
    rg_view(&v, 64, b->v, n, n);
    rg_turn(&v);
    rg_view(&z, 64, b->z, n, b->t);
    return la->gemm(c, 1, &v.a, &M->a, 0, &z.a);
}

#endif
