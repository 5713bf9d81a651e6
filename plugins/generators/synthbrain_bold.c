/* SPDX-License-Identifier: MIT
 *
 * synthbrain_bold.c: fMRI time series of trials.
 *
 *     clean[t, v] = sum over trials i of its run of x[i, v] h(t - onset[i])
 *     bold[t, v]  = baseline + clean + noise + drift + motion
 * h is the response to an event of `duration`, its peak 1; noise is a stationary AR(1) sequence in
 * every run; drift[t, v] = sum_k c[k] cos(pi k (j + 1/2) / n) for scan j of n of a run, k from 1 to
 * 2 n tr / period of the longest run, c drawn for each run and voxel, E drift^2 = drift sd squared;
 * motion[t, v] = sum_p parameter[t, p] weight[p, v].
 */
#include "synthbrain_bold.h"

GY_SAY(
    text,
    "generator.synthbrain-bold 1 | fMRI time series of trials with planted responses\n"
    "in  x        f64[row, voxel]  | response of each trial, such as signal of "
    "generator.synthbrain; its segments are runs\n"
    "out bold     f64[time, voxel] optional like=x | time series\n"
    "out clean    f64[time, voxel] optional like=x | without baseline, noise, drift and motion\n"
    "out events   table[row]       | onset (s, from the start of the run), duration, trial_type "
    "(coordinate stimulus of x, or the row), run\n"
    "out motion   f64[time, 6] optional | head motion: translations in mm, rotations in degrees\n"
    "out motion_weights f64[6, voxel] optional | planted: effect of each on each voxel\n"
    "out drift_part f64[time, voxel] optional | the drift in bold\n"
    "out noise_sd f64[voxel] optional | sd of the noise\n"
    "out ceiling  f64[voxel] optional | exact correlation of clean and bold once drift and "
    "motion are removed: s / sqrt(s^2 + n^2), s the sd of clean over all scans\n"
    "param subject  i64 = 1 0..1000000 | its noise, drift and motion\n"
    "param tr       quantity(s) = 2 s >0 | from scan to scan\n"
    "param soa      quantity(s) = 4 s >0 | from trial to trial\n"
    "param jitter   quantity(s) = 0 s >=0 | at most so much longer, at random\n"
    "param duration quantity(s) = 1 s >=0 | of a trial\n"
    "param lead     quantity(s) = 8 s >=0 | before the first trial of a run\n"
    "param rest     quantity(s) = 20 s >=0 | after the last one\n"
    "param hrf      choice(glover, spm) = glover | response to a short event\n"
    "param length   quantity(s) = 32 s >0 | of the response\n"
    "param baseline f64 = 0          | mean of every voxel\n"
    "param noise    f64 = 1 >=0      | sd (median over voxels)\n"
    "param noise_spread f64 = 0.25 0..3 | sd over voxels of its logarithm\n"
    "param ar       f64 = 0.4 0..0.9999 | correlation of the noise from scan to scan\n"
    "param drift    f64 = 0.5 >=0    | sd of the drift\n"
    "param period   quantity(s) = 128 s >0 | the drift has no part that is faster\n"
    "param shake    f64 = 0.3 >=0    | sd of what motion does\n"
    "reach bold.time x.row table\n"
    "reach clean.time x.row table\n"
    "reach events.row x.row row\n"
    "doc | Scans are at 0, tr, 2 tr of each run, whose times begin anew. Time has the coordinate "
    "run; events fit transform.hrf and transform.epoch. This is synthetic data.\n"
    "licence | MIT\n"
    "cite | Glover 1999, NeuroImage 9, 416-429\n"
    "cite | Friston et al. 1998, NeuroImage 7, 30-40 (canonical response of SPM)\n"
    "cite | Bullmore et al. 1996, Magnetic Resonance in Medicine 35, 261-277 (AR(1) noise)\n");

static int say_reach(const bd_series *s)
{
    gy_call *c = s->c;
    int64_t *lo = (int64_t *)sp_scratch(c, s->scans, 8, "scans");
    int64_t *hi = (int64_t *)sp_scratch(c, s->scans, 8, "scans");
    if (!lo || !hi) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < s->scans; i++) {
        bd_seen(s, i, &lo[i], &hi[i]);
    }
    GY_TRY(c->host->set_reach(c, "bold.time", "x.row", s->scans, 0, lo, hi));
    return c->host->set_reach(c, "clean.time", "x.row", s->scans, 0, lo, hi);
}

static int say_time(const bd_series *s)
{
    gy_call *c = s->c;
    const gy_array *named = c->host->coord(c, "x.row", "run");
    int64_t numerator = 0, denominator = 0, n = s->scans;
    int64_t *run = (int64_t *)sp_scratch(c, n, 8, "scans");
    double *start = (double *)sp_scratch(c, s->runs, 8, "runs");
    if (!run || !start) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t r = bd_run_of(s->scan, s->runs, i);
        run[i] = named && !(named->flags & GY_TEXT)
                     ? (int64_t)gy_element(named, s->first[r] * named->stride[0])
                     : r;
    }
    gy_array a = sp_vector(GY_INT, run, &n);
    GY_TRY(sp_rational(c, "tr", s->tr, &numerator, &denominator));
    GY_TRY(c->host->set_length(c, "time", n));
    GY_TRY(c->host->set_segments(c, "time", s->runs, s->scan));
    GY_TRY(c->host->set_rate(c, "time", numerator, denominator, "s", start));
    return c->host->set_coord(c, "time", "run", &a);
}

/* Cosines of the longest run's drift. */
static int waves(const bd_series *s, int64_t *out)
{
    int64_t most = 0;
    for (int64_t r = 0; r < s->runs; r++) {
        double n = (double)(s->scan[r + 1] - s->scan[r]);
        n = fmin(n - 1, floor(2 * n * s->tr / gy_number(s->c, "period")));
        most = (int64_t)n > most ? (int64_t)n : most;
    }
    *out = most;
    return most <= BD_WAVES
               ? GY_OK
               : sp_fail(s->c, GY_PARAM, "period",
                         "the drift of the longest run has %lld waves, %d are possible: a longer "
                         "period",
                         (long long)most, BD_WAVES);
}

static int resolve(gy_call *c)
{
    bd_series s;
    int64_t all = 0, n_waves = 0;
    GY_TRY(bd_read(c, &s));
    GY_TRY(waves(&s, &n_waves));
    if (__builtin_mul_overflow(s.scans, s.voxels * 8, &all)) {
        return gy_fail(c, GY_PARAM, "tr", "this many scans and voxels do not fit in memory");
    }
    GY_TRY(say_time(&s));
    GY_TRY(say_reach(&s));
    GY_TRY(c->host->set_column(c, "events", "onset", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "duration", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "trial_type", GY_INT, 64, 0, ""));
    GY_TRY(c->host->set_column(c, "events", "run", GY_INT, 64, 0, ""));
    return sp_say_scratch(c, 8 * (s.trials + s.runs + 1 + s.fine + s.voxels * 10 + 6 * s.scans));
}

static int write_events(const bd_series *s)
{
    gy_call *c = s->c;
    const gy_array *stimulus = c->host->coord(c, "x.row", "stimulus");
    const gy_array *run = c->host->coord(c, "x.row", "run");
    double *onset = gy_doubles(c, "events.onset"), *duration = gy_doubles(c, "events.duration");
    gy_array *type = gy_get(c, "events.trial_type"), *of = gy_get(c, "events.run");
    for (int64_t i = 0; onset && i < s->trials; i++) {
        int64_t r = bd_run_of(s->first, s->runs, i);
        onset[i] = s->onset[i];
        duration[i] = s->duration;
        ((int64_t *)type->data)[i] = stimulus && !(stimulus->flags & GY_TEXT)
                                         ? (int64_t)gy_element(stimulus, i * stimulus->stride[0])
                                         : i;
        ((int64_t *)of->data)[i] =
            run && !(run->flags & GY_TEXT) ? (int64_t)gy_element(run, i * run->stride[0]) : r;
    }
    return GY_OK;
}

/* sd of the noise, and weights of motion, of each voxel. */
static int plant(bd_job *q)
{
    const bd_series *s = &q->s;
    gy_call *c = s->c;
    double z[7], sd = gy_number(c, "noise"), shake = gy_number(c, "shake");
    GY_TRY(waves(s, &q->waves));
    q->sd = (double *)sp_scratch(c, s->voxels * 7, 8, "voxels");
    q->motion = (double *)sp_scratch(c, 6 * s->scans, 8, "motion");
    if (!q->sd || !q->motion) {
        return GY_MEMORY;
    }
    q->weight = q->sd + s->voxels;
    for (int64_t v = 0; v < s->voxels; v++) {
        GY_TRY(s->rng->normal_at(c, "voxel", s->subject, v, 7, z));
        q->sd[v] = sd * exp(gy_number(c, "noise_spread") * z[0]);
        for (int64_t p = 0; p < 6; p++) {
            q->weight[p * s->voxels + v] = shake / sqrt(6) * z[1 + p];
        }
    }
    return c->host->stopped(c) ? GY_CANCELLED : GY_OK;
}

/* motion[t, p]: slow and stationary, AR(1) of .98 a scan, sd 1 of each run's own sequence. */
static int move(bd_job *q)
{
    const bd_series *s = &q->s;
    const double a = .98;
    for (int64_t i = 0; i < s->scans; i++) {
        double *m = q->motion + 6 * i;
        int64_t r = bd_run_of(s->scan, s->runs, i);
        GY_TRY(s->rng->normal_at(s->c, "motion", s->subject, i, 6, m));
        for (int p = 0; i > s->scan[r] && p < 6; p++) {
            m[p] = a * m[p - 6] + sqrt(1 - a * a) * m[p];
        }
    }
    return GY_OK;
}

static void copy(gy_call *c, const char *port, const double *from, int64_t n)
{
    double *to = gy_doubles(c, port);
    if (to) {
        memcpy(to, from, (size_t)n * sizeof *to);
    }
}

static int run(gy_call *c)
{
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    bd_job q = {.bold = gy_doubles(c, "bold"), .clean = gy_doubles(c, "clean")};
    q.drift = gy_doubles(c, "drift_part");
    if (!map) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.map/1");
    }
    GY_TRY(bd_read(c, &q.s));
    GY_TRY(write_events(&q.s));
    GY_TRY(plant(&q));
    GY_TRY(move(&q));
    copy(c, "noise_sd", q.sd, q.s.voxels);
    copy(c, "motion_weights", q.weight, 6 * q.s.voxels);
    copy(c, "motion", q.motion, 6 * q.s.scans);
    if (gy_doubles(c, "ceiling")) {
        double *room = (double *)sp_scratch(c, 2 * q.s.voxels, 8, "voxels");
        GY_TRY(room ? bd_ceiling(&q, gy_doubles(c, "ceiling"), room) : GY_MEMORY);
    }
    return q.bold || q.clean || q.drift ? map->each(c, q.s.runs, bd_one_run, &q) : GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
