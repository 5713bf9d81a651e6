/* SPDX-License-Identifier: MIT
 *
 * generator.tuning-ring: symmetric, the same after a turn, with the sums asked for.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

enum { N = 12, S = 24 };

static harness *ring(void)
{
    harness *h = harness_new("generator-tuning-ring", NULL);
    harness_number(h, "neurons", N);
    harness_number(h, "stimuli", S);
    harness_number(h, "adapter", 89);
    harness_number(h, "share", .4);
    return h;
}

Test(tuning_ring, is_the_same_after_a_turn)
{
    harness *h = ring();
    harness_number(h, "base", .25);
    harness_number(h, "width", 3);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *x = harness_doubles(h, "drive"), *w = harness_doubles(h, "weights");
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++) {
            sum += w[i * N + j];
            cr_assert_eq(w[i * N + j], w[j * N + i]);
            cr_assert(fabs(w[i * N + j] - w[(i + 1) % N * N + (j + 1) % N]) < 1e-15);
        }
        cr_assert(fabs(sum - .2) < 1e-14); /* .8 - .6 */
        cr_assert(fabs(x[2 * i * N + i] - 1.25) < 1e-14);
        cr_assert(fabs(x[(2 * i + S / 2) % S * N + i] - .25 - exp(-6)) < 1e-14);
        for (int s = 0; s < S; s++) {
            cr_assert(fabs(x[s * N + i] - x[(s + 2) % S * N + (i + 1) % N]) < 1e-14);
        }
    }
    cr_assert_eq(((const double *)harness_out_coord(h, "neuron", "angle")->data)[1], 15);
    cr_assert_eq(((const double *)harness_out_coord(h, "row", "angle")->data)[1], 7.5);
    harness_free(h);
}

Test(tuning_ring, contexts_are_probabilities)
{
    harness *h = ring();
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *u = harness_doubles(h, "uniform"), *b = harness_doubles(h, "biased");
    double sum = 0;
    for (int s = 0; s < S; s++) {
        cr_assert_eq(u[s], 1. / S);
        cr_assert_eq(b[s], s == 12 ? .4 : .6 / 23); /* 90 is nearest to 89 */
        sum += b[s];
    }
    cr_assert(fabs(sum - 1) < 1e-14);
    harness_number(h, "adapter", -1); /* nearest: 0, which is 180 */
    cr_assert_eq(harness_run(h), 0);
    cr_assert_eq(harness_doubles(h, "biased")[0], .4);
    harness_free(h);
}

Test(tuning_ring, unequal_neurons_and_no_connections)
{
    harness *h = ring();
    harness_number(h, "unequal", .5);
    harness_number(h, "strength", 0);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *x = harness_doubles(h, "drive");
    cr_assert(fabs(x[0] - x[2 * N + 1]) > 1e-3);
    for (int k = 0; k < N * N; k++) {
        cr_assert_eq(harness_doubles(h, "weights")[k], 0);
    }
    harness_free(h);
}
