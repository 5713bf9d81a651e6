/* SPDX-License-Identifier: MIT
 *
 * trend.c: does a value change along the rows? Least squares of y on the row number t:
 * slope = sum (t - mean t)(y - mean y) / sum (t - mean t)^2.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "metric.trend 1 | How a value changes along the rows\n"
    "in    y real[row]      | a value per row\n"
    "out   growth f64[] mean | slope times the span of rows, over the mean: 0 is constant, 1 grows "
    "by its own mean\n"
    "out   mean   f64[] mean | mean of y\n"
    "out   least  f64[] none | smallest\n"
    "out   most   f64[] none | largest\n"
    "block all\n"
    "licence | MIT\n");

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

static int solve(gy_call *c)
{
    const gy_array *y = gy_get(c, "y");
    int64_t n = y->shape[0];
    double mean = 0, middle = 0, ty = 0, tt = 0, least = (double)INFINITY, most = -(double)INFINITY;
    if (n < 2) {
        return gy_fail(c, GY_DATA, "y", "a trend needs two rows");
    }
    for (int64_t i = 0; i < n; i++) {
        double v = gy_element(y, i * y->stride[0]);
        mean += v / (double)n;
        middle += (double)(y->rows ? y->rows[i] : y->first + i) / (double)n;
        least = fmin(least, v);
        most = fmax(most, v);
    }
    for (int64_t i = 0; i < n; i++) {
        double t = (double)(y->rows ? y->rows[i] : y->first + i) - middle;
        ty += t * (gy_element(y, i * y->stride[0]) - mean);
        tt += t * t;
    }
    double span = (double)((y->rows ? y->rows[n - 1] - y->rows[0] : n - 1));
    put(c, "growth", ty / tt * span / mean);
    put(c, "mean", mean);
    put(c, "least", least);
    put(c, "most", most);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
