/* SPDX-License-Identifier: MIT
 *
 * The harness itself, on nodes small enough to know every answer.
 */
#include "harness.h"
#include "sugar.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

/* Mean per column over rows; the text has what plugin texts have. */
GY_SAY(mean_text, "transform.centre 1 | Take the column means away\n"
                  "in    x     f64[row, col]\n"
                  "in    note  text[row] optional\n"
                  "out   y     f64[row, col]\n"
                  "out   words text[row] optional\n"
                  "state mean  f64[col]\n"
                  "stat  n     f64[1]\n"
                  "stat  s     f64[col]\n"
                  "temp  e     f64[a]\n"
                  "param alphas f64[a] = logspace(0, 2, 3) >0 | a list\n"
                  "param mode  choice(fast, slow) = slow | a word\n"
                  "param add   f64 = 2.5 0..9 | a number\n"
                  "reach y.row row\n");

static int add(gy_call *c)
{
    gy_array *x = gy_get(c, "x");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        gy_doubles(c, "n")[0] += 1;
        for (int64_t j = 0; j < x->shape[1]; j++) {
            gy_doubles(c, "s")[j] += gy_at2(x, i, j);
        }
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    int64_t fold = c->folds > 0 ? 0 : -1; /* with inner folds: the model without fold 0 */
    double n = *(double *)c->host->stat(c, "n", fold)->data;
    const double *s = c->host->stat(c, "s", fold)->data;
    for (int64_t j = 0; j < gy_get(c, "mean")->shape[0]; j++) {
        gy_doubles(c, "mean")[j] = s[j] / n;
    }
    return c->pass < 1 ? GY_AGAIN : GY_OK;
}

static int run(gy_call *c)
{
    gy_array *x = gy_get(c, "x");
    double extra = gy_number(c, "add");
    if (gy_is(c, "mode", "fast")) {
        return gy_fail(c, GY_PARAM, "mode", "too fast");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            gy_doubles(c, "y")[i * x->shape[1] + j] =
                gy_at2(x, i, j) - gy_doubles(c, "mean")[j] + extra;
        }
    }
    if (gy_get(c, "words")) {
        gy_array *w = c->host->ragged(c, "words", 2 * x->shape[0]);
        for (int64_t i = 0; i <= x->shape[0]; i++) {
            ((int64_t *)w->offsets)[i] = 2 * i;
        }
        memset(w->data, 'a', (size_t)(2 * x->shape[0]));
    }
    return GY_OK;
}

static const gy_node centre = {GY_NODE_HEAD, mean_text, 0, run, add, 0, solve, 0};
static const double X[8] = {1, 10, 2, 20, 3, 30, 6, 60};

Test(harness, fits_over_blocks_and_runs)
{
    harness *h = harness_of(&centre);
    harness_matrix(h, "x", 4, 2, X);
    int64_t edges[] = {0, 1, 4};
    cr_assert_eq(harness_fit(h, 2, edges, NULL), GY_OK);
    cr_assert_eq(harness_doubles(h, "mean")[0], 3);
    cr_assert_eq(harness_doubles(h, "mean")[1], 30);
    cr_assert_eq(harness_length(h, "a"), 3);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(harness_doubles(h, "y")[7], 60 - 30 + 2.5);
    cr_assert_str_eq(harness_row_text(h, "words", 3), "aa");
    harness_free(h);
}

Test(harness, inner_folds_leave_rows_out)
{
    harness *h = harness_of(&centre);
    harness_matrix(h, "x", 4, 2, X);
    harness_folds(h, 2);
    int64_t edges[] = {0, 2, 4}, fold_of[] = {0, 1};
    cr_assert_eq(harness_fit(h, 2, edges, fold_of), GY_OK);
    cr_assert_eq(harness_doubles(h, "mean")[0], 4.5);
    harness_free(h);
}

Test(harness, strides_do_not_change_the_answer)
{
    harness *h = harness_of(&centre);
    harness_matrix(h, "x", 4, 2, X);
    harness_stride(h, "x");
    cr_assert_neq(harness_get(h, "x")->stride[1], 1);
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_eq(harness_doubles(h, "mean")[1], 30);
    harness_free(h);
}

Test(harness, failures_carry_place_and_text)
{
    harness *h = harness_of(&centre);
    harness_matrix(h, "x", 4, 2, X);
    harness_param(h, "mode", "fast");
    harness_unwanted(h, "words");
    cr_assert_eq(harness_fit_all(h), GY_OK);
    cr_assert_eq(harness_run(h), GY_PARAM);
    cr_assert_str_eq(harness_where(h), "mode");
    cr_assert_str_eq(harness_error(h), "too fast");
    harness_free(h);
}

GY_SAY(bad_text, "transform.bad 1 | Writes where it must not\n"
                 "in  x f64[row]\n"
                 "out y f64[row]\n"
                 "param where i64 = 0\n");

static int bad(gy_call *c)
{
    int64_t at = gy_integer(c, "where");
    if (at == 98) {
        ((char *)c->host->scratch(c, 10))[10] = 1;
    }
    if (at >= 98) {
        gy_doubles(c, "x")[0] = at == 99 ? 7 : X[0];
        return GY_OK;
    }
    gy_doubles(c, "y")[at] = 1;
    return GY_OK;
}

static const gy_node bad_node = {GY_NODE_HEAD, bad_text, 0, bad, 0, 0, 0, 0};

static void run_bad(double where)
{
    harness *h = harness_of(&bad_node);
    harness_vector(h, "x", 3, X);
    harness_number(h, "where", where);
    harness_run(h);
    harness_free(h);
}

Test(harness, sees_a_write_behind_the_end, .signal = SIGABRT)
{
    run_bad(3);
}

Test(harness, sees_a_write_before_the_start, .signal = SIGABRT)
{
    run_bad(-1);
}

Test(harness, sees_a_changed_input, .signal = SIGABRT)
{
    run_bad(99);
}

Test(harness, sees_a_write_behind_scratch, .signal = SIGABRT)
{
    run_bad(98);
}

Test(harness, lets_a_good_write_pass)
{
    run_bad(2);
}

static gy_array dense(double *data, int64_t *shape, int64_t *stride)
{
    stride[0] = shape[1];
    stride[1] = 1;
    return (gy_array){.size = sizeof(gy_array),
                      .code = GY_FLOAT,
                      .bits = 64,
                      .rank = 2,
                      .data = data,
                      .shape = shape,
                      .stride = stride};
}

static int algebra(gy_call *c)
{
    const gy_linalg *la = gy_la(c);
    double a[6] = {2, 0, 1, 3, 1, -1}, u[6], s[2], v[4], g[4], w[2], e[4];
    int64_t sa[2] = {3, 2}, ta[2], ss[2] = {2, 1}, ts[2], s2[2] = {2, 2}, t2[2], tt[2], st[2];
    gy_array A = dense(a, sa, ta), U = dense(u, sa, ta), V = dense(v, s2, t2);
    gy_array S = dense(s, ss, ts), W = dense(w, ss, ts), G = dense(g, s2, t2);
    gy_array E = dense(e, s2, t2), At = gy_transposed(&A, st, tt);
    S.rank = W.rank = 1;
    GY_TRY(la->svd(c, &A, &U, &S, &V));
    GY_TRY(la->gemm(c, 1, &At, &A, 0, &G));
    GY_TRY(la->eigh(c, &G, &W, &E));
    for (int i = 0; i < 6; i++) { /* U diag(s) Vt is A */
        double r = u[i / 2 * 2] * s[0] * v[i % 2] + u[i / 2 * 2 + 1] * s[1] * v[2 + i % 2];
        cr_assert_float_eq(r, a[i], 1e-12);
    }
    cr_assert_float_eq(w[1], s[0] * s[0], 1e-12);
    cr_assert_float_eq(w[0], s[1] * s[1], 1e-12);
    GY_TRY(la->potrf(c, &G));
    cr_assert_float_eq(g[0] * g[0], 6, 1e-12);
    double b[2] = {1, 2};
    gy_array B = dense(b, ss, ts);
    GY_TRY(la->trsm(c, &G, 0, &B));
    GY_TRY(la->trsm(c, &G, 1, &B)); /* [6 2; 2 10] x = [1, 2] */
    cr_assert_float_eq(6 * b[0] + 2 * b[1], 1, 1e-12);
    cr_assert_float_eq(2 * b[0] + 10 * b[1], 2, 1e-12);
    return GY_OK;
}

static const gy_node algebra_node = {GY_NODE_HEAD, bad_text, algebra, 0, 0, 0, 0, 0};

Test(harness, services_solve_what_they_should)
{
    harness *h = harness_of(&algebra_node);
    cr_assert_eq(harness_resolve(h), GY_OK, "%s", harness_error(h));
    harness_free(h);
}
