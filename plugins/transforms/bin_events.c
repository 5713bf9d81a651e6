/* SPDX-License-Identifier: MIT
 *
 * bin_events.c: counts of events in the bins of a regular time grid. Bin k holds the events with
 * k w <= t - start < (k + 1) w. Times that are integers with a unit are compared as integers.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.bin-events 1 | Count events (spikes) in the bins of a regular time grid\n"
    "in    x       table[event] now          | events: a time column, and a unit column if "
    "there is more than one unit\n"
    "in    to      rows[time] optional       | the grid: bin k begins at its row k\n"
    "out   counts  f64[time, unit]           | events in each bin\n"
    "param width   quantity(s) optional >0   | width of a bin; not with `to`\n"
    "param start   quantity(s) = 0 s         | start of bin 0; not with `to`\n"
    "param duration quantity(s) optional >0  | floor(duration / width) bins; else up to the last "
    "event\n"
    "param time_column text = onset          | seconds, or integers in the column's unit\n"
    "param unit_column text optional         | which unit an event belongs to, an integer\n"
    "reach counts.time x.event table\n"
    "reach counts.time to.time row\n"
    "doc | Bins are half-open: an event on an edge belongs to the later bin. Events outside of "
    "the grid are counted in the log, not in a bin.\n"
    "licence | MIT\n");

typedef struct grid {
    const gy_array *t, *unit;
    double width, start, scale; /* scale: ticks per second of an integer time column, else 0 */
    int64_t w, zero;            /* width and start in ticks */
    int64_t bins, units, outside, *codes, *bin, *slot;
} grid;

static double ticks_per_second(const char *unit)
{
    static const char *const names[] = {"s", "ms", "us", "\xc2\xb5s", "ns"};
    static const double scales[] = {1, 1e3, 1e6, 1e6, 1e9};
    for (int i = 0; unit && i < 5; i++) {
        if (!strcmp(unit, names[i])) {
            return scales[i];
        }
    }
    return 0;
}

static const gy_array *column(gy_call *c, const char *key, char *name, size_t room)
{
    const char *column_name = c->host->text(c, key);
    snprintf(name, room, "x.%s", column_name ? column_name : "");
    return column_name ? gy_get(c, name) : 0;
}

static int64_t integer_at(const gy_array *a, int64_t i)
{
    int64_t k = i * a->stride[0];
    return a->bits == 64 && a->code != GY_FLOAT ? ((const int64_t *)a->data)[k]
                                                : (int64_t)gy_element(a, k);
}

static int whole_ticks(gy_call *c, const char *where, double seconds, double scale, int64_t *out)
{
    double ticks = seconds * scale;
    *out = (int64_t)nearbyint(ticks);
    if (!(fabs(ticks) < 9e15) || fabs(ticks - (double)*out) > 1e-6) {
        return tr_fail(c, GY_PARAM, where, "%g s is not a whole number of the time column's ticks",
                       seconds);
    }
    return GY_OK;
}

static int read_grid(gy_call *c, grid *g)
{
    char name[128];
    *g = (grid){.width = gy_number(c, "width"), .start = gy_number(c, "start")};
    const gy_array *to = gy_get(c, "to");
    g->t = column(c, "time_column", name, sizeof name);
    if (!g->t || (g->t->flags & GY_TEXT)) {
        return tr_fail(c, GY_PARAM, "time_column", "the events have no column of numbers '%s'",
                       name + 2);
    }
    if (to && c->host->rate(c, "to.time", &g->width, &g->start) != GY_OK) {
        return gy_fail(c, GY_SHAPE, "to", "the rows of `to` are not equally far apart in time");
    }
    if (!(g->width > 0)) {
        return gy_fail(c, GY_PARAM, "width", "give the width of a bin, or rows to bin onto");
    }
    if (g->t->code != GY_FLOAT) {
        g->scale = ticks_per_second(c->host->attribute(c, name, "unit"));
        if (g->scale == 0) {
            return tr_fail(c, GY_PARAM, "time_column",
                           "column '%s' is of integers: it needs a unit (s, ms, us, ns)", name + 2);
        }
        GY_TRY(whole_ticks(c, to ? "to" : "width", g->width, g->scale, &g->w));
        GY_TRY(whole_ticks(c, to ? "to" : "start", g->start, g->scale, &g->zero));
    }
    g->unit = column(c, "unit_column", name, sizeof name);
    if (c->host->text(c, "unit_column") &&
        (!g->unit || (g->unit->flags & GY_TEXT) || g->unit->code == GY_FLOAT)) {
        return tr_fail(c, GY_PARAM, "unit_column", "the events have no column of integers '%s'",
                       name + 2);
    }
    return GY_OK;
}

/* Bin of event i, by the same comparisons as the definition. */
static int64_t bin_of(const grid *g, int64_t i)
{
    if (g->scale > 0) {
        int64_t d = integer_at(g->t, i) - g->zero, k = d / g->w;
        return d < k * g->w ? k - 1 : k;
    }
    double d = gy_element(g->t, i * g->t->stride[0]) - g->start, k = floor(d / g->width);
    if (!(fabs(k) < 9e15)) {
        return -1;
    }
    k += (k + 1) * g->width <= d ? 1 : k * g->width > d ? -1 : 0;
    return (int64_t)k;
}

/* Codes of the units that occur, rising, and each event's column: insertion into a sorted list. */
static void number_units(grid *g, int64_t n)
{
    g->units = g->unit ? 0 : 1;
    for (int64_t i = 0; i < n && g->unit; i++) {
        int64_t code = integer_at(g->unit, i), lo = 0, hi = g->units;
        while (lo < hi) {
            int64_t mid = (lo + hi) / 2;
            lo = g->codes[mid] < code ? mid + 1 : lo;
            hi = g->codes[mid] < code ? hi : mid;
        }
        if (lo < g->units && g->codes[lo] == code) {
            continue;
        }
        memmove(g->codes + lo + 1, g->codes + lo, (size_t)(g->units - lo) * sizeof *g->codes);
        g->codes[lo] = code;
        g->units++;
    }
    for (int64_t i = 0; i < n && g->unit; i++) {
        int64_t code = integer_at(g->unit, i), lo = 0, hi = g->units;
        while (lo < hi) {
            int64_t mid = (lo + hi) / 2;
            lo = g->codes[mid] < code ? mid + 1 : lo;
            hi = g->codes[mid] < code ? hi : mid;
        }
        g->slot[i] = lo;
    }
}

/* Everything about the grid and the events, the same in resolve and in run. */
static int place(gy_call *c, grid *g)
{
    GY_TRY(read_grid(c, g));
    int64_t n = g->t->shape[0], last = -1;
    const gy_array *to = gy_get(c, "to");
    double duration = gy_number(c, "duration");
    int64_t *space = (int64_t *)tr_scratch(c, n + 1, 3 * (int64_t)sizeof *space);
    if (!space) {
        return tr_memory(c, "x");
    }
    g->codes = space;
    g->bin = space + n + 1;
    g->slot = space + 2 * (n + 1);
    number_units(g, n);
    for (int64_t i = 0; i < n; i++) {
        g->bin[i] = bin_of(g, i);
        last = g->bin[i] > last ? g->bin[i] : last;
    }
    g->bins = to ? to->shape[0] : last + 1;
    if (!to && duration > 0) {
        g->bins = (int64_t)floor(duration / g->width + 1e-9);
    }
    if (g->bins < 1) {
        return gy_fail(c, GY_DATA, "x", "there is no bin: no event, and no `to` or duration");
    }
    for (int64_t i = 0; i < n; i++) {
        g->outside += g->bin[i] < 0 || g->bin[i] >= g->bins;
    }
    return GY_OK;
}

/* Reach: the events of bin k are those with bin[i] = k, listed bin by bin (counting sort). */
static int say_reach(gy_call *c, const grid *g)
{
    int64_t n = g->t->shape[0];
    int64_t *offsets = (int64_t *)tr_scratch(c, g->bins + 2, (int64_t)sizeof *offsets);
    int64_t *lo = (int64_t *)tr_scratch(c, 2 * n + 1, (int64_t)sizeof *lo), *hi = lo + n;
    if (!offsets || !lo) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < n; i++) {
        if (g->bin[i] >= 0 && g->bin[i] < g->bins) {
            offsets[g->bin[i] + 2]++;
        }
    }
    for (int64_t k = 1; k <= g->bins; k++) {
        offsets[k + 1] += offsets[k];
    }
    for (int64_t i = 0; i < n; i++) {
        if (g->bin[i] >= 0 && g->bin[i] < g->bins) {
            int64_t at = offsets[g->bin[i] + 1]++;
            lo[at] = i;
            hi[at] = i + 1;
        }
    }
    return c->host->set_reach(c, "counts.time", "x.event", g->bins, offsets, lo, hi);
}

static int resolve(gy_call *c)
{
    grid g;
    int64_t one = 1;
    GY_TRY(place(c, &g));
    if (g.outside > 0) {
        tr_log(c, GY_WARNING, "%lld of %lld events lie outside of the %lld bins",
               (long long)g.outside, (long long)g.t->shape[0], (long long)g.bins);
    }
    GY_TRY(c->host->set_length(c, "unit", g.units));
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1, .data = g.codes};
    a.shape = &g.units;
    a.stride = &one;
    if (g.unit) {
        GY_TRY(c->host->set_coord(c, "unit", "unit", &a));
    }
    if (!gy_get(c, "to")) {
        int64_t numerator = 0, denominator = 0;
        GY_TRY(c->host->set_length(c, "time", g.bins));
        GY_TRY(tr_rational(c, "width", g.width, &numerator, &denominator));
        GY_TRY(c->host->set_rate(c, "time", numerator, denominator, "s", &g.start));
    }
    return say_reach(c, &g);
}

static int run(gy_call *c)
{
    grid g;
    gy_array *out = gy_get(c, "counts");
    double *counts = (double *)out->data;
    GY_TRY(place(c, &g));
    memset(counts, 0, (size_t)gy_size_from(out, 0) * sizeof *counts);
    for (int64_t i = 0; i < g.t->shape[0]; i++) {
        int64_t row = g.bin[i] < 0 ? -1 : tr_find(out, g.bin[i]);
        if (row >= 0) {
            counts[row * g.units + g.slot[i]] += 1;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
