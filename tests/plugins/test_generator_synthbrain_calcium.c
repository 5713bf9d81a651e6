/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain-calcium: spikes of the planted rates, an indicator that decays as it says.
 */
#include "test_synthbrain_sources.h"

enum { NEURONS = 6, FRAMES = ROWS * 40 };

static harness *made(void)
{
    harness *h = sources("generator-synthbrain-calcium");
    harness_number(h, "neurons", NEURONS);
    harness_number(h, "rate", 20);
    harness_number(h, "soa", 2);
    harness_number(h, "duration", 1);
    harness_number(h, "tau", .7);
    return h;
}

Test(calcium, spikes_follow_the_trials)
{
    harness *h = made();
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "time"), FRAMES);
    const double *k = harness_doubles(h, "spikes"), *rate = harness_doubles(h, "rates");
    const double *w = harness_doubles(h, "weights"), *onset = harness_doubles(h, "events.onset");
    double sum[2] = {0, 0}, want[2] = {0, 0}, fano = 0;
    for (int i = 0; i < ROWS; i++) {
        cr_assert(fabs(onset[i] - 2. * i) < 1e-9);
        for (int n = 0; n < NEURONS; n++) {
            double drive = 0;
            for (int s = 0; s < SOURCES; s++) {
                drive += active(i, s) * w[s * NEURONS + n];
            }
            cr_assert(fabs(rate[i * NEURONS + n] - 2 * exp(.7 * drive)) < 1e-9);
            for (int t = 0; t < 40; t++) {
                double mean = (t < 20 ? rate[i * NEURONS + n] : .1 * 2) / 20;
                double v = k[(i * 40 + t) * NEURONS + n];
                sum[t < 20] += v;
                want[t < 20] += mean;
                fano += (v - mean) * (v - mean) / (double)(FRAMES * NEURONS);
            }
        }
    }
    for (int on = 0; on < 2; on++) {
        cr_assert(fabs(sum[on] - want[on]) < 4 * sqrt(want[on]), "%d: %g %g", on, sum[on],
                  want[on]);
    }
    double mean = (want[0] + want[1]) / (FRAMES * NEURONS);
    cr_assert(fabs(fano / mean - 1) < .1, "%g", fano / mean);
    harness_free(h);
}

Test(calcium, an_exponential_of_tau)
{
    harness *h = made();
    harness_number(h, "amplitude", 2.5);
    harness_number(h, "baseline", 10);
    harness_number(h, "noise", .4);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *k = harness_doubles(h, "spikes"), *c = harness_doubles(h, "calcium");
    const double *y = harness_doubles(h, "traces");
    double noise = 0, decay = 0, quiet = 0, next = 0;
    for (int n = 0; n < NEURONS; n++) {
        for (int t = 0; t < FRAMES; t++) {
            double before = t ? c[(t - 1) * NEURONS + n] : 0, now = c[t * NEURONS + n];
            cr_assert(fabs(now - exp(-.05 / .7) * before - k[t * NEURONS + n]) < 1e-9);
            double e = y[t * NEURONS + n] - 10 - 2.5 * now;
            noise += e * e / (double)(FRAMES * NEURONS);
            /* the time constant as one would measure it: ratios where nothing is fired */
            int silent = t > 0 && k[t * NEURONS + n] == 0;
            quiet += silent ? (y[(t - 1) * NEURONS + n] - 10) : 0;
            decay += silent ? (y[t * NEURONS + n] - 10) : 0;
            next += silent;
        }
    }
    cr_assert(fabs(noise / .16 - 1) < .03, "%g", noise);
    double tau = -.05 / log(decay / quiet);
    cr_assert(next > 1000 && fabs(tau / .7 - 1) < .05, "%g s", tau);
    harness_free(h);
}

Test(calcium, reach_and_addresses)
{
    harness *a = made(), *b = made();
    const int64_t *lo = NULL, *hi = NULL, *offsets = NULL;
    int64_t n = 0;
    cr_assert_eq(harness_run(a), 0);
    cr_assert(harness_reach(a, "traces.time", "x.row", &n, &offsets, &lo, &hi));
    cr_assert(n == FRAMES && lo[100] == 0 && hi[39] == 1 && hi[40] == 2 && hi[100] == 3);
    harness_number(b, "subject", 2);
    cr_assert_eq(harness_run(b), 0);
    cr_assert(memcmp(harness_doubles(a, "traces"), harness_doubles(b, "traces"), FRAMES * 8) != 0);
    harness_free(a);
    harness_free(b);
}

Test(calcium, bad_input)
{
    static const struct {
        const char *key;
        double value;
        int status;
        const char *says;
    } all[] = {
        {"duration", 3, -1, "at most soa, 2 s"},
        {"rate", 1e-6, -1, "0 frames: 1 to "},
        {"rate", 1e14, -1, "are possible"},
        {"base", 1e6, -7, "at most 500"},
    };
    for (int i = 0; i < 4; i++) {
        harness *h = made();
        harness_number(h, all[i].key, all[i].value);
        int status = harness_resolve(h);
        status = status < 0 ? status : harness_run(h);
        cr_assert_eq(status, all[i].status, "%d: %d %s", i, status, harness_error(h));
        cr_assert(strstr(harness_error(h), all[i].says), "%s", harness_error(h));
        harness_free(h);
    }
    harness *h = made();
    harness_stop_after(h, 8);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
