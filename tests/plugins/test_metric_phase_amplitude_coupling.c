/* SPDX-License-Identifier: MIT
 *
 * metric.phase-amplitude-coupling: the index by its formula, 0 without coupling, and its
 * surrogates.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *pac(int64_t n, const double *phase, int64_t m, const double *amplitude)
{
    harness *h = harness_new("metric-phase-amplitude-coupling", NULL);
    harness_vector(h, "phase", n, phase);
    harness_matrix(h, "amplitude", n, m, amplitude);
    return h;
}

static double get(harness *h, const char *name)
{
    return harness_doubles(h, name)[0];
}

/* Phases in the middle of 18 bins, amplitude 1 + depth cos: p = (1 + depth cos) / 18. Cycles differ
 * in phase speed, so that a turned amplitude loses its phase. */
Test(pac, index_by_its_formula)
{
    enum { cycles = 400, n = cycles * 18 };
    static double phase[n], amplitude[n];
    static const double depths[3] = {.2, .6, 1};
    for (int d = 0; d < 3; d++) {
        double h = 0;
        unsigned state = 6;
        for (int i = 0; i < n; i++) {
            state = i % 18 ? state : state * 1664525u + 1013904223u;
            int bin = (i % 18 + (int)(state >> 28)) % 18; /* every cycle begins elsewhere */
            phase[i] = 2 * M_PI * (bin + .5) / 18 - M_PI;
            amplitude[i] = 1 + depths[d] * cos(phase[i] - .3);
        }
        for (int k = 0; k < 18; k++) {
            double p = (1 + depths[d] * cos(2 * M_PI * (k + .5) / 18 - M_PI - .3)) / 18;
            h -= p * log(p);
        }
        harness *m = pac(n, phase, 1, amplitude);
        harness_stride(m, "amplitude");
        cr_assert_eq(harness_fit_all(m), 0, "%s", harness_error(m));
        cr_assert(fabs(get(m, "mi") - (1 - h / log(18))) < 1e-12, "%g", get(m, "mi"));
        cr_assert(fabs(get(m, "preferred") - .3) < 1e-9);
        cr_assert(get(m, "z") > 20 && get(m, "null") < .1 * get(m, "mi"));
        cr_assert(fabs(get(m, "p") - 1. / 201) < 1e-12);
        harness_free(m);
    }
}

/* Amplitudes that know nothing of the phase: z is near 0, two-sided, over many channels. */
Test(pac, nothing_on_noise)
{
    enum { n = 3000, channels = 60 };
    static double phase[n], amplitude[n * channels];
    double z = 0, square = 0, p = 0;
    unsigned state = 12;
    for (int i = 0; i < n; i++) {
        phase[i] = remainder(i * .31 + sin(i * .013), 2 * M_PI);
        for (int j = 0; j < channels; j++) {
            state = state * 1664525u + 1013904223u;
            amplitude[i * channels + j] = (state >> 8) / 16777216.;
        }
    }
    harness *h = pac(n, phase, channels, amplitude);
    cr_assert_eq(harness_fit_all(h), 0);
    for (int j = 0; j < channels; j++) {
        double v = harness_doubles(h, "z")[j];
        z += v / channels;
        square += v * v / channels;
        p += harness_doubles(h, "p")[j] / channels;
    }
    cr_assert(fabs(z) < .6 && square > .4 && square < 2.5 && fabs(p - .5) < .15, "%g %g %g", z,
              square, p);
    harness_free(h);
}

/* A constant amplitude has index 0 and no z. */
Test(pac, constant_amplitude)
{
    double phase[100], amplitude[100];
    for (int i = 0; i < 100; i++) {
        phase[i] = i;
        amplitude[i] = 2;
    }
    harness *h = pac(100, phase, 1, amplitude);
    harness_segments(h, "phase.row", 2, (int64_t[]){0, 60});
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(get(h, "mi") < 1e-12 && fabs(get(h, "null")) < 1e-12);
    harness_free(h);
}

Test(pac, bad_input)
{
    double phase[100] = {0}, amplitude[100];
    for (int i = 0; i < 100; i++) {
        amplitude[i] = 1;
    }
    harness *h = pac(100, phase, 1, amplitude);
    cr_assert_eq(harness_fit_all(h), -7); /* all rows in one bin */
    cr_assert_str_eq(harness_where(h), "bins");
    harness_free(h);

    for (int i = 0; i < 100; i++) {
        phase[i] = i;
    }
    amplitude[3] = -1;
    h = pac(100, phase, 1, amplitude);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "amplitude");
    harness_free(h);

    amplitude[3] = 1;
    phase[4] = NAN;
    h = pac(100, phase, 1, amplitude);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "phase");
    harness_free(h);

    phase[4] = 4;
    h = pac(100, phase, 1, amplitude);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);

    h = pac(100, phase, 1, amplitude);
    harness_memory(h, 8);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);

    h = pac(100, phase, 1, amplitude);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_fit_all(h), -8);
    harness_free(h);
}
