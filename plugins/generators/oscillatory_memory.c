/* SPDX-License-Identifier: MIT
 *
 * oscillatory_memory.c: patterns of phase that attract, stored as Hebbian couplings between phase
 * oscillators of one frequency (in whose frame the phases are told).
 *
 *   dtheta_i/dt = (K / n) sum_p sum_j sin(theta_j - theta_i + xi_i^p - xi_j^p)
 *
 * With overlaps m_p = (1/n) sum_j exp(i (theta_j - xi_j^p)) this is K sum_p |m_p| sin(arg m_p +
 * xi_i^p - theta_i). The cue is pattern 0 with deviations of a wrapped Cauchy distribution whose
 * mean vector is `cue` long. With one pattern and many oscillators the overlap follows
 *
 *   dR/dt = K R (1 - R^2) / 2,   R(t)^2 = 1 / (1 + (1 / cue^2 - 1) exp(-K t))
 *
 * since that family of distributions is invariant (Ott & Antonsen 2008).
 */
#include "oscillators.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "generator.oscillatory-memory 1 | Phase patterns that attract, and their recall from a cue\n"
       "out phase    f64[row:time, oscillator] | -pi to pi, in the frame that turns with all\n"
       "out overlap  f64[row:time, pattern]    | |mean of exp(i (phase - pattern))|\n"
       "out patterns f64[pattern, oscillator]  | stored\n"
       "out expected f64[row:time] | overlap with pattern 0 of infinitely many, if it is the only "
       "one\n"
       "param n_oscillators i64 = 1000 2..1000000\n"
       "param n_patterns    i64 = 1 1..100000\n"
       "param coupling f64 = 1 >0 <=1e6 | K, 1/s\n"
       "param cue      f64 = 0.5 0..1 | overlap of the cue with pattern 0\n"
       "param step     quantity(s) = 0.1 s >0 | time between rows\n"
       "param dt       quantity(s) = 0.02 s >0 | step of integration (Runge-Kutta of order 4)\n"
       "param settle   quantity(s) = 0 s >=0 | time before the first row\n"
       "param duration quantity(s) = 20 s >0\n"
       "doc | Patterns are independent and uniform. Few of them for the number of oscillators are "
       "recalled well; beyond about 0.038 n none is.\n"
       "licence | MIT\n"
       "cite | Cook (1989), Journal of Physics A 22, 2057-2067\n"
       "cite | Ott & Antonsen (2008), Chaos 18, 037113\n");

typedef struct model {
    int64_t n, patterns;
    double coupling;
    const double *re, *im; /* cos and sin of the patterns, [pattern, n] */
    double *x, *y;         /* cos and sin of the phases, [n] */
    double *a, *b;         /* field on each oscillator, [n] */
    gy_call *call;
} model;

static int model_of(gy_call *c, model *m, os_times *t)
{
    int64_t n = gy_integer(c, "n_oscillators"), p = gy_integer(c, "n_patterns");
    *m = (model){n, p, gy_number(c, "coupling"), 0, 0, 0, 0, 0, 0, c};
    GY_TRY(os_times_of(c, t));
    if (n > INT64_MAX / 64 / p || t->rows > INT64_MAX / 64 / (n > p ? n : p)) {
        return gy_fail(c, GY_PARAM, "n_patterns",
                       "this many patterns and oscillators fit in no memory");
    }
    return GY_OK;
}

static int64_t values_of(const model *m)
{
    return 2 * m->patterns * m->n + 8 * m->n;
}

static int resolve(gy_call *c)
{
    model m;
    os_times t;
    GY_TRY(model_of(c, &m, &t));
    GY_TRY(os_set_rows(c, &t));
    GY_TRY(c->host->set_length(c, "oscillator", m.n));
    GY_TRY(c->host->set_length(c, "pattern", m.patterns));
    return c->host->set_scratch(c, values_of(&m) * 8, 0, 0);
}

/* Overlap with pattern p of the phases whose cos and sin are in x and y. */
static void overlap(const model *m, int64_t p, double *re, double *im)
{
    const double *u = m->re + p * m->n, *v = m->im + p * m->n;
    *re = *im = 0;
    for (int64_t i = 0; i < m->n; i++) {
        *re += (m->x[i] * u[i] + m->y[i] * v[i]) / (double)m->n;
        *im += (m->y[i] * u[i] - m->x[i] * v[i]) / (double)m->n;
    }
}

static void turn(const model *m, const double *phase)
{
    for (int64_t i = 0; i < m->n; i++) {
        m->x[i] = cos(phase[i]);
        m->y[i] = sin(phase[i]);
    }
}

static void slope(const void *model_, const double *phase, double *dx)
{
    const model *m = (const model *)model_;
    turn(m, phase);
    for (int64_t i = 0; i < m->n; i++) {
        m->a[i] = m->b[i] = 0;
    }
    for (int64_t p = 0; p < m->patterns; p++) {
        const double *u = m->re + p * m->n, *v = m->im + p * m->n;
        double re = 0, im = 0;
        if (m->call->host->stopped(m->call)) { /* what this step gives is not used any more */
            return;
        }
        overlap(m, p, &re, &im);
        for (int64_t i = 0; i < m->n; i++) { /* m_p exp(i xi) */
            m->a[i] += re * u[i] - im * v[i];
            m->b[i] += re * v[i] + im * u[i];
        }
    }
    for (int64_t i = 0; i < m->n; i++) { /* imaginary part of field x exp(-i phase) */
        dx[i] = m->coupling * (m->b[i] * m->x[i] - m->a[i] * m->y[i]);
    }
}

/* Draws the patterns and the cue. A wrapped Cauchy deviation with mean vector r is
 * 2 atan((1 - r) / (1 + r) tan(u / 2)), u uniform in -pi .. pi. */
static int begin(gy_call *c, const model *m, double *re, double *im, double *phase)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double *pattern = gy_doubles(c, "patterns"), cue = gy_number(c, "cue");
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t p = 0; p < m->patterns; p++) {
        GY_TRY(rng->uniform(c, "pattern", p, m->n, pattern + p * m->n));
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t i = p * m->n; i < (p + 1) * m->n; i++) {
            pattern[i] = os_wrap(2 * OS_PI * pattern[i]);
            re[i] = cos(pattern[i]);
            im[i] = sin(pattern[i]);
        }
    }
    GY_TRY(rng->uniform(c, "cue", 0, m->n, phase));
    for (int64_t i = 0; i < m->n; i++) {
        double u = OS_PI * (phase[i] - 0.5); /* half of the uniform angle */
        phase[i] = pattern[i] + 2 * atan((1 - cue) / (1 + cue) * tan(u));
    }
    return GY_OK;
}

static void write_row(gy_call *c, const model *m, const os_times *t, int64_t r, const double *phase)
{
    double *out = gy_doubles(c, "phase"), *overlaps = gy_doubles(c, "overlap"), re = 0, im = 0;
    double cue = gy_number(c, "cue"), time = (double)(r + t->settle) * t->step;
    turn(m, phase);
    for (int64_t p = 0; p < m->patterns; p++) {
        overlap(m, p, &re, &im);
        overlaps[r * m->patterns + p] = hypot(re, im);
    }
    for (int64_t i = 0; i < m->n; i++) {
        out[r * m->n + i] = os_wrap(phase[i]);
    }
    gy_doubles(c, "expected")[r] =
        cue > 0 ? 1 / sqrt(1 + (1 / (cue * cue) - 1) * exp(-m->coupling * time)) : 0;
}

static int run(gy_call *c)
{
    model m;
    os_times t;
    GY_TRY(model_of(c, &m, &t));
    double *room = (double *)c->host->scratch(c, values_of(&m) * 8);
    if (!room) {
        return gy_fail(c, GY_MEMORY, "n_patterns", "no memory for the patterns");
    }
    double *re = room, *im = re + m.patterns * m.n, *phase = im + m.patterns * m.n;
    m.re = re;
    m.im = im;
    m.x = phase + m.n;
    m.y = m.x + m.n;
    m.a = m.y + m.n;
    m.b = m.a + m.n;
    /* the largest eigenvalue of the couplings is near (1 + sqrt(patterns / n))^2 (Marchenko and
     * Pastur 1967); it bounds the field and its derivative alike */
    double edge = 1 + sqrt((double)m.patterns / (double)m.n);
    GY_TRY(os_refuse(c, &t, OS_LIMIT / (2 * m.coupling * edge * edge)));
    GY_TRY(begin(c, &m, re, im, phase));
    for (int64_t r = -t.settle; r < t.rows; r++) {
        if (r >= 0) {
            write_row(c, &m, &t, r, phase);
        }
        for (int64_t k = 0; k < t.inner; k++) {
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            os_step(slope, &m, m.n, t.dt, phase, m.b + m.n);
        }
        c->host->progress(c, (double)(r + t.settle + 1) / (double)(t.rows + t.settle));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
