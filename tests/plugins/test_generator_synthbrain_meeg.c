/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain-meeg: signal, courses, noise, ceilings.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROWS = 600, SOURCES = 3 };

static harness *made(const char *kind)
{
    static const char *const roi[] = {"V1", "V1", "IFG"}, *const network[] = {"early-visual",
                                                                              "early-visual",
                                                                              "language"};
    static double x[ROWS * SOURCES];
    const double at[3][3] = {{8, -10, -50}, {-90, -85, 20}, {4, 10, 18}};
    static const char *const names[] = {"x", "y", "z"};
    harness *h = harness_new("generator-synthbrain-meeg", NULL);
    for (int k = 0; k < ROWS * SOURCES; k++) {
        x[k] = sin(1.7 * k + .3 * (k % 7)) * 1.3;
    }
    harness_matrix(h, "x", ROWS, SOURCES, x);
    harness_coord_text(h, "x.source", "roi", 3, roi);
    harness_coord_text(h, "x.source", "network", 3, network);
    for (int d = 0; d < 3; d++) {
        harness_coord(h, "x.source", names[d], 3, at[d]);
    }
    harness_param(h, "kind", kind);
    harness_number(h, "channels", 12);
    harness_list(h, "window", 2, (const double[]){-.1, .5});
    harness_number(h, "rate", 200);
    harness_number(h, "rise", .05);
    return h;
}

Test(meeg, signal_is_lead_field_times_activity_times_course)
{
    for (int meg = 0; meg < 2; meg++) {
        harness *h = made(meg ? "meg" : "eeg");
        harness_number(h, "evoked", .5);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        int64_t times = harness_length(h, "time"), n = 12 * times;
        const double *lead = harness_doubles(h, "leadfield"),
                     *course = harness_doubles(h, "course");
        const double *signal = harness_doubles(h, "signal"), *epochs = harness_doubles(h, "epochs");
        const double *x = harness_get(h, "x") ? harness_doubles(h, "x") : NULL;
        cr_assert_eq(times, 120);
        for (int64_t i = 0; i < ROWS; i += 97) {
            for (int64_t k = 0; k < n; k++) {
                double sum = 0;
                for (int64_t s = 0; s < SOURCES; s++) {
                    double a = sin(1.7 * (double)(i * SOURCES + s) +
                                   .3 * (double)((i * SOURCES + s) % 7)) *
                               1.3;
                    sum += lead[k / times * SOURCES + s] * (.5 + a) * course[s * times + k % times];
                }
                cr_assert(fabs(sum - signal[i * n + k]) < 1e-9 * (meg ? 1e3 : 1));
            }
        }
        (void)x;
        (void)epochs;
        for (int64_t s = 0; s < SOURCES; s++) { /* all of EEG is referenced to its mean */
            double mean = 0, square = 0;
            for (int64_t k = 0; k < 12; k++) {
                mean += lead[k * SOURCES + s] / 12;
                square += lead[k * SOURCES + s] * lead[k * SOURCES + s] / 12;
            }
            cr_assert(meg || fabs(mean) < 1e-12);
            double size = sqrt(square); /* 10 nA m: about a microvolt, tens of femtotesla */
            cr_assert(meg ? size > 1 && size < 1000 : size > .05 && size < 20, "%g", size);
        }
        harness_free(h);
    }
}

/* Zero up to and at the latency, 1 at latency + rise, as u^2 exp(2 (1 - u)) between. */
Test(meeg, courses_begin_at_their_latency)
{
    static const char *const latency[] = {"IFG", "300 ms"};
    harness *h = made("eeg");
    harness_texts(h, "latency", 2, latency);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *course = harness_doubles(h, "course");
    for (int s = 0; s < 3; s++) {
        double begin = s == 2 ? .3 : .06;
        for (int t = 0; t < 120; t++) {
            double u = (-.1 + t / 200. - begin) / .05;
            double want = u > 1e-9 ? u * u * exp(2 - 2 * u) : 0;
            cr_assert(fabs(course[s * 120 + t] - want) < 1e-12, "%d %d", s, t);
        }
    }
    cr_assert(course[2 * 120 + 80] == 0 && course[2 * 120 + 81] > 0);
    cr_assert(fabs(course[2 * 120 + 90] - 1) < 1e-12, "300 + 50 ms is sample 90");
    harness_free(h);
}

/* sd over trials, autocorrelation over time, independence of channels and trials. */
Test(meeg, noise_is_what_it_says)
{
    harness *h = made("meg");
    harness_number(h, "moment", 0);
    harness_number(h, "smooth", .8);
    harness_number(h, "noise", 50);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *e = harness_doubles(h, "epochs"), *sd = harness_doubles(h, "noise_sd");
    double lag[3] = {0}, across = 0, logs = 0;
    for (int c = 0; c < 12; c++) {
        double square = 0;
        for (int i = 0; i < ROWS; i++) {
            const double *v = e + (i * 12 + c) * 120, *w = e + (i * 12 + (c + 1) % 12) * 120;
            for (int t = 0; t < 120; t++) {
                square += v[t] * v[t] / (ROWS * 120.);
                across += v[t] * w[t] / (sd[c] * sd[(c + 1) % 12]) / (12. * ROWS * 120);
                for (int l = 0; l < 3 && t + 10 < 120; l++) {
                    lag[l] += v[t] * v[t + 1 + 2 * l] / (sd[c] * sd[c]) / (12. * ROWS * 110);
                }
            }
        }
        /* AR(1) of .8: 600 x 120 samples are worth 600 x 120 x .2 / 1.8 x 1.1; 4.5 SE: 5 % */
        cr_assert(fabs(square / (sd[c] * sd[c]) - 1) < .06, "%g", square / (sd[c] * sd[c]));
        logs += log(sd[c] / 50) / 12;
    }
    for (int l = 0; l < 3; l++) {
        cr_assert(fabs(lag[l] - pow(.8, 1 + 2 * l)) < .02, "%g", lag[l]);
    }
    cr_assert(fabs(across) < .01 && fabs(logs) < .2);
    for (int k = 0; k < 12 * 120; k++) {
        cr_assert(harness_doubles(h, "ceiling")[k] == 0);
    }
    harness_free(h);
}

/* Average reference: every sample's mean is 0, and noise_sd is the sd after it. The ceiling is that
 * of its definition, and r of signal and epochs is within 4.5 standard errors of it. */
Test(meeg, reference_and_ceiling)
{
    harness *h = made("eeg");
    harness_number(h, "noise", .2);
    harness_number(h, "noise_spread", .8);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *e = harness_doubles(h, "epochs"), *s = harness_doubles(h, "signal");
    const double *sd = harness_doubles(h, "noise_sd"), *top = harness_doubles(h, "ceiling");
    double far = 0, n_far = 0;
    for (int k = 0; k < 12 * 120; k++) {
        double ms = 0, me = 0, ss = 0, ee = 0, se = 0, noise = 0;
        for (int i = 0; i < ROWS; i++) {
            ms += s[i * 1440 + k] / ROWS;
            me += e[i * 1440 + k] / ROWS;
        }
        for (int i = 0; i < ROWS; i++) {
            double a = s[i * 1440 + k] - ms, b = e[i * 1440 + k] - me,
                   n = e[i * 1440 + k] - s[i * 1440 + k];
            ss += a * a / ROWS, ee += b * b / ROWS, se += a * b / ROWS, noise += n * n / ROWS;
        }
        double want = ss > 1e-20 ? sqrt(ss / (ss + sd[k / 120] * sd[k / 120])) : 0;
        cr_assert(fabs(top[k] - want) < 1e-7, "%g %g", top[k], want);
        cr_assert(fabs(noise / (sd[k / 120] * sd[k / 120]) - 1) < 5.5 * sqrt(2. / ROWS));
        if (want > .05) {
            cr_assert(fabs(se / sqrt(ss * ee) - want) < 4.5 * (1 - want * want) / sqrt(ROWS));
            far += (se / sqrt(ss * ee) - want) * sqrt(ROWS) / (1 - want * want);
            n_far++;
        }
        double mean = 0;
        for (int c = 0; c < 12; c++) {
            mean += e[k / 120 * 1440 + c * 120 + k % 120];
        }
        cr_assert(fabs(mean) < 1e-11);
    }
    cr_assert(n_far > 100 && fabs(far / n_far) < .5, "%g %g", n_far, far / n_far);
    harness_free(h);
}

/* One trial more or fewer leaves the others as they were; another subject changes them. */
Test(meeg, draws_have_addresses)
{
    harness *a = made("eeg"), *b = made("eeg"), *c = made("eeg");
    static double half[300 * SOURCES];
    for (int k = 0; k < 300 * SOURCES; k++) {
        half[k] = sin(1.7 * k + .3 * (k % 7)) * 1.3;
    }
    harness_matrix(b, "x", 300, SOURCES, half);
    harness_number(c, "subject", 2);
    cr_assert(harness_run(a) == 0 && harness_run(b) == 0 && harness_run(c) == 0);
    cr_assert_arr_eq(harness_doubles(a, "epochs"), harness_doubles(b, "epochs"), 300 * 1440 * 8);
    cr_assert_neq(harness_doubles(a, "leadfield")[0], harness_doubles(c, "leadfield")[0]);
    harness_free(a);
    harness_free(b);
    harness_free(c);
}

Test(meeg, axes)
{
    harness *h = made("meg");
    int64_t numerator = 0, denominator = 0;
    const char *unit = NULL;
    double start = 0;
    cr_assert_eq(harness_resolve(h), 0);
    cr_assert(harness_out_rate(h, "time", &numerator, &denominator, &unit, &start));
    cr_assert(numerator == 1 && denominator == 200 && fabs(start + .1) < 1e-15);
    cr_assert_str_eq(unit, "s");
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "channel", "name"), 11), "M012");
    harness_free(h);
}

Test(meeg, bad_input)
{
    static const char *const none[] = {"V9", "100 ms"}, *const bad[] = {"V1", "soon"},
                             *const early[] = {"V1", "-1 ms"};
    const char *const *maps[] = {none, bad, early};
    for (int i = 0; i < 3; i++) {
        harness *h = made("eeg");
        harness_texts(h, "latency", 2, maps[i]);
        cr_assert_eq(harness_resolve(h), -1);
        cr_assert_str_eq(harness_where(h), "latency");
        cr_assert(strstr(harness_error(h), i ? "a time of at least 0" : "no source in a ROI 'V9'"));
        harness_free(h);
    }
    harness *h = made("eeg");
    harness_list(h, "window", 2, (const double[]){.1, .101});
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "1 to 10 million are possible"), "%s", harness_error(h));
    harness_number(h, "rate", 1e10);
    harness_list(h, "window", 2, (const double[]){-1e3, 1e3});
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = made("eeg");
    harness_number(h, "channels", 1);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "channels");
    harness_param(h, "reference", "none");
    cr_assert_eq(harness_run(h), 0);
    harness_free(h);

    h = harness_new("generator-synthbrain-meeg", NULL); /* no places */
    harness_matrix(h, "x", 2, 2, (const double[]){1, 2, 3, 4});
    harness_list(h, "window", 2, (const double[]){0, .1});
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert(strstr(harness_error(h), "activity of generator.synthbrain"));
    harness_free(h);

    h = made("eeg");
    cr_assert_eq(harness_resolve(h), 0);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
    h = made("eeg");
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_resolve(h), -8);
    harness_free(h);
}
