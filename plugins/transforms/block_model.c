/* SPDX-License-Identifier: MIT
 *
 * block_model.c: communities of weighted graphs, one graph per column of x. The model is in
 * block_model.h. Each start merges from single nodes, then samples at inverse temperature 1, then
 * takes only moves that shorten, from the shortest hierarchy seen. Graphs run in parallel.
 */
#include "block_model.h"

GY_SAY(
    text,
    "transform.block-model 1 | Communities of weighted graphs, by description length\n"
    "in  x f64[pair, graph]   | weights of the pairs 0-1, 0-2, ... 1-2, ...\n"
    "in  nodes rows[node]     | any value with a row per node\n"
    "out group  i64[node, graph]        | group of the first level, numbered as they appear\n"
    "out nested i64[level, node, graph] | group of every level\n"
    "out groups f64[level, graph]       | how many\n"
    "out length f64[graph]    | description length in nats\n"
    "out single f64[graph]    | that of one group for all nodes\n"
    "out gain   f64[graph]    | single - length\n"
    "out corrected f64[graph] | 1 where the degree-corrected model was kept\n"
    "out trace  f64[sweep, graph] | shortest length seen, after each sweep of the kept start\n"
    "param threshold f64 = 0.1 0..1 | an edge is where a weight is above this share of the "
    "graph's largest\n"
    "param degree choice(best, plain, corrected) = best | best: whichever is shorter\n"
    "param levels i64 = 3 1..8 | of groups; 1: not nested\n"
    "param starts i64 = 2 1..1000\n"
    "param sweeps i64 = 150 2..1000000 | of a start; the last third takes only what shortens\n"
    "doc | Nested weighted stochastic block model: microcanonical, exponential weights (conjugate "
    "prior with mean the graph's mean weight), single-node moves by Metropolis-Hastings.\n"
    "licence | MIT\n"
    "cite | Peixoto (2014), Physical Review X 4, 011047\n"
    "cite | Peixoto (2017), Physical Review E 95, 012317\n"
    "cite | Peixoto (2018), Physical Review E 97, 012306\n");

#define STATES 5 /* now, trial, best, spare, kept */

/* Everything that one graph needs, in room of its own. */
typedef struct one {
    bm_graph g;
    bm_state state[STATES];
    bm_space space;
    double *draw, *trace, *kept; /* trace and kept: [sweeps] */
} one;

typedef struct plan {
    gy_call *call;
    const gy_array *x;
    int64_t nodes, graphs, levels, starts, sweeps, bytes;
    double threshold;
    char *room;
} plan;

static int plan_of(gy_call *c, plan *p)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = c->host->length(c, "nodes.node");
    *p = (plan){c,
                x,
                n,
                x->shape[1],
                gy_integer(c, "levels"),
                gy_integer(c, "starts"),
                gy_integer(c, "sweeps"),
                0,
                gy_number(c, "threshold"),
                0};
    if (n < 2 || n > 2000 || x->shape[0] != n * (n - 1) / 2) {
        return tr_fail(c, GY_SHAPE, "x",
                       "%lld nodes have %lld pairs, and x has %lld rows (2 to 2000 nodes)",
                       (long long)n, (long long)(n * (n - 1) / 2), (long long)x->shape[0]);
    }
    int64_t edges = x->shape[0];
    p->bytes = edges * 16 + n * 8 + STATES * p->levels * n * 4 + 64 +
               8 * (bm_values(n, edges) + 8 * n + 2 * p->sweeps);
    p->bytes = (p->bytes + 63) / 64 * 64;
    if (p->graphs > INT64_MAX / 8 / p->bytes) {
        return gy_fail(c, GY_PARAM, "x", "too many graphs");
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    plan p;
    GY_TRY(plan_of(c, &p));
    GY_TRY(c->host->set_length(c, "level", p.levels));
    GY_TRY(c->host->set_length(c, "sweep", p.sweeps));
    return c->host->set_scratch(c, p.bytes * p.graphs, 0, 0);
}

/* Lays graph k out in its room and reads its edges. GY_DATA: a weight that is no number. */
static int open_graph(const plan *p, int64_t k, one *o)
{
    int64_t n = p->nodes, pairs = p->x->shape[0], at = 0, edges = 0;
    double most = 0, sum = 0, *value = (double *)(void *)(p->room + k * p->bytes);
    bm_space_in(value + pairs, n, pairs, &o->space);
    int64_t *degree = (int64_t *)(void *)(value + pairs + bm_values(n, pairs));
    o->draw = (double *)(void *)(degree + n);
    o->trace = o->draw + 8 * n;
    o->kept = o->trace + p->sweeps;
    int32_t *from = (int32_t *)(void *)(o->kept + p->sweeps), *to = from + pairs;
    for (int s = 0; s < STATES; s++) {
        o->state[s].levels = p->levels;
        for (int64_t l = 0; l < p->levels; l++) {
            o->state[s].group[l] = to + pairs + (s * p->levels + l) * n;
        }
    }
    for (int64_t e = 0; e < pairs; e++) {
        double v = gy_at2(p->x, e, k);
        if (!isfinite(v)) {
            return gy_fail(p->call, GY_DATA, "x", "a weight is missing or infinite");
        }
        most = fmax(most, v);
    }
    memset(degree, 0, (size_t)n * sizeof *degree);
    for (int32_t i = 0; i < (int32_t)n; i++) {
        for (int32_t j = i + 1; j < (int32_t)n; j++, at++) {
            double v = gy_at2(p->x, at, k);
            if (v > 0 && v > p->threshold * most) {
                from[edges] = i;
                to[edges] = j;
                value[edges++] = v;
                sum += v;
                degree[i]++;
                degree[j]++;
            }
        }
    }
    o->g = (bm_graph){n, edges, from, to, value, edges > 0 ? sum / (double)edges : 1, degree, 0};
    return GY_OK;
}

/* One start; state[2] ends as its best. */
static int start(const plan *p, one *o, int64_t address)
{
    bm_state *now = &o->state[0], *trial = &o->state[1], *best = &o->state[2];
    GY_TRY(bm_agglomerate(p->call, &o->g, best, now, trial, address, o->draw, &o->space));
    bm_copy(&o->g, best, now);
    int64_t greedy = p->sweeps - p->sweeps / 3;
    for (int64_t s = 0; s < p->sweeps; s++) {
        if (s == greedy) {
            bm_copy(&o->g, best, now);
        }
        GY_TRY(bm_sweep(p->call, &o->g, now, trial, best, s < greedy ? 1 : (double)INFINITY,
                        address * p->sweeps + s, o->draw, &o->space));
        o->trace[s] = best->length;
    }
    return GY_OK;
}

/* Groups numbered as they appear among the nodes; number[nodes]: scratch. */
static void write_groups(const plan *p, int64_t k, const bm_state *s, int64_t *number)
{
    int64_t *group = (int64_t *)gy_get(p->call, "group")->data, n = p->nodes;
    int64_t *nested = (int64_t *)gy_get(p->call, "nested")->data;
    for (int64_t l = 0; l < p->levels; l++) {
        int64_t seen = 0;
        for (int64_t r = 0; r < n; r++) {
            number[r] = -1;
        }
        for (int64_t i = 0; i < n; i++) {
            int64_t r = i;
            for (int64_t d = 0; d <= l; d++) {
                r = s->group[d][r];
            }
            number[r] = number[r] < 0 ? seen++ : number[r];
            nested[(l * n + i) * p->graphs + k] = number[r];
            if (l == 0) {
                group[i * p->graphs + k] = number[r];
            }
        }
        gy_doubles(p->call, "groups")[l * p->graphs + k] = (double)seen;
    }
}

/* Graph k; body of a loop. */
static int graph(void *context, int64_t k)
{
    const plan *p = (const plan *)context;
    one o;
    double corrected = 0, single = (double)INFINITY;
    GY_TRY(open_graph(p, k, &o));
    bm_state *kept = &o.state[4];
    kept->length = (double)INFINITY;
    for (int model = 0; model < 2; model++) {
        if (gy_is(p->call, "degree", model ? "plain" : "corrected")) {
            continue;
        }
        o.g.corrected = model;
        bm_begin(&o.g, 0, &o.state[3]);
        single = fmin(single, bm_length(&o.g, &o.state[3], &o.space));
        for (int64_t s = 0; s < p->starts; s++) {
            GY_TRY(start(p, &o, (k * 2 + model) * p->starts + s));
            if (o.state[2].length < kept->length) {
                bm_copy(&o.g, &o.state[2], kept);
                memcpy(o.kept, o.trace, (size_t)p->sweeps * sizeof *o.kept);
                corrected = model;
            }
        }
    }
    for (int64_t s = 0; s < p->sweeps; s++) {
        gy_doubles(p->call, "trace")[s * p->graphs + k] = o.kept[s];
    }
    gy_doubles(p->call, "length")[k] = kept->length;
    gy_doubles(p->call, "single")[k] = single;
    gy_doubles(p->call, "gain")[k] = single - kept->length;
    gy_doubles(p->call, "corrected")[k] = corrected;
    write_groups(p, k, kept, o.space.number);
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    plan p;
    GY_TRY(plan_of(c, &p));
    if (!map || !c->host->extension(c, GY_RNG)) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host lacks gy.map/1 or gy.rng/1");
    }
    p.room = (char *)tr_scratch(c, p.bytes, p.graphs);
    if (!p.room) {
        return tr_memory(c, "x");
    }
    return map->each(c, p.graphs, graph, &p);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
