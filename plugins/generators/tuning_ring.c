/* SPDX-License-Identifier: MIT
 *
 * tuning_ring.c: neurons tuned to an orientation, evenly spread over a ring, and their connections.
 *
 * drive[s, i] = base + size_i exp(width (cos(2 pi (angle_s - angle_i) / period) - 1))
 * weights[i, j] = (excitation e(d_ij) - inhibition h(d_ij)) / neurons, e and h likewise with widths
 * of their own, each divided by its mean over the ring, so that a row sums to excitation -
 * inhibition. The matrix is symmetric and, like the drive, the same after a turn of the ring.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "generator.tuning-ring 1 | Neurons on a ring of orientations: drive, connections, contexts\n"
       "out   drive   f64[row:stimulus, neuron] | feedforward drive to each stimulus\n"
       "out   weights f64[neuron, from]    | recurrent connections, symmetric\n"
       "out   uniform f64[row:stimulus]    | probability of each stimulus, sums to 1: all alike\n"
       "out   biased  f64[row:stimulus]    | likewise: `share` for the adapter, the rest for the "
       "others\n"
       "param neurons    i64 = 64 2..20000\n"
       "param stimuli    i64 = 64 2..1000000 | at even angles from 0\n"
       "param period     f64 = 180 >0      | angle of a whole turn\n"
       "param width      f64 = 2 >=0       | concentration of the tuning\n"
       "param base       f64 = 0 >=0       | drive far from the preferred angle\n"
       "param unequal    f64 = 0 0..10     | sd of a factor 1 + unequal * normal of each neuron's "
       "tuning: above 0 the ring is not the same after a turn\n"
       "param excitation f64 = 0.8 >=0     | sum of the excitatory connections of a neuron\n"
       "param inhibition f64 = 0.6 >=0\n"
       "param excitation_width f64 = 4 >=0 | concentration of the connections\n"
       "param inhibition_width f64 = 0 >=0\n"
       "param strength   f64 = 1 >=0       | factor of all connections\n"
       "param adapter    f64 = 90          | angle; the nearest stimulus is it\n"
       "param share      f64 = 0.5 0..1    | its probability in `biased`\n"
       "doc | Rows and neurons have the coordinate angle. This is synthetic data.\n"
       "licence | MIT\n");

static const double TURN = 6.283185307179586;

/* exp(width (cos - 1)) of the difference of two of n even positions, as a share of a turn. */
static double bump(double turn, double width)
{
    return exp(width * (cos(TURN * turn) - 1));
}

static int set_angles(gy_call *c, const char *symbol, int64_t n)
{
    double *angle = (double *)c->host->scratch(c, n * 8);
    int64_t stride = 1;
    if (!angle) {
        return gy_fail(c, GY_MEMORY, symbol, "no memory for the angles");
    }
    for (int64_t i = 0; i < n; i++) {
        angle[i] = gy_number(c, "period") * (double)i / (double)n;
    }
    gy_array a = {.size = sizeof a, .code = GY_FLOAT, .bits = 64, .rank = 1};
    a.data = angle;
    a.shape = &n;
    a.stride = &stride;
    return c->host->set_coord(c, symbol, "angle", &a);
}

static int resolve(gy_call *c)
{
    int64_t n = gy_integer(c, "neurons"), m = gy_integer(c, "stimuli");
    GY_TRY(c->host->set_length(c, "row", m));
    GY_TRY(c->host->set_length(c, "neuron", n));
    GY_TRY(c->host->set_length(c, "from", n));
    GY_TRY(set_angles(c, "row", m));
    return set_angles(c, "neuron", n);
}

static int put_drive(gy_call *c, gy_array *drive)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t m = drive->shape[0], n = drive->shape[1];
    double *to = (double *)drive->data, unequal = gy_number(c, "unequal");
    double width = gy_number(c, "width"), base = gy_number(c, "base");
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t i = 0; i < n; i++) {
        double factor = 0;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(rng->normal(c, "size", i, 1, &factor));
        for (int64_t s = 0; s < m; s++) {
            double turn = (double)s / (double)m - (double)i / (double)n;
            to[s * n + i] = base + (1 + unequal * factor) * bump(turn, width);
        }
    }
    return GY_OK;
}

static int put_weights(gy_call *c, gy_array *weights)
{
    int64_t n = weights->shape[0];
    double *to = (double *)weights->data, we = gy_number(c, "excitation_width");
    double wi = gy_number(c, "inhibition_width"), e = 0, h = 0;
    for (int64_t k = 0; k < n; k++) {
        e += bump((double)k / (double)n, we);
        h += bump((double)k / (double)n, wi);
    }
    e = gy_number(c, "strength") * gy_number(c, "excitation") / e;
    h = gy_number(c, "strength") * gy_number(c, "inhibition") / h;
    for (int64_t i = 0; i < n; i++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t j = 0; j < n; j++) { /* of |i - j|, the shorter way: exactly symmetric */
            int64_t d = i > j ? i - j : j - i;
            double turn = (double)(d < n - d ? d : n - d) / (double)n;
            to[i * n + j] = e * bump(turn, we) - h * bump(turn, wi);
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    gy_array *drive = gy_get(c, "drive"), *weights = gy_get(c, "weights");
    double *uniform = gy_doubles(c, "uniform"), *biased = gy_doubles(c, "biased");
    int64_t m = gy_integer(c, "stimuli");
    double turn = gy_number(c, "adapter") / gy_number(c, "period"), share = gy_number(c, "share");
    int64_t adapter = (int64_t)floor((turn - floor(turn)) * (double)m + 0.5) % m;
    for (int64_t s = 0; s < m; s++) {
        if (uniform) {
            uniform[s] = 1 / (double)m;
        }
        if (biased) {
            biased[s] = s == adapter ? share : (1 - share) / (double)(m - 1);
        }
    }
    GY_TRY(drive ? put_drive(c, drive) : GY_OK);
    return weights ? put_weights(c, weights) : GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
