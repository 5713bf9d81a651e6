/* SPDX-License-Identifier: Apache-2.0
 *
 * What a CPU kernel may use of its surroundings: a way to run a loop in parallel, and memory. The
 * run floor fills one context per call; every member may be left 0, which means serial and malloc.
 *
 * No kernel asks how many threads there are to decide what it computes. `lanes` only tells how
 * many pieces of scratch are needed at once.
 */
#ifndef GY_COMPUTE_CPU_CONTEXT_H
#define GY_COMPUTE_CPU_CONTEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* body(context, i) once for every i in [0, n), in any order, at most `lanes` at once; returns when
 * all have ended. Kernels' bodies cannot fail: all memory is taken before the loop. */
typedef void gy_loop_body(void *context, int64_t i);
typedef void gy_loop_fn(void *user, int64_t n, gy_loop_body *body, void *context);

/* bytes > 0, 64-byte aligned, NULL if refused; give back with the same size. Only the thread that
 * called the kernel uses them. */
typedef void *gy_take_fn(void *user, size_t bytes);
typedef void gy_give_fn(void *user, void *memory, size_t bytes);

typedef struct gy_linalg_ctx {
    gy_loop_fn *loop; /* NULL: serial */
    void *loop_user;
    int lanes;        /* most bodies that `loop` runs at once; < 1 counts as 1 */
    gy_take_fn *take; /* NULL: the C library's allocator */
    gy_give_fn *give;
    void *memory_user;
} gy_linalg_ctx;

/* A block of scratch of one kernel call. Clear with gy_scratch_clear (g_auto). */
typedef struct gy_scratch {
    const gy_linalg_ctx *ctx;
    void *data;
    size_t bytes;
} gy_scratch;

/* Takes count * width bytes, at least one; false with GY_ERR_MEMORY naming `what` and the size when
 * the product overflows or the allocator refuses. `out` must be zeroed or cleared. [any] */
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

/* The loop of the context, or a plain serial one. [any] */
void gy_ctx_loop(const gy_linalg_ctx *ctx, int64_t n, gy_loop_body *body, void *context);

#endif
