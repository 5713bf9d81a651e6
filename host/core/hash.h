/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 of bytes, of files, and of records. Digests name cached results and inputs in run.json,
 * so two different records must never feed the same bytes to the hash: gy_hash writes each field
 * as type byte, length (u64, little endian), bytes. "ab","c" therefore differs from "a","bc", the
 * integer 1 from the text "1", and an absent text from an empty one.
 *
 * A digest is 32 bytes; its printed form is 64 lower-case hex digits.
 */
#ifndef GY_CORE_HASH_H
#define GY_CORE_HASH_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GY_DIGEST_SIZE 32
#define GY_DIGEST_HEX  65 /* with the final NUL */

/* Digest of n raw bytes, as sha256sum prints it. bytes may be NULL when n is 0. [any] */
void gy_hash_bytes(const void *bytes, size_t n, uint8_t out_digest[GY_DIGEST_SIZE]);

/* Digest of a file's content, read in blocks: memory does not grow with the file. False with
 * GY_ERR_IO (path and reason in the text) when it cannot be read, or is a folder. [any] */
bool gy_hash_file(const char *path, uint8_t out_digest[GY_DIGEST_SIZE], GError **error);

/* 64 hex digits and NUL. [any] */
void gy_hash_hex(const uint8_t digest[GY_DIGEST_SIZE], char out_hex[GY_DIGEST_HEX]);

/* A record under construction. new, fields, end. `domain` says what kind of record this is
 * ("cache-key/1") and is its first field, so records of two kinds never collide. One thread at a
 * time. */
typedef struct gy_hash gy_hash;

gy_hash *gy_hash_new(const char *domain);
void gy_hash_free(gy_hash *h); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_hash, gy_hash_free)

/* One field each. Text NULL is the absent text. f64 is hashed by its bits, except that -0.0 counts
 * as 0.0 and every NaN as one. i64 and u64 are different types. */
void gy_hash_text(gy_hash *h, const char *text);
void gy_hash_blob(gy_hash *h, const void *bytes, size_t n);
void gy_hash_i64(gy_hash *h, int64_t value);
void gy_hash_u64(gy_hash *h, uint64_t value);
void gy_hash_f64(gy_hash *h, double value);
void gy_hash_bool(gy_hash *h, bool value);
void gy_hash_digest(gy_hash *h, const uint8_t digest[GY_DIGEST_SIZE]);

/* The length of a list whose elements follow as fields: keeps ["a"],["b"] apart from ["a","b"]. */
void gy_hash_list(gy_hash *h, size_t n_elements);

/* The digest of all fields so far. No field may follow; only gy_hash_free. */
void gy_hash_end(gy_hash *h, uint8_t out_digest[GY_DIGEST_SIZE]);

#endif
