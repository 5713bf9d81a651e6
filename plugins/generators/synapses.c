/* SPDX-License-Identifier: MIT
 *
 * synapses.c: a projection from one population to another as a vector, for
 * generator.spiking-network, which draws it.
 */
#include "../spiking/population.h"

#include <math.h>
#include <string.h>

GY_SAY(text,
       "generator.synapses 1 | A projection between two populations, for "
       "generator.spiking-network\n"
       "in  from f64[a] now | population whose spikes go out\n"
       "in  to   f64[b] now | population that they reach\n"
       "out projection f64[entry] | for `projections` of generator.spiking-network\n"
       "param rule choice(one-to-one, all-to-all, probability, in-degree) = all-to-all | every "
       "neuron to that of its number; to every one; every pair with a probability; every target "
       "from a number of different sources\n"
       "param probability f64 optional >0 <=1\n"
       "param in_degree i64 optional >=1\n"
       "param others bool = false | true: no neuron reaches the one of its own number\n"
       "param receptor choice(excitatory, inhibitory, nmda) = excitatory\n"
       "param weight quantity(pA, nS) | what a spike adds: a current for lif and izhikevich, a "
       "conductance for the others; of an alpha synapse the peak\n"
       "param delay quantity(ms) >0 | whole steps of the network, at least one\n"
       "param plasticity choice(none, stdp) = none | pairs of spikes change the weight; see below\n"
       "param tau_plus quantity(ms) = 20 ms >0\n"
       "param tau_minus quantity(ms) = 20 ms >0\n"
       "param a_plus quantity(pA, nS) = 0 pA >=0 | most that a pair adds\n"
       "param a_minus quantity(pA, nS) = 0 pA >=0 | most that a pair takes away\n"
       "param w_min quantity(pA, nS) = 0 pA\n"
       "param w_max quantity(pA, nS) optional | default: weight\n"
       "doc | A list of edges on `to` (or on both, then first with first) is a projection each.\n"
       "doc | stdp: every pair of spikes counts. A target's spike that comes D > 0 after the "
       "source's adds a_plus e^(-D / tau_plus), one that came D >= 0 before takes "
       "a_minus e^(-D / tau_minus). The delay lies in the dendrite: a spike of the target is seen "
       "a delay later, one of the source at once, and it carries the weight that it finds.\n"
       "licence | MIT\n"
       "cite | Morrison, Diesmann and Gerstner (2008), Biological Cybernetics 98, 459-478 "
       "(plasticity)\n");

static int resolve(gy_call *c)
{
    return c->host->set_length(c, "entry", SQ_KEYS);
}

static int rule_of(gy_call *c, int *out_rule, double *out_share)
{
    static const char *const words[] = {"one-to-one", "all-to-all", "probability", "in-degree"};
    double share = gy_number(c, "probability"), degree = gy_number(c, "in_degree");
    int rule = 0;
    while (rule < SP_IN_DEGREE && !gy_is(c, "rule", words[rule])) {
        rule++;
    }
    if ((rule == SP_PROBABILITY) != !isnan(share)) {
        return gy_fail(c, GY_PARAM, "probability", "belongs to rule = probability, which needs it");
    }
    if ((rule == SP_IN_DEGREE) != !isnan(degree)) {
        return gy_fail(c, GY_PARAM, "in_degree", "belongs to rule = in-degree, which needs it");
    }
    *out_rule = rule;
    *out_share = rule == SP_PROBABILITY ? share : rule == SP_IN_DEGREE ? degree : 1;
    return GY_OK;
}

/* 1: a current, 0: a conductance, after the unit that was written. */
static int is_current(gy_call *c, const char *key)
{
    const char *unit = c->host->unit(c, key);
    return *unit && unit[strlen(unit) - 1] == 'A';
}

static int plasticity(gy_call *c, int rule, double *p)
{
    static const char *const same[] = {"a_plus", "a_minus", "w_max"};
    p[SQ_PLASTIC] = gy_is(c, "plasticity", "stdp");
    p[SQ_TAU_PLUS] = gy_number(c, "tau_plus");
    p[SQ_TAU_MINUS] = gy_number(c, "tau_minus");
    p[SQ_A_PLUS] = gy_number(c, "a_plus");
    p[SQ_A_MINUS] = gy_number(c, "a_minus");
    p[SQ_W_MIN] = gy_number(c, "w_min");
    p[SQ_W_MAX] = isnan(gy_number(c, "w_max")) ? p[SQ_WEIGHT] : gy_number(c, "w_max");
    if (p[SQ_PLASTIC] <= 0) {
        return GY_OK;
    }
    for (int k = 0; k < 3; k++) {
        double x = gy_number(c, same[k]);
        if (x != 0 && !isnan(x) && is_current(c, same[k]) != is_current(c, "weight")) {
            return sp_fail(c, GY_PARAM, same[k], "is a %s, and weight is not",
                           is_current(c, same[k]) ? "current" : "conductance");
        }
    }
    if (rule == SP_PROBABILITY) {
        return gy_fail(c, GY_PARAM, "rule",
                       "plastic synapses are counted before they are drawn: "
                       "in-degree in place of probability");
    }
    if (!(p[SQ_W_MIN] <= p[SQ_WEIGHT] && p[SQ_WEIGHT] <= p[SQ_W_MAX])) {
        return sp_fail(c, GY_PARAM, "weight", "%g is not within w_min .. w_max, %g .. %g",
                       p[SQ_WEIGHT], p[SQ_W_MIN], p[SQ_W_MAX]);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    double *p = gy_doubles(c, "projection");
    const gy_array *ends[2] = {gy_get(c, "from"), gy_get(c, "to")};
    int rule = 0;
    for (int k = 0; k < SQ_KEYS; k++) {
        p[k] = 0;
    }
    for (int k = 0; k < 2; k++) {
        if (!sp_is_population(ends[k])) {
            return sp_fail(c, GY_PARAM, k ? "to" : "from",
                           "is no population: they come from "
                           "generator.neurons and generator.spike-source");
        }
        p[k ? SQ_TO : SQ_FROM] = sp_entry(ends[k], SP_ID);
    }
    GY_TRY(rule_of(c, &rule, &p[SQ_SHARE]));
    p[SQ_MAGIC] = SP_MAGIC_PROJECTION;
    p[SQ_RULE] = rule;
    p[SQ_OTHERS] = gy_is(c, "others", "true");
    p[SQ_RECEPTOR] = gy_is(c, "receptor", "inhibitory") ? SP_INHIBITORY
                     : gy_is(c, "receptor", "nmda")     ? SP_NMDA
                                                        : SP_EXCITATORY;
    p[SQ_WEIGHT] = gy_number(c, "weight");
    p[SQ_CURRENT] = is_current(c, "weight");
    p[SQ_DELAY] = gy_number(c, "delay");
    GY_TRY(plasticity(c, rule, p));
    return sp_draw_id(c, &p[SQ_ID]);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
