/* SPDX-License-Identifier: MIT
 *
 * zscore.c: y = (x - mean) / sd by column, with the mean and sd of the training rows (a fit), of
 * each segment, or of the segment's rows so far. All sums are f64; ddof is 0 throughout.
 */
#include "common.h"

GY_SAY(
    text,
    "transform.zscore 1 | Scale each column by a mean and a standard deviation\n"
    "in    x     T[row, ...]  | values\n"
    "out   y     T[row, ...]  | (x - mean) / sd; constant columns are only centred\n"
    "state mean  f64[...]     | of the training rows\n"
    "state sd    f64[...]     | of the training rows, ddof 0\n"
    "stat  n     f64[1]       | rows\n"
    "stat  s     f64[...]     | pass 0: sums; pass 1: squares around the mean\n"
    "carry seen  f64[1]       | running: rows of this segment so far\n"
    "carry so_far_mean   f64[...] | running: mean of the segment so far\n"
    "carry so_far_square f64[...] | running: sum of squares around it\n"
    "param scale choice(train, segment, running) = train | whose mean and sd: the training rows', "
    "each "
    "segment's own (label-free), or those of the segment's rows so far, the current one included\n"
    "param floor f64 = 1e-12 >=0 | columns with a smaller sd are only centred\n"
    "fit-when scale=train\n"
    "reach y.row row     when scale=train\n"
    "reach y.row segment when scale=segment\n"
    "reach y.row past    when scale=running\n"
    "doc | Training statistics and a segment's own are not the same thing: the second uses no "
    "labels "
    "and may be used on a run that is wholly held out, but needs the whole run and is refused "
    "live.\n"
    "licence | MIT\n"
    "cite | Welford 1962, Technometrics 4, 419-420 (running variance)\n");

static int add(gy_call *c)
{
    gy_array *x = gy_get(c, "x");
    double *s = gy_doubles(c, "s");
    const double *mean = gy_doubles(c, "mean");
    int64_t m = 0, *col = tr_columns(c, x, &m);
    if (!col) {
        return tr_memory(c, "x");
    }
    gy_doubles(c, "n")[0] += (double)x->shape[0];
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t k = 0; k < m; k++) {
            double v = gy_element(x, i * x->stride[0] + col[k]);
            s[k] += c->pass ? (v - mean[k]) * (v - mean[k]) : v;
        }
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *s = c->host->stat(c, "s", -1);
    double n = *(const double *)c->host->stat(c, "n", -1)->data;
    double *out = gy_doubles(c, c->pass ? "sd" : "mean");
    if (!(n > 0)) {
        return gy_fail(c, GY_DATA, "x", "there are no training rows to take a mean of");
    }
    for (int64_t k = 0; k < gy_size_from(s, 0); k++) {
        double v = ((const double *)s->data)[k] / n;
        out[k] = c->pass ? sqrt(v) : v;
    }
    return c->pass ? GY_OK : GY_AGAIN;
}

static double divisor(double sd, double floor_)
{
    return sd > floor_ ? sd : 1;
}

/* Rows lo .. hi - 1 by the mean and sd given for each column. */
static void scale_rows(const gy_array *x, gy_array *y, const int64_t *col, int64_t m, int64_t lo,
                       int64_t hi, const double *mean, const double *sd, double floor_)
{
    for (int64_t i = lo; i < hi; i++) {
        for (int64_t k = 0; k < m; k++) {
            double v = gy_element(x, i * x->stride[0] + col[k]);
            tr_put(y, i * m + k, (v - mean[k]) / divisor(sd[k], floor_));
        }
    }
}

static void segment_moments(const gy_array *x, const int64_t *col, int64_t m, int64_t lo,
                            int64_t hi, double *mean, double *sd)
{
    double n = (double)(hi - lo);
    for (int64_t k = 0; k < m; k++) {
        double sum = 0, square = 0;
        for (int64_t i = lo; i < hi; i++) {
            sum += gy_element(x, i * x->stride[0] + col[k]);
        }
        mean[k] = sum / n;
        for (int64_t i = lo; i < hi; i++) {
            double d = gy_element(x, i * x->stride[0] + col[k]) - mean[k];
            square += d * d;
        }
        sd[k] = sqrt(square / n);
    }
}

static void run_so_far(const gy_array *x, gy_array *y, const int64_t *col, int64_t m, int64_t lo,
                       int64_t hi, double *seen, double *mean, double *square, double floor_)
{
    for (int64_t i = lo; i < hi; i++) {
        double n = seen[0] += 1;
        for (int64_t k = 0; k < m; k++) {
            double v = gy_element(x, i * x->stride[0] + col[k]), d = v - mean[k];
            mean[k] += d / n;
            square[k] += d * (v - mean[k]);
            tr_put(y, i * m + k, (v - mean[k]) / divisor(sqrt(square[k] / n), floor_));
        }
    }
}

/* segment and running: cut by cut. The first cut of a call goes on from the carried values. */
static int by_cut(gy_call *c, const gy_array *x, gy_array *y, const int64_t *col, int64_t m,
                  double floor_)
{
    int64_t n = 0, *cut = tr_cuts(c, "x.row", x, &n);
    double *own = (double *)tr_scratch(c, 2 * m + 1, (int64_t)sizeof *own);
    int running = gy_is(c, "scale", "running");
    double *seen = running ? gy_doubles(c, "seen") : 0;
    if (!cut || !own) {
        return tr_memory(c, "x");
    }
    double *mean = seen ? gy_doubles(c, "so_far_mean") : own + 1;
    double *square = seen ? gy_doubles(c, "so_far_square") : own + 1 + m;
    seen = seen ? seen : own;
    for (int64_t s = 0; s < n; s++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        if (!running) {
            segment_moments(x, col, m, cut[s], cut[s + 1], mean, square);
            scale_rows(x, y, col, m, cut[s], cut[s + 1], mean, square, floor_);
            continue;
        }
        if (s > 0) {
            seen[0] = 0;
            memset(mean, 0, (size_t)m * sizeof *mean);
            memset(square, 0, (size_t)m * sizeof *square);
        }
        run_so_far(x, y, col, m, cut[s], cut[s + 1], seen, mean, square, floor_);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    double floor_ = gy_number(c, "floor");
    int64_t m = 0, *col = tr_columns(c, x, &m);
    if (!col) {
        return tr_memory(c, "x");
    }
    if (!gy_is(c, "scale", "train")) {
        return by_cut(c, x, y, col, m, floor_);
    }
    scale_rows(x, y, col, m, 0, x->shape[0], gy_doubles(c, "mean"), gy_doubles(c, "sd"), floor_);
    return GY_OK;
}

GY_PLUGIN(text, 0, run, add, 0, solve)
