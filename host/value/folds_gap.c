/* SPDX-License-Identifier: Apache-2.0 */
#include "value/folds_gap.h"

#include "core/error.h"

#include <math.h>

enum { LAGS_BELOW = 3 };

/* The training rows cut at segment borders: piece i is z[offset[i]] .. z[offset[i+1]-1]. */
typedef struct pieces {
    int64_t n; /* training rows */
    int64_t n_pieces;
    gy_span *span;    /* [piece] rows */
    int64_t *segment; /* [piece], ascending */
    double *z;        /* [n] the target being looked at */
} pieces;

static void pieces_clear(pieces *pc)
{
    g_free(pc->span);
    g_free(pc->segment);
    g_free(pc->z);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pieces, pieces_clear)

static pieces pieces_of(const gy_rows *train, const gy_segments *seg)
{
    int64_t room = train->n + seg->n_segments;
    pieces pc = {.n = gy_rows_count(train)};
    pc.span = g_new(gy_span, (gsize)room);
    pc.segment = g_new(int64_t, (gsize)room);
    pc.z = g_new(double, (gsize)pc.n);
    for (int64_t i = 0; i < train->n; i++) {
        gy_span span = train->span[i];
        for (int64_t s = gy_segments_find(seg, span.lo);
             s < seg->n_segments && seg->start[s] < span.hi; s++) {
            gy_span home = gy_segments_span(seg, s);
            pc.segment[pc.n_pieces] = s;
            pc.span[pc.n_pieces++] = (gy_span){MAX(span.lo, home.lo), MIN(span.hi, home.hi)};
        }
    }
    return pc;
}

/* A constant target may leave rounding errors once its mean is gone; they are no variance. */
static bool is_varying(const double *z, int64_t n, double largest)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += z[i] * z[i];
    }
    return isfinite(sum) && sum > 0 && sqrt(sum / (double)n) > 1e-13 * largest;
}

/* Fills z with the target less its mean over each segment. False: constant or not finite. */
static bool load_target(pieces *pc, const double *y, int64_t row_stride)
{
    double largest = 0;
    int64_t k = 0;
    for (int64_t i = 0; i < pc->n_pieces;) {
        int64_t first = k, s = pc->segment[i];
        double sum = 0;
        for (; i < pc->n_pieces && pc->segment[i] == s; i++) {
            for (int64_t r = pc->span[i].lo; r < pc->span[i].hi; r++) {
                pc->z[k] = y[r * row_stride];
                largest = fmax(largest, fabs(pc->z[k]));
                sum += pc->z[k++];
            }
        }
        for (int64_t j = first; j < k; j++) {
            pc->z[j] -= sum / (double)(k - first);
        }
    }
    return is_varying(pc->z, pc->n, largest);
}

/* |acf(lag)| < threshold, where at least one pair is that far apart. */
static bool is_below(const pieces *pc, int64_t lag, double variance, double threshold)
{
    double sum = 0;
    int64_t n_pairs = 0;
    const double *z = pc->z;
    for (int64_t i = 0; i < pc->n_pieces; i++) {
        int64_t length = pc->span[i].hi - pc->span[i].lo;
        for (int64_t t = 0; t + lag < length; t++) {
            sum += z[t] * z[t + lag];
            n_pairs++;
        }
        z += length;
    }
    return n_pairs > 0 && fabs(sum / (double)n_pairs) < threshold * variance;
}

static int64_t first_low_lag(const pieces *pc, int64_t cap, double threshold, bool *out_capped)
{
    double variance = 0;
    for (int64_t i = 0; i < pc->n; i++) {
        variance += pc->z[i] * pc->z[i] / (double)pc->n;
    }
    int64_t in_a_row = 0;
    for (int64_t lag = 1; lag - in_a_row <= cap; lag++) {
        in_a_row = is_below(pc, lag, variance, threshold) ? in_a_row + 1 : 0;
        if (in_a_row == LAGS_BELOW) {
            *out_capped = false;
            return lag - LAGS_BELOW + 1;
        }
    }
    *out_capped = true;
    return cap;
}

bool gy_gap_auto(const double *y, int64_t n_targets, int64_t row_stride, int64_t target_stride,
                 const gy_rows *train, const gy_segments *segments, gy_gap *out_gap, GError **error)
{
    bool beyond = train->n > 0 && train->span[train->n - 1].hi > segments->n_rows;
    if (train->n == 0 || beyond || n_targets < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "gap = auto: %" G_GINT64_FORMAT " training rows%s, %" G_GINT64_FORMAT
                    " targets",
                    gy_rows_count(train), beyond ? ", some beyond the domain" : "", n_targets);
        return false;
    }
    g_auto(pieces) pc = pieces_of(train, segments);
    gy_gap gap = {.target = -1, .cap = INT64_MAX, .threshold = 2 / sqrt((double)pc.n)};
    for (int64_t i = 0; i < pc.n_pieces; i++) {
        gy_span home = gy_segments_span(segments, pc.segment[i]);
        gap.cap = MIN(gap.cap, (home.hi - home.lo) / 4);
    }
    for (int64_t j = 0; j < n_targets; j++) {
        if (!load_target(&pc, y + j * target_stride, row_stride)) {
            gap.n_skipped++;
            continue;
        }
        bool capped;
        int64_t lag = first_low_lag(&pc, gap.cap, gap.threshold, &capped);
        if (gap.target < 0 || lag > gap.lag || (lag == gap.lag && capped && !gap.capped)) {
            gap.lag = lag;
            gap.target = j;
            gap.capped = capped;
        }
    }
    *out_gap = gap;
    return true;
}
