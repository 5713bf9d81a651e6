/* SPDX-License-Identifier: MIT
 *
 * metric.sdr-threshold against enumeration of every pattern of a small world.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

enum { CELLS = 12, ACTIVE = 5, SYNAPSES = 4, MOVED = 2 };

static harness *small(void)
{
    harness *h = harness_new("metric-sdr-threshold", NULL);
    harness_number(h, "cells", CELLS);
    harness_number(h, "active", ACTIVE);
    harness_number(h, "synapses", SYNAPSES);
    harness_number(h, "moved", MOVED);
    return h;
}

/* The stored pattern is cells 0 .. 4, its synapses are on 0 .. 3. */
Test(sdr_threshold, equals_enumeration)
{
    double all = 0, near = 0, match[SYNAPSES + 1] = {0}, missed[SYNAPSES + 1] = {0};
    for (unsigned p = 0; p < 1u << CELLS; p++) {
        int overlap = __builtin_popcount(p & 15u);
        if (__builtin_popcount(p) != ACTIVE) {
            continue;
        }
        int noisy = __builtin_popcount(p & 31u) == ACTIVE - MOVED;
        all++;
        near += noisy;
        for (int theta = 1; theta <= SYNAPSES; theta++) {
            match[theta] += overlap >= theta;
            missed[theta] += noisy && overlap < theta;
        }
    }
    for (int prior = 0; prior <= 4; prior++) {
        harness *h = small();
        harness_number(h, "prior", prior / 4.);
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        int best = 1;
        double error[SYNAPSES + 1];
        for (int theta = 1; theta <= SYNAPSES; theta++) {
            double p = match[theta] / all, q = missed[theta] / near;
            error[theta] = prior / 4. * p + (1 - prior / 4.) * q;
            best = error[theta] < error[best] - 1e-14 ? theta : best;
            cr_assert(fabs(harness_doubles(h, "false_match")[theta - 1] - p) < 1e-14);
            cr_assert(fabs(harness_doubles(h, "missed")[theta - 1] - q) < 1e-14);
            cr_assert(fabs(harness_doubles(h, "error")[theta - 1] - error[theta]) < 1e-14);
        }
        cr_assert_eq(harness_doubles(h, "best")[0], best, "prior %d", prior);
        cr_assert(fabs(harness_doubles(h, "least")[0] - error[best]) < 1e-14);
        cr_assert_eq(((const int64_t *)harness_out_coord(h, "theta", "theta")->data)[2], 3);
        harness_free(h);
    }
}

Test(sdr_threshold, impossible_settings_are_refused)
{
    static const struct {
        const char *key;
        double value;
    } cases[] = {{"active", 13}, {"synapses", 6}, {"moved", 6}, {"cells", 2e9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = small();
        harness_number(h, cases[i].key, cases[i].value);
        cr_expect_eq(harness_fit_all(h), GY_PARAM);
        cr_expect_str_eq(harness_where(h), cases[i].key);
        harness_free(h);
    }
}
