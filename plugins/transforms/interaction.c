/* SPDX-License-Identifier: MIT
 *
 * interaction.c: products of two feature sets, y[i, (j, k)] = a[i, j] b[i, k]: what a code holds
 * that depends on both at once.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.interaction 1 | Products of the features of two sets\n"
    "in    a T[row, p]       | one set\n"
    "in    b T[row, q]       | the other\n"
    "out   y T[row, feature] | products; outer: all of the first feature of a, then of the next\n"
    "param form choice(outer, elementwise) = outer | every feature of a with every one of b, or "
    "the first with the first and so on\n"
    "param centre_a f64 = 0 | subtracted from every feature of a before\n"
    "param centre_b f64 = 0 | and of b\n"
    "reach y.row row\n"
    "doc | Centre both sets, here or (by training means) with transform.zscore: products of "
    "features with means also hold the features "
    "themselves. Of centred independent features the products are uncorrelated with both sets, so "
    "neither set, nor both side by side in a linear model, contains them. Coordinates `first` and "
    "`second` of the features are the columns of a and b.\n"
    "licence | MIT\n"
    "cite | Cohen, Cohen, West, Aiken (2003), Applied Multiple Regression, chapter 7\n");

static int64_t width(gy_call *c, int64_t p, int64_t q)
{
    int64_t n = 0;
    if (gy_is(c, "form", "elementwise")) {
        return p == q ? p : -1;
    }
    return __builtin_mul_overflow(p, q, &n) || n > INT64_MAX / 64 ? -1 : n;
}

static int set_coord(gy_call *c, const char *name, int64_t *values, int64_t n)
{
    int64_t one = 1;
    gy_array a = {sizeof a, GY_INT, 64, 0, 1, GY_DENSE, values, &n, &one, 0, 0, 0, 0, 0};
    return c->host->set_coord(c, "feature", name, &a);
}

static int resolve(gy_call *c)
{
    int64_t p = gy_get(c, "a")->shape[1], q = gy_get(c, "b")->shape[1], n = width(c, p, q);
    int outer = gy_is(c, "form", "outer");
    if (n < 0) {
        return tr_fail(c, GY_SHAPE, "b",
                       outer ? "%lld x %lld products do not fit in memory"
                             : "elementwise needs as many features in both: %lld and %lld",
                       (long long)p, (long long)q);
    }
    int64_t *at = (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *at);
    if (!at) {
        return tr_memory(c, "a");
    }
    GY_TRY(c->host->set_length(c, "feature", n));
    for (int64_t k = 0; k < n; k++) {
        at[k] = outer ? k / q : k;
    }
    GY_TRY(set_coord(c, "first", at, n));
    for (int64_t k = 0; k < n; k++) {
        at[k] = outer ? k % q : k;
    }
    return set_coord(c, "second", at, n);
}

static int run(gy_call *c)
{
    const gy_array *a = gy_get(c, "a"), *b = gy_get(c, "b");
    gy_array *y = gy_get(c, "y");
    int64_t n = y->shape[1], q = b->shape[1];
    int outer = gy_is(c, "form", "outer");
    double mean_a = gy_number(c, "centre_a"), mean_b = gy_number(c, "centre_b");
    for (int64_t i = 0; i < y->shape[0]; i++) {
        if (i % 256 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < n; k++) {
            double u = gy_element(a, i * a->stride[0] + (outer ? k / q : k) * a->stride[1]);
            double v = gy_element(b, i * b->stride[0] + (outer ? k % q : k) * b->stride[1]);
            tr_put(y, i * n + k, (u - mean_a) * (v - mean_b));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
