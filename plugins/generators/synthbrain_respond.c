/* SPDX-License-Identifier: MIT
 *
 * synthbrain_respond.c: what voxels do in each trial.
 *
 * beta[t, v] = signal[stimulus(t), v] + n[v] (sqrt(1 - c) e[t, v] + sqrt(c) g[t, network(v)]),
 * e and g standard normal, c = `shared` where v has a network, else 0.
 */
#include "synthbrain.h"

#include <math.h>
#include <string.h>

typedef struct job {
    const sb_world *w;
    double *betas, *mean, *signal, *activity; /* outputs, NULL if unwanted */
    double *room;                             /* [SB_TASKS, 2, voxels] */
} job;

static void signal_of(const sb_world *w, int64_t s, double *out)
{
    const sb_brain *b = &w->b;
    for (int64_t v = 0; v < b->voxels; v++) {
        const sb_roi *r = b->of[v] < 0 ? 0 : &b->roi[b->of[v]];
        double sum = 0;
        for (int64_t k = 0; r && k < r->n; k++) {
            sum += w->activity[s * b->sources + r->source + k] *
                   w->mixing[v * (b->components + 1) + k];
        }
        out[v] = sum;
    }
}

static int noise_of(const sb_world *w, int64_t trial, double share, double *out)
{
    const sb_brain *b = &w->b;
    double common[SB_ROIS], own = sqrt(1 - share);
    GY_TRY(b->rng->normal_at(b->c, "noise", b->subject, trial, b->voxels, out));
    GY_TRY(b->rng->normal_at(b->c, "network noise", b->subject, trial, b->n_rois, common));
    for (int64_t v = 0; v < b->voxels; v++) {
        out[v] = b->of[v] < 0 ? out[v] : own * out[v] + sqrt(share) * common[w->net[b->of[v]]];
        out[v] *= w->noise_sd[v];
    }
    return GY_OK;
}

/* All trials of one stimulus. */
static int one_stimulus(const job *q, int64_t s, double *signal, double *noise, double share)
{
    const sb_world *w = q->w;
    const sb_brain *b = &w->b;
    int64_t n = b->voxels;
    size_t row = (size_t)n * sizeof(double);
    signal_of(w, s, signal);
    if (q->mean) {
        memcpy(q->mean + s * n, signal, row);
    }
    for (int64_t r = 0; r < b->repeats; r++) {
        int64_t t = w->trial[r * b->stimuli + s];
        if (b->c->host->stopped(b->c)) {
            return GY_CANCELLED;
        }
        if (q->activity) {
            memcpy(q->activity + t * b->sources, w->activity + s * b->sources,
                   (size_t)b->sources * sizeof(double));
        }
        if (q->signal) {
            memcpy(q->signal + t * n, signal, row);
        }
        if (!q->betas && !q->mean) {
            continue;
        }
        GY_TRY(noise_of(w, t, share, noise));
        for (int64_t v = 0; v < n; v++) {
            q->betas ? (void)(q->betas[t * n + v] = signal[v] + noise[v]) : (void)0;
            q->mean ? (void)(q->mean[s * n + v] += noise[v] / (double)b->repeats) : (void)0;
        }
    }
    return GY_OK;
}

static int task(void *context, int64_t i)
{
    const job *q = (const job *)context;
    const sb_brain *b = &q->w->b;
    double *signal = q->room + 2 * i * b->voxels, share = gy_number(b->c, "shared");
    for (int64_t s = i * b->stimuli / SB_TASKS; s < (i + 1) * b->stimuli / SB_TASKS; s++) {
        GY_TRY(one_stimulus(q, s, signal, signal + b->voxels, share));
    }
    return GY_OK;
}

int sb_respond(const sb_world *w)
{
    gy_call *c = w->b.c;
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    job q = {.w = w, .betas = gy_doubles(c, "betas"), .mean = gy_doubles(c, "mean")};
    q.signal = gy_doubles(c, "signal");
    q.activity = gy_doubles(c, "activity");
    if (!q.betas && !q.mean && !q.signal && !q.activity) {
        return GY_OK;
    }
    q.room = (double *)sb_scratch(c, 2 * SB_TASKS * w->b.voxels, 8, "trials");
    return q.room ? map->each(c, SB_TASKS, task, &q) : GY_MEMORY;
}
