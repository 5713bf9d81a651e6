/* SPDX-License-Identifier: MIT
 *
 * repeats.h: rows grouped by item. An item is a tuple of codes; its rows are its repeats.
 */
#ifndef GYRUS_REPEATS_H
#define GYRUS_REPEATS_H

#include "sugar.h"

#include <stddef.h>

/* Rows in the order of items; item i is row[first[i]] .. row[first[i + 1] - 1], in the order of the
 * repeat codes if there are any, else in the order of the rows. */
typedef struct rp_items {
    int64_t n_rows, n;
    int64_t *row, *first;
} rp_items;

static int64_t rp_code(const gy_array *a, int64_t i)
{
    return ((const int64_t *)a->data)[i * a->stride[0]];
}

/* -1, 0, 1: order of two rows by their items. */
static int rp_compare(gy_call *c, int64_t keys, int64_t a, int64_t b)
{
    for (int64_t k = 0; k < keys; k++) {
        const gy_array *key = c->host->item(c, "item", k);
        int64_t x = rp_code(key, a), y = rp_code(key, b);
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return 0;
}

static int rp_before(gy_call *c, int64_t keys, const gy_array *repeat, int64_t a, int64_t b)
{
    int order = rp_compare(c, keys, a, b);
    if (order == 0 && repeat) {
        int64_t x = rp_code(repeat, a), y = rp_code(repeat, b);
        order = x < y ? -1 : x > y;
    }
    return order < 0 || (order == 0 && a < b);
}

/* Bottom-up merge sort of row[n]; other[n] is scratch. Returns the sorted one of the two. */
static int64_t *rp_sort(gy_call *c, int64_t keys, const gy_array *repeat, int64_t n, int64_t *row,
                        int64_t *other)
{
    for (int64_t width = 1; width < n; width *= 2) {
        for (int64_t lo = 0; lo < n; lo += 2 * width) {
            int64_t mid = lo + width < n ? lo + width : n;
            int64_t hi = lo + 2 * width < n ? lo + 2 * width : n, a = lo, b = mid;
            for (int64_t k = lo; k < hi; k++) {
                int left = a < mid && (b >= hi || !rp_before(c, keys, repeat, row[b], row[a]));
                other[k] = left ? row[a++] : row[b++];
            }
        }
        int64_t *swap = row;
        row = other;
        other = swap;
    }
    return row;
}

/* Groups the rows shown. Errors: GY_DATA without rows, GY_MEMORY. */
static int rp_group(gy_call *c, int64_t n, rp_items *out)
{
    int64_t keys = c->host->count(c, "item");
    const gy_array *repeat = gy_get(c, "repeat");
    if (n < 1 || keys < 1) {
        return gy_fail(c, GY_DATA, "x", "there are no rows");
    }
    int64_t *room = n > INT64_MAX / 32 ? 0 : (int64_t *)c->host->scratch(c, (3 * n + 1) * 8);
    if (!room) {
        return gy_fail(c, GY_MEMORY, "item", "no memory to group the rows by item");
    }
    for (int64_t i = 0; i < n; i++) {
        room[i] = i;
    }
    out->row = rp_sort(c, keys, repeat, n, room, room + n);
    out->first = room + 2 * n;
    out->n_rows = n;
    out->n = 0;
    for (int64_t i = 0; i < n; i++) {
        if (i == 0 || rp_compare(c, keys, out->row[i - 1], out->row[i]) != 0) {
            out->first[out->n++] = i;
        }
    }
    out->first[out->n] = n;
    return GY_OK;
}

#endif
