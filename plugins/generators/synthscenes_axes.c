/* SPDX-License-Identifier: MIT
 *
 * synthscenes_axes.c: lengths, names and coordinates of the axes; the table of attributes.
 */
#include "synthscenes.h"

#include <stdio.h>
#include <string.h>

/* Column groups of the attributes: the four kinds, then these. */
enum { IN_BACKGROUND = SS_KINDS, IN_COUNT, IN_ACROSS, IN_DOWN, GROUPS };

static int group_size(const ss_world *w, int group)
{
    return group < SS_KINDS         ? w->n_words[group]
           : group == IN_BACKGROUND ? SS_BACKGROUNDS
           : group == IN_COUNT      ? w->most - w->least + 1
                                    : 3;
}

int ss_n_attributes(const ss_world *w)
{
    int n = 0;
    for (int group = 0; group < GROUPS; group++) {
        n += group_size(w, group);
    }
    return n;
}

int ss_n_pairs(const ss_world *w)
{
    return w->n_words[SS_SHAPE] * w->n_words[SS_COLOUR];
}

void ss_attributes(const ss_world *w, const ss_scene *s, uint8_t *out)
{
    memset(out, 0, (size_t)ss_n_attributes(w));
    int first[GROUPS], at = 0;
    for (int group = 0; group < GROUPS; group++) {
        first[group] = at;
        at += group_size(w, group);
    }
    for (int k = 0; k < s->n; k++) {
        for (int kind = 0; kind < SS_KINDS; kind++) {
            out[first[kind] + s->object[k].code[kind]] = 1;
        }
        out[first[IN_ACROSS] + ss_third_of(w, &s->object[k], 0)] = 1;
        out[first[IN_DOWN] + ss_third_of(w, &s->object[k], 1)] = 1;
    }
    out[first[IN_BACKGROUND] + s->background] = 1;
    out[first[IN_COUNT] + s->n - w->least] = 1;
}

void ss_pairs(const ss_world *w, const ss_scene *s, uint8_t *out)
{
    memset(out, 0, (size_t)ss_n_pairs(w));
    for (int k = 0; k < s->n; k++) {
        const int *code = s->object[k].code;
        out[code[SS_COLOUR] * w->n_words[SS_SHAPE] + code[SS_SHAPE]] = 1;
    }
}

static void attribute_name(const ss_world *w, int column, char *out, size_t room)
{
    int group = 0;
    while (column >= group_size(w, group)) {
        column -= group_size(w, group++);
    }
    if (group < SS_KINDS) {
        snprintf(out, room, "%s.%s", ss_kind_name(group), ss_word(group, w->word[group][column]));
    } else if (group == IN_COUNT) {
        snprintf(out, room, "count.%d", w->least + column);
    } else if (group == IN_BACKGROUND) {
        snprintf(out, room, "background.%s", ss_background(column));
    } else {
        snprintf(out, room, "place.%s", ss_third(group - IN_ACROSS, column));
    }
}

/* A coordinate of texts, gathered in scratch. */
typedef struct texts {
    int64_t n, used;
    int64_t *offsets;
    char *letters;
} texts;

static void add_text(texts *t, const char *text)
{
    size_t length = strlen(text);
    memcpy(t->letters + t->used, text, length);
    t->used += (int64_t)length;
    t->offsets[++t->n] = t->used;
}

static int begin_texts(gy_call *c, int64_t n, int64_t widest, texts *t)
{
    memset(t, 0, sizeof *t);
    t->offsets = c->host->scratch(c, (n + 1) * 8);
    t->letters = c->host->scratch(c, n * widest + 1);
    return t->offsets && t->letters
               ? GY_OK
               : gy_fail(c, GY_MEMORY, "scenes", "no memory for the coordinates");
}

static int end_texts(gy_call *c, const char *axis, const char *name, texts *t)
{
    int64_t one = 1;
    gy_array a = {.size = sizeof a, .code = GY_UINT, .bits = 8, .flags = GY_TEXT, .rank = 1};
    a.layout = GY_RAGGED;
    a.data = t->letters;
    a.shape = &t->n;
    a.stride = &one;
    a.offsets = t->offsets;
    int status = c->host->set_coord(c, axis, name, &a);
    t->n = t->used = 0;
    return status;
}

static int name_columns(const ss_world *w)
{
    texts t;
    gy_call *c = w->c;
    char name[64];
    GY_TRY(begin_texts(c, SS_COMBOS, sizeof name, &t));
    for (int k = 0; k < ss_n_attributes(w); k++) {
        attribute_name(w, k, name, sizeof name);
        add_text(&t, name);
    }
    GY_TRY(end_texts(c, "attribute", "name", &t));
    for (int k = 0; k < ss_n_pairs(w); k++) {
        int shapes = w->n_words[SS_SHAPE];
        snprintf(name, sizeof name, "%s %s", ss_word(SS_COLOUR, w->word[SS_COLOUR][k / shapes]),
                 ss_word(SS_SHAPE, w->word[SS_SHAPE][k % shapes]));
        add_text(&t, name);
    }
    GY_TRY(end_texts(c, "pair", "name", &t));
    for (int kind = 0; kind < SS_KINDS; kind++) {
        add_text(&t, ss_kind_name(kind));
    }
    GY_TRY(end_texts(c, "kind", "name", &t));
    static const char *const of_axis[][2] = {
        {"place", "x"},        {"place", "y"},      {"place", "radius"}, {"place", "depth"},
        {"rgb", "red"},        {"rgb", "green"},    {"rgb", "blue"},     {"direction", "right"},
        {"direction", "down"}, {"xyz", "x"},        {"xyz", "y"},        {"xyz", "z"},
        {"measure", "volume"}, {"measure", "area"}, {"measure", "xx"},   {"measure", "xy"},
        {"measure", "xz"},     {"measure", "yx"},   {"measure", "yy"},   {"measure", "yz"},
        {"measure", "zx"},     {"measure", "zy"},   {"measure", "zz"},   {"", ""}};
    for (int k = 0; *of_axis[k][0]; k++) {
        add_text(&t, of_axis[k][1]);
        if (strcmp(of_axis[k][0], of_axis[k + 1][0]) != 0) {
            GY_TRY(end_texts(c, of_axis[k][0], "name", &t));
        }
    }
    return GY_OK;
}

/* What the coordinates of the scenes say, one byte each: the first object's words, background,
 * held, count, phrasing. */
enum { BACKGROUND = SS_KINDS, HELD, COUNT, PHRASING, FACTS };

typedef struct facts {
    const ss_world *w;
    uint8_t *fact; /* [scenes, FACTS] */
} facts;

static int note_tile(void *context, int64_t tile)
{
    const facts *f = context;
    int64_t end = (tile + 1) * SS_TILE;
    for (int64_t row = tile * SS_TILE; row < end && row < f->w->scenes; row++) {
        ss_scene s;
        if (f->w->c->host->stopped(f->w->c)) {
            return GY_CANCELLED;
        }
        ss_draw(f->w, row, &s);
        uint8_t *to = f->fact + row * FACTS;
        for (int kind = 0; kind < SS_KINDS; kind++) {
            to[kind] = (uint8_t)s.object[0].word[kind];
        }
        to[BACKGROUND] = (uint8_t)s.background;
        to[HELD] = (uint8_t)(s.held != 0);
        to[COUNT] = (uint8_t)s.n;
        to[PHRASING] = (uint8_t)s.phrasing;
    }
    return GY_OK;
}

/* Whole numbers of the rows. */
static int set_numbers(gy_call *c, int64_t n, const uint8_t *fact)
{
    int64_t one = 1, *value = c->host->scratch(c, n * 8);
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1, .data = value};
    a.shape = &n;
    a.stride = &one;
    if (!value) {
        return gy_fail(c, GY_MEMORY, "scenes", "no memory for the coordinates");
    }
    for (int which = COUNT; which <= PHRASING; which++) {
        for (int64_t i = 0; i < n; i++) {
            value[i] = fact[i * FACTS + which];
        }
        GY_TRY(c->host->set_coord(c, "row", which == COUNT ? "count" : "phrasing", &a));
    }
    return GY_OK;
}

static int set_rows(const ss_world *w)
{
    gy_call *c = w->c;
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    facts f = {w, c->host->scratch(c, w->scenes * FACTS)};
    texts t;
    if (!map || !f.fact) {
        return gy_fail(c, map ? GY_MEMORY : GY_UNSUPPORTED, map ? "scenes" : "",
                       map ? "no memory for the coordinates" : "this host lacks gy.map/1");
    }
    GY_TRY(map->each(c, (w->scenes + SS_TILE - 1) / SS_TILE, note_tile, &f));
    GY_TRY(begin_texts(c, w->scenes, 10, &t)); /* octahedron */
    for (int k = 0; k < COUNT; k++) {
        for (int64_t i = 0; i < w->scenes; i++) {
            int fact = f.fact[i * FACTS + k];
            add_text(&t, k < SS_KINDS      ? ss_word(k, fact)
                         : k == BACKGROUND ? ss_background(fact)
                         : fact            ? "test"
                                           : "train");
        }
        const char *name = k < SS_KINDS      ? ss_kind_name(k)
                           : k == BACKGROUND ? "background"
                                             : "split";
        GY_TRY(end_texts(c, "row", name, &t));
    }
    GY_TRY(set_numbers(c, w->scenes, f.fact));
    return ss_tell_texts(w, map);
}

/* The widest row of any output must be countable for all scenes. */
static int check_size(const ss_world *w)
{
    int64_t most = w->pixels * w->pixels * w->frames * 12; /* bytes: f32 colours, or flow */
    int64_t more[3] = {w->points * 12, w->grid * w->grid * w->grid, ss_n_faces(w) * 12};
    for (int k = 0; k < 3; k++) {
        most = more[k] > most ? more[k] : most;
    }
    if (w->scenes > INT64_MAX / 64 / most) {
        return ss_fail(w->c, GY_PARAM, "scenes",
                       "%lld scenes of up to %lld bytes cannot be counted: at most %lld",
                       (long long)w->scenes, (long long)most, (long long)(INT64_MAX / 64 / most));
    }
    return GY_OK;
}

int ss_resolve(const ss_world *w)
{
    gy_call *c = w->c;
    uint8_t wide = gy_is(c, "values", "f32") ? 32 : 8;
    const struct {
        const char *axis;
        int64_t n;
    } axes[] = {{"row", w->scenes},
                {"height", w->pixels},
                {"width", w->pixels},
                {"rgb", 3},
                {"object", w->most},
                {"kind", SS_KINDS},
                {"place", 4},
                {"attribute", ss_n_attributes(w)},
                {"pair", ss_n_pairs(w)},
                {"frame", w->frames},
                {"step", w->frames - 1},
                {"direction", 2},
                {"point", w->points},
                {"xyz", 3},
                {"x", w->grid},
                {"y", w->grid},
                {"z", w->grid},
                {"vertex", ss_n_vertices(w)},
                {"face", ss_n_faces(w)},
                {"corner", 3},
                {"measure", 11}};
    GY_TRY(check_size(w));
    for (size_t k = 0; k < sizeof axes / sizeof *axes; k++) {
        GY_TRY(c->host->set_length(c, axes[k].axis, axes[k].n));
    }
    GY_TRY(c->host->set_dtype(c, "images", wide == 8 ? GY_UINT : GY_FLOAT, wide));
    GY_TRY(c->host->set_dtype(c, "clip", wide == 8 ? GY_UINT : GY_FLOAT, wide));
    GY_TRY(c->host->set_column(c, "graph", "scene", GY_INT, 64, 0, ""));
    GY_TRY(c->host->set_column(c, "graph", "subject", GY_UINT, 8, GY_TEXT, ""));
    GY_TRY(c->host->set_column(c, "graph", "predicate", GY_UINT, 8, GY_TEXT, ""));
    GY_TRY(c->host->set_column(c, "graph", "object", GY_UINT, 8, GY_TEXT, ""));
    GY_TRY(c->host->set_scratch(c, (w->scenes + SS_TILE - 1) / SS_TILE * 40, 0, 0));
    GY_TRY(name_columns(w));
    return set_rows(w);
}
