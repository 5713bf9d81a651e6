/* SPDX-License-Identifier: MIT
 *
 * theta_gamma.c: items kept in order by a fast rhythm nested in a slow one (Lisman and Idiart
 * 1995).
 *
 * Two phase oscillators, the fast one set back to 0 where a slow cycle's window opens:
 *
 *   theta' = 2 pi f_theta + noise,   gamma' = 2 pi f_gamma + noise
 *
 * Every cell (one per item) that has fired becomes more excitable for a while, the longer ago the
 * more: its after-depolarisation (s / tau) exp(1 - s / tau), s since its last spike, tau longer
 * than a theta cycle. Once in each gamma cycle inside of the window the most excitable cell fires
 * and inhibits the others; so the cells fire in the order in which they were put in. A cell that
 * has not fired in `hold` windows, one after the other, is forgotten: a window has room for about
 * duty x f_gamma / f_theta of them.
 *
 * Items come one per theta cycle, after its window, in the order of `sequence`.
 */
#include "oscillators.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

GY_SAY(
    text,
    "generator.theta-gamma 1 | Items kept in order by gamma cycles nested in theta cycles\n"
    "out spikes   f64[row:time, item] | 1 in the row in which the cell fires\n"
    "out theta    f64[row:time]  | phase, -pi to pi; the window is centred on 0\n"
    "out gamma    f64[row:time]  | phase, -pi to pi; cells fire where it passes 0\n"
    "out lfp      f64[row:time]  | cos theta + gamma cosine of coupled size + noise\n"
    "out sequence i64[position]  | the order in which the items are put in\n"
    "out capacity f64[] | gamma cycles whose peak lies in the window, without jitter and with "
    "reset\n"
    "param n_items i64 = 5 1..1000\n"
    "param theta_rate quantity(Hz) = 6 Hz >0\n"
    "param gamma_rate quantity(Hz) = 42 Hz >0\n"
    "param duty    f64 = 1 >0 <=1 | share of the theta cycle in which cells may fire\n"
    "param hold    i64 = 1 1..100 | windows in which a cell stays silent before it is forgotten\n"
    "param reset   bool = true | whether theta sets gamma's phase where the window opens\n"
    "param jitter  f64 = 0 0..100 | sd of what noise adds to each phase in 1 s, rad\n"
    "param depth   f64 = 0.8 0..1 | how far theta changes the size of gamma in the lfp: (1 - "
    "depth) + "
    "depth (1 + cos theta) / 2\n"
    "param gamma_size f64 = 0.3 >=0 | largest size of gamma in the lfp\n"
    "param noise   f64 = 0.1 >=0 | sd of white noise in the lfp\n"
    "param draw    i64 = 0 0..1000000000 | which random order of the items\n"
    "param step    quantity(s) = 0.001 s >0 | time between rows\n"
    "param duration quantity(s) = 10 s >0\n"
    "doc | A model of a mechanism, not a recording. The step is refused if a gamma cycle has fewer "
    "than four rows, which could not tell its phase.\n"
    "licence | MIT\n"
    "cite | Lisman & Idiart (1995), Science 267, 1512-1515\n"
    "cite | Lisman & Jensen (2013), Neuron 77, 1002-1016\n");

typedef struct model {
    int64_t items, rows, hold;
    int reset;
    double theta, gamma, duty, jitter, depth, size, noise, step;
} model;

/* What is kept from row to row. */
typedef struct now {
    double theta, gamma;    /* phases, unwrapped within a cycle: -pi .. pi, and from 0 up */
    int64_t added, *silent; /* windows since each cell's last spike */
    double *last;           /* its time; < 0: empty */
} now;

static int model_of(gy_call *c, model *m)
{
    *m = (model){gy_integer(c, "n_items"),   0,
                 gy_integer(c, "hold"),      gy_is(c, "reset", "true"),
                 gy_number(c, "theta_rate"), gy_number(c, "gamma_rate"),
                 gy_number(c, "duty"),       gy_number(c, "jitter"),
                 gy_number(c, "depth"),      gy_number(c, "gamma_size"),
                 gy_number(c, "noise"),      gy_number(c, "step")};
    double rows = floor(gy_number(c, "duration") / m->step + 1e-9);
    if (!(m->gamma > m->theta)) {
        return gy_fail(c, GY_PARAM, "gamma_rate", "gamma is faster than theta");
    }
    if (!(rows >= 1 && rows < 1e9)) {
        return gy_fail(c, GY_PARAM, "duration", "between one row and 1e9 rows");
    }
    os_times t = {m->step, m->step, 1, 0, 1};
    GY_TRY(os_refuse(c, &t, 0.25 / m->gamma));
    m->rows = (int64_t)rows;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    model m;
    GY_TRY(model_of(c, &m));
    if (!(m.step >= 5e-7)) {
        return gy_fail(c, GY_PARAM, "step", "rows are at least 1 us apart");
    }
    os_times t = {m.step, m.step, 1, 0, m.rows};
    GY_TRY(os_set_rows(c, &t));
    GY_TRY(c->host->set_length(c, "item", m.items));
    GY_TRY(c->host->set_length(c, "position", m.items));
    return c->host->set_scratch(c, m.items * 16, 0, 0);
}

/* The cell with the largest after-depolarisation, -1: none has fired before. */
static int64_t most_excitable(const model *m, const now *s, double time)
{
    double most = 0, tau = 2 * (double)(m->hold + 1) / m->theta;
    int64_t best = -1;
    for (int64_t i = 0; i < m->items; i++) {
        double since = (time - s->last[i]) / tau, adp = since * exp(1 - since);
        if (s->last[i] >= 0 && adp > most) {
            most = adp;
            best = i;
        }
    }
    return best;
}

/* A peak of gamma inside of the window: one cell fires, unless it did in this cycle already. */
static void fire(const model *m, now *s, double time, double opened, double *spikes)
{
    int64_t best = most_excitable(m, s, time);
    if (best >= 0 && s->last[best] < opened) {
        spikes[best] = 1;
        s->last[best] = time;
    }
}

/* The window that opened at `opened` closes: what was silent too long is forgotten, and the next
 * item is put in. */
static void close_window(const model *m, now *s, double time, double opened,
                         const int64_t *sequence)
{
    for (int64_t i = 0; i < m->items; i++) {
        s->silent[i] = s->last[i] >= opened ? 0 : s->silent[i] + 1;
        s->last[i] = s->silent[i] >= m->hold ? -1 : s->last[i];
    }
    if (s->added < m->items) {
        s->silent[sequence[s->added]] = 0;
        s->last[sequence[s->added++]] = time;
    }
}

static int simulate(gy_call *c, const model *m, now *s, const int64_t *sequence)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double *spikes = gy_doubles(c, "spikes"), *theta = gy_doubles(c, "theta"), draw[3];
    double *gamma = gy_doubles(c, "gamma"), *lfp = gy_doubles(c, "lfp"), opened = 0;
    double edge = OS_PI * m->duty, sd = m->jitter * sqrt(m->step);
    int inside = 0;
    for (int64_t r = 0; r < m->rows; r++) {
        double time = (double)r * m->step;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(rng->normal(c, "noise", r, 3, draw));
        int was = inside;
        inside = s->theta >= -edge && s->theta < edge;
        if (inside && !was) { /* gamma begins anew, half a cycle before its first peak */
            s->gamma = m->reset ? -OS_PI : s->gamma;
            opened = time;
        }
        double before = s->gamma;
        theta[r] = s->theta;
        gamma[r] = os_wrap(s->gamma);
        lfp[r] = cos(s->theta) + m->noise * draw[2] +
                 m->size * (1 - m->depth + m->depth * (1 + cos(s->theta)) / 2) * cos(s->gamma);
        s->gamma += 2 * OS_PI * m->gamma * m->step + sd * draw[1];
        s->theta += 2 * OS_PI * m->theta * m->step + sd * draw[0];
        int wraps = s->theta >= OS_PI, leaves = inside && (wraps || s->theta >= edge);
        if (inside && floor(s->gamma / (2 * OS_PI)) > floor(before / (2 * OS_PI))) {
            fire(m, s, time, opened, spikes + r * m->items);
        }
        if (leaves) {
            close_window(m, s, time, opened, sequence);
        }
        s->theta -= wraps ? 2 * OS_PI : 0;
        inside = leaves ? 0 : inside;
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t *sequence = (int64_t *)gy_get(c, "sequence")->data;
    model m;
    GY_TRY(model_of(c, &m));
    now s = {-OS_PI, 0, 0, (int64_t *)c->host->scratch(c, m.items * 8),
             (double *)c->host->scratch(c, m.items * 8)};
    if (!s.last || !s.silent) {
        return gy_fail(c, GY_MEMORY, "n_items", "no memory for the items");
    }
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t i = 0; i < m.items; i++) {
        s.last[i] = -1;
    }
    memset(gy_doubles(c, "spikes"), 0, (size_t)(m.rows * m.items) * sizeof(double));
    GY_TRY(rng->permutation(c, "sequence", gy_integer(c, "draw"), m.items, sequence));
    GY_TRY(simulate(c, &m, &s, sequence));
    /* peaks at (k + 1/2) / f_gamma after the window opens, which stays open duty / f_theta */
    gy_doubles(c, "capacity")[0] = ceil(m.duty * m.gamma / m.theta - 0.5 - 1e-9);
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
