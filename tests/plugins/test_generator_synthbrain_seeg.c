/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain-seeg: gains, envelopes, the band and its power.
 */
#include "test_synthbrain_sources.h"

enum { CHANNELS = 5, TIMES = 200 };

static harness *made(void)
{
    harness *h = sources("generator-synthbrain-seeg");
    harness_number(h, "channels", CHANNELS);
    harness_number(h, "rate", 400);
    harness_number(h, "away", 3);
    harness_number(h, "falloff", 5);
    harness_number(h, "begin", .1);
    harness_number(h, "rise", .05);
    harness_list(h, "window", 2, (const double[]){0, .5});
    harness_list(h, "band", 2, (const double[]){70, 150});
    return h;
}

Test(seeg, envelopes_are_gains_times_courses_times_activity)
{
    static const double at[3][3] = {{8, -90, 4}, {-10, -85, 10}, {-50, 20, 18}};
    static const char *const latency[] = {"IFG", "0.3 s"};
    harness *h = made();
    harness_texts(h, "latency", 2, latency);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *gain = harness_doubles(h, "gains"), *place = harness_doubles(h, "contacts");
    const double *e = harness_doubles(h, "envelope");
    for (int c = 0; c < CHANNELS; c++) {
        double near = 1e9;
        int home = 0;
        for (int k = 0; k < SOURCES; k++) {
            double far2 = 0;
            for (int d = 0; d < 3; d++) {
                far2 += pow(place[3 * c + d] - at[k][d], 2);
            }
            cr_assert(fabs(gain[c * SOURCES + k] - 1 / (1 + far2 / 25)) < 1e-12);
            home = far2 < near ? k : home;
            near = far2 < near ? far2 : near;
        }
        cr_assert(sqrt(near) < 15, "near a source: %g mm", sqrt(near));
        cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "channel", "roi"), c),
                         home == 2 ? "IFG" : "V1");
        for (int i = 0; i < ROWS; i += 31) {
            for (int t = 0; t < TIMES; t++) {
                double want = .2;
                for (int k = 0; k < SOURCES; k++) {
                    double u = (t / 400. - (k == 2 ? .3 : .1)) / .05;
                    want += u > 1e-9 ? gain[c * SOURCES + k] * exp(.5 * active(i, k)) * u * u *
                                           exp(2 - 2 * u)
                                     : 0;
                }
                cr_assert(fabs(e[(i * CHANNELS + c) * TIMES + t] - want) < 1e-9);
            }
        }
    }
    harness_free(h);
}

/* Mean square of voltage / envelope is 1; before the stimulus all of it lies in the band. */
Test(seeg, the_band_has_the_power_of_the_envelope)
{
    harness *h = made();
    harness_number(h, "noise", 0);
    harness_number(h, "begin", 10); /* no response: a constant envelope */
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *y = harness_doubles(h, "epochs"), *e = harness_doubles(h, "envelope");
    double power = 0, inside = 0, all = 0;
    for (int64_t k = 0; k < ROWS * CHANNELS * TIMES; k++) {
        power += y[k] * y[k] / (e[k] * e[k]) / (ROWS * CHANNELS * TIMES);
    }
    /* every trial's band is new: 1500 of them, each worth about 40 times its width of independent
     * samples */
    cr_assert(fabs(power - 1) < .05, "%g", power);
    for (int i = 0; i < ROWS * CHANNELS; i += 40) {
        for (int f = 1; f < TIMES / 2; f++) { /* bins of 2 Hz, Hann window */
            double re = 0, im = 0;
            for (int t = 0; t < TIMES; t++) {
                double w = .5 - .5 * cos(2 * M_PI * t / TIMES);
                re += w * y[i * TIMES + t] * cos(2 * M_PI * f * t / TIMES);
                im += w * y[i * TIMES + t] * sin(2 * M_PI * f * t / TIMES);
            }
            all += re * re + im * im;
            inside += f >= 33 && f <= 77 ? re * re + im * im : 0;
        }
    }
    cr_assert(inside > .995 * all, "%g", inside / all);
    harness_free(h);
}

Test(seeg, noise_is_ar1)
{
    harness *h = made();
    harness_number(h, "floor", 0);
    harness_number(h, "begin", 10);
    harness_number(h, "noise", 2);
    harness_number(h, "smooth", .7);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *y = harness_doubles(h, "epochs");
    double lag[3] = {0};
    for (int i = 0; i < ROWS * CHANNELS; i++) {
        for (int t = 0; t + 2 < TIMES; t++) {
            for (int l = 0; l < 3; l++) {
                lag[l] +=
                    y[i * TIMES + t] * y[i * TIMES + t + l] / 4 / (ROWS * CHANNELS * (TIMES - 2.));
            }
        }
    }
    for (int l = 0; l < 3; l++) {
        cr_assert(fabs(lag[l] - pow(.7, l)) < .02, "%g", lag[l]);
    }
    harness_free(h);
}

Test(seeg, bad_input)
{
    harness *h = made();
    harness_list(h, "band", 2, (const double[]){70, 250});
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "below 200 Hz"), "%s", harness_error(h));
    harness_list(h, "band", 2, (const double[]){-1, 50});
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);
    h = made();
    harness_list(h, "window", 2, (const double[]){0, 1e-4});
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "1 to 10 million are possible"));
    harness_free(h);
    h = harness_new("generator-synthbrain-seeg", NULL);
    harness_matrix(h, "x", 1, 1, (const double[]){1});
    harness_list(h, "window", 2, (const double[]){0, .1});
    harness_list(h, "band", 2, (const double[]){70, 150});
    cr_assert_eq(harness_resolve(h), -2);
    harness_free(h);
    h = made();
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_resolve(h), -8);
    harness_free(h);
    h = made();
    harness_stop_after(h, 3);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
