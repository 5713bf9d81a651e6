/* SPDX-License-Identifier: MIT
 *
 * metric.code-similarity and metric.code-recall by hand; ranks against a slow reference.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

static double out(harness *h, const char *name)
{
    return harness_doubles(h, name)[0];
}

/* Similarities: rows 0 and 1 are the same; 0 and 2 share 1 of 2 and 2 cells (.5); 3 nothing. */
static const double x[4 * 5] = {1, 1, 0, 0, 0, 2, 1, 0, 0, -1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1};
static const double code[4 * 4] = {0, 1, 2, -1, 0, 1, 3, -1, 0, 2, 2, -1, 1, 0, 4, 0};

Test(code_similarity, by_hand)
{
    harness *h = harness_new("metric-code-similarity", NULL);
    harness_matrix(h, "x", 4, 5, x);
    harness_matrix(h, "code", 4, 4, code);
    harness_number(h, "units", 5);
    harness_stride(h, "x");
    harness_stride(h, "code");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    /* overlaps: 01 2/3, 02 2/3, 12 1/3, with 3: 0 */
    cr_assert(fabs(out(h, "overlap") - 5 / 18.) < 1e-14);
    cr_assert(fabs(out(h, "same") - 2 / 3.) < 1e-14);
    cr_assert_eq(out(h, "pairs"), 6);
    cr_assert(fabs(out(h, "deviation") - (5 / 18. - .2) / sqrt(.16 / 24)) < 1e-12);
    /* ranks of 1 .5 .5 0 0 0: 5 3.5 3.5 1 1 1; of 2/3 2/3 1/3 0 0 0: 4.5 4.5 3 1 1 1 */
    double ab = 5 * 4.5 + 3.5 * 4.5 + 3.5 * 3 + 3 - 6 * 2.5 * 2.5;
    double aa = 25 + 24.5 + 3 - 37.5, bb = 40.5 + 9 + 3 - 37.5;
    cr_assert(fabs(out(h, "rank") - ab / sqrt(aa * bb)) < 1e-14, "%g", out(h, "rank"));
    harness_free(h);
}

Test(code_similarity, random_pairs_of_many)
{
    enum { N = 300, Q = 10 };
    static double many[N * 8], codes[N * Q];
    for (int i = 0; i < N * 8; i++) {
        many[i] = i % 3 == 0;
    }
    for (int i = 0; i < N * Q; i++) { /* agree in a quarter */
        codes[i] = (i / Q * 7 + i % Q * i % 11) % 4;
    }
    double mean = 0;
    for (int a = 0; a < N; a++) {
        for (int b = 0; b < a; b++) {
            for (int q = 0; q < Q; q++) {
                mean += (codes[a * Q + q] == codes[b * Q + q]) / (Q * N * (N - 1) / 2.);
            }
        }
    }
    harness *h = harness_new("metric-code-similarity", NULL);
    harness_matrix(h, "x", N, 8, many);
    harness_matrix(h, "code", N, Q, codes);
    harness_number(h, "most", 4000);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(out(h, "pairs"), 4000);
    cr_assert(fabs(out(h, "overlap") - mean) < .02, "%g %g", out(h, "overlap"), mean);
    cr_assert(isnan(out(h, "deviation")));
    harness_free(h);
    h = harness_new("metric-code-similarity", NULL);
    harness_matrix(h, "x", 1, 8, many);
    harness_matrix(h, "code", 1, Q, codes);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    harness_free(h);
}

Test(code_recall, by_hand)
{
    static const double now[5 * 3] = {1, 2, 3, 1, 2, 0, 4, 4, 4, 0, 0, 0, 1, 2, -1};
    static const double then[5 * 3] = {1, 2, 3, 1, 2, 3, -1, -1, -1, 0, 0, 0, 1, 2, -1};
    harness *h = harness_new("metric-code-recall", NULL);
    harness_matrix(h, "code", 5, 3, now);
    harness_matrix(h, "stored", 5, 3, then);
    harness_stride(h, "code");
    harness_stride(h, "stored");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(out(h, "items"), 4); /* the third was not stored */
    cr_assert_eq(out(h, "exact"), .75);
    cr_assert(fabs(out(h, "modules") - (3 + 2 / 3.) / 4) < 1e-15);
    cr_assert_eq(out(h, "identified"), .5); /* the first two have one code */
    harness_free(h);
}

Test(code_recall, nothing_stored)
{
    static const double none[2] = {-1, -1};
    harness *h = harness_new("metric-code-recall", NULL);
    harness_matrix(h, "code", 2, 1, none);
    harness_matrix(h, "stored", 2, 1, none);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert(isnan(out(h, "exact")) && out(h, "items") == 0);
    harness_free(h);
}
