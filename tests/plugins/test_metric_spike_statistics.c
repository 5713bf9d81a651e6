/* SPDX-License-Identifier: MIT */
#include "harness.h"
#include "spiking/trains.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { neurons = 6 };

static harness *statistics(int64_t n, const double *time, const int64_t *neuron, double from,
                           double to)
{
    static const char *const names[] = {"a", "a", "a", "a", "b", "b"};
    harness *h = harness_new("metric-spike-statistics", NULL);
    harness_in(h, "spikes.time", GY_FLOAT, 64, 1, &n, time);
    harness_in(h, "spikes.neuron", GY_INT, 64, 1, &n, neuron);
    harness_in_rows(h, "neurons", neurons);
    harness_coord_text(h, "neurons.neuron", "population", neurons, names);
    harness_list(h, "window", 2, (double[]){from, to});
    harness_number(h, "part", .1);
    harness_number(h, "bin", .01);
    return h;
}

/* Random trains against a slow reference that keeps all counts. */
Test(spike_statistics, slow_reference)
{
    enum { n = 3000, bins = 80, parts = 8 };
    static double time[n], counts[neurons][bins];
    static int64_t neuron[n];
    srand(4);
    for (int i = 0; i < n; i++) {
        time[i] = i < n - 10 ? i * 1. / n : NAN;
        neuron[i] = rand() % 7 % neurons;
    }
    harness *h = statistics(n, time, neuron, .1, .9);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    for (int k = 0; k < 2; k++) {
        double spikes = 0, cv = 0, fano = 0;
        int lo = k ? 4 : 0, m = k ? 2 : 4;
        memset(counts, 0, sizeof counts);
        for (int j = lo; j < lo + m; j++) {
            double train[n], windows[parts] = {0};
            int64_t of = 0;
            for (int i = 0; i < n; i++) {
                if (neuron[i] == j && time[i] >= .1 && time[i] < .9) {
                    train[of++] = time[i];
                    counts[j - lo][(int)floor((time[i] - .1) / .01 + 1e-9)] += 1;
                    windows[(int)floor((time[i] - .1) / .1 + 1e-9)] += 1;
                }
            }
            spikes += (double)of;
            cv += sp_cv(train, of) / m;
            fano += sp_fano(windows, parts) / m;
        }
        double together = sp_synchrony(counts[0], m, bins);
        cr_assert(fabs(harness_doubles(h, "rate")[k] - spikes / m / .8) < 1e-9);
        cr_assert(fabs(harness_doubles(h, "cv")[k] - cv) < 1e-12);
        cr_assert(fabs(harness_doubles(h, "fano")[k] - fano) < 1e-12);
        cr_assert(fabs(harness_doubles(h, "synchrony")[k] - together) < 1e-12);
        cr_assert(harness_doubles(h, "active")[k] == 1);
    }
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "population", "population"), 1), "b");
    harness_free(h);
}

/* A clock in one population, silence in the other. */
Test(spike_statistics, clock_and_silence)
{
    double time[40];
    int64_t neuron[40];
    for (int i = 0; i < 40; i++) {
        time[i] = (i / 4) * .1 + .05;
        neuron[i] = i % 4;
    }
    harness *h = statistics(40, time, neuron, 0, 1);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "rate")[0] - 10) < 1e-12);
    cr_assert(harness_doubles(h, "cv")[0] < 1e-12 && harness_doubles(h, "fano")[0] < 1e-12);
    cr_assert(fabs(harness_doubles(h, "synchrony")[0] - 1) < 1e-12);
    cr_assert(harness_doubles(h, "rate")[1] == 0 && isnan(harness_doubles(h, "cv")[1]));
    cr_assert(harness_doubles(h, "active")[1] == 0 && isnan(harness_doubles(h, "synchrony")[1]));
    harness_free(h);
}

Test(spike_statistics, bad_input)
{
    double time[4] = {.1, .3, .2, .4};
    int64_t neuron[4] = {0, 1, 1, 0};
    harness *h = statistics(4, time, neuron, 0, 1);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert(strstr(harness_error(h), "neuron 1 go back in time"));
    harness_free(h);
    h = statistics(4, time, neuron, 0, .15);
    cr_assert_eq(harness_fit_all(h), -1);
    cr_assert_str_eq(harness_where(h), "window");
    harness_free(h);
}
