/* SPDX-License-Identifier: MIT
 *
 * round_trip.c: whether rows that were coded and decoded are what they were, whatever the axes and
 * dtypes of the two.
 */
#include "sugar.h"

#include <stddef.h>

GY_SAY(text, "metric.round-trip 1 | Rows that came back from a code as they were\n"
             "in  x real[row, ...]    | what was coded, all axes after the first in C order\n"
             "in  y real[row, value]  | what came back\n"
             "out share f64[] mean bounds=0..1 best=high | share of rows with every value equal\n"
             "out wrong f64[] sum bounds=0..1e300 best=low | rows with a value that differs\n"
             "out rows  f64[] sum | rows compared\n"
             "stat n     f64[1] | rows\n"
             "stat equal f64[1] | rows without a difference\n"
             "licence | MIT\n");

static int same(const gy_array *x, const gy_array *y, int64_t i, int64_t d)
{
    for (int64_t v = 0; v < d; v++) {
        int64_t rest = v, at = i * x->stride[0];
        for (int32_t axis = x->rank - 1; axis >= 1; axis--) {
            at += rest % x->shape[axis] * x->stride[axis];
            rest /= x->shape[axis];
        }
        if (gy_element(x, at) != gy_element(y, i * y->stride[0] + v * y->stride[1])) {
            return 0;
        }
    }
    return 1;
}

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t d = gy_size_from(x, 1);
    if (d != y->shape[1]) {
        return gy_fail(c, GY_SHAPE, "y", "x and y have different numbers of values in a row");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        gy_doubles(c, "n")[0] += 1;
        gy_doubles(c, "equal")[0] += same(x, y, i, d);
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    double n = *(const double *)c->host->stat(c, "n", -1)->data;
    double equal = *(const double *)c->host->stat(c, "equal", -1)->data;
    gy_doubles(c, "share")[0] = n > 0 ? equal / n : 1;
    gy_doubles(c, "wrong")[0] = n - equal;
    gy_doubles(c, "rows")[0] = n;
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
