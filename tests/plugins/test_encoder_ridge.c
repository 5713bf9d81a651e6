/* SPDX-License-Identifier: MIT
 *
 * encoder.ridge (and decoder.ridge, the same code) against scikit-learn, fold by fold, in the
 * primal and the kernel form, and by closed forms.
 */
#include "../parity/ridge_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

typedef struct data {
    const char *name;
    int64_t n, p, t;
    const double *x, *y;
} data;

static const data tall = {"tall", 60, 7, 5, tall_x, tall_y};
static const data wide = {"wide", 22, 35, 4, wide_x, wide_y};

static harness *start(const char *plugin, const data *d)
{
    harness *h = harness_new(plugin, NULL);
    harness_matrix(h, "x", d->n, d->p, d->x);
    harness_matrix(h, "y", d->n, d->t, d->y);
    return h;
}

/* Contiguous folds, sizes as scikit-learn's KFold: the first n % folds have one row more. */
static int fit_folds(harness *h, int64_t n, int64_t folds)
{
    int64_t edges[20] = {0}, fold_of[20];
    for (int64_t k = 0; k < folds; k++) {
        edges[k + 1] = edges[k] + n / folds + (k < n % folds);
        fold_of[k] = k;
    }
    harness_folds(h, folds);
    return harness_fit(h, folds, edges, fold_of);
}

static void near(harness *h, const char *name, const double *want, int64_t n, double tolerance)
{
    const double *got = harness_doubles(h, name);
    for (int64_t i = 0; i < n; i++) {
        cr_assert(fabs(got[i] - want[i]) <= tolerance * (1 + fabs(want[i])),
                  "%s[%d] is %.17g, not %.17g", name, (int)i, got[i], want[i]);
    }
}

static void fixed(const char *plugin, const data *d, const char *standardise, const double *w,
                  const double *b)
{
    harness *h = start(plugin, d);
    double ten = 10;
    harness_list(h, "alphas", 1, &ten);
    harness_param(h, "standardise", standardise);
    harness_stride(h, "x");
    harness_folds(h, 2);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    near(h, "w", w, d->p * d->t, 1e-10);
    near(h, "intercept", b, d->t, 1e-9);
    cr_assert_eq(harness_run(h), 0);
    const double *out = harness_doubles(h, "predicted");
    for (int64_t i = 0; i < d->n; i++) {
        for (int64_t j = 0; j < d->t; j++) {
            double p = b[j];
            for (int64_t k = 0; k < d->p; k++) {
                p += d->x[i * d->p + k] * w[k * d->t + j];
            }
            cr_assert(fabs(out[i * d->t + j] - p) < 1e-8);
        }
    }
    harness_free(h);
}

Test(ridge, one_alpha_equals_scikit_learn)
{
    fixed("encoder-ridge", &tall, "true", tall_w10_1, tall_b10_1);
    fixed("encoder-ridge", &tall, "false", tall_w10_0, tall_b10_0);
    fixed("decoder-ridge", &tall, "true", tall_w10_1, tall_b10_1);
}

Test(ridge, kernel_form_equals_scikit_learn)
{
    fixed("encoder-ridge", &wide, "true", wide_w10_1, wide_b10_1);
    fixed("encoder-ridge", &wide, "false", wide_w10_0, wide_b10_0);
}

static void chosen(const data *d, const char *select, const char *standardise, const double *alpha,
                   const double *w, const double *b)
{
    harness *h = start("encoder-ridge", d);
    harness_param(h, "alphas", "logspace(-1, 4, 11)");
    double alphas[11];
    for (int i = 0; i < 11; i++) {
        alphas[i] = pow(10, -1 + i * .5);
    }
    harness_list(h, "alphas", 11, alphas);
    harness_param(h, "select", select);
    harness_param(h, "standardise", standardise);
    cr_assert_eq(fit_folds(h, d->n, 4), 0, "%s", harness_error(h));
    near(h, "alpha", alpha, d->t, 1e-12);
    near(h, "w", w, d->p * d->t, 1e-10);
    near(h, "intercept", b, d->t, 1e-8);
    harness_free(h);
}

Test(ridge, alphas_per_target_equal_the_loop)
{
    chosen(&tall, "r2", "true", tall_alpha_r2_1, tall_w_r2_1, tall_b_r2_1);
    chosen(&tall, "r", "true", tall_alpha_r_1, tall_w_r_1, tall_b_r_1);
    chosen(&tall, "r2", "false", tall_alpha_r2_0, tall_w_r2_0, tall_b_r2_0);
    chosen(&tall, "r", "false", tall_alpha_r_0, tall_w_r_0, tall_b_r_0);
}

Test(ridge, kernel_form_chooses_the_same)
{
    chosen(&wide, "r2", "true", wide_alpha_r2_1, wide_w_r2_1, wide_b_r2_1);
    chosen(&wide, "r", "true", wide_alpha_r_1, wide_w_r_1, wide_b_r_1);
    chosen(&wide, "r2", "false", wide_alpha_r2_0, wide_w_r2_0, wide_b_r2_0);
    chosen(&wide, "r", "false", wide_alpha_r_0, wide_w_r_0, wide_b_r_0);
}

Test(ridge, one_alpha_for_all_targets)
{
    const double *want[2] = {tall_one_r2_1, tall_one_r_1};
    for (int k = 0; k < 2; k++) {
        harness *h = start("encoder-ridge", &tall);
        double alphas[11];
        for (int i = 0; i < 11; i++) {
            alphas[i] = pow(10, -1 + i * .5);
        }
        harness_list(h, "alphas", 11, alphas);
        harness_param(h, "per_target", "false");
        harness_param(h, "select", k ? "r" : "r2");
        cr_assert_eq(fit_folds(h, tall.n, 4), 0, "%s", harness_error(h));
        for (int j = 0; j < 5; j++) {
            near(h, "alpha", (double[]){*want[k], *want[k], *want[k], *want[k], *want[k]}, 5,
                 1e-12);
        }
        harness_free(h);
    }
}

/* One standardised feature: w = sum xs y / (n + alpha) on the scale of xs. x = -1, 1 has sd 1. */
Test(ridge, closed_form_of_one_feature)
{
    double x[4] = {-1, 1, -1, 1}, y[4] = {1, 5, 3, 7}, alpha = 4;
    harness *h = harness_new("encoder-ridge", NULL);
    harness_matrix(h, "x", 4, 1, x);
    harness_matrix(h, "y", 4, 1, y);
    harness_list(h, "alphas", 1, &alpha);
    harness_folds(h, 1);
    cr_assert_eq(harness_fit_all(h), 0);
    near(h, "w", (double[]){8. / (4 + 4)}, 1, 1e-14);
    near(h, "intercept", (double[]){4}, 1, 1e-14);
    harness_free(h);
}

Test(ridge, constant_columns_and_targets)
{
    double x[24], y[24], alphas[3] = {1, 100, 10};
    for (int i = 0; i < 12; i++) {
        x[2 * i] = 0.1;
        x[2 * i + 1] = (i * 7) % 5;
        y[2 * i] = x[2 * i + 1] * 3 + (i % 2) * .25;
        y[2 * i + 1] = 0.3;
    }
    harness *h = harness_new("encoder-ridge", NULL);
    harness_matrix(h, "x", 12, 2, x);
    harness_matrix(h, "y", 12, 2, y);
    harness_list(h, "alphas", 3, alphas);
    cr_assert_eq(fit_folds(h, 12, 3), 0, "%s", harness_error(h));
    near(h, "alpha", (double[]){1, 100}, 2, 0);
    cr_assert(fabs(harness_doubles(h, "w")[0]) < 1e-9 && fabs(harness_doubles(h, "w")[1]) < 1e-9);
    near(h, "intercept", (double[]){harness_doubles(h, "intercept")[0], .3}, 2, 1e-12);
    harness_free(h);
}

Test(ridge, all_scores_equal_takes_the_smallest_alpha)
{
    double x[9] = {0, 0, 0, 0, 0, 0, 0, 0, 0}, y[9] = {1, 2, 3, 1, 2, 3, 1, 2, 3};
    double alphas[3] = {10, 1, 100};
    for (int k = 0; k < 2; k++) {
        harness *h = harness_new("encoder-ridge", NULL);
        harness_matrix(h, "x", 9, 1, x);
        harness_matrix(h, "y", 9, 1, y);
        harness_list(h, "alphas", 3, alphas);
        harness_param(h, "select", k ? "r" : "r2");
        cr_assert_eq(fit_folds(h, 9, 3), 0);
        near(h, "alpha", (double[]){1}, 1, 0);
        harness_free(h);
    }
}

/* Moments are taken around the means: an offset of 1e9 costs only the digits of the data itself. */
Test(ridge, large_offsets_cost_nothing)
{
    double x[40], far[40], y[40], alpha = 2;
    for (int i = 0; i < 40; i++) {
        x[i] = (i * 13) % 17;
        far[i] = x[i] + 1e9;
        y[i] = x[i] * 2 + i % 3;
    }
    double w[2];
    for (int k = 0; k < 2; k++) {
        harness *h = harness_new("encoder-ridge", NULL);
        harness_matrix(h, "x", 40, 1, k ? far : x);
        harness_matrix(h, "y", 40, 1, y);
        harness_list(h, "alphas", 1, &alpha);
        harness_folds(h, 1);
        cr_assert_eq(harness_fit_all(h), 0);
        w[k] = harness_doubles(h, "w")[0];
        harness_free(h);
    }
    cr_assert(fabs(w[0] - w[1]) < 1e-9);
}

Test(ridge, several_alphas_without_inner_folds)
{
    harness *h = start("encoder-ridge", &tall);
    harness_folds(h, 1);
    cr_assert_eq(harness_fit_all(h), -1);
    cr_assert_str_eq(harness_where(h), "alphas");
    cr_assert(strstr(harness_error(h), "inner folds"));
    harness_free(h);
}

Test(ridge, a_host_without_linalg)
{
    harness *h = start("encoder-ridge", &tall);
    harness_without(h, "gy.linalg/1");
    harness_folds(h, 1);
    cr_assert_eq(harness_fit_all(h), -8);
    cr_assert(strstr(harness_error(h), "gy.linalg/1"));
    harness_free(h);
}

Test(ridge, no_memory)
{
    harness *h = start("encoder-ridge", &tall);
    harness_memory(h, 64);
    harness_folds(h, 1);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);
}

/* Single precision in and out, sums and shrinkage in double: close to the double answer. */
Test(ridge, single_precision)
{
    const data *sets[2] = {&tall, &wide};
    const double *want[2] = {tall_w_r2_1, wide_w_r2_1},
                 *alpha[2] = {tall_alpha_r2_1, wide_alpha_r2_1};
    for (int s = 0; s < 2; s++) {
        const data *d = sets[s];
        float x[22 * 35], y[60 * 5];
        for (int64_t i = 0; i < d->n * d->p; i++) {
            x[i] = (float)d->x[i];
        }
        for (int64_t i = 0; i < d->n * d->t; i++) {
            y[i] = (float)d->y[i];
        }
        harness *h = harness_new("encoder-ridge", NULL);
        harness_in(h, "x", 2, 32, 2, (int64_t[]){d->n, d->p}, x);
        harness_in(h, "y", 2, 32, 2, (int64_t[]){d->n, d->t}, y);
        double alphas[11];
        for (int i = 0; i < 11; i++) {
            alphas[i] = pow(10, -1 + i * .5);
        }
        harness_list(h, "alphas", 11, alphas);
        cr_assert_eq(fit_folds(h, d->n, 4), 0, "%s", harness_error(h));
        near(h, "alpha", alpha[s], d->t, 1e-12);
        cr_assert_eq(harness_get(h, "w")->bits, 32);
        const float *w = harness_get(h, "w")->data;
        for (int64_t i = 0; i < d->p * d->t; i++) {
            cr_assert(fabs((double)w[i] - want[s][i]) < 1e-3 * (1 + fabs(want[s][i])));
        }
        cr_assert_eq(harness_run(h), 0);
        harness_free(h);
    }
}
