/* SPDX-License-Identifier: MIT
 *
 * differential_affinity.c: how much two traces change together, moment by moment.
 *
 * g = derivative of the trace smoothed by a Gaussian, over the neuron's largest |g|. Time is cut
 * where g of either of two neurons changes its sign; in a stretch both rise or fall all the time.
 * There
 *
 *   affinity = min(mean |g_i|, mean |g_j|)
 *
 * the speed that both have, and 0 where either is below `floor` times its own noise (the median of
 * |g| in that worm over .6745, the sd of normal noise) and in stretches shorter than `shortest`
 * rows, where the sign is that of the noise. Opposite signs count like equal ones. What
 * comes out is the mean over the rows of each bin.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.differential-affinity 1 | How much two traces change together, moment by moment\n"
    "in  x f64[row:time, worm, neuron] missing | traces; a neuron with a missing value in a worm "
    "is "
    "missing there throughout\n"
    "out y f64[bin:time, worm, pair] | affinity, 0 to 1; NaN where one of the pair is missing; "
    "pairs 0-1, 0-2, ... 1-2, ...\n"
    "out present f64[neuron, worm] | 1 where the worm has the neuron\n"
    "param bin      i64 >=1     | rows that become one\n"
    "param smooth   f64 = 1 0..1000 | sd of the Gaussian, in rows; 0: none\n"
    "param shortest i64 = 3 1..1000000 | rows of a stretch in which neither changes its sign\n"
    "param floor f64 = 3 >=0 | a mean |g| below so many times the neuron's noise counts as 0\n"
    "param scale choice(neuron, none) = neuron | divide by the neuron's largest |g| in any worm\n"
    "doc | The paper describes the affinity in words: derivatives of two neurons are compared over "
    "intervals in which both keep their sign, by size and not by sign. The formula is ours. A "
    "last bin that is not full is left out. With scale = none the affinity has the traces' unit "
    "per row.\n"
    "licence | MIT\n"
    "cite | Dyballa et al. (2024), ICLR, arXiv:2402.14102\n");

/* Derivatives g[worm, neuron, time] and their running sums of |g|: sum[.., time + 1]; end[..]: the
 * first row after this one where the sign is another. */
typedef struct slopes {
    gy_call *call;
    const gy_array *x;
    gy_array *y;
    int64_t rows, worms, neurons, bin, bins, pairs, shortest;
    double floor, *kernel, *sum, *space;
    int64_t wide; /* the kernel has 2 wide + 1 weights */
    int32_t *end;
    uint8_t *present;
    double *largest, *noise; /* [worm, neuron] */
    const double *scale;
} slopes;

static int sizes_of(gy_call *c, slopes *s)
{
    const gy_array *x = gy_get(c, "x");
    double smooth = gy_number(c, "smooth");
    s->call = c;
    s->x = x;
    s->rows = x->shape[0];
    s->worms = x->shape[1];
    s->neurons = x->shape[2];
    s->bin = gy_integer(c, "bin");
    s->bins = s->rows / s->bin;
    s->pairs = s->neurons * (s->neurons - 1) / 2;
    s->shortest = gy_integer(c, "shortest");
    s->floor = gy_number(c, "floor");
    s->wide = (int64_t)ceil(4 * smooth);
    if (s->neurons < 2 || s->neurons > 100000) {
        return gy_fail(c, GY_SHAPE, "x", "pairs need 2 to 100000 neurons");
    }
    if (s->bins < 1 || s->rows > INT32_MAX - 1) {
        return tr_fail(c, GY_PARAM, "bin", "x has %lld rows: a bin has 1 to so many",
                       (long long)s->rows);
    }
    return GY_OK;
}

static int64_t cells_of(const slopes *s)
{
    return s->worms * s->neurons;
}

static int resolve(gy_call *c)
{
    slopes s = {0};
    int64_t bytes = 0, numerator = 0, denominator = 0;
    double step = 0, start = 0;
    GY_TRY(sizes_of(c, &s));
    GY_TRY(c->host->set_length(c, "bin", s.bins));
    GY_TRY(c->host->set_length(c, "pair", s.pairs));
    if (c->host->rate(c, "x.row", &step, &start) == GY_OK && step > 0) {
        double middle = start + step * (double)(s.bin - 1) / 2;
        GY_TRY(tr_rational(c, "bin", step * (double)s.bin, &numerator, &denominator));
        GY_TRY(c->host->set_rate(c, "bin", numerator, denominator, "s", &middle));
    }
    if (__builtin_mul_overflow(cells_of(&s), s.rows + 1, &bytes) ||
        __builtin_mul_overflow(bytes, 20, &bytes)) {
        return gy_fail(c, GY_PARAM, "x", "traces too large for their derivatives");
    }
    return c->host->set_scratch(c, bytes + cells_of(&s) * 17 + s.neurons * 8 + s.wide * 16 + 8, 0,
                                0);
}

static void make_kernel(slopes *s, double sd)
{
    double sum = 0;
    for (int64_t k = -s->wide; k <= s->wide; k++) {
        double z = sd > 0 ? (double)k / sd : 0;
        s->kernel[k + s->wide] = exp(-z * z / 2);
        sum += s->kernel[k + s->wide];
    }
    for (int64_t k = 0; k <= 2 * s->wide; k++) {
        s->kernel[k] /= sum;
    }
}

/* Smoothed trace at row t; beyond the ends the trace stays as it is there. */
static double smoothed(const slopes *s, const double *trace, int64_t t)
{
    double sum = 0;
    for (int64_t k = -s->wide; k <= s->wide; k++) {
        int64_t at = t + k < 0 ? 0 : t + k >= s->rows ? s->rows - 1 : t + k;
        sum += s->kernel[k + s->wide] * trace[at];
    }
    return sum;
}

/* The k-th smallest of v[n], which is left in another order (Hoare's selection). */
static double select_kth(double *v, int64_t n, int64_t k)
{
    for (int64_t lo = 0, hi = n - 1; lo < hi;) {
        double pivot = v[lo + (hi - lo) / 2];
        int64_t i = lo, j = hi;
        while (i <= j) {
            while (v[i] < pivot) {
                i++;
            }
            while (v[j] > pivot) {
                j--;
            }
            if (i <= j) {
                double swap = v[i];
                v[i++] = v[j];
                v[j--] = swap;
            }
        }
        if (k <= j) {
            hi = j;
        } else if (k >= i) {
            lo = i;
        } else {
            break;
        }
    }
    return v[k];
}

/* Replaces the slopes in sum[n] by their running sums, and notes the noise. trace: scratch. */
static void running(slopes *s, int64_t i, double *sum, double *trace)
{
    double before = 0;
    for (int64_t t = 0; t < s->rows; t++) {
        double size = fabs(sum[t]);
        trace[t] = size;
        sum[t] = before;
        before += size;
    }
    sum[s->rows] = before;
    s->noise[i] = select_kth(trace, s->rows, s->rows / 2) / 0.6744897501960817;
}

/* Fills sum and end of worm and neuron i; body of a loop. */
static int slope_of(void *context, int64_t i)
{
    slopes *s = (slopes *)context;
    int64_t n = s->rows, w = i / s->neurons, neuron = i % s->neurons;
    double *trace = s->space + i * n, *sum = s->sum + i * (n + 1);
    int32_t *end = s->end + i * (n + 1);
    const gy_array *x = s->x;
    s->present[i] = 1;
    for (int64_t t = 0; t < n; t++) {
        trace[t] = gy_element(x, t * x->stride[0] + w * x->stride[1] + neuron * x->stride[2]);
        int gone = x->valid && !x->valid[(t * s->worms + w) * s->neurons + neuron];
        s->present[i] &= (uint8_t)(!gone && isfinite(trace[t]));
    }
    if (!s->present[i]) {
        return GY_OK;
    }
    for (int64_t t = 0; t < n; t++) { /* central differences of the smoothed trace, in sum[t] */
        if (t % 256 == 0 && s->call->host->stopped(s->call)) {
            return GY_CANCELLED;
        }
        double after = smoothed(s, trace, t + 1 < n ? t + 1 : t);
        double first = smoothed(s, trace, t > 0 ? t - 1 : 0);
        sum[t] = (after - first) / 2;
        s->largest[i] = fmax(s->largest[i], fabs(sum[t]));
    }
    end[n] = (int32_t)n;
    for (int64_t t = n - 1; t >= 0; t--) {
        int same =
            t + 1 < n && (sum[t] > 0) == (sum[t + 1] > 0) && (sum[t] < 0) == (sum[t + 1] < 0);
        end[t] = same ? end[t + 1] : (int32_t)(t + 1);
    }
    running(s, i, sum, trace);
    return GY_OK;
}

/* Adds `value` to the bins of rows lo .. hi - 1. */
static void spread(const slopes *s, int64_t w, int64_t pair, int64_t lo, int64_t hi, double value)
{
    double *y = (double *)s->y->data;
    for (int64_t t = lo; t < hi && t / s->bin < s->bins;) {
        int64_t b = t / s->bin, stop = (b + 1) * s->bin < hi ? (b + 1) * s->bin : hi;
        y[(b * s->worms + w) * s->pairs + pair] += value * (double)(stop - t) / (double)s->bin;
        t = stop;
    }
}

static void pair_of(const slopes *s, int64_t w, int64_t i, int64_t j, int64_t pair)
{
    int64_t n = s->rows, a = w * s->neurons + i, b = w * s->neurons + j;
    const double *sa = s->sum + a * (n + 1), *sb = s->sum + b * (n + 1);
    const int32_t *ea = s->end + a * (n + 1), *eb = s->end + b * (n + 1);
    int there = s->present[a] && s->present[b];
    double *y = (double *)s->y->data;
    for (int64_t k = 0; k < s->bins; k++) {
        y[(k * s->worms + w) * s->pairs + pair] = there ? 0 : (double)NAN;
    }
    for (int64_t t = 0; there && t < n;) {
        int64_t stop = ea[t] < eb[t] ? ea[t] : eb[t];
        if (stop - t >= s->shortest) {
            double size = (double)(stop - t);
            double u = (sa[stop] - sa[t]) / size, v = (sb[stop] - sb[t]) / size;
            int loud = u >= s->floor * s->noise[a] && v >= s->floor * s->noise[b];
            spread(s, w, pair, t, stop, loud ? fmin(u * s->scale[i], v * s->scale[j]) : 0);
        }
        t = stop;
    }
}

/* All pairs whose first neuron is i, in one worm; body of a loop. */
static int pairs_of(void *context, int64_t k)
{
    const slopes *s = (const slopes *)context;
    int64_t w = k / s->neurons, i = k % s->neurons;
    int64_t pair = i * (2 * s->neurons - i - 1) / 2;
    for (int64_t j = i + 1; j < s->neurons; j++) {
        if (s->call->host->stopped(s->call)) {
            return GY_CANCELLED;
        }
        pair_of(s, w, i, j, pair++);
    }
    return GY_OK;
}

/* scale[neuron] = 1 / largest |g| in any worm; 1 for none, 0 for a neuron that never changes. */
static double *scales(gy_call *c, const slopes *s)
{
    double *scale = (double *)tr_scratch(c, s->neurons, (int64_t)sizeof *scale);
    int none = gy_is(c, "scale", "none");
    for (int64_t i = 0; scale && i < s->neurons; i++) {
        double most = 0;
        for (int64_t w = 0; w < s->worms; w++) {
            most = fmax(most, s->largest[w * s->neurons + i]);
        }
        scale[i] = none ? 1 : most > 0 ? 1 / most : 0;
    }
    return scale;
}

static int run(gy_call *c)
{
    const gy_map *map = (const gy_map *)c->host->extension(c, GY_MAP);
    slopes s = {0};
    GY_TRY(sizes_of(c, &s));
    int64_t cells = cells_of(&s);
    s.y = gy_get(c, "y");
    s.kernel = (double *)tr_scratch(c, 2 * s.wide + 1, (int64_t)sizeof *s.kernel);
    s.sum = (double *)tr_scratch(c, cells * (s.rows + 1), (int64_t)sizeof *s.sum);
    s.space = (double *)tr_scratch(c, cells * s.rows, (int64_t)sizeof *s.space);
    s.end = (int32_t *)tr_scratch(c, cells * (s.rows + 1), (int64_t)sizeof *s.end);
    s.present = (uint8_t *)tr_scratch(c, cells, 1);
    s.largest = (double *)tr_scratch(c, cells, 16);
    if (!map) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.map/1");
    }
    if (!s.kernel || !s.sum || !s.space || !s.end || !s.present || !s.largest) {
        return tr_memory(c, "x");
    }
    s.noise = s.largest + cells;
    make_kernel(&s, gy_number(c, "smooth"));
    GY_TRY(map->each(c, cells, slope_of, &s));
    s.scale = scales(c, &s);
    for (int64_t k = 0; k < cells; k++) {
        gy_doubles(c, "present")[k % s.neurons * s.worms + k / s.neurons] = s.present[k];
    }
    if (!s.scale) {
        return tr_memory(c, "x");
    }
    return map->each(c, cells, pairs_of, &s);
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
