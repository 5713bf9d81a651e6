/* SPDX-License-Identifier: MIT
 *
 * adjusted_mutual_information.c: how much two groupings of the same rows agree beyond chance.
 *
 *   ami = (MI - E[MI]) / ((H_a + H_b) / 2 - E[MI])
 *
 * E: over all ways to deal the rows to groups of these sizes (hypergeometric). Grouping by
 * grouping; where both sides have several, columns are matched so that the sum is largest.
 */
#include "assign.h"

#include <math.h>
#include <string.h>

GY_SAY(
    text,
    "metric.adjusted-mutual-information 1 | How much two groupings agree, beyond chance\n"
    "in  predicted i64[row, p] | groups as whole numbers; a column per grouping\n"
    "in  target    i64[row, t]\n"
    "out ami     f64[t] mean best=high chance=0 | of each column of target with its partner: 1 "
    "equal "
    "groupings, 0 on average for random ones\n"
    "out all     f64[] mean best=high chance=0 | mean of ami over the columns of target, 0 for one "
    "without a partner\n"
    "out nmi     f64[t] mean best=high bounds=0..1 | mutual information over the mean entropy\n"
    "out partner i64[t] none | the column of predicted; -1: none is left, and ami is NaN\n"
    "block all\n"
    "doc | Equal to scikit-learn's adjusted_mutual_info_score with arithmetic averaging, two "
    "groupings of one group each included (1). Columns are matched by the assignment with the "
    "largest sum of ami.\n"
    "licence | MIT\n"
    "cite | Vinh, Epps & Bailey (2010), Journal of Machine Learning Research 11, 2837-2854\n");

/* One column as codes 0 .. n - 1 in the order in which groups appear, and how many rows each has.
 */
typedef struct groups {
    int64_t n, *code, *size;
} groups;

static int64_t value(const gy_array *a, int64_t i, int64_t j)
{
    return ((const int64_t *)a->data)[i * a->stride[0] + j * a->stride[1]];
}

/* seen[rows]: scratch. */
static void read_groups(const gy_array *a, int64_t j, int64_t *seen, groups *g)
{
    g->n = 0;
    for (int64_t i = 0; i < a->shape[0]; i++) {
        int64_t v = value(a, i, j), k = 0;
        while (k < g->n && seen[k] != v) {
            k++;
        }
        if (k == g->n) {
            seen[g->n] = v;
            g->size[g->n++] = 0;
        }
        g->code[i] = k;
        g->size[k]++;
    }
}

static double entropy(const groups *g, double n)
{
    double h = 0;
    for (int64_t k = 0; k < g->n; k++) {
        h -= (double)g->size[k] / n * log((double)g->size[k] / n);
    }
    return h;
}

/* Mutual information of two groupings; table[a.n x b.n]: scratch. */
static double information(const groups *a, const groups *b, int64_t rows, double *table)
{
    double mi = 0, n = (double)rows;
    memset(table, 0, (size_t)(a->n * b->n) * sizeof *table);
    for (int64_t i = 0; i < rows; i++) {
        table[a->code[i] * b->n + b->code[i]] += 1;
    }
    for (int64_t k = 0; k < a->n * b->n; k++) {
        double m = table[k], u = (double)a->size[k / b->n], v = (double)b->size[k % b->n];
        mi += m > 0 ? m / n * log(n * m / (u * v)) : 0;
    }
    return mi;
}

/* Expected mutual information; f[k] = ln k!. */
static double expected(gy_call *c, const groups *a, const groups *b, int64_t rows, const double *f)
{
    double sum = 0, n = (double)rows;
    for (int64_t i = 0; i < a->n && !c->host->stopped(c); i++) {
        for (int64_t j = 0; j < b->n; j++) {
            int64_t u = a->size[i], v = b->size[j], lo = u + v - rows, hi = u < v ? u : v;
            for (int64_t m = lo > 1 ? lo : 1; m <= hi; m++) {
                double p = f[u] + f[v] + f[rows - u] + f[rows - v] - f[rows] - f[m] - f[u - m] -
                           f[v - m] - f[rows - u - v + m];
                sum += (double)m / n * log(n * (double)m / ((double)u * (double)v)) * exp(p);
            }
        }
    }
    return sum;
}

static void compare(gy_call *c, const groups *a, const groups *b, int64_t rows, double *table,
                    const double *f, double *out_ami, double *out_nmi)
{
    double mean = (entropy(a, (double)rows) + entropy(b, (double)rows)) / 2;
    double mi = information(a, b, rows, table);
    if ((a->n == 1 && b->n == 1) || (a->n == rows && b->n == rows)) {
        *out_ami = *out_nmi = 1; /* as scikit-learn: nothing to tell apart on either side */
        return;
    }
    double e = expected(c, a, b, rows, f), rest = mean - e, least = 2.220446049250313e-16;
    rest = rest < 0 ? fmin(rest, -least) : fmax(rest, least);
    *out_ami = fmin(1, (mi - e) / rest);
    *out_nmi = mean > 0 ? fmax(0, fmin(1, mi / mean)) : 1;
}

typedef struct space {
    groups a, b;
    int64_t *seen, *to;
    double *table, *f, *ami, *nmi;
    void *assign;
} space;

static int64_t bytes_of(const gy_array *p, const gy_array *t)
{
    int64_t n = p->shape[0], square = 0, cells = 0;
    if (__builtin_mul_overflow(n, n, &square) || square > INT64_MAX / 64 ||
        __builtin_mul_overflow(p->shape[1], t->shape[1], &cells) || cells > INT64_MAX / 64) {
        return -1;
    }
    return 8 * (5 * n + square + n + 1 + 2 * cells + t->shape[1]) +
           as_bytes(t->shape[1], p->shape[1]);
}

static int make_space(gy_call *c, const gy_array *p, const gy_array *t, space *s)
{
    int64_t n = p->shape[0], cells = p->shape[1] * t->shape[1], bytes = bytes_of(p, t);
    int64_t *room = bytes < 0 ? 0 : (int64_t *)c->host->scratch(c, bytes);
    if (!room) {
        return gy_fail(c, GY_MEMORY, "predicted", "no memory to compare so many rows");
    }
    s->a.code = room;
    s->a.size = room + n;
    s->b.code = room + 2 * n;
    s->b.size = room + 3 * n;
    s->seen = room + 4 * n;
    s->to = room + 5 * n;
    s->table = (double *)(void *)(s->to + t->shape[1]);
    s->f = s->table + n * n;
    s->ami = s->f + n + 1;
    s->nmi = s->ami + cells;
    s->assign = s->nmi + cells;
    for (int64_t k = 0; k <= n; k++) {
        s->f[k] = k > 0 ? s->f[k - 1] + log((double)k) : 0;
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    const gy_array *p = gy_get(c, "predicted"), *t = gy_get(c, "target");
    int64_t bytes = bytes_of(p, t);
    if (bytes < 0) {
        return gy_fail(c, GY_SHAPE, "predicted", "too many rows or columns to compare");
    }
    return c->host->set_scratch(c, bytes, 0, 0);
}

static void write_partners(gy_call *c, const space *s, int64_t columns, int64_t targets)
{
    double *ami = gy_doubles(c, "ami"), *nmi = gy_doubles(c, "nmi"), *all = gy_doubles(c, "all");
    double sum = 0;
    gy_array *partner = gy_get(c, "partner");
    for (int64_t j = 0; j < targets; j++) {
        int64_t k = s->to[j];
        sum += k < 0 ? 0 : s->ami[j * columns + k];
        if (ami) {
            ami[j] = k < 0 ? (double)NAN : s->ami[j * columns + k];
        }
        if (nmi) {
            nmi[j] = k < 0 ? (double)NAN : s->nmi[j * columns + k];
        }
        if (partner) {
            ((int64_t *)partner->data)[j] = k;
        }
    }
    if (all) {
        all[0] = sum / (double)targets;
    }
}

static int solve(gy_call *c)
{
    const gy_array *p = gy_get(c, "predicted"), *t = gy_get(c, "target");
    int64_t n = p->shape[0], columns = p->shape[1], targets = t->shape[1];
    space s;
    if (n < 1) {
        return gy_fail(c, GY_DATA, "predicted", "there are no rows");
    }
    GY_TRY(make_space(c, p, t, &s));
    for (int64_t j = 0; j < targets; j++) {
        read_groups(t, j, s.seen, &s.b);
        for (int64_t k = 0; k < columns; k++) {
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            read_groups(p, k, s.seen, &s.a);
            compare(c, &s.a, &s.b, n, s.table, s.f, &s.ami[j * columns + k],
                    &s.nmi[j * columns + k]);
        }
    }
    if (c->host->stopped(c)) {
        return GY_CANCELLED;
    }
    as_best(targets, columns, s.ami, s.to, s.assign);
    write_partners(c, &s, columns, targets);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
