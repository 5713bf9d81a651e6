/* SPDX-License-Identifier: Apache-2.0
 *
 * What a plan holds: shared by fft_plan.c, which makes it, and fft.c, which runs it.
 */
#ifndef GY_COMPUTE_CPU_FFT_PLAN_H
#define GY_COMPUTE_CPU_FFT_PLAN_H

#include "compute/cpu/fft.h"

typedef struct gy_complex {
    double re, im;
} gy_complex;

#define GY_FFT_PRIME 47 /* largest prime with a butterfly of its own */

/* Complex plans: `inner` is NULL for Stockham, and the convolution's plan for Bluestein. Real
 * plans: `inner` is the complex plan of n / 2 (n even) or n (odd). */
struct gy_fft_plan {
    int references;
    bool real;
    int64_t n;
    int factor[64];       /* radices whose product is n, ended by 0 */
    gy_complex *twiddle;  /* [n] exp(-2 pi i k / n); Bluestein: [n] chirp exp(-pi i k^2 / n) */
    gy_complex *spectrum; /* Bluestein: [inner->n] transform of the conjugate chirp, over its n */
    gy_fft_plan *inner;
};

/* Sign -1 with caller's memory: x[n] is transformed in place, y[n] is scratch; Stockham plans
 * only. */
void gy_fft_stockham(const gy_fft_plan *plan, gy_complex *x, gy_complex *y);

#endif
