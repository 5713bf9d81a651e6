/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rng.h"

#include "core/hash.h"
#include "core/quantile.h"

/* draw = kind << KIND_SHIFT | block */
enum { KIND_UNIFORM, KIND_NORMAL, KIND_PERMUTATION, KIND_INTEGERS, KIND_SHIFT = 46 };

/* One row's u64 values in order, two per draw. */
typedef struct stream {
    gy_rng_key key;
    uint64_t case_index, row, draw;
    uint32_t words[4];
    int left; /* unread u64 in words */
} stream;

void gy_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t left = (uint64_t)0xD2511F53u * c0;
        uint64_t right = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(right >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)right;
        c2 = (uint32_t)(left >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)left;
        k0 += 0x9E3779B9u; /* golden ratio */
        k1 += 0xBB67AE85u; /* sqrt(3) - 1 */
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

gy_rng_key gy_rng_make_key(uint64_t seed, const char *label, const char *purpose)
{
    g_autoptr(gy_hash) h = gy_hash_new("gyrus rng/1");
    gy_hash_u64(h, seed);
    gy_hash_text(h, label);
    gy_hash_text(h, purpose);
    uint8_t digest[GY_DIGEST_SIZE];
    gy_hash_end(h, digest);
    gy_rng_key key = {{0, 0}};
    for (unsigned i = 0; i < 8; i++) {
        key.word[i / 4] |= (uint32_t)digest[i] << (8 * (i % 4));
    }
    return key;
}

void gy_rng_u32x4(gy_rng_key key, uint64_t case_index, uint64_t row, uint64_t draw, uint32_t out[4])
{
    uint32_t excess = (uint32_t)((row >> 48) << 16 | draw >> 48);
    uint32_t case_excess = (uint32_t)(case_index >> 32);
    if (excess != 0 || case_excess != 0) {
        const uint32_t beyond[4] = {excess, case_excess, UINT32_MAX, UINT32_MAX};
        uint32_t fresh[4];
        gy_philox4x32(beyond, key.word, fresh);
        key.word[0] = fresh[0];
        key.word[1] = fresh[1];
    }
    const uint32_t counter[4] = {
        (uint32_t)draw,
        (uint32_t)(draw >> 32 & 0xFFFF) | (uint32_t)(row & 0xFFFF) << 16,
        (uint32_t)(row >> 16),
        (uint32_t)case_index,
    };
    gy_philox4x32(counter, key.word, out);
}

static stream open_stream(gy_rng_key key, uint64_t case_index, uint64_t row, uint64_t kind)
{
    return (stream){.key = key, .case_index = case_index, .row = row, .draw = kind << KIND_SHIFT};
}

static uint64_t next_u64(stream *s)
{
    if (s->left == 0) {
        gy_rng_u32x4(s->key, s->case_index, s->row, s->draw++, s->words);
        s->left = 2;
    }
    const uint32_t *pair = s->words + (s->left == 2 ? 0 : 2);
    s->left--;
    return (uint64_t)pair[1] << 32 | pair[0];
}

/* Uniform in 0 .. bound-1, bound >= 1: the high half of x * bound, where the few x that would make
 * some values likelier (low half below 2^64 mod bound) are drawn again. */
static uint64_t next_below(stream *s, uint64_t bound)
{
    unsigned __int128 product = (unsigned __int128)next_u64(s) * bound;
    if ((uint64_t)product < bound) {
        uint64_t threshold = -bound % bound;
        while ((uint64_t)product < threshold) {
            product = (unsigned __int128)next_u64(s) * bound;
        }
    }
    return (uint64_t)(product >> 64);
}

void gy_rng_uniform(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t n, double *out)
{
    stream s = open_stream(key, case_index, row, KIND_UNIFORM);
    for (int64_t i = 0; i < n; i++) {
        out[i] = (double)(next_u64(&s) >> 11) * 0x1p-53;
    }
}

void gy_rng_normal(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t n, double *out)
{
    stream s = open_stream(key, case_index, row, KIND_NORMAL);
    for (int64_t i = 0; i < n; i++) {
        /* k + 1/2 is exact in 53 bits, so neither 0 nor 1 can come out */
        out[i] = gy_normal_quantile(((double)(next_u64(&s) >> 12) + 0.5) * 0x1p-52);
    }
}

void gy_rng_permutation(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t n, int64_t *out)
{
    for (int64_t i = 0; i < n; i++) {
        out[i] = i;
    }
    stream s = open_stream(key, case_index, row, KIND_PERMUTATION);
    for (int64_t i = n - 1; i > 0; i--) {
        int64_t j = (int64_t)next_below(&s, (uint64_t)i + 1);
        int64_t moved = out[i];
        out[i] = out[j];
        out[j] = moved;
    }
}

void gy_rng_integers(gy_rng_key key, uint64_t case_index, uint64_t row, int64_t bound, int64_t n,
                     int64_t *out)
{
    stream s = open_stream(key, case_index, row, KIND_INTEGERS);
    for (int64_t i = 0; i < n; i++) {
        out[i] = bound <= 1 ? 0 : (int64_t)next_below(&s, (uint64_t)bound);
    }
}
