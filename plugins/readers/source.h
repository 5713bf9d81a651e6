/* SPDX-License-Identifier: MIT
 *
 * source.h: what all readers do with files: open, load, unpack, and say what is wrong with them.
 *
 * Readers keep nothing between resolve and run; a file is opened in both. Bytes live in scratch of
 * the call, so that they count against --memory and are freed by the host. All functions are [any].
 * Errors: GY_IO (cannot open or read, with the system's words), GY_FORMAT (damaged), GY_MEMORY
 * (scratch refused), GY_CANCELLED; the text names the file.
 */
#ifndef GYRUS_READERS_SOURCE_H
#define GYRUS_READERS_SOURCE_H

#include "sugar.h"

#include <stdint.h>

/* A whole file in memory, unpacked if it was gzip; data[size] is 0. */
typedef struct source {
    const char *path;
    char *data;
    int64_t size;
} source;

/* fail with a text that begins with the file's name. `where` is a key of the node, "mask", or a
 * place in the file, "byte 344", which then stands behind the file's name. */
int source_fail(gy_call *c, int code, const char *path, const char *where, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Loads a file, gunzipped if it begins with 1f 8b. */
int source_load(gy_call *c, const char *path, source *out);

/* Up to `want` bytes of the (unpacked) content from `offset` into `out`; *out_got may be less at
 * the end of the file. `out_size`, if not NULL, is the size of the content, -1 if it is packed. */
int source_part(gy_call *c, const char *path, int64_t offset, int64_t want, void *out,
                int64_t *out_got, int64_t *out_size);

/* a * b, or -1 if it does not fit or one is negative. */
int64_t source_times(int64_t a, int64_t b);

/* 1 if this machine stores the least significant byte first. */
int source_little(void);

/* Reverses the bytes of n elements of `width` bytes in place. */
void source_swap(void *data, int64_t n, int64_t width);

#endif
