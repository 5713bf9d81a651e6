/* SPDX-License-Identifier: MIT
 *
 * training_curve.c: how a model's log-likelihood went while it was fitted.
 */
#include "sugar.h"

#include <stddef.h>

GY_SAY(text,
       "metric.training-curve 1 | Whether a fit's log-likelihood ever fell\n"
       "in  model model(encoder.hidden-chow-liu-tree) | a fit with a state history[iteration, 2]\n"
       "out rise       f64[] mean best=high | smallest rise of log2 p, from one full iteration to "
       "the next; below 0 if it ever fell\n"
       "out rise_prior f64[] mean best=high | the same of log2 p with the log2 prior, which "
       "expectation-maximisation cannot lower\n"
       "out gain       f64[] mean best=high | rise of log2 p from the first to the last\n"
       "block all\n"
       "doc | Training rows only: nothing here is a test of the model.\n"
       "licence | MIT\n"
       "cite | Dempster, Laird and Rubin (1977), J. R. Stat. Soc. B 39, 1-38\n");

static double smallest(const gy_array *h, int64_t measure)
{
    double least = 0;
    for (int64_t i = 1; i < h->shape[0]; i++) {
        double rise = gy_at2(h, i, measure) - gy_at2(h, i - 1, measure);
        least = i == 1 || rise < least ? rise : least;
    }
    return least;
}

static int solve(gy_call *c)
{
    const gy_model *service = (const gy_model *)c->host->extension(c, GY_MODEL);
    const gy_array *h = service ? service->tap(c, "model", "history") : 0;
    if (!h || h->shape[0] < 2) {
        return gy_fail(c, GY_DATA, "model", "a curve needs a model with at least 2 iterations");
    }
    gy_doubles(c, "rise")[0] = smallest(h, 0);
    gy_doubles(c, "rise_prior")[0] = smallest(h, 1);
    gy_doubles(c, "gain")[0] = gy_at2(h, h->shape[0] - 1, 0) - gy_at2(h, 0, 0);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
