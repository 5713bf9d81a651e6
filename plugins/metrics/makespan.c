/* SPDX-License-Identifier: MIT
 *
 * makespan.c: a schedule against its bounds. Only start, finish and the graph are believed: work,
 * chains and what runs at once are counted here anew.
 */
#include "../transforms/task_graph.h"

#include <math.h>

GY_SAY(text,
       "metric.makespan 1 | How long schedules of tasks take, and whether they are possible\n"
       "in  start  real[task]          | when each task begins, in s\n"
       "in  finish real[task]          | when it ends\n"
       "in  name   text[task]          | names, different within a graph\n"
       "in  needs  text[task]          | names of the tasks that must be done before, or -\n"
       "in  graph  real[task] optional | schedules that are independent of each other\n"
       "out makespan f64[] mean best=low  | end of the last task of a graph, mean over graphs\n"
       "out bound_share f64[] mean best=low | largest makespan / (work / m + (1 - 1 / m) critical "
       "path): at most 1 for a list schedule\n"
       "out least_share f64[] mean best=low | smallest makespan / max(work / m, critical path): at "
       "least 1 for any schedule\n"
       "out speedup f64[] mean best=high | work / makespan, mean over graphs\n"
       "out early   f64[] sum best=low | needs that a task did not wait for\n"
       "out crowded f64[] sum best=low | tasks that begin while m others run\n"
       "param workers i64 = 2 1..10000 | m\n"
       "block all\n"
       "licence | MIT\n"
       "cite | Graham (1969), Bounds on multiprocessing timing anomalies, SIAM J. Appl. Math. 17, "
       "416-429\n");

/* Times within this share of a second are equal: sums of durations are rounded. */
#define SAME 1e-9

typedef struct seen {
    double makespan, bound, least, speedup, early, crowded;
} seen;

static double at(const gy_array *a, int64_t i)
{
    return gy_element(a, i * a->stride[0]);
}

static void one_graph(const task_graph *g, const gy_array *start, const gy_array *finish,
                      const double *work, const double *chain, int64_t lo, int64_t hi, double m,
                      seen *s)
{
    double all = 0, path = 0, end = 0;
    for (int64_t i = lo; i < hi; i++) {
        double begin = at(start, i), others = 0;
        all += work[i];
        path = chain[i] > path ? chain[i] : path;
        end = at(finish, i) > end ? at(finish, i) : end;
        for (int64_t k = g->first[i]; k < g->first[i + 1]; k++) {
            s->early += at(finish, g->need[k]) > begin + SAME;
        }
        for (int64_t j = lo; j < hi; j++) {
            int runs = at(start, j) <= begin + SAME && at(finish, j) > begin + SAME;
            others += j != i && runs && work[i] > 0;
        }
        s->crowded += others >= m;
    }
    double bound = all / m + (1 - 1 / m) * path, least = all / m > path ? all / m : path;
    s->makespan += end;
    s->speedup += end > 0 ? all / end : 1;
    s->bound = bound > 0 && end / bound > s->bound ? end / bound : s->bound;
    s->least = least > 0 && end / least < s->least ? end / least : s->least;
}

static int resolve(gy_call *c)
{
    return gy_set_scratch(c, 128 * gy_get(c, "name")->shape[0] + 4096);
}

static int solve(gy_call *c)
{
    const gy_array *start = gy_get(c, "start"), *finish = gy_get(c, "finish");
    double m = (double)gy_integer(c, "workers");
    task_graph g;
    GY_TRY(task_graph_read(c, &g));
    int64_t *order = (int64_t *)tr_scratch(c, g.n + 1, 8);
    int64_t *place = (int64_t *)tr_scratch(c, g.n + 1, 8);
    double *work = (double *)tr_scratch(c, g.n + 1, 8);
    double *chain = (double *)tr_scratch(c, g.n + 1, 8);
    if (!order || !place || !work || !chain) {
        return tr_memory(c, "name");
    }
    for (int64_t i = 0; i < g.n; i++) {
        work[i] = at(finish, i) - at(start, i);
        if (!(work[i] >= 0)) {
            return tr_fail(c, GY_DATA, "finish", "task `%s` ends before it begins", g.name[i]);
        }
    }
    (void)task_graph_order(&g, order, place);
    task_graph_chains(&g, order, work, chain);
    seen s = {.least = INFINITY};
    for (int64_t lo = 0, hi = 0; lo < g.n; lo = hi) {
        while (hi < g.n && g.group[hi] == g.group[lo]) {
            hi++;
        }
        one_graph(&g, start, finish, work, chain, lo, hi, m, &s);
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    double graphs = g.groups > 0 ? (double)g.groups : (double)NAN;
    gy_doubles(c, "makespan")[0] = s.makespan / graphs;
    gy_doubles(c, "speedup")[0] = s.speedup / graphs;
    gy_doubles(c, "bound_share")[0] = s.bound;
    gy_doubles(c, "least_share")[0] = s.least;
    gy_doubles(c, "early")[0] = s.early;
    gy_doubles(c, "crowded")[0] = s.crowded;
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
