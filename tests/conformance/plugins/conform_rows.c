/* SPDX-License-Identifier: MIT
 *
 * conform_rows.c: takes the place of generator.simulated-encoding in the conformance examples when
 * there are to be no rows at all. It has the same ports and parameters; its numbers mean nothing.
 */
#include "sugar.h"

GY_SAY(text, "generator.conform-rows 1 | Runs of any length, also of none\n"
             "out features  f64[row:time, feature] | numbers\n"
             "out responses f64[row:time, target]  | numbers\n"
             "out signal    f64[row:time, target]  | numbers\n"
             "out weights   f64[feature, target]   | numbers\n"
             "out ceiling   f64[target] | numbers\n"
             "out ceiling_mean f64[target] | numbers\n"
             "param runs i64 = 4 | runs\n"
             "param rows i64 = 100 >=0 | rows of a run\n"
             "param repeats i64 = 1 | showings\n"
             "param n_features i64 = 10 | columns\n"
             "param n_targets i64 = 20 | columns\n"
             "param snr f64 = 1 | not used\n"
             "param silent f64 = 0 | not used\n"
             "param smooth f64 = 0 | not used\n"
             "param noise f64 = 0 | not used\n"
             "param step quantity(s) = 1 s | time between rows\n"
             "licence | MIT\n");

static int coord(gy_call *c, const char *name, int64_t n, int64_t divide, int64_t modulo)
{
    int64_t *v = c->host->scratch(c, (n + 1) * 8), shape[1] = {n}, stride[1] = {1};
    if (!v) {
        return gy_fail(c, GY_MEMORY, name, "scratch is refused");
    }
    for (int64_t i = 0; i < n; i++) {
        v[i] = i / divide % modulo;
    }
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1, .data = v};
    a.shape = shape;
    a.stride = stride;
    return c->host->set_coord(c, "row", name, &a);
}

static int resolve(gy_call *c)
{
    int64_t each = gy_integer(c, "rows"), shown = gy_integer(c, "runs") * gy_integer(c, "repeats");
    int64_t n = each * shown;
    GY_TRY(c->host->set_length(c, "row", n));
    GY_TRY(c->host->set_length(c, "feature", gy_integer(c, "n_features")));
    GY_TRY(c->host->set_length(c, "target", gy_integer(c, "n_targets")));
    GY_TRY(coord(c, "run", n, each > 0 ? each : 1, shown));
    GY_TRY(coord(c, "item", n, 1, each > 0 ? each : 1));
    GY_TRY(coord(c, "repeat", n, each > 0 ? each : 1, gy_integer(c, "repeats")));
    return c->host->set_rate(c, "row", 1, 2, "s", 0);
}

static int run(gy_call *c)
{
    static const char *const ports[] = {"features", "responses", "signal",
                                        "weights",  "ceiling",   "ceiling_mean"};
    for (int p = 0; p < 6; p++) {
        gy_array *a = gy_get(c, ports[p]);
        for (int64_t k = 0; a && k < gy_size_from(a, 0); k++) {
            ((double *)a->data)[k] = (double)(k * 37 % 101) / 101;
        }
    }
    return GY_OK;
}

GY_PLUGIN(text, resolve, run, 0, 0, 0)
