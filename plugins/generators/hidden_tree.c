/* SPDX-License-Identifier: MIT
 *
 * hidden_tree.c: images drawn from a hidden tree, so that the length of the best code is known.
 */
#include "../encoders/circuit.h"

#include <math.h>
#include <string.h>

GY_SAY(
    text,
    "generator.hidden-tree 1 | Images drawn from a planted tree of hidden states\n"
    "in  parent     real[variable] optional       | the tree, -1 for its root; with it the two "
    "tables\n"
    "in  transition f64[variable, from, hidden] optional | p(hidden state | that of the "
    "parent); of the root the prior, in every row\n"
    "in  leaf       f64[variable, hidden, level] optional | p(value | hidden state)\n"
    "out x    u8[row, line, column] | images\n"
    "out bits f64[row]              | -log2 p of each under the planted tree: no code is shorter "
    "in the mean\n"
    "param rows    i64 = 1000 1..100000000 | images\n"
    "param lines   i64 = 8 1..1000\n"
    "param columns i64 = 8 1..1000 | a variable for each pixel, line by line\n"
    "param states  i64 = 4 1..64   | hidden states of a pixel, without tables\n"
    "param levels  i64 = 16 2..256 | grey levels, without tables\n"
    "param stay    f64 = 0.85 0..1 | how likely a pixel has its parent's state, without tables\n"
    "doc | Without tables a pixel's parent is the one above it or to its left, at random, and "
    "its values lie around a level that belongs to the state, falling off by half a step. "
    "Probabilities are rounded to multiples of 2^-24, none to 0. This is synthetic data.\n"
    "licence | MIT\n");

typedef struct world {
    circuit m;
    int64_t *parent, *order;
    uint32_t *transition, *leaf;
    double *weight; /* a row of a table */
} world;

static int sizes(gy_call *c, circuit *m)
{
    const gy_array *parent = gy_get(c, "parent"), *t = gy_get(c, "transition");
    const gy_array *leaf = gy_get(c, "leaf");
    m->d = gy_integer(c, "lines") * gy_integer(c, "columns");
    m->k = t ? t->shape[1] : gy_integer(c, "states");
    m->l = leaf ? leaf->shape[2] : gy_integer(c, "levels");
    if (!!parent != !!t || !!t != !!leaf) {
        return gy_fail(c, GY_PARAM, "parent", "give parent, transition and leaf, or none of them");
    }
    if (parent && parent->shape[0] != m->d) {
        return circuit_fail(c, GY_SHAPE, "parent", "%lld variables for %lld pixels",
                            (long long)parent->shape[0], (long long)m->d);
    }
    if (t && (t->shape[2] != m->k || m->k > CIRCUIT_MOST_STATES || m->l < 2 || m->l > 256)) {
        return gy_fail(c, GY_SHAPE, "transition",
                       "transitions are square, with at most 64 states and 2 to 256 levels");
    }
    if (gy_integer(c, "rows") > INT64_MAX / 64 / m->d) {
        return gy_fail(c, GY_PARAM, "rows", "this many pixels do not fit in memory");
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    circuit m = {0};
    GY_TRY(sizes(c, &m));
    GY_TRY(c->host->set_length(c, "row", gy_integer(c, "rows")));
    GY_TRY(c->host->set_length(c, "line", gy_integer(c, "lines")));
    GY_TRY(c->host->set_length(c, "column", gy_integer(c, "columns")));
    return gy_set_scratch(c, m.d * m.k * (4 * m.k + 4 * (m.l + 1) + 8) + 64 * m.d + 4096);
}

/* n weights at `from` of an input table, which must sum to 1. */
static int given_row(gy_call *c, const char *name, int64_t v, int64_t state, int64_t n, double *out)
{
    const gy_array *a = gy_get(c, name);
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        out[i] = gy_element(a, v * a->stride[0] + state * a->stride[1] + i * a->stride[2]);
        sum += out[i];
        if (!(out[i] >= 0 && out[i] <= 1)) {
            sum = (double)NAN;
        }
    }
    if (!(fabs(sum - 1) <= 1e-6)) {
        return circuit_fail(c, GY_DATA, name,
                            "the probabilities of variable %lld, state %lld sum to %.9g; they lie "
                            "in 0 .. 1 and sum to 1 within 1e-6",
                            (long long)v, (long long)state, sum);
    }
    return GY_OK;
}

static void made_row(const circuit *m, int64_t state, int leaf, double stay, double *out)
{
    int64_t n = leaf ? m->l : m->k;
    double centre = ((double)state + 0.5) / (double)m->k * (double)m->l - 0.5;
    for (int64_t i = 0; i < n; i++) {
        double rest = n > 1 ? (1 - stay) / (double)(n - 1) : 1;
        out[i] = leaf ? exp2(-fabs((double)i - centre)) : i == state && n > 1 ? stay : rest;
    }
}

static int plant_tables(gy_call *c, world *w)
{
    const circuit *m = &w->m;
    int given = gy_get(c, "leaf") != 0;
    double stay = gy_number(c, "stay");
    uint32_t unit[256];
    for (int64_t i = 0; i < m->d * m->k; i++) {
        int64_t v = i / m->k, z = i % m->k;
        uint32_t *row = w->transition + i * m->k, *edge = w->leaf + v * (m->l + 1) * m->k + z;
        made_row(m, z, 0, m->parent[v] < 0 ? 1 / (double)m->k : stay, w->weight);
        if (given) {
            GY_TRY(given_row(c, "transition", v, z, m->k, w->weight));
        }
        circuit_round(w->weight, m->k, row);
        made_row(m, z, 1, stay, w->weight);
        if (given) {
            GY_TRY(given_row(c, "leaf", v, z, m->l, w->weight));
        }
        circuit_round(w->weight, m->l, unit);
        edge[0] = 0;
        for (int64_t x = 0; x < m->l; x++) {
            edge[(x + 1) * m->k] = edge[x * m->k] + unit[x];
        }
    }
    return GY_OK;
}

static int plant(gy_call *c, const gy_rng *rng, world *w)
{
    circuit *m = &w->m;
    const gy_array *parent = gy_get(c, "parent");
    int64_t columns = gy_integer(c, "columns");
    double draw = 0;
    for (int64_t v = 0; v < m->d; v++) {
        int left = v % columns > 0, above = v >= columns;
        GY_TRY(rng->uniform(c, "tree", v, 1, &draw));
        w->parent[v] = left && (!above || draw < 0.5) ? v - 1 : above ? v - columns : -1;
        if (parent) {
            double given = gy_element(parent, v * parent->stride[0]);
            w->parent[v] = given >= -1 && given < (double)m->d ? (int64_t)given : m->d;
        }
    }
    m->parent = w->parent;
    m->order = w->order;
    m->transition = w->transition;
    m->leaf = w->leaf;
    GY_TRY(circuit_tree(c, "parent", w->parent, m->d, w->order));
    GY_TRY(plant_tables(c, w));
    return circuit_check(c, "transition", m);
}

static int begin(gy_call *c, world *w)
{
    GY_TRY(sizes(c, &w->m));
    const circuit *m = &w->m;
    int64_t widest = m->k > m->l ? m->k : m->l;
    w->parent = (int64_t *)circuit_room(c, "lines", m->d, 8);
    w->order = (int64_t *)circuit_room(c, "lines", m->d, 8);
    w->transition = (uint32_t *)circuit_room(c, "states", m->d * m->k * m->k, 4);
    w->leaf = (uint32_t *)circuit_room(c, "states", m->d * m->k * (m->l + 1), 4);
    w->weight = (double *)circuit_room(c, "states", widest, 8);
    return w->parent && w->order && w->transition && w->leaf && w->weight ? GY_OK : GY_MEMORY;
}

/* The first place where a cumulative table of stride `step` is above `draw`. */
static int64_t pick(const uint32_t *edge, int64_t step, int64_t n, double draw)
{
    int64_t i = 0;
    while (i + 1 < n && (double)edge[(i + 1) * step] <= draw) {
        i++;
    }
    return i;
}

static void draw_row(const circuit *m, const double *draw, int64_t *state, int32_t *x)
{
    const double one = (double)CIRCUIT_ONE;
    for (int64_t i = 0; i < m->d; i++) {
        int64_t v = m->order[i], up = m->parent[v], z = 0;
        const uint32_t *row = m->transition + (v * m->k + (up < 0 ? 0 : state[up])) * m->k;
        double left = draw[2 * v] * one - row[0];
        while (left >= 0 && z + 1 < m->k) {
            left -= row[++z];
        }
        state[v] = z;
        x[v] =
            (int32_t)pick(m->leaf + v * (m->l + 1) * m->k + z, m->k, m->l, draw[2 * v + 1] * one);
    }
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    uint8_t *out = (uint8_t *)gy_get(c, "x")->data;
    double *bits = gy_doubles(c, "bits");
    world w = {0};
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.rng/1");
    }
    GY_TRY(begin(c, &w));
    GY_TRY(plant(c, rng, &w));
    int64_t d = w.m.d, *state = (int64_t *)circuit_room(c, "lines", d, 8);
    int32_t *x = (int32_t *)circuit_room(c, "lines", d, 4);
    double *draw = (double *)circuit_room(c, "lines", 2 * d, 8);
    double *room = (double *)circuit_room(c, "lines", d * w.m.k, 8);
    if (!state || !x || !draw || !room) {
        return GY_MEMORY;
    }
    for (int64_t i = 0; i < gy_integer(c, "rows"); i++) {
        GY_TRY(rng->uniform(c, "images", i, 2 * d, draw));
        draw_row(&w.m, draw, state, x);
        for (int64_t v = 0; v < d; v++) {
            out[i * d + v] = (uint8_t)x[v];
        }
        bits[i] = -circuit_log2(&w.m, x, room);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
