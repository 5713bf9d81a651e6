/* SPDX-License-Identifier: MIT
 *
 * network_make.c: memory of a network, states at the start, wiring.
 */
#include "network.h"

#include <math.h>
#include <stdlib.h>

/* Arrays of doubles that a model keeps for each neuron. */
static int64_t arrays_of(const sp_population *p)
{
    switch (p->model) {
    case SP_SCRIPT:
    case SP_POISSON:
        return 1;
    case SP_HODGKIN:
        return 11;
    default:
        return 9 + p->uses_nmda;
    }
}

int sp_network_bytes(gy_call *c, const sp_network *w, int64_t *out_bytes)
{
    double bytes = (double)w->n_populations * sizeof *w->population +
                   (double)w->n_projections * sizeof *w->projection;
    for (int64_t i = 0; i < w->n_populations; i++) {
        const sp_population *p = &w->population[i];
        bytes += (double)p->n * (8.0 * (double)arrays_of(p) + 4.0 * (double)p->ring) +
                 8.0 * (double)(p->ring + p->events) + 1024;
    }
    for (int64_t i = 0; i < w->n_projections; i++) {
        const sp_projection *q = &w->projection[i];
        int64_t pre = w->population[q->pre].n, post = w->population[q->post].n;
        int64_t n = sp_synapses(&q->wiring, pre, post);
        if (n < 0) {
            return sp_fail(c, GY_PARAM, "projections",
                           "a projection of %lld to %lld neurons has "
                           "more than 1e12 synapses: too many for any memory",
                           (long long)pre, (long long)post);
        }
        bytes += (double)sp_connect_bytes(&q->wiring, pre, post) + 512;
        if (q->plastic) {
            bytes += (double)sp_stdp_bytes(n, pre, post) + 8.0 * (double)q->delay * (double)post;
        }
    }
    if (bytes > 9e15) {
        return gy_fail(c, GY_PARAM, "populations", "this network does not fit in any memory");
    }
    *out_bytes = (int64_t)bytes;
    return GY_OK;
}

static int draw_normal(gy_call *c, const gy_rng *rng, const char *what, const sp_population *p,
                       int mean_key, double *x)
{
    double mean = sp_entry(p->from, mean_key), sd = sp_entry(p->from, mean_key + 1);
    if (sd > 0) {
        GY_TRY(rng->normal(c, what, (int64_t)p->id, p->n, x));
    }
    for (int64_t i = 0; i < p->n; i++) {
        x[i] = fmax(0, mean + sd * x[i]);
    }
    return GY_OK;
}

static int start(gy_call *c, const gy_rng *rng, sp_population *p)
{
    double low = sp_entry(p->from, SP_START_LOW), high = sp_entry(p->from, SP_START_HIGH);
    double from = sp_entry(p->from, SP_BIAS_FIRST), to = sp_entry(p->from, SP_BIAS_LAST);
    if (high > low) {
        GY_TRY(rng->uniform(c, "potential", (int64_t)p->id, p->n, p->v));
    }
    GY_TRY(draw_normal(c, rng, "excitation", p, SP_EXC_MEAN, p->e));
    GY_TRY(draw_normal(c, rng, "inhibition", p, SP_INH_MEAN, p->i));
    for (int64_t i = 0; i < p->n; i++) {
        p->v[i] = low + (high - low) * p->v[i];
        p->bias[i] = p->n > 1 ? from + (to - from) * (double)i / (double)(p->n - 1) : from;
        if (p->model == SP_HODGKIN) {
            sp_hodgkin_rest(p->v[i], &p->m[i], &p->h[i], &p->g[i]);
        } else if (p->model == SP_IZHIKEVICH) {
            p->w[i] = p->membrane.b * p->v[i];
        }
    }
    return GY_OK;
}

static int rising(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Spikes of a script by step, then neuron; a spike belongs to the step in which its time lies. */
static int read_script(gy_call *c, double h, int64_t i, sp_population *p)
{
    for (int64_t k = 0; k < p->events; k++) {
        double neuron = sp_entry(p->from, SP_KEYS + 2 * k);
        double step = floor(sp_entry(p->from, SP_KEYS + 2 * k + 1) / h + 1e-6);
        if (!(neuron >= 0 && neuron < (double)p->n && step >= 0 && step < 1e10)) {
            return sp_fail(c, GY_DATA, "populations", "%s: spike %lld is of neuron %g at step %g",
                           sp_population_name(c, i), (long long)k, neuron, step);
        }
        p->script[k] = (int64_t)step * p->n + (int64_t)neuron;
    }
    qsort(p->script, (size_t)p->events, sizeof *p->script, rising);
    return GY_OK;
}

/* Arrays of a population, cut from one piece. */
static int make_population(gy_call *c, const gy_rng *rng, double h, int64_t i, sp_population *p)
{
    double **all[] = {&p->share, &p->v,  &p->e,  &p->i, &p->bias,   &p->hold,
                      &p->w,     &p->ex, &p->ix, &p->g, &p->crossed};
    int64_t n = arrays_of(p);
    double *piece = sp_scratch(c, n * p->n, 8);
    p->spikes = sp_scratch(c, p->ring * p->n, 4);
    p->n_spikes = sp_scratch(c, p->ring, 8);
    p->script = sp_scratch(c, p->events, 8);
    if (!piece || !p->spikes || !p->n_spikes || !p->script) {
        return sp_fail(c, GY_MEMORY, "populations", "no memory for the %lld neurons of %s",
                       (long long)p->n, sp_population_name(c, i));
    }
    for (int64_t k = 0; k < n; k++) {
        *all[k] = piece + k * p->n;
    }
    if (p->model == SP_HODGKIN) { /* gates lie where others have adaptation and alpha synapses */
        p->m = p->ex;
        p->h = p->ix;
    }
    if (p->uses_nmda) { /* in the place of a gate */
        p->nmda = p->g;
        p->g = NULL;
    }
    if (p->model == SP_HODGKIN || (int)sp_entry(p->from, SP_SHAPE) != SP_SHAPE_ALPHA) {
        p->ex = NULL;
        p->ix = NULL;
    }
    if (p->model != SP_ADEX && p->model != SP_IZHIKEVICH) {
        p->w = NULL;
    }
    return p->model == SP_SCRIPT    ? read_script(c, h, i, p)
           : p->model == SP_POISSON ? GY_OK
                                    : start(c, rng, p);
}

static int make_projection(gy_call *c, sp_network *w, sp_projection *q)
{
    const sp_population *pre = &w->population[q->pre], *post = &w->population[q->post];
    GY_TRY(sp_connect(c, "projections", &q->wiring, pre->n, post->n, &q->csr));
    double jump = q->receptor == SP_NMDA         ? 1
                  : q->receptor == SP_INHIBITORY ? post->inh.jump
                                                 : post->exc.jump;
    if (q->plastic) {
        const gy_array *a = q->from;
        GY_TRY(sp_stdp_make(c, "projections", &q->csr, q->weight, &q->stdp));
        q->stdp.a_plus = sp_entry(a, SQ_A_PLUS);
        q->stdp.a_minus = sp_entry(a, SQ_A_MINUS);
        q->stdp.w_min = sp_entry(a, SQ_W_MIN);
        q->stdp.w_max = sp_entry(a, SQ_W_MAX);
        q->stdp.rate_plus = w->h / sp_entry(a, SQ_TAU_PLUS);
        q->stdp.rate_minus = w->h / sp_entry(a, SQ_TAU_MINUS);
        q->ring = sp_scratch(c, q->delay * post->n, 8);
        if (!q->ring) {
            return gy_fail(c, GY_MEMORY, "projections", "no memory for the input under way");
        }
        q->weight = jump;
    } else {
        q->weight *= jump;
    }
    return GY_OK;
}

int sp_network_make(gy_call *c, sp_network *w)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t i = 0; i < w->n_populations; i++) {
        GY_TRY(make_population(c, rng, w->h, i, &w->population[i]));
    }
    for (int64_t i = 0; i < w->n_projections; i++) {
        GY_TRY(make_projection(c, w, &w->projection[i]));
    }
    return GY_OK;
}
