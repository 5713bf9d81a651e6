/* SPDX-License-Identifier: MIT
 *
 * metric.sequence-readout by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

/* Cycles of four rows: items 2 0 1 | 0 1 | 0 2 1 | (cut off) 1. The sequence is 2 0 1. */
static const double spikes[13 * 3] = {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0,
                                      0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0};

static harness *readout(const int64_t *sequence, int64_t n)
{
    double phase[13];
    for (int i = 0; i < 13; i++) {
        phase[i] = 1.5 * (i % 4) - 2.25;
    }
    harness *h = harness_new("metric-sequence-readout", NULL);
    harness_matrix(h, "spikes", 13, 3, spikes);
    harness_vector(h, "phase", 13, phase);
    harness_in(h, "sequence", 0, 64, 1, &n, sequence);
    return h;
}

static void expect(harness *h, const char *name, double want)
{
    double got = harness_doubles(h, name)[0];
    cr_assert(isnan(want) ? isnan(got) : fabs(got - want) < 1e-12, "%s: %g, not %g", name, got,
              want);
}

Test(sequence_readout, by_hand)
{
    int64_t sequence[3] = {2, 0, 1};
    harness *h = readout(sequence, 3);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    expect(h, "cycles", 3);
    expect(h, "held", 8. / 3);
    expect(h, "order", 4. / 5); /* 2-0, 0-1; 0-1; 0-2 is wrong, 2-1 is not */
    expect(h, "first", 1. / 3);
    harness_number(h, "skip", 2);
    cr_assert_eq(harness_fit_all(h), 0);
    expect(h, "cycles", 1);
    expect(h, "order", .5);
    expect(h, "first", 0);
    harness_number(h, "skip", 3);
    cr_assert_eq(harness_fit_all(h), 0);
    expect(h, "held", NAN);
    harness_free(h);
}

Test(sequence_readout, bad_input)
{
    int64_t twice[2] = {1, 1}, far[1] = {3}, good[3] = {2, 0, 1};
    harness *h = readout(twice, 2);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "sequence");
    harness_free(h);

    h = readout(far, 1);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);

    h = readout(good, 3);
    harness_memory(h, 8);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);

    h = readout(good, 3);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);
}
