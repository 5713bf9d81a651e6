/* SPDX-License-Identifier: Apache-2.0 */
#include "core/hash.h"

#include "core/error.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* Field types. Written to the hash: never renumber. */
enum {
    FIELD_TEXT = 1,
    FIELD_ABSENT,
    FIELD_BLOB,
    FIELD_I64,
    FIELD_U64,
    FIELD_F64,
    FIELD_BOOL,
    FIELD_DIGEST,
    FIELD_LIST
};

struct gy_hash {
    GChecksum *sum;
};

/* GChecksum counts in gssize: longer pieces are fed in parts. */
static void feed(GChecksum *sum, const void *bytes, size_t n)
{
    const uint8_t *at = bytes;
    while (n > 0) {
        size_t part = MIN(n, (size_t)1 << 30);
        g_checksum_update(sum, at, (gssize)part);
        at += part;
        n -= part;
    }
}

static void take_digest(GChecksum *sum, uint8_t out_digest[GY_DIGEST_SIZE])
{
    gsize size = GY_DIGEST_SIZE;
    g_checksum_get_digest(sum, out_digest, &size);
}

void gy_hash_bytes(const void *bytes, size_t n, uint8_t out_digest[GY_DIGEST_SIZE])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    feed(sum, bytes, n);
    take_digest(sum, out_digest);
}

static bool feed_file(GChecksum *sum, int fd)
{
    const size_t block = 1 << 18;
    g_autofree uint8_t *buffer = g_malloc(block);
    for (;;) {
        ssize_t n = read(fd, buffer, block);
        if (n == 0) {
            return true;
        }
        if (n > 0) {
            feed(sum, buffer, (size_t)n);
        } else if (errno != EINTR) {
            return false;
        }
    }
}

bool gy_hash_file(const char *path, uint8_t out_digest[GY_DIGEST_SIZE], GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: cannot open: %s", path, g_strerror(errno));
        return false;
    }
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    bool read_all = feed_file(sum, fd);
    int reason = errno;
    close(fd);
    if (!read_all) {
        g_set_error(error, GY_ERROR, GY_ERR_IO, "%s: cannot read: %s", path, g_strerror(reason));
        return false;
    }
    take_digest(sum, out_digest);
    return true;
}

void gy_hash_hex(const uint8_t digest[GY_DIGEST_SIZE], char out_hex[GY_DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < GY_DIGEST_SIZE; i++) {
        out_hex[2 * i] = digits[digest[i] >> 4];
        out_hex[2 * i + 1] = digits[digest[i] & 15];
    }
    out_hex[2 * GY_DIGEST_SIZE] = '\0';
}

gy_hash *gy_hash_new(const char *domain)
{
    gy_hash *h = g_new0(gy_hash, 1);
    h->sum = g_checksum_new(G_CHECKSUM_SHA256);
    gy_hash_text(h, domain);
    return h;
}

void gy_hash_free(gy_hash *h)
{
    if (h != NULL) {
        g_checksum_free(h->sum);
        g_free(h);
    }
}

static void feed_field(gy_hash *h, uint8_t type, const void *bytes, size_t n)
{
    uint8_t head[9] = {type};
    uint64_t size = GUINT64_TO_LE((uint64_t)n);
    memcpy(head + 1, &size, sizeof size);
    feed(h->sum, head, sizeof head);
    feed(h->sum, bytes, n);
}

static void feed_u64(gy_hash *h, uint8_t type, uint64_t value)
{
    uint64_t little = GUINT64_TO_LE(value);
    feed_field(h, type, &little, sizeof little);
}

void gy_hash_text(gy_hash *h, const char *text)
{
    if (text == NULL) {
        feed_field(h, FIELD_ABSENT, NULL, 0);
    } else {
        feed_field(h, FIELD_TEXT, text, strlen(text));
    }
}

void gy_hash_blob(gy_hash *h, const void *bytes, size_t n)
{
    feed_field(h, FIELD_BLOB, bytes, n);
}

void gy_hash_i64(gy_hash *h, int64_t value)
{
    feed_u64(h, FIELD_I64, (uint64_t)value);
}

void gy_hash_u64(gy_hash *h, uint64_t value)
{
    feed_u64(h, FIELD_U64, value);
}

void gy_hash_f64(gy_hash *h, double value)
{
    if (isnan(value)) {
        value = (double)NAN; /* payload and sign of a NaN mean nothing */
    } else if (value == 0) {
        value = 0; /* -0.0 compares equal */
    }
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    feed_u64(h, FIELD_F64, bits);
}

void gy_hash_bool(gy_hash *h, bool value)
{
    feed_u64(h, FIELD_BOOL, value);
}

void gy_hash_digest(gy_hash *h, const uint8_t digest[GY_DIGEST_SIZE])
{
    feed_field(h, FIELD_DIGEST, digest, GY_DIGEST_SIZE);
}

void gy_hash_list(gy_hash *h, size_t n_elements)
{
    feed_u64(h, FIELD_LIST, n_elements);
}

void gy_hash_end(gy_hash *h, uint8_t out_digest[GY_DIGEST_SIZE])
{
    take_digest(h->sum, out_digest);
}
