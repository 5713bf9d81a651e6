/* SPDX-License-Identifier: MIT
 *
 * encoder.sparsey: weights, costs and familiarity by hand; winners by their closed probabilities.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 12 };

/* Rows: four cells; four others; half of the first; the first again; nothing. */
static const double rows[5 * CELLS] = {1, 1, 1, 1, 0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
                                       0, 0, 0, 0, 1, 1,  0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 2, 1, 1, .5,
                                       0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

static harness *memory(int64_t n, int q, int k)
{
    harness *h = harness_new("encoder-sparsey", NULL);
    harness_matrix(h, "x", n, CELLS, rows);
    harness_number(h, "modules", q);
    harness_number(h, "units", k);
    return h;
}

static const int32_t *ints(harness *h, const char *name)
{
    return harness_get(h, name)->data;
}

Test(sparsey, one_item_by_hand)
{
    enum { Q = 7, K = 5 };
    harness *h = memory(1, Q, K);
    harness_stride(h, "x");
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    const uint8_t *up = harness_get(h, "up")->data;
    for (int cell = 0; cell < CELLS; cell++) {
        for (int u = 0; u < Q * K; u++) {
            int won = ints(h, "kept")[u / K] == u % K + 1;
            cr_assert_eq(up[cell * Q * K + u], cell < 4 && won);
        }
    }
    /* four active cells: each reads a weight per unit and writes one per module */
    cr_assert_eq(harness_doubles(h, "spent")[0], 4 * Q * K + 4 * Q);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    for (int q = 0; q < Q; q++) {
        cr_assert_eq(ints(h, "code")[q], ints(h, "stored")[q]);
        for (int k = 0; k < K; k++) {
            cr_assert_eq(((uint8_t *)harness_get(h, "ones")->data)[q * K + k],
                         ints(h, "code")[q] == k);
        }
    }
    cr_assert_eq(harness_doubles(h, "familiarity")[0], 1);
    harness_free(h);
}

/* The third row shares half of its cells with the first: U = 1/2, G = U^power. The fourth is the
 * first, the fifth has no active cell. */
Test(sparsey, familiarity_and_repeats)
{
    enum { Q = 40, K = 16 };
    harness *h = memory(1, Q, K);
    const double powers[3] = {3, 1, 1};
    harness_list(h, "powers", 3, powers);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    harness_matrix(h, "x", 5, CELLS, rows);
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    static const double want[5] = {1, 0, .125, 1, 0};
    for (int i = 0; i < 5; i++) {
        cr_assert(fabs(harness_doubles(h, "familiarity")[i] - want[i]) < 1e-15, "%d", i);
        cr_assert_eq(ints(h, "code")[i * Q], i < 4 ? ints(h, "code")[i * Q] : -1);
    }
    cr_assert_arr_eq(ints(h, "code") + 3 * Q, ints(h, "code"), Q * sizeof(int32_t));
    harness_free(h);
    h = memory(5, Q, K); /* stored again: the same code, no new weight, the same cost */
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_arr_eq(ints(h, "kept") + 3 * Q, ints(h, "kept"), Q * sizeof(int32_t));
    cr_assert_eq(harness_doubles(h, "spent")[3], harness_doubles(h, "spent")[0]);
    cr_assert_eq(harness_doubles(h, "spent")[4], 0);
    cr_assert_eq(ints(h, "kept")[4 * Q], 0);
    harness_free(h);
}

/* Share of modules in which row 2, half of row 0, takes row 0's winner: the closed probability,
 * within five standard errors. */
static void winners(double chi, double slope)
{
    enum { Q = 8000, K = 4 };
    double order[3 * CELLS], same = 0;
    memcpy(order, rows, CELLS * sizeof *order);
    memcpy(order + CELLS, rows + 2 * CELLS, CELLS * sizeof *order);
    harness *h = harness_new("encoder-sparsey", NULL);
    harness_matrix(h, "x", 2, CELLS, order);
    harness_number(h, "modules", Q);
    harness_number(h, "units", K);
    harness_number(h, "chi", chi);
    harness_number(h, "slope", slope);
    harness_number(h, "least", .2);
    harness_number(h, "middle", .4);
    const double powers[3] = {1, 1, 1};
    harness_list(h, "powers", 3, powers);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    for (int q = 0; q < Q; q++) {
        same += ints(h, "kept")[q] == ints(h, "kept")[Q + q];
    }
    double eta = chi * K * pow((.5 - .2) / .8, 2), own = 1 + eta / (1 + exp(-slope * .1));
    double other = 1 + eta / (1 + exp(slope * .4)), p = own / (own + (K - 1) * other);
    cr_assert(fabs(same / Q - p) < 5 * sqrt(p * (1 - p) / Q), "%g, not %g", same / Q, p);
    harness_free(h);
}

Test(sparsey, winners_are_drawn_as_told)
{
    winners(0, 10);
    winners(2, 10);
    winners(10, 10);
    winners(10, 1);
}

/* Cells that belong to another mac do not matter to a mac; its codes lie side by side. */
Test(sparsey, macs_have_fields)
{
    enum { Q = 6, K = 8 };
    harness *h = memory(3, Q, K);
    harness_number(h, "macs", 3);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_run(h), 0);
    const int32_t *code = ints(h, "code");
    cr_assert(code[0] >= 0 && code[Q] == -1 && code[2 * Q] == -1);
    cr_assert(code[3 * Q] == -1 && code[4 * Q] >= 0);
    cr_assert_arr_eq(code + 6 * Q, code, Q * sizeof *code); /* half of the first field: its code */
    cr_assert(code[8 * Q] >= 0);
    harness_number(h, "macs", 5);
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "macs");
    harness_free(h);
}

Test(sparsey, the_critical_period_ends)
{
    enum { Q = 6, K = 8 };
    harness *h = memory(3, Q, K);
    harness_number(h, "freeze", .04); /* the first item sets 4 of 12 * 8 weights of a module */
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(((int64_t *)harness_get(h, "frozen")->data)[0], 1);
    cr_assert(ints(h, "kept")[0] > 0 && ints(h, "kept")[Q] == 0);
    for (int u = 0; u < Q * K; u++) {
        cr_assert_eq(((uint8_t *)harness_get(h, "up")->data)[5 * Q * K + u], 0);
    }
    harness_number(h, "freeze", .06);
    cr_assert_eq(harness_fit_all(h), 0);
    cr_assert_eq(((int64_t *)harness_get(h, "frozen")->data)[0], 2);
    harness_free(h);
}

/* A B | C B: the code of B depends on what came before it, and not across the segments. */
Test(sparsey, sequences_have_contexts)
{
    enum { Q = 60, K = 20 };
    double x[4 * CELLS];
    static const int order[4] = {0, 1, 2, 1};
    for (int i = 0; i < 4; i++) {
        memcpy(x + i * CELLS, rows + order[i] * CELLS, CELLS * sizeof *x);
    }
    const int64_t first[2] = {0, 2};
    for (int recurrent = 0; recurrent < 2; recurrent++) {
        harness *h = memory(1, Q, K);
        harness_matrix(h, "x", 4, CELLS, x);
        harness_segments(h, "x.row", 2, first);
        harness_param(h, "recurrent", recurrent ? "true" : "false");
        cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
        cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
        const int32_t *code = ints(h, "code");
        int same = 0;
        for (int q = 0; q < Q; q++) {
            same += code[Q + q] == code[3 * Q + q];
        }
        cr_assert(recurrent ? same < Q / 3 : same == Q, "%d", same);
        for (int k = 0; recurrent && k < 4 * Q; k++) {
            cr_assert_eq(code[k], ints(h, "stored")[k]);
        }
        harness_free(h);
    }
}

Test(sparsey, codes_from_above_count)
{
    enum { Q = 30, K = 10 };
    const double top[4] = {1, 0, 0, 1};
    double x[2 * CELLS];
    memcpy(x, rows, CELLS * sizeof *x);
    memcpy(x + CELLS, rows, CELLS * sizeof *x);
    harness *h = memory(1, Q, K);
    harness_matrix(h, "x", 2, CELLS, x);
    harness_matrix(h, "top", 2, 2, top);
    cr_assert_eq(harness_fit_all(h), 0, "%s", harness_error(h));
    cr_assert_eq(harness_run(h), 0, "%s", harness_error(h));
    int same = 0;
    for (int q = 0; q < Q; q++) {
        cr_assert_eq(ints(h, "code")[q], ints(h, "stored")[q]);
        same += ints(h, "code")[q] == ints(h, "code")[Q + q];
    }
    cr_assert(same < Q / 2); /* the same pattern under another class */
    harness_free(h);
}

Test(sparsey, bad_input_and_stops)
{
    harness *h = memory(3, 4, 4);
    const double powers[3] = {1, -1, 1};
    harness_list(h, "powers", 3, powers);
    cr_assert_eq(harness_fit_all(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "powers");
    harness_free(h);
    h = memory(3, 10000, 10000);
    harness_param(h, "recurrent", "true");
    cr_assert_eq(harness_resolve(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "units");
    harness_free(h);
    h = memory(3, 4, 4);
    cr_assert_eq(harness_resolve(h), 0);
    harness_stop_after(h, 2);
    cr_assert_eq(harness_fit_all(h), GY_CANCELLED);
    harness_free(h);
}
