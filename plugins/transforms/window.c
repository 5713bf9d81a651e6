/* SPDX-License-Identifier: MIT
 *
 * window.c: one value per row and column from a stretch of the time axis.
 */
#include "times.h"

GY_SAY(text,
       "transform.window 1 | Mean of epochs over a window of their time axis\n"
       "in    x      T[row, channel, time] | epochs; the time axis has a rate\n"
       "out   y      T[row, channel]       | mean over the samples of the window\n"
       "param from   quantity(s)           | samples with from <= time < from + length\n"
       "param length quantity(s) >0        | of the window\n"
       "reach y.row x.row row\n"
       "doc | A sample that is early by less than a millionth of a step counts as being there.\n"
       "licence | MIT\n");

/* Samples lo .. hi - 1 of the window; time t is at start + t step. */
static int find(gy_call *c, int64_t n, int64_t *out_lo, int64_t *out_hi)
{
    double from = gy_number(c, "from"), length = gy_number(c, "length"), step = 0, start = 0;
    if (c->host->rate(c, "x.time", &step, &start) != GY_OK || !(step > 0)) {
        return gy_fail(c, GY_SHAPE, "x", "its last axis has no rate: these are no epochs");
    }
    double lo = ceil((from - start) / step - 1e-6);
    double hi = ceil((from + length - start) / step - 1e-6);
    lo = fmax(0, lo);
    hi = fmin((double)n, hi);
    if (!(lo < hi)) {
        return tr_fail(c, GY_PARAM, "from", "no sample lies in the window: times are %g s to %g s",
                       start, start + step * (double)(n - 1));
    }
    *out_lo = (int64_t)lo;
    *out_hi = (int64_t)hi;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    int64_t lo = 0, hi = 0;
    return find(c, gy_get(c, "x")->shape[2], &lo, &hi);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t lo = 0, hi = 0, channels = x->shape[1];
    GY_TRY(find(c, x->shape[2], &lo, &hi));
    for (int64_t i = 0; i < y->shape[0]; i++) {
        if ((i & 255) == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < channels; k++) {
            double sum = 0;
            for (int64_t t = lo; t < hi; t++) {
                sum += gy_element(x, i * x->stride[0] + k * x->stride[1] + t * x->stride[2]);
            }
            tr_put(y, i * channels + k, sum / (double)(hi - lo));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
