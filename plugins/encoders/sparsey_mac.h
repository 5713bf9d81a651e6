/* SPDX-License-Identifier: MIT
 *
 * sparsey_mac.h: one step of a mac: sums, familiarity, winners, storage.
 *
 * A mac has Q modules of K binary units; one unit of each module wins. Unit i has the normalised
 * sums U (active cells of its field with a set weight, over all active ones), H (units of the mac's
 * own code before) and D (active columns of `top`), and V_i = U^a H^b D^c of those that there are.
 * Familiarity G = mean over modules of the largest V. While storing, unit i of a module wins with a
 * probability in proportion to
 *     1 + eta / (1 + exp(-slope (V_i - middle))),   eta = chi K max(0, (G - least) / (1 - least))^2
 * so that all are alike when nothing is familiar; when G is 1, and when recalling, the largest V
 * wins. Storing sets
 * all weights from what is active to the winners, once and for all.
 */
#ifndef GYRUS_SPARSEY_MAC_H
#define GYRUS_SPARSEY_MAC_H

#include "sugar.h"

#include <math.h>
#include <string.h>

typedef struct sp_net {
    gy_call *c;
    const gy_rng *rng;
    int64_t macs, modules, units, local; /* local = modules * units */
    int64_t cells, field, above;         /* field = cells / macs; above: columns of `top` or 0 */
    int recurrent;
    double power[3], chi, least, slope, middle;
    uint8_t *up, *across, *down;
    /* scratch */
    int64_t *active,
        *first; /* active cells of mac m: active[first[m]] .. active[first[m + 1] - 1] */
    int64_t *tops, n_tops;
    int32_t *sum;             /* [local] */
    double *V, *draw, *table; /* [local], [macs * modules], powers of shares */
    double work;              /* weights read and written */
} sp_net;

/* Active cells of row i of x, by mac, and active columns of `top`. */
static inline void sp_look(sp_net *s, const gy_array *x, const gy_array *top, int64_t i)
{
    int64_t n = 0;
    for (int64_t m = 0; m < s->macs; m++) {
        s->first[m] = n;
        for (int64_t j = m * s->field; j < (m + 1) * s->field; j++) {
            if (gy_element(x, i * x->stride[0] + j * x->stride[1]) > 0) {
                s->active[n++] = j;
            }
        }
    }
    s->first[s->macs] = n;
    s->n_tops = 0;
    for (int64_t j = 0; top && j < s->above; j++) {
        if (gy_element(top, i * top->stride[0] + j * top->stride[1]) > 0) {
            s->tops[s->n_tops++] = j;
        }
    }
}

static inline void sp_add(sp_net *s, const uint8_t *w)
{
    for (int64_t j = 0; j < s->local; j++) {
        s->sum[j] += w[j];
    }
    s->work += (double)s->local;
}

/* V *= (sum / n)^power, a table of n + 1 numbers; sums start anew. */
static inline void sp_factor(sp_net *s, int64_t n, double power)
{
    for (int64_t k = 0; k <= n; k++) {
        s->table[k] = pow((double)k / (double)n, power);
    }
    for (int64_t j = 0; j < s->local; j++) {
        s->V[j] *= s->table[s->sum[j]];
        s->sum[j] = 0;
    }
}

/* Where the weights of mac m's own code begin in `across`, and from how many units: those of the
 * code before, or, at the beginning of a segment, one unit that stands for the beginning. */
static inline void sp_context(const sp_net *s, int64_t m, const int32_t *before, int64_t *from)
{
    int start = !before || before[0] < 0;
    from[0] = m * (s->local + 1) + (start ? s->local : 0);
    from[1] = start ? 1 : s->modules;
}

static inline uint8_t *sp_across(const sp_net *s, int64_t from, const int32_t *before, int64_t q)
{
    int start = !before || before[0] < 0;
    return s->across + (from + (start ? 0 : q * s->units + before[q])) * s->local;
}

/* V of all units of mac m; 0 if nothing reaches it. before: its code one row ago, or NULL. */
static inline int sp_sums(sp_net *s, int64_t m, const int32_t *before)
{
    int64_t n = s->first[m + 1] - s->first[m];
    if (n == 0) {
        return 0;
    }
    for (int64_t j = 0; j < s->local; j++) {
        s->V[j] = 1;
        s->sum[j] = 0;
    }
    for (int64_t k = s->first[m]; k < s->first[m + 1]; k++) {
        sp_add(s, s->up + s->active[k] * s->local);
    }
    sp_factor(s, n, s->power[0]);
    if (s->recurrent) {
        int64_t from[2];
        sp_context(s, m, before, from);
        for (int64_t q = 0; q < from[1]; q++) {
            sp_add(s, sp_across(s, from[0], before, q));
        }
        sp_factor(s, from[1], s->power[1]);
    }
    for (int64_t k = 0; k < s->n_tops; k++) {
        sp_add(s, s->down + s->tops[k] * s->macs * s->local + m * s->local);
    }
    if (s->n_tops > 0) {
        sp_factor(s, s->n_tops, s->power[2]);
    }
    return 1;
}

static inline double sp_familiarity(const sp_net *s)
{
    double sum = 0;
    for (int64_t q = 0; q < s->modules; q++) {
        double most = 0;
        for (int64_t k = 0; k < s->units; k++) {
            most = fmax(most, s->V[q * s->units + k]);
        }
        sum += most;
    }
    return sum / (double)s->modules;
}

/* The first of the largest. */
static inline int32_t sp_largest(const double *v, int64_t n)
{
    int64_t best = 0;
    for (int64_t k = 1; k < n; k++) {
        best = v[k] > v[best] ? k : best;
    }
    return (int32_t)best;
}

/* A unit of one module by its relative probabilities, which V becomes. */
static inline int32_t sp_draw(const sp_net *s, double *V, double eta, double u)
{
    double all = 0, at = 0;
    for (int64_t k = 0; k < s->units; k++) {
        V[k] = 1 + eta / (1 + exp(-s->slope * (V[k] - s->middle)));
        all += V[k];
    }
    for (int64_t k = 0; k < s->units; k++) {
        at += V[k];
        if (u * all < at) {
            return (int32_t)k;
        }
    }
    return (int32_t)(s->units - 1);
}

/* Winners of mac m into code[modules]; -1 if the mac is silent. draw: 1 while storing. */
static inline double sp_choose(sp_net *s, int64_t m, const int32_t *before, int draw, int32_t *code)
{
    if (!sp_sums(s, m, before)) {
        for (int64_t q = 0; q < s->modules; q++) {
            code[q] = -1;
        }
        return 0;
    }
    double G = sp_familiarity(s), above = fmax(0, (G - s->least) / (1 - s->least));
    double eta = s->chi * (double)s->units * above * above;
    draw = draw && (G < 1 - 1e-9 || s->chi == 0); /* known through and through: its own code */
    for (int64_t q = 0; q < s->modules; q++) {
        double *V = s->V + q * s->units;
        code[q] = draw ? sp_draw(s, V, eta, s->draw[m * s->modules + q]) : sp_largest(V, s->units);
    }
    return G;
}

/* Sets w to 1; how many were not. */
static inline int64_t sp_set(sp_net *s, uint8_t *w, const int32_t *code)
{
    int64_t fresh = 0;
    for (int64_t q = 0; q < s->modules; q++) {
        uint8_t *at = w + q * s->units + code[q];
        fresh += !*at;
        *at = 1;
    }
    s->work += (double)s->modules;
    return fresh;
}

/* From all that is active to the winners of mac m; how many weights from its field are new. */
static inline int64_t sp_store(sp_net *s, int64_t m, const int32_t *before, const int32_t *code)
{
    int64_t fresh = 0;
    if (code[0] < 0) {
        return 0;
    }
    for (int64_t k = s->first[m]; k < s->first[m + 1]; k++) {
        fresh += sp_set(s, s->up + s->active[k] * s->local, code);
    }
    if (s->recurrent) {
        int64_t from[2];
        sp_context(s, m, before, from);
        for (int64_t q = 0; q < from[1]; q++) {
            sp_set(s, sp_across(s, from[0], before, q), code);
        }
    }
    for (int64_t k = 0; k < s->n_tops; k++) {
        sp_set(s, s->down + s->tops[k] * s->macs * s->local + m * s->local, code);
    }
    return fresh;
}

#endif
