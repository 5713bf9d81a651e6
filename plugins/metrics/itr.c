/* SPDX-License-Identifier: MIT
 *
 * itr.c: bits per minute of a selection among M targets (Wolpaw). With accuracy p and T seconds for
 * a selection: (log2 M + p log2 p + (1 - p) log2((1 - p) / (M - 1))) 60 / T; 0 below 1 / M.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(
    text,
    "metric.itr 1 | Information transfer rate of a selection among targets, in bits per minute\n"
    "in  predicted label[row]\n"
    "in  target    label[row]\n"
    "in  group     label[row] optional | rows with one accuracy: a block of a subject\n"
    "out itr       f64[] mean bounds=0..1e9 best=high | mean over the groups of the rate at each "
    "group's own accuracy; without group the rate at the accuracy of all rows\n"
    "out pooled    f64[] mean | the rate at the accuracy of all rows\n"
    "out accuracy  f64[] mean bounds=0..1 | share of rows that are right\n"
    "out most      f64[] mean | the rate at accuracy 1\n"
    "param targets i64 2..1000000 | M: targets that can be selected\n"
    "param window  quantity(s) >0 | time of stimulation that a selection reads\n"
    "param gaze    quantity(s) = 0.5 s >=0 | time to shift the gaze; T = window + gaze\n"
    "stat n     f64[level] | rows of each group\n"
    "stat right f64[level] | those whose labels are equal\n"
    "doc | The order of averaging matters: the rate is convex in the accuracy above 1 / M, so the "
    "mean of the groups' rates (itr) is at least the rate of the mean accuracy (pooled, if groups "
    "are equally large). 40 targets, 0.9 s: an accuracy of .7989 is 235.66 bits/min, while "
    "Guney et al. 2021 report 244.48 for that mean accuracy, the mean over blocks of subjects.\n"
    "doc | It is the rate of a channel whose targets are equally likely and whose errors fall on "
    "all other targets alike. 40 targets in 0.9 s: at most 354.80.\n"
    "licence | MIT\n"
    "cite | Guney et al. 2021, IEEE Transactions on Biomedical Engineering 69, 932-944\n"
    "cite | Wolpaw et al. 1998, IEEE Transactions on Rehabilitation Engineering 6, 326-333\n");

static int resolve(gy_call *c)
{
    const gy_array *levels = c->host->levels(c, "predicted");
    if (!levels || !c->host->levels(c, "target")) {
        return gy_fail(c, GY_DATA, levels ? "target" : "predicted", "these labels have no levels");
    }
    const gy_array *groups = c->host->levels(c, "group");
    int64_t n = groups ? groups->shape[0] : 1;
    return c->host->set_length(c, "level", n > 0 ? n : 1);
}

static int64_t code(const gy_array *a, int64_t i)
{
    return ((const int64_t *)a->data)[i * a->stride[0]];
}

static int add(gy_call *c)
{
    const gy_array *p = gy_get(c, "predicted"), *t = gy_get(c, "target"), *g = gy_get(c, "group");
    gy_array *n = gy_get(c, "n");
    double *right = gy_doubles(c, "right");
    for (int64_t i = 0; i < t->shape[0]; i++) {
        int64_t k = g ? code(g, i) : 0;
        if (k < 0 || k >= n->shape[0]) {
            return gy_fail(c, GY_DATA, "group", "a label is not one of the levels");
        }
        ((double *)n->data)[k] += 1;
        right[k] += code(p, i) == code(t, i);
    }
    return GY_OK;
}

/* Bits per minute at accuracy p among m targets, one selection in t seconds. */
static double rate(double p, double m, double t)
{
    double bits = log2(m);
    if (p < 1 / m) {
        return 0;
    }
    if (p < 1) {
        bits += p * log2(p) + (1 - p) * log2((1 - p) / (m - 1));
    }
    return fmax(0, bits) * 60 / t;
}

static void put(gy_call *c, const char *name, double value)
{
    double *to = gy_doubles(c, name);
    if (to) {
        to[0] = value;
    }
}

static int solve(gy_call *c)
{
    double m = (double)gy_integer(c, "targets");
    double t = gy_number(c, "window") + gy_number(c, "gaze");
    double rows = 0, all = 0, sum = 0, groups = 0;
    const gy_array *stat = c->host->stat(c, "n", -1);
    const double *n = (const double *)stat->data;
    const double *right = (const double *)c->host->stat(c, "right", -1)->data;
    for (int64_t k = 0; k < stat->shape[0]; k++) {
        rows += n[k];
        all += right[k];
        if (n[k] > 0) {
            sum += rate(right[k] / n[k], m, t);
            groups += 1;
        }
    }
    put(c, "itr", rows > 0 ? sum / groups : (double)NAN);
    put(c, "pooled", rows > 0 ? rate(all / rows, m, t) : (double)NAN);
    put(c, "accuracy", rows > 0 ? all / rows : (double)NAN);
    put(c, "most", rate(1, m, t));
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, add, 0, solve)
