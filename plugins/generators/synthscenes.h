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
    ss_object object[SS_OBJECTS];
} ss_scene;

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

/* -- synthscenes_paint.c -- */

/* 1 if the point (u, v) belongs to the shape. */
int ss_covers(int shape, double u, double v);
/* id[pixels, pixels]: 0 for the background, else number of the nearest object there, from 1. */
void ss_paint(const ss_world *w, const ss_scene *s, uint8_t *id);
/* rgb[3] of pixel (row, column), which shows object id. */
void ss_colour(const ss_world *w, const ss_scene *s, int id, int64_t row, int64_t column,
               uint8_t *rgb);

/* -- synthscenes_says.c -- */

#define SS_CAPTION 512
/* Writes the caption without a terminator, at most SS_CAPTION bytes; returns its length. */
int ss_caption(const ss_world *w, const ss_scene *s, char *out);

#endif
