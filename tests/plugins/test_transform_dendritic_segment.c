/* SPDX-License-Identifier: MIT
 *
 * transform.dendritic-segment by hand where all active cells have synapses, by counting elsewhere.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Two patterns of three active cells out of eight, and rows that share 3, 2, 1 and 0 with them. */
static const double stored[16] = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0};
static const double shown[32] = {1, 1, 1, 0, 0, 0, 0, 0, 2, .5, 0, 0, 1, 0, 0, 0,
                                 0, 0, 1, 0, 0, 0, 1, 1, 0, 0,  0, 0, 0, 1, 1, 1};

static harness *segments(int64_t rows, const double *x)
{
    harness *h = harness_new("transform-dendritic-segment", NULL);
    harness_matrix(h, "x", rows, 8, x);
    harness_matrix(h, "patterns", 2, 8, stored);
    harness_number(h, "synapses", 3);
    harness_number(h, "threshold", 2);
    harness_stride(h, "x");
    harness_stride(h, "patterns");
    return h;
}

Test(dendritic_segment, counts_and_compares)
{
    harness *h = segments(4, shown);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    static const int32_t overlap[8] = {3, 1, 2, 1, 1, 1, 0, 0};
    static const uint8_t active[8] = {1, 0, 1, 0, 0, 0, 0, 0};
    cr_assert_arr_eq(harness_get(h, "overlap")->data, overlap, sizeof overlap);
    cr_assert_arr_eq(harness_get(h, "active")->data, active, sizeof active);
    harness_free(h);
}

/* Cell 2 belongs to both patterns: the segment has five synapses. */
Test(dendritic_segment, shared_synapses_are_one)
{
    harness *h = segments(4, shown);
    harness_number(h, "mixed", 2);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    static const int32_t overlap[4] = {3, 3, 1, 0};
    cr_assert_eq(harness_get(h, "overlap")->shape[1], 1);
    cr_assert_arr_eq(harness_get(h, "overlap")->data, overlap, sizeof overlap);
    harness_free(h);
}

Test(dendritic_segment, own_looks_at_one_segment)
{
    harness *h = segments(2, shown);
    harness_param(h, "compare", "own");
    harness_unwanted(h, "active");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    static const int32_t overlap[2] = {3, 1};
    cr_assert_arr_eq(harness_get(h, "overlap")->data, overlap, sizeof overlap);
    harness_free(h);
}

/* One synapse of three: each cell in a third of the segments. */
Test(dendritic_segment, synapses_are_drawn_evenly)
{
    enum { N = 3000 };
    static double patterns[N * 4];
    const double unit[16] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    for (int i = 0; i < N * 4; i++) {
        patterns[i] = i % 4 != 1; /* cells 0, 2 and 3 */
    }
    harness *h = harness_new("transform-dendritic-segment", NULL);
    harness_matrix(h, "x", 4, 4, unit);
    harness_matrix(h, "patterns", N, 4, patterns);
    harness_number(h, "synapses", 1);
    harness_number(h, "threshold", 1);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    for (int cell = 0; cell < 4; cell++) {
        double n = 0;
        for (int k = 0; k < N; k++) {
            n += ((uint8_t *)harness_get(h, "active")->data)[cell * N + k];
        }
        cr_assert(fabs(n / N - (cell == 1 ? 0 : 1 / 3.)) < 5 * sqrt(2 / 9. / N), "%d %g", cell, n);
    }
    harness_free(h);
}

Test(dendritic_segment, bad_input_is_refused)
{
    static const struct {
        const char *key, *value, *where;
        int status;
    } cases[] = {{"synapses", "4", "patterns", GY_DATA},
                 {"synapses", "9", "synapses", GY_PARAM},
                 {"mixed", "3", "mixed", GY_PARAM},
                 {"compare", "own", "compare", GY_SHAPE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness *h = segments(4, shown);
        harness_param(h, cases[i].key, cases[i].value);
        cr_expect_eq(harness_run(h), cases[i].status, "%zu", i);
        cr_expect_str_eq(harness_where(h), cases[i].where, "%zu: %s", i, harness_error(h));
        harness_free(h);
    }
    harness *h = segments(4, shown);
    harness_matrix(h, "x", 8, 4, shown);
    cr_assert_eq(harness_run(h), GY_SHAPE);
    harness_free(h);
}

Test(dendritic_segment, a_stop_is_obeyed)
{
    harness *h = segments(4, shown);
    cr_assert_eq(harness_resolve(h), 0);
    harness_stop_after(h, 3);
    cr_assert_eq(harness_run(h), GY_CANCELLED);
    harness_free(h);
}
