/* SPDX-License-Identifier: MIT
 *
 * nifti_image.c: header and volumes of a NIfTI image.
 */
#include "nifti_image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *attribute(gy_call *c, const char *key)
{
    const char *own = c->host->attribute(c, "x", key);
    return own ? own : c->host->attribute(c, "like", key);
}

static int find_grid(gy_call *c, nifti_image *m)
{
    const char *grid = attribute(c, "grid"), *affine = attribute(c, "affine");
    if (!grid || !affine) {
        return gy_fail(c, GY_DATA, "x",
                       "does not say where its voxels lie; give `like` the node that "
                       "read the images");
    }
    m->voxels = 1;
    for (int i = 0; i < 3; i++) {
        char *end;
        m->grid[i] = strtoll(grid, &end, 10);
        if (end == grid || m->grid[i] < 1 ||
            __builtin_mul_overflow(m->voxels, m->grid[i], &m->voxels)) {
            return gy_fail(c, GY_DATA, "x", "the attribute grid is not three lengths");
        }
        grid = end;
    }
    for (int k = 0; k < 12; k++) {
        char *end;
        m->affine[k] = output_parse(affine, &end);
        if (end == affine || !isfinite(m->affine[k])) {
            return gy_fail(c, GY_DATA, "x", "the attribute affine is not 16 numbers");
        }
        affine = end;
    }
    static const char *const spaces[] = {"scanner", "aligned", "talairach", "mni", "template"};
    const char *space = attribute(c, "space");
    m->code = 2; /* as nibabel writes when it knows an affine and nothing else */
    for (int i = 0; space && i < 5; i++) {
        m->code = strcmp(space, spaces[i]) ? m->code : i + 1;
    }
    return GY_OK;
}

static int find_voxels(gy_call *c, const gy_array *x, nifti_image *m)
{
    m->columns = x->shape[x->rank - 1];
    m->rows = x->rank > 1 ? x->shape[0] : 1;
    const gy_array *index = c->host->coord(c, "x.voxel", "index");
    index = index ? index : c->host->coord(c, "like.voxel", "index");
    if (!index && m->columns != m->voxels) {
        return gy_fail(c, GY_SHAPE, "x",
                       "has neither all voxels of the grid nor the coordinate index");
    }
    if (!index) {
        return GY_OK;
    }
    if (index->rank != 1 || index->shape[0] != m->columns || index->code != GY_INT ||
        index->bits != 64) {
        return gy_fail(c, GY_SHAPE, "x", "the coordinate index does not fit its voxels");
    }
    const int64_t *v = index->data;
    for (int64_t k = 0; k < m->columns; k++) {
        int64_t now = v[k * index->stride[0]];
        if (now < 0 || now >= m->voxels || (k > 0 && now <= v[(k - 1) * index->stride[0]])) {
            return gy_fail(c, GY_DATA, "x",
                           "the coordinate index does not rise inside of the grid");
        }
    }
    m->index = index;
    return GY_OK;
}

static void put16(unsigned char *b, int at, int64_t v)
{
    int16_t s = (int16_t)v;
    memcpy(b + at, &s, 2);
}

static void put32(unsigned char *b, int at, int64_t v)
{
    int32_t s = (int32_t)v;
    memcpy(b + at, &s, 4);
}

static void put64(unsigned char *b, int at, int64_t v)
{
    memcpy(b + at, &v, 8);
}

/* f32 in NIfTI-1, f64 in NIfTI-2. */
static void put_real(unsigned char *b, int two, int at, int k, double v)
{
    float s = (float)v;
    if (two) {
        memcpy(b + at + 8 * k, &v, 8);
    } else {
        memcpy(b + at + 4 * k, &s, 4);
    }
}

/* Header of this machine's byte order and the four bytes that say there is no extension. */
static int64_t build_header(const nifti_image *m, unsigned char *b)
{
    int two = m->two, rank = m->rows > 1 ? 4 : 3, type = m->bits == 32 ? 16 : 64;
    int64_t dim[8] = {rank, m->grid[0], m->grid[1], m->grid[2], m->rows, 1, 1, 1};
    int64_t offset = two ? 544 : 352;
    memset(b, 0, 544);
    put32(b, 0, two ? 540 : 348);
    if (two) {
        memcpy(b + 4, "n+2\0\r\n\032\n", 8);
        put64(b, 168, offset);
        put32(b, 348, m->code);
        put32(b, 500, 2 | 8); /* mm, s */
    } else {
        memcpy(b + 344, "n+1", 4);
        put_real(b, 0, 108, 0, (double)offset);
        put16(b, 254, m->code);
        b[38] = 'r';
        b[123] = 2 | 8;
    }
    put16(b, two ? 12 : 70, type);
    put16(b, two ? 14 : 72, m->bits);
    for (int i = 0; i < 8; i++) {
        two ? put64(b, 16 + 8 * i, dim[i]) : put16(b, 40 + 2 * i, dim[i]);
    }
    for (int i = 0; i < 8; i++) { /* voxel sizes: lengths of the affine's columns */
        double size = i == 4 && m->tr > 0 ? m->tr : 1;
        if (i >= 1 && i <= 3) {
            const double *a = m->affine + i - 1;
            size = sqrt(a[0] * a[0] + a[4] * a[4] + a[8] * a[8]);
        }
        put_real(b, two, two ? 104 : 76, i, size);
    }
    put_real(b, two, two ? 176 : 112, 0, 1); /* slope */
    for (int k = 0; k < 12; k++) {
        put_real(b, two, two ? 400 : 280, k, m->affine[k]);
    }
    return offset;
}

static int write_volume(output *o, const nifti_image *m, const gy_array *x, int64_t row,
                        char *volume)
{
    int64_t width = m->bits / 8;
    for (int64_t k = 0; k < m->voxels; k++) {
        double d = NAN;
        float f = NAN;
        memcpy(volume + k * width, width == 8 ? (void *)&d : (void *)&f, (size_t)width);
    }
    for (int64_t v = 0; v < m->columns; v++) {
        int64_t k = m->index ? ((const int64_t *)m->index->data)[v * m->index->stride[0]] : v;
        if (x->valid && !x->valid[row * m->columns + v]) {
            continue;
        }
        double d =
            gy_element(x, v * x->stride[x->rank - 1] + (x->rank > 1 ? row * x->stride[0] : 0));
        float f = (float)d;
        memcpy(volume + k * width, width == 8 ? (void *)&d : (void *)&f, (size_t)width);
    }
    output_bytes(o, volume, m->voxels * width);
    return o->c->host->stopped(o->c) ? GY_CANCELLED : GY_OK;
}

int nifti_image_read(gy_call *c, const gy_array *x, nifti_image *m)
{
    GY_TRY(find_grid(c, m));
    GY_TRY(find_voxels(c, x, m));
    for (int i = 0; i < 3; i++) {
        m->two |= m->grid[i] > 32767;
    }
    return GY_OK;
}

int nifti_image_write(gy_call *c, const nifti_image *image, const gy_array *x, const char *path)
{
    nifti_image m = *image;
    int64_t bytes;
    m.two |= m.rows > 32767;
    char *volume =
        __builtin_mul_overflow(m.voxels, m.bits / 8, &bytes) ? NULL : c->host->scratch(c, bytes);
    if (!volume || m.rows < 1) {
        return gy_fail(c, volume ? GY_SHAPE : GY_MEMORY, "x",
                       volume ? "has no rows" : "no memory for a volume");
    }
    output o;
    unsigned char header[544];
    GY_TRY(output_begin(c, path, 1, &o));
    output_bytes(&o, header, build_header(&m, header));
    int status = GY_OK;
    for (int64_t row = 0; row < m.rows && status >= 0 && !o.error; row++) {
        status = write_volume(&o, &m, x, m.first + row, volume);
    }
    return output_end(&o, status);
}
