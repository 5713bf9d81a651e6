/* SPDX-License-Identifier: MIT
 *
 * Lead fields of generator.synthbrain-meeg against series, other laws and symmetries.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "../../plugins/generators/synthbrain_head.h"

static double dot(const double *a, const double *b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(const double *a, const double *b, double *out)
{
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

/* Potential on a sphere of radius R of a dipole at height f R on the z axis, from the Neumann
 * problem: V = 1 / (4 pi sigma R^2) sum_n (2 n + 1) / n f^(n - 1) (n q_z P_n + (q_x cos phi +
 * q_y sin phi) P_n^1), P_n^1 = sin(theta) P_n'. */
static double series(double radius, double f, const double *q, double theta, double phi)
{
    double c = cos(theta), s = sin(theta), p0 = 1, p1 = c, d0 = 0, d1 = 1, sum = 0, power = 1;
    for (int n = 1; n < 400; n++) {
        sum += (2 * n + 1.) / n * power *
               (n * q[2] * p1 + (q[0] * cos(phi) + q[1] * sin(phi)) * s * d1);
        double p2 = ((2 * n + 1) * c * p1 - n * p0) / (n + 1);
        double d2 = d0 + (2 * n + 1) * p1;
        p0 = p1, p1 = p2, d0 = d1, d1 = d2;
        power *= f;
    }
    return sum / (4 * M_PI * SB_CONDUCTIVITY * radius * radius);
}

Test(head, potential_equals_the_series_of_the_sphere)
{
    const double q[3] = {3e-9, -4e-9, 7e-9}, radius = .09;
    const double heights[] = {0, 1e-8, 1e-3, .3, .6, .88};
    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 40; k++) {
            double theta = .05 + .075 * k, phi = 1.3 * k, r0[3] = {0, 0, heights[i] * radius};
            double r[3] = {radius * sin(theta) * cos(phi), radius * sin(theta) * sin(phi),
                           radius * cos(theta)};
            double want = series(radius, heights[i], q, theta, phi);
            double got = sb_potential(r, r0, q);
            cr_assert(fabs(got - want) < 1e-7 * 1e-6, "%g at %g: %g, not %g", theta, heights[i],
                      got, want);
            cr_assert(k > 0 || fabs(got) > 1e-8, "there is something to compare");
        }
    }
}

/* Turning head, dipole and sensor together changes nothing; the surface mean is zero. */
Test(head, potential_turns_with_the_head_and_has_no_mean)
{
    const double q[3] = {1e-9, 5e-9, -2e-9}, r0[3] = {.01, -.03, .05}, radius = .09;
    double a = .7, sum = 0, square = 0;
    for (int i = 0; i < 20000; i++) {
        double r[3], turned[3][3];
        sb_sensor(i, 20000, radius, M_PI, r);
        const double *all[3] = {r, r0, q};
        for (int k = 0; k < 3; k++) {
            turned[k][0] = cos(a) * all[k][0] - sin(a) * all[k][2];
            turned[k][1] = all[k][1];
            turned[k][2] = sin(a) * all[k][0] + cos(a) * all[k][2];
        }
        double v = sb_potential(r, r0, q);
        cr_assert(fabs(v - sb_potential(turned[0], turned[1], turned[2])) < 1e-15);
        sum += v / 20000;
        square += v * v / 20000;
    }
    cr_assert(fabs(sum) < 1e-3 * sqrt(square), "%g of %g", sum, sqrt(square));
}

Test(head, field_is_that_of_a_current_dipole_in_a_sphere)
{
    const double q[3] = {4e-9, -1e-9, 6e-9}, r0[3] = {.02, .01, .06};
    for (int i = 0; i < 50; i++) {
        double r[3], b[3], v[3], m[3], far;
        sb_sensor(i, 50, .11, 2, r);
        sb_field(r, r0, q, b);
        /* volume currents of a sphere have no radial field: Biot and Savart alone */
        for (int d = 0; d < 3; d++) {
            v[d] = r[d] - r0[d];
        }
        cross(q, v, m);
        far = sqrt(dot(v, v));
        double radial = 1e-7 * dot(m, r) / (far * far * far) / .11;
        cr_assert(fabs(dot(b, r) / .11 - radial) < 1e-9 * 1e-12, "%g %g", dot(b, r) / .11, radial);
        /* outside there is no current: neither divergence nor curl, by central differences */
        double g[3][3], h = 1e-5;
        for (int d = 0; d < 3; d++) {
            double up[3] = {r[0], r[1], r[2]}, down[3] = {r[0], r[1], r[2]}, bu[3], bd[3];
            up[d] += h;
            down[d] -= h;
            sb_field(up, r0, q, bu);
            sb_field(down, r0, q, bd);
            for (int e = 0; e < 3; e++) {
                g[e][d] = (bu[e] - bd[e]) / (2 * h);
            }
        }
        double scale = fabs(g[0][0]) + fabs(g[1][1]) + fabs(g[2][2]) + 1e-14;
        cr_assert(fabs(g[0][0] + g[1][1] + g[2][2]) < 1e-4 * scale);
        cr_assert(fabs(g[1][0] - g[0][1]) + fabs(g[2][0] - g[0][2]) + fabs(g[2][1] - g[1][2]) <
                  1e-4 * scale);
    }
}

Test(head, a_radial_dipole_has_no_field)
{
    const double r0[3] = {.02, -.03, .05}, along[3] = {2e-9, -3e-9, 5e-9},
                 across[3] = {5e-9, 0, -2e-9};
    for (int i = 0; i < 50; i++) {
        double r[3], b[3], t[3];
        sb_sensor(i, 50, .11, 2, r);
        sb_field(r, r0, along, b);
        sb_field(r, r0, across, t);
        cr_assert(sqrt(dot(b, b)) < 1e-27 && sqrt(dot(t, t)) > 1e-16);
        cr_assert(fabs(sb_potential(r, r0, along)) > 0, "but a potential");
    }
}

Test(head, sensors_lie_on_their_sphere_evenly)
{
    double mean = 0;
    for (int i = 0; i < 100; i++) {
        double r[3], near = 1e9;
        sb_sensor(i, 100, 2, M_PI / 2, r);
        cr_assert(fabs(sqrt(dot(r, r)) - 2) < 1e-12 && r[2] > 0);
        mean += r[2] / 100;
        for (int k = 0; k < 100; k++) {
            double s[3];
            sb_sensor(k, 100, 2, M_PI / 2, s);
            double far = hypot(hypot(r[0] - s[0], r[1] - s[1]), r[2] - s[2]);
            near = k != i && far < near ? far : near;
        }
        cr_assert(near > .25 && near < .65, "%g", near); /* even: about 2 sqrt(2 pi / 100) = .5 */
    }
    cr_assert(fabs(mean - 1) < 1e-12, "equal areas have equal heights");
}
