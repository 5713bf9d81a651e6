/* SPDX-License-Identifier: Apache-2.0 */
#include "value/npy.h"

#include "core/atomic.h"
#include "core/error.h"

/* Magic, version, length and the dictionary, padded to a multiple of 64 bytes. */
static GString *header(const gy_value *v)
{
    static const char kinds[] = {
        [GY_INT] = 'i', [GY_UINT] = 'u', [GY_FLOAT] = 'f', [GY_BOOL] = 'b'};
    gy_dtype t = gy_value_dtype(v);
    g_autoptr(GString) dict = g_string_new(NULL);
    g_string_append_printf(dict, "{'descr': '%c%c%d', 'fortran_order': False, 'shape': (",
                           t.bits == 8 ? '|' : '<', kinds[t.code], t.bits / 8);
    for (int32_t i = 0; i < v->view.rank; i++) {
        g_string_append_printf(dict, "%" G_GINT64_FORMAT "%s", v->shape[i],
                               i + 1 < v->view.rank ? ", "
                               : v->view.rank == 1  ? ","
                                                    : "");
    }
    g_string_append(dict, "), }");
    while ((10 + dict->len + 1) % 64 != 0) {
        g_string_append_c(dict, ' ');
    }
    g_string_append_c(dict, '\n');
    GString *s = g_string_new_len("\x93NUMPY\x01\x00", 8);
    g_string_append_c(s, (char)(dict->len & 0xff));
    g_string_append_c(s, (char)(dict->len >> 8));
    g_string_append_len(s, dict->str, (gssize)dict->len);
    return s;
}

static gboolean is_packed(const gy_array *a)
{
    int64_t step = 1;
    for (int32_t i = a->rank - 1; i >= 0; i--) {
        if (a->stride[i] != step) {
            return FALSE;
        }
        step *= a->shape[i];
    }
    return TRUE;
}

/* Row by row, so that a strided view needs room for one row only. */
static gboolean put_data(gy_atomic *file, const gy_value *v, size_t bytes, GError **error)
{
    int64_t n = v->view.rank > 0 ? v->shape[0] : 1;
    if (bytes == 0) {
        return TRUE;
    }
    if (is_packed(&v->view)) {
        return gy_atomic_append(file, v->view.data, bytes, error);
    }
    size_t row = bytes / (size_t)n;
    g_autofree char *data = g_try_malloc(row);
    if (!data) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY, "the system has no %zu bytes more", row);
        return FALSE;
    }
    for (int64_t r = 0; r < n; r++) {
        gy_gather_rows(&v->view, 1, &r, data);
        if (!gy_atomic_append(file, data, row, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_npy_write(const char *path, const gy_value *v, GError **error)
{
    if (v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED, "%s: only dense arrays are .npy files",
                    path);
        return FALSE;
    }
    size_t bytes = 0;
    if (!gy_shape_bytes(v->view.rank, v->shape, gy_dtype_size(gy_value_dtype(v)), &bytes)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: too large, or of no dtype", path);
        return FALSE;
    }
    g_autoptr(GString) head = header(v);
    g_autoptr(gy_atomic) file = gy_atomic_open(path, error);
    return file && gy_atomic_append(file, head->str, head->len, error) &&
           put_data(file, v, bytes, error) && gy_atomic_commit(file, error);
}
