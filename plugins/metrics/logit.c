/* SPDX-License-Identifier: MIT
 *
 * logit.c: logistic regression without a penalty, for its coefficients and how sure they are. The
 * log-likelihood L(b) = sum_i y_i z_i - log(1 + exp(z_i)), z = [x, 1] b, is concave; Newton steps
 * b += H^-1 g with H = sum_i p_i (1 - p_i) x_i x_i' are halved until L rises. At the maximum H^-1
 * is the covariance of b.
 */
#include "logit.h"

#include <stdio.h>

GY_SAY(
    text,
    "metric.logit 1 | Coefficients of a logistic regression and their confidence intervals\n"
    "in  x       T[row, cue]       | predictors\n"
    "in  y       real[row]         | 1 or 0: what happened\n"
    "in  planted real[cue] optional | coefficients that are known, to be compared with\n"
    "out weight  f64[cue] mean     | maximum-likelihood coefficients\n"
    "out se      f64[cue] mean     | standard errors, from the Fisher information\n"
    "out low     f64[cue] mean     | lower ends of the intervals\n"
    "out high    f64[cue] mean     | upper ends\n"
    "out p       f64[cue] mean bounds=0..1 best=low | two-sided, of weight / se (Wald)\n"
    "out covered f64[cue] mean bounds=0..1 | 1 where planted lies in the interval; NaN without "
    "planted\n"
    "out bias    f64[] mean        | the constant\n"
    "out bias_se f64[] mean        | its standard error\n"
    "out r2      f64[] mean chance=0 bounds=0..1 best=high | 1 - L / L of the constant alone "
    "(McFadden)\n"
    "param level f64 = 0.95 >0 <1  | of the intervals\n"
    "block all\n"
    "doc | An inference about coefficients on the rows it is given, not a prediction of others: "
    "for that see decoder.logistic. Rows are taken to be independent. Where a plane separates the "
    "two outcomes no finite maximum exists, and this is said.\n"
    "licence | MIT\n"
    "cite | Cox (1958), Journal of the Royal Statistical Society B 20, 215-242\n"
    "cite | Albert, Anderson (1984), Biometrika 71, 1-10 (separation)\n"
    "cite | McFadden (1974), Conditional logit analysis, in Frontiers in Econometrics, 105-142\n");

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = x->shape[0], p = x->shape[1] + 1;
    if (p > 10000 || n > INT64_MAX / 64 / p) {
        return gy_fail(c, GY_SHAPE, "x", "at most 9999 predictors, and rows that fit in memory");
    }
    if (!GY_HAS(c->host, set_scratch) || !c->host->set_scratch) {
        return GY_OK;
    }
    return c->host->set_scratch(c, lo_room(n, p) * (int64_t)sizeof(double), 0, 0);
}

/* y as 0 or 1; both must occur. */
static int read_outcome(gy_call *c, double *y, int64_t n)
{
    const gy_array *from = gy_get(c, "y");
    double sum = 0;
    char line[120];
    for (int64_t i = 0; i < n; i++) {
        y[i] = gy_element(from, i * from->stride[0]);
        if (y[i] != 0 && y[i] != 1) {
            snprintf(line, sizeof line, "%.9g is neither 0 nor 1", y[i]);
            return gy_fail(c, GY_DATA, "y", line);
        }
        sum += y[i];
    }
    if (!(sum > 0 && sum < (double)n)) {
        return gy_fail(c, GY_DATA, "y", "the same happens in every row: both outcomes are needed");
    }
    return GY_OK;
}

/* Coefficient k on the scale of x, and its standard error; k = p - 1: the constant, which is what
 * is left of the fitted one when the means are taken out again. */
static void coefficient(const lo_fit *f, int64_t k, double *out_value, double *out_se)
{
    double *v = f->step, value = 0;
    for (int64_t j = 0; j < f->p; j++) {
        v[j] = j == k ? 1 : 0;
        v[j] = k == f->p - 1 && j < k ? -f->mean[j] : v[j];
        v[j] /= j < f->p - 1 ? f->scale[j] : 1;
        value += v[j] * f->b[j];
    }
    *out_value = value;
    *out_se = sqrt(lo_variance(f, v));
}

static void put(gy_call *c, const char *name, int64_t k, double value)
{
    gy_doubles(c, name)[k] = value;
}

static int solve(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *planted = gy_get(c, "planted");
    int64_t n = x->shape[0], m = x->shape[1];
    double w = 0, se = 0, half = lo_quantile(0.5 + gy_number(c, "level") / 2);
    lo_fit f = {c, n, m + 1, 0, 0, 0, 0, 0, 0, 0, 0};
    double *room = (double *)c->host->scratch(c, lo_room(n, m + 1) * (int64_t)sizeof(double));
    if (!room) {
        return gy_fail(c, GY_MEMORY, "x", "no memory for the predictors");
    }
    lo_lay_out(&f, room);
    GY_TRY(read_outcome(c, f.y, n));
    lo_load(&f, x);
    GY_TRY(lo_maximise(&f));
    for (int64_t k = 0; k < m; k++) {
        double truth = planted ? gy_element(planted, k * planted->stride[0]) : (double)NAN;
        coefficient(&f, k, &w, &se);
        put(c, "weight", k, w);
        put(c, "se", k, se);
        put(c, "low", k, w - half * se);
        put(c, "high", k, w + half * se);
        put(c, "p", k, erfc(fabs(w / se) / sqrt(2)));
        put(c, "covered", k, planted ? fabs(truth - w) <= half * se : truth);
    }
    coefficient(&f, m, &w, &se);
    double share = lo_mean(f.y, n);
    double null = (double)n * (share * log(share) + (1 - share) * log(1 - share));
    put(c, "bias", 0, w);
    put(c, "bias_se", 0, se);
    put(c, "r2", 0, fmax(0, 1 - f.likelihood / null));
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
