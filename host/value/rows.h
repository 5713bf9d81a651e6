/* SPDX-License-Identifier: Apache-2.0
 *
 * Sets of rows of one domain: sorted, disjoint, half-open intervals of row numbers.
 *
 * Every question about leaking, chunking, streaming and purging is a question about such sets, so
 * they are kept exact and normalised: no empty interval, no two intervals that overlap or touch.
 * Two sets are equal iff their arrays of intervals are equal, and every merge is linear in the
 * number of intervals, whatever the number of rows.
 *
 * A gy_rows is a plain struct that owns its array. It is treated as immutable once made: functions
 * take `const gy_rows *` and return a new set by value, which the caller clears:
 *
 *     g_auto(gy_rows) test = gy_rows_range(0, 100);
 *     g_auto(gy_rows) near = gy_rows_widen(&test, 5, 5, &segments);
 *
 * A result never shares memory with an argument. Copying the struct moves ownership. All functions
 * are [any]: they touch only their arguments.
 */
#ifndef GY_VALUE_ROWS_H
#define GY_VALUE_ROWS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Rows lo, lo+1, ..., hi-1; 0 <= lo < hi inside a gy_rows. */
typedef struct gy_span {
    int64_t lo;
    int64_t hi;
} gy_span;

/* n intervals, ascending; span is NULL iff n is 0. A zeroed struct is the empty set. */
typedef struct gy_rows {
    int64_t n;
    gy_span *span;
} gy_rows;

/* The segments (runs, sessions) of a domain, borrowed from its owner. Segment s holds the rows
 * start[s] .. start[s+1]-1, the last one ends at n_rows; start ascends strictly from 0, so no
 * segment is empty and a domain without rows has no segment. */
typedef struct gy_segments {
    int64_t n_rows;
    int64_t n_segments;
    const int64_t *start; /* [segment] */
} gy_segments;

/* Frees the intervals and leaves the empty set. NULL is allowed. */
void gy_rows_clear(gy_rows *rows);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_rows, gy_rows_clear)

/* ---- making ---- */

/* The empty set; no memory. */
gy_rows gy_rows_empty(void);
/* Rows lo .. hi-1. Negative rows do not exist and are left out; hi <= lo gives the empty set. */
gy_rows gy_rows_range(int64_t lo, int64_t hi);
gy_rows gy_rows_copy(const gy_rows *rows);
/* The union of n intervals in any order, overlapping or not; empty ones and negative rows are left
 * out. O(n log n), O(n) when they already ascend. */
gy_rows gy_rows_from_spans(const gy_span *span, int64_t n);
/* The set of n row numbers in any order, repeats allowed; negative ones are left out. */
gy_rows gy_rows_from_indices(const int64_t *index, int64_t n);
/* The rows r with bitmap[r] != 0, of n rows. */
gy_rows gy_rows_from_bitmap(const uint8_t *bitmap, int64_t n);

/* ---- asking ---- */

int64_t gy_rows_count(const gy_rows *rows);
bool gy_rows_is_empty(const gy_rows *rows);
bool gy_rows_equal(const gy_rows *a, const gy_rows *b);
bool gy_rows_contains(const gy_rows *rows, int64_t row); /* O(log n) */
/* True iff every row of inner is in outer. */
bool gy_rows_contains_all(const gy_rows *outer, const gy_rows *inner);
/* True iff a and b share a row; builds nothing, stops at the first shared row. */
bool gy_rows_intersects(const gy_rows *a, const gy_rows *b);
/* True iff [lo, hi) shares a row with rows; O(log n). */
bool gy_rows_touches(const gy_rows *rows, int64_t lo, int64_t hi);
/* The first interval that ends after row, as an index into rows->span; rows->n if none. */
int64_t gy_rows_seek(const gy_rows *rows, int64_t row);
/* select: the row with k smaller rows in the set (k = 0: the first), -1 if there is none. O(n). */
int64_t gy_rows_nth(const gy_rows *rows, int64_t k);
/* rank: how many rows of the set are smaller than row. O(n). */
int64_t gy_rows_rank(const gy_rows *rows, int64_t row);

/* Calls visit for every interval, ascending, until it returns false. Returns true iff all were
 * visited. */
typedef bool (*gy_rows_visit)(gy_span span, gpointer user);
bool gy_rows_foreach(const gy_rows *rows, gy_rows_visit visit, gpointer user);

/* All row numbers, ascending: a new array of gy_rows_count() elements (g_free), NULL if empty. */
int64_t *gy_rows_to_indices(const gy_rows *rows);
/* "0-9,12,20-29": intervals with BOTH ends included, one row as itself, "none" if empty. At most
 * max_spans intervals are written (0: all), then ",... (N rows)" with the count of the whole set.
 * A new string (g_free). */
char *gy_rows_format(const gy_rows *rows, int64_t max_spans);

/* ---- combining: O(a->n + b->n) ---- */

gy_rows gy_rows_union(const gy_rows *a, const gy_rows *b);
gy_rows gy_rows_intersect(const gy_rows *a, const gy_rows *b);
gy_rows gy_rows_subtract(const gy_rows *a, const gy_rows *b); /* a without b */

/* ---- segments ---- */

/* The union over every row r of the set of the rows r-before .. r+after in the segment of r: a
 * window stops at segment borders. Either number may be negative: before = 3, after = -1 is a
 * window that lies in the past and leaves out r itself. before + after < 0 is an empty window and
 * gives the empty set. Rows outside the domain read nothing. Any int64 value is allowed. */
gy_rows gy_rows_widen(const gy_rows *rows, int64_t before, int64_t after, const gy_segments *seg);

/* The segment that holds row; -1 if row is outside the domain. O(log n_segments). */
int64_t gy_segments_find(const gy_segments *seg, int64_t row);
/* Rows of segment s. s must be in range. */
gy_span gy_segments_span(const gy_segments *seg, int64_t s);
/* False with an error naming the first bad segment if the contract above does not hold. */
bool gy_segments_check(const gy_segments *seg, GError **error);

/* ---- building in ascending order ---- */

/* Collects intervals whose lo never descends; merges what overlaps or touches. */
typedef struct gy_rows_builder {
    int64_t n;
    int64_t capacity;
    gy_span *span;
} gy_rows_builder;

/* Adds [lo, hi); nothing if empty. lo must be >= the lo of the interval added before. */
void gy_rows_builder_add(gy_rows_builder *builder, int64_t lo, int64_t hi);
/* The set; the builder is left zeroed, ready for another. */
gy_rows gy_rows_builder_end(gy_rows_builder *builder);

#endif
