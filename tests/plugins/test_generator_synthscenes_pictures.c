/* SPDX-License-Identifier: MIT
 *
 * generator.synthscenes: pictures against closed forms and against each other.
 */
#include "test_synthscenes.h"

/* Area and length of the outline of a shape of radius 1. */
static const double areas[6] = {M_PI, 2.56, 2, M_PI *(1 - .16), 2, 2};
static const double outlines[6] = {2 * M_PI,       6.4, 2 + 2 * 2.2360679774997896,
                                   2 * M_PI * 1.4, 6,   4 * M_SQRT2};

/* A single object covers as many pixels as its area says, up to the pixels of its outline; and on
 * average, over many places, exactly so many. */
Test(synthscenes_pictures, areas_are_closed_forms)
{
    enum { n = 1500 };
    static const char *const sides[3] = {"32", "64", "128"};
    for (int size = 0; size < 3; size++) {
        double sum[6] = {0}, count[6] = {0};
        int64_t side = strtol(sides[size], NULL, 10);
        harness *h = scenes(n);
        harness_param(h, "pixels", sides[size]);
        harness_number(h, "most", 1);
        harness_number(h, "scale", 1.2);
        wants(h, "object_map;objects;places");
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const uint8_t *map = harness_get(h, "object_map")->data;
        for (int64_t i = 0; i < n; i++) {
            int shape = label(h, i, 0, 0);
            double r = (double)place(h, i, 0, 2), seen = 0;
            for (int64_t p = 0; p < side * side; p++) {
                seen += map[i * side * side + p];
            }
            double wide = (double)side * (label(h, i, 0, 2) == 0   ? .12
                                          : label(h, i, 0, 2) == 1 ? .17
                                                                   : .25);
            cr_assert(fabs(r - 1.2 * wide) < 1e-5);
            cr_assert(fabs(seen - areas[shape] * r * r) <= .5 * outlines[shape] * r,
                      "%s of radius %g: %g pixels, not %g", kind_words[0][shape], r, seen,
                      areas[shape] * r * r);
            sum[shape] += seen / (areas[shape] * r * r);
            count[shape]++;
        }
        for (int shape = 0; shape < 6; shape++) { /* spread of one: about .5 / sqrt(outline) */
            double mean = sum[shape] / count[shape];
            cr_assert(fabs(mean - 1) < .008, "%s: %g of its area", kind_words[0][shape], mean);
        }
        harness_free(h);
    }
}

/* How far inside the shape a point is, in radii; below 0 outside. Near the outline only. */
static double inside(int shape, double u, double v)
{
    double far = sqrt(u * u + v * v);
    switch (shape) {
    case 0:
        return 1 - far;
    case 1:
        return fmin(.8 - fabs(u), .8 - fabs(v));
    case 2: /* tip (0, -1), base from (-1, 1) to (1, 1) */
        return fmin(1 - v, (v + 1 - 2 * fabs(u)) / sqrt(5));
    case 3:
        return fmin(1 - far, far - .4);
    case 4:
        return fmin(.5 - fabs(u), 1 - fabs(v));
    default:
        return (1 - fabs(u) - fabs(v)) / M_SQRT2;
    }
}

/* Number of the nearest object at a pixel, by places and labels; -1 if it is too close to call. */
static int nearest(harness *h, int64_t i, int64_t row, int64_t column)
{
    int best = 0;
    for (int k = 0; k < objects_of(h, i); k++) {
        double r = (double)place(h, i, k, 2);
        double u = ((double)column + .5 - (double)place(h, i, k, 0)) / r;
        double v = ((double)row + .5 - (double)place(h, i, k, 1)) / r;
        double deep = inside(label(h, i, k, 0), u, v);
        if (fabs(deep) < 1e-5) {
            return -1;
        }
        if (deep > 0 && (best == 0 || place(h, i, k, 3) < place(h, i, best - 1, 3))) {
            best = k + 1;
        }
    }
    return best;
}

/* What is seen is the nearest; depth, classes and colours are those of what is seen. */
Test(synthscenes_pictures, maps_depth_and_colours_agree)
{
    enum { n = 200, side = 64 };
    static const int colours[6][3] = {{230, 40, 40},  {40, 180, 60},  {50, 80, 230},
                                      {236, 216, 50}, {204, 60, 204}, {50, 204, 216}};
    harness *h = scenes(n);
    int64_t called = 0, dark[4] = {0}, light[4] = {0};
    harness_param(h, "pixels", "64");
    wants(h, "images;object_map;class_map;depth;objects;places");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const uint8_t *map = harness_get(h, "object_map")->data;
    const uint8_t *classes = harness_get(h, "class_map")->data;
    const uint8_t *image = harness_get(h, "images")->data;
    const float *depth = harness_get(h, "depth")->data;
    for (int64_t p = 0; p < n * side * side; p++) {
        int64_t i = p / (side * side);
        int want = nearest(h, i, p / side % side, p % side), id = map[p];
        const uint8_t *rgb = image + 3 * p;
        cr_assert(want == -1 || id == want, "scene %d: %d is seen, not %d", (int)i, id, want);
        called += want >= 0;
        if (id == 0) {
            cr_assert(classes[p] == 0 && depth[p] == 1);
            cr_assert(rgb[0] == rgb[1] && rgb[1] == rgb[2] && rgb[0] > 20 && rgb[0] < 210);
            continue;
        }
        cr_assert_eq(classes[p], label(h, i, id - 1, 0) + 1);
        cr_assert(depth[p] == place(h, i, id - 1, 3) && depth[p] > 0 && depth[p] < 1);
        const int *full = colours[label(h, i, id - 1, 1)];
        int half = rgb[0] == full[0] / 2;
        for (int k = 0; k < 3; k++) {
            cr_assert_eq(rgb[k], half ? full[k] / 2 : full[k]);
        }
        dark[label(h, i, id - 1, 3)] += half;
        light[label(h, i, id - 1, 3)] += !half;
    }
    cr_assert(called > n * side * side * 99 / 100);
    /* plain has no dark pixels, stripes and checks are half dark, dots cover .09 pi of the square
     */
    const double shares[4] = {0, .5, .5, .09 * M_PI};
    for (int k = 0; k < 4; k++) {
        double share = (double)dark[k] / (double)(dark[k] + light[k]);
        cr_assert(fabs(share - shares[k]) <= (k ? .06 : 0), "%s: %g", kind_words[3][k], share);
    }
    harness_free(h);
}

/* f32 pictures are u8 pictures / 255. */
Test(synthscenes_pictures, two_dtypes)
{
    harness *a = scenes(20), *b = scenes(20);
    harness_param(b, "values", "f32");
    wants(a, "images");
    wants(b, "images");
    cr_assert(harness_run(a) == 0 && harness_run(b) == 0);
    const uint8_t *x = harness_get(a, "images")->data;
    const float *y = harness_get(b, "images")->data;
    for (int64_t k = 0; k < 20 * 32 * 32 * 3; k++) {
        cr_assert(fabs((double)y[k] - x[k] / 255.) < 1e-7);
    }
    harness_free(a);
    harness_free(b);
}

/* apart: no two objects share a pixel, and all of each is in the picture. Otherwise every object
 * sticks out of each nearer one, and some do overlap. */
Test(synthscenes_pictures, apart_or_not)
{
    enum { n = 400 };
    for (int apart = 0; apart < 2; apart++) {
        int64_t overlap = 0, hidden = 0;
        harness *h = scenes(n);
        harness_param(h, "apart", apart ? "true" : "false");
        harness_number(h, "least", 4);
        wants(h, "objects;places");
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        for (int64_t i = 0; i < n; i++) {
            for (int a = 0; a < 4; a++) {
                double r = (double)place(h, i, a, 2);
                for (int axis = 0; axis < 2; axis++) {
                    double at = (double)place(h, i, a, axis);
                    cr_assert(at >= r - 1e-5 && at <= 32 - r + 1e-5);
                }
                for (int b = 0; b < 4; b++) {
                    double dx = (double)(place(h, i, a, 0) - place(h, i, b, 0));
                    double dy = (double)(place(h, i, a, 1) - place(h, i, b, 1));
                    double far = sqrt(dx * dx + dy * dy), q = (double)place(h, i, b, 2);
                    overlap += a != b && fmax(fabs(dx), fabs(dy)) < r + q - 1e-5;
                    hidden += place(h, i, a, 3) < place(h, i, b, 3) && far + .5 * q < r - 1e-5;
                }
            }
        }
        cr_assert(apart ? overlap == 0 : overlap > n, "%d", (int)overlap);
        cr_assert(hidden <= n / 100, "%d", (int)hidden); /* where 16 tries found no better place */
        harness_free(h);
    }
}
