/* SPDX-License-Identifier: MIT
 *
 * generator.theta-gamma: how many items it holds, in which order, and how its field is made.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *made(int64_t items, double theta, double gamma)
{
    harness *h = harness_new("generator-theta-gamma", NULL);
    harness_number(h, "n_items", (double)items);
    harness_number(h, "theta_rate", theta);
    harness_number(h, "gamma_rate", gamma);
    harness_number(h, "noise", 0);
    return h;
}

/* Items of the last full theta cycle, in the order of their spikes; n: how many. */
static int last_cycle(harness *h, int64_t items, double theta, int64_t *out)
{
    const double *spikes = harness_doubles(h, "spikes");
    int rows = 10000, n = 0, cycle = (int)lround(1000 / theta);
    int first = (int)(floor(rows / 1000. * theta) - 1) * cycle;
    for (int r = first; r < first + cycle; r++) {
        for (int64_t i = 0; i < items; i++) {
            if (spikes[r * items + i] > 0) {
                out[n++] = i;
            }
        }
    }
    return n;
}

/* min(items, round(f_gamma / f_theta)) of them, the first ones, in order; whatever was drawn. */
Test(theta_gamma, capacity_and_order)
{
    static const double theta[3] = {5, 8, 10}, gamma[3] = {40, 40, 40};
    static const int room[3] = {8, 5, 4};
    for (int k = 0; k < 3; k++) {
        for (int64_t items = 2; items <= 12; items += 5) {
            int64_t seen[24];
            harness *h = made(items, theta[k], gamma[k]);
            harness_number(h, "draw", (double)items);
            cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
            cr_assert_eq(harness_doubles(h, "capacity")[0], room[k]);
            int n = last_cycle(h, items, theta[k], seen),
                want = items < room[k] ? (int)items : room[k];
            cr_assert_eq(n, want, "%g %d: %d, not %d", theta[k], (int)items, n, want);
            const int64_t *sequence = harness_get(h, "sequence")->data;
            cr_assert_arr_eq(seen, sequence, (size_t)n * sizeof *seen);
            harness_free(h);
        }
    }
}

/* Half of the cycle holds half of the items. */
Test(theta_gamma, duty)
{
    int64_t seen[24];
    harness *h = made(9, 5, 40);
    harness_number(h, "duty", .5);
    cr_assert_eq(harness_run(h), 0);
    cr_assert_eq(harness_doubles(h, "capacity")[0], 4);
    cr_assert_eq(last_cycle(h, 9, 5, seen), 4);
    const double *spikes = harness_doubles(h, "spikes"), *theta = harness_doubles(h, "theta");
    for (int r = 0; r < 10000 * 9; r++) {
        cr_assert(spikes[r] < 1 || fabs(theta[r / 9]) < M_PI / 2 + .05);
    }
    harness_free(h);
}

/* Without noise the field is what the text says; phases turn with their rates. */
Test(theta_gamma, field)
{
    harness *h = made(3, 5, 40);
    harness_number(h, "depth", .6);
    cr_assert_eq(harness_run(h), 0);
    const double *theta = harness_doubles(h, "theta"), *gamma = harness_doubles(h, "gamma");
    for (int r = 0; r < 2000; r++) {
        double size = .3 * (.4 + .6 * (1 + cos(theta[r])) / 2);
        cr_assert(fabs(harness_doubles(h, "lfp")[r] - cos(theta[r]) - size * cos(gamma[r])) < 1e-9);
        cr_assert(fabs(remainder(theta[r] + M_PI - 2 * M_PI * 5 * r * .001, 2 * M_PI)) < 1e-6);
    }
    harness_free(h);

    h = made(3, 5, 40); /* jitter: each phase spreads by jitter^2 t; here over steps */
    harness_number(h, "jitter", 3);
    harness_param(h, "reset", "false");
    cr_assert_eq(harness_run(h), 0);
    gamma = harness_doubles(h, "gamma");
    double square = 0;
    for (int r = 1; r < 10000; r++) {
        double d = remainder(gamma[r] - gamma[r - 1] - 2 * M_PI * 40 * .001, 2 * M_PI);
        square += d * d / 9999;
    }
    cr_assert(fabs(square - .009) < .0006, "%g", square);
    harness_free(h);
}

Test(theta_gamma, bad_input)
{
    harness *h = made(3, 40, 5);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "gamma_rate");
    harness_free(h);

    h = made(3, 5, 40);
    harness_number(h, "step", .01);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert(strstr(harness_error(h), "at most 0.00625"), "%s", harness_error(h));
    harness_free(h);

    h = made(3, 5, 40);
    harness_number(h, "duration", 1e-4);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = made(3, 5, 40);
    harness_memory(h, 8);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = made(3, 5, 40);
    harness_stop_after(h, 3);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = made(3, 5, 40);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}
