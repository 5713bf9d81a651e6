/* SPDX-License-Identifier: MIT
 *
 * code_stream.c: codes of rows into a file.
 */
#include "code_stream.h"

#include "output.h"

#include <string.h>
#include <zlib.h>

GY_SAY(
    text,
    "writer.code-stream 1 | Write the codes of rows into one file, bit behind bit\n"
    "in    code  u8[row, byte] | codes, as transform.arithmetic-encode makes them\n"
    "in    bits  real[row]     | length of each in bits\n"
    "param path  out-path      | the file\n"
    "param block i64 = 256 1..65536 | rows that share a check sum\n"
    "doc | A block has an index of its codes' lengths and a CRC-32; the size of the file is what "
    "the codes cost, with everything. The file appears when it is complete.\n"
    "licence | MIT\n");

typedef struct bitline {
    uint8_t *data;
    int64_t n; /* bits */
} bitline;

/* `count` bits, at most 40, of value. */
static void put(bitline *b, uint64_t value, int count)
{
    for (int k = count - 1; k >= 0; k--, b->n++) {
        b->data[b->n / 8] |= (uint8_t)((value >> k & 1) << (7 - b->n % 8));
    }
}

static void put_code(bitline *b, const gy_array *code, int64_t row, int64_t length)
{
    const uint8_t *at = (const uint8_t *)code->data + row * code->stride[0];
    for (int64_t k = 0; k < length; k += 8) {
        int count = length - k < 8 ? (int)(length - k) : 8;
        put(b, at[k / 8 * code->stride[1]] >> (8 - count), count);
    }
}

static void number(uint8_t *out, uint64_t value, int bytes)
{
    for (int k = 0; k < bytes; k++) {
        out[k] = (uint8_t)(value >> (8 * k));
    }
}

/* rows, bytes and crc before the `n` bytes behind them. */
static void seal(output *o, uint8_t *block, int64_t rows, int64_t n)
{
    number(block, (uint64_t)rows, 4);
    number(block + 4, (uint64_t)n, 4);
    uLong crc = crc32(crc32(0, block, 8), block + CODE_STREAM_BLOCK, (uInt)n);
    number(block + 8, crc, 4);
    output_bytes(o, block, CODE_STREAM_BLOCK + n);
}

static int one_block(output *o, const gy_array *code, const double *length, int64_t at,
                     int64_t rows)
{
    int64_t least = 0;
    int width = 0;
    int64_t n = code_stream_bytes(length + at, rows, &least, &width);
    uint8_t *block = 0;
    if (n < (int64_t)1 << 31) {
        block = (uint8_t *)o->c->host->scratch(o->c, CODE_STREAM_BLOCK + n);
    }
    if (!block) {
        return gy_fail(o->c, GY_MEMORY, "block", "a block does not fit in memory, or in 2 GiB");
    }
    number(block + CODE_STREAM_BLOCK, (uint64_t)least, 4);
    block[CODE_STREAM_BLOCK + 4] = (uint8_t)width;
    bitline b = {block + CODE_STREAM_BLOCK + 5, 0};
    for (int64_t i = 0; i < rows; i++) {
        put(&b, (uint64_t)((int64_t)length[at + i] - least), width);
    }
    b.n = (b.n + 7) / 8 * 8;
    for (int64_t i = 0; i < rows; i++) {
        put_code(&b, code, at + i, (int64_t)length[at + i]);
    }
    seal(o, block, rows, n);
    return o->c->host->stopped(o->c) ? GY_CANCELLED : GY_OK;
}

static int write_blocks(output *o, const gy_array *code, const double *length)
{
    int64_t n = code->shape[0], block = gy_integer(o->c, "block");
    uint8_t head[CODE_STREAM_HEAD] = CODE_STREAM_MAGIC, end[CODE_STREAM_BLOCK + 8] = {0};
    number(head + 8, (uint64_t)code->shape[1], 4);
    output_bytes(o, head, CODE_STREAM_HEAD);
    for (int64_t at = 0; at < n; at += block) {
        GY_TRY(one_block(o, code, length, at, n - at < block ? n - at : block));
    }
    number(end + CODE_STREAM_BLOCK, (uint64_t)n, 8);
    seal(o, end, 0, 8);
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *code = gy_get(c, "code"), *bits = gy_get(c, "bits");
    int64_t n = code->shape[0];
    double *length = (double *)c->host->scratch(c, (n + 1) * 8);
    if (!length || code->shape[1] >= (int64_t)1 << 29) {
        return gy_fail(c, GY_MEMORY, "bits", "no memory, or codes longer than 512 MiB");
    }
    for (int64_t i = 0; i < n; i++) {
        length[i] = gy_element(bits, i * bits->stride[0]);
        if (!(length[i] >= 0 && length[i] <= 8.0 * (double)code->shape[1])) {
            return gy_fail(c, GY_DATA, "bits", "a length is below 0 or above what `code` holds");
        }
    }
    output o;
    GY_TRY(output_begin(c, c->host->text(c, "path"), 0, &o));
    return output_end(&o, write_blocks(&o, code, length));
}

GY_PLUGIN(text, 0, run, 0, 0, 0)
