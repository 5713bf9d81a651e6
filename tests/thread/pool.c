/* SPDX-License-Identifier: Apache-2.0
 *
 * The pool and the memory account under load, as a plain program: Criterion forks, which
 * ThreadSanitizer does not follow. Built with -Db_sanitize=thread any race ends it with an error;
 * without, it still checks that results do not depend on threads.
 */
#include "core/pool.h"
#include "core/alloc.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define TILES 97
#define ROWS  64

typedef struct work {
    gy_pool *pool;
    gy_mem *mem;
    double sums[TILES]; /* one per tile: plain memory, written by one task each */
} work;

typedef struct tile_rows {
    double *values;
    int64_t tile;
} tile_rows;

static int fill_row(void *ctx, int64_t row, int worker)
{
    (void)worker;
    tile_rows *rows = ctx;
    rows->values[row] = 1.0 / (double)(1 + rows->tile * ROWS + row);
    return 0;
}

static int sum_tile(void *ctx, int64_t tile, int worker)
{
    (void)worker;
    work *w = ctx;
    tile_rows rows = {gy_mem_alloc(w->mem, ROWS * sizeof(double), true, NULL), tile};
    if (rows.values == NULL) {
        return -1;
    }
    int status = gy_pool_run(w->pool, ROWS, fill_row, &rows);
    double sum = 0;
    for (int64_t i = 0; i < ROWS; i++) {
        sum += rows.values[i];
    }
    gy_mem_free(rows.values);
    w->sums[tile] = sum;
    if (status != 0) {
        return status; /* cancelled */
    }
    return tile >= 40 ? (int)-tile : 0; /* many fail at once, the smallest index must win */
}

/* Several runs on a pool that another thread uses at the same time. */
static void *run_some(void *data)
{
    work *w = data;
    for (int i = 0; i < 20; i++) {
        memset(w->sums, 0, sizeof w->sums);
        int64_t failed;
        if (gy_pool_run_where(w->pool, TILES, sum_tile, w, &failed) != -40 || failed != 40) {
            return w;
        }
    }
    return NULL;
}

static void *cancel_some(void *data)
{
    for (int i = 0; i < 50; i++) {
        gy_pool_cancel(data);
        (void)gy_pool_tasks_taken(data, 1);
        gy_pool_resume(data);
    }
    return NULL;
}

static int run_with(int threads, gy_mem *mem, double out_sums[TILES])
{
    gy_pool *pool = gy_pool_new(threads);
    gy_pool_set_shuffle(pool, threads == 5, 3);
    work mine = {.pool = pool, .mem = mem}, other = mine;
    pthread_t thread, canceller;
    void *mine_failed = NULL, *other_failed = NULL;
    if (pthread_create(&thread, NULL, run_some, &other) != 0) {
        return 1;
    }
    mine_failed = run_some(&mine);
    pthread_join(thread, &other_failed);
    memcpy(out_sums, mine.sums, sizeof mine.sums);
    int differs = memcmp(mine.sums, other.sums, sizeof mine.sums) != 0;
    if (pthread_create(&canceller, NULL, cancel_some, pool) != 0) {
        return 1;
    }
    (void)run_some(&mine); /* any status: tasks are left out at random */
    pthread_join(canceller, NULL);
    gy_pool_free(pool);
    return mine_failed != NULL || other_failed != NULL || differs;
}

int main(void)
{
    static const int threads[] = {1, 2, 5};
    double first[TILES], sums[TILES];
    gy_mem *mem = gy_mem_new(0);
    for (int i = 0; i < 3; i++) {
        if (run_with(threads[i], mem, i == 0 ? first : sums) != 0 ||
            (i > 0 && memcmp(first, sums, sizeof sums) != 0)) {
            fprintf(stderr, "%d threads: wrong status or other bits\n", threads[i]);
            return 1;
        }
    }
    bool clean = gy_mem_current(mem) == 0;
    gy_mem_unref(mem);
    return clean ? 0 : 1;
}
