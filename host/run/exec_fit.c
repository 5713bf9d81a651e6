/* exec_fit.c: reductions: a fit on its training rows, a metric on its test rows. */
#include "core/error.h"
#include "run/cache.h"
#include "run/exec.h"
#include "run/missing.h"
#include "run/pooling.h"
#include "run/probe.h"
#include "run/reduce.h"
#include "run/split.h"
#include "run/states.h"
#include "run/symbols.h"
#include "run/tune.h"
#include "run/twins.h"
#include "value/state.h"

/* A node wants inner folds iff one of its arrays has the axis `fold`. */
gboolean gy_exec_wants_inner(const gy_inst *inst)
{
    const gy_sig *sig = inst->node->sig;
    gboolean wants = FALSE;
    for (unsigned i = 0; i < sig->n_temp; i++) {
        wants |= gy_sig_axis_find(&sig->temp[i].type, "fold") >= 0;
    }
    for (unsigned i = 0; i < sig->n_state; i++) {
        wants |= gy_sig_axis_find(&sig->state[i].type, "fold") >= 0;
    }
    return wants && !inst->no_inner;
}

static gboolean reduce(gy_runtime *rt, GPtrArray *insts, gy_inst *inst, GError **error)
{
    gy_inner inner = {0};
    if (gy_exec_wants_inner(inst) && !gy_split_inner(rt, insts, inst, &inner, error)) {
        return FALSE;
    }
    gy_selection over = {&inst->train, inner.n, inner.train, inner.held};
    gboolean keyed = gy_cache_key(rt, inst, &over);
    gboolean known = keyed && gy_cache_get(rt, inst);
    gboolean good = known || gy_reduce(rt, inst, &over, error);
    gy_inner_clear(&inner);
    rt->cache_hits += known;
    if (good && keyed && !known) {
        gy_cache_put(rt, inst);
    }
    return good;
}

/* One fit of all cases, made when the first of them is asked for. */
static gboolean reduce_pooled(gy_runtime *rt, gy_inst *inst, GError **error)
{
    gy_inst *all = inst->pooled;
    GError *why = NULL;
    if (!all->failed && !all->state &&
        !(gy_pooling_ready(rt, all, &why) && reduce(rt, NULL, all, &why))) {
        all->failed = why;
    }
    if (all->failed) {
        g_propagate_error(error, g_error_copy(all->failed));
        return FALSE;
    }
    inst->state = gy_state_ref(all->state);
    return TRUE;
}

static gboolean fit(gy_runtime *rt, gy_inst *inst, GError **error)
{
    g_autoptr(GPtrArray) insts = gy_split_insts(rt, &inst->env);
    gy_domain *x = gy_inst_rows(inst);
    gboolean purged = inst->env.fold >= 0 || inst->env.inner != GY_OUTSIDE;
    if (inst->train.n == 0 && purged) { /* never more rows than the purge has left */
        g_set_error(error, GY_ERROR, GY_ERR_LEAK, "[%s] has no training rows in fold %d",
                    inst->node->name, inst->env.fold);
        return FALSE;
    }
    if (inst->train.n == 0 && x) {
        inst->train = gy_rows_range(0, x->n);
    }
    gy_twins_look(rt, inst);
    if (gy_states_given(rt, inst) ? gy_states_load(rt, inst, error)
        : inst->pooled            ? reduce_pooled(rt, inst, error)
                                  : reduce(rt, insts, inst, error)) {
        g_auto(gy_sources) seen = {0}, own = {0};
        gy_sources_init(&seen);
        gy_sources_init(&own);
        gy_seen_by(insts, inst, FALSE, &seen);
        gy_seen_by(insts, inst, TRUE, &own);
        if (inst->env.inner == GY_OUTSIDE && inst->env.candidate != GY_OUTSIDE) {
            gy_tune_seen(rt, &inst->case_env, &seen);
            gy_tune_seen(rt, &inst->case_env, &own);
        }
        for (guint i = 0; i < seen.seen->len; i++) {
            const gy_seen *s = &g_array_index(seen.seen, gy_seen, i);
            gy_state_see(inst->state, s->source, &s->rows);
        }
        gy_probe_fit(rt, inst);
        return gy_split_is_clean(rt, insts, inst, &own, error);
    }
    gy_missing_explain(inst, error);
    return FALSE;
}

static gboolean score(gy_runtime *rt, gy_inst *inst, GError **error)
{
    gy_domain *x = gy_inst_rows(inst);
    if (!inst->node->split && x) {
        gy_rows_clear(&inst->test);
        inst->test = gy_rows_range(0, x->n);
    }
    if (!gy_missing_skip(rt, inst, error)) {
        return FALSE;
    }
    if (x && inst->test.n == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA, "[%s] has no test rows in fold %d",
                    inst->node->name, inst->env.fold);
        return FALSE;
    }
    gy_selection over = {&inst->test, 0, NULL, NULL};
    if (!gy_exec_outputs(rt, inst, TRUE, error)) {
        return FALSE;
    }
    return gy_reduce(rt, inst, &over, error);
}

gboolean gy_exec_reduce(gy_runtime *rt, gy_inst *inst, GError **error)
{
    return inst->fits ? fit(rt, inst, error) : score(rt, inst, error);
}
