/* SPDX-License-Identifier: MIT
 *
 * generator.synthscenes: the flow takes every pixel of a frame to the same pixel of the next.
 */
#include "test_synthscenes.h"

enum { side = 32, frames = 12, area = side * side };

typedef struct clip {
    harness *h;
    const uint8_t *rgb, *map, *seen;
    const float *flow;
} clip;

static clip run_clip(int64_t n, const char *most, double speed)
{
    clip c = {.h = scenes(n)};
    harness_number(c.h, "frames", frames);
    harness_number(c.h, "most", strtod(most, NULL));
    harness_number(c.h, "speed", speed);
    wants(c.h, "images;object_map;clip;clip_map;flow;flow_seen;places;objects");
    cr_assert_eq(harness_run(c.h), 0, "%s", harness_error(c.h));
    c.rgb = harness_get(c.h, "clip")->data;
    c.map = harness_get(c.h, "clip_map")->data;
    c.seen = harness_get(c.h, "flow_seen")->data;
    c.flow = harness_get(c.h, "flow")->data;
    return c;
}

/* Frame 0 is the picture. A pixel that is seen one frame on has there the same colour and object,
 * to the bit; one that is not is hidden there by something nearer. */
Test(synthscenes_clip, flow_is_exact)
{
    enum { n = 60 };
    clip c = run_clip(n, "4", 3);
    const uint8_t *still = harness_get(c.h, "images")->data;
    const uint8_t *still_map = harness_get(c.h, "object_map")->data;
    int64_t moved = 0, hidden = 0;
    for (int64_t i = 0; i < n; i++) {
        cr_assert_arr_eq(c.rgb + i * frames * area * 3, still + i * area * 3, area * 3);
        cr_assert_arr_eq(c.map + i * frames * area, still_map + i * area, area);
        for (int64_t p = 0; p < (frames - 1) * area; p++) {
            int64_t here = i * frames * area + p, step = i * (frames - 1) * area + p;
            double dx = (double)c.flow[2 * step], dy = (double)c.flow[2 * step + 1];
            cr_assert(dx == floor(dx) && dy == floor(dy) && fabs(dx) <= 3 && fabs(dy) <= 3);
            cr_assert(c.map[here] || (dx == 0 && dy == 0));
            int64_t x = p % side + (int64_t)dx, y = p % area / side + (int64_t)dy;
            cr_assert(x >= 0 && x < side && y >= 0 && y < side);
            int64_t there = i * frames * area + (p / area + 1) * area + y * side + x;
            int a = c.map[here], b = c.map[there];
            moved += dx != 0 || dy != 0;
            if (c.seen[step]) {
                cr_assert(a == b && !memcmp(c.rgb + 3 * here, c.rgb + 3 * there, 3));
            } else {
                hidden++;
                cr_assert(b && a != b);
                cr_assert(a == 0 || place(c.h, i, b - 1, 3) < place(c.h, i, a - 1, 3));
            }
        }
    }
    cr_assert(moved > 10000 && hidden > 1000, "%d %d", (int)moved, (int)hidden);
    harness_free(c.h);
}

/* A single object keeps its pixels, and its centre of mass goes by the flow. */
Test(synthscenes_clip, one_object_goes_by_its_flow)
{
    enum { n = 60 };
    clip c = run_clip(n, "1", 4);
    int64_t turns = 0;
    for (int64_t i = 0; i < n; i++) {
        double before[3] = {0}, last = 0;
        for (int64_t t = 0; t < frames; t++) {
            double now[3] = {0}, dx = 0, dy = 0;
            for (int64_t p = 0; p < area; p++) {
                int64_t at = (i * frames + t) * area + p;
                int64_t from = ((i * (frames - 1)) + t - 1) * area + p;
                if (c.map[at]) {
                    now[0] += 1;
                    now[1] += (double)(p % side);
                    now[2] += (double)(p / side);
                }
                if (t > 0 && c.map[at - area]) {
                    dx = (double)c.flow[2 * from];
                    dy = (double)c.flow[2 * from + 1];
                }
            }
            if (t > 0) {
                cr_assert_eq(now[0], before[0]);
                cr_assert(fabs((now[1] - before[1]) / now[0] - dx) < 1e-9);
                cr_assert(fabs((now[2] - before[2]) / now[0] - dy) < 1e-9);
                turns += t > 1 && dx * last < 0;
                last = dx;
            }
            memcpy(before, now, sizeof now);
        }
    }
    cr_assert(turns > 10, "%d", (int)turns); /* at the edges */
    harness_free(c.h);
}

Test(synthscenes_clip, nothing_moves_at_speed_0)
{
    clip c = run_clip(5, "4", 0);
    for (int64_t p = 0; p < 5 * (frames - 1) * area; p++) {
        cr_assert(c.flow[2 * p] == 0 && c.flow[2 * p + 1] == 0 && c.seen[p] == 1);
    }
    harness_free(c.h);
}
