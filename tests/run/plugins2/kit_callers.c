/* SPDX-License-Identifier: MIT
 *
 * kit_callers.c: nodes that call the models of kit_line.c, which they know by name only.
 */
#include "sugar.h"

#include <string.h>

static const gy_model *service(gy_call *c)
{
    return c->host->extension(c, GY_MODEL);
}

GY_SAY(affine_text, "transform.kit-affine 1 | scale x + shift\n"
                    "in x f64[row, col]\n"
                    "out y f64[row, col] | scale x + shift\n"
                    "param scale f64 = 1 | scale\n"
                    "param shift f64 = 0 | shift\n"
                    "reach y.row row\n"
                    "licence | MIT\n");

static int affine_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        ((double *)y->data)[k] =
            gy_number(c, "scale") * gy_at2(x, k / x->shape[1], k % x->shape[1]) +
            gy_number(c, "shift");
    }
    return GY_OK;
}

GY_SAY(call_text, "transform.kit-call 1 | What models make of x, added up\n"
                  "in x f64[row, col]\n"
                  "in model model many\n"
                  "out y f64[row, made] | the sum over models\n"
                  "param in text = x | its input\n"
                  "param out text = p | its output\n"
                  "param give choice(rows, fewer, wider, single, strided) = rows | what is given\n"
                  "reach y.row row\n"
                  "licence | MIT\n");

/* The length of `made` is that of the model's answer. */
static int call_resolve(gy_call *c)
{
    int64_t shape[8] = {0};
    int32_t rank = 0;
    GY_TRY(service(c)->shape(c, "model", "p", &rank, shape));
    if (rank != 2 || shape[0] != -1 ||
        service(c)->shape(c, "model", "none", &rank, shape) != GY_NONE) {
        return gy_fail(c, GY_INTERNAL, "model", "is of an unexpected shape");
    }
    return c->host->set_length(c, "made", shape[1]);
}

/* Arrays that are not what the model was fitted on. */
static void spoil(gy_call *c, gy_array *x, gy_array *y, int64_t *shape, int64_t *stride)
{
    memcpy(shape, x->shape, 2 * sizeof *shape);
    if (gy_is(c, "give", "fewer")) {
        shape[0] = y->shape[0] - 1;
        y->shape = shape;
    } else if (gy_is(c, "give", "wider")) {
        shape[1]++;
        x->shape = shape;
    } else if (gy_is(c, "give", "single")) {
        x->bits = 32;
    } else if (gy_is(c, "give", "strided")) {
        stride[0] = 1;
        stride[1] = 7;
        y->stride = stride;
    }
}

static int call_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t n = y->shape[0] * y->shape[1], shape[2], stride[2];
    double *one = c->host->scratch(c, n * (int64_t)sizeof(double)), *sum = y->data;
    for (int64_t k = 0; k < c->host->count(c, "model"); k++) {
        char port[] = "model.0";
        port[6] = (char)('0' + k);
        gy_array given = *x, made = *y;
        made.data = one;
        spoil(c, &given, &made, shape, stride);
        GY_TRY(service(c)->apply(c, k == 0 ? "model" : port, c->host->text(c, "in"), &given,
                                 c->host->text(c, "out"), &made));
        for (int64_t i = 0; i < n; i++) {
            sum[i] += one[i];
        }
    }
    return GY_OK;
}

GY_SAY(tap_text, "transform.kit-tap 1 | A part of a model's state on every row\n"
                 "in x f64[row, col]\n"
                 "in model model(encoder)\n"
                 "out y f64[row, col] | the part\n"
                 "out id f64[row, col] | letters in the model's id\n"
                 "param part text = slope | which\n"
                 "reach y.row row\n"
                 "reach id.row row\n"
                 "licence | MIT\n");

static int tap_run(gy_call *c)
{
    const gy_array *y = gy_get(c, "y"),
                   *part = service(c)->tap(c, "model", c->host->text(c, "part"));
    if (!part) {
        return gy_fail(c, GY_PARAM, "part", "the model has no such part");
    }
    for (int64_t k = 0; k < y->shape[0] * y->shape[1]; k++) {
        ((double *)y->data)[k] = gy_at1(part, k % y->shape[1]);
        gy_doubles(c, "id")[k] = (double)strlen(service(c)->id(c, "model"));
    }
    gy_doubles(c, "id")[0] += service(c)->tap(c, "x", "slope") || service(c)->id(c, "x") ? 100 : 0;
    return GY_OK;
}

GY_SAY(residual_text, "encoder.kit-residual 1 | What a model leaves of y, in the mean\n"
                      "in x f64[row, col]\n"
                      "in y f64[row, col] fit\n"
                      "in model model\n"
                      "out p f64[row, col] | model(x) + mean\n"
                      "state mean f64[col] | mean of y - model(x)\n"
                      "stat n f64[] | rows\n"
                      "stat s f64[col] | sum of y - model(x)\n"
                      "reach p.row row\n"
                      "licence | MIT\n");

static int residual_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x"), *y = gy_get(c, "y");
    int64_t n = x->shape[0], m = x->shape[1], stride[2] = {m, 1};
    gy_array made = *x;
    made.stride = stride;
    made.data = c->host->scratch(c, n * m * (int64_t)sizeof(double));
    GY_TRY(service(c)->apply(c, "model", "x", x, "p", &made));
    gy_doubles(c, "n")[0] += (double)n;
    for (int64_t k = 0; k < n * m; k++) {
        gy_doubles(c, "s")[k % m] += gy_at2(y, k / m, k % m) - ((double *)made.data)[k];
    }
    return GY_OK;
}

static int residual_solve(gy_call *c)
{
    const gy_array *s = c->host->stat(c, "s", -1);
    for (int64_t j = 0; j < s->shape[0]; j++) {
        gy_doubles(c, "mean")[j] = gy_at1(s, j);
    }
    double n = ((const double *)c->host->stat(c, "n", -1)->data)[0];
    for (int64_t j = 0; j < s->shape[0]; j++) {
        gy_doubles(c, "mean")[j] /= n;
    }
    return GY_OK;
}

static int residual_run(gy_call *c)
{
    const gy_array *p = gy_get(c, "p");
    GY_TRY(service(c)->apply(c, "model", "x", gy_get(c, "x"), "p", gy_get(c, "p")));
    for (int64_t k = 0; k < p->shape[0] * p->shape[1]; k++) {
        ((double *)p->data)[k] += gy_doubles(c, "mean")[k % p->shape[1]];
    }
    return GY_OK;
}

GY_SAY(modelled_text, "metric.kit-modelled 1 | Mean of a model over the scored rows\n"
                      "in x f64[row, col]\n"
                      "in model model\n"
                      "out mean f64[] mean | mean of the first column\n"
                      "stat n f64[] | rows\n"
                      "stat s f64[] | sum\n"
                      "licence | MIT\n");

static int modelled_add(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    int64_t n = x->shape[0], m = x->shape[1], stride[2] = {m, 1};
    gy_array made = *x;
    made.stride = stride;
    made.data = c->host->scratch(c, n * m * (int64_t)sizeof(double));
    GY_TRY(service(c)->apply(c, "model", "x", x, "p", &made));
    gy_doubles(c, "n")[0] += (double)n;
    for (int64_t i = 0; i < n; i++) {
        gy_doubles(c, "s")[0] += ((double *)made.data)[i * m];
    }
    return GY_OK;
}

static int modelled_solve(gy_call *c)
{
    gy_doubles(c, "mean")[0] = ((const double *)c->host->stat(c, "s", -1)->data)[0] /
                               ((const double *)c->host->stat(c, "n", -1)->data)[0];
    return GY_OK;
}

GY_SAY(early_text, "transform.kit-early 1 | Applies a model while sizes are being resolved\n"
                   "in x f64[row, col]\n"
                   "in model model\n"
                   "out y f64[row, col] | x\n"
                   "reach y.row row\n"
                   "licence | MIT\n");

static int early_resolve(gy_call *c)
{
    return service(c)->apply(c, "model", "x", gy_get(c, "x"), "p", gy_get(c, "x"));
}

static int early_run(gy_call *c)
{
    return gy_get(c, "x") ? GY_OK : GY_INTERNAL;
}

GY_SAY(sink_text, "writer.kit-sink 1 | Takes what comes and keeps nothing\n"
                  "in x f64[row, col]\n"
                  "licence | MIT\n");

static int sink_run(gy_call *c)
{
    return gy_get(c, "x") ? GY_OK : GY_INTERNAL;
}

GY_SAY(label_text, "transform.kit-label 1 | x, with a word beside it\n"
                   "in x f64[row, col]\n"
                   "out y f64[row, col] | x\n"
                   "param as text | any word\n"
                   "reach y.row row\n"
                   "licence | MIT\n");

static int label_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        gy_doubles(c, "y")[k] = gy_at2(x, k / x->shape[1], k % x->shape[1]);
    }
    return GY_OK;
}

GY_SAY(scaled_text, "transform.kit-scaled 1 | x times a number of each column\n"
                    "in x f64[row, col]\n"
                    "in by f64[one]\n"
                    "out y f64[row, col] | by x\n"
                    "reach y.row row\n"
                    "licence | MIT\n");

static int scaled_run(gy_call *c)
{
    const gy_array *x = gy_get(c, "x");
    for (int64_t k = 0; k < x->shape[0] * x->shape[1]; k++) {
        gy_doubles(c, "y")[k] =
            gy_at1(gy_get(c, "by"), 0) * gy_at2(x, k / x->shape[1], k % x->shape[1]);
    }
    return GY_OK;
}

static const gy_node scaled = {GY_NODE_HEAD, scaled_text, 0, scaled_run, 0, 0, 0, 0};
static const gy_node sink = {GY_NODE_HEAD, sink_text, 0, sink_run, 0, 0, 0, 0};
static const gy_node label = {GY_NODE_HEAD, label_text, 0, label_run, 0, 0, 0, 0};
static const gy_node affine = {GY_NODE_HEAD, affine_text, 0, affine_run, 0, 0, 0, 0};
static const gy_node call = {GY_NODE_HEAD, call_text, call_resolve, call_run, 0, 0, 0, 0};
static const gy_node tap = {GY_NODE_HEAD, tap_text, 0, tap_run, 0, 0, 0, 0};
static const gy_node residual = {
    GY_NODE_HEAD, residual_text, 0, residual_run, residual_add, 0, residual_solve, 0};
static const gy_node modelled = {
    GY_NODE_HEAD, modelled_text, 0, 0, modelled_add, 0, modelled_solve, 0};
static const gy_node early = {GY_NODE_HEAD, early_text, early_resolve, early_run, 0, 0, 0, 0};
GY_PLUGIN_NODES(&affine, &call, &tap, &residual, &modelled, &early, &sink, &label, &scaled)
