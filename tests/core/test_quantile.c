/* SPDX-License-Identifier: Apache-2.0 */
#include "core/quantile.h"

#include <criterion/criterion.h>
#include <math.h>

/* Textbook values, 20 digits from tables of the normal distribution. */
Test(quantile, table)
{
    static const struct {
        double p, z;
    } cases[] = {
        {0.5, 0.0},
        {0.75, 0.67448975019608174320},
        {0.95, 1.64485362695147271486},
        {0.975, 1.95996398454005423552},
        {0.99, 2.32634787404084110089},
        {0.995, 2.57582930354890076101},
        {0.0005, -3.29052673149189479322},
        {1e-6, -4.75342430882289894490},
        {1e-10, -6.36134090240405620470},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double z = gy_normal_quantile(cases[i].p);
        cr_assert_float_eq(z, cases[i].z, 2e-15 * (1 + fabs(cases[i].z)), "p = %g: %.17g",
                           cases[i].p, z);
    }
}

/* Phi(quantile(p)) = p with libm's erfc as the independent forward function. Relative to p, an
 * error of z counts z^2 times: two roundings of z, two more of -z / sqrt 2. */
Test(quantile, inverts_erfc_everywhere)
{
    for (double p = 1e-300; p < 0.5; p *= 1.37) {
        double z = gy_normal_quantile(p);
        double back = 0.5 * erfc(-z * M_SQRT1_2);
        cr_assert(fabs(back / p - 1) < 8e-16 * (2 + z * z), "p = %g: %.17g back %.17g", p, z, back);
    }
    for (int i = 1; i < 4096; i++) {
        double p = i / 4096.0;
        double z = gy_normal_quantile(p);
        cr_assert_float_eq(0.5 * erfc(-z * M_SQRT1_2), p, 3e-16);
        cr_assert_eq(gy_normal_quantile(1 - p), -z, "not symmetric at %g", p);
    }
}

Test(quantile, edges_and_bad_input)
{
    cr_assert_eq(gy_normal_quantile(0), -(double)INFINITY);
    cr_assert_eq(gy_normal_quantile(1), (double)INFINITY);
    cr_assert(isfinite(gy_normal_quantile(4.9e-324)));
    cr_assert_float_eq(gy_normal_quantile(4.9e-324), -38.4674056, 1e-3);
    const double bad[] = {-1e-300, 1.0000000000000002, (double)NAN, (double)INFINITY, -5};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_assert(isnan(gy_normal_quantile(bad[i])));
    }
}
