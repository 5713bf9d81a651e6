/* SPDX-License-Identifier: MIT
 *
 * generator.kuramoto against closed forms: two oscillators, the transition, waves on a ring; and
 * the order of its integration.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *made(int64_t n, double coupling)
{
    harness *h = harness_new("generator-kuramoto", NULL);
    harness_number(h, "n_oscillators", (double)n);
    harness_number(h, "coupling", coupling);
    return h;
}

static double order(const double *phase, int64_t n)
{
    double re = 0, im = 0;
    for (int64_t i = 0; i < n; i++) {
        re += cos(phase[i]) / (double)n;
        im += sin(phase[i]) / (double)n;
    }
    return hypot(re, im);
}

/* Two oscillators lock at sin(difference) = (w2 - w1) / K if that is below 1. */
Test(kuramoto, two_oscillators)
{
    harness *h = made(2, 3); /* quantiles 1/4 and 3/4 of the Lorentzian: -spread and +spread */
    harness_number(h, "settle", 30);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *w = harness_doubles(h, "frequency"), *phase = harness_doubles(h, "phase");
    cr_assert(fabs(w[0] + 1) < 1e-12 && fabs(w[1] - 1) < 1e-12);
    cr_assert(fabs(remainder(phase[1] - phase[0] - asin(2. / 3), 2 * M_PI)) < 1e-9);
    harness_free(h);

    /* not locked: the difference turns with sqrt(4 - K^2) on average */
    h = made(2, 1);
    harness_number(h, "step", .05);
    harness_number(h, "duration", 400);
    cr_assert_eq(harness_run(h), 0);
    phase = harness_doubles(h, "phase");
    double turned = 0;
    for (int r = 1; r < 8000; r++) {
        turned += remainder(phase[2 * r + 1] - phase[2 * r] - phase[2 * r - 1] + phase[2 * r - 2],
                            2 * M_PI);
    }
    cr_assert(fabs(turned / (7999 * .05) - sqrt(3)) < .02, "%g", turned / (7999 * .05));
    harness_free(h);
}

/* Order parameter on both sides of the transition at 2 spread. */
Test(kuramoto, transition)
{
    static const double coupling[4] = {.5, 2.5, 4, 8};
    for (int k = 0; k < 4; k++) {
        harness *h = made(400, coupling[k]);
        double r = 0, want = coupling[k] > 2 ? sqrt(1 - 2 / coupling[k]) : 0;
        harness_number(h, "settle", 25);
        harness_number(h, "duration", 25);
        harness_number(h, "dt", .008);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        for (int t = 0; t < 250; t++) {
            r += order(harness_doubles(h, "phase") + 400 * t, 400) / 250;
        }
        cr_assert(fabs(r - want) < (k ? .02 : .1), "%g, not %g", r, want);
        cr_assert(k || r > .01);
        cr_assert(fabs(harness_doubles(h, "expected")[0] - want) < 1e-12);
        cr_assert_eq(harness_doubles(h, "critical")[0], 2);
        harness_free(h);
    }
}

/* The error at a fixed time falls by 2^4 when the step is halved. */
Test(kuramoto, integration_is_of_order_four)
{
    double last[3][3], error[2];
    static const double dt[3] = {.2, .1, .0125};
    for (int k = 0; k < 3; k++) {
        harness *h = made(3, 1.5);
        harness_number(h, "dt", dt[k]);
        harness_number(h, "step", .4);
        harness_number(h, "duration", 2.4);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        memcpy(last[k], harness_doubles(h, "phase") + 15, sizeof last[k]);
        harness_free(h);
    }
    for (int k = 0; k < 2; k++) {
        error[k] = fabs(remainder(last[k][2] - last[2][2], 2 * M_PI));
    }
    double slope = log2(error[0] / error[1]);
    cr_assert(slope > 3.6 && slope < 4.6, "%g (%g %g)", slope, error[0], error[1]);
}

/* A wave keeps its shape and its speed, whatever it was kicked by. */
Test(kuramoto, waves_on_a_ring)
{
    for (int twists = -2; twists <= 3; twists += 5) {
        harness *h = made(30, 4);
        double d = 2 * M_PI * twists / 30, rate = 6 - 8 * sin(.2) * cos(d);
        harness_param(h, "topology", "ring");
        harness_param(h, "start", "twisted");
        harness_number(h, "twists", twists);
        harness_number(h, "kick", .05);
        harness_number(h, "lag", .2);
        harness_number(h, "centre", 6);
        harness_number(h, "spread", 0);
        harness_number(h, "settle", 40);
        harness_number(h, "duration", .3);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const double *p = harness_doubles(h, "phase");
        for (int i = 0; i < 29; i++) {
            cr_assert(fabs(remainder(p[i + 1] - p[i] - d, 2 * M_PI)) < 1e-4);
        }
        cr_assert(fabs(remainder(p[30] - p[0] - .1 * rate, 2 * M_PI)) < 1e-4);
        cr_assert(fabs(harness_doubles(h, "speed")[0] + rate / d) < 1e-9);
        harness_free(h);
    }
}

Test(kuramoto, draws_and_quantiles)
{
    harness *h = made(999, 0);
    int low = 0, wide = 0;
    harness_param(h, "frequencies", "random");
    harness_number(h, "centre", 5);
    harness_number(h, "dt", 1e-6);
    harness_number(h, "step", 1e-6);
    harness_number(h, "duration", 1e-6);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    for (int i = 0; i < 999; i++) { /* half below the centre, half within the half width */
        low += harness_doubles(h, "frequency")[i] < 5;
        wide += fabs(harness_doubles(h, "frequency")[i] - 5) < 1;
    }
    cr_assert(abs(low - 499) < 64 && abs(wide - 499) < 64);
    harness_free(h);
}

/* Refused where the bound is passed, and stable just below it. */
Test(kuramoto, unstable_steps_are_refused)
{
    harness *h = made(10, 40);
    harness_number(h, "spread", 0);
    harness_number(h, "dt", .036);
    harness_number(h, "step", .036);
    cr_assert_eq(harness_run(h), -1);
    cr_assert_str_eq(harness_where(h), "dt");
    cr_assert(strstr(harness_error(h), "at most 0.03481"), "%s", harness_error(h));
    harness_number(h, "dt", .034);
    harness_number(h, "step", .034);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert(fabs(order(harness_doubles(h, "phase") + 10 * 290, 10) - 1) < 1e-9);
    harness_free(h);
}

Test(kuramoto, bad_input)
{
    harness *h = made(10, 1);
    harness_number(h, "duration", .01);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "duration");
    harness_free(h);

    h = made(10, 1);
    harness_number(h, "step", 1e-9);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = made(10, 1);
    harness_memory(h, 100);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = made(10, 1);
    harness_stop_after(h, 3);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = made(10, 1);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}
