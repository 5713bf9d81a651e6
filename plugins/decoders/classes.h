/* SPDX-License-Identifier: MIT
 *
 * classes.h: what decoders of labels share: classes and their names, the largest score.
 */
#ifndef GYRUS_CLASSES_H
#define GYRUS_CLASSES_H

#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* n items of `size` bytes in scratch; NULL after saying so if that is refused. */
static inline void *cl_room(gy_call *c, int64_t n, int64_t size)
{
    void *p = n < 0 || n > INT64_MAX / size ? 0 : c->host->scratch(c, n > 0 ? n * size : size);
    if (!p) {
        gy_fail(c, GY_MEMORY, "x", "no memory for the working arrays of the classifier");
    }
    return p;
}

/* Sets axis `class` to the levels of y; at least two are needed. */
static inline int cl_resolve(gy_call *c)
{
    const gy_array *levels = c->host->levels(c, "y");
    if (!levels || levels->shape[0] < 2) {
        return gy_fail(c, GY_DATA, "y", "at least two classes are needed");
    }
    return c->host->set_length(c, "class", levels->shape[0]);
}

/* Every class needs training rows: one that has none could never be answered. */
static inline int cl_check_counts(gy_call *c, const double *count, int64_t classes)
{
    const gy_array *levels = c->host->levels(c, "y");
    for (int64_t k = 0; k < classes; k++) {
        if (count[k] > 0) {
            continue;
        }
        char text[200];
        int64_t lo = levels ? levels->offsets[k] : 0, hi = levels ? levels->offsets[k + 1] : 0;
        int n = (int)(hi - lo > 100 ? 100 : hi - lo);
        snprintf(text, sizeof text, "class '%.*s' has no training rows", n,
                 levels ? (const char *)levels->data + lo : "");
        return gy_fail(c, GY_DATA, "y", text);
    }
    return GY_OK;
}

static inline int64_t cl_code(const gy_array *y, int64_t i)
{
    return ((const int64_t *)y->data)[i * y->stride[0]];
}

static inline int cl_check_codes(gy_call *c, const gy_array *y, int64_t classes)
{
    for (int64_t i = 0; i < y->shape[0]; i++) {
        if (cl_code(y, i) < 0 || cl_code(y, i) >= classes) {
            return gy_fail(c, GY_DATA, "y", "a label is not one of the levels");
        }
    }
    return GY_OK;
}

/* Class of the largest score of a row; ties and rows without a score take the first. */
static inline int64_t cl_largest(const double *score, int64_t classes)
{
    int64_t best = 0;
    for (int64_t k = 1; k < classes; k++) {
        best = score[k] > score[best] ? k : best;
    }
    return best;
}

/* One row of scores into an output in C order, f32 or f64. */
static inline void cl_put_row(gy_array *to, int64_t row, const double *score)
{
    int64_t n = to->shape[1];
    for (int64_t k = 0; k < n; k++) {
        if (to->bits == 64) {
            ((double *)to->data)[row * n + k] = score[k];
        } else {
            ((float *)to->data)[row * n + k] = (float)score[k];
        }
    }
}

#endif
