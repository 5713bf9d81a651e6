/* SPDX-License-Identifier: MIT
 *
 * decoder.nearest-neighbours by hand, and against a slow search.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static const char *const names[] = {"a", "b", "c"};

static harness *decoder(int64_t n, int64_t p, const double *x, const int64_t *y)
{
    harness *h = harness_new("decoder-nearest-neighbours", NULL);
    harness_matrix(h, "x", n, p, x);
    harness_labels(h, "y", n, y);
    harness_levels(h, "y", 3, names);
    return h;
}

Test(nearest_neighbours, votes_by_hand)
{
    const double x[5] = {0, 1, 2, 10, 11}, at[5] = {1.4, 6.1, 10.5, 0, 11};
    const int64_t y[5] = {0, 1, 1, 2, 2};
    static const int64_t want[2][5] = {{1, 2, 2, 0, 2}, {1, 2, 2, 1, 2}}; /* one, three */
    static const double third[9] = {1 / 3., 2 / 3., 0, 0, 1 / 3., 2 / 3., 0, 1 / 3., 2 / 3.};
    for (int k = 0; k < 2; k++) {
        harness *h = decoder(5, 1, x, y);
        harness_number(h, "neighbours", k ? 3 : 1);
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        harness_matrix(h, "x", 5, 1, at);
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        for (int i = 0; i < 5; i++) {
            int64_t label = ((int64_t *)harness_get(h, "label")->data)[i];
            cr_assert_eq(label, want[k][i], "%d %d: %d", k, i, (int)label);
        }
        for (int i = 0; k && i < 9; i++) {
            cr_assert(fabs(harness_doubles(h, "score")[i] - third[i]) < 1e-15, "%d", i);
        }
        harness_free(h);
    }
}

/* A tie of votes goes to the nearest row; more neighbours than rows are all rows. */
Test(nearest_neighbours, ties_and_few_rows)
{
    const double x[2] = {0, 5}, at[2] = {2, 3};
    const int64_t y[2] = {2, 0};
    harness *h = decoder(2, 1, x, y);
    harness_number(h, "neighbours", 50);
    cr_assert_eq(harness_fit_all(h), 0);
    harness_matrix(h, "x", 2, 1, at);
    cr_assert_eq(harness_run(h), 0);
    cr_assert_eq(((int64_t *)harness_get(h, "label")->data)[0], 2);
    cr_assert_eq(((int64_t *)harness_get(h, "label")->data)[1], 0);
    harness_free(h);
}

Test(nearest_neighbours, equals_a_slow_search)
{
    enum { N = 40, P = 150 };
    static double x[N * P];
    int64_t y[N];
    for (int i = 0; i < N * P; i++) {
        x[i] = floor(3.9 * sin(i * i * .37) * sin(i * .11));
    }
    for (int i = 0; i < N; i++) {
        y[i] = i % 3;
    }
    for (int hamming = 0; hamming < 2; hamming++) {
        harness *h = decoder(20, P, x, y);
        harness_param(h, "distance", hamming ? "hamming" : "euclidean");
        harness_stride(h, "x");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        harness_matrix(h, "x", 20, P, x + 20 * P);
        cr_assert_eq(harness_run(h), 0);
        for (int i = 0; i < 20; i++) {
            double best = INFINITY;
            int who = -1;
            for (int t = 0; t < 20; t++) {
                double d = 0;
                for (int j = 0; j < P; j++) {
                    double e = x[(20 + i) * P + j] - x[t * P + j];
                    d += hamming ? e != 0 : e * e;
                }
                who = d < best ? t : who;
                best = fmin(best, d);
            }
            cr_assert_eq(((int64_t *)harness_get(h, "label")->data)[i], who % 3, "%d", i);
        }
        harness_free(h);
    }
}

Test(nearest_neighbours, one_class_is_refused)
{
    const double x[2] = {0, 5};
    const int64_t y[2] = {0, 0};
    harness *h = harness_new("decoder-nearest-neighbours", NULL);
    harness_matrix(h, "x", 2, 1, x);
    harness_labels(h, "y", 2, y);
    harness_levels(h, "y", 1, names);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    harness_free(h);
}
