/* SPDX-License-Identifier: MIT
 *
 * arithmetic.h: an arithmetic code (Rissanen 1976; Witten, Neal and Cleary 1987) for the rows of a
 * hidden tree (../encoders/circuit.h).
 *
 * The variables are coded in preorder. Two vectors are kept for each variable: `ahead`, p(z | what
 * was coded before its subtree), and `inside`, p(what was coded in its subtree | z). A step down or
 * up costs k^2, so that all conditional distributions of a row together cost 2 d k^2: the circuit's
 * size.
 *
 * Everything is whole numbers: tables in units of 2^-24, vectors of 39 bits, products in 64 and
 * 128. Nothing is rounded in another way by another compiler or machine, so the decoder, which does
 * the same steps, meets the same numbers. The probability of a value is a multiple of 2^-63, never
 * below 2^-24, and those of all values sum to exactly 1.
 *
 * A row's code is the shortest string of bits whose every continuation lies in the row's interval:
 * less than -log2 p + 2 bits. No row's code is the beginning of another's, so they can stand one
 * behind the other.
 */
#ifndef GYRUS_TRANSFORMS_ARITHMETIC_H
#define GYRUS_TRANSFORMS_ARITHMETIC_H

#include "../encoders/circuit.h"

#define ARITHMETIC_SUM_BITS 39

/* What is known while a row is coded. */
typedef struct belief {
    const circuit *m;
    uint64_t *ahead;  /* [d, k], sums to exactly 2^39 */
    uint64_t *inside; /* [d, k], sums to less than 2^39 */
    int64_t *path;    /* [d] variables whose subtree is not complete */
    int64_t depth;
    uint64_t weight[CIRCUIT_MOST_STATES]; /* of the states of the variable at hand */
} belief;

/* Most bytes of the code of a row of d variables. */
static inline int64_t arithmetic_most(int64_t d)
{
    return 3 * d + 9;
}

/* Scratch for rows of m, reused for all of them. */
int belief_begin(gy_call *c, const circuit *m, belief *out);

/* Before the i-th variable of the order: weight[] of its states. */
void belief_next(belief *b, int64_t i);

/* Cumulative probability, in units of 2^-63, of the values below `value` of variable v. */
uint64_t belief_below(const belief *b, int64_t v, int64_t value);

/* Variable v has this value. */
void belief_learn(belief *b, int64_t v, int64_t value);

/* Code of a row into out[arithmetic_most(d)], cleared before; its length in bits. */
int64_t arithmetic_encode(belief *b, const int32_t *x, uint8_t *out);

/* Values of the row whose code begins at bit `from` of in[0 .. n - 1] (zeros behind); the length
 * of the code in bits, or -1 if no code begins there. */
int64_t arithmetic_decode(belief *b, const uint8_t *in, int64_t n, int64_t from, int32_t *x);

#endif
