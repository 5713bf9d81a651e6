/* SPDX-License-Identifier: MIT
 *
 * generator.synthbrain-spikes: Poisson counts of the planted means, times of the planted course.
 */
#include "test_synthbrain_sources.h"

enum { NEURONS = 9 };

static harness *made(void)
{
    harness *h = sources("generator-synthbrain-spikes");
    harness_number(h, "neurons", NEURONS);
    harness_list(h, "window", 2, (const double[]){-.2, .8});
    harness_number(h, "latency", .1);
    harness_number(h, "rise", .1);
    harness_number(h, "rest", .25);
    harness_number(h, "base", 8);
    return h;
}

static double course(double t)
{
    double u = (t - .1) / .1;
    return .25 + (u > 0 ? .75 * u * u * exp(2 - 2 * u) : 0);
}

Test(spikes, rates_are_exponentials_of_mixed_sources)
{
    harness *h = made();
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *w = harness_doubles(h, "weights"), *rate = harness_doubles(h, "rates");
    const double *mean = harness_doubles(h, "expected"), *shape = harness_doubles(h, "course");
    double sum = 0;
    for (int t = 0; t < 1000; t++) {
        cr_assert(fabs(shape[t] - course(-.2 + t * 1e-3)) < 1e-9);
        sum += course(-.2 + t * 1e-3) * 1e-3;
    }
    for (int n = 0; n < NEURONS; n++) {
        double square = 0;
        for (int k = 0; k < SOURCES; k++) {
            square += w[k * NEURONS + n] * w[k * NEURONS + n];
            cr_assert((w[k * NEURONS + n] == 0) == ((k == 2) != (n >= 6)), "own ROI only");
        }
        cr_assert(fabs(square - 1) < 1e-12);
        cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "neuron", "roi"), n),
                         n < 6 ? "V1" : "IFG");
        for (int i = 0; i < ROWS; i++) {
            double drive = 0;
            for (int k = 0; k < SOURCES; k++) {
                drive += active(i, k) * w[k * NEURONS + n];
            }
            double want = 8 * exp(.5 * drive);
            cr_assert(fabs(rate[i * NEURONS + n] - want) < 1e-9);
            cr_assert(fabs(mean[i * NEURONS + n] - want * sum) < 1e-9);
        }
    }
    harness_free(h);
}

/* Mean and variance of counts are the planted mean: sums over 2700 counts. */
Test(spikes, counts_are_poisson)
{
    harness *h = made();
    cr_assert_eq(harness_run(h), 0);
    const double *k = harness_doubles(h, "counts"), *mean = harness_doubles(h, "expected");
    double all = 0, want = 0, fano = 0, n = ROWS * NEURONS;
    for (int i = 0; i < ROWS * NEURONS; i++) {
        all += k[i];
        want += mean[i];
        fano += (k[i] - mean[i]) * (k[i] - mean[i]) / mean[i] / n;
    }
    cr_assert(fabs(all - want) < 4 * sqrt(want), "%g %g", all, want);
    /* var of (k - m)^2 / m is 2 + 1 / m: at most 3 here; 4 standard errors */
    cr_assert(fabs(fano - 1) < 4 * sqrt(3 / n), "%g", fano);
    harness_free(h);
}

/* The table: by trial, neuron and time; numbers are those of counts; Kolmogorov's distance to the
 * course is below 1.95 / sqrt(n) (p .001) and not suspiciously small. */
Test(spikes, times_follow_the_course)
{
    harness *h = made();
    cr_assert_eq(harness_run(h), 0);
    const double *t = harness_doubles(h, "spikes.t"), *counts = harness_doubles(h, "counts");
    const int64_t *neuron = harness_get(h, "spikes.neuron")->data;
    const int64_t *trial = harness_get(h, "spikes.trial")->data;
    int64_t n = harness_length(h, "spike"), seen[ROWS * NEURONS] = {0}, below[1001] = {0};
    for (int64_t i = 0; i < n; i++) {
        cr_assert(t[i] >= -.2 && t[i] < .8);
        seen[trial[i] * NEURONS + neuron[i]]++;
        if (i > 0) {
            int64_t a = trial[i - 1] * NEURONS + neuron[i - 1], b = trial[i] * NEURONS + neuron[i];
            cr_assert(a < b || (a == b && t[i] >= t[i - 1]));
        }
        for (int k = (int)floor((t[i] + .2) * 1e3) + 1; k <= 1000; k++) {
            below[k]++;
        }
    }
    for (int i = 0; i < ROWS * NEURONS; i++) {
        cr_assert_eq((double)seen[i], counts[i]);
    }
    double sum = 0, all = 0, worst = 0;
    for (int k = 0; k < 1000; k++) {
        all += course(-.2 + k * 1e-3);
    }
    for (int k = 0; k < 1000; k++) {
        worst = fmax(worst, fabs((double)below[k] / (double)n - sum / all));
        sum += course(-.2 + k * 1e-3);
    }
    cr_assert(worst < 1.95 / sqrt((double)n) && worst > .2 / sqrt((double)n), "%g",
              worst * sqrt((double)n));
    const int64_t *lo = NULL, *hi = NULL, *offsets = NULL;
    int64_t rows = 0;
    cr_assert(harness_reach(h, "spikes.spike", "x.row", &rows, &offsets, &lo, &hi));
    for (int64_t i = 0; i < n; i++) {
        cr_assert(lo[i] == trial[i] && hi[i] == trial[i] + 1);
    }
    harness_free(h);
}

Test(spikes, bad_input)
{
    harness *h = made();
    harness_number(h, "base", 10000);
    cr_assert_eq(harness_resolve(h), -7);
    cr_assert(strstr(harness_error(h), "at most 500"), "%s", harness_error(h));
    harness_free(h);
    h = made();
    harness_list(h, "window", 2, (const double[]){0, 2000});
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "1 ms to 1000 s are possible"));
    harness_free(h);
    h = made();
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_resolve(h), -8);
    harness_free(h);
    h = made();
    harness_stop_after(h, 20);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
    h = made(); /* nobody fires: a table without rows */
    harness_number(h, "base", 1e-12);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "spike"), 0);
    harness_free(h);
}
