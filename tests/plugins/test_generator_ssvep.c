/* SPDX-License-Identifier: MIT
 *
 * generator.ssvep: the response against its formula, the noise against its spectrum.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static harness *begin(double subjects, double blocks, double targets)
{
    harness *h = harness_new("generator-ssvep", NULL);
    harness_number(h, "subjects", subjects);
    harness_number(h, "blocks", blocks);
    harness_number(h, "n_targets", targets);
    harness_number(h, "n_channels", 2);
    harness_number(h, "rate", 200);
    harness_number(h, "stimulation", 1.14);
    return h;
}

static void ran(harness *h)
{
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
}

/* Amplitude of a frequency in v[n * stride], a second of whole periods. */
static double amplitude(const double *v, int n, int stride, double f, double rate)
{
    double re = 0, im = 0;
    for (int i = 0; i < n; i++) {
        re += v[i * stride] * cos(2 * M_PI * f * i / rate) * 2 / n;
        im += v[i * stride] * sin(2 * M_PI * f * i / rate) * 2 / n;
    }
    return hypot(re, im);
}

/* 8, 9, ... Hz: a second from the latency on holds whole periods. Each event's piece holds its own
 * frequency and harmonics with amplitudes that fall like 1 / h over channels' patterns, and nothing
 * of its neighbours; before onset + latency there is silence. */
Test(ssvep, responses_are_sines_of_their_targets)
{
    harness *h = begin(1, 2, 5);
    harness_number(h, "step", 1);
    harness_number(h, "spread", 0);
    harness_number(h, "snr", 0.5);
    ran(h);
    const double *clean = harness_doubles(h, "clean");
    const double *onset = harness_doubles(h, "events.onset");
    const int64_t *target = harness_get(h, "events.target")->data;
    int64_t n = 0, seen[2] = {0, 0};
    const int64_t *first = harness_out_segments(h, "row", &n);
    cr_assert(n == 2 && first[1] == 5 * 328 && harness_length(h, "row") == 2 * 5 * 328);
    double one[5] = {0};
    for (int e = 0; e < 10; e++) {
        int64_t row = first[e / 5] + llround(onset[e] * 200);
        const double *v = clean + 2 * (row + 28); /* 0.14 s later */
        double f = 8 + (double)target[e];
        char name[24];
        snprintf(name, sizeof name, "%g", f);
        cr_assert_str_eq(harness_row_text(h, "events.code", e), name);
        cr_assert(clean[2 * row] == 0 && clean[2 * (row + 27)] == 0);
        seen[e / 5] |= (int64_t)1 << target[e];
        for (int k = 0; k < 5; k++) { /* the same pattern in every trial */
            double a = amplitude(v, 200, 2, f * (k + 1), 200);
            one[k] = e ? one[k] : a;
            cr_assert_float_eq(a, one[k], 1e-9);
        }
        cr_assert_lt(amplitude(v, 200, 2, f + 1, 200), 1e-9);
    }
    cr_assert(seen[0] == 31 && seen[1] == 31); /* each target once a block */
    harness_free(h);
}

/* The mean over channels of amplitude h is snr sqrt(2) h^-decay: patterns have mean 1, sd 1/2. */
Test(ssvep, amplitudes)
{
    harness *h = begin(1, 1, 1);
    harness_number(h, "n_channels", 1000);
    harness_number(h, "spread", 0);
    harness_number(h, "snr", 0.5);
    ran(h);
    const double *clean = harness_doubles(h, "clean") + 1000 * (100 + 28);
    for (int k = 1; k <= 5; k++) {
        double square = 0;
        for (int j = 0; j < 1000; j++) {
            double a = amplitude(clean + j, 200, 1000, 8.0 * k, 200);
            square += a * a / 1000;
        }
        double want = 2 * .25 / (k * k) * 1.25; /* E m^2 = 1 + 1/4 */
        cr_assert_float_eq(square / want, 1, 0.2, "harmonic %d: %g", k, square / want);
    }
    harness_free(h);
}

/* Variance 1, half of it shared by the channels, power that falls like 1/f. */
Test(ssvep, noise)
{
    harness *h = begin(1, 12, 4);
    harness_number(h, "snr", 0);
    ran(h);
    const double *x = harness_doubles(h, "x");
    double square = 0, cross = 0, low = 0, high = 0;
    int n = 12 * 4 * 328, each = 4 * 328;
    for (int i = 0; i < n; i++) {
        square += x[2 * i] * x[2 * i] / n;
        cross += x[2 * i] * x[2 * i + 1] / n;
    }
    cr_assert_float_eq(square, 1, 0.3, "%g", square);
    cr_assert_float_eq(cross, 0.5, 0.25, "%g", cross);
    for (int r = 0; r < 12; r++) {
        for (int b = 20; b < 40; b++) { /* bins of the recording's own length, 4 times apart */
            const double *v = x + 2 * r * each;
            low += pow(amplitude(v, each, 2, b, each), 2);
            high += pow(amplitude(v, each, 2, 4 * b, each), 2);
        }
    }
    cr_assert_float_eq(low / high, 4, 1.3, "%g", low / high);
    harness_free(h);
}

/* Subject 1 of two is the first subject of those from 1 on. */
Test(ssvep, draws_belong_to_the_number_of_the_subject)
{
    harness *h = begin(2, 2, 3), *g = begin(1, 2, 3);
    ran(h);
    harness_number(g, "first_subject", 1);
    ran(g);
    int64_t rows = harness_length(g, "row");
    cr_assert_arr_eq(harness_doubles(h, "x") + 2 * rows, harness_doubles(g, "x"),
                     (size_t)(2 * rows) * sizeof(double));
    cr_assert_eq(((const int64_t *)harness_out_coord(g, "row", "subject")->data)[0], 1);
    cr_assert_eq(((const int64_t *)harness_out_coord(h, "event", "block")->data)[3], 1);
    harness_free(h);
    harness_free(g);
}

static void refused(harness *h, const char *where, const char *part)
{
    cr_assert_lt(harness_resolve(h), 0);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert_not_null(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(ssvep, harmonics_above_half_the_rate)
{
    harness *h = begin(1, 1, 40);
    harness_number(h, "harmonics", 7);
    refused(h, "harmonics", "harmonic 7 of the last target, 15.8 Hz");
}

Test(ssvep, too_many_rows)
{
    refused(begin(100000, 100000, 40), "subjects", "do not fit in memory");
}

Test(ssvep, no_stimulation)
{
    harness *h = begin(1, 1, 1);
    harness_number(h, "stimulation", 1e-9);
    refused(h, "stimulation", "shorter than one row");
}

Test(ssvep, stops_when_told)
{
    harness *h = begin(1, 2, 3);
    harness_stop_after(h, 5);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
