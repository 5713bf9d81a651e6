/* SPDX-License-Identifier: MIT
 *
 * idx.c: one array of an IDX file, the format of the MNIST family.
 *
 * A file is: 0, 0, a byte for the dtype, a byte for the number of axes, one big-endian u32 length
 * per axis, then the elements in C order, big-endian, and nothing after them.
 */
#include "source.h"

#include <stdio.h>
#include <string.h>

GY_SAY(text,
       "reader.idx 1 | One array of an IDX file (MNIST and its relatives), gzip or not\n"
       "out   x    any[row, ...]        | the array, with the file's dtype and shape\n"
       "in    rows rows[row] optional   | rows that the first axis of the array is aligned to\n"
       "param path path                 | the file: .idx, or -ubyte and -ubyte.gz as MNIST has it\n"
       "param first i64 = 0 >=0         | only so many rows, from the first on; 0: all\n"
       "doc | All dtypes of the format are read: u8, i8, i16, i32, f32, f64, with 1 to 8 axes. "
       "Bytes of a file that is not packed are mapped, not read. A packed file is unpacked twice: "
       "once to see that it has the length that its header says, once for its values.\n"
       "doc | With `rows` the file's first axis must be as long as those rows. That they are the "
       "same rows in the same order is your word: the file cannot tell. A packed file is then "
       "unpacked again for every few hundred rows; give `rows` to the smaller one, the labels.\n"
       "licence | MIT\n"
       "cite | LeCun, Cortes, Burges, The MNIST database of handwritten digits: the IDX file "
       "format\n");

#define RANK   8
#define HEADER (4 + 4 * RANK)

typedef struct idx_header {
    uint8_t code, bits;
    int packed;
    int32_t rank;
    int64_t shape[RANK];
    int64_t offset, bytes; /* of the data */
} idx_header;

/* "byte 12": a place in the (unpacked) content. */
static const char *byte(char *where, int64_t at)
{
    snprintf(where, 48, "byte %lld", (long long)at);
    return where;
}

/* The third byte; 0 if the format has no such dtype. */
static int dtype_of(unsigned char byte, idx_header *h)
{
    static const struct {
        unsigned char byte;
        uint8_t code, bits;
    } known[] = {{0x08, GY_UINT, 8}, {0x09, GY_INT, 8},    {0x0b, GY_INT, 16},
                 {0x0c, GY_INT, 32}, {0x0d, GY_FLOAT, 32}, {0x0e, GY_FLOAT, 64}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].byte == byte) {
            h->code = known[i].code;
            h->bits = known[i].bits;
            return 1;
        }
    }
    return 0;
}

/* Lengths and what they multiply to. An axis of length 0 makes an array of no bytes; the others
 * must fit all the same. */
static int parse_shape(gy_call *c, const char *path, const unsigned char *b, idx_header *h)
{
    char where[48];
    int empty = 0;
    h->offset = 4 + 4 * (int64_t)h->rank;
    h->bytes = h->bits / 8;
    for (int32_t i = 0; i < h->rank; i++) {
        const unsigned char *p = b + 4 + 4 * i;
        h->shape[i] = (int64_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        empty |= h->shape[i] == 0;
        h->bytes = source_times(h->bytes, h->shape[i] > 0 ? h->shape[i] : 1);
        if (h->bytes < 0 || h->bytes > INT64_MAX - HEADER - 1) {
            return source_fail(c, GY_FORMAT, path, byte(where, 4 + 4 * i),
                               "with this length, %lld, the array has more than 2^63 bytes",
                               (long long)h->shape[i]);
        }
    }
    h->bytes = empty ? 0 : h->bytes;
    return GY_OK;
}

/* The content is exactly as long as its header says. Of a packed file only unpacking can tell; it
 * stops one byte behind the end, so that a small file cannot unpack to any size. */
static int check_length(gy_call *c, const char *path, const idx_header *h, int64_t size)
{
    char where[48];
    int64_t want = h->offset + h->bytes;
    if (h->packed) {
        GY_TRY(source_part(c, path, 0, want + 1, NULL, &size, NULL));
    }
    if (size < want) {
        return source_fail(c, GY_FORMAT, path, byte(where, size),
                           "the file ends here, the array has %lld bytes from byte %lld",
                           (long long)h->bytes, (long long)h->offset);
    }
    if (size > want) {
        return source_fail(c, GY_FORMAT, path, byte(where, want),
                           "the array of %lld bytes ends here, the file does not",
                           (long long)h->bytes);
    }
    return GY_OK;
}

/* whole: the length of the content is checked too. */
static int read_header(gy_call *c, const char *path, idx_header *h, int whole)
{
    char where[48];
    unsigned char b[HEADER] = {0};
    int64_t got = 0, size = 0;
    memset(h, 0, sizeof *h);
    GY_TRY(source_part(c, path, 0, HEADER, b, &got, &size));
    h->packed = size < 0;
    if (got < 4 || b[0] || b[1]) {
        return source_fail(c, GY_FORMAT, path,
                           byte(where, b[0]   ? 0
                                       : b[1] ? 1
                                              : got),
                           "not an IDX file, which begins with 0, 0, a dtype, a number of axes");
    }
    if (!dtype_of(b[2], h)) {
        return source_fail(c, GY_FORMAT, path, byte(where, 2),
                           "dtype %d is none of 8 (u8), 9 (i8), 11 (i16), 12 (i32), 13 (f32), 14 "
                           "(f64)",
                           b[2]);
    }
    h->rank = b[3];
    if (h->rank < 1 || h->rank > RANK) {
        return source_fail(c, GY_UNSUPPORTED, path, byte(where, 3), "%d axes; 1 to %d are read",
                           b[3], RANK);
    }
    if (got < 4 + 4 * h->rank) {
        return source_fail(c, GY_FORMAT, path, byte(where, got),
                           "the file ends in its header of %d bytes", 4 + 4 * (int)h->rank);
    }
    GY_TRY(parse_shape(c, path, b, h));
    return whole ? check_length(c, path, h, size) : GY_OK;
}

static int can_map(const idx_header *h)
{
    return !h->packed && h->bytes > 0 && h->bits == 8;
}

static int resolve(gy_call *c)
{
    idx_header h;
    const char *path = c->host->text(c, "path");
    const gy_array *rows = gy_get(c, "rows");
    int64_t first = gy_integer(c, "first");
    GY_TRY(read_header(c, path, &h, 1));
    if (first > h.shape[0]) {
        return source_fail(c, GY_PARAM, path, "first", "has only %lld rows", (long long)h.shape[0]);
    }
    h.shape[0] = first > 0 ? first : h.shape[0];
    if (!rows) {
        GY_TRY(c->host->set_length(c, "row", h.shape[0]));
    } else if (rows->shape[0] != h.shape[0]) {
        return source_fail(c, GY_SHAPE, path, "rows", "has %lld rows, `rows` has %lld",
                           (long long)h.shape[0], (long long)rows->shape[0]);
    }
    GY_TRY(c->host->set_shape(c, "x", h.code, h.bits, h.rank, h.shape));
    return can_map(&h) ? c->host->map_file(c, "x", path, h.offset) : c->host->used_file(c, path);
}

/* With `rows` the host asks for some rows at a time. */
static int run(gy_call *c)
{
    idx_header h;
    const char *path = c->host->text(c, "path");
    gy_array *x = gy_get(c, "x");
    int64_t got = 0, width = 0;
    GY_TRY(read_header(c, path, &h, 0));
    if (can_map(&h) || !x || h.bytes == 0) {
        return GY_OK;
    }
    width = h.bytes / h.shape[0];
    int64_t bytes = gy_size_from(x, 0) * (h.bits / 8);
    if (x->bits != h.bits || x->shape[0] * width != bytes || x->first > h.shape[0] - x->shape[0]) {
        return source_fail(c, GY_IO, path, "path", "changed while it was in use");
    }
    GY_TRY(source_part(c, path, h.offset + x->first * width, bytes, x->data, &got, NULL));
    if (got < bytes) {
        return source_fail(c, GY_IO, path, "path", "changed while it was in use");
    }
    if (h.bits > 8 && source_little()) {
        source_swap(x->data, bytes / (h.bits / 8), h.bits / 8);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
