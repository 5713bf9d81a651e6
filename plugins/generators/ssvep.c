/* SPDX-License-Identifier: MIT
 *
 * ssvep.c: EEG of people who look at one of many flickering targets, so that every answer is known.
 *
 * Subject s, channel c, target k of frequency f and phase p, t seconds after the onset, l the
 * latency: x = sum over h of snr g[s] h^-decay m[s,h,c] sqrt(2) sin(h (2 pi f (t - l) + p) +
 * q[s,h]), t >= l
 *     + noise[c](t)
 * g = exp(spread z) is the subject's gain, m = 1 + z / 2 its pattern over channels, q its phase,
 * all drawn once a subject. The noise of a channel has variance 1 and a power spectrum f^-slope
 * (made in the frequency domain, a recording at a time); a part `shared` of it is common to all
 * channels.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

GY_SAY(
    text,
    "generator.ssvep 1 | EEG responses to flickering targets in noise of spectrum 1/f\n"
    "out x      f64[row:time, channel] | responses + noise of variance 1\n"
    "out events table[event]           | onset (s), duration (s), code (frequency in Hz, as "
    "text), target (0, 1, ...)\n"
    "out clean  f64[row:time, channel] optional | the responses alone\n"
    "param subjects   i64 = 8 1..100000\n"
    "param first_subject i64 = 0 0..1000000 | number of the first subject; what is drawn belongs "
    "to "
    "the number\n"
    "param blocks     i64 = 6 1..100000 | recordings of a subject; each has every target once, "
    "in random order\n"
    "param n_targets  i64 = 40 1..10000\n"
    "param first      quantity(Hz) = 8 Hz >0   | frequency of the first target\n"
    "param step       quantity(Hz) = 0.2 Hz >0 | from target to target\n"
    "param phase_step f64 = 0.5 -2..2   | from target to target, in units of pi\n"
    "param n_channels i64 = 9 1..100000\n"
    "param rate       quantity(Hz) = 250 Hz >=1 <=1000000\n"
    "param pause      quantity(s) = 0.5 s >=0  | before each onset\n"
    "param stimulation quantity(s) = 1.2 s >0  | from the onset on\n"
    "param latency    quantity(s) = 0.14 s >=0 | of the response\n"
    "param harmonics  i64 = 5 1..100\n"
    "param decay      f64 = 1 0..10     | amplitude of harmonic h is h^-decay\n"
    "param snr        f64 = 0.3 >=0 <=1000000 | sd of the first harmonic / sd of the noise\n"
    "param spread     f64 = 0.3 0..5    | sd over subjects of the logarithm of their gain\n"
    "param slope      f64 = 1 0..4      | the noise has the power spectrum f^-slope\n"
    "param shared     f64 = 0.5 0..1    | share of the noise's variance common to all channels\n"
    "doc | Rows and events carry the coordinates run, subject and block; each block of a subject "
    "is a segment. Code is what decoder.cca and decoder.fbcca name the same frequency. This is "
    "synthetic data: no eye, head or line noise, and noise that repeats over trials in nothing.\n"
    "doc | 40 targets from 8 Hz in steps of .2 Hz and .5 pi are the speller of Chen et al. 2015.\n"
    "licence | MIT\n"
    "cite | Chen et al. 2015, Proceedings of the National Academy of Sciences 112, E6058-E6067\n"
    "cite | Wang et al. 2017, IEEE Transactions on Neural Systems and Rehabilitation Engineering "
    "25, 1746-1752\n");

typedef struct sizes {
    int64_t subjects, who, blocks, targets, channels, harmonics, runs; /* who: the first subject */
    int64_t pause, trial, run_rows, rows; /* trial: pause and stimulation */
    double rate, latency;
} sizes;

static int sizes_of(gy_call *c, sizes *s)
{
    s->subjects = gy_integer(c, "subjects");
    s->who = gy_integer(c, "first_subject");
    s->blocks = gy_integer(c, "blocks");
    s->targets = gy_integer(c, "n_targets");
    s->channels = gy_integer(c, "n_channels");
    s->harmonics = gy_integer(c, "harmonics");
    s->rate = gy_number(c, "rate");
    s->latency = gy_number(c, "latency");
    s->runs = s->subjects * s->blocks; /* at most 1e10 */
    double pause = nearbyint(gy_number(c, "pause") * s->rate);
    double lit = nearbyint(gy_number(c, "stimulation") * s->rate);
    double top = gy_number(c, "first") + gy_number(c, "step") * (double)(s->targets - 1);
    if (!(lit >= 1)) {
        return gy_fail(c, GY_PARAM, "stimulation", "is shorter than one row");
    }
    if (!(top * (double)s->harmonics < s->rate / 2)) {
        char words[160];
        snprintf(words, sizeof words,
                 "harmonic %lld of the last target, %g Hz, is not below half the rate, %g Hz",
                 (long long)s->harmonics, top, s->rate / 2);
        return gy_fail(c, GY_PARAM, "harmonics", words);
    }
    double rows = (pause + lit) * (double)s->targets * (double)s->runs;
    if (!(rows * (double)(s->channels + 3) < 1e13)) {
        return gy_fail(c, GY_PARAM, "subjects", "this many rows and channels do not fit in memory");
    }
    s->pause = (int64_t)pause;
    s->trial = (int64_t)(pause + lit);
    s->run_rows = s->trial * s->targets;
    s->rows = s->run_rows * s->runs;
    return GY_OK;
}

static int no_memory(gy_call *c)
{
    return gy_fail(c, GY_MEMORY, "subjects", "no memory for the working arrays");
}

/* Coordinates run, subject and block of an axis of n rows, `each` of them in a run. */
static int set_runs(gy_call *c, const sizes *s, const char *axis, int64_t n, int64_t each)
{
    static const char *const names[] = {"run", "subject", "block"};
    int64_t one = 1, *value = (int64_t *)c->host->scratch(c, n * 8);
    int64_t *first = (int64_t *)c->host->scratch(c, s->runs * 8);
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1, .data = value};
    a.shape = &n;
    a.stride = &one;
    if (!value || !first) {
        return no_memory(c);
    }
    for (int64_t r = 0; r < s->runs; r++) {
        first[r] = r * each;
    }
    GY_TRY(c->host->set_segments(c, axis, s->runs, first));
    for (int kind = 0; kind < 3; kind++) {
        for (int64_t i = 0; i < n; i++) {
            int64_t r = i / each;
            value[i] = kind == 0 ? r : kind == 1 ? s->who + r / s->blocks : r % s->blocks;
        }
        GY_TRY(c->host->set_coord(c, axis, names[kind], &a));
    }
    return GY_OK;
}

static int64_t code_of(gy_call *c, int64_t target, char *out, size_t room)
{
    double f = gy_number(c, "first") + gy_number(c, "step") * (double)target;
    return snprintf(out, room, "%.10g", f);
}

/* Bytes of the codes of one run. */
static int64_t code_bytes(gy_call *c, const sizes *s)
{
    char word[40];
    int64_t bytes = 0;
    for (int64_t k = 0; k < s->targets; k++) {
        bytes += code_of(c, k, word, sizeof word);
    }
    return bytes;
}

static int64_t scratch_of(const sizes *s)
{
    return 8 * (s->targets + s->run_rows + 2 + 2 * (s->run_rows / 2 + 1) + s->run_rows +
                s->harmonics * (s->channels + 2));
}

static int resolve(gy_call *c)
{
    sizes s;
    GY_TRY(sizes_of(c, &s));
    double *start = (double *)c->host->scratch(c, s.runs * 8);
    if (!start) {
        return no_memory(c);
    }
    GY_TRY(c->host->set_length(c, "row", s.rows));
    GY_TRY(c->host->set_length(c, "channel", s.channels));
    GY_TRY(c->host->set_length(c, "event", s.runs * s.targets));
    GY_TRY(set_runs(c, &s, "row", s.rows, s.run_rows));
    GY_TRY(set_runs(c, &s, "event", s.runs * s.targets, s.targets));
    GY_TRY(c->host->set_rate(c, "row", 1000000, llround(s.rate * 1e6), "s", start));
    GY_TRY(c->host->set_column(c, "events", "onset", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "duration", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "code", GY_UINT, 8, GY_TEXT, ""));
    GY_TRY(c->host->set_column(c, "events", "target", GY_INT, 64, 0, ""));
    c->host->ragged(c, "events.code", s.runs * code_bytes(c, &s));
    return c->host->set_scratch(c, scratch_of(&s), 0, 0);
}

typedef struct subject {
    double *gain;    /* [harmonics] */
    double *phase;   /* [harmonics] */
    double *pattern; /* [harmonics, channels] */
} subject;

/* What is drawn once for subject i. */
static int draw_subject(gy_call *c, const gy_rng *rng, const sizes *s, int64_t i, subject *who)
{
    double z = 0, snr = gy_number(c, "snr"), decay = gy_number(c, "decay");
    GY_TRY(rng->normal(c, "gain", i, 1, &z));
    GY_TRY(rng->uniform(c, "phase", i, s->harmonics, who->phase));
    for (int64_t h = 0; h < s->harmonics; h++) {
        double *m = who->pattern + h * s->channels;
        who->gain[h] = snr * exp(gy_number(c, "spread") * z) * pow((double)(h + 1), -decay);
        who->phase[h] *= 2 * M_PI;
        GY_TRY(rng->normal(c, "pattern", i * s->harmonics + h, s->channels, m));
        for (int64_t k = 0; k < s->channels; k++) {
            m[k] = 1 + m[k] / 2;
        }
    }
    return GY_OK;
}

/* The response of a trial to target k, added to out[rows, channels], which begins at the onset. */
static void respond(gy_call *c, const sizes *s, const subject *who, int64_t k, double *out)
{
    double f = gy_number(c, "first") + gy_number(c, "step") * (double)k;
    double p = gy_number(c, "phase_step") * M_PI * (double)k;
    for (int64_t i = 0; i < s->trial - s->pause; i++) {
        double t = (double)i / s->rate - s->latency;
        for (int64_t h = 0; t >= -1e-9 && h < s->harmonics; h++) {
            double angle = (double)(h + 1) * (2 * M_PI * f * t + p) + who->phase[h];
            double a = who->gain[h] * sqrt(2) * sin(angle);
            for (int64_t j = 0; j < s->channels; j++) {
                out[i * s->channels + j] += a * who->pattern[h * s->channels + j];
            }
        }
    }
}

/* One series of n values of variance 1 with power spectrum f^-slope, and no mean. Bins of frequency
 * b / n have standard deviation b^(-slope / 2) in both parts; the last of an even n has one part.
 */
static int coloured(gy_call *c, const gy_rng *rng, const gy_fft *fft, int64_t address, int64_t n,
                    double *draw, double *bins, double *out)
{
    double slope = gy_number(c, "slope"), power = 0;
    GY_TRY(rng->normal(c, "noise", address, n + 2, draw));
    bins[0] = bins[1] = 0;
    for (int64_t b = 1; b <= n / 2; b++) {
        double sd = pow((double)b, -slope / 2);
        int last = 2 * b == n;
        bins[2 * b] = sd * draw[2 * b];
        bins[2 * b + 1] = last ? 0 : sd * draw[2 * b + 1];
        power += last ? sd * sd : 4 * sd * sd;
    }
    GY_TRY(fft->inverse(c, n, bins, out));
    double scale = power > 0 ? (double)n / sqrt(power) : 0;
    for (int64_t i = 0; i < n; i++) {
        out[i] *= scale;
    }
    return GY_OK;
}

/* Noise of run r, added to x[run_rows, channels]. */
static int add_noise(gy_call *c, const gy_rng *rng, const sizes *s, int64_t r, double *draw,
                     double *bins, double *series, double *x)
{
    const gy_fft *fft = (const gy_fft *)c->host->extension(c, GY_FFT);
    double shared = gy_number(c, "shared");
    if (!fft) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.fft/1");
    }
    for (int64_t j = 0; j <= s->channels; j++) { /* the last one is common to all channels */
        int common = j == s->channels;
        double weight = sqrt(common ? shared : 1 - shared);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(coloured(c, rng, fft, (s->who * s->blocks + r) * (s->channels + 1) + j, s->run_rows,
                        draw, bins, series));
        for (int64_t i = 0; i < s->run_rows; i++) {
            for (int64_t k = common ? 0 : j; k < (common ? s->channels : j + 1); k++) {
                x[i * s->channels + k] += weight * series[i];
            }
        }
    }
    return GY_OK;
}

/* Events of run r, whose targets come in `order`; *at is where the next code goes. */
static void put_events(gy_call *c, const sizes *s, int64_t r, const int64_t *order, gy_array *codes,
                       int64_t *at)
{
    double *onset = gy_doubles(c, "events.onset"), *duration = gy_doubles(c, "events.duration");
    gy_array *target = gy_get(c, "events.target");
    char word[40];
    for (int64_t k = 0; k < s->targets; k++) {
        int64_t e = r * s->targets + k;
        if (onset) {
            onset[e] = (double)(k * s->trial + s->pause) / s->rate;
        }
        if (duration) {
            duration[e] = (double)(s->trial - s->pause) / s->rate;
        }
        if (target) {
            ((int64_t *)target->data)[e] = order[k];
        }
        if (codes) {
            int64_t n = code_of(c, order[k], word, sizeof word);
            memcpy((char *)codes->data + *at, word, (size_t)n);
            *at += n;
            ((int64_t *)(uintptr_t)codes->offsets)[e + 1] = *at;
        }
    }
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double *x = gy_doubles(c, "x"), *clean = gy_doubles(c, "clean");
    sizes s;
    GY_TRY(sizes_of(c, &s));
    int64_t at = 0, *order = (int64_t *)c->host->scratch(c, s.targets * 8);
    double *draw = (double *)c->host->scratch(c, (s.run_rows + 2) * 8);
    double *bins = (double *)c->host->scratch(c, (s.run_rows / 2 + 1) * 16);
    double *series = (double *)c->host->scratch(c, s.run_rows * 8);
    subject who = {(double *)c->host->scratch(c, s.harmonics * 8),
                   (double *)c->host->scratch(c, s.harmonics * 8),
                   (double *)c->host->scratch(c, s.harmonics * s.channels * 8)};
    if (!order || !draw || !bins || !series || !who.gain || !who.phase || !who.pattern) {
        return no_memory(c);
    }
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.rng/1");
    }
    gy_array *codes = c->host->ragged(c, "events.code", s.runs * code_bytes(c, &s));
    if (codes) {
        ((int64_t *)(uintptr_t)codes->offsets)[0] = 0;
    }
    for (int64_t r = 0; r < s.runs; r++) {
        int64_t values = s.run_rows * s.channels;
        double *to = x + r * values;
        GY_TRY(draw_subject(c, rng, &s, s.who + r / s.blocks, &who));
        GY_TRY(rng->permutation(c, "order", s.who * s.blocks + r, s.targets, order));
        put_events(c, &s, r, order, codes, &at);
        memset(to, 0, (size_t)values * sizeof *to);
        for (int64_t k = 0; k < s.targets; k++) {
            respond(c, &s, &who, order[k], to + (k * s.trial + s.pause) * s.channels);
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
        }
        if (clean) {
            memcpy(clean + r * values, to, (size_t)values * sizeof *to);
        }
        GY_TRY(add_noise(c, rng, &s, r, draw, bins, series, to));
        c->host->progress(c, (double)(r + 1) / (double)s.runs);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
