/* SPDX-License-Identifier: MIT
 *
 * rows.h: a row of a matrix as a vector of length 1, so that dot products are cosines, or, less its
 * own mean, correlations.
 */
#ifndef GYRUS_METRIC_ROWS_H
#define GYRUS_METRIC_ROWS_H

#include "sugar.h"

#include <math.h>

static inline double mt_dot(const double *a, const double *b, int64_t m)
{
    double sum = 0;
    for (int64_t k = 0; k < m; k++) {
        sum += a[k] * b[k];
    }
    return sum;
}

/* out[m] = the m values of x at elements from + step offset[k] (from + step k without offsets),
 * less their mean if `centre`, divided by their length. Values that are flat (zeros; constant, if
 * they are centred) become zeros. Returns whether they are not. */
static inline int mt_unit(const gy_array *x, int64_t from, int64_t step, const int64_t *offset,
                          int64_t m, int centre, double *out)
{
    double mean = 0, top = 0, square = 0;
    for (int64_t k = 0; k < m; k++) {
        out[k] = gy_element(x, from + (offset ? offset[k] : k) * step);
        mean += out[k];
    }
    mean = centre ? mean / (double)m : 0;
    for (int64_t k = 0; k < m; k++) {
        out[k] -= mean;
        double size = fabs(out[k]);
        top = size > top ? size : top;
    }
    int flat = !(top > 1e-300 && top > 1e-14 * fabs(mean));
    double scale = flat ? 0 : 1 / top; /* so that squares neither overflow nor vanish */
    for (int64_t k = 0; k < m; k++) {
        out[k] *= scale;
        square += out[k] * out[k];
    }
    scale = flat ? 0 : 1 / sqrt(square);
    for (int64_t k = 0; k < m; k++) {
        out[k] *= scale;
    }
    return !flat;
}

/* The same of row i of a matrix, of the m columns listed. */
static inline int mt_unit_row(const gy_array *x, int64_t i, const int64_t *column, int64_t m,
                              int centre, double *out)
{
    return mt_unit(x, i * x->stride[0], x->stride[1], column, m, centre, out);
}

#endif
