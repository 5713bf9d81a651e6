/* SPDX-License-Identifier: MIT
 *
 * v2v2.c: two-versus-two accuracy. For every pair i < j of test rows: is the sum of the distances
 * of matching rows below that of crossed ones? With unit rows p (predicted) and t (target) and S[i,
 * j] = t_i . p_j, the cosine distance is 1 - S, so pair (i, j) is right if S[i, i] + S[j, j] > S[i,
 * j] + S[j, i]. All n (n - 1) / 2 pairs count, block by block: S is never held whole.
 */
#include "groups.h"
#include "rows.h"

#include <math.h>

GY_SAY(
    text,
    "metric.v2v2 1 | Two-versus-two accuracy of predicted rows (2V2)\n"
    "in  predicted T[row, target]\n"
    "in  target    T[row, target]\n"
    "out accuracy f64[group] mean chance=0.5 bounds=0..1 best=high | share of the pairs of test "
    "rows "
    "whose matching cosine distances sum to less than the crossed ones; ties count half\n"
    "out pairs    f64[group] sum bounds=0..1e18 | pairs compared\n"
    "param by text optional | coordinate of the targets (roi): a score for each of its values\n"
    "block all\n"
    "doc | A pair lies within one test fold, never across two. Sums that are equal but for "
    "rounding (1e-12) are ties. The cosine with a row of zeros is 0. Cosines of rows look alike "
    "as long as every row has the same large mean: centre each target by its training mean.\n"
    "doc | Pairs share rows, so they are not independent: p comes from a permutation, not from a "
    "binomial.\n"
    "licence | MIT\n"
    "cite | Mitchell et al. (2008), Science 320, 1191-1195 (leave-two-out matching)\n"
    "cite | Oota, Arora, Rowtula, Gupta, Bapi (2022), arXiv:2204.08261\n");

#define BLOCK 256 /* rows of a block; S of a pair of blocks is 2 x 256 x 256 numbers */

typedef struct blocks {
    gy_call *c;
    const gy_linalg *la;
    const gy_array *x, *y;
    int64_t n, m;          /* rows, targets of this group */
    const int64_t *column; /* [m] */
    double *own;           /* [n] S[i, i] */
    double *p[2], *t[2];   /* [BLOCK, m] unit rows of blocks I and J */
    double *near, *far;    /* [BLOCK, BLOCK] S[I, J] and S[J, I]' */
} blocks;

static gy_array matrix(double *data, const int64_t *shape, const int64_t *stride)
{
    gy_array a = {0};
    a.size = sizeof a;
    a.code = GY_FLOAT;
    a.bits = 64;
    a.rank = 2;
    a.data = data;
    a.shape = shape;
    a.stride = stride;
    return a;
}

/* out[a, b] = s[a, m] t[b, m]' */
static int products(const blocks *q, double *s, int64_t a, double *t, int64_t b, double *out)
{
    int64_t left[2] = {a, q->m}, row[2] = {q->m, 1}, right[2] = {q->m, b}, column[2] = {1, q->m};
    int64_t shape[2] = {a, b}, stride[2] = {b, 1};
    gy_array A = matrix(s, left, row), B = matrix(t, right, column);
    gy_array C = matrix(out, shape, stride);
    return q->la->gemm(q->c, 1, &A, &B, 0, &C);
}

/* Unit rows first .. first + count - 1 into block `side`. */
static void load(const blocks *q, int side, int64_t first, int64_t count)
{
    for (int64_t u = 0; u < count; u++) {
        mt_unit_row(q->x, first + u, q->column, q->m, 0, q->p[side] + u * q->m);
        mt_unit_row(q->y, first + u, q->column, q->m, 0, q->t[side] + u * q->m);
    }
}

/* Right pairs (ties half) of rows i .. i + a - 1 with rows j .. j + b - 1, each pair once. */
static double right_pairs(const blocks *q, int64_t i, int64_t a, int64_t j, int64_t b)
{
    int64_t halves = 0;
    for (int64_t u = 0; u < a; u++) {
        const double *near = q->near + u * b, *far = q->far + u * b, *own = q->own + j;
        double mine = q->own[i + u];
        for (int64_t v = i == j ? u + 1 : 0; v < b; v++) {
            double gain = mine + own[v] - near[v] - far[v];
            halves += (gain > 1e-12) + (gain >= -1e-12);
        }
    }
    return (double)halves / 2;
}

static int count_pairs(const blocks *q, double *out_right)
{
    *out_right = 0;
    for (int64_t i = 0; i < q->n; i++) { /* own, once, with the rows of block 0 as room */
        if (i % 64 == 0 && q->c->host->stopped(q->c)) {
            return GY_CANCELLED;
        }
        load(q, 0, i, 1);
        q->own[i] = mt_dot(q->t[0], q->p[0], q->m);
    }
    for (int64_t i = 0; i < q->n; i += BLOCK) {
        int64_t a = q->n - i < BLOCK ? q->n - i : BLOCK;
        load(q, 0, i, a);
        for (int64_t j = i; j < q->n; j += BLOCK) {
            int64_t b = q->n - j < BLOCK ? q->n - j : BLOCK;
            if (q->c->host->stopped(q->c)) {
                return GY_CANCELLED;
            }
            load(q, 1, j, b);
            GY_TRY(products(q, q->t[0], a, q->p[1], b, q->near));
            GY_TRY(products(q, q->p[0], a, q->t[1], b, q->far));
            *out_right += right_pairs(q, i, a, j, b);
        }
        q->c->host->progress(q->c, (double)(i + a) / (double)q->n);
    }
    return GY_OK;
}

/* Numbers that n rows of m targets take; -1: too many. */
static int64_t room_for(int64_t n, int64_t m)
{
    int64_t block = n < BLOCK ? n : BLOCK;
    if (n > INT64_MAX / 64 || m > INT64_MAX / 64 / 4 / BLOCK) {
        return -1;
    }
    return n + 4 * block * m + 2 * block * block;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "predicted");
    int64_t room = room_for(x->shape[0], x->shape[1]);
    if (room < 0) {
        return gy_fail(c, GY_SHAPE, "predicted", "this many rows and targets do not fit in memory");
    }
    GY_TRY(mt_name_groups(c, x->shape[1]));
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    room += mt_groups_room(x->shape[1]);
    return c->host->set_scratch(c, room * (int64_t)sizeof(double), 0, 0);
}

/* Where the blocks of the largest group lie. */
static int lay_out(blocks *q, int64_t most)
{
    int64_t n = q->n, block = n < BLOCK ? n : BLOCK;
    q->own = (double *)q->c->host->scratch(q->c, room_for(n, most) * (int64_t)sizeof(double));
    if (!q->la) {
        return gy_fail(q->c, GY_UNSUPPORTED, "", "this host has no gy.linalg/1");
    }
    if (!q->own) {
        return gy_fail(q->c, GY_MEMORY, "predicted", "no memory for two blocks of rows");
    }
    for (int k = 0; k < 2; k++) {
        q->p[k] = q->own + n + 2 * k * block * most;
        q->t[k] = q->p[k] + block * most;
    }
    q->near = q->own + n + 4 * block * most;
    q->far = q->near + block * block;
    return GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "predicted"), *y = gy_get(c, "target");
    int64_t n = x->shape[0];
    double right = 0, pairs = n > 1 ? (double)n * (double)(n - 1) / 2 : 0;
    blocks q = {c, gy_la(c), x, y, n, 0, 0, 0, {0, 0}, {0, 0}, 0, 0};
    mt_groups g;
    GY_TRY(mt_group(c, x->shape[1], &g));
    GY_TRY(lay_out(&q, x->shape[1]));
    for (int64_t k = 0; k < g.n; k++) {
        q.m = g.first[k + 1] - g.first[k];
        q.column = g.column + g.first[k];
        GY_TRY(count_pairs(&q, &right));
        gy_doubles(c, "accuracy")[k] = n > 1 ? right / pairs : (double)NAN;
        gy_doubles(c, "pairs")[k] = pairs;
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
