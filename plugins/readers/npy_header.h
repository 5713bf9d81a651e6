/* SPDX-License-Identifier: MIT
 *
 * npy_header.h: the header of a .npy file: magic, version, length, and a Python dictionary literal
 * with descr, fortran_order and shape (numpy.lib.format).
 */
#ifndef GYRUS_READERS_NPY_HEADER_H
#define GYRUS_READERS_NPY_HEADER_H

#include "source.h"

#define NPY_RANK 8

typedef struct npy_header {
    uint8_t code; /* GY_FLOAT, ... */
    int half;     /* float16, widened to f32 */
    int swap;     /* other byte order than this machine's */
    int fortran;
    int32_t rank;
    int64_t width; /* bytes an element in the file */
    int64_t shape[NPY_RANK];
    int64_t offset; /* of the data */
    int64_t bytes;  /* of the data */
} npy_header;

/* Reads and checks a header; the file is at least offset + bytes long. GY_FORMAT with the byte at
 * which the header stops making sense, GY_UNSUPPORTED for dtypes that are not numbers. [any] */
int npy_read_header(gy_call *c, const char *path, npy_header *out);

/* 1 if the data can be mapped as it lies. [any] */
int npy_can_map(const npy_header *h);

#endif
