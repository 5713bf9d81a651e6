/* SPDX-License-Identifier: MIT */
#include "harness.h"
#include "spiking_vectors.h"

#include <criterion/criterion.h>
#include <math.h>

Test(lif_rate, closed_form)
{
    harness *h = harness_new("metric-lif-rate", NULL);
    double p[SP_KEYS], counts[3] = {0, 100, 200};
    lif_vector(p, 1, 3);
    p[SP_REFRACTORY] = 2;
    p[SP_BIAS_LAST] = 1500; /* 0, 750, 1500 pA: 0, 30, 60 mV above rest; threshold 15 */
    harness_vector(h, "population", SP_KEYS, p);
    harness_vector(h, "counts", 3, counts);
    harness_number(h, "duration", 2);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    double want[3] = {0, 1000 / (2 + 10 * log(2)), 1000 / (2 + 10 * log(4 / 3.))};
    for (int i = 0; i < 3; i++) {
        cr_assert(fabs(harness_doubles(h, "expected")[i] - want[i]) < 1e-12 * (1 + want[i]));
        cr_assert(fabs(harness_doubles(h, "difference")[i] - counts[i] / 2 + want[i]) < 1e-11);
    }
    cr_assert(isnan(harness_doubles(h, "relative")[0]));
    cr_assert(fabs(harness_doubles(h, "relative")[1] - 50 / want[1] + 1) < 1e-12);
    harness_free(h);
}

Test(lif_rate, bad_input)
{
    double p[SP_KEYS], counts[3] = {0};
    for (int k = 0; k < 2; k++) {
        harness *h = harness_new("metric-lif-rate", NULL);
        lif_vector(p, 1, 2 + k);
        p[SP_MODEL] = k ? SP_ADEX : SP_LIF;
        harness_vector(h, "population", SP_KEYS, p);
        harness_vector(h, "counts", 3, counts);
        harness_number(h, "duration", 2);
        cr_assert_eq(harness_fit_all(h), k ? -7 : -2);
        cr_assert_str_eq(harness_where(h), k ? "population" : "counts");
        harness_free(h);
    }
}
