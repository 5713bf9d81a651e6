/* SPDX-License-Identifier: MIT
 *
 * decoder.cca: fixtures of an independent eigenproblem, pure tones, bad input.
 */
#include "test_decoder_cca.h"

Test(cca, fewer_sines_than_channels_equals_scipy)
{
    expect(begin(0, 1), rho1);
}

Test(cca, more_sines_than_channels_equals_scipy)
{
    expect(begin(0, 3), rho3);
}

/* A channel of whole periods: 1 for its own frequency whatever its phase, 0 for one orthogonal to
 * it. */
Test(cca, a_tone_of_whole_periods)
{
    double x[2 * 100];
    const int64_t shape[] = {2, 100, 1};
    harness *h = harness_new("decoder-cca", NULL);
    for (int k = 0; k < 200; k++) { /* 10 Hz with some phase; 40 Hz, its own fourth harmonic */
        x[k] = sin(2 * M_PI * (k < 100 ? 10 : 40) * (k % 100) / 100 + 1.2) + 5;
    }
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
    harness_list(h, "frequencies", 2, (const double[]){8, 10});
    harness_texts(h, "names", 2, (const char *const[]){"left", "right"});
    harness_number(h, "harmonics", 4);
    harness_rate(h, "x.time", 0.01, 0);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double *s = harness_doubles(h, "score");
    cr_assert(fabs(s[0]) < 1e-7 && fabs(s[1] - 1) < 1e-12, "%g %g", s[0], s[1]);
    cr_assert(fabs(s[3] - 1) < 1e-12);
    cr_assert_str_eq(harness_row_text(h, "label", 0), "right");
    cr_assert_eq(((const double *)harness_out_coord(h, "target", "frequency")->data)[1], 10);
    harness_free(h);
}

/* Channels that are sums of others, and flat ones, count once or not at all. */
Test(cca, channels_that_depend_on_others_change_nothing)
{
    static double x[ROWS * TIME * (CHANNELS + 2)];
    const int64_t shape[] = {ROWS, TIME, CHANNELS + 2};
    harness *h = begin(0, 3);
    for (int k = 0; k < ROWS * TIME; k++) {
        const double *from = eeg + k * BANDS * CHANNELS;
        memcpy(x + k * (CHANNELS + 2), from, CHANNELS * sizeof *x);
        x[k * (CHANNELS + 2) + CHANNELS] = from[0] - 2 * from[3];
        x[k * (CHANNELS + 2) + CHANNELS + 1] = 7;
    }
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
    expect(h, rho3);
}

Test(cca, no_rate)
{
    harness *h = begin(0, 3);
    harness_number(h, "rate", NAN);
    refused(h, "rate", "no rate");
}

Test(cca, two_rates)
{
    harness *h = begin(0, 3);
    harness_rate(h, "x.time", 0.02, 0);
    refused(h, "rate", "100 Hz, but the time axis of x has 50 Hz");
}

Test(cca, harmonic_above_half_the_rate)
{
    refused(begin(0, 5), "harmonics", "harmonic 5 of 12 Hz is not below half the rate, 50 Hz");
}

Test(cca, names_that_do_not_match)
{
    harness *h = begin(0, 3);
    harness_texts(h, "names", 2, (const char *const[]){"a", "b"});
    refused(h, "names", "2 names for 3 frequencies");
}

Test(cca, too_short_a_piece)
{
    const int64_t shape[] = {1, 10, CHANNELS};
    harness *h = begin(0, 3);
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, eeg);
    refused(h, "x", "unless there are more than 10");
}

Test(cca, no_memory)
{
    harness *h = begin(0, 3);
    harness_memory(h, 1000);
    cr_assert_eq(harness_run(h), GY_MEMORY);
    harness_free(h);
}

Test(cca, a_frequency_twice)
{
    harness *h = begin(0, 3);
    harness_list(h, "frequencies", 2, (const double[]){7, 7});
    refused(h, "frequencies", "7 Hz is there twice");
}

Test(cca, stops_when_told)
{
    harness *h = begin(0, 3);
    harness_stop_after(h, 5);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
