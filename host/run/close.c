/* close.c: a metric outside its fold loop: mean over folds weighted by test rows, sum, or for
 * `none` the first fold's (all folds must then agree in shape). NaNs of a fold are left out of a
 * mean. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/exec.h"
#include "sugar.h"

static void close_mean(gy_value *to, GPtrArray *parts, unsigned o, gboolean sum)
{
    int64_t n = gy_size_from(&to->view, 0);
    gboolean single = gy_dtype_equal(gy_value_dtype(to), GY_F32);
    for (int64_t k = 0; k < n; k++) {
        double total = 0, weight = 0;
        for (guint p = 0; p < parts->len; p++) {
            const gy_inst *part = parts->pdata[p];
            double x = gy_value_number(part->outs[o].value, k);
            double w = sum ? 1 : (double)gy_rows_count(&part->test);
            if (!isnan(x)) {
                total += w * x;
                weight += w;
            }
        }
        double mean = weight > 0 ? (sum ? total : total / weight) : (double)NAN;
        if (single) {
            ((float *)to->view.data)[k] = (float)mean;
        } else {
            ((double *)to->view.data)[k] = mean;
        }
    }
}

/* Counts stay whole numbers. */
static void close_counts(gy_value *to, GPtrArray *parts, unsigned o)
{
    int64_t n = gy_size_from(&to->view, 0);
    for (int64_t k = 0; k < n; k++) {
        for (guint p = 0; p < parts->len; p++) {
            const gy_inst *part = parts->pdata[p];
            ((int64_t *)to->view.data)[k] += ((int64_t *)part->outs[o].value->view.data)[k];
        }
    }
}

static gboolean same_shapes(const gy_inst *inst, unsigned o, GError **error)
{
    const gy_inst *first = inst->parts->pdata[0];
    for (guint p = 1; p < inst->parts->len; p++) {
        const gy_inst *part = inst->parts->pdata[p];
        const gy_out *a = &first->outs[o], *b = &part->outs[o];
        if (a->rank != b->rank || memcmp(a->shape, b->shape, sizeof(int64_t) * (size_t)a->rank)) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "[%s] %s has another shape in fold %u than in fold 0, so there is no value "
                        "over all folds",
                        inst->node->name, a->port->name, p);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean close_out(gy_runtime *rt, gy_inst *inst, unsigned o, GError **error)
{
    gy_out *to = &inst->outs[o];
    const gy_inst *first = inst->parts->pdata[0];
    if (!first->outs[o].value) { /* optional, and nobody wants it */
        return TRUE;
    }
    gboolean array = to->payload == GY_PAYLOAD_ARRAY && !to->ragged;
    if (!array || !to->port || !same_shapes(inst, o, error)) {
        to->value = array ? NULL : gy_value_ref(first->outs[o].value);
        return to->value != NULL;
    }
    gboolean sum = to->port->close == GY_CLOSE_SUM;
    gboolean counts = sum && gy_dtype_equal(to->dtype, GY_I64);
    if (!counts && (to->dtype.code != GY_FLOAT || to->port->close == GY_CLOSE_NONE)) {
        to->value = gy_value_ref(first->outs[o].value);
        return TRUE;
    }
    to->value = gy_value_new_dense(rt->mem, to->dtype, to->rank, to->shape, TRUE, error);
    if (!to->value) {
        return FALSE;
    }
    for (int32_t i = 0; i < to->rank; i++) {
        gy_value_set_domain(to->value, i, to->domains[i]);
    }
    to->value->attributes = to->attributes ? g_hash_table_ref(to->attributes) : NULL;
    if (counts) {
        close_counts(to->value, inst->parts, o);
    } else {
        close_mean(to->value, inst->parts, o, sum);
    }
    return TRUE;
}

gboolean gy_exec_close(gy_runtime *rt, gy_inst *inst, GError **error)
{
    for (guint p = 0; p < inst->parts->len; p++) {
        const gy_inst *part = inst->parts->pdata[p];
        if (part->failed) {
            g_propagate_error(error, g_error_copy(part->failed));
            return FALSE;
        }
    }
    for (unsigned o = 0; o < inst->n_outs; o++) {
        if (!close_out(rt, inst, o, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
