/* SPDX-License-Identifier: MIT
 *
 * lif_rate.c: rates of integrate-and-fire neurons under constant current beside the closed form
 *
 *     1 / rate = refractory + tau_m ln((end - reset) / (end - threshold)),
 *     end = rest + current tau_m / capacitance
 */
#include "../spiking/lif.h"
#include "../spiking/population.h"

#include <math.h>

GY_SAY(text,
       "metric.lif-rate 1 | Firing rates of LIF neurons beside the closed form\n"
       "in  population f64[entry] | of generator.neurons with model = lif\n"
       "in  counts f64[neuron] | spikes of these neurons, of generator.spiking-network\n"
       "out expected f64[neuron] none | the closed form, Hz; 0 at and below the threshold\n"
       "out difference f64[neuron] none | measured - expected, Hz\n"
       "out relative f64[neuron] none | difference / expected; NaN where none is expected\n"
       "param duration quantity(s) >0 | of the simulation\n"
       "block all\n"
       "doc | A clock of step h makes an interval up to h longer, never shorter, and the first "
       "spike needs no refractory time: so the difference is at most 1 / duration, and not much "
       "below - rate^2 h - 1 / duration.\n"
       "licence | MIT\n"
       "cite | Gerstner, Kistler, Naud and Paninski (2014), Neuronal Dynamics, section 1.3\n");

static int solve(gy_call *c)
{
    const gy_array *p = gy_get(c, "population"), *counts = gy_get(c, "counts");
    double *expected = gy_doubles(c, "expected"), *difference = gy_doubles(c, "difference");
    double *relative = gy_doubles(c, "relative"), duration = gy_number(c, "duration");
    if (!sp_is_population(p) || (int)sp_entry(p, SP_MODEL) != SP_LIF) {
        return gy_fail(c, GY_DATA, "population",
                       "is no population of generator.neurons with "
                       "model = lif");
    }
    int64_t n = counts->shape[0];
    if ((double)n < sp_entry(p, SP_N) || (double)n > sp_entry(p, SP_N)) {
        return sp_fail(c, GY_SHAPE, "counts",
                       "%lld counts of a population of %g neurons: the "
                       "network holds others too",
                       (long long)n, sp_entry(p, SP_N));
    }
    double from = sp_entry(p, SP_BIAS_FIRST), to = sp_entry(p, SP_BIAS_LAST);
    double cm = sp_entry(p, SP_CAPACITANCE), tau = cm / sp_entry(p, SP_LEAK);
    for (int64_t i = 0; i < n; i++) {
        double current = n > 1 ? from + (to - from) * (double)i / (double)(n - 1) : from;
        expected[i] = sp_lif_rate(current, tau, cm, sp_entry(p, SP_REST), sp_entry(p, SP_THRESHOLD),
                                  sp_entry(p, SP_RESET), sp_entry(p, SP_REFRACTORY));
        difference[i] = gy_element(counts, i * counts->stride[0]) / duration - expected[i];
        relative[i] = expected[i] > 0 ? difference[i] / expected[i] : (double)NAN;
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
