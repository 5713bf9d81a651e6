/* SPDX-License-Identifier: Apache-2.0
 *
 * Cholesky factor and triangular solve. Both hand BLAS packed row-major memory, so that its
 * arguments, and with them the bits, are the same for every layout of the caller's arrays.
 */
#include <cblas.h>
#include <limits.h>

#include "compute/cpu/lapack.h"
#include "compute/cpu/linalg.h"
#include "compute/cpu/matrix.h"
#include "core/error.h"

static void zero_upper(const gy_matrix *a)
{
    for (int64_t i = 0; i < a->m; i++) {
        for (int64_t j = i + 1; j < a->n; j++) {
            char *at = a->data + (i * a->rs + j * a->cs) * gy_matrix_width(a);
            if (a->bits == 32) {
                *(float *)(void *)at = 0.0f;
            } else {
                *(double *)(void *)at = 0.0;
            }
        }
    }
}

bool gy_potrf(const gy_linalg_ctx *ctx, gy_array *A, GError **error)
{
    gy_matrix a;
    if (!gy_matrix_of(&a, "potrf", "A", A, 2, error) ||
        !gy_matrix_square(&a, "potrf", "A", error) ||
        !gy_matrix_out(&a, "potrf", "A", A, 2, a.m, a.m, a.bits, error) ||
        !gy_matrix_finite(&a, "potrf", "A", true, error)) {
        return false;
    }
    if (a.m == 0) {
        return true;
    }
    g_auto(gy_scratch) scratch = {0};
    uint64_t row = (uint64_t)a.m * (uint64_t)gy_matrix_width(&a);
    if (!gy_scratch_take(&scratch, ctx, "potrf", (uint64_t)a.m, row, error)) {
        return false;
    }
    gy_matrix packed = gy_matrix_rows(scratch.data, a.m, a.m, a.bits);
    gy_matrix_copy(&a, &packed);
    /* Row-major lower is column-major upper: A = U'U with U = L'. */
    blasint n = (blasint)a.m, info = 0;
    if (a.bits == 32) {
        spotrf_("U", &n, scratch.data, &n, &info, 1);
    } else {
        dpotrf_("U", &n, scratch.data, &n, &info, 1);
    }
    if (info != 0) {
        g_set_error(error, GY_ERROR, info > 0 ? GY_ERR_NUMERIC : GY_ERR_INTERNAL,
                    "potrf: A [%d, %d] is not positive definite: its leading minor of order %d "
                    "is not positive",
                    n, n, info);
        return false;
    }
    zero_upper(&packed);
    gy_matrix_copy(&packed, &a);
    return true;
}

/* One solve: L row-major with leading dimension ld, B in panels of GY_PANEL columns. */
typedef struct solve {
    gy_matrix l, b;
    bool transpose;
    gy_lanes *lanes;
} solve;

static void solve_panel(void *context, int64_t t)
{
    const solve *s = context;
    int64_t j = t * GY_PANEL, width = MIN(GY_PANEL, s->b.n - j);
    char *piece = gy_lanes_enter(s->lanes);
    gy_matrix part = gy_matrix_part(&s->b, 0, j, s->b.m, width);
    gy_matrix packed = gy_matrix_rows(piece, s->b.m, width, s->b.bits);
    gy_matrix_copy(&part, &packed);
    blasint n = (blasint)s->b.m, w = (blasint)width, ld = (blasint)s->l.rs;
    enum CBLAS_TRANSPOSE op = s->transpose ? CblasTrans : CblasNoTrans;
    if (s->b.bits == 32) {
        cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, op, CblasNonUnit, n, w, 1.0f,
                    (const float *)(const void *)s->l.data, ld, (float *)(void *)piece, w);
    } else {
        cblas_dtrsm(CblasRowMajor, CblasLeft, CblasLower, op, CblasNonUnit, n, w, 1.0,
                    (const double *)(const void *)s->l.data, ld, (double *)(void *)piece, w);
    }
    gy_matrix_copy(&packed, &part);
    gy_lanes_leave(s->lanes, piece);
}

static bool check_factor(const gy_matrix *l, GError **error)
{
    if (!gy_matrix_square(l, "trsm", "L", error) ||
        !gy_matrix_finite(l, "trsm", "L", true, error)) {
        return false;
    }
    for (int64_t i = 0; i < l->m; i++) {
        if (gy_matrix_get(l, i, i) == 0.0) {
            g_set_error(error, GY_ERROR, GY_ERR_NUMERIC,
                        "trsm: L[%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "] is 0: L is singular",
                        i, i);
            return false;
        }
    }
    return true;
}

bool gy_trsm(const gy_linalg_ctx *ctx, const gy_array *L, bool transpose, gy_array *B,
             GError **error)
{
    solve s = {.transpose = transpose};
    if (!gy_matrix_of(&s.l, "trsm", "L", L, 2, error) || !check_factor(&s.l, error) ||
        !gy_matrix_of(&s.b, "trsm", "B", B, 2, error) ||
        !gy_matrix_out(&s.b, "trsm", "B", B, 2, s.l.m, s.b.n, s.l.bits, error)) {
        return false;
    }
    if (s.b.m == 0 || s.b.n == 0) {
        return true;
    }
    uint64_t width = (uint64_t)gy_matrix_width(&s.l), rows = (uint64_t)s.l.m;
    g_auto(gy_scratch) packed = {0};
    if (s.l.cs != 1 || s.l.rs < s.l.n || s.l.rs > INT_MAX) {
        if (!gy_scratch_take(&packed, ctx, "trsm", rows, rows * width, error)) {
            return false;
        }
        gy_matrix to = gy_matrix_rows(packed.data, s.l.m, s.l.n, s.l.bits);
        gy_matrix_copy(&s.l, &to);
        s.l = to;
    }
    int64_t panels = s.b.n / GY_PANEL + (s.b.n % GY_PANEL != 0);
    g_auto(gy_lanes) lanes = {0};
    if (!gy_lanes_init(&lanes, ctx, "trsm", panels, rows * GY_PANEL * width, error)) {
        return false;
    }
    s.lanes = &lanes;
    return gy_ctx_loop(ctx, "trsm", panels, solve_panel, &s, error);
}
