/* SPDX-License-Identifier: MIT
 *
 * task_graphs.c: random graphs of tasks, to hold a scheduler against its bounds.
 */
#include "sugar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

GY_SAY(
    text,
    "generator.task-graphs 1 | Random graphs of tasks that need each other\n"
    "out graph    i64[task] | which graph a task belongs to: 0, 0, ... 1, 1, ...\n"
    "out name     text[task] | t0, t1, ... within each graph, in random order\n"
    "out needs    text[task] | names with blanks between them, or -\n"
    "out duration f64[task] unit=s | exponential, mean 1 s\n"
    "param graphs i64 = 100 1..1000000\n"
    "param tasks  i64 = 20 1..1000  | tasks of a graph\n"
    "param needs_mean f64 = 1.5 0..100 | expected number of needs of a task that has enough "
    "before it\n"
    "doc | Tasks are in a hidden order, and each needs any before it with equal probability; the "
    "table shows them in another order, so that reading it from top to bottom breaks needs. "
    "This is synthetic data.\n"
    "licence | MIT\n"
    "cite | Erdos and Renyi (1959), On random graphs I, Publicationes Mathematicae 6, "
    "290-297\n");

typedef struct texts {
    char *data;
    int64_t *end; /* [tasks of all graphs] */
    int64_t n, room;
} texts;

static int64_t total(gy_call *c)
{
    return gy_integer(c, "graphs") * gy_integer(c, "tasks");
}

static int resolve(gy_call *c)
{
    int64_t n = total(c), k = gy_integer(c, "tasks");
    GY_TRY(c->host->set_length(c, "task", n));
    return gy_set_scratch(c, n * (16 + 8 + 5 * k) + 40 * k + 4096);
}

static void add(texts *t, const char *word)
{
    size_t n = strlen(word);
    if (t->n + (int64_t)n <= t->room) {
        memcpy(t->data + t->n, word, n);
        t->n += (int64_t)n;
    }
}

/* Task with hidden place `place` of graph g: what it needs. turn[place] is its number. */
static int needs_of(gy_call *c, const gy_rng *rng, int64_t row, int64_t place, const int64_t *turn,
                    double *draw, texts *t)
{
    double share = place > 0 ? gy_number(c, "needs_mean") / (double)place : 0;
    int any = 0;
    char word[32];
    GY_TRY(rng->uniform(c, "needs", row, place + 1, draw));
    for (int64_t before = 0; before < place; before++) {
        if (draw[before] < share) {
            snprintf(word, sizeof word, "%st%lld", any ? " " : "", (long long)turn[before]);
            add(t, word);
            any = 1;
        }
    }
    if (!any) {
        add(t, "-");
    }
    t->end[row] = t->n;
    return GY_OK;
}

static int give(gy_call *c, const char *port, const texts *t, int64_t rows)
{
    gy_array *out = c->host->ragged(c, port, t->n);
    if (!out) {
        return gy_fail(c, GY_MEMORY, port, "no memory for the names");
    }
    int64_t *offsets = (int64_t *)(uintptr_t)out->offsets;
    memcpy(out->data, t->data, (size_t)t->n);
    offsets[0] = 0;
    memcpy(offsets + 1, t->end, (size_t)rows * sizeof *offsets);
    return GY_OK;
}

static int one_graph(gy_call *c, const gy_rng *rng, int64_t g, int64_t *turn, int64_t *place,
                     double *draw, texts *name, texts *needs)
{
    int64_t k = gy_integer(c, "tasks");
    char word[32];
    GY_TRY(rng->permutation(c, "order", g, k, turn));
    for (int64_t p = 0; p < k; p++) {
        place[turn[p]] = p;
    }
    for (int64_t i = 0; i < k; i++) {
        int64_t row = g * k + i;
        snprintf(word, sizeof word, "t%lld", (long long)i);
        add(name, word);
        name->end[row] = name->n;
        GY_TRY(needs_of(c, rng, row, place[i], turn, draw, needs));
        GY_TRY(rng->uniform(c, "durations", row, 1, draw));
        gy_doubles(c, "duration")[row] = -log1p(-draw[0]);
        ((int64_t *)gy_get(c, "graph")->data)[row] = g;
    }
    return c->host->stopped(c) ? GY_CANCELLED : GY_OK;
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t n = total(c), k = gy_integer(c, "tasks");
    texts name = {.room = 8 * n}, needs = {.room = n * 5 * k};
    name.data = (char *)c->host->scratch(c, name.room + 1);
    needs.data = (char *)c->host->scratch(c, needs.room + 1);
    name.end = (int64_t *)c->host->scratch(c, 8 * n);
    needs.end = (int64_t *)c->host->scratch(c, 8 * n);
    int64_t *turn = (int64_t *)c->host->scratch(c, 16 * k);
    double *draw = (double *)c->host->scratch(c, 8 * k + 8);
    if (!name.data || !needs.data || !name.end || !needs.end || !turn || !draw) {
        return gy_fail(c, GY_MEMORY, "tasks", "no memory for the tables");
    }
    for (int64_t g = 0; g < gy_integer(c, "graphs"); g++) {
        GY_TRY(one_graph(c, rng, g, turn, turn + k, draw, &name, &needs));
    }
    GY_TRY(give(c, "name", &name, n));
    return give(c, "needs", &needs, n);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
