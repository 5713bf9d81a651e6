/* SPDX-License-Identifier: Apache-2.0 */
#include "compute/cpu/fft_plan.h"

#include <math.h>

#include "core/error.h"

/* Longest length: all sizes below, in bytes and with Bluestein's padding, fit 63 bits. */
#define LONGEST ((int64_t)1 << 52)
#define CACHED  32

/* exp(-2 pi i k / n), 0 <= k < n: the angle is folded into [0, pi / 4], where sine and cosine of a
 * rounded argument are good to the last bit or two. */
static gy_complex unit_root(int64_t k, int64_t n)
{
    int64_t octant = 8 * k / n, rest = 8 * k - octant * n; /* angle = (octant + rest / n) pi / 4 */
    if (octant & 1) {
        rest = n - rest;
    }
    double angle = G_PI / 4.0 * ((double)rest / (double)n);
    double c = cos(angle), s = sin(angle);
    static const int swapped[8] = {0, 1, 1, 0, 0, 1, 1, 0};
    static const int cos_sign[8] = {1, 1, -1, -1, -1, -1, 1, 1};
    static const int sin_sign[8] = {1, 1, 1, 1, -1, -1, -1, -1};
    double re = swapped[octant] ? s : c, im = swapped[octant] ? c : s;
    return (gy_complex){cos_sign[octant] * re, -sin_sign[octant] * im};
}

static gy_complex *new_table(int64_t n, GError **error)
{
    gy_complex *table = g_try_new(gy_complex, (gsize)n);
    if (!table) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY,
                    "fft: no memory for a table of %" G_GINT64_FORMAT " complex values", n);
    }
    return table;
}

/* Radices into plan->factor; returns what is left of n, whose prime factors have no butterfly. */
static int64_t factorize(gy_fft_plan *plan)
{
    static const int radix[] = {4,  2,  3,  5,  7,  11, 13, 17,
                                19, 23, 29, 31, 37, 41, 43, GY_FFT_PRIME};
    int64_t rest = plan->n;
    int count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(radix); i++) {
        for (; rest % radix[i] == 0; rest /= radix[i]) {
            plan->factor[count++] = radix[i];
        }
    }
    plan->factor[count] = 0;
    return rest;
}

/* Smallest 2^a, 3 2^a or 5 2^a that is at least n. */
static int64_t padded_length(int64_t n)
{
    int64_t best = 1;
    while (best < n) {
        best *= 2;
    }
    static const int odd[2] = {3, 5};
    for (int i = 0; i < 2; i++) {
        int64_t length = odd[i];
        while (length < n) {
            length *= 2;
        }
        best = MIN(best, length);
    }
    return best;
}

/* exp(-pi i k^2 / n), with k^2 mod 2 n kept exactly: k^2 = (k - 1)^2 + 2 k - 1. */
static void fill_chirp(gy_complex *chirp, int64_t n)
{
    int64_t square = 0;
    for (int64_t k = 0; k < n; k++) {
        chirp[k] = unit_root(square, 2 * n);
        square = (square + 2 * k + 1) % (2 * n);
    }
}

/* Bluestein: with w_k = exp(-pi i k^2 / n), X_k = w_k sum_t (x_t w_t) conj(w_(k - t)): a
 * convolution, cyclic over m >= 2 n - 1. */
static bool init_bluestein(gy_fft_plan *plan, GError **error)
{
    int64_t n = plan->n, m = padded_length(2 * n - 1);
    plan->inner = gy_fft_plan_new(m, false, error);
    plan->twiddle = plan->inner ? new_table(n, error) : NULL;
    plan->spectrum = plan->twiddle ? new_table(m, error) : NULL;
    g_autofree gy_complex *scratch = plan->spectrum ? new_table(m, error) : NULL;
    if (!scratch) {
        return false;
    }
    fill_chirp(plan->twiddle, n);
    gy_complex *b = plan->spectrum;
    for (int64_t k = 0; k < m; k++) {
        b[k] = (gy_complex){0, 0};
    }
    double scale = 1.0 / (double)m; /* the inverse transform's, put in here once */
    for (int64_t k = 0; k < n; k++) {
        gy_complex value = {plan->twiddle[k].re * scale, -plan->twiddle[k].im * scale};
        b[k] = value;
        b[k ? m - k : 0] = value;
    }
    gy_fft_stockham(plan->inner, b, scratch);
    return true;
}

static bool init_tables(gy_fft_plan *plan, GError **error)
{
    if (plan->real) {
        plan->inner = gy_fft_plan_new(plan->n % 2 ? plan->n : plan->n / 2, false, error);
        if (!plan->inner || plan->n % 2) {
            return plan->inner != NULL;
        }
    } else if (factorize(plan) > 1) {
        return init_bluestein(plan, error);
    }
    plan->twiddle = new_table(plan->n, error);
    for (int64_t k = 0; plan->twiddle && k < plan->n; k++) {
        plan->twiddle[k] = unit_root(k, plan->n);
    }
    return plan->twiddle != NULL;
}

gy_fft_plan *gy_fft_plan_new(int64_t n, bool real, GError **error)
{
    if (n < 1) {
        g_set_error(error, GY_ERROR, GY_ERR_PARAM,
                    "fft: the length is %" G_GINT64_FORMAT ", but must be at least 1", n);
        return NULL;
    }
    if (n > LONGEST) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY,
                    "fft: the length %" G_GINT64_FORMAT " is beyond any memory", n);
        return NULL;
    }
    g_autoptr(gy_fft_plan) plan = g_new0(gy_fft_plan, 1);
    plan->references = 1;
    plan->real = real;
    plan->n = n;
    return init_tables(plan, error) ? g_steal_pointer(&plan) : NULL;
}

gy_fft_plan *gy_fft_plan_ref(gy_fft_plan *plan)
{
    g_atomic_int_inc(&plan->references);
    return plan;
}

void gy_fft_plan_unref(gy_fft_plan *plan)
{
    if (!plan || !g_atomic_int_dec_and_test(&plan->references)) {
        return;
    }
    gy_fft_plan_unref(plan->inner);
    g_free(plan->twiddle);
    g_free(plan->spectrum);
    g_free(plan);
}

/* Round robin over a few slots: lengths in use at once are few, and a miss costs only time. */
struct gy_fft_cache {
    GMutex lock;
    gy_fft_plan *slot[CACHED];
    int next;
};

gy_fft_cache *gy_fft_cache_new(void)
{
    gy_fft_cache *cache = g_new0(gy_fft_cache, 1);
    g_mutex_init(&cache->lock);
    return cache;
}

void gy_fft_cache_free(gy_fft_cache *cache)
{
    if (!cache) {
        return;
    }
    for (int i = 0; i < CACHED; i++) {
        gy_fft_plan_unref(cache->slot[i]);
    }
    g_mutex_clear(&cache->lock);
    g_free(cache);
}

static gy_fft_plan *cache_find(gy_fft_cache *cache, int64_t n, bool real)
{
    for (int i = 0; i < CACHED; i++) {
        gy_fft_plan *plan = cache->slot[i];
        if (plan && plan->n == n && plan->real == real) {
            return gy_fft_plan_ref(plan);
        }
    }
    return NULL;
}

gy_fft_plan *gy_fft_cache_get(gy_fft_cache *cache, int64_t n, bool real, GError **error)
{
    g_mutex_lock(&cache->lock);
    gy_fft_plan *plan = cache_find(cache, n, real);
    g_mutex_unlock(&cache->lock);
    if (plan) {
        return plan;
    }
    plan = gy_fft_plan_new(n, real, error); /* outside the lock: others need not wait */
    if (!plan) {
        return NULL;
    }
    g_mutex_lock(&cache->lock);
    gy_fft_plan *old = cache->slot[cache->next];
    cache->slot[cache->next] = gy_fft_plan_ref(plan);
    cache->next = (cache->next + 1) % CACHED;
    g_mutex_unlock(&cache->lock);
    gy_fft_plan_unref(old);
    return plan;
}
