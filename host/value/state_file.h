/* SPDX-License-Identifier: Apache-2.0
 *
 * state_file.h: a fitted state as a file, in the safetensors format (github.com/huggingface/
 * safetensors, "Format"): u64 length of the header, little-endian; the header, one JSON object that
 * gives every array its dtype, shape and place in the data; the data, C order, little-endian,
 * without gaps, in the order of the header. So any tool that reads safetensors reads a state.
 *
 *     {"__metadata__":{"digest":"...","format":"gyrus-state/1","id":"encoder.ridge",...},
 *      "w":{"dtype":"F64","shape":[3,2],"data_offsets":[0,48]}}
 *
 * `digest` is the SHA-256 of header and data with 64 zeros in its own place: a file that is not, to
 * the bit, what was written is refused. Files are written whole or not at all (core/atomic.h).
 * Nothing in a file is believed: every length, offset and size is checked against the bytes that
 * are there, and every error is GY_ERR_FORMAT and names file, key and byte. [any] */
#ifndef GY_STATE_FILE_H
#define GY_STATE_FILE_H

#include "value/state.h"

#define GY_STATE_FORMAT     "gyrus-state/1"
#define GY_STATE_SUFFIX     ".safetensors"
#define GY_STATE_HEADER_MAX (64 << 20) /* bytes of header that are read at most */

/* What a file says besides the arrays: text by key, in the order written. */
typedef struct gy_about {
    GPtrArray *keys, *texts; /* char *, owned */
} gy_about;
void gy_about_init(gy_about *a);
void gy_about_clear(gy_about *a);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_about, gy_about_clear)
/* Both are copied. A key that is there gets the new text. */
void gy_about_put(gy_about *a, const char *key, const char *text);
const char *gy_about_get(const gy_about *a, const char *key);

/* The bytes of the file; about (NULL: nothing more) must not use the keys digest, format, id and
 * node. NULL with GY_ERR_UNSUPPORTED for a state that holds anything but dense arrays of numbers.
 */
GBytes *gy_state_pack(const gy_state *s, const gy_about *about, GError **error);
gboolean gy_state_write(const char *path, const gy_state *s, const gy_about *about, GError **error);

/* The state that some bytes hold; `name` is the file's, for messages. out_about may be NULL. The
 * rows it has seen are only told, in out_about: domains do not outlive a run. */
gy_state *gy_state_unpack(const char *name, const void *bytes, size_t n, gy_mem *mem,
                          gy_about *out_about, GError **error);
/* Reads a file through a mapping; GY_ERR_IO if it cannot be opened. */
gy_state *gy_state_read(const char *path, gy_mem *mem, gy_about *out_about, GError **error);

#endif
