/* SPDX-License-Identifier: MIT
 *
 * kit_place.c: axes named by numbers, and draws at a place of the node's own.
 */
#include "sugar.h"

GY_SAY(named_text, "reader.kit-named 1 | Columns with a coordinate\n"
                   "out x f64[row, part] | 0\n"
                   "param width i64 = 2 1..9 | columns; their coordinate `name` is 10 width + j\n"
                   "licence | MIT\n");

static int named_resolve(gy_call *c)
{
    int64_t n = gy_integer(c, "width"), one = 1, name[9];
    gy_array a = {.size = sizeof a, .code = GY_INT, .bits = 64, .rank = 1, .data = name};
    a.shape = &n;
    a.stride = &one;
    for (int64_t j = 0; j < n; j++) {
        name[j] = 10 * n + j;
    }
    GY_TRY(c->host->set_length(c, "row", 3));
    GY_TRY(c->host->set_length(c, "part", n));
    return c->host->set_coord(c, "part", "name", &a);
}

static int named_run(gy_call *c)
{
    double *x = gy_doubles(c, "x");
    for (int64_t k = 0; k < 3 * gy_integer(c, "width"); k++) {
        x[k] = 0;
    }
    return GY_OK;
}

GY_SAY(place_text, "transform.kit-place 1 | What the host answers\n"
                   "in x f64[row, ...] many\n"
                   "out y f64[answer] | answers\n"
                   "param loop i64 = 0 | for a loop\n"
                   "licence | MIT\n");

static int place_resolve(gy_call *c)
{
    return c->host->set_length(c, "answer", 13);
}

/* Last value of the coordinate `name` of an axis, -1 if there is none. */
static double last(gy_call *c, const char *axis)
{
    const gy_array *a = c->host->coord(c, axis, "name");
    return a ? gy_element(a, (a->shape[0] - 1) * a->stride[0]) : -1;
}

static int place_run(gy_call *c)
{
    static const char *const axes[] = {"x.0.1", "x.1.1", "x.0.0", "x.0.2",
                                       "x.2.1", "x.1",   "x.1.1."};
    const gy_rng *rng = (const gy_rng *)c->host->extension(c, GY_RNG);
    double *y = gy_doubles(c, "y");
    int64_t order[5];
    for (int i = 0; i < 7; i++) {
        y[i] = last(c, axes[i]);
    }
    GY_TRY(rng->uniform(c, "a", 0, 1, y + 7));
    GY_TRY(rng->uniform_at(c, "a", 3, 0, 1, y + 8));
    GY_TRY(rng->uniform_at(c, "a", 4, 0, 1, y + 9));
    GY_TRY(rng->normal_at(c, "a", 3, 0, 1, y + 10));
    GY_TRY(rng->uniform_at(c, "a", 3, 1, 1, y + 11));
    GY_TRY(rng->permutation_at(c, "a", 3, 0, 5, order));
    y[12] = 0;
    for (int i = 0; i < 5; i++) {
        y[12] = 10 * y[12] + (double)order[i];
    }
    return GY_OK;
}

static const gy_node named = {GY_NODE_HEAD, named_text, named_resolve, named_run, 0, 0, 0, 0};
static const gy_node place = {GY_NODE_HEAD, place_text, place_resolve, place_run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&named, &place)
