/* SPDX-License-Identifier: MIT
 *
 * noise_ceiling.c: the best score that a model of the items could reach, from repeats of items.
 *
 * ncsnr: noise variance = mean over items of the variance across repeats (ddof 1); signal variance
 * = max(0, total variance - noise variance), total over all rows (ddof 0). Share of variance that
 * is signal in a mean of n repeats: ncsnr^2 / (ncsnr^2 + mean(1 / n)), ncsnr = signal sd / noise
 * sd. split-half: r between the items' means over two halves of their repeats, stepped up to the
 * scored number of repeats by Spearman-Brown, k r / (1 + (k - 1) r).
 */
#include "repeats.h"

#include <math.h>
#include <string.h>

GY_SAY(text,
       "metric.noise-ceiling 1 | Best score that noise allows, from repeated items\n"
       "in  x      T[row, target]            | responses, a row per presentation\n"
       "in  item   label[row] many           | what was presented; several edges make one key\n"
       "in  repeat label[row] optional       | order of an item's rows; default: as they come\n"
       "out r      f64[target] mean bounds=0..1 | ceiling of a correlation: square root of r2\n"
       "out r2     f64[target] mean bounds=0..1 | ceiling of explained variance: reliability, "
       "clipped to 0..1\n"
       "out reliability f64[target] mean     | the same, not clipped\n"
       "out ncsnr  f64[target] mean          | signal sd / noise sd; NaN for split-half\n"
       "param estimator choice(ncsnr, split-half) = ncsnr\n"
       "param scored choice(mean, single) = mean | whether the scored rows are means over an "
       "item's repeats or single presentations\n"
       "param splits i64 = 100 >=1 | split-half: the first takes every other repeat, the others "
       "are random\n"
       "param over choice(mean, median) = mean | split-half: how the splits' reliabilities become "
       "one\n"
       "block all\n"
       "tile target\n"
       "doc | On pure noise the ncsnr ceiling is above zero (with 3 repeats about .08, .05, .02 in "
       "variance for 50, 200, 1000 items), since negative signal variances become zero.\n"
       "licence | MIT\n"
       "cite | Allen et al. (2022), Nature Neuroscience 25, 116-126 (ncsnr)\n"
       "cite | Spearman (1910), British Journal of Psychology 3, 271-295\n");

static double value(const gy_array *x, int64_t i, int64_t j)
{
    return gy_element(x, i * x->stride[0] + j * x->stride[1]);
}

/* Total variance of target j (ddof 0) and the mean over items of the variance across repeats. */
static void variances(const gy_array *x, const rp_items *g, int64_t j, double *total, double *noise)
{
    double mean = 0, square = 0, within = 0, counted = 0;
    for (int64_t i = 0; i < g->n_rows; i++) {
        mean += value(x, i, j) / (double)g->n_rows;
    }
    for (int64_t i = 0; i < g->n_rows; i++) {
        square += (value(x, i, j) - mean) * (value(x, i, j) - mean);
    }
    for (int64_t k = 0; k < g->n; k++) {
        double n = (double)(g->first[k + 1] - g->first[k]), own = 0, var = 0;
        for (int64_t i = g->first[k]; i < g->first[k + 1]; i++) {
            own += value(x, g->row[i], j) / n;
        }
        for (int64_t i = g->first[k]; i < g->first[k + 1]; i++) {
            double d = value(x, g->row[i], j) - own;
            var += d * d;
        }
        within += n > 1 ? var / (n - 1) : 0;
        counted += n > 1;
    }
    *total = square / (double)g->n_rows;
    *noise = within / counted;
}

static void put(gy_call *c, int64_t j, double reliability, double ncsnr)
{
    double clipped = fmax(0, fmin(1, reliability));
    clipped = isnan(reliability) ? reliability : clipped;
    gy_doubles(c, "r")[j] = sqrt(clipped);
    gy_doubles(c, "r2")[j] = clipped;
    gy_doubles(c, "reliability")[j] = reliability;
    gy_doubles(c, "ncsnr")[j] = ncsnr;
}

static void by_ncsnr(gy_call *c, const gy_array *x, const rp_items *g)
{
    double share = 0, total = 0, noise = 0; /* share: mean of 1 / n */
    for (int64_t k = 0; k < g->n; k++) {
        share += 1 / ((double)(g->first[k + 1] - g->first[k]) * (double)g->n);
    }
    share = gy_is(c, "scored", "single") ? 1 : share;
    for (int64_t j = 0; j < x->shape[1]; j++) {
        variances(x, g, j, &total, &noise);
        double signal = fmax(0, total - noise);
        put(c, j, total > 0 ? signal / (signal + noise * share) : (double)NAN,
            total > 0 ? sqrt(signal / noise) : (double)NAN);
    }
}

static double correlation(const double *a, const double *b, int64_t n)
{
    double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
    for (int64_t i = 0; i < n; i++) {
        ma += a[i] / (double)n;
        mb += b[i] / (double)n;
    }
    for (int64_t i = 0; i < n; i++) {
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
        ab += (a[i] - ma) * (b[i] - mb);
    }
    return aa > 0 && bb > 0 ? ab / (sqrt(aa) * sqrt(bb)) : (double)NAN;
}

/* Which repeats of each item go to the first half: side[i] for position i of g->row. */
static int draw_halves(gy_call *c, const gy_array *x, const rp_items *g, int64_t split,
                       int64_t *order, char *side)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    if (split > 0 && !rng) {
        return gy_fail(c, GY_UNSUPPORTED, "splits", "this host has no gy.rng/1");
    }
    for (int64_t k = 0; k < g->n; k++) {
        int64_t lo = g->first[k], n = g->first[k + 1] - lo, row = g->row[lo];
        int64_t global = x->rows ? x->rows[row] : x->first + row;
        if (split > 0) { /* the address: this split, this item's first row */
            GY_TRY(rng->permutation(c, "halves", split * ((int64_t)1 << 40) + global, n, order));
        }
        for (int64_t i = 0; i < n; i++) {
            side[lo + (split > 0 ? order[i] : i)] = (char)(i % 2);
        }
    }
    return GY_OK;
}

/* r between halves for target j, over items with at least two rows. half: 2 n values. */
static double half_r(const gy_array *x, const rp_items *g, const char *side, int64_t j,
                     double *half)
{
    int64_t n = 0;
    for (int64_t k = 0; k < g->n; k++) {
        double sum[2] = {0, 0}, count[2] = {0, 0};
        for (int64_t i = g->first[k]; i < g->first[k + 1]; i++) {
            sum[(int)side[i]] += value(x, g->row[i], j);
            count[(int)side[i]] += 1;
        }
        if (count[1] > 0) {
            half[n] = sum[0] / count[0];
            half[g->n + n++] = sum[1] / count[1];
        }
    }
    return correlation(half, half + g->n, n);
}

/* Mean or median of v[n], which is sorted by it; NaN if any is. */
static double combine(double *v, int64_t n, int median)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += v[i];
        int64_t k = i;
        for (double x = v[i]; median && k > 0 && v[k - 1] > x; k--) {
            v[k] = v[k - 1];
            v[k - 1] = x;
        }
    }
    return !median || isnan(sum) ? sum / (double)n : (v[(n - 1) / 2] + v[n / 2]) / 2;
}

static int by_halves(gy_call *c, const gy_array *x, const rp_items *g, double repeats)
{
    int64_t splits = gy_integer(c, "splits"), targets = x->shape[1];
    double factor = gy_is(c, "scored", "single") ? 2 / repeats : 2;
    if (splits > 100000 || targets > INT64_MAX / 8 / splits) {
        return gy_fail(c, GY_PARAM, "splits", "too many splits");
    }
    double *all = (double *)c->host->scratch(c, targets * splits * 8);
    double *half = (double *)c->host->scratch(c, 2 * g->n * 8);
    int64_t *order = (int64_t *)c->host->scratch(c, g->n_rows * 8);
    char *side = (char *)c->host->scratch(c, g->n_rows);
    if (!all || !half || !order || !side) {
        return gy_fail(c, GY_MEMORY, "splits", "no memory for the splits");
    }
    for (int64_t s = 0; s < splits; s++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(draw_halves(c, x, g, s, order, side));
        for (int64_t j = 0; j < targets; j++) {
            double r = half_r(x, g, side, j, half);
            all[j * splits + s] = factor * r / (1 + (factor - 1) * r);
        }
    }
    for (int64_t j = 0; j < targets; j++) {
        put(c, j, combine(all + j * splits, splits, gy_is(c, "over", "median")), (double)NAN);
    }
    return GY_OK;
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    rp_items g = {0, 0, 0, 0};
    double repeated = 0, rows = 0;
    GY_TRY(rp_group(c, x->shape[0], &g));
    for (int64_t k = 0; k < g.n; k++) {
        int64_t n = g.first[k + 1] - g.first[k];
        repeated += n > 1;
        rows += n > 1 ? (double)n : 0;
    }
    if (!(repeated > 0)) {
        return gy_fail(c, GY_DATA, "item",
                       "no item has two rows: noise cannot be told from signal");
    }
    if (gy_is(c, "estimator", "split-half")) {
        return by_halves(c, x, &g, rows / repeated);
    }
    by_ncsnr(c, x, &g);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
