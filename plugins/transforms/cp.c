/* SPDX-License-Identifier: MIT
 *
 * cp.c: see cp.h. One iteration goes twice over the tensor. The first pass keeps, for every (i, j),
 * sums over k of x c_r and of w c_r c_s: all that the updates of a and of b read. The second makes
 * the same sums over (i, j) for every k.
 */
#include "cp.h"

#define BLOCK 128 /* of the last axis, in the second pass */

typedef struct work {
    gy_call *call;
    const cp_tensor *t;
    cp_model *m;
    int64_t rank, pairs; /* pairs: rank (rank + 1) / 2 */
    double *ct;          /* [rank + pairs, k]: columns of c, then their products */
    double *line;        /* [i, j, rank + pairs]: sums over k */
    double *block;       /* [blocks, rank + pairs, BLOCK] */
    double *rest;        /* [i] */
    double penalty;      /* of squares of factors */
} work;

static int64_t add_up(int64_t a, int64_t b)
{
    int64_t sum = 0;
    return a < 0 || b < 0 || __builtin_add_overflow(a, b, &sum) ? -1 : sum;
}

static int64_t times(int64_t a, int64_t b)
{
    int64_t product = 0;
    return a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product) ? -1 : product;
}

int64_t cp_bytes(const int64_t *n, int64_t rank)
{
    int64_t sums = rank + rank * (rank + 1) / 2, blocks = n[2] / BLOCK + 1;
    int64_t values = add_up(times(times(n[0], n[1]), sums), times(n[2], sums));
    values = add_up(values, times(blocks * BLOCK, sums));
    return times(add_up(values, n[0]), 8);
}

int cp_read(gy_call *c, const gy_array *port, double *x, double *w, cp_tensor *out)
{
    int64_t at = 0;
    *out = (cp_tensor){{port->shape[0], port->shape[1], port->shape[2]}, x, w, 0};
    for (int64_t i = 0; i < out->n[0]; i++) {
        for (int64_t j = 0; j < out->n[1]; j++) {
            for (int64_t k = 0; k < out->n[2]; k++, at++) {
                double v = gy_element(port, i * port->stride[0] + j * port->stride[1] +
                                                k * port->stride[2]);
                int there = !isnan(v) && !(port->valid && !port->valid[at]);
                if (there && !(v >= 0 && v < 1e150)) {
                    return tr_fail(c, GY_DATA, "x",
                                   "entry [%lld, %lld, %lld] is %g: a non-negative factorisation "
                                   "takes 0 to 1e150",
                                   (long long)i, (long long)j, (long long)k, v);
                }
                w[at] = there;
                x[at] = there ? v : 0;
                out->square += x[at] * x[at];
            }
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    if (!(out->square > 0)) {
        return gy_fail(c, GY_DATA, "x", "all entries are 0 or missing");
    }
    return GY_OK;
}

int cp_draw(gy_call *c, const cp_tensor *t, int64_t start, cp_model *m)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t d = 0; d < 3; d++) {
        GY_TRY(rng->uniform(c, "first factors", start * 3 + d, t->n[d] * m->rank, m->factor[d]));
    }
    return GY_OK;
}

/* Minimises a'(G + p) a / 2 - a's over a >= 0 from where a is, coordinate by coordinate. g: the
 * upper triangle by rows. A coordinate that nothing depends on becomes 0. */
static void descend(int64_t rank, const double *s, const double *g, double p, double *a)
{
    for (int round = 0; round < 6; round++) {
        for (int64_t r = 0; r < rank; r++) {
            double rest = s[r], own = 0;
            for (int64_t q = 0, at = 0; q < rank; q++) {
                for (int64_t u = q; u < rank; u++, at++) {
                    own = q == r && u == r ? g[at] + p : own;
                    rest -= q == r && u != r ? g[at] * a[u] : 0;
                    rest -= u == r && q != r ? g[at] * a[q] : 0;
                }
            }
            a[r] = own > 0 ? fmax(0, rest / own) : 0;
        }
    }
}

/* sum of u[k] v[k], four partial sums. */
static double dot(const double *u, const double *v, int64_t n)
{
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int64_t k = 0;
    for (; k + 4 <= n; k += 4) {
        s0 += u[k] * v[k];
        s1 += u[k + 1] * v[k + 1];
        s2 += u[k + 2] * v[k + 2];
        s3 += u[k + 3] * v[k + 3];
    }
    for (; k < n; k++) {
        s0 += u[k] * v[k];
    }
    return (s0 + s1) + (s2 + s3);
}

/* ct from the last factor. */
static void columns(work *q)
{
    int64_t n = q->t->n[2], rank = q->rank, at = rank;
    const double *c = q->m->factor[2];
    for (int64_t k = 0; k < n; k++) {
        for (int64_t r = 0; r < rank; r++) {
            q->ct[r * n + k] = c[k * rank + r];
        }
    }
    for (int64_t r = 0; r < rank; r++) {
        for (int64_t s = r; s < rank; s++, at++) {
            for (int64_t k = 0; k < n; k++) {
                q->ct[at * n + k] = q->ct[r * n + k] * q->ct[s * n + k];
            }
        }
    }
}

/* Sums over k of row i of the first axis, for every j; body of a loop. */
static int lines(void *context, int64_t i)
{
    work *q = (work *)context;
    int64_t n1 = q->t->n[1], n2 = q->t->n[2], sums = q->rank + q->pairs;
    for (int64_t j = 0; j < n1; j++) {
        const double *x = q->t->x + (i * n1 + j) * n2, *w = q->t->w + (i * n1 + j) * n2;
        double *to = q->line + (i * n1 + j) * sums;
        for (int64_t s = 0; s < sums; s++) {
            to[s] = dot(s < q->rank ? x : w, q->ct + s * n2, n2);
        }
    }
    return q->call->host->stopped(q->call) ? GY_CANCELLED : GY_OK;
}

/* New rows of the first (d = 0) or second (d = 1) factor from the sums. */
static void update(work *q, int d)
{
    int64_t n1 = q->t->n[1], rank = q->rank, sums = rank + q->pairs;
    const double *other = q->m->factor[1 - d];
    for (int64_t i = 0; i < q->t->n[d]; i++) {
        double all[CP_MOST + CP_MOST * (CP_MOST + 1) / 2] = {0};
        for (int64_t j = 0; j < q->t->n[1 - d]; j++) {
            const double *from = q->line + (d == 0 ? i * n1 + j : j * n1 + i) * sums;
            const double *o = other + j * rank;
            for (int64_t r = 0, at = rank; r < rank; r++) {
                all[r] += from[r] * o[r];
                for (int64_t s = r; s < rank; s++, at++) {
                    all[at] += from[at] * o[r] * o[s];
                }
            }
        }
        descend(rank, all, all + rank, q->penalty, q->m->factor[d] + i * rank);
    }
}

/* Adds row (i, j), from k on, to the sums over (i, j); weight: a_r b_r. */
static void add_row(const work *q, int64_t row, int64_t k, int64_t n, const double *weight,
                    double *to)
{
    const double *x = q->t->x + row * q->t->n[2] + k, *w = q->t->w + row * q->t->n[2] + k;
    for (int64_t r = 0, at = q->rank; r < q->rank; r++) {
        for (int64_t p = 0; p < n; p++) {
            to[r * BLOCK + p] += weight[r] * x[p];
        }
        for (int64_t s = r; s < q->rank; s++, at++) {
            double both = weight[r] * weight[s];
            for (int64_t p = 0; both > 0 && p < n; p++) {
                to[at * BLOCK + p] += both * w[p];
            }
        }
    }
}

/* New rows of the last factor, a block of them; body of a loop. */
static int last(void *context, int64_t block)
{
    work *q = (work *)context;
    int64_t rank = q->rank, sums = rank + q->pairs, k = block * BLOCK, n1 = q->t->n[1];
    int64_t n = q->t->n[2] - k < BLOCK ? q->t->n[2] - k : BLOCK;
    double *to = q->block + block * sums * BLOCK, weight[CP_MOST], all[CP_MOST * (CP_MOST + 3) / 2];
    memset(to, 0, (size_t)(sums * BLOCK) * sizeof *to);
    for (int64_t row = 0; row < q->t->n[0] * n1; row++) {
        if (row % 256 == 0 && q->call->host->stopped(q->call)) {
            return GY_CANCELLED;
        }
        for (int64_t r = 0; r < rank; r++) {
            weight[r] = q->m->factor[0][row / n1 * rank + r] * q->m->factor[1][row % n1 * rank + r];
        }
        add_row(q, row, k, n, weight, to);
    }
    for (int64_t p = 0; p < n; p++) {
        for (int64_t s = 0; s < sums; s++) {
            all[s] = to[s * BLOCK + p];
        }
        descend(rank, all, all + rank, q->penalty, q->m->factor[2] + (k + p) * rank);
    }
    return GY_OK;
}

/* Sum over (j, k) of w (x - model)^2 in row i of the first axis. */
static double rest_of(const cp_tensor *t, const cp_model *m, int64_t i)
{
    double sum = 0, weight[CP_MOST];
    int64_t n1 = t->n[1], n2 = t->n[2], rank = m->rank;
    for (int64_t j = 0; j < n1; j++) {
        const double *x = t->x + (i * n1 + j) * n2, *w = t->w + (i * n1 + j) * n2;
        for (int64_t r = 0; r < rank; r++) {
            weight[r] = m->factor[0][i * rank + r] * m->factor[1][j * rank + r];
        }
        for (int64_t k = 0; k < n2; k++) {
            double d = x[k];
            for (int64_t r = 0; r < rank; r++) {
                d -= weight[r] * m->factor[2][k * rank + r];
            }
            sum += w[k] * d * d;
        }
    }
    return sum;
}

static int rests(void *context, int64_t i)
{
    work *q = (work *)context;
    q->rest[i] = rest_of(q->t, q->m, i);
    return q->call->host->stopped(q->call) ? GY_CANCELLED : GY_OK;
}

double cp_rest(const cp_tensor *t, const cp_model *m)
{
    double sum = 0;
    for (int64_t i = 0; i < t->n[0]; i++) {
        sum += rest_of(t, m, i);
    }
    return sum;
}

/* Makes the columns of a component equally long; what that leaves of the penalty's sum. */
static double balance(work *q)
{
    double total = 0;
    for (int64_t r = 0; r < q->rank; r++) {
        double square[3] = {0, 0, 0}, mean = 0;
        for (int d = 0; d < 3; d++) {
            for (int64_t i = 0; i < q->t->n[d]; i++) {
                double v = q->m->factor[d][i * q->rank + r];
                square[d] += v * v;
            }
        }
        mean = cbrt(square[0]) * cbrt(square[1]) * cbrt(square[2]);
        for (int d = 0; d < 3; d++) {
            double by = square[d] > 0 ? sqrt(mean / square[d]) : 0;
            for (int64_t i = 0; i < q->t->n[d]; i++) {
                q->m->factor[d][i * q->rank + r] *= by;
            }
        }
        total += 3 * mean;
    }
    return total;
}

int cp_fit(gy_call *c, const cp_tensor *t, cp_model *m, int64_t iterations, double tolerance,
           double ridge, double *space, double *error)
{
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    work q = {c, t, m, m->rank, m->rank * (m->rank + 1) / 2, space, 0, 0, 0, 0};
    int64_t sums = q.rank + q.pairs, blocks = (t->n[2] + BLOCK - 1) / BLOCK;
    if (!map) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.map/1");
    }
    q.penalty = ridge * pow(t->square, 2. / 3);
    q.line = q.ct + t->n[2] * sums;
    q.block = q.line + t->n[0] * t->n[1] * sums;
    q.rest = q.block + blocks * BLOCK * sums;
    for (int64_t it = 0, done = 0; it < iterations; it++) {
        if (done) {
            error[it] = error[it - 1];
            continue;
        }
        columns(&q);
        GY_TRY(map->each(c, t->n[0], lines, &q));
        for (int round = 0; round < 2; round++) {
            update(&q, 0);
            update(&q, 1);
        }
        GY_TRY(map->each(c, blocks, last, &q));
        double sum = q.penalty * balance(&q);
        GY_TRY(map->each(c, t->n[0], rests, &q));
        for (int64_t i = 0; i < t->n[0]; i++) {
            sum += q.rest[i];
        }
        error[it] = sqrt(sum / t->square);
        done = error[it] < 1e-8 || (it > 0 && error[it - 1] - error[it] < tolerance * error[it]);
    }
    return GY_OK;
}
