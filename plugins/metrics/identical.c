/* SPDX-License-Identifier: MIT
 *
 * identical.c: whether two values are the same, element by element (rows, for ragged ones and
 * text).
 */
#include "sugar.h"

#include <stddef.h>
#include <string.h>

GY_SAY(text,
       "metric.identical 1 | Whether two values are the same\n"
       "in  a any[row, ...] missing\n"
       "in  b any[row, ...] missing\n"
       "out share  f64[] mean bounds=0..1 best=high | share of elements (of rows, for text) that "
       "are equal; NaN equals NaN, missing equals missing, 0 equals -0\n"
       "out differ f64[] sum bounds=0..1e300 best=low | elements (rows) that are not\n"
       "stat n     f64[1] | elements\n"
       "stat equal f64[1] | those that are the same\n"
       "licence | MIT\n");

static int64_t offset_of(const gy_array *a, int64_t k)
{
    int64_t at = 0;
    for (int32_t d = a->rank - 1; d >= 0; d--) {
        at += k % a->shape[d] * a->stride[d];
        k /= a->shape[d];
    }
    return at;
}

/* Two elements of one dtype: bytes, except that floats compare as numbers. */
static int same_element(const gy_array *a, int64_t i, const gy_array *b, int64_t j)
{
    if (a->code == GY_FLOAT && (a->bits == 32 || a->bits == 64)) {
        double u = gy_element(a, i), v = gy_element(b, j);
        return u == v || (u != u && v != v);
    }
    size_t size = (size_t)(a->bits < 8 ? 1 : a->bits / 8);
    return memcmp((const char *)a->data + (size_t)i * size,
                  (const char *)b->data + (size_t)j * size, size) == 0;
}

static int same_row(const gy_array *a, const gy_array *b, int64_t i)
{
    int64_t n = a->offsets[i + 1] - a->offsets[i];
    if (n != b->offsets[i + 1] - b->offsets[i]) {
        return 0;
    }
    for (int64_t k = 0; k < n; k++) {
        int64_t u = a->offsets[i] + k, v = b->offsets[i] + k;
        if (!same_element(a, u, b, v) || (a->layout == GY_CSR && a->indices[u] != b->indices[v])) {
            return 0;
        }
    }
    return 1;
}

static int add(gy_call *c)
{
    const gy_array *a = gy_get(c, "a"), *b = gy_get(c, "b");
    if (a->code != b->code || a->bits != b->bits || a->layout != b->layout) {
        return gy_fail(c, GY_SHAPE, "b", "a and b have different dtypes or layouts");
    }
    int dense = a->layout == GY_DENSE;
    int64_t n = dense ? gy_size_from(a, 0) : a->shape[0];
    double equal = 0;
    for (int64_t k = 0; k < n; k++) {
        int there = !(a->valid && !a->valid[k]), here = !(b->valid && !b->valid[k]);
        if (there != here) {
            continue;
        }
        equal += !there ||
                 (dense ? same_element(a, offset_of(a, k), b, offset_of(b, k)) : same_row(a, b, k));
    }
    gy_doubles(c, "n")[0] += (double)n;
    gy_doubles(c, "equal")[0] += equal;
    return GY_OK;
}

static int solve(gy_call *c)
{
    double n = *(const double *)c->host->stat(c, "n", -1)->data;
    double equal = *(const double *)c->host->stat(c, "equal", -1)->data;
    gy_doubles(c, "share")[0] = n > 0 ? equal / n : 1;
    gy_doubles(c, "differ")[0] = n - equal;
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, add, 0, solve)
