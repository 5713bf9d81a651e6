/* SPDX-License-Identifier: MIT
 *
 * generator.synthscenes: the solid against closed forms of volume, area and surface.
 */
#include "test_synthscenes.h"

enum { n = 120, facets = 64, grid = 48, points = 2000 };

static const double volumes[6] = {4 * M_PI / 3,   4.096, 8. / 3, 2 * M_PI *M_PI * .7 * .09,
                                  M_PI * .25 * 2, 4. / 3};
static double area_of(int shape)
{
    const double areas[6] = {4 * M_PI,
                             6 * 1.6 * 1.6,
                             4 + 4 * sqrt(5),
                             4 * M_PI * M_PI * .7 * .3,
                             2 * M_PI * .25 + 2 * M_PI * .5 * 2,
                             4 * sqrt(3)};
    return areas[shape];
}

static harness *solids(const char *turned)
{
    harness *h = scenes(n);
    harness_number(h, "facets", facets);
    harness_number(h, "grid", grid);
    harness_number(h, "points", points);
    harness_param(h, "turned", turned);
    wants(h, "surface;voxels;vertices;faces;solid;objects;places");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    return h;
}

/* Size of a solid: the largest has 1 / sqrt 3. */
static double size_of(harness *h, int64_t i)
{
    return (double)place(h, i, 0, 2) / (.25 * 32) / sqrt(3);
}

static const double *measures(harness *h, int64_t i)
{
    return (const double *)harness_get(h, "solid")->data + 11 * i;
}

/* A turn keeps lengths and hands: R R' = 1, det R = 1. */
Test(synthscenes_solid, measures_and_turns)
{
    harness *h = solids("true"), *still = solids("false");
    double mean[9] = {0};
    for (int64_t i = 0; i < n; i++) {
        const double *m = measures(h, i), *R = m + 2;
        double a = size_of(h, i);
        cr_assert(fabs(m[0] / (a * a * a * volumes[label(h, i, 0, 0)]) - 1) < 1e-6);
        cr_assert(fabs(m[1] / (a * a * area_of(label(h, i, 0, 0))) - 1) < 1e-6);
        for (int j = 0; j < 9; j++) {
            double dot = 0;
            for (int k = 0; k < 3; k++) {
                dot += R[j / 3 * 3 + k] * R[j % 3 * 3 + k];
            }
            cr_assert(fabs(dot - (j / 3 == j % 3)) < 1e-12);
            cr_assert_eq(measures(still, i)[2 + j], j / 3 == j % 3);
            mean[j] += R[j] / n;
        }
        double det = R[0] * (R[4] * R[8] - R[5] * R[7]) - R[1] * (R[3] * R[8] - R[5] * R[6]) +
                     R[2] * (R[3] * R[7] - R[4] * R[6]);
        cr_assert(fabs(det - 1) < 1e-12);
    }
    for (int j = 0; j < 9; j++) { /* each entry has mean 0 and variance 1 / 3 */
        cr_assert(fabs(mean[j]) < 4 * sqrt(1. / 3 / n), "%g", mean[j]);
    }
    harness_free(h);
    harness_free(still);
}

static void corner_of(harness *h, int64_t i, int64_t face, int corner, double *p)
{
    const gy_array *v = harness_get(h, "vertices"), *f = harness_get(h, "faces");
    int32_t k = ((const int32_t *)f->data)[(i * f->shape[1] + face) * 3 + corner];
    cr_assert(k >= 0 && k < v->shape[1]);
    for (int axis = 0; axis < 3; axis++) {
        p[axis] = (double)((const float *)v->data)[(i * v->shape[1] + k) * 3 + axis];
    }
}

/* Volume (by the divergence theorem) and area of the triangles of scene i. */
static void measure(harness *h, int64_t i, double *volume, double *area)
{
    *volume = *area = 0;
    for (int64_t face = 0; face < harness_length(h, "face"); face++) {
        double p[3][3], u[3], v[3], cross[3];
        for (int k = 0; k < 3; k++) {
            corner_of(h, i, face, k, p[k]);
        }
        for (int axis = 0; axis < 3; axis++) {
            u[axis] = p[1][axis] - p[0][axis];
            v[axis] = p[2][axis] - p[0][axis];
        }
        cross[0] = u[1] * v[2] - u[2] * v[1];
        cross[1] = u[2] * v[0] - u[0] * v[2];
        cross[2] = u[0] * v[1] - u[1] * v[0];
        *area += sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]) / 2;
        *volume += (p[0][0] * cross[0] + p[0][1] * cross[1] + p[0][2] * cross[2]) / 6;
    }
}

/* Every edge is gone along once in each direction: the mesh is closed, and all faces look out or
 * all look in; the volume tells that they look out. */
static void is_closed(harness *h, int64_t i)
{
    const gy_array *f = harness_get(h, "faces");
    int64_t m = harness_length(h, "vertex");
    int8_t *gone = calloc((size_t)(m * m), 1);
    const int32_t *face = (const int32_t *)f->data + i * f->shape[1] * 3;
    for (int64_t k = 0; k < f->shape[1]; k++) {
        for (int c = 0; c < 3; c++) {
            int64_t from = face[3 * k + c], to = face[3 * k + (c + 1) % 3];
            gone[from * m + to] = (int8_t)(gone[from * m + to] + (from != to));
        }
    }
    for (int64_t k = 0; k < m * m; k++) {
        cr_assert(gone[k] <= 1 && gone[k] == gone[k % m * m + k / m]);
    }
    free(gone);
}

/* Flat solids are exact; round ones lie inside, with all corners on them: a circle of k facets has
 * sin(2 pi / k) / (2 pi / k) of the area, and the cylinder is exactly that. */
Test(synthscenes_solid, meshes_have_the_volume_and_area)
{
    harness *h = solids("true");
    double turn = 2 * M_PI / facets, circle = sin(turn) / turn;
    for (int64_t i = 0; i < n; i++) {
        int shape = label(h, i, 0, 0);
        double volume, area;
        const double *m = measures(h, i);
        measure(h, i, &volume, &area);
        if (shape == 1 || shape == 2 || shape == 5) {
            cr_assert(fabs(volume / m[0] - 1) < 1e-5 && fabs(area / m[1] - 1) < 1e-5, "%s: %g %g",
                      kind_words[0][shape], volume / m[0], area / m[1]);
        } else if (shape == 4) {
            double chord = sin(turn / 2) / (turn / 2); /* of the side; circles are .2 of the area */
            cr_assert(fabs(volume / m[0] - circle) < 1e-5);
            cr_assert(fabs(area / m[1] - (.2 * circle + .8 * chord)) < 1e-5);
        } else { /* the tube of the torus has half as many facets: its circle lacks four times it */
            double lacks = 1 - circle;
            cr_assert(volume / m[0] < 1 - lacks && volume / m[0] > 1 - 6 * lacks, "%s: %g",
                      kind_words[0][shape], volume / m[0]);
            cr_assert(area / m[1] < 1 && area / m[1] > 1 - 6 * lacks, "%g", area / m[1]);
        }
        if (i < 30) {
            is_closed(h, i);
        }
    }
    harness_free(h);
}

/* How far a point is from the surface, in the solid's own coordinates; 0 on it. */
static double off(int shape, const double *p)
{
    double x = fabs(p[0]), y = p[1], z = fabs(p[2]), ring = sqrt(p[0] * p[0] + y * y) - .7;
    double sheet = fmax(x, z) - (1 - y) / 2;
    const double f[6] = {sqrt(x * x + y * y + z * z) - 1,
                         fmax(fmax(x, fabs(y)), z) - .8,
                         fmax(sheet, -1 - y),
                         sqrt(ring * ring + z * z) - .3,
                         fmax(sqrt(x * x + z * z) - .5, fabs(y) - 1),
                         x + fabs(y) + z - 1};
    return f[shape];
}

/* A number whose mean over the surface is known: the share above y = .5 of the sphere, on two faces
 * of the cube, on the base of the pyramid, on the caps of the cylinder, plus its x^2 + z^2;
 * distance from the axis of the torus, R + r^2 / 2 R; |x|^2 of the octahedron, 1 / 6. */
static double known(int shape, const double *p)
{
    double tip = fabs(fabs(p[1]) - 1) < 1e-6;
    const double f[6] = {p[1] > .5,
                         fabs(fabs(p[0]) - .8) < 1e-6,
                         fabs(p[1] + 1) < 1e-6,
                         sqrt(p[0] * p[0] + p[1] * p[1]),
                         tip + p[0] * p[0] + p[2] * p[2],
                         p[0] * p[0]};
    return f[shape];
}

Test(synthscenes_solid, clouds_are_uniform_on_the_surface)
{
    harness *h = solids("true");
    const float *cloud = harness_get(h, "surface")->data;
    const double want[6] = {
        .25, 1. / 3, 4 / (4 + 4 * sqrt(5)), .7 + .09 / 1.4, .2 + .8 * .25 + .2 * .125, 1. / 6};
    double sum[6] = {0}, square[6] = {0}, middle[6][3] = {{0}}, count[6] = {0};
    for (int64_t i = 0; i < n; i++) {
        int shape = label(h, i, 0, 0);
        double a = size_of(h, i);
        const double *R = measures(h, i) + 2;
        for (int64_t k = 0; k < points; k++) {
            const float *q = cloud + (i * points + k) * 3;
            double p[3];
            for (int axis = 0; axis < 3; axis++) { /* R' q / a */
                p[axis] = ((double)q[0] * R[axis] + (double)q[1] * R[3 + axis] +
                           (double)q[2] * R[6 + axis]) /
                          a;
                middle[shape][axis] += p[axis];
            }
            cr_assert(fabs(off(shape, p)) < 2e-6, "%s: %g", kind_words[0][shape], off(shape, p));
            double value = known(shape, p);
            sum[shape] += value;
            square[shape] += value * value;
            count[shape]++;
        }
    }
    for (int shape = 0; shape < 6; shape++) {
        double mean = sum[shape] / count[shape];
        double error = sqrt((square[shape] / count[shape] - mean * mean) / count[shape]);
        cr_assert(fabs(mean - want[shape]) < 4 * error, "%s: %g, not %g", kind_words[0][shape],
                  mean, want[shape]);
        for (int axis = 0; axis < 3;
             axis++) { /* of the pyramid: the base at -1, the sides at -1/3 */
            double at = middle[shape][axis] / count[shape];
            double centre = shape == 2 && axis == 1 ? -want[2] - (1 - want[2]) / 3 : 0;
            cr_assert(fabs(at - centre) < 4 / sqrt(count[shape]), "%s: %g", kind_words[0][shape],
                      at);
        }
    }
    harness_free(h);
}

/* As many cells are full as the volume says, up to those that the surface goes through; over all
 * scenes exactly so many. */
Test(synthscenes_solid, voxels_fill_the_volume)
{
    harness *h = solids("true");
    const uint8_t *voxels = harness_get(h, "voxels")->data;
    double cell = 2. / grid, ratio = 0;
    for (int64_t i = 0; i < n; i++) {
        double full = 0, centre[3] = {0};
        const double *m = measures(h, i);
        for (int64_t k = 0; k < grid * grid * grid; k++) {
            if (voxels[i * grid * grid * grid + k]) {
                full += cell * cell * cell;
                centre[0] += ((double)(k % grid) + .5) * cell - 1;
                centre[1] += ((double)(k / grid % grid) + .5) * cell - 1;
                centre[2] += ((double)(k / grid / grid) + .5) * cell - 1;
            }
        }
        cr_assert(fabs(full - m[0]) < .25 * m[1] * cell, "%g, not %g", full, m[0]);
        ratio += full / m[0] / n;
        /* centre of mass: the pyramid's is half a unit below the middle, turned; others 0 */
        double below = label(h, i, 0, 0) == 2 ? -.5 * size_of(h, i) : 0;
        for (int axis = 0; axis < 3; axis++) {
            double at = centre[axis] * cell * cell * cell / full;
            cr_assert(fabs(at - below * m[2 + 3 * axis + 1]) < .02, "%g", at);
        }
    }
    cr_assert(fabs(ratio - 1) < .004, "%g", ratio);
    harness_free(h);
}
