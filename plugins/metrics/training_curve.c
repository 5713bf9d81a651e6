/* SPDX-License-Identifier: MIT
 *
 * training_curve.c: how a model's log-likelihood went while it was fitted.
 */
#include "sugar.h"

#include <math.h>
#include <stddef.h>

GY_SAY(text,
       "metric.training-curve 1 | Whether a fit's log-likelihood ever fell\n"
       "in  model model(encoder.hidden-chow-liu-tree) | a fit with a state history[iteration, 2]\n"
       "out falls       f64[] sum best=low | full iterations after which log2 p of the training "
       "rows was "
       "lower than before\n"
       "out falls_prior f64[] sum best=low | the same of log2 p with the log2 prior, which "
       "expectation-maximisation cannot lower\n"
       "out gain        f64[] sum best=high | rise of log2 p from the first to the last\n"
       "block all\n"
       "doc | Training rows only: nothing here is a test of the model.\n"
       "licence | MIT\n"
       "cite | Dempster, Laird and Rubin (1977), J. R. Stat. Soc. B 39, 1-38\n");

/* Sums of many logarithms are rounded: less than 1e-12 of them is no fall. */
static double falls(const gy_array *h, int64_t measure)
{
    double n = 0;
    for (int64_t i = 1; i < h->shape[0]; i++) {
        double before = gy_at2(h, i - 1, measure);
        n += gy_at2(h, i, measure) < before - 1e-12 * fabs(before);
    }
    return n;
}

static int solve(gy_call *c)
{
    const gy_model *service = (const gy_model *)c->host->extension(c, GY_MODEL);
    const gy_array *h = service ? service->tap(c, "model", "history") : 0;
    if (!h || h->shape[0] < 2) {
        return gy_fail(c, GY_DATA, "model", "a curve needs a model with at least 2 iterations");
    }
    gy_doubles(c, "falls")[0] = falls(h, 0);
    gy_doubles(c, "falls_prior")[0] = falls(h, 1);
    gy_doubles(c, "gain")[0] = gy_at2(h, h->shape[0] - 1, 0) - gy_at2(h, 0, 0);
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
