/* SPDX-License-Identifier: Apache-2.0
 *
 * Matrices for the kernels: views of rank 2 (or 1, for values) with any strides, and copies between
 * them and packed scratch. Every layout question of the kernels is answered here, so that the
 * kernels themselves see packed row-major or column-major blocks.
 */
#ifndef GY_COMPUTE_CPU_MATRIX_H
#define GY_COMPUTE_CPU_MATRIX_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "gyrus.h"

/* Element [i, j] is data[i * rs + j * cs], in elements of `bits` 32 or 64. A vector of n values is
 * [n, 1]. */
typedef struct gy_matrix {
    char *data;
    int64_t m, n;
    int64_t rs, cs;
    int bits;
} gy_matrix;

/* A view of `array`, which must be dense f32 or f64 of the given rank (1 or 2), without a validity
 * mask. Messages begin with "op: name". GY_ERR_SHAPE, GY_ERR_DATA for a mask. [any] */
bool gy_matrix_of(gy_matrix *out, const char *op, const char *name, const gy_array *array, int rank,
                  GError **error);

/* As gy_matrix_of, for what the kernel writes: shape must be [m, n] (rank 1: [m]), dtype `bits`,
 * and no two elements may share memory (a zero stride). [any] */
bool gy_matrix_out(gy_matrix *out, const char *op, const char *name, const gy_array *array,
                   int rank, int64_t m, int64_t n, int bits, GError **error);

/* Fails with GY_ERR_SHAPE unless `a` is square and BLAS can count its rows in 32 bits. [any] */
bool gy_matrix_square(const gy_matrix *a, const char *op, const char *name, GError **error);

/* Bytes of one element. */
static inline int64_t gy_matrix_width(const gy_matrix *a)
{
    return a->bits / 8;
}

/* The part [i .. i + m, j .. j + n). */
gy_matrix gy_matrix_part(const gy_matrix *a, int64_t i, int64_t j, int64_t m, int64_t n);

/* Packed memory as a matrix: row-major [m, n] with ld = n, or column-major with ld = m. */
gy_matrix gy_matrix_rows(void *data, int64_t m, int64_t n, int bits);
gy_matrix gy_matrix_columns(void *data, int64_t m, int64_t n, int bits);

/* to[i, j] = from[i, j]; equal shapes and bits, memory that does not overlap. [any] */
void gy_matrix_copy(const gy_matrix *from, const gy_matrix *to);

/* The element as a double. */
double gy_matrix_get(const gy_matrix *a, int64_t i, int64_t j);

/* Fails with GY_ERR_NUMERIC and "op: A[3, 5] is nan, ..." at the first (in C order) element that is
 * NaN or infinite; with `lower` only j <= i is looked at. LAPACK may loop for ever on such. [any]
 */
bool gy_matrix_finite(const gy_matrix *a, const char *op, const char *name, bool lower,
                      GError **error);

#endif
