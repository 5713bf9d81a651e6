/* SPDX-License-Identifier: MIT
 *
 * triplet_observer.c: an observer who says which of two images is more like a third, with known
 * weights: P(first) = 1 / (1 + exp(-(bias + sum_k weight_k evidence_k))).
 */
#include "sugar.h"

#include <math.h>
#include <stdio.h>

GY_SAY(text,
       "generator.triplet-observer 1 | Choices of a logistic observer with planted weights\n"
       "in  evidence T[row, cue]      | for the first image, against the second if negative\n"
       "out choice      f64[row]      | 1: the first image, 0: the second\n"
       "out probability f64[row]      | of choosing the first\n"
       "out decision    f64[row]      | bias + weighted sum of the evidence\n"
       "out planted     f64[cue]      | the weights\n"
       "out best        f64[row]      | probability of the likelier choice: what an observer who "
       "knows the weights gets right\n"
       "param weights  f64[w]         | one for every cue\n"
       "param bias     f64 = 0        | in favour of the first image\n"
       "param observer i64 = 1 0..1000000000 | another number makes other choices on the same "
       "evidence\n"
       "reach choice.row row\n"
       "reach probability.row row\n"
       "reach decision.row row\n"
       "reach best.row row\n"
       "doc | This is synthetic data. Luce's rule of choice between two alternatives.\n"
       "licence | MIT\n"
       "cite | Luce (1959), Individual Choice Behavior\n");

static int resolve(gy_call *c)
{
    const gy_array *x = gy_get(c, "evidence"), *w = gy_get(c, "weights");
    char line[120];
    if (w->shape[0] != x->shape[1]) {
        snprintf(line, sizeof line, "%lld weights for %lld cues: one for each is needed",
                 (long long)w->shape[0], (long long)x->shape[1]);
        return gy_fail(c, GY_PARAM, "weights", line);
    }
    return GY_OK;
}

static int run(gy_call *c)
{
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    const gy_array *x = gy_get(c, "evidence"), *w = gy_get(c, "weights");
    double *choice = gy_doubles(c, "choice"), *p = gy_doubles(c, "probability");
    double *best = gy_doubles(c, "best"), *planted = gy_doubles(c, "planted");
    double *decision = gy_doubles(c, "decision");
    if (!rng) {
        return gy_fail(c, GY_UNSUPPORTED, "", "this host has no gy.rng/1");
    }
    for (int64_t k = 0; planted && k < x->shape[1]; k++) {
        planted[k] = gy_at1(w, k);
    }
    for (int64_t i = 0; choice && i < x->shape[0]; i++) {
        double z = gy_number(c, "bias"), u = 0;
        int64_t row = x->rows ? x->rows[i] : x->first + i;
        if (i % 1024 == 0 && c->host->stopped(c)) {
            return GY_CANCELLED;
        }
        for (int64_t k = 0; k < x->shape[1]; k++) {
            z += gy_at1(w, k) * gy_element(x, i * x->stride[0] + k * x->stride[1]);
        }
        GY_TRY(
            rng->uniform(c, "choice", gy_integer(c, "observer") * ((int64_t)1 << 32) + row, 1, &u));
        decision[i] = z;
        p[i] = 1 / (1 + exp(-z));
        choice[i] = u < p[i];
        best[i] = fmax(p[i], 1 - p[i]);
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
