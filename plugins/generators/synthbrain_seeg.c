/* SPDX-License-Identifier: MIT
 *
 * synthbrain_seeg.c: contacts near planted sources, whose high-gamma amplitude follows them.
 *
 *     envelope[i, c, t] = floor + sum_k gain[c, k] exp(depth x[i, k]) course[k, t]
 *     epoch = envelope b(t) + noise
 * b is a band of M cosines of random frequency in `band` and random phase, of variance 1; gain
 * falls with the distance d of contact and source as 1 / (1 + (d / reach)^2); noise is AR(1).
 */
#include "synthbrain_parts.h"

GY_SAY(text,
       "generator.synthbrain-seeg 1 | Intracranial EEG: high-gamma activity near planted sources\n"
       "in  x        f64[row, source] | activity of generator.synthbrain; its sources have the "
       "coordinates x, y, z in mm, and roi\n"
       "out epochs   f64[row, channel, time] optional | voltage, in units of the envelope\n"
       "out envelope f64[row, channel, time] optional | planted amplitude (rms) of the band\n"
       "out gains    f64[channel, source] optional | planted\n"
       "out course   f64[source, time] optional | 1 at its peak\n"
       "out contacts f64[channel, 3] optional unit=mm | places\n"
       "param subject  i64 = 1 0..1000000 | its contacts, phases and noise\n"
       "param channels i64 = 16 1..4096 | each beside a source at random\n"
       "param away     quantity(mm) = 4 mm >=0 | sd of a contact's distance in each direction\n"
       "param falloff  quantity(mm) = 5 mm >0 | distance at which half is left\n"
       "param rate     quantity(Hz) = 500 Hz >0 | samples a second\n"
       "param window   interval(s) = -200 ms .. 800 ms | time of the samples, stimulus at 0\n"
       "param latency  map optional     | ROI -> 100 ms: when it begins\n"
       "param begin    quantity(s) = 100 ms | latency of all other ROIs\n"
       "param rise     quantity(s) = 100 ms >0 | from there to the peak\n"
       "param band     interval(Hz) = 70 Hz .. 150 Hz | of high gamma\n"
       "param depth    f64 = 0.5 0..5 | of the modulation by activity\n"
       "param floor    f64 = 0.2 >=0 | amplitude without a stimulus\n"
       "param noise    f64 = 0.5 >=0 | sd of the other signals\n"
       "param smooth   f64 = 0.95 0..0.9999 | their correlation from sample to sample\n"
       "reach epochs.row x.row row\n"
       "reach envelope.row x.row row\n"
       "doc | Channels have the coordinate roi: that of the source they were put beside. This is "
       "synthetic data.\n"
       "licence | MIT\n"
       "cite | Ray, Crone, Niebur, Franaszczuk, Hsiao 2008, Journal of Neuroscience 28, "
       "11526-11536 (high gamma and firing)\n");

#define WAVES 16

typedef struct seeg {
    gy_call *c;
    const gy_rng *rng;
    const gy_array *x, *roi;
    int64_t subject, sources, channels, times;
    double step, start, band[2];
    double *gain, *course, *place; /* [C, S], [S, T], [C, 3] */
    double *epochs, *envelope;
} seeg;

static int read_shape(gy_call *c, seeg *m)
{
    const gy_array *window = gy_get(c, "window"), *band = gy_get(c, "band");
    *m = (seeg){.c = c, .rng = sp_rng(c), .x = gy_get(c, "x")};
    m->roi = c->host->coord(c, "x.source", "roi");
    m->subject = gy_integer(c, "subject");
    m->sources = m->x->shape[1];
    m->channels = gy_integer(c, "channels");
    m->step = 1 / gy_number(c, "rate");
    m->start = gy_at1(window, 0);
    m->band[0] = gy_at1(band, 0);
    m->band[1] = gy_at1(band, 1);
    double n = (gy_at1(window, 1) - m->start) / m->step;
    if (!m->rng) {
        return GY_UNSUPPORTED;
    }
    if (!(n >= .5 && n < 1e7)) {
        return sp_fail(c, GY_PARAM, "window",
                       "a window of %g s has %g samples: 1 to 10 million are possible",
                       gy_at1(window, 1) - m->start, floor(n + .5));
    }
    if (!(m->band[0] > 0 && m->band[1] < .5 / m->step)) {
        return sp_fail(c, GY_PARAM, "band",
                       "the band must lie above 0 and below %g Hz, half the sampling rate",
                       .5 / m->step);
    }
    m->times = (int64_t)floor(n + .5);
    return sp_known(c, "latency", m->roi, m->sources);
}

/* Source beside which channel i is put. */
static int home_of(const seeg *m, int64_t i, int64_t *out)
{
    double u = 0;
    GY_TRY(m->rng->uniform_at(m->c, "home", m->subject, i, 1, &u));
    *out = (int64_t)(u * (double)m->sources);
    return GY_OK;
}

static int say_channels(const seeg *m)
{
    int64_t bytes = 0, n = m->channels, *home = 0;
    gy_call *c = m->c;
    GY_TRY(c->host->set_length(c, "channel", n));
    if (!m->roi || !(m->roi->flags & GY_TEXT)) {
        return GY_OK;
    }
    home = (int64_t *)sp_scratch(c, 2 * n + 1, 8, "channels");
    if (!home) {
        return GY_MEMORY;
    }
    int64_t *offsets = home + n;
    for (int64_t i = 0; i < n; i++) {
        GY_TRY(home_of(m, i, &home[i]));
        bytes += m->roi->offsets[home[i] + 1] - m->roi->offsets[home[i]];
        offsets[i + 1] = bytes;
    }
    char *letters = (char *)sp_scratch(c, bytes + 1, 1, "channels");
    if (!letters) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(letters + offsets[i], (const char *)m->roi->data + m->roi->offsets[home[i]],
               (size_t)(offsets[i + 1] - offsets[i]));
    }
    gy_array a = sp_vector(GY_UINT, letters, &n);
    a.bits = 8;
    a.flags = GY_TEXT;
    a.layout = GY_RAGGED;
    a.offsets = offsets;
    return c->host->set_coord(c, "channel", "roi", &a);
}

static int resolve(gy_call *c)
{
    seeg m;
    int64_t all = 0, numerator = 0, denominator = 0, length = c->host->length(c, "x.row");
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
    GY_TRY(sp_rational(c, "rate", m.step, &numerator, &denominator));
    GY_TRY(c->host->set_length(c, "time", m.times));
    GY_TRY(c->host->set_rate(c, "time", numerator, denominator, "s", &m.start));
    return sp_say_scratch(c, 8 * (m.channels * (m.sources + 3) + m.sources * m.times));
}

static int plant(seeg *m)
{
    gy_call *c = m->c;
    double rise = gy_number(c, "rise"), half = gy_number(c, "falloff"), z[3], at[3];
    m->gain = (double *)sp_scratch(c, m->channels * (m->sources + 3), 8, "channels");
    m->course = (double *)sp_scratch(c, m->sources * m->times, 8, "time courses");
    if (!m->gain || !m->course) {
        return GY_MEMORY;
    }
    m->place = m->gain + m->channels * m->sources;
    for (int64_t i = 0; i < m->channels; i++) {
        int64_t home = 0;
        double *p = m->place + 3 * i;
        GY_TRY(home_of(m, i, &home));
        GY_TRY(sp_place(c, "x.source", home, at));
        GY_TRY(m->rng->normal_at(c, "contact", m->subject, i, 3, z));
        for (int d = 0; d < 3; d++) {
            p[d] = at[d] + gy_number(c, "away") * z[d];
        }
        for (int64_t k = 0; k < m->sources; k++) {
            double far2 = 0;
            GY_TRY(sp_place(c, "x.source", k, at));
            for (int d = 0; d < 3; d++) {
                far2 += (p[d] - at[d]) * (p[d] - at[d]);
            }
            m->gain[i * m->sources + k] = 1 / (1 + far2 / (half * half));
        }
    }
    for (int64_t k = 0; k < m->sources; k++) {
        double latency = sp_mapped(c, "latency", m->roi, k, gy_number(c, "begin"));
        for (int64_t t = 0; t < m->times; t++) {
            double u = (m->start + (double)t * m->step - latency) / rise;
            m->course[k * m->times + t] = u > 1e-6 * m->step / rise ? u * u * exp(2 * (1 - u)) : 0;
        }
    }
    return c->host->stopped(c) ? GY_CANCELLED : GY_OK;
}

/* The envelope of a row and channel at time t. */
static double envelope_at(const seeg *m, int64_t row, int64_t i, int64_t t)
{
    double sum = gy_number(m->c, "floor"), depth = gy_number(m->c, "depth");
    for (int64_t k = 0; k < m->sources; k++) {
        double course = m->course[k * m->times + t];
        sum += course > 0 ? m->gain[i * m->sources + k] * exp(depth * gy_at2(m->x, row, k)) * course
                          : 0;
    }
    return sum;
}

static int one_channel(const seeg *m, int64_t row, int64_t i)
{
    gy_call *c = m->c;
    int64_t address = sp_row(m->x, row) * m->channels + i, at = (row * m->channels + i) * m->times;
    double wave[2 * WAVES], last = 0, a = gy_number(c, "smooth"), sd = gy_number(c, "noise");
    GY_TRY(m->rng->uniform_at(c, "waves", m->subject, address, 2 * WAVES, wave));
    if (m->epochs) {
        GY_TRY(m->rng->normal_at(c, "noise", m->subject, address, m->times, m->epochs + at));
    }
    for (int64_t t = 0; t < m->times; t++) {
        double envelope = envelope_at(m, row, i, t), b = 0;
        for (int k = 0; k < WAVES && m->epochs; k++) {
            double f = m->band[0] + (m->band[1] - m->band[0]) * wave[2 * k];
            b += sqrt(2. / WAVES) * cos(2 * M_PI * (f * (double)t * m->step + wave[2 * k + 1]));
        }
        if (m->envelope) {
            m->envelope[at + t] = envelope;
        }
        if (m->epochs) {
            last = t ? a * last + sqrt(1 - a * a) * m->epochs[at + t] : m->epochs[at + t];
            m->epochs[at + t] = envelope * b + sd * last;
        }
    }
    return c->host->stopped(c) ? GY_CANCELLED : GY_OK;
}

static int one_trial(void *context, int64_t row)
{
    const seeg *m = (const seeg *)context;
    for (int64_t i = 0; i < m->channels; i++) {
        GY_TRY(one_channel(m, row, i));
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
    seeg m;
    GY_TRY(read_shape(c, &m));
    GY_TRY(plant(&m));
    copy(c, "gains", m.gain, m.channels * m.sources);
    copy(c, "course", m.course, m.sources * m.times);
    copy(c, "contacts", m.place, 3 * m.channels);
    m.epochs = gy_doubles(c, "epochs");
    m.envelope = gy_doubles(c, "envelope");
    if (!map) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.map/1");
    }
    return m.epochs || m.envelope ? map->each(c, m.x->shape[0], one_trial, &m) : GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
