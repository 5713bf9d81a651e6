#include "value/buffer.h"

#include <string.h>

#include "core/error.h"

gy_buffer *gy_buffer_new(gy_mem *mem, size_t n, gboolean zero, GError **error)
{
    void *data = mem    ? gy_mem_alloc(mem, n, zero, error)
                 : zero ? g_malloc0(MAX(n, 1))
                        : g_malloc(MAX(n, 1));
    if (!data) {
        return NULL;
    }
    gy_buffer *b = g_new0(gy_buffer, 1);
    g_atomic_ref_count_init(&b->refs);
    b->data = data;
    b->n = n;
    b->mem = mem;
    return b;
}

gy_buffer *gy_buffer_map(const char *path, int64_t offset, size_t n, size_t align, GError **error)
{
    GMappedFile *file = g_mapped_file_new(path, FALSE, error);
    if (!file) {
        return NULL;
    }
    size_t size = g_mapped_file_get_length(file);
    if (offset < 0 || (size_t)offset > size || n > size - (size_t)offset) {
        g_set_error(error, GY_ERROR, GY_ERR_FORMAT,
                    "%s ends at byte %zu, but its header asks for %zu bytes from byte %" G_GINT64_FORMAT,
                    path, size, n, offset);
        g_mapped_file_unref(file);
        return NULL;
    }
    gy_buffer *b = g_new0(gy_buffer, 1);
    g_atomic_ref_count_init(&b->refs);
    b->n = n;
    if ((size_t)offset % align == 0) {
        b->mapped = file;
        b->data = g_mapped_file_get_contents(file) + offset;
        return b;
    }
    b->data = g_malloc(MAX(n, 1));
    memcpy(b->data, g_mapped_file_get_contents(file) + offset, n);
    g_mapped_file_unref(file);
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
    } else if (b->mem) {
        gy_mem_free(b->data);
    } else {
        g_free(b->data);
    }
    g_free(b);
}
