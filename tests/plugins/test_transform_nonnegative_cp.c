/* SPDX-License-Identifier: MIT
 *
 * transform.nonnegative-cp against tensorly, on tensors of known factors, and whether its error
 * falls.
 */
#include "../parity/cp_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *cp(int64_t a, int64_t b, int64_t c, const double *x, double rank)
{
    int64_t shape[3] = {a, b, c};
    harness *h = harness_new("transform-nonnegative-cp", NULL);
    harness_in(h, "x", 2, 64, 3, shape, x);
    harness_number(h, "rank", rank);
    return h;
}

static void near(harness *h, const char *name, const double *want, int n, double within)
{
    for (int k = 0; k < n; k++) {
        double got = harness_doubles(h, name)[k];
        cr_assert(fabs(got - want[k]) < within, "%s[%d]: %g, not %g", name, k, got, want[k]);
    }
}

Test(nonnegative_cp, equals_tensorly)
{
    harness *h = cp(7, 5, 9, cp_x, 3);
    harness_number(h, "ridge", 0);
    harness_number(h, "starts", 6);
    harness_number(h, "iterations", 20000);
    harness_number(h, "tolerance", 0);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    near(h, "rest", cp_rest, 1, 1e-9);
    near(h, "weight", cp_weight, 3, 1e-4);
    near(h, "first", cp_first, 21, 1e-4);
    near(h, "second", cp_second, 15, 1e-4);
    near(h, "third", cp_third, 27, 1e-4);
    harness_free(h);
}

static double draw(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.;
}

/* Planted factors, noise, and a share of entries taken out. */
static void plant(double *x, int a, int b, int c, int rank, double noise, double gone)
{
    double f[3][20 * 4];
    unsigned state = 11;
    for (int d = 0; d < 3; d++) {
        for (int k = 0; k < 80; k++) {
            f[d][k] = draw(&state) < .5 ? draw(&state) : 0;
        }
    }
    for (int i = 0; i < a * b * c; i++) {
        x[i] = noise * draw(&state);
        for (int r = 0; r < rank; r++) {
            x[i] += f[0][i / (b * c) * 4 + r] * f[1][i / c % b * 4 + r] * f[2][i % c * 4 + r];
        }
        x[i] = draw(&state) < gone ? NAN : x[i];
    }
}

/* Over every iteration, with and without holes, ridge and noise. */
Test(nonnegative_cp, the_error_never_rises)
{
    double x[12 * 9 * 15];
    for (int k = 0; k < 16; k++) {
        plant(x, 12, 9, 15, 3, k & 1 ? .3 : 0, k & 2 ? .5 : 0);
        harness *h = cp(12, 9, 15, x, k & 4 ? 5 : 3);
        harness_number(h, "ridge", k & 8 ? 1e-3 : 0);
        harness_number(h, "starts", 1);
        harness_number(h, "tolerance", 0);
        cr_assert_eq(harness_run(h), 0);
        const double *error = harness_doubles(h, "error");
        for (int it = 1; it < 300; it++) { /* to rounding, where it stands still */
            cr_assert(error[it] <= error[it - 1] + 1e-14, "%d: %.17g after %.17g", k, error[it],
                      error[it - 1]);
        }
        cr_assert(error[299] < error[0] && harness_doubles(h, "rise")[0] <= 1e-14);
        cr_assert(k & 8 || fabs(harness_doubles(h, "rest")[0] - error[299]) < 1e-12);
        for (int i = 0; i < 12 * (k & 4 ? 5 : 3); i++) {
            cr_assert(harness_doubles(h, "first")[i] >= 0);
        }
        harness_free(h);
    }
}

/* Exact data with 40 % of the entries gone is fitted exactly; with zeros in their place it is not.
 */
Test(nonnegative_cp, holes_do_not_count)
{
    double x[12 * 9 * 15], rest[2];
    plant(x, 12, 9, 15, 2, 0, .4);
    for (int zero = 0; zero < 2; zero++) {
        harness *h = cp(12, 9, 15, x, 2);
        harness_param(h, "missing", zero ? "zero" : "masked");
        harness_number(h, "ridge", 0);
        harness_number(h, "tolerance", 1e-12);
        harness_number(h, "iterations", 3000);
        cr_assert_eq(harness_run(h), 0);
        rest[zero] = harness_doubles(h, "rest")[0];
        harness_free(h);
    }
    cr_assert(rest[0] < 1e-5 && rest[1] > .3, "%g %g", rest[0], rest[1]);
}

/* A mask and NaN are one and the same. */
Test(nonnegative_cp, a_mask_is_as_good_as_nan)
{
    double x[6 * 4 * 5], y[6 * 4 * 5];
    uint8_t valid[120];
    plant(x, 6, 4, 5, 2, .1, .3);
    for (int k = 0; k < 120; k++) {
        valid[k] = (uint8_t)!isnan(x[k]);
        y[k] = valid[k] ? x[k] : 7;
    }
    harness *a = cp(6, 4, 5, x, 2), *b = cp(6, 4, 5, y, 2);
    harness_valid(b, "x", valid);
    cr_assert_eq(harness_run(a), 0);
    cr_assert_eq(harness_run(b), 0);
    cr_assert_arr_eq(harness_doubles(a, "third"), harness_doubles(b, "third"), 80);
    harness_free(a);
    harness_free(b);
}

Test(nonnegative_cp, bad_input)
{
    double x[8] = {1, 2, 3, 4, -1, 2, 3, 4};
    harness *h = cp(2, 2, 2, x, 1);
    cr_assert_eq(harness_run(h), -7);
    cr_assert(strstr(harness_error(h), "[1, 0, 0] is -1"));
    harness_free(h);

    double none[8] = {NAN, NAN, NAN, NAN, 0, 0, 0, 0};
    h = cp(2, 2, 2, none, 1);
    cr_assert_eq(harness_run(h), -7);
    harness_free(h);

    h = cp(2, 2, 2, x, 33);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "rank");
    harness_free(h);

    x[4] = 1;
    h = cp(2, 2, 2, x, 1);
    harness_memory(h, 64);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = cp(2, 2, 2, x, 1);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = cp(2, 2, 2, x, 1);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}
