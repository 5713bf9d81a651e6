/* SPDX-License-Identifier: MIT
 *
 * synthscenes_solid.c: the first object as a solid. Seen from the front (along z, y up) each solid
 * is its picture:
 *   sphere      |p| <= 1                        volume 4 pi / 3   area 4 pi
 *   cube        |x|, |y|, |z| <= .8                    4.096           15.36
 *   pyramid     |x|, |z| <= (1 - y) / 2, |y| <= 1      8 / 3           4 + 4 sqrt 5
 *   torus       (hypot(x, y) - .7)^2 + z^2 <= .3^2     .126 pi^2       .84 pi^2
 *   cylinder    hypot(x, z) <= .5, |y| <= 1            pi / 2          2.5 pi
 *   octahedron  |x| + |y| + |z| <= 1                   4 / 3           4 sqrt 3
 * and then made smaller, by sqrt 3 and by its size, so that it lies in the unit ball, and turned.
 */
#include "synthscenes.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

int ss_inside(int shape, const double *p)
{
    double x = fabs(p[0]), y = p[1], z = fabs(p[2]), ring = hypot(p[0], y) - 0.7;
    switch (shape) {
    case SS_SPHERE:
        return x * x + y * y + z * z <= 1;
    case SS_CUBE:
        return x <= 0.8 && fabs(y) <= 0.8 && z <= 0.8;
    case SS_PYRAMID:
        return fabs(y) <= 1 && fmax(x, z) <= (1 - y) / 2;
    case SS_TORUS:
        return ring * ring + z * z <= 0.09;
    case SS_CYLINDER:
        return x * x + z * z <= 0.25 && fabs(y) <= 1;
    default:
        return x + fabs(y) + z <= 1;
    }
}

double ss_volume(int shape)
{
    const double volumes[SS_SHAPES] = {4 * PI / 3,      4.096,  8.0 / 3,
                                       0.126 * PI * PI, PI / 2, 4.0 / 3};
    return volumes[shape];
}

double ss_area(int shape)
{
    const double areas[SS_SHAPES] = {4 * PI,         15.36,    4 + 4 * sqrt(5),
                                     0.84 * PI * PI, 2.5 * PI, 4 * sqrt(3)};
    return areas[shape];
}

/* Angle phi around the tube of a torus whose share of the area, (phi + r / R sin phi) / 2 pi, is u:
 * Newton's method on a rising function. */
static double tube_angle(double u)
{
    double phi = 2 * PI * u, ratio = 0.3 / 0.7;
    for (int k = 0; k < 12; k++) {
        phi -= (phi + ratio * sin(phi) - 2 * PI * u) / (1 + ratio * cos(phi));
    }
    return phi;
}

/* Uniform weights of the corners of a triangle. */
static void corners(double u, double v, double *weight)
{
    weight[1] = u + v > 1 ? 1 - u : u;
    weight[2] = u + v > 1 ? 1 - v : v;
    weight[0] = 1 - weight[1] - weight[2];
}

static void put(double *p, double x, double y, double z)
{
    p[0] = x;
    p[1] = y;
    p[2] = z;
}

static void of_pyramid(const double *u, double *p)
{
    static const double corner[5][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}};
    double t = u[0] * (4 + 4 * sqrt(5)), weight[3];
    if (t < 4) {
        put(p, 2 * u[1] - 1, -1, 2 * u[2] - 1);
        return;
    }
    int k = (int)((t - 4) / sqrt(5));
    k = k > 3 ? 3 : k;
    corners(u[1], u[2], weight);
    put(p, weight[1] * corner[k][0] + weight[2] * corner[k + 1][0],
        weight[0] - weight[1] - weight[2], weight[1] * corner[k][1] + weight[2] * corner[k + 1][1]);
}

static void of_cylinder(const double *u, double *p)
{
    double t = u[0] * 2.5, angle = 2 * PI * u[1];
    double radius = t < 0.5 ? 0.5 * sqrt(u[2]) : 0.5;
    double y = t < 0.25 ? -1 : t < 0.5 ? 1 : 2 * u[2] - 1;
    put(p, radius * cos(angle), y, radius * sin(angle));
}

static void of_cube(const double *u, double *p)
{
    int face = (int)(6 * u[0]);
    face = face > 5 ? 5 : face;
    p[face / 2] = face % 2 ? 0.8 : -0.8;
    p[(face / 2 + 1) % 3] = 1.6 * u[1] - 0.8;
    p[(face / 2 + 2) % 3] = 1.6 * u[2] - 0.8;
}

static void of_octahedron(const double *u, double *p)
{
    int face = (int)(8 * u[0]);
    corners(u[1], u[2], p);
    for (int axis = 0; axis < 3; axis++) {
        p[axis] *= face & 1 << axis ? -1 : 1;
    }
}

void ss_surface(int shape, const double *u, double *p)
{
    double angle = 2 * PI * u[1], height = 2 * u[0] - 1, phi;
    switch (shape) {
    case SS_SPHERE:
        put(p, sqrt(1 - height * height) * cos(angle), height,
            sqrt(1 - height * height) * sin(angle));
        break;
    case SS_CUBE:
        of_cube(u, p);
        break;
    case SS_PYRAMID:
        of_pyramid(u, p);
        break;
    case SS_TORUS:
        phi = tube_angle(u[0]);
        put(p, (0.7 + 0.3 * cos(phi)) * cos(angle), (0.7 + 0.3 * cos(phi)) * sin(angle),
            0.3 * sin(phi));
        break;
    case SS_CYLINDER:
        of_cylinder(u, p);
        break;
    default:
        of_octahedron(u, p);
    }
}

/* A turn drawn uniformly among all (Shoemake 1992, Graphics Gems III): a unit quaternion. */
static void draw_turn(const ss_world *w, int64_t scene, double *turn)
{
    double u[3] = {0, 0, 0};
    (void)w->rng->uniform(w->c, "turn", scene, 3, u);
    double a = sqrt(1 - u[0]) * sin(2 * PI * u[1]), b = sqrt(1 - u[0]) * cos(2 * PI * u[1]);
    double c = sqrt(u[0]) * sin(2 * PI * u[2]), d = sqrt(u[0]) * cos(2 * PI * u[2]);
    const double R[9] = {1 - 2 * (b * b + c * c), 2 * (a * b - c * d),     2 * (a * c + b * d),
                         2 * (a * b + c * d),     1 - 2 * (a * a + c * c), 2 * (b * c - a * d),
                         2 * (a * c - b * d),     2 * (b * c + a * d),     1 - 2 * (a * a + b * b)};
    memcpy(turn, R, sizeof R);
}

double ss_pose(const ss_world *w, int64_t scene, const ss_scene *s, double turn[9])
{
    static const double still[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    memcpy(turn, still, sizeof still);
    if (w->turned) {
        draw_turn(w, scene, turn);
    }
    return s->object[0].radius / (w->radius[2] * sqrt(3));
}

static void put_cloud(const ss_work *k, int64_t scene, int shape, double a, const double *R,
                      float *cloud)
{
    double u[3 * 64];
    for (int64_t i = 0; i < k->w.points; i++) {
        double p[3];
        if (i % 4096 == 0 && k->w.c->host->stopped(k->w.c)) {
            return;
        }
        if (i % 64 == 0) { /* 64 points have an address of their own, whatever their number */
            (void)k->w.rng->uniform(k->w.c, "cloud", scene * 4096 + i / 64, 3 * 64, u);
        }
        ss_surface(shape, u + 3 * (i % 64), p);
        for (int axis = 0; axis < 3; axis++) {
            const double *r = R + 3 * axis;
            cloud[3 * i + axis] = (float)(a * (r[0] * p[0] + r[1] * p[1] + r[2] * p[2]));
        }
    }
}

/* A voxel is full if its centre is inside. Centres are at (i + .5) 2 / n - 1. */
static void put_voxels(const ss_world *w, int shape, double a, const double *R, uint8_t *voxels)
{
    int64_t n = w->grid;
    for (int64_t i = 0; i < n * n * n; i++) {
        if (i % (n * n) == 0 && w->c->host->stopped(w->c)) {
            return; /* the task tells */
        }
        double q[3] = {(double)(i % n), (double)(i / n % n), (double)(i / n / n)}, p[3];
        for (int axis = 0; axis < 3; axis++) {
            q[axis] = ((q[axis] + 0.5) * 2 / (double)n - 1) / a;
        }
        for (int axis = 0; axis < 3; axis++) { /* back by the turn */
            p[axis] = R[axis] * q[0] + R[3 + axis] * q[1] + R[6 + axis] * q[2];
        }
        voxels[i] = (uint8_t)ss_inside(shape, p);
    }
}

void ss_solid(const ss_work *k, int64_t row, const ss_scene *s)
{
    int shape = s->object[0].word[SS_SHAPE];
    double R[9], *measures = ss_row(k, SS_SOLID, row);
    float *cloud = ss_row(k, SS_CLOUD, row);
    uint8_t *voxels = ss_row(k, SS_VOXELS, row);
    if (!measures && !cloud && !voxels) {
        return;
    }
    double a = ss_pose(&k->w, row, s, R);
    if (measures) {
        measures[0] = a * a * a * ss_volume(shape);
        measures[1] = a * a * ss_area(shape);
        memcpy(measures + 2, R, sizeof R);
    }
    if (cloud) {
        put_cloud(k, row, shape, a, R, cloud);
    }
    if (voxels) {
        put_voxels(&k->w, shape, a, R, voxels);
    }
}
