/* SPDX-License-Identifier: MIT
 *
 * synthbrain_bold_respond.c: what scans are made of.
 */
#include "synthbrain_bold.h"

/* Adds the responses that scan i sees to a row of voxels. */
static void add_clean(const bd_series *s, int64_t i, double *to)
{
    int64_t lo = 0, hi = 0, r = bd_run_of(s->scan, s->runs, i);
    bd_seen(s, i, &lo, &hi);
    for (int64_t k = lo; k < hi; k++) {
        double h = bd_response(s, (double)(i - s->scan[r]) * s->tr - s->onset[k]);
        for (int64_t v = 0; h != 0 && v < s->voxels; v++) {
            to[v] += h * gy_at2(s->x, k, v);
        }
    }
}

/* Adds the drift of run r to rows of voxels. */
static int add_drift(const bd_job *q, int64_t r, double *to)
{
    const bd_series *s = &q->s;
    double z[BD_WAVES], n = (double)(s->scan[r + 1] - s->scan[r]);
    double scale = q->waves > 0 ? gy_number(s->c, "drift") * sqrt(2 / (double)q->waves) : 0;
    for (int64_t v = 0; scale > 0 && v < s->voxels; v++) {
        GY_TRY(s->rng->normal_at(s->c, "drift", s->subject, r * s->voxels + v, q->waves, z));
        for (int64_t i = s->scan[r]; i < s->scan[r + 1]; i++) {
            for (int64_t k = 0; k < q->waves; k++) {
                to[i * s->voxels + v] +=
                    scale * z[k] *
                    cos(M_PI * (double)(k + 1) * ((double)(i - s->scan[r]) + .5) / n);
            }
        }
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

/* Noise of run r, AR(1) from scan to scan, in place of what was there. */
static int draw_noise(const bd_job *q, int64_t r, double *to)
{
    const bd_series *s = &q->s;
    double a = gy_number(s->c, "ar"), fresh = sqrt(1 - a * a);
    for (int64_t i = s->scan[r]; i < s->scan[r + 1]; i++) {
        double *row = to + i * s->voxels;
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
        GY_TRY(s->rng->normal_at(s->c, "noise", s->subject, i, s->voxels, row));
        for (int64_t v = 0; i > s->scan[r] && v < s->voxels; v++) {
            row[v] = a * row[v - s->voxels] + fresh * row[v];
        }
    }
    return GY_OK;
}

int bd_one_run(void *context, int64_t r)
{
    const bd_job *q = (const bd_job *)context;
    const bd_series *s = &q->s;
    double baseline = gy_number(s->c, "baseline");
    size_t bytes = (size_t)((s->scan[r + 1] - s->scan[r]) * s->voxels) * sizeof(double);
    if (q->drift) {
        memset(q->drift + s->scan[r] * s->voxels, 0, bytes);
        GY_TRY(add_drift(q, r, q->drift));
    }
    if (q->clean) {
        memset(q->clean + s->scan[r] * s->voxels, 0, bytes);
    }
    if (q->bold) {
        GY_TRY(draw_noise(q, r, q->bold));
    }
    for (int64_t i = s->scan[r]; i < s->scan[r + 1]; i++) {
        double *row = q->bold ? q->bold + i * s->voxels : 0;
        if (q->clean) {
            add_clean(s, i, q->clean + i * s->voxels);
        }
        for (int64_t v = 0; row && v < s->voxels; v++) {
            row[v] = baseline + q->sd[v] * row[v];
            for (int64_t p = 0; p < 6; p++) {
                row[v] += q->motion[6 * i + p] * q->weight[p * s->voxels + v];
            }
        }
        if (row) {
            add_clean(s, i, row);
        }
        if (s->c->host->stopped(s->c)) {
            return GY_CANCELLED;
        }
    }
    return q->bold ? add_drift(q, r, q->bold) : GY_OK;
}

int bd_ceiling(const bd_job *q, double *ceiling, double *room)
{
    const bd_series *s = &q->s;
    size_t bytes = (size_t)s->voxels * sizeof(double);
    double *mean = room + s->voxels;
    memset(mean, 0, bytes);
    memset(ceiling, 0, bytes);
    for (int64_t turn = 0; turn < 2; turn++) {
        for (int64_t i = 0; i < s->scans; i++) {
            memset(room, 0, bytes);
            add_clean(s, i, room);
            for (int64_t v = 0; v < s->voxels; v++) {
                double d = room[v] - mean[v];
                turn ? (void)(ceiling[v] += d * d / (double)s->scans)
                     : (void)(ceiling[v] += room[v] / (double)s->scans);
            }
            if (s->c->host->stopped(s->c)) {
                return GY_CANCELLED;
            }
        }
        if (turn == 0) {
            memcpy(mean, ceiling, bytes);
            memset(ceiling, 0, bytes);
        }
    }
    for (int64_t v = 0; v < s->voxels; v++) {
        double all = ceiling[v] + q->sd[v] * q->sd[v];
        ceiling[v] = ceiling[v] > 0 ? sqrt(ceiling[v] / all) : 0;
    }
    return GY_OK;
}
