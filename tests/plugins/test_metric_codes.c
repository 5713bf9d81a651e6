/* SPDX-License-Identifier: MIT
 *
 * metric.bits-per-dimension, metric.round-trip, metric.deflate-size.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

Test(codes, bits_per_dimension_by_hand)
{
    harness *h = harness_new("metric-bits-per-dimension", NULL);
    harness_vector(h, "bits", 3, (const double[]){10, 20, 6});
    harness_vector(h, "ideal", 3, (const double[]){9.5, 18.25, 6});
    harness_number(h, "values", 4);
    harness_stride(h, "bits");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert_float_eq(harness_doubles(h, "bpd")[0], 3, 1e-15);
    cr_assert_float_eq(harness_doubles(h, "excess")[0], .75, 1e-15);
    cr_assert_float_eq(harness_doubles(h, "excess_max")[0], 1.75, 1e-15);
    cr_assert_float_eq(harness_doubles(h, "excess_min")[0], 0, 1e-15);
    /* head 12, block 12 + 5 + index 3 x 4 bits + 36 bits, end 20 bytes */
    cr_assert_float_eq(harness_doubles(h, "bpd_file")[0], 8 * (12 + 17 + 2 + 5 + 20) / 12., 1e-12);
    harness_free(h);
}

Test(codes, excess_needs_something_to_compare_with)
{
    harness *h = harness_new("metric-bits-per-dimension", NULL);
    harness_vector(h, "bits", 1, (const double[]){1});
    cr_assert_eq(harness_fit_all(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "ideal");
    harness_free(h);
}

Test(codes, round_trip_counts_rows)
{
    const int64_t shape[] = {3, 2, 2};
    double x[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    uint16_t y[12] = {0, 1, 2, 3, 4, 5, 6, 8, 8, 9, 10, 11};
    const int64_t flat[] = {3, 4};
    harness *h = harness_new("metric-round-trip", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
    harness_in(h, "y", GY_UINT, 16, 2, flat, y);
    harness_stride(h, "x");
    harness_stride(h, "y");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert_float_eq(harness_doubles(h, "share")[0], 2. / 3, 1e-15);
    cr_assert_eq(harness_doubles(h, "wrong")[0], 1);
    cr_assert_eq(harness_doubles(h, "rows")[0], 3);
    harness_in(h, "y", GY_UINT, 16, 2, (const int64_t[]){3, 3}, y);
    cr_assert_eq(harness_fit_all(h), GY_SHAPE);
    harness_free(h);
}

/* zlib's own one-call interface for the gzip-less stream; a gzip file has 12 bytes more. */
static double zlib_bytes(const uint8_t *data, uLong n)
{
    uLong room = compressBound(n);
    uint8_t *out = malloc(room);
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, 9, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)data;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)room;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    free(out);
    return (double)z.total_out;
}

Test(codes, sizes_of_png_and_gzip)
{
    enum { N = 3, H = 4, W = 5, ALL = N * H * W };
    const int64_t shape[] = {N, H, W};
    uint8_t x[ALL], lines[N * H * (W + 1)];
    double png = 0, gzip = 0;
    for (int k = 0; k < ALL;
         k++) { /* lines of one value, 3 more each: filter Up, or Sub in the first */
        x[k] = (uint8_t)(40 + k / W * 3);
    }
    for (int i = 0; i < N * H; i++) {
        memset(lines + i * (W + 1), 0, W + 1);
    }
    harness *h = harness_new("metric-deflate-size", NULL);
    harness_in(h, "x", GY_UINT, 8, 3, shape, x);
    harness_stride(h, "x");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < N; i++) {
        for (int y = 0; y < H; y++) { /* |40|, then 0s (Sub): 40 + ..; Up: 3 each of 5 = 15 */
            uint8_t *line = lines + (i * H + y) * (W + 1);
            uint8_t value = x[(i * H + y) * W];
            line[0] = y == 0 ? 1 : 2;
            memset(line + 1, y == 0 ? 0 : 3, W);
            line[1] = y == 0 ? value : 3;
            if (y > 0) { /* Paeth: a + b - c leaves 3, then 0: the sum 3 is the smallest */
                line[0] = 4;
                memset(line + 2, 0, W - 1);
            }
        }
        png += 57 + zlib_bytes(lines + i * H * (W + 1), H * (W + 1));
        gzip += 12 + zlib_bytes(x + i * H * W, H * W);
    }
    cr_assert_float_eq(harness_doubles(h, "gzip")[0], 8 * gzip / ALL, 1e-12);
    cr_assert_float_eq(harness_doubles(h, "gzip_all")[0], 8 * (12 + zlib_bytes(x, ALL)) / ALL,
                       1e-12);
    cr_assert_float_eq(harness_doubles(h, "png")[0], 8 * png / ALL, 8. * 6 / ALL);
    harness_free(h);
}

Test(codes, values_that_are_no_grey)
{
    const int64_t shape[] = {1, 1, 1};
    harness *h = harness_new("metric-deflate-size", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, (const double[]){256});
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    harness_free(h);
}
