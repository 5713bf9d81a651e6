/* SPDX-License-Identifier: MIT
 *
 * synthscenes_words.c: the words of the world, and what its parameters ask for.
 */
#include "synthscenes.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const words[SS_KINDS][SS_WORDS] = {
    {"sphere", "cube", "pyramid", "torus", "cylinder", "octahedron"},
    {"red", "green", "blue", "yellow", "magenta", "cyan"},
    {"small", "medium", "large", 0, 0, 0},
    {"plain", "striped", "checked", "dotted", 0, 0}};
static const char *const list_of[SS_KINDS] = {"shapes", "colours", "sizes", "textures"};

/* Radius of small, medium and large as a share of the picture's width, at scale 1. */
static const double radii[3] = {0.12, 0.17, 0.25};

const char *ss_kind_name(int kind)
{
    static const char *const names[SS_KINDS] = {"shape", "colour", "size", "texture"};
    return names[kind];
}

int ss_kind_words(int kind)
{
    int n = 0;
    while (n < SS_WORDS && words[kind][n]) {
        n++;
    }
    return n;
}

const char *ss_word(int kind, int word)
{
    return words[kind][word];
}

const char *ss_background(int which)
{
    static const char *const names[SS_BACKGROUNDS] = {"clear", "graded", "banded"};
    return names[which];
}

const char *ss_third(int axis, int third)
{
    static const char *const names[2][3] = {{"left", "centre", "right"},
                                            {"top", "middle", "bottom"}};
    return names[axis][third];
}

int ss_fail(gy_call *c, int code, const char *where, const char *format, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return gy_fail(c, code, where, text);
}

/* The chosen words of each kind, as places among all of them. */
static int read_lists(gy_call *c, ss_world *w)
{
    for (int kind = 0; kind < SS_KINDS; kind++) {
        int64_t n = c->host->count(c, list_of[kind]);
        int seen[SS_WORDS] = {0};
        w->n_words[kind] = 0;
        for (int64_t i = 0; i < n; i++) {
            const char *text = c->host->text_item(c, list_of[kind], i);
            int k = 0;
            while (k < ss_kind_words(kind) && strcmp(words[kind][k], text)) {
                k++;
            }
            if (k == ss_kind_words(kind) || seen[k]) {
                return ss_fail(c, GY_PARAM, list_of[kind],
                               seen[k < SS_WORDS ? k : 0] && k < ss_kind_words(kind)
                                   ? "'%s' is there twice"
                                   : "'%s' is no %s of this world",
                               text, ss_kind_name(kind));
            }
            seen[k] = 1;
            w->word[kind][w->n_words[kind]++] = k;
        }
    }
    return GY_OK;
}

/* Bits of the words that a held-out item names: mask[kind]; each word is of another kind. */
static int read_item(gy_call *c, const ss_world *w, const char *item, unsigned *mask)
{
    memset(mask, 0, SS_KINDS * sizeof *mask);
    for (const char *at = item; *at;) {
        size_t length = strcspn(at, " ");
        int found = -1, code = 0;
        for (int kind = 0; length > 0 && kind < SS_KINDS && found < 0; kind++) {
            for (code = 0; code < w->n_words[kind]; code++) {
                const char *word = words[kind][w->word[kind][code]];
                if (strlen(word) == length && !memcmp(word, at, length)) {
                    found = kind;
                    break;
                }
            }
        }
        if (length > 0 && found < 0) {
            return ss_fail(c, GY_PARAM, "hold_out",
                           "'%s' can never occur: '%.*s' is none of the shapes, colours, sizes and "
                           "textures in use",
                           item, (int)length, at);
        }
        if (length > 0 && mask[found]) {
            return ss_fail(c, GY_PARAM, "hold_out", "'%s' can never occur: an object has one %s",
                           item, ss_kind_name(found));
        }
        if (length > 0) {
            mask[found] = 1u << code;
        }
        at += length + (at[length] == ' ');
    }
    return GY_OK;
}

/* Marks the combinations (code of texture fastest) that a held-out item takes in. */
static int hold_out(gy_call *c, ss_world *w)
{
    int64_t n = c->host->count(c, "hold_out");
    for (int64_t i = 0; i < n; i++) {
        unsigned mask[SS_KINDS];
        GY_TRY(read_item(c, w, c->host->text_item(c, "hold_out", i), mask));
        for (int k = 0; k < w->n_all; k++) {
            int code[SS_KINDS], hit = 1;
            for (int kind = SS_KINDS - 1, rest = k; kind >= 0; kind--) {
                code[kind] = rest % w->n_words[kind];
                rest /= w->n_words[kind];
                hit &= !mask[kind] || (mask[kind] & 1u << code[kind]);
            }
            w->is_held[k] |= (uint8_t)hit;
        }
    }
    for (int k = 0; k < w->n_all; k++) {
        w->all[k] = (int16_t)k;
        if (w->is_held[k]) {
            w->held[w->n_held++] = (int16_t)k;
        } else {
            w->free[w->n_free++] = (int16_t)k;
        }
    }
    if (w->n_free == 0) {
        return ss_fail(c, GY_PARAM, "hold_out",
                       "all %d combinations are held out: no scene is left to train on; hold out "
                       "at most %d",
                       w->n_all, w->n_all - 1);
    }
    w->share = gy_number(c, "hold_out_share");
    if (w->share > 0 && w->n_held == 0) {
        return gy_fail(c, GY_PARAM, "hold_out_share",
                       "no scene can be held out: `hold_out` names no combination");
    }
    return GY_OK;
}

/* Whether the objects fit: into the picture, and side by side if they are not to overlap. */
static int check_room(gy_call *c, ss_world *w)
{
    double scale = gy_number(c, "scale"), side = (double)w->pixels, most = 0, least = 1;
    for (int code = 0; code < w->n_words[SS_SIZE]; code++) {
        double share = radii[w->word[SS_SIZE][code]];
        most = fmax(most, share);
        least = fmin(least, share);
    }
    for (int k = 0; k < 3; k++) {
        w->radius[k] = radii[k] * scale * side;
    }
    if (least * scale * side < 2) {
        return ss_fail(
            c, GY_PARAM, "scale",
            "the smallest objects would have a radius of %.2f px; at least 2 are needed: "
            "scale >= %.4g",
            least * scale * side, 2 / (least * side));
    }
    if (2 * most * scale > 1 + 1e-12) {
        return ss_fail(c, GY_PARAM, "scale",
                       "objects of radius %.4g px are wider than a picture of %d px: scale <= %.4g",
                       most * scale * side, (int)w->pixels, 1 / (2 * most));
    }
    double row = ceil(sqrt(w->most)), fit = floor(1 / (2 * most * scale) + 1e-9);
    if (w->apart && fit < row) {
        return ss_fail(c, GY_PARAM, "most",
                       "%d objects of radius %.4g px do not fit side by side into %d px: at most "
                       "%d of them, or scale <= %.4g",
                       w->most, most * scale * side, (int)w->pixels, (int)(fit * fit),
                       1 / (2 * most * row));
    }
    return GY_OK;
}

int ss_read(gy_call *c, ss_world *out)
{
    memset(out, 0, sizeof *out);
    ss_world *w = out;
    w->c = c;
    w->rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    if (!w->rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.rng/1");
    }
    w->scenes = gy_integer(c, "scenes");
    w->world = gy_integer(c, "world");
    w->pixels = gy_is(c, "pixels", "32") ? 32 : gy_is(c, "pixels", "64") ? 64 : 128;
    w->least = (int)gy_integer(c, "least");
    w->most = (int)gy_integer(c, "most");
    w->apart = gy_is(c, "apart", "true");
    w->frames = gy_integer(c, "frames");
    w->speed = gy_integer(c, "speed");
    w->points = gy_integer(c, "points");
    w->grid = gy_integer(c, "grid");
    w->facets = gy_integer(c, "facets");
    w->turned = gy_is(c, "turned", "true");
    if (w->least > w->most) {
        return ss_fail(c, GY_PARAM, "least", "least = %d is more than most = %d", w->least,
                       w->most);
    }
    GY_TRY(read_lists(c, w));
    w->n_all = 1;
    for (int kind = 0; kind < SS_KINDS; kind++) {
        w->n_all *= w->n_words[kind];
    }
    if (w->n_all == 0) {
        return gy_fail(c, GY_PARAM, "shapes", "a list of words is empty");
    }
    GY_TRY(hold_out(c, w));
    return check_room(c, w);
}
