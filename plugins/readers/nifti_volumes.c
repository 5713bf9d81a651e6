/* SPDX-License-Identifier: MIT
 *
 * nifti_volumes.c: streams voxels. zlib's gz functions read plain files as well.
 */
#include "nifti_volumes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define CHUNK (1 << 20)

static int ends_early(gy_call *c, const char *path, gzFile z, int64_t volume)
{
    int code = Z_OK;
    const char *text = gzerror(z, &code);
    int early = code == Z_OK || code == Z_BUF_ERROR;
    const char *words = strstr(text, ": "); /* behind the path, which zlib puts in front */
    char where[48];
    snprintf(where, sizeof where, "after byte %lld unpacked", (long long)gztell(z));
    return source_fail(c, code == Z_ERRNO ? GY_IO : GY_FORMAT, path, where,
                       "the file %s in volume %lld",
                       early   ? "ends"
                       : words ? words + 2
                               : text,
                       (long long)volume);
}

/* n bytes into out, or thrown away when out is NULL. 1 if they were all there. */
static int take(gy_call *c, gzFile z, char *out, int64_t n)
{
    char away[4096];
    for (int64_t got = 0; got < n;) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        int64_t room = out ? CHUNK : (int64_t)sizeof away;
        int want = (int)(n - got < room ? n - got : room);
        int r = gzread(z, out ? out + got : away, (unsigned)want);
        if (r < want) {
            return 0;
        }
        got += r;
    }
    return 1;
}

/* A packed file ends with the sum of its content: FALSE if that is wrong or not there. What follows
 * the voxels is nobody's business. */
static int is_whole(gzFile z)
{
    char next;
    int code = Z_OK, got = gzread(z, &next, 1);
    gzerror(z, &code);
    return got > 0 || code == Z_OK || code == Z_STREAM_END;
}

static int read_all(gy_call *c, const char *path, gzFile z, const nifti_header *h, char *raw,
                    nifti_visit *visit, void *context)
{
    int there = take(c, z, NULL, h->offset);
    for (int64_t t = 0; t < h->volumes; t++) {
        there = there > 0 ? take(c, z, raw, h->voxels * h->width) : there;
        if (there <= 0) {
            return there < 0 ? there : ends_early(c, path, z, t);
        }
        if (h->swap) {
            source_swap(raw, h->voxels, h->width);
        }
        GY_TRY(visit(context, h, t, raw));
    }
    return is_whole(z) ? GY_OK : ends_early(c, path, z, h->volumes - 1);
}

int nifti_each_volume(gy_call *c, const char *path, const nifti_header *h, nifti_visit *visit,
                      void *context)
{
    char *raw = c->host->scratch(c, h->voxels * h->width);
    if (!raw) {
        return source_fail(c, GY_MEMORY, path, "path", "no memory for a volume of %lld voxels",
                           (long long)h->voxels);
    }
    gzFile z = gzopen(path, "rb");
    if (!z) {
        return source_fail(c, GY_IO, path, "path", "cannot open");
    }
    gzbuffer(z, 1 << 18);
    int status = read_all(c, path, z, h, raw, visit, context);
    gzclose_r(z);
    return status;
}

double nifti_value(const nifti_header *h, const void *raw, int64_t k)
{
    const gy_array view = {.code = h->code, .bits = h->bits, .data = (void *)(uintptr_t)raw};
    double v = gy_element(&view, k);
    return h->scaled ? v * h->slope + h->inter : v;
}

static int visit_mask(void *context, const nifti_header *h, int64_t volume, const void *raw)
{
    uint8_t *keep = context;
    for (int64_t k = 0; k < h->voxels; k++) {
        double v = nifti_value(h, raw, k);
        keep[k] = keep[k] && v != 0 && !isnan(v);
    }
    return GY_OK;
}

int nifti_apply_mask(gy_call *c, const char *path, const nifti_header *h, uint8_t *keep)
{
    nifti_header first = *h;
    first.volumes = 1;
    return nifti_each_volume(c, path, &first, visit_mask, keep);
}

typedef struct extent {
    double *first; /* [voxels], first finite value, NaN before there is one */
    uint8_t *varies;
} extent;

static int visit_extent(void *context, const nifti_header *h, int64_t volume, const void *raw)
{
    extent *e = context;
    for (int64_t k = 0; k < h->voxels; k++) {
        double v = nifti_value(h, raw, k);
        if (isfinite(v)) {
            e->varies[k] |= isfinite(e->first[k]) && v != e->first[k];
            e->first[k] = isfinite(e->first[k]) ? e->first[k] : v;
        }
    }
    return GY_OK;
}

int nifti_apply_varying(gy_call *c, const char *path, const nifti_header *h, uint8_t *keep)
{
    int64_t bytes = source_times(h->voxels, (int64_t)sizeof(double));
    extent e = {bytes < 0 ? NULL : c->host->scratch(c, bytes), c->host->scratch(c, h->voxels)};
    if (!e.first || !e.varies) {
        return source_fail(c, GY_MEMORY, path, "select", "no memory for %lld voxels",
                           (long long)h->voxels);
    }
    for (int64_t k = 0; k < h->voxels; k++) {
        e.first[k] = NAN;
    }
    GY_TRY(nifti_each_volume(c, path, h, visit_extent, &e));
    for (int64_t k = 0; k < h->voxels; k++) {
        keep[k] = keep[k] && e.varies[k];
    }
    return GY_OK;
}
