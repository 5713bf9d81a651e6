/* SPDX-License-Identifier: MIT
 *
 * reader.npy: one array of a NumPy file.
 */
#include "npy_header.h"

#include <stdio.h>
#include <string.h>

GY_SAY(npy_text,
       "reader.npy 1 | One array of a NumPy .npy file\n"
       "out   x    any[row, ...]        | the array, with the file's dtype and shape\n"
       "in    rows rows[row] optional   | rows that the first axis of the array is aligned to\n"
       "param path path                 | the file: .npy of version 1, 2 or 3\n"
       "doc | Little-endian arrays in C order are mapped, not read: only what is used is loaded. "
       "Fortran order, big-endian and float16 (widened to float32) are converted.\n"
       "doc | Numbers and booleans only: complex, text, object and structured arrays are refused, "
       "as are arrays without an axis. A file has no units; name them where the values are used.\n"
       "doc | With `rows` the file's first axis must be as long as those rows. That they are the "
       "same rows in the same order is your word: the file cannot tell.\n"
       "licence | MIT\n"
       "cite | NEP 1, A simple file format for NumPy arrays\n");

static int resolve(gy_call *c)
{
    npy_header h;
    const char *path = c->host->text(c, "path");
    GY_TRY(npy_read_header(c, path, &h));
    if (h.rank < 1) {
        return source_fail(c, GY_SHAPE, path, "path",
                           "holds a single number, not an array of rows");
    }
    const gy_array *rows = gy_get(c, "rows");
    if (!rows) {
        GY_TRY(c->host->set_length(c, "row", h.shape[0]));
    } else if (rows->shape[0] != h.shape[0]) {
        return source_fail(c, GY_SHAPE, path, "rows", "has %lld rows, `rows` has %lld",
                           (long long)h.shape[0], (long long)rows->shape[0]);
    }
    uint8_t bits = h.half ? 32 : (uint8_t)(8 * h.width);
    GY_TRY(c->host->set_shape(c, "x", h.code, bits, h.rank, h.shape));
    if (npy_can_map(&h)) {
        return c->host->map_file(c, "x", path, h.offset);
    }
    return c->host->used_file(c, path);
}

/* IEEE half to float: exact. */
static float widen(uint16_t v)
{
    uint32_t sign = (uint32_t)(v >> 15) << 31, exponent = (v >> 10) & 31, rest = v & 1023;
    uint32_t bits = sign;
    if (exponent == 31) {
        bits |= 0x7f800000u | rest << 13;
    } else if (exponent) {
        bits |= (exponent + 112) << 23 | rest << 13;
    } else if (rest) { /* subnormal: rest * 2^-24 */
        int shift = __builtin_clz(rest) - 21;
        bits |= (uint32_t)(113 - shift) << 23 | ((rest << shift) & 1023) << 13;
    }
    float f;
    memcpy(&f, &bits, 4);
    return f;
}

/* in[k] in file order -> out in C order. Odometer over the axes: `at` is the element of the file.
 */
static void reorder(const npy_header *h, const unsigned char *in, unsigned char *out)
{
    int64_t step[NPY_RANK], index[NPY_RANK] = {0}, count = 1, at = 0;
    for (int32_t i = 0; i < h->rank; i++) {
        int32_t axis = h->fortran ? i : h->rank - 1 - i;
        step[axis] = count;
        count *= h->shape[axis];
    }
    for (int64_t k = 0; k < count; k++) {
        if (h->half) {
            uint16_t v;
            memcpy(&v, in + 2 * at, 2);
            float f = widen(v);
            memcpy(out + 4 * k, &f, 4);
        } else {
            memcpy(out + k * h->width, in + at * h->width, (size_t)h->width);
        }
        for (int32_t i = h->rank - 1; i >= 0; i--) {
            at += step[i];
            if (++index[i] < h->shape[i]) {
                break;
            }
            at -= step[i] * h->shape[i];
            index[i] = 0;
        }
    }
}

static int run(gy_call *c)
{
    npy_header h;
    const char *path = c->host->text(c, "path");
    GY_TRY(npy_read_header(c, path, &h));
    gy_array *x = gy_get(c, "x");
    if (npy_can_map(&h) || !x || h.bytes == 0) {
        return GY_OK;
    }
    if (gy_size_from(x, 0) * h.width != h.bytes) {
        return source_fail(c, GY_IO, path, "path", "changed while it was in use");
    }
    int plain = !h.fortran && !h.half;
    void *raw = plain ? x->data : c->host->scratch(c, h.bytes);
    if (!raw) {
        return source_fail(c, GY_MEMORY, path, "path", "needs %lld bytes of memory",
                           (long long)h.bytes);
    }
    int64_t got = 0;
    GY_TRY(source_part(c, path, h.offset, h.bytes, raw, &got, NULL));
    if (got < h.bytes) {
        return source_fail(c, GY_IO, path, "path", "changed while it was in use");
    }
    if (h.swap) {
        source_swap(raw, h.bytes / h.width, h.width);
    }
    if (!plain) {
        reorder(&h, raw, x->data);
    }
    return GY_OK;
}

GY_PLUGIN(npy_text, resolve, run, 0, 0, 0)
