/* SPDX-License-Identifier: MIT
 *
 * concat.c: inputs side by side, as columns of one matrix.
 */
#include "times.h"

GY_SAY(text,
       "transform.concat 1 | Put features side by side\n"
       "in    x  T[row, ...] many | each with the same rows; axes after the first are flattened\n"
       "out   y  T[row, feature]  | columns of the first input, then of the second, and so on\n"
       "reach y.row row\n"
       "doc | Coordinate `part` of the features is the number of the input they came from.\n"
       "licence | MIT\n");

static int resolve(gy_call *c)
{
    int64_t n = c->host->count(c, "x"), total = 0, k = 0;
    for (int64_t i = 0; i < n; i++) {
        if (__builtin_add_overflow(total, gy_size_from(c->host->item(c, "x", i), 1), &total)) {
            return gy_fail(c, GY_SHAPE, "x", "too many features");
        }
    }
    if (n < 1) {
        return gy_fail(c, GY_SHAPE, "x", "there is nothing to put side by side");
    }
    int64_t *part = (int64_t *)tr_scratch(c, total + 1, (int64_t)sizeof *part);
    if (!part) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < n; i++) {
        for (int64_t m = gy_size_from(c->host->item(c, "x", i), 1); m > 0; m--) {
            part[k++] = i;
        }
    }
    gy_array a = tr_vector(GY_INT, part, &total);
    GY_TRY(c->host->set_length(c, "feature", total));
    return c->host->set_coord(c, "feature", "part", &a);
}

static int run(gy_call *c)
{
    gy_array *y = gy_get(c, "y");
    int64_t n = c->host->count(c, "x"), from = 0, all = y->shape[1];
    for (int64_t i = 0; i < n; i++) {
        const gy_array *x = c->host->item(c, "x", i);
        int64_t m = 0, *col = tr_columns(c, x, &m);
        if (!col) {
            return tr_memory(c, "x");
        }
        for (int64_t r = 0; r < y->shape[0]; r++) {
            for (int64_t k = 0; k < m; k++) {
                tr_put(y, r * all + from + k, gy_element(x, r * x->stride[0] + col[k]));
            }
        }
        from += m;
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
