/* SPDX-License-Identifier: MIT
 *
 * pattern_correlation.c: Pearson correlation over targets within each test row, then the mean over
 * rows. Squares and sums of a row are its own, so rows are added block by block.
 */
#include "groups.h"
#include "rows.h"

#include <math.h>

GY_SAY(
    text,
    "metric.pattern-correlation 1 | Correlation of predicted and true patterns, row by row\n"
    "in  predicted T[row, target]\n"
    "in  target    T[row, target]\n"
    "out r    f64[group] mean chance=0 bounds=-1..1 best=high | mean over test rows of the Pearson "
    "correlation over targets\n"
    "out rows f64[group] sum bounds=0..1e18 | rows that have a correlation: neither pattern is "
    "flat\n"
    "stat sum f64[group] | of correlations\n"
    "stat n   f64[group] | rows with one\n"
    "param by text optional | coordinate of the targets (roi): a score for each of its values\n"
    "doc | If targets differ in their means every pattern looks like the mean pattern, and "
    "shuffled rows score far above 0: centre each target by its training mean first.\n"
    "licence | MIT\n");

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "predicted"), *y = gy_get(c, "target");
    double *sum = gy_doubles(c, "sum"), *n = gy_doubles(c, "n");
    int64_t all = x->shape[1];
    mt_groups g;
    GY_TRY(mt_group(c, all, &g));
    double *room = (double *)tr_scratch(c, 2 * all + 1, (int64_t)sizeof *room);
    if (!room) {
        return tr_memory(c, "predicted");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (i % 64 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < g.n; k++) {
            int64_t m = g.first[k + 1] - g.first[k], *column = g.column + g.first[k];
            int shaped = mt_unit_row(x, i, column, m, 1, room);
            if (mt_unit_row(y, i, column, m, 1, room + all) && shaped) {
                sum[k] += fmax(-1, fmin(1, mt_dot(room, room + all, m)));
                n[k] += 1;
            }
        }
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t m = gy_get(c, "predicted")->shape[1];
    if (m > INT64_MAX / 128) {
        return gy_fail(c, GY_SHAPE, "predicted", "this many targets do not fit in memory");
    }
    GY_TRY(mt_name_groups(c, m));
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, (mt_groups_room(m) + 2 * m + 1) * (int64_t)sizeof(double), 0, 0);
}

static int solve(gy_call *c)
{
    const double *sum = (const double *)c->host->stat(c, "sum", -1)->data;
    const double *n = (const double *)c->host->stat(c, "n", -1)->data;
    gy_array *r = gy_get(c, "r");
    for (int64_t k = 0; k < r->shape[0]; k++) {
        ((double *)r->data)[k] = n[k] > 0 ? sum[k] / n[k] : (double)NAN;
        gy_doubles(c, "rows")[k] = n[k];
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)
