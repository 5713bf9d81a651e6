/* SPDX-License-Identifier: MIT
 *
 * similarity.c: how alike every two rows are: y[i, j] = u_i . u_j with u the row divided by its
 * length, and less its own mean before that for a correlation. Blocks of rows are made unit rows
 * and multiplied, so that no copy of x is held.
 */
#include "../metrics/rows.h"
#include "common.h"

GY_SAY(
    text,
    "transform.similarity 1 | Similarity of every row with every other\n"
    "in    x T[row, ...]     | one row an item; axes after the first are flattened\n"
    "out   y f64[row, item]  | y[i, j]: similarity of rows i and j; symmetric, 1 on the diagonal\n"
    "param measure choice(correlation, cosine) = correlation | Pearson correlation over the "
    "values of two rows, or cosine of the angle between them\n"
    "doc | A row whose values are all equal has no correlation, and one of zeros no cosine: it is "
    "refused with its number. 1 - y is the dissimilarity matrix of representational similarity "
    "analysis.\n"
    "licence | MIT\n"
    "cite | Kriegeskorte, Mur, Bandettini (2008), Frontiers in Systems Neuroscience 2, 4\n");

#define BLOCK 128 /* rows made unit at a time */

typedef struct blocks {
    gy_call *c;
    const gy_array *x;
    const int64_t *offset;
    int64_t n, m;
    int centre;
    double *u[2], *out; /* [BLOCK, m], [BLOCK, BLOCK] */
} blocks;

/* Numbers of scratch; -1: too many. */
static int64_t room_for(int64_t n, int64_t m)
{
    int64_t block = n < BLOCK ? n : BLOCK;
    if (n > INT64_MAX / 64 / (n + 1) || m > INT64_MAX / 64 / 2 / BLOCK) {
        return -1;
    }
    return 2 * block * m + block * block;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = x->shape[0], m = gy_size_from(x, 1), room = room_for(n, m);
    if (room < 0) {
        return tr_fail(c, GY_SHAPE, "x", "%lld x %lld similarities do not fit in memory",
                       (long long)n, (long long)n);
    }
    GY_TRY(c->host->set_length(c, "item", n));
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, (room + m + 1) * (int64_t)sizeof(double), 0, 0);
}

static int load(const blocks *q, int side, int64_t first, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        int64_t from = (first + i) * q->x->stride[0];
        if (!mt_unit(q->x, from, 1, q->offset, q->m, q->centre, q->u[side] + i * q->m)) {
            return tr_fail(q->c, GY_DATA, "x",
                           q->centre ? "all values of row %lld are equal: it has no correlation"
                                     : "row %lld is zero: it has no angle",
                           (long long)tr_row(q->x, first + i));
        }
    }
    return GY_OK;
}

/* y of rows i .. i + a - 1 with rows j .. j + b - 1, and the other way round. */
static int multiply(const blocks *q, const gy_linalg *la, int64_t i, int64_t a, int64_t j,
                    int64_t b, double *y)
{
    int64_t left[2] = {a, q->m}, row[2] = {q->m, 1}, right[2] = {q->m, b}, column[2] = {1, q->m};
    int64_t shape[2] = {a, b}, stride[2] = {b, 1};
    gy_array A = {sizeof A, GY_FLOAT, 64, 0, 2, GY_DENSE, q->u[0], left, row, 0, 0, 0, 0, 0};
    gy_array B = {sizeof B, GY_FLOAT, 64, 0, 2, GY_DENSE, q->u[i != j],
                  right,    column,   0,  0, 0, 0,        0};
    gy_array C = {sizeof C, GY_FLOAT, 64, 0, 2, GY_DENSE, q->out, shape, stride, 0, 0, 0, 0, 0};
    GY_TRY(la->gemm(q->c, 1, &A, &B, 0, &C));
    for (int64_t u = 0; u < a; u++) {
        for (int64_t v = i == j ? u : 0; v < b; v++) {
            double s = i + u == j + v ? 1 : fmax(-1, fmin(1, q->out[u * b + v]));
            y[(i + u) * q->n + j + v] = s;
            y[(j + v) * q->n + i + u] = s;
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    const gy_linalg *la = gy_la(c);
    blocks q = {c, x, 0, x->shape[0], 0, gy_is(c, "measure", "correlation"), {0, 0}, 0};
    double *y = gy_doubles(c, "y");
    int64_t block = q.n < BLOCK ? q.n : BLOCK;
    q.offset = tr_columns(c, x, &q.m);
    double *room = (double *)tr_scratch(c, room_for(q.n, q.m), (int64_t)sizeof *room);
    if (!la) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.linalg/1");
    }
    if (!q.offset || !room) {
        return tr_memory(c, "x");
    }
    q.u[0] = room;
    q.u[1] = room + block * q.m;
    q.out = room + 2 * block * q.m;
    for (int64_t i = 0; i < q.n; i += BLOCK) {
        int64_t a = q.n - i < BLOCK ? q.n - i : BLOCK;
        GY_TRY(load(&q, 0, i, a));
        for (int64_t j = i; j < q.n; j += BLOCK) {
            int64_t b = q.n - j < BLOCK ? q.n - j : BLOCK;
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            GY_TRY(j == i ? GY_OK : load(&q, 1, j, b));
            GY_TRY(multiply(&q, la, i, a, j, b, y));
        }
        c->host->progress(c, (double)(i + a) / (double)q.n);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
