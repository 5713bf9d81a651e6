/* SPDX-License-Identifier: Apache-2.0
 *
 * Matrices of the tests: a poisoned buffer with an array in it, in one of several layouts, and the
 * slow reference in long double. Shared by the tests of this folder.
 */
#ifndef GY_TESTS_COMPUTE_BOX_H
#define GY_TESTS_COMPUTE_BOX_H

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "compute/cpu/linalg.h"
#include "core/error.h"
#include "core/pool.h"
#include "gyrus.h"

#define F32 32
#define F64 64

typedef enum box_layout {
    ROWS,
    COLUMNS,
    LEADING,
    LEADING_COLUMNS,
    NEGATIVE,
    GAPS,
    LAYOUTS
} box_layout;

typedef struct box {
    gy_array array;
    int64_t shape[2], stride[2];
    char *buffer, *before; /* `bytes` long each */
    size_t bytes;
} box;

static inline char *box_at(const box *b, int64_t i, int64_t j)
{
    return (char *)b->array.data + (i * b->stride[0] + j * b->stride[1]) * (b->array.bits / 8);
}

static inline double box_get(const box *b, int64_t i, int64_t j)
{
    char *at = box_at(b, i, j);
    return b->array.bits == F32 ? (double)*(float *)(void *)at : *(double *)(void *)at;
}

static inline void box_set(const box *b, int64_t i, int64_t j, double value)
{
    if (b->array.bits == F32) {
        *(float *)(void *)box_at(b, i, j) = (float)value;
    } else {
        *(double *)(void *)box_at(b, i, j) = value;
    }
}

/* [m, n] in a buffer of 0xff bytes (NaN), which the elements are part of until they are set. */
static inline box *box_new(int64_t m, int64_t n, int bits, box_layout layout)
{
    box *b = g_new0(box, 1);
    int64_t strides[LAYOUTS][2] = {{n, 1},     {1, m},         {n + 5, 1},
                                   {1, m + 3}, {-(n + 2), -1}, {3 * n + 7, 3}};
    int64_t width = bits / 8, count = (m + 4) * (3 * n + 16) + 64;
    b->bytes = (size_t)(count * width);
    b->buffer = g_malloc(b->bytes);
    b->before = g_malloc(b->bytes);
    memset(b->buffer, 0xff, b->bytes);
    int64_t start = layout == NEGATIVE ? m * (n + 2) + 16 : 16;
    b->shape[0] = m;
    b->shape[1] = n;
    memcpy(b->stride, strides[layout], sizeof b->stride);
    b->array = (gy_array){.size = sizeof(gy_array),
                          .code = GY_FLOAT,
                          .bits = (uint8_t)bits,
                          .rank = 2,
                          .data = b->buffer + start * width,
                          .shape = b->shape,
                          .stride = b->stride};
    return b;
}

static inline void box_free(box *b)
{
    if (b) {
        g_free(b->buffer);
        g_free(b->before);
        g_free(b);
    }
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(box, box_free)

/* Values in [-1, 1) with full mantissas, from a counter: the same for every layout. */
static inline double box_noise(uint64_t seed, int64_t i, int64_t j)
{
    uint64_t x = seed * 0x9e3779b97f4a7c15u + (uint64_t)i * 0xbf58476d1ce4e5b9u +
                 (uint64_t)j * 0x94d049bb133111ebu;
    for (int round = 0; round < 2; round++) {
        x = (x ^ (x >> 31)) * 0xd6e8feb86659fd93u;
    }
    return (double)(x >> 11) * 0x1p-52 - 1.0;
}

static inline box *box_random(int64_t m, int64_t n, int bits, box_layout layout, uint64_t seed)
{
    box *b = box_new(m, n, bits, layout);
    for (int64_t i = 0; i < m; i++) {
        for (int64_t j = 0; j < n; j++) {
            box_set(b, i, j, box_noise(seed, i, j));
        }
    }
    return b;
}

/* The transposed view; it shares the buffer. */
static inline gy_array box_transposed(box *b, int64_t shape[2], int64_t stride[2])
{
    gy_array array = b->array;
    shape[0] = b->shape[1];
    shape[1] = b->shape[0];
    stride[0] = b->stride[1];
    stride[1] = b->stride[0];
    array.shape = shape;
    array.stride = stride;
    return array;
}

static inline void box_remember(box *b)
{
    memcpy(b->before, b->buffer, b->bytes);
}

/* True when no byte outside the elements changed since box_remember; with `all`, none at all. */
static inline bool box_kept(const box *b, bool all)
{
    g_autofree char *now = g_memdup2(b->buffer, b->bytes);
    int64_t width = b->array.bits / 8;
    for (int64_t i = 0; !all && i < b->shape[0]; i++) {
        for (int64_t j = 0; j < b->shape[1]; j++) {
            int64_t offset = box_at(b, i, j) - b->buffer;
            memcpy(now + offset, b->before + offset, (size_t)width);
        }
    }
    return memcmp(now, b->before, b->bytes) == 0;
}

/* Equal bits, element by element: layouts may differ. */
static inline bool box_same(const box *a, const box *b)
{
    for (int64_t i = 0; i < a->shape[0]; i++) {
        for (int64_t j = 0; j < a->shape[1]; j++) {
            if (memcmp(box_at(a, i, j), box_at(b, i, j), a->array.bits / 8)) {
                return false;
            }
        }
    }
    return true;
}

/* sum_k a[i, k] b[k, j] and, in out_size, sum_k |a b|. */
static inline long double box_dot(const box *a, const box *b, int64_t i, int64_t j,
                                  long double *out_size)
{
    long double sum = 0, size = 0;
    for (int64_t k = 0; k < a->shape[1]; k++) {
        long double term = (long double)box_get(a, i, k) * (long double)box_get(b, k, j);
        sum += term;
        size += fabsl(term);
    }
    *out_size = size;
    return sum;
}

#define FAILS(call, expected_code, text)                                                           \
    do {                                                                                           \
        g_autoptr(GError) failure = NULL;                                                          \
        GError **error = &failure;                                                                 \
        cr_assert_not(call);                                                                       \
        cr_assert(g_error_matches(failure, GY_ERROR, expected_code), "%s", failure->message);      \
        cr_assert_str_eq(failure->message, text);                                                  \
    } while (0)

#define WORKS(call)                                                                                \
    do {                                                                                           \
        g_autoptr(GError) failure = NULL;                                                          \
        GError **error = &failure;                                                                 \
        cr_assert(call, "%s", failure ? failure->message : "no error set");                        \
    } while (0)

#endif
