/* SPDX-License-Identifier: MIT
 *
 * sdr.c: random sparse binary patterns. Every draw has the address of its row or family, so that a
 * pattern does not depend on how many others there are.
 *
 * A set of k out of n without a list of n: Floyd's algorithm (Bentley, Floyd 1987, Communications
 * of the ACM 30, 754-757): for j = n - k .. n - 1 take a t of 0 .. j, or j itself if t is taken.
 */
#include "sugar.h"

#include <stddef.h>
#include <string.h>

GY_SAY(text,
       "generator.sdr 1 | Random sparse distributed representations\n"
       "out   x     u8[row, cell]           | 1 where a cell is active, else 0\n"
       "out   noisy u8[row, cell] optional  | x with a share `noise` of the active cells changed "
       "for silent ones\n"
       "param rows     i64 = 100 1..100000000 | patterns\n"
       "param cells    i64 = 2048 2..100000000\n"
       "param active   i64 = 40 1..100000000 | active cells of a pattern\n"
       "param families i64 = 0 0..1000000000 | patterns come from this many prototypes, each row "
       "from one at random; 0: every pattern is drawn for itself\n"
       "param spread   f64 = 0 0..1         | share of a prototype's active cells that a row has "
       "changed for silent ones\n"
       "param graded   bool = false         | the share of each row is even in 0 .. spread\n"
       "param noise    f64 = 0 0..1         | the same, for `noisy`\n"
       "param sequence i64 = 0 0..100000000 | rows of a segment; 0: all rows are one\n"
       "param purpose  text = patterns      | other words draw other patterns\n"
       "doc | The rows have the coordinates family and sequence. This is synthetic data.\n"
       "licence | MIT\n");

typedef struct set {
    gy_call *c;
    const gy_rng *rng;
    const char *purpose; /* of this draw */
    int64_t cells, active;
    double *draw;  /* 2 * active */
    int64_t *list; /* cells */
    char *words[6];
} set;

/* "patterns spread" and the like: purposes of one text parameter do not meet those of another. */
static int make_words(gy_call *c, set *s)
{
    static const char *const tails[] = {"",        " family", " prototype",
                                        " spread", " noise",  " graded"};
    const char *head = c->host->text(c, "purpose");
    size_t n = strlen(head);
    for (int i = 0; i < 6; i++) {
        s->words[i] = (char *)c->host->scratch(c, (int64_t)(n + strlen(tails[i]) + 1));
        if (!s->words[i]) {
            return gy_fail(c, GY_MEMORY, "purpose", "no memory for the purpose");
        }
        memcpy(s->words[i], head, n);
        memcpy(s->words[i] + n, tails[i], strlen(tails[i]) + 1);
    }
    return GY_OK;
}

static int64_t below(double u, int64_t n)
{
    int64_t k = (int64_t)(u * (double)n);
    return k < n ? k : n - 1;
}

/* `active` random cells into out[cells], which is zeroed. */
static int draw_set(set *s, const char *purpose, int64_t row, uint8_t *out)
{
    GY_TRY(s->rng->uniform(s->c, purpose, row, s->active, s->draw));
    memset(out, 0, (size_t)s->cells);
    for (int64_t k = 0; k < s->active; k++) {
        int64_t j = s->cells - s->active + k, t = below(s->draw[k], j + 1);
        out[out[t] ? j : t] = 1;
    }
    return GY_OK;
}

/* The first `moved` of a random order of list[n] to its front. */
static void to_front(int64_t *list, int64_t n, int64_t moved, const double *u)
{
    for (int64_t k = 0; k < moved; k++) {
        int64_t j = k + below(u[k], n - k), t = list[j];
        list[j] = list[k];
        list[k] = t;
    }
}

/* Changes `moved` random active cells of x for random silent ones. */
static int move(set *s, const char *purpose, int64_t row, int64_t moved, uint8_t *x)
{
    int64_t on = 0, off = s->active;
    if (moved == 0) {
        return GY_OK;
    }
    GY_TRY(s->rng->uniform(s->c, purpose, row, 2 * moved, s->draw));
    for (int64_t j = 0; j < s->cells; j++) {
        s->list[x[j] ? on++ : off++] = j;
    }
    to_front(s->list, s->active, moved, s->draw);
    to_front(s->list + s->active, s->cells - s->active, moved, s->draw + moved);
    for (int64_t k = 0; k < moved; k++) {
        x[s->list[k]] = 0;
        x[s->list[s->active + k]] = 1;
    }
    return GY_OK;
}

/* How many cells of row `row` are moved by `spread`. */
static int spread_of(set *s, int64_t row, int64_t most, int64_t *out)
{
    double u = 0;
    *out = most;
    if (gy_is(s->c, "graded", "true")) {
        GY_TRY(s->rng->uniform(s->c, s->words[5], row, 1, &u));
        *out = below(u, most + 1);
    }
    return GY_OK;
}

static int64_t moved_of(gy_call *c, const char *key)
{
    return (int64_t)(gy_number(c, key) * (double)gy_integer(c, "active") + 0.5);
}

static int check(gy_call *c)
{
    int64_t rows = gy_integer(c, "rows"), cells = gy_integer(c, "cells");
    int64_t active = gy_integer(c, "active"), sequence = gy_integer(c, "sequence");
    if (active > cells) {
        return gy_fail(c, GY_PARAM, "active", "there are not that many cells");
    }
    if (moved_of(c, "spread") > cells - active || moved_of(c, "noise") > cells - active) {
        return gy_fail(c, GY_PARAM, moved_of(c, "noise") > cells - active ? "noise" : "spread",
                       "there are not that many silent cells to change for");
    }
    if (rows > INT64_MAX / 64 / cells) {
        return gy_fail(c, GY_PARAM, "rows", "rows times cells do not fit in memory");
    }
    if (sequence > 0 && rows % sequence != 0) {
        return gy_fail(c, GY_PARAM, "sequence", "`rows` is not a whole number of sequences");
    }
    return GY_OK;
}

static int begin(gy_call *c, set *s)
{
    *s = (set){.c = c, .cells = gy_integer(c, "cells"), .active = gy_integer(c, "active")};
    s->rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    s->draw = (double *)c->host->scratch(c, 2 * s->active * 8);
    s->list = (int64_t *)c->host->scratch(c, s->cells * 8);
    if (!s->rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    if (!s->draw || !s->list) {
        return gy_fail(c, GY_MEMORY, "cells", "no memory for one pattern");
    }
    return make_words(c, s);
}

/* Family of a row: -1 without families. */
static int family_of(set *s, int64_t row, int64_t *out)
{
    int64_t families = gy_integer(s->c, "families");
    double u = 0;
    *out = -1;
    if (families > 0) {
        GY_TRY(s->rng->uniform(s->c, s->words[1], row, 1, &u));
        *out = below(u, families);
    }
    return GY_OK;
}

static int set_coord(gy_call *c, const char *name, int64_t n, int64_t *values)
{
    int64_t stride = 1;
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1};
    a.data = values;
    a.shape = &n;
    a.stride = &stride;
    return c->host->set_coord(c, "row", name, &a);
}

static int resolve(gy_call *c)
{
    set s;
    GY_TRY(check(c));
    int64_t rows = gy_integer(c, "rows"), each = gy_integer(c, "sequence");
    GY_TRY(begin(c, &s));
    int64_t *value = (int64_t *)c->host->scratch(c, rows * 8);
    each = each > 0 ? each : rows;
    if (!value) {
        return gy_fail(c, GY_MEMORY, "rows", "no memory for the coordinates of the rows");
    }
    GY_TRY(c->host->set_length(c, "row", rows));
    GY_TRY(c->host->set_length(c, "cell", s.cells));
    GY_TRY(c->host->set_scratch(c, s.cells * 8 + s.active * 16 + 4096, 0, 0));
    for (int64_t k = 0; k < rows / each; k++) {
        value[k] = k * each;
    }
    GY_TRY(c->host->set_segments(c, "row", rows / each, value));
    for (int64_t i = 0; i < rows; i++) {
        value[i] = i / each;
    }
    GY_TRY(set_coord(c, "sequence", rows, value));
    for (int64_t i = 0; i < rows; i++) {
        GY_TRY(family_of(&s, i, value + i));
    }
    return set_coord(c, "family", rows, value);
}

static int run(gy_call *c)
{
    set s;
    gy_array *x = gy_get(c, "x"), *noisy = gy_get(c, "noisy"), *any = x ? x : noisy;
    GY_TRY(check(c));
    GY_TRY(begin(c, &s));
    int64_t spread = moved_of(c, "spread"), noise = moved_of(c, "noise"), family = 0;
    for (int64_t i = 0; any && i < any->shape[0]; i++) {
        uint8_t *at = (uint8_t *)any->data + i * s.cells;
        int64_t row = any->rows ? any->rows[i] : any->first + i;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(family_of(&s, row, &family));
        GY_TRY(family < 0 ? draw_set(&s, s.words[0], row, at)
                          : draw_set(&s, s.words[2], family, at));
        if (family >= 0) {
            int64_t moved = 0;
            GY_TRY(spread_of(&s, row, spread, &moved));
            GY_TRY(move(&s, s.words[3], row, moved, at));
        }
        if (noisy) {
            uint8_t *other = (uint8_t *)noisy->data + i * s.cells;
            if (x) {
                memcpy(other, at, (size_t)s.cells);
            }
            GY_TRY(move(&s, s.words[4], row, noise, other));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
