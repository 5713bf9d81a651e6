/* SPDX-License-Identifier: MIT
 *
 * Two nodes whose answers can be told by hand: numbers 1, 2, ..., n times FACTOR, and their mean
 * over the test rows. Two modules with another FACTOR have the same ids.
 */
#include "sugar.h"

GY_SAY(numbers_text, "generator.count " GY_STRING(FACTOR) " | Counts <up> & \"on\"\n"
                                                          "out y f64[row] | 1, 2, 3, ...\n"
                                                          "param n i64 = 4 | how many\n"
                                                          "doc | A paragraph.\n"
                                                          "licence | MIT\n"
                                                          "cite | A. <Author> 2024\n");
GY_SAY(mean_text, "metric.level 1 | Mean\n"
                  "in  x f64[row] | what\n"
                  "out level f64[] mean chance=0 best=high | the mean\n"
                  "stat s f64[2] | sum, rows\n"
                  "licence | MIT\n");

static int resolve(gy_call *c)
{
    int64_t n = gy_integer(c, "n");
    return n < 1 ? gy_fail(c, GY_PARAM, "n", "at least 1") : c->host->set_length(c, "row", n);
}

static int run(gy_call *c)
{
    gy_array *y = gy_get(c, "y");
    for (int64_t i = 0; i < y->shape[0]; i++) {
        ((double *)y->data)[i] = (double)(FACTOR * (y->first + i + 1));
    }
    return GY_OK;
}

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *s = gy_doubles(c, "s");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        s[0] += gy_at1(x, i);
        s[1] += 1;
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    const double *s = (const double *)c->host->stat(c, "s", -1)->data;
    gy_doubles(c, "level")[0] = s[0] / s[1];
    return GY_OK;
}

static const gy_node numbers = {GY_NODE_HEAD, numbers_text, resolve, run, 0, 0, 0, 0};
static const gy_node mean = {GY_NODE_HEAD, mean_text, 0, 0, add, 0, solve, 0};
GY_PLUGIN_NODES(&numbers, &mean)
