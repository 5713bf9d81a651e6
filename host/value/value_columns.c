/* SPDX-License-Identifier: Apache-2.0
 *
 * value_columns.c: chosen positions of axis 1 of a value. */
#include <string.h>

#include "core/error.h"
#include "value/buffer.h"
#include "value/state.h"
#include "value/value.h"

static gboolean has_columns(const gy_value *v, int64_t n, const int64_t *index, GError **error)
{
    if (v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE || v->view.rank < 2 || n < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "%" G_GINT64_FORMAT " columns cannot be taken of this value of rank %d", n,
                    v->view.rank);
        return FALSE;
    }
    for (int64_t i = 0; i < n; i++) {
        if (index[i] < 0 || index[i] >= v->shape[1]) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "there is no column %" G_GINT64_FORMAT " among %" G_GINT64_FORMAT, index[i],
                        v->shape[1]);
            return FALSE;
        }
    }
    return TRUE;
}

/* v: [row, column, ...] -> out: [row, index, ...] in C order. */
static void gather(const gy_value *v, int64_t n, const int64_t *index, char *out)
{
    size_t size = gy_dtype_size(gy_value_dtype(v)), block = size;
    gy_array cell = v->view; /* all columns of one row: gy_gather_rows picks among them */
    cell.rank = v->view.rank - 1;
    cell.shape = v->shape + 1;
    cell.stride = v->stride + 1;
    for (int32_t i = 2; i < v->view.rank; i++) {
        block *= (size_t)v->shape[i];
    }
    for (int64_t r = 0; r < v->shape[0]; r++) {
        cell.data = (char *)v->view.data + r * v->stride[0] * (int64_t)size;
        gy_gather_rows(&cell, n, index, out + (size_t)r * (size_t)n * block);
    }
}

gy_value *gy_value_take_columns_in(gy_mem *mem, gy_value *v, int64_t n, const int64_t *index,
                                   GError **error)
{
    int64_t shape[GY_RANK_MAX];
    mem = v->bytes && v->bytes->mem ? v->bytes->mem : mem;
    if (!has_columns(v, n, index, error)) {
        return NULL;
    }
    memcpy(shape, v->shape, sizeof shape);
    shape[1] = n;
    gy_value *out = gy_value_new_dense(mem, gy_value_dtype(v), v->view.rank, shape, FALSE, error);
    if (!out) {
        return NULL;
    }
    gather(v, n, index, out->view.data);
    out->levels = gy_value_ref(v->levels);
    out->attributes = v->attributes ? g_hash_table_ref(v->attributes) : NULL;
    return out;
}
