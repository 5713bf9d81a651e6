/* SPDX-License-Identifier: MIT
 *
 * fif_tags.c: tags of FIF files, as far as raw data and events need them. Numbers of kinds and
 * types are those of the format's public constants.
 */
#include "fif_tags.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    KIND_ID = 100,
    KIND_N_CHANNELS = 200,
    KIND_RATE = 201,
    KIND_CHANNEL = 203,
    KIND_FIRST = 208,
    KIND_BUFFER = 300,
    KIND_SKIP = 301,
    KIND_SKIP_SAMPLES = 303,
    KIND_EVENTS = 3561
};

enum { TYPE_I16 = 2, TYPE_I32 = 3, TYPE_F32 = 4, TYPE_F64 = 5, TYPE_PACKED = 16, TYPE_ID = 31 };
#define CHANNEL_BYTES 96

static uint32_t bits_of(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int32_t i32_of(const unsigned char *p)
{
    uint32_t u = bits_of(p);
    int32_t v;
    memcpy(&v, &u, 4);
    return v;
}

static double f32_of(const unsigned char *p)
{
    uint32_t u = bits_of(p);
    float v;
    memcpy(&v, &u, 4);
    return (double)v;
}

static double f64_of(const unsigned char *p)
{
    uint64_t u = (uint64_t)bits_of(p) << 32 | bits_of(p + 4);
    double v;
    memcpy(&v, &u, 8);
    return v;
}

__attribute__((format(printf, 4, 5))) static int wrong(gy_call *c, const source *s, int64_t place,
                                                       const char *format, ...)
{
    char where[48], text[300];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    snprintf(where, sizeof where, "byte %lld", (long long)place);
    return source_fail(c, GY_FORMAT, s->path, where, "%s", text);
}

int fif_tag_at(gy_call *c, const source *s, int64_t place, fif_tag *out, int64_t *out_next)
{
    if (place == s->size) {
        return GY_NONE;
    }
    if (s->size - place < 16) {
        return wrong(c, s, place, "the file ends within the 16 bytes of a tag");
    }
    const unsigned char *p = (const unsigned char *)s->data + place;
    int64_t size = i32_of(p + 8), next = i32_of(p + 12), end = place + 16 + size;
    if (size < 0 || end > s->size) {
        return wrong(c, s, place, "tag %d has %lld bytes of data, the file has %lld from here on",
                     (int)i32_of(p), (long long)size, (long long)(s->size - place - 16));
    }
    if (next < -1 || (next > 0 && (next < end || next > s->size))) {
        return wrong(c, s, place,
                     "tag %d says that the next one is at byte %lld, not in %lld..%lld",
                     (int)i32_of(p), (long long)next, (long long)end, (long long)s->size);
    }
    *out = (fif_tag){i32_of(p), i32_of(p + 4), place, size, p + 16};
    *out_next = next == 0 ? end : next < 0 ? s->size : next;
    return GY_OK;
}

int fif_check_magic(gy_call *c, const source *s)
{
    static const unsigned char turned[8] = {KIND_ID, 0, 0, 0, TYPE_ID, 0, 0, 0};
    const unsigned char *p = (const unsigned char *)s->data;
    if (s->size >= 16 && memcmp(p, turned, 8) == 0) {
        return source_fail(c, GY_UNSUPPORTED, s->path, "byte 0",
                           "a FIF file in little-endian order, which is not read");
    }
    if (s->size < 36 || i32_of(p) != KIND_ID || i32_of(p + 4) != TYPE_ID || i32_of(p + 8) != 20) {
        return wrong(c, s, 0, "not a FIF file: it does not begin with a file id");
    }
    return GY_OK;
}

/* Bytes of one sample, 0 for types that are not samples. */
static int64_t width_of(int32_t type)
{
    return type == TYPE_I16 || type == TYPE_PACKED ? 2
           : type == TYPE_I32 || type == TYPE_F32  ? 4
           : type == TYPE_F64                      ? 8
                                                   : 0;
}

int fif_is_buffer(const fif_tag *t)
{
    return t->kind == KIND_BUFFER;
}

int64_t fif_rows(const fif_tag *t, int64_t n)
{
    return width_of(t->type) > 0 ? t->size / (width_of(t->type) * n) : 0;
}

double fif_sample(const fif_tag *t, int64_t k)
{
    const unsigned char *p = t->data + k * width_of(t->type);
    switch (t->type) {
    case TYPE_F32:
        return f32_of(p);
    case TYPE_F64:
        return f64_of(p);
    case TYPE_I32:
        return i32_of(p);
    default:
        return (int16_t)(uint16_t)(p[0] << 8 | p[1]);
    }
}

int32_t fif_integer(const fif_tag *t, int64_t k)
{
    return i32_of(t->data + 4 * k);
}

/* A tag that must hold one number of a type. */
static int one_number(gy_call *c, const source *s, const fif_tag *t, int32_t type)
{
    return t->type == type && t->size == 4
               ? GY_OK
               : wrong(c, s, t->place, "tag %d has type %d and %lld bytes, not type %d and 4",
                       (int)t->kind, (int)t->type, (long long)t->size, (int)type);
}

static int take_count(gy_call *c, const source *s, const fif_tag *t, fif_raw *r)
{
    GY_TRY(one_number(c, s, t, TYPE_I32));
    int64_t n = fif_integer(t, 0);
    if (r->channels) {
        return wrong(c, s, t->place, "the number of channels is there twice");
    }
    if (n < 1 || n > s->size / CHANNEL_BYTES) {
        return wrong(c, s, t->place, "%lld channels, of which the file could describe %lld",
                     (long long)n, (long long)(s->size / CHANNEL_BYTES));
    }
    r->n_channels = n;
    r->channels = c->host->scratch(c, n * (int64_t)sizeof *r->channels);
    return r->channels ? GY_OK : gy_fail(c, GY_MEMORY, "path", "no memory for the channels");
}

/* scan number, log number, kind, range, cal, coil, 12 numbers of place, unit, its power, name. */
static int take_channel(gy_call *c, const source *s, const fif_tag *t, fif_raw *r)
{
    if (t->size != CHANNEL_BYTES) {
        return wrong(c, s, t->place, "a channel has %lld bytes, not %d", (long long)t->size,
                     CHANNEL_BYTES);
    }
    if (!r->channels || r->n_told == r->n_channels) {
        return wrong(c, s, t->place, "a channel more than the %lld that the file tells of",
                     (long long)r->n_channels);
    }
    fif_channel *h = &r->channels[r->n_told++];
    h->kind = fif_integer(t, 2);
    h->scale = f32_of(t->data + 12) * f32_of(t->data + 16);
    h->unit = fif_integer(t, 18);
    h->unit_power = fif_integer(t, 19);
    memcpy(h->name, t->data + 80, FIF_NAME - 1);
    h->name[FIF_NAME - 1] = 0;
    for (char *p = h->name; *p; p++) { /* names are Latin-1; the rest of Gyrus is UTF-8 */
        *p = (unsigned char)*p < 32 || (unsigned char)*p > 126 ? '?' : *p;
    }
    return isfinite(h->scale)
               ? GY_OK
               : wrong(c, s, t->place, "channel '%s' has a calibration of %g", h->name, h->scale);
}

static int take_rate(gy_call *c, const source *s, const fif_tag *t, fif_raw *r)
{
    GY_TRY(one_number(c, s, t, TYPE_F32));
    r->rate = f32_of(t->data);
    return r->rate > 1e-6 && r->rate < 1e9
               ? GY_OK
               : wrong(c, s, t->place, "a sampling rate of %g Hz", r->rate);
}

static int take_first(gy_call *c, const source *s, const fif_tag *t, fif_raw *r)
{
    GY_TRY(one_number(c, s, t, TYPE_I32));
    r->first = fif_integer(t, 0);
    return r->first >= 0 ? GY_OK
                         : wrong(c, s, t->place, "the first sample is %lld", (long long)r->first);
}

static int take_buffer(gy_call *c, const source *s, const fif_tag *t, fif_raw *r)
{
    int64_t width = width_of(t->type);
    if (width == 0) {
        return source_fail(c, GY_UNSUPPORTED, s->path, "path",
                           "byte %lld: samples of type %d are not read; only integers of 16 and 32 "
                           "bits and floats of 32 and 64",
                           (long long)t->place, (int)t->type);
    }
    if (!r->channels) {
        return wrong(c, s, t->place, "samples before the number of channels");
    }
    if (t->size % (width * r->n_channels)) {
        return wrong(c, s, t->place, "%lld bytes of samples are not whole rows of %lld channels",
                     (long long)t->size, (long long)r->n_channels);
    }
    r->type = t->type;
    r->buffers++;
    r->rows += t->size / (width * r->n_channels); /* at most the file's size */
    return GY_OK;
}

static int take(gy_call *c, const source *s, const fif_tag *t, fif_raw *r)
{
    switch (t->kind) {
    case KIND_N_CHANNELS:
        return take_count(c, s, t, r);
    case KIND_CHANNEL:
        return take_channel(c, s, t, r);
    case KIND_RATE:
        return take_rate(c, s, t, r);
    case KIND_FIRST:
        return take_first(c, s, t, r);
    case KIND_BUFFER:
        return take_buffer(c, s, t, r);
    case KIND_SKIP:
    case KIND_SKIP_SAMPLES:
        return source_fail(c, GY_UNSUPPORTED, s->path, "path",
                           "byte %lld: the recording has a gap, which is not read",
                           (long long)t->place);
    default:
        return GY_OK;
    }
}

int fif_read_raw(gy_call *c, const source *s, fif_raw *out)
{
    fif_raw r = {0};
    fif_tag t;
    GY_TRY(fif_check_magic(c, s));
    for (int64_t at = 0, n = 0; n >= 0; n++) {
        int status = fif_tag_at(c, s, at, &t, &at);
        if (status == GY_NONE) {
            break;
        }
        GY_TRY(status);
        GY_TRY(take(c, s, &t, &r));
        if (n % 4096 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    if (r.n_told < r.n_channels) {
        return wrong(c, s, s->size, "the file describes %lld of its %lld channels",
                     (long long)r.n_told, (long long)r.n_channels);
    }
    if (!r.channels || r.rate <= 0 || r.rows == 0) {
        return wrong(c, s, s->size, "no raw data: %s",
                     !r.channels   ? "no channels"
                     : r.rate <= 0 ? "no sampling rate"
                                   : "no samples");
    }
    *out = r;
    return GY_OK;
}

int fif_read_events(gy_call *c, const source *s, fif_tag *out, int64_t *out_n)
{
    int64_t found = 0, next = 0;
    fif_tag t;
    GY_TRY(fif_check_magic(c, s));
    for (int64_t at = 0; !found; at = next) {
        int status = fif_tag_at(c, s, at, &t, &next);
        if (status == GY_NONE) {
            return wrong(c, s, s->size, "no list of events");
        }
        GY_TRY(status);
        found = t.kind == KIND_EVENTS;
    }
    if (t.type != TYPE_I32 || t.size % 12) {
        return wrong(c, s, t.place, "the events have type %d and %lld bytes, not triples of i32",
                     (int)t.type, (long long)t.size);
    }
    *out = t;
    *out_n = t.size / 12;
    return GY_OK;
}
