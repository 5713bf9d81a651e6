/* SPDX-License-Identifier: Apache-2.0 */
#include "box.h"

#include "compute/cpu/blas.h"
#include "compute/cpu/context.h"

Test(blas, setup_is_one_thread_and_may_be_repeated)
{
    gy_blas_setup();
    gy_blas_setup();
    gy_blas_facts facts;
    gy_blas_facts_init(&facts);
    cr_assert_eq(facts.threads, 1);
    cr_assert(g_str_has_prefix(facts.config, "OpenBLAS "));
    cr_assert(strlen(facts.core) > 0);
    gy_blas_facts_clear(&facts);
    cr_assert_null(facts.config);
}

Test(scratch, is_counted_and_given_back)
{
    g_autoptr(gy_mem) mem = gy_mem_new(0);
    gy_linalg_ctx ctx = {.mem = mem};
    gy_scratch scratch = {0};
    WORKS(gy_scratch_take(&scratch, &ctx, "x", 10, 8, error));
    cr_assert_eq(gy_mem_current(mem), 80);
    gy_scratch_clear(&scratch);
    gy_scratch_clear(&scratch);
    cr_assert_eq(gy_mem_current(mem), 0);
    FAILS(gy_scratch_take(&scratch, &ctx, "x", UINT64_MAX / 4, 8, error), GY_ERR_MEMORY,
          "x needs 4611686018427387903 times 8 bytes of scratch, more than can be addressed");
}

/* Each body writes its piece, yields, and must find it as it was. */
typedef struct crowd {
    gy_lanes *lanes;
    int clashes;
} crowd;

static void crowd_body(void *context, int64_t i)
{
    crowd *c = context;
    volatile int64_t *piece = gy_lanes_enter(c->lanes);
    *piece = i;
    g_thread_yield();
    if (*piece != i) {
        g_atomic_int_inc(&c->clashes);
    }
    gy_lanes_leave(c->lanes, (void *)piece);
}

Test(lanes, no_two_bodies_share_a_piece)
{
    g_autoptr(gy_pool) pool = gy_pool_new(5);
    gy_linalg_ctx ctx = {.pool = pool};
    g_auto(gy_lanes) lanes = {0};
    WORKS(gy_lanes_init(&lanes, &ctx, "x", 2, 8, error)); /* fewer pieces than threads: waits */
    crowd c = {.lanes = &lanes};
    WORKS(gy_ctx_loop(&ctx, "x", 2000, crowd_body, &c, error));
    cr_assert_eq(c.clashes, 0);
}
