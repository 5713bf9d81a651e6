/* SPDX-License-Identifier: MIT
 *
 * kit_facts.c: a fit that chooses from a list, and metrics whose inputs the report knows.
 */
#include "sugar.h"

GY_SAY(pick_text, "encoder.kit-pick 1 | Weights: training rows + number of the column\n"
                  "in x f64[row, p]\n"
                  "in y f64[row, t] fit\n"
                  "out predicted f64[row, p] | x\n"
                  "state w f64[p, t] | rows + column\n"
                  "state alpha f64[t] | 2 where the rows are even, else 7\n"
                  "stat m f64[] | rows\n"
                  "param alphas f64[a] = 1;2;3 | to choose from\n"
                  "reach predicted.row row\n"
                  "licence | MIT\n");

static int pick_add(gy_call *c)
{
    gy_doubles(c, "m")[0] += (double)gy_get(c, "x")->shape[0];
    return GY_OK;
}

static int pick_solve(gy_call *c)
{
    const gy_array *w = gy_get(c, "w");
    double rows = ((const double *)c->host->stat(c, "m", -1)->data)[0];
    for (int64_t k = 0; k < w->shape[0] * w->shape[1]; k++) {
        ((double *)w->data)[k] = rows + (double)(k / w->shape[1]);
    }
    for (int64_t j = 0; j < w->shape[1]; j++) {
        gy_doubles(c, "alpha")[j] = (int64_t)rows % 2 ? 7 : 2;
    }
    return GY_OK;
}

static int pick_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "predicted");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            ((double *)y->data)[i * x->shape[1] + j] = gy_at2(x, i, j);
        }
    }
    return GY_OK;
}

GY_SAY(pair_text, "metric.kit-pair 1 | Target 1 has score 9, target j else j\n"
                  "in predicted f64[row, t]\n"
                  "in target f64[row, t]\n"
                  "out s f64[t] best=high | score\n"
                  "block all\n"
                  "licence | MIT\n");

static int pair_solve(gy_call *c)
{
    for (int64_t j = 0; j < gy_get(c, "target")->shape[1]; j++) {
        gy_doubles(c, "s")[j] = j == 1 ? 9 : (double)j;
    }
    return GY_OK;
}

GY_SAY(top_text, "metric.kit-top 1 | A score beside its ceiling\n"
                 "in score f64[t]\n"
                 "in ceiling f64[t]\n"
                 "out share f64[t] | score / ceiling\n"
                 "block all\n"
                 "licence | MIT\n");

static int top_solve(gy_call *c)
{
    for (int64_t j = 0; j < gy_get(c, "score")->shape[0]; j++) {
        gy_doubles(c, "share")[j] = gy_at1(gy_get(c, "score"), j) / gy_at1(gy_get(c, "ceiling"), j);
    }
    return GY_OK;
}

GY_SAY(first_text, "transform.kit-first 1 | Column 0\n"
                   "in x f64[row, col]\n"
                   "out y f64[row] | the column\n"
                   "reach y.row row\n"
                   "licence | MIT\n");

static int first_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        ((double *)y->data)[i] = gy_at2(x, i, 0);
    }
    return GY_OK;
}

static const gy_node first = {GY_NODE_HEAD, first_text, 0, first_run, 0, 0, 0, 0};
static const gy_node pick = {GY_NODE_HEAD, pick_text, 0, pick_run, pick_add, 0, pick_solve, 0};
static const gy_node pair = {GY_NODE_HEAD, pair_text, 0, 0, 0, 0, pair_solve, 0};
static const gy_node top = {GY_NODE_HEAD, top_text, 0, 0, 0, 0, top_solve, 0};
GY_PLUGIN_NODES(&pick, &pair, &top, &first)
