/* SPDX-License-Identifier: MIT
 *
 * layout_0_1.h: where every member of ABI 0.1 lies on 64-bit machines. Include it anywhere to have
 * the compiler prove it. A later minor appends: it adds a header of its own and leaves this one as
 * it is, so sizes of structs are lower bounds here.
 */
#ifndef GYRUS_LAYOUT_0_1_H
#define GYRUS_LAYOUT_0_1_H

#include "../gyrus.h"
#include "../services.h"

#include <stddef.h>

#if UINTPTR_MAX == 0xffffffffffffffffu

/* A negative array size is an error in every C and C++. */
#define GY_FIX(type, member, offset, bytes)                                                        \
    typedef char gy_fix_##type##_##member                                                          \
        [offsetof(type, member) == (offset) && sizeof(((type *)0)->member) == (bytes) ? 1 : -1]
#define GY_FIX_SIZE(type, bytes) typedef char gy_fix_size_##type[sizeof(type) >= (bytes) ? 1 : -1]

GY_FIX(gy_array, size, 0, 4);
GY_FIX(gy_array, code, 4, 1);
GY_FIX(gy_array, bits, 5, 1);
GY_FIX(gy_array, flags, 6, 2);
GY_FIX(gy_array, rank, 8, 4);
GY_FIX(gy_array, layout, 12, 4);
GY_FIX(gy_array, data, 16, 8);
GY_FIX(gy_array, shape, 24, 8);
GY_FIX(gy_array, stride, 32, 8);
GY_FIX(gy_array, offsets, 40, 8);
GY_FIX(gy_array, indices, 48, 8);
GY_FIX(gy_array, valid, 56, 8);
GY_FIX(gy_array, rows, 64, 8);
GY_FIX(gy_array, first, 72, 8);
GY_FIX_SIZE(gy_array, 80);

GY_FIX(gy_call, size, 0, 4);
GY_FIX(gy_call, pass, 4, 4);
GY_FIX(gy_call, host, 8, 8);
GY_FIX(gy_call, fold, 16, 8);
GY_FIX(gy_call, folds, 24, 8);
GY_FIX(gy_call, tile, 32, 8);
GY_FIX(gy_call, impl, 40, 8);
GY_FIX_SIZE(gy_call, 48);

GY_FIX(gy_host, size, 0, 4);
GY_FIX(gy_host, major, 4, 2);
GY_FIX(gy_host, minor, 6, 2);
GY_FIX(gy_host, array, 8, 8);
GY_FIX(gy_host, count, 16, 8);
GY_FIX(gy_host, item, 24, 8);
GY_FIX(gy_host, number, 32, 8);
GY_FIX(gy_host, integer, 40, 8);
GY_FIX(gy_host, text, 48, 8);
GY_FIX(gy_host, text_item, 56, 8);
GY_FIX(gy_host, unit, 64, 8);
GY_FIX(gy_host, stat, 72, 8);
GY_FIX(gy_host, fold_rows, 80, 8);
GY_FIX(gy_host, scratch, 88, 8);
GY_FIX(gy_host, coord, 96, 8);
GY_FIX(gy_host, rate, 104, 8);
GY_FIX(gy_host, segments, 112, 8);
GY_FIX(gy_host, attribute, 120, 8);
GY_FIX(gy_host, levels, 128, 8);
GY_FIX(gy_host, column_name, 136, 8);
GY_FIX(gy_host, set_length, 144, 8);
GY_FIX(gy_host, set_dtype, 152, 8);
GY_FIX(gy_host, set_shape, 160, 8);
GY_FIX(gy_host, set_column, 168, 8);
GY_FIX(gy_host, set_coord, 176, 8);
GY_FIX(gy_host, set_rate, 184, 8);
GY_FIX(gy_host, set_segments, 192, 8);
GY_FIX(gy_host, set_subset, 200, 8);
GY_FIX(gy_host, set_reach, 208, 8);
GY_FIX(gy_host, set_attribute, 216, 8);
GY_FIX(gy_host, set_block_all, 224, 8);
GY_FIX(gy_host, map_file, 232, 8);
GY_FIX(gy_host, used_file, 240, 8);
GY_FIX(gy_host, ragged, 248, 8);
GY_FIX(gy_host, fail, 256, 8);
GY_FIX(gy_host, log, 264, 8);
GY_FIX(gy_host, progress, 272, 8);
GY_FIX(gy_host, stopped, 280, 8);
GY_FIX(gy_host, extension, 288, 8);
GY_FIX(gy_host, set_inner, 296, 8);
GY_FIX(gy_host, length, 304, 8);
GY_FIX(gy_host, set_scratch, 312, 8);
GY_FIX_SIZE(gy_host, 320);

GY_FIX(gy_node, size, 0, 4);
GY_FIX(gy_node, major, 4, 2);
GY_FIX(gy_node, minor, 6, 2);
GY_FIX(gy_node, required, 8, 2);
GY_FIX(gy_node, flags, 10, 2);
GY_FIX(gy_node, reserved, 12, 4);
GY_FIX(gy_node, text, 16, 8);
GY_FIX(gy_node, resolve, 24, 8);
GY_FIX(gy_node, run, 32, 8);
GY_FIX(gy_node, add, 40, 8);
GY_FIX(gy_node, merge, 48, 8);
GY_FIX(gy_node, solve, 56, 8);
GY_FIX(gy_node, extension, 64, 8);
GY_FIX_SIZE(gy_node, 72);

GY_FIX(gy_linalg, size, 0, 4);
GY_FIX(gy_linalg, reserved, 4, 4);
GY_FIX(gy_linalg, gemm, 8, 8);
GY_FIX(gy_linalg, syrk, 16, 8);
GY_FIX(gy_linalg, potrf, 24, 8);
GY_FIX(gy_linalg, trsm, 32, 8);
GY_FIX(gy_linalg, eigh, 40, 8);
GY_FIX(gy_linalg, svd, 48, 8);
GY_FIX_SIZE(gy_linalg, 56);

GY_FIX(gy_fft, size, 0, 4);
GY_FIX(gy_fft, reserved, 4, 4);
GY_FIX(gy_fft, transform, 8, 8);
GY_FIX(gy_fft, forward, 16, 8);
GY_FIX(gy_fft, inverse, 24, 8);
GY_FIX_SIZE(gy_fft, 32);

GY_FIX(gy_rng, size, 0, 4);
GY_FIX(gy_rng, reserved, 4, 4);
GY_FIX(gy_rng, uniform, 8, 8);
GY_FIX(gy_rng, normal, 16, 8);
GY_FIX(gy_rng, permutation, 24, 8);
GY_FIX_SIZE(gy_rng, 32);

GY_FIX(gy_map, size, 0, 4);
GY_FIX(gy_map, reserved, 4, 4);
GY_FIX(gy_map, each, 8, 8);
GY_FIX_SIZE(gy_map, 16);

GY_FIX(gy_model, size, 0, 4);
GY_FIX(gy_model, reserved, 4, 4);
GY_FIX(gy_model, apply, 8, 8);
GY_FIX(gy_model, tap, 16, 8);
GY_FIX(gy_model, id, 24, 8);
GY_FIX_SIZE(gy_model, 32);

#undef GY_FIX
#undef GY_FIX_SIZE
#endif

#endif
