/* SPDX-License-Identifier: MIT
 *
 * detection_rate.c: how often something was detected, and whether that is the expected probability.
 * Wilson's interval of z standard deviations: (r + z^2 / 2n -+ z sqrt(r (1 - r) / n + z^2 / 4n^2))
 * / (1 + z^2 / n).
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "metric.detection-rate 1 | Share of detections, with an interval, beside what is expected\n"
    "in    detected real[row, unit]     | above 0 is a detection\n"
    "in    expected f64[case] optional missing | expected probabilities, of which `case` is looked "
    "at\n"
    "out   rate   f64[] mean bounds=0..1 | detections / trials\n"
    "out   low    f64[] mean bounds=0..1 | lower end of Wilson's interval\n"
    "out   high   f64[] mean bounds=0..1 | its upper end\n"
    "out   trials f64[] sum             | elements of `detected`\n"
    "out   inside f64[] mean bounds=0..1 | 1 if the expected probability is in the interval\n"
    "out   deviation f64[] mean         | (rate - expected) / sqrt(expected (1 - expected) / "
    "trials); NaN without `expected`\n"
    "param case i64 = 0 >=0             | which of the expected ones, counted from 0\n"
    "param z    f64 = 3.29 >0           | half width of the interval in standard deviations; "
    "3.29 is 99.9 %\n"
    "param negate bool = false          | count what was not detected\n"
    "stat  hits f64[1] | detections\n"
    "stat  n    f64[1] | trials\n"
    "doc | The interval takes trials as independent. Random patterns against random segments are "
    "pairwise independent, also where they share a row or a segment.\n"
    "licence | MIT\n"
    "cite | Wilson (1927), Journal of the American Statistical Association 22, 209-212\n");

static int resolve(gy_call *c)
{
    const gy_array *expected = gy_get(c, "expected");
    if (expected && gy_integer(c, "case") >= expected->shape[0]) {
        return gy_fail(c, GY_PARAM, "case", "`expected` has fewer cases than that");
    }
    return GY_OK;
}

static int add(gy_call *c)
{
    const gy_array *x = gy_get(c, "detected");
    double *hits = gy_doubles(c, "hits"), *n = gy_doubles(c, "n");
    int negate = gy_is(c, "negate", "true");
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            int seen = gy_element(x, i * x->stride[0] + j * x->stride[1]) > 0;
            hits[0] += seen != negate;
        }
    }
    n[0] += (double)(x->shape[0] * x->shape[1]);
    return GY_OK;
}

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

static int solve(gy_call *c)
{
    double hits = ((const double *)c->host->stat(c, "hits", -1)->data)[0];
    double n = ((const double *)c->host->stat(c, "n", -1)->data)[0], z = gy_number(c, "z");
    const gy_array *expected = gy_get(c, "expected");
    double r = n > 0 ? hits / n : (double)NAN, p = (double)NAN, over = 1 + z * z / n;
    if (expected) {
        p = gy_at1(expected, gy_integer(c, "case"));
        if (!(p >= 0 && p <= 1)) {
            return gy_fail(c, GY_DATA, "expected", "a probability is 0 to 1");
        }
    }
    double middle = (r + z * z / (2 * n)) / over;
    double half = z * sqrt(r * (1 - r) / n + z * z / (4 * n * n)) / over;
    put(c, "rate", r);
    put(c, "low", middle - half);
    put(c, "high", middle + half);
    put(c, "trials", n);
    put(c, "inside", expected ? (p >= middle - half && p <= middle + half) : (double)NAN);
    put(c, "deviation", p > 0 && p < 1 ? (r - p) / sqrt(p * (1 - p) / n) : (double)NAN);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)
