/* SPDX-License-Identifier: MIT
 *
 * sections.h: filters as second-order sections, b0 + b1/z + b2/z^2 over 1 + a1/z + a2/z^2: from
 * poles to sections, and forward and backward over a column. Inline functions; nothing here keeps
 * state.
 */
#ifndef GYRUS_TRANSFORMS_SECTIONS_H
#define GYRUS_TRANSFORMS_SECTIONS_H

#include <complex.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define SC_MOST 16 /* order of the prototype; twice as many poles, as many sections */

typedef struct sc_section {
    double b[3], a[3];
} sc_section;

/* Poles in the s plane of a band-pass w[0] .. w[1] (rad per unit of time) from n poles of a
 * low-pass prototype with edge 1: two for each. */
static inline int sc_band_poles(const double complex *prototype, int n, const double *w,
                                double complex *pole)
{
    double width = w[1] - w[0], centre = w[0] * w[1];
    for (int k = 0; k < n; k++) {
        double complex half = prototype[k] * width / 2, root = csqrt(half * half - centre);
        pole[2 * k] = half + root;
        pole[2 * k + 1] = half - root;
    }
    return 2 * n;
}

static inline int sc_by_radius(const void *a, const void *b)
{
    double x = cabs(*(const double complex *)a), y = cabs(*(const double complex *)b);
    return (x > y) - (x < y);
}

/* Puts n poles, at most 2 SC_MOST, in conjugate or real pairs: fills a[] of each section. Poles are
 * told conjugate by the sign of their imaginary part; those within 1e-12 of the axis are real.
 * Returns the sections. */
static inline int64_t sc_pair(double complex *pole, int n, sc_section *s)
{
    int64_t k = 0;
    double real[2 * SC_MOST];
    int reals = 0;
    qsort(pole, (size_t)n, sizeof *pole, sc_by_radius);
    for (int i = 0; i < n; i++) {
        if (fabs(cimag(pole[i])) <= 1e-12 * cabs(pole[i])) {
            real[reals++] = creal(pole[i]);
        } else if (cimag(pole[i]) > 0) {
            double r = cabs(pole[i]);
            s[k++] = (sc_section){.a = {1, -2 * creal(pole[i]), r * r}};
        }
    }
    for (int i = 0; i < reals; i += 2) {
        double other = i + 1 < reals ? real[i + 1] : 0;
        s[k++] = (sc_section){.a = {1, -real[i] - other, real[i] * other}};
    }
    return k;
}

/* Gain of n sections at z. */
static inline double sc_gain(const sc_section *p, int64_t n, double complex z)
{
    double complex g = 1;
    for (int64_t k = 0; k < n; k++) {
        const sc_section *s = &p[k];
        g *= (s->b[0] + s->b[1] / z + s->b[2] / (z * z)) / (1 + s->a[1] / z + s->a[2] / (z * z));
    }
    return cabs(g);
}

/* One section over v[n], transposed direct form II, as sosfilt: state z[2]. */
static inline void sc_sweep(const sc_section *s, double *v, int64_t n, double *z)
{
    for (int64_t i = 0; i < n; i++) {
        double x = v[i], y = s->b[0] * x + z[0];
        z[0] = s->b[1] * x - s->a[1] * y + z[1];
        z[1] = s->b[2] * x - s->a[2] * y;
        v[i] = y;
    }
}

/* All sections over v[n], from the state of a step of height v[0]. */
static inline void sc_sweep_steady(const sc_section *p, int64_t sections, double *v, int64_t n)
{
    double level = v[0];
    for (int64_t k = 0; k < sections; k++) {
        const sc_section *s = &p[k];
        double dc = (s->b[0] + s->b[1] + s->b[2]) / (1 + s->a[1] + s->a[2]), z[2];
        z[1] = level * (s->b[2] - s->a[2] * dc);
        z[0] = level * (s->b[1] - s->a[1] * dc) + z[1];
        sc_sweep(s, v, n, z);
        level *= dc;
    }
}

static inline void sc_reverse(double *v, int64_t n)
{
    for (int64_t i = 0; i < n / 2; i++) {
        double t = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = t;
    }
}

/* v has room for n + 2 pad; values lie at v[pad]. */
static inline void sc_both_ways(const sc_section *p, int64_t sections, double *v, int64_t n,
                                int64_t pad)
{
    for (int64_t i = 1; i <= pad; i++) {
        v[pad - i] = 2 * v[pad] - v[pad + i];
        v[pad + n - 1 + i] = 2 * v[pad + n - 1] - v[pad + n - 1 - i];
    }
    for (int turn = 0; turn < 2; turn++) {
        sc_sweep_steady(p, sections, v, n + 2 * pad);
        sc_reverse(v, n + 2 * pad);
    }
}

#endif
