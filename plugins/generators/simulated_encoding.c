/* SPDX-License-Identifier: MIT
 *
 * simulated_encoding.c: responses = features x planted weights + noise, so that everything an
 * encoding model should find is known, the best possible score included.
 *
 * A stimulus run is a stationary AR(1) sequence of features, each of variance 1 and independent of
 * the others; |w| = snr for each target that has signal, so the signal's variance is snr^2. Noise
 * is a stationary AR(1) sequence of variance 1 for each shown run. Every number is drawn under the
 * address of its stimulus row, shown row or target, whatever else is asked for.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "generator.simulated-encoding 1 | Features and responses with planted weights\n"
       "out features  f64[row:time, feature] | stationary, variance 1\n"
       "out responses f64[row:time, target]  | features x weights + noise of variance 1\n"
       "out signal    f64[row:time, target]  | features x weights\n"
       "out weights   f64[feature, target]   | planted\n"
       "out ceiling   f64[target] | correlation of the true signal with a single response: "
       "snr / sqrt(snr^2 + 1), 0 without signal\n"
       "out ceiling_mean f64[target] | the same for the mean over the repeats of a stimulus\n"
       "param runs     i64 = 4 1..100000   | stimulus runs, each its own sequence\n"
       "param rows     i64 = 100 1..100000000 | rows of a run\n"
       "param repeats  i64 = 1 1..100000   | how often each stimulus run is shown\n"
       "param n_features i64 = 10 1..1000000\n"
       "param n_targets i64 = 20 1..10000000\n"
       "param snr      f64 = 1 >=0 | sd of the signal / sd of the noise\n"
       "param silent   f64 = 0 0..1 | share of targets, the last ones, without signal\n"
       "param smooth   f64 = 0 0..0.999999 | AR(1) coefficient of the features\n"
       "param noise    f64 = 0 0..0.999999 | AR(1) coefficient of the noise\n"
       "param step     quantity(s) = 1 s >0 | time between rows\n"
       "doc | Rows carry the coordinates run (each showing is a run of its own, a segment), item "
       "(the stimulus row) and repeat. Showings of one stimulus share an item: keep them together "
       "when splitting. This is synthetic data.\n"
       "licence | MIT\n");

typedef struct sizes {
    int64_t runs, rows, repeats, features, targets, shown;
} sizes;

static int sizes_of(gy_call *c, sizes *s)
{
    s->runs = gy_integer(c, "runs");
    s->rows = gy_integer(c, "rows");
    s->repeats = gy_integer(c, "repeats");
    s->features = gy_integer(c, "n_features");
    s->targets = gy_integer(c, "n_targets");
    s->shown = s->runs * s->repeats; /* at most 1e10 */
    int64_t wide = s->features > s->targets ? s->features : s->targets;
    if (s->shown > INT64_MAX / 64 / s->rows || s->shown * s->rows > INT64_MAX / 64 / wide) {
        return gy_fail(c, GY_PARAM, "rows", "this many rows and columns do not fit in memory");
    }
    return GY_OK;
}

static int set_coord(gy_call *c, const char *name, int64_t n, int64_t *values)
{
    int64_t stride = 1;
    gy_array a = {0};
    a.size = sizeof a;
    a.code = GY_INT;
    a.bits = 64;
    a.rank = 1;
    a.data = values;
    a.shape = &n;
    a.stride = &stride;
    return c->host->set_coord(c, "row", name, &a);
}

static int resolve(gy_call *c)
{
    sizes s;
    GY_TRY(sizes_of(c, &s));
    int64_t n = s.shown * s.rows;
    double step = gy_number(c, "step") * 1e6;
    if (!(step >= 0.5 && step < 9e15)) {
        return gy_fail(c, GY_PARAM, "step", "the step must be between 1 us and 285 years");
    }
    int64_t *value = (int64_t *)c->host->scratch(c, n * 8);
    int64_t *first = (int64_t *)c->host->scratch(c, s.shown * 8);
    double *start = (double *)c->host->scratch(c, s.shown * 8);
    if (!value || !first || !start) {
        return gy_fail(c, GY_MEMORY, "rows", "no memory for the coordinates of the rows");
    }
    for (int64_t k = 0; k < s.shown; k++) {
        first[k] = k * s.rows;
    }
    GY_TRY(c->host->set_length(c, "row", n));
    GY_TRY(c->host->set_length(c, "feature", s.features));
    GY_TRY(c->host->set_length(c, "target", s.targets));
    GY_TRY(c->host->set_segments(c, "row", s.shown, first));
    GY_TRY(c->host->set_rate(c, "row", (int64_t)llround(step), 1000000, "s", start));
    for (int kind = 0; kind < 3; kind++) {
        static const char *const names[] = {"run", "item", "repeat"};
        for (int64_t i = 0; i < n; i++) {
            int64_t run = i / s.rows;
            value[i] = kind == 0   ? run
                       : kind == 1 ? run % s.runs * s.rows + i % s.rows
                                   : run / s.runs;
        }
        GY_TRY(set_coord(c, names[kind], n, value));
    }
    return GY_OK;
}

/* One stationary AR(1) run: out[rows, m] with out[t] = a out[t - 1] + sqrt(1 - a^2) e[t]. */
static int sequence(gy_call *c, const gy_rng *rng, const char *purpose, int64_t first, int64_t rows,
                    int64_t m, double a, double *out)
{
    for (int64_t t = 0; t < rows; t++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(rng->normal(c, purpose, first + t, m, out + t * m));
        for (int64_t j = 0; t > 0 && j < m; j++) {
            out[t * m + j] = a * out[(t - 1) * m + j] + sqrt(1 - a * a) * out[t * m + j];
        }
    }
    return GY_OK;
}

/* weights[feature, target], each column a random direction of length snr, or 0; ceilings beside. */
static int plant(gy_call *c, const gy_rng *rng, const sizes *s)
{
    double snr = gy_number(c, "snr"), *w = gy_doubles(c, "weights");
    double *one = gy_doubles(c, "ceiling"), *many = gy_doubles(c, "ceiling_mean");
    double loud = floor((1 - gy_number(c, "silent")) * (double)s->targets + 0.5);
    double *draw = (double *)c->host->scratch(c, s->features * 8);
    if (!draw) {
        return gy_fail(c, GY_MEMORY, "features", "no memory for a column of weights");
    }
    for (int64_t j = 0; j < s->targets; j++) {
        double size = (double)j < loud ? snr : 0, square = 0;
        GY_TRY(rng->normal(c, "weights", j, s->features, draw));
        for (int64_t k = 0; k < s->features; k++) {
            square += draw[k] * draw[k];
        }
        for (int64_t k = 0; k < s->features; k++) {
            w[k * s->targets + j] = size > 0 ? draw[k] * size / sqrt(square) : 0;
        }
        one[j] = size / sqrt(size * size + 1);
        many[j] = size / sqrt(size * size + 1 / (double)s->repeats);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    const gy_linalg *la = gy_la(c);
    double *x = gy_doubles(c, "features"), *y = gy_doubles(c, "responses");
    double smooth = gy_number(c, "smooth"), noise = gy_number(c, "noise");
    gy_array *signal = gy_get(c, "signal");
    sizes s;
    GY_TRY(sizes_of(c, &s));
    if (!rng || !la) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.rng/1 or gy.linalg/1");
    }
    GY_TRY(plant(c, rng, &s));
    for (int64_t k = 0; k < s.shown; k++) {
        int64_t first = k * s.rows;
        GY_TRY(sequence(c, rng, "features", k % s.runs * s.rows, s.rows, s.features, smooth,
                        x + first * s.features));
        GY_TRY(sequence(c, rng, "noise", first, s.rows, s.targets, noise, y + first * s.targets));
        c->host->progress(c, (double)(k + 1) / (double)s.shown);
    }
    GY_TRY(la->gemm(c, 1, gy_get(c, "features"), gy_get(c, "weights"), 0, signal));
    for (int64_t i = 0; i < signal->shape[0] * signal->shape[1]; i++) {
        y[i] += ((const double *)signal->data)[i];
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
