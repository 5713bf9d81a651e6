/* SPDX-License-Identifier: MIT
 *
 * pattern_correlation.c: Pearson correlation over targets within each test row, then the mean over
 * rows. Squares and sums of a row are its own, so rows are added block by block.
 */
#include "rows.h"

#include <math.h>

GY_SAY(text,
       "metric.pattern-correlation 1 | Correlation of predicted and true patterns, row by row\n"
       "in  predicted T[row, target]\n"
       "in  target    T[row, target]\n"
       "out r    f64[] mean chance=0 bounds=-1..1 best=high | mean over test rows of the Pearson "
       "correlation over targets\n"
       "out rows f64[] sum bounds=0..1e18 | rows that have a correlation: neither pattern is flat\n"
       "stat sum f64[1] | of correlations\n"
       "stat n   f64[1] | rows with one\n"
       "doc | If targets differ in their means every pattern looks like the mean pattern, and "
       "shuffled rows score far above 0: centre each target by its training mean first.\n"
       "licence | MIT\n");

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "predicted"), *y = gy_get(c, "target");
    double *sum = gy_doubles(c, "sum"), *n = gy_doubles(c, "n");
    int64_t m = x->shape[1];
    double *room = m > INT64_MAX / 64 ? 0 : (double *)c->host->scratch(c, (2 * m + 1) * 8);
    if (!room) {
        return gy_fail(c, GY_MEMORY, "predicted", "no memory for two patterns");
    }
    for (int64_t i = 0; i < x->shape[0]; i++) {
        if (i % 64 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        int shaped = mt_unit_row(x, i, 1, room);
        if (mt_unit_row(y, i, 1, room + m) && shaped) {
            sum[0] += fmax(-1, fmin(1, mt_dot(room, room + m, m)));
            n[0] += 1;
        }
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t m = gy_get(c, "predicted")->shape[1];
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch || m > INT64_MAX / 64) {
        return GY_OK;
    }
    return c->host->set_scratch(c, (2 * m + 1) * 8, 0, 0);
}

static int solve(gy_call *c)
{
    double sum = *(const double *)c->host->stat(c, "sum", -1)->data;
    double n = *(const double *)c->host->stat(c, "n", -1)->data;
    gy_doubles(c, "r")[0] = n > 0 ? sum / n : (double)NAN;
    gy_doubles(c, "rows")[0] = n;
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)
