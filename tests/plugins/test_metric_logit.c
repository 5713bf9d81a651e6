/* SPDX-License-Identifier: MIT
 *
 * metric.logit against scikit-learn, and by closed forms.
 */
#include "../parity/logit_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *logit(int64_t n, int64_t m, const double *x, const double *y)
{
    harness *h = harness_new("metric-logit", NULL);
    harness_matrix(h, "x", n, m, x);
    harness_vector(h, "y", n, y);
    return h;
}

static void near_to(double got, double want, double tolerance, const char *what)
{
    cr_assert(fabs(got - want) <= tolerance * fabs(want), "%s: %.17g, not %.17g", what, got, want);
}

Test(logit, equals_scikit_learn)
{
    harness *h = logit(60, 3, logit_x, logit_y);
    harness_stride(h, "x");
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    for (int k = 0; k < 3; k++) {
        near_to(harness_doubles(h, "weight")[k], logit_w[k], 1e-6, "weight");
        near_to(harness_doubles(h, "se")[k], logit_se[k], 1e-6, "se");
        double half = 1.959963984540054 * harness_doubles(h, "se")[k];
        near_to(harness_doubles(h, "high")[k] - harness_doubles(h, "low")[k], 2 * half, 1e-12,
                "interval");
        cr_assert(isnan(harness_doubles(h, "covered")[k]));
    }
    near_to(harness_doubles(h, "bias")[0], logit_bias[0], 1e-6, "bias");
    near_to(harness_doubles(h, "bias_se")[0], logit_bias[1], 1e-6, "bias_se");
    near_to(harness_doubles(h, "r2")[0], logit_r2[0], 1e-8, "r2");
    harness_free(h);
}

/* One predictor of 0 and 1: the weight is the difference of the log odds, 30 of 40 against 10 of
 * 50, and its variance is 1/30 + 1/10 + 1/10 + 1/40; p = erfc(z / sqrt 2). */
Test(logit, two_by_two_table)
{
    double x[90], y[90];
    for (int i = 0; i < 90; i++) {
        x[i] = i < 40;
        y[i] = i < 30 || i >= 80;
    }
    double w = log(3.) - log(.25), se = sqrt(1. / 30 + .1 + .1 + 1. / 40);
    const double planted[2] = {w + 2.57 * se, w + 2.58 * se};
    for (int far = 0; far < 2; far++) {
        harness *h = logit(90, 1, x, y);
        harness_vector(h, "planted", 1, planted + far);
        harness_number(h, "level", 0.99); /* 2.5758 standard errors */
        cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
        near_to(harness_doubles(h, "weight")[0], w, 1e-11, "weight");
        near_to(harness_doubles(h, "se")[0], se, 1e-9, "se");
        near_to(harness_doubles(h, "p")[0], erfc(w / se / sqrt(2)), 1e-9, "p");
        near_to(harness_doubles(h, "bias")[0], log(.25), 1e-11, "bias");
        near_to(harness_doubles(h, "bias_se")[0], sqrt(1. / 10 + 1. / 40), 1e-9, "bias_se");
        cr_assert_eq(harness_doubles(h, "covered")[0], !far);
        harness_free(h);
    }
}

static void refused(int64_t m, const double *x, const double *y, int code, const char *part)
{
    harness *h = logit(6, m, x, y);
    cr_assert_eq(harness_fit_all(h), code, "%s", harness_error(h));
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(logit, refused)
{
    const double y[6] = {0, 1, 0, 1, 1, 0}, apart[6] = {1, 5, 2, 6, 7, 3}, flat[6] = {0};
    const double ties[6] = {1, 3, 2, 4, 5, 3}, twice[12] = {1, 2, 3, 6, 2, 4, 0, 0, 5, 10, 4, 8};
    refused(1, apart, y, GY_NUMERIC, "a plane separates");
    refused(1, ties, y, GY_NUMERIC, "no single set of coefficients");
    refused(1, flat, y, GY_NUMERIC, "no single set of coefficients");
    refused(2, twice, y, GY_NUMERIC, "no single set of coefficients");
    refused(1, apart, flat, GY_DATA, "both outcomes are needed");
    refused(1, y, apart, GY_DATA, "is neither 0 nor 1");
}

Test(logit, stops)
{
    harness *h = logit(60, 3, logit_x, logit_y);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_fit_all(h), GY_CANCELLED);
    harness_free(h);
}
