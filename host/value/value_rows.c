/* SPDX-License-Identifier: Apache-2.0
 *
 * value_rows.c: parts of values: chosen rows and copies. */
#include <string.h>

#include "core/error.h"
#include "value/buffer.h"
#include "value/state.h"
#include "value/value.h"

/* One step between all rows named, or 0. */
static int64_t even_step(int64_t n, const int64_t *index)
{
    if (n < 2) {
        return 1;
    }
    int64_t step = index[1] - index[0];
    for (int64_t i = 2; i < n; i++) {
        if (index[i] - index[i - 1] != step) {
            return 0;
        }
    }
    return step;
}

static gy_value *take_ragged(gy_mem *mem, gy_value *v, int64_t n, const int64_t *index,
                             GError **error)
{
    const int64_t *at = v->view.offsets;
    size_t size = gy_dtype_size(gy_value_dtype(v));
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) {
        total += at[index[i] + 1] - at[index[i]];
    }
    gy_value *out = gy_value_new_ragged(mem, gy_value_dtype(v), n, total, error);
    if (!out) {
        return NULL;
    }
    int64_t *to = out->offsets->data;
    for (int64_t i = 0; i < n; i++) {
        int64_t length = at[index[i] + 1] - at[index[i]];
        to[i + 1] = to[i] + length;
        memcpy((char *)out->view.data + (size_t)to[i] * size,
               (const char *)v->view.data + (size_t)at[index[i]] * size, (size_t)length * size);
    }
    return out;
}

/* Copies one row (all axes after the first) into C order. */
static void copy_row(const gy_array *a, int32_t axis, const char *from, char *to, size_t size,
                     size_t inner)
{
    if (axis == a->rank) {
        memcpy(to, from, size);
        return;
    }
    size_t block = inner / (size_t)MAX(a->shape[axis], 1);
    for (int64_t i = 0; i < a->shape[axis]; i++) {
        copy_row(a, axis + 1, from + i * a->stride[axis] * (int64_t)size, to + (size_t)i * block,
                 size, block);
    }
}

/* TRUE if each row lies in C order without gaps. */
static gboolean rows_are_packed(const gy_array *a)
{
    int64_t step = 1;
    for (int32_t i = a->rank - 1; i > 0; i--) {
        if (a->stride[i] != step) {
            return FALSE;
        }
        step *= a->shape[i];
    }
    return TRUE;
}

void gy_gather_rows(const gy_array *a, int64_t n, const int64_t *index, void *out)
{
    size_t size = gy_dtype_size((gy_dtype){a->code, a->bits, a->flags});
    if (a->rank == 0) {
        memcpy(out, a->data, size);
        return;
    }
    size_t row = size;
    for (int32_t i = 1; i < a->rank; i++) {
        row *= (size_t)a->shape[i];
    }
    gboolean packed = rows_are_packed(a);
    for (int64_t i = 0; i < n; i++) {
        int64_t r = index ? index[i] : i;
        const char *from = (const char *)a->data + r * a->stride[0] * (int64_t)size;
        char *to = (char *)out + (size_t)i * row;
        if (packed) {
            memcpy(to, from, row);
        } else {
            copy_row(a, 1, from, to, size, row);
        }
    }
}

static gboolean has_rows(const gy_value *v, int64_t n, const int64_t *index, GError **error)
{
    if (v->payload != GY_PAYLOAD_ARRAY || v->view.layout == GY_CSR) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED,
                    "rows can be taken of dense arrays and of text only");
        return FALSE;
    }
    if (v->view.rank < 1 || n < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "%" G_GINT64_FORMAT " rows cannot be taken of an array of rank %d", n,
                    v->view.rank);
        return FALSE;
    }
    for (int64_t i = 0; i < n; i++) {
        if (index[i] < 0 || index[i] >= v->shape[0]) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "there is no row %" G_GINT64_FORMAT " among %" G_GINT64_FORMAT, index[i],
                        v->shape[0]);
            return FALSE;
        }
    }
    return TRUE;
}

gy_value *gy_value_take_rows(gy_value *v, int64_t n, const int64_t *index, GError **error)
{
    return gy_value_take_rows_in(NULL, v, n, index, error);
}

gy_value *gy_value_take_rows_in(gy_mem *mem, gy_value *v, int64_t n, const int64_t *index,
                                GError **error)
{
    mem = v->bytes && v->bytes->mem ? v->bytes->mem : mem;
    if (!has_rows(v, n, index, error)) {
        return NULL;
    }
    if (v->view.layout == GY_RAGGED) {
        gy_value *out = take_ragged(mem, v, n, index, error);
        if (out) {
            out->levels = gy_value_ref(v->levels);
            out->attributes = v->attributes ? g_hash_table_ref(v->attributes) : NULL;
        }
        return out;
    }
    size_t size = gy_dtype_size(gy_value_dtype(v));
    int64_t step = even_step(n, index);
    if (step > 0 && v->bytes) {
        gy_value *out = gy_value_share(v);
        out->shape[0] = n;
        out->stride[0] = v->stride[0] * step;
        if (n > 0) {
            out->view.data = (char *)v->view.data + index[0] * v->stride[0] * (int64_t)size;
        }
        return out;
    }
    int64_t shape[GY_RANK_MAX];
    memcpy(shape, v->shape, sizeof shape);
    shape[0] = n;
    gy_value *out = gy_value_new_dense(mem, gy_value_dtype(v), v->view.rank, shape, FALSE, error);
    if (!out) {
        return NULL;
    }
    gy_gather_rows(&v->view, n, index, out->view.data);
    out->levels = gy_value_ref(v->levels);
    out->attributes = v->attributes ? g_hash_table_ref(v->attributes) : NULL;
    return out;
}

/* A view of a plugin or an embedding program: nothing about it is trusted. */
static gboolean check_view(const gy_array *a, GError **error)
{
    gy_dtype t = {a->code, a->bits, a->flags & GY_TEXT};
    if (a->layout != GY_DENSE && a->layout != GY_RAGGED) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED, "arrays of layout %d cannot be copied",
                    a->layout);
        return FALSE;
    }
    gboolean ragged = a->layout == GY_RAGGED;
    gboolean good = gy_dtype_size(t) > 0 && a->rank >= 0 && a->rank <= GY_RANK_MAX &&
                    (a->rank == 0 || (a->shape && a->stride)) &&
                    (ragged ? a->rank == 1 && a->offsets : !(t.flags & GY_TEXT));
    int64_t n = good ? 1 : 0;
    for (int32_t i = 0; good && i < a->rank; i++) {
        good = a->shape[i] >= 0;
        n = a->shape[i] == 0 ? 0 : n;
    }
    for (int64_t i = 0; good && ragged && i < a->shape[0]; i++) {
        good = a->offsets[i] >= 0 && a->offsets[i + 1] >= a->offsets[i];
    }
    if (good && ragged) {
        good = a->offsets[0] == 0;
        n = a->offsets[a->shape[0]];
    }
    if (!good || (n > 0 && !a->data)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "a malformed array: rank %d, dtype code %u of %u bits, or its shape, strides, "
                    "offsets or data",
                    a->rank, a->code, a->bits);
        return FALSE;
    }
    return TRUE;
}

gy_value *gy_value_copy_view(gy_mem *mem, const gy_array *view, GError **error)
{
    gy_dtype t = {view->code, view->bits, view->flags & GY_TEXT};
    if (!check_view(view, error)) {
        return NULL;
    }
    if (view->layout == GY_RAGGED) {
        int64_t n = view->shape[0], total = view->offsets[n];
        gy_value *out = gy_value_new_ragged(mem, t, n, total, error);
        if (out) {
            memcpy(out->offsets->data, view->offsets, (size_t)(n + 1) * sizeof(int64_t));
            memcpy(out->view.data, total > 0 ? view->data : "", (size_t)total * gy_dtype_size(t));
        }
        return out;
    }
    gy_value *out = gy_value_new_dense(mem, t, view->rank, view->shape, FALSE, error);
    if (out && out->bytes->n > 0) {
        gy_gather_rows(view, view->rank ? view->shape[0] : 1, NULL, out->view.data);
    }
    return out;
}
