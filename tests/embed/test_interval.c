/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/interval.h"

#include <criterion/criterion.h>
#include <math.h>

/* scipy.stats.t.ppf of SciPy 1.10 */
Test(interval, quantiles_of_t)
{
    const struct {
        double p;
        int64_t df;
        double t;
    } rows[] = {{.975, 1, 12.706204736432095},    {.975, 2, 4.302652729911275},
                {.975, 3, 3.182446305284263},     {.975, 4, 2.7764451051977987},
                {.975, 9, 2.2621571627409915},    {.975, 11, 2.200985160082949},
                {.95, 30, 1.6972608943617378},    {.995, 100, 2.6258905205863337},
                {.975, 1000, 1.9623390808264074}, {.5, 7, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_float_eq(gy_t_quantile(rows[i].p, rows[i].df), rows[i].t, 1e-8, "%zu: %.12f", i,
                           gy_t_quantile(rows[i].p, rows[i].df));
    }
    const double bad[] = {0.4, 1, 2, -1, (double)NAN};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_assert(isnan(gy_t_quantile(bad[i], 5)));
    }
    cr_assert(isnan(gy_t_quantile(.9, 0)));
}

/* 1, 2, 3, 4: mean 2.5, s^2 = 5/3, se = sqrt(5/12), t(.975, 3) = 3.1824463. */
Test(interval, of_a_mean)
{
    const double x[] = {1, 2, (double)NAN, 3, 4, 9}, w[] = {5, 5, 5, 5, 5, 0};
    double lo = 0, hi = 0, half = 3.182446305284263 * sqrt(5.0 / 12);
    cr_assert(gy_interval(6, x, w, &lo, &hi));
    cr_assert_float_eq(lo, 2.5 - half, 1e-9);
    cr_assert_float_eq(hi, 2.5 + half, 1e-9);
}

/* Weights 1, 1, 2 of 0, 1, 2: mean 5/4; sum of (w (x - mean))^2 = (25 + 1 + 36) / 16, over 16,
 * times 3 / 2. */
Test(interval, of_a_weighted_mean)
{
    const double x[] = {0, 1, 2}, w[] = {1, 1, 2};
    double lo = 0, hi = 0, half = 4.302652729911275 * sqrt(62.0 / 256 * 1.5);
    cr_assert(gy_interval(3, x, w, &lo, &hi));
    cr_assert_float_eq(lo, 1.25 - half, 1e-9);
    cr_assert_float_eq(hi, 1.25 + half, 1e-9);
}

Test(interval, too_few)
{
    const double x[] = {1, 2, (double)NAN, 3}, w[] = {1, 1, 1, 0};
    double lo = 7, hi = 8;
    cr_assert_not(gy_interval(4, x, w, &lo, &hi));
    cr_assert_not(gy_interval(0, x, w, &lo, &hi));
    cr_assert(lo == 7 && hi == 8, "untouched");
}
