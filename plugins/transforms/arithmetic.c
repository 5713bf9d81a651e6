/* SPDX-License-Identifier: MIT
 *
 * arithmetic.c: conditional probabilities along the tree, and the interval.
 */
#include "arithmetic.h"

#include <string.h>

#define SUM ((uint64_t)1 << ARITHMETIC_SUM_BITS)

typedef unsigned __int128 wide;

int belief_begin(gy_call *c, const circuit *m, belief *out)
{
    *out = (belief){.m = m};
    out->ahead = (uint64_t *)circuit_room(c, "x", m->d * m->k, 8);
    out->inside = out->ahead ? (uint64_t *)circuit_room(c, "x", m->d * m->k, 8) : 0;
    out->path = out->inside ? (int64_t *)circuit_room(c, "x", m->d + 1, 8) : 0;
    return out->path ? GY_OK : GY_MEMORY;
}

static int width(wide a)
{
    uint64_t high = (uint64_t)(a >> 64), low = (uint64_t)a;
    return high ? 128 - __builtin_clzll(high) : low ? 64 - __builtin_clzll(low) : 0;
}

/* out = a / 2^s with the smallest s (perhaps negative) so that the sum stays below 2^39. */
static void shrink(const wide *a, int64_t k, uint64_t *out)
{
    wide sum = 0;
    for (int64_t z = 0; z < k; z++) {
        sum += a[z];
    }
    int shift = width(sum) - ARITHMETIC_SUM_BITS;
    for (int64_t z = 0; z < k; z++) {
        out[z] = (uint64_t)(shift >= 0 ? a[z] >> shift : a[z] << -shift);
    }
}

/* out = a scaled to sum to exactly 2^39: rounded down, and what is left goes to the largest. */
static void normalise(const uint64_t *a, int64_t k, uint64_t *out)
{
    uint64_t sum = 0, total = 0;
    int64_t largest = 0;
    for (int64_t z = 0; z < k; z++) {
        sum += a[z];
    }
    /* sum < 2^64; the factor has 64 bits behind the point of 2^39 / sum < 2^24 */
    wide factor = sum > 0 ? ((wide)1 << (ARITHMETIC_SUM_BITS + 64)) / sum : 0;
    for (int64_t z = 0; z < k; z++) {
        out[z] = (uint64_t)((a[z] * factor) >> 64);
        total += out[z];
        largest = out[z] > out[largest] ? z : largest;
    }
    out[largest] += SUM - total;
}

/* a b elementwise, below 2^39 in sum; a alone if they have no state in common. */
static void join(const uint64_t *a, const uint64_t *b, int64_t k, uint64_t *out)
{
    wide product[CIRCUIT_MOST_STATES], sum = 0;
    for (int64_t z = 0; z < k; z++) {
        product[z] = (wide)a[z] * b[z];
        sum += product[z];
    }
    for (int64_t z = 0; sum == 0 && z < k; z++) {
        product[z] = a[z];
    }
    shrink(product, k, out);
}

/* The subtree of v is complete: what it says about the state of its parent. */
static void leave(belief *b, int64_t v)
{
    const circuit *m = b->m;
    int64_t k = m->k, up = m->parent[v];
    const uint64_t *inside = b->inside + v * k;
    uint64_t message[CIRCUIT_MOST_STATES], *to = b->inside + up * k;
    const uint32_t *t = m->transition + v * k * k;
    for (int64_t y = 0; y < k; y++) {
        uint64_t sum = 0; /* below 2^39 2^24 */
        for (int64_t z = 0; z < k; z++) {
            sum += t[y * k + z] * inside[z];
        }
        message[y] = sum;
    }
    join(to, message, k, to);
}

void belief_next(belief *b, int64_t i)
{
    const circuit *m = b->m;
    int64_t k = m->k, v = m->order[i], up = m->parent[v];
    uint64_t here[CIRCUIT_MOST_STATES], sum[CIRCUIT_MOST_STATES] = {0};
    const uint32_t *t = m->transition + v * k * k;
    if (i == 0) {
        b->depth = 0;
    }
    while (b->depth > 0 && b->path[b->depth - 1] != up) {
        leave(b, b->path[--b->depth]);
    }
    b->path[b->depth++] = v;
    if (up < 0) {
        for (int64_t z = 0; z < k; z++) {
            sum[z] = t[z];
        }
    } else {
        join(b->ahead + up * k, b->inside + up * k, k, here);
        for (int64_t y = 0; y < k; y++) {
            for (int64_t z = 0; z < k; z++) {
                sum[z] += here[y] * t[y * k + z]; /* in all below 2^39 2^24 */
            }
        }
    }
    normalise(sum, k, b->weight);
    memcpy(b->ahead + v * k, b->weight, (size_t)k * sizeof *b->weight);
}

uint64_t belief_below(const belief *b, int64_t v, int64_t value)
{
    const circuit *m = b->m;
    const uint32_t *edge = m->leaf + (v * (m->l + 1) + value) * m->k;
    uint64_t sum = 0;
    for (int64_t z = 0; z < m->k; z++) {
        sum += b->weight[z] * edge[z];
    }
    return sum;
}

void belief_learn(belief *b, int64_t v, int64_t value)
{
    const circuit *m = b->m;
    const uint32_t *edge = m->leaf + (v * (m->l + 1) + value) * m->k;
    wide seen[CIRCUIT_MOST_STATES];
    for (int64_t z = 0; z < m->k; z++) {
        seen[z] = edge[m->k + z] - edge[z];
    }
    shrink(seen, m->k, b->inside + v * m->k);
}

/* The interval [low, low + range) of what was coded, less the bytes that are out already. */
typedef struct interval {
    uint64_t low, range;
} interval;

static uint64_t part(uint64_t range, uint64_t below)
{
    return (uint64_t)(((wide)range * below) >> 63);
}

/* Length in bits, at most 64, of the shortest string all of whose continuations lie inside; *out
 * holds its bits from the top. *out_carry: it lies above 2^64. */
static int shortest(const interval *i, uint64_t *out, int *out_carry)
{
    for (int n = 0; n < 64; n++) {
        wide step = (wide)1 << (64 - n), v = ((wide)i->low + step - 1) / step * step;
        if (v + step <= (wide)i->low + i->range) {
            *out = (uint64_t)v;
            *out_carry = (int)(v >> 64);
            return n;
        }
    }
    *out = i->low;
    *out_carry = 0;
    return 64;
}

static void carry(uint8_t *out, int64_t n)
{
    while (n > 0 && ++out[--n] == 0) {
    }
}

int64_t arithmetic_encode(belief *b, const int32_t *x, uint8_t *out)
{
    const circuit *m = b->m;
    interval at = {0, UINT64_MAX};
    int64_t n = 0;
    for (int64_t i = 0; i < m->d; i++) {
        int64_t v = m->order[i];
        belief_next(b, i);
        uint64_t from = part(at.range, belief_below(b, v, x[v]));
        uint64_t to = part(at.range, belief_below(b, v, x[v] + 1)), low = at.low + from;
        belief_learn(b, v, x[v]);
        if (low < from) {
            carry(out, n);
        }
        at = (interval){low, to - from};
        while (at.range < (uint64_t)1 << 56) {
            out[n++] = (uint8_t)(at.low >> 56);
            at = (interval){at.low << 8, at.range << 8};
        }
    }
    uint64_t last = 0;
    int over = 0, bits = shortest(&at, &last, &over);
    if (over) {
        carry(out, n);
    }
    for (int k = 0; k < bits; k += 8) {
        out[n + k / 8] = (uint8_t)(last >> (56 - k));
    }
    return 8 * n + bits;
}

/* Byte at bit `at` of in[n], zeros behind its end. */
static uint8_t byte_at(const uint8_t *in, int64_t n, int64_t at)
{
    int64_t k = at / 8;
    unsigned two = k < n ? (unsigned)in[k] << 8 : 0;
    two |= k + 1 < n ? in[k + 1] : 0;
    return (uint8_t)(two >> (8 - at % 8));
}

/* The value whose part of the range holds `offset`. */
static int64_t find(const belief *b, int64_t v, uint64_t range, uint64_t offset)
{
    int64_t lo = 0, hi = b->m->l;
    while (hi - lo > 1) {
        int64_t mid = lo + (hi - lo) / 2;
        if (part(range, belief_below(b, v, mid)) <= offset) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    return lo;
}

int64_t arithmetic_decode(belief *b, const uint8_t *in, int64_t n, int64_t from, int32_t *x)
{
    const circuit *m = b->m;
    interval at = {0, UINT64_MAX};
    uint64_t offset = 0; /* of the code from low */
    int64_t read = from, out = 0;
    for (int k = 0; k < 8; k++, read += 8) {
        offset = offset << 8 | byte_at(in, n, read);
    }
    for (int64_t i = 0; i < m->d; i++) {
        int64_t v = m->order[i];
        if (offset >= at.range || out / 8 > n) {
            return -1;
        }
        belief_next(b, i);
        int64_t value = find(b, v, at.range, offset);
        uint64_t below = part(at.range, belief_below(b, v, value));
        uint64_t above = part(at.range, belief_below(b, v, value + 1));
        belief_learn(b, v, value);
        x[v] = (int32_t)value;
        offset -= below;
        at = (interval){at.low + below, above - below};
        while (at.range < (uint64_t)1 << 56) {
            offset = offset << 8 | byte_at(in, n, read);
            at = (interval){at.low << 8, at.range << 8};
            read += 8;
            out += 8;
        }
    }
    uint64_t last = 0;
    int over = 0;
    return out + shortest(&at, &last, &over);
}
