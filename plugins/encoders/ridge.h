/* SPDX-License-Identifier: MIT
 *
 * ridge.h: ridge regression of many targets, minimising |Yc - Xs w|^2 + alpha |w|^2 with an alpha
 * per target chosen on inner folds (Hoerl and Kennard 1970; one basis for all alphas and targets as
 * in Dupre la Tour et al. 2022). Nodes that include this define RIDGE_TEXT-based texts, and may
 * define RIDGE_TARGET, how the targets [row, t] are read (default: port y as it is).
 *
 * Primal, three passes: sums -> means; moments around the means -> bases of every inner fold and of
 * all rows; held-out rows -> scores -> alphas and weights. One alpha ends after the second pass.
 * Dual (more features than rows): one call with all rows, see ridge_dual.h.
 */
#ifndef GYRUS_RIDGE_H
#define GYRUS_RIDGE_H

#ifndef RIDGE_TARGET
#define RIDGE_TARGET(c) gy_get(c, "y")
#endif

#include "sugar.h"

static gy_array *rg_target(gy_call *c)
{
    return RIDGE_TARGET(c);
}

#include "ridge_dual.h"

/* State, statistics and parameters that all ridge nodes share; t: the targets' axis. */
#define RIDGE_ARRAYS(t)                                                                            \
    "state w         T[p, " t "]   | weights on the scale of x\n"                                  \
    "state intercept f64[" t "]    | per target\n"                                                 \
    "state alpha     f64[" t "]    | penalty in use per target\n"                                  \
    "stat n    f64[1]         | rows\n"                                                            \
    "stat sx   f64[p]         | pass 0: sums of x; pass 1: sums around the means\n"                \
    "stat sy   f64[" t "]     | the same of y\n"                                                   \
    "stat xx   f64[m, m]      | pass 1: products around the means\n"                               \
    "stat xy   f64[m, " t "]  | pass 1\n"                                                          \
    "stat count f64[fold]     | pass 2: rows held out\n"                                           \
    "stat hy   f64[fold, " t "] | pass 2: held-out targets\n"                                      \
    "stat hyy  f64[fold, " t "] | pass 2: their squares\n"                                         \
    "stat held f64[fold, sum, " t "] | pass 2: what the scores need, per alpha\n"                  \
    "temp mx   f64[p]         | means of x over all training rows\n"                               \
    "temp my   f64[" t "]     | means of y\n"                                                      \
    "temp mean f64[fold, p]   | means of an inner fold's training rows\n"                          \
    "temp sd   f64[fold, p]   | their standard deviations (1 if not asked for, or constant)\n"     \
    "temp ymean f64[fold, " t "]\n"                                                                \
    "temp e    f64[fold, q]   | eigenvalues\n"                                                     \
    "temp v    T[fold, q, q] | eigenvectors\n"                                                     \
    "temp z    T[fold, q, " t "] | targets in the eigenbasis\n"                                    \
    "temp mean_all f64[p]\n"                                                                       \
    "temp sd_all f64[p]\n"                                                                         \
    "temp ymean_all f64[" t "]\n"                                                                  \
    "temp e_all f64[q]\n"                                                                          \
    "temp v_all f64[q, q]\n"                                                                       \
    "temp z_all f64[q, " t "]\n"                                                                   \
    "temp a_held T[d, q] | rows in the basis of the inner fold that holds them out, if kept\n"     \
    "param alphas f64[a] = logspace(-1, 6, 15) >0 | penalties to choose from; one: no inner "      \
    "folds\n"                                                                                      \
    "param standardise bool = true | divide x by the sd (ddof 0) of the rows of this very fit\n"   \
    "param select choice(r2, r) = r2 | inner score: mean over inner folds of 1 - SSres / SStot, "  \
    "or "                                                                                          \
    "of Pearson r. Ties take the smallest alpha; targets without a score the largest\n"

#define RIDGE_NOTES                                                                                \
    "doc | Minimises |y - Xw|^2 + alpha |w|^2 on centred columns; the intercept is not "           \
    "penalised. "                                                                                  \
    "An inner fold centres and standardises with its own training rows. With more features than "  \
    "rows the kernel form is used, which gives the same weights.\n"                                \
    "licence | MIT\n"                                                                              \
    "cite | Hoerl, Kennard (1970), Technometrics 12, 55-67\n"                                      \
    "cite | Dupre la Tour, Eickenberg, Nunez-Elizalde, Gallant (2022), NeuroImage 264, 119728\n"

static int ridge_resolve(gy_call *c)
{
    gy_array *x = gy_get(c, "x"), *alphas = gy_get(c, "alphas");
    int64_t n = x->shape[0], p = x->shape[1], a = alphas ? alphas->shape[0] : 0;
    int dual = p > n && n > 0;
    if (a < 1) {
        return gy_fail(c, GY_PARAM, "alphas", "at least one alpha is needed");
    }
    GY_TRY(c->host->set_length(c, "m", dual ? 1 : p));
    GY_TRY(c->host->set_length(c, "q", dual ? n : p));
    /* d = 0: not kept, made again for every tile of targets, since it would be as large as x */
    GY_TRY(c->host->set_length(c, "d", a > 1 && (dual || n / 8 <= p) ? n : 0));
    GY_TRY(c->host->set_length(c, "sum", a == 1 ? 1 : gy_is(c, "select", "r") ? 3 * a : a));
    if (GY_HAS(c->host, set_inner) && c->host->set_inner) {
        GY_TRY(c->host->set_inner(c, a > 1));
    }
    return dual ? c->host->set_block_all(c, 1) : GY_OK;
}

static void rg_add_totals(const rg_mat *m, double *restrict sums)
{
    int64_t n = m->shape[1];
    for (int64_t i = 0; sums && i < m->shape[0]; i++) {
        const double *restrict d = rg_f64(m) + (m->a.bits == 64 ? i * n : 0);
        const float *restrict f = (const float *)m->a.data + (m->a.bits == 64 ? 0 : i * n);
        for (int64_t j = 0; m->a.bits == 64 && j < n; j++) {
            sums[j] += d[j];
        }
        for (int64_t j = 0; m->a.bits != 64 && j < n; j++) {
            sums[j] += (double)f[j];
        }
    }
}

/* Pass 0 and 1: sums, and products around the means (zero in pass 0). */
static int rg_add_moments(gy_call *c, const gy_linalg *la, const gy_array *x, const gy_array *y)
{
    double *n = gy_doubles(c, "n");
    const double *mx = gy_doubles(c, "mx"), *my = gy_doubles(c, "my");
    gy_array *xx = gy_get(c, "xx"), *xy = gy_get(c, "xy");
    rg_mat X, Y;
    int bits = c->pass ? rg_bits(c) : 64;
    if (n) {
        n[0] += (double)x->shape[0];
    }
    GY_TRY(rg_new(c, &Y, bits, y->shape[0], y->shape[1]));
    rg_centred(y, 0, my, 0, &Y);
    rg_add_totals(&Y, gy_doubles(c, "sy"));
    if (c->pass == 0 && !gy_get(c, "sx")) {
        return GY_OK;
    }
    GY_TRY(rg_new(c, &X, bits, x->shape[0], x->shape[1]));
    rg_centred(x, 0, mx, 0, &X);
    rg_add_totals(&X, gy_doubles(c, "sx"));
    if (c->pass == 0) {
        return GY_OK;
    }
    rg_turn(&X);
    if (xx) {
        GY_TRY(la->syrk(c, 1, &X.a, 1, xx));
    }
    return la->gemm(c, 1, &X.a, &Y.a, 1, xy);
}

/* A = rows of x that a fold holds out, in its basis; made in the first tile of targets and, if
 * there is room for it, kept for the others. */
static int rg_held_rows(gy_call *c, const gy_linalg *la, const gy_array *x, const rg_basis *b,
                        rg_mat *A)
{
    gy_array *store = gy_get(c, "a_held");
    int64_t rows = x->shape[0], room = store->shape[0];
    int keep = room > 0;
    for (int64_t i = 0; keep && i < rows; i++) {
        int64_t row = x->rows ? x->rows[i] : x->first + i;
        if (row < 0 || row >= room) {
            return gy_fail(c, GY_INTERNAL, "x", "a row beyond those of the axis");
        }
    }
    if (keep && !x->rows) {
        char *at = (char *)store->data + x->first * b->p * (b->bits / 8);
        rg_view(A, b->bits, at, rows, b->p);
    } else {
        GY_TRY(rg_new(c, A, b->bits, rows, b->p));
    }
    if (!keep || c->tile == 0) {
        rg_mat X, V;
        GY_TRY(rg_new(c, &X, b->bits, rows, b->p));
        rg_centred(x, 0, b->mean, b->sd, &X);
        rg_view(&V, b->bits, b->v, b->p, b->p);
        GY_TRY(la->gemm(c, 1, &X.a, &V.a, 0, &A->a));
    }
    if (keep && x->rows) {
        rg_move_rows(store, x->rows, 0, A, c->tile == 0);
    }
    return GY_OK;
}

static int ridge_add(gy_call *c)
{
    const gy_linalg *la = gy_la(c);
    gy_array *x = gy_get(c, "x"), *y = rg_target(c);
    if (!la || !y) {
        return gy_fail(c, la ? GY_MEMORY : GY_UNSUPPORTED, "y", "no gy.linalg/1, or no memory");
    }
    if (rg_is_dual(c) || x->shape[0] == 0) {
        return GY_OK;
    }
    if (c->pass < 2) {
        return rg_add_moments(c, la, x, y);
    }
    if (c->fold < 0) {
        return GY_OK;
    }
    rg_basis b = rg_basis_of(c, c->fold);
    rg_sums s = {gy_doubles(c, "count"),
                 gy_doubles(c, "hy"),
                 gy_doubles(c, "hyy"),
                 gy_doubles(c, "held"),
                 0,
                 0,
                 0,
                 0};
    rg_mat A;
    rg_sums_alphas(c, &s);
    GY_TRY(rg_held_rows(c, la, x, &b, &A));
    return rg_add_scores(c, la, c->fold, &b, &A, y, 0, &s);
}

#include "ridge_solve.h"

static int ridge_run(gy_call *c, const char *out)
{
    const gy_linalg *la = gy_la(c);
    gy_array *y = gy_get(c, out);
    const double *intercept = gy_doubles(c, "intercept");
    if (!la) {
        return gy_fail(c, GY_UNSUPPORTED, "x", "this host has no gy.linalg/1");
    }
    GY_TRY(la->gemm(c, 1, gy_get(c, "x"), gy_get(c, "w"), 0, y));
    int64_t n = y->shape[0], t = y->shape[1];
    for (int64_t i = 0; i < n; i++) {
        double *d = (double *)y->data + (y->bits == 64 ? i * t : 0);
        float *f = (float *)y->data + (y->bits == 64 ? 0 : i * t);
        for (int64_t j = 0; y->bits == 64 && j < t; j++) {
            d[j] += intercept[j];
        }
        for (int64_t j = 0; y->bits != 64 && j < t; j++) {
            f[j] = (float)((double)f[j] + intercept[j]);
        }
    }
    return GY_OK;
}

#endif
