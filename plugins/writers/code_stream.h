/* SPDX-License-Identifier: MIT
 *
 * code_stream.h: a file of codes, bit behind bit, with an index and check sums.
 *
 *     file    = "GYCODES1", u32 most, block ..., end
 *     block   = u32 rows >= 1, u32 bytes, u32 crc, u32 least, u8 width, index, codes
 *     index   = for each row length - least in `width` bits
 *     codes   = the codes of all rows, one behind the other
 *     end     = u32 0, u32 8, u32 crc, u64 rows of the file
 *
 * Numbers have their lowest byte first, bits their highest first; index and codes each end on a
 * byte. `bytes` counts what follows crc, crc is the CRC-32 (ISO/IEC 3309) of rows, bytes and that.
 * `most` is the room that a code may need, in bytes. The index costs `width` bits a row, about 11
 * for images of 784 pixels, and lets every row be read without those before it.
 */
#ifndef GYRUS_WRITERS_CODE_STREAM_H
#define GYRUS_WRITERS_CODE_STREAM_H

#include <stdint.h>

#define CODE_STREAM_MAGIC "GYCODES1"
#define CODE_STREAM_HEAD  12
#define CODE_STREAM_BLOCK 12 /* bytes before what `bytes` counts */
#define CODE_STREAM_ROWS  65536

/* Bits that hold 0 .. most. */
static inline int code_stream_width(int64_t most)
{
    int width = 0;
    while (width < 40 && most >> width) {
        width++;
    }
    return width;
}

/* What a block counts as `bytes`, from the lengths of its codes in bits. */
static inline int64_t code_stream_bytes(const double *length, int64_t rows, int64_t *out_least,
                                        int *out_width)
{
    int64_t least = INT64_MAX, most = 0, sum = 0;
    for (int64_t i = 0; i < rows; i++) {
        int64_t bits = (int64_t)length[i];
        least = bits < least ? bits : least;
        most = bits > most ? bits : most;
        sum += bits;
    }
    *out_least = least;
    *out_width = code_stream_width(most - least);
    return 5 + (rows * *out_width + 7) / 8 + (sum + 7) / 8;
}

/* Size in bytes of the file of n codes, `block` rows a block. */
static inline int64_t code_stream_size(const double *length, int64_t n, int64_t block)
{
    int64_t size = CODE_STREAM_HEAD + CODE_STREAM_BLOCK + 8, least = 0;
    int width = 0;
    for (int64_t at = 0; at < n; at += block) {
        int64_t rows = n - at < block ? n - at : block;
        size += CODE_STREAM_BLOCK + code_stream_bytes(length + at, rows, &least, &width);
    }
    return size;
}

#endif
