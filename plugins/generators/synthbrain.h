/* SPDX-License-Identifier: MIT
 *
 * synthbrain.h: what the parts of generator.synthbrain share.
 *
 * Planted truth. Features x[j] of a stimulus, table by table, are brought to z[j] = (x[j] - centre)
 * / spread of their table. ROI r has sources k, each a fixed function of the stimulus,
 *     activity[k] = sum_j z[j] tuning[j, k],
 * the same for all subjects. Voxel v of ROI r mixes the sources of r,
 *     signal[v] = sum_k activity[k] mixing[k, v] = sum_j z[j] weights[j, v],
 * with mixing, place and noise of its own in every subject. Everything is drawn at an address:
 * tuning at its ROI, term and source, a voxel at its subject and cell, noise at its subject and
 * trial.
 *
 * Functions are [any]; those that answer int have called fail when it is negative.
 */
#ifndef GYRUS_GENERATORS_SYNTHBRAIN_H
#define GYRUS_GENERATORS_SYNTHBRAIN_H

#include "sugar.h"

#define SB_NAME   64 /* bytes of a name, its end included */
#define SB_TERMS  8
#define SB_ROIS   64
#define SB_TABLES 32

/* A part of a ROI's tuning: columns from .. to - 1 of a table, with a share of the weight. */
typedef struct sb_term {
    int table, named; /* named: single columns, which every voxel prefers */
    int64_t from, to; /* features, counted over all tables */
    double share;
} sb_term;

typedef struct sb_roi {
    char name[SB_NAME], network[SB_NAME];
    int n_terms, centres;
    sb_term term[SB_TERMS];
    int prefers;             /* source 0 is that of the named columns */
    double preferred;        /* their share, 0..1 */
    int64_t source, n;       /* sources source .. source + n - 1 */
    int64_t voxels;          /* of this subject */
    double centre[2][3];     /* mm */
    int64_t cell[64], cells; /* where its sources may lie */
} sb_roi;

typedef struct sb_table {
    const char *name;
    const gy_array *x;
    int64_t width, first; /* features first .. first + width - 1 */
    double centre, spread;
} sb_table;

typedef struct sb_brain {
    gy_call *c;
    const gy_rng *rng;
    int64_t subject, world, stimuli, repeats, runs, trials; /* world: where its draws begin */
    int n_tables, n_rois, n_networks;
    sb_table table[SB_TABLES];
    sb_roi *roi; /* [n_rois] */
    int64_t features, sources, components, background;
    /* the volume: cell i + nx (j + ny k) is at origin + size (i, j, k) mm */
    double size, origin[3], middle[3], radius[3];
    int64_t grid[3], cells; /* cells: inside of the brain */
    int64_t voxels;
    int64_t *cell; /* [voxels], rising */
    int *of;       /* [voxels] ROI, or -1 */
} sb_brain;

/* -- synthbrain_rois.c: parameters, tables and ROIs -- */

int sb_read(gy_call *c, sb_brain *out);
int sb_fail(gy_call *c, int code, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* n values of size bytes; NULL after fail. */
void *sb_scratch(gy_call *c, int64_t n, int64_t size, const char *what);

/* -- synthbrain_places.c: where ROIs lie in published brains, roughly -- */

/* Fills centres, centre and network of a ROI from its name. */
void sb_place(const sb_brain *b, sb_roi *r, int number);

/* -- synthbrain_anatomy.c: this subject's volume and voxels -- */

/* Size of the volume and voxels of every ROI: cheap, for resolve and run. */
int sb_anatomy(sb_brain *b);
/* Millimetres of a cell. */
void sb_position(const sb_brain *b, int64_t cell, double out[3]);
/* Cell of a source. */
int64_t sb_source_cell(const sb_brain *b, int64_t source, int *out_roi);

/* -- synthbrain_says.c: what resolve says -- */

/* Scratch, in bytes, of run beside that of the volume. */
int64_t sb_bytes(const sb_brain *b);

int sb_say(const sb_brain *b, const int64_t *stimulus);

/* -- synthbrain_plant.c: tuning, mixing, activity -- */

/* tuning[features, sources]. */
int sb_tuning(const sb_brain *b, double *tuning);
/* Voxel v: mixing[components + 1] of its ROI's sources, and the sd of its noise. */
int sb_voxel(const sb_brain *b, const double *tuning, int64_t v, double *mixing, double *out_noise);
/* activity[stimuli, sources] from all tables. */
int sb_activity(const sb_brain *b, const double *tuning, double *activity);
/* stimulus[trials] of every trial. */
int sb_order(const sb_brain *b, int64_t *stimulus);

/* What run works with beside the brain. */
typedef struct sb_world {
    sb_brain b;
    double *tuning;               /* [features, sources] */
    double *activity;             /* [stimuli, sources] */
    double *mixing;               /* [voxels, components + 1] of the voxel's ROI */
    double *signal_sd, *noise_sd; /* [voxels] */
    int64_t *stimulus, *trial;    /* [trials]; trial[r stimuli + s] shows s for the r-th time */
    int net[SB_ROIS];             /* network of each ROI */
} sb_world;

/* -- synthbrain_respond.c: signal and noise of trials -- */

#define SB_TASKS 64

/* betas, mean, signal, activity: those that are wanted. */
int sb_respond(const sb_world *w);

#endif
