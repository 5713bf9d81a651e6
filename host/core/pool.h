/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads that run a fixed grid of tasks. The caller cuts the work (tiles of 128 rows, folds,
 * targets) by its size alone, never by the number of threads; each task writes its own part of the
 * output. Then results cannot depend on threads or order, and only the time does.
 *
 * One run: tasks 0 .. n-1, each exactly once, on the calling thread and the pool's own. With one
 * thread they run in order on the caller, and no other thread exists. A run started from inside a
 * task (of any pool) is done by that thread alone, in order, before it returns: nested parallel
 * work never waits for a thread. Two threads that start runs on one pool take turns.
 */
#ifndef GY_CORE_POOL_H
#define GY_CORE_POOL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gy_pool gy_pool;

/* One task. `worker` is 0 .. threads-1, 0 being the caller, and no two tasks have the same worker
 * at the same time: it picks a scratch buffer. (A nested run on the same pool keeps the outer
 * task's worker; nested on another pool it is 0, which makes no such promise.) Returns 0, or a
 * nonzero status. */
typedef int (*gy_task_fn)(void *ctx, int64_t task, int worker);

/* Status of a run that was cancelled: GY_CANCELLED of the ABI. */
#define GY_POOL_CANCELLED (-9)

/* threads: the caller counts as one; below 1 counts as 1, above 1024 as 1024. When the system gives
 * fewer, the pool has fewer: results are the same. Its threads take no signals. [control] */
gy_pool *gy_pool_new(int threads);

/* Ends the threads; no run may be going on. NULL is allowed. [control] */
void gy_pool_free(gy_pool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_pool, gy_pool_free)

int gy_pool_threads(const gy_pool *pool);

/* Runs the grid and returns when all of it has ended. 0 when every task gave 0; else the status of
 * the failing task with the smallest index. A failure stops no other task, so the answer is the
 * same for any number of threads. GY_POOL_CANCELLED when no task failed but some were not started
 * because of gy_pool_cancel. n <= 0 gives 0. What tasks wrote is visible to the caller. [any] */
int gy_pool_run(gy_pool *pool, int64_t n_tasks, gy_task_fn fn, void *ctx);

/* The same, and tells which task failed: out_failed is its index, -1 if none did. */
int gy_pool_run_where(gy_pool *pool, int64_t n_tasks, gy_task_fn fn, void *ctx,
                      int64_t *out_failed);

/* From now on no task is started; those running end by themselves and may ask
 * gy_pool_cancelled. Stays set until gy_pool_resume. Safe in a signal handler. [any] */
void gy_pool_cancel(gy_pool *pool);
void gy_pool_resume(gy_pool *pool);
bool gy_pool_cancelled(const gy_pool *pool);

/* Test hooks. Shuffle: tasks are taken in the order of a random permutation addressed by seed and
 * n, also with one thread and in nested runs (a run too large for the permutation's memory keeps
 * its order). tasks_taken: tasks of unnested runs this worker has taken since the pool began, 0 for
 * a worker that does not exist. Set shuffle only between runs. */
void gy_pool_set_shuffle(gy_pool *pool, bool shuffle, uint64_t seed);
uint64_t gy_pool_tasks_taken(const gy_pool *pool, int worker);

#endif
