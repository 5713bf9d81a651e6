/* SPDX-License-Identifier: MIT
 *
 * metric.accuracy on a table that can be counted by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char *const names[] = {"a", "b", "c", "d"};
/* truth a: a a a b; truth b: b a; truth c: c; d never occurs but is guessed once for c. */
static const int64_t truth[8] = {0, 0, 0, 0, 1, 1, 2, 2}, guess[8] = {0, 0, 0, 1, 1, 0, 2, 3};

static harness *metric(int64_t n, const int64_t *p, const int64_t *t)
{
    harness *h = harness_new("metric-accuracy", NULL);
    harness_labels(h, "predicted", n, p);
    harness_labels(h, "target", n, t);
    harness_levels(h, "predicted", 4, names);
    harness_levels(h, "target", 4, names);
    return h;
}

Test(accuracy, counted_by_hand)
{
    harness *h = metric(8, guess, truth);
    int64_t edges[3] = {0, 3, 8};
    cr_assert_eq(harness_fit(h, 2, edges, NULL), 0, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "accuracy")[0], 5. / 8);
    cr_assert(fabs(harness_doubles(h, "balanced")[0] - (.75 + .5 + .5) / 3) < 1e-15);
    cr_assert_eq(harness_doubles(h, "chance")[0], (4. * 4 + 2 * 2 + 2 * 1) / 64);
    cr_assert_eq(harness_doubles(h, "majority")[0], .5);
    const double want[16] = {3, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0};
    cr_assert_arr_eq(harness_doubles(h, "confusion"), want, sizeof want);
    harness_free(h);
}

Test(accuracy, permuting_by_enumeration_gives_chance)
{
    int order[4] = {0, 1, 2, 3};
    const int64_t t[4] = {0, 0, 1, 2}, p[4] = {0, 1, 1, 0};
    double sum = 0, count = 0;
    for (int a = 0; a < 256; a++) {
        int seen = 0;
        double right = 0;
        for (int i = 0; i < 4; i++) {
            order[i] = (a >> (2 * i)) & 3;
            seen |= 1 << order[i];
            right += t[i] == p[order[i]];
        }
        if (seen == 15) {
            sum += right / 4;
            count += 1;
        }
    }
    harness *h = metric(4, p, t);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_eq(count, 24);
    cr_assert(fabs(harness_doubles(h, "chance")[0] - sum / count) < 1e-15);
    harness_free(h);
}

Test(accuracy, levels_must_be_the_same)
{
    harness *h = metric(8, guess, truth);
    harness_levels(h, "predicted", 4, (const char *const[]){"a", "b", "x", "d"});
    cr_assert_eq(harness_resolve(h), -7);
    cr_assert_str_eq(harness_where(h), "predicted");
    harness_levels(h, "predicted", 3, names);
    cr_assert_eq(harness_resolve(h), -7);
    harness_free(h);
}

Test(accuracy, code_outside_the_levels)
{
    const int64_t bad[8] = {0, 0, 4, 0, 0, 0, 0, 0}, minus[8] = {0, -1, 0, 0, 0, 0, 0, 0};
    harness *h = metric(8, bad, truth);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "predicted");
    harness_free(h);
    h = metric(8, guess, minus);
    cr_assert_eq(harness_fit_all(h), -7);
    cr_assert_str_eq(harness_where(h), "target");
    harness_free(h);
}
