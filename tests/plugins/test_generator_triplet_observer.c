/* SPDX-License-Identifier: MIT
 *
 * generator.triplet-observer: probabilities by hand, choices as often as they say.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N 4000

static harness *observer(const char *number)
{
    static double x[2 * N];
    for (int i = 0; i < N; i++) {
        x[2 * i] = i % 2 ? 1 : -0.5;
        x[2 * i + 1] = 0.25;
    }
    harness *h = harness_new("generator-triplet-observer", NULL);
    harness_matrix(h, "evidence", N, 2, x);
    harness_list(h, "weights", 2, (const double[]){2, -4});
    harness_number(h, "bias", 0.5);
    harness_param(h, "observer", number);
    harness_stride(h, "evidence");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    return h;
}

/* z = 0.5 + 2 - 1 = 1.5 and 0.5 - 1 - 1 = -1.5. */
Test(observer, probabilities_and_choices)
{
    harness *h = observer("1");
    double p = 1 / (1 + exp(-1.5)), chosen[2] = {0, 0};
    for (int i = 0; i < N; i++) {
        double choice = harness_doubles(h, "choice")[i];
        cr_assert(choice == 0 || choice == 1);
        cr_assert_float_eq(harness_doubles(h, "decision")[i], i % 2 ? 1.5 : -1.5, 1e-15);
        cr_assert_float_eq(harness_doubles(h, "probability")[i], i % 2 ? p : 1 - p, 1e-15);
        cr_assert_float_eq(harness_doubles(h, "best")[i], p, 1e-15);
        chosen[i % 2] += choice / (N / 2);
    }
    double four = 4 * sqrt(p * (1 - p) / (N / 2)); /* standard errors */
    cr_assert(fabs(chosen[1] - p) < four && fabs(chosen[0] - 1 + p) < four);
    cr_assert(harness_doubles(h, "planted")[0] == 2 && harness_doubles(h, "planted")[1] == -4);
    harness_free(h);
}

Test(observer, another_one_chooses_otherwise)
{
    harness *a = observer("1"), *b = observer("2"), *c = observer("1");
    cr_assert(memcmp(harness_doubles(a, "choice"), harness_doubles(b, "choice"), N * 8));
    cr_assert(!memcmp(harness_doubles(a, "choice"), harness_doubles(c, "choice"), N * 8));
    harness_free(a);
    harness_free(b);
    harness_free(c);
}

Test(observer, refused)
{
    const double x[2] = {1, 2};
    harness *h = harness_new("generator-triplet-observer", NULL);
    harness_matrix(h, "evidence", 1, 2, x);
    harness_list(h, "weights", 1, x);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "weights");
    cr_assert(strstr(harness_error(h), "1 weights for 2 cues"), "%s", harness_error(h));
    harness_free(h);
}
