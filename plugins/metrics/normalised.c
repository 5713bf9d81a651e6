/* SPDX-License-Identifier: MIT
 *
 * normalised.c: scores beside their ceilings.
 */
#include "sugar.h"

#include <math.h>

GY_SAY(
    text,
    "metric.normalised 1 | Scores as a share of their ceilings\n"
    "in  score   f64[target] missing | a score per target\n"
    "in  ceiling f64[target] missing | its ceiling on the same scale (r with r, r2 with r2)\n"
    "out normalised f64[target] mean chance=0 best=high | NaN where either is missing\n"
    "out raw   f64[target] mean best=high | the score, NaN wherever normalised is\n"
    "out kept  f64[target] mean | 1 where the ceiling is at least the floor, else 0\n"
    "param floor f64 = 0.1 0..1 | ceilings below it are not trusted\n"
    "param below choice(drop, floor) = drop | targets whose ceiling is below the floor: NaN, or "
    "divided by the floor\n"
    "param scale choice(ratio, squared) = ratio | ratio: score / ceiling. squared: max(r, 0)^2 / "
    "ceiling, at most 1, for a correlation and a ceiling of variance\n"
    "block all\n"
    "doc | A ratio is unstable where the ceiling is small: read it beside raw and kept. Of a score "
    "inside the fold loop each fold is normalised, and the mean of the folds is reported.\n"
    "licence | MIT\n");

static int solve(gy_call *c)
{
    const gy_array *score = gy_get(c, "score"), *ceiling = gy_get(c, "ceiling");
    double *out = gy_doubles(c, "normalised"), *raw = gy_doubles(c, "raw");
    double *kept = gy_doubles(c, "kept"), low = gy_number(c, "floor");
    int drop = gy_is(c, "below", "drop"), squared = gy_is(c, "scale", "squared");
    for (int64_t j = 0; j < score->shape[0]; j++) {
        double s = gy_at1(score, j), top = gy_at1(ceiling, j);
        int good = !(score->valid && !score->valid[j]) && !(ceiling->valid && !ceiling->valid[j]);
        good = good && !isnan(s) && !isnan(top);
        kept[j] = good && top >= low && top > 0;
        if (!good || (!(kept[j] > 0) && (drop || !(low > 0)))) {
            out[j] = raw[j] = (double)NAN;
            continue;
        }
        raw[j] = s;
        top = fmax(top, low);
        out[j] = squared ? fmin(1, fmax(s, 0) * fmax(s, 0) / top) : s / top;
    }
    return GY_OK;
}

GY_PLUGIN(text, 0, 0, 0, 0, solve)
