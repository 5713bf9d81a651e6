/* SPDX-License-Identifier: MIT
 *
 * synthbrain_anatomy.c: the volume of a subject, and which of its cells are voxels of which ROI.
 *
 * The brain is an ellipsoid, a little larger or smaller in each direction for every subject. A ROI
 * is the cells nearest to its places (half of them left, half right) that no earlier ROI has; its
 * places move by `jitter` from subject to subject.
 */
#include "synthbrain.h"

#include <math.h>
#include <stdlib.h>

typedef struct candidate {
    double far2;
    int64_t cell;
} candidate;

static int nearer(const void *a, const void *b)
{
    const candidate *p = (const candidate *)a, *q = (const candidate *)b;
    int order = (p->far2 > q->far2) - (p->far2 < q->far2);
    return order ? order : (p->cell > q->cell) - (p->cell < q->cell);
}

void sb_position(const sb_brain *b, int64_t cell, double out[3])
{
    for (int d = 0; d < 3; d++) {
        out[d] = b->origin[d] + b->size * (double)(cell % b->grid[d]);
        cell /= b->grid[d];
    }
}

static int inside(const sb_brain *b, const double at[3])
{
    double r = 0;
    for (int d = 0; d < 3; d++) {
        double u = (at[d] - b->middle[d]) / b->radius[d];
        r += u * u;
    }
    return r <= 1;
}

/* Volume of this subject; counts the cells inside. */
static int read_volume(sb_brain *b)
{
    static const double middle[3] = {0, -18, 16}, radius[3] = {70, 88, 64};
    double z[3];
    GY_TRY(b->rng->normal_at(b->c, "head", b->subject, 0, 3, z));
    b->size = gy_number(b->c, "voxel_size");
    for (int d = 0; d < 3; d++) {
        double stretch = fmax(.9, fmin(1.1, 1 + .03 * z[d]));
        b->middle[d] = middle[d];
        b->radius[d] = radius[d] * stretch;
        double half = ceil(radius[d] * 1.1 / b->size); /* the same grid for all subjects */
        b->grid[d] = 2 * (int64_t)half + 1;
        b->origin[d] = middle[d] - half * b->size;
    }
    for (int64_t k = 0; k < b->grid[1] * b->grid[2]; k++) {
        double at[3], r = 0;
        sb_position(b, k * b->grid[0], at);
        for (int d = 1; d < 3; d++) {
            r += pow((at[d] - b->middle[d]) / b->radius[d], 2);
        }
        if (r <= 1) { /* cells of this line: |x - middle| <= radius sqrt(1 - r) */
            b->cells += 2 * (int64_t)floor(b->radius[0] * sqrt(1 - r) / b->size) + 1;
        }
    }
    return GY_OK;
}

/* Free cells inside the brain within `half` cells of `at`, nearest first, up to the sphere that
 * lies in this cube, or all if `half` covers the volume. */
static int64_t around(const sb_brain *b, const uint8_t *taken, const double at[3], int64_t half,
                      candidate *out)
{
    int64_t lo[3], hi[3], n = 0;
    int whole = 1;
    for (int d = 0; d < 3; d++) {
        int64_t middle = (int64_t)floor((at[d] - b->origin[d]) / b->size + .5);
        lo[d] = middle - half < 0 ? 0 : middle - half;
        hi[d] = middle + half >= b->grid[d] ? b->grid[d] - 1 : middle + half;
        whole &= lo[d] == 0 && hi[d] == b->grid[d] - 1;
    }
    double most = ((double)half - .5) * b->size;
    for (int64_t k = lo[2]; k <= hi[2]; k++) {
        for (int64_t j = lo[1]; j <= hi[1]; j++) {
            for (int64_t i = lo[0]; i <= hi[0]; i++) {
                int64_t cell = i + b->grid[0] * (j + b->grid[1] * k);
                double p[3], far2 = 0;
                sb_position(b, cell, p);
                for (int d = 0; d < 3; d++) {
                    far2 += (p[d] - at[d]) * (p[d] - at[d]);
                }
                if (!taken[cell] && inside(b, p) && (whole || far2 <= most * most)) {
                    out[n++] = (candidate){far2, cell};
                }
            }
        }
    }
    qsort(out, (size_t)n, sizeof *out, nearer);
    return whole ? -n - 1 : n; /* negative: there are no more */
}

/* Takes the n cells nearest to a place for ROI i. */
static int take(const sb_brain *b, uint8_t *taken, int i, const double at[3], int64_t n,
                candidate *room)
{
    int64_t half = (int64_t)ceil(cbrt((double)n * .24)) + 2, found = 0;
    while ((found = around(b, taken, at, half, room)) >= 0 && found < n) {
        half *= 2;
    }
    found = found < 0 ? -found - 1 : found;
    for (int64_t k = 0; k < n && k < found; k++) {
        taken[room[k].cell] = (uint8_t)(i + 1);
    }
    sb_roi *r = &b->roi[i]; /* its sources lie at even steps of distance */
    for (int64_t k = 0; k < 32 && r->cells < 64; k++) {
        r->cell[r->cells++] = room[k * n / 32].cell;
    }
    return GY_OK;
}

static int place_roi(const sb_brain *b, uint8_t *taken, int i, candidate *room)
{
    sb_roi *r = &b->roi[i];
    double z[6];
    sb_place(b, r, i);
    GY_TRY(b->rng->normal_at(b->c, "roi", b->subject, i, 6, z));
    for (int side = 0; side < r->centres; side++) {
        double far2 = 0, u[3];
        for (int d = 0; d < 3; d++) {
            u[d] =
                (r->centre[side][d] + gy_number(b->c, "jitter") * z[3 * side + d] - b->middle[d]) /
                b->radius[d];
            far2 += u[d] * u[d];
        }
        for (int d = 0; d < 3; d++) { /* never outside of the brain */
            u[d] *= far2 > .9 ? sqrt(.9 / far2) : 1;
            r->centre[side][d] = b->middle[d] + u[d] * b->radius[d];
        }
        int64_t half = side == 0 && r->centres == 2 ? r->voxels / 2 : r->voxels;
        half -= side == 1 ? r->voxels / 2 : 0;
        if (half > 0) {
            GY_TRY(take(b, taken, i, r->centre[side], half, room));
        }
    }
    return b->c->host->stopped(b->c) ? GY_CANCELLED : GY_OK;
}

/* Voxels without tuning: free cells at random. */
static int place_rest(const sb_brain *b, uint8_t *taken, int64_t all, candidate *room)
{
    int64_t n = 0, *order = (int64_t *)(void *)room;
    double p[3];
    for (int64_t k = 0; k < all; k++) {
        sb_position(b, k, p);
        n += !taken[k] && inside(b, p);
    }
    GY_TRY(b->rng->permutation_at(b->c, "background", b->subject, 0, n, order));
    for (int64_t k = 0, i = 0; k < all; k++) {
        sb_position(b, k, p);
        if (!taken[k] && inside(b, p) && order[i++] < b->background) {
            taken[k] = 255;
        }
    }
    return GY_OK;
}

int sb_anatomy(sb_brain *b)
{
    GY_TRY(read_volume(b));
    int64_t all = b->grid[0] * b->grid[1] * b->grid[2]; /* at most 9e7 at the smallest voxel */
    double wanted = (double)b->background;
    for (int i = 0; i < b->n_rois; i++) {
        wanted += (double)b->roi[i].voxels;
    }
    if (wanted > (double)b->cells) {
        return sb_fail(b->c, GY_PARAM, "voxels",
                       "%.0f voxels are more than the brain of subject %lld has: %lld of %g mm",
                       wanted, (long long)b->subject, (long long)b->cells, b->size);
    }
    b->voxels = (int64_t)wanted;
    uint8_t *taken = (uint8_t *)sb_scratch(b->c, all, 1, "cells");
    candidate *room = (candidate *)sb_scratch(b->c, all, (int64_t)sizeof *room, "cells");
    b->cell = (int64_t *)sb_scratch(b->c, b->voxels, 8, "voxels");
    b->of = (int *)sb_scratch(b->c, b->voxels, (int64_t)sizeof *b->of, "voxels");
    if (!taken || !room || !b->cell || !b->of) {
        return GY_MEMORY;
    }
    for (int i = 0; i < b->n_rois; i++) {
        GY_TRY(place_roi(b, taken, i, room));
    }
    if (b->background > 0) {
        GY_TRY(place_rest(b, taken, all, room));
    }
    for (int64_t k = 0, v = 0; k < all && v < b->voxels; k++) {
        if (taken[k]) {
            b->cell[v] = k;
            b->of[v++] = taken[k] == 255 ? -1 : taken[k] - 1;
        }
    }
    return GY_OK;
}

int64_t sb_source_cell(const sb_brain *b, int64_t source, int *out_roi)
{
    int i = 0;
    while (i + 1 < b->n_rois && source >= b->roi[i + 1].source) {
        i++;
    }
    const sb_roi *r = &b->roi[i];
    *out_roi = i;
    return r->cell[(source - r->source) * 37 % r->cells];
}
