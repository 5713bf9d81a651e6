/* SPDX-License-Identifier: MIT
 *
 * phase_amplitude_coupling.c: how far the size of a fast rhythm depends on the phase of a slow one.
 *
 * p[k] is the mean amplitude in bin k of N bins of phase, over the sum of these means. The
 * modulation index is (ln N - H) / ln N, H = -sum p ln p: 0 where all bins are alike. Noise alone
 * makes it positive, so it is compared with surrogates: the amplitude turned within each segment by
 * a random share of its length, at least a tenth.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

GY_SAY(
    text,
    "metric.phase-amplitude-coupling 1 | How far an amplitude depends on a phase\n"
    "in  phase     f64[row]          | of the slow rhythm, rad\n"
    "in  amplitude f64[row, channel] | of the fast one, 0 or more\n"
    "out mi   f64[channel] mean best=high bounds=0..1 | modulation index\n"
    "out z    f64[channel] mean chance=0 best=high | mi less the mean of its surrogates, over "
    "their "
    "sd\n"
    "out p    f64[channel] mean bounds=0..1 best=low | (1 + surrogates at least as large) / (1 + "
    "surrogates)\n"
    "out null f64[channel] mean | mean of the surrogates\n"
    "out preferred f64[channel] none | phase at which the amplitude is largest (its mean vector)\n"
    "param bins       i64 = 18 2..1000\n"
    "param surrogates i64 = 200 2..100000\n"
    "block all\n"
    "doc | Every bin needs rows. Rows are taken to be equally far apart; a segment shorter than "
    "ten rows is not turned.\n"
    "licence | MIT\n"
    "cite | Tort et al. (2010), Journal of Neurophysiology 104, 1195-1210\n"
    "cite | Aru et al. (2015), Current Opinion in Neurobiology 31, 51-61\n");

#define TWO_PI 6.28318530717958647692

typedef struct work {
    int64_t rows, bins, cuts, *cut;
    int32_t *bin; /* of each row */
    double *mean, *count, *null;
} work;

static int64_t bytes_of(gy_call *c, int64_t rows, int64_t cuts)
{
    int64_t bytes = 0;
    if (__builtin_mul_overflow(rows, (int64_t)4, &bytes) || bytes > INT64_MAX / 2) {
        return -1;
    }
    return bytes + 8 + (cuts + 2) * 8 +
           8 * (2 * gy_integer(c, "bins") + gy_integer(c, "surrogates"));
}

static int resolve(gy_call *c)
{
    int64_t cuts = 0, bytes = 0;
    c->host->segments(c, "phase.row", &cuts);
    bytes = bytes_of(c, gy_get(c, "phase")->shape[0], cuts);
    if (bytes < 0) {
        return gy_fail(c, GY_PARAM, "phase", "too many rows");
    }
    return c->host->set_scratch(c, bytes, 0, 0);
}

/* Cuts of the rows shown: rows cut[s] .. cut[s + 1] - 1 lie in one segment. */
static void cut_rows(gy_call *c, const gy_array *a, work *w)
{
    int64_t total = 0, s = 0;
    const int64_t *first = c->host->segments(c, "phase.row", &total);
    w->cuts = 0;
    for (int64_t i = 0; i < w->rows; i++) {
        int64_t row = a->rows ? a->rows[i] : a->first + i, before = s;
        while (first && s + 1 < total && first[s + 1] <= row) {
            s++;
        }
        if (i == 0 || s != before) {
            w->cut[w->cuts++] = i;
        }
    }
    w->cut[w->cuts] = w->rows;
}

static int read_bins(gy_call *c, const gy_array *phase, work *w)
{
    for (int64_t k = 0; k < w->bins; k++) {
        w->count[k] = 0;
    }
    for (int64_t i = 0; i < w->rows; i++) {
        double turn = gy_at1(phase, i) / TWO_PI + 0.5;
        if (!isfinite(turn)) {
            return gy_fail(c, GY_DATA, "phase", "a phase is not a number");
        }
        int64_t k = (int64_t)((turn - floor(turn)) * (double)w->bins);
        w->bin[i] = (int32_t)(k < w->bins ? k : w->bins - 1);
        w->count[w->bin[i]] += 1;
    }
    for (int64_t k = 0; k < w->bins; k++) {
        if (!(w->count[k] > 0)) {
            return gy_fail(c, GY_DATA, "bins",
                           "a bin of phase has no row: fewer bins, or more rows");
        }
    }
    return GY_OK;
}

/* Modulation index of channel j; in segment s the amplitude comes from `shift` (a share of its
 * length) later. */
static double index_of(const gy_array *amplitude, int64_t j, const work *w, double shift)
{
    double sum = 0, h = 0;
    memset(w->mean, 0, (size_t)w->bins * sizeof *w->mean);
    for (int64_t s = 0; s < w->cuts; s++) {
        int64_t lo = w->cut[s], n = w->cut[s + 1] - lo;
        int64_t by = n < 10 ? 0 : (int64_t)(shift * (double)n);
        for (int64_t i = 0; i < n; i++) {
            int64_t from = lo + (i + by < n ? i + by : i + by - n);
            w->mean[w->bin[lo + i]] += gy_at2(amplitude, from, j);
        }
    }
    for (int64_t k = 0; k < w->bins; k++) {
        w->mean[k] /= w->count[k];
        sum += w->mean[k];
    }
    for (int64_t k = 0; k < w->bins; k++) {
        double p = w->mean[k] / sum;
        h -= p > 0 ? p * log(p) : 0;
    }
    return sum > 0 ? fmax(0, 1 - h / log((double)w->bins)) : (double)NAN;
}

static double preferred_of(const gy_array *phase, const gy_array *amplitude, int64_t j,
                           int64_t rows)
{
    double re = 0, im = 0;
    for (int64_t i = 0; i < rows; i++) {
        re += gy_at2(amplitude, i, j) * cos(gy_at1(phase, i));
        im += gy_at2(amplitude, i, j) * sin(gy_at1(phase, i));
    }
    return atan2(im, re);
}

static void put(gy_call *c, const char *name, int64_t j, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[j] = value;
    }
}

static int channel(gy_call *c, const gy_array *amplitude, int64_t j, work *w)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    int64_t n = gy_integer(c, "surrogates");
    double mi = index_of(amplitude, j, w, 0), mean = 0, square = 0, larger = 0, draw = 0;
    for (int64_t k = 0; k < n; k++) {
        GY_TRY(rng->uniform(c, "shift", k, 1, &draw));
        w->null[k] = index_of(amplitude, j, w, 0.1 + 0.8 * draw);
        mean += w->null[k] / (double)n;
        larger += w->null[k] >= mi;
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    for (int64_t k = 0; k < n; k++) {
        square += (w->null[k] - mean) * (w->null[k] - mean) / (double)(n - 1);
    }
    put(c, "mi", j, mi);
    put(c, "null", j, mean);
    put(c, "z", j, square > 0 ? (mi - mean) / sqrt(square) : (double)NAN);
    put(c, "p", j, (1 + larger) / (double)(n + 1));
    return GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *phase = gy_get(c, "phase"), *amplitude = gy_get(c, "amplitude");
    int64_t cuts = 0;
    c->host->segments(c, "phase.row", &cuts);
    work w = {phase->shape[0], gy_integer(c, "bins"), 0, 0, 0, 0, 0, 0};
    if (!c->host->extension(c, GY_RNG)) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    w.cut = (int64_t *)c->host->scratch(c, (cuts + 2) * 8);
    w.bin = (int32_t *)c->host->scratch(c, w.rows * 4 + 4);
    w.mean = (double *)c->host->scratch(c, (2 * w.bins + gy_integer(c, "surrogates")) * 8);
    if (!w.cut || !w.bin || !w.mean) {
        return gy_fail(c, GY_MEMORY, "phase", "no memory for the bins");
    }
    w.count = w.mean + w.bins;
    w.null = w.count + w.bins;
    cut_rows(c, phase, &w);
    GY_TRY(read_bins(c, phase, &w));
    for (int64_t i = 0; i < w.rows * amplitude->shape[1]; i++) {
        double v = gy_at2(amplitude, i / amplitude->shape[1], i % amplitude->shape[1]);
        if (!(v >= 0)) {
            return gy_fail(c, GY_DATA, "amplitude", "an amplitude is below 0 or not a number");
        }
    }
    for (int64_t j = 0; j < amplitude->shape[1]; j++) {
        GY_TRY(channel(c, amplitude, j, &w));
        put(c, "preferred", j, preferred_of(phase, amplitude, j, w.rows));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
