#include "bitmaps.h"
#include "value/folds_gap.h"

#include <math.h>

enum { N = 4000 };
static double y[N * 4];

/* Sum of 12 uniform numbers less 6: mean 0, variance 1, near enough to normal. */
static double noise(uint64_t *state)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += (double)draw(state) / 2147483648.0;
    }
    return sum;
}

/* x(t) = phi x(t-1) + e(t): acf(L) = phi^L */
static void fill_ar1(double *out, int64_t n, double phi, uint64_t seed)
{
    uint64_t state = seed;
    double x = 0;
    for (int64_t t = -200; t < n; t++) {
        x = phi * x + noise(&state);
        if (t >= 0) {
            out[t] = x;
        }
    }
}

static gy_gap gap_of(int64_t n, int64_t n_targets, const gy_rows *train, const gy_segments *seg)
{
    gy_gap gap;
    GError *error = NULL;
    bool ok = gy_gap_auto(y, n_targets, 1, n, train, seg, &gap, &error);
    cr_assert(ok, "%s", ok ? "" : error->message);
    return gap;
}

/* One pulse of w ones among N rows, far from both ends, m = w / N: w - L pairs (L < w) have both
 * ends in it, 2w have an end in it, so
 *     sum over pairs of (y(t) - m) (y(t+L) - m) = (w - L) - 2 w m + (N - L) m^2. */
static double pulse_acf(int64_t w, int64_t lag)
{
    double m = (double)w / N, both = (double)MAX(w - lag, 0), n_pairs = (double)(N - lag);
    return (both - 2 * (double)w * m + n_pairs * m * m) / n_pairs / (m - m * m);
}

Test(folds_gap, closed_forms)
{
    const int64_t start[] = {0};
    gy_segments seg = {N, 1, start};
    g_auto(gy_rows) all = gy_rows_range(0, N);
    /* +1, 0, 0, 0, -1, 0, 0, 0, ...: acf is 0 but at multiples of 4 */
    for (int64_t t = 0; t < N; t++) {
        y[t] = t % 8 == 0 ? 1 : t % 8 == 4 ? -1 : 0;
    }
    gy_gap gap = gap_of(N, 1, &all, &seg);
    cr_assert_eq(gap.lag, 1);
    cr_assert(!gap.capped && gap.target == 0 && gap.cap == N / 4);
    cr_assert_float_eq(gap.threshold, 2 / sqrt(N), 1e-15);
    /* pulses every 3 rows: never three quiet lags in a row, so the cap */
    for (int64_t t = 0; t < N; t++) {
        y[t] = t % 6 == 0 ? 1 : t % 6 == 3 ? -1 : 0;
    }
    gap = gap_of(N, 1, &all, &seg);
    cr_assert_eq(gap.lag, N / 4);
    cr_assert(gap.capped);
    for (int64_t w = 1; w <= 40; w += 13) {
        for (int64_t t = 0; t < N; t++) {
            y[t] = t >= 2000 && t < 2000 + w ? 1 : 0;
        }
        gap = gap_of(N, 1, &all, &seg);
        int64_t want = 1;
        while (fabs(pulse_acf(w, want)) >= 2 / sqrt(N)) {
            want++;
        }
        cr_assert_eq(gap.lag, want, "width %ld: %ld", (long)w, (long)gap.lag);
        cr_assert(want >= w - 1 && want <= w);
    }
}

/* The acf computed a second way, from its definition, pair by pair over rows and segments. */
static int64_t slow_gap(const double *x, const bitmap *train, const gy_segments *seg, int64_t cap)
{
    int64_t n = seg->n_rows, n_train = 0, low = 0;
    double z[MAX_ROWS], variance = 0;
    for (int64_t t = 0; t < n; t++) {
        double sum = 0, count = 0;
        for (int64_t q = 0; q < n; q++) {
            bool home = train->at[q] && slow_segment(seg, q) == slow_segment(seg, t);
            sum += home ? x[q] : 0;
            count += home;
        }
        z[t] = train->at[t] ? x[t] - sum / count : 0;
        variance += z[t] * z[t];
        n_train += train->at[t];
    }
    for (int64_t lag = 1; lag - low <= cap; lag++) {
        double sum = 0, pairs = 0;
        for (int64_t t = 0; t + lag < n; t++) {
            bool whole = slow_segment(seg, t) == slow_segment(seg, t + lag);
            for (int64_t q = t; q <= t + lag; q++) {
                whole &= train->at[q] != 0;
            }
            sum += whole ? z[t] * z[t + lag] : 0;
            pairs += whole;
        }
        double acf = pairs > 0 ? (sum / pairs) / (variance / (double)n_train) : 1e9;
        low = fabs(acf) < 2 / sqrt((double)n_train) ? low + 1 : 0;
        if (low == 3) {
            return lag - 2;
        }
    }
    return cap;
}

Test(folds_gap, against_the_definition)
{
    uint64_t state = 60;
    for (int c = 0; c < 2000; c++) {
        int64_t n = draw_between(&state, 4, MAX_ROWS), start[MAX_ROWS], cap = n;
        gy_segments seg = {n, draw_segments(&state, n, start), start};
        bitmap train = draw_bitmap(&state, n);
        g_auto(gy_rows) rows = rows_of(&train, n);
        if (gy_rows_is_empty(&rows)) {
            continue;
        }
        for (int64_t s = 0; s < seg.n_segments; s++) {
            gy_span span = gy_segments_span(&seg, s);
            if (gy_rows_touches(&rows, span.lo, span.hi)) {
                cap = MIN(cap, (span.hi - span.lo) / 4);
            }
        }
        /* 3 targets in rows of 4 numbers: strides; other rows are poison */
        double phi = (double)draw_between(&state, 0, 9) / 10;
        int64_t want = 0;
        for (int64_t j = 0; j < 3; j++) {
            double x[MAX_ROWS];
            fill_ar1(x, n, phi, state + (uint64_t)j);
            int64_t lag = slow_gap(x, &train, &seg, cap);
            want = MAX(want, lag);
            for (int64_t t = 0; t < n; t++) {
                y[4 * t + j] = train.at[t] ? x[t] : (double)NAN;
            }
        }
        gy_gap gap;
        cr_assert(gy_gap_auto(y, 3, 4, 1, &rows, &seg, &gap, NULL));
        cr_assert_eq(gap.cap, cap);
        if (gap.n_skipped == 0) { /* a segment with one training row has no variance */
            cr_assert_eq(gap.lag, want, "case %d: %ld, not %ld", c, (long)gap.lag, (long)want);
        }
    }
}

/* phi^L falls below 2 / sqrt(4000) = 0.0316 at L = log(0.0316) / log(phi); sampling moves it. */
Test(folds_gap, follows_ar1)
{
    const int64_t start[] = {0};
    gy_segments seg = {N, 1, start};
    g_auto(gy_rows) all = gy_rows_range(0, N);
    const double phi[] = {0, 0.5, 0.8, 0.9};
    for (int i = 0; i < 4; i++) {
        double mean = 0, crossing = phi[i] > 0 ? log(0.0316) / log(phi[i]) : 0;
        for (uint64_t seed = 0; seed < 10; seed++) {
            fill_ar1(y, N, phi[i], 70 + seed);
            mean += (double)gap_of(N, 1, &all, &seg).lag / 10;
        }
        cr_assert(mean >= MAX(0.99, 0.6 * crossing) && mean <= 1.9 * crossing + 3,
                  "phi %g: %g for %g", phi[i], mean, crossing);
    }
}

Test(folds_gap, largest_over_targets_without_constant_ones)
{
    const int64_t start[] = {0, N / 2};
    gy_segments seg = {N, 2, start};
    g_auto(gy_rows) all = gy_rows_range(0, N);
    fill_ar1(y, N, 0, 80);
    fill_ar1(y + 2 * N, N, 0.9, 81);
    for (int64_t t = 0; t < N; t++) {
        y[N + t] = 0.1;
        y[3 * N + t] = t == 5 ? (double)INFINITY : y[2 * N + t];
    }
    gy_gap gap = gap_of(N, 4, &all, &seg);
    cr_assert_eq(gap.target, 2);
    cr_assert_eq(gap.n_skipped, 2);
    cr_assert(gap.lag > 10 && gap.cap == N / 8);
    /* constant in each segment is constant: no step is taken for correlation */
    for (int64_t t = 0; t < N; t++) {
        y[t] = t < N / 2 ? 1.1 : -7.3;
    }
    gap = gap_of(N, 1, &all, &seg);
    cr_assert(gap.lag == 0 && gap.target == -1 && gap.n_skipped == 1 && !gap.capped);
    gap = gap_of(N, 0, &all, &seg);
    cr_assert(gap.lag == 0 && gap.target == -1 && gap.n_skipped == 0);
}

Test(folds_gap, bad_input)
{
    const int64_t start[] = {0};
    gy_segments seg = {10, 1, start};
    g_auto(gy_rows) none = gy_rows_empty();
    g_auto(gy_rows) far = gy_rows_range(4, 11);
    g_auto(gy_rows) some = gy_rows_range(4, 9);
    gy_gap gap = {.lag = -7};
    const struct {
        const gy_rows *rows;
        int64_t n_targets;
        const char *part;
    } cases[] = {
        {&none, 1, "0 training rows"},
        {&far, 1, "7 training rows, some beyond the domain"},
        {&some, -1, "-1 targets"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GError *error = NULL;
        bool ok = gy_gap_auto(y, cases[i].n_targets, 1, 10, cases[i].rows, &seg, &gap, &error);
        assert_error(ok, error, cases[i].part);
        cr_assert_eq(gap.lag, -7);
    }
}
