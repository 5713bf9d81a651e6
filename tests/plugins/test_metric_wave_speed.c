/* SPDX-License-Identifier: MIT
 *
 * metric.wave-speed on plane waves of known speed.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *wave(double rate, double k, double noise, double step)
{
    static double x[50 * 20];
    unsigned state = 3;
    for (int i = 0; i < 50 * 20; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] =
            remainder(rate * step * (i / 20) + k * (i % 20) + noise * ((state >> 8) / 8388608. - 1),
                      2 * M_PI);
    }
    harness *h = harness_new("metric-wave-speed", NULL);
    harness_matrix(h, "phase", 50, 20, x);
    harness_rate(h, "phase.row", step, 0);
    return h;
}

Test(wave_speed, plane_waves)
{
    static const double rate[4] = {5, -5, 12, 3}, k[4] = {.3, .3, -1.2, 2.9};
    for (int w = 0; w < 4; w++) {
        harness *h = wave(rate[w], k[w], 0, .05);
        harness_stride(h, "phase");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        cr_assert(fabs(harness_doubles(h, "speed")[0] + rate[w] / k[w]) < 1e-9);
        cr_assert(fabs(harness_doubles(h, "rate")[0] - rate[w]) < 1e-9);
        cr_assert(fabs(harness_doubles(h, "k")[0] - k[w]) < 1e-9);
        cr_assert(fabs(harness_doubles(h, "coherence")[0] - 1) < 1e-9);
        harness_free(h);
    }
}

/* Uniform noise of +-a on each phase: differences have the mean vector (sin a / a)^2. */
Test(wave_speed, noise_lowers_coherence)
{
    harness *h = wave(5, .5, 1, .05);
    cr_assert_eq(harness_fit_all(h), 0);
    double want = sin(1) * sin(1);
    cr_assert(fabs(harness_doubles(h, "coherence")[0] - want) < .05);
    cr_assert(fabs(harness_doubles(h, "speed")[0] + 10) < 1.5, "%g",
              harness_doubles(h, "speed")[0]);
    harness_free(h);
}

Test(wave_speed, bad_input)
{
    double x[4] = {0, 1, 0, 1};
    harness *h = harness_new("metric-wave-speed", NULL);
    harness_matrix(h, "phase", 2, 2, x);
    cr_assert_eq(harness_fit_all(h), -2);
    cr_assert(strstr(harness_error(h), "equally far apart"));
    harness_free(h);

    h = harness_new("metric-wave-speed", NULL);
    harness_matrix(h, "phase", 4, 1, x);
    harness_rate(h, "phase.row", .1, 0);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);

    h = wave(1, 1, 0, .1);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
