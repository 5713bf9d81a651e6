/* SPDX-License-Identifier: MIT
 *
 * transform.analytic-signal against scipy, and on waves of known phase.
 */
#include "../parity/hilbert_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

Test(analytic_signal, equals_scipy)
{
    harness *h = harness_new("transform-analytic-signal", NULL);
    harness_matrix(h, "x", 19, 2, hilbert_x);
    harness_segments(h, "x.row", 2, (int64_t[]){0, 12});
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    for (int k = 0; k < 38; k++) {
        cr_assert(fabs(harness_doubles(h, "imaginary")[k] - hilbert_imaginary[k]) < 1e-12);
        cr_assert(fabs(harness_doubles(h, "amplitude")[k] - hilbert_amplitude[k]) < 1e-12);
        cr_assert(fabs(remainder(harness_doubles(h, "phase")[k] - hilbert_phase[k], 2 * M_PI)) <
                  1e-12);
    }
    harness_free(h);
}

/* A cosine of whole cycles: its phase is that of the cosine, its size constant; odd and even n. */
Test(analytic_signal, a_wave)
{
    for (int n = 63; n <= 64; n++) {
        double x[64];
        for (int t = 0; t < n; t++) {
            x[t] = 3 * cos(2 * M_PI * 5 * t / n + .7);
        }
        harness *h = harness_new("transform-analytic-signal", NULL);
        harness_vector(h, "x", n, x);
        cr_assert_eq(harness_run(h), 0);
        for (int t = 0; t < n; t++) {
            double d = harness_doubles(h, "phase")[t] - 2 * M_PI * 5 * t / n - .7;
            cr_assert(fabs(remainder(d, 2 * M_PI)) < 1e-12);
            cr_assert(fabs(harness_doubles(h, "amplitude")[t] - 3) < 1e-12);
        }
        harness_free(h);
    }
}

Test(analytic_signal, single_precision_and_short_segments)
{
    float x[3] = {1, -2, 3};
    int64_t n = 3;
    harness *h = harness_new("transform-analytic-signal", NULL);
    harness_in(h, "x", 2, 32, 1, &n, x);
    harness_segments(h, "x.row", 3, (int64_t[]){0, 1, 2});
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const float *amplitude = harness_get(h, "amplitude")->data;
    cr_assert(fabsf(amplitude[1] - 2) < 1e-6f && fabsf(amplitude[2] - 3) < 1e-6f);
    harness_free(h);
}

Test(analytic_signal, bad_input)
{
    harness *h = harness_new("transform-analytic-signal", NULL);
    harness_matrix(h, "x", 19, 2, hilbert_x);
    harness_without(h, "gy.fft/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);

    h = harness_new("transform-analytic-signal", NULL);
    harness_matrix(h, "x", 19, 2, hilbert_x);
    harness_memory(h, 16);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = harness_new("transform-analytic-signal", NULL);
    harness_matrix(h, "x", 19, 2, hilbert_x);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
