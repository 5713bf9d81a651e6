/* SPDX-License-Identifier: MIT */
#include "conductance.h"

#include "exponential.h"
#include "ode.h"
#include "population.h"

#include <math.h>
#include <stddef.h>

void sp_synapses_decay(const sp_synapse_step *k, int64_t lo, int64_t hi, double *restrict g,
                       double *restrict x)
{
    double decay = k->decay, rise = k->rise;
    for (int64_t i = lo; i < hi && x; i++) {
        g[i] = g[i] * decay + rise * x[i];
        x[i] *= decay;
    }
    for (int64_t i = lo; i < hi && !x; i++) {
        g[i] *= decay;
    }
}

/* Four neurons: v after the step, and how long each rests. */
SP_INLINE void rest_or_move(double *v, double *hold, sp_lanes next)
{
    const sp_lanes none = sp_all(0);
    sp_lanes held = sp_load(hold), less = held - sp_all(1);
    sp_store(v, sp_choose(held > none, sp_load(v), next));
    sp_store(hold, sp_choose(less > none, less, none));
}

/* Excitatory conductance of four neurons, with that of NMDA synapses which magnesium leaves. */
SP_INLINE sp_lanes excitation(const sp_membrane *k, sp_lanes v, const double *exc,
                              const double *nmda)
{
    if (!nmda) {
        return sp_load(exc);
    }
    sp_lanes block = sp_all(1) + sp_all(k->mg / 3.57) * sp_exp_lanes(sp_all(-0.062) * v);
    return sp_load(exc) + sp_load(nmda) / block;
}

/* Where v of four neurons goes: with everything but v held. `more` is a current besides. */
SP_INLINE sp_lanes relax(const sp_membrane *k, sp_lanes v, sp_lanes exc, sp_lanes inh,
                         sp_lanes more)
{
    sp_lanes g = sp_all(k->leak) + exc + inh;
    sp_lanes end =
        (sp_all(k->leak * k->rest) + exc * sp_all(k->e_exc) + inh * sp_all(k->e_inh) + more) / g;
    return end + (v - end) * sp_exp_lanes(sp_all(-k->h / k->c) * g);
}

SP_INLINE void adex_four(const sp_membrane *k, double *v, const double *exc, const double *inh,
                         const double *nmda, const double *bias, double *hold, double *w)
{
    sp_lanes old = sp_load(v), adapt = sp_load(w), up = sp_all(0);
    if (k->slope > 0) {
        up = sp_all(k->leak * k->slope) *
             sp_exp_lanes((old - sp_all(k->threshold)) / sp_all(k->slope));
    }
    sp_lanes next =
        relax(k, old, excitation(k, old, exc, nmda), sp_load(inh), sp_load(bias) + up - adapt);
    sp_lanes aim = sp_all(k->a) * (old - sp_all(k->rest));
    sp_store(w, aim + (adapt - aim) * sp_all(k->forget));
    sp_lanes peak = sp_all(k->peak);
    rest_or_move(v, hold, sp_choose(next > peak, peak, next));
}

SP_INLINE void four(const sp_membrane *k, double *v, const double *exc, const double *inh,
                    const double *nmda, const double *bias, double *hold, double *w)
{
    if (k->model == SP_ADEX) {
        adex_four(k, v, exc, inh, nmda, bias, hold, w);
    } else {
        sp_lanes old = sp_load(v);
        rest_or_move(v, hold,
                     relax(k, old, excitation(k, old, exc, nmda), sp_load(inh), sp_load(bias)));
    }
}

SP_INLINE void all(const sp_membrane *k, int64_t lo, int64_t hi, double *v, double *exc,
                   double *inh, const double *nmda, const double *bias, double *hold, double *w)
{
    int64_t i = lo;
    for (; i + SP_LANES <= hi; i += SP_LANES) {
        four(k, v + i, exc + i, inh + i, nmda ? nmda + i : NULL, bias + i, hold + i,
             w ? w + i : NULL);
    }
    for (; i < hi; i++) { /* the last ones with idle lanes */
        double one[7][SP_LANES] = {{v[i]},    {exc[i]},  {inh[i]},      {nmda ? nmda[i] : 0},
                                   {bias[i]}, {hold[i]}, {w ? w[i] : 0}};
        four(k, one[0], one[1], one[2], nmda ? one[3] : NULL, one[4], one[5], one[6]);
        v[i] = one[0][0];
        hold[i] = one[5][0];
        if (w) {
            w[i] = one[6][0];
        }
    }
}

/* The same operations in longer vectors: the same bits. */
#if defined(__x86_64__)
__attribute__((target("avx2"))) static void wide(const sp_membrane *k, int64_t lo, int64_t hi,
                                                 double *v, double *exc, double *inh,
                                                 const double *nmda, const double *bias,
                                                 double *hold, double *w)
{
    all(k, lo, hi, v, exc, inh, nmda, bias, hold, w);
}
#endif

void sp_membrane_exponential(const sp_membrane *k, int64_t lo, int64_t hi, double *v, double *exc,
                             double *inh, const double *nmda, const double *bias, double *hold,
                             double *w)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        wide(k, lo, hi, v, exc, inh, nmda, bias, hold, w);
        return;
    }
#endif
    all(k, lo, hi, v, exc, inh, nmda, bias, hold, w);
}

/* One neuron: what its two states feel. */
typedef struct one {
    const sp_membrane *k;
    double exc, inh, nmda, bias; /* at the beginning of the step */
} one;

static void rates(double t, const double *y, double *dy, void *context)
{
    const one *n = context;
    const sp_membrane *k = n->k;
    double v = y[0] > k->peak ? k->peak : y[0]; /* beyond it the spike is over */
    double part = t / k->h, fade_e = 1, fade_i = 1, fade_n = 1;
    if (part > 0) { /* conductances at the middle and at the end */
        fade_e = part < 0.75 ? sqrt(k->exc.decay) : k->exc.decay;
        fade_i = part < 0.75 ? sqrt(k->inh.decay) : k->inh.decay;
        fade_n = part < 0.75 ? sqrt(k->nmda.decay) : k->nmda.decay;
    }
    double exc = n->exc * fade_e, inh = n->inh * fade_i;
    if (k->model == SP_IZHIKEVICH) {
        dy[0] = 0.04 * v * v + 5 * v + 140 - y[1] + n->bias + exc - inh;
        dy[1] = k->a * (k->b * v - y[1]);
        return;
    }
    if (n->nmda > 0) {
        exc += n->nmda * fade_n / (1 + k->mg / 3.57 * sp_exp(-0.062 * v));
    }
    double sum = k->leak * (k->rest - v) + exc * (k->e_exc - v) + inh * (k->e_inh - v) + n->bias;
    dy[1] = 0;
    if (k->model == SP_ADEX) {
        double up = k->slope > 0 ? k->leak * k->slope * sp_exp((v - k->threshold) / k->slope) : 0;
        sum += up - y[1];
        dy[1] = (k->a * (v - k->rest) - y[1]) / k->tau_w;
    }
    dy[0] = sum / k->c;
}

void sp_membrane_rk4(const sp_membrane *k, int64_t lo, int64_t hi, double *v, double *exc,
                     double *inh, const double *nmda, const double *bias, double *hold, double *w)
{
    double work[10];
    for (int64_t i = lo; i < hi; i++) {
        one n = {k, exc[i], inh[i], nmda ? nmda[i] : 0, bias[i]};
        double y[2] = {v[i], w ? w[i] : 0};
        sp_rk4(rates, &n, 0, k->h, 2, y, work);
        v[i] = hold[i] > 0 ? v[i] : y[0] > k->peak ? k->peak : y[0];
        hold[i] = hold[i] > 0 ? hold[i] - 1 : 0;
        if (w) {
            w[i] = y[1];
        }
    }
}
