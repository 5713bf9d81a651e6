/* SPDX-License-Identifier: MIT
 *
 * epoch.c: rows of x around events, as they are (stack) or averaged (mean).
 */
#include "times.h"

GY_SAY(
    text,
    "transform.epoch 1 | Cut rows of x around events\n"
    "in    x      T[time, ...]        | a recording\n"
    "in    events table[event] now    | onsets in seconds from each segment's own zero of time\n"
    "out   y      T[trial, ...]       | stack: [trial, time, ...]; mean: [trial, ...]\n"
    "out   label  text[trial] optional | label of the trial, after `labels`\n"
    "param mode   choice(stack, mean) = stack | the rows as they are, or their mean\n"
    "param window interval(s) optional | rows with onset + lag + window.0 <= time < onset + lag + "
    "window.1; mode mean without it: the event's own duration\n"
    "param lag    quantity(s) = 0 s   | added to all onsets\n"
    "param keep   text[kept] optional | labels to take; the default is all\n"
    "param labels map optional        | label of the table -> label of the trial\n"
    "param time_column     text = onset\n"
    "param duration_column text = duration\n"
    "param label_column    text optional | default: code, or else trial_type; the events may have "
    "neither if neither keep "
    "nor labels is given\n"
    "param run_column      text = run | which segment, by the coordinate `run` of x; if x has as "
    "many segments as the events, they match in order\n"
    "reach y.trial x.time table\n"
    "reach y.trial events.event table\n"
    "doc | Intervals are half-open. A row early by less than a millionth of a step counts as "
    "being there. Events whose window leaves their segment are dropped and counted.\n"
    "licence | MIT\n");

typedef struct cut {
    tr_clock clock;
    const gy_array *onset, *duration, *label, *run;
    double from, to, lag;
    int stack, own;                   /* own: each event's own duration */
    int64_t n, *event, *lo, *hi, *at; /* trial i: event, rows lo .. hi - 1 of segment at */
    int64_t width, dropped;
} cut;

static int read_columns(gy_call *c, cut *q, int64_t *out_events)
{
    const gy_array *window = gy_get(c, "window");
    q->onset = tr_column(c, "events", "time_column");
    q->duration = tr_column(c, "events", "duration_column");
    GY_TRY(tr_label(c, "events", &q->label));
    q->run = tr_column(c, "events", "run_column");
    if (!q->onset || (q->onset->flags & GY_TEXT)) {
        return tr_fail(c, GY_PARAM, "time_column", "the events have no column of times '%s'",
                       c->host->text(c, "time_column"));
    }
    q->stack = gy_is(c, "mode", "stack");
    q->own = !window;
    q->lag = gy_number(c, "lag");
    if (window) {
        q->from = gy_at1(window, 0);
        q->to = gy_at1(window, 1);
    }
    if (window && !(q->from < q->to)) {
        return gy_fail(c, GY_PARAM, "window", "the window ends before it begins");
    }
    if (q->own && (q->stack || !q->duration || (q->duration->flags & GY_TEXT))) {
        return gy_fail(c, GY_PARAM, "window",
                       q->stack ? "stack needs a window: trials are equally long"
                                : "without a window the events need a column of durations");
    }
    if (!q->label && (c->host->count(c, "keep") > 0 || c->host->count(c, "labels") > 0)) {
        return gy_fail(c, GY_PARAM, "label_column",
                       "the events have neither a column 'code' nor 'trial_type'");
    }
    *out_events = q->onset->shape[0];
    return GY_OK;
}

/* Segment of x that event e lies in. */
static int segment_of(gy_call *c, const cut *q, int64_t e, int64_t *out)
{
    int64_t segments = 0;
    const int64_t *first = c->host->segments(c, "events.event", &segments);
    const gy_array *run = c->host->coord(c, "x.time", "run");
    *out = 0;
    if (q->clock.n == 1) {
        return GY_OK;
    }
    if (q->run && run) {
        for (int64_t s = 0; s < q->clock.n; s++) {
            if (tr_same(q->run, e, run, q->clock.first[s])) {
                *out = s;
                return GY_OK;
            }
        }
        return tr_fail(c, GY_DATA, "events", "event %lld is of a run that x does not have",
                       (long long)e);
    }
    if (segments != q->clock.n) {
        return tr_fail(c, GY_DATA, "events",
                       "x has %lld segments: the events need a run column, or as many segments",
                       (long long)q->clock.n);
    }
    while (*out + 1 < segments && first[*out + 1] <= e) {
        ++*out;
    }
    return GY_OK;
}

static int wanted(gy_call *c, const cut *q, int64_t e)
{
    char label[256];
    int64_t n = c->host->count(c, "keep");
    if (n <= 0) {
        return 1;
    }
    tr_text(q->label, e, label, sizeof label);
    for (int64_t i = 0; i < n; i++) {
        if (!strcmp(label, c->host->text_item(c, "keep", i))) {
            return 1;
        }
    }
    return 0;
}

/* Rows of event e; 0 if they leave the segment. `length` rows has the whole axis. */
static int place(cut *q, int64_t e, int64_t s, int64_t length)
{
    int64_t end = tr_segment_end(q->clock.first, q->clock.n, s, length), i = q->n;
    double t = gy_element(q->onset, e * q->onset->stride[0]) + q->lag;
    double last = q->own ? t + gy_element(q->duration, e * q->duration->stride[0]) : t + q->to;
    double step = q->clock.step, begin = tr_time(&q->clock, s, q->clock.first[s]);
    q->lo[i] = tr_first_row(&q->clock, s, end, t + q->from);
    q->hi[i] = tr_first_row(&q->clock, s, end, last);
    if (q->stack) {
        q->hi[i] = q->lo[i] + q->width;
    }
    q->event[i] = e;
    q->at[i] = s;
    return t + q->from >= begin - 1e-6 * step && q->hi[i] <= end && q->lo[i] < q->hi[i] &&
           (q->stack || step <= 0 || last <= tr_time(&q->clock, s, end - 1) + step * (1 + 1e-6));
}

static int plan(gy_call *c, cut *q, const gy_array *x)
{
    int64_t events = 0, s = 0, length = 0;
    *q = (cut){0};
    GY_TRY(tr_clock_of(c, "x.time", &q->clock));
    length = tr_length(&q->clock, x);
    GY_TRY(read_columns(c, q, &events));
    if (q->stack && !(q->clock.step > 0)) {
        return gy_fail(c, GY_SHAPE, "x", "stack needs rows that are equally far apart");
    }
    q->width = q->stack ? (int64_t)nearbyint((q->to - q->from) / q->clock.step) : 0;
    if (q->stack && q->width < 1) {
        return gy_fail(c, GY_PARAM, "window", "the window is shorter than one row");
    }
    q->event = (int64_t *)tr_scratch(c, events + 1, 4 * (int64_t)sizeof *q->event);
    if (!q->event) {
        return tr_memory(c, "events");
    }
    q->lo = q->event + events + 1;
    q->hi = q->lo + events + 1;
    q->at = q->hi + events + 1;
    for (int64_t e = 0; e < events; e++) {
        if (!wanted(c, q, e)) {
            continue;
        }
        GY_TRY(segment_of(c, q, e, &s));
        int inside = place(q, e, s, length);
        q->n += inside;
        q->dropped += !inside;
    }
    return GY_OK;
}

/* Segments of the trials, if they come in the order of x's segments. */
static int say_segments(gy_call *c, const cut *q, int64_t *first)
{
    int64_t n = 0;
    for (int64_t i = 0; i < q->n; i++) {
        if (i > 0 && q->at[i] < q->at[i - 1]) {
            return GY_OK;
        }
        if (i == 0 || q->at[i] != q->at[i - 1]) {
            first[n++] = i;
        }
    }
    return c->host->set_segments(c, "trial", n, first);
}

static int say_trials(gy_call *c, const cut *q)
{
    int64_t *space = (int64_t *)tr_scratch(c, q->n + 1, 3 * (int64_t)sizeof *space);
    double *onset = (double *)space;
    if (!space) {
        return tr_memory(c, "events");
    }
    for (int64_t i = 0; i < q->n; i++) {
        onset[i] = gy_element(q->onset, q->event[i] * q->onset->stride[0]);
    }
    gy_array a = tr_vector(GY_FLOAT, onset, &q->n);
    GY_TRY(c->host->set_coord(c, "trial", "onset", &a));
    GY_TRY(tr_carry_coord(c, "trial", "x.time", "run", q->n, q->lo));
    GY_TRY(c->host->set_reach(c, "y.trial", "x.time", q->n, 0, q->lo, q->hi));
    GY_TRY(c->host->set_reach(c, "label.trial", "x.time", q->n, 0, q->lo, q->hi));
    for (int64_t i = 0; i < q->n; i++) {
        space[i] = q->event[i] + 1;
    }
    GY_TRY(c->host->set_reach(c, "y.trial", "events.event", q->n, 0, q->event, space));
    GY_TRY(c->host->set_reach(c, "label.trial", "events.event", q->n, 0, q->event, space));
    return say_segments(c, q, space);
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t shape[9] = {0};
    int32_t rank = x->rank;
    cut q;
    GY_TRY(plan(c, &q, x));
    if (q.n == 0) {
        return tr_fail(c, GY_DATA, "events", "no event is left (%lld leave their segment)",
                       (long long)q.dropped);
    }
    if (q.dropped > 0) {
        tr_log(c, GY_WARNING, "%lld events dropped: their window leaves the segment",
               (long long)q.dropped);
    }
    if (rank + q.stack > 8) {
        return gy_fail(c, GY_SHAPE, "x", "x has too many axes");
    }
    GY_TRY(c->host->set_length(c, "trial", q.n));
    if (q.stack) { /* the mean of the rows has the axes of x */
        shape[0] = q.n;
        shape[1] = q.width;
        for (int32_t i = 1; i < rank; i++) {
            shape[i + 1] = x->shape[i];
        }
        GY_TRY(c->host->set_shape(c, "y", x->code, x->bits, rank + 1, shape));
    }
    return say_trials(c, &q);
}

/* Writes trial i (of the axis) into output row `row`; rows of x are found by number. */
static int write_trial(gy_call *c, const cut *q, const gy_array *x, gy_array *y, int64_t i,
                       int64_t row, const int64_t *col, int64_t m, double *sum)
{
    memset(sum, 0, (size_t)m * sizeof *sum);
    for (int64_t r = q->lo[i]; r < q->hi[i]; r++) {
        int64_t at = tr_find(x, r);
        if (at < 0) {
            return tr_fail(c, GY_INTERNAL, "x", "row %lld is not there", (long long)r);
        }
        for (int64_t k = 0; k < m; k++) {
            double v = gy_element(x, at * x->stride[0] + col[k]);
            if (q->stack) {
                tr_put(y, (row * q->width + r - q->lo[i]) * m + k, v);
            }
            sum[k] += v;
        }
    }
    for (int64_t k = 0; k < m && !q->stack; k++) {
        tr_put(y, row * m + k, sum[k] / (double)(q->hi[i] - q->lo[i]));
    }
    return GY_OK;
}

/* Label of event e after the map: label -> label. */
static int64_t mapped(gy_call *c, const cut *q, int64_t e, char *out, size_t room)
{
    if (!q->label) {
        out[0] = 0;
        return 0;
    }
    int64_t length = tr_text(q->label, e, out, room);
    for (int64_t i = 0; c->host->text_item(c, "labels", 2 * i); i++) {
        if (!strcmp(out, c->host->text_item(c, "labels", 2 * i))) {
            return (int64_t)snprintf(out, room, "%s", c->host->text_item(c, "labels", 2 * i + 1));
        }
    }
    return length;
}

static int write_labels(gy_call *c, const cut *q, const gy_array *out)
{
    char word[256];
    int64_t bytes = 0, rows = out->shape[0];
    for (int64_t i = 0; i < rows; i++) {
        bytes += mapped(c, q, q->event[tr_row(out, i)], word, sizeof word);
    }
    gy_array *a = c->host->ragged(c, "label", bytes);
    if (!a) {
        return tr_memory(c, "label");
    }
    int64_t *offsets = (int64_t *)(uintptr_t)a->offsets, at = 0;
    for (int64_t i = 0; i < rows; i++) {
        int64_t n = mapped(c, q, q->event[tr_row(a, i)], word, sizeof word);
        memcpy((char *)a->data + at, word, (size_t)n);
        offsets[i] = at;
        at += n;
    }
    offsets[rows] = at;
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y"), *label = gy_get(c, "label");
    int64_t m = 0, *col = tr_columns(c, x, &m);
    double *sum = (double *)tr_scratch(c, m + 1, (int64_t)sizeof *sum);
    cut q;
    if (!col || !sum) {
        return tr_memory(c, "x");
    }
    GY_TRY(plan(c, &q, x));
    for (int64_t i = 0; y && i < y->shape[0]; i++) {
        int64_t trial = tr_row(y, i);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        if (trial >= q.n) {
            return gy_fail(c, GY_INTERNAL, "x", "the rows shown are fewer than the trials need");
        }
        GY_TRY(write_trial(c, &q, x, y, trial, i, col, m, sum));
    }
    return label ? write_labels(c, &q, label) : GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
