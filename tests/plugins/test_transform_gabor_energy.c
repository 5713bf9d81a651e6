/* SPDX-License-Identifier: MIT
 *
 * transform.gabor-energy: against a filter drawn pixel by pixel, and by what gratings must do.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define PI   3.14159265358979323846
#define SIDE 32

static harness *energy(int64_t n, const double *x)
{
    int64_t shape[3] = {n, SIDE, SIDE};
    harness *h = harness_new("transform-gabor-energy", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
    return h;
}

/* Grating of so many cycles an image, at `degrees` from the width, with a phase. */
static void grating(double cycles, double degrees, double phase, double *out)
{
    double turn = degrees * PI / 180;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double u = (i % SIDE + .5) * cos(turn) + (i / SIDE + .5) * sin(turn);
        out[i] = 3 + cos(2 * PI * cycles * u / SIDE + phase);
    }
}

/* The definition again, one filter at a time: bandwidth of an octave is sigma = .5622 wavelengths.
 */
static double slow(const double *x, double cycles, double degrees, double top, double left)
{
    double wave = SIDE / cycles, sigma = wave / PI * sqrt(log(2) / 2) * 3,
           turn = degrees * PI / 180;
    double even[SIDE * SIDE], odd[SIDE * SIDE], bell[SIDE * SIDE], a = 0, b = 0, w = 0, ea = 0,
                                                                   ob = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        double dx = i % SIDE + .5 - left * SIDE, dy = i / SIDE + .5 - top * SIDE;
        double u = dx * cos(turn) + dy * sin(turn);
        bell[i] = exp(-(dx * dx + dy * dy) / 2 / sigma / sigma);
        even[i] = bell[i] * cos(2 * PI * u / wave);
        odd[i] = bell[i] * sin(2 * PI * u / wave);
        w += bell[i], ea += even[i], ob += odd[i];
    }
    double ee = 0, oo = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        even[i] -= ea / w * bell[i];
        odd[i] -= ob / w * bell[i];
        ee += even[i] * even[i], oo += odd[i] * odd[i];
        a += even[i] * x[i], b += odd[i] * x[i];
    }
    return sqrt(a * a / ee + b * b / oo);
}

Test(gabor, equals_the_definition)
{
    static double x[2 * SIDE * SIDE];
    uint32_t state = 2;
    for (int i = 0; i < 2 * SIDE * SIDE; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = (double)(state >> 8) / 16777216.0;
    }
    harness *h = energy(2, x);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "feature"), 4 * (1 + 4 + 16));
    const double *cycles = harness_out_coord(h, "feature", "cycles")->data;
    const double *degrees = harness_out_coord(h, "feature", "orientation")->data;
    const double *top = harness_out_coord(h, "feature", "top")->data;
    const double *left = harness_out_coord(h, "feature", "left")->data;
    for (int k = 0; k < 84; k++) {
        double side = k < 4 ? 1 : k < 20 ? 2 : 4;
        int place = k < 4 ? 0 : k < 20 ? (k - 4) / 4 : (k - 20) / 4;
        cr_assert(cycles[k] == side && degrees[k] == 45 * (k % 4));
        cr_assert(top[k] == (place / (int)side + .5) / side &&
                  left[k] == (place % (int)side + .5) / side);
        for (int i = 0; i < 2; i++) {
            double want = slow(x + i * SIDE * SIDE, cycles[k], degrees[k], top[k], left[k]);
            cr_assert_float_eq(harness_doubles(h, "y")[84 * i + k], want, 1e-10);
        }
    }
    harness_free(h);
}

/* The filter of a grating's own frequency and orientation answers most, whatever the phase; a flat
 * image gives nothing, twice the contrast twice the answer. */
Test(gabor, gratings)
{
    static double x[5 * SIDE * SIDE];
    grating(4, 90, 0, x);
    grating(4, 90, 1.3, x + SIDE * SIDE);
    grating(2, 45, 2, x + 2 * SIDE * SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
        x[3 * SIDE * SIDE + i] = 7;
        x[4 * SIDE * SIDE + i] = 2 * x[i];
    }
    harness *h = energy(5, x);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double *y = harness_doubles(h, "y");
    for (int k = 0; k < 84; k++) {
        int in = k >= 20 && (k - 20) / 16 % 3 && (k - 20) / 4 % 4 % 3; /* not at the border */
        int own = in && k % 4 == 2;
        cr_assert(own ? y[k] > 3 : !in || y[k] < .6, "%d: %g", k, y[k]);
        cr_assert(!own || fabs(y[84 + k] / y[k] - 1) < .02);
        cr_assert_lt(fabs(y[3 * 84 + k]), 1e-12);
        cr_assert_float_eq(y[4 * 84 + k], 2 * y[k], 1e-12);
    }
    int best = 0;
    for (int k = 0; k < 84; k++) {
        best = y[2 * 84 + k] > y[2 * 84 + best] ? k : best;
    }
    cr_assert(best >= 4 && best < 20 && best % 4 == 1, "%d", best);
    harness_free(h);
}

/* Channels are averaged: bytes of one grey value in three channels are that value. */
Test(gabor, channels)
{
    static uint8_t x[3 * SIDE * SIDE];
    static double grey[SIDE * SIDE];
    int64_t shape[4] = {1, SIDE, SIDE, 3};
    for (int i = 0; i < SIDE * SIDE; i++) {
        x[3 * i] = (uint8_t)(i % 7 * 30);
        x[3 * i + 1] = (uint8_t)(i % 11 * 20);
        x[3 * i + 2] = (uint8_t)(i % 5 * 10);
        grey[i] = (x[3 * i] + x[3 * i + 1] + x[3 * i + 2]) / 3.;
    }
    harness *h = harness_new("transform-gabor-energy", NULL), *g = energy(1, grey);
    harness_in(h, "x", GY_UINT, 8, 4, shape, x);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_run(g), GY_OK);
    for (int k = 0; k < 84; k++) {
        cr_assert_float_eq(harness_doubles(h, "y")[k], harness_doubles(g, "y")[k], 1e-9);
    }
    harness_free(h);
    harness_free(g);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(gabor, refused)
{
    static double x[SIDE * SIDE];
    harness *h = energy(1, x);
    harness_list(h, "cycles", 2, (const double[]){1, 17});
    refused(h, "cycles", "17 cycles in 32 pixels: at most 16 can be seen");
    h = harness_new("transform-gabor-energy", NULL);
    harness_matrix(h, "x", SIDE, SIDE, x);
    refused(h, "x", "not of 2 axes");
    h = harness_new("transform-gabor-energy", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 3, (const int64_t[]){SIDE, SIDE, 1}, x);
    refused(h, "x", "32 x 1 pixels");
}
