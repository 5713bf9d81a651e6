/* SPDX-License-Identifier: MIT
 *
 * services.h: what the host lends to nodes by name, through gy_host.extension. A table that comes
 * back is at least as long as its `size`; tables grow at the end. All functions are [any].
 */
#ifndef GYRUS_SERVICES_H
#define GYRUS_SERVICES_H

#include "gyrus.h"

/* Dense linear algebra on f32 or f64 arrays (all arrays of one call of one dtype, except that C of
 * gemm and syrk may be f64 while the factors are f32). Matrices are views of rank 2: transposes are
 * swapped shapes and strides, so every stride is legal. Products run on a fixed grid of tiles, in
 * parallel when called from a serial part, and give the same bits for any number of threads.
 * Errors: GY_SHAPE when shapes or dtypes do not fit; GY_NUMERIC as told below. */
#define GY_LINALG "gy.linalg/1"
typedef struct gy_linalg {
    uint32_t size, reserved;
    /* C[m, n] = alpha A[m, k] B[k, n] + beta C. beta = 0 does not read C. */
    int (*gemm)(gy_call *, double alpha, const gy_array *A, const gy_array *B, double beta,
                gy_array *C);
    /* C[m, m] = alpha A[m, k] A' + beta C, both triangles, exactly symmetric. */
    int (*syrk)(gy_call *, double alpha, const gy_array *A, double beta, gy_array *C);
    /* A[n, n] -> its lower Cholesky factor, upper triangle zeroed; not positive definite:
     * GY_NUMERIC naming the leading minor. */
    int (*potrf)(gy_call *, gy_array *A);
    /* Solves op(L) X = B in place of B[n, k]; L lower triangular; op = transpose if transpose != 0.
     */
    int (*trsm)(gy_call *, const gy_array *L, int32_t transpose, gy_array *B);
    /* Symmetric A[n, n] = vectors diag(values) vectors', values rising, vectors in columns, the
     * largest component of each vector positive. */
    int (*eigh)(gy_call *, const gy_array *A, gy_array *values, gy_array *vectors);
    /* A[m, n] = U[m, k] diag(s[k]) Vt[k, n], k = min(m, n), s falling, the largest component of
     * each column of U positive. */
    int (*svd)(gy_call *, const gy_array *A, gy_array *U, gy_array *s, gy_array *Vt);
} gy_linalg;

/* Discrete Fourier transforms in f64, any length n >= 1, unscaled forward, inverse divided by n. */
#define GY_FFT "gy.fft/1"
typedef struct gy_fft {
    uint32_t size, reserved;
    /* complex[n] (re, im pairs) = sum_t in[t] exp(sign 2 pi i k t / n); sign +1 or -1; no scaling
     */
    int (*transform)(gy_call *, int64_t n, int32_t sign, const double *in, double *out);
    /* real[n] -> n / 2 + 1 complex values, sign -1. */
    int (*forward)(gy_call *, int64_t n, const double *in, double *out);
    /* n / 2 + 1 complex values -> real[n], divided by n. */
    int (*inverse)(gy_call *, int64_t n, const double *in, double *out);
} gy_fft;

/* Random numbers with an address: key (run seed, node name, purpose), counter (case, row, draw).
 * The same address gives the same number whatever runs when, where and on how many threads.
 * Philox4x32-10 (Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3). */
#define GY_RNG "gy.rng/1"
typedef struct gy_rng {
    uint32_t size, reserved;
    /* n draws of row `row`, f64 in [0, 1). */
    int (*uniform)(gy_call *, const char *purpose, int64_t row, int64_t n, double *out);
    /* n standard normal draws. */
    int (*normal)(gy_call *, const char *purpose, int64_t row, int64_t n, double *out);
    /* A permutation of 0 .. n - 1. */
    int (*permutation)(gy_call *, const char *purpose, int64_t row, int64_t n, int64_t *out);
    /* The same at a place of the caller's own, `at` >= 0, in place of the case of the loops around
     * the node: numbers that several cases share, or that a parameter addresses. */
    int (*uniform_at)(gy_call *, const char *purpose, int64_t at, int64_t row, int64_t n,
                      double *out);
    int (*normal_at)(gy_call *, const char *purpose, int64_t at, int64_t row, int64_t n,
                     double *out);
    int (*permutation_at)(gy_call *, const char *purpose, int64_t at, int64_t row, int64_t n,
                          int64_t *out);
} gy_rng;

/* A loop on the host's threads: body(context, i) once for every i in 0 .. n - 1, in any order; the
 * answer is that of the smallest i that failed. A loop inside a loop runs serially. */
#define GY_MAP "gy.map/1"
typedef struct gy_map {
    uint32_t size, reserved;
    int (*each)(gy_call *, int64_t n, int (*body)(void *context, int64_t i), void *context);
} gy_map;

/* Models: fitted nodes that come in through a port of type `model`, to be called like a function.
 * A model is the node, its parameters and its state as one fit of the run left them; inside a fold
 * it is the model of that fold. It is immutable, and calls go through the host, which runs the
 * node's `run` as it would for the node itself.
 *
 * `port` names the port of the caller through which the model comes; of a `many` port, "port" is
 * the first edge and "port.K" the K-th, counted from 0. Other names are those of the model's own
 * text. Everything may be called from run, add, merge and solve, from several threads at once and
 * from the bodies of gy.map/1; `id` and `shape` also from resolve, `apply` and `tap` there only if
 * the port says `now`. A model may apply models of its own.
 *
 * The host follows the rows that a model was fitted on: what applies it counts as having seen
 * them. */
#define GY_MODEL "gy.model/1"
typedef struct gy_model {
    uint32_t size, reserved;
    /* y = model(x): the array x as its input `in`, the answer into y as its output `out`; both
     * belong to the caller, and neither is copied. x has the dtype and the axes of that input,
     * any strides, and any number of rows where the model's text says `row` (rows of the caller's
     * own: to the model they are one segment without coordinates); all other axes are as long as
     * when it was fitted. y is dense, in C order, with the same number of rows. The rows may be
     * given in any blocks if the reach of `out` is `row`; otherwise all of them belong to one call.
     * Errors, told by `fail` with the caller, the edge and the model in the text: GY_PARAM (no such
     * port, input or output), GY_SHAPE (dtype, rank or lengths), GY_UNSUPPORTED (a model that needs
     * other inputs too, or whose output has rows of its own, is text or a table), GY_INTERNAL
     * (called where there is no model yet), or whatever the model's own run answers. */
    int (*apply)(gy_call *, const char *port, const char *in, const gy_array *x, const char *out,
                 gy_array *y);
    /* A named part of its state, whole and read-only; it lives until the caller's function returns.
     * NULL if it has none of that name or there is no such port. */
    const gy_array *(*tap)(gy_call *, const char *port, const char *name);
    /* Id of the node that made it ("encoder.ridge"); it lives as long as the run. NULL if there is
     * no such port. */
    const char *(*id)(gy_call *, const char *port);
    /* Rank and lengths of an input, output or state of the model, as it was fitted; an axis of rows
     * is -1. out_shape has room for 8. GY_OK; GY_NONE if there is no array of that name; GY_PARAM
     * if there is no such port. */
    int (*shape)(gy_call *, const char *port, const char *name, int32_t *out_rank,
                 int64_t *out_shape);
} gy_model;

#endif
