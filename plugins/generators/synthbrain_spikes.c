/* SPDX-License-Identifier: MIT
 *
 * synthbrain_spikes.c: spikes of neurons tuned to planted sources, an inhomogeneous Poisson
 * process.
 *
 *     rate[i, n](t) = rate[i, n] course(t),  course(t) = rest + (1 - rest) u^2 exp(2 (1 - u)) for
 * u = (t - latency) / rise > 0, else rest. A trial's count is Poisson of the integral over the
 * window; its times are independent draws from the course.
 */
#include "synthbrain_neurons.h"

GY_SAY(text,
       "generator.synthbrain-spikes 1 | Spikes of neurons with planted tuning\n"
       "in  x      f64[row, source] now | activity of generator.synthbrain\n"
       "out spikes table[spike]         | t (s, in its trial), neuron, trial, by trial and neuron "
       "and time\n"
       "out counts f64[row, neuron] optional | spikes of each trial\n"
       "out rates  f64[row, neuron] optional | planted, Hz, at the peak of the course\n"
       "out expected f64[row, neuron] optional | planted mean of counts\n"
       "out course f64[time] optional   | course of the rate, 1 at its peak\n"
       "out weights f64[source, neuron] optional | planted\n"
       "param subject i64 = 1 0..1000000 | its neurons and their spikes\n"
       "param neurons i64 = 50 1..100000 | spread evenly over the sources\n"
       "param base    f64 = 10 >0 | Hz, median over trials of the rate at its peak\n"
       "param gain    f64 = 0.5 0..5 | of activity: rate = base exp(gain activity x weights)\n"
       "param window  interval(s) = 0 s .. 1 s | of a trial\n"
       "param latency quantity(s) = 50 ms | when the rate begins to rise\n"
       "param rise    quantity(s) = 100 ms >0 | from there to the peak\n"
       "param rest    f64 = 0.2 0..1 | share of the rate that is always there\n"
       "reach counts.row x.row row\n"
       "reach rates.row x.row row\n"
       "reach expected.row x.row row\n"
       "reach spikes.spike x.row table\n"
       "doc | Counts of a trial have mean and variance `expected`. The axis time has 1 ms. This is "
       "synthetic data.\n"
       "licence | MIT\n"
       "cite | Dayan, Abbott 2001, Theoretical Neuroscience, section 1.4 (Poisson spikes)\n");

#define MOST 500 /* spikes of a trial and neuron, on average */

typedef struct train {
    sn_neurons s;
    double from, to, *course, *sum; /* course at and its integral up to each ms; sum[times + 1] */
    int64_t times;
    double *out[3]; /* counts, rates, expected */
} train;

static int read_course(gy_call *c, train *q)
{
    const gy_array *window = gy_get(c, "window");
    double rest = gy_number(c, "rest"), rise = gy_number(c, "rise");
    q->from = gy_at1(window, 0);
    q->to = gy_at1(window, 1);
    double n = ceil((q->to - q->from) * 1e3 - 1e-6);
    if (!(n >= 1 && n <= 1e6)) {
        return sp_fail(c, GY_PARAM, "window", "a window of %g s: 1 ms to 1000 s are possible",
                       q->to - q->from);
    }
    q->times = (int64_t)n;
    q->course = (double *)sp_scratch(c, 2 * q->times + 1, 8, "the course");
    if (!q->course) {
        return GY_MEMORY;
    }
    q->sum = q->course + q->times;
    for (int64_t i = 0; i < q->times; i++) {
        double u = (q->from + (double)i * 1e-3 - gy_number(c, "latency")) / rise;
        q->course[i] = rest + (u > 0 ? (1 - rest) * u * u * exp(2 * (1 - u)) : 0);
        q->sum[i + 1] = q->sum[i] + q->course[i] * 1e-3;
    }
    return GY_OK;
}

static double mean_of(const train *q, int64_t row, int64_t neuron)
{
    return sn_rate(&q->s, row, neuron) * q->sum[q->times];
}

/* Spikes of a trial and neuron; the number is the first draw of its address. */
static int count_of(const train *q, int64_t row, int64_t neuron, int64_t *out)
{
    const sn_neurons *s = &q->s;
    double u = 0, mean = mean_of(q, row, neuron);
    int64_t address = sp_row(s->x, row) * s->n + neuron;
    if (!(mean <= MOST)) {
        return sp_fail(s->c, GY_DATA, "base",
                       "%g spikes are to be expected of neuron %lld in trial %lld: at most %d; a "
                       "lower base or gain",
                       mean, (long long)neuron, (long long)row, MOST);
    }
    GY_TRY(s->rng->uniform_at(s->c, "count", s->subject, address, 1, &u));
    *out = sn_poisson(mean, u);
    return GY_OK;
}

static int resolve(gy_call *c)
{
    train q = {.from = 0};
    int64_t spikes = 0, k = 0;
    GY_TRY(sn_read(c, &q.s));
    GY_TRY(read_course(c, &q));
    GY_TRY(sn_plant(&q.s));
    int64_t rows = q.s.x->shape[0];
    if (rows > INT64_MAX / 64 / q.s.n) {
        return gy_fail(c, GY_PARAM, "neurons", "this many trials and neurons do not fit in memory");
    }
    for (int64_t i = 0; i < rows * q.s.n; i++) {
        GY_TRY(count_of(&q, i / q.s.n, i % q.s.n, &k));
        spikes += k;
        if (i % 64 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    int64_t *lo = (int64_t *)sp_scratch(c, spikes + 1, 16, "spikes"), *hi = lo + spikes + 1;
    for (int64_t i = 0, at = 0; lo && i < rows * q.s.n; i++) {
        GY_TRY(count_of(&q, i / q.s.n, i % q.s.n, &k));
        for (; k > 0; k--, at++) {
            lo[at] = i / q.s.n;
            hi[at] = lo[at] + 1;
        }
    }
    if (!lo) {
        return GY_MEMORY;
    }
    GY_TRY(sn_say(&q.s));
    GY_TRY(c->host->set_length(c, "spike", spikes));
    GY_TRY(c->host->set_length(c, "time", q.times));
    GY_TRY(c->host->set_rate(c, "time", 1, 1000, "s", &q.from));
    GY_TRY(c->host->set_reach(c, "spikes.spike", "x.row", spikes, 0, lo, hi));
    GY_TRY(c->host->set_column(c, "spikes", "t", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "spikes", "neuron", GY_INT, 64, 0, ""));
    GY_TRY(c->host->set_column(c, "spikes", "trial", GY_INT, 64, 0, ""));
    return sp_say_scratch(c, sn_bytes(&q.s) + 8 * (2 * q.times + 1));
}

/* Time at which the course has used up share u of its integral. */
static double time_of(const train *q, double u)
{
    double want = u * q->sum[q->times];
    int64_t lo = 0, hi = q->times;
    while (hi - lo > 1) {
        int64_t mid = lo + (hi - lo) / 2;
        lo = q->sum[mid] <= want ? mid : lo;
        hi = q->sum[mid] <= want ? hi : mid;
    }
    double step = q->sum[lo + 1] - q->sum[lo];
    return q->from + 1e-3 * ((double)lo + (step > 0 ? (want - q->sum[lo]) / step : 0));
}

/* Times of k spikes, rising; they follow the count in its own stream. */
static int draw_times(const train *q, int64_t address, int64_t k, double *t)
{
    const sn_neurons *s = &q->s;
    GY_TRY(s->rng->uniform_at(s->c, "times", s->subject, address, k, t));
    for (int64_t i = 0; i < k; i++) {
        double v = time_of(q, t[i]);
        int64_t j = i;
        for (; j > 0 && t[j - 1] > v; j--) {
            t[j] = t[j - 1];
        }
        t[j] = v;
    }
    return GY_OK;
}

static int write_rows(const train *q)
{
    gy_call *c = q->s.c;
    double *t = gy_doubles(c, "spikes.t");
    gy_array *neuron = gy_get(c, "spikes.neuron"), *trial = gy_get(c, "spikes.trial");
    int64_t at = 0, k = 0, n = q->s.n;
    for (int64_t i = 0; i < q->s.x->shape[0] * n; i++) {
        GY_TRY(count_of(q, i / n, i % n, &k));
        if (i % 64 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        if (q->out[0]) {
            q->out[0][i] = (double)k;
        }
        if (q->out[1]) {
            q->out[1][i] = sn_rate(&q->s, i / n, i % n);
        }
        if (q->out[2]) {
            q->out[2][i] = mean_of(q, i / n, i % n);
        }
        if (!t) {
            continue;
        }
        GY_TRY(draw_times(q, sp_row(q->s.x, i / n) * n + i % n, k, t + at));
        for (int64_t j = at; j < at + k; j++) {
            ((int64_t *)neuron->data)[j] = i % n;
            ((int64_t *)trial->data)[j] = sp_row(q->s.x, i / n);
        }
        at += k;
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    train q = {.from = 0};
    double *course = gy_doubles(c, "course"), *weights = gy_doubles(c, "weights");
    GY_TRY(sn_read(c, &q.s));
    GY_TRY(read_course(c, &q));
    GY_TRY(sn_plant(&q.s));
    if (course) {
        memcpy(course, q.course, (size_t)q.times * sizeof *course);
    }
    if (weights) {
        memcpy(weights, q.s.weight, (size_t)(q.s.sources * q.s.n) * sizeof *weights);
    }
    q.out[0] = gy_doubles(c, "counts");
    q.out[1] = gy_doubles(c, "rates");
    q.out[2] = gy_doubles(c, "expected");
    return write_rows(&q);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
