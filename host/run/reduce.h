/* reduce.h: running add, merge and solve of a node over chosen rows: a fit when the rows are
 * training rows and state comes out, a metric when they are test rows and outputs come out.
 *
 * Rows are cut into pieces: tiles of a fixed grid from row 0, crossed with cells (value/cells.h). A
 * statistic is kept per cell and summed in the order of the pieces, so the bits depend neither on
 * threads nor on chunks. If the text says `tile AXIS`, that axis is worked through in parts: part 0
 * first, the others in parallel; what has no such axis is written in part 0 only. Parts are as wide
 * as keeps the arrays of one within GY_PART_BYTES, in steps of the grid of linear algebra, from
 * GY_PART_STEP to GY_TILE_COLUMNS: shapes alone decide. [control] */
#ifndef GY_REDUCE_H
#define GY_REDUCE_H

#include "run/frame.h"
#include "value/cells.h"

#define GY_TILE_COLUMNS 1024
#define GY_PART_STEP    128
#define GY_PART_BYTES   ((int64_t)36 << 20)
#define GY_PASSES_MAX   10000

/* What to reduce over. Folds are the inner ones: n_folds sets inside rows. */
typedef struct gy_selection {
    const gy_rows *rows;
    int64_t n_folds;
    const gy_rows *train, *held; /* [n_folds] */
} gy_selection;

/* Fits or scores; fills inst->state (a fit) or the values of its outputs (a metric). */
gboolean gy_reduce(gy_runtime *rt, gy_inst *inst, const gy_selection *over, GError **error);

/* -- the inside, shared by reduce*.c and the host table -- */

/* One part of the tiled axis: [lo, hi). */
typedef struct gy_part {
    int64_t number, lo, hi;
} gy_part;

/* Everything that all parts share. */
typedef struct gy_reduction {
    gy_runtime *rt;
    gy_inst *inst;
    const gy_selection *over;
    gy_cells cells;
    gy_pieces pieces;
    GPtrArray **values; /* [n_in] of gy_value: what each feed shows */
    GPtrArray *passes;  /* of gy_value **: statistics without the tiled axis, by pass */
    gy_value **temps;   /* [n_temp] those without the tiled axis */
    gy_value **state;   /* [n_state], whole */
    int64_t n_parts, n_tiled, part_width;
    gboolean chunked; /* some feeds are read in chunks; their values are NULL */
} gy_reduction;

/* One part on its way through the passes. */
typedef struct gy_fit_data {
    gy_reduction *r;
    gy_part part;
    int64_t pass;
    gy_value **stats;      /* [cell][stat], NULL: still zero */
    gy_value **partial;    /* [stat] */
    gy_value **merged;     /* [stat] of the last stat() */
    gy_value **temps;      /* [n_temp]; those without the tiled axis are the reduction's */
    gy_value **state;      /* [n_state] as wide as the part */
    gy_value **outs;       /* [n_out] of a metric */
    GPtrArray *fold_index; /* of int64_t *, owned: what fold_rows gave in this pass */
    GPtrArray **chunk;     /* [n_in] of gy_value: the chunk at hand, NULL: read whole; or NULL */
    int64_t chunk_number;
} gy_fit_data;

gy_array *gy_fit_stat(gy_fit_data *d, const char *name, int64_t fold);
const int64_t *gy_fit_fold_rows(gy_fit_data *d, int64_t fold, int32_t held, int64_t *out_n);

/* Cells, pieces, values of the inputs (targets permuted under --chance), whole state. */
gboolean gy_reduce_prepare(gy_reduction *r, GError **error);
/* Columns of a part, from the shapes, the cells (at least 1) and the inner folds. */
int64_t gy_reduce_part_width(const gy_inst *inst, int64_t cells, int64_t folds);
/* Whether a port's type has the tiled axis; its position in out_axis. */
gboolean gy_reduce_is_tiled(const gy_inst *inst, const gy_sig_port *port, int32_t *out_axis);
/* reduce_chunk.c: whether a feed is read in chunks (chunk.h) by add; the chunk that a piece lies
 * in, in place of the one before, only the part's columns of it; its end. [any] */
gboolean gy_reduce_in_chunks(gy_runtime *rt, const gy_inst *inst, unsigned port, unsigned item);
gboolean gy_reduce_load(gy_fit_data *d, int64_t piece, GError **error);
void gy_reduce_unload(gy_fit_data *d);
/* Whether an input is read row by row (its first axis is `row`). */
gboolean gy_reduce_has_rows(const gy_sig_port *port);
/* A zeroed array for a port of the text, as wide as the part. */
gy_value *gy_reduce_array(gy_reduction *r, const gy_sig_port *port, const gy_part *part,
                          GError **error);
/* Binds state, temporaries and outputs. */
void gy_reduce_bind_common(gy_frame *f, gy_fit_data *d);
/* Binds all inputs; those with rows show `rows` (NULL: all of them). Gathered copies are kept by
 * the frame. */
gboolean gy_reduce_bind_inputs(gy_frame *f, gy_fit_data *d, const gy_rows *rows, GError **error);
/* Adds the partial statistics into those of a cell and zeroes them. */
gboolean gy_reduce_merge(gy_frame *f, gy_fit_data *d, int64_t cell, GError **error);
/* Statistics of a pass that later parts may still need. */
void gy_reduce_begin_pass(gy_fit_data *d);

#endif
