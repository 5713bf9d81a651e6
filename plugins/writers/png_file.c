/* SPDX-License-Identifier: MIT
 *
 * png_file.c: chunks of a PNG file (ISO/IEC 15948): length, type, data, CRC over type and data.
 */
#include "png_file.h"

#include <string.h>

static void put_u32(uint8_t *to, uint32_t x)
{
    for (int k = 0; k < 4; k++) {
        to[k] = (uint8_t)(x >> (24 - 8 * k));
    }
}

static void put_chunk(output *o, const char *type, const uint8_t *data, uint32_t n)
{
    uint8_t head[8], tail[4];
    put_u32(head, n);
    memcpy(head + 4, type, 4);
    uLong crc = crc32(crc32(0, head + 4, 4), n ? data : head, n);
    put_u32(tail, (uint32_t)crc);
    output_bytes(o, head, 8);
    output_bytes(o, data, n);
    output_bytes(o, tail, 4);
}

int png_begin(png_file *p, output *o, int64_t width, int64_t height)
{
    uint8_t head[13] = {0};
    memset(p, 0, sizeof *p);
    p->o = o;
    put_u32(head, (uint32_t)width);
    put_u32(head + 4, (uint32_t)height);
    head[8] = 8; /* bits */
    head[9] = 2; /* red, green, blue; the rest: deflate, filters, not interlaced */
    output_bytes(o, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(o, "IHDR", head, sizeof head);
    p->deflate.next_out = p->packed;
    p->deflate.avail_out = PNG_CHUNK;
    return deflateInit(&p->deflate, 9) == Z_OK;
}

static void feed(png_file *p, int flush)
{
    int status = Z_OK;
    do {
        status = deflate(&p->deflate, flush);
        if (p->deflate.avail_out == 0 || (status == Z_STREAM_END && flush == Z_FINISH)) {
            uint32_t n = PNG_CHUNK - p->deflate.avail_out;
            put_chunk(p->o, "IDAT", p->packed, n);
            p->deflate.next_out = p->packed;
            p->deflate.avail_out = PNG_CHUNK;
        }
    } while (status == Z_OK && (p->deflate.avail_in > 0 || flush == Z_FINISH));
    p->failed |= status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR;
}

void png_row(png_file *p, const uint8_t *row, int64_t bytes)
{
    while (bytes > 0 && !p->failed) {
        uInt now = bytes < (1 << 24) ? (uInt)bytes : 1u << 24;
        p->deflate.next_in = (Bytef *)(uintptr_t)row;
        p->deflate.avail_in = now;
        feed(p, Z_NO_FLUSH);
        row += now;
        bytes -= now;
    }
}

int png_end(png_file *p)
{
    p->deflate.avail_in = 0;
    if (!p->failed) {
        feed(p, Z_FINISH);
        put_chunk(p->o, "IEND", 0, 0);
    }
    deflateEnd(&p->deflate);
    return !p->failed;
}
