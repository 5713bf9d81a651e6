/* SPDX-License-Identifier: MIT
 *
 * schedule.c: when each task of a graph is done by m workers, in simulated time.
 */
#include "task_graph.h"

#include <math.h>

GY_SAY(
    text,
    "transform.schedule 1 | List scheduling of tasks that need each other, in simulated time\n"
    "in  name     text[task]          | names, different within a graph\n"
    "in  needs    text[task]          | names of the tasks that must be done before, or -\n"
    "in  duration real[task]          | how long an attempt takes, in s\n"
    "in  graph    real[task] optional | graphs that are scheduled one by one, each from time 0\n"
    "out start    f64[task] unit=s | when a worker begins with the task\n"
    "out finish   f64[task] unit=s | when its last attempt ends\n"
    "out worker   i64[task] | who does it; -1: nobody, something it needs has failed\n"
    "out attempts i64[task] | 0 if nobody does it\n"
    "out passed   f64[task] | 1 if an attempt succeeded\n"
    "param workers i64 = 2 1..10000 | m\n"
    "param order   choice(file, longest, reverse) = file | which of the tasks that could begin "
    "does: the first of the table, the one before the longest chain, the last\n"
    "param failure f64 = 0 0..1 | probability that an attempt fails\n"
    "param retries i64 = 3 0..100 | attempts after the first; the same worker makes them at once\n"
    "doc | No worker is idle while a task could begin (list scheduling). Then the makespan is at "
    "most work / m + (1 - 1 / m) critical path, work and path counted with all attempts.\n"
    "doc | A table with graphs that wait for themselves is refused, with the names on the "
    "cycle.\n"
    "licence | MIT\n"
    "cite | Graham (1969), Bounds on multiprocessing timing anomalies, SIAM J. Appl. Math. 17, "
    "416-429\n");

typedef struct plan {
    task_graph g;
    double *work, *rank, *free_at; /* work: with all attempts; free_at[m] */
    int64_t *attempts;
    int workers;
    double *start, *finish, *passed;
    int64_t *worker;
} plan;

/* Attempts of each task: one more than the failures that come first, as they were drawn. */
static int draw_attempts(gy_call *c, plan *p)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    const gy_array *duration = gy_get(c, "duration");
    int64_t most = gy_integer(c, "retries") + 1;
    double failure = gy_number(c, "failure"), *draw = (double *)tr_scratch(c, most, 8);
    if (!draw) {
        return tr_memory(c, "retries");
    }
    for (int64_t i = 0; i < p->g.n; i++) {
        double one = gy_element(duration, i * duration->stride[0]);
        if (!(one >= 0 && one < 1e12)) {
            return tr_fail(c, GY_DATA, "duration", "task `%s` takes %g s; at least 0 is wanted",
                           p->g.name[i], one);
        }
        int64_t k = 0;
        if (failure > 0) {
            GY_TRY(rng->uniform(c, "failures", i, most, draw));
            while (k < most && draw[k] < failure) {
                k++;
            }
        }
        p->attempts[i] = k < most ? k + 1 : most;
        p->passed[i] = k < most;
        p->work[i] = one * (double)p->attempts[i];
    }
    return GY_OK;
}

/* rank: of two tasks that could begin, the one with the larger rank does. */
static int make_ranks(gy_call *c, plan *p)
{
    const task_graph *g = &p->g;
    for (int64_t i = 0; i < g->n; i++) {
        p->rank[i] = gy_is(c, "order", "reverse") ? (double)i : -(double)i;
    }
    if (!gy_is(c, "order", "longest")) {
        return GY_OK;
    }
    int64_t *order = (int64_t *)tr_scratch(c, g->n + 1, 8);
    int64_t *place = (int64_t *)tr_scratch(c, g->n + 1, 8);
    if (!order || !place) {
        return tr_memory(c, "order");
    }
    (void)task_graph_order(g, order, place);
    for (int64_t i = 0; i < g->n; i++) {
        p->rank[i] = 0;
    }
    for (int64_t k = g->n - 1; k >= 0; k--) { /* the chain that begins with the task */
        int64_t i = order[k];
        p->rank[i] += p->work[i];
        for (int64_t j = g->first[i]; j < g->first[i + 1]; j++) {
            double *before = &p->rank[g->need[j]];
            *before = p->rank[i] > *before ? p->rank[i] : *before;
        }
    }
    return GY_OK;
}

/* Whether task i could begin at time t: 1 yes, 0 not yet, -1 never (all that it needs
 * is over, and something failed). */
static int ready(const plan *p, int64_t i, double t)
{
    const task_graph *g = &p->g;
    int answer = 1;
    for (int64_t k = g->first[i]; k < g->first[i + 1]; k++) {
        int64_t need = g->need[k];
        if (p->worker[need] == -2 || p->finish[need] > t) {
            return 0;
        }
        answer = p->passed[need] == 0 ? -1 : answer;
    }
    return answer;
}

static void nobody(plan *p, int64_t i, double t)
{
    p->worker[i] = -1;
    p->attempts[i] = 0;
    p->passed[i] = 0;
    p->start[i] = p->finish[i] = t;
}

/* The task among lo .. hi - 1 that begins at time t; -1 if none can. */
static int64_t choose(plan *p, int64_t lo, int64_t hi, double t)
{
    int64_t best = -1;
    for (int64_t i = lo; i < hi; i++) {
        int can = p->worker[i] == -2 ? ready(p, i, t) : 0;
        if (can < 0) {
            nobody(p, i, t);
            i = lo - 1; /* others may have waited for this one */
            best = -1;
        } else if (can > 0 && (best < 0 || p->rank[i] > p->rank[best])) {
            best = i;
        }
    }
    return best;
}

/* One graph: tasks lo .. hi - 1. */
static int schedule(gy_call *c, plan *p, int64_t lo, int64_t hi)
{
    double t = 0;
    for (int w = 0; w < p->workers; w++) {
        p->free_at[w] = 0;
    }
    while (1) {
        double next = INFINITY;
        for (int w = 0; w < p->workers; w++) {
            int64_t i = p->free_at[w] <= t ? choose(p, lo, hi, t) : -1;
            if (i >= 0) {
                p->worker[i] = w;
                p->start[i] = t;
                p->finish[i] = p->free_at[w] = t + p->work[i];
                w = p->work[i] > 0 ? w : -1; /* it is done: something else may begin */
            }
        }
        for (int w = 0; w < p->workers; w++) {
            next = p->free_at[w] > t && p->free_at[w] < next ? p->free_at[w] : next;
        }
        if (isinf(next)) {
            return GY_OK;
        }
        t = next;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
}

static int resolve(gy_call *c)
{
    int64_t n = gy_get(c, "name")->shape[0];
    return gy_set_scratch(c, 128 * n + 8 * gy_integer(c, "workers") + 4096);
}

static int run(gy_call *c)
{
    plan p = {0};
    GY_TRY(task_graph_read(c, &p.g));
    p.workers = (int)gy_integer(c, "workers");
    p.start = gy_doubles(c, "start");
    p.finish = gy_doubles(c, "finish");
    p.passed = gy_doubles(c, "passed");
    p.worker = (int64_t *)gy_get(c, "worker")->data;
    p.attempts = (int64_t *)gy_get(c, "attempts")->data;
    p.work = (double *)tr_scratch(c, p.g.n + 1, 8);
    p.rank = (double *)tr_scratch(c, p.g.n + 1, 8);
    p.free_at = (double *)tr_scratch(c, p.workers, 8);
    if (!p.work || !p.rank || !p.free_at) {
        return tr_memory(c, "workers");
    }
    for (int64_t i = 0; i < p.g.n; i++) {
        p.worker[i] = -2; /* waits */
    }
    GY_TRY(draw_attempts(c, &p));
    GY_TRY(make_ranks(c, &p));
    for (int64_t lo = 0, hi = 0; lo < p.g.n; lo = hi) {
        while (hi < p.g.n && p.g.group[hi] == p.g.group[lo]) {
            hi++;
        }
        GY_TRY(schedule(c, &p, lo, hi));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
