/* SPDX-License-Identifier: MIT
 *
 * network_read.c: from the vectors of an edge to populations and projections, and what is refused.
 */
#include "network.h"
#include "ode.h"

#include <math.h>
#include <string.h>

const char *sp_population_name(gy_call *c, int64_t i)
{
    const char *edge = c->host->text_item(c, "populations", i);
    edge = edge ? edge : "?";
    return *edge == '@' ? edge + 1 : edge;
}

/* Whole steps in a time; -1 if it is no whole number of them. */
static int64_t steps_in(double time, double h)
{
    double n = round(time / h);
    return fabs(n * h - time) <= 1e-9 * fmax(time, h) && n < 1e9 ? (int64_t)n : -1;
}

static int unstable(gy_call *c, const char *name, double h, double bound)
{
    return h <= bound ? GY_OK
                      : sp_fail(c, GY_PARAM, "step",
                                "%s: rk4 is not stable with steps of %g ms; at most %.4g ms are",
                                name, h, bound);
}

static int read_membrane(gy_call *c, const char *name, double h, sp_population *p)
{
    const gy_array *a = p->from;
    double cm = sp_entry(a, SP_CAPACITANCE), leak = sp_entry(a, SP_LEAK);
    double e_exc = sp_entry(a, SP_E_EXC), e_inh = sp_entry(a, SP_E_INH);
    p->membrane = (sp_membrane){p->model,
                                h,
                                cm,
                                leak,
                                sp_entry(a, SP_REST),
                                e_exc,
                                e_inh,
                                sp_entry(a, SP_A),
                                sp_entry(a, SP_B),
                                sp_entry(a, SP_SLOPE),
                                sp_entry(a, SP_THRESHOLD),
                                sp_entry(a, SP_TAU_W),
                                sp_entry(a, SP_PEAK),
                                exp(-h / sp_entry(a, SP_TAU_W)),
                                sp_entry(a, SP_MAGNESIUM),
                                p->exc,
                                p->inh,
                                sp_synapse_of(h, sp_entry(a, SP_TAU_NMDA), 0, 0, 0, 0)};
    p->hodgkin = (sp_hodgkin){h,
                              cm,
                              leak,
                              p->membrane.rest,
                              sp_entry(a, SP_G_NA),
                              sp_entry(a, SP_G_K),
                              sp_entry(a, SP_E_NA),
                              sp_entry(a, SP_E_K),
                              e_exc,
                              e_inh,
                              p->threshold,
                              p->exc,
                              p->inh,
                              p->method == SP_RK4};
    if (p->model == SP_ADEX) {
        p->jump_b = p->membrane.b;
    }
    if (p->method != SP_RK4) {
        return GY_OK;
    }
    if (p->model == SP_HODGKIN) {
        return unstable(c, name, h, sp_rk4_bound(sp_hodgkin_fastest(&p->hodgkin)));
    }
    if (p->model == SP_IZHIKEVICH) { /* |d/dv| is largest at the lowest v, taken as -90 mV */
        p->jump_d = sp_entry(a, SP_D);
        return unstable(c, name, h, sp_rk4_bound(2.2));
    }
    return unstable(c, name, h, sp_rk4_bound(leak / cm));
}

static int read_population(gy_call *c, double h, int64_t i, sp_population *p)
{
    const char *name = sp_population_name(c, i);
    const gy_array *a = c->host->item(c, "populations", i);
    if (!sp_is_population(a)) {
        return sp_fail(c, GY_PARAM, "populations",
                       "%s is no population: it takes those of "
                       "generator.neurons and generator.spike-source",
                       name);
    }
    p->from = a;
    p->id = sp_entry(a, SP_ID);
    p->model = (int)sp_entry(a, SP_MODEL);
    p->method = (int)sp_entry(a, SP_METHOD);
    p->n = (int64_t)sp_entry(a, SP_N);
    p->events = (a->shape[0] - SP_KEYS) / 2;
    if (p->model >= SP_SCRIPT) {
        return GY_OK;
    }
    p->threshold =
        sp_entry(a, p->model == SP_ADEX || p->model == SP_IZHIKEVICH ? SP_PEAK : SP_THRESHOLD);
    p->reset = sp_entry(a, SP_RESET);
    p->rest_steps = steps_in(sp_entry(a, SP_REFRACTORY), h);
    if (p->rest_steps < 0) {
        return sp_fail(c, GY_PARAM, "step",
                       "%s: a refractory time of %g ms is no whole number of "
                       "steps of %g ms",
                       name, sp_entry(a, SP_REFRACTORY), h);
    }
    int alpha = (int)sp_entry(a, SP_SHAPE) == SP_SHAPE_ALPHA, held = p->method == SP_HELD;
    double cm = p->model == SP_LIF ? sp_entry(a, SP_CAPACITANCE) : 0;
    double tau_m = sp_entry(a, SP_CAPACITANCE) / sp_entry(a, SP_LEAK);
    p->exc = sp_synapse_of(h, sp_entry(a, SP_TAU_EXC), alpha, held, tau_m, cm);
    p->inh = sp_synapse_of(h, sp_entry(a, SP_TAU_INH), alpha, held, tau_m, cm);
    p->lif = sp_lif_of(h, tau_m, cm > 0 ? cm : 1, sp_entry(a, SP_REST), p->exc, p->inh);
    return p->model == SP_LIF ? GY_OK : read_membrane(c, name, h, p);
}

static int64_t find(const sp_network *w, double id)
{
    for (int64_t i = 0; i < w->n_populations; i++) {
        if (w->population[i].id >= id && w->population[i].id <= id) {
            return i;
        }
    }
    return -1;
}

static int check_ends(gy_call *c, const sp_network *w, const char *name, sp_projection *q)
{
    q->pre = find(w, sp_entry(q->from, SQ_FROM));
    q->post = find(w, sp_entry(q->from, SQ_TO));
    if (q->pre < 0 || q->post < 0) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s goes %s a population that is not among "
                       "`populations`",
                       name, q->pre < 0 ? "from" : "to");
    }
    const sp_population *post = &w->population[q->post];
    int current = sp_entry(q->from, SQ_CURRENT) > 0;
    if (post->model >= SP_SCRIPT) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s goes to %s, a source of spikes, which "
                       "receives nothing",
                       name, sp_population_name(c, q->post));
    }
    if (current != (post->model == SP_LIF || post->model == SP_IZHIKEVICH)) {
        return sp_fail(c, GY_PARAM, "projections", "%s: weights onto %s are %s (%s), not %s", name,
                       sp_model_name(post->model), current ? "conductances" : "currents",
                       current ? "nS" : "pA", current ? "currents" : "conductances");
    }
    if (q->receptor == SP_NMDA && post->model != SP_LIF_COND && post->model != SP_ADEX) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s: NMDA synapses belong to lif-conductance and adex, and %s is %s", name,
                       sp_population_name(c, q->post), sp_model_name(post->model));
    }
    if (q->weight < 0 && !current) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s: a conductance is not negative; say "
                       "receptor = inhibitory",
                       name);
    }
    return GY_OK;
}

static int read_projection(gy_call *c, sp_network *w, int64_t i, sp_projection *q)
{
    const char *edge = c->host->text_item(c, "projections", i);
    const char *name = edge ? edge + (*edge == '@') : "?";
    const gy_array *a = c->host->item(c, "projections", i);
    if (!sp_is_projection(a)) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s is no projection: it takes those of generator.synapses", name);
    }
    q->from = a;
    q->weight = sp_entry(a, SQ_WEIGHT);
    q->receptor = (int)sp_entry(a, SQ_RECEPTOR);
    q->plastic = sp_entry(a, SQ_PLASTIC) > 0;
    GY_TRY(check_ends(c, w, name, q));
    double delay = sp_entry(a, SQ_DELAY);
    q->delay = steps_in(delay, w->h);
    if (delay < w->h * (1 - 1e-9)) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s: a delay of %g ms is shorter than a step; at least %g ms", name, delay,
                       w->h);
    }
    if (q->delay < 0) {
        return sp_fail(c, GY_PARAM, "projections",
                       "%s: a delay of %g ms is no whole number of "
                       "steps of %g ms",
                       name, delay, w->h);
    }
    q->wiring = (sp_wiring){(enum sp_rule)(int)sp_entry(a, SQ_RULE), sp_entry(a, SQ_SHARE),
                            sp_entry(a, SQ_OTHERS) > 0, (int64_t)sp_entry(a, SQ_ID)};
    w->population[q->post].uses_nmda |= q->receptor == SP_NMDA;
    int64_t *ring = &w->population[q->pre].ring;
    *ring = q->delay + 1 > *ring ? q->delay + 1 : *ring;
    ring = &w->population[q->post].ring; /* plasticity looks back as well */
    *ring = q->plastic && q->delay + 1 > *ring ? q->delay + 1 : *ring;
    return GY_OK;
}

int sp_network_read(gy_call *c, sp_network *out)
{
    sp_network w = {gy_number(c, "step"),
                    0,
                    0,
                    0,
                    c->host->count(c, "populations"),
                    c->host->count(c, "projections"),
                    NULL,
                    NULL};
    double steps = round(gy_number(c, "duration") / w.h);
    w.population = sp_scratch(c, w.n_populations, sizeof *w.population);
    w.projection = sp_scratch(c, w.n_projections, sizeof *w.projection);
    if (!w.population || !w.projection) {
        return gy_fail(c, GY_MEMORY, "populations", "no memory for the lists");
    }
    if (!(steps >= 1 && steps < 1e10)) {
        return sp_fail(c, GY_PARAM, "duration", "1 to 1e10 steps of %g ms, not %g", w.h, steps);
    }
    w.steps = (int64_t)steps;
    for (int64_t i = 0; i < w.n_populations; i++) {
        sp_population *p = &w.population[i];
        GY_TRY(read_population(c, w.h, i, p));
        p->first = w.neurons;
        p->ring = 1;
        w.neurons += p->n;
        if (find(&w, p->id) < i) {
            return sp_fail(c, GY_PARAM, "populations", "%s is there twice",
                           sp_population_name(c, i));
        }
    }
    for (int64_t i = 0; i < w.n_projections; i++) {
        GY_TRY(read_projection(c, &w, i, &w.projection[i]));
    }
    *out = w;
    return GY_OK;
}
