/* SPDX-License-Identifier: Apache-2.0 */
#include "value/state_file.h"

#include <string.h>

#include "core/atomic.h"
#include "core/error.h"
#include "core/json.h"
#include "sugar.h"

static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

void gy_about_init(gy_about *a)
{
    a->keys = g_ptr_array_new_with_free_func(g_free);
    a->texts = g_ptr_array_new_with_free_func(g_free);
}

void gy_about_clear(gy_about *a)
{
    g_clear_pointer(&a->keys, g_ptr_array_unref);
    g_clear_pointer(&a->texts, g_ptr_array_unref);
}

static guint find(const gy_about *a, const char *key)
{
    guint i = 0;
    while (i < a->keys->len && strcmp(a->keys->pdata[i], key) != 0) {
        i++;
    }
    return i;
}

void gy_about_put(gy_about *a, const char *key, const char *text)
{
    guint i = find(a, key);
    if (i < a->keys->len) {
        g_free(a->texts->pdata[i]);
        a->texts->pdata[i] = g_strdup(text);
        return;
    }
    g_ptr_array_add(a->keys, g_strdup(key));
    g_ptr_array_add(a->texts, g_strdup(text));
}

const char *gy_about_get(const gy_about *a, const char *key)
{
    guint i = find(a, key);
    return i < a->keys->len ? a->texts->pdata[i] : NULL;
}

/* "F64", "I32", "BOOL": the names of safetensors. */
static char *dtype_text(gy_dtype t)
{
    return t.code == GY_BOOL ? g_strdup("BOOL") : g_ascii_strup(gy_dtype_name(t), -1);
}

static void put_text(gy_json *j, const char *key, const char *text)
{
    gy_json_key(j, key);
    gy_json_string(j, text);
}

static void put_array(gy_json *j, const char *name, const gy_value *v, size_t from, size_t to)
{
    g_autofree char *dtype = dtype_text(gy_value_dtype(v));
    gy_json_key(j, name);
    gy_json_begin(j, '{');
    put_text(j, "dtype", dtype);
    gy_json_key(j, "shape");
    gy_json_begin(j, '[');
    for (int32_t i = 0; i < v->view.rank; i++) {
        gy_json_i64(j, v->shape[i]);
    }
    gy_json_end(j, ']');
    gy_json_key(j, "data_offsets");
    gy_json_begin(j, '[');
    gy_json_u64(j, from);
    gy_json_u64(j, to);
    gy_json_end(j, ']');
    gy_json_end(j, '}');
}

/* The header, padded with blanks so that the data begin at a multiple of 8. */
static GString *make_header(const gy_state *s, const gy_about *about, const size_t *size)
{
    g_autoptr(gy_json) j = gy_json_new(false);
    gy_json_begin(j, '{');
    gy_json_key(j, "__metadata__");
    gy_json_begin(j, '{');
    put_text(j, "digest", zeros);
    put_text(j, "format", GY_STATE_FORMAT);
    put_text(j, "id", s->id);
    put_text(j, "node", s->node);
    for (guint i = 0; about && i < about->keys->len; i++) {
        put_text(j, about->keys->pdata[i], about->texts->pdata[i]);
    }
    gy_json_end(j, '}');
    size_t at = 0;
    for (guint i = 0; i < s->names->len; at += size[i], i++) {
        put_array(j, s->names->pdata[i], s->arrays->pdata[i], at, at + size[i]);
    }
    gy_json_end(j, '}');
    g_autofree char *text = gy_json_finish(j);
    GString *header = g_string_new(text);
    while (header->len % 8 != 0) {
        g_string_append_c(header, ' ');
    }
    return header;
}

static gboolean measure(const gy_state *s, size_t *size, size_t *out_total, GError **error)
{
    *out_total = 0;
    for (guint i = 0; i < s->names->len; i++) {
        const gy_value *v = s->arrays->pdata[i];
        gboolean plain = v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE &&
                         (v->view.flags & GY_TEXT) == 0;
        if (!plain ||
            !gy_shape_bytes(v->view.rank, v->shape, gy_dtype_size(gy_value_dtype(v)), &size[i])) {
            g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED, "state '%s' of %s is no dense array",
                        (char *)s->names->pdata[i], s->id);
            return FALSE;
        }
        *out_total += size[i];
    }
    return TRUE;
}

GBytes *gy_state_pack(const gy_state *s, const gy_about *about, GError **error)
{
    g_autofree size_t *size = g_new0(size_t, MAX(s->names->len, 1));
    size_t total = 0;
    if (!measure(s, size, &total, error)) {
        return NULL;
    }
    g_autoptr(GString) header = make_header(s, about, size);
    size_t n = 8 + header->len + total;
    char *bytes = g_try_malloc(n);
    if (!bytes) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY, "the system has no %zu bytes more", n);
        return NULL;
    }
    for (int i = 0; i < 8; i++) {
        bytes[i] = (char)(((uint64_t)header->len >> (8 * i)) & 0xff);
    }
    memcpy(bytes + 8, header->str, header->len);
    char *at = bytes + 8 + header->len;
    for (guint i = 0; i < s->names->len; at += size[i], i++) {
        const gy_value *v = s->arrays->pdata[i];
        if (size[i] > 0) {
            gy_gather_rows(&v->view, v->view.rank > 0 ? v->shape[0] : 1, NULL, at);
        }
    }
    g_autofree char *digest =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes + 8, (gsize)(n - 8));
    memcpy(strstr(bytes + 8, zeros), digest, strlen(zeros));
    return g_bytes_new_take(bytes, n);
}

gboolean gy_state_write(const char *path, const gy_state *s, const gy_about *about, GError **error)
{
    g_autoptr(GBytes) bytes = gy_state_pack(s, about, error);
    gsize n = 0;
    const void *data = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return bytes && gy_atomic_write(path, data, n, error);
}
