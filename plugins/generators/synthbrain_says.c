/* SPDX-License-Identifier: MIT
 *
 * synthbrain_says.c: lengths, coordinates, attributes and reach of what comes out.
 */
#include "synthbrain.h"

#include <stdio.h>
#include <string.h>

static gy_array vector(uint8_t code, void *data, const int64_t *n)
{
    static const int64_t one = 1;
    gy_array a = {.size = sizeof a, .code = code, .bits = 64, .rank = 1, .data = data};
    a.shape = n;
    a.stride = &one;
    return a;
}

/* Coordinate of `n` texts; text(context, i) gives each. */
static int say_texts(const sb_brain *b, const char *axis, const char *name, int64_t n,
                     const char *(*text)(const sb_brain *, int64_t))
{
    int64_t bytes = 0, *offsets = (int64_t *)sb_scratch(b->c, n + 1, 8, name);
    if (!offsets) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        bytes += (int64_t)strlen(text(b, i));
        offsets[i + 1] = bytes;
    }
    char *letters = (char *)sb_scratch(b->c, bytes + 1, 1, name);
    if (!letters) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(letters + offsets[i], text(b, i), (size_t)(offsets[i + 1] - offsets[i]));
    }
    gy_array a = vector(GY_UINT, letters, &n);
    a.bits = 8;
    a.flags = GY_TEXT;
    a.layout = GY_RAGGED;
    a.offsets = offsets;
    return b->c->host->set_coord(b->c, axis, name, &a);
}

static const char *voxel_roi(const sb_brain *b, int64_t v)
{
    return b->of[v] < 0 ? "none" : b->roi[b->of[v]].name;
}

static const char *voxel_network(const sb_brain *b, int64_t v)
{
    return b->of[v] < 0 ? "none" : b->roi[b->of[v]].network;
}

static const char *source_roi(const sb_brain *b, int64_t k)
{
    int i = 0;
    sb_source_cell(b, k, &i);
    return b->roi[i].name;
}

static const char *source_network(const sb_brain *b, int64_t k)
{
    int i = 0;
    sb_source_cell(b, k, &i);
    return b->roi[i].network;
}

static const char *feature_table(const sb_brain *b, int64_t j)
{
    int i = 0;
    while (i + 1 < b->n_tables && j >= b->table[i + 1].first) {
        i++;
    }
    return b->table[i].name;
}

/* x, y, z of an axis in mm; cells of its positions. */
static int say_places(const sb_brain *b, const char *axis, int64_t n, const int64_t *cell)
{
    static const char *const names[] = {"x", "y", "z"};
    double *at = (double *)sb_scratch(b->c, n, 8, "places"), p[3];
    if (!at) {
        return GY_MEMORY;
    }
    for (int d = 0; d < 3; d++) {
        for (int64_t i = 0; i < n; i++) {
            sb_position(b, cell[i], p);
            at[i] = p[d];
        }
        gy_array a = vector(GY_FLOAT, at, &n);
        GY_TRY(b->c->host->set_coord(b->c, axis, names[d], &a));
    }
    return GY_OK;
}

static int say_trials(const sb_brain *b, const int64_t *stimulus)
{
    static const char *const names[] = {"stimulus", "repeat", "run"};
    gy_call *c = b->c;
    int64_t n = b->trials, *value = (int64_t *)sb_scratch(c, n + 1, 8, "trials");
    int64_t *first = (int64_t *)sb_scratch(c, b->runs, 8, "runs");
    if (!value || !first) {
        return GY_MEMORY;
    }
    if (b->repeats == 1 && gy_is(c, "order", "given")) { /* trials are stimuli: they meet */
        GY_TRY(c->host->set_subset(c, "trial", "features.stimulus", n, stimulus));
    } else {
        GY_TRY(c->host->set_length(c, "trial", n));
    }
    for (int64_t k = 0; k < b->runs; k++) { /* as equal as can be */
        first[k] = k * (n / b->runs) + (k < n % b->runs ? k : n % b->runs);
    }
    GY_TRY(c->host->set_segments(c, "trial", b->runs, first));
    for (int kind = 0; kind < 3; kind++) {
        for (int64_t i = 0, run = 0; i < n; i++) {
            run += run + 1 < b->runs && first[run + 1] <= i;
            value[i] = kind == 0 ? stimulus[i] : kind == 1 ? i / b->stimuli : run;
        }
        gy_array a = vector(GY_INT, value, &n);
        GY_TRY(c->host->set_coord(c, "trial", names[kind], &a));
    }
    for (int64_t i = 0; i < n; i++) {
        value[i] = stimulus[i] + 1;
    }
    GY_TRY(c->host->set_reach(c, "betas.trial", "features.stimulus", n, 0, stimulus, value));
    GY_TRY(c->host->set_reach(c, "signal.trial", "features.stimulus", n, 0, stimulus, value));
    return c->host->set_reach(c, "activity.trial", "features.stimulus", n, 0, stimulus, value);
}

/* Where voxels lie, as writer.nifti wants to know it. */
static int say_volume(const sb_brain *b)
{
    static const char *const ports[] = {"betas",   "mean",   "signal",   "ceiling",  "ceiling_mean",
                                        "weights", "mixing", "noise_sd", "signal_sd"};
    char grid[80], affine[300];
    gy_call *c = b->c;
    snprintf(grid, sizeof grid, "%lld %lld %lld", (long long)b->grid[0], (long long)b->grid[1],
             (long long)b->grid[2]);
    snprintf(affine, sizeof affine, "%.17g 0 0 %.17g 0 %.17g 0 %.17g 0 0 %.17g %.17g 0 0 0 1",
             b->size, b->origin[0], b->size, b->origin[1], b->size, b->origin[2]);
    for (int i = 0; i < (int)(sizeof ports / sizeof *ports); i++) {
        GY_TRY(c->host->set_attribute(c, ports[i], "grid", grid));
        GY_TRY(c->host->set_attribute(c, ports[i], "affine", affine));
        GY_TRY(c->host->set_attribute(c, ports[i], "space", "mni"));
    }
    return GY_OK;
}

int sb_say(const sb_brain *b, const int64_t *stimulus)
{
    gy_call *c = b->c;
    int64_t *cell = (int64_t *)sb_scratch(c, b->sources, 8, "sources");
    if (!cell) {
        return GY_MEMORY;
    }
    for (int64_t k = 0; k < b->sources; k++) {
        int roi;
        cell[k] = sb_source_cell(b, k, &roi);
    }
    GY_TRY(say_trials(b, stimulus));
    GY_TRY(c->host->set_length(c, "voxel", b->voxels));
    GY_TRY(c->host->set_length(c, "source", b->sources));
    GY_TRY(c->host->set_length(c, "feature", b->features));
    gy_array index = vector(GY_INT, b->cell, &b->voxels);
    GY_TRY(c->host->set_coord(c, "voxel", "index", &index));
    GY_TRY(say_texts(b, "voxel", "roi", b->voxels, voxel_roi));
    GY_TRY(say_texts(b, "voxel", "network", b->voxels, voxel_network));
    GY_TRY(say_places(b, "voxel", b->voxels, b->cell));
    GY_TRY(say_texts(b, "source", "roi", b->sources, source_roi));
    GY_TRY(say_texts(b, "source", "network", b->sources, source_network));
    GY_TRY(say_places(b, "source", b->sources, cell));
    GY_TRY(say_texts(b, "feature", "table", b->features, feature_table));
    return say_volume(b);
}

int64_t sb_bytes(const sb_brain *b)
{
    int64_t widest = 0, wide = b->components + 1;
    for (int i = 0; i < b->n_tables; i++) {
        widest = b->table[i].width > widest ? b->table[i].width : widest;
    }
    return 8 * (b->features * b->sources + b->stimuli * b->sources + b->voxels * (wide + 3) +
                2 * b->trials + widest * b->components + wide * (wide + 1) +
                2 * SB_TASKS * b->voxels) +
           b->voxels * (int64_t)sizeof *b->of + b->n_rois * (int64_t)sizeof *b->roi;
}
