/* SPDX-License-Identifier: Apache-2.0
 *
 * Is a reach well formed? Tables come from nodes and files, so nothing about them is trusted. */
#include "value/reach.h"

#include "core/error.h"

#define I64 "%" G_GINT64_FORMAT

static bool G_GNUC_PRINTF(2, 3) refuse(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, GY_ERROR, GY_ERR_DATA, "reach: %s", text);
    return false;
}

static bool check_centres(const gy_reach *reach, GError **error)
{
    if (!reach->index && reach->n_out != reach->n_in) {
        return refuse(error, I64 " output rows over " I64 " input rows need an index", reach->n_out,
                      reach->n_in);
    }
    for (int64_t o = 0; reach->index && o < reach->n_out; o++) {
        int64_t centre = reach->index[o];
        if (centre < 0 || centre >= reach->n_in) {
            return refuse(error, "output row " I64 " stands at input row " I64 " of " I64, o,
                          centre, reach->n_in);
        }
        if (o > 0 && centre <= reach->index[o - 1]) {
            return refuse(error,
                          "output row " I64 " stands at input row " I64 ", not after " I64
                          ", the one before it",
                          o, centre, reach->index[o - 1]);
        }
    }
    return true;
}

static bool check_segments(const gy_reach *reach, GError **error)
{
    if (reach->segments.n_rows != reach->n_in) {
        return refuse(error, "segments of " I64 " rows over " I64 " input rows",
                      reach->segments.n_rows, reach->n_in);
    }
    return gy_segments_check(&reach->segments, error);
}

static bool check_window(const gy_reach *reach, GError **error)
{
    int64_t length;
    bool too_long = __builtin_add_overflow(reach->before, reach->after, &length);
    if (too_long ? reach->before < 0 : length < 0) {
        return refuse(error, "window(" I64 ", " I64 ") is empty", reach->before, reach->after);
    }
    return true;
}

static bool check_table_row(const gy_reach *reach, int64_t o, GError **error)
{
    for (int64_t j = reach->offset[o]; j < reach->offset[o + 1]; j++) {
        gy_span span = reach->span[j];
        if (span.lo < 0 || span.hi > reach->n_in || span.lo >= span.hi) {
            return refuse(error,
                          "output row " I64 " reads rows " I64 " to " I64 " (end left out) of " I64,
                          o, span.lo, span.hi, reach->n_in);
        }
        if (j > reach->offset[o] && span.lo < reach->span[j - 1].hi) {
            return refuse(error,
                          "output row " I64 " reads from row " I64 " after reading to row " I64
                          ": intervals must ascend and not overlap",
                          o, span.lo, reach->span[j - 1].hi);
        }
    }
    return true;
}

static bool check_table(const gy_reach *reach, int64_t n_span, GError **error)
{
    if (!reach->offset || (n_span > 0 && !reach->span)) {
        return refuse(error, "a table without %s", reach->offset ? "intervals" : "offsets");
    }
    if (reach->offset[0] != 0) {
        return refuse(error, "offsets begin at " I64 ", not 0", reach->offset[0]);
    }
    /* All offsets before any interval: only then is every index into span known to be inside. */
    for (int64_t o = 0; o < reach->n_out; o++) {
        if (reach->offset[o + 1] < reach->offset[o] || reach->offset[o + 1] > n_span) {
            return refuse(error, "output row " I64 " has intervals " I64 " to " I64 " of " I64, o,
                          reach->offset[o], reach->offset[o + 1], n_span);
        }
    }
    if (reach->offset[reach->n_out] != n_span) {
        return refuse(error, "offsets end at " I64 " of " I64 " intervals",
                      reach->offset[reach->n_out], n_span);
    }
    for (int64_t o = 0; o < reach->n_out; o++) {
        if (!check_table_row(reach, o, error)) {
            return false;
        }
    }
    return true;
}

bool gy_reach_check(const gy_reach *reach, int64_t n_span, GError **error)
{
    if (reach->n_out < 0 || reach->n_in < 0 || reach->n_out == INT64_MAX ||
        reach->n_in == INT64_MAX) {
        return refuse(error, I64 " output rows over " I64 " input rows", reach->n_out, reach->n_in);
    }
    switch (reach->kind) {
    case GY_REACH_NONE:
    case GY_REACH_ALL:
        return true;
    case GY_REACH_ROW:
        return check_centres(reach, error);
    case GY_REACH_WINDOW:
        return check_centres(reach, error) && check_segments(reach, error) &&
               check_window(reach, error);
    case GY_REACH_PAST:
    case GY_REACH_SEGMENT:
        return check_centres(reach, error) && check_segments(reach, error);
    case GY_REACH_TABLE:
        return check_table(reach, n_span, error);
    }
    return refuse(error, "unknown kind %d", (int)reach->kind);
}
