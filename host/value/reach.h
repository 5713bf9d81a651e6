/* SPDX-License-Identifier: Apache-2.0
 *
 * Reach: which rows of an input domain one row of an output domain reads.
 *
 * A reach is a relation between n_out output rows and n_in input rows. Two questions are asked:
 *
 *     preimage(out_rows) = { i : some o of out_rows reads i }     what must be loaded, what was
 * seen image(in_rows)     = { o : o reads some i of in_rows }      what a test row touches
 *
 * They hold along a chain of nodes by applying one after the other: the image of rows of A in C
 * over A -> B -> C is image_BC(image_AB(rows)), the preimage likewise backwards. So no composed
 * reach is ever built.
 *
 * Output row o stands at the centre c(o) = index[o] in the input domain, or c(o) = o where index is
 * NULL (then n_out must equal n_in). What it reads, clipped to the input domain:
 *
 *     NONE     nothing
 *     ROW      c(o)
 *     WINDOW   c(o)-before .. c(o)+after, both ends included, inside the segment of c(o)
 *     PAST     from the first row of the segment of c(o) up to c(o), included
 *     SEGMENT  the segment of c(o)
 *     ALL      every input row
 *     TABLE    the intervals span[offset[o]] .. span[offset[o+1]-1]
 *
 * A gy_reach borrows all its arrays; their owner outlives it. [any]: nothing here is written.
 */
#ifndef GY_VALUE_REACH_H
#define GY_VALUE_REACH_H

#include "value/rows.h"

typedef enum gy_reach_kind {
    GY_REACH_NONE,
    GY_REACH_ROW,
    GY_REACH_WINDOW,
    GY_REACH_PAST,
    GY_REACH_SEGMENT,
    GY_REACH_ALL,
    GY_REACH_TABLE
} gy_reach_kind;

typedef struct gy_reach {
    gy_reach_kind kind;
    int64_t n_out;
    int64_t n_in;
    gy_segments segments;  /* of the input domain; n_rows = n_in. WINDOW, PAST, SEGMENT only */
    int64_t before;        /* rows, WINDOW only; negative: the window starts after the centre */
    int64_t after;         /* rows, WINDOW only; negative: it ends before the centre */
    const int64_t *index;  /* [n_out] centres, ascending strictly; NULL: identity. Not for TABLE */
    const int64_t *offset; /* [n_out + 1] into span, from 0, never descending. TABLE only */
    const gy_span *span;   /* [offset[n_out]] per output row ascending and disjoint. TABLE only */
} gy_reach;

/* True iff the reach keeps the contract above; every other function here requires it. n_span is
 * the length of the span array as its owner knows it (ignored unless TABLE). Errors say which
 * output row is wrong and how: sizes, centres out of range or not ascending, before + after < 0,
 * offsets that descend or do not end at n_span, intervals empty, out of range or out of order. */
bool gy_reach_check(const gy_reach *reach, int64_t n_span, GError **error);

/* All input rows that any of out_rows reads. Rows >= n_out read nothing. Linear in the intervals
 * for all kinds; a TABLE adds the sorting of the intervals of these rows. */
gy_rows gy_reach_preimage(const gy_reach *reach, const gy_rows *out_rows);

/* All output rows that read at least one of in_rows. Rows >= n_in are read by none. A TABLE costs
 * one binary search per interval of the table. */
gy_rows gy_reach_image(const gy_reach *reach, const gy_rows *in_rows);

/* "row", "window(3, 0)", "past", "segment", "all", "table", "none": as in node texts, for
 * messages. A new string (g_free). */
char *gy_reach_format(const gy_reach *reach);

#endif
