/* SPDX-License-Identifier: Apache-2.0
 *
 * Eigenvectors of symmetric matrices and singular values, by LAPACK's divide and conquer on one
 * thread. LAPACK gets packed column-major copies; signs are fixed on the way out, since LAPACK's
 * own are an accident of its kernels. Within an eigenspace of dimension > 1 the basis stays such an
 * accident: only the space means anything.
 */
#include <cblas.h>
#include <limits.h>
#include <math.h>

#include "compute/cpu/lapack.h"
#include "compute/cpu/linalg.h"
#include "compute/cpu/matrix.h"
#include "core/error.h"

/* Multiplies vector j (column, or row if `rows`) by -1. */
static void negate(const gy_matrix *a, int64_t j, bool rows)
{
    int64_t length = rows ? a->n : a->m;
    for (int64_t i = 0; i < length; i++) {
        char *at =
            a->data + (rows ? j * a->rs + i * a->cs : i * a->rs + j * a->cs) * gy_matrix_width(a);
        if (a->bits == 32) {
            *(float *)(void *)at = -*(float *)(void *)at;
        } else {
            *(double *)(void *)at = -*(double *)(void *)at;
        }
    }
}

/* Makes the component of largest magnitude, the first of equals, of each of the first k columns
 * positive; `partner` rows, if given, follow. */
static void fix_signs(const gy_matrix *columns, int64_t k, const gy_matrix *partner)
{
    for (int64_t j = 0; j < k; j++) {
        double largest = 0.0;
        for (int64_t i = 0; i < columns->m; i++) {
            double value = gy_matrix_get(columns, i, j);
            largest = fabs(value) > fabs(largest) ? value : largest;
        }
        if (largest < 0.0) {
            negate(columns, j, false);
            if (partner) {
                negate(partner, j, true);
            }
        }
    }
}

static bool converged(const char *op, const gy_matrix *a, blasint info, GError **error)
{
    if (info == 0) {
        return true;
    }
    g_set_error(error, GY_ERROR, info > 0 ? GY_ERR_NUMERIC : GY_ERR_INTERNAL,
                "%s: A [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                "]: LAPACK did not converge (info %d)",
                op, a->m, a->n, info);
    return false;
}

/* LAPACK counts scratch in 32 bits. */
static bool countable(const char *op, const gy_matrix *a, double work, GError **error)
{
    if (work <= (double)INT_MAX) {
        return true;
    }
    g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                "%s: A [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                "] is too large for LAPACK, whose scratch must have less than 2^31 values",
                op, a->m, a->n);
    return false;
}

bool gy_eigh(const gy_linalg_ctx *ctx, const gy_array *A, gy_array *values, gy_array *vectors,
             GError **error)
{
    gy_matrix a, w, v;
    if (!gy_matrix_of(&a, "eigh", "A", A, 2, error) || !gy_matrix_square(&a, "eigh", "A", error) ||
        !gy_matrix_out(&w, "eigh", "values", values, 1, a.m, 1, a.bits, error) ||
        !gy_matrix_out(&v, "eigh", "vectors", vectors, 2, a.m, a.m, a.bits, error) ||
        !gy_matrix_finite(&a, "eigh", "A", true, error)) {
        return false;
    }
    double size = (double)a.m;
    if (a.m == 0 || !countable("eigh", &a, 1.0 + 6.0 * size + 2.0 * size * size, error)) {
        return a.m == 0;
    }
    /* One block: the matrix [n, n], values [n], work; then the integers. Sizes from dsyevd's text.
     */
    blasint n = (blasint)a.m, lwork = 1 + 6 * n + 2 * n * n, liwork = 3 + 5 * n, info = 0;
    uint64_t width = (uint64_t)gy_matrix_width(&a), rows = (uint64_t)n;
    g_auto(gy_scratch) real = {0};
    g_auto(gy_scratch) whole = {0};
    if (!gy_scratch_take(&real, ctx, "eigh", rows * rows + rows + (uint64_t)lwork, width, error) ||
        !gy_scratch_take(&whole, ctx, "eigh", (uint64_t)liwork, sizeof(blasint), error)) {
        return false;
    }
    gy_matrix packed = gy_matrix_columns(real.data, a.m, a.m, a.bits);
    gy_matrix_copy(&a, &packed);
    char *found = (char *)real.data + rows * rows * width, *work = found + rows * width;
    if (a.bits == 32) {
        ssyevd_("V", "L", &n, real.data, &n, (float *)(void *)found, (float *)(void *)work, &lwork,
                whole.data, &liwork, &info, 1, 1);
    } else {
        dsyevd_("V", "L", &n, real.data, &n, (double *)(void *)found, (double *)(void *)work,
                &lwork, whole.data, &liwork, &info, 1, 1);
    }
    if (!converged("eigh", &a, info, error)) {
        return false;
    }
    fix_signs(&packed, a.m, NULL);
    gy_matrix result = gy_matrix_rows(found, a.m, 1, a.bits);
    gy_matrix_copy(&result, &w);
    gy_matrix_copy(&packed, &v);
    return true;
}

/* Packed column-major operands of xGESDD, all in one block of scratch. */
typedef struct svd_work {
    gy_matrix a, u, s, vt; /* [m, n], [m, k], [k, 1], [k, n] */
    char *work;
    blasint lwork;
    blasint *integers; /* [8 k] */
} svd_work;

static blasint call_gesdd(const svd_work *x, void *work, blasint lwork)
{
    blasint m = (blasint)x->a.m, n = (blasint)x->a.n, k = MIN(m, n), info = 0;
    if (x->a.bits == 32) {
        sgesdd_("S", &m, &n, (float *)(void *)x->a.data, &m, (float *)(void *)x->s.data,
                (float *)(void *)x->u.data, &m, (float *)(void *)x->vt.data, &k, work, &lwork,
                x->integers, &info, 1);
    } else {
        dgesdd_("S", &m, &n, (double *)(void *)x->a.data, &m, (double *)(void *)x->s.data,
                (double *)(void *)x->u.data, &m, (double *)(void *)x->vt.data, &k, work, &lwork,
                x->integers, &info, 1);
    }
    return info;
}

/* The scratch LAPACK would like. Its answer in f32 may be rounded down: take a little more, and
 * never less than its documented minimum 4 k^2 + 7 k (and k 3 + max(m, n) for thin ones). */
static double wanted_work(int64_t m, int64_t n, int bits)
{
    union {
        float f32;
        double f64;
    } best = {.f64 = 0.0};
    svd_work x = {.a = {.m = m, .n = n, .bits = bits}};
    call_gesdd(&x, &best, -1);
    double asked = bits == 32 ? (double)best.f32 * (1.0 + 1e-6) + 1.0 : best.f64;
    double k = (double)MIN(m, n);
    return fmax(ceil(asked), 4.0 * k * k + 7.0 * k + (double)MAX(m, n));
}

/* Lays the parts out in `memory`, which has room for all of them. */
static void lay_out(svd_work *x, char *memory, int64_t m, int64_t n, int bits)
{
    int64_t k = MIN(m, n), width = bits / 8;
    x->a = gy_matrix_columns(memory, m, n, bits);
    x->u = gy_matrix_columns(x->a.data + m * n * width, m, k, bits);
    x->vt = gy_matrix_columns(x->u.data + m * k * width, k, n, bits);
    x->s = gy_matrix_columns(x->vt.data + k * n * width, k, 1, bits);
    x->work = x->s.data + k * width;
}

bool gy_svd(const gy_linalg_ctx *ctx, const gy_array *A, gy_array *U, gy_array *s, gy_array *Vt,
            GError **error)
{
    gy_matrix a, u, sv, vt;
    if (!gy_matrix_of(&a, "svd", "A", A, 2, error)) {
        return false;
    }
    int64_t k = MIN(a.m, a.n);
    if (!gy_matrix_out(&u, "svd", "U", U, 2, a.m, k, a.bits, error) ||
        !gy_matrix_out(&sv, "svd", "s", s, 1, k, 1, a.bits, error) ||
        !gy_matrix_out(&vt, "svd", "Vt", Vt, 2, k, a.n, a.bits, error) ||
        !gy_matrix_finite(&a, "svd", "A", false, error)) {
        return false;
    }
    if (k == 0) {
        return true;
    }
    if (!countable("svd", &a, (double)MAX(a.m, a.n), error)) {
        return false;
    }
    double wanted = wanted_work(a.m, a.n, a.bits);
    double total = wanted + (double)k * (double)(a.m + a.n + 1) + (double)a.m * (double)a.n;
    if (!countable("svd", &a, wanted, error) || !countable("svd", &a, total / 1e6, error)) {
        return false;
    }
    g_auto(gy_scratch) real = {0};
    g_auto(gy_scratch) whole = {0};
    if (!gy_scratch_take(&real, ctx, "svd", (uint64_t)total, (uint64_t)gy_matrix_width(&a),
                         error) ||
        !gy_scratch_take(&whole, ctx, "svd", (uint64_t)k * 8, sizeof(blasint), error)) {
        return false;
    }
    svd_work x = {.lwork = (blasint)wanted, .integers = whole.data};
    lay_out(&x, real.data, a.m, a.n, a.bits);
    gy_matrix_copy(&a, &x.a);
    if (!converged("svd", &a, call_gesdd(&x, x.work, x.lwork), error)) {
        return false;
    }
    fix_signs(&x.u, k, &x.vt);
    gy_matrix_copy(&x.u, &u);
    gy_matrix_copy(&x.s, &sv);
    gy_matrix_copy(&x.vt, &vt);
    return true;
}
