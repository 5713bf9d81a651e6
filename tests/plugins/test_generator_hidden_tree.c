/* SPDX-License-Identifier: MIT
 *
 * generator.hidden-tree: frequencies and code lengths against enumeration of the tables given.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Three pixels in a line, the middle one the root, two states, two levels. */
static double parent[] = {1, -1, 1};
static double transition[] = {.9, .1, .2, .8, .7, .3, .7, .3, .5, .5, 0, 1};
static double leaf[] = {.9, .1, .3, .7, .6, .4, .1, .9, 1, 0, .5, .5};

static harness *given(double rows)
{
    harness *h = harness_new("generator-hidden-tree", NULL);
    const int64_t shape[] = {3, 2, 2};
    harness_vector(h, "parent", 3, parent);
    harness_in(h, "transition", GY_FLOAT, 64, 3, shape, transition);
    harness_in(h, "leaf", GY_FLOAT, 64, 3, shape, leaf);
    harness_stride(h, "transition");
    harness_stride(h, "leaf");
    harness_number(h, "rows", rows);
    harness_number(h, "lines", 1);
    harness_number(h, "columns", 3);
    return h;
}

static double enumerated(int a, int b, int c)
{
    double sum = 0;
    for (int z = 0; z < 8; z++) {
        int u = z & 1, v = z >> 1 & 1, w = z >> 2;
        sum += transition[4 + v] * transition[v * 2 + u] * transition[8 + v * 2 + w] *
               leaf[u * 2 + a] * leaf[4 + v * 2 + b] * leaf[8 + w * 2 + c];
    }
    return sum;
}

Test(hidden_tree, images_are_as_often_as_their_probability)
{
    enum { N = 40000 };
    harness *h = given(N);
    double seen[8] = {0};
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const uint8_t *x = harness_get(h, "x")->data;
    for (int i = 0; i < N; i++) {
        int a = x[3 * i], b = x[3 * i + 1], c = x[3 * i + 2];
        seen[a * 4 + b * 2 + c]++;
        cr_assert_float_eq(harness_doubles(h, "bits")[i], -log2(enumerated(a, b, c)), 1e-4);
    }
    for (int k = 0; k < 8; k++) {
        double p = enumerated(k >> 2, k >> 1 & 1, k & 1);
        cr_assert_float_eq(seen[k] / N, p, 4 * sqrt(p * (1 - p) / N), "image %d", k);
    }
    harness_free(h);
}

Test(hidden_tree, without_tables_the_mean_length_is_the_entropy_of_a_chain)
{
    /* one line: a Markov chain; levels = states and sharp leaves are not independent of it, but a
     * single pixel is: its entropy from the leaves alone */
    enum { N = 20000 };
    harness *h = harness_new("generator-hidden-tree", NULL);
    harness_number(h, "rows", N);
    harness_number(h, "lines", 1);
    harness_number(h, "columns", 1);
    harness_number(h, "states", 2);
    harness_number(h, "levels", 4);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    double p[4] = {0}, entropy = 0, mean = 0;
    for (int z = 0; z < 2; z++) {
        double sum = 0, centre = (z + .5) / 2 * 4 - .5;
        for (int x = 0; x < 4; x++) {
            sum += exp2(-fabs(x - centre));
        }
        for (int x = 0; x < 4; x++) {
            p[x] += exp2(-fabs(x - centre)) / sum / 2;
        }
    }
    for (int x = 0; x < 4; x++) {
        entropy -= p[x] * log2(p[x]);
    }
    for (int i = 0; i < N; i++) {
        mean += harness_doubles(h, "bits")[i] / N;
    }
    cr_assert_float_eq(mean, entropy, .02);
    harness_free(h);
}

static void refused(harness *h, int code, const char *where, const char *part)
{
    cr_assert_eq(harness_run(h), code, "%s", harness_error(h));
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(hidden_tree, tables_that_do_not_sum_to_one)
{
    transition[2] = .3;
    refused(given(5), GY_DATA, "transition",
            "variable 0, state 1 sum to 1.1; they lie in 0 .. 1 and sum to 1 within 1e-6");
    transition[2] = .2;
    leaf[0] = -.9;
    refused(given(5), GY_DATA, "leaf", "variable 0, state 0 sum to");
    leaf[0] = NAN;
    refused(given(5), GY_DATA, "leaf", "sum to nan");
}

Test(hidden_tree, parents_that_are_no_tree)
{
    parent[1] = 2;
    refused(given(5), GY_DATA, "parent", "in a circle: 2 -> 1 -> 2");
    parent[1] = 7;
    refused(given(5), GY_DATA, "parent", "parents are -1 (the root) .. 2");
}

Test(hidden_tree, half_of_the_tables)
{
    harness *h = harness_new("generator-hidden-tree", NULL);
    harness_vector(h, "parent", 64, (const double[64]){0});
    refused(h, GY_PARAM, "parent", "give parent, transition and leaf, or none");
}
