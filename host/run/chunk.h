/* chunk.h: input rows taken some tiles of the grid at a time, so that a source that is mapped or
 * must be converted is never held whole.
 *
 * What an edge does to its rows (choosing them, converting their dtype) is done for one chunk, the
 * calls of its tiles are made, and the chunk is let go. Tiles and the order of their sums are those
 * of the grid, so chunks change no bit. Whole stay: inputs without a row axis first, tables, text
 * and labels, values that a draw rearranges, the rows of all cases of a pooled fit, and all inputs
 * of calls that ask for all rows. */
#ifndef GY_CHUNK_H
#define GY_CHUNK_H

#include "run/inst.h"
#include "run/runtime.h"

/* Rows [lo, hi) of what an edge shows, and, if axis > 0, [from, to) of that axis alone. */
typedef struct gy_chunk {
    int64_t lo, hi;
    int32_t axis;
    int64_t from, to;
} gy_chunk;

/* Rows of a chunk; INT64_MAX if there are none. [any] */
int64_t gy_chunk_rows(const gy_runtime *rt);

/* Whether an edge into a port can be, and is to be, read in chunks: it has more rows than one. What
 * its node does with the rows is not asked here. [control] */
gboolean gy_chunk_applies(gy_runtime *rt, const gy_inport *in, const gy_feed *feed);

/* The chunk as the function sees it, its `first` being lo; a new reference. Bytes that need neither
 * choosing nor converting are shared. The source must have run. A probe's on_feed sees the chunk.
 * Errors: GY_ERR_MEMORY. [any] */
gy_value *gy_chunk_value(gy_runtime *rt, const gy_inport *in, const gy_feed *feed,
                         const gy_chunk *chunk, GError **error);

#endif
