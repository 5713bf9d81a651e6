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

/* Code of object k of scene i, -1 if there is none. */
static inline int64_t label(harness *h, int64_t i, int64_t k, int kind)
{
    const gy_array *a = harness_get(h, "objects");
    return k < a->shape[1] ? ((const int64_t *)a->data)[(i * a->shape[1] + k) * 4 + kind] : -1;
}

#endif
