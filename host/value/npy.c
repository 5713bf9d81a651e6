#include "value/npy.h"

#include <string.h>

#include "core/atomic.h"
#include "core/error.h"
#include "sugar.h"

/* Magic, version, length and the dictionary, padded to a multiple of 64 bytes. */
static GString *header(const gy_value *v)
{
    static const char kinds[] = {[GY_INT] = 'i', [GY_UINT] = 'u', [GY_FLOAT] = 'f', [GY_BOOL] = 'b'};
    gy_dtype t = gy_value_dtype(v);
    g_autoptr(GString) dict = g_string_new(NULL);
    g_string_append_printf(dict, "{'descr': '%c%c%d', 'fortran_order': False, 'shape': (",
                           t.bits == 8 ? '|' : '<', kinds[t.code], t.bits / 8);
    for (int32_t i = 0; i < v->view.rank; i++) {
        g_string_append_printf(dict, "%" G_GINT64_FORMAT ",%s", v->shape[i],
                               i + 1 < v->view.rank ? " " : "");
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

gboolean gy_npy_write(const char *path, const gy_value *v, GError **error)
{
    if (v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED, "%s: only dense arrays are .npy files",
                    path);
        return FALSE;
    }
    size_t bytes = 0;
    if (!gy_shape_bytes(v->view.rank, v->shape, gy_dtype_size(gy_value_dtype(v)), &bytes)) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "%s: too large", path);
        return FALSE;
    }
    g_autoptr(GString) head = header(v);
    g_autofree char *data = g_malloc(MAX(bytes, 1));
    if (v->view.rank == 0) {
        memcpy(data, v->view.data, bytes);
    } else {
        gy_gather_rows(&v->view, v->shape[0], NULL, data);
    }
    g_autoptr(gy_atomic) file = gy_atomic_open(path, error);
    return file && gy_atomic_append(file, head->str, head->len, error) &&
           gy_atomic_append(file, data, bytes, error) && gy_atomic_commit(file, error);
}
