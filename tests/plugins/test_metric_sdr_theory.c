/* SPDX-License-Identifier: MIT
 *
 * metric.sdr-theory against exact rationals, and by closed forms.
 */
#include <math.h>

#include "../parity/sdr_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const keys[] = {"cells", "active", "synapses", "threshold", "mixed", "moved"};

static harness *theory(int64_t n, const sdr_case *cases)
{
    harness *h = harness_new("metric-sdr-theory", NULL);
    for (int k = 0; k < 6; k++) {
        double list[64];
        for (int64_t i = 0; i < n; i++) {
            memcpy(list + i, (const char *)(cases + i) + (size_t)k * sizeof(double),
                   sizeof(double));
        }
        harness_list(h, keys[k], n, list);
    }
    return h;
}

Test(sdr_theory, equals_exact_rationals)
{
    int64_t n = sizeof sdr_cases / sizeof *sdr_cases;
    harness *h = theory(n, sdr_cases);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    for (int64_t i = 0; i < n; i++) {
        double match = harness_doubles(h, "log10_false_match")[i] * log(10);
        double missed = harness_doubles(h, "log10_missed")[i] * log(10);
        double want = sdr_cases[i].log_match;
        cr_expect(isinf(want) ? isinf(match) : fabs(match - want) < 1e-11, "%d: %.17g, not %.17g",
                  (int)i, match, want);
        cr_expect(fabs(harness_doubles(h, "false_match")[i] - exp(want)) <= 1e-11 * exp(want));
        want = sdr_cases[i].log_missed;
        cr_expect(sdr_cases[i].m > 1 ? isnan(missed)
                  : isinf(want)      ? isinf(missed) && missed < 0
                                     : fabs(missed - want) < 1e-11,
                  "%d: %.17g, not %.17g", (int)i, missed, want);
    }
    harness_free(h);
}

/* The numbers that are listed for the paper, to their three digits. */
Test(sdr_theory, published_settings)
{
    static const double want[] = {3.91e-13, 9.33e-14, 2.28e-9, 8.38e-13};
    harness *h = theory(4, sdr_cases);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    for (int i = 0; i < 4; i++) {
        cr_assert(fabs(harness_doubles(h, "false_match")[i] / want[i] - 1) < 2e-3);
    }
    harness_free(h);
}

/* s = a = 1: the one synapse is on the one active cell in 1 of n patterns; of m mixed ones (their
 * cells may coincide) it is 1 - (1 - 1 / n)^m. */
Test(sdr_theory, one_cell_by_hand)
{
    const sdr_case cases[] = {{100, 1, 1, 1, 1, 0, 0, 0}, {100, 1, 1, 1, 7, 0, 0, 0}};
    harness *h = theory(2, cases);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(fabs(harness_doubles(h, "false_match")[0] - .01) < 1e-15);
    cr_assert(fabs(harness_doubles(h, "false_match")[1] - (1 - pow(.99, 7))) < 1e-15);
    harness_free(h);
}

/* Thresholds up to s: what is left of the sum is what is taken away. */
Test(sdr_theory, tails_differ_by_one_term)
{
    sdr_case cases[12];
    for (int k = 0; k < 12; k++) {
        cases[k] = (sdr_case){60, 20, 11, k, 1, 0, 0, 0};
    }
    harness *h = theory(12, cases);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    const double *p = harness_doubles(h, "false_match");
    cr_assert(fabs(p[0] - 1) < 1e-14);
    for (int b = 0; b < 11; b++) {
        double term = lgamma(12) - lgamma(b + 1) - lgamma(12 - b) + lgamma(50) - lgamma(21 - b) -
                      lgamma(30 + b) - lgamma(61) + lgamma(21) + lgamma(41);
        cr_assert(fabs(p[b] - p[b + 1] - exp(term)) < 1e-12, "%d", b);
    }
    harness_free(h);
}

Test(sdr_theory, names_are_coordinates)
{
    static const char *const names[] = {"one", "two"};
    harness *h = theory(2, sdr_cases);
    harness_texts(h, "names", 2, names);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "setting", "setting"), 1), "two");
    harness_texts(h, "names", 1, names);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "names");
    const double three[3] = {5, 5, 5};
    harness_list(h, "synapses", 3, three);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "synapses");
    harness_free(h);
}

Test(sdr_theory, impossible_settings_are_refused)
{
    static const struct {
        sdr_case set;
        const char *where;
    } cases[] = {
        {{0, 1, 1, 1, 1, 0, 0, 0}, "cells"},      {{2e9, 1, 1, 1, 1, 0, 0, 0}, "cells"},
        {{10, 11, 1, 1, 1, 0, 0, 0}, "active"},   {{10, 4, 5, 1, 1, 0, 0, 0}, "synapses"},
        {{10, 4, 4, 5, 1, 0, 0, 0}, "threshold"}, {{10, 4, 4, -1, 1, 0, 0, 0}, "threshold"},
        {{10, 4, 4, 0, 0, 0, 0, 0}, "mixed"},     {{1e6, 1000, 1000, 1, 100, 0, 0, 0}, "mixed"},
        {{10, 6, 4, 1, 1, 5, 0, 0}, "moved"},     {{20, 6, 4, 1, 1, 7, 0, 0}, "moved"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = theory(1, &cases[i].set);
        cr_expect_eq(harness_fit_all(h), GY_PARAM, "%zu", i);
        cr_expect_str_eq(harness_where(h), cases[i].where, "%zu: %s", i, harness_error(h));
        harness_free(h);
    }
}
