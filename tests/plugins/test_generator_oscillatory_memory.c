/* SPDX-License-Identifier: MIT
 *
 * generator.oscillatory-memory: recall follows the closed form of one pattern, and fails with too
 * many.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *made(int64_t n, int64_t patterns, double cue)
{
    harness *h = harness_new("generator-oscillatory-memory", NULL);
    harness_number(h, "n_oscillators", (double)n);
    harness_number(h, "n_patterns", (double)patterns);
    harness_number(h, "cue", cue);
    return h;
}

/* R^2 = 1 / (1 + (1 / cue^2 - 1) exp(-K t)), to 4 / sqrt(n), from several cues. */
Test(memory, one_pattern_follows_the_closed_form)
{
    static const double cues[3] = {.2, .5, .9};
    for (int k = 0; k < 3; k++) {
        harness *h = made(20000, 1, cues[k]);
        harness_number(h, "coupling", 2);
        harness_number(h, "step", .5);
        harness_number(h, "duration", 6);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        for (int t = 0; t < 12; t++) {
            double want = 1 / sqrt(1 + (1 / (cues[k] * cues[k]) - 1) * exp(-2 * .5 * t));
            double got = harness_doubles(h, "overlap")[t];
            cr_assert(fabs(got - want) < 4 / sqrt(20000.), "%d: %g, not %g", t, got, want);
            cr_assert(fabs(harness_doubles(h, "expected")[t] - want) < 1e-12);
        }
        harness_free(h);
    }
}

Test(memory, overlap_is_that_of_phase_and_pattern)
{
    harness *h = made(50, 3, .5);
    cr_assert_eq(harness_run(h), 0);
    const double *phase = harness_doubles(h, "phase"), *pattern = harness_doubles(h, "patterns");
    for (int t = 0; t < 200; t += 50) {
        for (int p = 0; p < 3; p++) {
            double re = 0, im = 0;
            for (int i = 0; i < 50; i++) {
                re += cos(phase[t * 50 + i] - pattern[p * 50 + i]) / 50;
                im += sin(phase[t * 50 + i] - pattern[p * 50 + i]) / 50;
            }
            cr_assert(fabs(harness_doubles(h, "overlap")[t * 3 + p] - hypot(re, im)) < 1e-12);
        }
    }
    harness_free(h);
}

/* Few patterns are recalled, and only the one that was cued; far beyond capacity it is lost. */
Test(memory, capacity)
{
    harness *few = made(600, 6, .5), *many = made(600, 150, .5);
    for (int k = 0; k < 2; k++) {
        harness *h = k ? many : few;
        harness_number(h, "step", 1);
        harness_number(h, "dt", .1);
        harness_number(h, "duration", 30);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    }
    const double *last = harness_doubles(few, "overlap") + 29 * 6;
    cr_assert(last[0] > .95 && last[0] < 1, "%g", last[0]);
    for (int p = 1; p < 6; p++) {
        cr_assert(last[p] < .2);
    }
    cr_assert(harness_doubles(many, "overlap")[29 * 150] < .6);
    harness_free(few);
    harness_free(many);
}

Test(memory, bad_input)
{
    harness *h = made(100, 100, .5);
    harness_number(h, "dt", .5);
    harness_number(h, "step", .5);
    cr_assert_eq(harness_run(h), -1);
    cr_assert_str_eq(harness_where(h), "dt");
    cr_assert(strstr(harness_error(h), "at most 0.3481"), "%s", harness_error(h));
    harness_free(h);

    h = made(10, 1, .5);
    harness_memory(h, 10);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = made(10, 1, .5);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = made(10, 1, .5);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}
