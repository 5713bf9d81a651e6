/* SPDX-License-Identifier: MIT
 *
 * cp_rank.c: how many components a tensor has. Entries held out of the fit are predicted worse both
 * by too few components and by too many.
 */
#include "cp.h"

GY_SAY(
    text,
    "transform.cp-rank 1 | Error of non-negative CP factorisations on entries held out, by rank\n"
    "in  x f64[row, second, third] missing | as for transform.nonnegative-cp\n"
    "out held   f64[candidate] | relative error over the entries held out\n"
    "out fitted f64[candidate] | relative error over the others\n"
    "out best   f64[] | the smallest candidate whose held error is within `slack` of the least\n"
    "param ranks f64[candidate] | candidates, whole numbers 1 to 32\n"
    "param share f64 = 0.1 >0 <1 | of the entries, held out at random\n"
    "param slack f64 = 0.01 >=0 | relative\n"
    "param ridge f64 = 1e-4 >=0 | as for transform.nonnegative-cp\n"
    "param starts i64 = 2 1..1000 | random starts; the best by its fitted error counts\n"
    "param iterations i64 = 200 2..1000000\n"
    "param tolerance f64 = 1e-5 >=0 <1\n"
    "doc | Entries are held out one by one, not by row or neuron: the question is how many "
    "components there are, not how well a new row would be predicted.\n"
    "licence | MIT\n"
    "cite | Wold (1978), Technometrics 20, 397-405\n");

static int64_t rank_at(const gy_array *ranks, int64_t k)
{
    double r = gy_at1(ranks, k);
    return r >= 1 && r <= CP_MOST && r == floor(r) ? (int64_t)r : -1;
}

static int64_t most_rank(gy_call *c)
{
    const gy_array *ranks = gy_get(c, "ranks");
    int64_t most = 0;
    for (int64_t k = 0; k < ranks->shape[0]; k++) {
        int64_t r = rank_at(ranks, k);
        most = r < 0 || most < 0 ? -1 : r > most ? r : most;
    }
    return most;
}

/* Bytes: cp_fit's, x and two masks, a model, its error. */
static int64_t bytes_of(gy_call *c, const gy_array *x, int64_t rank)
{
    int64_t n = 0, fit = cp_bytes(x->shape, rank);
    if (fit < 0 || fit > INT64_MAX / 4 || __builtin_mul_overflow(x->shape[0], x->shape[1], &n) ||
        __builtin_mul_overflow(n, x->shape[2], &n) || n > INT64_MAX / 64) {
        return -1;
    }
    int64_t small = (x->shape[0] + x->shape[1] + x->shape[2]) * rank + gy_integer(c, "iterations");
    return fit + 24 * n + 8 * (small + x->shape[1] * x->shape[2]);
}

static int resolve(gy_call *c)
{
    int64_t most = most_rank(c);
    if (most < 1) {
        return gy_fail(c, GY_PARAM, "ranks", "candidates are whole numbers from 1 to 32");
    }
    int64_t bytes = bytes_of(c, gy_get(c, "x"), most);
    if (bytes < 0) {
        return gy_fail(c, GY_PARAM, "ranks", "the tensor is too large for this factorisation");
    }
    return c->host->set_scratch(c, bytes, 0, 0);
}

/* Splits w into kept and held; row: room for one row of the tensor. GY_DATA if either is empty. */
static int hold_out(gy_call *c, const gy_array *x, const double *v, const double *w, double *kept,
                    double *held, double *row)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t width = x->shape[1] * x->shape[2];
    double share = gy_number(c, "share"), out = 0, in = 0;
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        GY_TRY(rng->uniform(c, "held out", i, width, row));
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < width; k++) {
            int64_t at = i * width + k;
            int is = row[k] < share;
            held[at] = w[at] * is;
            kept[at] = w[at] - held[at]; /* kept may be w */
            out += held[at] * v[at];
            in += kept[at] * v[at];
        }
    }
    if (!(out > 0 && in > 0)) {
        return gy_fail(c, GY_DATA, "share", "nothing above 0 is held out, or nothing is left");
    }
    return GY_OK;
}

static double square_of(const cp_tensor *t)
{
    double sum = 0;
    for (int64_t k = 0; k < t->n[0] * t->n[1] * t->n[2]; k++) {
        sum += t->w[k] * t->x[k] * t->x[k];
    }
    return sum;
}

/* Best of the starts for one rank: fitted and held error. */
static int candidate(gy_call *c, const cp_tensor *kept, const cp_tensor *held, cp_model *m,
                     double *space, double *error, double *out_fitted, double *out_held)
{
    int64_t iterations = gy_integer(c, "iterations");
    *out_fitted = (double)INFINITY;
    for (int64_t s = 0; s < gy_integer(c, "starts"); s++) {
        GY_TRY(cp_draw(c, kept, s, m));
        GY_TRY(cp_fit(c, kept, m, iterations, gy_number(c, "tolerance"), gy_number(c, "ridge"),
                      space, error));
        if (error[iterations - 1] < *out_fitted) {
            *out_fitted = error[iterations - 1];
            *out_held = sqrt(cp_rest(held, m) / held->square);
        }
    }
    return GY_OK;
}

static void choose(gy_call *c, const gy_array *ranks)
{
    const double *held = gy_doubles(c, "held");
    double least = (double)INFINITY, best = (double)INFINITY;
    for (int64_t k = 0; k < ranks->shape[0]; k++) {
        least = fmin(least, held[k]);
    }
    for (int64_t k = 0; k < ranks->shape[0]; k++) {
        int good = held[k] <= least * (1 + gy_number(c, "slack"));
        best = good ? fmin(best, gy_at1(ranks, k)) : best;
    }
    gy_doubles(c, "best")[0] = best;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *ranks = gy_get(c, "ranks");
    int64_t most = most_rank(c), n = gy_size_from(x, 0);
    char *all = (char *)tr_scratch(c, bytes_of(c, x, most), 1);
    cp_tensor t, kept, held;
    if (!all) {
        return tr_memory(c, "x");
    }
    double *v = (double *)(void *)all, *in = v + n, *out = in + n, *at = out + n;
    cp_model m = {most, {0}};
    for (int d = 0; d < 3; d++) {
        m.factor[d] = at;
        at += x->shape[d] * most;
    }
    double *error = at, *row = error + gy_integer(c, "iterations");
    double *space = row + x->shape[1] * x->shape[2];
    GY_TRY(cp_read(c, x, v, in, &t));
    GY_TRY(hold_out(c, x, v, in, in, out, row));
    kept = held = t;
    held.w = out;
    kept.square = square_of(&kept);
    held.square = square_of(&held);
    for (int64_t k = 0; k < ranks->shape[0]; k++) {
        m.rank = rank_at(ranks, k);
        GY_TRY(candidate(c, &kept, &held, &m, space, error, &gy_doubles(c, "fitted")[k],
                         &gy_doubles(c, "held")[k]));
        c->host->progress(c, (double)(k + 1) / (double)ranks->shape[0]);
    }
    choose(c, ranks);
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
