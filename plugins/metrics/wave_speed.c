/* SPDX-License-Identifier: MIT
 *
 * wave_speed.c: speed of a plane wave along a line (or ring) of sites: phase(t, j) = rate t + k j.
 * Its crests move with -rate / k sites per second. rate and k are the angles of the mean vectors of
 * the differences from row to row and from site to site.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text, "metric.wave-speed 1 | Speed of a wave of phase along a line of sites\n"
             "in  phase f64[row:time, site] | rad; the sites are equally far apart\n"
             "out speed     f64[] | sites per second, towards larger numbers; NaN where k is 0\n"
             "out rate      f64[] | rad/s\n"
             "out k         f64[] | rad per site\n"
             "out coherence f64[] mean bounds=0..1 best=high | length of the mean vector from site "
             "to site: 1 "
             "for a plane wave\n"
             "block all\n"
             "doc | Between rows, and between sites, a phase must turn by less than half a turn.\n"
             "licence | MIT\n"
             "cite | Muller et al. (2018), Nature Reviews Neuroscience 19, 255-268\n");

static int solve(gy_call *c)
{
    const gy_array *phase = gy_get(c, "phase");
    double step = 0, start = 0, t_re = 0, t_im = 0, x_re = 0, x_im = 0, pairs = 0;
    int64_t rows = phase->shape[0], sites = phase->shape[1];
    if (c->host->rate(c, "phase.row", &step, &start) != GY_OK || !(step > 0)) {
        return gy_fail(c, GY_SHAPE, "phase", "its rows are not equally far apart in time");
    }
    if (rows < 2 || sites < 2) {
        return gy_fail(c, GY_DATA, "phase", "a speed needs two rows and two sites");
    }
    for (int64_t i = 0; i < rows; i++) {
        int64_t row = phase->rows ? phase->rows[i] : phase->first + i;
        int64_t last = i > 0 ? (phase->rows ? phase->rows[i - 1] : row - 1) : -2;
        for (int64_t j = 0; j < sites; j++) {
            double p = gy_at2(phase, i, j);
            if (last == row - 1) {
                double d = p - gy_at2(phase, i - 1, j);
                t_re += cos(d);
                t_im += sin(d);
            }
            if (j > 0) {
                double d = p - gy_at2(phase, i, j - 1);
                x_re += cos(d);
                x_im += sin(d);
                pairs += 1;
            }
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    double rate = atan2(t_im, t_re) / step, k = atan2(x_im, x_re);
    gy_doubles(c, "speed")[0] = fabs(k) > 0 ? -rate / k : (double)NAN;
    gy_doubles(c, "rate")[0] = rate;
    gy_doubles(c, "k")[0] = k;
    gy_doubles(c, "coherence")[0] = fmin(1, hypot(x_re, x_im) / pairs);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
