/* SPDX-License-Identifier: MIT
 *
 * fif_set.c: files are compared with the first one; what differs is told with both names.
 */
#include "fif_set.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void *room_for(gy_call *c, fif_set *s, int64_t n, int64_t size)
{
    int64_t bytes = source_times(n, size);
    void *p = bytes < 0 ? NULL : c->host->scratch(c, bytes);
    if (!p) {
        gy_fail(c, GY_MEMORY, "path", "no memory for the files");
    }
    s->scratch += bytes;
    return p;
}

/* The content of a file: in the common buffer, or unpacked beside it, which run does `times` times
 * more. */
static int load(gy_call *c, fif_set *s, const char *path, int64_t times, source *out)
{
    int64_t got = 0, size = 0;
    char none[1];
    GY_TRY(source_part(c, path, 0, 0, none, &got, &size));
    if (size < 0) {
        GY_TRY(source_load(c, path, out));
        s->scratch += out->size + 1;
        s->again += times * (out->size + 1);
        return GY_OK;
    }
    if (size > s->room) {
        s->buffer = room_for(c, s, size, 1);
        s->room = s->buffer ? size : 0;
    }
    if (!s->buffer && size > 0) {
        return GY_MEMORY;
    }
    GY_TRY(source_part(c, path, 0, size, s->buffer, &got, NULL));
    *out = (source){path, s->buffer, got};
    return c->host->used_file(c, path);
}

/* Room for the longest file, so that the buffer does not grow file by file. */
static int make_buffer(gy_call *c, fif_set *s)
{
    int64_t most = 1;
    for (int64_t i = 0; i < 2 * s->n_files; i++) {
        const fif_file *f = &s->files[i / 2];
        const char *path = i % 2 ? f->events : f->path;
        int64_t got = 0, size = 0;
        char none[1];
        if (path) {
            GY_TRY(source_part(c, path, 0, 0, none, &got, &size));
            most = size > most ? size : most;
        }
    }
    s->buffer = room_for(c, s, most, 1);
    s->room = most;
    return s->buffer ? GY_OK : GY_MEMORY;
}

static int64_t count_of(gy_call *c, const char *key)
{
    int64_t n = 0;
    while (c->host->text_item(c, key, n)) {
        n++;
    }
    return n;
}

/* Names: each run once, and event files that belong to their raw files. */
static int name_files(gy_call *c, fif_set *s)
{
    int64_t events = count_of(c, "event_path");
    s->n_files = count_of(c, "path");
    if (s->n_files == 0) {
        return gy_fail(c, GY_PARAM, "path", "names no file");
    }
    if (events > 0 && events != s->n_files) {
        char text[120];
        snprintf(text, sizeof text, "%lld event files for %lld raw files", (long long)events,
                 (long long)s->n_files);
        return gy_fail(c, GY_PARAM, "event_path", text);
    }
    s->files = room_for(c, s, s->n_files, (int64_t)sizeof *s->files);
    char *numbers = room_for(c, s, s->n_files, 24);
    if (!s->files || !numbers) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < s->n_files; i++) {
        fif_file *f = &s->files[i];
        const char *own = c->host->text_item(c, "event_path.run", i);
        f->path = c->host->text_item(c, "path", i);
        f->events = events > 0 ? c->host->text_item(c, "event_path", i) : NULL;
        f->run = c->host->text_item(c, "path.run", i);
        if (f->run && own && f->events && strcmp(f->run, own) != 0) {
            return source_fail(c, GY_PARAM, f->events, "event_path",
                               "is of run '%s', the raw file beside it of run '%s'", own, f->run);
        }
        snprintf(numbers + 24 * i, 24, "%lld", (long long)i + 1);
        f->run = f->run ? f->run : numbers + 24 * i;
        for (int64_t k = 0; k < i; k++) {
            if (strcmp(f->run, s->files[k].run) == 0) {
                return source_fail(c, GY_PARAM, f->path, "path", "is run '%s', as %s is", f->run,
                                   s->files[k].path);
            }
        }
    }
    return GY_OK;
}

/* Channels that come out, and the one of events. */
static int choose_channels(gy_call *c, fif_set *s, const fif_raw *raw)
{
    const char *stim = c->host->text(c, "stim");
    int all = gy_is(c, "channels", "all");
    s->n_channels = raw->n_channels;
    s->channels = raw->channels;
    s->rate = raw->rate;
    s->stim = -1;
    s->kept = room_for(c, s, raw->n_channels, 8);
    if (!s->kept) {
        return GY_MEMORY;
    }
    for (int64_t k = 0; k < raw->n_channels; k++) {
        const fif_channel *h = &raw->channels[k];
        int named = stim && strcmp(stim, h->name) == 0;
        if (s->stim < 0 && (stim ? named : h->kind == FIF_STIM)) {
            s->stim = k;
        }
        if (all || (h->kind != FIF_STIM && !named)) {
            s->kept[s->n_kept++] = k;
        }
    }
    if (stim && s->stim < 0) {
        return source_fail(c, GY_PARAM, s->files[0].path, "stim", "has no channel '%s'", stim);
    }
    return s->n_kept > 0 ? GY_OK
                         : source_fail(c, GY_DATA, s->files[0].path, "channels",
                                       "has stimulus channels only; channels = all keeps them");
}

static int compare(gy_call *c, const fif_set *s, const fif_file *f, const fif_raw *raw)
{
    if (raw->n_channels != s->n_channels || fabs(raw->rate - s->rate) > 1e-6 * s->rate) {
        return source_fail(c, GY_SHAPE, f->path, "path",
                           "has %lld channels at %g Hz, %s has %lld at %g Hz",
                           (long long)raw->n_channels, raw->rate, s->files[0].path,
                           (long long)s->n_channels, s->rate);
    }
    for (int64_t k = 0; k < raw->n_channels; k++) {
        if (strcmp(raw->channels[k].name, s->channels[k].name) != 0) {
            return source_fail(c, GY_SHAPE, f->path, "path", "channel %lld is '%s', in %s '%s'",
                               (long long)k + 1, raw->channels[k].name, s->files[0].path,
                               s->channels[k].name);
        }
    }
    return GY_OK;
}

int fif_set_open(gy_call *c, fif_set *s, int64_t i, source *out, fif_raw *out_raw)
{
    GY_TRY(load(c, s, s->files[i].path, 1, out));
    GY_TRY(fif_read_raw(c, out, out_raw));
    s->scratch += out_raw->n_channels * (int64_t)sizeof *out_raw->channels;
    s->again += out_raw->n_channels * (int64_t)sizeof *out_raw->channels;
    return GY_OK;
}

/* Changes of the stimulus channel to another value than 0. */
static int by_changes(gy_call *c, const fif_set *s, const source *file, const fif_raw *raw,
                      void put(void *, int64_t, int64_t, int64_t), void *context, int64_t *out_n)
{
    double before = 0;
    int64_t row = 0, n = 0;
    fif_tag t;
    for (int64_t at = 0;;) {
        int status = fif_tag_at(c, file, at, &t, &at);
        if (status == GY_NONE) {
            break;
        }
        GY_TRY(status);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        int64_t rows = fif_is_buffer(&t) ? fif_rows(&t, raw->n_channels) : 0;
        for (int64_t i = 0; i < rows; i++, row++) {
            double v = fif_sample(&t, i * raw->n_channels + s->stim) * raw->channels[s->stim].scale;
            v = nearbyint(v);
            if (!(fabs(v) < 9e15)) {
                return source_fail(c, GY_DATA, file->path, "stim",
                                   "sample %lld of channel '%s' is %g, not a code", (long long)row,
                                   s->channels[s->stim].name, v);
            }
            if (row > 0 && v != before && v != 0) {
                if (put) {
                    put(context, n, row, (int64_t)v);
                }
                n++;
            }
            before = v;
        }
    }
    *out_n = n;
    return GY_OK;
}

int fif_set_events(gy_call *c, fif_set *s, int64_t i, const source *file, const fif_raw *raw,
                   void put(void *context, int64_t k, int64_t sample, int64_t code), void *context,
                   int64_t *out_n)
{
    *out_n = 0;
    if (!s->files[i].events) {
        return s->stim < 0 ? GY_OK : by_changes(c, s, file, raw, put, context, out_n);
    }
    source list;
    fif_tag t;
    GY_TRY(load(c, s, s->files[i].events, 2, &list));
    GY_TRY(fif_read_events(c, &list, &t, out_n));
    for (int64_t k = 0; put && k < *out_n; k++) {
        put(context, k, fif_integer(&t, 3 * k) - raw->first, fif_integer(&t, 3 * k + 2));
    }
    return GY_OK;
}

int fif_set_load(gy_call *c, fif_set *out)
{
    *out = (fif_set){0};
    GY_TRY(name_files(c, out));
    GY_TRY(make_buffer(c, out));
    for (int64_t i = 0; i < out->n_files; i++) {
        fif_file *f = &out->files[i];
        source file;
        fif_raw raw;
        GY_TRY(fif_set_open(c, out, i, &file, &raw));
        if (i == 0) {
            GY_TRY(choose_channels(c, out, &raw));
        }
        GY_TRY(compare(c, out, f, &raw));
        GY_TRY(fif_set_events(c, out, i, &file, &raw, NULL, NULL, &f->n_events));
        f->rows = raw.rows;
        out->rows += raw.rows; /* at most the bytes of all files */
        out->n_events += f->n_events;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}
