/* SPDX-License-Identifier: Apache-2.0
 *
 * buffer.h: counted bytes under a value: from the tracked allocator, or a mapped file. [any] */
#ifndef GY_BUFFER_H
#define GY_BUFFER_H

#include <glib.h>

#include "core/alloc.h"

typedef struct gy_buffer {
    gatomicrefcount refs;
    void *data;
    size_t n;
    gy_mem *mem;         /* borrowed: data keeps it alive; NULL for mapped bytes */
    GMappedFile *mapped; /* NULL for allocated bytes */
} gy_buffer;

/* n bytes of an account; mem NULL: of an account of its own, which no limit counts (texts, literals
 * and rows copied out of mapped or borrowed bytes). NULL with GY_ERR_MEMORY. */
gy_buffer *gy_buffer_new(gy_mem *mem, size_t n, gboolean zero, GError **error);
/* n bytes of a file from `offset`, read-only: a write into them would end the process. Refuses a
 * file that ends before (GY_ERR_FORMAT, naming its size) or cannot be mapped (GY_ERR_IO), and
 * copies when the offset is no multiple of `align` > 0. data is never NULL, also of 0 bytes. */
gy_buffer *gy_buffer_map(const char *path, int64_t offset, size_t n, size_t align, GError **error);
gy_buffer *gy_buffer_ref(gy_buffer *b);
void gy_buffer_unref(gy_buffer *b);

#endif
