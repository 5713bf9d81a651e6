/* SPDX-License-Identifier: MIT
 *
 * metric.adjusted-mutual-information against scikit-learn, and on random groupings.
 */
#include "../parity/ami_fixture.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *ami(int64_t n, int64_t p, const int64_t *a, int64_t t, const int64_t *b)
{
    int64_t left[2] = {n, p}, right[2] = {n, t};
    harness *h = harness_new("metric-adjusted-mutual-information", NULL);
    harness_in(h, "predicted", 0, 64, 2, left, a);
    harness_in(h, "target", 0, 64, 2, right, b);
    return h;
}

Test(ami, equals_scikit_learn)
{
    for (int k = 0; k < 6; k++) {
        harness *h = ami(30, 1, ami_a + 30 * k, 1, ami_b + 30 * k);
        harness_stride(h, "predicted");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        double got = harness_doubles(h, "ami")[0], nmi = harness_doubles(h, "nmi")[0];
        cr_assert(fabs(got - ami_want[k]) < 1e-10, "%d: %.15g, not %.15g", k, got, ami_want[k]);
        cr_assert(fabs(nmi - ami_nmi[k]) < 1e-10, "%d: %.15g, not %.15g", k, nmi, ami_nmi[k]);
        harness_free(h);
    }
}

/* Columns in another order are matched; the names of groups do not matter. */
Test(ami, columns_are_matched)
{
    int64_t target[18], predicted[18];
    for (int i = 0; i < 6; i++) {
        target[i * 3] = i % 2, target[i * 3 + 1] = i / 3, target[i * 3 + 2] = i / 2;
        predicted[i * 3] = 9 - i / 2, predicted[i * 3 + 1] = 5 + i % 2,
                      predicted[i * 3 + 2] = -i / 3;
    }
    harness *h = ami(6, 3, predicted, 3, target);
    cr_assert_eq(harness_fit_all(h), 0);
    static const int64_t want[3] = {1, 2, 0};
    const int64_t *partner = harness_get(h, "partner")->data;
    for (int k = 0; k < 3; k++) {
        cr_assert_eq(partner[k], want[k]);
        cr_assert(fabs(harness_doubles(h, "ami")[k] - 1) < 1e-12);
    }
    cr_assert(fabs(harness_doubles(h, "all")[0] - 1) < 1e-12);
    harness_free(h);
}

Test(ami, without_a_partner)
{
    int64_t target[8] = {0, 0, 0, 1, 1, 0, 1, 1}, predicted[4] = {0, 1, 0, 1};
    harness *h = ami(4, 1, predicted, 2, target);
    cr_assert_eq(harness_fit_all(h), 0);
    const int64_t *partner = harness_get(h, "partner")->data;
    cr_assert(partner[0] == -1 && partner[1] == 0);
    cr_assert(isnan(harness_doubles(h, "ami")[0]) &&
              fabs(harness_doubles(h, "ami")[1] - 1) < 1e-12);
    cr_assert(fabs(harness_doubles(h, "all")[0] - .5) < 1e-12);
    harness_free(h);
}

/* Random groupings: 0 on average, to 4 standard errors, where nmi is far above. */
Test(ami, chance_is_zero)
{
    double sum = 0, square = 0, nmi = 0;
    unsigned state = 4;
    enum { times = 300, rows = 20 };
    for (int k = 0; k < times; k++) {
        int64_t a[rows], b[rows];
        for (int i = 0; i < rows; i++) {
            state = state * 1664525u + 1013904223u;
            a[i] = state >> 16 & 3;
            b[i] = (state >> 20) % 5;
        }
        harness *h = ami(rows, 1, a, 1, b);
        cr_assert_eq(harness_fit_all(h), 0);
        double v = harness_doubles(h, "ami")[0];
        sum += v / times;
        square += v * v / times;
        nmi += harness_doubles(h, "nmi")[0] / times;
        harness_free(h);
    }
    cr_assert(fabs(sum) < 4 * sqrt(square / times), "%g", sum);
    cr_assert(nmi > .15);
}

Test(ami, bad_input)
{
    int64_t a[4] = {0, 1, 0, 1};
    harness *h = ami(4, 1, a, 1, a);
    harness_memory(h, 8);
    cr_assert_eq(harness_fit_all(h), -5);
    harness_free(h);

    h = ami(4, 1, a, 1, a);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_fit_all(h), -9);
    harness_free(h);

    h = ami(0, 1, a, 1, a);
    cr_assert_eq(harness_fit_all(h), -7);
    harness_free(h);
}
