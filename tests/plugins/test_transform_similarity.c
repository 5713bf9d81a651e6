/* SPDX-License-Identifier: MIT
 *
 * transform.similarity by closed forms, and against row by row sums over more than a block of rows.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static harness *similarity(const char *measure, int64_t n, int64_t m, const double *x)
{
    harness *h = harness_new("transform-similarity", NULL);
    harness_matrix(h, "x", n, m, x);
    harness_param(h, "measure", measure);
    return h;
}

/* (1, 2, 3), (0, 1, 1), (6, 4, 2): r = sqrt(3) / 2, -1, -sqrt(3) / 2; cosine 5 / sqrt(28), 20 / 28,
 * 6 / sqrt(112). */
Test(similarity, closed_forms)
{
    const double x[9] = {1, 2, 3, 0, 1, 1, 6, 4, 2}, s = sqrt(3) / 2;
    const double r[9] = {1, s, -1, s, 1, -s, -1, -s, 1};
    double a = 5 / sqrt(28), b = 20. / 28, d = 6 / sqrt(112);
    double cosine[9] = {1, a, b, a, 1, d, b, d, 1};
    for (int k = 0; k < 2; k++) {
        harness *h = similarity(k ? "cosine" : "correlation", 3, 3, x);
        harness_stride(h, "x");
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        for (int i = 0; i < 9; i++) {
            cr_assert_float_eq(harness_doubles(h, "y")[i], (k ? cosine : r)[i], 1e-15);
        }
        harness_free(h);
    }
}

Test(similarity, blocks_are_symmetric_and_exact)
{
    int64_t n = 261, m = 2 * 3, shape[3] = {n, 2, 3};
    double *x = malloc((size_t)(n * m) * 8);
    uint32_t state = 9;
    for (int64_t i = 0; i < n * m; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = (double)(state >> 8) / 16777216.0;
    }
    harness *h = harness_new("transform-similarity", NULL);
    harness_in(h, "x", GY_FLOAT, 64, 3, shape, x);
    harness_stride(h, "x");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const double *y = harness_doubles(h, "y");
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j <= i; j++) {
            double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
            for (int64_t k = 0; k < m; k++) {
                a += x[i * m + k] / (double)m;
                b += x[j * m + k] / (double)m;
            }
            for (int64_t k = 0; k < m; k++) {
                aa += (x[i * m + k] - a) * (x[i * m + k] - a);
                bb += (x[j * m + k] - b) * (x[j * m + k] - b);
                ab += (x[i * m + k] - a) * (x[j * m + k] - b);
            }
            cr_assert_float_eq(y[i * n + j], ab / sqrt(aa * bb), 1e-13);
            cr_assert_eq(y[i * n + j], y[j * n + i]);
        }
    }
    harness_free(h);
    free(x);
}

static void refused(const char *measure, const double *x, const char *part)
{
    harness *h = similarity(measure, 2, 3, x);
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "x");
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(similarity, refused)
{
    refused("correlation", (const double[]){1, 2, 3, .1, .1, .1}, "values of row 1 are equal");
    refused("cosine", (const double[]){0, 0, 0, 1, 1, 1}, "row 0 is zero");
    harness *h = similarity("cosine", 2, 1, (const double[]){1, 2});
    harness_without(h, GY_LINALG);
    cr_assert_eq(harness_run(h), GY_UNSUPPORTED);
    harness_free(h);
}
