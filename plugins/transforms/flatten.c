/* SPDX-License-Identifier: MIT
 *
 * flatten.c: all that belongs to a row, in one row of a matrix.
 */
#include "common.h"

GY_SAY(text, "transform.flatten 1 | One row of numbers for each row of an array of any shape\n"
             "in  x T[row, ...]     | pictures, epochs, volumes: rows first\n"
             "out y T[row, feature] | the other axes in C order, the last one fastest\n"
             "reach y.row row\n"
             "doc | Whole numbers become f64, or f32 under `precision = f32`.\n"
             "licence | MIT\n");

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = 1;
    for (int32_t axis = 1; axis < x->rank; axis++) {
        if (__builtin_mul_overflow(n, x->shape[axis], &n)) {
            return gy_fail(c, GY_SHAPE, "x", "a row has more numbers than can be counted");
        }
    }
    GY_TRY(c->host->set_scratch(c, n < INT64_MAX / 8 - 1 ? (n + 1) * 8 : INT64_MAX, 0, 0));
    return c->host->set_length(c, "feature", n);
}

/* Element (row, k) of x is at row * stride[0] + the offset of k in the other axes. */
static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t n = y->shape[1], columns = 0, *offset = tr_columns(c, x, &columns);
    if (!offset) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < n; k++) {
            tr_put(y, i * n + k, gy_element(x, i * x->stride[0] + offset[k]));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
