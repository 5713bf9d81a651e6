/* SPDX-License-Identifier: MIT
 *
 * synthbrain_plant.c: tuning, mixing and activity.
 */
#include "synthbrain.h"

#include <math.h>
#include <string.h>

/* Makes columns 0 .. n - 1 of v (vectors of m values, one after the other) unit vectors, orthogonal
 * to one another where m allows (Gram-Schmidt, twice). */
static void orthonormal(double *v, int64_t n, int64_t m)
{
    for (int64_t k = 0; k < n; k++) {
        double *u = v + k * m, square = 0;
        for (int64_t turn = 0; turn < 2 && n <= m; turn++) {
            for (int64_t i = 0; i < k; i++) {
                double dot = 0;
                for (int64_t j = 0; j < m; j++) {
                    dot += u[j] * v[i * m + j];
                }
                for (int64_t j = 0; j < m; j++) {
                    u[j] -= dot * v[i * m + j];
                }
            }
        }
        for (int64_t j = 0; j < m; j++) {
            square += u[j] * u[j];
        }
        for (int64_t j = 0; j < m; j++) {
            u[j] /= square > 0 ? sqrt(square) : 1;
        }
    }
}

/* One term of ROI i: its columns in the tuning of the ROI's sources. */
static int plant_term(const sb_brain *b, int i, int t, double *tuning, double *room)
{
    const sb_roi *r = &b->roi[i];
    const sb_term *term = &r->term[t];
    int64_t m = term->to - term->from, n = r->n - r->prefers;
    if (term->named) { /* every voxel prefers it: weight above zero */
        tuning[term->from * b->sources + r->source] += sqrt(term->share / r->preferred);
        return GY_OK;
    }
    for (int64_t k = 0; k < n; k++) {
        GY_TRY(b->rng->normal_at(b->c, "tuning", b->world + k, i * SB_TERMS + t, m, room + k * m));
    }
    orthonormal(room, n, m);
    double scale = sqrt(term->share / (1 - r->preferred));
    for (int64_t k = 0; k < n; k++) {
        for (int64_t j = 0; j < m; j++) {
            tuning[(term->from + j) * b->sources + r->source + r->prefers + k] +=
                scale * room[k * m + j];
        }
    }
    return b->c->host->stopped(b->c) ? GY_CANCELLED : GY_OK;
}

int sb_tuning(const sb_brain *b, double *tuning)
{
    int64_t widest = 0;
    for (int i = 0; i < b->n_tables; i++) {
        widest = b->table[i].width > widest ? b->table[i].width : widest;
    }
    double *room = (double *)sb_scratch(b->c, widest * b->components, 8, "tuning");
    if (!room) {
        return GY_MEMORY;
    }
    memset(tuning, 0, (size_t)(b->features * b->sources) * sizeof *tuning);
    for (int i = 0; i < b->n_rois; i++) {
        for (int t = 0; t < b->roi[i].n_terms; t++) {
            GY_TRY(plant_term(b, i, t, tuning, room));
        }
    }
    return GY_OK;
}

/* 1 if an earlier term of the ROI has feature j too. */
static int again(const sb_roi *r, int t, int64_t j)
{
    int found = 0;
    for (int i = 0; i < t; i++) {
        found |= j >= r->term[i].from && j < r->term[i].to;
    }
    return found;
}

/* Length of the weights that `mixing` makes of ROI r's sources. */
static double length_of(const sb_brain *b, const sb_roi *r, const double *tuning,
                        const double *mixing)
{
    double square = 0;
    for (int t = 0; t < r->n_terms; t++) {
        for (int64_t j = r->term[t].from; j < r->term[t].to; j++) {
            double w = 0;
            for (int64_t k = 0; k < r->n && !again(r, t, j); k++) {
                w += tuning[j * b->sources + r->source + k] * mixing[k];
            }
            square += w * w;
        }
    }
    return sqrt(square);
}

int sb_voxel(const sb_brain *b, const double *tuning, int64_t v, double *mixing, double *out_noise)
{
    double z[2], square = 0;
    gy_call *c = b->c;
    GY_TRY(b->rng->normal_at(c, "voxel", b->subject, b->cell[v], 2, z));
    *out_noise = gy_number(c, "noise") * exp(gy_number(c, "noise_spread") * z[0]);
    if (b->of[v] < 0) {
        return GY_OK;
    }
    const sb_roi *r = &b->roi[b->of[v]];
    int64_t n = r->n - r->prefers;
    double *own = mixing + r->prefers;
    GY_TRY(b->rng->normal_at(c, "mixing", b->subject, b->cell[v], n, own));
    for (int64_t k = 0; k < n; k++) {
        square += own[k] * own[k];
    }
    for (int64_t k = 0; k < n; k++) {
        own[k] *= sqrt((1 - r->preferred) / square);
    }
    mixing[0] = r->prefers ? sqrt(r->preferred) : mixing[0];
    double length = length_of(b, r, tuning, mixing);
    double gain = gy_number(c, "gain") * exp(gy_number(c, "gain_spread") * z[1]);
    for (int64_t k = 0; k < r->n; k++) {
        mixing[k] *= length > 0 ? gain / length : 0;
    }
    return c->host->stopped(c) ? GY_CANCELLED : GY_OK;
}

typedef struct task {
    const sb_brain *b;
    const double *tuning;
    double *activity;
} task;

/* Activity of one stimulus. */
static int one_stimulus(void *context, int64_t s)
{
    const task *q = (const task *)context;
    const sb_brain *b = q->b;
    double *a = q->activity + s * b->sources;
    memset(a, 0, (size_t)b->sources * sizeof *a);
    for (int t = 0; t < b->n_tables; t++) {
        const sb_table *table = &b->table[t];
        const gy_array *x = table->x;
        for (int64_t j = 0; j < table->width; j++) {
            int64_t rest = j, at = s * x->stride[0];
            for (int32_t d = x->rank - 1; d >= 1; d--) {
                at += rest % x->shape[d] * x->stride[d];
                rest /= x->shape[d];
            }
            double z = (gy_element(x, at) - table->centre) / table->spread;
            const double *w = q->tuning + (table->first + j) * b->sources;
            for (int64_t k = 0; k < b->sources; k++) {
                a[k] += z * w[k];
            }
        }
    }
    return b->c->host->stopped(b->c) ? GY_CANCELLED : GY_OK;
}

int sb_activity(const sb_brain *b, const double *tuning, double *activity)
{
    const gy_map *map = (const gy_map *)b->c->host->extension(b->c, GY_MAP);
    task q = {b, tuning, activity};
    if (!map) {
        return gy_fail(b->c, GY_UNSUPPORTED, "", "this host lacks gy.map/1");
    }
    return map->each(b->c, b->stimuli, one_stimulus, &q);
}

int sb_order(const sb_brain *b, int64_t *stimulus)
{
    int shuffled = gy_is(b->c, "order", "shuffled");
    for (int64_t r = 0; r < b->repeats; r++) {
        int64_t *s = stimulus + r * b->stimuli;
        for (int64_t i = 0; i < b->stimuli; i++) {
            s[i] = i;
        }
        if (shuffled) {
            GY_TRY(b->rng->permutation_at(b->c, "order", b->subject, r, b->stimuli, s));
        }
    }
    return GY_OK;
}
