/* SPDX-License-Identifier: MIT
 *
 * reconstruction_error.c: how far a CP model is from a tensor, over the entries that are there.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.reconstruction-error 1 | How far a sum of outer products is from a tensor\n"
       "in  x      f64[row, second, third] missing | the tensor; missing entries do not count\n"
       "in  first  f64[row, component]    | factors of its axes\n"
       "in  second f64[second_too, component]\n"
       "in  third  f64[third_too, component]\n"
       "in  weight f64[component] optional | of the components; default 1\n"
       "out error  f64[] best=low bounds=0..1e300 | root of sum (x - model)^2 / sum x^2\n"
       "out explained f64[] best=high | 1 - error^2\n"
       "stat rest   f64[1] | squares of what is left\n"
       "stat square f64[1] | squares of x\n"
       "licence | MIT\n"
       "cite | Kolda & Bader (2009), SIAM Review 51, 455-500\n");

static int fits(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *b = gy_get(c, "second"), *d = gy_get(c, "third");
    if (b->shape[0] != x->shape[1] || d->shape[0] != x->shape[2]) {
        return gy_fail(c, GY_SHAPE, b->shape[0] != x->shape[1] ? "second" : "third",
                       "the factor has another number of rows than this axis of x is long");
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    return fits(c);
}

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *a = gy_get(c, "first"), *b = gy_get(c, "second");
    const gy_array *d = gy_get(c, "third"), *weight = gy_get(c, "weight");
    double *rest = gy_doubles(c, "rest"), *square = gy_doubles(c, "square");
    int64_t rank = a->shape[1], at = 0;
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t j = 0; j < x->shape[1]; j++) {
            for (int64_t k = 0; k < x->shape[2]; k++, at++) {
                double model = 0,
                       v = gy_element(x, i * x->stride[0] + j * x->stride[1] + k * x->stride[2]);
                if (isnan(v) || (x->valid && !x->valid[at])) {
                    continue;
                }
                for (int64_t r = 0; r < rank; r++) {
                    double w = weight ? gy_at1(weight, r) : 1;
                    model += w * gy_at2(a, i, r) * gy_at2(b, j, r) * gy_at2(d, k, r);
                }
                rest[0] += (v - model) * (v - model);
                square[0] += v * v;
            }
        }
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    double rest = *(const double *)c->host->stat(c, "rest", -1)->data;
    double square = *(const double *)c->host->stat(c, "square", -1)->data;
    double share = square > 0 ? rest / square : (double)NAN;
    double *error = gy_doubles(c, "error"), *explained = gy_doubles(c, "explained");
    if (error) {
        error[0] = sqrt(share);
    }
    if (explained) {
        explained[0] = 1 - share;
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)
