/* SPDX-License-Identifier: MIT
 *
 * metric.tuning-change on cosine tuning curves, whose preferred angle is known.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

enum { S = 18, N = 6 };

static const double prefer[N] = {90, 100, 80, 130, 60, 0};
static const double turned[N] = {92, 103, 82, 129, 58, 5};
static const double size[N] = {.5, .8, .9, 1, 1.1, 1.2};

static harness *curves(void)
{
    static double before[S * N], after[S * N], angle[S];
    for (int s = 0; s < S; s++) {
        angle[s] = 10. * s;
        for (int i = 0; i < N; i++) {
            const double turn = 2 * acos(-1.) / 180;
            before[s * N + i] = 3 + cos((angle[s] - prefer[i]) * turn);
            after[s * N + i] = size[i] * (3 + cos((angle[s] - turned[i]) * turn));
        }
    }
    harness *h = harness_new("metric-tuning-change", NULL);
    harness_matrix(h, "before", S, N, before);
    harness_matrix(h, "after", S, N, after);
    harness_coord(h, "before.row", "angle", S, angle);
    harness_number(h, "adapter", 270); /* 90 and a turn */
    return h;
}

Test(tuning_change, shifts_and_sizes)
{
    /* away from 90: the first is at it */
    static const double shift[N] = {2, 3, -2, -1, 2, 5}, distance[N] = {0, 10, -10, 40, -30, -90};
    harness *h = curves();
    harness_stride(h, "before");
    harness_stride(h, "after");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    for (int i = 0; i < N; i++) {
        double want = i == 5 ? -5 : shift[i]; /* 0 to 5: from -90 nearer to the adapter */
        cr_assert(fabs(fabs(harness_doubles(h, "distance")[i]) - fabs(distance[i])) < 1e-9);
        cr_assert(fabs(fabs(harness_doubles(h, "shift")[i]) - fabs(want)) < 1e-9, "%d %g", i,
                  harness_doubles(h, "shift")[i]);
    }
    for (int i = 1; i < 5; i++) {
        cr_assert(fabs(harness_doubles(h, "shift")[i] - shift[i]) < 1e-9, "%d", i);
    }
    cr_assert(fabs(harness_doubles(h, "repulsion")[0] - (3 - 2 - 1 + 2) / 4.) < 1e-9);
    cr_assert_eq(harness_doubles(h, "attracted")[0], .5);
    /* curves are sampled every 10 degrees: peaks of turned ones are a little lower */
    cr_assert(fabs(harness_doubles(h, "size")[5] - 1.2) < .01);
    cr_assert(fabs(harness_doubles(h, "near")[0] - (.5 + .8 + .9) / 3) < .01);
    cr_assert(fabs(harness_doubles(h, "far")[0] - 1.2) < .01);
    harness_free(h);
}

Test(tuning_change, no_change_is_none)
{
    harness *h = curves();
    static double flat[S * N];
    for (int k = 0; k < S * N; k++) {
        flat[k] = 2 + sin(k * 1.7);
    }
    harness_matrix(h, "before", S, N, flat);
    harness_matrix(h, "after", S, N, flat);
    cr_assert_eq(harness_fit_all(h), 0);
    for (int i = 0; i < N; i++) {
        cr_assert(fabs(harness_doubles(h, "shift")[i]) < 1e-12);
        cr_assert_eq(harness_doubles(h, "size")[i], 1);
    }
    harness_free(h);
}

Test(tuning_change, angles_are_wanted)
{
    const double x[4] = {1, 2, 3, 4};
    harness *h = harness_new("metric-tuning-change", NULL);
    harness_matrix(h, "before", 2, 2, x);
    harness_matrix(h, "after", 2, 2, x);
    harness_number(h, "adapter", 0);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "before");
    const double angle[1] = {3};
    harness_matrix(h, "before", 1, 2, x);
    harness_matrix(h, "after", 1, 2, x);
    harness_coord(h, "before.row", "angle", 1, angle);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    harness_free(h);
}
