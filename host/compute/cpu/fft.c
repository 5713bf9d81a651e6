/* SPDX-License-Identifier: Apache-2.0 */
#include "compute/cpu/fft.h"

#include <string.h>

#include "compute/cpu/fft_plan.h"
#include "core/error.h"

static inline gy_complex add(gy_complex a, gy_complex b)
{
    return (gy_complex){a.re + b.re, a.im + b.im};
}

static inline gy_complex sub(gy_complex a, gy_complex b)
{
    return (gy_complex){a.re - b.re, a.im - b.im};
}

static inline gy_complex mul(gy_complex a, gy_complex b)
{
    return (gy_complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

/* -i a */
static inline gy_complex turn(gy_complex a)
{
    return (gy_complex){a.im, -a.re};
}

static inline gy_complex conjugate(gy_complex a)
{
    return (gy_complex){a.re, -a.im};
}

static inline gy_complex scaled(gy_complex a, double by)
{
    return (gy_complex){a.re * by, a.im * by};
}

/* One stage. The sequence is [radix p][m][stride s]; with w = exp(-2 pi i / (p m)):
 * y[q, j, t] = w^(q j) sum_r x[r, q, t] exp(-2 pi i r j / p), q < m, j < p, t < s. */
typedef struct stage {
    const gy_fft_plan *plan;
    int64_t m, s;
    int p;
} stage;

/* w^(q j) = twiddle[q j s], since p m s = n. */
static inline gy_complex root(const stage *g, int64_t q, int64_t j)
{
    return g->plan->twiddle[q * j * g->s];
}

static void stage2(const stage *g, const gy_complex *x, gy_complex *y)
{
    int64_t s = g->s, far = g->m * s;
    for (int64_t q = 0; q < g->m; q++) {
        gy_complex w = root(g, q, 1);
        const gy_complex *a = x + q * s;
        gy_complex *b = y + 2 * q * s;
        for (int64_t t = 0; t < s; t++) {
            gy_complex a0 = a[t], a1 = a[t + far];
            b[t] = add(a0, a1);
            b[t + s] = mul(w, sub(a0, a1));
        }
    }
}

static void stage3(const stage *g, const gy_complex *x, gy_complex *y)
{
    const double half_root = 0.86602540378443864676; /* sqrt(3) / 2 */
    int64_t s = g->s, far = g->m * s;
    for (int64_t q = 0; q < g->m; q++) {
        gy_complex w1 = root(g, q, 1), w2 = root(g, q, 2);
        const gy_complex *a = x + q * s;
        gy_complex *b = y + 3 * q * s;
        for (int64_t t = 0; t < s; t++) {
            gy_complex a0 = a[t], a1 = a[t + far], a2 = a[t + 2 * far];
            gy_complex sum = add(a1, a2), side = scaled(turn(sub(a1, a2)), half_root);
            gy_complex middle = sub(a0, scaled(sum, 0.5));
            b[t] = add(a0, sum);
            b[t + s] = mul(w1, add(middle, side));
            b[t + 2 * s] = mul(w2, sub(middle, side));
        }
    }
}

static void stage4(const stage *g, const gy_complex *x, gy_complex *y)
{
    int64_t s = g->s, far = g->m * s;
    for (int64_t q = 0; q < g->m; q++) {
        gy_complex w1 = root(g, q, 1), w2 = root(g, q, 2), w3 = root(g, q, 3);
        const gy_complex *a = x + q * s;
        gy_complex *b = y + 4 * q * s;
        for (int64_t t = 0; t < s; t++) {
            gy_complex even = add(a[t], a[t + 2 * far]), even_less = sub(a[t], a[t + 2 * far]);
            gy_complex odd = add(a[t + far], a[t + 3 * far]);
            gy_complex odd_less = turn(sub(a[t + far], a[t + 3 * far]));
            b[t] = add(even, odd);
            b[t + s] = mul(w1, add(even_less, odd_less));
            b[t + 2 * s] = mul(w2, sub(even, odd));
            b[t + 3 * s] = mul(w3, sub(even_less, odd_less));
        }
    }
}

/* Any odd prime, by pairs r, p - r: sums of a_r + a_(p-r) meet cosines, differences sines. */
static void stage_prime(const stage *g, const gy_complex *x, gy_complex *y)
{
    int p = g->p, h = (p - 1) / 2;
    int64_t s = g->s, far = g->m * s, step = g->plan->n / p;
    gy_complex plus[GY_FFT_PRIME / 2 + 1], minus[GY_FFT_PRIME / 2 + 1], unit[GY_FFT_PRIME];
    for (int r = 0; r < p; r++) {
        unit[r] = g->plan->twiddle[r * step]; /* exp(-2 pi i r / p) = c - i s */
    }
    for (int64_t q = 0; q < g->m; q++) {
        for (int64_t t = 0; t < s; t++) {
            const gy_complex *a = x + q * s + t;
            gy_complex *b = y + p * q * s + t;
            gy_complex all = a[0];
            for (int r = 1; r <= h; r++) {
                plus[r] = add(a[r * far], a[(p - r) * far]);
                minus[r] = turn(sub(a[r * far], a[(p - r) * far]));
                all = add(all, plus[r]);
            }
            b[0] = all;
            for (int j = 1; j <= h; j++) {
                gy_complex even = a[0], odd = {0, 0};
                for (int r = 1; r <= h; r++) {
                    gy_complex u = unit[r * j % p];
                    even = add(even, scaled(plus[r], u.re));
                    odd = add(odd, scaled(minus[r], -u.im));
                }
                b[j * s] = mul(root(g, q, j), add(even, odd));
                b[(p - j) * s] = mul(root(g, q, p - j), sub(even, odd));
            }
        }
    }
}

void gy_fft_stockham(const gy_fft_plan *plan, gy_complex *x, gy_complex *y)
{
    gy_complex *from = x, *to = y;
    stage g = {.plan = plan, .m = plan->n, .s = 1};
    for (const int *p = plan->factor; *p; p++) {
        g.p = *p;
        g.m /= *p;
        switch (*p) {
        case 2:
            stage2(&g, from, to);
            break;
        case 3:
            stage3(&g, from, to);
            break;
        case 4:
            stage4(&g, from, to);
            break;
        default:
            stage_prime(&g, from, to);
        }
        g.s *= *p;
        gy_complex *swap = from;
        from = to;
        to = swap;
    }
    if (from != x) {
        memcpy(x, from, (size_t)plan->n * sizeof(gy_complex));
    }
}

/* Complex values of scratch that transform_in_place needs beside x. */
static int64_t scratch_length(const gy_fft_plan *plan)
{
    return plan->inner ? 2 * plan->inner->n : plan->n;
}

static void bluestein(const gy_fft_plan *plan, gy_complex *x, gy_complex *scratch)
{
    int64_t n = plan->n, m = plan->inner->n;
    gy_complex *a = scratch, *rest = scratch + m;
    for (int64_t k = 0; k < n; k++) {
        a[k] = mul(x[k], plan->twiddle[k]);
    }
    memset(a + n, 0, (size_t)(m - n) * sizeof *a);
    gy_fft_stockham(plan->inner, a, rest);
    for (int64_t k = 0; k < m; k++) { /* conjugated: the inverse is a conjugated forward */
        a[k] = conjugate(mul(a[k], plan->spectrum[k]));
    }
    gy_fft_stockham(plan->inner, a, rest);
    for (int64_t k = 0; k < n; k++) {
        x[k] = mul(conjugate(a[k]), plan->twiddle[k]);
    }
}

static void transform_in_place(const gy_fft_plan *plan, gy_complex *x, gy_complex *scratch)
{
    if (plan->inner) {
        bluestein(plan, x, scratch);
    } else {
        gy_fft_stockham(plan, x, scratch);
    }
}

/* x[n] and its scratch in one piece; NULL with an error. `plan` is a complex one. */
static gy_complex *new_work(const gy_fft_plan *plan, GError **error)
{
    int64_t n = plan->n + scratch_length(plan);
    gy_complex *work = g_try_new(gy_complex, (gsize)n);
    if (!work) {
        g_set_error(error, GY_ERROR, GY_ERR_MEMORY,
                    "fft: no memory for %" G_GINT64_FORMAT " complex values", n);
    }
    return work;
}

static bool check_kind(const gy_fft_plan *plan, bool real, GError **error)
{
    if (plan->real != real) {
        g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "fft: the plan is for %s transforms",
                    plan->real ? "real" : "complex");
    }
    return plan->real == real;
}

bool gy_fft_transform(const gy_fft_plan *plan, int sign, const double *in, double *out,
                      GError **error)
{
    if (!check_kind(plan, false, error)) {
        return false;
    }
    if (sign != 1 && sign != -1) {
        g_set_error(error, GY_ERROR, GY_ERR_PARAM, "fft: the sign is %d, but must be 1 or -1",
                    sign);
        return false;
    }
    g_autofree gy_complex *x = new_work(plan, error);
    if (!x) {
        return false;
    }
    /* Sign +1: conjugate, transform, conjugate. */
    for (int64_t k = 0; k < plan->n; k++) {
        x[k] = (gy_complex){in[2 * k], -sign * in[2 * k + 1]};
    }
    transform_in_place(plan, x, x + plan->n);
    for (int64_t k = 0; k < plan->n; k++) {
        out[2 * k] = x[k].re;
        out[2 * k + 1] = -sign * x[k].im;
    }
    return true;
}

/* Even n: z_t = in[2 t] + i in[2 t + 1] has the transform Z; with E and O those of the even and the
 * odd samples, E_k = (Z_k + conj Z_(h-k)) / 2, O_k = (Z_k - conj Z_(h-k)) / 2 i, h = n / 2, and
 * X_k = E_k + w^k O_k. */
static void split_halves(const gy_fft_plan *plan, const gy_complex *z, double *out)
{
    int64_t h = plan->n / 2;
    for (int64_t k = 0; k <= h; k++) {
        gy_complex a = z[k % h], b = conjugate(z[(h - k) % h]);
        gy_complex even = scaled(add(a, b), 0.5), odd = scaled(turn(sub(a, b)), 0.5);
        gy_complex value = add(even, mul(plan->twiddle[k], odd));
        out[2 * k] = value.re;
        out[2 * k + 1] = k == 0 || k == h ? 0.0 : value.im;
    }
}

bool gy_fft_forward(const gy_fft_plan *plan, const double *in, double *out, GError **error)
{
    if (!check_kind(plan, true, error)) {
        return false;
    }
    const gy_fft_plan *inner = plan->inner;
    g_autofree gy_complex *x = new_work(inner, error);
    if (!x) {
        return false;
    }
    bool even = plan->n % 2 == 0;
    for (int64_t k = 0; k < inner->n; k++) {
        x[k] = even ? (gy_complex){in[2 * k], in[2 * k + 1]} : (gy_complex){in[k], 0.0};
    }
    transform_in_place(inner, x, x + inner->n);
    if (even) {
        split_halves(plan, x, out);
        return true;
    }
    memcpy(out, x, (size_t)(plan->n / 2 + 1) * sizeof *x);
    out[1] = 0.0;
    return true;
}

/* The inverse of split_halves, conjugated for a forward transform: Z_k = E_k + i O_k with
 * E_k = (X_k + conj X_(h-k)) / 2 and O_k = conj(w^k) (X_k - conj X_(h-k)) / 2. */
static void join_halves(const gy_fft_plan *plan, const gy_complex *in, gy_complex *z)
{
    int64_t h = plan->n / 2;
    for (int64_t k = 0; k < h; k++) {
        gy_complex a = k ? in[k] : (gy_complex){in[0].re, 0.0};
        gy_complex b = k ? conjugate(in[h - k]) : (gy_complex){in[h].re, 0.0};
        gy_complex odd = mul(conjugate(plan->twiddle[k]), sub(a, b));
        gy_complex value = add(add(a, b), (gy_complex){-odd.im, odd.re});
        z[k] = conjugate(scaled(value, 0.5));
    }
}

bool gy_fft_inverse(const gy_fft_plan *plan, const double *in, double *out, GError **error)
{
    if (!check_kind(plan, true, error)) {
        return false;
    }
    const gy_fft_plan *inner = plan->inner;
    int64_t n = plan->n;
    g_autofree gy_complex *x = new_work(inner, error);
    if (!x) {
        return false;
    }
    const gy_complex *values = (const gy_complex *)(const void *)in;
    double scale = 1.0 / (double)inner->n;
    if (n % 2 == 0) {
        join_halves(plan, values, x);
    } else { /* conj X_k for all k; X_(n-k) = conj X_k */
        x[0] = (gy_complex){values[0].re, 0.0};
        for (int64_t k = 1; k <= n / 2; k++) {
            x[k] = conjugate(values[k]);
            x[n - k] = values[k];
        }
    }
    transform_in_place(inner, x, x + inner->n);
    for (int64_t k = 0; k < inner->n; k++) {
        if (n % 2 == 0) {
            out[2 * k] = x[k].re * scale;
            out[2 * k + 1] = -x[k].im * scale;
        } else {
            out[k] = x[k].re * scale;
        }
    }
    return true;
}
