/* SPDX-License-Identifier: MIT */
#include "connect.h"

#include <math.h>
#include <string.h>

#define AHEAD 4 /* rows between the one that is read and the one that is fetched */

int64_t sp_synapses(const sp_wiring *w, int64_t n_pre, int64_t n_post)
{
    double all = (double)n_pre * (double)n_post, n = 0;
    switch (w->rule) {
    case SP_ONE_TO_ONE:
        n = (double)n_post;
        break;
    case SP_ALL_TO_ALL:
        n = w->others ? all - fmin((double)n_pre, (double)n_post) : all;
        break;
    case SP_PROBABILITY:
        n = fmin(all, w->share * all + 6 * sqrt(w->share * (1 - w->share) * all) + 16);
        break;
    case SP_IN_DEGREE:
        n = w->share * (double)n_post;
        break;
    }
    return n <= 0x1p40 ? (int64_t)n : -1;
}

static int64_t parts_of(int64_t n_post)
{
    return (n_post + SP_PART - 1) / SP_PART;
}

int64_t sp_connect_bytes(const sp_wiring *w, int64_t n_pre, int64_t n_post)
{
    int64_t wide = n_pre > n_post ? n_pre : n_post;
    return 4 * sp_synapses(w, n_pre, n_post) + 8 * (n_pre * parts_of(n_post) + 1) +
           20 * (wide + 1) + 64;
}

/* Scratch of the drawing. */
typedef struct drawing {
    gy_call *c;
    const gy_rng *rng;
    const sp_wiring *w;
    double *uniform; /* [wide + 1] */
    int32_t *list;   /* [wide]: targets of a source, or sources of a target */
    int64_t *mark;   /* [wide]: target that has this source, 1-based */
} drawing;

static int64_t address(const sp_wiring *w, int64_t neuron)
{
    return (w->id & INT32_MAX) * ((int64_t)1 << 31) + neuron;
}

/* Targets that a source reaches with probability w->share each, from the gaps between them, which
 * are geometric. Returns how many; negative: a failure. */
static int64_t draw_row(drawing *d, int64_t source, int64_t n_post)
{
    double p = d->w->share, step = log1p(-p);
    int64_t have = 16 + (int64_t)(1.5 * p * (double)n_post), n = 0;
    for (have = have > n_post ? n_post + 1 : have;;
         have = 2 * have > n_post ? n_post + 1 : 2 * have) {
        GY_TRY(d->rng->uniform(d->c, "synapses", address(d->w, source), have, d->uniform));
        double at = -1;
        n = 0;
        for (int64_t k = 0; k < have; k++) {
            double gap = p < 1 ? floor(log1p(-d->uniform[k]) / step) : 0;
            at += 1 + gap;
            if (at >= (double)n_post) {
                return n;
            }
            d->list[n++] = (int32_t)at;
        }
        if (have > n_post) {
            return n;
        }
    }
}

/* w->share different sources of a target (Floyd's method: no draw is in vain). */
static int draw_column(drawing *d, int64_t target, int64_t n_pre)
{
    int64_t degree = (int64_t)d->w->share, others = d->w->others && target < n_pre;
    int64_t from = n_pre - others;
    GY_TRY(d->rng->uniform(d->c, "synapses", address(d->w, target), degree, d->uniform));
    for (int64_t k = 0; k < degree; k++) {
        int64_t j = from - degree + k, pick = (int64_t)(d->uniform[k] * (double)(j + 1));
        pick = d->mark[pick] == target + 1 ? j : pick;
        d->mark[pick] = target + 1;
        d->list[k] = (int32_t)(others && pick >= target ? pick + 1 : pick);
    }
    return GY_OK;
}

/* Targets of one source in rising order into d->list. */
static int64_t row_of(drawing *d, int64_t source, int64_t n_post)
{
    int64_t n = 0;
    if (d->w->rule == SP_PROBABILITY) {
        n = draw_row(d, source, n_post);
    } else if (d->w->rule == SP_ONE_TO_ONE) {
        d->list[n++] = (int32_t)source;
    } else {
        for (int64_t j = 0; j < n_post; j++) {
            d->list[n++] = (int32_t)j;
        }
    }
    int64_t kept = 0;
    for (int64_t k = 0; k < n; k++) {
        if (!(d->w->others && d->list[k] == source)) {
            d->list[kept++] = d->list[k];
        }
    }
    return n < 0 ? n : kept;
}

static int by_rows(drawing *d, const char *where, sp_csr *m)
{
    int64_t at = 0;
    for (int64_t i = 0; i < m->n_pre; i++) {
        int64_t n = row_of(d, i, m->n_post), k = 0;
        if (n < 0 || d->c->host->stopped(d->c)) {
            return n < 0 ? (int)n : GY_CANCELLED;
        }
        if (n > m->room - at) { /* beyond six standard deviations */
            return gy_fail(d->c, GY_NUMERIC, where, "more synapses were drawn than there is room");
        }
        for (int64_t p = 0; p < m->parts; p++) {
            m->first[i * m->parts + p] = at + k;
            while (k < n && d->list[k] < (p + 1) * SP_PART) {
                m->target[at + k] = d->list[k];
                k++;
            }
        }
        at += n;
    }
    m->first[m->n_pre * m->parts] = at;
    return GY_OK;
}

/* A part of a source counts first, then becomes where its synapses begin, then where they end. */
static int by_columns(drawing *d, sp_csr *m)
{
    int64_t last = m->n_pre * m->parts, degree = (int64_t)d->w->share;
    for (int pass = 0; pass < 2; pass++) {
        memset(d->mark, 0, (size_t)m->n_pre * 8);
        for (int64_t j = 0; j < m->n_post; j++) {
            if (d->c->host->stopped(d->c)) {
                return GY_CANCELLED;
            }
            GY_TRY(draw_column(d, j, m->n_pre));
            for (int64_t k = 0; k < degree; k++) {
                int64_t *cell = &m->first[d->list[k] * m->parts + j / SP_PART];
                if (pass == 1) {
                    m->target[*cell] = (int32_t)j;
                }
                *cell += 1;
            }
        }
        int64_t sum = 0;
        for (int64_t i = 0; i <= last && pass == 0; i++) {
            int64_t here = m->first[i];
            m->first[i] = sum;
            sum += here;
        }
    }
    for (int64_t i = last; i > 0; i--) {
        m->first[i] = m->first[i - 1];
    }
    m->first[0] = 0;
    return GY_OK;
}

static int fits(gy_call *c, const char *where, const sp_wiring *w, int64_t n_pre, int64_t n_post)
{
    if (w->rule == SP_ONE_TO_ONE && n_pre != n_post) {
        return sp_fail(c, GY_PARAM, where,
                       "one-to-one joins populations of one size, and these "
                       "have %lld and %lld neurons",
                       (long long)n_pre, (long long)n_post);
    }
    if (w->rule == SP_IN_DEGREE && w->share > (double)(n_pre - w->others)) {
        return sp_fail(c, GY_PARAM, where,
                       "a target can have %lld different sources at most, "
                       "not %lld",
                       (long long)(n_pre - w->others), (long long)w->share);
    }
    if (sp_synapses(w, n_pre, n_post) < 0) {
        return sp_fail(c, GY_PARAM, where, "%g synapses do not fit in memory (at most 1e12)",
                       (double)n_pre * (double)n_post * (w->rule == SP_PROBABILITY ? w->share : 1));
    }
    return GY_OK;
}

int sp_connect(gy_call *c, const char *where, const sp_wiring *w, int64_t n_pre, int64_t n_post,
               sp_csr *out)
{
    int64_t wide = n_pre > n_post ? n_pre : n_post;
    drawing d = {c, (const gy_rng *)c->host->extension(c, GY_RNG), w, NULL, NULL, NULL};
    GY_TRY(fits(c, where, w, n_pre, n_post));
    if (!d.rng) {
        return gy_fail(c, GY_UNSUPPORTED, where, "this host has no gy.rng/1");
    }
    *out = (sp_csr){n_pre, n_post, parts_of(n_post), 0, sp_synapses(w, n_pre, n_post), NULL, NULL};
    out->first = sp_scratch(c, n_pre * out->parts + 1, 8);
    out->target = sp_scratch(c, out->room, 4);
    d.uniform = sp_scratch(c, wide + 1, 8);
    d.list = sp_scratch(c, wide + 1, 4);
    d.mark = sp_scratch(c, wide + 1, 8);
    if (!out->first || !out->target || !d.uniform || !d.list || !d.mark) {
        return sp_fail(c, GY_MEMORY, where, "no memory for %lld synapses (%.0f MB)",
                       (long long)out->room, 4e-6 * (double)out->room);
    }
    GY_TRY(w->rule == SP_IN_DEGREE ? by_columns(&d, out) : by_rows(&d, where, out));
    out->n = out->first[n_pre * out->parts];
    return GY_OK;
}

void sp_gather(const sp_csr *m, int64_t part, const int32_t *spikes, int64_t n_spikes,
               double weight, double *into)
{
    const int64_t *row = m->first + part;
    for (int64_t s = 0; s < n_spikes; s++) {
        const int64_t *first = row + spikes[s] * m->parts;
        if (s + 2 * AHEAD < n_spikes) { /* rows lie far apart: they are asked for in time */
            const int32_t *next = m->target + row[spikes[s + AHEAD] * m->parts];
            __builtin_prefetch(next);
            __builtin_prefetch(next + 16);
            __builtin_prefetch(row + spikes[s + 2 * AHEAD] * m->parts);
        }
        for (int64_t k = first[0]; k < first[1]; k++) {
            into[m->target[k]] += weight;
        }
    }
}

int64_t sp_events(const sp_csr *m, const int32_t *spikes, int64_t n_spikes)
{
    int64_t n = 0;
    for (int64_t s = 0; s < n_spikes; s++) {
        n += m->first[(spikes[s] + 1) * m->parts] - m->first[spikes[s] * m->parts];
    }
    return n;
}
