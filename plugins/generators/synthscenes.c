/* SPDX-License-Identifier: MIT
 *
 * synthscenes.c: generator.synthscenes, pictures of which everything is known.
 */
#include "synthscenes.h"

#include <math.h>
#include <string.h>

GY_SAY(
    text,
    "generator.synthscenes 1 | Pictures of coloured objects, with all that is in them\n"
    "out images any[row:scene, height, width, rgb:colour] optional | u8 0..255, or f32 0..1\n"
    "out captions text[row:scene] optional | one sentence that names every object\n"
    "out attributes u8[row:scene, attribute] optional | 1 for all that the scene has\n"
    "out pairs u8[row:scene, pair] optional | 1 for all pairs of colour and shape that one of "
    "its objects has\n"
    "out objects i64[row:scene, object, kind] optional | shape, colour, size, texture of each "
    "object: place in the lists of words, -1 where there is no object\n"
    "out places f32[row:scene, object, place] optional | x, y, radius (px), depth (0..1, near to "
    "far); 0 where there is no object\n"
    "out heldout bool[row:scene] optional | whether an object has a held-out combination: the "
    "mask of `[split] scheme = predefined`\n"
    "param scenes i64 = 1000 1..1000000000 | how many\n"
    "param world  i64 = 0 0..1000000 | another number: other scenes, as of another seed\n"
    "param pixels choice(32, 64, 128) = 32 | width and height of a picture\n"
    "param values choice(u8, f32) = u8 | of images\n"
    "param least i64 = 1 1..4 | fewest objects of a scene\n"
    "param most  i64 = 4 1..4 | most objects of a scene\n"
    "param apart bool = false | true: no two objects overlap\n"
    "param scale f64 = 1 >0 | times the usual size: a radius of .12, .17, .25 of the width\n"
    "param shapes   text[a] = sphere;cube;pyramid;torus;cylinder;octahedron\n"
    "param colours  text[b] = red;green;blue;yellow;magenta;cyan\n"
    "param sizes    text[d] = small;medium;large\n"
    "param textures text[e] = plain;striped;checked;dotted\n"
    "param hold_out text[f] optional | words or groups of words, `red cube;torus`: scenes with "
    "such an object are test scenes\n"
    "param hold_out_share f64 0..1 optional | share of test scenes; default: as they come\n"
    "doc | A scene depends on its number, the seed and the parameters alone: not on how many "
    "scenes there are, nor on what is asked for. Rows carry the coordinates shape, colour, "
    "size, texture (of the first object), count, background and split (train, test). This is "
    "synthetic data.\n"
    "licence | MIT\n");

static int resolve(gy_call *c)
{
    ss_world w;
    GY_TRY(ss_read(c, &w));
    return ss_resolve(&w);
}

/* What a task needs: NULL where nobody wants it. */
typedef struct work {
    ss_world w;
    gy_array *images;
    uint8_t *attributes, *pairs, *heldout;
    int64_t *objects;
    float *places;
    int64_t *length; /* of captions, then where they begin */
    char *letters;   /* NULL while lengths are counted */
} work;

static void put_image(const work *k, int64_t row, const ss_scene *s, const uint8_t *id)
{
    int64_t side = k->w.pixels, at = row * side * side * 3;
    for (int64_t p = 0; p < side * side; p++, at += 3) {
        uint8_t rgb[3];
        ss_colour(&k->w, s, id[p], p / side, p % side, rgb);
        for (int j = 0; j < 3; j++) {
            if (k->images->bits == 8) {
                ((uint8_t *)k->images->data)[at + j] = rgb[j];
            } else {
                ((float *)k->images->data)[at + j] = (float)rgb[j] / 255;
            }
        }
    }
}

static void put_objects(const work *k, int64_t row, const ss_scene *s)
{
    for (int i = 0; i < k->w.most; i++) {
        int64_t at = (row * k->w.most + i) * 4;
        const ss_object *o = i < s->n ? &s->object[i] : 0;
        for (int kind = 0; k->objects && kind < SS_KINDS; kind++) {
            k->objects[at + kind] = o ? o->code[kind] : -1;
        }
        if (k->places) {
            k->places[at] = o ? (float)o->x : 0;
            k->places[at + 1] = o ? (float)o->y : 0;
            k->places[at + 2] = o ? (float)o->radius : 0;
            k->places[at + 3] = o ? (float)o->depth : 0;
        }
    }
}

static void put_caption(const work *k, int64_t row, const ss_scene *s)
{
    char caption[SS_CAPTION];
    int n = ss_caption(&k->w, s, caption);
    if (k->letters) {
        memcpy(k->letters + k->length[row], caption, (size_t)n);
    } else {
        k->length[row] = n;
    }
}

/* One scene; only its caption in the second round of captions. */
static void put_scene(const work *k, int64_t row)
{
    uint8_t id[128 * 128];
    ss_scene s;
    ss_draw(&k->w, row, &s);
    if (k->length) {
        put_caption(k, row, &s);
    }
    if (k->letters) {
        return;
    }
    if (k->images) {
        ss_paint(&k->w, &s, id);
        put_image(k, row, &s, id);
    }
    if (k->attributes) {
        ss_attributes(&k->w, &s, k->attributes + row * ss_n_attributes(&k->w));
    }
    if (k->pairs) {
        ss_pairs(&k->w, &s, k->pairs + row * ss_n_pairs(&k->w));
    }
    if (k->objects || k->places) {
        put_objects(k, row, &s);
    }
    if (k->heldout) {
        k->heldout[row] = (uint8_t)s.held;
    }
}

static int put_tile(void *context, int64_t tile)
{
    const work *k = context;
    int64_t end = (tile + 1) * SS_TILE;
    for (int64_t row = tile * SS_TILE; row < end && row < k->w.scenes; row++) {
        if (k->w.c->host->stopped(k->w.c)) {
            return GY_CANCELLED;
        }
        put_scene(k, row);
    }
    return GY_OK;
}

/* Lengths are known: they become offsets, and the captions are written. */
static int put_captions(work *k, const gy_map *map, int64_t tiles)
{
    int64_t n = k->w.scenes, total = 0;
    for (int64_t i = 0; i <= n; i++) {
        int64_t length = i < n ? k->length[i] : 0;
        k->length[i] = total;
        total += length;
    }
    gy_array *captions = k->w.c->host->ragged(k->w.c, "captions", total);
    if (!captions) {
        return gy_fail(k->w.c, GY_MEMORY, "captions", "no memory for the captions");
    }
    memcpy((void *)(uintptr_t)captions->offsets, k->length, (size_t)(n + 1) * 8);
    k->letters = captions->data;
    return total > 0 ? map->each(k->w.c, tiles, put_tile, k) : GY_OK;
}

static void *data_of(gy_call *c, const char *name)
{
    gy_array *a = gy_get(c, name);
    return a ? a->data : 0;
}

static int run(gy_call *c)
{
    work k = {0};
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    GY_TRY(ss_read(c, &k.w));
    if (!map) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.map/1");
    }
    k.images = gy_get(c, "images");
    k.attributes = data_of(c, "attributes");
    k.pairs = data_of(c, "pairs");
    k.objects = data_of(c, "objects");
    k.places = data_of(c, "places");
    k.heldout = data_of(c, "heldout");
    if (gy_get(c, "captions")) {
        k.length = c->host->scratch(c, (k.w.scenes + 1) * 8);
        if (!k.length) {
            return gy_fail(c, GY_MEMORY, "captions", "no memory for the lengths of captions");
        }
    }
    int64_t tiles = (k.w.scenes + SS_TILE - 1) / SS_TILE;
    GY_TRY(map->each(c, tiles, put_tile, &k));
    return k.length ? put_captions(&k, map, tiles) : GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
