/* SPDX-License-Identifier: MIT
 *
 * encoder.hidden-chow-liu-tree against enumeration: all hidden states, all values, all trees.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define N 60
#define D 4
#define K 3
#define L 3

/* A chain of values that like to be equal, with some missing. */
static harness *fitted(double pseudocount, double leaf, int iterations)
{
    static double x[N * D];
    uint32_t state = 7;
    for (int i = 0; i < N * D; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = i % D > 0 && state >> 30 != 0 ? x[i - 1] : (double)((state >> 20) % L);
    }
    harness *h = harness_new("encoder-hidden-chow-liu-tree", NULL);
    harness_matrix(h, "x", N, D, x);
    harness_stride(h, "x");
    harness_number(h, "states", K);
    harness_number(h, "levels", L);
    harness_number(h, "batch", 16);
    harness_number(h, "iterations", iterations);
    harness_number(h, "pseudocount", pseudocount);
    harness_number(h, "leaf_pseudocount", leaf);
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    return h;
}

/* p(x) by a sum over all hidden states, from the tables. */
static double enumerated(harness *h, const int *x)
{
    const int64_t *parent = harness_get(h, "parent")->data;
    const uint32_t *t = harness_get(h, "transition")->data, *leaf = harness_get(h, "leaf")->data;
    double sum = 0;
    for (int code = 0; code < K * K * K * K; code++) {
        int z[D] = {code % K, code / K % K, code / K / K % K, code / K / K / K};
        double p = 1;
        for (int v = 0; v < D; v++) {
            int from = parent[v] < 0 ? 0 : z[parent[v]];
            const uint32_t *e = leaf + (v * (L + 1) + x[v]) * K + z[v];
            p *= t[(v * K + from) * K + z[v]] / 16777216.0 * ((e[K] - e[0]) / 16777216.0);
        }
        sum += p;
    }
    return sum;
}

static void values_of(int code, int *x)
{
    for (int v = 0; v < D; v++, code /= L) {
        x[v] = code % L;
    }
}

Test(hclt, all_assignments_sum_to_one_and_bits_are_enumerated)
{
    enum { ALL = L * L * L * L };
    harness *h = fitted(.1, 2, 4);
    static double rows[ALL * D];
    double sum = 0, wanted[ALL];
    for (int code = 0; code < ALL; code++) {
        int x[D];
        values_of(code, x);
        wanted[code] = enumerated(h, x);
        sum += wanted[code];
        for (int v = 0; v < D; v++) {
            rows[code * D + v] = x[v];
        }
    }
    cr_assert_float_eq(sum, 1, 1e-12);
    harness_matrix(h, "x", ALL, D, rows);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int code = 0; code < ALL; code++) {
        cr_assert_float_eq(harness_doubles(h, "bits")[code], -log2(wanted[code]), 1e-9);
    }
    harness_free(h);
}

/* All 4^4 ways of leaving variables out: values 0 .. 2, or missing. */
Test(hclt, every_marginal_is_enumerated)
{
    enum { WAYS = 4 * 4 * 4 * 4 };
    harness *h = fitted(.1, 2, 4);
    static double rows[WAYS * D];
    for (int way = 0; way < WAYS; way++) {
        for (int v = 0, rest = way; v < D; v++, rest /= 4) {
            rows[way * D + v] = rest % 4 < L ? rest % 4 : (double)NAN;
        }
    }
    harness_matrix(h, "x", WAYS, D, rows);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int way = 0; way < WAYS; way++) {
        double sum = 0;
        for (int code = 0; code < L * L * L * L; code++) {
            int x[D], agrees = 1;
            values_of(code, x);
            for (int v = 0; v < D; v++) {
                agrees &= isnan(rows[way * D + v]) || rows[way * D + v] == x[v];
            }
            sum += agrees ? enumerated(h, x) : 0;
        }
        cr_assert_float_eq(harness_doubles(h, "bits")[way], -log2(sum), 1e-9, "way %d", way);
    }
    harness_free(h);
}

Test(hclt, log_likelihood_never_falls)
{
    for (int prior = 0; prior < 2; prior++) {
        harness *h = fitted(prior ? .1 : 0, prior ? 2 : 0, 200);
        const double *history = harness_doubles(h, "history");
        for (int i = 1; i < 200; i++) { /* without a prior both measures are log2 p */
            double rise = history[2 * i + 1] - history[2 * i - 1];
            cr_assert(rise >= -1e-9, "iteration %d: %g", i, rise);
        }
        cr_assert(history[398] > history[0] + 1, "nothing was learnt");
        cr_assert_eq(history[398] == history[399], !prior);
        harness_free(h);
    }
}

/* The history's last number is what the tables after it begin from: a run of the state one
 * iteration shorter gives it. */
Test(hclt, history_is_the_sum_of_bits)
{
    harness *longer = fitted(.1, 2, 4), *shorter = fitted(.1, 2, 3);
    double sum = 0;
    cr_assert_eq(harness_run(shorter), GY_OK, "%s", harness_error(shorter));
    for (int i = 0; i < N; i++) {
        sum -= harness_doubles(shorter, "bits")[i];
    }
    cr_assert_float_eq(sum, harness_doubles(longer, "history")[6], 1e-3); /* rounded tables */
    harness_free(longer);
    harness_free(shorter);
}

/* The largest sum of weights over all 5^3 trees of five variables, by their Pruefer sequences. */
static double most_information(double w[5][5])
{
    enum { V = 5 };
    double best = 0;
    for (int code = 0; code < 5 * 5 * 5; code++) { /* Pruefer sequences */
        int sequence[3] = {code % 5, code / 5 % 5, code / 25}, degree[V] = {1, 1, 1, 1, 1};
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            degree[sequence[k]]++;
        }
        for (int k = 0; k < 3; k++) {
            int leaf = 0;
            while (degree[leaf] != 1) {
                leaf++;
            }
            sum += w[leaf][sequence[k]];
            degree[leaf]--;
            degree[sequence[k]]--;
        }
        int a = 0, b = V - 1;
        while (degree[a] != 1) {
            a++;
        }
        while (degree[b] != 1) {
            b--;
        }
        sum += w[a][b];
        best = sum > best ? sum : best;
    }
    return best;
}

/* Values 0 and 1 of five variables: the tree with the most information of all 5^3 trees. */
Test(hclt, tree_has_the_most_mutual_information)
{
    enum { V = 5, ROWS = 200 };
    static double x[ROWS * V];
    double w[V][V] = {{0}}, best, seen = 0;
    uint32_t state = 11;
    for (int i = 0; i < ROWS; i++) {
        for (int v = 0; v < V; v++) {
            state = state * 1664525u + 1013904223u;
            int copies = v > 0 && (state >> 24) % 10 < (uint32_t)(3 + v);
            x[i * V + v] = copies ? x[i * V + (v * 2) % v] : (double)(state >> 31);
            x[i * V + v] = copies ? x[i * V + v / 2] : x[i * V + v];
        }
    }
    for (int a = 0; a < V; a++) {
        for (int b = 0; b < V; b++) {
            double n[2][2] = {{0}};
            for (int i = 0; i < ROWS; i++) {
                n[(int)x[i * V + a]][(int)x[i * V + b]] += 1.0 / ROWS;
            }
            for (int c = 0; c < 4; c++) {
                double p = n[c / 2][c % 2], u = n[c / 2][0] + n[c / 2][1];
                double q = n[0][c % 2] + n[1][c % 2];
                w[a][b] += p > 0 ? p * log(p / u / q) : 0;
            }
        }
    }
    best = most_information(w);
    harness *h = harness_new("encoder-hidden-chow-liu-tree", NULL);
    harness_matrix(h, "x", ROWS, V, x);
    harness_number(h, "states", 2);
    harness_number(h, "levels", 2);
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    const int64_t *parent = harness_get(h, "parent")->data;
    for (int v = 0; v < V; v++) {
        seen += parent[v] >= 0 ? w[v][parent[v]] : 0;
    }
    cr_assert_float_eq(seen, best, 1e-6);
    harness_free(h);
}

Test(hclt, tables_sum_to_one_exactly)
{
    harness *h = fitted(0, 0, 2);
    const uint32_t *t = harness_get(h, "transition")->data, *leaf = harness_get(h, "leaf")->data;
    for (int i = 0; i < D * K; i++) {
        cr_assert_eq(t[i * K] + t[i * K + 1] + t[i * K + 2], 1u << 24);
        cr_assert_eq(leaf[i / K * (L + 1) * K + i % K], 0);
        cr_assert_eq(leaf[(i / K * (L + 1) + L) * K + i % K], 1u << 24);
    }
    harness_free(h);
}

static void refused(double value, const char *part)
{
    double x[] = {0, 1, 2, 1, value, 0};
    harness *h = harness_new("encoder-hidden-chow-liu-tree", NULL);
    harness_matrix(h, "x", 3, 2, x);
    harness_number(h, "levels", 3);
    cr_assert_eq(harness_fit_all(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), "x");
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(hclt, values_that_are_no_levels)
{
    refused(3, "row 2, value 0 is 3; values are whole numbers from 0 to 2");
    refused(-1, "is -1");
    refused(.5, "is 0.5");
    refused(INFINITY, "is inf");
}

Test(hclt, stops)
{
    harness *h = harness_new("encoder-hidden-chow-liu-tree", NULL);
    harness_matrix(h, "x", 2, 2, (const double[]){0, 1, 1, 0});
    harness_stop_after(h, 3);
    cr_assert_eq(harness_fit_all(h), GY_CANCELLED);
    harness_free(h);
}
