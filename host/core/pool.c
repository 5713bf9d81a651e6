/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pool.h"

#include "core/rng.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#define MAX_THREADS 1024

/* One run. Lives on the stack of the thread that started it. */
typedef struct job {
    gy_task_fn fn;
    void *ctx;
    int64_t n;
    const int64_t *order; /* NULL: 0, 1, 2, ... */
    _Atomic int64_t next;
    int64_t failed; /* smallest failing index so far, -1 = none; pool->lock */
    int status;     /* its status; pool->lock */
    bool left_out;  /* a task was not started; pool->lock */
} job;

struct gy_pool {
    int threads;
    pthread_t *ids;              /* [threads - 1] */
    struct pool_worker *workers; /* [threads - 1] */
    pthread_mutex_t one_run;     /* held by the thread whose run it is */
    pthread_mutex_t lock;        /* of all below */
    pthread_cond_t work, done;
    job *current;
    uint64_t epoch; /* counts runs: tells a waking worker that there is a new one */
    int busy;       /* workers that have not finished the current run */
    bool stop;
    atomic_bool cancel;
    _Atomic uint64_t *taken; /* [threads] */
    bool shuffle;
    uint64_t seed;
};

typedef struct pool_worker {
    gy_pool *pool;
    int index; /* from 1 */
} pool_worker;

/* The innermost task that this thread is in. State of a call stack, not of the program: it is set
 * while a run is on the stack and NULL at all other times. */
static _Thread_local struct {
    const gy_pool *pool;
    int worker;
} inside;

static void note_failure(gy_pool *pool, job *j, int64_t task, int status)
{
    pthread_mutex_lock(&pool->lock);
    if (j->failed < 0 || task < j->failed) {
        j->failed = task;
        j->status = status;
    }
    pthread_mutex_unlock(&pool->lock);
}

/* Takes tasks until none is left. Returns how many. */
static uint64_t take_tasks(gy_pool *pool, job *j, int worker)
{
    uint64_t n_taken = 0;
    for (;;) {
        int64_t at = atomic_fetch_add_explicit(&j->next, 1, memory_order_relaxed);
        if (at >= j->n) {
            return n_taken;
        }
        if (atomic_load(&pool->cancel)) {
            pthread_mutex_lock(&pool->lock);
            j->left_out = true;
            pthread_mutex_unlock(&pool->lock);
            return n_taken;
        }
        int64_t task = j->order != NULL ? j->order[at] : at;
        n_taken++;
        int status = j->fn(j->ctx, task, worker);
        if (status != 0) {
            note_failure(pool, j, task, status);
        }
    }
}

/* take_tasks of an unnested run: marks the thread as inside and counts. */
static void take_as(gy_pool *pool, job *j, int worker)
{
    inside.pool = pool;
    inside.worker = worker;
    atomic_fetch_add(&pool->taken[worker], take_tasks(pool, j, worker));
    inside.pool = NULL;
}

static void *worker_main(void *data)
{
    const pool_worker *self = data;
    gy_pool *pool = self->pool;
    uint64_t seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->epoch == seen && !pool->stop) {
            pthread_cond_wait(&pool->work, &pool->lock);
        }
        if (pool->stop) {
            break;
        }
        seen = pool->epoch;
        job *j = pool->current;
        pthread_mutex_unlock(&pool->lock);
        take_as(pool, j, self->index);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0) {
            pthread_cond_signal(&pool->done);
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Signals are for the application's threads: ours inherit a mask that blocks them all. */
static void start_workers(gy_pool *pool, int wanted)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int i = 0; i < wanted; i++) {
        pool->workers[i] = (pool_worker){.pool = pool, .index = i + 1};
        if (pthread_create(&pool->ids[i], NULL, worker_main, &pool->workers[i]) != 0) {
            break;
        }
        pool->threads++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

gy_pool *gy_pool_new(int threads)
{
    threads = CLAMP(threads, 1, MAX_THREADS);
    gy_pool *pool = g_new0(gy_pool, 1);
    pool->ids = g_new0(pthread_t, threads);
    pool->workers = g_new0(pool_worker, threads);
    pool->taken = g_new0(_Atomic uint64_t, threads);
    pthread_mutex_init(&pool->one_run, NULL);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    pthread_cond_init(&pool->done, NULL);
    atomic_init(&pool->cancel, false);
    pool->threads = 1;
    start_workers(pool, threads - 1);
    return pool;
}

void gy_pool_free(gy_pool *pool)
{
    if (pool == NULL) {
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->threads - 1; i++) {
        pthread_join(pool->ids[i], NULL);
    }
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    pthread_mutex_destroy(&pool->one_run);
    g_free(pool->taken);
    g_free(pool->workers);
    g_free(pool->ids);
    g_free(pool);
}

int gy_pool_threads(const gy_pool *pool)
{
    return pool->threads;
}

/* Spreads the job over all workers and waits until each has left it: only then may the job, which
 * is on our stack, go. */
static void run_on_all(gy_pool *pool, job *j)
{
    pthread_mutex_lock(&pool->lock);
    pool->current = j;
    pool->busy = pool->threads - 1;
    pool->epoch++;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    take_as(pool, j, 0);
    pthread_mutex_lock(&pool->lock);
    while (pool->busy > 0) {
        pthread_cond_wait(&pool->done, &pool->lock);
    }
    pool->current = NULL;
    pthread_mutex_unlock(&pool->lock);
}

static int64_t *shuffled_order(const gy_pool *pool, int64_t n)
{
    int64_t *order = pool->shuffle ? g_try_new(int64_t, (gsize)n) : NULL;
    if (order != NULL) {
        gy_rng_key key = gy_rng_make_key(pool->seed, "pool", "shuffle");
        gy_rng_permutation(key, 0, (uint64_t)n, n, order);
    }
    return order;
}

int gy_pool_run_where(gy_pool *pool, int64_t n_tasks, gy_task_fn fn, void *ctx, int64_t *out_failed)
{
    *out_failed = -1;
    if (n_tasks <= 0) {
        return 0;
    }
    g_autofree int64_t *order = shuffled_order(pool, n_tasks);
    job j = {.fn = fn, .ctx = ctx, .n = n_tasks, .order = order, .failed = -1};
    atomic_init(&j.next, 0);
    if (inside.pool != NULL) {
        take_tasks(pool, &j, inside.pool == pool ? inside.worker : 0);
    } else {
        pthread_mutex_lock(&pool->one_run);
        if (n_tasks == 1 || pool->threads == 1) {
            take_as(pool, &j, 0); /* waking others would cost more than it gives */
        } else {
            run_on_all(pool, &j);
        }
        pthread_mutex_unlock(&pool->one_run);
    }
    *out_failed = j.failed;
    if (j.failed >= 0) {
        return j.status;
    }
    return j.left_out ? GY_POOL_CANCELLED : 0;
}

int gy_pool_run(gy_pool *pool, int64_t n_tasks, gy_task_fn fn, void *ctx)
{
    int64_t failed;
    return gy_pool_run_where(pool, n_tasks, fn, ctx, &failed);
}

void gy_pool_cancel(gy_pool *pool)
{
    atomic_store(&pool->cancel, true);
}

void gy_pool_resume(gy_pool *pool)
{
    atomic_store(&pool->cancel, false);
}

bool gy_pool_cancelled(const gy_pool *pool)
{
    return atomic_load(&pool->cancel);
}

void gy_pool_set_shuffle(gy_pool *pool, bool shuffle, uint64_t seed)
{
    pool->shuffle = shuffle;
    pool->seed = seed;
}

uint64_t gy_pool_tasks_taken(const gy_pool *pool, int worker)
{
    return worker >= 0 && worker < pool->threads ? atomic_load(&pool->taken[worker]) : 0;
}
