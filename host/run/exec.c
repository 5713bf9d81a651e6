#include "run/exec.h"

#include "core/error.h"
#include "run/facts.h"
#include "run/missing.h"
#include "run/needs.h"
#include "run/plan.h"
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

gboolean gy_exec_sources(const gy_inst *inst, GError **error)
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
    if (!gy_exec_sources(inst, error) || !gy_missing_guard(inst, error)) {
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
    gint64 t0 = g_get_monotonic_time();
    gboolean good = !inst->failed && exec_node(rt, inst, &why);
    rt->seconds[inst->number] += (double)(g_get_monotonic_time() - t0) * 1e-6;
    if (!good) {
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
    /* Edges made later must still find the value: the plan lets go of it, not this early run; and
     * optional outputs that they read are computed now. */
    gy_plan_want_linked(inst, rt->graph);
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
