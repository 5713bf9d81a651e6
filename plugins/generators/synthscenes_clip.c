/* SPDX-License-Identifier: MIT
 *
 * synthscenes_clip.c: the scene in motion. Every object goes by a whole number of pixels a frame,
 * across and down, and turns back at the picture's edges; the background stands still. A pixel that
 * shows an object therefore shows the same point of it one frame on, at a whole distance: that
 * distance is the flow, and it is exact.
 */
#include "synthscenes.h"

#include <math.h>

/* Place after t steps of v on the whole numbers a..b, from 0, turning back at both ends. */
static int64_t bounce(int64_t a, int64_t b, int64_t v, int64_t t)
{
    int64_t span = b - a, period = 2 * span;
    if (span <= 0) {
        return 0;
    }
    int64_t at = (v * t - a) % period;
    at = at < 0 ? at + period : at;
    return a + (at <= span ? at : period - at);
}

typedef struct motion {
    int64_t velocity[SS_OBJECTS][2], least[SS_OBJECTS][2], most[SS_OBJECTS][2];
} motion;

static void draw_motion(const ss_world *w, int64_t scene, const ss_scene *s, motion *m)
{
    double u[2 * SS_OBJECTS];
    (void)w->rng->uniform(w->c, "motion", scene, 2 * SS_OBJECTS, u);
    for (int k = 0; k < s->n; k++) {
        const ss_object *o = &s->object[k];
        for (int axis = 0; axis < 2; axis++) {
            double at = axis ? o->y : o->x;
            int64_t v = (int64_t)floor(u[2 * k + axis] * (double)(2 * w->speed + 1)) - w->speed;
            m->velocity[k][axis] = v > w->speed ? w->speed : v;
            m->least[k][axis] = (int64_t)ceil(o->radius - at);
            m->most[k][axis] = (int64_t)floor((double)w->pixels - o->radius - at);
        }
    }
}

static void move(const motion *m, int64_t frame, ss_scene *s)
{
    for (int k = 0; k < s->n; k++) {
        for (int axis = 0; axis < 2; axis++) {
            int64_t a = m->least[k][axis], b = m->most[k][axis];
            s->shift[k][axis] = bounce(a > 0 ? 0 : a, b < 0 ? 0 : b, m->velocity[k][axis], frame);
        }
    }
}

/* From the picture of frame t, with objects `before`, to that of t + 1: flow[side, side, 2] and
 * seen[side, side], either NULL. */
static void put_flow(const ss_world *w, const ss_scene *before, const uint8_t *id,
                     const ss_scene *after, const uint8_t *next, float *flow, uint8_t *seen)
{
    int64_t side = w->pixels;
    for (int64_t p = 0; p < side * side; p++) {
        int64_t d[2] = {0, 0};
        for (int axis = 0; id[p] && axis < 2; axis++) {
            d[axis] = after->shift[id[p] - 1][axis] - before->shift[id[p] - 1][axis];
        }
        if (flow) {
            flow[2 * p] = (float)d[0];
            flow[2 * p + 1] = (float)d[1];
        }
        if (seen) { /* an object never leaves the picture */
            seen[p] = (uint8_t)(next[p + d[1] * side + d[0]] == id[p]);
        }
    }
}

void ss_clip(const ss_work *k, int64_t row, const ss_scene *s)
{
    const ss_world *w = &k->w;
    uint8_t id[2][128 * 128];
    int64_t n = w->pixels * w->pixels;
    gy_array *clip = k->out[SS_CLIP];
    uint8_t *map = ss_row(k, SS_CLIP_MAP, row), *seen = ss_row(k, SS_FLOW_SEEN, row);
    float *flow = ss_row(k, SS_FLOW, row);
    if (!clip && !map && !seen && !flow) {
        return;
    }
    motion m;
    ss_scene at[2] = {*s, *s};
    draw_motion(w, row, s, &m);
    for (int64_t t = 0; t < w->frames; t++) {
        int now = (int)(t % 2);
        if (w->c->host->stopped(w->c)) {
            return;
        }
        move(&m, t, &at[now]);
        ss_paint(w, &at[now], id[now]);
        if (clip) {
            ss_colours(w, &at[now], id[now], clip, row * k->each[SS_CLIP] + 3 * n * t);
        }
        for (int64_t p = 0; map && p < n; p++) {
            map[t * n + p] = id[now][p];
        }
        if (t > 0 && (flow || seen)) {
            put_flow(w, &at[!now], id[!now], &at[now], id[now], flow ? flow + 2 * n * (t - 1) : 0,
                     seen ? seen + n * (t - 1) : 0);
        }
    }
}
