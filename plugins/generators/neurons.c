/* SPDX-License-Identifier: MIT
 *
 * neurons.c: a population of model neurons as a vector, for generator.spiking-network. All that is
 * computed here is the leak, capacitance / tau_m; what the numbers mean is in
 * ../spiking/population.h.
 */
#include "../spiking/population.h"

#include <math.h>
#include <string.h>

GY_SAY(text,
       "generator.neurons 1 | A population of model neurons, for generator.spiking-network\n"
       "out population f64[entry] | the population, for `populations` of generator.spiking-network "
       "and `from` and `to` of generator.synapses\n"
       "param model choice(lif, lif-conductance, adex, izhikevich, hodgkin-huxley) = lif | leaky "
       "integrate-and-fire with synaptic currents; with conductances; adaptive exponential; "
       "Izhikevich's; squid axon\n"
       "param n i64 1..10000000 | neurons\n"
       "param method choice(auto, exact, held, exponential-euler, rk4) = auto | how a step is "
       "integrated; auto: exact for lif, rk4 for izhikevich, else exponential-euler. held: exact, "
       "with the charge of a step spread evenly over it\n"
       "param synapse choice(exponential, alpha) = exponential | course of a synaptic current or "
       "conductance\n"
       "param capacitance quantity(pF) = 250 pF >0\n"
       "param tau_m quantity(ms) = 10 ms >0 | time constant of the membrane: capacitance / leak\n"
       "param leak quantity(nS) optional >0 | leak conductance, in place of tau_m\n"
       "param rest quantity(mV) = -70 mV | reversal potential of the leak\n"
       "param threshold quantity(mV) = -50 mV | lif: spike; adex: where the exponential begins; "
       "hodgkin-huxley: a crossing from below is a spike\n"
       "param reset quantity(mV) = -60 mV | after a spike\n"
       "param refractory quantity(ms) = 0 ms >=0 | after a spike the potential rests that long\n"
       "param tau_exc quantity(ms) = 5 ms >0 | decay of excitation (alpha: time to its peak)\n"
       "param tau_inh quantity(ms) = 10 ms >0 | of inhibition\n"
       "param tau_nmda quantity(ms) = 100 ms >0 | of NMDA synapses, which lif-conductance and adex "
       "may have besides\n"
       "param magnesium f64 = 1 >=0 | mM, which blocks NMDA synapses at low potentials\n"
       "param e_exc quantity(mV) = 0 mV | reversal of excitatory conductances\n"
       "param e_inh quantity(mV) = -80 mV | of inhibitory ones\n"
       "param current quantity(pA) = 0 pA | constant current into every neuron\n"
       "param current_to quantity(pA) optional | into the last neuron; evenly between\n"
       "param start interval(mV) optional | potentials at the start are uniform in it; default: "
       "rest\n"
       "param exc_start quantity(nS, pA) = 0 nS >=0 | excitation at the start, mean\n"
       "param exc_start_sd quantity(nS, pA) = 0 nS >=0 | its sd; negative draws become 0\n"
       "param inh_start quantity(nS, pA) = 0 nS >=0 | inhibition at the start, mean\n"
       "param inh_start_sd quantity(nS, pA) = 0 nS >=0\n"
       "param slope quantity(mV) = 2 mV >0 | adex: sharpness of the spike\n"
       "param peak quantity(mV) = 30 mV | adex, izhikevich: where a spike is cut\n"
       "param adaptation quantity(nS) = 4 nS | adex: a, coupling of adaptation to the potential\n"
       "param adaptation_jump quantity(pA) = 80 pA | adex: b, added by a spike\n"
       "param tau_w quantity(ms) = 144 ms >0 | adex: time constant of adaptation\n"
       "param a f64 = 0.02 | izhikevich: 1 / ms\n"
       "param b f64 = 0.2 | izhikevich\n"
       "param d f64 = 8 | izhikevich: added to u by a spike; reset is c\n"
       "param g_na quantity(nS) = 120 mS >=0 | hodgkin-huxley; defaults are for 1 cm2 of membrane\n"
       "param g_k quantity(nS) = 36 mS >=0\n"
       "param e_na quantity(mV) = 50 mV\n"
       "param e_k quantity(mV) = -77 mV\n"
       "doc | Parameters of other models are not looked at. Hodgkin and Huxley's axon: capacitance "
       "1 uF, leak 0.3 mS, rest -54.387 mV, threshold 0 mV; gates start in their steady state.\n"
       "doc | rk4 is refused where a step is so long that it is not stable; the others are stable "
       "with any step.\n"
       "licence | MIT\n"
       "cite | Rotter and Diesmann (1999), Biological Cybernetics 81, 381-402 (exact integration)\n"
       "cite | Brette and Gerstner (2005), Journal of Neurophysiology 94, 3637-3642 (adex)\n"
       "cite | Izhikevich (2003), IEEE Transactions on Neural Networks 14, 1569-1572\n"
       "cite | Jahr and Stevens (1990), Journal of Neuroscience 10, 3178-3182 (NMDA)\n"
       "cite | Hodgkin and Huxley (1952), Journal of Physiology 117, 500-544\n");

static int resolve(gy_call *c)
{
    return c->host->set_length(c, "entry", SP_KEYS);
}

static int model_of(gy_call *c)
{
    int model = SP_LIF;
    while (model < SP_HODGKIN && strcmp(sp_model_name(model), c->host->text(c, "model")) != 0) {
        model++;
    }
    return model;
}

/* The method, or a failure where the model has no such one. */
static int method_of(gy_call *c, int model, int *out_method)
{
    static const char *const words[] = {"exact", "held", "exponential-euler", "rk4"};
    int linear = model == SP_LIF, method = 0, alpha = gy_is(c, "synapse", "alpha");
    if (gy_is(c, "method", "auto")) {
        method = linear ? SP_EXACT : model == SP_IZHIKEVICH ? SP_RK4 : SP_EXPONENTIAL_EULER;
    } else {
        while (method < SP_RK4 && !gy_is(c, "method", words[method])) {
            method++;
        }
    }
    if (linear != (method == SP_EXACT || method == SP_HELD)) {
        return sp_fail(c, GY_PARAM, "method",
                       linear ? "lif is linear: exact or held"
                              : "%s is not linear: exponential-euler or rk4",
                       sp_model_name(model));
    }
    if (model == SP_IZHIKEVICH && method != SP_RK4) {
        return gy_fail(c, GY_PARAM, "method", "izhikevich is integrated by rk4");
    }
    if (alpha && (method == SP_HELD || method == SP_RK4 || model == SP_HODGKIN)) {
        return gy_fail(c, GY_PARAM, "synapse",
                       "alpha synapses go with exact, or with "
                       "exponential-euler of lif-conductance and adex");
    }
    *out_method = method;
    return GY_OK;
}

static int refuse_potentials(gy_call *c, int model)
{
    double threshold = gy_number(c, "threshold"), reset = gy_number(c, "reset");
    double peak = gy_number(c, "peak");
    int cut = model == SP_ADEX || model == SP_IZHIKEVICH;
    if (model != SP_HODGKIN && !(reset < (cut ? peak : threshold))) {
        return sp_fail(c, GY_PARAM, "reset", "a reset at %g mV is not below the spike at %g mV",
                       reset, cut ? peak : threshold);
    }
    if (model == SP_ADEX && !(peak > threshold)) {
        return sp_fail(c, GY_PARAM, "peak", "%g mV is not above the threshold, %g mV", peak,
                       threshold);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    double *p = gy_doubles(c, "population"), leak = gy_number(c, "leak");
    const gy_array *start = gy_get(c, "start");
    int model = model_of(c), method = 0;
    static const struct {
        int key;
        const char *name;
    } plain[] = {{SP_N, "n"},
                 {SP_CAPACITANCE, "capacitance"},
                 {SP_REST, "rest"},
                 {SP_THRESHOLD, "threshold"},
                 {SP_RESET, "reset"},
                 {SP_REFRACTORY, "refractory"},
                 {SP_TAU_EXC, "tau_exc"},
                 {SP_TAU_INH, "tau_inh"},
                 {SP_TAU_NMDA, "tau_nmda"},
                 {SP_MAGNESIUM, "magnesium"},
                 {SP_E_EXC, "e_exc"},
                 {SP_E_INH, "e_inh"},
                 {SP_BIAS_FIRST, "current"},
                 {SP_EXC_MEAN, "exc_start"},
                 {SP_EXC_SD, "exc_start_sd"},
                 {SP_INH_MEAN, "inh_start"},
                 {SP_INH_SD, "inh_start_sd"},
                 {SP_SLOPE, "slope"},
                 {SP_TAU_W, "tau_w"},
                 {SP_PEAK, "peak"},
                 {SP_G_NA, "g_na"},
                 {SP_G_K, "g_k"},
                 {SP_E_NA, "e_na"},
                 {SP_E_K, "e_k"}};
    GY_TRY(method_of(c, model, &method));
    GY_TRY(refuse_potentials(c, model));
    for (int k = 0; k < SP_KEYS; k++) {
        p[k] = 0;
    }
    for (size_t k = 0; k < sizeof plain / sizeof plain[0]; k++) {
        p[plain[k].key] = gy_number(c, plain[k].name);
    }
    p[SP_MAGIC] = SP_MAGIC_POPULATION;
    p[SP_MODEL] = model;
    p[SP_METHOD] = method;
    p[SP_SHAPE] = gy_is(c, "synapse", "alpha") ? SP_SHAPE_ALPHA : SP_SHAPE_EXPONENTIAL;
    p[SP_LEAK] = isnan(leak) ? p[SP_CAPACITANCE] / gy_number(c, "tau_m") : leak;
    p[SP_A] = gy_number(c, model == SP_ADEX ? "adaptation" : "a");
    p[SP_B] = gy_number(c, model == SP_ADEX ? "adaptation_jump" : "b");
    p[SP_D] = gy_number(c, "d");
    p[SP_BIAS_LAST] =
        isnan(gy_number(c, "current_to")) ? p[SP_BIAS_FIRST] : gy_number(c, "current_to");
    p[SP_START_LOW] = start ? gy_at1(start, 0) : p[SP_REST];
    p[SP_START_HIGH] = start ? gy_at1(start, 1) : p[SP_REST];
    return sp_draw_id(c, &p[SP_ID]);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
