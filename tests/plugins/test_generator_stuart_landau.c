/* SPDX-License-Identifier: MIT
 *
 * generator.stuart-landau against the closed form of its amplitude, and the order of its
 * integration.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *made(double growth, double begin)
{
    harness *h = harness_new("generator-stuart-landau", NULL);
    harness_number(h, "n_oscillators", 3);
    harness_number(h, "growth", growth);
    harness_number(h, "begin", begin);
    return h;
}

/* |z(t)|^2 = growth / (1 - (1 - growth / b^2) exp(-2 growth t)), on both sides of the bifurcation
 * and from both sides of the cycle. */
Test(stuart_landau, amplitude_over_time)
{
    static const double growth[4] = {1, 2.5, -1, 4}, begin[4] = {.1, 3, 1, 2};
    for (int k = 0; k < 4; k++) {
        harness *h = made(growth[k], begin[k]);
        harness_number(h, "duration", 3);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        for (int t = 0; t < 300; t++) {
            double e = exp(-2 * growth[k] * t * .01), b = begin[k] * begin[k];
            double want = sqrt(growth[k] / (1 - (1 - growth[k] / b) * e));
            for (int i = 0; i < 3; i++) {
                cr_assert(fabs(harness_doubles(h, "amplitude")[3 * t + i] - want) < 1e-8);
                cr_assert(fabs(hypot(harness_doubles(h, "x")[3 * t + i],
                                     harness_doubles(h, "y")[3 * t + i]) -
                               want) < 1e-8);
            }
        }
        cr_assert(fabs(harness_doubles(h, "expected")[0] - sqrt(fmax(0, growth[k]))) < 1e-12);
        harness_free(h);
    }
}

/* On the cycle the phase turns with centre - shear x growth. */
Test(stuart_landau, shear_slows)
{
    harness *h = made(2, 1);
    harness_number(h, "shear", .7);
    harness_number(h, "settle", 10);
    cr_assert_eq(harness_run(h), 0);
    const double *x = harness_doubles(h, "x"), *y = harness_doubles(h, "y");
    double turned = remainder(atan2(y[3], x[3]) - atan2(y[0], x[0]), 2 * M_PI) / .01;
    cr_assert(fabs(turned - (2 * M_PI - 1.4)) < 1e-6, "%g", turned);
    cr_assert(fabs(harness_doubles(h, "rate")[0] - (2 * M_PI - 1.4)) < 1e-12);
    harness_free(h);
}

Test(stuart_landau, integration_is_of_order_four)
{
    double error[2];
    static const double dt[2] = {.02, .01};
    for (int k = 0; k < 2; k++) {
        harness *h = made(1, .5);
        harness_number(h, "dt", dt[k]);
        harness_number(h, "step", .04);
        harness_number(h, "duration", 1.04);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        double want = sqrt(1 / (1 + 3 * exp(-2.)));
        error[k] = fabs(harness_doubles(h, "amplitude")[75] - want);
        harness_free(h);
    }
    double slope = log2(error[0] / error[1]);
    cr_assert(slope > 3.6 && slope < 5.2, "%g (%g %g)", slope, error[0], error[1]);
}

/* Coupling brings phases together; noise spreads a phase by noise^2 t / amplitude^2. */
Test(stuart_landau, coupling_and_noise)
{
    harness *h = made(1, 1);
    harness_number(h, "coupling", 2);
    harness_number(h, "settle", 20);
    cr_assert_eq(harness_run(h), 0);
    const double *x = harness_doubles(h, "x");
    cr_assert(fabs(x[0] - x[1]) < 1e-6 && fabs(x[0] - x[2]) < 1e-6);
    harness_free(h);

    enum { n = 2000 };
    h = made(100, 10);
    harness_number(h, "n_oscillators", n);
    harness_number(h, "noise", 1);
    harness_number(h, "centre", 0);
    harness_number(h, "step", 1);
    harness_number(h, "dt", .005);
    harness_number(h, "duration", 2);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    x = harness_doubles(h, "x");
    const double *y = harness_doubles(h, "y");
    double square = 0;
    for (int i = 0; i < n; i++) {
        double d = remainder(atan2(y[n + i], x[n + i]) - atan2(y[i], x[i]), 2 * M_PI);
        square += d * d / n;
    }
    cr_assert(fabs(square - .01) < .0015, "%g", square);
    harness_free(h);
}

Test(stuart_landau, unstable_steps_are_refused)
{
    harness *h = made(100, 10);
    harness_number(h, "centre", 0);
    harness_number(h, "dt", .01);
    cr_assert_eq(harness_run(h), -1);
    cr_assert_str_eq(harness_where(h), "dt");
    cr_assert(strstr(harness_error(h), "at most 0.0069625"), "%s", harness_error(h));
    harness_number(h, "dt", .0069);
    harness_number(h, "step", .0069);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "amplitude")[3 * 1000] - 10) < 1e-6);
    harness_free(h);
}

Test(stuart_landau, bad_input)
{
    harness *h = made(1, 1);
    harness_number(h, "duration", 1e-3);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = made(1, 1);
    harness_memory(h, 100);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = made(1, 1);
    harness_stop_after(h, 3);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = made(1, 1);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}
