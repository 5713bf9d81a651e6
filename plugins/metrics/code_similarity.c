/* SPDX-License-Identifier: MIT
 *
 * code_similarity.c: do similar inputs have similar codes? Over pairs of rows: similarity of the
 * inputs |a b| / sqrt(|a| |b|) (shared active cells), overlap of the codes = share of modules with
 * the same winner.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "metric.code-similarity 1 | Do similar inputs have similar codes?\n"
    "in    x    real[row, cell]      | inputs; cells above 0 are active\n"
    "in    code real[row, winner]    | winner of each module; below 0: the module is silent\n"
    "out   rank f64[] mean chance=0 bounds=-1..1 best=high | Spearman correlation of similarity "
    "and overlap over pairs of rows\n"
    "out   overlap f64[] mean bounds=0..1 | mean overlap\n"
    "out   same  f64[] mean bounds=0..1 | mean overlap of pairs with the same input; NaN without "
    "any\n"
    "out   deviation f64[] mean      | (overlap - 1 / units) / sqrt(variance of the mean if codes "
    "were random); NaN without `units`\n"
    "out   pairs f64[] sum           | pairs looked at\n"
    "param most  i64 = 20000 1..10000000 | pairs: all, if they are no more, else random ones\n"
    "param units i64 = 0 0..1000000  | units of a module, K: random codes agree in 1 / K\n"
    "block all\n"
    "doc | Random codes of different rows are pairwise independent, so that the mean overlap of n "
    "pairs with q modules each has the variance (1 / K)(1 - 1 / K) / (n q), if no pair is there "
    "twice.\n"
    "licence | MIT\n");

typedef struct pairs {
    int64_t n, *a, *b, *order, *other;
    double *similarity, *overlap, *rank;
} pairs;

static int64_t pair_count(gy_call *c, int64_t rows)
{
    double all = (double)rows * (double)(rows - 1) / 2;
    int64_t most = gy_integer(c, "most");
    return all <= (double)most ? rows * (rows - 1) / 2 : most;
}

static int choose(gy_call *c, int64_t rows, pairs *p)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t k = 0, all = pair_count(c, rows) < gy_integer(c, "most") ||
                         (double)rows * (double)(rows - 1) / 2 <= (double)p->n;
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t i = 0; all && i < rows; i++) {
        for (int64_t j = 0; j < i; j++, k++) {
            p->a[k] = i;
            p->b[k] = j;
        }
    }
    for (; k < p->n; k++) {
        double u[2];
        GY_TRY(rng->uniform(c, "pair", k, 2, u));
        p->a[k] = (int64_t)(u[0] * (double)rows);
        p->b[k] = (int64_t)(u[1] * (double)(rows - 1));
        p->b[k] += p->b[k] >= p->a[k];
    }
    return GY_OK;
}

static double similarity(const gy_array *x, int64_t i, int64_t k)
{
    double both = 0, one = 0, two = 0;
    for (int64_t j = 0; j < x->shape[1]; j++) {
        int a = gy_element(x, i * x->stride[0] + j * x->stride[1]) > 0;
        int b = gy_element(x, k * x->stride[0] + j * x->stride[1]) > 0;
        both += a && b;
        one += a;
        two += b;
    }
    return one > 0 && two > 0 ? both / sqrt(one * two) : one + two == 0;
}

/* Modules that are silent in both are not counted. */
static double overlap(const gy_array *code, int64_t i, int64_t k)
{
    double same = 0, n = 0;
    for (int64_t q = 0; q < code->shape[1]; q++) {
        double a = gy_element(code, i * code->stride[0] + q * code->stride[1]);
        double b = gy_element(code, k * code->stride[0] + q * code->stride[1]);
        n += a >= 0 || b >= 0;
        same += a >= 0 && a == b;
    }
    return n > 0 ? same / n : 0;
}

/* Mean ranks of v[n] into rank[n]; merge sort of order[n] with other[n]. */
static void ranks(const double *v, int64_t n, int64_t *order, int64_t *other, double *rank)
{
    for (int64_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (int64_t width = 1; width < n; width *= 2) {
        for (int64_t lo = 0; lo < n; lo += 2 * width) {
            int64_t mid = lo + width < n ? lo + width : n, hi = mid + width < n ? mid + width : n;
            int64_t a = lo, b = mid;
            for (int64_t k = lo; k < hi; k++) {
                other[k] =
                    a < mid && (b >= hi || v[order[a]] <= v[order[b]]) ? order[a++] : order[b++];
            }
        }
        int64_t *swap = order;
        order = other;
        other = swap;
    }
    for (int64_t lo = 0, hi = 0; lo < n; lo = hi) {
        while (hi < n && v[order[hi]] == v[order[lo]]) {
            hi++;
        }
        for (int64_t k = lo; k < hi; k++) {
            rank[order[k]] = (double)(lo + hi - 1) / 2;
        }
    }
}

/* Pearson correlation; NaN if either is constant. */
static double correlation(const double *a, const double *b, int64_t n)
{
    double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
    for (int64_t i = 0; i < n; i++) {
        ma += a[i] / (double)n;
        mb += b[i] / (double)n;
    }
    for (int64_t i = 0; i < n; i++) {
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
        ab += (a[i] - ma) * (b[i] - mb);
    }
    return aa > 1e-9 && bb > 1e-9 ? ab / sqrt(aa * bb) : (double)NAN;
}

static int resolve(gy_call *c)
{
    int64_t rows = c->host->length(c, "x.row"), n = rows > 1 ? pair_count(c, rows) : 0;
    return c->host->set_scratch(c, 8 * 8 * (n + 1), 0, 0);
}

static void *room(gy_call *c, int64_t n)
{
    return c->host->scratch(c, n * 8);
}

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

static void put_all(gy_call *c, const pairs *p, double modules)
{
    double sum = 0, same = 0, n_same = 0, chance = 1 / (double)gy_integer(c, "units");
    for (int64_t k = 0; k < p->n; k++) {
        int alike = p->similarity[k] > 1 - 1e-9;
        sum += p->overlap[k];
        same += alike ? p->overlap[k] : 0;
        n_same += alike;
    }
    double mean = sum / (double)p->n;
    double sd = sqrt(chance * (1 - chance) / ((double)p->n * modules));
    put(c, "overlap", mean);
    put(c, "same", n_same > 0 ? same / n_same : (double)NAN);
    put(c, "deviation", gy_integer(c, "units") > 1 ? (mean - chance) / sd : (double)NAN);
    put(c, "pairs", (double)p->n);
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *code = gy_get(c, "code");
    int64_t rows = x->shape[0];
    if (rows < 2) {
        return gy_fail(c, GY_DATA, "x", "a pair needs two rows");
    }
    pairs p = {.n = pair_count(c, rows)};
    p.a = room(c, p.n);
    p.b = room(c, p.n);
    p.order = room(c, p.n);
    p.other = room(c, p.n);
    p.similarity = room(c, p.n);
    p.overlap = room(c, p.n);
    p.rank = room(c, 2 * p.n);
    if (!p.a || !p.b || !p.order || !p.other || !p.similarity || !p.overlap || !p.rank) {
        return gy_fail(c, GY_MEMORY, "most", "no memory for so many pairs");
    }
    GY_TRY(choose(c, rows, &p));
    for (int64_t k = 0; k < p.n; k++) {
        if (k % 64 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        p.similarity[k] = similarity(x, p.a[k], p.b[k]);
        p.overlap[k] = overlap(code, p.a[k], p.b[k]);
    }
    ranks(p.similarity, p.n, p.order, p.other, p.rank);
    ranks(p.overlap, p.n, p.order, p.other, p.rank + p.n);
    put(c, "rank", correlation(p.rank, p.rank + p.n, p.n));
    put_all(c, &p, (double)code->shape[1]);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
