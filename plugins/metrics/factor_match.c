/* SPDX-License-Identifier: MIT
 *
 * factor_match.c: how like each other two CP factorisations are, whatever the order, the size and
 * the sign of their components.
 *
 * likeness[t, p] = product over axes of |cos(target column t, predicted column p)|
 *
 * and the match is the assignment of predicted to target components with the largest sum of it. A
 * target without a partner counts 0, so too few components lower the score; a predicted one without
 * a partner is only counted in `spare`.
 */
#include "assign.h"

#include <math.h>
#include <stdio.h>

GY_SAY(
    text,
    "metric.factor-match 1 | How like each other two CP factorisations are\n"
    "in  predicted real[...] many | a matrix per axis of the tensor: components in columns\n"
    "in  target    real[...] many | the same axes in the same order\n"
    "out score  f64[] best=high bounds=0..1 | mean likeness over the target's components: the "
    "product over axes of |cosine|, components matched as well as can be\n"
    "out each   f64[motif]       | of each component of the target\n"
    "out partner i64[motif]      | which predicted component it is matched with; -1: none\n"
    "out cosine f64[axis, motif] | of each axis\n"
    "out spare  f64[]            | predicted components without a partner\n"
    "block all\n"
    "doc | The factor match score without its penalty for different weights. A column of zeros "
    "is like nothing.\n"
    "licence | MIT\n"
    "cite | Acar, Dunlavy, Kolda & Morup (2011), Chemometrics and Intelligent Laboratory Systems "
    "106, 41-56\n");

typedef struct shape {
    int64_t axes, predicted, target;
} shape;

static int shape_of(gy_call *c, shape *s)
{
    const gy_host *h = c->host;
    char line[160];
    s->axes = h->count(c, "predicted");
    if (s->axes != h->count(c, "target") || s->axes < 1) {
        return gy_fail(c, GY_SHAPE, "target", "predicted and target have other numbers of axes");
    }
    for (int64_t d = 0; d < s->axes; d++) {
        const gy_array *p = h->item(c, "predicted", d), *t = h->item(c, "target", d);
        if (p->rank != 2 || t->rank != 2 || p->shape[0] != t->shape[0]) {
            snprintf(line, sizeof line, "axis %lld: %lld rows and %lld rows", (long long)d,
                     (long long)p->shape[0], (long long)t->shape[0]);
            return gy_fail(c, GY_SHAPE, "target", line);
        }
        if (d == 0) {
            s->predicted = p->shape[1];
            s->target = t->shape[1];
        }
        if (p->shape[1] != s->predicted || t->shape[1] != s->target) {
            snprintf(line, sizeof line, "axis %lld has another number of components than axis 0",
                     (long long)d);
            return gy_fail(c, GY_SHAPE, p->shape[1] != s->predicted ? "predicted" : "target", line);
        }
    }
    return GY_OK;
}

static int64_t bytes_of(const shape *s)
{
    int64_t cells = 0, all = 0;
    if (__builtin_mul_overflow(s->predicted, s->target, &cells) ||
        __builtin_mul_overflow(cells, (s->axes + 1) * 8, &all) || all > INT64_MAX / 4) {
        return -1;
    }
    return all + as_bytes(s->target, s->predicted) + 8 * s->target;
}

static int resolve(gy_call *c)
{
    shape s;
    GY_TRY(shape_of(c, &s));
    if (bytes_of(&s) < 0) {
        return gy_fail(c, GY_PARAM, "predicted", "too many components");
    }
    GY_TRY(c->host->set_length(c, "motif", s.target));
    GY_TRY(c->host->set_length(c, "axis", s.axes));
    return c->host->set_scratch(c, bytes_of(&s), 0, 0);
}

static double cosine(const gy_array *a, int64_t i, const gy_array *b, int64_t j)
{
    double aa = 0, bb = 0, ab = 0;
    for (int64_t k = 0; k < a->shape[0]; k++) {
        double u = gy_element(a, k * a->stride[0] + i * a->stride[1]);
        double v = gy_element(b, k * b->stride[0] + j * b->stride[1]);
        aa += u * u;
        bb += v * v;
        ab += u * v;
    }
    return isnan(aa + bb)     ? (double)NAN
           : aa > 0 && bb > 0 ? fmin(1, fabs(ab) / (sqrt(aa) * sqrt(bb)))
                              : 0;
}

static void write_match(gy_call *c, const shape *s, const double *cosines, const double *likeness,
                        const int64_t *to)
{
    double *each = gy_doubles(c, "each"), *out = gy_doubles(c, "cosine"), sum = 0, matched = 0;
    int64_t *partner = (int64_t *)gy_get(c, "partner")->data;
    for (int64_t t = 0; t < s->target; t++) {
        int64_t p = to[t];
        each[t] = p < 0 ? 0 : likeness[t * s->predicted + p];
        partner[t] = p;
        sum += each[t] / (double)s->target;
        matched += p >= 0;
        for (int64_t d = 0; d < s->axes; d++) {
            out[d * s->target + t] = p < 0 ? 0 : cosines[(d * s->target + t) * s->predicted + p];
        }
    }
    gy_doubles(c, "score")[0] = sum;
    gy_doubles(c, "spare")[0] = (double)s->predicted - matched;
}

static int solve(gy_call *c)
{
    shape s;
    GY_TRY(shape_of(c, &s));
    int64_t cells = s.predicted * s.target;
    double *cosines = (double *)c->host->scratch(c, cells * s.axes * 8);
    double *likeness = (double *)c->host->scratch(c, cells * 8);
    int64_t *to = (int64_t *)c->host->scratch(c, s.target * 8);
    void *space = c->host->scratch(c, as_bytes(s.target, s.predicted));
    if (!cosines || !likeness || !to || !space) {
        return gy_fail(c, GY_MEMORY, "predicted", "no memory for the likenesses");
    }
    for (int64_t k = 0; k < cells; k++) {
        likeness[k] = 1;
    }
    for (int64_t d = 0; d < s.axes; d++) {
        const gy_array *p = c->host->item(c, "predicted", d), *t = c->host->item(c, "target", d);
        for (int64_t k = 0; k < cells; k++) {
            if (c->host->stopped(c)) {
                return GY_CANCELLED;
            }
            double cos = cosine(t, k / s.predicted, p, k % s.predicted);
            if (isnan(cos)) {
                return gy_fail(c, GY_DATA, "predicted", "a factor holds a value that is no number");
            }
            cosines[d * cells + k] = cos;
            likeness[k] *= cos;
        }
    }
    as_best(s.target, s.predicted, likeness, to, space);
    write_match(c, &s, cosines, likeness, to);
    return GY_OK;
}

GY_PLUGIN(text, resolve, 0, 0, 0, solve)
