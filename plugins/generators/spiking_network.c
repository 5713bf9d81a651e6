/* SPDX-License-Identifier: MIT
 *
 * spiking_network.c: populations and projections, run for a while on a clock.
 */
#include "../spiking/network.h"

#include <math.h>
#include <string.h>

GY_SAY(text,
       "generator.spiking-network 1 | A network of spiking neurons, simulated on a clock\n"
       "in  populations real[...] many now | of generator.neurons and generator.spike-source\n"
       "in  projections real[...] many now optional | of generator.synapses\n"
       "out counts f64[neuron] | spikes of every neuron\n"
       "out spikes table[spike] optional | time (s), neuron, population (both counted from 0), in "
       "the order of time and neuron; rows that were not needed hold NaN, -1, -1\n"
       "out voltage f64[moment:time, probe] optional | mV at the end of every step, of the neurons "
       "in `record`\n"
       "out weights f64[plastic] optional | of all plastic synapses at the end, pA or nS\n"
       "out events f64[] | synaptic events: spikes times the synapses they reached\n"
       "param step quantity(ms) = 0.1 ms >0 | of the clock\n"
       "param duration quantity(ms) >0 | simulated time\n"
       "param most_spikes i64 = 1000000 1..2e9 | rows of `spikes`; a run with more is refused\n"
       "param record i64[r] optional | neurons whose potential is wanted, counted through all "
       "populations from 0\n"
       "doc | In a step with label t, from t to t + step: what arrives at t is added to the "
       "synapses; neurons are integrated; those then above threshold spike at t. With a delay d "
       "the spike arrives at t + d. Delays are at least one step.\n"
       "doc | Spikes cost as many operations as they reach synapses. Every neuron adds its input "
       "in the order of projections and of rising sources, whatever the number of threads.\n"
       "doc | neuron has coordinates population (the name of its edge) and index (within it); "
       "plastic has projection, source and target.\n"
       "licence | MIT\n"
       "cite | Brette et al. (2007), Journal of Computational Neuroscience 23, 349-398\n");

static gy_array view(uint8_t code, void *data, const int64_t *n, const int64_t *one)
{
    gy_array a = {0};
    a.size = sizeof a;
    a.code = code;
    a.bits = 64;
    a.rank = 1;
    a.data = data;
    a.shape = n;
    a.stride = one;
    return a;
}

/* Coordinates of the neurons: name of the population, number in it. */
static int name_neurons(gy_call *c, const sp_network *w)
{
    int64_t n = w->neurons, one = 1, bytes = 0, at = 0, k = 0;
    for (int64_t i = 0; i < w->n_populations; i++) {
        bytes += w->population[i].n * (int64_t)strlen(sp_population_name(c, i));
    }
    int64_t *index = sp_scratch(c, n, 8), *offsets = sp_scratch(c, n + 1, 8);
    char *names = sp_scratch(c, bytes + 1, 1);
    if (!index || !offsets || !names) {
        return gy_fail(c, GY_MEMORY, "populations", "no memory for the names of the neurons");
    }
    for (int64_t i = 0; i < w->n_populations; i++) {
        const char *name = sp_population_name(c, i);
        int64_t length = (int64_t)strlen(name);
        for (int64_t j = 0; j < w->population[i].n; j++, k++) {
            index[k] = j;
            memcpy(names + at, name, (size_t)length);
            at += length;
            offsets[k + 1] = at;
        }
    }
    gy_array numbers = view(GY_INT, index, &n, &one), texts = view(GY_UINT, names, &n, &one);
    texts.bits = 8;
    texts.flags = GY_TEXT;
    texts.layout = GY_RAGGED;
    texts.offsets = offsets;
    GY_TRY(c->host->set_length(c, "neuron", n));
    GY_TRY(c->host->set_coord(c, "neuron", "population", &texts));
    return c->host->set_coord(c, "neuron", "index", &numbers);
}

static int64_t plastic_synapses(const sp_network *w)
{
    int64_t n = 0;
    for (int64_t i = 0; i < w->n_projections; i++) {
        const sp_projection *q = &w->projection[i];
        n += q->plastic ? sp_synapses(&q->wiring, w->population[q->pre].n, w->population[q->post].n)
                        : 0;
    }
    return n;
}

static int name_probes(gy_call *c, const sp_network *w)
{
    const gy_array *record = gy_get(c, "record");
    int64_t n = record ? record->shape[0] : 0, one = 1;
    int64_t *which = sp_scratch(c, n + 1, 8);
    if (!which) {
        return gy_fail(c, GY_MEMORY, "record", "no memory for the list");
    }
    for (int64_t k = 0; k < n; k++) {
        double x = gy_at1(record, k);
        if (!(x >= 0 && x < (double)w->neurons)) {
            return sp_fail(c, GY_PARAM, "record", "there is no neuron %g: they are 0 to %lld", x,
                           (long long)(w->neurons - 1));
        }
        which[k] = (int64_t)x;
    }
    gy_array numbers = view(GY_INT, which, &n, &one);
    GY_TRY(c->host->set_length(c, "probe", n));
    return n > 0 ? c->host->set_coord(c, "probe", "neuron", &numbers) : GY_OK;
}

static int resolve(gy_call *c)
{
    sp_network w;
    int64_t bytes = 0;
    double zero = 0, tick = round(gy_number(c, "step") * 1e6); /* ns */
    GY_TRY(sp_network_read(c, &w));
    GY_TRY(sp_network_bytes(c, &w, &bytes));
    GY_TRY(name_neurons(c, &w));
    GY_TRY(name_probes(c, &w));
    if (!(tick >= 1 && tick < 9e15)) {
        return gy_fail(c, GY_PARAM, "step", "a step is at least 1 ns");
    }
    GY_TRY(c->host->set_length(c, "moment", w.steps));
    GY_TRY(c->host->set_rate(c, "moment", (int64_t)tick, 1000000000, "s", &zero));
    GY_TRY(c->host->set_length(c, "spike", gy_integer(c, "most_spikes")));
    GY_TRY(c->host->set_column(c, "spikes", "time", GY_FLOAT, 64, 0, "s"));
    GY_TRY(c->host->set_column(c, "spikes", "neuron", GY_INT, 64, 0, ""));
    GY_TRY(c->host->set_column(c, "spikes", "population", GY_INT, 64, 0, ""));
    GY_TRY(c->host->set_length(c, "plastic", plastic_synapses(&w)));
    return sp_plan_scratch(c, (double)bytes);
}

/* Where spikes are written down. */
typedef struct notes {
    double *counts, *time; /* time NULL: no table is wanted */
    int64_t *neuron, *population, n, most;
} notes;

static int note(gy_call *c, const sp_network *w, int64_t step, notes *t)
{
    for (int64_t i = 0; i < w->n_populations; i++) {
        const sp_population *p = &w->population[i];
        int64_t n = 0;
        const int32_t *spikes = sp_spikes(p, step, &n);
        for (int64_t k = 0; k < n; k++) {
            t->counts[p->first + spikes[k]] += 1;
        }
        if (t->time && n > t->most - t->n) {
            return sp_fail(c, GY_DATA, "most_spikes",
                           "more than %lld spikes until %g ms: raise "
                           "most_spikes",
                           (long long)t->most, (double)(step + 1) * w->h);
        }
        for (int64_t k = 0; k < n && t->time; k++, t->n++) {
            double share = p->model == SP_HODGKIN ? p->share[spikes[k]] : 0;
            t->time[t->n] = ((double)step + share) * w->h / 1000;
            t->neuron[t->n] = p->first + spikes[k];
            t->population[t->n] = i;
        }
    }
    return GY_OK;
}

static void probe(const sp_network *w, const gy_array *record, double *out)
{
    for (int64_t k = 0; k < record->shape[0]; k++) {
        int64_t neuron = (int64_t)gy_at1(record, k), i = 0;
        while (neuron >= w->population[i].first + w->population[i].n) {
            i++;
        }
        const sp_population *p = &w->population[i];
        out[k] = p->v ? p->v[neuron - p->first] : 0;
    }
}

static int end(gy_call *c, const sp_network *w)
{
    double *weights = gy_doubles(c, "weights");
    for (int64_t i = 0; i < w->n_projections; i++) {
        const sp_projection *q = &w->projection[i];
        if (weights && q->plastic) {
            memcpy(weights, q->stdp.weight, (size_t)q->csr.n * 8);
            weights += q->csr.n;
        }
    }
    for (int64_t i = 0; i < w->n_populations; i++) {
        const sp_population *p = &w->population[i];
        for (int64_t k = 0; k < p->n && p->v; k++) {
            if (!isfinite(p->v[k])) {
                return sp_fail(c, GY_NUMERIC, "step",
                               "the potential of %s grew beyond all bounds: "
                               "a shorter step than %g ms",
                               sp_population_name(c, i), w->h);
            }
        }
    }
    *gy_doubles(c, "events") = (double)w->events;
    return GY_OK;
}

static int run(gy_call *c)
{
    sp_network w;
    const gy_array *record = gy_get(c, "record");
    double *voltage = gy_doubles(c, "voltage");
    gy_array *column = gy_get(c, "spikes.time");
    notes t = {gy_doubles(c, "counts"), NULL, NULL, NULL, 0, gy_integer(c, "most_spikes")};
    GY_TRY(sp_network_read(c, &w));
    GY_TRY(sp_network_make(c, &w));
    memset(t.counts, 0, (size_t)w.neurons * 8);
    if (column) {
        t.time = column->data;
        t.neuron = gy_get(c, "spikes.neuron")->data;
        t.population = gy_get(c, "spikes.population")->data;
    }
    for (int64_t step = 0; step < w.steps; step++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(sp_network_step(c, &w, step));
        GY_TRY(note(c, &w, step, &t));
        if (voltage && record) {
            probe(&w, record, voltage + step * record->shape[0]);
        }
        if (step % 1024 == 0) {
            c->host->progress(c, (double)step / (double)w.steps);
        }
    }
    for (; t.time && t.n < t.most; t.n++) {
        t.time[t.n] = (double)NAN;
        t.neuron[t.n] = -1;
        t.population[t.n] = -1;
    }
    return end(c, &w);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
