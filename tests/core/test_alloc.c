/* SPDX-License-Identifier: Apache-2.0 */
#include "core/alloc.h"

#include "core/error.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

Test(alloc, aligned_zeroed_counted)
{
    g_autoptr(gy_mem) mem = gy_mem_new(0);
    static const size_t sizes[] = {0, 1, 63, 64, 65, 4096, 1000003};
    uint64_t total = 0;
    void *blocks[G_N_ELEMENTS(sizes)];
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        unsigned char *block = gy_mem_alloc(mem, sizes[i], true, NULL);
        cr_assert_not_null(block);
        cr_assert_eq((uintptr_t)block % 64, 0);
        for (size_t k = 0; k < sizes[i]; k++) {
            cr_assert_eq(block[k], 0);
        }
        memset(block, 0xAB, sizes[i]);
        blocks[i] = block;
        total += sizes[i];
        cr_assert_eq(gy_mem_current(mem), total);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        gy_mem_free(blocks[i]);
    }
    cr_assert_eq(gy_mem_current(mem), 0);
    cr_assert_eq(gy_mem_peak(mem), total);
    gy_mem_free(NULL);
    gy_mem_reset_peak(mem);
    cr_assert_eq(gy_mem_peak(mem), 0);
}

Test(alloc, limit_is_exact)
{
    g_autoptr(gy_mem) mem = gy_mem_new(1000);
    void *first = gy_mem_alloc(mem, 600, false, NULL);
    g_autoptr(GError) error = NULL;
    cr_assert_null(gy_mem_alloc(mem, 401, false, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_MEMORY));
    cr_assert_str_eq(error->message,
                     "401 bytes more than the 600 in use pass the limit of 1000 (--memory)");
    cr_assert_eq(gy_mem_current(mem), 600, "a refused request must not count");
    cr_assert_eq(gy_mem_peak(mem), 600);
    void *second = gy_mem_alloc(mem, 400, false, NULL);
    cr_assert_not_null(second);
    gy_mem_free(first);
    gy_mem_free(second);
    cr_assert_eq(gy_mem_limit(mem), 1000);
}

Test(alloc, impossible_sizes_are_refused)
{
    g_autoptr(gy_mem) mem = gy_mem_new(0);
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 70, (size_t)PTRDIFF_MAX,
                                   (size_t)PTRDIFF_MAX - 1};
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_null(gy_mem_alloc(mem, sizes[i], i % 2 == 0, &error));
        cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_MEMORY));
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}

Test(alloc, block_outlives_account)
{
    gy_mem *mem = gy_mem_new(0);
    char *block = gy_mem_alloc(mem, 10, false, NULL);
    gy_mem_unref(mem);
    memset(block, 1, 10);
    gy_mem_free(block);
    gy_mem_unref(NULL);
}

static void *churn(void *data)
{
    for (int i = 0; i < 2000; i++) {
        void *block = gy_mem_alloc(data, 100, false, NULL);
        gy_mem_free(block);
    }
    return NULL;
}

/* Room for exactly one block per thread: nobody may be refused, nothing may be left. */
Test(alloc, threads)
{
    g_autoptr(gy_mem) mem = gy_mem_new(400);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        cr_assert_eq(pthread_create(&threads[i], NULL, churn, mem), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    cr_assert_eq(gy_mem_current(mem), 0);
    cr_assert(gy_mem_peak(mem) >= 100 && gy_mem_peak(mem) <= 400);
}

Test(alloc, products)
{
    size_t out = 77;
    cr_assert(gy_mul_size(3, 5, &out) && out == 15);
    cr_assert(gy_mul_size(0, SIZE_MAX, &out) && out == 0);
    cr_assert(gy_mul_size((size_t)1 << 32, ((size_t)1 << 32) - 1, &out));
    out = 77;
    cr_assert_not(gy_mul_size((size_t)1 << 32, (size_t)1 << 32, &out));
    cr_assert_eq(out, 77);
}

Test(alloc, shapes)
{
    static const struct {
        int rank;
        int64_t shape[4];
        size_t itemsize, bytes; /* bytes = SIZE_MAX: refused */
    } cases[] = {
        {0, {0}, 8, 8},
        {1, {5}, 4, 20},
        {4, {2, 3, 5, 7}, 2, 420},
        {3, {4, 0, 9}, 8, 0},
        {2, {-1, 3}, 8, SIZE_MAX},
        {2, {0, -3}, 8, SIZE_MAX},
        {-1, {0}, 8, SIZE_MAX},
        {1, {3}, 0, SIZE_MAX},
        {1, {INT64_MAX}, 1, (size_t)INT64_MAX},
        {1, {INT64_MAX}, 2, SIZE_MAX},
        {2, {(int64_t)1 << 32, (int64_t)1 << 32}, 1, SIZE_MAX},
        {3, {0, (int64_t)1 << 40, (int64_t)1 << 40}, 1, SIZE_MAX},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t out = SIZE_MAX;
        bool fits = gy_shape_bytes(cases[i].rank, cases[i].shape, cases[i].itemsize, &out);
        cr_assert_eq(fits, cases[i].bytes != SIZE_MAX, "case %zu", i);
        cr_assert_eq(out, cases[i].bytes, "case %zu", i);
    }
}
