/* SPDX-License-Identifier: MIT
 *
 * synthbrain_neurons.h: neurons that mix the sources of their ROI, for calcium and spikes.
 *
 * Neuron n has a home source, in order and evenly, and mixes all sources of its ROI with weights of
 * length 1, drawn at its subject and number. Its rate in trial i is
 *     base exp(gain sum_k x[i, k] weight[k, n]),
 * so base is its median rate where activity is symmetric around 0.
 */
#ifndef GYRUS_GENERATORS_SYNTHBRAIN_NEURONS_H
#define GYRUS_GENERATORS_SYNTHBRAIN_NEURONS_H

#include "synthbrain_parts.h"

typedef struct sn_neurons {
    gy_call *c;
    const gy_rng *rng;
    const gy_array *x, *roi;
    int64_t subject, sources, n;
    double base, gain;
    double *weight; /* [sources, n], after sn_plant */
} sn_neurons;

static inline int sn_read(gy_call *c, sn_neurons *s)
{
    *s = (sn_neurons){.c = c, .rng = sp_rng(c), .x = gy_get(c, "x")};
    s->roi = c->host->coord(c, "x.source", "roi");
    s->subject = gy_integer(c, "subject");
    s->sources = s->x->shape[1];
    s->n = gy_integer(c, "neurons");
    s->base = gy_number(c, "base");
    s->gain = gy_number(c, "gain");
    if (!s->rng) {
        return GY_UNSUPPORTED;
    }
    return s->sources > 0 && s->x->shape[0] > 0
               ? GY_OK
               : gy_fail(c, GY_SHAPE, "x", "there is no trial or no source");
}

static inline int64_t sn_home(const sn_neurons *s, int64_t neuron)
{
    return (int64_t)((double)neuron * (double)s->sources / (double)s->n);
}

/* 1 if both sources are in one ROI; without ROIs every source is its own. */
static inline int sn_same(const sn_neurons *s, int64_t k, int64_t l)
{
    if (!s->roi || !(s->roi->flags & GY_TEXT)) {
        return k == l;
    }
    int64_t n = s->roi->offsets[k + 1] - s->roi->offsets[k];
    return n == s->roi->offsets[l + 1] - s->roi->offsets[l] &&
           memcmp((const char *)s->roi->data + s->roi->offsets[k],
                  (const char *)s->roi->data + s->roi->offsets[l], (size_t)n) == 0;
}

static inline int64_t sn_bytes(const sn_neurons *s)
{
    return 8 * s->sources * (s->n + 1);
}

/* weight[sources, n] in scratch. */
static inline int sn_plant(sn_neurons *s)
{
    s->weight = (double *)sp_scratch(s->c, s->sources * s->n, 8, "weights");
    double *z = (double *)sp_scratch(s->c, s->sources, 8, "weights");
    if (!s->weight || !z) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < s->n; i++) {
        double square = 0;
        int64_t home = sn_home(s, i);
        GY_TRY(s->rng->normal_at(s->c, "neuron", s->subject, i, s->sources, z));
        for (int64_t k = 0; k < s->sources; k++) {
            z[k] = sn_same(s, k, home) ? z[k] : 0;
            square += z[k] * z[k];
        }
        for (int64_t k = 0; k < s->sources; k++) {
            s->weight[k * s->n + i] = z[k] / sqrt(square);
        }
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

/* Rate (Hz) of a neuron in a row of x. */
static inline double sn_rate(const sn_neurons *s, int64_t row, int64_t neuron)
{
    double drive = 0;
    for (int64_t k = 0; k < s->sources; k++) {
        drive += gy_at2(s->x, row, k) * s->weight[k * s->n + neuron];
    }
    return s->base * exp(s->gain * drive);
}

/* Length of the axis `neuron`, and its coordinate roi. */
static inline int sn_say(const sn_neurons *s)
{
    gy_call *c = s->c;
    int64_t bytes = 0, n = s->n;
    GY_TRY(c->host->set_length(c, "neuron", n));
    if (!s->roi || !(s->roi->flags & GY_TEXT)) {
        return GY_OK;
    }
    int64_t *offsets = (int64_t *)sp_scratch(c, n + 1, 8, "neurons");
    for (int64_t i = 0; offsets && i < n; i++) {
        int64_t k = sn_home(s, i);
        bytes += s->roi->offsets[k + 1] - s->roi->offsets[k];
        offsets[i + 1] = bytes;
    }
    char *letters = (char *)sp_scratch(c, bytes + 1, 1, "neurons");
    if (!offsets || !letters) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(letters + offsets[i], (const char *)s->roi->data + s->roi->offsets[sn_home(s, i)],
               (size_t)(offsets[i + 1] - offsets[i]));
    }
    gy_array a = sp_vector(GY_UINT, letters, &n);
    a.bits = 8;
    a.flags = GY_TEXT;
    a.layout = GY_RAGGED;
    a.offsets = offsets;
    return c->host->set_coord(c, "neuron", "roi", &a);
}

/* Poisson count of a mean (at most 500) by inversion of one uniform number u. */
static inline int64_t sn_poisson(double mean, double u)
{
    double p = exp(-mean), sum = p;
    int64_t n = 0;
    while (u >= sum && n < 5000) {
        n++;
        p *= mean / (double)n;
        sum += p;
        if (p < 1e-300 && (double)n > mean) {
            break;
        }
    }
    return n;
}

#endif
