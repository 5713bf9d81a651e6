/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells: the largest sets of training rows that every inner fold treats alike.
 *
 * A fit adds each row to its statistic once, whatever the number of inner folds: the rows are cut
 * into cells, a statistic is kept per cell, and "all rows but fold k" is a merge of cells. Cells
 * are crossed with the fixed grid of tiles, so that the order of every sum is the same for any
 * number of threads, chunks and ranks.
 *
 * Given the training rows T of a fit and for each inner fold k the sets train_k and held_k (both
 * inside T, disjoint from each other, the held ones of all folds pairwise disjoint; rows of T in
 * neither were purged for this fold), the cells are the coarsest partition of T in which every
 * train_k and held_k is a union of cells. A cell need not be an interval. Cells are numbered by
 * their first row. [any]
 */
#ifndef GY_VALUE_CELLS_H
#define GY_VALUE_CELLS_H

#include "value/rows.h"

typedef struct gy_cells {
    int64_t n_cells;
    int64_t n_folds;
    gy_rows *rows;     /* [cell], never empty, pairwise disjoint, together T */
    uint8_t *in_train; /* [cell, fold]: 1 iff the cell is part of train_k */
    int64_t *held;     /* [cell]: the fold whose held_k it is part of, -1 if none */
} gy_cells;

/* Frees everything and leaves no cells. */
void gy_cells_clear(gy_cells *cells);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_cells, gy_cells_clear)

/* Makes the cells of T = train. fold_train, fold_held: [n_folds]; n_folds may be 0 (one cell, or
 * none if train is empty). Errors, naming the fold and the first rows: a train_k or held_k with
 * rows outside train, a fold that trains on rows it holds out, two folds that hold out one row.
 * Time and memory: number of borders x n_folds. */
bool gy_cells_make(const gy_rows *train, int64_t n_folds, const gy_rows *fold_train,
                   const gy_rows *fold_held, gy_cells *out_cells, GError **error);

/* The cells whose union is train_k, ascending; fold = -1: all cells. Returns how many; out_cell
 * has room for n_cells numbers. A fold out of range has none. */
int64_t gy_cells_of_fold(const gy_cells *cells, int64_t fold, int64_t *out_cell);

/* One call of `add`: the rows of a cell that lie in tile `tile`, i.e. in
 * [tile * tile_rows, (tile + 1) * tile_rows). */
typedef struct gy_piece {
    int64_t tile;
    int64_t cell;
    gy_rows rows; /* never empty */
} gy_piece;

typedef struct gy_pieces {
    int64_t n;
    gy_piece *piece;
} gy_pieces;

void gy_pieces_clear(gy_pieces *pieces);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_pieces, gy_pieces_clear)

/* All pieces, by tile, then by cell. Tiles are counted from row 0 of the domain and never from the
 * first training row, so a tile is the same rows in every fold. tile_rows < 1 counts as 1. */
gy_pieces gy_cells_pieces(const gy_cells *cells, int64_t tile_rows);

#endif
