/* SPDX-License-Identifier: MIT
 *
 * transform.schedule and metric.makespan: schedules by hand, Graham's anomaly, and what is refused.
 */
#include "harness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static harness *plan(int64_t n, const char *const *name, const char *const *needs,
                     const double *duration, double workers)
{
    harness *h = harness_new("transform-schedule", NULL);
    harness_in_text(h, "name", n, name);
    harness_in_text(h, "needs", n, needs);
    harness_vector(h, "duration", n, duration);
    harness_stride(h, "duration");
    harness_number(h, "workers", workers);
    return h;
}

/* Graham 1969: nine tasks, three processors. T1..T9 take 3 2 2 2 4 4 4 4 9; T9 needs T1, T5 to T8
 * need T4. The list schedule of this order ends at 12; with every task one shorter it ends at 13.
 */
static const char *const graham[] = {"t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"};
static const char *const before[] = {"-", "", "-", "-", "t4", "t4", "t4", "t4", "t1"};

static double makespan_of(const double *duration, double workers)
{
    harness *h = plan(9, graham, before, duration, workers);
    double end = 0;
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    for (int i = 0; i < 9; i++) {
        end = fmax(end, harness_doubles(h, "finish")[i]);
    }
    harness_free(h);
    return end;
}

Test(schedule, grahams_anomalies)
{
    static const double long_ones[] = {3, 2, 2, 2, 4, 4, 4, 4, 9};
    static const double short_ones[] = {2, 1, 1, 1, 3, 3, 3, 3, 8};
    cr_assert_eq(makespan_of(long_ones, 3), 12);
    cr_assert_eq(makespan_of(short_ones, 3), 13);
    cr_assert_eq(makespan_of(long_ones, 4), 15); /* one worker more */
    cr_assert_eq(makespan_of(long_ones, 1), 34);
}

Test(schedule, longest_chain_first)
{
    static const char *const name[] = {"a", "b", "c", "d"};
    static const char *const needs[] = {"-", "-", "-", "c"};
    static const double duration[] = {2, 2, 1, 4};
    harness *h = plan(4, name, needs, duration, 2);
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(harness_doubles(h, "finish")[3], 7);
    harness_param(h, "order", "longest");
    cr_assert_eq(harness_run(h), GY_OK);
    cr_assert_eq(harness_doubles(h, "finish")[3], 5);
    harness_free(h);
}

Test(schedule, what_needs_a_failure_is_not_begun)
{
    static const char *const name[] = {"a", "b", "c"};
    static const char *const needs[] = {"-", "a", "b, a"};
    harness *h = plan(3, name, needs, (const double[]){1, 1, 1}, 2);
    harness_number(h, "failure", 1);
    harness_number(h, "retries", 2);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const int64_t *attempts = harness_get(h, "attempts")->data;
    cr_assert(attempts[0] == 3 && attempts[1] == 0 && attempts[2] == 0);
    cr_assert_eq(harness_doubles(h, "finish")[0], 3);
    cr_assert_eq(harness_doubles(h, "passed")[0], 0);
    cr_assert_eq(((const int64_t *)harness_get(h, "worker")->data)[2], -1);
    harness_free(h);
}

static void refused(const char *const *name, const char *const *needs, double duration,
                    const char *where, const char *part)
{
    harness *h = plan(3, name, needs, (const double[]){1, 1, duration}, 2);
    cr_assert_eq(harness_run(h), GY_DATA);
    cr_assert_str_eq(harness_where(h), where);
    cr_assert(strstr(harness_error(h), part), "%s", harness_error(h));
    harness_free(h);
}

Test(schedule, bad_graphs)
{
    static const char *const abc[] = {"a", "b", "c"}, *const aac[] = {"a", "b", "a"};
    static const char *const blank[] = {"a", "b", "c d"};
    static const char *const none[] = {"-", "-", "-"}, *const unknown[] = {"-", "a", "a x"};
    static const char *const ring[] = {"-", "a c", "b"}, *const self[] = {"a", "-", "-"};
    refused(abc, ring, 1, "needs", "tasks that wait for each other in a circle: b -> c -> b");
    refused(abc, self, 1, "needs", "in a circle: a -> a");
    refused(abc, unknown, 1, "needs", "task `c` needs `x`, which is no task");
    refused(aac, none, 1, "name", "there are two tasks `a`");
    refused(blank, none, 1, "name", "`c d` is no name");
    refused(abc, none, -1, "duration", "task `c` takes -1 s; at least 0 is wanted");
    refused(abc, none, NAN, "duration", "takes nan s");
}

static harness *measured(const double *start, const double *finish)
{
    static const char *const name[] = {"a", "b", "c"};
    static const char *const needs[] = {"-", "-", "a"};
    harness *h = harness_new("metric-makespan", NULL);
    harness_in_text(h, "name", 3, name);
    harness_in_text(h, "needs", 3, needs);
    harness_vector(h, "start", 3, start);
    harness_vector(h, "finish", 3, finish);
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    return h;
}

Test(makespan, by_hand)
{
    /* work 6, path 3 + 2 = 5, bound 3 + 2.5 */
    harness *h = measured((const double[]){0, 0, 3}, (const double[]){3, 1, 5});
    cr_assert_eq(harness_doubles(h, "makespan")[0], 5);
    cr_assert_float_eq(harness_doubles(h, "bound_share")[0], 5 / 5.5, 1e-12);
    cr_assert_float_eq(harness_doubles(h, "least_share")[0], 1, 1e-12);
    cr_assert_float_eq(harness_doubles(h, "speedup")[0], 1.2, 1e-12);
    cr_assert_eq(harness_doubles(h, "early")[0], 0);
    cr_assert_eq(harness_doubles(h, "crowded")[0], 0);
    harness_free(h);
}

Test(makespan, impossible_schedules_are_counted)
{
    harness *h = measured((const double[]){0, 0, 0}, (const double[]){3, 1, 2});
    cr_assert_eq(harness_doubles(h, "early")[0], 1);
    cr_assert(harness_doubles(h, "crowded")[0] >= 1);
    cr_assert(harness_doubles(h, "least_share")[0] < 1);
    harness_free(h);
}

Test(task_graphs, are_orders_in_disguise)
{
    harness *h = harness_new("generator-task-graphs", NULL), *s;
    harness_number(h, "graphs", 5);
    harness_number(h, "tasks", 20);
    cr_assert_eq(harness_run(h), GY_OK, "%s", harness_error(h));
    const char *name[100], *needs[100];
    double graph[100], mean = 0;
    int some = 0;
    for (int i = 0; i < 100; i++) {
        name[i] = harness_row_text(h, "name", i);
        needs[i] = harness_row_text(h, "needs", i);
        graph[i] = (double)((const int64_t *)harness_get(h, "graph")->data)[i];
        mean += harness_doubles(h, "duration")[i] / 100;
        some += strcmp(needs[i], "-") != 0;
        cr_assert_eq(graph[i], i / 20);
    }
    cr_assert(mean > .6 && mean < 1.4 && some > 50 && some < 95);
    s = plan(100, name, needs, harness_doubles(h, "duration"), 3);
    harness_vector(s, "graph", 100, graph);
    cr_assert_eq(harness_run(s), GY_OK, "%s", harness_error(s)); /* no cycle */
    harness_free(h);
    harness_free(s);
}

Test(pass_rate, by_hand)
{
    harness *h = harness_new("metric-pass-rate", NULL);
    harness_vector(h, "passed", 4, (const double[]){1, 1, 0, 0});
    harness_vector(h, "attempts", 4, (const double[]){1, 3, 4, 0});
    cr_assert_eq(harness_fit_all(h), GY_OK, "%s", harness_error(h));
    cr_assert_eq(harness_doubles(h, "rate")[0], .5);
    cr_assert_eq(harness_doubles(h, "first")[0], .25);
    cr_assert_eq(harness_doubles(h, "retries")[0], 5);
    cr_assert_eq(harness_doubles(h, "skipped")[0], 1);
    harness_free(h);
}
