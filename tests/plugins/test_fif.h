/* SPDX-License-Identifier: MIT
 *
 * test_fif.h: FIF files written tag by tag, after the format's description.
 */
#ifndef GYRUS_TEST_FIF_H
#define GYRUS_TEST_FIF_H

#include "files.h"
#include "harness.h"

#include <math.h>

/* A file that grows tag by tag. */
typedef struct bytes {
    unsigned char b[8192];
    size_t n;
} bytes;

static inline void put32(bytes *f, int64_t v)
{
    for (int k = 3; k >= 0; k--) {
        f->b[f->n++] = (unsigned char)((uint64_t)v >> (8 * k));
    }
}

static inline void put_float(bytes *f, double v)
{
    float x = (float)v;
    uint32_t u;
    memcpy(&u, &x, 4);
    put32(f, u);
}

/* Head of a tag; its data follow. Returns its place. */
static inline size_t tag(bytes *f, int kind, int type, int64_t size)
{
    size_t at = f->n;
    put32(f, kind);
    put32(f, type);
    put32(f, size);
    put32(f, 0);
    return at;
}

static inline void tag_int(bytes *f, int kind, int64_t v)
{
    tag(f, kind, 3, 4);
    put32(f, v);
}

static inline void begin(bytes *f)
{
    f->n = 0;
    tag(f, 100, 31, 20);
    for (int k = 0; k < 5; k++) {
        put32(f, k);
    }
}

static inline void channel(bytes *f, const char *name, int kind, double range, double cal)
{
    char text[16] = "";
    tag(f, 203, 30, 96);
    put32(f, 1);
    put32(f, 1);
    put32(f, kind);
    put_float(f, range);
    put_float(f, cal);
    for (int k = 0; k < 13; k++) {
        put32(f, 0);
    }
    put32(f, 107);
    put32(f, 0);
    strncpy(text, name, 15);
    memcpy(f->b + f->n, text, 16);
    f->n += 16;
}

/* Two channels, Oz (range 2, cal 0.5e-6) and a stimulus channel, at 256 Hz. */
static inline void head(bytes *f)
{
    begin(f);
    tag_int(f, 200, 2);
    tag(f, 201, 4, 4);
    put_float(f, 256);
    channel(f, "Oz", 2, 2, 0.5e-6);
    channel(f, "STI", 3, 1, 1);
    tag_int(f, 208, 100);
}

/* Rows r = from .. to - 1 in one buffer: Oz is 10 r, STI is stim[r]. */
static inline void buffer(bytes *f, int type, int from, int to, const int *stim)
{
    int width = type == 5 ? 8 : type == 3 || type == 4 ? 4 : 2;
    tag(f, 300, type, 2 * width * (to - from));
    for (int r = from; r < to; r++) {
        for (int k = 0; k < 2; k++) {
            double v = k ? stim[r] : 10 * r - 20;
            uint64_t u;
            memcpy(&u, &v, 8);
            if (type == 4) {
                put_float(f, v);
            } else if (type == 5) {
                put32(f, (int64_t)(u >> 32));
                put32(f, (int64_t)u);
            } else if (type == 3) {
                put32(f, (int64_t)v);
            } else {
                f->b[f->n++] = (unsigned char)((int16_t)v >> 8);
                f->b[f->n++] = (unsigned char)(int16_t)v;
            }
        }
    }
}

static const int STIM[8] = {3, 0, 0, 5, 5, 2, 0, 5};

static inline void whole(bytes *f, int type)
{
    head(f);
    buffer(f, type, 0, 5, STIM);
    buffer(f, type, 5, 8, STIM);
    size_t last = tag(f, 108, 0, 0);
    memset(f->b + last + 12, 255, 4); /* next: none */
}

static inline harness *reader(const char *path)
{
    harness *h = harness_new("reader-fif", NULL);
    harness_texts(h, "path", 1, &path);
    return h;
}

static inline harness *reader_of(const bytes *f)
{
    return reader(files_write("a_raw.fif", f->b, f->n));
}

static inline void set32(bytes *f, size_t at, int64_t v)
{
    size_t n = f->n;
    f->n = at;
    put32(f, v);
    f->n = n;
}

static inline const char *event_file(int64_t size)
{
    bytes f;
    begin(&f);
    tag(&f, 3561, 3, size);
    for (int k = 0; k < 6; k++) { /* samples count from the acquisition, whose first here is 100 */
        put32(&f, (const int[]){103, 0, 7, 106, 0, -1}[k]);
    }
    return files_write("a-eve.fif", f.b, f.n);
}

static inline void refused(harness *h, int code, const char *place, const char *part)
{
    cr_assert_eq(harness_resolve(h), code, "%s", harness_error(h));
    cr_assert(files_placed(harness_where(h), harness_error(h), place), "%s at '%s'",
              harness_error(h), harness_where(h));
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

#endif
