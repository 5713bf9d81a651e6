/* SPDX-License-Identifier: MIT
 *
 * kit_line.c: the fit of the model tests, in a file of its own: what calls it is in kit_callers.c.
 * y = slope x + offset by least squares, column by column: slope = cov(x, y) / var(x).
 */
#include "sugar.h"

GY_SAY(line_text, "encoder.kit-line 1 | A line through the training rows\n"
                  "in x f64[row, col]\n"
                  "in y f64[row, col] fit\n"
                  "out p f64[row, col] | slope x + offset\n"
                  "out rows f64[row, one] | the number of rows of this call\n"
                  "state slope f64[col] | slope\n"
                  "state offset f64[col] | offset\n"
                  "stat n f64[] | rows\n"
                  "stat s f64[four, col] | sums of x, y, xx, xy\n"
                  "param limit f64 = 1e300 | fails where x is above\n"
                  "reach p.row row\n"
                  "reach rows.row row\n"
                  "licence | MIT\n");

static int line_resolve(gy_call *c)
{
    GY_TRY(c->host->set_length(c, "one", 1));
    return c->host->set_length(c, "four", 4);
}

static int line_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t n = x->shape[0], m = x->shape[1];
    double *s = gy_doubles(c, "s");
    gy_doubles(c, "n")[0] += (double)n;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < m; j++) {
            s[j] += gy_at2(x, i, j);
            s[m + j] += gy_at2(y, i, j);
            s[2 * m + j] += gy_at2(x, i, j) * gy_at2(x, i, j);
            s[3 * m + j] += gy_at2(x, i, j) * gy_at2(y, i, j);
        }
    }
    return GY_OK;
}

static int line_solve(gy_call *c)
{
    double n = ((const double *)c->host->stat(c, "n", -1)->data)[0];
    const gy_array *stat = c->host->stat(c, "s", -1);
    const double *s = stat->data;
    int64_t m = stat->shape[1];
    for (int64_t j = 0; j < m; j++) {
        double slope = (n * s[3 * m + j] - s[j] * s[m + j]) / (n * s[2 * m + j] - s[j] * s[j]);
        gy_doubles(c, "slope")[j] = slope;
        gy_doubles(c, "offset")[j] = (s[m + j] - slope * s[j]) / n;
    }
    return GY_OK;
}

static int line_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *p = gy_get(c, "p");
    const double *slope = gy_doubles(c, "slope"), *offset = gy_doubles(c, "offset");
    int64_t m = x->shape[1];
    for (int64_t i = 0; i < x->shape[0]; i++) {
        gy_doubles(c, "rows")[i] = (double)x->shape[0];
        for (int64_t j = 0; j < m; j++) {
            if (gy_at2(x, i, j) > gy_number(c, "limit")) {
                return gy_fail(c, GY_DATA, "x", "this row is above the limit");
            }
            ((double *)p->data)[i * m + j] = slope[j] * gy_at2(x, i, j) + offset[j];
        }
    }
    return GY_OK;
}

/* Nothing but a state: an edge to the node is an edge to its model. */
GY_SAY(bare_text, "encoder.kit-bare 1 | Mean of the training rows\n"
                  "in x f64[row, col]\n"
                  "state mean f64[col] | mean\n"
                  "stat n f64[] | rows\n"
                  "stat s f64[col] | sum\n"
                  "licence | MIT\n");

static int bare_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    gy_doubles(c, "n")[0] += (double)x->shape[0];
    for (int64_t i = 0; i < x->shape[0]; i++) {
        for (int64_t j = 0; j < x->shape[1]; j++) {
            gy_doubles(c, "s")[j] += gy_at2(x, i, j);
        }
    }
    return GY_OK;
}

static int bare_solve(gy_call *c)
{
    const gy_array *s = c->host->stat(c, "s", -1);
    for (int64_t j = 0; j < s->shape[0]; j++) {
        gy_doubles(c, "mean")[j] = gy_at1(s, j) / gy_at1(c->host->stat(c, "n", -1), 0 * j);
    }
    return GY_OK;
}

/* A model that says `serial`, applied by one that says it too: neither may wait for the other. */
GY_SAY(serial_text, "encoder.kit-serial-line 1 | x, by a model or as it is\n"
                    "in x f64[row, col]\n"
                    "in model model optional\n"
                    "out p f64[row, col] | x + 1 for every model on the way\n"
                    "state n f64[] | rows\n"
                    "stat m f64[] | rows\n"
                    "serial kit-line\n"
                    "reach p.row row\n"
                    "licence | MIT\n");

static int serial_add(gy_call *c)
{
    gy_doubles(c, "m")[0] += (double)gy_get(c, "x")->shape[0];
    return GY_OK;
}

static int serial_solve(gy_call *c)
{
    gy_doubles(c, "n")[0] = ((const double *)c->host->stat(c, "m", -1)->data)[0];
    return GY_OK;
}

typedef struct gy_row_job {
    gy_call *call;
    const gy_model *service;
    const gy_array *x, *p;
} gy_row_job;

static int serial_row(void *context, int64_t i)
{
    gy_row_job *job = context;
    int64_t shape[2] = {1, job->x->shape[1]}, stride[2] = {job->x->shape[1], 1};
    gy_array x = *job->x, p = *job->p;
    x.shape = p.shape = shape;
    p.stride = stride;
    x.data = (double *)job->x->data + i * job->x->stride[0];
    p.data = (double *)job->p->data + i * job->p->stride[0];
    return job->service->apply(job->call, "model", "x", &x, "p", &p);
}

static int serial_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *p = gy_get(c, "p");
    int64_t m = x->shape[1];
    gy_row_job job = {c, c->host->extension(c, GY_MODEL), x, p};
    const gy_map *map = c->host->extension(c, GY_MAP);
    if (job.service->id(c, "model")) {
        GY_TRY(map->each(c, x->shape[0], serial_row, &job));
    }
    for (int64_t k = 0; k < x->shape[0] * m; k++) {
        double *to = &((double *)p->data)[k];
        *to = job.service->id(c, "model") ? *to + 1 : gy_at2(x, k / m, k % m) + 1;
    }
    return GY_OK;
}

static const gy_node line = {GY_NODE_HEAD, line_text, line_resolve, line_run,
                             line_add,     0,         line_solve,   0};
static const gy_node bare = {GY_NODE_HEAD, bare_text, 0, 0, bare_add, 0, bare_solve, 0};
static const gy_node serial = {
    GY_NODE_HEAD, serial_text, 0, serial_run, serial_add, 0, serial_solve, 0};
GY_PLUGIN_NODES(&line, &bare, &serial)
