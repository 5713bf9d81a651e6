/* SPDX-License-Identifier: MIT
 *
 * exponential.h: e^x for two neurons at a time. libm's exp is a call and its loops run one neuron
 * at a time; compilers do not turn a loop with a choice in it into vector code without switches
 * that touch the meaning of floating point. So the two lanes are written down.
 *
 * e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2; e^r by its Taylor polynomial of
 * degree 12, whose rest is below 2e-16. Relative error below 5e-16 for -700 <= x <= 700; beyond,
 * the value at the end. Lanes do not touch: a neuron has the same bits wherever it lies.
 */
#ifndef GYRUS_SPIKING_EXPONENTIAL_H
#define GYRUS_SPIKING_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

typedef double sp_pair __attribute__((vector_size(16)));
typedef int64_t sp_mask __attribute__((vector_size(16))); /* a lane is 0 or -1 */

static inline sp_pair sp_load(const double *p)
{
    sp_pair a;
    memcpy(&a, p, sizeof a);
    return a;
}

static inline void sp_store(double *p, sp_pair a)
{
    memcpy(p, &a, sizeof a);
}

static inline sp_pair sp_both(double x)
{
    return (sp_pair){x, x};
}

static inline sp_pair sp_choose(sp_mask yes, sp_pair a, sp_pair b)
{
    return (sp_pair)((yes & (sp_mask)a) | (~yes & (sp_mask)b));
}

static inline sp_pair sp_exp_pair(sp_pair x)
{
    const sp_pair shift = sp_both(0x1.8p52); /* a sum with it rounds to a whole number */
    const sp_pair low = sp_both(-700), high = sp_both(700);
    x = sp_choose(x < low, low, x);
    x = sp_choose(x > high, high, x);
    sp_pair t = x * sp_both(1.4426950408889634) + shift, n = t - shift;
    sp_pair r = (x - n * sp_both(0x1.62e42fee00000p-1)) - n * sp_both(0x1.a39ef35793c76p-33);
    sp_pair p = sp_both(1.0 / 479001600);
    p = p * r + sp_both(1.0 / 39916800);
    p = p * r + sp_both(1.0 / 3628800);
    p = p * r + sp_both(1.0 / 362880);
    p = p * r + sp_both(1.0 / 40320);
    p = p * r + sp_both(1.0 / 5040);
    p = p * r + sp_both(1.0 / 720);
    p = p * r + sp_both(1.0 / 120);
    p = p * r + sp_both(1.0 / 24);
    p = p * r + sp_both(1.0 / 6);
    p = p * r + sp_both(0.5);
    p = p * r + sp_both(1);
    p = p * r + sp_both(1);
    sp_mask bits = ((sp_mask)t + 1023) << 52; /* 2^n */
    return p * (sp_pair)bits;
}

/* The same for one number. */
static inline double sp_exp(double x)
{
    return sp_exp_pair(sp_both(x))[0];
}

#endif
