/* SPDX-License-Identifier: MIT
 *
 * test_synthscenes.h: what the tests of generator.synthscenes share. The words stand here a second
 * time, so that a word that moves is seen.
 */
#ifndef TEST_SYNTHSCENES_H
#define TEST_SYNTHSCENES_H

#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const kind_names[4] = {"shape", "colour", "size", "texture"};
static const char *const kind_words[4][8] = {
    {"sphere", "cube", "pyramid", "torus", "cylinder", "octahedron"},
    {"red", "green", "blue", "yellow", "magenta", "cyan"},
    {"small", "medium", "large"},
    {"plain", "striped", "checked", "dotted"}};
static const char *const output_names[] = {
    "images",     "attributes", "pairs", "objects",  "places",   "heldout",   "depth",
    "object_map", "class_map",  "clip",  "clip_map", "flow",     "flow_seen", "surface",
    "voxels",     "vertices",   "faces", "solid",    "captions", "graph",     NULL};

static inline harness *scenes(int64_t n)
{
    harness *h = harness_new("generator-synthscenes", NULL);
    harness_number(h, "scenes", (double)n);
    harness_texts(h, "shapes", 6, kind_words[0]);
    harness_texts(h, "colours", 6, kind_words[1]);
    harness_texts(h, "sizes", 3, kind_words[2]);
    harness_texts(h, "textures", 4, kind_words[3]);
    return h;
}

/* With little of what takes time. */
static inline harness *small_scenes(int64_t n)
{
    harness *h = scenes(n);
    harness_number(h, "frames", 3);
    harness_number(h, "points", 70);
    harness_number(h, "grid", 5);
    return h;
}

/* Only the outputs of a list "a;b" are wanted. */
static inline void wants(harness *h, const char *list)
{
    for (int k = 0; output_names[k]; k++) {
        size_t n = strlen(output_names[k]);
        int wanted = 0;
        for (const char *at = list; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL) {
            wanted |= !strncmp(at, output_names[k], n) && (!at[n] || at[n] == ';');
        }
        if (!wanted) {
            harness_unwanted(h, output_names[k]);
        }
    }
}

/* Code of object k of scene i, -1 if there is none. */
static inline int label(harness *h, int64_t i, int64_t k, int kind)
{
    const gy_array *a = harness_get(h, "objects");
    return k < a->shape[1] ? ((const int32_t *)a->data)[(i * a->shape[1] + k) * 4 + kind] : -1;
}

/* x, y, radius, depth of object k of scene i. */
static inline float place(harness *h, int64_t i, int64_t k, int what)
{
    const gy_array *a = harness_get(h, "places");
    return ((const float *)a->data)[(i * a->shape[1] + k) * 4 + what];
}

static inline int64_t objects_of(harness *h, int64_t i)
{
    int64_t n = 0;
    while (n < 4 && label(h, i, n, 0) >= 0) {
        n++;
    }
    return n;
}

static inline const char *coord_text(harness *h, const char *name, int64_t i)
{
    return harness_text_of(h, harness_out_coord(h, "row", name), i);
}

/* The first n rows of an output are the same in both. */
static inline void same_rows(harness *a, harness *b, const char *name, int64_t n)
{
    static const char *const columns[3] = {"graph.subject", "graph.predicate", "graph.object"};
    int graph = !strcmp(name, "graph"), text = graph || !strcmp(name, "captions");
    const gy_array *x = harness_get(a, graph ? "graph.scene" : name);
    const gy_array *y = harness_get(b, graph ? "graph.scene" : name);
    cr_assert(x && y, "%s", name);
    int64_t rows = 0, bytes = x->bits / 8;
    while (graph && rows < x->shape[0] && ((const int64_t *)x->data)[rows] < n) {
        rows++;
    }
    for (int64_t i = 0; text && i < (graph ? rows : n); i++) {
        for (int k = 0; k < (graph ? 3 : 1); k++) {
            const char *from = graph ? columns[k] : name;
            cr_assert_str_eq(harness_row_text(a, from, i), harness_row_text(b, from, i));
        }
    }
    for (int32_t axis = 0; axis < x->rank; axis++) {
        cr_assert(axis == 0 || x->shape[axis] == y->shape[axis]);
        bytes *= axis == 0 ? (graph ? rows : n) : x->shape[axis];
    }
    cr_assert(x->layout != GY_DENSE || !memcmp(x->data, y->data, (size_t)bytes), "%s", name);
}

#endif
