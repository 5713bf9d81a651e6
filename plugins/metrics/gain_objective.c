/* SPDX-License-Identifier: MIT
 *
 * gain_objective.c: looks at what encoder.gain-control has found, from the definition alone:
 * L(g) = sum_s p_s (|f - D r|^2 + alpha |r|^2) + gamma sum_i (g_i - t)^2, one linear system a set
 * of gains and one response a stimulus, with gradients by central differences.
 */
#include "../spiking/stimulus_probability.h"
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "metric.gain-objective 1 | Are the gains of a recurrent network optimal?\n"
    "in    model       model(encoder.gain-control)\n"
    "in    x           f64[row, neuron]  | drive of each stimulus\n"
    "in    weights     f64[neuron, from] | connections of the network\n"
    "in    probability f64[row]          | of each stimulus in the context; sums to 1\n"
    "out   objective f64[] mean best=low | of the gains found\n"
    "out   start     f64[] mean best=low | of gains of 1\n"
    "out   random    f64[] mean best=low | the lowest among random gains\n"
    "out   beaten    f64[] mean bounds=0..1 | share of random gains with a higher objective\n"
    "out   slope     f64[] mean best=low | largest component of the gradient at the gains found\n"
    "out   slope_error f64[] mean best=low | largest difference between the gradient at gains of "
    "1 in closed form and by differences, over its largest component; NaN where that is below 1e-6 "
    "of "
    "the objective\n"
    "out   gains     f64[neuron] mean    | found\n"
    "out   closed_error f64[] mean       | largest difference from the closed form for a network "
    "without connections\n"
    "out   unequal   f64[] mean          | largest difference of a gain from 1\n"
    "param draws  i64 = 1000 1..1000000  | sets of random gains, even in `low` to `high`; sets "
    "without a stable response count as beaten\n"
    "param low    f64 = 0.5 >0\n"
    "param high   f64 = 1.5 >0\n"
    "param h      f64 = 1e-5 >0          | half the distance of the differences\n"
    "block all\n"
    "licence | MIT\n");

typedef struct audit {
    gy_call *c;
    int64_t n, m;
    double alpha, gamma, target, sum;
    double *A, *r; /* [n, n], [n, m] */
    const gy_array *x, *w, *p;
} audit;

/* r -> (L L')^-1 r, L in the lower triangle of A. */
static void substitute(audit *t)
{
    int64_t n = t->n, m = t->m;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t k = 0; k < i; k++) {
            for (int64_t s = 0; s < m; s++) {
                t->r[i * m + s] -= t->A[i * n + k] * t->r[k * m + s];
            }
        }
        for (int64_t s = 0; s < m; s++) {
            t->r[i * m + s] /= t->A[i * n + i];
        }
    }
    for (int64_t i = n - 1; i >= 0; i--) {
        for (int64_t k = i + 1; k < n; k++) {
            for (int64_t s = 0; s < m; s++) {
                t->r[i * m + s] -= t->A[k * n + i] * t->r[k * m + s];
            }
        }
        for (int64_t s = 0; s < m; s++) {
            t->r[i * m + s] /= t->A[i * n + i];
        }
    }
}

/* |f - r + W r|^2 + alpha |r|^2 of stimulus s. */
static double cost(const audit *t, int64_t s)
{
    double sum = 0;
    for (int64_t i = 0; i < t->n; i++) {
        double r = t->r[i * t->m + s], error = gy_at2(t->x, s, i) - r;
        for (int64_t j = 0; j < t->n; j++) {
            error += gy_at2(t->w, i, j) * t->r[j * t->m + s];
        }
        sum += error * error + t->alpha * r * r;
    }
    return sum;
}

/* The objective of g; GY_NONE if it has no stable response. */
static int objective(audit *t, const double *g, double *out)
{
    int64_t n = t->n, m = t->m;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            t->A[i * n + j] = (i == j ? 1 / g[i] : 0) - gy_at2(t->w, i, j);
        }
        for (int64_t s = 0; s < m; s++) {
            t->r[i * m + s] = gy_at2(t->x, s, i);
        }
    }
    /* a Cholesky factor, which tells whether there is a stable response */
    for (int64_t j = 0; j < n; j++) {
        double *row = t->A + j * n, d = row[j];
        for (int64_t k = 0; k < j; k++) {
            d -= row[k] * row[k];
        }
        if (!(d > 0)) {
            return GY_NONE;
        }
        row[j] = sqrt(d);
        for (int64_t i = j + 1; i < n; i++) {
            double *other = t->A + i * n, v = other[j];
            for (int64_t k = 0; k < j; k++) {
                v -= other[k] * row[k];
            }
            other[j] = v / row[j];
        }
    }
    substitute(t);
    *out = 0;
    for (int64_t s = 0; s < m; s++) {
        if (t->c->host->stopped(t->c)) {
            return GY_CANCELLED;
        }
        *out += gy_at1(t->p, s) > 0 ? gy_at1(t->p, s) / t->sum * cost(t, s) : 0;
    }
    for (int64_t i = 0; i < n; i++) {
        *out += t->gamma * (g[i] - t->target) * (g[i] - t->target);
    }
    return GY_OK;
}

/* Gradient by central differences; g comes back as it was. */
static int differences(audit *t, double *g, double h, double *out)
{
    for (int64_t i = 0; i < t->n; i++) {
        double kept = g[i], above = 0, below = 0;
        g[i] = kept + h;
        int status = objective(t, g, &above);
        g[i] = kept - h;
        status = status == GY_OK ? objective(t, g, &below) : status;
        g[i] = kept;
        GY_TRY(status);
        if (status == GY_NONE) {
            return gy_fail(t->c, GY_NUMERIC, "h", "no stable response that near to these gains");
        }
        out[i] = (above - below) / (2 * h);
    }
    return GY_OK;
}

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

static int try_random(audit *t, double *g, double found)
{
    const gy_rng *rng = (const gy_rng *)t->c->host->extension(t->c, GY_RNG);
    int64_t sets = gy_integer(t->c, "draws"), beaten = 0;
    double low = gy_number(t->c, "low"), high = gy_number(t->c, "high"), best = (double)INFINITY;
    if (!rng) {
        return gy_fail(t->c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t k = 0; k < sets; k++) {
        double value = (double)INFINITY;
        GY_TRY(rng->uniform(t->c, "gains", k, t->n, g));
        for (int64_t i = 0; i < t->n; i++) {
            g[i] = low + (high - low) * g[i];
        }
        GY_TRY(objective(t, g, &value));
        beaten += value > found;
        best = value < best ? value : best;
    }
    put(t->c, "random", best);
    put(t->c, "beaten", (double)beaten / (double)sets);
    return GY_OK;
}

/* Slopes at the gains found (g) and at 1, which g becomes. */
static int try_slopes(audit *t, double *g, double *d, const gy_array *closed, double value)
{
    double h = gy_number(t->c, "h"), most = 0, size = 0, error = 0;
    GY_TRY(differences(t, g, h, d));
    for (int64_t i = 0; i < t->n; i++) {
        most = fmax(most, fabs(d[i]));
        g[i] = 1;
    }
    put(t->c, "slope", most);
    GY_TRY(differences(t, g, h, d));
    for (int64_t i = 0; i < t->n; i++) {
        size = fmax(size, fabs(d[i]));
        error = fmax(error, fabs(d[i] - gy_at1(closed, i)));
    }
    put(t->c, "slope_error", size > 1e-6 * fabs(value) ? error / size : (double)NAN);
    return GY_OK;
}

static int begin(gy_call *c, audit *t, double **g, double **d)
{
    const gy_model *models = (const gy_model *)c->host->extension(c, GY_MODEL);
    *t = (audit){.c = c, .x = gy_get(c, "x"), .w = gy_get(c, "weights")};
    t->p = gy_get(c, "probability");
    t->m = t->x->shape[0];
    t->n = t->x->shape[1];
    const gy_array *settings = models ? models->tap(c, "model", "settings") : 0;
    if (!settings) {
        return gy_fail(c, GY_UNSUPPORTED, "model", "this host has no gy.model/1");
    }
    t->alpha = gy_at1(settings, 0);
    t->gamma = gy_at1(settings, 1);
    t->target = gy_at1(settings, 2);
    GY_TRY(stimulus_sum(c, "probability", &t->sum)); /* below 1 in a fold */
    t->A = (double *)c->host->scratch(c, t->n * t->n * 8);
    t->r = (double *)c->host->scratch(c, t->n * t->m * 8);
    *g = (double *)c->host->scratch(c, t->n * 8);
    *d = (double *)c->host->scratch(c, t->n * 8);
    if (!t->A || !t->r || !*g || !*d) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for the network's responses");
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *w = gy_get(c, "weights");
    int64_t n = x->shape[1], m = x->shape[0];
    if (w->shape[1] != n || n > 4096 || m > INT64_MAX / 64 / (n + 1)) {
        return gy_fail(c, GY_SHAPE, "weights", "as many columns as neurons are wanted, up to 4096");
    }
    if (gy_number(c, "high") < gy_number(c, "low")) {
        return gy_fail(c, GY_PARAM, "high", "is below `low`");
    }
    return c->host->set_scratch(c, 8 * (n * n + n * m + 2 * n), 0, 0);
}

static int solve(gy_call *c)
{
    audit t;
    double *g = 0, *d = 0, found = 0, start = 0, closed = 0, unequal = 0;
    const gy_model *models = (const gy_model *)c->host->extension(c, GY_MODEL);
    GY_TRY(begin(c, &t, &g, &d));
    const gy_array *gains = models->tap(c, "model", "gains");
    const gy_array *form = models->tap(c, "model", "closed"),
                   *slope = models->tap(c, "model", "slope");
    for (int64_t i = 0; i < t.n; i++) {
        g[i] = 1;
        d[i] = gy_at1(gains, i);
        closed = fmax(closed, fabs(d[i] - gy_at1(form, i)));
        unequal = fmax(unequal, fabs(d[i] - 1));
        if (gy_doubles(c, "gains")) {
            gy_doubles(c, "gains")[i] = d[i];
        }
    }
    int one = objective(&t, g, &start), two = objective(&t, d, &found);
    GY_TRY(one);
    GY_TRY(two);
    if (one == GY_NONE || two == GY_NONE) {
        return gy_fail(c, GY_NUMERIC, "weights", "no stable response with these gains");
    }
    put(c, "objective", found);
    put(c, "start", start);
    put(c, "closed_error", closed);
    put(c, "unequal", unequal);
    for (int64_t i = 0; i < t.n; i++) {
        g[i] = gy_at1(gains, i);
    }
    GY_TRY(try_slopes(&t, g, d, slope, start));
    return try_random(&t, g, found);
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
