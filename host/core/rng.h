/* SPDX-License-Identifier: Apache-2.0
 *
 * Random numbers with an address. A number is a pure function of
 *     key      (run seed, node label, purpose)
 *     address  (case, row, draw)
 * and of nothing else: not of the call, thread, chunk, mini-batch or rank that asks for it. There
 * is no generator state to save, and rows can be drawn in any order.
 *
 * Generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as
 * 1, 2, 3", SC11). Its 128-bit counter holds the address without overlap:
 *
 *     bits   0- 47   draw      one draw is a block of four 32-bit words
 *     bits  48- 95   row       global row of the source, not of the chunk
 *     bits  96-127   case      one pass of all loops around the node
 *
 * so (case < 2^32, row < 2^48, draw < 2^48) never meet. Larger numbers are not refused and do not
 * wrap: the bits above go through one more Philox round trip into the key, which makes a fresh
 * stream (two such keys are equal with probability 2^-64).
 *
 * Each fill function owns a quarter of the draws of a row (kind = draw >> 46), so uniforms,
 * normals, permutations and integers of one address are independent. All of them are stable under
 * lengthening: the first n values do not depend on how many are asked for, except for permutations.
 * No libm function and no fused multiply-add is used: the bits are the same on every machine with
 * IEEE doubles.
 *
 * All functions are [any]; a count n <= 0 writes nothing.
 */
#ifndef GY_CORE_RNG_H
#define GY_CORE_RNG_H

#include <stdint.h>

typedef struct gy_rng_key {
    uint32_t word[2];
} gy_rng_key;

/* The Philox4x32-10 bijection itself. */
void gy_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Key of a stream: the first 8 bytes of the SHA-256 of the record (seed, label, purpose), see
 * core/hash.h. `label` is the node's name in the keyfile, `purpose` tells streams of one node apart
 * ("split", "init"). NULL differs from "". */
gy_rng_key gy_rng_make_key(uint64_t seed, const char *label, const char *purpose);

/* The four words of one draw. Draws from 2^46 on are those of the fill functions below. */
void gy_rng_u32x4(gy_rng_key key, uint64_t case_index, uint64_t row, uint64_t draw,
                  uint32_t out[4]);

/* out: [n] f64, uniform in [0, 1), multiples of 2^-53. Draws 0 .. n/2: value i is made of words
 * 2(i mod 2) (low) and 2(i mod 2) + 1 (high) of draw i/2. */
void gy_rng_uniform(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t n, double *out);

/* out: [n] f64, standard normal: gy_normal_quantile (core/quantile.h) of (k + 1/2) 2^-52 with k of
 * 52 random bits; symmetric, |value| < 8.3. */
void gy_rng_normal(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t n, double *out);

/* out: [n], a permutation of 0 .. n-1, every one equally likely (Fisher-Yates, Durstenfeld's
 * form). */
void gy_rng_permutation(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t n, int64_t *out);

/* out: [n] integers uniform in 0 .. bound-1, without bias (Lemire 2019, "Fast random integer
 * generation in an interval", with rejection). A bound <= 1 gives zeros. */
void gy_rng_integers(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t bound, int64_t n,
                     int64_t *out);

#endif
