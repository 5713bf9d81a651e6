/* SPDX-License-Identifier: Apache-2.0 */
#include "value/buffer.h"

#include <string.h>

#include "core/error.h"

gy_buffer *gy_buffer_new(gy_mem *mem, size_t n, gboolean zero, GError **error)
{
    g_autoptr(gy_mem) account = mem ? gy_mem_ref(mem) : gy_mem_new(0);
    void *data = gy_mem_alloc(account, n, zero, error);
    if (!data) {
        return NULL;
    }
    gy_buffer *b = g_new0(gy_buffer, 1);
    g_atomic_ref_count_init(&b->refs);
    b->data = data;
    b->n = n;
    b->mem = account;
    return b;
}

gy_buffer *gy_buffer_map(const char *path, int64_t offset, size_t n, size_t align, GError **error)
{
    GError *cause = NULL;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &cause);
    if (!file) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: %s", path, cause->message);
        g_error_free(cause);
        return NULL;
    }
    size_t size = g_mapped_file_get_length(file);
    if (offset < 0 || (size_t)offset > size || n > size - (size_t)offset) {
        g_set_error(
            error, GY_ERROR, GY_ERR_FORMAT,
            "%s ends at byte %zu, but its header asks for %zu bytes from byte %" G_GINT64_FORMAT,
            path, size, n, offset);
        return NULL;
    }
    /* an empty file has no mapping at all */
    if (n == 0 || (size_t)offset % align != 0) {
        gy_buffer *copy = gy_buffer_new(NULL, n, FALSE, error);
        if (copy && n > 0) {
            memcpy(copy->data, g_mapped_file_get_contents(file) + offset, n);
        }
        return copy;
    }
    gy_buffer *b = g_new0(gy_buffer, 1);
    g_atomic_ref_count_init(&b->refs);
    b->n = n;
    b->data = g_mapped_file_get_contents(file) + offset;
    b->mapped = g_steal_pointer(&file);
    return b;
}

gy_buffer *gy_buffer_ref(gy_buffer *b)
{
    if (b) {
        g_atomic_ref_count_inc(&b->refs);
    }
    return b;
}

void gy_buffer_unref(gy_buffer *b)
{
    if (!b || !g_atomic_ref_count_dec(&b->refs)) {
        return;
    }
    if (b->mapped) {
        g_mapped_file_unref(b->mapped);
    } else {
        gy_mem_free(b->data);
    }
    g_free(b);
}
