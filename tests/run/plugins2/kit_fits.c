/* SPDX-License-Identifier: MIT
 *
 * kit_fits.c: fits whose state can be added up by hand.
 */
#include "sugar.h"

GY_SAY(sum_text, "encoder.kit-sum 1 | Sums of columns, of all rows and per inner fold\n"
                 "in x f64[row, col]\n"
                 "out y f64[row, col] | the column's mean over the training rows\n"
                 "state mean f64[col] | mean\n"
                 "state n f64[] | rows\n"
                 "state inner f64[fold] | rows that inner fold k trains on\n"
                 "state first f64[fold, col] | sum over the rows that inner fold k trains on\n"
                 "stat s f64[col] | sum\n"
                 "stat m f64[] | rows\n"
                 "reach y.row row\n"
                 "tile col\n"
                 "licence | MIT\n");

static int sum_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *s = gy_doubles(c, "s"), *m = gy_doubles(c, "m");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            s[j] += gy_at2(x, i, j);
        }
    }
    if (m) {
        m[0] += (double)x->shape[0];
    }
    return GY_OK;
}

static int sum_solve(gy_call *c)
{
    double *mean = gy_doubles(c, "mean"), *first = gy_doubles(c, "first");
    int64_t wide = gy_get(c, "mean")->shape[0];
    for (int64_t k = -1; k < c->folds; k++) {
        const double *s = c->host->stat(c, "s", k)->data, *m = c->host->stat(c, "m", k)->data;
        for (int64_t j = 0; j < wide; j++) {
            *(k < 0 ? &mean[j] : &first[k * wide + j]) = k < 0 ? s[j] / m[0] : s[j];
        }
        if (c->tile == 0) {
            gy_doubles(c, k < 0 ? "n" : "inner")[k < 0 ? 0 : k] = m[0];
        }
    }
    return c->host->stat(c, "s", c->folds) ? GY_INTERNAL : GY_OK;
}

static int sum_run(gy_call *c)
{
    const gy_array *y = gy_get(c, "y");
    const double *mean = gy_doubles(c, "mean");
    for (int64_t k = 0; k < y->shape[0] * y->shape[1]; k++) {
        ((double *)y->data)[k] = mean[k % y->shape[1]];
    }
    return GY_OK;
}

GY_SAY(merge_text, "encoder.kit-merge 1 | Mean by weighted merges\n"
                   "in x f64[row, col]\n"
                   "state mean f64[col] | mean\n"
                   "state inner f64[fold, col] | mean of the rows that inner fold k trains on\n"
                   "stat m f64[] | rows\n"
                   "stat a f64[col] | their mean\n"
                   "tile col\n"
                   "licence | MIT\n");

static int merge_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *a = gy_doubles(c, "a");
    gy_doubles(c, "m")[0] = (double)x->shape[0];
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            a[j] += gy_at2(x, i, j) / (double)x->shape[0];
        }
    }
    return GY_OK;
}

static int merge_merge(gy_call *c)
{
    double *m = gy_doubles(c, "m"), *a = gy_doubles(c, "a");
    const double *n = gy_doubles(c, "b:m"), *b = gy_doubles(c, "b:a");
    for (int64_t j = 0; j < gy_get(c, "a")->shape[0]; j++) {
        a[j] = (m[0] * a[j] + n[0] * b[j]) / (m[0] + n[0]);
    }
    m[0] += n[0];
    return GY_OK;
}

static int merge_solve(gy_call *c)
{
    int64_t wide = gy_get(c, "mean")->shape[0];
    for (int64_t k = -1; k < c->folds; k++) {
        const double *a = c->host->stat(c, "a", k)->data;
        for (int64_t j = 0; j < wide; j++) {
            gy_doubles(c, k < 0 ? "mean" : "inner")[k < 0 ? j : k * wide + j] = a[j];
        }
    }
    return GY_OK;
}

GY_SAY(again_text, "encoder.kit-again 1 | Counts passes\n"
                   "in x f64[row, col]\n"
                   "state passes f64[] | passes\n"
                   "state rows f64[] | rows of the last pass\n"
                   "state kept f64[] | sum of the pass numbers, through a temporary\n"
                   "stat m f64[] | rows\n"
                   "temp t f64[] | sum of pass numbers\n"
                   "param passes_wanted i64 = 3 | passes\n"
                   "licence | MIT\n");

static int again_add(gy_call *c)
{
    gy_doubles(c, "m")[0] += (double)gy_get(c, "x")->shape[0];
    return GY_OK;
}

static int again_solve(gy_call *c)
{
    gy_doubles(c, "t")[0] += c->pass;
    gy_doubles(c, "passes")[0] = c->pass + 1;
    gy_doubles(c, "kept")[0] = gy_doubles(c, "t")[0];
    gy_doubles(c, "rows")[0] = ((const double *)c->host->stat(c, "m", -1)->data)[0];
    return c->pass + 1 < gy_integer(c, "passes_wanted") ? GY_AGAIN : GY_OK;
}

GY_SAY(block_text, "encoder.kit-block 1 | Sums over fold_rows\n"
                   "in x f64[row, col]\n"
                   "state train f64[fold] | sum of column 0 over the rows of inner fold k\n"
                   "state held f64[fold] | over those held out\n"
                   "block all\n"
                   "licence | MIT\n");

static int block_solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t k = 0; k < c->folds; k++) {
        int64_t n, m;
        const int64_t *train = c->host->fold_rows(c, k, 0, &n);
        const int64_t *held = c->host->fold_rows(c, k, 1, &m);
        for (int64_t i = 0; i < n; i++) {
            gy_doubles(c, "train")[k] += gy_at2(x, train[i], 0);
        }
        for (int64_t i = 0; i < m; i++) {
            gy_doubles(c, "held")[k] += gy_at2(x, held[i], 0);
        }
    }
    int64_t n = 7;
    return c->host->fold_rows(c, c->folds, 0, &n) || n ? GY_INTERNAL : GY_OK;
}

static const gy_node sum = {GY_NODE_HEAD, sum_text, 0, sum_run, sum_add, 0, sum_solve, 0};
static const gy_node merge = {GY_NODE_HEAD, merge_text,  0,           0,
                              merge_add,    merge_merge, merge_solve, 0};
static const gy_node again = {GY_NODE_HEAD, again_text, 0, 0, again_add, 0, again_solve, 0};
static const gy_node block = {GY_NODE_HEAD, block_text, 0, 0, 0, 0, block_solve, 0};
GY_PLUGIN_NODES(&sum, &merge, &again, &block)
