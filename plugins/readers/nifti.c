/* SPDX-License-Identifier: MIT
 *
 * reader.nifti: voxel time series.
 */
#include "nifti_volumes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

GY_SAY(
    nifti_text,
    "reader.nifti 1 | Voxel time series of NIfTI-1 and NIfTI-2 files (.nii, .nii.gz)\n"
    "out   x     any[time, voxel]            | values, scaled as the file says (slope, intercept)\n"
    "in    rows  rows[time] optional         | rows that the volumes are aligned to\n"
    "param path  path[f]                     | files, one after the other; {run} in their names "
    "is captured\n"
    "param mask  path optional               | image of the same grid; voxels where it is not 0 "
    "are kept. The word varying instead: voxels whose series varies in every file\n"
    "param select choice(all, varying) = all | varying: the same, of the voxels of a mask\n"
    "param dtype choice(f64, f32) = f64      | f32 halves the memory and rounds\n"
    "param tr    quantity(s) optional >0     | seconds from volume to volume, in place of the "
    "header's\n"
    "doc | Integers and floats of 8 to 64 bits in both byte orders. Every file is a segment of "
    "the time axis; its coordinate `run` is the capture {run}, or the file's number. Without a TR "
    "in the header or here the axis has no rate.\n"
    "doc | The axis voxel has the coordinate `index` = i + nx (j + ny k) of the kept voxels, "
    "rising. Attributes of x: grid (nx ny nz), affine (16 numbers by rows, from voxel indices to "
    "mm: the sform, else the qform, else voxel sizes) and space (of the affine: scanner, aligned, "
    "talairach, mni, template, unknown).\n"
    "doc | All files and the mask must have the same grid, and affines within 1e-4 of each other. "
    "NaN and infinite values come out as they are.\n"
    "licence | MIT\n"
    "cite | Cox et al. 2004, A (sort of) new image data format standard: NIfTI-1, NeuroImage 22\n");

typedef struct job {
    int64_t files, volumes, voxels; /* voxels: kept */
    nifti_header *headers;          /* [files] */
    int64_t *index;                 /* [voxels] */
} job;

static const char *file_of(gy_call *c, int64_t i)
{
    return c->host->text_item(c, "path", i);
}

static int no_memory(gy_call *c, int64_t n)
{
    char text[80];
    snprintf(text, sizeof text, "no memory for %lld voxels", (long long)n);
    return gy_fail(c, GY_MEMORY, "path", text);
}

static int load_headers(gy_call *c, job *j)
{
    while (file_of(c, j->files)) {
        j->files++;
    }
    if (j->files == 0) {
        return gy_fail(c, GY_PARAM, "path", "names no file");
    }
    j->headers = c->host->scratch(c, j->files * (int64_t)sizeof *j->headers);
    if (!j->headers) {
        return no_memory(c, 0);
    }
    for (int64_t i = 0; i < j->files; i++) {
        GY_TRY(nifti_read_header(c, file_of(c, i), &j->headers[i]));
        GY_TRY(nifti_same_grid(c, "path", file_of(c, i), &j->headers[i], file_of(c, 0),
                               &j->headers[0]));
        if (__builtin_add_overflow(j->volumes, j->headers[i].volumes, &j->volumes)) {
            return gy_fail(c, GY_SHAPE, "path", "too many volumes");
        }
        GY_TRY(c->host->used_file(c, file_of(c, i)));
    }
    return GY_OK;
}

/* A path that is only a word: no image is called so, its name ends in .nii or .nii.gz. */
static int is_word(const char *path, const char *word)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return path && strcmp(slash ? slash + 1 : path, word) == 0;
}

/* Which voxels are kept: job.index. */
static int choose_voxels(gy_call *c, job *j)
{
    const nifti_header *h = &j->headers[0];
    const char *mask = c->host->text(c, "mask");
    int varying = is_word(mask, "varying") || gy_is(c, "select", "varying");
    mask = is_word(mask, "varying") ? NULL : mask;
    uint8_t *keep = c->host->scratch(c, h->voxels);
    if (!keep) {
        return no_memory(c, h->voxels);
    }
    memset(keep, 1, (size_t)h->voxels);
    if (mask) {
        nifti_header m;
        GY_TRY(nifti_read_header(c, mask, &m));
        GY_TRY(nifti_same_grid(c, "mask", mask, &m, file_of(c, 0), h));
        GY_TRY(nifti_apply_mask(c, mask, &m, keep));
        GY_TRY(c->host->used_file(c, mask));
    }
    for (int64_t i = 0; varying && i < j->files; i++) {
        GY_TRY(nifti_apply_varying(c, file_of(c, i), &j->headers[i], keep));
    }
    for (int64_t k = 0; k < h->voxels; k++) {
        j->voxels += keep[k];
    }
    if (j->voxels == 0) {
        return source_fail(c, GY_DATA, mask ? mask : file_of(c, 0),
                           gy_is(c, "select", "varying") ? "select" : "mask", "no voxel is left");
    }
    int64_t bytes = source_times(j->voxels, 8);
    j->index = bytes < 0 ? NULL : c->host->scratch(c, bytes);
    if (!j->index) {
        return no_memory(c, j->voxels);
    }
    for (int64_t k = 0, v = 0; k < h->voxels; k++) {
        if (keep[k]) {
            j->index[v++] = k;
        }
    }
    return GY_OK;
}

/* TR as a fraction of seconds: whole microseconds if that is what the header's single precision
 * says, else nanoseconds. */
static void fraction(double step, int64_t *a, int64_t *b)
{
    double micro = floor(step * 1e6 + 0.5);
    int fine = micro < 1 || fabs(micro * 1e-6 - step) > 1.2e-7 * step;
    *b = fine ? 1000000000 : 1000000;
    *a = (int64_t)floor(step * (double)*b + 0.5);
    int64_t x = *a, y = *b;
    while (y) {
        int64_t r = x % y;
        x = y;
        y = r;
    }
    *a /= x > 0 ? x : 1;
    *b /= x > 0 ? x : 1;
}

static int set_rate(gy_call *c, const job *j)
{
    double step = gy_number(c, "tr");
    int told = !isnan(step);
    for (int64_t i = 0; i < j->files && !told; i++) {
        double now = j->headers[i].step, first = j->headers[0].step;
        if (fabs(now - first) > 1e-6 * first) {
            return source_fail(c, GY_SHAPE, file_of(c, i), "path",
                               "has a TR of %g s, but %s has %g s; say it with `tr`", now,
                               file_of(c, 0), first);
        }
        step = first;
    }
    int64_t a = 0, b = 1;
    if (step > 0 && step < 1e6) {
        fraction(step, &a, &b);
    }
    double *start = c->host->scratch(c, j->files * 8); /* every run begins at 0 s */
    if (a < 1 || !start) {
        c->host->log(c, GY_INFO, "no TR is known: the time axis has no rate");
        return start ? GY_OK : no_memory(c, 0);
    }
    if (!told && j->headers[0].step_guessed) {
        c->host->log(c, GY_WARNING, "the header's TR has no unit: taken as seconds");
    }
    return c->host->set_rate(c, "time", a, b, "s", start);
}

/* Segments, rate and the coordinate `run`. */
static int describe_time(gy_call *c, const job *j)
{
    int64_t *first = c->host->scratch(c, j->files * 8), bytes = 0, one = 1, row = 0;
    int64_t room = source_times(j->volumes + 1, 8);
    int64_t *offsets = room < 0 ? NULL : c->host->scratch(c, room);
    char *text = c->host->scratch(c, 24);
    if (!first || !offsets) {
        return no_memory(c, 0);
    }
    for (int pass = 0; pass < 2; pass++) { /* measure, then write */
        text = pass ? c->host->scratch(c, bytes + 1) : text;
        bytes = row = 0;
        for (int64_t i = 0; text && i < j->files; i++) {
            char number[24];
            snprintf(number, sizeof number, "%lld", (long long)i + 1);
            const char *run = c->host->text_item(c, "path.run", i);
            run = run ? run : number;
            first[i] = row;
            for (int64_t t = 0; t < j->headers[i].volumes; t++, row++) {
                if (pass) {
                    memcpy(text + bytes, run, strlen(run));
                }
                bytes += (int64_t)strlen(run);
                offsets[row + 1] = bytes;
            }
        }
    }
    gy_array runs = {.size = sizeof runs,
                     .code = GY_UINT,
                     .bits = 8,
                     .flags = GY_TEXT,
                     .rank = 1,
                     .layout = GY_RAGGED,
                     .data = text,
                     .shape = &j->volumes,
                     .stride = &one,
                     .offsets = offsets};
    GY_TRY(text ? GY_OK : no_memory(c, 0));
    GY_TRY(c->host->set_segments(c, "time", j->files, first));
    GY_TRY(set_rate(c, j));
    return c->host->set_coord(c, "time", "run", &runs);
}

static int describe_space(gy_call *c, const job *j)
{
    const nifti_header *h = &j->headers[0];
    int64_t one = 1;
    gy_array index = {.size = sizeof index,
                      .code = GY_INT,
                      .bits = 64,
                      .rank = 1,
                      .data = j->index,
                      .shape = &j->voxels,
                      .stride = &one};
    char text[16 * 26] = "";
    size_t n = 0;
    for (int k = 0; k < 16; k++) {
        n += (size_t)snprintf(text + n, sizeof text - n, k ? " %.17g" : "%.17g", h->affine[k]);
    }
    char grid[80];
    snprintf(grid, sizeof grid, "%lld %lld %lld", (long long)h->grid[0], (long long)h->grid[1],
             (long long)h->grid[2]);
    GY_TRY(c->host->set_coord(c, "voxel", "index", &index));
    GY_TRY(c->host->set_attribute(c, "x", "affine", text));
    GY_TRY(c->host->set_attribute(c, "x", "space", h->space));
    return c->host->set_attribute(c, "x", "grid", grid);
}

static int resolve(gy_call *c)
{
    job j = {.files = 0};
    GY_TRY(load_headers(c, &j));
    GY_TRY(choose_voxels(c, &j));
    const gy_array *rows = gy_get(c, "rows");
    if (rows && rows->shape[0] != j.volumes) {
        return source_fail(c, GY_SHAPE, file_of(c, 0), "rows",
                           "and the other files have %lld volumes, `rows` has %lld",
                           (long long)j.volumes, (long long)rows->shape[0]);
    }
    GY_TRY(c->host->set_dtype(c, "x", GY_FLOAT, gy_is(c, "dtype", "f32") ? 32 : 64));
    GY_TRY(c->host->set_length(c, "voxel", j.voxels));
    GY_TRY(describe_space(c, &j));
    if (rows) {
        return GY_OK;
    }
    GY_TRY(c->host->set_length(c, "time", j.volumes));
    return describe_time(c, &j);
}

typedef struct filling {
    const job *j;
    gy_array *x;
    int64_t row; /* of the file's first volume */
} filling;

static int fill(void *context, const nifti_header *h, int64_t volume, const void *raw)
{
    const filling *f = context;
    int64_t n = f->j->voxels, at = (f->row + volume) * n;
    for (int64_t v = 0; v < n; v++) {
        double value = nifti_value(h, raw, f->j->index[v]);
        if (f->x->bits == 64) {
            ((double *)f->x->data)[at + v] = value;
        } else {
            ((float *)f->x->data)[at + v] = (float)value;
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    job j = {.files = 0};
    GY_TRY(load_headers(c, &j));
    GY_TRY(choose_voxels(c, &j));
    filling f = {&j, gy_get(c, "x"), 0};
    if (f.x->shape[0] != j.volumes || f.x->shape[1] != j.voxels) {
        return gy_fail(c, GY_IO, "path", "the files changed while they were in use");
    }
    for (int64_t i = 0; i < j.files; i++) {
        GY_TRY(nifti_each_volume(c, file_of(c, i), &j.headers[i], fill, &f));
        f.row += j.headers[i].volumes;
        c->host->progress(c, (double)(i + 1) / (double)j.files);
    }
    return GY_OK;
}

GY_PLUGIN(nifti_text, resolve, run, 0, 0, 0)
