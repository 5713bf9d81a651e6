/* SPDX-License-Identifier: MIT
 *
 * transform.triplet-search: every triplet keeps what was asked for, and the sets are balanced.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define N 240

static double upper[N * N], lower[N * N];

static double number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0 - 0.5;
}

/* Two symmetric matrices that have half of their variance in common. */
static harness *begin(void)
{
    uint32_t state = 3;
    for (int i = 0; i < N; i++) {
        for (int j = 0; j <= i; j++) {
            double common = number(&state);
            upper[i * N + j] = upper[j * N + i] = i == j ? 1 : common + number(&state);
            lower[i * N + j] = lower[j * N + i] = i == j ? 1 : common + number(&state);
        }
    }
    harness *h = harness_new("transform-triplet-search", NULL);
    harness_matrix(h, "upper", N, N, upper);
    harness_matrix(h, "lower", N, N, lower);
    harness_param(h, "upper_bins", "3");
    harness_param(h, "lower_bins", "2");
    harness_param(h, "tolerance", "0.02");
    harness_param(h, "rounds", "4");
    return h;
}

/* Standard deviation of the entries off the diagonal. */
static double spread(const double *a)
{
    double mean = 0, square = 0;
    for (int i = 0; i < N * N; i++) {
        mean += i % (N + 1) ? a[i] / (N * (N - 1)) : 0;
    }
    for (int i = 0; i < N * N; i++) {
        square += i % (N + 1) ? (a[i] - mean) * (a[i] - mean) : 0;
    }
    return sqrt(square / (N * (N - 1)));
}

static const int64_t *coord(harness *h, const char *name)
{
    return harness_out_coord(h, "triplet", name)->data;
}

static void differences_are_those_of_the_images(harness *h, int64_t n)
{
    const int64_t *image = harness_get(h, "images")->data;
    for (int64_t t = 0; t < n; t++, image += 3) {
        double u = upper[image[0] * N + image[1]] - upper[image[0] * N + image[2]];
        double l = lower[image[0] * N + image[1]] - lower[image[0] * N + image[2]];
        cr_assert_eq(harness_doubles(h, "differences")[2 * t], u);
        cr_assert_eq(harness_doubles(h, "differences")[2 * t + 1], l);
        cr_assert_eq(harness_doubles(h, "upper_difference")[t], u);
        cr_assert_eq(harness_doubles(h, "lower_difference")[t], l);
        cr_assert(coord(h, "root")[t] == image[0] && coord(h, "first")[t] == image[1] &&
                  coord(h, "second")[t] == image[2]);
        cr_assert(image[0] != image[1] && image[0] != image[2] && image[1] != image[2]);
    }
}

/* r of the two columns of differences. */
static double correlation(harness *h, int64_t n)
{
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (int64_t t = 0; t < n; t++) {
        double u = harness_doubles(h, "differences")[2 * t];
        double l = harness_doubles(h, "differences")[2 * t + 1];
        a += u, b += l, aa += u * u, bb += l * l, ab += u * l;
    }
    return (ab - a * b / (double)n) / sqrt((aa - a * a / (double)n) * (bb - b * b / (double)n));
}

Test(triplet_search, balanced)
{
    int used[N] = {0}, cell[3][4] = {{0}}, turned = 0;
    harness *h = begin();
    harness_stride(h, "upper");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    int64_t n = harness_length(h, "triplet");
    const int64_t *image = harness_get(h, "images")->data;
    cr_assert_eq(n, 4 * 12);
    differences_are_those_of_the_images(h, n);
    for (int64_t t = 0; t < n; t++) {
        int64_t i = coord(h, "upper_bin")[t], j = coord(h, "lower_bin")[t], sign = i < 0 ? -1 : 1;
        const double *d = harness_doubles(h, "differences") + 2 * t;
        cr_assert_float_eq(d[0], (double)i * 0.5 * spread(upper), 0.0200001);
        cr_assert_float_eq(d[1], (double)j * 0.5 * spread(lower), 0.0200001);
        i *= sign, j *= sign; /* as they were asked for: the first image nearer in upper */
        cr_assert(i >= 1 && i <= 3 && j >= -2 && j <= 2 && j != 0);
        cell[i - 1][j < 0 ? j + 2 : j + 1]++;
        turned += sign < 0;
        for (int k = 0; k < 3; k++) {
            used[image[3 * t + k]]++;
        }
    }
    for (int k = 0; k < 12; k++) {
        cr_assert_eq(cell[k / 4][k % 4], 4);
    }
    for (int i = 0; i < N; i++) {
        cr_assert_leq(used[i], 1);
    }
    cr_assert(turned > n / 4 && turned < 3 * n / 4);
    cr_assert_lt(fabs(correlation(h, n)), 0.05);
    harness_free(h);
}

/* 5000 random triplets: r = .5, as the matrices were made. */
Test(triplet_search, random)
{
    harness *h = begin();
    harness_param(h, "choose", "random");
    harness_param(h, "count", "5000");
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_length(h, "triplet"), 5000);
    differences_are_those_of_the_images(h, 5000);
    cr_assert_float_eq(correlation(h, 5000), 0.5, 0.06);
    harness_free(h);
}

/* With a root that may serve again more triplets fit; alternatives are still used once. */
Test(triplet_search, roots_again)
{
    int64_t n[2] = {0};
    for (int again = 0; again < 2; again++) {
        harness *h = begin();
        int used[N] = {0};
        harness_param(h, "rounds", "1000");
        harness_param(h, "root_again", again ? "true" : "false");
        cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
        n[again] = harness_length(h, "triplet");
        cr_assert(strstr(harness_logged(h), "of 1000 rounds"), "%s", harness_logged(h));
        const int64_t *image = harness_get(h, "images")->data;
        for (int64_t t = 0; t < 3 * n[again]; t++) {
            used[image[t]] += t % 3 != 0;
        }
        for (int i = 0; i < N; i++) {
            cr_assert_leq(used[i], 1);
        }
        harness_free(h);
    }
    cr_assert(n[0] % 12 == 0 && n[1] % 12 == 0 && n[0] <= N / 3 && n[1] > n[0] && n[1] <= N / 2);
}

static void refused(harness *h, int code, const char *where, const char *part)
{
    cr_assert_eq(harness_resolve(h), code, "%s", harness_error(h));
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(triplet_search, refused)
{
    const double eye[4] = {1, 0, 0, 1};
    harness *h = begin();
    harness_param(h, "step", "9");
    refused(h, GY_DATA, "step", "fewer bins, a smaller step or a wider tolerance");
    h = begin();
    harness_matrix(h, "lower", N, N - 1, lower);
    refused(h, GY_SHAPE, "lower", "240 x 239 is not the similarity of every two of 240 images");
    h = begin();
    harness_matrix(h, "upper", 2, 2, eye);
    harness_matrix(h, "lower", 2, 2, eye);
    refused(h, GY_DATA, "upper", "a triplet needs 3 images, here are 2");
    h = begin();
    harness_without(h, GY_RNG);
    refused(h, GY_UNSUPPORTED, "", "gy.rng/1");
    h = begin();
    harness_stop_after(h, 2);
    cr_assert_eq(harness_resolve(h), GY_CANCELLED);
    harness_free(h);
}
