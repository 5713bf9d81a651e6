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

void ss_paint(const ss_world *w, const ss_scene *s, uint8_t *id)
{
    int64_t side = w->pixels;
    memset(id, 0, (size_t)(side * side));
    for (int k = 0; k < s->n; k++) {
        const ss_object *o = &s->object[s->far_first[k]];
        int64_t top = (int64_t)floor(o->y - o->radius), left = (int64_t)floor(o->x - o->radius);
        int64_t bottom = (int64_t)ceil(o->y + o->radius), right = (int64_t)ceil(o->x + o->radius);
        for (int64_t i = top < 0 ? 0 : top; i < bottom && i < side; i++) {
            double v = ((double)i + 0.5 - o->y) / o->radius;
            for (int64_t j = left < 0 ? 0 : left; j < right && j < side; j++) {
                double u = ((double)j + 0.5 - o->x) / o->radius;
                if (ss_covers(o->word[SS_SHAPE], u, v)) {
                    id[i * side + j] = (uint8_t)(s->far_first[k] + 1);
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

void ss_colour(const ss_world *w, const ss_scene *s, int id, int64_t row, int64_t column,
               uint8_t *rgb)
{
    static const uint8_t colours[6][3] = {{230, 40, 40},  {40, 180, 60},  {50, 80, 230},
                                          {236, 216, 50}, {204, 60, 204}, {50, 204, 216}};
    if (id == 0) {
        memset(rgb, grey(w, s, row, column), 3);
        return;
    }
    const ss_object *o = &s->object[id - 1];
    double u = ((double)column + 0.5 - o->x) / o->radius;
    double v = ((double)row + 0.5 - o->y) / o->radius;
    int half = dark(o->word[SS_TEXTURE], u, v);
    for (int k = 0; k < 3; k++) {
        rgb[k] = (uint8_t)(colours[o->word[SS_COLOUR]][k] >> half);
    }
}
