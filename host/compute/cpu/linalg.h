/* SPDX-License-Identifier: Apache-2.0
 *
 * Dense linear algebra on the CPU: the kernels behind the service gy.linalg/1 (abi/services.h).
 *
 * All arrays of one call are dense, of rank 2 (values: 1) and of one dtype, f32 or f64. Every
 * stride is legal in an input, also 0 and negative; outputs may have any strides but 0. Outputs
 * must not overlap inputs unless one array is both (potrf's A, trsm's B). Values that are
 * NaN or infinite: gemm, syrk and trsm's B carry them on; the others refuse (GY_ERR_NUMERIC).
 *
 * Every function returns false with an error and leaves its outputs untouched (but a product or
 * solve that the pool cancels, GY_ERR_CANCELLED, has written in part): GY_ERR_SHAPE when
 * shapes or dtypes do not fit (the message gives them), GY_ERR_DATA for a mask of missing values,
 * GY_ERR_MEMORY, GY_ERR_NUMERIC as told. All are [any], also at once with one context.
 *
 * Bits depend on values and shapes, never on strides, threads or order of tasks; and rows
 * [r0, r1) of a product, r0 a multiple of GY_GRID and r1 one or the end, have the bits they have in
 * the whole product. The same holds for columns. docs/internals/compute.md tells why.
 */
#ifndef GY_COMPUTE_CPU_LINALG_H
#define GY_COMPUTE_CPU_LINALG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "compute/cpu/context.h"
#include "gyrus.h"

/* Side of the tiles of every product, counted from row and column 0: part of the results' bits. The
 * host's tiles of rows are multiples of it. */
#define GY_GRID 256
/* Columns that a triangular solve takes at a time. */
#define GY_PANEL 128

/* Scratch that products of a context may share, a piece for each thread of the pool; uncounted.
 * Empty if memory is refused: then each product makes its own. [any] */
gy_lanes *gy_gemm_lanes_new(gy_pool *pool);
void gy_gemm_lanes_free(gy_lanes *lanes);

/* C[m, n] = alpha A[m, k] B[k, n] + beta C.
 * C may be f64 with f32 factors: sums of 256 products in f32, added up in f64 (error about 256 u_32
 * relative to |A||B| instead of k u_32 in the worst case, with u_32 = 6e-8). beta = 0 does not read
 * C; alpha = 0 or k = 0 does not read A and B. alpha and beta are applied once, in f64. */
bool gy_gemm(const gy_linalg_ctx *ctx, double alpha, const gy_array *A, const gy_array *B,
             double beta, gy_array *C, GError **error);

/* C[m, m] = alpha A[m, k] A' + beta C: the lower triangle has the bits of gy_gemm with B = A', the
 * upper one is its mirror. Only the lower triangle of C is read. dtypes as for gy_gemm. */
bool gy_syrk(const gy_linalg_ctx *ctx, double alpha, const gy_array *A, double beta, gy_array *C,
             GError **error);

/* A[n, n] -> its lower Cholesky factor L, A = L L'; only the lower triangle is read, the upper one
 * is zeroed. Not positive definite: GY_ERR_NUMERIC naming the leading minor, and A is as it was.
 * LAPACK xPOTRF on one thread. */
bool gy_potrf(const gy_linalg_ctx *ctx, gy_array *A, GError **error);

/* Solves op(L) X = B in place of B[n, k], L[n, n] lower triangular (its upper triangle is not
 * read), op = transpose if `transpose`. Zero on the diagonal: GY_ERR_NUMERIC. Parallel over panels
 * of GY_PANEL columns of B. */
bool gy_trsm(const gy_linalg_ctx *ctx, const gy_array *L, bool transpose, gy_array *B,
             GError **error);

/* Symmetric A[n, n] (its lower triangle is read) = V diag(w) V'. values[n] rise; vectors[n, n] has
 * v_i in column i, its component of largest magnitude (the first of equals) positive. No
 * convergence: GY_ERR_NUMERIC. LAPACK xSYEVD on one thread; scratch about 3 n^2 values;
 * n <= 32766 (LAPACK counts its scratch in 32 bits). */
bool gy_eigh(const gy_linalg_ctx *ctx, const gy_array *A, gy_array *values, gy_array *vectors,
             GError **error);

/* A[m, n] = U[m, k] diag(s[k]) Vt[k, n], k = min(m, n); s falls and is >= 0; the component of
 * largest magnitude (the first of equals) of each column of U is positive. No convergence:
 * GY_ERR_NUMERIC. LAPACK xGESDD on one thread. */
bool gy_svd(const gy_linalg_ctx *ctx, const gy_array *A, gy_array *U, gy_array *s, gy_array *Vt,
            GError **error);

#endif
