/* SPDX-License-Identifier: MIT
 *
 * generator.simulated-encoding: what it plants is what comes out.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *made(int64_t runs, int64_t rows, int64_t repeats, int64_t features, int64_t targets)
{
    harness *h = harness_new("generator-simulated-encoding", NULL);
    harness_number(h, "runs", (double)runs);
    harness_number(h, "rows", (double)rows);
    harness_number(h, "repeats", (double)repeats);
    harness_number(h, "n_features", (double)features);
    harness_number(h, "n_targets", (double)targets);
    return h;
}

static double lag_product(const double *x, int64_t rows, int64_t m, int64_t lag)
{
    double sum = 0;
    for (int64_t i = lag; i < rows; i++) {
        for (int64_t j = 0; j < m; j++) {
            sum += x[i * m + j] * x[(i - lag) * m + j];
        }
    }
    return sum / (double)((rows - lag) * m);
}

Test(simulated, responses_are_signal_and_noise)
{
    harness *h = made(1, 4000, 1, 5, 8);
    harness_number(h, "snr", 2);
    harness_number(h, "silent", .25);
    harness_number(h, "smooth", .8);
    harness_number(h, "noise", .5);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *x = harness_doubles(h, "features"), *y = harness_doubles(h, "responses");
    const double *w = harness_doubles(h, "weights"), *s = harness_doubles(h, "signal");
    double noise[4000 * 8];
    for (int64_t i = 0; i < 4000 * 8; i++) {
        double planted = 0;
        for (int64_t k = 0; k < 5; k++) {
            planted += x[i / 8 * 5 + k] * w[k * 8 + i % 8];
        }
        cr_assert(fabs(planted - s[i]) < 1e-12);
        noise[i] = y[i] - s[i];
    }
    for (int64_t j = 0; j < 8; j++) {
        double square = 0;
        for (int64_t k = 0; k < 5; k++) {
            square += w[k * 8 + j] * w[k * 8 + j];
        }
        cr_assert(fabs(sqrt(square) - (j < 6 ? 2 : 0)) < 1e-12);
        cr_assert(fabs(harness_doubles(h, "ceiling")[j] - (j < 6 ? 2 / sqrt(5) : 0)) < 1e-15);
    }
    /* standard errors of variances of AR(1): about .02 for the features, .01 for the noise */
    cr_assert(fabs(lag_product(x, 4000, 5, 0) - 1) < .08);
    cr_assert(fabs(lag_product(x, 4000, 5, 1) - .8) < .08);
    cr_assert(fabs(lag_product(noise, 4000, 8, 0) - 1) < .04);
    cr_assert(fabs(lag_product(noise, 4000, 8, 1) - .5) < .04);
    harness_free(h);
}

/* r of the true signal with responses, and with means over repeats, is the ceiling within 4 SE. */
Test(simulated, ceilings_are_exact)
{
    enum { rows = 3000, repeats = 3, targets = 4 };
    harness *h = made(3, rows / 3, repeats, 6, targets);
    harness_number(h, "snr", .7);
    cr_assert_eq(harness_run(h), 0);
    const double *y = harness_doubles(h, "responses"), *s = harness_doubles(h, "signal");
    for (int j = 0; j < targets; j++) {
        for (int mean = 0; mean < 2; mean++) {
            double a = 0, b = 0, ab = 0;
            for (int i = 0; i < rows; i++) {
                double u = s[i * targets + j], v = 0;
                for (int k = 0; k < (mean ? repeats : 1); k++) {
                    v += y[(k * rows + i) * targets + j] / (mean ? repeats : 1);
                }
                a += u * u;
                b += v * v;
                ab += u * v;
            }
            double r = ab / sqrt(a * b);
            double want = harness_doubles(h, mean ? "ceiling_mean" : "ceiling")[j];
            cr_assert(fabs(want - .7 / sqrt(.49 + (mean ? 1. / repeats : 1))) < 1e-15);
            cr_assert(fabs(r - want) < 4 * (1 - want * want) / sqrt(rows), "%g, not %g", r, want);
        }
    }
    harness_free(h);
}

Test(simulated, repeats_show_the_same_stimulus_with_new_noise)
{
    harness *h = made(2, 5, 2, 3, 2);
    harness_number(h, "step", 1.5);
    cr_assert_eq(harness_run(h), 0);
    const double *x = harness_doubles(h, "features"), *y = harness_doubles(h, "responses");
    cr_assert_arr_eq(x, x + 2 * 5 * 3, sizeof *x * 30);
    cr_assert(memcmp(x, x + 15, sizeof *x * 15) != 0);
    cr_assert(y[0] != y[20] && y[1] != y[21]);
    const int64_t *run = harness_out_coord(h, "row", "run")->data;
    const int64_t *item = harness_out_coord(h, "row", "item")->data;
    const int64_t *repeat = harness_out_coord(h, "row", "repeat")->data;
    int64_t n = 0, numerator = 0, denominator = 0;
    const char *unit = NULL;
    double start[4];
    for (int64_t i = 0; i < 20; i++) {
        cr_assert_eq(run[i], i / 5);
        cr_assert_eq(item[i], i % 10);
        cr_assert_eq(repeat[i], i / 10);
    }
    const int64_t *first = harness_out_segments(h, "row", &n);
    cr_assert(n == 4 && first[3] == 15);
    cr_assert(harness_out_rate(h, "row", &numerator, &denominator, &unit, start));
    cr_assert(numerator * 2 == denominator * 3 && unit[0] == 's');
    harness_free(h);
}

/* More targets or more runs leave what was drawn before as it was. */
Test(simulated, draws_have_addresses)
{
    harness *a = made(2, 6, 1, 3, 2), *b = made(3, 6, 1, 3, 5);
    cr_assert_eq(harness_run(a), 0);
    cr_assert_eq(harness_run(b), 0);
    cr_assert_arr_eq(harness_doubles(a, "features"), harness_doubles(b, "features"), 36 * 8);
    for (int k = 0; k < 6; k++) {
        double u = harness_doubles(a, "weights")[k];
        cr_assert(fabs(u - harness_doubles(b, "weights")[k / 2 * 5 + k % 2]) < 1e-15);
    }
    harness_free(a);
    harness_free(b);
}

Test(simulated, bad_input)
{
    harness *h = made(100000, 100000000, 100000, 10, 10);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "rows");
    harness_free(h);

    h = made(2, 5, 1, 2, 2);
    harness_number(h, "step", 1e-9);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "step");
    harness_free(h);

    h = made(2, 5, 1, 2, 2);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);

    h = made(2, 5, 1, 2, 2);
    harness_memory(h, 8);
    cr_assert_eq(harness_resolve(h), -5);
    harness_free(h);

    h = made(2, 5, 1, 2, 2);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
