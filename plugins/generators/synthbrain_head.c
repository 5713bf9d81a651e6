/* SPDX-License-Identifier: MIT
 *
 * synthbrain_head.c: lead fields of a sphere.
 *
 * Potential (Mosher, Leahy, Lewis 1999, IEEE Trans Biomed Eng 46, 245-259): with d = r - r0,
 *     V = ((c1 - c2 r.r0) r0 + c2 r0^2 r) . q,
 *     c1 = (2 d.r0 / d^3 + 1 / d - 1 / r) / (4 pi sigma r0^2),
 *     c2 = (2 / d^3 + (d + r) / (r F)) / (4 pi sigma r0^2),      F = d (r d + r^2 - r0.r),
 * which tends to 3 q.r / (4 pi sigma r^3) as r0 goes to 0.
 *
 * Field (Sarvas 1987, Phys Med Biol 32, 11-22): with a = r - r0, F = a (r a + r^2 - r0.r),
 *     B = mu0 / (4 pi F^2) (F q x r0 - (q x r0 . r) grad F),
 *     grad F = (a^2 / r + a.r / a + 2 a + 2 r) r - (a + 2 r + a.r / a) r0.
 */
#include "synthbrain_head.h"

#include <math.h>

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

double sb_potential(const double r[3], const double r0[3], const double q[3])
{
    double d[3], scale = 1 / (4 * M_PI * SB_CONDUCTIVITY);
    for (int i = 0; i < 3; i++) {
        d[i] = r[i] - r0[i];
    }
    double n = sqrt(dot(r, r)), n0 = dot(r0, r0), a = sqrt(dot(d, d));
    if (n0 < 1e-12 * n * n) { /* the middle: the limit */
        return 3 * scale * dot(q, r) / (n * n * n);
    }
    double f = a * (n * a + n * n - dot(r0, r));
    double c1 = (2 * dot(d, r0) / (a * a * a) + 1 / a - 1 / n) * scale / n0;
    double c2 = (2 / (a * a * a) + (a + n) / (n * f)) * scale / n0;
    return (c1 - c2 * dot(r, r0)) * dot(r0, q) + c2 * n0 * dot(r, q);
}

void sb_field(const double r[3], const double r0[3], const double q[3], double out[3])
{
    double v[3], m[3] = {q[1] * r0[2] - q[2] * r0[1], q[2] * r0[0] - q[0] * r0[2],
                         q[0] * r0[1] - q[1] * r0[0]};
    for (int i = 0; i < 3; i++) {
        v[i] = r[i] - r0[i];
    }
    double n = sqrt(dot(r, r)), a = sqrt(dot(v, v)), along = dot(v, r) / a;
    double f = a * (n * a + n * n - dot(r0, r)), turn = dot(m, r);
    for (int i = 0; i < 3; i++) {
        double slope = (a * a / n + along + 2 * a + 2 * n) * r[i] - (a + 2 * n + along) * r0[i];
        out[i] = 1e-7 * (f * m[i] - turn * slope) / (f * f);
    }
}

void sb_sensor(int64_t i, int64_t n, double radius, double angle, double out[3])
{
    double z = 1 - (1 - cos(angle)) * ((double)i + .5) / (double)n, ring = sqrt(1 - z * z);
    double turn = (double)i * M_PI * (3 - sqrt(5));
    out[0] = radius * ring * cos(turn);
    out[1] = radius * ring * sin(turn);
    out[2] = radius * z;
}
