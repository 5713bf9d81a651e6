/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pool.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define N 500

typedef struct grid {
    gy_pool *pool;
    atomic_int runs[N]; /* how often each task ran */
    int64_t order[N];   /* one thread only: order of starting */
    int n_order;
    int fail_from; /* tasks >= this fail with -(task); N = none */
    int cancel_at; /* this task cancels; -1 = none */
    atomic_int by_worker[8];
} grid;

static int count_task(void *ctx, int64_t task, int worker)
{
    grid *g = ctx;
    atomic_fetch_add(&g->runs[task], 1);
    atomic_fetch_add(&g->by_worker[worker], 1);
    if (gy_pool_threads(g->pool) == 1) {
        g->order[g->n_order++] = task;
    }
    if (task == g->cancel_at) {
        gy_pool_cancel(g->pool);
    }
    return task >= g->fail_from ? -(int)task : 0;
}

static const int thread_counts[] = {-3, 0, 1, 2, 5, 8};

Test(pool, each_task_once, .timeout = 30)
{
    for (size_t i = 0; i < G_N_ELEMENTS(thread_counts); i++) {
        for (int shuffle = 0; shuffle < 2; shuffle++) {
            g_autoptr(gy_pool) pool = gy_pool_new(thread_counts[i]);
            cr_assert_eq(gy_pool_threads(pool), MAX(thread_counts[i], 1));
            gy_pool_set_shuffle(pool, shuffle, 5);
            static grid g;
            memset(&g, 0, sizeof g);
            g.pool = pool;
            g.fail_from = N;
            g.cancel_at = -1;
            cr_assert_eq(gy_pool_run(pool, N, count_task, &g), 0);
            uint64_t taken = 0;
            for (int w = 0; w < gy_pool_threads(pool); w++) {
                cr_assert_eq(gy_pool_tasks_taken(pool, w), (uint64_t)g.by_worker[w]);
                taken += gy_pool_tasks_taken(pool, w);
            }
            cr_assert_eq(taken, N);
            for (int t = 0; t < N; t++) {
                cr_assert_eq(g.runs[t], 1, "task %d", t);
            }
        }
    }
}

Test(pool, one_thread_runs_in_order_or_shuffled)
{
    static grid g;
    g_autoptr(gy_pool) pool = gy_pool_new(1);
    int64_t first[N];
    for (uint64_t seed = 0; seed < 3; seed++) {
        memset(&g, 0, sizeof g);
        g.pool = pool;
        g.fail_from = N;
        g.cancel_at = -1;
        gy_pool_set_shuffle(pool, seed > 0, seed);
        gy_pool_run(pool, N, count_task, &g);
        int in_place = 0;
        for (int t = 0; t < N; t++) {
            in_place += g.order[t] == t;
        }
        cr_assert(seed == 0 ? in_place == N : in_place < 20);
        if (seed == 2) {
            cr_assert(memcmp(first, g.order, sizeof first) != 0, "the seed must matter");
        }
        memcpy(first, g.order, sizeof first);
    }
}

Test(pool, smallest_failure_wins, .timeout = 30)
{
    for (size_t i = 0; i < G_N_ELEMENTS(thread_counts); i++) {
        for (uint64_t seed = 0; seed < 4; seed++) {
            g_autoptr(gy_pool) pool = gy_pool_new(thread_counts[i]);
            gy_pool_set_shuffle(pool, seed > 0, seed);
            static grid g;
            memset(&g, 0, sizeof g);
            g.pool = pool;
            g.fail_from = 37;
            g.cancel_at = -1;
            int64_t failed = 0;
            cr_assert_eq(gy_pool_run_where(pool, N, count_task, &g, &failed), -37);
            cr_assert_eq(failed, 37);
            for (int t = 0; t < N; t++) {
                cr_assert_eq(g.runs[t], 1, "task %d", t);
            }
            g.fail_from = N; /* the pool is as good as new */
            g.n_order = 0;
            cr_assert_eq(gy_pool_run_where(pool, N, count_task, &g, &failed), 0);
            cr_assert_eq(failed, -1);
        }
    }
}

Test(pool, cancel, .timeout = 30)
{
    for (size_t i = 0; i < G_N_ELEMENTS(thread_counts); i++) {
        g_autoptr(gy_pool) pool = gy_pool_new(thread_counts[i]);
        static grid g;
        memset(&g, 0, sizeof g);
        g.pool = pool;
        g.fail_from = N;
        g.cancel_at = 10;
        cr_assert_not(gy_pool_cancelled(pool));
        /* the last tasks may have begun before the cancel on another thread, so only one thread
         * gives an exact count */
        int status = gy_pool_run(pool, N, count_task, &g);
        cr_assert(gy_pool_cancelled(pool));
        int n = 0;
        for (int t = 0; t < N; t++) {
            n += g.runs[t];
        }
        cr_assert_eq(status, n < N ? GY_POOL_CANCELLED : 0);
        if (gy_pool_threads(pool) == 1) {
            cr_assert_eq(n, 11);
        }
        cr_assert_eq(gy_pool_run(pool, 3, count_task, &g), GY_POOL_CANCELLED, "cancel is sticky");
        gy_pool_resume(pool);
        g.cancel_at = -1;
        cr_assert_eq(gy_pool_run(pool, 3, count_task, &g), 0);
    }
}

static int nested_task(void *ctx, int64_t task, int worker)
{
    grid *inner = (grid *)ctx + task;
    int status = gy_pool_run(inner->pool, N, count_task, inner);
    for (int w = 0; w < 8; w++) {
        if (inner->by_worker[w] != (w == worker ? N : 0)) {
            return 1; /* a nested run left its thread */
        }
    }
    return status;
}

Test(pool, nested_runs_stay_on_their_thread, .timeout = 30)
{
    enum { M = 6 };
    g_autofree grid *inner = g_new0(grid, M);
    for (int threads = 1; threads <= 4; threads += 3) {
        g_autoptr(gy_pool) pool = gy_pool_new(threads);
        memset(inner, 0, M * sizeof *inner);
        for (int i = 0; i < M; i++) {
            inner[i].pool = pool;
            inner[i].fail_from = i == 4 ? 20 : N;
            inner[i].cancel_at = -1;
        }
        int64_t failed;
        cr_assert_eq(gy_pool_run_where(pool, M, nested_task, inner, &failed), -20);
        cr_assert_eq(failed, 4);
        uint64_t taken = 0;
        for (int w = 0; w < threads; w++) {
            taken += gy_pool_tasks_taken(pool, w);
        }
        cr_assert_eq(taken, M, "nested tasks are not counted");
    }
}

/* Each of the first two tasks waits for the other: ends only if two workers take one each. */
static int meet(void *ctx, int64_t task, int worker)
{
    (void)worker;
    if (task < 2) {
        pthread_barrier_wait(ctx);
    }
    return 0;
}

Test(pool, two_workers_take_tasks, .timeout = 30)
{
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 2);
    g_autoptr(gy_pool) pool = gy_pool_new(2);
    cr_assert_eq(gy_pool_run(pool, 10, meet, &barrier), 0);
    cr_assert(gy_pool_tasks_taken(pool, 0) > 0);
    cr_assert(gy_pool_tasks_taken(pool, 1) > 0);
    cr_assert_eq(gy_pool_tasks_taken(pool, 2), 0);
    cr_assert_eq(gy_pool_tasks_taken(pool, -1), 0);
}

Test(pool, nothing_to_do)
{
    g_autoptr(gy_pool) pool = gy_pool_new(3);
    int64_t failed = 5;
    cr_assert_eq(gy_pool_run(pool, 0, count_task, NULL), 0);
    cr_assert_eq(gy_pool_run_where(pool, -4, count_task, NULL, &failed), 0);
    cr_assert_eq(failed, -1);
    gy_pool_free(NULL);
}
