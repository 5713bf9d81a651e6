/* SPDX-License-Identifier: MIT
 *
 * kit_metrics.c: numbers of the rows that are scored.
 */
#include "sugar.h"

#include <stdio.h>

GY_SAY(all_text, "metric.kit-all 1 | Mean, sum, extremes and count of column 0\n"
                 "in x f64[row, col] missing\n"
                 "out mean f64[] mean chance=0.5 | mean\n"
                 "out total f64[] sum | sum\n"
                 "out first f64[] none | least\n"
                 "out most f64[] mean | largest\n"
                 "out rows i64[] sum | rows\n"
                 "out extra f64[] optional | 7\n"
                 "stat s f64[]\n"
                 "stat n i64[]\n"
                 "stat lo f64[] merge=min\n"
                 "stat hi f64[] merge=max\n"
                 "licence | MIT\n");

static int all_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *lo = gy_doubles(c, "lo"), *hi = gy_doubles(c, "hi");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        double v = gy_at2(x, i, 0);
        gy_doubles(c, "s")[0] += v;
        lo[0] = i == 0 || v < lo[0] ? v : lo[0];
        hi[0] = i == 0 || v > hi[0] ? v : hi[0];
    }
    ((int64_t *)gy_get(c, "n")->data)[0] += x->shape[0];
    return GY_OK;
}

static double stat(gy_call *c, const char *name)
{
    return ((const double *)c->host->stat(c, name, -1)->data)[0];
}

static int all_solve(gy_call *c)
{
    int64_t n = ((const int64_t *)c->host->stat(c, "n", -1)->data)[0];
    gy_doubles(c, "mean")[0] = stat(c, "s") / (double)n;
    gy_doubles(c, "total")[0] = stat(c, "s");
    gy_doubles(c, "first")[0] = stat(c, "lo");
    gy_doubles(c, "most")[0] = stat(c, "hi");
    ((int64_t *)gy_get(c, "rows")->data)[0] = n;
    if (gy_get(c, "extra")) {
        gy_doubles(c, "extra")[0] = 7;
    }
    return GY_OK;
}

GY_SAY(rows_text, "metric.kit-rows 1 | The rows themselves, for reading what a map made\n"
                  "in x f64[row, col] missing\n"
                  "out sum f64[col] | sums of columns\n"
                  "out values f64[col] | value of the last row\n"
                  "block all\n"
                  "licence | MIT\n");

static int rows_solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t j = 0; j < x->shape[1]; j++) {
        for (int64_t i = 0; i < x->shape[0]; i++) {
            gy_doubles(c, "sum")[j] += gy_at2(x, i, j);
            gy_doubles(c, "values")[j] = gy_at2(x, i, j);
        }
    }
    return GY_OK;
}

GY_SAY(cases_text, "metric.kit-cases 1 | What it gathers\n"
                   "in x real[...] many | numbers\n"
                   "in one f64[] optional | a number\n"
                   "out value f64[item] | each number\n"
                   "param over text | loop\n"
                   "param along text optional | loop\n"
                   "block all\n"
                   "licence | MIT\n");

static int cases_resolve(gy_call *c)
{
    int64_t n = c->host->count(c, "x"), one = 1, at = 0;
    char *all = c->host->scratch(c, n * 64);
    int64_t *offsets = c->host->scratch(c, (n + 1) * 8);
    for (int64_t i = 0; i < n; i++) {
        at += snprintf(all + at, 64, "%s %s %s", c->host->text(c, "over"),
                       c->host->text_item(c, "over", i), c->host->text_item(c, "x", i));
        offsets[i + 1] = at;
    }
    gy_array names = {sizeof names, GY_UINT, 8,       GY_TEXT, 1, GY_RAGGED, all,
                      &n,           &one,    offsets, 0,       0, 0,         0};
    GY_TRY(c->host->set_length(c, "item", n));
    return c->host->set_coord(c, "item", "label", &names);
}

static int cases_solve(gy_call *c)
{
    for (int64_t i = 0; i < c->host->count(c, "x"); i++) {
        gy_doubles(c, "value")[i] = gy_element(c->host->item(c, "x", i), 0);
    }
    return c->host->count(c, "x") % c->host->count(c, "over") == 0 ? GY_OK : GY_INTERNAL;
}

static const gy_node cases = {GY_NODE_HEAD, cases_text, cases_resolve, 0, 0, 0, cases_solve, 0};
static const gy_node all = {GY_NODE_HEAD, all_text, 0, 0, all_add, 0, all_solve, 0};
static const gy_node rows = {GY_NODE_HEAD, rows_text, 0, 0, 0, 0, rows_solve, 0};
GY_PLUGIN_NODES(&all, &rows, &cases)
