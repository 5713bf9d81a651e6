/* SPDX-License-Identifier: MIT
 *
 * network.c: one step of the clock.
 */
#include "network.h"

#include <math.h>
#include <stddef.h>

#define PARALLEL 65536 /* events and neurons of a step from which threads are worth waking */

const int32_t *sp_spikes(const sp_population *p, int64_t step, int64_t *out_n)
{
    int64_t slot = step % p->ring;
    *out_n = step < 0 ? 0 : p->n_spikes[slot];
    return p->spikes + slot * p->n;
}

/* -- what arrives -- */

/* What synapses of one kind of a population receive: x of alpha synapses, else the value itself. */
static double *input_of(const sp_population *p, int receptor)
{
    int inhibitory = receptor == SP_INHIBITORY;
    if (receptor == SP_NMDA) {
        return p->nmda;
    }
    return inhibitory ? (p->ix ? p->ix : p->i) : (p->ex ? p->ex : p->e);
}

typedef struct arrival {
    const sp_projection *q;
    const int32_t *spikes;
    int64_t n;
    double *into;
} arrival;

static int gather_part(void *context, int64_t part)
{
    const arrival *a = context;
    sp_gather(&a->q->csr, part, a->spikes, a->n, a->q->weight, a->into);
    return GY_OK;
}

static int arrive(gy_call *c, const gy_map *map, sp_network *w, sp_projection *q, int64_t step)
{
    const sp_population *pre = &w->population[q->pre], *post = &w->population[q->post];
    arrival a = {q, NULL, 0, input_of(post, q->receptor)};
    if (q->plastic) {
        double *slot = q->ring + step % q->delay * post->n;
        for (int64_t j = 0; j < post->n; j++) {
            a.into[j] += q->weight * slot[j];
            slot[j] = 0;
        }
        return GY_OK;
    }
    a.spikes = sp_spikes(pre, step - q->delay, &a.n);
    if (a.n == 0) {
        return GY_OK;
    }
    int64_t events = sp_events(&q->csr, a.spikes, a.n);
    w->events += events;
    if (map && q->csr.parts > 1 && events > PARALLEL) {
        return map->each(c, q->csr.parts, gather_part, &a);
    }
    for (int64_t part = 0; part < q->csr.parts; part++) {
        (void)gather_part(&a, part);
    }
    return GY_OK;
}

/* -- what the neurons do -- */

static int move_part(void *context, int64_t part)
{
    sp_population *p = context;
    int64_t lo = part * SP_PART, hi = lo + SP_PART < p->n ? lo + SP_PART : p->n;
    if (p->model == SP_LIF) {
        sp_lif_step(&p->lif, lo, hi, p->v, p->e, p->i, p->ex, p->ix, p->bias, p->hold);
        return GY_OK;
    }
    if (p->model == SP_HODGKIN) {
        sp_hodgkin_step(&p->hodgkin, lo, hi, p->v, p->m, p->h, p->g, p->e, p->i, p->bias,
                        p->crossed);
    } else if (p->method == SP_RK4) {
        sp_membrane_rk4(&p->membrane, lo, hi, p->v, p->e, p->i, p->nmda, p->bias, p->hold, p->w);
    } else {
        sp_membrane_exponential(&p->membrane, lo, hi, p->v, p->e, p->i, p->nmda, p->bias, p->hold,
                                p->w);
    }
    sp_synapses_decay(&p->exc, lo, hi, p->e, p->ex);
    sp_synapses_decay(&p->inh, lo, hi, p->i, p->ix);
    if (p->nmda) {
        sp_synapses_decay(&p->membrane.nmda, lo, hi, p->nmda, NULL);
    }
    return GY_OK;
}

static void after_spike(sp_population *p, int64_t i)
{
    p->v[i] = p->reset;
    p->hold[i] = (double)p->rest_steps;
    if (p->model == SP_ADEX) {
        p->w[i] += p->jump_b;
    } else if (p->model == SP_IZHIKEVICH) {
        p->w[i] += p->jump_d;
    }
}

/* Neurons at or above the threshold. The largest v of eight is looked at first. */
static int64_t collect(sp_population *p, int32_t *spikes)
{
    int64_t n = 0;
    for (int64_t lo = 0; lo < p->n; lo += 8) {
        int64_t hi = lo + 8 < p->n ? lo + 8 : p->n;
        double most = p->v[lo];
        for (int64_t i = lo + 1; i < hi; i++) {
            most = p->v[i] > most ? p->v[i] : most;
        }
        for (int64_t i = lo; i < hi && most >= p->threshold; i++) {
            if (p->v[i] >= p->threshold) {
                spikes[n++] = (int32_t)i;
                after_spike(p, i);
            }
        }
    }
    return n;
}

static int64_t collect_crossed(sp_population *p, int32_t *spikes)
{
    int64_t n = 0;
    for (int64_t i = 0; i < p->n; i++) {
        if (p->crossed[i] >= 0) {
            p->share[i] = p->crossed[i];
            spikes[n++] = (int32_t)i;
        }
    }
    return n;
}

static int64_t play(sp_population *p, int64_t step, int32_t *spikes)
{
    int64_t n = 0;
    while (p->next < p->events && p->script[p->next] / p->n <= step) {
        int32_t neuron = (int32_t)(p->script[p->next++] % p->n);
        if (n == 0 || spikes[n - 1] != neuron) {
            spikes[n++] = neuron;
        }
    }
    return n;
}

static int draw(gy_call *c, double h, sp_population *p, int64_t step, int32_t *spikes,
                int64_t *out_n)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double chance = -expm1(-sp_entry(p->from, SP_RATE) * h / 1000);
    int64_t n = 0, address = ((int64_t)p->id & INT32_MAX) * ((int64_t)1 << 31) + step;
    *out_n = 0;
    if ((double)step * h >= sp_entry(p->from, SP_UNTIL) * (1 - 1e-12)) {
        return GY_OK;
    }
    GY_TRY(rng->uniform(c, "poisson", address, p->n, p->share));
    for (int64_t i = 0; i < p->n; i++) {
        if (p->share[i] < chance) {
            spikes[n++] = (int32_t)i;
        }
    }
    *out_n = n;
    return GY_OK;
}

static int move(gy_call *c, const gy_map *map, sp_network *w, sp_population *p, int64_t step)
{
    int64_t slot = step % p->ring, parts = (p->n + SP_PART - 1) / SP_PART;
    int32_t *spikes = p->spikes + slot * p->n;
    if (p->model == SP_SCRIPT) {
        p->n_spikes[slot] = play(p, step, spikes);
        return GY_OK;
    }
    if (p->model == SP_POISSON) {
        return draw(c, w->h, p, step, spikes, &p->n_spikes[slot]);
    }
    if (map && p->n > PARALLEL) {
        GY_TRY(map->each(c, parts, move_part, p));
    } else {
        for (int64_t part = 0; part < parts; part++) {
            (void)move_part(p, part);
        }
    }
    p->n_spikes[slot] = p->model == SP_HODGKIN ? collect_crossed(p, spikes) : collect(p, spikes);
    return GY_OK;
}

/* -- what plastic synapses learn -- */

static void learn(sp_network *w, sp_projection *q, int64_t step)
{
    int64_t n = 0;
    const int32_t *spikes = sp_spikes(&w->population[q->post], step - q->delay, &n);
    sp_stdp_post(&q->stdp, step, spikes, n);
    spikes = sp_spikes(&w->population[q->pre], step, &n);
    w->events += sp_events(&q->csr, spikes, n);
    sp_stdp_pre(&q->csr, &q->stdp, step, spikes, n,
                q->ring + step % q->delay * w->population[q->post].n);
}

int sp_network_step(gy_call *c, sp_network *w, int64_t step)
{
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    for (int64_t i = 0; i < w->n_projections; i++) {
        GY_TRY(arrive(c, map, w, &w->projection[i], step));
    }
    for (int64_t i = 0; i < w->n_populations; i++) {
        GY_TRY(move(c, map, w, &w->population[i], step));
    }
    for (int64_t i = 0; i < w->n_projections; i++) {
        if (w->projection[i].plastic) {
            learn(w, &w->projection[i], step);
        }
    }
    return GY_OK;
}
