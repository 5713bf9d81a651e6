/* SPDX-License-Identifier: MIT
 *
 * regress_out.c: x less what confounds and slow drifts explain, by ordinary least squares on each
 * segment.
 */
#include "times.h"

#include <stdlib.h>

GY_SAY(
    text,
    "transform.regress-out 1 | Remove confounds and drifts from each column, segment by segment\n"
    "in    x         T[row, ...]           | values\n"
    "in    confounds real[row, c] optional | nuisance regressors\n"
    "out   y         T[row, ...]           | residuals\n"
    "param drift     scheme = none         | none, `poly 2`, or `cosine 0.01 Hz`: cosines slower "
    "than that, as SPM and nilearn\n"
    "param constant  bool = true           | also remove the mean\n"
    "reach y.row segment\n"
    "doc | The projection is on the span of all regressors of a segment: collinear ones are "
    "left out, so that duplicates do no harm.\n"
    "licence | MIT\n"
    "cite | Friston et al. 2000, NeuroImage 12, 196-208 (discrete cosine high-pass)\n");

enum drift { NONE, POLY, COSINE };

typedef struct plan {
    enum drift drift;
    int64_t order;
    double cutoff, step; /* Hz, s */
    const gy_array *confounds;
    int64_t count; /* confounds */
    int constant;
} plan;

/* The scheme's words, joined: "cosine 0.01 Hz". */
static void scheme(gy_call *c, char *out, size_t room)
{
    int64_t n = c->host->count(c, "drift");
    size_t at = 0;
    out[0] = 0;
    for (int64_t i = 0; i < (n > 1 ? n : 1) && at < room; i++) {
        const char *word = c->host->text_item(c, "drift", i);
        int k = snprintf(out + at, room - at, "%s%s", i ? " " : "", word ? word : "");
        at += k > 0 ? (size_t)k : 0;
    }
}

static int read_cosine(gy_call *c, const char *rest, plan *p)
{
    char *end = 0;
    double start = 0;
    p->drift = COSINE;
    p->cutoff = strtod(rest, &end);
    while (*end == ' ') {
        end++;
    }
    if (!strcmp(end, "mHz")) {
        p->cutoff *= 1e-3;
    } else if (!strcmp(end, "s")) {
        p->cutoff = 1 / p->cutoff;
    } else if (*end && strcmp(end, "Hz") != 0) {
        return tr_fail(c, GY_PARAM, "drift", "'%s' is not a unit of frequency or period", end);
    }
    if (!(p->cutoff > 0) || !isfinite(p->cutoff)) {
        return gy_fail(c, GY_PARAM, "drift", "cosine needs a frequency, as in `cosine 0.01 Hz`");
    }
    if (c->host->rate(c, "x.row", &p->step, &start) != GY_OK) {
        return gy_fail(c, GY_PARAM, "drift", "the rows of x are not equally far apart in time");
    }
    return GY_OK;
}

static int read_plan(gy_call *c, plan *p)
{
    char words[200], *end = 0;
    *p = (plan){.confounds = gy_get(c, "confounds"), .constant = gy_is(c, "constant", "true")};
    p->count = p->confounds ? p->confounds->shape[1] : 0;
    scheme(c, words, sizeof words);
    if (!strncmp(words, "cosine", 6) && (words[6] == ' ' || !words[6])) {
        return read_cosine(c, words + 6, p);
    }
    if (!strncmp(words, "poly ", 5)) {
        p->drift = POLY;
        p->order = strtoll(words + 5, &end, 10);
        if (*end || p->order < 1 || p->order > 16) {
            return gy_fail(c, GY_PARAM, "drift", "poly needs an order of 1 to 16");
        }
        return GY_OK;
    }
    if (words[0] && strcmp(words, "none") != 0) {
        return tr_fail(c, GY_PARAM, "drift", "'%s' is not none, poly or cosine", words);
    }
    return GY_OK;
}

/* Number of regressors on a segment of n rows. Cosines: floor(2 n step cutoff), at most n - 1. */
static int64_t regressors(const plan *p, int64_t n)
{
    int64_t drifts = p->drift == POLY ? p->order : 0;
    if (p->drift == COSINE) {
        double k = floor(2 * (double)n * p->cutoff * p->step);
        drifts = k < (double)(n - 1) ? (int64_t)k : n - 1;
    }
    return 1 + drifts + p->count;
}

/* Regressors of rows lo .. lo + n - 1 as rows of q[k, n]. Returns their number. */
static int64_t design(const plan *p, int64_t lo, int64_t n, double *q)
{
    int64_t k = 0, drifts = regressors(p, n) - 1 - p->count;
    for (int64_t i = 0; i < n && p->constant; i++) {
        q[i] = 1;
    }
    k += p->constant;
    for (int64_t d = 1; d <= drifts; d++, k++) {
        for (int64_t i = 0; i < n; i++) {
            double t = n > 1 ? 2 * (double)i / (double)(n - 1) - 1 : 0;
            q[k * n + i] = p->drift == POLY ? pow(t, (double)d)
                                            : cos(M_PI / (double)n * ((double)i + 0.5) * (double)d);
        }
    }
    for (int64_t j = 0; j < p->count; j++, k++) {
        for (int64_t i = 0; i < n; i++) {
            const gy_array *a = p->confounds;
            q[k * n + i] = gy_element(a, (lo + i) * a->stride[0] + j * a->stride[1]);
        }
    }
    return k;
}

static int clean(gy_call *c, const plan *p, const gy_array *x, gy_array *y, const int64_t *col,
                 int64_t m, int64_t lo, int64_t n, double *v)
{
    double *q = (double *)tr_scratch(c, n + 1, regressors(p, n) * (int64_t)sizeof *q);
    if (!q) {
        return tr_memory(c, "x");
    }
    int64_t k = design(p, lo, n, q), rank = tr_orthonormal(q, k, n);
    if (rank >= n) {
        return tr_fail(c, GY_DATA, "confounds",
                       "a segment of %lld rows has %lld independent regressors: nothing is left",
                       (long long)n, (long long)rank);
    }
    for (int64_t j = 0; j < m; j++) {
        for (int64_t i = 0; i < n; i++) {
            v[i] = gy_element(x, (lo + i) * x->stride[0] + col[j]);
        }
        tr_residual(q, rank, n, v);
        tr_residual(q, rank, n, v);
        for (int64_t i = 0; i < n; i++) {
            tr_put(y, (lo + i) * m + j, v[i]);
        }
    }
    return GY_OK;
}

static int resolve(gy_call *c)
{
    plan p;
    return read_plan(c, &p);
}

static int run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_array *y = gy_get(c, "y");
    int64_t m = 0, n = 0, *col = tr_columns(c, x, &m), *cut = tr_cuts(c, "x.row", x, &n);
    double *v = (double *)tr_scratch(c, x->shape[0] + 1, (int64_t)sizeof *v);
    plan p;
    GY_TRY(read_plan(c, &p));
    if (!col || !cut || !v) {
        return tr_memory(c, "x");
    }
    for (int64_t s = 0; s < n; s++) {
        if (c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        GY_TRY(clean(c, &p, x, y, col, m, cut[s], cut[s + 1] - cut[s], v));
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
