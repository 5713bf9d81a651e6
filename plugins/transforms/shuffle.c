/* SPDX-License-Identifier: MIT
 *
 * shuffle.c: the rows of x in random order, y[i] = x[order[i]]: a negative control. The axis stays,
 * so what is joined to row i by it (features, items, runs) meets another row's values.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.shuffle 1 | Rows of x in random order, a negative control\n"
    "in    x T[row, ...]         | values\n"
    "out   y T[row, ...] like=x  | the same rows, each once, at random places\n"
    "param inside choice(all, segment) = all | where a row may go: anywhere, or inside its segment "
    "(run)\n"
    "param order i64 = 0 0..1000000000 | another number: another order\n"
    "reach y.row x.row table\n"
    "doc | The order follows from the run's seed and the node's name and does not depend on the "
    "values. Segments and coordinates of the rows stay where they are. The leak rule follows the "
    "map: training rows whose values come from where a test row reads are purged. For a p value "
    "use "
    "[chance]; this is for asserting that a score on rows without a relation is at chance.\n"
    "licence | MIT\n");

/* order[0 .. n), or NULL when `out_status` says why. */
static int64_t *order_of(gy_call *c, int64_t n, int *out_status)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t segments = 0, at = gy_integer(c, "order") * ((int64_t)1 << 32);
    const int64_t *first = c->host->segments(c, "x.row", &segments);
    int64_t *order = (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *order);
    if (!rng) {
        *out_status = gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
        return 0;
    }
    if (!order) {
        *out_status = tr_memory(c, "x");
        return 0;
    }
    if (gy_is(c, "inside", "all")) {
        *out_status = rng->permutation(c, "order", at, n, order);
        return *out_status < 0 ? 0 : order;
    }
    for (int64_t s = 0; s < segments; s++) {
        int64_t end = tr_segment_end(first, segments, s, n);
        *out_status = rng->permutation(c, "order", at + s, end - first[s], order + first[s]);
        for (int64_t i = first[s]; i < end && *out_status >= 0; i++) {
            order[i] += first[s];
        }
        if (*out_status < 0) {
            return 0;
        }
    }
    return order;
}

static int resolve(gy_call *c)
{
    int64_t n = c->host->length(c, "x.row");
    int status = GY_OK;
    int64_t *lo = order_of(c, n, &status);
    int64_t *hi = lo ? (int64_t *)tr_scratch(c, n + 1, (int64_t)sizeof *hi) : 0;
    if (!hi) {
        return lo ? tr_memory(c, "x") : status;
    }
    for (int64_t i = 0; i < n; i++) {
        hi[i] = lo[i] + 1;
    }
    return c->host->set_reach(c, "y.row", "x.row", n, 0, lo, hi);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int status = GY_OK;
    int64_t m = 0, *col = tr_columns(c, x, &m);
    int64_t *order = order_of(c, c->host->length(c, "x.row"), &status);
    if (!col || !order) {
        return col ? status : tr_memory(c, "x");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        int64_t at = tr_find(x, order[tr_row(y, i)]);
        if (i % 1024 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        if (at < 0) {
            return gy_fail(c, GY_INTERNAL, "x", "a row of the order is not there");
        }
        for (int64_t k = 0; k < m; k++) {
            tr_put(y, i * m + k, gy_element(x, at * x->stride[0] + col[k]));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
