/* SPDX-License-Identifier: MIT
 *
 * synthbrain_calcium.c: calcium traces of neurons tuned to planted sources.
 *
 *     spikes[t, n] ~ Poisson(rate[t, n] / frames a second)
 *     c[t] = exp(-1 / (frames a second tau)) c[t - 1] + spikes[t]
 *     trace = baseline + amplitude c + noise
 * Trials follow each other at `soa`; the rate is that of the trial for `duration` from its onset,
 * and rest times base otherwise.
 */
#include "synthbrain_neurons.h"

GY_SAY(
    text,
    "generator.synthbrain-calcium 1 | Calcium traces of neurons with planted tuning\n"
    "in  x      f64[row, source] | activity of generator.synthbrain\n"
    "out traces f64[time, neuron] optional | fluorescence\n"
    "out calcium f64[time, neuron] optional | c, without baseline, amplitude and noise\n"
    "out spikes f64[time, neuron] optional | spikes in each frame\n"
    "out events table[row]       | onset (s), duration, trial_type (coordinate stimulus of x, or "
    "the row)\n"
    "out rates  f64[row, neuron] optional | planted rate in each trial, Hz\n"
    "out weights f64[source, neuron] optional | planted\n"
    "param subject i64 = 1 0..1000000 | its neurons, spikes and noise\n"
    "param neurons i64 = 50 1..100000 | spread evenly over the sources\n"
    "param base    f64 = 2 >0  | Hz, median over trials of the rate\n"
    "param gain    f64 = 0.7 0..5 | of activity: rate = base exp(gain activity x weights)\n"
    "param rest    f64 = 0.1 0..1 | rate between trials, as a share of base\n"
    "param rate    quantity(Hz) = 30 Hz >0 | frames a second\n"
    "param soa     quantity(s) = 2 s >0 | from trial to trial\n"
    "param duration quantity(s) = 1 s >0 | of a trial\n"
    "param tau     quantity(s) = 0.7 s >0 | time constant of the decay\n"
    "param amplitude f64 = 1 >=0 | of one spike\n"
    "param baseline f64 = 1\n"
    "param noise   f64 = 0.3 >=0 | sd\n"
    "reach traces.time x.row table\n"
    "reach calcium.time x.row table\n"
    "reach spikes.time x.row table\n"
    "reach events.row x.row row\n"
    "reach rates.row x.row row\n"
    "doc | An exponential never ends: a frame reads all trials before it. The gap between "
    "training and test rows is said by `gap` where that matters. Neurons have the coordinate "
    "roi. This is synthetic data.\n"
    "licence | MIT\n"
    "cite | Vogelstein et al. 2010, Journal of Neurophysiology 104, 3691-3704 (the model)\n");

#define MOST 500 /* spikes of a frame, on average */

typedef struct movie {
    sn_neurons s;
    int64_t trials, frames;
    double step, soa, duration, rest;
    double *traces, *calcium, *spikes;
} movie;

static int read_movie(gy_call *c, movie *q)
{
    *q = (movie){.step = 1 / gy_number(c, "rate")};
    GY_TRY(sn_read(c, &q->s));
    q->soa = gy_number(c, "soa");
    q->duration = gy_number(c, "duration");
    q->rest = gy_number(c, "rest");
    q->trials = q->s.x->shape[0];
    double n = floor((double)q->trials * q->soa / q->step + 1e-6);
    if (q->duration > q->soa) {
        return sp_fail(c, GY_PARAM, "duration",
                       "a trial of %g s does not end before the next: at "
                       "most soa, %g s",
                       q->duration, q->soa);
    }
    if (!(n >= 1 && n < 1e15 / (double)q->s.n)) {
        return sp_fail(c, GY_PARAM, "rate", "%g frames: 1 to %g are possible", n,
                       1e15 / (double)q->s.n);
    }
    q->frames = (int64_t)n;
    return GY_OK;
}

/* Trial at a frame, and whether it is still on. */
static int64_t trial_of(const movie *q, int64_t frame, int *out_on)
{
    double t = (double)frame * q->step;
    int64_t i = (int64_t)floor(t / q->soa + 1e-9);
    i = i < q->trials ? i : q->trials - 1;
    *out_on = t - (double)i * q->soa < q->duration - 1e-9 * q->soa;
    return i;
}

static int resolve(gy_call *c)
{
    movie q;
    int64_t numerator = 0, denominator = 0;
    double start = 0;
    int on;
    GY_TRY(read_movie(c, &q));
    int64_t *lo = (int64_t *)sp_scratch(c, q.frames, 16, "frames"), *hi = lo + q.frames;
    if (!lo) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < q.frames; i++) {
        lo[i] = 0;
        hi[i] = trial_of(&q, i, &on) + 1;
    }
    GY_TRY(sp_rational(c, "rate", q.step, &numerator, &denominator));
    GY_TRY(sn_say(&q.s));
    GY_TRY(c->host->set_length(c, "time", q.frames));
    GY_TRY(c->host->set_rate(c, "time", numerator, denominator, "s", &start));
    GY_TRY(c->host->set_reach(c, "traces.time", "x.row", q.frames, 0, lo, hi));
    GY_TRY(c->host->set_reach(c, "calcium.time", "x.row", q.frames, 0, lo, hi));
    for (int64_t i = 0; i < q.frames; i++) {
        lo[i] = hi[i] - 1;
    }
    GY_TRY(c->host->set_reach(c, "spikes.time", "x.row", q.frames, 0, lo, hi));
    GY_TRY(c->host->set_column(c, "events", "onset", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "duration", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "trial_type", GY_INT, 64, 0, ""));
    return sp_say_scratch(c, sn_bytes(&q.s) + 24 * q.s.n);
}

static int write_events(const movie *q)
{
    gy_call *c = q->s.c;
    const gy_array *stimulus = c->host->coord(c, "x.row", "stimulus");
    double *onset = gy_doubles(c, "events.onset"), *duration = gy_doubles(c, "events.duration");
    gy_array *type = gy_get(c, "events.trial_type");
    for (int64_t i = 0; onset && i < q->trials; i++) {
        onset[i] = (double)i * q->soa;
        duration[i] = q->duration;
        ((int64_t *)type->data)[i] = stimulus && !(stimulus->flags & GY_TEXT)
                                         ? (int64_t)gy_element(stimulus, i * stimulus->stride[0])
                                         : i;
    }
    return GY_OK;
}

/* One frame of all neurons; c[n] goes on from frame to frame, u[n] and z[n] are room. */
static int one_frame(const movie *q, int64_t frame, double *level, double *u, double *z)
{
    const sn_neurons *s = &q->s;
    int on = 0;
    int64_t trial = trial_of(q, frame, &on);
    double keep = exp(-q->step / gy_number(s->c, "tau"));
    double amplitude = gy_number(s->c, "amplitude"), noise = gy_number(s->c, "noise");
    GY_TRY(s->rng->uniform_at(s->c, "spikes", s->subject, frame, s->n, u));
    GY_TRY(s->rng->normal_at(s->c, "noise", s->subject, frame, s->n, z));
    for (int64_t n = 0; n < s->n; n++) {
        double mean = (on ? sn_rate(s, trial, n) : q->rest * s->base) * q->step;
        if (!(mean <= MOST)) {
            return sp_fail(s->c, GY_DATA, "base",
                           "%g spikes are to be expected of neuron %lld in frame %lld: at most %d; "
                           "a lower base or gain",
                           mean, (long long)n, (long long)frame, MOST);
        }
        double k = (double)sn_poisson(mean, u[n]);
        int64_t at = frame * s->n + n;
        level[n] = keep * level[n] + k;
        if (q->spikes) {
            q->spikes[at] = k;
        }
        if (q->calcium) {
            q->calcium[at] = level[n];
        }
        if (q->traces) {
            q->traces[at] = gy_number(s->c, "baseline") + amplitude * level[n] + noise * z[n];
        }
    }
    return s->c->host->stopped(s->c) ? GY_CANCELLED : GY_OK;
}

static int run(gy_call *c)
{
    movie q;
    double *rates = gy_doubles(c, "rates"), *weights = gy_doubles(c, "weights");
    GY_TRY(read_movie(c, &q));
    GY_TRY(write_events(&q));
    GY_TRY(sn_plant(&q.s));
    double *room = (double *)sp_scratch(c, 3 * q.s.n, 8, "neurons");
    if (!room) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; rates && i < q.trials * q.s.n; i++) {
        rates[i] = sn_rate(&q.s, i / q.s.n, i % q.s.n);
    }
    if (weights) {
        memcpy(weights, q.s.weight, (size_t)(q.s.sources * q.s.n) * sizeof *weights);
    }
    q.traces = gy_doubles(c, "traces");
    q.calcium = gy_doubles(c, "calcium");
    q.spikes = gy_doubles(c, "spikes");
    for (int64_t i = 0; (q.traces || q.calcium || q.spikes) && i < q.frames; i++) {
        GY_TRY(one_frame(&q, i, room, room + q.s.n, room + 2 * q.s.n));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
