/* SPDX-License-Identifier: MIT
 *
 * filterbank.c: Chebyshev type I band-passes side by side, each forward and backward (zero phase).
 *
 * Prototype of order n with ripple r dB: e = sqrt(10^(r / 10) - 1), poles -sinh(m + i t_k) with
 * m = asinh(1 / e) / n, t_k = pi (2 k + 1 - n) / (2 n). Its gain at 0 is 1 for odd n and
 * 1 / sqrt(1 + e^2) for even n; the middle of a band has the gain that the prototype has at 0.
 */
#include "common.h"
#include "sections.h"

GY_SAY(
    text,
    "transform.filterbank 1 | Several Chebyshev band-passes of each column, with zero phase\n"
    "in    x      T[row, ...]       | values on a regular time axis\n"
    "out   y      T[row, band, ...] | the columns of x in each band\n"
    "param low    quantity(Hz)[band] >0 | lower edge of each band\n"
    "param high   quantity(Hz)[top] = 90 Hz >0 | upper edge, one for all or one for each\n"
    "param order  i64 = 2 1..16     | of the prototype; a band has twice as many poles\n"
    "param ripple f64 = 1 >0 <=20   | dB within a band, of one pass; two passes have twice it\n"
    "reach y.row segment\n"
    "doc | Equal to scipy.signal.filtfilt with scipy.signal.cheby1 on each segment: ends are "
    "continued oddly by 3 (2 order + 1) rows. Matlab's filtfilt takes 6 order rows.\n"
    "doc | The sub-bands of Chen et al. 2015 and of Guney et al. 2021 are low = 8 Hz;16 Hz;24 Hz "
    "(i times 8 Hz), high = 90 Hz. Bands come before channels, so that trials cut from y are "
    "[trial, time, band, channel]; transform.flatten makes one axis of both.\n"
    "licence | MIT\n"
    "cite | Chen et al. 2015, Journal of Neural Engineering 12:046008 (filter bank of "
    "sub-bands)\n"
    "cite | scipy.signal.cheby1, Virtanen et al. 2020, Nature Methods 17, 261-272\n");

typedef struct bank {
    int64_t bands, order, pad;
    double rate;
    sc_section *s; /* [bands, order] */
} bank;

/* Sections of the band edge[0] .. edge[1] Hz. */
static void design(const bank *k, double ripple, const double *edge, sc_section *s)
{
    int n = (int)k->order;
    double complex prototype[SC_MOST], pole[2 * SC_MOST];
    double e = sqrt(pow(10, ripple / 10) - 1), m = asinh(1 / e) / n;
    double w[2] = {2 * tan(M_PI * edge[0] / k->rate), 2 * tan(M_PI * edge[1] / k->rate)};
    for (int i = 0; i < n; i++) {
        double t = M_PI * (2 * i + 1 - n) / (2 * n);
        prototype[i] = -sinh(m) * cos(t) - I * cosh(m) * sin(t);
    }
    if (n % 2) {
        prototype[n / 2] = -sinh(m);
    }
    int poles = sc_band_poles(prototype, n, w, pole);
    for (int i = 0; i < poles; i++) {
        pole[i] = (2 + pole[i]) / (2 - pole[i]);
    }
    int64_t sections = sc_pair(pole, poles, s);
    for (int64_t i = 0; i < sections; i++) { /* a zero at 0 Hz, one at half the rate */
        s[i].b[0] = 1;
        s[i].b[1] = 0;
        s[i].b[2] = -1;
    }
    double complex middle = cexp(I * 2 * atan(sqrt(w[0] * w[1]) / 2));
    double g = sc_gain(s, sections, middle) * (n % 2 ? 1 : sqrt(1 + e * e));
    for (int i = 0; i < 3; i++) {
        s[0].b[i] /= g;
    }
}

static int read_bank(gy_call *c, bank *k)
{
    const gy_array *low = gy_get(c, "low"), *high = gy_get(c, "high");
    double step = 0, start = 0, edge[2];
    k->bands = low->shape[0];
    k->order = gy_integer(c, "order");
    k->pad = 3 * (2 * k->order + 1);
    if (c->host->rate(c, "x.row", &step, &start) != GY_OK || !(step > 0)) {
        return gy_fail(c, GY_SHAPE, "x", "its rows are not equally far apart in time");
    }
    k->rate = 1 / step;
    if (high->shape[0] != 1 && high->shape[0] != k->bands) {
        return tr_fail(c, GY_PARAM, "high", "%lld upper edges for %lld bands: one, or one for each",
                       (long long)high->shape[0], (long long)k->bands);
    }
    k->s = (sc_section *)tr_scratch(c, k->bands * k->order, (int64_t)sizeof *k->s);
    if (!k->s) {
        return tr_memory(c, "low");
    }
    for (int64_t b = 0; b < k->bands; b++) {
        edge[0] = gy_at1(low, b);
        edge[1] = gy_at1(high, high->shape[0] > 1 ? b : 0);
        if (!(edge[0] > 0 && edge[0] < edge[1])) {
            return tr_fail(c, GY_PARAM, "low", "band %lld is %g .. %g Hz; edges rise from above 0",
                           (long long)b + 1, edge[0], edge[1]);
        }
        if (!(edge[1] < k->rate / 2)) {
            return tr_fail(c, GY_PARAM, "high", "%g Hz is not below half the rate, %g Hz", edge[1],
                           k->rate / 2);
        }
        design(k, gy_number(c, "ripple"), edge, k->s + b * k->order);
    }
    return GY_OK;
}

/* Bytes of scratch that run takes for so many rows, columns and segments. */
static int64_t scratch_of(const bank *k, int64_t rows, int64_t columns, int64_t segments)
{
    double bytes = (double)(k->bands * k->order) * sizeof(sc_section) +
                   8.0 * ((double)rows + 2.0 * (double)k->pad + 1) + 8.0 * (double)columns +
                   8.0 * (double)segments + 24;
    return bytes < 9e18 ? (int64_t)bytes : INT64_MAX;
}

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t segments = 0;
    bank k = {0};
    GY_TRY(read_bank(c, &k));
    if (x->rank > 7) {
        return gy_fail(c, GY_SHAPE, "x", "x has too many axes");
    }
    c->host->segments(c, "x.row", &segments);
    GY_TRY(c->host->set_length(c, "band", k.bands));
    static const int64_t one = 1;
    gy_array low = {.size = sizeof low, .code = GY_FLOAT, .bits = 64, .rank = 1};
    low.data = gy_get(c, "low")->data;
    low.shape = &k.bands;
    low.stride = &one;
    GY_TRY(c->host->set_coord(c, "band", "low", &low));
    return c->host->set_scratch(c, scratch_of(&k, x->shape[0], gy_size_from(x, 1), segments + 2), 0,
                                0);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t m = 0, n = 0, *col = tr_columns(c, x, &m), *cut = tr_cuts(c, "x.row", x, &n);
    bank k = {0};
    GY_TRY(read_bank(c, &k));
    double *v = (double *)tr_scratch(c, x->shape[0] + 2 * k.pad + 1, (int64_t)sizeof *v);
    if (!col || !cut || !v) {
        return tr_memory(c, "x");
    }
    for (int64_t s = 0; s < n; s++) {
        int64_t lo = cut[s], rows = cut[s + 1] - lo;
        if (rows <= k.pad) {
            return tr_fail(c, GY_DATA, "order",
                           "a segment has %lld rows; zero phase needs more than %lld at this order",
                           (long long)rows, (long long)k.pad);
        }
        for (int64_t j = 0; j < k.bands * m; j++) { /* band j / m of column j % m */
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            for (int64_t i = 0; i < rows; i++) {
                v[k.pad + i] = gy_element(x, (lo + i) * x->stride[0] + col[j % m]);
            }
            sc_both_ways(k.s + j / m * k.order, k.order, v, rows, k.pad);
            for (int64_t i = 0; i < rows; i++) {
                tr_put(y, (lo + i) * k.bands * m + j, v[k.pad + i]);
            }
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
