/* params_axis.c: `past = 0 ms .. 450 ms`: every step of the node's row axis from the first number
 * up to, not including, the second. Declared in resolve.h. */
#include "run/resolve.h"

#include <math.h>

#include "core/error.h"
#include "run/reduce.h"

/* The first row axis among the inputs that has a step. */
static const gy_domain *stepped(const gy_inst *inst)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n && gy_reduce_has_rows(in->port); k++) {
            const gy_domain *d = in->feeds[k].rank > 0 ? in->feeds[k].domains[0] : NULL;
            if (d && d->numerator > 0) {
                return d;
            }
        }
    }
    return NULL;
}

/* Multiples k of numerator / denominator with low <= k step < high; ends that are a multiple within
 * rounding are one. */
static gboolean expand(const gy_inst *inst, const char *name, const gy_domain *d, gy_literal *l,
                       GError **error)
{
    double rate = (double)d->denominator / (double)d->numerator;
    double from = ceil(l->numbers[0] * rate - 1e-6), to = ceil(l->numbers[1] * rate - 1e-6);
    if (!(to > from) || to - from > GY_SERIES_MAX) {
        g_set_error(error, GY_ERROR, GY_ERR_PARAM,
                    to > from ? "[%s] %s: from %g to %g %s there are more than a million steps"
                              : "[%s] %s: from %g to %g %s there is no step of the axis",
                    inst->node->name, name, l->numbers[0], l->numbers[1],
                    l->unit ? l->unit->name : "");
        return FALSE;
    }
    size_t n = (size_t)(to - from);
    g_free(l->numbers);
    l->numbers = g_new(double, n);
    l->n_numbers = n;
    l->kind = GY_LITERAL_QUANTITY;
    for (size_t i = 0; i < n; i++) {
        l->numbers[i] = (from + (double)i) * (double)d->numerator / (double)d->denominator;
    }
    return TRUE;
}

gboolean gy_params_expand(gy_inst *inst, GError **error)
{
    for (unsigned i = 0; i < inst->node->sig->n_params; i++) {
        gy_param_value *v = &inst->params[i];
        const char *name = inst->node->sig->params[i].name;
        if (v->literal.kind != GY_LITERAL_RANGE) {
            continue;
        }
        const gy_domain *d = stepped(inst);
        if (!d) {
            g_set_error(
                error, GY_ERROR, GY_ERR_SHAPE,
                "[%s] %s = %s stands for the steps of a regular axis, and no input has one; "
                "write arange(from, to, step)",
                inst->node->name, name, v->text);
            return FALSE;
        }
        if (!expand(inst, name, d, &v->literal, error)) {
            return FALSE;
        }
        v->n = (int64_t)v->literal.n_numbers;
    }
    return TRUE;
}
