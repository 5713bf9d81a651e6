/* SPDX-License-Identifier: MIT
 *
 * sugar.h: short names for what nodes do all the time. Nothing here crosses the boundary: these are
 * inline functions over gyrus.h that a plugin may do without.
 */
#ifndef GYRUS_SUGAR_H
#define GYRUS_SUGAR_H

#include "gyrus.h"
#include "services.h"

/* Return early when a call of the host or of a helper failed. */
#define GY_TRY(expression)                                                                         \
    do {                                                                                           \
        int gy_try_ = (expression);                                                                \
        if (gy_try_ < 0) {                                                                         \
            return gy_try_;                                                                        \
        }                                                                                          \
    } while (0)

static inline gy_array *gy_get(gy_call *c, const char *name)
{
    return c->host->array(c, name);
}

/* Data of a dense f64 array in C order (outputs, state, stats, list parameters); NULL if absent. */
static inline double *gy_doubles(gy_call *c, const char *name)
{
    gy_array *a = c->host->array(c, name);
    return a ? (double *)a->data : 0;
}

static inline double gy_number(gy_call *c, const char *key)
{
    return c->host->number(c, key);
}

static inline int64_t gy_integer(gy_call *c, const char *key)
{
    return c->host->integer(c, key);
}

/* 1 if the text of a parameter (a choice, a bool) equals `word`. */
static inline int gy_is(gy_call *c, const char *key, const char *word)
{
    const char *t = c->host->text(c, key);
    if (!t) {
        return 0;
    }
    while (*t && *t == *word) {
        t++;
        word++;
    }
    return *t == *word;
}

static inline int gy_fail(gy_call *c, int code, const char *where, const char *text)
{
    return c->host->fail(c, code, where, text);
}

/* In resolve: the most scratch of one call (set_scratch); a host older than minor 1 is not told. */
static inline int gy_set_scratch(gy_call *c, int64_t bytes)
{
    return GY_HAS(c->host, set_scratch) && c->host->set_scratch
               ? c->host->set_scratch(c, bytes, 0, 0)
               : GY_OK;
}

/* Element of a dense f64 array. */
static inline double gy_at1(const gy_array *a, int64_t i)
{
    return ((const double *)a->data)[i * a->stride[0]];
}

static inline double gy_at2(const gy_array *a, int64_t i, int64_t j)
{
    return ((const double *)a->data)[i * a->stride[0] + j * a->stride[1]];
}

/* Any dense numeric element as f64; k is an offset in elements. */
static inline double gy_element(const gy_array *a, int64_t k)
{
    switch (a->code * 256 + a->bits) {
    case GY_FLOAT * 256 + 64:
        return ((const double *)a->data)[k];
    case GY_FLOAT * 256 + 32:
        return (double)((const float *)a->data)[k];
    case GY_INT * 256 + 64:
        return (double)((const int64_t *)a->data)[k];
    case GY_INT * 256 + 32:
        return (double)((const int32_t *)a->data)[k];
    case GY_INT * 256 + 16:
        return (double)((const int16_t *)a->data)[k];
    case GY_INT * 256 + 8:
        return (double)((const int8_t *)a->data)[k];
    case GY_UINT * 256 + 64:
        return (double)((const uint64_t *)a->data)[k];
    case GY_UINT * 256 + 32:
        return (double)((const uint32_t *)a->data)[k];
    case GY_UINT * 256 + 16:
        return (double)((const uint16_t *)a->data)[k];
    default:
        return (double)((const uint8_t *)a->data)[k];
    }
}

/* Matrix view without its data: swap[0..1], stride[0..1] belong to the caller. */
static inline gy_array gy_transposed(const gy_array *a, int64_t *shape, int64_t *stride)
{
    gy_array b = *a;
    shape[0] = a->shape[1];
    shape[1] = a->shape[0];
    stride[0] = a->stride[1];
    stride[1] = a->stride[0];
    b.shape = shape;
    b.stride = stride;
    return b;
}

static inline const gy_linalg *gy_la(gy_call *c)
{
    return (const gy_linalg *)c->host->extension(c, GY_LINALG);
}

/* Total number of elements of the axes from `from` on. */
static inline int64_t gy_size_from(const gy_array *a, int32_t from)
{
    int64_t n = 1;
    for (int32_t i = from; i < a->rank; i++) {
        n *= a->shape[i];
    }
    return n;
}

#endif
