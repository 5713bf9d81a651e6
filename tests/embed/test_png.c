/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/png.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

static uint32_t u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Reads the chunks back, with every CRC (PNG specification, 5.3), and inflates the image. */
Test(png, pixels_come_back)
{
    const uint8_t rgba[24] = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0,  255, 255,
                              1,   2, 3, 4,   5, 6,   7, 8,   9, 10, 11,  12};
    g_autofree char *uri = gy_png_data_uri(3, 2, rgba);
    const char *head = "data:image/png;base64,";
    cr_assert(g_str_has_prefix(uri, head));
    gsize n = 0;
    g_autofree uint8_t *png = g_base64_decode(uri + strlen(head), &n);
    cr_assert(memcmp(png, "\x89PNG\r\n\x1a\n", 8) == 0);
    const char *const types[] = {"IHDR", "IDAT", "IEND"};
    size_t at = 8;
    for (int i = 0; i < 3; i++) {
        uint32_t length = u32(png + at);
        cr_assert(memcmp(png + at + 4, types[i], 4) == 0);
        cr_assert_eq(u32(png + at + 8 + length), crc32(0, png + at + 4, length + 4));
        if (i == 0) {
            cr_assert(u32(png + at + 8) == 3 && u32(png + at + 12) == 2);
            cr_assert(memcmp(png + at + 16, "\x08\x06\0\0\0", 5) == 0);
        } else if (i == 1) {
            uint8_t raw[64];
            uLongf size = sizeof raw;
            cr_assert_eq(uncompress(raw, &size, png + at + 8, length), Z_OK);
            cr_assert_eq(size, 2 * (1 + 12));
            cr_assert(raw[0] == 0 && raw[13] == 0, "filter none");
            cr_assert(memcmp(raw + 1, rgba, 12) == 0 && memcmp(raw + 14, rgba + 12, 12) == 0);
        }
        at += 12 + length;
    }
    cr_assert_eq(at, n);
}

Test(png, sizes_that_are_refused)
{
    const int64_t bad[][2] = {{0, 1},         {1, 0},         {-1, 5},
                              {INT64_MAX, 2}, {2, INT64_MAX}, {4097, 4097}};
    const uint8_t none[4] = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert_null(gy_png_data_uri(bad[i][0], bad[i][1], none));
    }
}
