/* SPDX-License-Identifier: MIT
 *
 * block_moves.c: moves between hierarchies of groups, and the two ways to search with them; see
 * block_model.h.
 */
#include "block_model.h"

void bm_copy(const bm_graph *g, const bm_state *from, bm_state *to)
{
    to->levels = from->levels;
    to->length = from->length;
    memcpy(to->size, from->size, sizeof from->size);
    for (int64_t l = 0; l < from->levels; l++) {
        memcpy(to->group[l], from->group[l], (size_t)g->nodes * sizeof *to->group[l]);
    }
}

void bm_begin(const bm_graph *g, int single, bm_state *s)
{
    s->size[0] = g->nodes;
    for (int64_t l = 0; l < s->levels; l++) {
        memset(s->group[l], 0, (size_t)g->nodes * sizeof *s->group[l]);
        s->size[l + 1] = 1;
    }
    for (int64_t i = 0; single && i < g->nodes; i++) {
        s->group[0][i] = (int32_t)i;
    }
    s->size[1] = single ? g->nodes : 1;
}

/* Takes the empty group r out of level l; the last one gets its number. */
static void drop(bm_state *s, int64_t l, int64_t r)
{
    int32_t last = (int32_t)--s->size[l + 1];
    for (int64_t i = 0; i < s->size[l]; i++) {
        s->group[l][i] = s->group[l][i] == last ? (int32_t)r : s->group[l][i];
    }
    if (l + 1 < s->levels) {
        s->group[l + 1][r] = s->group[l + 1][last];
    }
}

int bm_move(bm_state *s, int64_t l, int64_t i, int64_t to)
{
    int64_t from = s->group[l][i], number = 0, above = l + 1 < s->levels;
    int created = to == s->size[l + 1];
    for (int64_t k = 0; k < s->size[l]; k++) {
        number += s->group[l][k] == from;
    }
    if (to == from || (number == 1 && created) ||
        (number == 1 && above && s->group[l + 1][from] != s->group[l + 1][to])) {
        return 0;
    }
    if (created) {
        s->size[l + 1]++;
        if (above) {
            s->group[l + 1][to] = s->group[l + 1][from];
        }
    }
    s->group[l][i] = (int32_t)to;
    if (number == 1) {
        drop(s, l, from);
    }
    return 1;
}

void bm_merge(const bm_graph *g, bm_state *s, int64_t r, int64_t q)
{
    for (int64_t i = 0; i < g->nodes; i++) {
        s->group[0][i] = s->group[0][i] == q ? (int32_t)r : s->group[0][i];
    }
    drop(s, 0, q);
}

int bm_sweep(gy_call *c, const bm_graph *g, bm_state *s, bm_state *trial, bm_state *best,
             double beta, int64_t address, double *draw, const bm_space *p)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    for (int64_t l = 0; l < s->levels; l++) {
        GY_TRY(rng->uniform(c, "moves", address * BM_LEVELS + l, 2 * g->nodes, draw));
        for (int64_t i = 0; i < s->size[l]; i++) {
            int64_t before = s->size[l + 1], to = (int64_t)(draw[2 * i] * (double)(before + 1));
            if (to == s->group[l][i]) {
                continue;
            }
            bm_copy(g, s, trial);
            if (!bm_move(trial, l, i, to)) {
                continue;
            }
            trial->length = bm_length(g, trial, p);
            /* a move is one of `groups + 1`, and so is the way back */
            double gain = s->length - trial->length;
            double ratio = log((double)(before + 1) / (double)(trial->size[l + 1] + 1));
            if (isinf(beta) ? gain > 1e-9 : log(draw[2 * i + 1]) < beta * gain + ratio) {
                bm_copy(g, trial, s);
            }
            if (s->length < best->length) {
                bm_copy(g, s, best);
            }
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
        }
    }
    return GY_OK;
}

/* The best merge of `now` among all pairs or `tries` random ones, in trial's place: *r and *q. */
static double best_merge(gy_call *c, const bm_graph *g, const bm_state *now, bm_state *trial,
                         int64_t tries, const double *draw, const bm_space *p, int64_t *r,
                         int64_t *q)
{
    int64_t b = now->size[1], pairs = b * (b - 1) / 2;
    double least = (double)INFINITY;
    for (int64_t k = 0, u = 0, v = 0; k < (pairs < tries ? pairs : tries) && !c->host->stopped(c);
         k++) {
        if (pairs <= tries) { /* 0-1, 0-2, ... 1-2, ... */
            u = v + 1 < b ? u : u + 1;
            v = v + 1 < b ? v + 1 : u + 1;
        } else {
            u = (int64_t)(draw[2 * k] * (double)b);
            v = (u + 1 + (int64_t)(draw[2 * k + 1] * (double)(b - 1))) % b;
        }
        bm_copy(g, now, trial);
        bm_merge(g, trial, u < v ? u : v, u < v ? v : u);
        double length = bm_length(g, trial, p);
        if (length < least) {
            least = length;
            *r = u < v ? u : v;
            *q = u < v ? v : u;
        }
    }
    return least;
}

int bm_agglomerate(gy_call *c, const bm_graph *g, bm_state *s, bm_state *now, bm_state *trial,
                   int64_t address, double *draw, const bm_space *p)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    bm_begin(g, 1, now);
    now->length = bm_length(g, now, p);
    bm_copy(g, now, s);
    while (now->size[1] > 1) {
        int64_t r = 0, q = 1;
        GY_TRY(rng->uniform(c, "merges", address * 65536 + now->size[1], 8 * g->nodes, draw));
        double length = best_merge(c, g, now, trial, 4 * g->nodes, draw, p, &r, &q);
        bm_merge(g, now, r, q);
        now->length = length;
        if (now->length < s->length) {
            bm_copy(g, now, s);
        }
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}
