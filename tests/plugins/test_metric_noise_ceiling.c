/* SPDX-License-Identifier: MIT
 *
 * metric.noise-ceiling against numpy, by closed forms, and on noise alone.
 */
#include "../parity/ceiling_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static harness *metric(int64_t n, int64_t t, const double *x, const int64_t *items)
{
    harness *h = harness_new("metric-noise-ceiling", NULL);
    harness_matrix(h, "x", n, t, x);
    harness_add_item(h, "item", 0, 64, 1, &n, items);
    return h;
}

static void near(harness *h, const char *out, const double *want, int64_t n)
{
    for (int64_t j = 0; j < n; j++) {
        double got = harness_doubles(h, out)[j];
        cr_assert(isnan(want[j]) ? isnan(got) : fabs(got - want[j]) < 1e-12,
                  "%s[%d]: %.15g, not %.15g", out, (int)j, got, want[j]);
    }
}

static void root_near(harness *h, const double *r2, int64_t n)
{
    for (int64_t j = 0; j < n; j++) {
        cr_assert(fabs(harness_doubles(h, "r")[j] - sqrt(fmax(0, fmin(1, r2[j])))) < 1e-12);
    }
}

Test(noise_ceiling, ncsnr_equals_numpy)
{
    for (int single = 0; single < 2; single++) {
        harness *h = metric(40, 3, ceiling_x, ceiling_items);
        harness_param(h, "scored", single ? "single" : "mean");
        harness_stride(h, "x");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        near(h, "ncsnr", ceiling_ncsnr, 3);
        near(h, "r2", single ? ceiling_single : ceiling_mean, 3);
        root_near(h, single ? ceiling_single : ceiling_mean, 3);
        harness_free(h);
    }
}

Test(noise_ceiling, one_split_equals_numpy)
{
    for (int single = 0; single < 2; single++) {
        harness *h = metric(40, 3, ceiling_x, ceiling_items);
        const double *want = single ? ceiling_half_single : ceiling_half;
        harness_param(h, "estimator", "split-half");
        harness_param(h, "splits", "1");
        harness_param(h, "scored", single ? "single" : "mean");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        near(h, "reliability", want, 3);
        root_near(h, want, 3);
        near(h, "ncsnr", (double[]){NAN, NAN, NAN}, 3);
        harness_free(h);
    }
}

/* Item means -1, 1 with repeats at +-d: noise variance 2 d^2, total 1 + d^2, signal 1 - d^2. */
Test(noise_ceiling, closed_form_of_ncsnr)
{
    double d = .5, x[4] = {-1 - d, 1 - d, -1 + d, 1 + d};
    harness *h = metric(4, 1, x, (int64_t[]){7, 9, 7, 9});
    cr_assert_eq(harness_fit_all(h), 0);
    near(h, "r2", (double[]){.75 / (.75 + .5 / 2)}, 1);
    near(h, "r", (double[]){sqrt(.75)}, 1);
    near(h, "ncsnr", (double[]){sqrt(.75 / .5)}, 1);
    harness_free(h);
}

/* Two edges make one key; the repeat codes, not the order of rows, tell the halves. */
Test(noise_ceiling, keys_and_repeats)
{
    int64_t n = 8, movie[8] = {0, 0, 1, 1, 0, 0, 1, 1}, time[8] = {0, 1, 0, 1, 0, 1, 0, 1};
    int64_t repeat[8] = {0, 1, 0, 1, 1, 0, 1, 0};
    double x[8] = {1, 20, 3, 40, 10, 2, 30, 4.5};
    harness *h = metric(8, 1, x, movie);
    harness_add_item(h, "item", 0, 64, 1, &n, time);
    harness_labels(h, "repeat", 8, repeat);
    harness_param(h, "estimator", "split-half");
    harness_param(h, "splits", "1");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    /* halves by item: (1, 10), (2, 20), (3, 30), (4.5, 40); r from sums of squares 6.6875,
     * 500, 57.5 */
    double r = 57.5 / sqrt(6.6875 * 500);
    near(h, "reliability", (double[]){2 * r / (1 + r)}, 1);
    harness_free(h);
}

/* Without noise everything is 1, whichever way; random halves agree then too. */
Test(noise_ceiling, without_noise)
{
    double x[12];
    int64_t items[12];
    for (int i = 0; i < 12; i++) {
        items[i] = i % 3;
        x[i] = i % 3;
    }
    for (int k = 0; k < 3; k++) {
        harness *h = metric(12, 1, x, items);
        harness_param(h, "estimator", k ? "split-half" : "ncsnr");
        harness_param(h, "over", k == 2 ? "median" : "mean");
        cr_assert_eq(harness_fit_all(h), 0);
        near(h, "r", (double[]){1}, 1);
        near(h, "r2", (double[]){1}, 1);
        harness_free(h);
    }
}

static double draw(uint64_t *state) /* sum of uniforms: near enough to normal */
{
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
        sum += (double)(*state >> 11) / 9007199254740992.0;
    }
    return sum;
}

/* 200 items, 3 repeats, noise only: .05 in variance (200 targets); split-half is unbiased, near 0.
 */
Test(noise_ceiling, noise_alone)
{
    enum { items = 200, rows = 600, targets = 200 };
    double *x = malloc(sizeof *x * rows * targets), sum = 0, raw = 0;
    int64_t code[rows];
    uint64_t state = 5;
    for (int i = 0; i < rows * targets; i++) {
        x[i] = draw(&state);
        code[i / targets] = i / targets % items;
    }
    harness *h = metric(rows, targets, x, code);
    cr_assert_eq(harness_fit_all(h), 0);
    for (int j = 0; j < targets; j++) {
        sum += harness_doubles(h, "r2")[j] / targets;
    }
    cr_assert(sum > .035 && sum < .065, "%g", sum);
    harness_param(h, "estimator", "split-half");
    harness_param(h, "splits", "5");
    cr_assert_eq(harness_fit_all(h), 0);
    for (int j = 0; j < targets; j++) {
        raw += harness_doubles(h, "reliability")[j] / targets;
    }
    cr_assert(fabs(raw) < .04, "%g", raw);
    harness_free(h);
    free(x);
}

Test(noise_ceiling, constant_targets_are_nan)
{
    double x[4] = {3, 3, 3, 3};
    for (int k = 0; k < 2; k++) {
        harness *h = metric(4, 1, x, (int64_t[]){0, 0, 1, 1});
        harness_param(h, "estimator", k ? "split-half" : "ncsnr");
        cr_assert_eq(harness_fit_all(h), 0);
        near(h, "r", (double[]){NAN}, 1);
        harness_free(h);
    }
}

Test(noise_ceiling, bad_input)
{
    double x[3] = {1, 2, 3};
    harness *h = metric(3, 1, x, (int64_t[]){0, 1, 2});
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "item");
    cr_assert(strstr(harness_error(h), "no item has two rows"));
    harness_free(h);

    h = metric(40, 3, ceiling_x, ceiling_items);
    harness_param(h, "estimator", "split-half");
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_fit_all(h), -8);
    harness_free(h);

    h = metric(40, 3, ceiling_x, ceiling_items);
    harness_memory(h, 16);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);

    h = metric(40, 3, ceiling_x, ceiling_items);
    harness_param(h, "estimator", "split-half");
    harness_stop_after(h, 1);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
