/* SPDX-License-Identifier: MIT
 *
 * synthscenes.h: what the parts of generator.synthscenes share.
 *
 * A scene is one to four flat objects before a grey background. Each object has a shape, a colour,
 * a size and a texture, a centre (x, y) in pixels (the centre of pixel i, j is at j + .5, i + .5),
 * a radius in pixels and a depth in 0..1, nearer ones smaller. In coordinates u = (x - centre) /
 * radius, v downwards, every shape lies in the square -1..1. A scene is a function of its address
 * alone (seed, node, scene), whatever else is asked for.
 *
 * Everything is [any]; what takes a world reads it only.
 */
#ifndef GYRUS_GENERATORS_SYNTHSCENES_H
#define GYRUS_GENERATORS_SYNTHSCENES_H

#include "sugar.h"

#include <stddef.h>

enum { SS_SHAPE, SS_COLOUR, SS_SIZE, SS_TEXTURE, SS_KINDS };
enum { SS_SPHERE, SS_CUBE, SS_PYRAMID, SS_TORUS, SS_CYLINDER, SS_OCTAHEDRON, SS_SHAPES };

#define SS_OBJECTS     4
#define SS_WORDS       6   /* most words of a kind */
#define SS_COMBOS      432 /* 6 shapes x 6 colours x 3 sizes x 4 textures */
#define SS_BACKGROUNDS 3
#define SS_PHRASINGS   5
#define SS_TILE        64 /* scenes of one task */

/* What the parameters say. Codes are places in the lists that the user chose. */
typedef struct ss_world {
    gy_call *c;
    const gy_rng *rng;
    int64_t scenes, pixels, world;
    int least, most, apart; /* objects of a scene; apart: none overlap */
    int n_words[SS_KINDS];
    int word[SS_KINDS][SS_WORDS]; /* by code: place in ss_word */
    double radius[3];             /* px, of small, medium, large */
    double share;                 /* of held-out scenes; NaN: as it comes */
    int n_all, n_free, n_held;
    int16_t all[SS_COMBOS], free[SS_COMBOS], held[SS_COMBOS];
    uint8_t is_held[SS_COMBOS];
    int64_t frames, speed;                /* of the clip; px a frame, at most */
    int64_t points, grid, facets, turned; /* of the solid */
} ss_world;

typedef struct ss_object {
    int code[SS_KINDS]; /* in the chosen lists */
    int word[SS_KINDS]; /* in all words */
    double x, y, radius, depth;
} ss_object;

typedef struct ss_scene {
    int n, background, held, phrasing;
    double level; /* grey of the background, 0..1 */
    int far_first[SS_OBJECTS];
    int64_t shift[SS_OBJECTS][2]; /* whole pixels right and down, of a frame of the clip */
    ss_object object[SS_OBJECTS];
} ss_scene;

/* Outputs, by place in ss_outputs. */
enum {
    SS_IMAGES,
    SS_CAPTIONS,
    SS_ATTRIBUTES,
    SS_PAIRS,
    SS_LABELS,
    SS_PLACES,
    SS_HELDOUT,
    SS_DEPTH,
    SS_OBJECT_MAP,
    SS_CLASS_MAP,
    SS_CLIP,
    SS_CLIP_MAP,
    SS_FLOW,
    SS_FLOW_SEEN,
    SS_CLOUD,
    SS_VOXELS,
    SS_VERTICES,
    SS_FACES,
    SS_SOLID,
    SS_GRAPH,
    SS_OUTPUTS
};

/* What tasks share. Row r of an array that is wanted begins at element r * each. */
typedef struct ss_work {
    ss_world w;
    gy_array *out[SS_OUTPUTS]; /* NULL: not wanted */
    int64_t each[SS_OUTPUTS];
} ss_work;

/* -- synthscenes_words.c: words, parameters, held-out combinations -- */

const char *ss_kind_name(int kind);
int ss_kind_words(int kind); /* how many there are */
const char *ss_word(int kind, int word);
const char *ss_background(int which);
/* "left", "centre", "right" for axis 0, "top", "middle", "bottom" for axis 1. */
const char *ss_third(int axis, int third);
/* Reads and checks all parameters of scenes. */
int ss_read(gy_call *c, ss_world *out);
/* fail with a formatted text. */
int ss_fail(gy_call *c, int code, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* -- synthscenes.c -- */

/* Element at which row `row` of a wanted output begins; NULL if nobody wants it. */
void *ss_row(const ss_work *k, int output, int64_t row);

/* -- synthscenes_axes.c: resolve, and the tables of attributes -- */

int ss_resolve(const ss_world *w);
int ss_n_attributes(const ss_world *w);
int ss_n_pairs(const ss_world *w);
/* out[ss_n_attributes], out[ss_n_pairs]: 1 for what the scene has. */
void ss_attributes(const ss_world *w, const ss_scene *s, uint8_t *out);
void ss_pairs(const ss_world *w, const ss_scene *s, uint8_t *out);

/* -- synthscenes_draw.c -- */

void ss_draw(const ss_world *w, int64_t scene, ss_scene *out);
/* Which third of the picture the object's centre is in. */
int ss_third_of(const ss_world *w, const ss_object *o, int axis);

/* -- synthscenes_paint.c: one still picture -- */

/* 1 if the point (u, v) belongs to the shape. */
int ss_covers(int shape, double u, double v);
/* id[pixels, pixels]: 0 for the background, else number of the nearest object there, from 1. */
void ss_paint(const ss_world *w, const ss_scene *s, uint8_t *id);
/* The colours of what ss_paint gave, u8 or f32, from element `at` of `to` on. */
void ss_colours(const ss_world *w, const ss_scene *s, const uint8_t *id, gy_array *to, int64_t at);
/* Images, depth and maps of a scene, as far as they are wanted. */
void ss_pictures(const ss_work *k, int64_t row, const ss_scene *s);

/* -- synthscenes_clip.c -- */

/* Clip and flow of a scene, as far as they are wanted. */
void ss_clip(const ss_work *k, int64_t row, const ss_scene *s);

/* -- synthscenes_solid.c: the first object as a solid -- */

/* x to the right, y up, z towards the eye; the largest solid, turned any way, lies in the unit
 * ball. Whether a point is inside; volume and area. */
int ss_inside(int shape, const double *p);
double ss_volume(int shape);
double ss_area(int shape);
/* Point of the surface for three numbers of 0..1, uniform if they are. */
void ss_surface(int shape, const double *u, double *p);
/* Cloud, voxels and measures of a scene, as far as they are wanted. */
void ss_solid(const ss_work *k, int64_t row, const ss_scene *s);
/* Size and turn of the solid of a scene: point of the surface q becomes a R q. */
double ss_pose(const ss_world *w, int64_t scene, const ss_scene *s, double turn[9]);

/* -- synthscenes_mesh.c -- */

int64_t ss_n_vertices(const ss_world *w);
int64_t ss_n_faces(const ss_world *w);
/* Vertices and faces of a scene, as far as they are wanted. */
void ss_mesh(const ss_work *k, int64_t row, const ss_scene *s);

/* -- synthscenes_says.c -- */

#define SS_CAPTION 512
/* Writes the caption without a terminator, at most SS_CAPTION bytes; returns its length. */
int ss_caption(const ss_scene *s, char *out);

#define SS_TRIPLES 80
typedef struct ss_triple {
    const char *subject, *predicate, *object;
} ss_triple;
/* out[SS_TRIPLES]: what is so in the scene; returns how many there are. */
int ss_triples(const ss_world *w, const ss_scene *s, ss_triple *out);

/* -- synthscenes_texts.c -- */

/* Captions and graph of all scenes, as far as they are wanted. */
int ss_texts(ss_work *k, const gy_map *map);
/* In resolve: how long they will be. The columns of the graph are there. */
int ss_tell_texts(const ss_world *w, const gy_map *map);

#endif
