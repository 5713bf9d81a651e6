/* SPDX-License-Identifier: Apache-2.0 */
#include "compute/cpu/matrix.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "core/error.h"

/* Copies go in squares of this side, so that of a transposing copy both sides stay in cache. */
#define SQUARE 32

bool gy_matrix_of(gy_matrix *out, const char *op, const char *name, const gy_array *array, int rank,
                  GError **error)
{
    if (!array || array->rank != rank || array->layout != GY_DENSE) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: %s must be a dense array of rank %d%s", op,
                    name, rank, array ? "" : ", but there is none");
        return false;
    }
    if (array->code != GY_FLOAT || (array->bits != 32 && array->bits != 64)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: %s must be f32 or f64", op, name);
        return false;
    }
    for (int r = 0; r < rank; r++) {
        if (array->shape[r] < 0) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: %s has a negative length", op, name);
            return false;
        }
    }
    bool empty = array->shape[0] == 0 || (rank == 2 && array->shape[1] == 0);
    if (!array->data && !empty) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: %s has no data", op, name);
        return false;
    }
    if (array->valid) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "%s: %s has a mask of missing values; linear algebra takes none", op, name);
        return false;
    }
    *out = (gy_matrix){.data = array->data,
                       .m = array->shape[0],
                       .n = rank == 2 ? array->shape[1] : 1,
                       .rs = array->stride[0],
                       .cs = rank == 2 ? array->stride[1] : 1,
                       .bits = array->bits};
    return true;
}

bool gy_matrix_out(gy_matrix *out, const char *op, const char *name, const gy_array *array,
                   int rank, int64_t m, int64_t n, int bits, GError **error)
{
    gy_matrix view;
    if (!gy_matrix_of(&view, op, name, array, rank, error)) {
        return false;
    }
    if (view.m != m || view.n != n) {
        g_autofree char *got =
            rank == 2
                ? g_strdup_printf("[%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "]", view.m, view.n)
                : g_strdup_printf("[%" G_GINT64_FORMAT "]", view.m);
        g_autofree char *want =
            rank == 2 ? g_strdup_printf("[%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "]", m, n)
                      : g_strdup_printf("[%" G_GINT64_FORMAT "]", m);
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: %s is %s, but must be %s", op, name, got,
                    want);
        return false;
    }
    if (view.bits != bits) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: %s is f%d, but must be f%d", op, name,
                    view.bits, bits);
        return false;
    }
    if ((m > 1 && view.rs == 0) || (n > 1 && view.cs == 0)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "%s: %s is written, so its strides must not be 0", op, name);
        return false;
    }
    *out = view;
    return true;
}

bool gy_matrix_square(const gy_matrix *a, const char *op, const char *name, GError **error)
{
    if (a->m != a->n || a->m > INT_MAX) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "%s: %s is [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "], but must be square%s",
                    op, name, a->m, a->n, a->m == a->n ? " with at most 2147483647 rows" : "");
        return false;
    }
    return true;
}

gy_matrix gy_matrix_part(const gy_matrix *a, int64_t i, int64_t j, int64_t m, int64_t n)
{
    gy_matrix part = *a;
    part.data += (i * a->rs + j * a->cs) * gy_matrix_width(a);
    part.m = m;
    part.n = n;
    return part;
}

gy_matrix gy_matrix_rows(void *data, int64_t m, int64_t n, int bits)
{
    return (gy_matrix){.data = data, .m = m, .n = n, .rs = n, .cs = 1, .bits = bits};
}

gy_matrix gy_matrix_columns(void *data, int64_t m, int64_t n, int bits)
{
    return (gy_matrix){.data = data, .m = m, .n = n, .rs = 1, .cs = m, .bits = bits};
}

/* One square of at most SQUARE x SQUARE; the unit stride of the target, if any, is the inner loop.
 */
#define DEFINE_COPY(T)                                                                             \
    static void copy_##T(const gy_matrix *from, const gy_matrix *to)                               \
    {                                                                                              \
        bool by_rows = to->cs == 1 || to->rs != 1;                                                 \
        int64_t outer = by_rows ? from->m : from->n, inner = by_rows ? from->n : from->m;          \
        int64_t from_outer = by_rows ? from->rs : from->cs;                                        \
        int64_t from_inner = by_rows ? from->cs : from->rs;                                        \
        int64_t to_outer = by_rows ? to->rs : to->cs, to_inner = by_rows ? to->cs : to->rs;        \
        for (int64_t i = 0; i < outer; i++) {                                                      \
            const T *source = (const T *)(const void *)from->data + i * from_outer;                \
            T *target = (T *)(void *)to->data + i * to_outer;                                      \
            if (from_inner == 1 && to_inner == 1) {                                                \
                memcpy(target, source, (size_t)inner * sizeof(T));                                 \
            } else {                                                                               \
                for (int64_t j = 0; j < inner; j++) {                                              \
                    target[j * to_inner] = source[j * from_inner];                                 \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
DEFINE_COPY(float)
DEFINE_COPY(double)

static void copy_part(const gy_matrix *from, const gy_matrix *to)
{
    if (from->bits == 32) {
        copy_float(from, to);
    } else {
        copy_double(from, to);
    }
}

void gy_matrix_copy(const gy_matrix *from, const gy_matrix *to)
{
    if ((from->cs == 1 && to->cs == 1) || (from->rs == 1 && to->rs == 1)) {
        copy_part(from, to);
        return;
    }
    for (int64_t i = 0; i < from->m; i += SQUARE) {
        for (int64_t j = 0; j < from->n; j += SQUARE) {
            int64_t m = MIN(SQUARE, from->m - i), n = MIN(SQUARE, from->n - j);
            gy_matrix source = gy_matrix_part(from, i, j, m, n);
            gy_matrix target = gy_matrix_part(to, i, j, m, n);
            copy_part(&source, &target);
        }
    }
}

double gy_matrix_get(const gy_matrix *a, int64_t i, int64_t j)
{
    const char *at = a->data + (i * a->rs + j * a->cs) * gy_matrix_width(a);
    return a->bits == 32 ? (double)*(const float *)(const void *)at
                         : *(const double *)(const void *)at;
}

bool gy_matrix_finite(const gy_matrix *a, const char *op, const char *name, bool lower,
                      GError **error)
{
    for (int64_t i = 0; i < a->m; i++) {
        int64_t end = lower ? MIN(i + 1, a->n) : a->n;
        for (int64_t j = 0; j < end; j++) {
            double value = gy_matrix_get(a, i, j);
            if (!isfinite(value)) {
                g_set_error(error, GY_ERROR, GY_ERR_NUMERIC,
                            "%s: %s[%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                            "] is %s, but every value must be finite",
                            op, name, i, j, isnan(value) ? "NaN" : "infinite");
                return false;
            }
        }
    }
    return true;
}
