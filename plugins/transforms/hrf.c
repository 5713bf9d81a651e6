/* SPDX-License-Identifier: MIT
 *
 * hrf.c: events, or a regressor, convolved with a haemodynamic response.
 *
 * The response h is sampled at step / oversampling; events become steps of their height from onset
 * to onset + duration on that fine grid; y is their convolution, read at the rows' times by linear
 * interpolation. This is the computation of nilearn.glm.first_level.compute_regressor, restated.
 */
#include "responses.h"
#include "times.h"

GY_SAY(text,
       "transform.hrf 1 | Convolve events or a regressor with a haemodynamic response\n"
       "in    events table[event] now optional | onsets, durations, conditions, heights\n"
       "in    to     rows[time] optional       | scans to predict; with events\n"
       "in    x      real[time, condition] optional | a regressor instead of events: each value "
       "holds for one step\n"
       "out   y      f64[time, regressor]      | condition by condition; fir: all its delays\n"
       "param model  choice(glover, spm, fir) = glover | difference of two gamma densities, or one "
       "column for each delay\n"
       "param delays i64[l] optional           | fir: delays in rows\n"
       "param length quantity(s) = 32 s >0     | length of the response; fir: must cover the "
       "largest delay\n"
       "param oversampling i64 = 50 1..1000    | fine samples a row\n"
       "param min_onset quantity(s) = -24 s <=0 | the fine grid begins this long before the first "
       "row\n"
       "param conditions text[k] optional      | conditions to take, in this order; else as they "
       "come\n"
       "param time_column     text = onset\n"
       "param duration_column text = duration  | 0 if there is none\n"
       "param label_column    text optional | default: code, or else trial_type; one condition if "
       "the events have neither\n"
       "param height_column   text = modulation | 1 if there is none\n"
       "param run_column      text = run       | which segment, by coordinate `run` of `to`\n"
       "reach y.time to.time row\n"
       "reach y.time x.time window(length, 0)\n"
       "reach y.time events.event table\n"
       "licence | MIT\n"
       "cite | Glover 1999, NeuroImage 9, 416-429\n"
       "cite | Friston et al. 1998, NeuroImage 7, 30-40 (canonical response of SPM)\n");

typedef struct plan {
    tr_clock clock;
    const gy_array *x, *delays, *onset, *duration, *label, *height, *run, *grid;
    int64_t over, n, taps, conditions, kernels; /* n: rows; taps of each kernel */
    double length, before;
    int64_t *of, *segment; /* condition (-1: not taken) and segment of each event */
} plan;

/* Kernel f as v[taps]; sums to 1. */
static void kernel(gy_call *c, const plan *p, int64_t f, double *v)
{
    memset(v, 0, (size_t)p->taps * sizeof *v);
    if (p->delays) {
        int64_t from = p->over * (int64_t)gy_element(p->delays, f * p->delays->stride[0]);
        for (int64_t i = 0; i < p->over; i++) {
            v[from + i] = 1 / (double)p->over;
        }
        return;
    }
    tr_response(gy_is(c, "model", "glover"), p->length, p->clock.step / (double)p->over, p->taps,
                v);
}

static int read_kernels(gy_call *c, plan *p)
{
    int fir = gy_is(c, "model", "fir");
    p->over = gy_integer(c, "oversampling");
    p->length = gy_number(c, "length");
    p->before = gy_number(c, "min_onset");
    p->delays = fir ? gy_get(c, "delays") : 0;
    p->taps = (int64_t)nearbyint(p->length / (p->clock.step / (double)p->over));
    p->kernels = p->delays ? p->delays->shape[0] : 1;
    if (p->taps < 1 || p->taps > 1 << 24) {
        return gy_fail(c, GY_PARAM, "length", "the response is shorter than a fine sample");
    }
    if (fir && (!p->delays || p->kernels == 0)) {
        return gy_fail(c, GY_PARAM, "delays", "fir needs delays");
    }
    for (int64_t f = 0; fir && f < p->kernels; f++) {
        int64_t d = (int64_t)gy_element(p->delays, f * p->delays->stride[0]);
        if (d < 0 || d + 1 > p->taps / p->over) {
            return gy_fail(c, GY_PARAM, "delays", "delays lie between 0 and the response's length");
        }
    }
    return GY_OK;
}

/* Condition of event e: a number that rises as new ones come; -1 if it is not asked for. */
static int64_t condition_of(gy_call *c, plan *p, const int64_t *heads, int64_t e)
{
    char word[256];
    int64_t given = c->host->count(c, "conditions");
    if (!p->label) {
        return 0;
    }
    for (int64_t k = 0; k < p->conditions; k++) {
        tr_text(p->label, e, word, sizeof word);
        if (given > 0 ? !strcmp(word, c->host->text_item(c, "conditions", k))
                      : tr_same(p->label, e, p->label, heads[k])) {
            return k;
        }
    }
    return given > 0 ? -1 : p->conditions;
}

static int place_events(gy_call *c, plan *p)
{
    const gy_array *run = c->host->coord(c, "to.time", "run");
    int64_t events = p->onset->shape[0], given = c->host->count(c, "conditions");
    p->of = (int64_t *)tr_scratch(c, events + 1, 3 * (int64_t)sizeof *p->of);
    if (!p->of) {
        return tr_memory(c, "events");
    }
    p->segment = p->of + events + 1;
    int64_t *heads = p->segment + events + 1;
    p->conditions = p->label && given > 0 ? given : !p->label;
    if (p->clock.n > 1 && (!p->run || !run)) {
        return gy_fail(c, GY_DATA, "events",
                       "`to` has several segments: the events need a run "
                       "column and `to` the coordinate run");
    }
    for (int64_t e = 0; e < events; e++) {
        while (p->clock.n > 1 && !tr_same(p->run, e, run, p->clock.first[p->segment[e]])) {
            if (++p->segment[e] == p->clock.n) {
                return tr_fail(c, GY_DATA, "events",
                               "event %lld is of a run that `to` does not "
                               "have",
                               (long long)e);
            }
        }
        p->of[e] = condition_of(c, p, heads, e);
        if (p->of[e] == p->conditions) {
            heads[p->conditions++] = e;
        }
    }
    return p->conditions > 0 ? GY_OK : gy_fail(c, GY_DATA, "events", "there is no event");
}

static int read_plan(gy_call *c, plan *p)
{
    const gy_array *to = gy_get(c, "to");
    *p = (plan){.x = gy_get(c, "x"), .onset = tr_column(c, "events", "time_column")};
    p->grid = p->x ? p->x : to;
    if ((p->x != 0) == (p->onset != 0) || !p->grid) {
        return gy_fail(c, GY_PARAM, "events",
                       "give events (with their time column) and `to`, or x");
    }
    GY_TRY(tr_clock_of(c, p->x ? "x.time" : "to.time", &p->clock));
    if (!(p->clock.step > 0)) {
        return gy_fail(c, GY_SHAPE, p->x ? "x" : "to",
                       "its rows are not equally far apart in time");
    }
    GY_TRY(read_kernels(c, p));
    p->n = tr_length(&p->clock, p->grid);
    if (p->x) {
        p->conditions = p->x->shape[1];
        return GY_OK;
    }
    p->duration = tr_column(c, "events", "duration_column");
    GY_TRY(tr_label(c, "events", &p->label));
    p->height = tr_column(c, "events", "height_column");
    p->run = tr_column(c, "events", "run_column");
    return place_events(c, p);
}

static double column_value(const gy_array *a, int64_t e, double otherwise)
{
    return a && !(a->flags & GY_TEXT) ? gy_element(a, e * a->stride[0]) : otherwise;
}

/* Whether event e can move row t of segment s: from its onset to its end and the response's. */
static int touches(const plan *p, int64_t e, double t)
{
    double slack = 2 * p->clock.step, onset = column_value(p->onset, e, 0);
    return p->of[e] >= 0 && t >= onset - slack &&
           t <= onset + column_value(p->duration, e, 0) + p->length + slack;
}

static int say_reach(gy_call *c, const plan *p)
{
    int64_t events = p->onset->shape[0], total = 0, *lo = 0;
    int64_t *offsets = (int64_t *)tr_scratch(c, p->n + 1, (int64_t)sizeof *offsets);
    for (int turn = 0; turn < 2 && offsets; turn++) {
        total = 0;
        for (int64_t i = 0, s = 0; i < p->n; i++) {
            while (s + 1 < p->clock.n && p->clock.first[s + 1] <= i) {
                s++;
            }
            for (int64_t e = 0; e < events; e++) {
                if (p->segment[e] != s || !touches(p, e, tr_time(&p->clock, s, i))) {
                    continue;
                }
                if (lo) {
                    lo[total] = e;
                }
                total++;
            }
            offsets[i + 1] = total;
        }
        lo = lo ? lo : (int64_t *)tr_scratch(c, total + 1, 2 * (int64_t)sizeof *lo);
        if (!lo) {
            break;
        }
    }
    if (!offsets || !lo) {
        return tr_memory(c, "events");
    }
    int64_t *hi = lo + total + 1;
    for (int64_t k = 0; k < total; k++) {
        hi[k] = lo[k] + 1;
    }
    return c->host->set_reach(c, "y.time", "events.event", p->n, offsets, lo, hi);
}

static int resolve(gy_call *c)
{
    plan p;
    GY_TRY(read_plan(c, &p));
    GY_TRY(c->host->set_length(c, "regressor", p.conditions * p.kernels));
    return p.x ? GY_OK : say_reach(c, &p);
}

static fine fine_of(const plan *p, int64_t s, int64_t n)
{
    double first = tr_segment_start(&p->clock, s), last = first + p->clock.step * (double)(n - 1);
    double stop = last * (1 + 1 / (double)(n - 1)), begin = first + p->before;
    fine f = {.start = begin};
    f.m =
        (int64_t)nearbyint((double)(n - 1) / (last - first) * (stop - begin) * (double)p->over) + 1;
    f.step = (stop - begin) / (double)(f.m - 1);
    return f;
}

static void draw_events(const plan *p, int64_t s, int64_t k, fine *f)
{
    memset(f->v, 0, (size_t)f->m * sizeof *f->v);
    for (int64_t e = 0; e < p->onset->shape[0]; e++) {
        if (p->of[e] != k || p->segment[e] != s) {
            continue;
        }
        double onset = column_value(p->onset, e, 0), height = column_value(p->height, e, 1);
        int64_t on = sample_at(f, onset);
        int64_t off = sample_at(f, onset + column_value(p->duration, e, 0));
        off += off < f->m - 1 && off == on;
        f->v[on] += height;
        f->v[off] -= height;
    }
    for (int64_t i = 1; i < f->m; i++) {
        f->v[i] += f->v[i - 1];
    }
}

static double convolved(const plan *p, const fine *f, const double *h, int64_t at)
{
    double sum = 0;
    for (int64_t i = 0; i < p->taps && i <= at; i++) {
        sum += h[i] * f->v[at - i];
    }
    return sum;
}

/* y at time t, between two fine samples. */
static double read_at(const plan *p, const fine *f, const double *h, double t)
{
    int64_t hi = sample_at(f, t);
    hi = hi < 1 ? 1 : hi;
    double a = convolved(p, f, h, hi - 1), b = convolved(p, f, h, hi);
    double x0 = (double)(hi - 1) * f->step + f->start, x1 = (double)hi * f->step + f->start;
    return (b - a) / (x1 - x0) * (t - x0) + a;
}

static int run_events(gy_call *c, const plan *p, gy_array *y, double *h)
{
    int64_t columns = p->conditions * p->kernels;
    for (int64_t s = 0; s < p->clock.n; s++) {
        int64_t head = p->clock.first[s], end = tr_segment_end(p->clock.first, p->clock.n, s, p->n);
        if (end - head < 2) {
            return gy_fail(c, GY_DATA, "to", "a segment has fewer than two rows");
        }
        fine f = fine_of(p, s, end - head);
        f.v = (double *)tr_scratch(c, f.m, (int64_t)sizeof *f.v);
        if (!f.v) {
            return tr_memory(c, "events");
        }
        for (int64_t k = 0; k < columns; k++) {
            draw_events(p, s, k / p->kernels, &f);
            kernel(c, p, k % p->kernels, h);
            for (int64_t i = head; i < end; i++) {
                int64_t row = tr_find(y, i);
                if (row >= 0) {
                    tr_put(y, row * columns + k, read_at(p, &f, h, tr_time(&p->clock, s, i)));
                }
            }
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
        }
    }
    return GY_OK;
}

/* y[i] = sum over taps of h[t] x[floor((i over - t) / over)], within the segment. */
static int run_regressor(gy_call *c, const plan *p, gy_array *y, double *h)
{
    int64_t columns = p->conditions * p->kernels, s = 0;
    for (int64_t k = 0; k < columns; k++, s = 0) {
        kernel(c, p, k % p->kernels, h);
        for (int64_t r = 0; r < y->shape[0]; r++) {
            int64_t i = tr_row(y, r);
            double sum = 0;
            while (s + 1 < p->clock.n && p->clock.first[s + 1] <= i) {
                s++;
            }
            for (int64_t t = 0; t < p->taps; t++) {
                int64_t from = i - (t + p->over - 1) / p->over, at = tr_find(p->x, from);
                if (from < p->clock.first[s] || at < 0) {
                    break;
                }
                sum += h[t] *
                       gy_element(p->x, at * p->x->stride[0] + k / p->kernels * p->x->stride[1]);
            }
            tr_put(y, r * columns + k, sum);
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    gy_array *y = gy_get(c, "y");
    plan p;
    GY_TRY(read_plan(c, &p));
    double *h = (double *)tr_scratch(c, p.taps, (int64_t)sizeof *h);
    if (!h) {
        return tr_memory(c, "length");
    }
    return p.x ? run_regressor(c, &p, y, h) : run_events(c, &p, y, h);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
