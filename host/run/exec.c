#include "run/exec.h"

#include <math.h>

#include "core/error.h"
#include "run/facts.h"
#include "run/needs.h"
#include "run/probe.h"
#include "run/resolve.h"
#include "run/split.h"
#include "sugar.h"

void gy_exec_release(gy_inst *inst)
{
    if (inst->released) {
        return;
    }
    inst->released = TRUE;
    for (unsigned i = 0; i < inst->node->sig->n_in && inst->in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            gy_out *o = inst->in[i].feeds[k].out;
            if (--o->uses == 0 && !o->keep) {
                g_clear_pointer(&o->value, gy_value_unref);
            }
        }
    }
    for (unsigned o = 0; o < inst->n_outs; o++) {
        if (inst->outs[o].uses == 0 && !inst->outs[o].keep) {
            g_clear_pointer(&inst->outs[o].value, gy_value_unref);
        }
    }
}

static int64_t count_missing(const gy_value *v)
{
    int64_t n = 0, size = gy_size_from(&v->view, 0);
    if (v->view.code != GY_FLOAT || v->view.layout != GY_DENSE) {
        return 0;
    }
    int64_t packed = 1;
    gboolean plain = TRUE; /* C order */
    for (int32_t i = v->view.rank - 1; i >= 0; i--) {
        plain &= v->view.stride[i] == packed || v->view.shape[i] == 1;
        packed *= v->view.shape[i];
    }
    const float *x32 = v->view.data;
    const double *x64 = v->view.data;
    for (int64_t k = 0; plain && v->view.bits == 32 && k < size; k++) {
        n += isnan(x32[k]) != 0;
    }
    for (int64_t k = 0; plain && v->view.bits == 64 && k < size; k++) {
        n += isnan(x64[k]) != 0;
    }
    if (plain && v->view.bits >= 32) {
        return n;
    }
    for (int64_t k = 0; k < size; k++) {
        n += isnan(gy_value_number(v, k)) != 0;
    }
    return n;
}

/* Missing values may go only where the text says `missing`. */
static gboolean guard_missing(gy_inst *inst, GError **error)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        if (in->port->missing || in->port->type.form != GY_FORM_ARRAY) {
            continue;
        }
        for (unsigned k = 0; k < in->n; k++) {
            gy_out *o = in->feeds[k].out;
            const char *column = in->feeds[k].column;
            const gy_value *v =
                column && o->value && o->columns ? gy_table_column(o->value, column) : o->value;
            if (in->feeds[k].word || !v || v->payload != GY_PAYLOAD_ARRAY) {
                continue;
            }
            if (o->n_missing < 0 && v == o->value) {
                o->n_missing = count_missing(v);
            }
            int64_t missing = v == o->value ? o->n_missing : count_missing(v);
            if (missing > 0) {
                g_set_error(error, GY_ERROR, GY_ERR_DATA,
                            "[%s] %s = %s holds %" G_GINT64_FORMAT
                            " missing values (NaN), which %s does not take",
                            inst->node->name, in->port->name, in->feeds[k].link->text, missing,
                            inst->node->sig->id);
                return FALSE;
            }
        }
    }
    return TRUE;
}

static gboolean sources_are_done(const gy_inst *inst, GError **error)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            const gy_inst *from = inst->in[i].feeds[k].from;
            if (from->rt != inst->rt && !from->done) {
                (void)gy_needs_exec(
                    inst->rt); /* what another file gives, asked for while planning */
            }
            if (from->failed) {
                g_propagate_error(error, g_error_copy(from->failed));
                return FALSE;
            }
        }
    }
    return TRUE;
}

static gboolean exec_node(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (inst->parts) {
        return gy_exec_close(rt, inst, error);
    }
    if (!sources_are_done(inst, error) || !guard_missing(inst, error)) {
        return FALSE;
    }
    if (inst->fits || inst->node->metric) {
        if (!gy_exec_reduce(rt, inst, error)) {
            return FALSE;
        }
        if (inst->node->metric && rt->facts && inst->env.inner == GY_OUTSIDE) {
            gy_facts_metric(rt->facts, rt, inst);
        }
    }
    return inst->node->metric || gy_exec_run(rt, inst, error);
}

gboolean gy_exec(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (inst->done) {
        return TRUE;
    }
    rt = inst->rt ? inst->rt : rt; /* a node of another file runs as that file says */
    GError *why = NULL;
    if (gy_runtime_stopped(rt)) {
        g_set_error(error, GY_ERROR, GY_ERR_CANCELLED, "cancelled");
        return FALSE;
    }
    if (inst->failed || !exec_node(rt, inst, &why)) {
        if (!inst->failed) {
            inst->failed = why;
        }
        g_propagate_error(error, g_error_copy(inst->failed));
        gy_exec_release(inst);
        return FALSE;
    }
    inst->done = TRUE;
    gy_probe_source(rt, inst);
    gy_probe_done(rt, inst);
    gy_exec_release(inst);
    return TRUE;
}

gboolean gy_exec_now(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (inst->done) {
        return TRUE;
    }
    rt = inst->rt ? inst->rt : rt;
    if (inst->node->split && !inst->parts) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED,
                    "[%s] its values are needed before the folds are known, but it is fitted per "
                    "fold",
                    inst->node->name);
        return FALSE;
    }
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            if (!gy_exec_now(rt, inst->in[i].feeds[k].from, error)) {
                return FALSE;
            }
        }
    }
    /* Edges made later must still find the value: the plan lets go of it, not this early run. */
    for (unsigned o = 0; o < inst->n_outs; o++) {
        inst->outs[o].keep = TRUE;
    }
    GError *why = NULL;
    if (!gy_exec(rt, inst, &why)) {
        gy_runtime_tell_node(rt, inst->node, why->message); /* where it failed, not who asked */
        g_propagate_error(error, why);
        return FALSE;
    }
    return TRUE;
}
