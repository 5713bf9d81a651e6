/* SPDX-License-Identifier: MIT
 *
 * metric.compare against scipy, against the test itself shifted along the line, and by hand.
 */
#include "../parity/compare_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const units[12] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};

/* Methods @m0, @m1, ... as edges; x: [methods][n]. */
static harness *methods_of(int methods, int n, const double *x)
{
    harness *h = harness_new("metric-compare", NULL);
    const char *over[64], *edge[64];
    static const char *const names[4] = {"@m0", "@m1", "@m2", "@m3"};
    for (int i = 0; i < methods * n; i++) {
        harness_add_item(h, "x", GY_FLOAT, 64, 0, NULL, &x[i]);
        over[i] = units[i % n];
        edge[i] = names[i / n];
    }
    harness_texts(h, "over", methods * n, over);
    harness_texts(h, "x", methods * n, edge);
    return h;
}

/* First method d, second 0. */
static harness *differences(int n, const double *d, double shift)
{
    double x[24] = {0};
    for (int i = 0; i < n; i++) {
        x[i] = d[i] - shift;
    }
    return methods_of(2, n, x);
}

static double p_of(int n, const double *d, double shift, const char *tail)
{
    harness *h = differences(n, d, shift);
    harness_param(h, "tail", tail);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    double p = harness_doubles(h, "p")[0];
    harness_free(h);
    return p;
}

Test(compare, scipy)
{
    for (size_t i = 0; i < sizeof oracle / sizeof oracle[0]; i++) {
        cr_assert(fabs(p_of(oracle[i].n, oracle[i].d, 0, "two-sided") - oracle[i].two_sided) <
                  1e-12);
        cr_assert(fabs(p_of(oracle[i].n, oracle[i].d, 0, "greater") - oracle[i].greater) < 1e-12);
        cr_assert(fabs(p_of(oracle[i].n, oracle[i].d, 0, "less") - oracle[i].less) < 1e-12);
    }
}

/* A shift is inside the interval iff the two-sided test of what is left does not refuse it. */
Test(compare, interval_is_the_test_turned_around)
{
    for (size_t i = 0; i < sizeof oracle / sizeof oracle[0]; i++) {
        harness *h = differences(oracle[i].n, oracle[i].d, 0);
        harness_param(h, "level", "0.9");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        double low = harness_doubles(h, "low")[0], high = harness_doubles(h, "high")[0];
        harness_free(h);
        if (oracle[i].n < 5) { /* p is never below 2 / 2^n */
            cr_assert(isinf(low) && low < 0 && isinf(high) && high > 0);
            continue;
        }
        cr_assert(low < high);
        cr_assert(p_of(oracle[i].n, oracle[i].d, low + 1e-6, "two-sided") > .1);
        cr_assert(p_of(oracle[i].n, oracle[i].d, low - 1e-6, "two-sided") <= .1);
        cr_assert(p_of(oracle[i].n, oracle[i].d, high - 1e-6, "two-sided") > .1);
        cr_assert(p_of(oracle[i].n, oracle[i].d, high + 1e-6, "two-sided") <= .1);
    }
}

/* Three methods in six cases; p of a difference of one sign in n cases is 2 / 2^n. */
Test(compare, pairs_holm_and_missing)
{
    double x[3 * 6] = {5, 6, 7, 8, 9, 9.5, 1, 2, 3, 4, 5, 5.5, 1, 3, NAN, 4, 4, 5.5};
    harness *h = methods_of(3, 6, x);
    harness_param(h, "level", "0.9");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    const double *p = harness_doubles(h, "p"), *holm = harness_doubles(h, "p_holm");
    const double *better = harness_doubles(h, "better"), *cases = harness_doubles(h, "cases");
    cr_assert(p[0] == 2. / 64 && p[1] == 2. / 32 && p[2] == 1, "%g %g %g", p[0], p[1], p[2]);
    cr_assert(fabs(holm[0] - 6. / 64) < 1e-15 && fabs(holm[1] - 4. / 32) < 1e-15 && holm[2] == 1);
    cr_assert(better[0] == 1 && better[1] == 0 && better[2] == 0);
    cr_assert(cases[0] == 6 && cases[1] == 5 && cases[2] == 5);
    cr_assert(fabs(harness_doubles(h, "difference")[0] - 4) < 1e-12);
    cr_assert(fabs(harness_doubles(h, "mean")[2] - 3.5) < 1e-12);
    const gy_array *names = harness_out_coord(h, "pair", "label");
    cr_assert_str_eq(harness_text_of(h, names, 0), "@m0 - @m1");
    cr_assert_str_eq(harness_text_of(h, names, 2), "@m1 - @m2");
    cr_assert_str_eq(harness_text_of(h, harness_out_coord(h, "method", "label"), 2), "@m2");
    cr_assert(strstr(harness_logged(h), "@m2 is not told apart from @m1") ||
                  strstr(harness_logged(h), "@m1 is not told apart from @m2"),
              "%s", harness_logged(h));
    harness_free(h);
}

/* Scores of several numbers: the mean of those that are there. */
Test(compare, arrays_become_their_means)
{
    harness *h = harness_new("metric-compare", NULL);
    const int64_t shape[2] = {2, 2}, one[1] = {3};
    const double a[4] = {1, 2, NAN, 6}, b[3] = {1, 1, 1}, none[3] = {NAN, NAN, NAN};
    const char *over[] = {"s", "t", "s", "t"}, *along[] = {"new", "new", "old", "old"};
    harness_add_item(h, "x", GY_FLOAT, 64, 2, shape, a);
    harness_add_item(h, "x", GY_FLOAT, 64, 1, one, none);
    harness_add_item(h, "x", GY_FLOAT, 64, 1, one, b);
    harness_add_item(h, "x", GY_FLOAT, 64, 1, one, b);
    harness_texts(h, "over", 4, over);
    harness_texts(h, "along", 4, along);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert(harness_doubles(h, "difference")[0] == 2 && harness_doubles(h, "cases")[0] == 1);
    cr_assert(harness_doubles(h, "p")[0] == 1 && harness_doubles(h, "better")[0] == 0);
    harness_free(h);
}

/* Too many patterns: a sample of them, close to all of them. */
Test(compare, random_patterns)
{
    double exact = p_of(12, oracle[4].d, 0, "two-sided");
    harness *h = differences(12, oracle[4].d, 0), *all = differences(12, oracle[4].d, 0);
    harness_param(h, "times", "4000");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_fit_all(all), 0, "%s", harness_error(all));
    double p = harness_doubles(h, "p")[0], se = sqrt(exact * (1 - exact) / 4000);
    cr_assert(fabs(p - exact) < 4 * se + 1e-3, "%g %g", p, exact);
    cr_assert(fabs(p * 4001 - round(p * 4001)) < 1e-9, "(b + 1) / (m + 1)");
    cr_assert(fabs(harness_doubles(h, "low")[0] - harness_doubles(all, "low")[0]) < .15);
    cr_assert(fabs(harness_doubles(h, "high")[0] - harness_doubles(all, "high")[0]) < .15);
    cr_assert(strstr(harness_logged(h), "random sign patterns"));
    harness_free(all);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_fit_all(h), GY_UNSUPPORTED);
    cr_assert_str_eq(harness_error(h), "this host has no gy.rng/1");
    harness_free(h);
}

Test(compare, refusals)
{
    const double x[4] = {1, 2, 3, 4};
    harness *h = methods_of(1, 4, x);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_error(h), "one method alone: x needs two different edges, or along");
    harness_free(h);
    h = methods_of(2, 2, x);
    harness_texts(h, "along", 4, units); /* the harness calls a loop like its first value */
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "along");
    harness_free(h);
    h = methods_of(2, 2, x);
    harness_memory(h, 64);
    cr_assert_eq(harness_fit_all(h), GY_MEMORY);
    harness_free(h);
}
