/* SPDX-License-Identifier: MIT
 *
 * output.h: files that are there whole or not at all. A writer writes to PATH.part, which becomes
 * PATH when all is well and vanishes otherwise. Failures (GY_IO with the system's words) are told
 * once, at the end: writing goes on quietly after the first. All functions are [any].
 */
#ifndef GYRUS_WRITERS_OUTPUT_H
#define GYRUS_WRITERS_OUTPUT_H

#include "sugar.h"

#include <stdint.h>
#include <stdio.h>

typedef struct output {
    gy_call *c;
    const char *path;
    char *part;
    FILE *file;
    void *packed; /* gzFile, if the path ends with .gz and packing is asked for */
    int error;    /* errno of the first failure */
} output;

/* Begins a file; may_pack: gzip if the path ends with .gz. */
int output_begin(gy_call *c, const char *path, int may_pack, output *out);
void output_bytes(output *o, const void *bytes, int64_t n);
void output_text(output *o, const char *text);
/* Ends a file: status < 0, a failed write or a stopped run leave nothing behind. */
int output_end(output *o, int status);

/* Shortest decimal of a double that reads back the same, with a point in every locale; 32 bytes. */
void output_number(double v, char *out);

/* A decimal number at the beginning of a text, with a point in every locale. */
double output_parse(const char *text, char **out_end);

/* fail with a text that begins with the path. */
int output_fail(gy_call *c, int code, const char *path, const char *where, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Offset in elements of the k-th element in C order. */
int64_t output_offset(const gy_array *a, int64_t k);

#endif
