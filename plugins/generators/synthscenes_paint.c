/* SPDX-License-Identifier: MIT
 *
 * synthscenes_paint.c: pictures. A pixel shows what its centre shows: there is no smoothing, so
 * that segmentation, depth and colours agree exactly.
 */
#include "synthscenes.h"

#include <math.h>
#include <string.h>

/* Front views of the solids of synthscenes_solid.c, seen along the third axis. */
int ss_covers(int shape, double u, double v)
{
    double square = u * u + v * v;
    switch (shape) {
    case SS_SPHERE:
        return square <= 1;
    case SS_CUBE:
        return fabs(u) <= 0.8 && fabs(v) <= 0.8;
    case SS_PYRAMID: /* the tip is up */
        return v >= -1 && v <= 1 && fabs(u) <= (v + 1) / 2;
    case SS_TORUS:
        return square <= 1 && square >= 0.4 * 0.4;
    case SS_CYLINDER:
        return fabs(u) <= 0.5 && fabs(v) <= 1;
    default:
        return fabs(u) + fabs(v) <= 1;
    }
}

/* Where the object's own coordinates begin: in a shifted picture pixel i is pixel i - shift. */
static double across(const ss_scene *s, int k, int64_t column)
{
    const ss_object *o = &s->object[k];
    return ((double)(column - s->shift[k][0]) + 0.5 - o->x) / o->radius;
}

static double down(const ss_scene *s, int k, int64_t row)
{
    const ss_object *o = &s->object[k];
    return ((double)(row - s->shift[k][1]) + 0.5 - o->y) / o->radius;
}

void ss_paint(const ss_world *w, const ss_scene *s, uint8_t *id)
{
    int64_t side = w->pixels;
    memset(id, 0, (size_t)(side * side));
    for (int i = 0; i < s->n; i++) {
        int k = s->far_first[i];
        const ss_object *o = &s->object[k];
        int64_t left = (int64_t)floor(o->x - o->radius) + s->shift[k][0];
        int64_t right = (int64_t)ceil(o->x + o->radius) + s->shift[k][0];
        int64_t top = (int64_t)floor(o->y - o->radius) + s->shift[k][1];
        int64_t bottom = (int64_t)ceil(o->y + o->radius) + s->shift[k][1];
        for (int64_t row = top < 0 ? 0 : top; row < bottom && row < side; row++) {
            double v = down(s, k, row);
            for (int64_t column = left < 0 ? 0 : left; column < right && column < side; column++) {
                if (ss_covers(o->word[SS_SHAPE], across(s, k, column), v)) {
                    id[row * side + column] = (uint8_t)(k + 1);
                }
            }
        }
    }
}

/* 1 where the texture is dark. */
static int dark(int texture, double u, double v)
{
    double a = 2 * u - floor(2 * u) - 0.5, b = 2 * v - floor(2 * v) - 0.5;
    switch (texture) {
    case 1: /* striped: bands across */
        return (int64_t)floor(2.5 * v + 8) % 2 == 0;
    case 2: /* checked */
        return (int64_t)(floor(2 * u + 8) + floor(2 * v + 8)) % 2 == 0;
    case 3: /* dotted */
        return a * a + b * b <= 0.09;
    default:
        return 0;
    }
}

/* Grey of the background at a pixel. */
static uint8_t grey(const ss_world *w, const ss_scene *s, int64_t row, int64_t column)
{
    double level = s->level, across = ((double)column + 0.5) / (double)w->pixels;
    if (s->background == 1) {
        level += 0.3 * (across - 0.5);
    } else if (s->background == 2) {
        level += row * 8 / w->pixels % 2 ? 0.08 : -0.08;
    }
    return (uint8_t)lrint(255 * level);
}

static void colour(const ss_world *w, const ss_scene *s, int id, int64_t row, int64_t column,
                   uint8_t *rgb)
{
    static const uint8_t colours[6][3] = {{230, 40, 40},  {40, 180, 60},  {50, 80, 230},
                                          {236, 216, 50}, {204, 60, 204}, {50, 204, 216}};
    if (id == 0) {
        memset(rgb, grey(w, s, row, column), 3);
        return;
    }
    const int *word = s->object[id - 1].word;
    int half = dark(word[SS_TEXTURE], across(s, id - 1, column), down(s, id - 1, row));
    for (int k = 0; k < 3; k++) {
        rgb[k] = (uint8_t)(colours[word[SS_COLOUR]][k] >> half);
    }
}

void ss_colours(const ss_world *w, const ss_scene *s, const uint8_t *id, gy_array *to, int64_t at)
{
    int64_t side = w->pixels;
    for (int64_t p = 0; p < side * side; p++, at += 3) {
        uint8_t rgb[3];
        colour(w, s, id[p], p / side, p % side, rgb);
        for (int k = 0; k < 3; k++) {
            if (to->bits == 8) {
                ((uint8_t *)to->data)[at + k] = rgb[k];
            } else {
                ((float *)to->data)[at + k] = (float)rgb[k] / 255;
            }
        }
    }
}

void ss_pictures(const ss_work *k, int64_t row, const ss_scene *s)
{
    uint8_t id[128 * 128];
    int64_t n = k->w.pixels * k->w.pixels;
    float *depth = ss_row(k, SS_DEPTH, row);
    uint8_t *objects = ss_row(k, SS_OBJECT_MAP, row), *classes = ss_row(k, SS_CLASS_MAP, row);
    if (!k->out[SS_IMAGES] && !depth && !objects && !classes) {
        return;
    }
    ss_paint(&k->w, s, id);
    if (k->out[SS_IMAGES]) {
        ss_colours(&k->w, s, id, k->out[SS_IMAGES], row * k->each[SS_IMAGES]);
    }
    for (int64_t p = 0; p < n; p++) {
        const ss_object *o = id[p] ? &s->object[id[p] - 1] : 0;
        if (depth) {
            depth[p] = o ? (float)o->depth : 1;
        }
        if (objects) {
            objects[p] = id[p];
        }
        if (classes) {
            classes[p] = (uint8_t)(o ? o->code[SS_SHAPE] + 1 : 0);
        }
    }
}
