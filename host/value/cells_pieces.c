/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells crossed with the fixed grid of tiles. */
#include "value/cells.h"

#include <stdlib.h>

void gy_pieces_clear(gy_pieces *pieces)
{
    for (int64_t i = 0; i < pieces->n; i++) {
        gy_rows_clear(&pieces->piece[i].rows);
    }
    g_free(pieces->piece);
    *pieces = (gy_pieces){0, NULL};
}

/* An interval of a cell cut at the borders of tiles. */
typedef struct shard {
    int64_t tile;
    int64_t cell;
    gy_span span;
} shard;

static int compare_shards(const void *a, const void *b)
{
    const shard *x = a, *y = b;
    if (x->tile != y->tile) {
        return x->tile > y->tile ? 1 : -1;
    }
    if (x->cell != y->cell) {
        return x->cell > y->cell ? 1 : -1;
    }
    return (x->span.lo > y->span.lo) - (x->span.lo < y->span.lo);
}

/* Writes the shards of all cells, sorted by cell and row, or only counts them if out is NULL. */
static int64_t cut_cells(const gy_cells *cells, int64_t tile_rows, shard *out)
{
    int64_t n = 0;
    for (int64_t c = 0; c < cells->n_cells; c++) {
        for (int64_t i = 0; i < cells->rows[c].n; i++) {
            gy_span rest = cells->rows[c].span[i];
            while (rest.lo < rest.hi) {
                int64_t tile = rest.lo / tile_rows;
                /* compared as a length, for (tile + 1) * tile_rows may not fit */
                int64_t left = tile_rows - rest.lo % tile_rows;
                int64_t end = rest.hi - rest.lo <= left ? rest.hi : rest.lo + left;
                if (out) {
                    out[n] = (shard){tile, c, {rest.lo, end}};
                }
                n++;
                rest.lo = end;
            }
        }
    }
    return n;
}

gy_pieces gy_cells_pieces(const gy_cells *cells, int64_t tile_rows)
{
    tile_rows = MAX(tile_rows, 1);
    int64_t n_shards = cut_cells(cells, tile_rows, NULL);
    gy_pieces pieces = {0, NULL};
    if (n_shards == 0) {
        return pieces;
    }
    g_autofree shard *shards = g_new(shard, (gsize)n_shards);
    cut_cells(cells, tile_rows, shards);
    qsort(shards, (size_t)n_shards, sizeof(shard), compare_shards);
    pieces.piece = g_new(gy_piece, (gsize)n_shards);
    for (int64_t i = 0; i < n_shards;) {
        gy_rows_builder builder = {0, 0, NULL};
        int64_t tile = shards[i].tile, cell = shards[i].cell;
        for (; i < n_shards && shards[i].tile == tile && shards[i].cell == cell; i++) {
            gy_rows_builder_add(&builder, shards[i].span.lo, shards[i].span.hi);
        }
        pieces.piece[pieces.n++] = (gy_piece){tile, cell, gy_rows_builder_end(&builder)};
    }
    return pieces;
}
