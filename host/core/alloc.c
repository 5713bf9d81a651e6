/* SPDX-License-Identifier: Apache-2.0 */
#include "core/alloc.h"

#include "core/error.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct gy_mem {
    atomic_int refs;
    uint64_t limit;
    _Atomic uint64_t current, peak;
};

/* Lies just below each block. */
typedef struct block_head {
    void *raw; /* what malloc gave */
    gy_mem *mem;
    size_t n;
} block_head;

/* room for the head and for moving up to the next aligned address */
#define OVERHEAD (sizeof(block_head) + GY_MEM_ALIGN - 1)

gy_mem *gy_mem_new(uint64_t limit)
{
    gy_mem *mem = g_new0(gy_mem, 1);
    atomic_init(&mem->refs, 1);
    mem->limit = limit;
    return mem;
}

gy_mem *gy_mem_ref(gy_mem *mem)
{
    atomic_fetch_add(&mem->refs, 1);
    return mem;
}

void gy_mem_unref(gy_mem *mem)
{
    if (mem != NULL && atomic_fetch_sub(&mem->refs, 1) == 1) {
        g_free(mem);
    }
}

/* Adds n to the account unless that passes the limit: a compare-and-swap, so that of two threads
 * that ask at once none is refused because of the other's refused request. */
static bool reserve(gy_mem *mem, size_t n, uint64_t *out_held)
{
    uint64_t held = atomic_load(&mem->current);
    uint64_t wanted;
    do {
        wanted = held + n;
        if (wanted < held || (mem->limit > 0 && wanted > mem->limit)) {
            *out_held = held;
            return false;
        }
    } while (!atomic_compare_exchange_weak(&mem->current, &held, wanted));
    uint64_t peak = atomic_load(&mem->peak);
    while (peak < wanted && !atomic_compare_exchange_weak(&mem->peak, &peak, wanted)) {
    }
    return true;
}

void *gy_mem_alloc(gy_mem *mem, size_t n, bool zero, GError **error)
{
    uint64_t held = 0;
    if (!reserve(mem, n, &held)) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY,
                    "%zu bytes more than the %" G_GUINT64_FORMAT " in use pass the limit of "
                    "%" G_GUINT64_FORMAT " (--memory)",
                    n, held, mem->limit);
        return NULL;
    }
    void *raw = NULL;
    if (n <= (size_t)PTRDIFF_MAX - OVERHEAD) {
        /* calloc, not memset: untouched pages of a large block cost nothing */
        raw = zero ? calloc(1, n + OVERHEAD) : malloc(n + OVERHEAD);
    }
    if (raw == NULL) {
        atomic_fetch_sub(&mem->current, n);
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY, "the system has no %zu bytes more", n);
        return NULL;
    }
    uintptr_t block = ((uintptr_t)raw + OVERHEAD) & ~(uintptr_t)(GY_MEM_ALIGN - 1);
    block_head *head = (block_head *)block - 1;
    *head = (block_head){.raw = raw, .mem = gy_mem_ref(mem), .n = n};
    return (void *)block;
}

void gy_mem_free(void *block)
{
    if (block == NULL) {
        return;
    }
    block_head head = ((block_head *)block)[-1];
    free(head.raw);
    atomic_fetch_sub(&head.mem->current, head.n);
    gy_mem_unref(head.mem);
}

uint64_t gy_mem_current(const gy_mem *mem)
{
    return atomic_load(&mem->current);
}

uint64_t gy_mem_peak(const gy_mem *mem)
{
    return atomic_load(&mem->peak);
}

uint64_t gy_mem_limit(const gy_mem *mem)
{
    return mem->limit;
}

void gy_mem_reset_peak(gy_mem *mem)
{
    atomic_store(&mem->peak, atomic_load(&mem->current));
}

bool gy_mul_size(size_t a, size_t b, size_t *out)
{
    size_t product;
    if (__builtin_mul_overflow(a, b, &product)) {
        return false;
    }
    *out = product;
    return true;
}

bool gy_shape_bytes(int rank, const int64_t *shape, size_t itemsize, size_t *out)
{
    if (rank < 0 || itemsize == 0) {
        return false;
    }
    size_t bytes = itemsize;
    bool empty = false;
    for (int axis = 0; axis < rank; axis++) {
        if (shape[axis] < 0) {
            return false;
        }
        empty = empty || shape[axis] == 0;
        if (!gy_mul_size(bytes, MAX((size_t)shape[axis], 1), &bytes)) {
            return false;
        }
    }
    if (bytes > (size_t)PTRDIFF_MAX) {
        return false;
    }
    *out = empty ? 0 : bytes;
    return true;
}
