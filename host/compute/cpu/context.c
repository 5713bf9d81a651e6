/* SPDX-License-Identifier: Apache-2.0 */
#include "compute/cpu/context.h"

#include <sched.h>
#include <stdlib.h>

#include "core/error.h"

#define MAX_LANES ((int)G_N_ELEMENTS(((gy_lanes *)0)->busy))

static void *take(const gy_linalg_ctx *ctx, size_t bytes)
{
    void *memory = NULL;
    if (ctx->mem) {
        return gy_mem_alloc(ctx->mem, bytes, false, NULL);
    }
    return posix_memalign(&memory, GY_MEM_ALIGN, bytes) == 0 ? memory : NULL;
}

bool gy_scratch_take(gy_scratch *out, const gy_linalg_ctx *ctx, const char *what, uint64_t count,
                     uint64_t width, GError **error)
{
    uint64_t bytes = 0;
    if (!g_uint64_checked_mul(&bytes, count, width) || bytes > PTRDIFF_MAX) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY,
                    "%s needs %" G_GUINT64_FORMAT " times %" G_GUINT64_FORMAT
                    " bytes of scratch, more than can be addressed",
                    what, (guint64)count, (guint64)width);
        return false;
    }
    bytes = bytes ? bytes : 1;
    void *data = take(ctx, (size_t)bytes);
    if (!data) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY,
                    "%s needs %" G_GUINT64_FORMAT " bytes of scratch, which were refused", what,
                    (guint64)bytes);
        return false;
    }
    *out = (gy_scratch){.counted = ctx->mem != NULL, .data = data};
    return true;
}

void gy_scratch_clear(gy_scratch *scratch)
{
    if (scratch->counted) {
        gy_mem_free(scratch->data);
    } else {
        free(scratch->data);
    }
    scratch->data = NULL;
}

bool gy_lanes_init(gy_lanes *out, const gy_linalg_ctx *ctx, const char *what, int64_t tasks,
                   uint64_t bytes, GError **error)
{
    int n = CLAMP(ctx->pool ? gy_pool_threads(ctx->pool) : 1, 1, MAX_LANES);
    if (tasks < n) {
        n = tasks > 1 ? (int)tasks : 1;
    }
    uint64_t stride = bytes;
    if (!g_uint64_checked_add(&stride, stride, GY_MEM_ALIGN - 1)) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY, "%s is too large", what);
        return false;
    }
    stride -= stride % GY_MEM_ALIGN;
    gy_scratch memory = {0};
    if (!gy_scratch_take(&memory, ctx, what, (uint64_t)n, stride, error)) {
        return false;
    }
    *out = (gy_lanes){.memory = memory, .stride = (size_t)stride, .n = n};
    return true;
}

void gy_lanes_clear(gy_lanes *lanes)
{
    gy_scratch_clear(&lanes->memory);
}

void *gy_lanes_enter(gy_lanes *lanes)
{
    for (;;) {
        for (int i = 0; i < lanes->n; i++) {
            if (g_atomic_int_compare_and_exchange(&lanes->busy[i], 0, 1)) {
                return (char *)lanes->memory.data + (size_t)i * lanes->stride;
            }
        }
        sched_yield();
    }
}

void gy_lanes_leave(gy_lanes *lanes, void *piece)
{
    size_t i = (size_t)((char *)piece - (char *)lanes->memory.data);
    g_atomic_int_set(&lanes->busy[lanes->stride ? i / lanes->stride : 0], 0);
}

/* The pool's task around a body that cannot fail. */
typedef struct loop {
    gy_loop_body *body;
    void *context;
} loop;

static int loop_task(void *context, int64_t i, int worker)
{
    const loop *l = context;
    (void)worker; /* says nothing when nested in another pool's task: lanes are taken by flag */
    l->body(l->context, i);
    return 0;
}

bool gy_ctx_loop(const gy_linalg_ctx *ctx, const char *op, int64_t n, gy_loop_body *body,
                 void *context, GError **error)
{
    if (!ctx->pool) {
        for (int64_t i = 0; i < n; i++) {
            body(context, i);
        }
        return true;
    }
    loop l = {.body = body, .context = context};
    if (gy_pool_run(ctx->pool, n, loop_task, &l) != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_CANCELLED, "%s: cancelled", op);
        return false;
    }
    return true;
}
