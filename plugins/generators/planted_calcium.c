/* SPDX-License-Identifier: MIT
 *
 * planted_calcium.c: calcium traces of several worms in which the neurons that move together are
 * known.
 *
 * Time is cut into bins, a bin into motifs x groups slots. In its slot a group of a motif makes one
 * transient, the same in all of its neurons but for sign and brightness, and then rests:
 *
 *   trace(t) = sign x brightness x time[bin, motif] x worm[worm, motif] (1 - cos(2 pi t / slot)) /
 * 2
 *
 * and white noise. Slots of a bin come in random order. The affinity of two neurons, averaged over
 * a bin, is then a sum over motifs of time x worm x pair, with pair = 1 where both are of one group
 * of the motif: the planted factors.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

GY_SAY(
    text,
    "generator.planted-calcium 1 | Calcium traces of several worms with planted motifs\n"
    "out traces f64[row:time, worm, neuron] | NaN throughout where a worm lacks a neuron\n"
    "out time   f64[bin, motif]    | planted: how strong the motif is in this stretch of time\n"
    "out worm   f64[worm, motif]   | planted: how strong it is in this worm; 0: not at all\n"
    "out pair   f64[pair, motif]   | planted: 1 where both neurons are of one group, else 0; pairs "
    "0-1, 0-2, ... 1-2, ...\n"
    "out group  i64[neuron, motif] | planted: group 0 .. groups - 1; `groups`: silent in this "
    "motif\n"
    "out present f64[worm, neuron] | 1 where the worm has the neuron\n"
    "param worms   i64 = 10 1..10000\n"
    "param neurons i64 = 40 2..5000\n"
    "param motifs  i64 = 3 1..64\n"
    "param groups  i64 = 3 1..64    | groups of neurons in each motif\n"
    "param bins    i64 = 60 1..1000000 | stretches of time\n"
    "param slot    i64 = 8 4..10000 | rows of a transient\n"
    "param quiet   i64 = 4 0..10000 | rows of rest after it\n"
    "param step    quantity(s) = 0.25 s >0 | time between rows\n"
    "param members f64 = 0.75 >0 <=1 | share of the neurons that take part in a motif\n"
    "param present_worms f64 = 0.6 >0 <=1 | chance that a worm takes part in a motif\n"
    "param missing f64 = 0.25 0..0.95 | chance that a worm lacks a neuron\n"
    "param brightness f64 = 0.3 0..3 | sd of the logarithm of a neuron's brightness\n"
    "param noise   f64 = 0.02 >=0    | sd of the noise; a transient of strength 1 is 1 high\n"
    "doc | This is synthetic data: no indicator kinetics, no movement, no bleaching. Two motifs "
    "may be on at once, in different slots. The first two worms take part in every motif, and "
    "have every neuron between them, so that no factor is without data.\n"
    "licence | MIT\n");

typedef struct sizes {
    int64_t worms, neurons, motifs, groups, bins, wave, slot, slots, rows, pairs;
} sizes;

static int sizes_of(gy_call *c, sizes *s)
{
    s->worms = gy_integer(c, "worms");
    s->neurons = gy_integer(c, "neurons");
    s->motifs = gy_integer(c, "motifs");
    s->groups = gy_integer(c, "groups");
    s->bins = gy_integer(c, "bins");
    s->wave = gy_integer(c, "slot");
    s->slot = s->wave + gy_integer(c, "quiet");
    s->slots = s->motifs * s->groups; /* all are small: no product up to here overflows */
    s->rows = s->bins * s->slots * s->slot;
    s->pairs = s->neurons * (s->neurons - 1) / 2;
    if (s->rows > INT64_MAX / 64 / (s->worms * s->neurons)) {
        return gy_fail(c, GY_PARAM, "bins", "this many rows, worms and neurons fit in no memory");
    }
    if (s->groups > s->neurons) {
        return gy_fail(c, GY_PARAM, "groups", "more groups than neurons: at most `neurons`");
    }
    return GY_OK;
}

static int set_coord(gy_call *c, const char *axis, const char *name, int64_t n, int64_t *values)
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
    return c->host->set_coord(c, axis, name, &a);
}

static int resolve(gy_call *c)
{
    sizes s;
    double zero = 0, step = gy_number(c, "step") * 1e6;
    GY_TRY(sizes_of(c, &s));
    if (!(step >= 0.5 && step < 9e15)) {
        return gy_fail(c, GY_PARAM, "step", "the step must be between 1 us and 285 years");
    }
    int64_t *first = (int64_t *)c->host->scratch(c, s.pairs * 16);
    if (!first) {
        return gy_fail(c, GY_MEMORY, "neurons", "no memory for the pairs");
    }
    for (int64_t i = 0, p = 0; i < s.neurons; i++) {
        for (int64_t j = i + 1; j < s.neurons; j++, p++) {
            first[p] = i;
            first[s.pairs + p] = j;
        }
    }
    GY_TRY(c->host->set_length(c, "row", s.rows));
    GY_TRY(c->host->set_length(c, "worm", s.worms));
    GY_TRY(c->host->set_length(c, "neuron", s.neurons));
    GY_TRY(c->host->set_length(c, "motif", s.motifs));
    GY_TRY(c->host->set_length(c, "bin", s.bins));
    GY_TRY(c->host->set_length(c, "pair", s.pairs));
    GY_TRY(set_coord(c, "pair", "first", s.pairs, first));
    GY_TRY(set_coord(c, "pair", "second", s.pairs, first + s.pairs));
    int64_t longest = s.neurons > s.slots ? s.neurons : s.slots;
    GY_TRY(c->host->set_scratch(c, 8 * (2 * s.neurons + longest), 0, 0));
    return c->host->set_rate(c, "row", (int64_t)llround(step), 1000000, "s", &zero);
}

/* time[bin, motif]: a bump at the motif's own place, and a weaker one anywhere. */
static int plant_time(gy_call *c, const gy_rng *rng, const sizes *s, double *time)
{
    for (int64_t m = 0; m < s->motifs; m++) {
        double where = 0, width = (double)s->bins / (double)s->motifs / 3 + 0.5;
        GY_TRY(rng->uniform(c, "second bump", m, 1, &where));
        for (int64_t b = 0; b < s->bins; b++) {
            double at = (double)b + 0.5;
            double own = (at - ((double)m + 0.5) * (double)s->bins / (double)s->motifs) / width;
            double other = (at - where * (double)s->bins) / width * 2;
            time[b * s->motifs + m] = exp(-own * own / 2) + 0.6 * exp(-other * other / 2);
        }
    }
    return GY_OK;
}

static int plant_worms(gy_call *c, const gy_rng *rng, const sizes *s, double *worm)
{
    double share = gy_number(c, "present_worms"), draw[2];
    for (int64_t w = 0; w < s->worms; w++) {
        for (int64_t m = 0; m < s->motifs; m++) {
            GY_TRY(rng->uniform(c, "worms", w * s->motifs + m, 2, draw));
            worm[w * s->motifs + m] = draw[0] < share || w < 2 ? 0.7 + 0.6 * draw[1] : 0;
        }
    }
    return GY_OK;
}

/* Groups as equal as they can be, among the members, in a random order of the neurons. */
static int plant_groups(gy_call *c, const gy_rng *rng, const sizes *s, int64_t *order, double *pair,
                        int64_t *group)
{
    int64_t members = (int64_t)ceil(gy_number(c, "members") * (double)s->neurons - 1e-9);
    members = members < s->groups ? s->groups : members;
    for (int64_t m = 0; m < s->motifs; m++) {
        GY_TRY(rng->permutation(c, "groups", m, s->neurons, order));
        for (int64_t k = 0; k < s->neurons; k++) {
            group[order[k] * s->motifs + m] = k < members ? k % s->groups : s->groups;
        }
    }
    for (int64_t i = 0, p = 0; i < s->neurons; i++) {
        for (int64_t j = i + 1; j < s->neurons; j++, p++) {
            for (int64_t m = 0; m < s->motifs; m++) {
                int64_t a = group[i * s->motifs + m], b = group[j * s->motifs + m];
                pair[p * s->motifs + m] = a == b && a < s->groups;
            }
        }
    }
    return GY_OK;
}

static int plant_missing(gy_call *c, const gy_rng *rng, const sizes *s, double *present)
{
    double share = gy_number(c, "missing");
    for (int64_t w = 0; w < s->worms; w++) {
        double *row = present + w * s->neurons;
        GY_TRY(rng->uniform(c, "missing", w, s->neurons, row));
        for (int64_t i = 0; i < s->neurons; i++) {
            row[i] = row[i] >= share || (w == 1 && present[i] == 0);
        }
    }
    return GY_OK;
}

/* Rows of one bin of one worm; size[n]: signed brightness. x: first row of the bin, this worm. */
static int write_bin(gy_call *c, const gy_rng *rng, const sizes *s, int64_t b, int64_t w,
                     const double *size, int64_t *order, double *noise, double *x)
{
    const double *time = gy_doubles(c, "time"), *worm = gy_doubles(c, "worm");
    const double *present = gy_doubles(c, "present");
    const int64_t *group = (const int64_t *)gy_get(c, "group")->data;
    double sd = gy_number(c, "noise");
    GY_TRY(rng->permutation(c, "slots", b * s->worms + w, s->slots, order));
    for (int64_t t = 0; t < s->slots * s->slot; t++) {
        int64_t m = order[t / s->slot] / s->groups, g = order[t / s->slot] % s->groups;
        double phase = fmin(1, (double)(t % s->slot) / (double)s->wave);
        double high = time[b * s->motifs + m] * worm[w * s->motifs + m] *
                      (1 - cos(2 * 3.14159265358979323846 * phase)) / 2;
        double *row = x + t * s->worms * s->neurons;
        int64_t address = (b * s->slots * s->slot + t) * s->worms + w;
        GY_TRY(rng->normal(c, "noise", address, s->neurons, noise));
        for (int64_t i = 0; i < s->neurons; i++) {
            double value = sd * noise[i] + (group[i * s->motifs + m] == g ? size[i] * high : 0);
            row[i] = present[w * s->neurons + i] > 0 ? value : (double)NAN;
        }
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    sizes s;
    GY_TRY(sizes_of(c, &s));
    int64_t longest = s.neurons > s.slots ? s.neurons : s.slots;
    double *size = (double *)c->host->scratch(c, s.neurons * 8);
    double *noise = (double *)c->host->scratch(c, s.neurons * 8);
    int64_t *order = (int64_t *)c->host->scratch(c, longest * 8);
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.rng/1");
    }
    if (!size || !noise || !order) {
        return gy_fail(c, GY_MEMORY, "neurons", "no memory for a row of neurons");
    }
    double spread = gy_number(c, "brightness"), *x = gy_doubles(c, "traces");
    GY_TRY(plant_time(c, rng, &s, gy_doubles(c, "time")));
    GY_TRY(plant_worms(c, rng, &s, gy_doubles(c, "worm")));
    GY_TRY(plant_groups(c, rng, &s, order, gy_doubles(c, "pair"),
                        (int64_t *)gy_get(c, "group")->data));
    GY_TRY(plant_missing(c, rng, &s, gy_doubles(c, "present")));
    GY_TRY(rng->normal(c, "brightness", 0, s.neurons, size));
    GY_TRY(rng->uniform(c, "sign", 0, s.neurons, noise));
    for (int64_t i = 0; i < s.neurons; i++) {
        size[i] = exp(spread * size[i]) * (noise[i] < 0.5 ? -1 : 1);
    }
    for (int64_t b = 0; b < s.bins; b++) {
        for (int64_t w = 0; w < s.worms; w++) {
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            GY_TRY(write_bin(c, rng, &s, b, w, size, order, noise,
                             x + (b * s.slots * s.slot * s.worms + w) * s.neurons));
        }
        c->host->progress(c, (double)(b + 1) / (double)s.bins);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
