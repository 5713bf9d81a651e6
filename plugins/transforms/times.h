/* SPDX-License-Identifier: MIT
 *
 * times.h: times of the rows of an axis, and columns of event tables, as several transforms need.
 *
 * An axis is regular (step and start by `rate`; the start of a later segment is read from its
 * coordinate "time" if it has one, else it is that of the first) or has the coordinate "time".
 */
#ifndef GYRUS_TRANSFORMS_TIMES_H
#define GYRUS_TRANSFORMS_TIMES_H

#include "common.h"

typedef struct tr_clock {
    const int64_t *first; /* first row of each of n segments */
    int64_t n;
    double step, start; /* of segment 0; step 0: irregular */
    const gy_array *time;
} tr_clock;

static inline int tr_clock_of(gy_call *c, const char *axis, tr_clock *out)
{
    char port[64];
    snprintf(port, sizeof port, "%.*s", (int)strcspn(axis, "."), axis);
    *out = (tr_clock){0};
    out->first = c->host->segments(c, axis, &out->n);
    out->time = c->host->coord(c, axis, "time");
    if (out->time && (out->time->flags & GY_TEXT)) {
        out->time = 0;
    }
    if (c->host->rate(c, axis, &out->step, &out->start) != GY_OK) {
        out->step = 0;
    }
    if (out->step <= 0 && !out->time) {
        return gy_fail(c, GY_SHAPE, port,
                       "its rows have no times: neither a rate nor a coordinate");
    }
    return GY_OK;
}

static inline double tr_segment_start(const tr_clock *k, int64_t s)
{
    return s > 0 && k->time ? gy_element(k->time, k->first[s] * k->time->stride[0]) : k->start;
}

/* Time of row `row`, which lies in segment s. */
static inline double tr_time(const tr_clock *k, int64_t s, int64_t row)
{
    if (k->step > 0) {
        return tr_segment_start(k, s) + k->step * (double)(row - k->first[s]);
    }
    return gy_element(k->time, row * k->time->stride[0]);
}

/* First row of segment s, which ends at `end`, whose time is at least t. A row that is early by
 * less than a millionth of the step counts as being there: times are sums of rounded steps. */
static inline int64_t tr_first_row(const tr_clock *k, int64_t s, int64_t end, double t)
{
    int64_t lo = k->first[s], hi = end;
    double slack = k->step > 0 ? 1e-6 * k->step : 0;
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        if (tr_time(k, s, mid) < t - slack) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* Number of rows of the whole axis: that of its times, else up to the last row shown. */
static inline int64_t tr_length(const tr_clock *k, const gy_array *a)
{
    return k->time ? k->time->shape[0] : a->shape[0] ? tr_row(a, a->shape[0] - 1) + 1 : 0;
}

/* Column of a table whose name is the text parameter `key` ("events.onset" for "onset"). */
static inline const gy_array *tr_column(gy_call *c, const char *port, const char *key)
{
    char name[160];
    const char *column = c->host->text(c, key);
    snprintf(name, sizeof name, "%s.%s", port, column ? column : "");
    return column ? gy_get(c, name) : 0;
}

/* Column of labels: the one that `label_column` names, which must be there, else `code` or
 * `trial_type`; *out is NULL if there is none. */
static inline int tr_label(gy_call *c, const char *port, const gy_array **out)
{
    char name[80];
    *out = tr_column(c, port, "label_column");
    if (!*out && c->host->text(c, "label_column")) {
        return tr_fail(c, GY_PARAM, "label_column", "the events have no column '%s'",
                       c->host->text(c, "label_column"));
    }
    for (int k = 0; k < 2 && !*out; k++) {
        snprintf(name, sizeof name, "%s.%s", port, k ? "trial_type" : "code");
        *out = gy_get(c, name);
    }
    return GY_OK;
}

/* Value i of a column or coordinate as text: text as it is, whole numbers without a point. The text
 * has at most room - 1 bytes; longer ones are cut. Returns its length. */
static inline int64_t tr_text(const gy_array *a, int64_t i, char *out, size_t room)
{
    if (a->flags & GY_TEXT) {
        int64_t n = a->offsets[i + 1] - a->offsets[i];
        n = n < (int64_t)room - 1 ? n : (int64_t)room - 1;
        memcpy(out, (const char *)a->data + a->offsets[i], (size_t)n);
        out[n] = 0;
        return n;
    }
    double v = gy_element(a, i * a->stride[0]);
    int n = v == nearbyint(v) && fabs(v) < 9e15 ? snprintf(out, room, "%lld", (long long)v)
                                                : snprintf(out, room, "%.17g", v);
    return n;
}

/* 1 if value i of a and value j of b are the same text or the same number. */
static inline int tr_same(const gy_array *a, int64_t i, const gy_array *b, int64_t j)
{
    char s[256], t[256];
    if (!((a->flags | b->flags) & GY_TEXT)) {
        return gy_element(a, i * a->stride[0]) == gy_element(b, j * b->stride[0]);
    }
    tr_text(a, i, s, sizeof s);
    tr_text(b, j, t, sizeof t);
    return !strcmp(s, t);
}

/* A vector in C order for set_coord; n and `one` must live on. */
static inline gy_array tr_vector(uint8_t code, void *data, const int64_t *n)
{
    static const int64_t one = 1;
    gy_array a = {.size = sizeof a, .code = code, .bits = 64, .rank = 1, .data = data};
    a.shape = n;
    a.stride = &one;
    return a;
}

/* Coordinate `name` of `to`, whose position i is that of row from[i] of axis `axis`; absent is
 * fine. */
static inline int tr_carry_coord(gy_call *c, const char *to, const char *axis, const char *name,
                                 int64_t n, const int64_t *from)
{
    const gy_array *a = c->host->coord(c, axis, name);
    if (!a) {
        return GY_OK;
    }
    int64_t bytes = 0;
    double *values = (double *)tr_scratch(c, n + 1, (int64_t)sizeof *values);
    int64_t *offsets = (int64_t *)values;
    if (!values) {
        return tr_memory(c, to);
    }
    if (!(a->flags & GY_TEXT)) {
        int whole = a->code != GY_FLOAT;
        for (int64_t i = 0; i < n; i++) {
            double v = gy_element(a, from[i] * a->stride[0]);
            whole ? (void)(offsets[i] = (int64_t)v) : (void)(values[i] = v);
        }
        gy_array b = tr_vector(whole ? GY_INT : GY_FLOAT, values, &n);
        return c->host->set_coord(c, to, name, &b);
    }
    for (int64_t i = 0; i < n; i++) {
        bytes += a->offsets[from[i] + 1] - a->offsets[from[i]];
        offsets[i + 1] = bytes;
    }
    char *letters = (char *)tr_scratch(c, bytes + 1, 1);
    if (!letters) {
        return tr_memory(c, to);
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(letters + offsets[i], (const char *)a->data + a->offsets[from[i]],
               (size_t)(offsets[i + 1] - offsets[i]));
    }
    gy_array b = tr_vector(GY_UINT, letters, &n);
    b.bits = 8;
    b.flags = GY_TEXT;
    b.layout = GY_RAGGED;
    b.offsets = offsets;
    return c->host->set_coord(c, to, name, &b);
}

#endif
