/* SPDX-License-Identifier: MIT
 *
 * writer.png: files are taken apart by the format's own rules (chunks, check sums, deflate), and
 * every pixel is compared.
 */
#include "files.h"
#include "harness.h"

#include <math.h>

TestSuite(writer_png, .fini = files_clean);

typedef struct seen {
    uint32_t width, height;
    uint8_t *rgb;
} seen;

static uint32_t u32(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Reads a PNG file of 8-bit RGB without filters. */
static seen decode(const char *path)
{
    size_t n = 0, at = 8;
    char *b = files_read(path, &n);
    seen s = {0, 0, NULL};
    cr_assert(b, "%s is not there", path);
    cr_assert_arr_eq(b, "\x89PNG\r\n\x1a\n", 8);
    uint8_t *packed = (uint8_t *)files_keep(n);
    size_t n_packed = 0;
    int ended = 0;
    while (at + 12 <= n) {
        uint32_t length = u32(b + at);
        cr_assert(at + 12 + length <= n);
        uLong crc = crc32(0, (const Bytef *)b + at + 4, length + 4);
        cr_assert_eq(crc, u32(b + at + 8 + length), "check sum of %.4s", b + at + 4);
        if (!memcmp(b + at + 4, "IHDR", 4)) {
            cr_assert(length == 13 && at == 8);
            s.width = u32(b + at + 8);
            s.height = u32(b + at + 12);
            cr_assert_arr_eq(b + at + 16, "\x08\x02\x00\x00\x00", 5);
        } else if (!memcmp(b + at + 4, "IDAT", 4)) {
            memcpy(packed + n_packed, b + at + 8, length);
            n_packed += length;
        } else {
            cr_assert(!memcmp(b + at + 4, "IEND", 4) && length == 0);
            ended = 1;
        }
        at += 12 + length;
    }
    cr_assert(at == n && ended);
    uLongf row = 1 + 3 * s.width, size = row * s.height, got = size;
    uint8_t *raw = (uint8_t *)files_keep(size);
    cr_assert_eq(uncompress(raw, &got, packed, n_packed), Z_OK);
    cr_assert_eq(got, size);
    s.rgb = (uint8_t *)files_keep(size);
    for (uint32_t y = 0; y < s.height; y++) {
        cr_assert_eq(raw[y * row], 0);
        memcpy(s.rgb + y * (row - 1), raw + y * row + 1, row - 1);
    }
    return s;
}

static const uint8_t *at(const seen *s, int64_t y, int64_t x)
{
    return s->rgb + 3 * (y * s->width + x);
}

static harness *writer(const char *path)
{
    harness *h = harness_new("writer-png", NULL);
    harness_param(h, "path", path);
    return h;
}

static void is_colour(const seen *s, int64_t y, int64_t x, int r, int g, int b)
{
    const uint8_t *c = at(s, y, x);
    cr_assert(c[0] == r && c[1] == g && c[2] == b, "pixel %d %d is %d %d %d, not %d %d %d", (int)y,
              (int)x, c[0], c[1], c[2], r, g, b);
}

/* Five pictures of 3 x 2 pixels in colour, on a sheet of 2 columns: gaps and the place without a
 * picture are white. */
Test(writer_png, a_sheet_of_colours)
{
    int64_t shape[4] = {5, 3, 2, 3};
    uint8_t x[90];
    for (int k = 0; k < 90; k++) {
        x[k] = (uint8_t)(k * 37 % 251);
    }
    for (int strided = 0; strided < 2; strided++) {
        harness *h = writer(files_path("s.png"));
        harness_in(h, "x", GY_UINT, 8, 4, shape, x);
        harness_number(h, "columns", 2);
        harness_number(h, "gap", 2);
        harness_number(h, "zoom", 3);
        if (strided) {
            harness_stride(h, "x");
        }
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        seen s = decode(files_path("s.png"));
        cr_assert(s.width == 2 * 6 + 2 && s.height == 3 * 9 + 2 * 2, "%u %u", s.width, s.height);
        for (int64_t i = 0; i < s.height; i++) {
            for (int64_t j = 0; j < s.width; j++) {
                int64_t k = i / 11 * 2 + j / 8, row = i % 11 / 3, column = j % 8 / 3;
                const uint8_t white[3] = {255, 255, 255};
                const uint8_t *want =
                    i % 11 < 9 && j % 8 < 6 && k < 5 ? x + ((k * 3 + row) * 2 + column) * 3 : white;
                is_colour(&s, i, j, want[0], want[1], want[2]);
            }
        }
        harness_free(h);
    }
}

Test(writer_png, a_file_for_each_row)
{
    int64_t shape[4] = {3, 1, 2, 1};
    float x[6] = {0, 1, 0.5F, 2, -1, (float)NAN};
    harness *h = writer(files_path("p.q.png"));
    harness_in(h, "x", GY_FLOAT, 32, 4, shape, x);
    harness_param(h, "layout", "files");
    harness_number(h, "most", 3);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const int want[6][3] = {{0, 0, 0},       {255, 255, 255}, {128, 128, 128},
                            {255, 255, 255}, {0, 0, 0},       {200, 80, 255}};
    for (int k = 0; k < 3; k++) {
        char name[32];
        snprintf(name, sizeof name, "p.q-%d.png", k);
        seen s = decode(files_path(name));
        cr_assert(s.width == 2 && s.height == 1);
        is_colour(&s, 0, 0, want[2 * k][0], want[2 * k][1], want[2 * k][2]);
        is_colour(&s, 0, 1, want[2 * k + 1][0], want[2 * k + 1][1], want[2 * k + 1][2]);
    }
    cr_assert_eq(access(files_path("p.q.png"), F_OK), -1);
    cr_assert_eq(access(files_path("p.q-3.png"), F_OK), -1);
    cr_assert_eq(access(files_path("p.q-0.png.part"), F_OK), -1);
    harness_free(h);
}

/* A row of numbers in each colour map; the range is that of the numbers, or what is said. */
Test(writer_png, maps_of_numbers)
{
    const double x[5] = {-2, -1, 0, 1, 2};
    const struct {
        const char *map;
        double low, high;
        int want[5][3];
    } cases[] = {
        {"grey",
         NAN,
         NAN,
         {{0, 0, 0}, {64, 64, 64}, {128, 128, 128}, {191, 191, 191}, {255, 255, 255}}},
        {"grey", 0, 4, {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {64, 64, 64}, {128, 128, 128}}},
        {"heat", -2, 4, {{0, 0, 0}, {128, 0, 0}, {255, 0, 0}, {255, 128, 0}, {255, 255, 0}}},
        {"labels",
         NAN,
         NAN,
         {{102, 194, 165}, {252, 141, 98}, {0, 0, 0}, {228, 26, 28}, {55, 126, 184}}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = writer(files_path("m.png"));
        harness_matrix(h, "x", 1, 5, x);
        harness_param(h, "map", cases[i].map);
        if (!isnan(cases[i].low)) {
            harness_number(h, "low", cases[i].low);
        }
        if (!isnan(cases[i].high)) {
            harness_number(h, "high", cases[i].high);
        }
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        seen s = decode(files_path("m.png"));
        cr_assert(s.width == 5 && s.height == 1);
        for (int j = 0; j < 5; j++) {
            is_colour(&s, 0, j, cases[i].want[j][0], cases[i].want[j][1], cases[i].want[j][2]);
        }
        harness_free(h);
    }
    /* blue and red at the ends, white in the middle, whatever the sign of the larger end */
    const double y[2][3] = {{-4, 0, 0.8}, {-0.8, 0, 4}};
    const int ends[2][2][3] = {{{33, 102, 172}, {240, 209, 213}}, {{211, 224, 238}, {178, 24, 43}}};
    for (int k = 0; k < 2; k++) { /* a fifth of the colour, four fifths white */
        harness *h = writer(files_path("m.png"));
        harness_matrix(h, "x", 1, 3, y[k]);
        harness_param(h, "map", "signed");
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        seen s = decode(files_path("m.png"));
        is_colour(&s, 0, 0, ends[k][0][0], ends[k][0][1], ends[k][0][2]);
        is_colour(&s, 0, 1, 255, 255, 255);
        is_colour(&s, 0, 2, ends[k][1][0], ends[k][1][1], ends[k][1][2]);
        harness_free(h);
    }
}

/* [row, height, width]: pictures of numbers; masked ones are violet, a flat one is grey. */
Test(writer_png, pictures_of_numbers)
{
    int64_t shape[3] = {2, 1, 2};
    const int32_t x[4] = {7, 7, 7, 7};
    const uint8_t valid[4] = {1, 1, 0, 1};
    harness *h = writer(files_path("n.png"));
    harness_in(h, "x", GY_INT, 32, 3, shape, x);
    harness_valid(h, "x", valid);
    harness_number(h, "gap", 0);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    seen s = decode(files_path("n.png"));
    cr_assert(s.width == 4 && s.height == 1);
    is_colour(&s, 0, 0, 128, 128, 128);
    is_colour(&s, 0, 2, 200, 80, 255);
    is_colour(&s, 0, 3, 128, 128, 128);
    harness_free(h);
}

/* [row, frame, height, width, 2]: a row of the sheet for a row of x; hue is direction, saturation
 * is length. */
Test(writer_png, movements_in_frames)
{
    int64_t shape[5] = {2, 3, 1, 1, 2};
    const float x[12] = {4, 0, 0, 4, -4, 0, 0, -4, 0, 0, 2, 0};
    const int want[6][3] = {{255, 0, 0},   {128, 255, 0},   {0, 255, 255},
                            {128, 0, 255}, {255, 255, 255}, {255, 128, 128}};
    for (int strided = 0; strided < 2; strided++) {
        harness *h = writer(files_path("f.png"));
        harness_in(h, "x", GY_FLOAT, 32, 5, shape, x);
        harness_number(h, "gap", 0);
        if (strided) {
            harness_stride(h, "x");
        }
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        seen s = decode(files_path("f.png"));
        cr_assert(s.width == 3 && s.height == 2);
        for (int k = 0; k < 6; k++) {
            is_colour(&s, k / 3, k % 3, want[k][0], want[k][1], want[k][2]);
        }
        harness_free(h);
    }
}

/* More than one IDAT: noise of 200 x 300 pixels does not pack into 64 KiB. */
Test(writer_png, large_pictures)
{
    int64_t shape[4] = {1, 200, 300, 3};
    uint8_t *x = (uint8_t *)files_keep(180000);
    uint32_t state = 1;
    for (int k = 0; k < 180000; k++) {
        state = state * 1664525u + 1013904223u;
        x[k] = (uint8_t)(state >> 24);
    }
    harness *h = writer(files_path("l.png"));
    harness_in(h, "x", GY_UINT, 8, 4, shape, x);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    seen s = decode(files_path("l.png"));
    cr_assert_arr_eq(s.rgb, x, 180000);
    harness_free(h);
}

Test(writer_png, bad_input)
{
    const struct {
        int rank;
        int64_t shape[4];
        const char *key, *value, *where, *text;
        int status;
    } cases[] = {
        {1, {6}, "gap", "1", "x", "[height, width]", -2},
        {4, {1, 1, 2, 4}, "gap", "1", "x", "1, 2 or 3", -2},
        {3, {0, 2, 3}, "gap", "1", "x", "no pixel", -2},
        {2, {2, 3}, "low", "9", "high", "must be above low = 9", -1},
        {4, {1, 2, 1, 3}, "high", "0", "high", "must be above", -1},
        {2, {2, 3}, "path", "/nowhere/x.png", "path", "cannot write", -3},
    };
    const uint8_t x[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = writer(files_path("b.png"));
        harness_in(h, "x", GY_UINT, 8, cases[i].rank, cases[i].shape, x);
        harness_param(h, cases[i].key, cases[i].value);
        cr_assert_eq(harness_run(h), cases[i].status, "%zu", i);
        cr_assert_str_eq(harness_where(h), cases[i].where);
        cr_assert(strstr(harness_error(h), cases[i].text), "%s", harness_error(h));
        cr_assert_eq(access(files_path("b.png"), F_OK), -1);
        cr_assert_eq(access(files_path("b.png.part"), F_OK), -1);
        harness_free(h);
    }
}

/* A sheet wider than the format can tell is refused before anything is written; a run that is
 * stopped, or has no memory, leaves nothing. */
Test(writer_png, nothing_is_left)
{
    int64_t shape[3] = {4, 2, 2};
    const double x[16] = {0};
    for (int i = 0; i < 3; i++) {
        harness *h = writer(files_path("c.png"));
        harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
        if (i == 0) {
            harness_number(h, "gap", 1e9);
            harness_number(h, "columns", 4);
        } else if (i == 1) {
            harness_stop_after(h, 10);
        } else {
            harness_memory(h, 100);
        }
        int want = i == 0 ? -2 : i == 1 ? -9 : -5;
        cr_assert_eq(harness_run(h), want, "%d", i);
        cr_assert(i || strstr(harness_error(h), "at most 2147483647"), "%s", harness_error(h));
        cr_assert_eq(access(files_path("c.png"), F_OK), -1);
        cr_assert_eq(access(files_path("c.png.part"), F_OK), -1);
        harness_free(h);
    }
}
