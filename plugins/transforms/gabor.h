/* SPDX-License-Identifier: MIT
 *
 * gabor.h: a bank of Gabor filters over the pixels of an image.
 *
 * With u the distance from the place along the grating's direction and r from the place in all,
 *     even = exp(-r^2 / 2 sigma^2) (cos(2 pi u / wavelength) - d),   odd: sin,
 * d so that the even filter's mean is 0; both are then divided by their length. A bandwidth of b
 * octaves at half height means sigma = wavelength / pi sqrt(ln 2 / 2) (2^b + 1) / (2^b - 1).
 */
#ifndef GYRUS_TRANSFORMS_GABOR_H
#define GYRUS_TRANSFORMS_GABOR_H

#include "common.h"

#define GB_BLOCK 128 /* images filtered at a time */
#define GB_PI    3.14159265358979323846

typedef struct gb_bank {
    const gy_array *cycles;
    int64_t height, width, orientations, features;
    double octaves;
} gb_bank;

typedef struct gb_filter {
    double cycles, degrees, top, left; /* place in shares of the image */
} gb_filter;

static inline int64_t gb_side(const gb_bank *b, int64_t k)
{
    double side = floor(gy_at1(b->cycles, k) + 0.5);
    return side < 1 ? 1 : (int64_t)side;
}

/* Filter of a feature. */
static inline gb_filter gb_filter_of(const gb_bank *b, int64_t feature)
{
    int64_t k = 0, side = gb_side(b, 0);
    while (feature >= side * side * b->orientations) {
        feature -= side * side * b->orientations;
        side = gb_side(b, ++k);
    }
    int64_t place = feature / b->orientations;
    gb_filter f = {gy_at1(b->cycles, k), 0, 0, 0};
    f.degrees = 180 * (double)(feature % b->orientations) / (double)b->orientations;
    f.top = ((double)(place / side) + 0.5) / (double)side;
    f.left = ((double)(place % side) + 0.5) / (double)side;
    return f;
}

static inline int64_t gb_room(const gb_bank *b, int64_t n)
{
    int64_t block = n < GB_BLOCK ? n : GB_BLOCK, px = b->height * b->width;
    return px * 2 * b->features + block * (px + 2 * b->features);
}

static inline int gb_bank_of(gy_call *c, gb_bank *b)
{
    const gy_array *x = gy_get(c, "x");
    if (x->rank != 3 && x->rank != 4) {
        return tr_fail(
            c, GY_SHAPE, "x",
            "images are [row, height, width] or [row, height, width, channel], not of %d "
            "axes",
            (int)x->rank);
    }
    *b = (gb_bank){gy_get(c, "cycles"),           x->shape[1], x->shape[2],
                   gy_integer(c, "orientations"), 0,           gy_number(c, "octaves")};
    if (b->height < 2 || b->width < 2 || b->height > 65536 || b->width > 65536) {
        return tr_fail(c, GY_SHAPE, "x",
                       "%lld x %lld pixels: from 2 x 2 to 65536 x 65536 can be filtered",
                       (long long)b->height, (long long)b->width);
    }
    for (int64_t k = 0; k < b->cycles->shape[0]; k++) {
        double f = gy_at1(b->cycles, k), most = (double)b->height / 2;
        if (!(f <= most)) {
            return tr_fail(c, GY_PARAM, "cycles",
                           "%g cycles in %lld pixels: at most %g can be seen", f,
                           (long long)b->height, most);
        }
        b->features += gb_side(b, k) * gb_side(b, k) * b->orientations;
    }
    if (b->features > INT64_MAX / 1024 / (b->height * b->width)) {
        return tr_fail(c, GY_PARAM, "cycles", "%lld filters do not fit in memory",
                       (long long)b->features);
    }
    return GY_OK;
}

/* Columns 2 i and 2 i + 1 of bank[pixel, 2 features]: even and odd filter of feature i. */
static inline void gb_draw(const gb_bank *b, int64_t i, double *bank)
{
    gb_filter f = gb_filter_of(b, i);
    double wave = (double)b->height / f.cycles, two = pow(2, b->octaves);
    double sigma = wave / GB_PI * sqrt(log(2) / 2) * (two + 1) / (two - 1);
    double turn = f.degrees * GB_PI / 180, weight = 0, sum[2] = {0, 0}, square[2] = {0, 0};
    int64_t px = b->height * b->width, all = 2 * b->features;
    for (int pass = 0; pass < 3; pass++) { /* filters; less their means; divided by lengths */
        for (int64_t k = 0; k < px; k++) {
            double dy = (double)(k / b->width) + 0.5 - f.top * (double)b->height;
            double dx = (double)(k % b->width) + 0.5 - f.left * (double)b->width;
            double phase = 2 * GB_PI * (dx * cos(turn) + dy * sin(turn)) / wave;
            double bell = exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
            double *v = bank + k * all + 2 * i;
            weight += pass == 0 ? bell : 0;
            for (int odd = 0; odd < 2; odd++) {
                v[odd] = pass == 0              ? bell * (odd ? sin(phase) : cos(phase))
                         : pass == 1            ? v[odd] - sum[odd] / weight * bell
                         : square[odd] > 1e-300 ? v[odd] / sqrt(square[odd])
                                                : 0;
                sum[odd] += pass == 0 ? v[odd] : 0;
                square[odd] += pass == 1 ? v[odd] * v[odd] : 0;
            }
        }
    }
}

static inline int gb_fill(gy_call *c, const gb_bank *b, double *bank)
{
    for (int64_t i = 0; i < b->features; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        gb_draw(b, i, bank);
    }
    return GY_OK;
}

#endif
