/* tune_fold.c: one choice of [tune] being made: the inner folds of one outer fold, every candidate
 * fitted and scored on each of them. */
#include <math.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/needs.h"
#include "run/plan.h"
#include "run/split.h"
#include "run/tune.h"
#include "sugar.h"

void gy_tune_leave_out(gy_tuning *t, int32_t c, const char *where, GError *error)
{
    gboolean ends = g_error_matches(error, GY_ERROR, GY_ERR_CANCELLED) ||
                    g_hash_table_contains(t->rt->told, error->message);
    if (ends && !t->fatal) {
        t->fatal = error;
        return;
    }
    if (!t->why[c]) {
        t->why[c] = g_strdup_printf("%s%s", where, error->message);
    }
    g_error_free(error);
}

/* Instances of inner folds are of no use once the fold is scored: those that failed in their making
 * first, then the others, each before what it reads. */
void gy_tune_sweep(gy_runtime *rt)
{
    GHashTableIter it;
    gpointer p;
    g_hash_table_iter_init(&it, rt->insts);
    while (g_hash_table_iter_next(&it, NULL, &p)) {
        gy_inst *inst = p;
        if (inst->env.inner != GY_OUTSIDE && !inst->order) {
            gy_exec_release(inst);
            g_hash_table_iter_remove(&it);
        }
    }
    for (guint i = rt->order->len; i-- > 0;) {
        gy_inst *inst = rt->order->pdata[i];
        if (inst->env.inner != GY_OUTSIDE) {
            g_autofree char *key = gy_env_key(inst->number, &inst->env);
            gy_exec_release(inst);
            g_ptr_array_remove_index(rt->order, i);
            g_hash_table_remove(rt->insts, key);
        }
    }
}

/* Runs an instance and, before it, all that it reads. What is not of an inner fold stays: later
 * instances may read it. */
static gboolean run_now(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (inst->done) {
        return TRUE;
    }
    if (inst->parts) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED,
                    "[%s] is a score over all folds, which is not there while a fold is tuned",
                    inst->node->name);
        return FALSE;
    }
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            if (!run_now(rt, inst->in[i].feeds[k].from, error)) {
                return FALSE;
            }
        }
    }
    gboolean shared = inst->env.inner == GY_OUTSIDE;
    for (unsigned o = 0; shared && o < inst->n_outs; o++) {
        inst->outs[o].lent |= !inst->outs[o].keep;
        inst->outs[o].keep = TRUE;
    }
    GError *why = NULL;
    if (!gy_exec(rt, inst, &why)) {
        gboolean ends = g_error_matches(why, GY_ERROR, GY_ERR_CANCELLED);
        if (shared && inst->env.candidate == GY_OUTSIDE && !ends) {
            gy_runtime_tell(rt, inst->node->line, why->message);
        }
        g_propagate_error(error, why);
        return FALSE;
    }
    return TRUE;
}

static double mean_of(const gy_value *v)
{
    double sum = 0;
    int64_t n = 0;
    for (int64_t k = 0; v && k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        sum += isnan(x) ? 0 : x;
        n += isnan(x) ? 0 : 1;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

static void take_score(gy_tuning *t, int32_t c, const char *where)
{
    const gy_graph *g = t->rt->graph;
    const gy_inst *inst = t->inst[c];
    const gy_sig_port *port = &inst->node->sig->out[g->tune_out];
    double score = mean_of(inst->outs[g->tune_out].value);
    double rows = (double)gy_rows_count(&inst->test);
    gboolean sum = port->close == GY_CLOSE_SUM;
    if (!isfinite(score)) {
        t->no_number[c] = TRUE;
        t->why[c] = g_strdup_printf("%sthe score is not a number", where);
        return;
    }
    t->total[c] += sum ? score : score * rows;
    t->weight[c] += rows;
}

/* The purge of an inner fold, of all candidates before any is fitted: those that share a fit train
 * it on what all of them allow. */
static void purge(gy_tuning *t, gy_env env, const char *where)
{
    gy_roles roles = {.domain = t->split->domain,
                      .train = t->inner.train[env.inner],
                      .test = t->inner.test[env.inner],
                      .gap = gy_split_gap(t->split, t->env.fold),
                      .forbidden = &t->forbidden};
    for (env.candidate = 0; env.candidate < t->n; env.candidate++) {
        GError *error = NULL;
        g_autoptr(GPtrArray) insts = gy_split_insts(t->rt, &env);
        gy_sources *scored = &t->scored[env.candidate];
        if (!t->inst[env.candidate]) {
            continue;
        }
        gy_purge_scored(insts, &env, &roles, scored);
        gy_needs_spread(t->rt, insts, scored);
        if (!gy_purge_fits(insts, &env, &roles, scored, &error)) {
            gy_tune_leave_out(t, env.candidate, where, error);
            t->inst[env.candidate] = NULL;
        }
    }
    for (env.candidate = 0; env.candidate < t->n; env.candidate++) {
        g_autoptr(GPtrArray) insts = gy_split_insts(t->rt, &env);
        for (guint i = 0; t->inst[env.candidate] && i < insts->len; i++) {
            const gy_inst *inst = insts->pdata[i];
            if (inst->env.inner == env.inner && (inst->fits || inst->node->metric)) {
                gy_seen_by(insts, inst, TRUE, &t->choice->seen);
            }
        }
    }
}

static gboolean score_fold(gy_tuning *t, int32_t k)
{
    gy_env env = t->env;
    g_autofree char *where = g_strdup_printf("inner fold %d: ", k);
    env.inner = k;
    for (env.candidate = 0; env.candidate < t->n && !t->fatal; env.candidate++) {
        int32_t c = env.candidate;
        GError *error = NULL;
        t->inst[c] = t->why[c] ? NULL : gy_plan_get(t->rt, t->rt->graph->tune_score, &env, &error);
        gy_sources_clear(&t->scored[c]);
        gy_sources_init(&t->scored[c]);
        if (error) {
            gy_tune_leave_out(t, c, where, error);
        }
    }
    if (!t->fatal) {
        purge(t, env, where);
    }
    for (int32_t c = 0; c < t->n && !t->fatal; c++) {
        GError *error = NULL;
        if (!t->inst[c]) {
            continue;
        }
        if (run_now(t->rt, t->inst[c], &error)) {
            take_score(t, c, where);
        } else {
            gy_tune_leave_out(t, c, where, error);
        }
    }
    gy_tune_sweep(t->rt);
    return t->fatal == NULL;
}

gboolean gy_tune_score(gy_tuning *t)
{
    const gy_graph *g = t->rt->graph;
    t->rt->tuning = t;
    gboolean good = gy_tune_folds(t);
    for (int32_t k = 0; good && k < t->inner.n_folds; k++) {
        good = score_fold(t, k);
    }
    gboolean sum = gy_graph_node(g, g->tune_score)->sig->out[g->tune_out].close == GY_CLOSE_SUM;
    for (int32_t c = 0; c < t->n; c++) {
        gboolean in = good && !t->why[c] && t->weight[c] > 0;
        t->choice->score[c] = !in ? (double)NAN : sum ? t->total[c] : t->total[c] / t->weight[c];
    }
    t->rt->tuning = NULL;
    return good;
}

gboolean gy_tune_is_clean(gy_runtime *rt, const gy_inst *fit, const gy_sources *seen,
                          GError **error)
{
    const gy_tuning *t = rt->tuning;
    g_auto(gy_sources) all = {0};
    g_auto(gy_rows) common = {0};
    gy_sources_init(&all);
    gy_sources_join(&all, &t->forbidden);
    for (int32_t c = 0; c < t->n; c++) {
        gboolean mine = fit->env.candidate == GY_OUTSIDE || fit->env.candidate == c;
        if (mine && t->inst[c]) {
            gy_sources_join(&all, &t->scored[c]);
        }
    }
    const gy_domain *source = gy_sources_meet(&all, seen, &common);
    if (source) {
        g_autofree char *rows = gy_rows_format(&common, 4);
        g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                    "[%s] its fit has seen rows %s of '%s', which held-out rows read",
                    fit->node->name, rows, source->name);
        return FALSE;
    }
    return TRUE;
}
