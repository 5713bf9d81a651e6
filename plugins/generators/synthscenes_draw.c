/* SPDX-License-Identifier: MIT
 *
 * synthscenes_draw.c: one scene from its address.
 *
 * Attributes: count, background and the combination of each object are uniform, independently. With
 * hold_out_share a scene is held out with that probability; then one of its objects, drawn at
 * random, has a held-out combination and the others any; in other scenes none has one.
 */
#include "synthscenes.h"

#include <math.h>
#include <string.h>

/* Draws of purpose "scene", by place. */
enum {
    AT_COUNT,
    AT_BACKGROUND,
    AT_HELD,
    AT_WHICH,
    AT_PHRASING,
    AT_LEVEL,
    AT_COMBO,
    AT_DEPTH = AT_COMBO + SS_OBJECTS,
    AT_JITTER = AT_DEPTH + SS_OBJECTS,
    DRAWS = AT_JITTER + SS_OBJECTS
};

#define TRIES 16
#define SIDE  16 /* most cells in a row where objects stand apart */

static int below(double u, int n)
{
    int k = (int)(u * n);
    return k < n ? k : n - 1;
}

static void set_combo(const ss_world *w, int combo, ss_scene *s, ss_object *o)
{
    s->held |= w->is_held[combo];
    for (int kind = SS_KINDS - 1; kind >= 0; kind--) {
        o->code[kind] = combo % w->n_words[kind];
        o->word[kind] = w->word[kind][o->code[kind]];
        combo /= w->n_words[kind];
    }
    o->radius = w->radius[o->word[SS_SIZE]];
}

static void draw_objects(const ss_world *w, const double *u, ss_scene *s)
{
    int held = u[AT_HELD] < w->share, which = below(u[AT_WHICH], s->n); /* NaN: not held */
    for (int k = 0; k < s->n; k++) {
        double v = u[AT_COMBO + k];
        int combo = w->share >= 0 && !held ? w->free[below(v, w->n_free)]
                    : held && k == which   ? w->held[below(v, w->n_held)]
                                           : w->all[below(v, w->n_all)];
        set_combo(w, combo, s, &s->object[k]);
    }
}

/* Each object has a layer of depth of its own; far_first lists them from the farthest on. */
static void draw_depths(const double *u, ss_scene *s)
{
    for (int k = 0; k < s->n; k++) {
        int rank = 0;
        for (int j = 0; j < s->n; j++) {
            rank += u[AT_DEPTH + j] < u[AT_DEPTH + k] ||
                    (j < k && !(u[AT_DEPTH + j] > u[AT_DEPTH + k]));
        }
        s->object[k].depth = (rank + 0.25 + 0.5 * u[AT_JITTER + k]) / s->n;
        s->far_first[s->n - 1 - rank] = k;
    }
}

/* By how much the least visible object sticks out of a nearer one, both taken as discs, beyond
 * half of its radius. */
static double least_visible(const ss_scene *s)
{
    double least = INFINITY;
    for (int i = 0; i < s->n; i++) {
        for (int j = 0; j < s->n; j++) {
            const ss_object *a = &s->object[i], *b = &s->object[j];
            if (a->depth < b->depth) {
                double apart = hypot(a->x - b->x, a->y - b->y);
                least = fmin(least, apart + 0.5 * b->radius - a->radius);
            }
        }
    }
    return least;
}

static void put_at(const ss_world *w, const double *u, ss_scene *s)
{
    for (int k = 0; k < s->n; k++) {
        ss_object *o = &s->object[k];
        double free = (double)w->pixels - 2 * o->radius;
        o->x = o->radius + free * u[2 * k];
        o->y = o->radius + free * u[2 * k + 1];
    }
}

/* Anywhere in the picture: the first of TRIES drawn places where no object hides another, or the
 * best of them. */
static void place_anywhere(const ss_world *w, int64_t scene, ss_scene *s)
{
    double u[TRIES * 2 * SS_OBJECTS], best = -INFINITY;
    int chosen = 0;
    (void)w->rng->uniform(w->c, "place", scene, TRIES * 2 * SS_OBJECTS, u);
    for (int k = 0; k < TRIES && best < 0; k++) {
        put_at(w, u + k * 2 * SS_OBJECTS, s);
        double visible = least_visible(s);
        if (visible > best) {
            best = visible;
            chosen = k;
        }
    }
    put_at(w, u + chosen * 2 * SS_OBJECTS, s);
}

/* Each in a cell of its own of a grid whose cells hold the largest object. */
static void place_apart(const ss_world *w, int64_t scene, ss_scene *s)
{
    double u[3 * SS_OBJECTS], largest = 0;
    int cell[SIDE * SIDE];
    for (int code = 0; code < w->n_words[SS_SIZE]; code++) {
        largest = fmax(largest, w->radius[w->word[SS_SIZE][code]]);
    }
    int side = (int)fmin(floor((double)w->pixels / (2 * largest) + 1e-9), SIDE);
    double width = (double)w->pixels / side;
    (void)w->rng->uniform(w->c, "place", scene, 3 * SS_OBJECTS, u);
    for (int k = 0; k < side * side; k++) {
        cell[k] = k;
    }
    for (int k = 0; k < s->n; k++) {
        ss_object *o = &s->object[k];
        int at = k + below(u[3 * k], side * side - k), mine = cell[at];
        cell[at] = cell[k];
        o->x = width * (mine % side) + o->radius + (width - 2 * o->radius) * u[3 * k + 1];
        o->y = width * (mine / side) + o->radius + (width - 2 * o->radius) * u[3 * k + 2];
    }
}

void ss_draw(const ss_world *w, int64_t scene, ss_scene *out)
{
    double u[DRAWS];
    ss_scene *s = out;
    scene += w->world * ((int64_t)1 << 36); /* the address of its draws */
    (void)w->rng->uniform(w->c, "scene", scene, DRAWS, u);
    s->n = w->least + below(u[AT_COUNT], w->most - w->least + 1);
    s->background = below(u[AT_BACKGROUND], SS_BACKGROUNDS);
    s->phrasing = below(u[AT_PHRASING], SS_PHRASINGS);
    s->level = 0.3 + 0.3 * u[AT_LEVEL];
    s->held = 0;
    memset(s->shift, 0, sizeof s->shift);
    draw_objects(w, u, s);
    draw_depths(u, s);
    if (w->apart) {
        place_apart(w, scene, s);
    } else {
        place_anywhere(w, scene, s);
    }
}

int ss_third_of(const ss_world *w, const ss_object *o, int axis)
{
    int third = (int)((axis ? o->y : o->x) * 3 / (double)w->pixels);
    return third < 0 ? 0 : third > 2 ? 2 : third;
}
