/* SPDX-License-Identifier: MIT
 *
 * png_file.h: a PNG file of 8-bit red, green and blue, row after row. Memory: one row, and what
 * deflate needs. All functions are [any].
 */
#ifndef GYRUS_WRITERS_PNG_FILE_H
#define GYRUS_WRITERS_PNG_FILE_H

#include "output.h"

#include <zlib.h>

#define PNG_SIDE  2147483647 /* most pixels of a side */
#define PNG_CHUNK 65536

typedef struct png_file {
    output *o;
    z_stream deflate;
    uint8_t packed[PNG_CHUNK];
    int failed;
} png_file;

/* Writes the head; width and height are 1..PNG_SIDE. 0 if deflate has no memory. */
int png_begin(png_file *p, output *o, int64_t width, int64_t height);
/* One row of 1 + 3 width bytes, the first of them 0 (no filter). */
void png_row(png_file *p, const uint8_t *row, int64_t bytes);
/* The rest; 0 if something was wrong since the beginning. To be called once after a begin that gave
 * 1, also if the file is given up. */
int png_end(png_file *p);

#endif
