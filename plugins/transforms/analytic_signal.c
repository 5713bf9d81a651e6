/* SPDX-License-Identifier: MIT
 *
 * analytic_signal.c: a real signal made complex by leaving out its negative frequencies: x + i H x,
 * H the Hilbert transform, by the discrete Fourier transform of each segment.
 */
#include "common.h"

GY_SAY(text,
       "transform.analytic-signal 1 | Phase and size of oscillations, by the Hilbert transform\n"
       "in  x T[row:time, ...] | band-passed signals\n"
       "out phase     T[row:time, ...] | -pi to pi\n"
       "out amplitude T[row:time, ...] | never below 0\n"
       "out imaginary T[row:time, ...] | Hilbert transform of x; x itself is the real part\n"
       "reach phase.row segment\n"
       "reach amplitude.row segment\n"
       "reach imaginary.row segment\n"
       "doc | Equal to scipy.signal.hilbert on each segment. A phase means something in a narrow "
       "band only: filter first. The ends of a segment are taken to meet.\n"
       "licence | MIT\n"
       "cite | Gabor (1946), Journal of the IEE 93, 429-457\n"
       "cite | Marple (1999), IEEE Transactions on Signal Processing 47, 2600-2603\n");

static int64_t longest(gy_call *c, const gy_array *x)
{
    int64_t n = 0, most = 0, rows = c->host->length(c, "x.row");
    const int64_t *first = c->host->segments(c, "x.row", &n);
    rows = rows < 0 ? x->shape[0] : rows;
    for (int64_t s = 0; first && s < n; s++) {
        int64_t length = tr_segment_end(first, n, s, rows) - first[s];
        most = length > most ? length : most;
    }
    return first && n > 0 ? most : rows;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = 0, rows = longest(c, x), columns = gy_size_from(x, 1), bytes = 0;
    c->host->segments(c, "x.row", &n);
    if (__builtin_mul_overflow(rows, (int64_t)32, &bytes)) {
        return gy_fail(c, GY_PARAM, "x", "segments too long to transform");
    }
    return c->host->set_scratch(c, bytes + (columns + n + 3) * 8, 0, 0);
}

/* One column of rows lo .. hi - 1; z and f: 2 (hi - lo) values each. */
static int transform(gy_call *c, const gy_fft *fft, const gy_array *x, int64_t lo, int64_t hi,
                     int64_t column, int64_t offset, int64_t m, double *z, double *f)
{
    int64_t n = hi - lo;
    gy_array *phase = gy_get(c, "phase"), *amplitude = gy_get(c, "amplitude");
    gy_array *imaginary = gy_get(c, "imaginary");
    for (int64_t i = 0; i < n; i++) {
        z[2 * i] = gy_element(x, (lo + i) * x->stride[0] + offset);
        z[2 * i + 1] = 0;
    }
    GY_TRY(fft->transform(c, n, -1, z, f));
    for (int64_t k = 1; k < n; k++) { /* 1 for 0 and n / 2, 2 below, 0 above */
        double weight = 2 * k < n ? 2 : 2 * k == n ? 1 : 0;
        f[2 * k] *= weight;
        f[2 * k + 1] *= weight;
    }
    GY_TRY(fft->transform(c, n, 1, f, z));
    for (int64_t i = 0; i < n; i++) {
        double re = gy_element(x, (lo + i) * x->stride[0] + offset), im = z[2 * i + 1] / (double)n;
        int64_t at = (lo + i) * m + column;
        tr_put(phase, at, atan2(im, re));
        tr_put(amplitude, at, hypot(re, im));
        tr_put(imaginary, at, im);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_fft *fft = (const gy_fft *)c->host->extension(c, GY_FFT);
    const gy_array *x = gy_get(c, "x");
    int64_t n = 0, m = 0, *cut = tr_cuts(c, "x.row", x, &n), *offset = tr_columns(c, x, &m);
    int64_t most = 1;
    if (!fft) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.fft/1");
    }
    for (int64_t s = 0; cut && s < n; s++) {
        most = cut[s + 1] - cut[s] > most ? cut[s + 1] - cut[s] : most;
    }
    double *z = (double *)tr_scratch(c, most, 32);
    if (!cut || !offset || !z) {
        return tr_memory(c, "x");
    }
    for (int64_t s = 0; s < n; s++) {
        for (int64_t k = 0; k < m; k++) {
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            GY_TRY(transform(c, fft, x, cut[s], cut[s + 1], k, offset[k], m, z, z + 2 * most));
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
