/* SPDX-License-Identifier: MIT
 *
 * reader.fif: recordings and events of FIF files, as MNE writes them.
 */
#include "fif_set.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

GY_SAY(
    fif_text,
    "reader.fif 1 | Raw recordings and events of FIF files (.fif, .fif.gz), as MNE writes them\n"
    "out   x      any[time, channel] | samples * calibration, in the unit of the file (V, T, T/m)\n"
    "out   events table[event]     | onset (s from the file's first sample), sample (the same in "
    "rows), code\n"
    "param path   path[f]          | raw files, one after the other; {run} in their names is "
    "captured\n"
    "param event_path path[g] optional | event files (-eve.fif), one for each raw file, in its "
    "order\n"
    "param stim   text optional    | channel whose changes to another value than 0 are the events, "
    "in files without event_path; default: the first stimulus channel, if there is one\n"
    "param channels choice(data, all) = data | data: without stimulus channels\n"
    "param dtype  choice(f64, f32) = f64 | f32 halves the memory and rounds\n"
    "doc | Every file is a segment of the axes time and event; their coordinate `run` is the "
    "capture {run}, or the file's number, and no two files may have the same. The axis channel has "
    "the coordinate `name`. All files have the same channels in one order and the same rate; each "
    "has its own calibration.\n"
    "doc | Samples of event files count from the start of the acquisition, so the first sample of "
    "the raw file is taken away. Events before it or behind the end stay in the table.\n"
    "doc | Integers of 16 and 32 bits and floats of 32 and 64. Not read: recordings with gaps, "
    "parts in further files (give each part as a path), little-endian files. Names have at most 15 "
    "bytes, as in the format; projections and digitised points are not applied or kept.\n"
    "licence | MIT\n"
    "cite | Gramfort et al. 2013, MEG and EEG data analysis with MNE-Python, Frontiers in "
    "Neuroscience 7:267\n");

static int no_memory(gy_call *c)
{
    return gy_fail(c, GY_MEMORY, "path", "no memory for the description of the files");
}

/* A ragged text array of n texts, text_of(context, i), for set_coord. */
typedef const char *text_of(const void *context, int64_t i);

static int set_texts(gy_call *c, const char *axis, const char *name, int64_t n, text_of *text,
                     const void *context)
{
    int64_t one = 1, bytes = 0, room = source_times(n + 1, 8);
    int64_t *offsets = room < 0 ? NULL : c->host->scratch(c, room);
    for (int64_t i = 0; offsets && i < n; i++) {
        bytes += (int64_t)strlen(text(context, i));
        offsets[i + 1] = bytes;
    }
    char *letters = offsets ? c->host->scratch(c, bytes + 1) : NULL;
    if (!letters) {
        return no_memory(c);
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(letters + offsets[i], text(context, i), (size_t)(offsets[i + 1] - offsets[i]));
    }
    gy_array a = {.size = sizeof a, .code = GY_UINT, .bits = 8, .flags = GY_TEXT, .rank = 1};
    a.layout = GY_RAGGED;
    a.data = letters;
    a.shape = &n;
    a.stride = &one;
    a.offsets = offsets;
    return c->host->set_coord(c, axis, name, &a);
}

static const char *channel_name(const void *context, int64_t i)
{
    const fif_set *s = context;
    return s->channels[s->kept[i]].name;
}

/* The rows of an axis that is cut into files: row i is of file k while first[k] <= i. */
typedef struct runs {
    const fif_set *set;
    const int64_t *first; /* [files + 1] */
} runs;

static const char *run_of(const void *context, int64_t i)
{
    const runs *r = context;
    int64_t lo = 0, hi = r->set->n_files;
    while (hi - lo > 1) {
        int64_t mid = lo + (hi - lo) / 2;
        lo = r->first[mid] <= i ? mid : lo;
        hi = r->first[mid] <= i ? hi : mid;
    }
    return r->set->files[lo].run;
}

/* Segments and the coordinate run of an axis; files without rows make no segment. */
static int set_runs(gy_call *c, const fif_set *s, const char *axis, int64_t n, int events)
{
    int64_t *first = c->host->scratch(c, (s->n_files + 1) * 16), k = 0;
    int64_t *begin = first + s->n_files + 1;
    if (!first) {
        return no_memory(c);
    }
    for (int64_t i = 0; i < s->n_files; i++) {
        int64_t rows = events ? s->files[i].n_events : s->files[i].rows;
        first[i + 1] = first[i] + rows;
        if (rows > 0) {
            begin[k++] = first[i];
        }
    }
    if (k > 0) {
        GY_TRY(c->host->set_segments(c, axis, k, begin));
    }
    runs r = {s, first};
    return set_texts(c, axis, "run", n, run_of, &r);
}

/* 1 / rate as a fraction: rates are single precision, whole ones and thousandths are exact. */
static int set_rate(gy_call *c, const fif_set *s)
{
    double *start = c->host->scratch(c, s->n_files * 8), fine = 1;
    while (fine < 1e6 && fabs(s->rate * fine - nearbyint(s->rate * fine)) > 1e-7 * s->rate * fine) {
        fine *= 10;
    }
    double whole = nearbyint(s->rate * fine);
    if (!start) {
        return no_memory(c);
    }
    return c->host->set_rate(c, "time", (int64_t)fine, whole < 1 ? 1 : (int64_t)whole, "s", start);
}

/* "V" and the like if all kept channels are in it. */
static const char *unit_of(const fif_set *s)
{
    const fif_channel *a = &s->channels[s->kept[0]];
    for (int64_t k = 1; k < s->n_kept; k++) {
        const fif_channel *b = &s->channels[s->kept[k]];
        if (a->unit != b->unit || a->unit_power != b->unit_power) {
            return NULL;
        }
    }
    return a->unit == 107 && a->unit_power == 0    ? "V"
           : a->unit == 107 && a->unit_power == -6 ? "uV"
           : a->unit == 112 && a->unit_power == 0  ? "T"
           : a->unit == 201 && a->unit_power == 0  ? "T/m"
                                                   : NULL;
}

static int resolve(gy_call *c)
{
    fif_set s;
    GY_TRY(fif_set_load(c, &s));
    const char *unit = unit_of(&s);
    GY_TRY(c->host->set_dtype(c, "x", GY_FLOAT, gy_is(c, "dtype", "f32") ? 32 : 64));
    GY_TRY(c->host->set_length(c, "time", s.rows));
    GY_TRY(c->host->set_length(c, "channel", s.n_kept));
    GY_TRY(c->host->set_length(c, "event", s.n_events));
    GY_TRY(set_runs(c, &s, "time", s.rows, 0));
    GY_TRY(set_runs(c, &s, "event", s.n_events, 1));
    GY_TRY(set_rate(c, &s));
    GY_TRY(set_texts(c, "channel", "name", s.n_kept, channel_name, &s));
    if (unit) {
        GY_TRY(c->host->set_attribute(c, "x", "unit", unit));
    }
    GY_TRY(c->host->set_column(c, "events", "onset", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "events", "sample", GY_INT, 64, 0, ""));
    GY_TRY(c->host->set_column(c, "events", "code", GY_INT, 64, 0, ""));
    return c->host->set_scratch(c, s.scratch + s.again, 0, 0);
}

typedef struct filling {
    fif_set *set;
    gy_array *x, *onset, *sample, *code;
    int64_t row, event; /* where the file at hand begins */
} filling;

static int put_samples(gy_call *c, const filling *f, const fif_raw *raw, const source *file)
{
    const fif_set *s = f->set;
    fif_tag t;
    int64_t row = f->row, n = raw->n_channels;
    for (int64_t at = 0; f->x;) {
        int status = fif_tag_at(c, file, at, &t, &at);
        if (status == GY_NONE) {
            break;
        }
        GY_TRY(status);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        int64_t rows = fif_is_buffer(&t) ? fif_rows(&t, n) : 0;
        for (int64_t i = 0; i < rows; i++, row++) {
            for (int64_t k = 0; k < s->n_kept; k++) {
                double v = fif_sample(&t, i * n + s->kept[k]) * raw->channels[s->kept[k]].scale;
                if (f->x->bits == 32) {
                    ((float *)f->x->data)[row * s->n_kept + k] = (float)v;
                } else {
                    ((double *)f->x->data)[row * s->n_kept + k] = v;
                }
            }
        }
    }
    return GY_OK;
}

static void put_event(void *context, int64_t i, int64_t sample, int64_t code)
{
    const filling *f = context;
    if (f->onset) {
        ((double *)f->onset->data)[f->event + i] = (double)sample / f->set->rate;
    }
    if (f->sample) {
        ((int64_t *)f->sample->data)[f->event + i] = sample;
    }
    if (f->code) {
        ((int64_t *)f->code->data)[f->event + i] = code;
    }
}

static int run(gy_call *c)
{
    fif_set s;
    GY_TRY(fif_set_load(c, &s));
    filling f = {.set = &s, .x = gy_get(c, "x"), .onset = gy_get(c, "events.onset")};
    f.sample = gy_get(c, "events.sample");
    f.code = gy_get(c, "events.code");
    int same = !f.x || (f.x->shape[0] == s.rows && f.x->shape[1] == s.n_kept);
    same = same && (!f.onset || f.onset->shape[0] == s.n_events) &&
           (!f.sample || f.sample->shape[0] == s.n_events) &&
           (!f.code || f.code->shape[0] == s.n_events);
    for (int64_t i = 0; same && i < s.n_files; i++) {
        source file;
        fif_raw raw;
        GY_TRY(fif_set_open(c, &s, i, &file, &raw));
        same = raw.rows == s.files[i].rows && raw.n_channels == s.n_channels;
        if (!same) {
            break;
        }
        GY_TRY(put_samples(c, &f, &raw, &file));
        int64_t n = 0;
        GY_TRY(fif_set_events(c, &s, i, &file, &raw, NULL, NULL, &n));
        same = n == s.files[i].n_events;
        if (same) {
            GY_TRY(fif_set_events(c, &s, i, &file, &raw, put_event, &f, &n));
        }
        f.row += raw.rows;
        f.event += n;
        c->host->progress(c, (double)(i + 1) / (double)s.n_files);
    }
    return same ? GY_OK : gy_fail(c, GY_IO, "path", "the files changed while they were in use");
}

GY_PLUGIN(fif_text, resolve, run, 0, 0, 0)
