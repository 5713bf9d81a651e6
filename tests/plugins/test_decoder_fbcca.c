/* SPDX-License-Identifier: MIT
 *
 * decoder.fbcca: the fixture of an independent eigenproblem, weights in closed form, bad input.
 */
#include "test_decoder_cca.h"

Test(fbcca, filter_bank_equals_scipy)
{
    expect(begin(1, 3), summed);
}

/* a = 0 and b = 0 weigh all bands alike; a = 10, b = 0 leaves the first one, squared. */
Test(fbcca, weights)
{
    harness *h = begin(1, 3);
    harness_number(h, "a", 10);
    harness_number(h, "b", 0);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int k = 0; k < ROWS * 3; k++) {
        cr_assert_float_eq(harness_doubles(h, "score")[k], rho3[k] * rho3[k], 1.0 / 1024);
        cr_assert_geq(harness_doubles(h, "score")[k], rho3[k] * rho3[k]);
    }
    harness_free(h);
}

Test(fbcca, one_rate)
{
    harness *h = begin(1, 3);
    harness_number(h, "rate", NAN);
    refused(h, "rate", "no rate");
}

Test(fbcca, a_frequency_twice)
{
    harness *h = begin(1, 3);
    harness_list(h, "frequencies", 2, (const double[]){7, 7});
    refused(h, "frequencies", "7 Hz is there twice");
}

Test(fbcca, stops_when_told)
{
    harness *h = begin(1, 3);
    harness_stop_after(h, 5);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
