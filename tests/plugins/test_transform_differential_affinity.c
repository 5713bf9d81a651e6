/* SPDX-License-Identifier: MIT
 *
 * transform.differential-affinity by hand, and against the definition written down slowly.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { rows = 60, worms = 2, neurons = 4, pairs = 6 };

static harness *affinity(int64_t n, int64_t w, int64_t m, const double *x, double bin)
{
    int64_t shape[3] = {n, w, m};
    harness *h = harness_new("transform-differential-affinity", NULL);
    harness_in(h, "x", 2, 64, 3, shape, x);
    harness_number(h, "bin", bin);
    harness_number(h, "smooth", 0);
    harness_number(h, "floor", 0);
    return h;
}

/* Straight lines: slopes 2, 1 and -4 in every row, over the largest of the neuron: all 1 after
 * scaling; without it the smaller of the two. */
Test(affinity, straight_lines)
{
    double x[3 * 10];
    for (int t = 0; t < 10; t++) {
        x[t * 3] = 2 * t;
        x[t * 3 + 1] = t;
        x[t * 3 + 2] = -4 * t;
    }
    for (int none = 0; none < 2; none++) {
        harness *h = affinity(10, 1, 3, x, 10);
        harness_param(h, "scale", none ? "none" : "neuron");
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        double half = (8 + 1) / 10.; /* differences at the ends are over one row: half of it */
        double want[3] = {none ? half : half, none ? 2 * half : half, none ? half : half};
        for (int p = 0; p < 3; p++) {
            double got = harness_doubles(h, "y")[p];
            cr_assert(fabs(got - want[p]) < 1e-12, "%g, not %g", got, want[p]);
        }
        harness_free(h);
    }
}

static double g_of(const double *x, int w, int i, int t)
{
    int a = t + 1 < rows ? t + 1 : t, b = t > 0 ? t - 1 : 0;
    return (x[(a * worms + w) * neurons + i] - x[(b * worms + w) * neurons + i]) / 2;
}

static int sign(double v)
{
    return (v > 0) - (v < 0);
}

/* Affinity of row t by the definition: walk to both ends of the stretch. */
static double slow(const double *x, int w, int i, int j, int t, const double *largest, int shortest)
{
    int lo = t, hi = t + 1;
    double a = 0, b = 0;
    while (lo > 0 && sign(g_of(x, w, i, lo - 1)) == sign(g_of(x, w, i, t)) &&
           sign(g_of(x, w, j, lo - 1)) == sign(g_of(x, w, j, t))) {
        lo--;
    }
    while (hi < rows && sign(g_of(x, w, i, hi)) == sign(g_of(x, w, i, t)) &&
           sign(g_of(x, w, j, hi)) == sign(g_of(x, w, j, t))) {
        hi++;
    }
    for (int k = lo; k < hi; k++) {
        a += fabs(g_of(x, w, i, k)) / (hi - lo) / largest[i];
        b += fabs(g_of(x, w, j, k)) / (hi - lo) / largest[j];
    }
    return hi - lo < shortest ? 0 : fmin(a, b);
}

Test(affinity, equals_the_definition)
{
    double x[rows * worms * neurons], largest[neurons] = {0};
    unsigned state = 3;
    for (int k = 0; k < rows * worms * neurons; k++) {
        state = state * 1664525u + 1013904223u;
        x[k] =
            (k >= 2 * worms * neurons ? x[k - worms * neurons] : 0) + (state >> 8) / 8388608. - 1;
    }
    for (int k = 0; k < rows * worms * neurons; k++) {
        int i = k % neurons;
        largest[i] = fmax(largest[i], fabs(g_of(x, k / neurons % worms, i, k / neurons / worms)));
    }
    harness *h = affinity(rows, worms, neurons, x, 7);
    harness_stride(h, "x");
    harness_rate(h, "x.row", .25, 0);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const double *y = harness_doubles(h, "y");
    for (int b = 0; b < rows / 7; b++) {
        for (int w = 0; w < worms; w++) {
            for (int i = 0, p = 0; i < neurons; i++) {
                for (int j = i + 1; j < neurons; j++, p++) {
                    double want = 0;
                    for (int t = b * 7; t < b * 7 + 7; t++) {
                        want += slow(x, w, i, j, t, largest, 3) / 7;
                    }
                    cr_assert(fabs(y[(b * worms + w) * pairs + p] - want) < 1e-12);
                    cr_assert(want >= 0 && want <= 1);
                }
            }
        }
    }
    int64_t numerator = 0, denominator = 1;
    const char *unit = NULL;
    double start = 0;
    cr_assert(harness_out_rate(h, "bin", &numerator, &denominator, &unit, &start));
    cr_assert(numerator * 4 == denominator * 7 && fabs(start - .75) < 1e-12);
    harness_free(h);
}

/* Two neurons move together in white noise, a third is noise only: the floor leaves the pair alone.
 */
Test(affinity, the_floor_takes_noise_away)
{
    enum { n = 2000 };
    double x[n * 3];
    unsigned state = 9;
    for (int k = 0; k < n * 3; k++) {
        double sum = 0;
        for (int d = 0; d < 12; d++) {
            state = state * 1664525u + 1013904223u;
            sum += (state >> 8) / 16777216. - .5;
        }
        int t = k / 3 % 100;
        double wave = t < 20 ? 1 - cos(2 * M_PI * t / 20) : 0;
        x[k] = .02 * sum + (k % 3 < 2 ? (k % 3 ? -wave : wave) : 0);
    }
    harness *h = affinity(n, 1, 3, x, 2000);
    harness_number(h, "smooth", 1);
    harness_number(h, "floor", 3);
    cr_assert_eq(harness_run(h), 0);
    const double *y = harness_doubles(h, "y");
    cr_assert(y[0] > .1 && y[1] < .002 && y[2] < .002, "%g %g %g", y[0], y[1], y[2]);
    harness_number(h, "floor", 0);
    cr_assert_eq(harness_run(h), 0);
    cr_assert(harness_doubles(h, "y")[1] > .02);
    harness_free(h);
}

Test(affinity, missing_neurons)
{
    double x[rows * worms * neurons];
    for (int k = 0; k < rows * worms * neurons; k++) {
        x[k] = sin(k * .37);
    }
    x[(20 * worms + 1) * neurons + 2] = NAN;
    harness *h = affinity(rows, worms, neurons, x, 20);
    cr_assert_eq(harness_run(h), 0);
    static const int has[pairs] = {0, 1, 0, 1, 0, 1}; /* 0-1, 0-2, 0-3, 1-2, 1-3, 2-3 */
    for (int k = 0; k < 3 * worms * pairs; k++) {
        int gone = k / pairs % worms == 1 && has[k % pairs];
        cr_assert_eq(isnan(harness_doubles(h, "y")[k]), gone);
    }
    for (int k = 0; k < neurons * worms; k++) {
        cr_assert_eq(harness_doubles(h, "present")[k], k != 2 * worms + 1);
    }
    harness_free(h);
}

Test(affinity, bad_input)
{
    double x[rows * worms * neurons] = {0};
    harness *h = affinity(rows, worms, neurons, x, 61);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "bin");
    cr_assert(strstr(harness_error(h), "60"));
    harness_free(h);

    h = affinity(rows, worms, 1, x, 10);
    cr_assert_eq(harness_resolve(h), -2);
    harness_free(h);

    h = affinity(rows, worms, neurons, x, 10);
    harness_memory(h, 100);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    h = affinity(rows, worms, neurons, x, 10);
    harness_stop_after(h, 1);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
