/* SPDX-License-Identifier: MIT
 *
 * exponential.h: e^x for four neurons at a time. libm's exp is a call and its loops run one neuron
 * at a time; compilers do not turn a loop with a choice in it into vector code without switches
 * that touch the meaning of floating point. So the four lanes are written down; where the processor
 * has shorter vectors the compiler cuts them.
 *
 * e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2; e^r by its Taylor polynomial of
 * degree 12, whose rest is below 2e-16. Relative error below 5e-16 for -700 <= x <= 700; beyond,
 * the value at the end. Lanes do not touch: a neuron has the same bits wherever it lies.
 */
#ifndef GYRUS_SPIKING_EXPONENTIAL_H
#define GYRUS_SPIKING_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

/* All functions below become part of their callers: how vectors are passed does not matter. */
#pragma GCC diagnostic ignored "-Wpsabi"
#define SP_INLINE static inline __attribute__((always_inline))

#define SP_LANES 4
typedef double sp_lanes __attribute__((vector_size(32)));
typedef int64_t sp_mask __attribute__((vector_size(32))); /* a lane is 0 or -1 */

SP_INLINE sp_lanes sp_load(const double *p)
{
    sp_lanes a;
    memcpy(&a, p, sizeof a);
    return a;
}

SP_INLINE void sp_store(double *p, sp_lanes a)
{
    memcpy(p, &a, sizeof a);
}

SP_INLINE sp_lanes sp_all(double x)
{
    return (sp_lanes){x, x, x, x};
}

SP_INLINE sp_lanes sp_choose(sp_mask yes, sp_lanes a, sp_lanes b)
{
    return (sp_lanes)((yes & (sp_mask)a) | (~yes & (sp_mask)b));
}

SP_INLINE sp_lanes sp_exp_lanes(sp_lanes x)
{
    const sp_lanes shift = sp_all(0x1.8p52); /* a sum with it rounds to a whole number */
    const sp_lanes low = sp_all(-700), high = sp_all(700);
    x = sp_choose(x < low, low, x);
    x = sp_choose(x > high, high, x);
    sp_lanes t = x * sp_all(1.4426950408889634) + shift, n = t - shift;
    sp_lanes r = (x - n * sp_all(0x1.62e42fee00000p-1)) - n * sp_all(0x1.a39ef35793c76p-33);
    sp_lanes p = sp_all(1.0 / 479001600);
    p = p * r + sp_all(1.0 / 39916800);
    p = p * r + sp_all(1.0 / 3628800);
    p = p * r + sp_all(1.0 / 362880);
    p = p * r + sp_all(1.0 / 40320);
    p = p * r + sp_all(1.0 / 5040);
    p = p * r + sp_all(1.0 / 720);
    p = p * r + sp_all(1.0 / 120);
    p = p * r + sp_all(1.0 / 24);
    p = p * r + sp_all(1.0 / 6);
    p = p * r + sp_all(0.5);
    p = p * r + sp_all(1);
    p = p * r + sp_all(1);
    sp_mask bits = ((sp_mask)t + 1023) << 52; /* 2^n */
    return p * (sp_lanes)bits;
}

/* The same for one number. */
SP_INLINE double sp_exp(double x)
{
    return sp_exp_lanes(sp_all(x))[0];
}

#endif
