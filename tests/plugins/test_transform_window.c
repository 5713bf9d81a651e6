/* SPDX-License-Identifier: MIT
 *
 * transform.window: means over a stretch of the time axis, counted by hand.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>

enum { ROWS = 3, CHANNELS = 2, TIMES = 10 };

static harness *made(double from, double length)
{
    double x[ROWS * CHANNELS * TIMES];
    harness *h = harness_new("transform-window", NULL);
    for (int k = 0; k < ROWS * CHANNELS * TIMES; k++) {
        x[k] = k * k;
    }
    harness_in(h, "x", 2, 64, 3, (const int64_t[]){ROWS, CHANNELS, TIMES}, x);
    harness_rate(h, "x.time", .01, -.02); /* -20, -10, .. 70 ms */
    harness_number(h, "from", from);
    harness_number(h, "length", length);
    return h;
}

Test(window, means_of_its_samples)
{
    static const struct {
        double from, length;
        int lo, hi;
    } all[] = {{0, .03, 2, 5},  {0, .01, 2, 3},    {-.02, .1, 0, 10}, {-1, 1, 0, 2},
               {.05, 1, 7, 10}, {.001, .01, 3, 4}, {.03, .02, 5, 7}};
    for (int i = 0; i < 7; i++) {
        for (int strided = 0; strided < 2; strided++) {
            harness *h = made(all[i].from, all[i].length);
            if (strided) {
                harness_stride(h, "x");
            }
            cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
            for (int k = 0; k < ROWS * CHANNELS; k++) {
                double sum = 0;
                for (int t = all[i].lo; t < all[i].hi; t++) {
                    sum += (k * TIMES + t) * (k * TIMES + t);
                }
                double want = sum / (all[i].hi - all[i].lo);
                cr_assert(fabs(harness_doubles(h, "y")[k] - want) < 1e-9, "%d %d", i, k);
            }
            harness_free(h);
        }
    }
}

Test(window, bad_input)
{
    harness *h = made(.08, 1); /* behind the last sample */
    cr_assert_eq(harness_resolve(h), -1);
    cr_assert_str_eq(harness_error(h), "no sample lies in the window: times are -0.02 s to 0.07 s");
    harness_free(h);
    h = made(.001, .005); /* between two */
    cr_assert_eq(harness_resolve(h), -1);
    harness_free(h);
    h = harness_new("transform-window", NULL);
    harness_in(h, "x", 2, 64, 3, (const int64_t[]){1, 1, 2}, (const double[]){1, 2});
    harness_number(h, "from", 0);
    harness_number(h, "length", 1);
    cr_assert_eq(harness_resolve(h), -2);
    harness_free(h);
    h = made(0, .03);
    cr_assert_eq(harness_resolve(h), 0);
    harness_stop_after(h, 0);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);
}
