/* SPDX-License-Identifier: MIT
 *
 * summary.c: a few numbers about any value, so that [check] can look at it: at the error of every
 * iteration of a fit, for example.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "metric.summary 1 | Mean, extremes and steps of any numbers\n"
    "in  x real[...] missing | numbers; steps are along the first axis; NaN does not count\n"
    "out mean  f64[] | of all that are there; NaN if none is\n"
    "out least f64[]\n"
    "out most  f64[]\n"
    "out first f64[] | mean over the first index of the first axis\n"
    "out last  f64[] | mean over the last\n"
    "out rise  f64[] | largest change from one index of the first axis to the next, over all other "
    "axes; below 0 if all fall; NaN without a step\n"
    "out fall  f64[] | smallest change\n"
    "out missing f64[] | share that is missing\n"
    "block all\n"
    "licence | MIT\n");

static double at(const gy_array *x, int64_t k)
{
    int64_t offset = 0, rest = k;
    if (x->valid && !x->valid[k]) {
        return (double)NAN;
    }
    for (int32_t d = x->rank - 1; d >= 0; d--) {
        offset += rest % x->shape[d] * x->stride[d];
        rest /= x->shape[d];
    }
    return gy_element(x, offset);
}

/* Mean of elements lo .. hi - 1. */
static double mean_of(const gy_array *x, int64_t lo, int64_t hi)
{
    double sum = 0, n = 0;
    for (int64_t k = lo; k < hi; k++) {
        double v = at(x, k);
        sum += isnan(v) ? 0 : v;
        n += !isnan(v);
    }
    return n > 0 ? sum / n : (double)NAN;
}

static void put(gy_call *c, const char *name, double value)
{
    gy_doubles(c, name)[0] = value;
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = gy_size_from(x, 0), width = x->rank > 0 ? gy_size_from(x, 1) : 1, there = 0;
    double least = (double)NAN, most = (double)NAN, rise = (double)NAN, fall = (double)NAN;
    if (n < 1) {
        return gy_fail(c, GY_DATA, "x", "there are no numbers");
    }
    for (int64_t k = 0; k < n; k++) {
        double v = at(x, k), step = k >= width ? v - at(x, k - width) : (double)NAN;
        if (k % 65536 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        there += !isnan(v);
        least = fmin(least, v); /* fmin and fmax skip NaN */
        most = fmax(most, v);
        rise = fmax(rise, step);
        fall = fmin(fall, step);
    }
    put(c, "mean", mean_of(x, 0, n));
    put(c, "least", least);
    put(c, "most", most);
    put(c, "first", mean_of(x, 0, width));
    put(c, "last", mean_of(x, n - width, n));
    put(c, "rise", rise);
    put(c, "fall", fall);
    put(c, "missing", 1 - (double)there / (double)n);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
