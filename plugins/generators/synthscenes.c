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
    "out objects i32[row:scene, object, kind] optional | shape, colour, size, texture of each "
    "object: place in the lists of words, -1 where there is no object\n"
    "out places f32[row:scene, object, place] optional | x, y, radius (px), depth (0..1, near to "
    "far); 0 where there is no object\n"
    "out heldout bool[row:scene] optional | whether an object has a held-out combination: the "
    "mask of `[split] scheme = predefined`\n"
    "out depth f32[row:scene, height, width] optional | of what a pixel shows; background 1\n"
    "out object_map u8[row:scene, height, width] optional | number of the object, from 1; "
    "background 0\n"
    "out class_map u8[row:scene, height, width] optional | place of its shape in `shapes`, from "
    "1; background 0\n"
    "out clip any[row:scene, frame, height, width, rgb:colour] optional | the scene in motion; "
    "frame 0 is the picture; dtype as images\n"
    "out clip_map u8[row:scene, frame, height, width] optional | number of the object\n"
    "out flow f32[row:scene, step, height, width, direction] optional | pixels right and down by "
    "which what a pixel of frame `step` shows has moved in the next frame; exact, whole\n"
    "out flow_seen bool[row:scene, step, height, width] optional | whether it is seen there: "
    "nothing nearer hides it\n"
    "out surface f32[row:scene, point, xyz] optional | points of the first object's surface, "
    "uniform\n"
    "out voxels u8[row:scene, z, y, x] optional | 1 where the centre of a cell of the cube -1..1 "
    "is inside the first object\n"
    "out vertices f32[row:scene, vertex, xyz] optional | of the first object's triangles\n"
    "out faces i32[row:scene, face, corner] optional | vertices of each triangle, "
    "counterclockwise from outside; those not needed are 0 0 0\n"
    "out solid f64[row:scene, measure] optional | volume and area of the first object's round "
    "solid, and its turn, a matrix row by row\n"
    "out graph table[triple] optional | scene, subject, predicate, object: what is so\n"
    "param scenes i64 = 1000 1..1000000000 | how many\n"
    "param world  i64 = 0 0..1000000 | another number: other scenes, as of another seed\n"
    "param pixels choice(32, 64, 128) = 32 | width and height of a picture\n"
    "param values choice(u8, f32) = u8 | of images and clip\n"
    "param least i64 = 1 1..4 | fewest objects of a scene\n"
    "param most  i64 = 4 1..4 | most objects of a scene\n"
    "param apart bool = false | true: no two objects overlap (in a clip they may)\n"
    "param scale f64 = 1 >0 | times the usual size: a radius of .12, .17, .25 of the width\n"
    "param shapes   text[a] = sphere;cube;pyramid;torus;cylinder;octahedron\n"
    "param colours  text[b] = red;green;blue;yellow;magenta;cyan\n"
    "param sizes    text[d] = small;medium;large\n"
    "param textures text[e] = plain;striped;checked;dotted\n"
    "param hold_out text[f] optional | words or groups of words, `red cube;torus`: scenes with "
    "such an object are test scenes\n"
    "param hold_out_share f64 0..1 optional | share of test scenes; default: as they come\n"
    "param frames i64 = 8 2..256 | of a clip\n"
    "param speed  i64 = 2 0..16 | most pixels an object goes across, and down, from frame to "
    "frame\n"
    "param points i64 = 256 1..100000 | of a cloud\n"
    "param grid   i64 = 16 4..128 | cells of a side of voxels\n"
    "param facets i64 = 16 6..128 | of round solids, around\n"
    "param turned bool = true | the solid is turned at random; false: as in the picture\n"
    "doc | A scene depends on its number, the seed and the parameters alone: not on how many "
    "scenes there are, nor on what is asked for. Rows carry the coordinates shape, colour, "
    "size, texture (of the first object), count, background, split (train, test) and phrasing (of "
    "the "
    "caption: 0..4, unrelated to all else). A solid is "
    "in units in which the largest, however turned, lies in the ball of radius 1: x right, y up, "
    "z to the eye. This is synthetic data.\n"
    "licence | MIT\n");

static const char *const names[SS_OUTPUTS] = {
    "images",  "captions",   "attributes", "pairs", "objects",  "places",     "heldout",
    "depth",   "object_map", "class_map",  "clip",  "clip_map", "flow",       "flow_seen",
    "surface", "voxels",     "vertices",   "faces", "solid",    "graph.scene"};

static int resolve(gy_call *c)
{
    ss_world w;
    GY_TRY(ss_read(c, &w));
    return ss_resolve(&w);
}

void *ss_row(const ss_work *k, int output, int64_t row)
{
    const gy_array *a = k->out[output];
    return a ? (char *)a->data + row * k->each[output] * (a->bits / 8) : 0;
}

static void put_objects(const ss_work *k, int64_t row, const ss_scene *s)
{
    int32_t *label = ss_row(k, SS_LABELS, row);
    float *place = ss_row(k, SS_PLACES, row);
    for (int i = 0; i < k->w.most; i++) {
        const ss_object *o = i < s->n ? &s->object[i] : 0;
        for (int kind = 0; label && kind < SS_KINDS; kind++) {
            label[4 * i + kind] = o ? o->code[kind] : -1;
        }
        if (place) {
            place[4 * i] = o ? (float)o->x : 0;
            place[4 * i + 1] = o ? (float)o->y : 0;
            place[4 * i + 2] = o ? (float)o->radius : 0;
            place[4 * i + 3] = o ? (float)o->depth : 0;
        }
    }
}

static void put_scene(const ss_work *k, int64_t row)
{
    uint8_t *attributes = ss_row(k, SS_ATTRIBUTES, row), *pairs = ss_row(k, SS_PAIRS, row);
    uint8_t *heldout = ss_row(k, SS_HELDOUT, row);
    ss_scene s;
    ss_draw(&k->w, row, &s);
    if (attributes) {
        ss_attributes(&k->w, &s, attributes);
    }
    if (pairs) {
        ss_pairs(&k->w, &s, pairs);
    }
    if (heldout) {
        *heldout = (uint8_t)s.held;
    }
    put_objects(k, row, &s);
    ss_pictures(k, row, &s);
    ss_clip(k, row, &s);
    ss_solid(k, row, &s);
    ss_mesh(k, row, &s);
}

static int put_tile(void *context, int64_t tile)
{
    const ss_work *k = context;
    int64_t end = (tile + 1) * SS_TILE;
    for (int64_t row = tile * SS_TILE; row < end && row < k->w.scenes; row++) {
        if (k->w.c->host->stopped(k->w.c)) {
            return GY_CANCELLED;
        }
        put_scene(k, row);
    }
    return k->w.c->host->stopped(k->w.c) ? GY_CANCELLED : GY_OK;
}

static int run(gy_call *c)
{
    ss_work k = {.w = {0}};
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    int64_t tiles;
    int arrays = 0;
    GY_TRY(ss_read(c, &k.w));
    if (!map) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.map/1");
    }
    for (int i = 0; i < SS_OUTPUTS; i++) {
        k.out[i] = gy_get(c, names[i]);
        k.each[i] = k.out[i] && i != SS_CAPTIONS && i != SS_GRAPH ? gy_size_from(k.out[i], 1) : 0;
        arrays |= k.each[i] > 0;
    }
    tiles = (k.w.scenes + SS_TILE - 1) / SS_TILE;
    GY_TRY(arrays ? map->each(c, tiles, put_tile, &k) : GY_OK);
    return ss_texts(&k, map);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
