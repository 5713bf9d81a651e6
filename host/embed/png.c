/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/png.h"

#include <string.h>
#include <zlib.h>

#define PIXELS_MAX (INT64_C(1) << 24)

static void put_u32(GByteArray *to, uint32_t x)
{
    uint8_t bytes[4] = {(uint8_t)(x >> 24), (uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x};
    g_byte_array_append(to, bytes, 4);
}

/* Length, type, data, CRC over type and data. */
static void put_chunk(GByteArray *to, const char *type, const uint8_t *data, guint n)
{
    put_u32(to, n);
    guint from = to->len;
    g_byte_array_append(to, (const uint8_t *)type, 4);
    if (n > 0) {
        g_byte_array_append(to, data, n);
    }
    put_u32(to, (uint32_t)crc32(0, to->data + from, n + 4));
}

char *gy_png_data_uri(int64_t width, int64_t height, const uint8_t *rgba)
{
    if (width < 1 || height < 1 || width > PIXELS_MAX || height > PIXELS_MAX / width) {
        return NULL;
    }
    gsize row = (gsize)width * 4, raw_size = (row + 1) * (gsize)height;
    g_autofree uint8_t *raw = g_malloc0(raw_size); /* each row after its filter byte, 0 */
    for (gsize y = 0; y < (gsize)height; y++) {
        memcpy(raw + y * (row + 1) + 1, rgba + y * row, row);
    }
    uLongf size = compressBound(raw_size);
    g_autofree uint8_t *packed = g_malloc(size);
    if (compress2(packed, &size, raw, raw_size, 9) != Z_OK) {
        return NULL;
    }
    static const uint8_t magic[8] = {137, 80, 78, 71, 13, 10, 26, 10};
    g_autoptr(GByteArray) head = g_byte_array_new();
    g_autoptr(GByteArray) png = g_byte_array_new();
    static const uint8_t kind[5] = {8, 6, 0, 0,
                                    0}; /* bits, RGBA, deflate, filters, not interlaced */
    put_u32(head, (uint32_t)width);
    put_u32(head, (uint32_t)height);
    g_byte_array_append(head, kind, 5);
    g_byte_array_append(png, magic, 8);
    put_chunk(png, "IHDR", head->data, head->len);
    put_chunk(png, "IDAT", packed, (guint)size);
    put_chunk(png, "IEND", NULL, 0);
    g_autofree char *text = g_base64_encode(png->data, png->len);
    return g_strconcat("data:image/png;base64,", text, NULL);
}
