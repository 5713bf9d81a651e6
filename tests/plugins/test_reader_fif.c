/* SPDX-License-Identifier: MIT
 *
 * reader.fif on files written tag by tag, after the format's description.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(reader_fif, .fini = files_clean);

/* A file that grows tag by tag. */
typedef struct bytes {
    unsigned char b[8192];
    size_t n;
} bytes;

static void put32(bytes *f, int64_t v)
{
    for (int k = 3; k >= 0; k--) {
        f->b[f->n++] = (unsigned char)((uint64_t)v >> (8 * k));
    }
}

static void put_float(bytes *f, double v)
{
    float x = (float)v;
    uint32_t u;
    memcpy(&u, &x, 4);
    put32(f, u);
}

/* Head of a tag; its data follow. Returns its place. */
static size_t tag(bytes *f, int kind, int type, int64_t size)
{
    size_t at = f->n;
    put32(f, kind);
    put32(f, type);
    put32(f, size);
    put32(f, 0);
    return at;
}

static void tag_int(bytes *f, int kind, int64_t v)
{
    tag(f, kind, 3, 4);
    put32(f, v);
}

static void begin(bytes *f)
{
    f->n = 0;
    tag(f, 100, 31, 20);
    for (int k = 0; k < 5; k++) {
        put32(f, k);
    }
}

static void channel(bytes *f, const char *name, int kind, double range, double cal)
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
static void head(bytes *f)
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
static void buffer(bytes *f, int type, int from, int to, const int *stim)
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

static void whole(bytes *f, int type)
{
    head(f);
    buffer(f, type, 0, 5, STIM);
    buffer(f, type, 5, 8, STIM);
    size_t last = tag(f, 108, 0, 0);
    memset(f->b + last + 12, 255, 4); /* next: none */
}

static harness *reader(const char *path)
{
    harness *h = harness_new("reader-fif", NULL);
    harness_texts(h, "path", 1, &path);
    return h;
}

static harness *reader_of(const bytes *f)
{
    return reader(files_write("a_raw.fif", f->b, f->n));
}

static void expect_rows(harness *h)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const gy_array *x = harness_get(h, "x");
    cr_assert(x->rank == 2 && x->shape[0] == 8 && x->shape[1] == 1);
    for (int r = 0; r < 8; r++) {
        cr_assert_float_eq(harness_doubles(h, "x")[r], (10 * r - 20) * 1e-6, 1e-12);
    }
}

Test(reader_fif, samples_of_every_type)
{
    static const int types[] = {2, 16, 3, 4, 5};
    for (int k = 0; k < 5; k++) {
        bytes f;
        whole(&f, types[k]);
        harness *h = reader_of(&f);
        expect_rows(h);
        int64_t a = 0, b = 0;
        const char *unit = NULL;
        double start = 1;
        harness_out_rate(h, "time", &a, &b, &unit, &start);
        cr_assert(a == 1 && b == 256 && !strcmp(unit, "s") && start == 0);
        cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "channel", "name"), 0), "Oz");
        cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "time", "run"), 7), "1");
        cr_assert_str_eq(harness_out_attribute(h, "x", "unit"), "V");
        harness_free(h);
    }
}

/* Changes of the stimulus channel to another value than 0; what it begins with is no change. */
Test(reader_fif, events_of_the_stimulus_channel)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    static const int64_t sample[] = {3, 5, 7}, code[] = {5, 2, 5};
    cr_assert_eq(harness_length(h, "event"), 3);
    for (int k = 0; k < 3; k++) {
        cr_assert_eq(((int64_t *)harness_get(h, "events.sample")->data)[k], sample[k]);
        cr_assert_eq(((int64_t *)harness_get(h, "events.code")->data)[k], code[k]);
        cr_assert_float_eq(harness_doubles(h, "events.onset")[k], (double)sample[k] / 256, 1e-15);
    }
    harness_free(h);
}

static const char *event_file(int64_t size)
{
    bytes f;
    begin(&f);
    tag(&f, 3561, 3, size);
    for (int k = 0; k < 6; k++) { /* samples count from the acquisition, whose first here is 100 */
        put32(&f, (const int[]){103, 0, 7, 106, 0, -1}[k]);
    }
    return files_write("a-eve.fif", f.b, f.n);
}

Test(reader_fif, event_file)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    const char *events = event_file(24);
    harness_texts(h, "event_path", 1, &events);
    harness_param(h, "channels", "all");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "channel"), 2);
    cr_assert_float_eq(harness_doubles(h, "x")[7], 5, 1e-12);
    const int64_t *sample = harness_get(h, "events.sample")->data;
    const int64_t *code = harness_get(h, "events.code")->data;
    cr_assert(harness_length(h, "event") == 2 && sample[0] == 3 && sample[1] == 6);
    cr_assert(code[0] == 7 && code[1] == -1);
    harness_free(h);
}

Test(reader_fif, gzip_and_single_precision)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader(files_gzip("a_raw.fif.gz", f.b, f.n));
    harness_param(h, "dtype", "f32");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_get(h, "x")->bits, 32);
    cr_assert_eq(((float *)harness_get(h, "x")->data)[7], (float)(50 * (2 * (double)0.5e-6f)));
    harness_free(h);
}

Test(reader_fif, two_files_are_two_segments)
{
    bytes f;
    whole(&f, 4);
    const char *paths[2] = {files_write("1_raw.fif", f.b, f.n), NULL};
    whole(&f, 2);
    paths[1] = files_write("2_raw.fif", f.b, f.n);
    harness *h = reader(paths[0]);
    const char *const runs[] = {"a", "b"};
    harness_texts(h, "path", 2, paths);
    harness_texts(h, "path.run", 2, runs);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    int64_t n = 0;
    const int64_t *first = harness_out_segments(h, "time", &n);
    cr_assert(n == 2 && first[1] == 8);
    first = harness_out_segments(h, "event", &n);
    cr_assert(n == 2 && first[1] == 3);
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "event", "run"), 3), "b");
    cr_assert_float_eq(harness_doubles(h, "x")[15], 50e-6, 1e-12);
    harness_free(h);
}

/* -- bad input -- */

static void refused(harness *h, int code, const char *place, const char *part)
{
    cr_assert_eq(harness_resolve(h), code, "%s", harness_error(h));
    cr_assert(files_placed(harness_where(h), harness_error(h), place), "%s at '%s'",
              harness_error(h), harness_where(h));
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(reader_fif, wrong_magic)
{
    refused(reader(files_text("a.fif", "this is some text, and no recording at all")), GY_FORMAT,
            "byte 0", "not a FIF file");
    refused(reader(files_text("b.fif", "")), GY_FORMAT, "byte 0", "not a FIF file");
    refused(reader("/nowhere/a_raw.fif"), GY_IO, "path", "cannot open");
}

Test(reader_fif, little_endian)
{
    const char b[36] = {100, 0, 0, 0, 31};
    refused(reader(files_write("a.fif", b, sizeof b)), GY_UNSUPPORTED, "byte 0", "little-endian");
}

/* Every length of the file: never a success but the whole, and never without a place. */
Test(reader_fif, cut_anywhere)
{
    bytes f;
    whole(&f, 4);
    for (size_t n = 0; n < f.n - 16; n++) {
        harness *h = reader(files_write("a.fif", f.b, n));
        int status = harness_resolve(h);
        int between = n == f.n - 16 - 16 - 24; /* behind the first buffer */
        cr_assert(status == GY_FORMAT || between, "%d bytes: %s", (int)n, harness_error(h));
        cr_assert(between || strstr(harness_error(h), "byte "), "%s", harness_error(h));
        harness_free(h);
    }
}

static void set32(bytes *f, size_t at, int64_t v)
{
    size_t n = f->n;
    f->n = at;
    put32(f, v);
    f->n = n;
}

Test(reader_fif, sizes_and_places_out_of_the_file)
{
    static const int64_t sizes[] = {-1, 2147483647, -2147483648LL};
    static const int64_t places[] = {-2, 40, 2147483647};
    for (int k = 0; k < 3; k++) { /* the tag behind the file id, at byte 36 */
        bytes f;
        whole(&f, 4);
        set32(&f, 36 + 8, sizes[k]);
        refused(reader_of(&f), GY_FORMAT, "byte 36", "tag 200 has");
        whole(&f, 4);
        set32(&f, 36 + 12, places[k]);
        refused(reader_of(&f), GY_FORMAT, "byte 36", "the next one is at byte");
    }
}

Test(reader_fif, numbers_of_channels)
{
    bytes f;
    whole(&f, 4);
    set32(&f, 36 + 16, 0);
    refused(reader_of(&f), GY_FORMAT, "byte 36", "0 channels");
    whole(&f, 4);
    set32(&f, 36 + 16, 2147483647);
    refused(reader_of(&f), GY_FORMAT, "byte 36", "2147483647 channels");
    whole(&f, 4);
    set32(&f, 36 + 16, 1);
    refused(reader_of(&f), GY_FORMAT, "byte 188", "a channel more than the 1");
    whole(&f, 4);
    set32(&f, 36 + 16, 4);
    refused(reader_of(&f), GY_FORMAT, "byte 320", "not whole rows of 4 channels");
}

Test(reader_fif, things_that_are_not_read)
{
    bytes f;
    head(&f);
    buffer(&f, 4, 0, 5, STIM);
    tag_int(&f, 301, 2);
    refused(reader_of(&f), GY_UNSUPPORTED, "path", "byte 376: the recording has a gap");
    head(&f);
    tag(&f, 300, 20, 8);
    put32(&f, 0);
    put32(&f, 0);
    refused(reader_of(&f), GY_UNSUPPORTED, "path", "samples of type 20");
    head(&f);
    size_t end = f.n;
    refused(reader_of(&f), GY_FORMAT, end == 320 ? "byte 320" : "?", "no samples");
}

Test(reader_fif, odd_numbers)
{
    bytes f;
    whole(&f, 4);
    set32(&f, 36 + 20 + 16, 0x7fc00000); /* a rate that is NaN */
    refused(reader_of(&f), GY_FORMAT, "byte 56", "a sampling rate of");
    whole(&f, 4);
    set32(&f, 76 + 16 + 12, 0x7f800000); /* an infinite range */
    refused(reader_of(&f), GY_FORMAT, "byte 76", "calibration of");
    whole(&f, 4);
    set32(&f, 300 + 16, -5);
    refused(reader_of(&f), GY_FORMAT, "byte 300", "the first sample is -5");
}

Test(reader_fif, event_files_that_do_not_fit)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    const char *events = event_file(20);
    harness_texts(h, "event_path", 1, &events);
    refused(h, GY_FORMAT, "byte 36", "not triples");
    h = reader_of(&f);
    events = files_write("b-eve.fif", f.b, f.n); /* a raw file */
    harness_texts(h, "event_path", 1, &events);
    char place[40];
    snprintf(place, sizeof place, "byte %d", (int)f.n);
    refused(h, GY_FORMAT, place, "no list of events");
    h = reader_of(&f);
    const char *const two[] = {events, events};
    harness_texts(h, "event_path", 2, two);
    refused(h, GY_PARAM, "event_path", "2 event files for 1 raw files");
}

Test(reader_fif, files_that_differ)
{
    bytes f;
    whole(&f, 4);
    const char *paths[2] = {files_write("1_raw.fif", f.b, f.n), NULL};
    memcpy(f.b + 76 + 16 + 80, "Cz", 2);
    paths[1] = files_write("2_raw.fif", f.b, f.n);
    harness *h = reader(paths[0]);
    harness_texts(h, "path", 2, paths);
    refused(h, GY_SHAPE, "path", "channel 1 is 'Cz'");
    h = reader(paths[0]);
    harness_texts(h, "path", 2, (const char *const[]){paths[0], paths[0]});
    harness_texts(h, "path.run", 2, (const char *const[]){"x", "x"});
    refused(h, GY_PARAM, "path", "is run 'x', as ");
    h = reader(paths[0]);
    harness_param(h, "stim", "TRIG");
    refused(h, GY_PARAM, "stim", "has no channel 'TRIG'");
}

Test(reader_fif, stops_when_told)
{
    bytes f;
    whole(&f, 4);
    harness *h = reader_of(&f);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
