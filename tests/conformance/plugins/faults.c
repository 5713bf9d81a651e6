/* SPDX-License-Identifier: MIT
 *
 * faults.c: nodes that each break one promise, for tests/run/test_conform.c: a runner that lets one
 * of them pass is worth nothing.
 */
#include "sugar.h"

#include <math.h>

#define MAP(id, doc)                                                                               \
    "transform." id " 1 | " doc "\n"                                                               \
    "in x f64[row, col]\n"                                                                         \
    "out y f64[row, col] | the input, but for the fault\n"                                         \
    "reach y.row row\n"                                                                            \
    "licence | MIT\n"

/* Element (i, j) as it should be. */
static double right(const gy_array *x, int64_t k)
{
    return gy_at2(x, k / x->shape[1], k % x->shape[1]);
}

static double *copy(gy_call *c, const gy_array **x, int64_t *n)
{
    double *y = gy_doubles(c, "y");
    *x = gy_get(c, "x");
    *n = (*x)->shape[0] * (*x)->shape[1];
    for (int64_t k = 0; k < *n; k++) {
        y[k] = right(*x, k);
    }
    return y;
}

GY_SAY(none_text, "transform.fault-none 1 | Breaks nothing\n"
                  "in x f64[row, col]\n"
                  "out y f64[row, col] | the input\n"
                  "param times f64 = 1 0..2 | factor\n"
                  "reach y.row row\n"
                  "licence | MIT\n");

static int none_run(gy_call *c)
{
    const gy_array *x;
    int64_t n;
    return copy(c, &x, &n) ? GY_OK : GY_INTERNAL;
}

GY_SAY(reach_text, MAP("fault-reach", "Reads the next row too"));

static int reach_run(gy_call *c)
{
    const gy_array *x;
    int64_t n;
    double *y = copy(c, &x, &n);
    for (int64_t k = 0; k + x->shape[1] < n; k++) {
        y[k] += right(x, k + x->shape[1]);
    }
    return GY_OK;
}

GY_SAY(tail_text, MAP("fault-tail", "Leaves the last element as it was"));

static int tail_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *y = gy_doubles(c, "y");
    for (int64_t k = 0; k + 1 < x->shape[0] * x->shape[1]; k++) {
        y[k] = right(x, k);
    }
    return GY_OK;
}

GY_SAY(thread_text, MAP("fault-thread", "Counts its calls in each thread"));

static int thread_run(gy_call *c)
{
    static __thread int calls;
    const gy_array *x;
    int64_t n;
    double *y = copy(c, &x, &n);
    y[0] += 1e-12 * ++calls;
    return GY_OK;
}

GY_SAY(stride_text, MAP("fault-stride", "Takes every input to be in C order"));

static int stride_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    double *y = gy_doubles(c, "y");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        y[k] = ((const double *)x->data)[k];
    }
    return GY_OK;
}

GY_SAY(deaf_text, MAP("fault-deaf", "Does not listen"));

static int deaf_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        gy_doubles(c, "y")[k] = 1;
    }
    return GY_OK;
}

GY_SAY(grid_text, MAP("fault-grid", "Counts rows from the tile's head"));

static int grid_run(gy_call *c)
{
    const gy_array *x;
    int64_t n;
    double *y = copy(c, &x, &n);
    for (int64_t k = 0; k < n; k++) {
        y[k] += (double)(k / x->shape[1]);
    }
    return GY_OK;
}

GY_SAY(cancel_text, MAP("fault-cancel", "Takes a cancel for a failure"));

static int cancel_run(gy_call *c)
{
    const gy_array *x;
    int64_t n;
    (void)copy(c, &x, &n);
    return c->host->stopped(c) ? gy_fail(c, GY_INTERNAL, "x", "interrupted") : GY_OK;
}

GY_SAY(silent_text, MAP("fault-silent", "Fails on few rows and does not say why"));

static int silent_run(gy_call *c)
{
    const gy_array *x;
    int64_t n;
    (void)copy(c, &x, &n);
    return x->shape[0] < 3 ? GY_DATA : GY_OK;
}

GY_SAY(missing_text, "transform.fault-missing 1 | One NaN spoils all rows\n"
                     "in x f64[row, col] missing\n"
                     "out y f64[row, col] | the input\n"
                     "reach y.row row\n"
                     "licence | MIT\n");

static int missing_run(gy_call *c)
{
    const gy_array *x;
    int64_t n;
    double *y = copy(c, &x, &n), sum = 0;
    for (int64_t k = 0; k < n; k++) {
        sum += y[k];
    }
    for (int64_t k = 0; k < n && isnan(sum); k++) {
        y[k] = sum;
    }
    return GY_OK;
}

GY_SAY(state_text, "encoder.fault-state 1 | Keeps a pointer from solve to run\n"
                   "in x f64[row, col]\n"
                   "out y f64[row, col] | the mean of the training rows\n"
                   "state mean f64[col] | mean\n"
                   "stat s f64[col] | sum\n"
                   "reach y.row row\n"
                   "licence | MIT\n");

static const void *kept;

static int state_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        gy_doubles(c, "s")[k % x->shape[1]] += right(x, k);
    }
    return GY_OK;
}

static int state_solve(gy_call *c)
{
    const gy_array *s = c->host->stat(c, "s", -1);
    kept = gy_doubles(c, "mean");
    for (int64_t j = 0; j < s->shape[0]; j++) {
        gy_doubles(c, "mean")[j] = ((const double *)s->data)[j];
    }
    return GY_OK;
}

static int state_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    const double *mean = gy_doubles(c, "mean");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        gy_doubles(c, "y")[k] = right(x, k) - (mean == kept ? mean[k % x->shape[1]] : 0);
    }
    return GY_OK;
}

GY_SAY(score_text, "metric.fault-score 1 | Sums of columns, but for the last\n"
                   "in x f64[row, col]\n"
                   "out r f64[col] | sums\n"
                   "stat s f64[col] | sum\n"
                   "licence | MIT\n");

static int score_solve(gy_call *c)
{
    const gy_array *s = c->host->stat(c, "s", -1);
    for (int64_t j = 0; j + 1 < s->shape[0]; j++) {
        gy_doubles(c, "r")[j] = ((const double *)s->data)[j];
    }
    return GY_OK;
}

#define MAP_NODE(name)                                                                             \
    static const gy_node name = {GY_NODE_HEAD, name##_text, 0, name##_run, 0, 0, 0, 0}
MAP_NODE(none);
MAP_NODE(reach);
MAP_NODE(tail);
MAP_NODE(thread);
MAP_NODE(stride);
MAP_NODE(deaf);
MAP_NODE(grid);
MAP_NODE(cancel);
MAP_NODE(silent);
MAP_NODE(missing);
static const gy_node state = {GY_NODE_HEAD, state_text, 0, state_run, state_add, 0, state_solve, 0};
static const gy_node score = {GY_NODE_HEAD, score_text, 0, 0, state_add, 0, score_solve, 0};
GY_PLUGIN_NODES(&none, &reach, &tail, &thread, &stride, &deaf, &grid, &cancel, &silent, &missing,
                &state, &score)
