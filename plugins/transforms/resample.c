/* SPDX-License-Identifier: MIT
 *
 * resample.c: x on another regular time grid: means of bins, or an anti-aliased polyphase filter.
 *
 * Steps are ratios of whole numbers: a new step is num / den old ones, in integers, so that 20 kHz
 * to 5 ms is exactly 100 samples a bin. Bin k of a segment holds the old samples j with
 * k num / den <= j - offset < (k + 1) num / den.
 */
#include "times.h"

GY_SAY(text,
       "transform.resample 1 | Bring x onto another regular time grid\n"
       "in    x      T[source, ...]         | values on a regular time axis\n"
       "in    to     rows[time] optional    | the grid to come onto\n"
       "out   y      T[time, ...]           | the first row is at the segment's start\n"
       "param rate   quantity(Hz) optional >0 | rows per second of y\n"
       "param step   quantity(s) optional >0  | or the time from row to row\n"
       "param method choice(mean, polyphase) = mean | mean of the samples in [t, t + step), or a "
       "zero-phase low-pass filter (Kaiser, beta 5, 10 zero crossings a side)\n"
       "reach y.time x.source table\n"
       "reach y.time to.time row\n"
       "doc | mean: floor(n step_x / step) bins a segment. polyphase equals "
       "scipy.signal.resample_poly on each segment, zero beyond its ends.\n"
       "licence | MIT\n"
       "cite | scipy.signal.resample_poly, Virtanen et al. 2020, Nature Methods 17, 261-272\n");

typedef struct plan {
    tr_clock clock, grid;
    const gy_array *to;
    int64_t length;   /* rows of x */
    int64_t num, den; /* new step = num / den old steps */
    int64_t half;     /* polyphase: h has 2 half + 1 taps */
    int mean;
    double step;
} plan;

static int64_t gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t t = a % b;
        a = b;
        b = t;
    }
    return a;
}

static int read_ratio(gy_call *c, plan *p)
{
    int64_t a = 0, b = 0, d = 0, e = 0;
    double step = gy_number(c, "step"), rate = gy_number(c, "rate");
    const char *key = p->to ? "to" : step > 0 ? "step" : "rate";
    if ((step > 0) + (rate > 0) + (p->to != 0) != 1) {
        return gy_fail(c, GY_PARAM, "step", "give one of step, rate and `to`");
    }
    GY_TRY(tr_rational(c, "x", p->clock.step, &a, &b));
    if (rate > 0) {
        GY_TRY(tr_rational(c, key, rate, &e, &d));
    } else {
        GY_TRY(tr_rational(c, key, p->to ? p->grid.step : step, &d, &e));
    }
    int64_t g = gcd(d, a), h = gcd(b, e);
    if (__builtin_mul_overflow(d / g, b / h, &p->num) ||
        __builtin_mul_overflow(e / h, a / g, &p->den) || p->num > 1 << 30 || p->den > 1 << 30) {
        return gy_fail(c, GY_PARAM, key, "the ratio of the two steps is not one of small numbers");
    }
    p->step = (double)d / (double)e;
    return GY_OK;
}

static int read_plan(gy_call *c, plan *p)
{
    const gy_array *x = gy_get(c, "x");
    *p = (plan){.to = gy_get(c, "to"), .mean = gy_is(c, "method", "mean")};
    GY_TRY(tr_clock_of(c, "x.source", &p->clock));
    if (!(p->clock.step > 0)) {
        return gy_fail(c, GY_SHAPE, "x", "its rows are not equally far apart in time");
    }
    p->length = tr_length(&p->clock, x);
    if (p->to) {
        GY_TRY(tr_clock_of(c, "to.time", &p->grid));
        if (!(p->grid.step > 0) || p->grid.n != p->clock.n) {
            return gy_fail(c, GY_SHAPE, "to",
                           p->grid.step > 0 ? "x and `to` have different numbers of segments"
                                            : "its rows are not equally far apart in time");
        }
    }
    GY_TRY(read_ratio(c, p));
    p->half = 10 * (p->num > p->den ? p->num : p->den);
    if (p->mean && p->num < p->den) {
        return gy_fail(c, GY_PARAM, "method",
                       "mean needs a step no shorter than x's: bins are "
                       "empty");
    }
    return p->mean || p->half < 1 << 26
               ? GY_OK
               : gy_fail(c, GY_PARAM, "method", "the filter for this ratio of steps is too long");
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

static int64_t ceil_div(int64_t a, int64_t b)
{
    return -floor_div(-a, b);
}

/* Start of `to`'s segment s in old samples after x's, as whole samples if it is within 1e-6 of it.
 */
static int offset_of(gy_call *c, const plan *p, int64_t s, int64_t *out)
{
    double d = p->to ? tr_segment_start(&p->grid, s) - tr_segment_start(&p->clock, s) : 0;
    d /= p->clock.step;
    *out = (int64_t)nearbyint(d);
    if (!(fabs(d) < 1e15) || fabs(d - (double)*out) > 1e-6 || (!p->mean && *out != 0)) {
        return tr_fail(c, GY_SHAPE, "to",
                       p->mean ? "segment %lld begins %g samples after x's: not a whole number"
                               : "segment %lld begins %g samples after x's; polyphase needs 0",
                       (long long)s, d);
    }
    return GY_OK;
}

static int64_t rows_of(const plan *p, int64_t s)
{
    int64_t n = tr_segment_end(p->clock.first, p->clock.n, s, p->length) - p->clock.first[s];
    if (p->to) {
        int64_t all = p->to->shape[0];
        return tr_segment_end(p->grid.first, p->grid.n, s, all) - p->grid.first[s];
    }
    return p->mean ? n * p->den / p->num : ceil_div(n * p->den, p->num);
}

/* Old samples, counted from the segment's head, that row k of the segment reads. */
static void interval(const plan *p, int64_t k, int64_t offset, int64_t n, int64_t *lo, int64_t *hi)
{
    if (p->mean) {
        *lo = ceil_div(k * p->num, p->den) + offset;
        *hi = ceil_div((k + 1) * p->num, p->den) + offset;
        return;
    }
    *lo = ceil_div(k * p->num - p->half, p->den);
    *hi = floor_div(k * p->num + p->half, p->den) + 1;
    *lo = *lo < 0 ? 0 : *lo < n ? *lo : n;
    *hi = *hi > n ? n : *hi > *lo ? *hi : *lo;
}

/* Modified Bessel function of the first kind, order 0: sum of (x/2)^2k / k!^2. */
static double bessel0(double x)
{
    double term = 1, sum = 1;
    for (int k = 1; k < 200 && term > 1e-18 * sum; k++) {
        term *= x / (2 * k) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

/* Windowed sinc with cutoff 1 / max(num, den) of the Nyquist rate, unit gain, times den. */
static double *filter(gy_call *c, const plan *p)
{
    double sum = 0, cutoff = 10 / (double)p->half;
    double *h = (double *)tr_scratch(c, 2 * p->half + 1, (int64_t)sizeof *h);
    for (int64_t i = 0; h && i <= 2 * p->half; i++) {
        double m = (double)(i - p->half), r = m / (double)p->half, a = M_PI * cutoff * m;
        double window = bessel0(5 * sqrt(r * r < 1 ? 1 - r * r : 0)) / bessel0(5);
        h[i] = cutoff * (m == 0 ? 1 : sin(a) / a) * window;
        sum += h[i];
    }
    for (int64_t i = 0; h && i <= 2 * p->half; i++) {
        h[i] *= (double)p->den / sum;
    }
    return h;
}

/* Segments, starts and rate of a grid that this node makes. */
static int say_grid(gy_call *c, const plan *p, const int64_t *first, const double *start, int64_t n)
{
    int64_t a = 0, b = 0;
    GY_TRY(tr_rational(c, "step", p->step, &a, &b));
    GY_TRY(c->host->set_length(c, "time", n));
    GY_TRY(c->host->set_segments(c, "time", p->clock.n, first));
    return c->host->set_rate(c, "time", a, b, "s", start);
}

static int resolve(gy_call *c)
{
    plan p;
    int64_t rows = 0, offset = 0;
    GY_TRY(read_plan(c, &p));
    int64_t *first = (int64_t *)tr_scratch(c, p.clock.n + 1, 16), at = 0;
    for (int64_t s = 0; s < p.clock.n; s++) {
        rows += rows_of(&p, s);
    }
    int64_t *lo = (int64_t *)tr_scratch(c, rows + 1, 16);
    if (!first || !lo) {
        return tr_memory(c, "x");
    }
    int64_t *hi = lo + rows + 1;
    double *start = (double *)(first + p.clock.n + 1);
    for (int64_t s = 0; s < p.clock.n; s++) {
        int64_t head = p.clock.first[s], n = tr_segment_end(p.clock.first, p.clock.n, s, p.length);
        first[s] = at;
        start[s] = tr_segment_start(&p.clock, s);
        GY_TRY(offset_of(c, &p, s, &offset));
        for (int64_t k = 0; k < rows_of(&p, s); k++, at++) {
            interval(&p, k, offset, n - head, &lo[at], &hi[at]);
            if (lo[at] < 0 || hi[at] > n - head || lo[at] == hi[at]) {
                return tr_fail(c, GY_DATA, "to", "row %lld of `to` lies outside of x",
                               (long long)at);
            }
            lo[at] += head;
            hi[at] += head;
        }
    }
    if (rows == 0) {
        return gy_fail(c, GY_DATA, "x", "no segment is as long as one new row");
    }
    if (!p.to) {
        GY_TRY(say_grid(c, &p, first, start, rows));
    }
    return c->host->set_reach(c, "y.time", "x.source", rows, 0, lo, hi);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t m = 0, *col = tr_columns(c, x, &m), s = 0, before = 0, offset = 0, lo = 0, hi = 0;
    plan p;
    GY_TRY(read_plan(c, &p));
    double *h = p.mean ? 0 : filter(c, &p), *sum = (double *)tr_scratch(c, m + 1, 8);
    if (!col || !sum || (!h && !p.mean)) {
        return tr_memory(c, "x");
    }
    for (int64_t i = 0; i < y->shape[0]; i++) {
        while (s + 1 < p.clock.n && tr_row(y, i) >= before + rows_of(&p, s)) {
            before += rows_of(&p, s++);
        }
        int64_t head = p.clock.first[s], k = tr_row(y, i) - before;
        GY_TRY(offset_of(c, &p, s, &offset));
        interval(&p, k, offset, tr_segment_end(p.clock.first, p.clock.n, s, p.length) - head, &lo,
                 &hi);
        memset(sum, 0, (size_t)m * sizeof *sum);
        for (int64_t j = lo; j < hi; j++) {
            int64_t at = tr_find(x, head + j);
            double w = h ? h[k * p.num - j * p.den + p.half] : 1;
            for (int64_t q = 0; at >= 0 && q < m; q++) {
                sum[q] += w * gy_element(x, at * x->stride[0] + col[q]);
            }
        }
        for (int64_t q = 0; q < m; q++) {
            tr_put(y, i * m + q, h ? sum[q] : sum[q] / (double)(hi - lo));
        }
        if (i % 256 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
