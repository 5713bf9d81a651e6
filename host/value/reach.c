/* SPDX-License-Identifier: Apache-2.0 */
#include "value/reach.h"

/* ---- centres ---- */

/* Position of the first centre >= row. index: [n], ascending strictly. */
static int64_t lower_bound(const int64_t *index, int64_t n, int64_t row)
{
    int64_t lo = 0, hi = n;
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        if (index[mid] >= row) {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    return lo;
}

/* Output rows -> their centres in the input domain. */
static gy_rows centres_of(const gy_reach *reach, const gy_rows *out_rows)
{
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t i = 0; i < out_rows->n; i++) {
        gy_span span = out_rows->span[i];
        span.hi = MIN(span.hi, reach->n_out);
        if (!reach->index) {
            gy_rows_builder_add(&builder, span.lo, span.hi);
            continue;
        }
        for (int64_t o = span.lo; o < span.hi; o++) {
            gy_rows_builder_add(&builder, reach->index[o], reach->index[o] + 1);
        }
    }
    return gy_rows_builder_end(&builder);
}

/* Input rows -> the output rows whose centre is one of them. As centres ascend, an interval of
 * input rows is an interval of output rows. */
static gy_rows centred_in(const gy_reach *reach, const gy_rows *in_rows)
{
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t i = 0; i < in_rows->n; i++) {
        gy_span span = in_rows->span[i];
        if (reach->index) {
            span.lo = lower_bound(reach->index, reach->n_out, span.lo);
            span.hi = lower_bound(reach->index, reach->n_out, span.hi);
        } else {
            span.hi = MIN(span.hi, reach->n_out);
        }
        gy_rows_builder_add(&builder, span.lo, span.hi);
    }
    return gy_rows_builder_end(&builder);
}

/* ---- per segment ---- */

typedef enum { WHOLE_SEGMENT, UP_TO_LAST, FROM_FIRST } segment_part;

/* For every segment that holds a row of the set: all of it, or its rows up to the last one of the
 * set, or its rows from the first one of the set. */
static gy_rows spread(const gy_rows *rows, const gy_segments *seg, segment_part part)
{
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t i = 0; i < rows->n; i++) {
        gy_span span = rows->span[i];
        int64_t s = gy_segments_find(seg, span.lo);
        for (; s >= 0 && s < seg->n_segments && seg->start[s] < span.hi; s++) {
            gy_span home = gy_segments_span(seg, s);
            int64_t lo = part == FROM_FIRST ? MAX(span.lo, home.lo) : home.lo;
            int64_t hi = part == UP_TO_LAST ? MIN(span.hi, home.hi) : home.hi;
            gy_rows_builder_add(&builder, lo, hi);
        }
    }
    return gy_rows_builder_end(&builder);
}

/* ---- tables ---- */

static gy_rows table_preimage(const gy_reach *reach, const gy_rows *out_rows)
{
    g_auto(gy_rows) domain = gy_rows_range(0, reach->n_out);
    g_auto(gy_rows) asked = gy_rows_intersect(out_rows, &domain);
    int64_t n = 0;
    for (int64_t i = 0; i < asked.n; i++) {
        n += reach->offset[asked.span[i].hi] - reach->offset[asked.span[i].lo];
    }
    g_autofree gy_span *read = g_new(gy_span, (gsize)n);
    int64_t k = 0;
    for (int64_t i = 0; i < asked.n; i++) {
        int64_t end = reach->offset[asked.span[i].hi];
        for (int64_t j = reach->offset[asked.span[i].lo]; j < end; j++) {
            read[k++] = reach->span[j];
        }
    }
    return gy_rows_from_spans(read, n);
}

static gy_rows table_image(const gy_reach *reach, const gy_rows *in_rows)
{
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t o = 0; o < reach->n_out; o++) {
        for (int64_t j = reach->offset[o]; j < reach->offset[o + 1]; j++) {
            if (gy_rows_touches(in_rows, reach->span[j].lo, reach->span[j].hi)) {
                gy_rows_builder_add(&builder, o, o + 1);
                break;
            }
        }
    }
    return gy_rows_builder_end(&builder);
}

/* ---- the two questions ---- */

gy_rows gy_reach_preimage(const gy_reach *reach, const gy_rows *out_rows)
{
    if (reach->kind == GY_REACH_NONE) {
        return gy_rows_empty();
    }
    if (reach->kind == GY_REACH_TABLE) {
        return table_preimage(reach, out_rows);
    }
    if (reach->kind == GY_REACH_ALL) {
        bool any = gy_rows_touches(out_rows, 0, reach->n_out);
        return gy_rows_range(0, any ? reach->n_in : 0);
    }
    g_auto(gy_rows) centres = centres_of(reach, out_rows);
    switch (reach->kind) {
    case GY_REACH_WINDOW:
        return gy_rows_widen(&centres, reach->before, reach->after, &reach->segments);
    case GY_REACH_PAST:
        return spread(&centres, &reach->segments, UP_TO_LAST);
    case GY_REACH_SEGMENT:
        return spread(&centres, &reach->segments, WHOLE_SEGMENT);
    default:
        return gy_rows_copy(&centres);
    }
}

gy_rows gy_reach_image(const gy_reach *reach, const gy_rows *in_rows)
{
    g_auto(gy_rows) domain = gy_rows_range(0, reach->n_in);
    g_auto(gy_rows) inside = gy_rows_intersect(in_rows, &domain);
    g_auto(gy_rows) centres = gy_rows_empty();
    switch (reach->kind) {
    case GY_REACH_NONE:
        return gy_rows_empty();
    case GY_REACH_TABLE:
        return table_image(reach, &inside);
    case GY_REACH_ALL:
        return gy_rows_range(0, gy_rows_is_empty(&inside) ? 0 : reach->n_out);
    case GY_REACH_WINDOW:
        /* r in c-before .. c+after  <=>  c in r-after .. r+before, in the same segment */
        centres = gy_rows_widen(&inside, reach->after, reach->before, &reach->segments);
        break;
    case GY_REACH_PAST:
        centres = spread(&inside, &reach->segments, FROM_FIRST);
        break;
    case GY_REACH_SEGMENT:
        centres = spread(&inside, &reach->segments, WHOLE_SEGMENT);
        break;
    case GY_REACH_ROW:
        return centred_in(reach, &inside);
    }
    return centred_in(reach, &centres);
}

char *gy_reach_format(const gy_reach *reach)
{
    static const char *const word[] = {"none", "row", "window", "past", "segment", "all", "table"};
    if (reach->kind == GY_REACH_WINDOW) {
        return g_strdup_printf("window(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", reach->before,
                               reach->after);
    }
    return g_strdup((guint)reach->kind < G_N_ELEMENTS(word) ? word[reach->kind] : "?");
}
