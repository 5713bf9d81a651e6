/* SPDX-License-Identifier: Apache-2.0 */
#include "value/value.h"

#include <string.h>

#include "core/error.h"
#include "value/buffer.h"
#include "value/state.h"

static gy_value *blank(gy_payload payload)
{
    gy_value *v = g_new0(gy_value, 1);
    g_atomic_ref_count_init(&v->refs);
    v->payload = payload;
    v->view.size = sizeof v->view;
    v->view.shape = v->shape;
    v->view.stride = v->stride;
    return v;
}

/* C order strides and the number of elements; FALSE if the product overflows. */
static gboolean lay_out(gy_value *v, gy_dtype dtype, int32_t rank, const int64_t *shape,
                        size_t *out_bytes, GError **error)
{
    if (rank < 0 || rank > GY_RANK_MAX ||
        !gy_shape_bytes(rank, shape, gy_dtype_size(dtype), out_bytes)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "an array of rank %d is too large or malformed",
                    rank);
        return FALSE;
    }
    v->view.code = dtype.code;
    v->view.bits = dtype.bits;
    v->view.flags = dtype.flags;
    v->view.rank = rank;
    int64_t step = 1;
    for (int32_t i = rank - 1; i >= 0; i--) {
        v->shape[i] = shape[i];
        v->stride[i] = step;
        step *= shape[i];
    }
    return TRUE;
}

gy_value *gy_value_new_dense(gy_mem *mem, gy_dtype dtype, int32_t rank, const int64_t *shape,
                             gboolean zero, GError **error)
{
    g_autoptr(gy_value) v = blank(GY_PAYLOAD_ARRAY);
    size_t bytes = 0;
    if (!lay_out(v, dtype, rank, shape, &bytes, error)) {
        return NULL;
    }
    v->bytes = gy_buffer_new(mem, bytes, zero, error);
    if (!v->bytes) {
        return NULL;
    }
    v->view.data = v->bytes->data;
    return g_steal_pointer(&v);
}

gy_value *gy_value_new_borrowed(gy_dtype dtype, int32_t rank, const int64_t *shape,
                                const void *data)
{
    g_autoptr(gy_value) v = blank(GY_PAYLOAD_ARRAY);
    size_t bytes = 0;
    if (!lay_out(v, dtype, rank, shape, &bytes, NULL)) {
        return NULL;
    }
    v->view.data = (void *)(uintptr_t)data;
    return g_steal_pointer(&v);
}

gy_value *gy_value_new_mapped(const char *path, int64_t offset, gy_dtype dtype, int32_t rank,
                              const int64_t *shape, GError **error)
{
    g_autoptr(gy_value) v = blank(GY_PAYLOAD_ARRAY);
    size_t bytes = 0;
    if (!lay_out(v, dtype, rank, shape, &bytes, error)) {
        return NULL;
    }
    v->bytes = gy_buffer_map(path, offset, bytes, gy_dtype_size(dtype), error);
    if (!v->bytes) {
        return NULL;
    }
    v->view.data = v->bytes->data;
    return g_steal_pointer(&v);
}

gy_value *gy_value_new_ragged(gy_mem *mem, gy_dtype dtype, int64_t n, int64_t total, GError **error)
{
    g_autoptr(gy_value) v = blank(GY_PAYLOAD_ARRAY);
    size_t bytes = 0, size = 0;
    int64_t shape[1] = {n}, elements[1] = {total}, rows[1] = {n < INT64_MAX ? n + 1 : -1};
    if (!lay_out(v, dtype, 1, shape, &bytes, error) ||
        !gy_shape_bytes(1, elements, gy_dtype_size(dtype), &bytes) ||
        !gy_shape_bytes(1, rows, sizeof(int64_t), &size)) {
        if (error && !*error) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "a ragged array is too large or malformed");
        }
        return NULL;
    }
    v->bytes = gy_buffer_new(mem, bytes, TRUE, error);
    v->offsets = v->bytes ? gy_buffer_new(mem, size, TRUE, error) : NULL;
    if (!v->offsets) {
        return NULL;
    }
    v->view.layout = GY_RAGGED;
    v->view.data = v->bytes->data;
    v->view.offsets = v->offsets->data;
    return g_steal_pointer(&v);
}

gy_value *gy_value_new_table(gy_domain *rows)
{
    gy_value *v = blank(GY_PAYLOAD_TABLE);
    v->names = g_ptr_array_new_with_free_func(g_free);
    v->columns = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
    v->domains[0] = gy_domain_ref(rows);
    return v;
}

gy_value *gy_value_new_model(gy_state *state)
{
    gy_value *v = blank(GY_PAYLOAD_MODEL);
    v->model = gy_state_ref(state);
    return v;
}

gy_value *gy_value_share(gy_value *of)
{
    gy_value *v = blank(of->payload);
    v->view = of->view;
    memcpy(v->shape, of->shape, sizeof v->shape);
    memcpy(v->stride, of->stride, sizeof v->stride);
    v->view.shape = v->shape;
    v->view.stride = v->stride;
    v->names = of->names ? g_ptr_array_ref(of->names) : NULL;
    v->columns = of->columns ? g_ptr_array_ref(of->columns) : NULL;
    v->model = gy_state_ref(of->model);
    v->bytes = gy_buffer_ref(of->bytes);
    v->offsets = gy_buffer_ref(of->offsets);
    v->levels = gy_value_ref(of->levels);
    v->attributes = of->attributes ? g_hash_table_ref(of->attributes) : NULL;
    return v;
}

gy_value *gy_value_ref(gy_value *v)
{
    if (v) {
        g_atomic_ref_count_inc(&v->refs);
    }
    return v;
}

void gy_value_unref(gy_value *v)
{
    if (!v || !g_atomic_ref_count_dec(&v->refs)) {
        return;
    }
    for (int i = 0; i < GY_RANK_MAX; i++) {
        gy_domain_unref(v->domains[i]);
    }
    gy_buffer_unref(v->bytes);
    gy_buffer_unref(v->offsets);
    gy_value_unref(v->levels);
    g_clear_pointer(&v->attributes, g_hash_table_unref);
    g_clear_pointer(&v->names, g_ptr_array_unref);
    g_clear_pointer(&v->columns, g_ptr_array_unref);
    gy_state_unref(v->model);
    g_free(v);
}

gy_dtype gy_value_dtype(const gy_value *v)
{
    return (gy_dtype){v->view.code, v->view.bits, v->view.flags & GY_TEXT};
}

int64_t gy_value_rows(const gy_value *v)
{
    if (v->payload == GY_PAYLOAD_TABLE) {
        return v->domains[0] ? v->domains[0]->n : 0;
    }
    return v->view.rank > 0 ? v->shape[0] : 1;
}

int64_t gy_value_bytes(const gy_value *v)
{
    int64_t sum = v->bytes ? (int64_t)v->bytes->n : 0;
    sum += v->offsets ? (int64_t)v->offsets->n : 0;
    for (guint i = 0; v->columns && i < v->columns->len; i++) {
        sum += gy_value_bytes(v->columns->pdata[i]);
    }
    return sum;
}

void gy_value_set_domain(gy_value *v, int32_t axis, gy_domain *d)
{
    if (axis < 0 || axis >= GY_RANK_MAX) {
        return;
    }
    gy_domain_ref(d);
    gy_domain_unref(v->domains[axis]);
    v->domains[axis] = d;
}

void gy_value_set_attribute(gy_value *v, const char *key, const char *text)
{
    /* the table may be shared with the value that this one was taken from */
    GHashTable *own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    GHashTableIter at;
    gpointer name, old;
    if (v->attributes) {
        g_hash_table_iter_init(&at, v->attributes);
        while (g_hash_table_iter_next(&at, &name, &old)) {
            g_hash_table_insert(own, g_strdup(name), g_strdup(old));
        }
        g_hash_table_unref(v->attributes);
    }
    g_hash_table_replace(own, g_strdup(key), g_strdup(text));
    v->attributes = own;
}

const char *gy_value_attribute(const gy_value *v, const char *key)
{
    return v->attributes ? g_hash_table_lookup(v->attributes, key) : NULL;
}

void gy_table_add(gy_value *table, const char *name, gy_value *column)
{
    g_ptr_array_add(table->names, g_strdup(name));
    g_ptr_array_add(table->columns, column);
}

gy_value *gy_table_column(const gy_value *table, const char *name)
{
    for (guint i = 0; table->names && i < table->names->len; i++) {
        if (strcmp(table->names->pdata[i], name) == 0) {
            return table->columns->pdata[i];
        }
    }
    return NULL;
}
