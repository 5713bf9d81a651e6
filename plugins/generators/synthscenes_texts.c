/* SPDX-License-Identifier: MIT
 *
 * synthscenes_texts.c: outputs whose lengths are known only when the scenes are. Two rounds over
 * the tiles of scenes: the first counts, the second writes where the tiles before it end. Between
 * them the host is told how long the outputs are.
 */
#include "synthscenes.h"

#include <string.h>

/* What is counted: letters of captions, triples, letters of their three columns. */
enum { CAPTION, TRIPLE, SUBJECT, PREDICATE, OBJECT, COUNTS };

static const char *const columns[3] = {"graph.subject", "graph.predicate", "graph.object"};

typedef struct texts {
    const ss_world *w;
    int caption, graph;      /* wanted */
    int64_t (*from)[COUNTS]; /* of each tile: counts, then where it begins */
    gy_array *captions, *column[3];
    int64_t *scene;
    int writing;
} texts;

static void put_text(gy_array *to, int64_t row, int64_t at, const char *text, int64_t length)
{
    ((int64_t *)(uintptr_t)to->offsets)[row] = at;
    memcpy((char *)to->data + at, text, (size_t)length);
}

static void do_caption(const texts *t, int64_t row, const ss_scene *s, int64_t *at)
{
    char caption[SS_CAPTION];
    int n = ss_caption(s, caption);
    if (t->writing) {
        put_text(t->captions, row, at[CAPTION], caption, n);
    }
    at[CAPTION] += n;
}

static void do_graph(const texts *t, int64_t row, const ss_scene *s, int64_t *at)
{
    ss_triple all[SS_TRIPLES];
    int n = ss_triples(t->w, s, all);
    for (int i = 0; i < n; i++, at[TRIPLE]++) {
        const char *const word[3] = {all[i].subject, all[i].predicate, all[i].object};
        if (t->writing) {
            t->scene[at[TRIPLE]] = row;
        }
        for (int k = 0; k < 3; k++) {
            int64_t length = (int64_t)strlen(word[k]);
            if (t->writing) {
                put_text(t->column[k], at[TRIPLE], at[SUBJECT + k], word[k], length);
            }
            at[SUBJECT + k] += length;
        }
    }
}

static int do_tile(void *context, int64_t tile)
{
    const texts *t = context;
    const ss_world *w = t->w;
    int64_t at[COUNTS] = {0}, end = (tile + 1) * SS_TILE;
    if (t->writing) {
        memcpy(at, t->from[tile], sizeof at);
    }
    for (int64_t row = tile * SS_TILE; row < end && row < w->scenes; row++) {
        ss_scene s;
        if (w->c->host->stopped(w->c)) {
            return GY_CANCELLED;
        }
        ss_draw(w, row, &s);
        if (t->caption) {
            do_caption(t, row, &s, at);
        }
        if (t->graph) {
            do_graph(t, row, &s, at);
        }
    }
    if (!t->writing) {
        memcpy(t->from[tile], at, sizeof at);
    }
    return GY_OK;
}

/* Room for the letters; the last offset is set, the others come with the texts. */
static int make_room(texts *t, const int64_t *total)
{
    gy_call *c = t->w->c;
    gy_array *a;
    if (t->caption) {
        a = t->captions = c->host->ragged(c, "captions", total[CAPTION]);
        if (!a) {
            return gy_fail(c, GY_MEMORY, "captions", "no memory for the captions");
        }
        ((int64_t *)(uintptr_t)a->offsets)[t->w->scenes] = total[CAPTION];
    }
    for (int k = 0; t->graph && k < 3; k++) {
        a = t->column[k] = c->host->ragged(c, columns[k], total[SUBJECT + k]);
        if (!a) {
            return gy_fail(c, GY_MEMORY, "graph", "no memory for the graph");
        }
        if (a->shape[0] != total[TRIPLE]) {
            return gy_fail(c, GY_INTERNAL, "graph", "the scenes have other triples than before");
        }
        ((int64_t *)(uintptr_t)a->offsets)[total[TRIPLE]] = total[SUBJECT + k];
    }
    if (t->graph) {
        t->scene = gy_get(c, "graph.scene")->data;
    }
    return GY_OK;
}

/* Counts the texts of all scenes: tiles get the place where they begin, `total` all of it. */
static int count(texts *t, const gy_map *map, int64_t tiles, int64_t *total)
{
    gy_call *c = t->w->c;
    t->from = c->host->scratch(c, tiles * (int64_t)sizeof *t->from);
    if (!t->from) {
        return gy_fail(c, GY_MEMORY, "scenes", "no memory to count texts");
    }
    memset(total, 0, COUNTS * sizeof *total);
    GY_TRY(map->each(c, tiles, do_tile, t));
    for (int64_t tile = 0; tile < tiles; tile++) {
        for (int i = 0; i < COUNTS; i++) {
            int64_t here = t->from[tile][i];
            t->from[tile][i] = total[i];
            total[i] += here;
        }
    }
    return GY_OK;
}

/* In resolve: the length of the graph, and what the memory plan is to know. */
int ss_tell_texts(const ss_world *w, const gy_map *map)
{
    int64_t total[COUNTS];
    texts t = {.w = w, .caption = 1, .graph = 1};
    GY_TRY(count(&t, map, (w->scenes + SS_TILE - 1) / SS_TILE, total));
    (void)w->c->host->ragged(w->c, "captions", total[CAPTION]);
    for (int k = 0; k < 3; k++) {
        (void)w->c->host->ragged(w->c, columns[k], total[SUBJECT + k]);
    }
    return w->c->host->set_length(w->c, "triple", total[TRIPLE]);
}

int ss_texts(ss_work *k, const gy_map *map)
{
    int64_t tiles = (k->w.scenes + SS_TILE - 1) / SS_TILE, total[COUNTS];
    texts t = {.w = &k->w, .caption = k->out[SS_CAPTIONS] != 0, .graph = k->out[SS_GRAPH] != 0};
    if (!t.caption && !t.graph) {
        return GY_OK;
    }
    GY_TRY(count(&t, map, tiles, total));
    GY_TRY(make_room(&t, total));
    t.writing = 1;
    return map->each(k->w.c, tiles, do_tile, &t);
}
