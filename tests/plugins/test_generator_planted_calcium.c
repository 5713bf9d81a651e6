/* SPDX-License-Identifier: MIT
 *
 * generator.planted-calcium: what it plants is what comes out.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *made(double missing, double noise)
{
    harness *h = harness_new("generator-planted-calcium", NULL);
    harness_number(h, "worms", 4);
    harness_number(h, "neurons", 10);
    harness_number(h, "motifs", 2);
    harness_number(h, "groups", 3);
    harness_number(h, "bins", 5);
    harness_number(h, "missing", missing);
    harness_number(h, "noise", noise);
    return h;
}

Test(planted_calcium, groups_and_pairs)
{
    harness *h = made(0, 0);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    const int64_t *group = harness_get(h, "group")->data;
    const double *pair = harness_doubles(h, "pair");
    for (int m = 0; m < 2; m++) {
        int size[4] = {0};
        for (int i = 0, p = 0; i < 10; i++) {
            int64_t g = group[i * 2 + m];
            cr_assert(g >= 0 && g <= 3);
            size[g]++;
            for (int j = i + 1; j < 10; j++, p++) {
                cr_assert_eq(pair[p * 2 + m], g < 3 && group[j * 2 + m] == g);
            }
        }
        /* 8 of 10 are members (ceil .75 x 10), dealt 3, 3, 2 */
        cr_assert(size[0] == 3 && size[1] == 3 && size[2] == 2 && size[3] == 2);
    }
    const int64_t *second = harness_out_coord(h, "pair", "second")->data;
    cr_assert(second[0] == 1 && second[8] == 9 && second[9] == 2);
    harness_free(h);
}

/* Without noise the sum over a bin of squares of a trace is that of its transients: sum of
 * (1 - cos)^2 / 4 over 8 phases is 3, times the squares of brightness, time and worm. */
Test(planted_calcium, traces_have_the_planted_size)
{
    harness *h = made(0, 0);
    harness_number(h, "brightness", 0);
    cr_assert_eq(harness_run(h), 0);
    const double *x = harness_doubles(h, "traces"), *time = harness_doubles(h, "time");
    const double *worm = harness_doubles(h, "worm");
    const int64_t *group = harness_get(h, "group")->data;
    for (int b = 0; b < 5; b++) {
        for (int w = 0; w < 4; w++) {
            for (int i = 0; i < 10; i++) {
                double want = 0, seen = 0;
                for (int m = 0; m < 2; m++) {
                    double size = time[b * 2 + m] * worm[w * 2 + m];
                    want += group[i * 2 + m] < 3 ? 3 * size * size : 0;
                }
                for (int t = 0; t < 72; t++) {
                    double v = x[((b * 72 + t) * 4 + w) * 10 + i];
                    seen += v * v;
                }
                cr_assert(fabs(seen - want) < 1e-12, "%g, not %g", seen, want);
            }
        }
    }
    harness_free(h);
}

Test(planted_calcium, noise_and_missing)
{
    harness *h = made(.4, .5);
    harness_number(h, "bins", 40);
    cr_assert_eq(harness_run(h), 0);
    const double *x = harness_doubles(h, "traces"), *present = harness_doubles(h, "present");
    double square = 0, n = 0, there = 0;
    for (int w = 0; w < 4; w++) {
        for (int i = 0; i < 10; i++) {
            there += present[w * 10 + i] / 40;
            for (int t = 0; t < 40 * 72; t++) {
                double v = x[(t * 4 + w) * 10 + i];
                cr_assert_eq(isnan(v), present[w * 10 + i] < 1);
                if (t % 12 >= 8 && !isnan(v)) { /* rest between transients: noise alone */
                    square += v * v;
                    n += 1;
                }
            }
        }
    }
    cr_assert(fabs(square / n - .25) < 5 * .25 * sqrt(2 / n), "%g", square / n);
    cr_assert(there > .35 && there < .9);
    for (int i = 0; i < 10; i++) {
        cr_assert(present[i] > 0 || present[10 + i] > 0);
    }
    harness_free(h);
}

Test(planted_calcium, bad_input)
{
    harness *h = made(0, 0);
    harness_number(h, "groups", 20);
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_where(h), "groups");
    cr_assert(strstr(harness_error(h), "at most"));
    harness_free(h);

    h = made(0, 0);
    harness_number(h, "worms", 10000);
    harness_number(h, "neurons", 5000);
    harness_number(h, "bins", 1e6);
    harness_number(h, "motifs", 64);
    harness_number(h, "groups", 64);
    harness_number(h, "slot", 10000);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = made(0, 0);
    harness_number(h, "step", 1e-9);
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);

    h = made(0, 0);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = made(0, 0);
    harness_without(h, "gy.rng/1");
    cr_assert_eq(harness_run(h), -8);
    harness_free(h);
}
