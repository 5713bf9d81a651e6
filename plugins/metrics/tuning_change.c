/* SPDX-License-Identifier: MIT
 *
 * tuning_change.c: how tuning curves on a ring have changed around an adapter. The preferred angle
 * is that of sum_s r_s exp(2 pi i angle_s / period); differences are taken the shorter way.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.tuning-change 1 | Change of tuning curves around an adapter: size and preferred "
       "angle\n"
       "in    before f64[row, neuron] | responses, a row per stimulus\n"
       "in    after  f64[row, neuron]\n"
       "out   repulsion f64[] mean | mean shift away from the adapter, of the neurons whose "
       "distance is above 0 and at most `flank`\n"
       "out   attracted f64[] mean bounds=0..1 | share of these neurons that shift towards it\n"
       "out   near   f64[] mean | mean of `size` of the neurons at most `centre` away from it\n"
       "out   far    f64[] mean | mean of `size` of the neurons more than `flank` away\n"
       "out   distance f64[neuron] mean | preferred angle before, from the adapter\n"
       "out   shift  f64[neuron] mean | change of the preferred angle, above 0: away from the "
       "adapter\n"
       "out   size   f64[neuron] mean | largest response after / before\n"
       "param adapter f64       | angle\n"
       "param period  f64 = 180 >0 | angle of a whole turn\n"
       "param centre  f64 = 10 >=0\n"
       "param flank   f64 = 45 >0\n"
       "block all\n"
       "doc | The rows need the coordinate angle.\n"
       "licence | MIT\n");

static const double TURN = 6.283185307179586;

/* The shorter way round: -period / 2 .. period / 2. */
static double way(double angle, double period)
{
    return angle - period * floor(angle / period + 0.5);
}

static double preferred(const gy_array *x, const gy_array *angle, int64_t neuron, double period,
                        double *largest)
{
    double re = 0, im = 0;
    *largest = -(double)INFINITY;
    for (int64_t s = 0; s < x->shape[0]; s++) {
        double r = gy_at2(x, s, neuron);
        int64_t row = x->rows ? x->rows[s] : x->first + s;
        double turn = TURN * gy_element(angle, row * angle->stride[0]) / period;
        re += r * cos(turn);
        im += r * sin(turn);
        *largest = fmax(*largest, r);
    }
    return atan2(im, re) / TURN * period;
}

static void put(gy_call *c, const char *name, int64_t k, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[k] = value;
    }
}

static int resolve(gy_call *c)
{
    return c->host->coord(c, "before.row", "angle")
               ? GY_OK
               : gy_fail(c, GY_DATA, "before", "its rows have no coordinate `angle`");
}

static int solve(gy_call *c)
{
    const gy_array *a = gy_get(c, "before"), *b = gy_get(c, "after");
    const gy_array *angle = c->host->coord(c, "before.row", "angle");
    double period = gy_number(c, "period"), adapter = gy_number(c, "adapter");
    double edge = 1e-9 * period; /* angles at the edge of a range belong to it */
    double flank = gy_number(c, "flank") + edge, centre = gy_number(c, "centre") + edge;
    double away = 0, n_flank = 0, near = 0, n_near = 0, far = 0, n_far = 0, towards = 0;
    if (a->shape[0] < 2) {
        return gy_fail(c, GY_DATA, "before", "a tuning curve needs two stimuli");
    }
    for (int64_t i = 0; i < a->shape[1]; i++) {
        double m = 0, n = 0, first = preferred(a, angle, i, period, &m);
        double shift = way(preferred(b, angle, i, period, &n) - first, period);
        double d = way(first - adapter, period), size = n / m;
        int at_it = fabs(d) < 1e-6 * period, flanks = !at_it && fabs(d) <= flank;
        shift = d < 0 && !at_it ? -shift : shift;
        put(c, "distance", i, d);
        put(c, "shift", i, shift);
        put(c, "size", i, size);
        away += flanks ? shift : 0;
        towards += flanks && shift < 0;
        n_flank += flanks;
        near += fabs(d) <= centre ? size : 0;
        n_near += fabs(d) <= centre;
        far += fabs(d) > flank ? size : 0;
        n_far += fabs(d) > flank;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    put(c, "repulsion", 0, n_flank > 0 ? away / n_flank : (double)NAN);
    put(c, "attracted", 0, n_flank > 0 ? towards / n_flank : (double)NAN);
    put(c, "near", 0, n_near > 0 ? near / n_near : (double)NAN);
    put(c, "far", 0, n_far > 0 ? far / n_far : (double)NAN);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
