/* SPDX-License-Identifier: MIT
 *
 * stuart_landau.c: oscillators with an amplitude, near a Hopf bifurcation, pulled to their mean.
 *
 *   dz_i/dt = (growth + i w_i) z_i - (1 + i shear) |z_i|^2 z_i + K (mean of z - z_i) + noise
 *
 * Alone and without noise |z| goes to sqrt(growth) where growth > 0, else to 0:
 *
 *   |z(t)|^2 = growth / (1 - (1 - growth / |z(0)|^2) exp(-2 growth t)),
 *
 * and the frequency there is w - shear x growth.
 */
#include "oscillators.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "generator.stuart-landau 1 | Oscillators with an amplitude, pulled to their mean\n"
    "out x f64[row:time, oscillator] | real part\n"
    "out y f64[row:time, oscillator] | imaginary part\n"
    "out amplitude f64[row:time, oscillator]\n"
    "out expected  f64[] | amplitude of one alone without noise, after long: sqrt(growth) or 0\n"
    "out rate      f64[] | its frequency there, rad/s\n"
    "param n_oscillators i64 = 10 1..100000\n"
    "param growth   f64 = 1 -1000..1000 | 1/s; above 0 a limit cycle\n"
    "param centre   f64 = 6.283185307179586 | mean frequency, rad/s\n"
    "param spread   f64 = 0 >=0 | half width of the Lorentzian of frequencies, rad/s\n"
    "param shear    f64 = 0 -100..100 | how the frequency depends on the amplitude\n"
    "param coupling f64 = 0 >=0 | K, 1/s\n"
    "param begin    f64 = 0.1 >=0 <=1000 | |z| at the start; phases are random\n"
    "param noise    f64 = 0 >=0 | sd of what white noise adds to x and to y in 1 s\n"
    "param step     quantity(s) = 0.01 s >0 | time between rows\n"
    "param dt       quantity(s) = 0.001 s >0 | step of integration (Runge-Kutta of order 4; noise "
    "is added between steps)\n"
    "param settle   quantity(s) = 0 s >=0 | time before the first row\n"
    "param duration quantity(s) = 10 s >0\n"
    "doc | A dt longer than 2.785 over the largest size that the equation's derivative can have "
    "is refused: there the method is no longer stable.\n"
    "licence | MIT\n"
    "cite | Kuramoto (1984), Chemical Oscillations, Waves, and Turbulence, Springer\n");

typedef struct model {
    int64_t n;
    double growth, shear, coupling, begin, noise, centre, spread;
    const double *frequency;
} model;

static int model_of(gy_call *c, model *m, os_times *t)
{
    *m = (model){gy_integer(c, "n_oscillators"), gy_number(c, "growth"), gy_number(c, "shear"),
                 gy_number(c, "coupling"),       gy_number(c, "begin"),  gy_number(c, "noise"),
                 gy_number(c, "centre"),         gy_number(c, "spread"), 0};
    if (!isfinite(m->centre) || !isfinite(m->coupling) || !isfinite(m->spread)) {
        return gy_fail(c, GY_PARAM, "centre", "frequencies and coupling are finite");
    }
    GY_TRY(os_times_of(c, t));
    if (t->rows > INT64_MAX / 64 / m->n) {
        return gy_fail(c, GY_PARAM, "duration", "this many rows and oscillators fit in no memory");
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    model m;
    os_times t;
    GY_TRY(model_of(c, &m, &t));
    GY_TRY(os_set_rows(c, &t));
    GY_TRY(c->host->set_scratch(c, m.n * 88, 0, 0));
    return c->host->set_length(c, "oscillator", m.n);
}

/* x: real parts, then imaginary parts. */
static void slope(const void *model_, const double *x, double *dx)
{
    const model *m = (const model *)model_;
    const double *y = x + m->n;
    double mx = 0, my = 0;
    for (int64_t i = 0; i < m->n; i++) {
        mx += x[i] / (double)m->n;
        my += y[i] / (double)m->n;
    }
    for (int64_t i = 0; i < m->n; i++) {
        double square = x[i] * x[i] + y[i] * y[i], real = m->growth - square;
        double turn = m->frequency[i] - m->shear * square;
        dx[i] = real * x[i] - turn * y[i] + m->coupling * (mx - x[i]);
        dx[m->n + i] = real * y[i] + turn * x[i] + m->coupling * (my - y[i]);
    }
}

/* One row's steps of integration. */
static int advance(gy_call *c, const model *m, const os_times *t, int64_t row, double *x,
                   double *space, double *draw)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    for (int64_t k = 0; k < t->inner; k++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        os_step(slope, m, 2 * m->n, t->dt, x, space);
        if (m->noise > 0) {
            GY_TRY(rng->normal(c, "noise", row * t->inner + k, 2 * m->n, draw));
            for (int64_t i = 0; i < 2 * m->n; i++) {
                x[i] += m->noise * sqrt(t->dt) * draw[i];
            }
        }
    }
    return GY_OK;
}

/* The largest size of the derivative of the right side, |z|^2 up to `square`. */
static double largest(const model *m, double fastest)
{
    double square = fmax(m->growth, m->begin * m->begin);
    return fabs(m->growth) + fastest + 3 * sqrt(1 + m->shear * m->shear) * square + 2 * m->coupling;
}

static int begin(gy_call *c, const model *m, const os_times *t, double *frequency, double *x)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double fastest = 0;
    GY_TRY(os_lorentzian(c, m->n, m->centre, m->spread, 0, frequency));
    for (int64_t i = 0; i < m->n; i++) {
        fastest = fmax(fastest, fabs(frequency[i]));
    }
    GY_TRY(os_refuse(c, t, OS_LIMIT / largest(m, fastest)));
    GY_TRY(rng->uniform(c, "phase", 0, m->n, x));
    for (int64_t i = 0; i < m->n; i++) {
        double phase = 2 * OS_PI * x[i];
        x[i] = m->begin * cos(phase);
        x[m->n + i] = m->begin * sin(phase);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    model m;
    os_times t;
    GY_TRY(model_of(c, &m, &t));
    double *x = (double *)c->host->scratch(c, m.n * 88);
    if (!x) {
        return gy_fail(c, GY_MEMORY, "n_oscillators", "no memory for the oscillators");
    }
    double *frequency = x + 2 * m.n, *space = frequency + m.n, *draw = space + 6 * m.n;
    m.frequency = frequency;
    GY_TRY(begin(c, &m, &t, frequency, x));
    for (int64_t r = -t.settle; r < t.rows; r++) {
        for (int64_t i = 0; r >= 0 && i < m.n; i++) {
            gy_doubles(c, "x")[r * m.n + i] = x[i];
            gy_doubles(c, "y")[r * m.n + i] = x[m.n + i];
            gy_doubles(c, "amplitude")[r * m.n + i] = hypot(x[i], x[m.n + i]);
        }
        GY_TRY(advance(c, &m, &t, r + t.settle, x, space, draw));
        c->host->progress(c, (double)(r + t.settle + 1) / (double)(t.rows + t.settle));
    }
    gy_doubles(c, "expected")[0] = sqrt(fmax(0, m.growth));
    gy_doubles(c, "rate")[0] = m.centre - m.shear * fmax(0, m.growth);
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
