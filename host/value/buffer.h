/* buffer.h: counted bytes under a value: from the tracked allocator, or a mapped file. [any] */
#ifndef GY_BUFFER_H
#define GY_BUFFER_H

#include <glib.h>

#include "core/alloc.h"

typedef struct gy_buffer {
    gatomicrefcount refs;
    void *data;
    size_t n;
    gy_mem *mem;         /* NULL for mapped bytes */
    GMappedFile *mapped; /* NULL for allocated bytes */
} gy_buffer;

gy_buffer *gy_buffer_new(gy_mem *mem, size_t n, gboolean zero, GError **error);
/* n bytes of a file from `offset`, read-only; refuses a file that ends before, naming its size, and
 * copies when the offset is no multiple of `align`. */
gy_buffer *gy_buffer_map(const char *path, int64_t offset, size_t n, size_t align, GError **error);
gy_buffer *gy_buffer_ref(gy_buffer *b);
void gy_buffer_unref(gy_buffer *b);

#endif
