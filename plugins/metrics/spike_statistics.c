/* SPDX-License-Identifier: MIT
 *
 * spike_statistics.c: how fast, how irregularly and how much together the neurons of each
 * population fire.
 */
#include "../spiking/population.h"
#include "../spiking/trains.h"

#include <math.h>
#include <string.h>

GY_SAY(
    text,
    "metric.spike-statistics 1 | Rate, irregularity and synchrony of the populations of a "
    "spiking network\n"
    "in  spikes table[spike] missing | time (s), neuron: of generator.spiking-network; rows "
    "without a time do not count\n"
    "in  neurons rows[neuron] | generator.spiking-network itself: the populations of its neurons\n"
    "out rate f64[population] none | spikes per second and neuron within the window\n"
    "out cv f64[population] none | coefficient of variation of the intervals between spikes, "
    "mean over neurons: about 1 is irregular, 0 a clock\n"
    "out fano f64[population] none | variance / mean of the spikes in parts of the window, mean "
    "over neurons\n"
    "out synchrony f64[population] none bounds=0..1 | 0: neurons go their own ways; 1: all do "
    "the same\n"
    "out active f64[population] none bounds=0..1 | share of neurons with at least `least` "
    "spikes, over which cv and fano are means\n"
    "param window interval(s) | what is looked at\n"
    "param least i64 = 5 >=3\n"
    "param part quantity(s) = 100 ms >0 | length of the parts of fano; a rest at the end is "
    "left out\n"
    "param bin quantity(s) = 5 ms >0 | bins of synchrony; likewise\n"
    "block all\n"
    "doc | Variances divide by n. Synchrony is sqrt(variance over time of the population's mean "
    "count / mean variance of its neurons' counts); of n independent neurons it is 1 / "
    "sqrt(n).\n"
    "licence | MIT\n"
    "cite | Golomb and Rinzel (1994), Physica D 72, 259-282 (synchrony)\n");

/* Neurons first .. first + n of a population. */
typedef struct group {
    int64_t first, n;
} group;

typedef struct trains {
    int64_t n_groups, neurons, parts, bins;
    double from, to, part, bin;
    int64_t *begin; /* [neurons + 1] */
    double *time;   /* by neuron, rising */
    double *row;    /* [most of parts and bins] */
    double *all;    /* [bins]: counts of the population */
} trains;

static int same_name(const gy_array *names, int64_t a, int64_t b)
{
    int64_t n = names->offsets[a + 1] - names->offsets[a];
    const char *t = names->data;
    return names->offsets[b + 1] - names->offsets[b] == n &&
           !memcmp(t + names->offsets[a], t + names->offsets[b], (size_t)n);
}

/* Populations: neighbours of one name; the names as coordinates of the outputs. groups: [neurons].
 */
static int find_groups(gy_call *c, group **out, int64_t *out_n)
{
    const gy_array *names = c->host->coord(c, "neurons.neuron", "population");
    int64_t neurons = c->host->length(c, "neurons.neuron"), n = 0;
    group *g = sp_scratch(c, neurons, sizeof *g);
    if (!names || !(names->flags & GY_TEXT)) {
        return gy_fail(c, GY_DATA, "neurons", "its neurons have no coordinate `population`");
    }
    if (!g) {
        return gy_fail(c, GY_MEMORY, "neurons", "no memory for the populations");
    }
    for (int64_t i = 0; i < neurons; i++) {
        if (i == 0 || !same_name(names, i - 1, i)) {
            g[n++] = (group){i, 0};
        }
        g[n - 1].n++;
    }
    *out = g;
    *out_n = n;
    return GY_OK;
}

static int resolve(gy_call *c)
{
    group *g = NULL;
    int64_t n = 0, one = 1, at = 0;
    GY_TRY(find_groups(c, &g, &n));
    const gy_array *names = c->host->coord(c, "neurons.neuron", "population");
    int64_t *offsets = sp_scratch(c, n + 1, 8);
    char *bytes = sp_scratch(c, names->offsets[names->shape[0]] + 1, 1);
    if (!offsets || !bytes) {
        return gy_fail(c, GY_MEMORY, "neurons", "no memory for the names");
    }
    for (int64_t k = 0; k < n; k++) {
        int64_t lo = names->offsets[g[k].first], hi = names->offsets[g[k].first + 1];
        memcpy(bytes + at, (const char *)names->data + lo, (size_t)(hi - lo));
        at += hi - lo;
        offsets[k + 1] = at;
    }
    gy_array a = {sizeof a, GY_UINT, 8, GY_TEXT, 1, GY_RAGGED, 0, &n, &one, offsets, 0, 0, 0, 0};
    a.data = bytes;
    GY_TRY(c->host->set_length(c, "population", n));
    GY_TRY(c->host->set_coord(c, "population", "population", &a));
    const gy_array *window = gy_get(c, "window");
    double length = gy_at1(window, 1) - gy_at1(window, 0), bins = length / gy_number(c, "bin");
    double parts = length / gy_number(c, "part");
    double neurons = (double)c->host->length(c, "neurons.neuron");
    double rows = (double)c->host->length(c, "spikes.spike");
    return sp_plan_scratch(c, 24 * neurons + 8 * (fmax(rows, 0) + bins + fmax(bins, parts)) + 64);
}

static int allocate(gy_call *c, int64_t rows, trains *t)
{
    const gy_array *window = gy_get(c, "window");
    t->from = gy_at1(window, 0);
    t->to = gy_at1(window, 1);
    t->part = gy_number(c, "part");
    t->bin = gy_number(c, "bin");
    double parts = floor((t->to - t->from) / t->part + 1e-9);
    double bins = floor((t->to - t->from) / t->bin + 1e-9), most = fmax(parts, bins);
    if (!(parts >= 2 && bins >= 2 && most < 1e9)) {
        return sp_fail(c, GY_PARAM, "window",
                       "%g s hold %g parts of fano and %g bins of "
                       "synchrony; 2 to 1e9 of each are needed",
                       t->to - t->from, parts, bins);
    }
    t->parts = (int64_t)parts;
    t->bins = (int64_t)bins;
    t->begin = sp_scratch(c, t->neurons + 1, 8);
    t->time = sp_scratch(c, rows, 8);
    t->row = sp_scratch(c, (int64_t)most, 8);
    t->all = sp_scratch(c, t->bins, 8);
    return t->begin && t->time && t->row && t->all
               ? GY_OK
               : gy_fail(c, GY_MEMORY, "spikes", "no memory for the trains");
}

static int inside(const trains *t, double time, double neuron)
{
    return time >= t->from && time < t->to && neuron >= 0 && neuron < (double)t->neurons;
}

/* Spikes sorted by neuron; within one they stay in the order of the table, which must rise. */
static int sort(gy_call *c, const gy_array *time, const gy_array *neuron, trains *t)
{
    int64_t rows = time->shape[0];
    for (int pass = 0; pass < 2; pass++) {
        for (int64_t i = 0; i < rows; i++) {
            double at = gy_element(time, i * time->stride[0]);
            double who = gy_element(neuron, i * neuron->stride[0]);
            if (!inside(t, at, who)) {
                continue;
            }
            int64_t k = (int64_t)who;
            if (pass == 1) {
                t->time[t->begin[k]] = at;
            }
            t->begin[pass == 1 ? k : k + 1]++;
        }
        for (int64_t k = 0; k < t->neurons && pass == 0; k++) {
            t->begin[k + 1] += t->begin[k];
        }
    }
    memmove(t->begin + 1, t->begin, (size_t)t->neurons * 8); /* ends to beginnings */
    t->begin[0] = 0;
    for (int64_t k = 0; k < t->neurons; k++) {
        for (int64_t s = t->begin[k] + 1; s < t->begin[k + 1]; s++) {
            if (t->time[s] < t->time[s - 1]) {
                return sp_fail(c, GY_DATA, "spikes", "spikes of neuron %lld go back in time",
                               (long long)k);
            }
        }
    }
    return GY_OK;
}

/* Counts of one neuron in n windows of `width`. */
static void bins_of(const trains *t, int64_t neuron, double width, int64_t n, double *out)
{
    memset(out, 0, (size_t)n * 8);
    for (int64_t s = t->begin[neuron]; s < t->begin[neuron + 1]; s++) {
        int64_t k = (int64_t)floor((t->time[s] - t->from) / width + 1e-9);
        if (k < n) {
            out[k] += 1;
        }
    }
}

static double variance(const double *x, int64_t n, double scale)
{
    double mean = 0, var = 0;
    for (int64_t i = 0; i < n; i++) {
        mean += x[i] * scale / (double)n;
    }
    for (int64_t i = 0; i < n; i++) {
        var += (x[i] * scale - mean) * (x[i] * scale - mean) / (double)n;
    }
    return var;
}

static int describe(gy_call *c, trains *t, const group *g, int64_t k)
{
    double spikes = 0, cv = 0, fano = 0, counted = 0, own = 0, least;
    least = (double)gy_integer(c, "least");
    memset(t->all, 0, (size_t)t->bins * 8);
    for (int64_t i = g->first; i < g->first + g->n; i++) {
        int64_t n = t->begin[i + 1] - t->begin[i];
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        spikes += (double)n;
        if ((double)n >= least) {
            bins_of(t, i, t->part, t->parts, t->row);
            fano += sp_fano(t->row, t->parts);
            cv += sp_cv(t->time + t->begin[i], n);
            counted += 1;
        }
        bins_of(t, i, t->bin, t->bins, t->row);
        own += variance(t->row, t->bins, 1) / (double)g->n;
        for (int64_t b = 0; b < t->bins; b++) {
            t->all[b] += t->row[b];
        }
    }
    double together = variance(t->all, t->bins, 1 / (double)g->n);
    gy_doubles(c, "rate")[k] = spikes / (double)g->n / (t->to - t->from);
    gy_doubles(c, "cv")[k] = counted > 0 ? cv / counted : (double)NAN;
    gy_doubles(c, "fano")[k] = counted > 0 ? fano / counted : (double)NAN;
    gy_doubles(c, "synchrony")[k] = own > 0 ? sqrt(together / own) : (double)NAN;
    gy_doubles(c, "active")[k] = counted / (double)g->n;
    return GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *time = gy_get(c, "spikes.time"), *neuron = gy_get(c, "spikes.neuron");
    trains t = {0};
    group *g = NULL;
    if (!time || !neuron || ((time->flags | neuron->flags) & GY_TEXT)) {
        return gy_fail(c, GY_SHAPE, "spikes", "it has no columns `time` and `neuron` of numbers");
    }
    t.neurons = c->host->length(c, "neurons.neuron");
    GY_TRY(find_groups(c, &g, &t.n_groups));
    GY_TRY(allocate(c, time->shape[0], &t));
    GY_TRY(sort(c, time, neuron, &t));
    for (int64_t k = 0; k < t.n_groups; k++) {
        GY_TRY(describe(c, &t, &g[k], k));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
