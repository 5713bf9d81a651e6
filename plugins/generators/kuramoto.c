/* SPDX-License-Identifier: MIT
 *
 * kuramoto.c: phase oscillators that pull each other.
 *
 *   all:   dtheta_i/dt = w_i + (K / n) sum_j sin(theta_j - theta_i - lag)
 *   ring:  dtheta_i/dt = w_i + K sum over both neighbours of sin(theta_j - theta_i - lag)
 *
 * With Lorentzian frequencies of half width s, all-to-all and without lag, oscillators begin to
 * lock at K_c = 2 / (pi g(0)) = 2 s, and for many of them the order parameter is sqrt(1 - K_c / K)
 * above. On a ring of equal oscillators a wave of `twists` turns keeps its shape and moves with
 * -(w - 2 K sin(lag) cos(d)) / d oscillators per second, d = 2 pi twists / n.
 */
#include "oscillators.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "generator.kuramoto 1 | Phase oscillators that pull each other\n"
    "out phase     f64[row:time, oscillator] | -pi to pi\n"
    "out frequency f64[oscillator] | natural frequencies, rad/s\n"
    "out critical  f64[] | coupling at which locking begins, 2 spread; NaN for a ring\n"
    "out expected  f64[] | order parameter of infinitely many; NaN for a ring or with a lag\n"
    "out speed     f64[] | of the planted wave, oscillators per second; NaN unless a ring of equal "
    "ones starts twisted\n"
    "param n_oscillators i64 = 500 2..100000\n"
    "param coupling  f64 = 1 >=0 | K, 1/s\n"
    "param topology  choice(all, ring) = all\n"
    "param lag       f64 = 0 -3.2..3.2 | rad\n"
    "param centre    f64 = 0 | mean frequency, rad/s\n"
    "param spread    f64 = 1 >=0 | half width of the Lorentzian of frequencies, rad/s\n"
    "param frequencies choice(quantiles, random) = quantiles | evenly through the distribution, or "
    "drawn from it\n"
    "param start     choice(random, twisted) = random | uniform phases, or a wave\n"
    "param twists    i64 = 1 -100000..100000 | turns of the wave around the ring\n"
    "param kick      f64 = 0 0..10 | sd of a random deviation from the wave, rad\n"
    "param step      quantity(s) = 0.1 s >0 | time between rows\n"
    "param dt        quantity(s) = 0.01 s >0 | step of integration (Runge-Kutta of order 4)\n"
    "param settle    quantity(s) = 0 s >=0 | time before the first row\n"
    "param duration  quantity(s) = 10 s >0\n"
    "doc | A dt is refused where phases that are locked would be unstable, dt > 2.785 / (rate of "
    "the fastest relaxation), or an oscillator makes more than half a turn in it.\n"
    "licence | MIT\n"
    "cite | Kuramoto (1984), Chemical Oscillations, Waves, and Turbulence, Springer\n"
    "cite | Strogatz (2000), Physica D 143, 1-20\n");

typedef struct model {
    int64_t n;
    double coupling, lag, centre, spread;
    int ring, drawn, twisted;
    const double *frequency;
} model;

static int model_of(gy_call *c, model *m, os_times *t)
{
    m->n = gy_integer(c, "n_oscillators");
    m->coupling = gy_number(c, "coupling");
    m->lag = gy_number(c, "lag");
    m->centre = gy_number(c, "centre");
    m->spread = gy_number(c, "spread");
    m->ring = gy_is(c, "topology", "ring");
    m->drawn = gy_is(c, "frequencies", "random");
    m->twisted = gy_is(c, "start", "twisted");
    if (!isfinite(m->centre) || !isfinite(m->coupling) || !isfinite(m->spread)) {
        return gy_fail(c, GY_PARAM, "centre", "frequencies and coupling are finite");
    }
    GY_TRY(os_times_of(c, t));
    if (t->rows > INT64_MAX / 16 / m->n) {
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
    GY_TRY(c->host->set_scratch(c, m.n * 40, 0, 0));
    return c->host->set_length(c, "oscillator", m.n);
}

static void all_slope(const void *model_, const double *x, double *dx)
{
    const model *m = (const model *)model_;
    double re = 0, im = 0;
    double *sine = dx; /* dx holds sin x until it is replaced */
    for (int64_t i = 0; i < m->n; i++) {
        sine[i] = sin(x[i]);
        re += cos(x[i]);
        im += sine[i];
    }
    double size = m->coupling * sqrt(re * re + im * im) / (double)m->n,
           mean = atan2(im, re) - m->lag;
    for (int64_t i = 0; i < m->n; i++) {
        dx[i] = m->frequency[i] + size * sin(mean - x[i]);
    }
}

static void ring_slope(const void *model_, const double *x, double *dx)
{
    const model *m = (const model *)model_;
    for (int64_t i = 0; i < m->n; i++) {
        double before = x[i > 0 ? i - 1 : m->n - 1], after = x[i + 1 < m->n ? i + 1 : 0];
        dx[i] = m->frequency[i] +
                m->coupling * (sin(before - x[i] - m->lag) + sin(after - x[i] - m->lag));
    }
}

static int begin(gy_call *c, const model *m, double *x)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double twist = 2 * OS_PI * (double)gy_integer(c, "twists") / (double)m->n;
    GY_TRY(m->twisted ? rng->normal(c, "kick", 0, m->n, x) : rng->uniform(c, "phase", 0, m->n, x));
    for (int64_t i = 0; i < m->n; i++) {
        x[i] = m->twisted ? twist * (double)i + gy_number(c, "kick") * x[i] : 2 * OS_PI * x[i];
    }
    return GY_OK;
}

/* What theory says of these parameters. */
static void write_theory(gy_call *c, const model *m)
{
    double critical = 2 * m->spread,
           twist = 2 * OS_PI * (double)gy_integer(c, "twists") / (double)m->n;
    double order = m->coupling > critical ? sqrt(1 - critical / m->coupling) : 0;
    double rate = m->centre - 2 * m->coupling * sin(m->lag) * cos(twist);
    int wave = m->ring && m->twisted && m->spread <= 0 && fabs(twist) > 0;
    gy_doubles(c, "critical")[0] = m->ring ? (double)NAN : critical;
    gy_doubles(c, "expected")[0] = m->ring || fabs(m->lag) > 0 ? (double)NAN : order;
    gy_doubles(c, "speed")[0] = wave ? -rate / twist : (double)NAN;
}

static int run(gy_call *c)
{
    model m;
    os_times t;
    GY_TRY(model_of(c, &m, &t));
    double *x = (double *)c->host->scratch(c, m.n * 8), fastest = 0;
    double *space = (double *)c->host->scratch(c, m.n * 24),
           *frequency = gy_doubles(c, "frequency");
    double *out = gy_doubles(c, "phase");
    if (!x || !space) {
        return gy_fail(c, GY_MEMORY, "n_oscillators", "no memory for the oscillators");
    }
    GY_TRY(os_lorentzian(c, m.n, m.centre, m.spread, m.drawn, frequency));
    m.frequency = frequency;
    for (int64_t i = 0; i < m.n; i++) {
        fastest = fmax(fastest, fabs(frequency[i]) + m.coupling * (m.ring ? 2 : 1));
    }
    GY_TRY(os_refuse(c, &t, fmin(OS_LIMIT / (m.coupling * (m.ring ? 4 : 2)), OS_PI / fastest)));
    GY_TRY(begin(c, &m, x));
    for (int64_t r = -t.settle; r < t.rows; r++) {
        for (int64_t i = 0; r >= 0 && i < m.n; i++) {
            out[r * m.n + i] = os_wrap(x[i]);
        }
        for (int64_t k = 0; k < t.inner; k++) {
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            os_step(m.ring ? ring_slope : all_slope, &m, m.n, t.dt, x, space);
        }
        c->host->progress(c, (double)(r + t.settle + 1) / (double)(t.rows + t.settle));
    }
    write_theory(c, &m);
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
