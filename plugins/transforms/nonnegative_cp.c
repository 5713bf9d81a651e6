/* SPDX-License-Identifier: MIT
 *
 * nonnegative_cp.c: a tensor with missing entries as a sum of a few non-negative outer products.
 * The method is in cp.h. Of several random starts the one with the smallest error is kept. Columns
 * come out with length 1, their product in `weight`, which falls.
 */
#include "cp.h"

GY_SAY(
    text,
    "transform.nonnegative-cp 1 | A tensor as a sum of a few non-negative outer products\n"
    "in  x f64[row, second, third] missing | 0 or more; NaN: not there\n"
    "out first  f64[row, component]    | factors of the first axis; columns have length 1\n"
    "out second f64[second, component] | of the second\n"
    "out third  f64[third, component]  | of the third\n"
    "out weight f64[component] | size of each component; it falls\n"
    "out error  f64[iteration] | of the start that is kept, after each iteration: root of what "
    "is minimised, the squared rest and the ridge's part, over the squares of x\n"
    "out rise   f64[] | largest change of the error from one iteration to the next; never above 0\n"
    "out rest   f64[] | root of the squared rest alone over the squares of x, at the end\n"
    "param rank i64 1..32 | components\n"
    "param missing choice(masked, zero) = masked | entries that are not there do not count, or "
    "count as 0\n"
    "param ridge f64 = 1e-4 >=0 | weight of the factors' squares: keeps what no entry tells small\n"
    "param starts i64 = 4 1..1000 | random starts\n"
    "param iterations i64 = 300 2..1000000 | at most so many\n"
    "param tolerance f64 = 1e-6 >=0 <1 | a fit ends when the error falls by less, relative to "
    "itself\n"
    "doc | Block coordinate descent, each step to its exact minimum over the entries that are "
    "there (HALS with a mask): the error cannot rise. With missing = zero it is the plain "
    "factorisation of a tensor with holes.\n"
    "licence | MIT\n"
    "cite | Cichocki & Phan (2009), IEICE Transactions E92-A, 708-721\n"
    "cite | Williams et al. (2018), Neuron 98, 1099-1115\n");

static int64_t entries(const gy_array *x)
{
    int64_t n = 0;
    return __builtin_mul_overflow(x->shape[0], x->shape[1], &n) ||
                   __builtin_mul_overflow(n, x->shape[2], &n) || n > INT64_MAX / 32
               ? -1
               : n;
}

/* Values of two models, of the errors of two fits, of weights. */
static int64_t small_of(gy_call *c, const gy_array *x, int64_t rank)
{
    return 2 * (x->shape[0] + x->shape[1] + x->shape[2]) * rank + 2 * gy_integer(c, "iterations");
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t rank = gy_integer(c, "rank"), n = entries(x), bytes = cp_bytes(x->shape, rank);
    if (rank < 1 || rank > CP_MOST) {
        return gy_fail(c, GY_PARAM, "rank", "a factorisation has 1 to 32 components");
    }
    if (n < 0 || bytes < 0 || bytes > INT64_MAX / 4) {
        return gy_fail(c, GY_PARAM, "rank", "the tensor is too large for this factorisation");
    }
    GY_TRY(c->host->set_length(c, "component", rank));
    GY_TRY(c->host->set_length(c, "iteration", gy_integer(c, "iterations")));
    return c->host->set_scratch(c, bytes + 16 * n + 8 * small_of(c, x, rank), 0, 0);
}

/* Length of each column of a factor, and the column divided by it; weight gets the product. */
static void normalise(int64_t n, int64_t rank, double *factor, double *weight)
{
    for (int64_t r = 0; r < rank; r++) {
        double square = 0;
        for (int64_t i = 0; i < n; i++) {
            square += factor[i * rank + r] * factor[i * rank + r];
        }
        for (int64_t i = 0; square > 0 && i < n; i++) {
            factor[i * rank + r] /= sqrt(square);
        }
        weight[r] *= sqrt(square);
    }
}

static void write_model(gy_call *c, const cp_tensor *t, cp_model *m)
{
    static const char *const names[] = {"first", "second", "third"};
    double weight[CP_MOST];
    int64_t order[CP_MOST], rank = m->rank;
    for (int64_t r = 0; r < rank; r++) {
        weight[r] = 1;
    }
    for (int d = 0; d < 3; d++) {
        normalise(t->n[d], rank, m->factor[d], weight);
    }
    for (int64_t r = 0; r < rank; r++) { /* insertion sort by falling weight */
        int64_t at = r;
        for (; at > 0 && weight[order[at - 1]] < weight[r]; at--) {
            order[at] = order[at - 1];
        }
        order[at] = r;
    }
    for (int64_t r = 0; r < rank; r++) {
        gy_doubles(c, "weight")[r] = weight[order[r]];
        for (int d = 0; d < 3; d++) {
            double *to = gy_doubles(c, names[d]);
            for (int64_t i = 0; i < t->n[d]; i++) {
                to[i * rank + r] = m->factor[d][i * rank + order[r]];
            }
        }
    }
}

/* The best of several starts, in best and error. */
static int starts(gy_call *c, const cp_tensor *t, cp_model *best, double *error, cp_model *m,
                  double *trial, double *space)
{
    int64_t n = gy_integer(c, "starts"), iterations = gy_integer(c, "iterations");
    for (int64_t s = 0; s < n; s++) {
        GY_TRY(cp_draw(c, t, s, m));
        GY_TRY(cp_fit(c, t, m, iterations, gy_number(c, "tolerance"), gy_number(c, "ridge"), space,
                      trial));
        if (s == 0 || trial[iterations - 1] < error[iterations - 1]) {
            memcpy(error, trial, (size_t)iterations * sizeof *error);
            for (int d = 0; d < 3; d++) {
                memcpy(best->factor[d], m->factor[d], (size_t)(t->n[d] * m->rank) * sizeof *error);
            }
        }
        c->host->progress(c, (double)(s + 1) / (double)n);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t rank = gy_integer(c, "rank"), n = entries(x), iterations = gy_integer(c, "iterations");
    double *all = (double *)tr_scratch(c, 2 * n + small_of(c, x, rank), (int64_t)sizeof *all);
    double *space = (double *)tr_scratch(c, cp_bytes(x->shape, rank), 1);
    cp_tensor t;
    if (!all || !space) {
        return tr_memory(c, "x");
    }
    double *w = all + n, *at = w + n, *error = gy_doubles(c, "error"), *own;
    cp_model m[2] = {{rank, {0}}, {rank, {0}}};
    for (int k = 0; k < 6; k++) {
        m[k / 3].factor[k % 3] = at;
        at += x->shape[k % 3] * rank;
    }
    own = at;
    GY_TRY(cp_read(c, x, all, w, &t));
    for (int64_t k = 0; gy_is(c, "missing", "zero") && k < n; k++) {
        w[k] = 1;
    }
    GY_TRY(starts(c, &t, &m[0], own, &m[1], own + iterations, space));
    double rise = -1;
    for (int64_t k = 1; k < iterations; k++) {
        rise = fmax(rise, own[k] - own[k - 1]);
    }
    for (int64_t k = 0; error && k < iterations; k++) {
        error[k] = own[k];
    }
    gy_doubles(c, "rise")[0] = rise;
    gy_doubles(c, "rest")[0] = sqrt(cp_rest(&t, &m[0]) / t.square);
    write_model(c, &t, &m[0]);
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
