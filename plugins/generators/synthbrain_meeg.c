/* SPDX-License-Identifier: MIT
 *
 * synthbrain_meeg.c: sources as current dipoles in a spherical head, seen by EEG or MEG sensors.
 *
 *     epoch[i, c, t] = sum_k lead[c, k] (evoked + x[i, k]) course[k, t] + noise
 *     course[k, t] = u^2 exp(2 (1 - u)),  u = (t - latency of k's ROI) / rise, 0 before
 * which is 1 at latency + rise. Noise is a stationary AR(1) sequence in time, independent between
 * channels and trials; with an average reference the mean over channels is taken from signal and
 * noise alike.
 */
#include "synthbrain_meeg.h"

GY_SAY(
    text,
    "generator.synthbrain-meeg 1 | EEG or MEG epochs of planted sources in a spherical head\n"
    "in  x        f64[row, source] | activity of generator.synthbrain; its sources have the "
    "coordinates x, y, z in mm, and roi\n"
    "out epochs   f64[row, channel, time] optional | EEG in uV, MEG (radial magnetometers) in "
    "fT\n"
    "out signal   f64[row, channel, time] optional | without noise\n"
    "out leadfield f64[channel, source] optional | uV or fT of a source of activity 1\n"
    "out course   f64[source, time] optional | time course of each source, 1 at its peak\n"
    "out ceiling  f64[channel, time] optional | exact correlation over trials of signal and "
    "epochs; 0 without signal\n"
    "out noise_sd f64[channel] optional | sd of the noise\n"
    "out sensors  f64[channel, 3] optional unit=mm | places, from the middle of the head\n"
    "param kind     choice(eeg, meg) = eeg\n"
    "param subject  i64 = 1 0..1000000 | directions of its sources, and its noise\n"
    "param channels i64 = 64 1..4096 | spread evenly over the upper part of the head\n"
    "param rate     quantity(Hz) = 100 Hz >0 | samples a second\n"
    "param window   interval(s) = -100 ms .. 600 ms | time of the samples, stimulus at 0\n"
    "param latency  map optional     | ROI -> 100 ms: when its activity begins. Default by "
    "network: early-visual 60 ms, object, face, place, body 120 ms, word, food 150 ms, language "
    "250 ms, others 200 ms\n"
    "param rise     quantity(s) = 50 ms >0 | from there to the peak\n"
    "param moment   f64 = 10 >=0     | nA m of a source of activity 1, at its peak\n"
    "param evoked   f64 = 1          | activity of every source that all stimuli share\n"
    "param noise    f64 optional >=0 | sd (median over channels) in uV or fT; default 1 uV, "
    "100 fT\n"
    "param noise_spread f64 = 0.2 0..3 | sd over channels of its logarithm\n"
    "param smooth   f64 = 0.9 0..0.9999 | correlation of the noise from sample to sample\n"
    "param reference choice(average, none) = average | of EEG\n"
    "param head     quantity(mm) = 90 mm 10..1000 | radius of the sphere; MEG sensors are 1.25 "
    "times as far out\n"
    "reach epochs.row x.row row\n"
    "reach signal.row x.row row\n"
    "doc | Places of sources are those of an ellipsoidal brain (middle 0, -18, 16 mm; half axes "
    "77, 97, 70 mm), drawn into a ball of .88 of the head's radius. EEG: homogeneous sphere, .33 "
    "S/m. A source has a direction at random, with a radial part, which MEG does not see.\n"
    "doc | Nothing comes before the latency: what can be decoded there is chance. This is "
    "synthetic data.\n"
    "licence | MIT\n"
    "cite | Sarvas 1987, Physics in Medicine and Biology 32, 11-22 (magnetic field)\n"
    "cite | Mosher, Leahy, Lewis 1999, IEEE Transactions on Biomedical Engineering 46, 245-259 "
    "(potential)\n");

static int read_shape(gy_call *c, sm_meeg *m)
{
    const gy_array *window = gy_get(c, "window");
    *m = (sm_meeg){.c = c, .rng = sp_rng(c), .x = gy_get(c, "x")};
    m->roi = c->host->coord(c, "x.source", "roi");
    m->network = c->host->coord(c, "x.source", "network");
    m->subject = gy_integer(c, "subject");
    m->eeg = gy_is(c, "kind", "eeg");
    m->average = m->eeg && gy_is(c, "reference", "average");
    m->sources = m->x->shape[1];
    m->channels = gy_integer(c, "channels");
    m->head = gy_number(c, "head") * 1e-3;
    m->step = 1 / gy_number(c, "rate");
    m->start = gy_at1(window, 0);
    double n = (gy_at1(window, 1) - m->start) / m->step;
    if (!m->rng) {
        return GY_UNSUPPORTED;
    }
    if (!(n >= .5 && n < 1e7)) {
        return sp_fail(c, GY_PARAM, "window",
                       "a window of %g s has %g samples of %g s: 1 to 10 million are possible",
                       gy_at1(window, 1) - m->start, floor(n + .5), m->step);
    }
    m->times = (int64_t)floor(n + .5);
    if (m->average && m->channels < 2) {
        return gy_fail(c, GY_PARAM, "channels",
                       "an average reference needs 2 channels at least, or reference = none");
    }
    return sp_known(c, "latency", m->roi, m->sources);
}

static int say_channels(const sm_meeg *m)
{
    gy_call *c = m->c;
    int64_t n = m->channels, numerator = 0, denominator = 0;
    int64_t *offsets = (int64_t *)sp_scratch(c, n + 1, 8, "channels");
    char *letters = (char *)sp_scratch(c, n, 8, "channels");
    if (!offsets || !letters) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        char name[16];
        int length = snprintf(name, sizeof name, "%c%03d", m->eeg ? 'E' : 'M', (int)i + 1);
        memcpy(letters + offsets[i], name, (size_t)length);
        offsets[i + 1] = offsets[i] + length;
    }
    gy_array a = sp_vector(GY_UINT, letters, &n);
    a.bits = 8;
    a.flags = GY_TEXT;
    a.layout = GY_RAGGED;
    a.offsets = offsets;
    GY_TRY(sp_rational(c, "rate", m->step, &numerator, &denominator));
    GY_TRY(c->host->set_length(c, "channel", n));
    GY_TRY(c->host->set_length(c, "time", m->times));
    GY_TRY(c->host->set_coord(c, "channel", "name", &a));
    return c->host->set_rate(c, "time", numerator, denominator, "s", &m->start);
}

static int resolve(gy_call *c)
{
    sm_meeg m;
    int64_t all = 0, length = c->host->length(c, "x.row");
    double at[3];
    GY_TRY(read_shape(c, &m));
    GY_TRY(sp_place(c, "x.source", 0, at));
    if (__builtin_mul_overflow(m.channels * 64, m.times, &all) ||
        __builtin_mul_overflow(all, length > 0 ? length : 1, &all)) {
        return gy_fail(c, GY_PARAM, "channels",
                       "this many trials, channels and samples do not fit "
                       "in memory");
    }
    GY_TRY(say_channels(&m));
    return sp_say_scratch(c, 8 * (m.channels * (m.sources + 2) + m.sources * m.times +
                                  m.sources * m.sources + m.sources));
}

static int one_trial(void *context, int64_t row)
{
    const sm_meeg *m = (const sm_meeg *)context;
    int64_t n = m->channels * m->times;
    double *epoch = m->out[0] ? m->out[0] + row * n : 0;
    double *signal = m->out[1] ? m->out[1] + row * n : 0;
    if (m->c->host->stopped(m->c)) {
        return GY_CANCELLED;
    }
    if (signal) {
        memset(signal, 0, (size_t)n * sizeof *signal);
        sm_add_signal(m, row, signal);
    }
    if (!epoch) {
        return GY_OK;
    }
    GY_TRY(sm_noise(m, row, epoch));
    sm_add_signal(m, row, epoch);
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
    double *ceiling = gy_doubles(c, "ceiling"), *at = gy_doubles(c, "sensors");
    sm_meeg m;
    GY_TRY(read_shape(c, &m));
    GY_TRY(sm_plant(&m));
    copy(c, "leadfield", m.lead, m.channels * m.sources);
    copy(c, "course", m.course, m.sources * m.times);
    copy(c, "noise_sd", m.sd, m.channels);
    for (int64_t i = 0; at && i < m.channels; i++) {
        sm_sensor(&m, i, at + 3 * i);
        for (int d = 0; d < 3; d++) {
            at[3 * i + d] *= 1e3;
        }
    }
    if (ceiling) {
        GY_TRY(sm_ceiling(&m, ceiling));
    }
    m.out[0] = gy_doubles(c, "epochs");
    m.out[1] = gy_doubles(c, "signal");
    if (!m.out[0] && !m.out[1]) {
        return GY_OK;
    }
    return map ? map->each(c, m.x->shape[0], one_trial, &m)
               : gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.map/1");
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
