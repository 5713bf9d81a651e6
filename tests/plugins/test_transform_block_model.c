/* SPDX-License-Identifier: MIT
 *
 * transform.block-model against all hierarchies of a small graph.
 */
#include "block_slow.h"
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two triangles of heavy edges, light edges between them. */
static const double two_triangles[PAIRS] = {2.1, 1.9, 0,   .3, 0,   2.2, .2, 0,
                                            0,   0,   .25, 0,  1.8, 2.3, 2.0};

/* Shortest of all hierarchies; a and b as they are there. */
static double enumerate(const double *x, int corrected, int levels, int *a, int *b, int *n)
{
    double best = INFINITY;
    int u[N] = {0};
    *n = 0;
    do {
        int A = groups_of(u, N), v[N] = {0};
        do {
            double s = slow(x, u, A, v, groups_of(v, A), corrected, levels);
            (*n)++;
            if (s < best) {
                best = s;
                memcpy(a, u, sizeof u);
                memcpy(b, v, sizeof v);
            }
        } while (levels == 2 && next(v, A));
    } while (next(u, N));
    return best;
}

static harness *model(const double *x, int levels, const char *degree)
{
    int64_t shape[2] = {PAIRS, 1};
    harness *h = harness_new("transform-block-model", NULL);
    harness_in(h, "x", 2, 64, 2, shape, x);
    harness_in_rows(h, "nodes", N);
    harness_number(h, "levels", levels);
    harness_number(h, "threshold", 0);
    harness_param(h, "degree", degree);
    return h;
}

Test(block_model, finds_the_shortest_of_all_hierarchies)
{
    for (int g = 0; g < 7; g++) {
        double x[PAIRS];
        memcpy(x, two_triangles, sizeof x);
        if (g > 0) {
            random_graph((unsigned)g, x);
        }
        for (int k = 0; k < 4; k++) {
            int a[N], b[N], n = 0, levels = 1 + (k & 1);
            double want = enumerate(x, k >> 1, levels, a, b, &n);
            harness *h = model(x, levels, k >> 1 ? "corrected" : "plain");
            harness_stride(h, "x");
            cr_assert_eq(n, levels == 1 ? 203 : 2471); /* Bell numbers: 203, and of Bell numbers */
            cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
            double got = harness_doubles(h, "length")[0];
            cr_assert(fabs(got - want) < 1e-9, "graph %d, kind %d: %.12g, not %.12g", g, k, got,
                      want);
            const int64_t *group = harness_get(h, "group")->data;
            for (int i = 0; g == 0 && k == 0 && i < N; i++) {
                cr_assert_eq(group[i], a[i]);
            }
            harness_free(h);
        }
    }
}

/* The kept model is the shorter one; the trace falls, and ends at the length. */
Test(block_model, best_of_both_and_a_trace_that_falls)
{
    double x[PAIRS], length[3];
    static const char *const kinds[] = {"plain", "corrected", "best"};
    random_graph(3, x);
    for (int k = 0; k < 3; k++) {
        harness *h = model(x, 2, kinds[k]);
        cr_assert_eq(harness_run(h), 0);
        length[k] = harness_doubles(h, "length")[0];
        const double *trace = harness_doubles(h, "trace");
        for (int s = 1; s < 150; s++) {
            cr_assert(trace[s] <= trace[s - 1]);
        }
        cr_assert_eq(trace[149], length[k]);
        double gain = harness_doubles(h, "single")[0] - length[k];
        cr_assert(fabs(harness_doubles(h, "gain")[0] - gain) < 1e-12 && gain >= 0);
        cr_assert(k < 2 || harness_doubles(h, "corrected")[0] == (length[1] < length[0]));
        harness_free(h);
    }
    cr_assert_eq(length[2], fmin(length[0], length[1]));
}

Test(block_model, bad_input)
{
    double x[PAIRS];
    random_graph(1, x);
    harness *h = model(x, 2, "plain");
    harness_in_rows(h, "nodes", 7);
    cr_assert_eq(harness_resolve(h), -2);
    cr_assert(strstr(harness_error(h), "7 nodes have 21 pairs"));
    harness_free(h);

    x[4] = NAN;
    h = model(x, 2, "plain");
    cr_assert_eq(harness_run(h), -7);
    harness_free(h);

    random_graph(1, x);
    h = model(x, 2, "plain");
    harness_stop_after(h, 3);
    cr_assert_eq(harness_run(h), -9);
    harness_free(h);

    h = model(x, 2, "plain");
    harness_memory(h, 100);
    cr_assert_eq(harness_run(h), -5);
    harness_free(h);

    memset(x, 0, sizeof x); /* no edges at all: one group */
    h = model(x, 2, "best");
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "groups")[0], 1);
    harness_free(h);
}
