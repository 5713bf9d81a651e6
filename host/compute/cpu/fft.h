/* SPDX-License-Identifier: Apache-2.0
 *
 * Discrete Fourier transforms in f64 of any length n >= 1: the kernels behind gy.fft/1
 * (abi/services.h). Complex values are pairs re, im.
 *
 * Method: Stockham's self-sorting algorithm (Van Loan 1992, Computational frameworks for the fast
 * Fourier transform, section 1.7) with radices 4, 2, 3, 5 and any prime up to 47; a length with a
 * larger prime factor goes through Bluestein's chirp convolution (1970, A linear filtering approach
 * to the computation of discrete Fourier transform). Twiddle factors come each from its own sine
 * and cosine of an angle <= pi / 4, never from a recurrence, so that the error grows like
 * log(n) u, u = 1.1e-16. One thread; bits depend on n and the values only.
 */
#ifndef GY_COMPUTE_CPU_FFT_H
#define GY_COMPUTE_CPU_FFT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Tables of one length. Immutable once made, counted: any number of threads may use one plan. */
typedef struct gy_fft_plan gy_fft_plan;

/* A plan for complex or for real transforms of length n. n < 1: GY_ERR_PARAM; too long for memory:
 * GY_ERR_MEMORY. Free with gy_fft_plan_unref. [any] */
gy_fft_plan *gy_fft_plan_new(int64_t n, bool real, GError **error);
gy_fft_plan *gy_fft_plan_ref(gy_fft_plan *plan);
void gy_fft_plan_unref(gy_fft_plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_fft_plan, gy_fft_plan_unref)

/* Plans by length, the lengths last asked for. One per host; [any], locked inside. */
typedef struct gy_fft_cache gy_fft_cache;
gy_fft_cache *gy_fft_cache_new(void);
void gy_fft_cache_free(gy_fft_cache *cache);
/* A reference to the cached or a new plan; errors of gy_fft_plan_new. */
gy_fft_plan *gy_fft_cache_get(gy_fft_cache *cache, int64_t n, bool real, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_fft_cache, gy_fft_cache_free)

/* out[k] = sum_t in[t] exp(sign 2 pi i k t / n), n complex values each, unscaled; sign +1 or -1,
 * else GY_ERR_PARAM. `in` and `out` may be the same. The plan must be a complex one
 * (GY_ERR_INTERNAL). [any] */
bool gy_fft_transform(const gy_fft_plan *plan, int sign, const double *in, double *out,
                      GError **error);

/* real[n] -> n / 2 + 1 complex values, sign -1, unscaled; `plan` a real one. `in` may be `out`
 * where `out` is long enough. [any] */
bool gy_fft_forward(const gy_fft_plan *plan, const double *in, double *out, GError **error);

/* n / 2 + 1 complex values -> real[n], divided by n: the inverse of gy_fft_forward. The imaginary
 * parts of value 0 and, for even n, of value n / 2 are not read: those of a real signal are 0.
 * [any] */
bool gy_fft_inverse(const gy_fft_plan *plan, const double *in, double *out, GError **error);

#endif
