/* SPDX-License-Identifier: MIT
 *
 * encoder.gain-control against scipy's numeric optimum, by its closed form and by symmetry.
 */
#include "../parity/gain_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N = 5, S = 7 };

static harness *network(const double *w)
{
    harness *h = harness_new("encoder-gain-control", NULL);
    harness_matrix(h, "x", S, N, gain_x);
    harness_matrix(h, "weights", N, N, w);
    harness_vector(h, "probability", S, gain_p);
    harness_number(h, "alpha", .7);
    harness_number(h, "gamma", .4);
    harness_number(h, "target", 1.3);
    return h;
}

static void near(harness *h, const char *name, const double *want, int64_t n, double within)
{
    for (int64_t i = 0; i < n; i++) {
        double got = harness_doubles(h, name)[i];
        cr_assert(fabs(got - want[i]) < within, "%s[%d]: %.15g, not %.15g", name, (int)i, got,
                  want[i]);
    }
}

Test(gain_control, equals_the_numeric_optimum)
{
    harness *h = network(gain_w);
    harness_stride(h, "x");
    harness_stride(h, "weights");
    harness_stride(h, "probability");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    near(h, "gains", gain_found, N, 1e-7);
    near(h, "reached", gain_objective, 1, 1e-12);
    near(h, "slope", gain_slope, N, 1e-8);
    cr_assert(harness_doubles(h, "reached")[1] < 1e-9);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    near(h, "response", gain_response, S * N, 1e-6);
    harness_free(h);
}

Test(gain_control, the_reference_sets_the_target)
{
    harness *h = network(gain_w);
    harness_vector(h, "reference", S, gain_q);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "settings")[2] - gain_target[0]) < 1e-8);
    near(h, "gains", gain_found_reference, N, 1e-6);
    near(h, "reached", gain_objective + 1, 1, 1e-7);
    harness_free(h);
}

/* Without connections every neuron is alone: (q + gamma t) / (q (1 + alpha) + gamma). */
Test(gain_control, closed_form_without_connections)
{
    const double none[N * N] = {0};
    double want[N];
    for (int i = 0; i < N; i++) {
        double q = 0;
        for (int s = 0; s < S; s++) {
            q += gain_p[s] * gain_x[s * N + i] * gain_x[s * N + i];
        }
        want[i] = (q + .4 * 1.3) / (q * 1.7 + .4);
    }
    harness *h = network(none);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    near(h, "closed", want, N, 1e-14);
    near(h, "gains", want, N, 1e-13);
    cr_assert(harness_doubles(h, "reached")[2] <=
              2); /* quadratic: one step, and one for rounding */
    harness_free(h);
}

/* A ring: what one neuron sees, every other sees a turn later; gains of 1 are the optimum. */
Test(gain_control, a_ring_is_left_alone)
{
    double w[36], x[36], p[6];
    for (int i = 0; i < 6; i++) {
        p[i] = 1. / 6;
        for (int j = 0; j < 6; j++) {
            int d = abs(i - j) < 3 ? abs(i - j) : 6 - abs(i - j);
            w[i * 6 + j] = .3 - .1 * d;
            x[i * 6 + j] = exp(-d) + .2;
        }
    }
    harness *h = harness_new("encoder-gain-control", NULL);
    harness_matrix(h, "x", 6, 6, x);
    harness_matrix(h, "weights", 6, 6, w);
    harness_vector(h, "probability", 6, p);
    harness_vector(h, "reference", 6, p);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    const double ones[6] = {1, 1, 1, 1, 1, 1};
    near(h, "gains", ones, 6, 1e-12);
    for (int i = 0; i < 6; i++) {
        p[i] = i == 2 ? .5 : .1; /* more of one: the neuron that prefers it turns down */
    }
    harness_vector(h, "probability", 6, p);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    const double *g = harness_doubles(h, "gains");
    cr_assert(g[2] < .999 && g[5] > g[2] && fabs(g[1] - g[3]) < 1e-10);
    harness_free(h);
}

Test(gain_control, bad_networks_are_refused)
{
    double w[N * N], p[S];
    memcpy(w, gain_w, sizeof w);
    w[1] += .1;
    harness *h = network(w);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert(strstr(harness_error(h), "not symmetric"));
    memset(w, 0, sizeof w);
    w[6] = 1.25;
    harness_matrix(h, "weights", N, N, w);
    cr_assert_eq(harness_fit_all(h), GY_NUMERIC);
    cr_assert(strstr(harness_error(h), "the largest eigenvalue is 1.25"), "%s", harness_error(h));
    harness_free(h);
    h = network(gain_w);
    memcpy(p, gain_p, sizeof p);
    p[3] = -.1;
    harness_vector(h, "probability", S, p);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "probability");
    memset(p, 0, sizeof p);
    harness_vector(h, "reference", S, p);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "reference");
    harness_free(h);
    h = network(gain_w);
    harness_param(h, "steps", "1");
    cr_assert_eq(harness_fit_all(h), GY_NUMERIC);
    cr_assert_str_eq(harness_where(h), "steps");
    harness_free(h);
    h = harness_new("encoder-gain-control", NULL);
    harness_matrix(h, "x", S, N, gain_x);
    harness_matrix(h, "weights", N, 3, gain_w);
    harness_vector(h, "probability", S, gain_p);
    cr_assert_eq(harness_resolve(h), GY_SHAPE);
    harness_free(h);
}

Test(gain_control, probabilities_that_do_not_sum_to_one_are_refused)
{
    static const char *const ports[] = {"probability", "reference"};
    const double off[] = {2, 1 - 3e-6, 1 + 3e-6, 1 - 3e-7, 1 + 3e-7};
    for (int k = 0; k < 10; k++) {
        double p[S];
        char said[100];
        for (int s = 0; s < S; s++) {
            p[s] = off[k / 2] * gain_p[s];
        }
        snprintf(said, sizeof said, "sum to %.9g; they must sum to 1", off[k / 2]);
        harness *h = network(gain_w);
        harness_vector(h, "reference", S, gain_q);
        harness_vector(h, ports[k % 2], S, p);
        int status = harness_fit_all(h);
        if (k < 6) {
            cr_assert_eq(status, GY_DATA);
            cr_assert_str_eq(harness_where(h), ports[k % 2]);
            cr_assert(strstr(harness_error(h), said), "%s", harness_error(h));
        } else {
            cr_assert_eq(status, 0, "%s", harness_error(h));
        }
        harness_free(h);
    }
}

Test(gain_control, a_stop_is_obeyed)
{
    harness *h = network(gain_w);
    cr_assert_eq(harness_resolve(h), 0);
    harness_stop_after(h, 12);
    cr_assert_eq(harness_fit_all(h), GY_CANCELLED);
    harness_free(h);
}
