/* SPDX-License-Identifier: MIT
 *
 * detrend.c: x less its least-squares polynomial over the row number, segment by segment.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.detrend 1 | Remove a polynomial trend from each column, segment by segment\n"
    "in    x     T[row, ...] | values\n"
    "out   y     T[row, ...] | residuals of the least-squares polynomial in the row number\n"
    "param order i64 = 1 0..16 | 0: the mean only; 1: a straight line; 2 and more: polynomials\n"
    "reach y.row segment\n"
    "doc | Order 1 equals scipy.signal.detrend(x, axis=0) on each segment. Rows are taken to be "
    "equally "
    "far apart.\n"
    "licence | MIT\n"
    "cite | scipy.signal.detrend, SciPy 1.0, Virtanen et al. 2020, Nature Methods 17, 261-272\n");

/* Legendre-like start: powers of t in [-1, 1], one row of q[order + 1, n] each. */
static void powers(double *q, int64_t order, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        double t = n > 1 ? 2 * (double)i / (double)(n - 1) - 1 : 0, p = 1;
        for (int64_t j = 0; j <= order; j++) {
            q[j * n + i] = p;
            p *= t;
        }
    }
}

static int detrend(gy_call *c, const gy_array *x, gy_array *y, int64_t order, int64_t lo,
                   int64_t hi, double *space)
{
    int64_t n = hi - lo, m = 0, *col = tr_columns(c, x, &m);
    double *q = space, *v = space + (order + 1) * n;
    if (!col) {
        return tr_memory(c, "x");
    }
    powers(q, order, n);
    int64_t rank = tr_orthonormal(q, order + 1, n);
    for (int64_t k = 0; k < m; k++) {
        for (int64_t i = 0; i < n; i++) {
            v[i] = gy_element(x, (lo + i) * x->stride[0] + col[k]);
        }
        tr_residual(q, rank, n, v);
        for (int64_t i = 0; i < n; i++) {
            tr_put(y, (lo + i) * m + k, v[i]);
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t order = gy_integer(c, "order"), n = 0, *cut = tr_cuts(c, "x.row", x, &n);
    double *space = (double *)tr_scratch(c, x->shape[0] + 1, (order + 2) * (int64_t)sizeof *space);
    if (!cut || !space) {
        return tr_memory(c, "x");
    }
    for (int64_t s = 0; s < n; s++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        if (cut[s + 1] - cut[s] <= order) {
            return tr_fail(c, GY_DATA, "order",
                           "a segment has %lld rows: a polynomial of order %lld leaves nothing of "
                           "it",
                           (long long)(cut[s + 1] - cut[s]), (long long)order);
        }
        GY_TRY(detrend(c, x, y, order, cut[s], cut[s + 1], space));
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t order = gy_integer(c, "order");
    if (order < 0 || order > 16) {
        return gy_fail(c, GY_PARAM, "order", "the order of the polynomial is 0 to 16");
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
