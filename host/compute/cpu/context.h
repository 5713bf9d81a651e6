/* SPDX-License-Identifier: Apache-2.0
 *
 * What a CPU kernel may use of its surroundings: threads and memory. The run floor fills one
 * context per call.
 *
 * No kernel asks how many threads there are to decide what it computes; their number only tells how
 * many pieces of scratch are needed at once.
 */
#ifndef GY_COMPUTE_CPU_CONTEXT_H
#define GY_COMPUTE_CPU_CONTEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/alloc.h"
#include "core/pool.h"

/* Both borrowed for the call. */
typedef struct gy_linalg_ctx {
    gy_pool *pool;          /* NULL: serial */
    gy_mem *mem;            /* scratch is counted here; NULL: uncounted */
    struct gy_lanes *lanes; /* for products, from gy_gemm_lanes; NULL: each makes its own */
} gy_linalg_ctx;

/* A block of scratch of one kernel call. Clear with gy_scratch_clear (g_auto). */
typedef struct gy_scratch {
    bool counted; /* from gy_mem */
    void *data;
} gy_scratch;

/* Takes count * width bytes, at least one; false with GY_ERR_MEMORY naming `what` and the size when
 * the product overflows or the memory is refused. `out` must be zeroed or cleared. [any] */
bool gy_scratch_take(gy_scratch *out, const gy_linalg_ctx *ctx, const char *what, uint64_t count,
                     uint64_t width, GError **error);
void gy_scratch_clear(gy_scratch *scratch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_scratch, gy_scratch_clear)

/* Scratch of a parallel loop: one piece per body that runs at once. A body enters, gets a piece,
 * and leaves; which piece it gets changes no value. */
typedef struct gy_lanes {
    gy_scratch memory;
    size_t stride; /* bytes of one piece, a multiple of 64 */
    int n;
    int busy[256]; /* atomic flags, one per piece */
} gy_lanes;

/* Pieces of `bytes` bytes for a loop over `tasks` tasks. [any] */
bool gy_lanes_init(gy_lanes *out, const gy_linalg_ctx *ctx, const char *what, int64_t tasks,
                   uint64_t bytes, GError **error);
void gy_lanes_clear(gy_lanes *lanes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_lanes, gy_lanes_clear)
/* Inside a body: a piece of one's own until gy_lanes_leave. Waits if more bodies run than the
 * context announced, which costs time and nothing else. [any] */
void *gy_lanes_enter(gy_lanes *lanes);
void gy_lanes_leave(gy_lanes *lanes, void *piece);

/* body(context, i) once for every i in [0, n), in any order, on the context's threads. False with
 * GY_ERR_CANCELLED, "op: ...", when the pool was cancelled before all had run: what the kernel
 * writes is then in part as it was. [any] */
typedef void gy_loop_body(void *context, int64_t i);
bool gy_ctx_loop(const gy_linalg_ctx *ctx, const char *op, int64_t n, gy_loop_body *body,
                 void *context, GError **error);

#endif
