/* SPDX-License-Identifier: MIT
 *
 * orchestrate.c: a graph of tasks, done by workers, several at once, again when they fail.
 */
#include "orchestra.h"

#include <math.h>
#include <time.h>

GY_SAY(
    text,
    "transform.orchestrate 1 | A graph of tasks that write, compile and test a program, done in "
    "parallel with retries\n"
    "in  name     text[task] | names\n"
    "in  needs    text[task] | names of the tasks that must have passed before, or -\n"
    "in  worker   text[task] | plan, template, grammar, compile, link, test or command\n"
    "in  argument text[task] | a file of `folder`, or what the program is called with; - for none\n"
    "out passed   f64[task] | 1 if the task passed\n"
    "out attempts i64[task] | how often it was begun\n"
    "out made     text[task] | the text that it made, or what its program said\n"
    "out kept     f64[promise] | whether every task began after all that it needs had passed; and "
    "whether the measured makespan is within Graham's bound of the measured durations, summed over "
    "the rounds, plus 50 ms a start: 1 or 0\n"
    "out began f64[task] optional unit=s | when its last attempt began; another number each run\n"
    "out ended f64[task] optional unit=s | when that ended\n"
    "param folder   path           | goals, templates, grammars and prompts\n"
    "param workers  i64 = 2 1..64  | tasks that are done at once\n"
    "param retries  i64 = 5 0..100 | failures of a task that are made good\n"
    "param crash    f64 = 0 0..1   | probability that an attempt of any worker is lost\n"
    "param garble   f64 = 0 0..1   | probability that a template or grammar makes a damaged text\n"
    "param compiler text[w] = cc;-std=c99;-Wall;-Wextra;-Werror;-O1 | how compile and link begin\n"
    "param command  text[k] optional | program of the worker `command`: {prompt} is the file with "
    "the filled-in argument, {out} the file that it has to write, {attempt} 1, 2, ...\n"
    "param timeout  quantity(s) = 60 s >0 | a program is ended after this time\n"
    "needs exec\n"
    "doc | plan posts the lines `key = value` of a goal on a blackboard; template replaces @key@ "
    "from there; grammar grows a text from <start>; both make a file called as the argument "
    "without its "
    "last suffix. compile takes the .c of the one task it needs that makes one, or its .h, "
    "link the .o of those it needs, test runs a linked program: status 0 passes.\n"
    "doc | When a compile, link or test fails, all texts behind it are made again, and what was "
    "made of them: those that it needs, and those behind the compiles and links that it needs, as "
    "a header is. This begins a new round, once all other tasks that can go on have done so. Any "
    "program, also one that asks a language model, can be the worker "
    "`command`: its text is compiled and tested like any other.\n"
    "doc | Real time decides which of the tasks that could begin does; which attempts are lost or "
    "damaged is drawn by task and attempt, and what a round has to make again is known when it "
    "ends: the number of attempts does not depend on time.\n"
    "licence | MIT\n"
    "cite | Graham (1969), Bounds on multiprocessing timing anomalies, SIAM J. Appl. Math. 17, "
    "416-429\n");

/* REJECTED: a compile, link or test has failed; the next round makes its texts again. */
enum { WAITS, RUNS, PASSED, REJECTED, FAILED };

typedef struct show {
    stage s;
    int *state;
    int64_t *attempts, *failures, *order;
    child *kid;
    double *began, *ended;
    double *spent, *chain;    /* in this round, by all attempts; and by the longest way to a task */
    double work, path, bound; /* of the rounds that are over */
    int64_t running, starts, early, rounds;
} show;

static int begin(gy_call *c, show *w)
{
    GY_TRY(stage_open(c, &w->s));
    int64_t n = w->s.g.n + 1;
    w->state = (int *)tr_scratch(c, n, (int64_t)sizeof(int));
    w->failures = (int64_t *)tr_scratch(c, n, 8);
    w->order = (int64_t *)tr_scratch(c, n, 8);
    int64_t *place = (int64_t *)tr_scratch(c, n, 8);
    w->kid = (child *)tr_scratch(c, n, (int64_t)sizeof(child));
    w->began = (double *)tr_scratch(c, n, 8);
    w->ended = (double *)tr_scratch(c, n, 8);
    w->spent = (double *)tr_scratch(c, n, 8);
    w->chain = (double *)tr_scratch(c, n, 8);
    w->attempts = (int64_t *)gy_get(c, "attempts")->data;
    w->s.attempts = w->attempts;
    if (!w->state || !w->failures || !w->order || !place || !w->kid || !w->began || !w->ended ||
        !w->spent || !w->chain) {
        orchestra_remove(w->s.folder);
        return tr_memory(c, "name");
    }
    memset(w->attempts, 0, (size_t)w->s.g.n * sizeof *w->attempts);
    (void)task_graph_order(&w->s.g, w->order, place);
    return GY_OK;
}

/* Whatever was made of task i must be made again. Between two rounds, so that nothing runs. */
static void spoil(show *w, int64_t i)
{
    const task_graph *g = &w->s.g;
    for (int64_t j = 0; j < g->n; j++) {
        int uses = 0;
        for (int64_t k = g->first[j]; k < g->first[j + 1]; k++) {
            uses |= g->need[k] == i;
        }
        if (uses && w->state[j] == PASSED) {
            w->state[j] = WAITS;
            spoil(w, j);
        }
    }
}

/* The texts that went into task i are made again, where their retries allow: those that it needs,
 * and those behind the compiles and links that it needs. A header can be damaged so that it alone
 * compiles, and what includes it does not: no other text made again would mend that. */
static void blame(show *w, int64_t i)
{
    const task_graph *g = &w->s.g;
    for (int64_t k = g->first[i]; k < g->first[i + 1]; k++) {
        int64_t need = g->need[k];
        if (stage_makes_text(w->s.kind[need]) && w->state[need] == PASSED &&
            w->failures[need] < gy_integer(w->s.c, "retries")) {
            w->failures[need]++;
            w->state[need] = WAITS;
            spoil(w, need);
        } else if (!stage_makes_text(w->s.kind[need])) {
            blame(w, need);
        }
    }
}

/* Ends a round: adds Graham's bound, work / m + (1 - 1 / m) critical path, of its measured
 * durations. */
static void settle(show *w)
{
    double m = (double)gy_integer(w->s.c, "workers"), work = 0, path = 0;
    task_graph_chains(&w->s.g, w->order, w->spent, w->chain);
    for (int64_t i = 0; i < w->s.g.n; i++) {
        work += w->spent[i];
        path = w->chain[i] > path ? w->chain[i] : path;
        w->spent[i] = 0;
    }
    w->work += work;
    w->path += path;
    w->bound += work / m + (1 - 1 / m) * path;
    w->rounds++;
}

/* Begins another round, if a task was rejected. Nothing runs and nothing more can begin: which
 * tasks were rejected depends on the texts alone, and not on which compile came first. */
static int mend(show *w)
{
    int any = 0;
    settle(w);
    for (int64_t i = 0; i < w->s.g.n; i++) {
        if (w->state[i] == REJECTED) {
            any = 1;
            blame(w, i);
        }
    }
    for (int64_t i = 0; i < w->s.g.n; i++) {
        w->state[i] = w->state[i] == REJECTED ? WAITS : w->state[i];
    }
    return any;
}

static void finish(show *w, int64_t i, int good, int lost)
{
    worker_kind kind = w->s.kind[i];
    w->ended[i] = orchestra_now();
    w->spent[i] += w->ended[i] - w->began[i];
    w->state[i] = good ? PASSED : WAITS;
    if (!good) {
        tr_log(w->s.c, GY_DEBUG, "%s, attempt %lld: %s", w->s.g.name[i], (long long)w->attempts[i],
               lost ? "lost (injected)" : w->s.why);
        if (++w->failures[i] > gy_integer(w->s.c, "retries")) {
            w->state[i] = FAILED;
            tr_log(w->s.c, GY_WARNING, "task %s has failed: %s", w->s.g.name[i],
                   lost ? "lost (injected)" : w->s.why);
        } else if (!lost &&
                   (kind == WORKER_COMPILE || kind == WORKER_LINK || kind == WORKER_TEST)) {
            w->state[i] = REJECTED;
        }
    }
}

/* Whether all needs of task i have passed; FAILED needs make it FAILED. */
static int ready(show *w, int64_t i)
{
    const task_graph *g = &w->s.g;
    int all = w->state[i] == WAITS;
    for (int64_t k = g->first[i]; all && k < g->first[i + 1]; k++) {
        if (w->state[g->need[k]] == FAILED) {
            w->state[i] = FAILED;
        }
        all = w->state[g->need[k]] == PASSED;
    }
    return all;
}

/* Begins the first task that can; 1, 0 if none can, or a negative code. */
static int dispatch(show *w)
{
    const gy_rng *rng = (const gy_rng *)w->s.c->host->extension(w->s.c, GY_RNG);
    const task_graph *g = &w->s.g;
    double luck = 1;
    int64_t i = 0;
    while (i < g->n && !ready(w, i)) {
        i++;
    }
    if (i == g->n) {
        return 0;
    }
    w->began[i] = orchestra_now();
    w->attempts[i]++;
    w->starts++;
    for (int64_t k = g->first[i]; k < g->first[i + 1]; k++) {
        w->early += w->ended[g->need[k]] > w->began[i] || w->state[g->need[k]] != PASSED;
    }
    GY_TRY(rng->uniform(w->s.c, "crash", i * 1000 + w->attempts[i], 1, &luck));
    if (luck < gy_number(w->s.c, "crash")) {
        finish(w, i, 0, 1);
        return 1;
    }
    int answer = stage_begin(&w->s, i, &w->kid[i]);
    GY_TRY(answer);
    if (answer == 2) {
        w->state[i] = RUNS;
        w->running++;
    } else {
        finish(w, i, answer, 0);
    }
    return 1;
}

static void collect(show *w, int *ended)
{
    double limit = gy_number(w->s.c, "timeout");
    for (int64_t i = 0; i < w->s.g.n; i++) {
        int state =
            w->state[i] == RUNS ? child_poll(&w->kid[i], limit, w->s.g.name[i], w->s.why) : 0;
        if (state != 0) {
            w->running--;
            *ended = 1;
            finish(w, i, state > 0 && stage_after(&w->s, i), 0);
        }
    }
}

static int perform(show *w)
{
    const struct timespec nap = {0, 1000000};
    int64_t most = gy_integer(w->s.c, "workers");
    while (1) {
        int begun = 1, ended = 0;
        while (w->running < most && begun > 0) {
            begun = dispatch(w);
            GY_TRY(begun);
        }
        if (w->running == 0 && !mend(w)) {
            return GY_OK;
        }
        collect(w, &ended);
        if (w->s.c->host->stopped(w->s.c)) {
            return GY_CANCELLED;
        }
        if (!ended) {
            nanosleep(&nap, 0);
        }
    }
}

/* Measured makespan against the bounds of all rounds. */
static void measure(show *w, double from, double *kept)
{
    double end = from;
    for (int64_t i = 0; i < w->s.g.n; i++) {
        end = w->ended[i] > end ? w->ended[i] : end;
    }
    tr_log(w->s.c, GY_INFO,
           "makespan %.3f s, bound %.3f s, work %.3f s, critical path %.3f s, %lld starts, "
           "%lld rounds",
           end - from, w->bound, w->work, w->path, (long long)w->starts, (long long)w->rounds);
    kept[0] = w->early == 0;
    kept[1] = end - from <= w->bound + 0.05 * (double)w->starts;
}

static int give(show *w, double from)
{
    gy_call *c = w->s.c;
    double *began = gy_doubles(c, "began"), *ended = gy_doubles(c, "ended");
    int64_t n = w->s.g.n, total = 0;
    for (int64_t i = 0; i < n; i++) {
        gy_doubles(c, "passed")[i] = w->state[i] == PASSED;
        if (began) {
            began[i] = w->attempts[i] > 0 ? w->began[i] - from : 0;
        }
        if (ended) {
            ended[i] = w->attempts[i] > 0 ? w->ended[i] - from : 0;
        }
        stage_result(&w->s, i);
        total += (int64_t)strlen(w->s.text);
    }
    gy_array *made = c->host->ragged(c, "made", total);
    if (!made) {
        return tr_memory(c, "made");
    }
    int64_t *offsets = (int64_t *)(uintptr_t)made->offsets;
    offsets[0] = 0;
    for (int64_t i = 0; i < n; i++) {
        stage_result(&w->s, i);
        int64_t length = (int64_t)strlen(w->s.text), left = total - offsets[i];
        length = length < left ? length : left;
        memcpy((char *)made->data + offsets[i], w->s.text, (size_t)length);
        offsets[i + 1] = offsets[i] + length;
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    GY_TRY(c->host->set_length(c, "promise", 2));
    return gy_set_scratch(c, 3 * TEXT_MOST + 500 * gy_get(c, "name")->shape[0] + 32768);
}

static int run(gy_call *c)
{
    show w = {0};
    GY_TRY(begin(c, &w));
    double from = orchestra_now();
    int status = perform(&w);
    for (int64_t i = 0; i < w.s.g.n; i++) {
        child_end(&w.kid[i]);
    }
    if (status >= 0) {
        measure(&w, from, gy_doubles(c, "kept"));
        status = give(&w, from);
    }
    orchestra_remove(w.s.folder);
    return status;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
