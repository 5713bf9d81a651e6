/* SPDX-License-Identifier: Apache-2.0
 *
 * Windows that stop at segment borders. */
#include "value/rows.h"

#include "core/error.h"

int64_t gy_segments_find(const gy_segments *seg, int64_t row)
{
    if (row < 0 || row >= seg->n_rows) {
        return -1;
    }
    int64_t lo = 0, hi = seg->n_segments;
    while (hi - lo > 1) { /* start[lo] <= row, and row < start[hi] if hi is a segment */
        int64_t mid = lo + (hi - lo) / 2;
        if (seg->start[mid] <= row) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    return lo;
}

gy_span gy_segments_span(const gy_segments *seg, int64_t s)
{
    int64_t end = s + 1 < seg->n_segments ? seg->start[s + 1] : seg->n_rows;
    return (gy_span){seg->start[s], end};
}

bool gy_segments_check(const gy_segments *seg, GError **error)
{
    if (seg->n_rows < 0 || seg->n_segments < 0 || (seg->n_segments > 0 && !seg->start)) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "segments: %" G_GINT64_FORMAT " rows in %" G_GINT64_FORMAT " segments%s",
                    seg->n_rows, seg->n_segments, seg->start ? "" : " without starts");
        return false;
    }
    if ((seg->n_rows == 0) != (seg->n_segments == 0)) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "segments: %" G_GINT64_FORMAT " segments cannot hold %" G_GINT64_FORMAT " rows",
                    seg->n_segments, seg->n_rows);
        return false;
    }
    for (int64_t s = 0; s < seg->n_segments; s++) {
        gy_span span = gy_segments_span(seg, s);
        if ((s == 0 && span.lo != 0) || span.lo >= span.hi || span.hi > seg->n_rows) {
            g_set_error(error, GY_ERROR, GY_ERR_DATA,
                        "segments: segment %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                        " is rows %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                        " (end left out) of %" G_GINT64_FORMAT "; segments start at row 0, ascend "
                        "and are never empty",
                        s, seg->n_segments, span.lo, span.hi, seg->n_rows);
            return false;
        }
    }
    return true;
}

/* a + b held inside int64. */
static int64_t add_clamped(int64_t a, int64_t b)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        return b < 0 ? INT64_MIN : INT64_MAX;
    }
    return sum;
}

/* a - b held inside int64; -b does not exist for INT64_MIN. */
static int64_t subtract_clamped(int64_t a, int64_t b)
{
    int64_t difference;
    if (__builtin_sub_overflow(a, b, &difference)) {
        return b < 0 ? INT64_MAX : INT64_MIN;
    }
    return difference;
}

gy_rows gy_rows_widen(const gy_rows *rows, int64_t before, int64_t after, const gy_segments *seg)
{
    gy_rows_builder builder = {0, 0, NULL};
    if (add_clamped(before, after) < 0) {
        return gy_rows_builder_end(&builder);
    }
    for (int64_t i = 0; i < rows->n; i++) {
        gy_span span = rows->span[i];
        int64_t s = gy_segments_find(seg, span.lo);
        /* One piece per segment: windows of length >= 1 around consecutive rows have no hole. */
        for (; s >= 0 && s < seg->n_segments && seg->start[s] < span.hi; s++) {
            gy_span home = gy_segments_span(seg, s);
            int64_t first = MAX(span.lo, home.lo), last = MIN(span.hi, home.hi) - 1;
            int64_t lo = MAX(subtract_clamped(first, before), home.lo);
            int64_t hi = MIN(add_clamped(last, after), home.hi - 1); /* included */
            gy_rows_builder_add(&builder, lo, hi + 1);
        }
    }
    return gy_rows_builder_end(&builder);
}
