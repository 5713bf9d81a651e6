/* SPDX-License-Identifier: MIT
 *
 * code_stream.c: codes of rows from a file of ../writers/code_stream.h. Every block's check sum is
 * looked at before anything of it is believed.
 */
#include "../writers/code_stream.h"

#include "source.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

GY_SAY(text, "reader.code-stream 1 | Codes of rows from a file that writer.code-stream wrote\n"
             "out   code u8[row, byte]        | codes, first bit highest, zeros behind their ends\n"
             "out   bits f64[row]             | length of each in bits\n"
             "in    rows rows[row] optional   | rows that the codes are aligned to\n"
             "param path path                 | the file\n"
             "doc | A file that was changed or cut short is refused, with the block and its byte.\n"
             "licence | MIT\n");

/* Where in the file we are; `rows` counts those of the blocks before. */
typedef struct stream {
    source s;
    int64_t at, block, rows, most;
} stream;

typedef struct block {
    const uint8_t *data; /* behind the 5 bytes of least and width */
    int64_t at, rows, bytes, least;
    int width;
} block;

static uint64_t number(const char *at, int bytes)
{
    uint64_t value = 0;
    for (int k = bytes - 1; k >= 0; k--) {
        value = value << 8 | (uint8_t)at[k];
    }
    return value;
}

static int damaged(gy_call *c, const stream *f, const char *what)
{
    char where[48];
    snprintf(where, sizeof where, "byte %lld", (long long)f->at);
    return source_fail(c, GY_FORMAT, f->s.path, where, "block %lld: %s", (long long)f->block, what);
}

static int begin(gy_call *c, stream *f)
{
    const char *path = c->host->text(c, "path");
    *f = (stream){0};
    GY_TRY(source_load(c, path, &f->s));
    if (f->s.size < CODE_STREAM_HEAD || memcmp(f->s.data, CODE_STREAM_MAGIC, 8)) {
        return source_fail(c, GY_FORMAT, path, "byte 0", "is not a file of codes (%s)",
                           CODE_STREAM_MAGIC);
    }
    f->most = (int64_t)number(f->s.data + 8, 4);
    f->at = CODE_STREAM_HEAD;
    if (f->most > f->s.size * 3 + 4096 && f->most > (int64_t)1 << 22) {
        return source_fail(c, GY_FORMAT, path, "byte 8", "%lld bytes for a code in a file of %lld",
                           (long long)f->most, (long long)f->s.size);
    }
    return GY_OK;
}

static uint64_t bits_at(const uint8_t *data, int64_t at, int count)
{
    uint64_t value = 0;
    for (int k = 0; k < count; k++, at++) {
        value = value << 1 | (data[at / 8] >> (7 - at % 8) & 1);
    }
    return value;
}

static int64_t length_of(const block *b, int64_t row)
{
    return b->least + (int64_t)bits_at(b->data, row * b->width, b->width);
}

/* Whether what a block says of itself fits together; its check sum is right already. */
static int consistent(gy_call *c, const stream *f, const block *b)
{
    int64_t index = (b->rows * b->width + 7) / 8, sum = 0;
    if (b->rows > CODE_STREAM_ROWS || b->width > 33 || index > b->bytes - 5) {
        return damaged(c, f, "its index is longer than itself");
    }
    for (int64_t i = 0; i < b->rows; i++) {
        int64_t length = length_of(b, i);
        if (length > 8 * f->most) {
            return damaged(c, f, "a code is longer than the file says codes are");
        }
        sum += length;
    }
    if (5 + index + (sum + 7) / 8 != b->bytes) {
        return damaged(c, f, "its codes are not as long as its index says");
    }
    return GY_OK;
}

/* The next block; GY_NONE at the end of a file that is whole. */
static int next(gy_call *c, stream *f, block *b)
{
    const char *at = f->s.data + f->at;
    int64_t left = f->s.size - f->at;
    if (left < CODE_STREAM_BLOCK) {
        return damaged(c, f, "the file ends here, before its last block");
    }
    *b = (block){.at = f->at, .rows = (int64_t)number(at, 4), .bytes = (int64_t)number(at + 4, 4)};
    if (b->bytes > left - CODE_STREAM_BLOCK || b->bytes < 5) {
        return damaged(c, f, "the file ends before the block does, or its length is damaged");
    }
    uLong crc = crc32(crc32(0, (const Bytef *)at, 8), (const Bytef *)at + CODE_STREAM_BLOCK,
                      (uInt)b->bytes);
    if (crc != number(at + 8, 4)) {
        return damaged(c, f, "its check sum is wrong: the file was changed");
    }
    at += CODE_STREAM_BLOCK;
    if (b->rows == 0) {
        if (b->bytes != 8 || number(at, 8) != (uint64_t)f->rows) {
            return damaged(c, f, "the end counts other rows than the file has");
        }
        return left == CODE_STREAM_BLOCK + 8 ? GY_NONE : damaged(c, f, "bytes behind the end");
    }
    b->least = (int64_t)number(at, 4);
    b->width = (uint8_t)at[4];
    b->data = (const uint8_t *)at + 5;
    GY_TRY(consistent(c, f, b));
    f->at += CODE_STREAM_BLOCK + b->bytes;
    f->block++;
    f->rows += b->rows;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    stream f;
    block b;
    int state = GY_OK;
    const gy_array *rows = gy_get(c, "rows");
    GY_TRY(begin(c, &f));
    while ((state = next(c, &f, &b)) == GY_OK) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    GY_TRY(state);
    if (!rows) {
        GY_TRY(c->host->set_length(c, "row", f.rows));
    } else if (rows->shape[0] != f.rows) {
        return source_fail(c, GY_SHAPE, f.s.path, "rows", "has %lld codes, `rows` has %lld rows",
                           (long long)f.rows, (long long)rows->shape[0]);
    }
    GY_TRY(c->host->set_length(c, "byte", f.most));
    GY_TRY(gy_set_scratch(c, 2 * f.s.size + 4096));
    return c->host->used_file(c, f.s.path);
}

static int run(gy_call *c)
{
    stream f;
    block b;
    int state = GY_OK;
    gy_array *code = gy_get(c, "code");
    uint8_t *out = (uint8_t *)code->data;
    double *bits = gy_doubles(c, "bits");
    GY_TRY(begin(c, &f));
    memset(out, 0, (size_t)(code->shape[0] * code->shape[1]));
    while ((state = next(c, &f, &b)) == GY_OK) {
        int64_t from = (b.rows * b.width + 7) / 8 * 8;
        if (f.rows > code->shape[0] || f.most != code->shape[1]) {
            return source_fail(c, GY_IO, f.s.path, "path", "changed while it was in use");
        }
        for (int64_t i = 0; i < b.rows; i++) {
            int64_t row = f.rows - b.rows + i, length = length_of(&b, i);
            for (int64_t k = 0; k < length; k += 8) {
                int count = length - k < 8 ? (int)(length - k) : 8;
                uint64_t byte = bits_at(b.data, from + k, count) << (8 - count);
                out[row * f.most + k / 8] = (uint8_t)byte;
            }
            bits[row] = (double)length;
            from += length;
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return state < 0 ? state : GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
