/* SPDX-License-Identifier: MIT
 *
 * writer.npy: one array as a NumPy file.
 */
#include "output.h"

#include <math.h>
#include <string.h>

GY_SAY(
    writer_npy_text,
    "writer.npy 1 | Write an array as a NumPy .npy file\n"
    "in    x    any[...] missing | numbers or booleans of any shape\n"
    "param path out-path         | the file\n"
    "doc | Version 1.0, C order, little-endian on little-endian machines, the array's own dtype. "
    "Missing values are NaN; an array of whole numbers with missing values is refused. The file "
    "appears when it is complete; an older one of the same name is replaced.\n"
    "licence | MIT\n"
    "cite | NEP 1, A simple file format for NumPy arrays\n");

#define BLOCK 65536

/* "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", blanks and a line feed, so that
 * data begins at a multiple of 64. */
static void write_header(output *o, const gy_array *x)
{
    const uint16_t one = 1;
    char kind = x->code == GY_FLOAT  ? 'f'
                : x->code == GY_INT  ? 'i'
                : x->code == GY_UINT ? 'u'
                                     : 'b';
    char order = x->bits == 8 ? '|' : *(const unsigned char *)&one ? '<' : '>';
    char b[512] = "\x93NUMPY\1";
    size_t n = 10;
    n += (size_t)snprintf(b + n, sizeof b - n,
                          "{'descr': '%c%c%d', 'fortran_order': False, 'shape': (", order, kind,
                          x->bits / 8);
    for (int32_t i = 0; i < x->rank; i++) {
        n += (size_t)snprintf(b + n, sizeof b - n, i ? ", %lld" : "%lld", (long long)x->shape[i]);
    }
    n += (size_t)snprintf(b + n, sizeof b - n, x->rank == 1 ? ",), }" : "), }");
    size_t total = (n + 1 + 63) / 64 * 64;
    memset(b + n, ' ', total - n);
    b[total - 1] = '\n';
    b[8] = (char)((total - 10) & 255);
    b[9] = (char)((total - 10) >> 8);
    output_bytes(o, b, (int64_t)total);
}

/* Elements in C order, block by block; masked ones as NaN. */
static int write_data(output *o, const gy_array *x)
{
    int64_t width = x->bits / 8, n = gy_size_from(x, 0), used = 0;
    char *block = o->c->host->scratch(o->c, BLOCK * width);
    if (!block) {
        return gy_fail(o->c, GY_MEMORY, "x", "no memory for a block");
    }
    for (int64_t k = 0; k < n; k++) {
        char *to = block + used++ * width;
        memcpy(to, (const char *)x->data + output_offset(x, k) * width, (size_t)width);
        if (x->valid && !x->valid[k]) {
            double d = NAN;
            float f = NAN;
            memcpy(to, width == 8 ? (const void *)&d : (const void *)&f, (size_t)width);
        }
        if (used == BLOCK || k == n - 1) {
            output_bytes(o, block, used * width);
            used = 0;
            if (o->c->host->stopped(o->c)) {
                return GY_CANCELLED;
            }
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    if (x->layout != GY_DENSE || x->flags & GY_TEXT) {
        return gy_fail(c, GY_UNSUPPORTED, "x",
                       "text, ragged and sparse arrays have no .npy form; "
                       "writer.table writes text");
    }
    for (int64_t k = 0; x->valid && x->code != GY_FLOAT && k < gy_size_from(x, 0); k++) {
        if (!x->valid[k]) {
            return gy_fail(c, GY_DATA, "x", "whole numbers with missing values have no .npy form");
        }
    }
    output o;
    GY_TRY(output_begin(c, c->host->text(c, "path"), 0, &o));
    write_header(&o, x);
    return output_end(&o, write_data(&o, x));
}

GY_PLUGIN(writer_npy_text, 0, run, 0, 0, 0)
