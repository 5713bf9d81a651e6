/* SPDX-License-Identifier: Apache-2.0
 *
 * Transforms against the sum that defines them, in long double, and against closed forms.
 */
#include <criterion/criterion.h>
#include <math.h>

#include "compute/cpu/fft.h"
#include "core/error.h"

#define PI_LONG 3.14159265358979323846264338327950288L

/* Every length to 64, then primes with and without a butterfly, powers and mixtures. */
static const int64_t large[] = {97,  101, 121,  128,  211,  243,  360,  385,  529,
                                625, 997, 1000, 1009, 1024, 1849, 2018, 2021, 2187};
#define CASES (64 + G_N_ELEMENTS(large))

static int64_t length_of(size_t i)
{
    return i < 64 ? (int64_t)i + 1 : large[i - 64];
}

static double *noise(int64_t n, uint64_t seed)
{
    double *x = g_new(double, (gsize)n);
    uint64_t state = seed * 2 + 1;
    for (int64_t i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        x[i] = (double)(state >> 12) * 0x1p-51 - 1.0;
    }
    return x;
}

/* The defining sum; sizes here make n^2 small enough. */
static void slow_transform(int64_t n, int sign, const double *in, double *out)
{
    g_autofree long double *root = g_new(long double, 2 * (gsize)n);
    for (int64_t k = 0; k < n; k++) {
        long double angle = sign * 2 * PI_LONG * (long double)k / (long double)n;
        root[2 * k] = cosl(angle);
        root[2 * k + 1] = sinl(angle);
    }
    for (int64_t k = 0; k < n; k++) {
        long double re = 0, im = 0;
        for (int64_t t = 0; t < n; t++) {
            long double c = root[2 * (k * t % n)], s = root[2 * (k * t % n) + 1];
            re += (long double)in[2 * t] * c - (long double)in[2 * t + 1] * s;
            im += (long double)in[2 * t] * s + (long double)in[2 * t + 1] * c;
        }
        out[2 * k] = (double)re;
        out[2 * k + 1] = (double)im;
    }
}

/* Root mean square of a - b over that of b. */
static double difference(int64_t n, const double *a, const double *b)
{
    double far = 0, size = 0;
    for (int64_t i = 0; i < n; i++) {
        far += (a[i] - b[i]) * (a[i] - b[i]);
        size += b[i] * b[i];
    }
    return sqrt(far / size);
}

Test(fft, is_the_defining_sum)
{
    for (size_t i = 0; i < CASES; i++) {
        int64_t n = length_of(i);
        g_autoptr(gy_fft_plan) plan = gy_fft_plan_new(n, false, NULL);
        g_autofree double *x = noise(2 * n, (uint64_t)n), *got = g_new0(double, 2 * (gsize)n),
                          *want = g_new0(double, 2 * (gsize)n);
        for (int sign = -1; sign <= 1; sign += 2) {
            cr_assert(gy_fft_transform(plan, sign, x, got, NULL));
            slow_transform(n, sign, x, want);
            double far = difference(2 * n, got, want);
            cr_assert(far < 2e-15, "n = %d: %g", (int)n, far);
        }
    }
}

Test(fft, real_forward_and_inverse)
{
    for (size_t i = 0; i < CASES; i++) {
        int64_t n = length_of(i), half = n / 2 + 1;
        g_autoptr(gy_fft_plan) plan = gy_fft_plan_new(n, true, NULL);
        g_autofree double *x = noise(n, (uint64_t)n), *wide = g_new0(double, 2 * (gsize)n),
                          *want = g_new0(double, 2 * (gsize)n);
        g_autofree double *got = g_new0(double, 2 * (gsize)half + 2),
                          *back = g_new0(double, (gsize)n + 1);
        for (int64_t t = 0; t < n; t++) {
            wide[2 * t] = x[t];
        }
        got[2 * half] = back[n] = 42.0;
        cr_assert(gy_fft_forward(plan, x, got, NULL));
        slow_transform(n, -1, wide, want);
        cr_assert(difference(2 * half, got, want) < 2e-15, "n = %d", (int)n);
        cr_assert(got[1] == 0.0 && (n % 2 || got[2 * half - 1] == 0.0));
        got[1] = 7.0; /* not read */
        if (n % 2 == 0) {
            got[2 * half - 1] = 7.0;
        }
        cr_assert(gy_fft_inverse(plan, got, back, NULL));
        cr_assert(difference(n, back, x) < 2e-15, "n = %d", (int)n);
        cr_assert(got[2 * half] == 42.0 && back[n] == 42.0, "wrote past the end");
    }
}

Test(fft, an_impulse_is_a_wave)
{
    static const int64_t size[] = {12, 47, 53, 4099, 65536, 99991};
    for (size_t i = 0; i < G_N_ELEMENTS(size); i++) {
        int64_t n = size[i], at = n / 3 + 1;
        g_autoptr(gy_fft_plan) plan = gy_fft_plan_new(n, false, NULL);
        g_autofree double *x = g_new0(double, 2 * (gsize)n);
        x[2 * at] = 1.0;
        cr_assert(gy_fft_transform(plan, -1, x, x, NULL)); /* in place */
        for (int64_t k = 0; k < n; k++) {
            long double angle = -2 * PI_LONG * (long double)(k * at % n) / (long double)n;
            cr_assert(fabs(x[2 * k] - (double)cosl(angle)) < 5e-15 &&
                          fabs(x[2 * k + 1] - (double)sinl(angle)) < 5e-15,
                      "n = %d, k = %d", (int)n, (int)k);
        }
    }
}

Test(fft, long_ones_keep_energy_come_back_and_are_linear)
{
    static const int64_t size[] = {1 << 16, 100000, 65537, 30030, 19683};
    for (size_t i = 0; i < G_N_ELEMENTS(size); i++) {
        int64_t n = size[i];
        g_autoptr(gy_fft_plan) plan = gy_fft_plan_new(n, false, NULL);
        g_autofree double *x = noise(2 * n, 1), *y = noise(2 * n, 2),
                          *z = g_new(double, 2 * (gsize)n);
        g_autofree double *fx = g_new(double, 2 * (gsize)n), *fy = g_new(double, 2 * (gsize)n);
        for (int64_t t = 0; t < 2 * n; t++) {
            z[t] = 2 * x[t] - 3 * y[t];
        }
        cr_assert(gy_fft_transform(plan, -1, x, fx, NULL) &&
                  gy_fft_transform(plan, -1, y, fy, NULL) &&
                  gy_fft_transform(plan, -1, z, z, NULL));
        double energy = 0, spectrum = 0;
        for (int64_t t = 0; t < 2 * n; t++) {
            energy += x[t] * x[t];
            spectrum += fx[t] * fx[t] / (double)n;
            fy[t] = 2 * fx[t] - 3 * fy[t];
        }
        cr_assert_float_eq(spectrum / energy, 1, 1e-13);
        cr_assert_lt(difference(2 * n, z, fy), 1e-14);
        cr_assert(gy_fft_transform(plan, 1, fx, fx, NULL));
        for (int64_t t = 0; t < 2 * n; t++) {
            fx[t] /= (double)n;
        }
        cr_assert_lt(difference(2 * n, fx, x), 1e-14);
    }
}

Test(fft, refuses_bad_lengths_signs_and_plans)
{
    static const struct {
        int64_t n;
        gy_error_code code;
        const char *text;
    } bad[] = {
        {0, GY_ERR_PARAM, "fft: the length is 0, but must be at least 1"},
        {-5, GY_ERR_PARAM, "fft: the length is -5, but must be at least 1"},
        {INT64_MAX, GY_ERR_MEMORY, "fft: the length 9223372036854775807 is beyond any memory"}};
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        cr_assert_null(gy_fft_plan_new(bad[i / 2].n, i % 2, &error));
        cr_assert(g_error_matches(error, GY_ERROR, (gint)bad[i / 2].code));
        cr_assert_str_eq(error->message, bad[i / 2].text);
    }
    double x[8] = {1, 2, 3, 4, 5, 6, 7, 8}, y[10] = {0};
    g_autoptr(gy_fft_plan) complex_plan = gy_fft_plan_new(4, false, NULL),
                           real_plan = gy_fft_plan_new(4, true, NULL);
    g_autoptr(GError) sign = NULL, real = NULL, complex_error = NULL;
    cr_assert_not(gy_fft_transform(complex_plan, 2, x, y, &sign));
    cr_assert_str_eq(sign->message, "fft: the sign is 2, but must be 1 or -1");
    cr_assert_not(gy_fft_transform(real_plan, 1, x, y, &real));
    cr_assert(g_error_matches(real, GY_ERROR, GY_ERR_INTERNAL));
    cr_assert_not(gy_fft_forward(complex_plan, x, y, &complex_error));
    cr_assert_str_eq(complex_error->message, "fft: the plan is for complex transforms");
    cr_assert_not(gy_fft_inverse(complex_plan, x, y, NULL));
    for (int i = 0; i < 10; i++) {
        cr_assert_eq(y[i], 0.0);
    }
}

static void *use_cache(void *data)
{
    gy_fft_cache *cache = data;
    double x[200] = {1}, y[202];
    for (int i = 0; i < 400; i++) {
        int64_t n = 1 + i % 100;
        g_autoptr(gy_fft_plan) plan = gy_fft_cache_get(cache, n, true, NULL);
        gy_fft_forward(plan, x, y, NULL);
        if (fabs(y[2 * (n / 2)] - 1.0) > 1e-14) { /* an impulse at 0 has a flat spectrum */
            return data;
        }
    }
    return NULL;
}

Test(fft, a_cache_gives_one_plan_to_all_threads)
{
    g_autoptr(gy_fft_cache) cache = gy_fft_cache_new();
    g_autoptr(gy_fft_plan) a = gy_fft_cache_get(cache, 12, false, NULL),
                           b = gy_fft_cache_get(cache, 12, false, NULL),
                           c = gy_fft_cache_get(cache, 12, true, NULL);
    cr_assert_eq(a, b);
    cr_assert_neq(a, c);
    GThread *thread[3];
    for (int i = 0; i < 3; i++) {
        thread[i] = g_thread_new("cache", use_cache, cache);
    }
    for (int i = 0; i < 3; i++) {
        cr_assert_null(g_thread_join(thread[i]), "wrong values");
    }
    double x[24] = {1}, y[24];
    cr_assert(gy_fft_transform(a, -1, x, y, NULL), "a plan outlives its place in the cache");
    g_autoptr(GError) error = NULL;
    cr_assert_null(gy_fft_cache_get(cache, 0, false, &error));
    cr_assert(g_error_matches(error, GY_ERROR, GY_ERR_PARAM));
}
