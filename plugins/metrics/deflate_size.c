/* SPDX-License-Identifier: MIT
 *
 * deflate_size.c: how long images are as PNG and gzip files, to compare other codes with.
 *
 * A PNG file of an 8-bit grey image: signature 8, IHDR 25, IDAT 12 + the zlib stream of the
 * filtered lines, IEND 12 bytes. Each line is filtered in the five ways of the standard, and the
 * one with the smallest sum of absolute differences is taken, as the standard recommends.
 */
#include "sugar.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

GY_SAY(text,
       "metric.deflate-size 1 | Bits per value of images as PNG and gzip files\n"
       "in  x real[row, line, column] | images, whole numbers 0 .. 255\n"
       "out png  f64[] mean best=low | a PNG file for each image\n"
       "out gzip f64[] mean best=low | a gzip file for each image\n"
       "out png_all  f64[] mean best=low | one PNG of all images, one above the other\n"
       "out gzip_all f64[] mean best=low | one gzip file of all images\n"
       "block all\n"
       "doc | Whole files with their headers, zlib at its highest level (9), adaptive filters. A "
       "file of all images learns from each image what the next may look like, and cannot give one "
       "back without those before it; codes of single images can.\n"
       "licence | MIT\n"
       "cite | ISO/IEC 15948, Portable Network Graphics; RFC 1950, 1951, 1952\n");

#define PNG_FRAME (8 + 25 + 12 + 12)
#define GZIP_BITS (15 + 16)

static int paeth(int a, int b, int c)
{
    int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* One line with filter `kind`; above is NULL for the first. Sum of absolute differences. */
static int64_t filter(int kind, const uint8_t *line, const uint8_t *above, int64_t w, uint8_t *out)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < w; i++) {
        int a = i > 0 ? line[i - 1] : 0, b = above ? above[i] : 0;
        int c = i > 0 && above ? above[i - 1] : 0;
        int guess[5] = {0, a, b, (a + b) / 2, paeth(a, b, c)};
        out[i] = (uint8_t)(line[i] - guess[kind]);
        sum += abs((int8_t)out[i]);
    }
    return sum;
}

/* h lines of w bytes -> h (w + 1) filtered bytes; best holds w bytes. */
static void filtered(const uint8_t *image, int64_t h, int64_t w, uint8_t *out, uint8_t *best)
{
    for (int64_t y = 0; y < h; y++) {
        uint8_t *line = out + y * (w + 1);
        const uint8_t *above = y > 0 ? image + (y - 1) * w : 0;
        int64_t least = -1;
        for (int kind = 0; kind < 5; kind++) {
            int64_t sum = filter(kind, image + y * w, above, w, best);
            if (least < 0 || sum < least) {
                least = sum;
                line[0] = (uint8_t)kind;
                memcpy(line + 1, best, (size_t)w);
            }
        }
    }
}

static void *from_scratch(void *c, unsigned items, unsigned size)
{
    gy_call *call = (gy_call *)c;
    return call->host->scratch(call, (int64_t)items * size);
}

static void keep(void *c, void *p)
{
    (void)c;
    (void)p;
}

/* Length of the zlib (or gzip) stream of n bytes; the output itself is thrown away. */
static int packed(gy_call *c, z_stream *z, const uint8_t *in, int64_t n, int64_t *out_size)
{
    uint8_t gone[4096];
    int state = Z_OK;
    *out_size = 0;
    if (deflateReset(z) != Z_OK) {
        return gy_fail(c, GY_INTERNAL, "x", "zlib cannot begin anew");
    }
    while (state != Z_STREAM_END) {
        if (z->avail_in == 0 && n > 0) {
            z->next_in = (Bytef *)(uintptr_t)in;
            z->avail_in = (unsigned)(n < 1 << 20 ? n : 1 << 20);
            in += z->avail_in;
            n -= z->avail_in;
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
        }
        z->next_out = gone;
        z->avail_out = sizeof gone;
        state = deflate(z, n > 0 ? Z_NO_FLUSH : Z_FINISH);
        *out_size += (int64_t)sizeof gone - z->avail_out;
        if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
            return gy_fail(c, GY_INTERNAL, "x", "zlib failed");
        }
    }
    return GY_OK;
}

static int begin(gy_call *c, z_stream *z, int bits)
{
    *z = (z_stream){.zalloc = from_scratch, .zfree = keep, .opaque = c};
    return deflateInit2(z, 9, Z_DEFLATED, bits, 9, Z_DEFAULT_STRATEGY) == Z_OK
               ? GY_OK
               : gy_fail(c, GY_MEMORY, "x", "zlib cannot begin");
}

static int read_images(gy_call *c, const gy_array *x, uint8_t *out)
{
    int64_t size = x->shape[1] * x->shape[2];
    for (int64_t k = 0; k < x->shape[0] * size; k++) {
        double v = gy_element(x, k / size * x->stride[0] + k % size / x->shape[2] * x->stride[1] +
                                     k % x->shape[2] * x->stride[2]);
        if (!(v >= 0 && v <= 255) || v != (double)(uint8_t)v) {
            return gy_fail(c, GY_DATA, "x", "grey values are whole numbers from 0 to 255");
        }
        out[k] = (uint8_t)v;
    }
    return GY_OK;
}

/* Bits per value of n images of h x w: of a file for each, or of one of all (n = 1, h x n). */
static int sizes(gy_call *c, const uint8_t *image, int64_t n, int64_t h, int64_t w, uint8_t *room,
                 double *png, double *gzip)
{
    z_stream as_png, as_gzip;
    int64_t length = 0;
    double sum[2] = {0};
    GY_TRY(begin(c, &as_png, 15));
    GY_TRY(begin(c, &as_gzip, GZIP_BITS));
    for (int64_t i = 0; i < n; i++) {
        filtered(image + i * h * w, h, w, room, room + h * (w + 1));
        GY_TRY(packed(c, &as_png, room, h * (w + 1), &length));
        sum[0] += (double)(length + PNG_FRAME);
        GY_TRY(packed(c, &as_gzip, image + i * h * w, h * w, &length));
        sum[1] += (double)length;
    }
    *png = 8 * sum[0] / ((double)n * (double)h * (double)w);
    *gzip = 8 * sum[1] / ((double)n * (double)h * (double)w);
    return GY_OK;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t bytes = gy_size_from(x, 0);
    if (x->shape[1] < 1 || x->shape[2] < 1 || bytes > INT64_MAX / 8) {
        return gy_fail(c, GY_SHAPE, "x", "images have at least one line and one column");
    }
    return gy_set_scratch(c, 2 * bytes + bytes / x->shape[2] + x->shape[2] + (2 << 20));
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = x->shape[0], h = x->shape[1], w = x->shape[2];
    uint8_t *image = (uint8_t *)c->host->scratch(c, n * h * w + 1);
    uint8_t *room = (uint8_t *)c->host->scratch(c, n * h * (w + 1) + w + 1);
    if (!image || !room) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for a copy of the images");
    }
    if (n < 1) {
        return gy_fail(c, GY_DATA, "x", "no images");
    }
    GY_TRY(read_images(c, x, image));
    GY_TRY(sizes(c, image, n, h, w, room, gy_doubles(c, "png"), gy_doubles(c, "gzip")));
    return sizes(c, image, 1, n * h, w, room, gy_doubles(c, "png_all"), gy_doubles(c, "gzip_all"));
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
