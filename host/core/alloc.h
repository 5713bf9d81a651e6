/* SPDX-License-Identifier: Apache-2.0
 *
 * The host's memory for arrays: aligned, counted, limited. Every array that passes between nodes
 * comes from here, so that the peak can be held against the plan and `--memory` can be kept.
 * Small bookkeeping (names, lists) uses GLib and is not counted.
 *
 * Sizes come from files and keyfiles: multiply them with gy_mul_size or gy_shape_bytes only.
 */
#ifndef GY_CORE_ALLOC_H
#define GY_CORE_ALLOC_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GY_MEM_ALIGN 64 /* bytes: one cache line, the widest vector register */

/* One account. Reference counted (atomically); each live block holds a reference, so a value may
 * outlive the host that made it. All functions are [any]. */
typedef struct gy_mem gy_mem;

/* limit: most bytes at once, 0 = no limit. */
gy_mem *gy_mem_new(uint64_t limit);
gy_mem *gy_mem_ref(gy_mem *mem);
void gy_mem_unref(gy_mem *mem); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_mem, gy_mem_unref)

/* n bytes aligned to GY_MEM_ALIGN, all zero if `zero`. n = 0 gives a block that can be freed. NULL
 * with GY_ERR_MEMORY when the system or the limit refuses; the text gives both numbers. */
void *gy_mem_alloc(gy_mem *mem, size_t n, bool zero, GError **error);

/* Gives a block back to the account it came from. NULL is allowed. */
void gy_mem_free(void *block);

/* Bytes now, and the most bytes there ever were at once since the start or the last reset. Payload
 * only: what callers asked for. */
uint64_t gy_mem_current(const gy_mem *mem);
uint64_t gy_mem_peak(const gy_mem *mem);
uint64_t gy_mem_limit(const gy_mem *mem);
void gy_mem_reset_peak(gy_mem *mem);

/* out = a b. False, out untouched, when it does not fit. */
bool gy_mul_size(size_t a, size_t b, size_t *out);

/* Bytes of a dense array of `rank` axes: itemsize times the product of shape. False, out untouched,
 * for a negative rank or length, an itemsize of 0, or more than PTRDIFF_MAX bytes. Axes of length 0
 * give 0 bytes, but the other axes must still fit, because strides are made of them. */
bool gy_shape_bytes(int rank, const int64_t *shape, size_t itemsize, size_t *out);

#endif
