/* SPDX-License-Identifier: MIT
 *
 * npy_files.h: f32 and f64 arrays to and from NumPy files (format 1.0, little-endian, C order), as
 * transform.command exchanges them with a program.
 */
#ifndef GYRUS_TRANSFORMS_NPY_FILES_H
#define GYRUS_TRANSFORMS_NPY_FILES_H

#include "common.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

/* "(4, 3)", "(4,)" */
static inline void npy_shape(const gy_array *a, int64_t rows, char *out, size_t room)
{
    size_t at = (size_t)snprintf(out, room, "(%" PRId64 ",", rows);
    for (int32_t d = 1; d < a->rank && at < room; d++) {
        at += (size_t)snprintf(out + at, room - at, "%s%" PRId64 "%s", d == 1 ? " " : ", ",
                               a->shape[d], "");
    }
    if (at < room) {
        snprintf(out + at, room - at, ")");
    }
}

/* Header of rows x the other axes of a: magic, version, length, dictionary padded to 64 bytes. */
static inline size_t npy_header(const gy_array *a, int64_t rows, char *out, size_t room)
{
    char shape[200];
    npy_shape(a, rows, shape, sizeof shape);
    int n =
        snprintf(out + 10, room - 10, "{'descr': '<f%d', 'fortran_order': False, 'shape': %s, }",
                 a->bits / 8, shape);
    size_t end = ((size_t)n + 10 + 1 + 63) / 64 * 64;
    memcpy(out, "\x93NUMPY\x01\x00", 8);
    out[8] = (char)((end - 10) & 255);
    out[9] = (char)((end - 10) >> 8);
    memset(out + 10 + n, ' ', end - 10 - (size_t)n);
    out[end - 1] = '\n';
    return end;
}

static inline int npy_write(gy_call *c, const char *path, const gy_array *x, int64_t lo, int64_t hi)
{
    char header[640];
    int64_t m = 0, *col = tr_columns(c, x, &m);
    FILE *f = col ? fopen(path, "wb") : 0;
    if (!f) {
        return col ? tr_fail(c, GY_IO, "x", "cannot write %s: %s", path, strerror(errno))
                   : tr_memory(c, "x");
    }
    size_t n = npy_header(x, hi - lo, header, sizeof header);
    int good = fwrite(header, 1, n, f) == n;
    for (int64_t i = lo; i < hi && good; i++) {
        for (int64_t k = 0; k < m && good; k++) {
            double v = gy_element(x, i * x->stride[0] + col[k]);
            float w = (float)v;
            good = x->bits == 32 ? fwrite(&w, 4, 1, f) == 1 : fwrite(&v, 8, 1, f) == 1;
        }
    }
    good = !fclose(f) && good;
    return good ? GY_OK : tr_fail(c, GY_IO, "x", "cannot write all of %s", path);
}

/* Reads rows lo .. hi - 1 of y, which is in C order. The dictionary must say y's dtype and shape;
 * NumPy's own writer and ours order it alike, spaces do not matter. */
static inline int npy_read(gy_call *c, const char *path, gy_array *y, int64_t lo, int64_t hi)
{
    char header[1040] = {0}, shape[200], want[20], bare[200];
    size_t size = (size_t)(gy_size_from(y, 1) * (hi - lo)) * (y->bits / 8), n = 0, k = 0;
    FILE *f = fopen(path, "rb");
    if (!f) {
        return gy_fail(c, GY_IO, "argv", "the program wrote no file {out}");
    }
    size_t got = fread(header, 1, 10, f);
    size_t length = (size_t)(unsigned char)header[8] + 256 * (size_t)(unsigned char)header[9];
    if (got < 10 || memcmp(header, "\x93NUMPY\x01", 7) != 0 || length > 1024 ||
        fread(header, 1, length, f) != length) {
        fclose(f);
        return gy_fail(c, GY_FORMAT, "argv", "{out} is not a version 1 .npy file");
    }
    header[length] = 0;
    snprintf(want, sizeof want, "'<f%d'", y->bits / 8);
    npy_shape(y, hi - lo, shape, sizeof shape);
    for (const char *p = shape; *p; p++) { /* without spaces, and without a one-tuple's comma */
        if (*p != ' ') {
            bare[k++] = *p;
        }
    }
    bare[k] = 0;
    for (const char *p = header; *p; p++) {
        if (*p != ' ') {
            header[n++] = *p;
        }
    }
    header[n] = 0;
    int fits = strstr(header, want) && strstr(header, bare) && strstr(header, "order':False");
    int good = fits &&
               fread((char *)y->data + (size_t)lo * (size / (size_t)(hi > lo ? hi - lo : 1)), 1,
                     size, f) == size &&
               fgetc(f) == EOF;
    fclose(f);
    if (!fits) {
        return tr_fail(c, GY_SHAPE, "shape",
                       "{out} is not a %s array of shape %s in C order: %.200s",
                       y->bits == 32 ? "float32" : "float64", shape, header);
    }
    return good ? GY_OK : gy_fail(c, GY_FORMAT, "argv", "{out} is shorter or longer than it says");
}

#endif
