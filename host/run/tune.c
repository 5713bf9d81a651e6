/* tune.c: the choices of [tune]: one per fold, case and draw, made when an instance first needs it;
 * and what is told about them. */
#include "run/tune.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/plan.h"
#include "run/split.h"

void gy_choice_free(gpointer p)
{
    gy_choice *c = p;
    g_clear_error(&c->failed);
    gy_sources_clear(&c->seen);
    g_free(c->score);
    g_free(c);
}

static int line_of(const gy_runtime *rt)
{
    return g_array_index(rt->graph->tunes, gy_gtune, 0).line;
}

/* A choice is one per pass of the loops that its score is inside. */
static gy_env key_of(const gy_runtime *rt, const gy_env *env)
{
    const gy_graph *g = rt->graph;
    const gy_gnode *score = gy_graph_node(g, g->tune_score);
    gy_env key = gy_env_outside();
    for (guint i = 0; i < g->foreachs->len; i++) {
        key.each[i] = score->loops & (1u << i) ? env->each[i] : GY_OUTSIDE;
    }
    key.fold = env->fold == GY_OUTSIDE ? GY_FINAL : env->fold;
    gboolean anew = rt->drawn[g->tune_score] && rt->active && rt->active->refit;
    key.draw = anew && env->draw > 0 ? env->draw : GY_OUTSIDE;
    return key;
}

static gy_choice *find(const gy_runtime *rt, const gy_env *env)
{
    if (rt->graph->tunes->len == 0) {
        return NULL;
    }
    gy_env key = key_of(rt, env);
    for (guint i = 0; i < rt->choices->len; i++) {
        gy_choice *c = rt->choices->pdata[i];
        if (memcmp(&c->env, &key, sizeof key) == 0) {
            return c;
        }
    }
    return NULL;
}

/* The first case of the file that the choice is for. */
static gboolean case_of(const gy_runtime *rt, const gy_choice *choice, gy_env *out, GError **error)
{
    const gy_gnode *score = gy_graph_node(rt->graph, rt->graph->tune_score);
    for (guint i = 0; i < rt->graph->foreachs->len; i++) {
        if (score->loops & (1u << i) && choice->env.each[i] == GY_OUTSIDE) {
            const char *name = g_array_index(rt->graph->foreachs, gy_foreach, i).name;
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "its score '%s' is inside [foreach %s], but the choice is needed outside",
                        score->group, name);
            return FALSE;
        }
    }
    for (gboolean more = gy_env_first(rt->graph, out); more; more = gy_env_next(rt->graph, out)) {
        if (gy_env_meet(rt->graph, out, &choice->env)) {
            out->fold = choice->env.fold;
            out->draw = choice->env.draw;
            return TRUE;
        }
    }
    g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "no case of the file is the one to be tuned");
    return FALSE;
}

/* Candidates that did not take part; nothing is told of draws. */
static void tell_left_out(const gy_tuning *t, const char *where)
{
    for (int32_t c = 0; c < t->n && t->env.draw <= 0; c++) {
        g_autofree char *name = gy_tune_name(t->rt->graph, c);
        g_autofree char *text =
            g_strdup_printf("[tune] %s is left out (%s): %s", name, where, t->why[c]);
        if (!t->why[c]) {
            continue;
        }
        if (!t->no_number[c]) {
            t->rt->tune_failed++;
            gy_runtime_tell(t->rt, line_of(t->rt), text);
        } else if (g_hash_table_add(t->rt->told, g_strdup(text))) {
            gy_problems_warn(t->rt->problems, t->rt->graph->file, line_of(t->rt), "%s", text);
        }
    }
}

/* The first of the best; the error is told unless it has been. */
static void decide(gy_tuning *t, gboolean good)
{
    gy_choice *choice = t->choice;
    const gy_graph *g = t->rt->graph;
    g_autofree char *where = gy_env_text(g, &choice->env);
    choice->candidate = GY_OUTSIDE;
    for (int32_t c = 0; good && c < t->n; c++) {
        double best = choice->candidate < 0 ? (double)NAN : choice->score[choice->candidate];
        choice->candidate = gy_tune_better(g, choice->score[c], best) ? c : choice->candidate;
    }
    if (choice->candidate >= 0) {
        choice->n_rows = (int64_t)t->weight[choice->candidate];
        tell_left_out(t, where);
        return;
    }
    if (!good) {
        gboolean told = g_error_matches(t->fatal, GY_ERROR, GY_ERR_CANCELLED) ||
                        g_hash_table_contains(t->rt->told, t->fatal->message);
        choice->failed = g_steal_pointer(&t->fatal);
        if (told) {
            return;
        }
        g_prefix_error(&choice->failed, "[tune] (%s) ", where);
    } else {
        g_autofree char *name = gy_tune_name(g, 0);
        choice->failed =
            g_error_new(GY_ERROR, GY_ERR_DATA, "[tune] (%s) no candidate is left to choose; %s: %s",
                        where, name, t->why[0] ? t->why[0] : "it has no score");
    }
    gy_runtime_tell(t->rt, line_of(t->rt), choice->failed->message);
}

static void choose(gy_runtime *rt, gy_choice *choice)
{
    gy_tuning t = {.rt = rt, .choice = choice, .n = gy_tune_count(rt->graph)};
    gsize n = (gsize)t.n;
    gy_sources_init(&choice->seen);
    gy_sources_init(&t.forbidden);
    choice->score = g_new0(double, n);
    t.scored = g_new0(gy_sources, n);
    t.inst = g_new0(gy_inst *, n);
    t.total = g_new0(double, n);
    t.weight = g_new0(double, n);
    t.why = g_new0(char *, n + 1);
    t.no_number = g_new0(gboolean, n);
    gboolean good = case_of(rt, choice, &t.env, &t.fatal);
    t.split = good ? gy_split_get(rt, &t.env, &t.fatal) : NULL;
    decide(&t, t.split && gy_tune_score(&t));
    for (int32_t c = 0; c < t.n; c++) {
        gy_sources_clear(&t.scored[c]);
        g_free(t.why[c]);
    }
    gy_folds_clear(&t.inner);
    gy_sources_clear(&t.forbidden);
    g_free(t.scored);
    g_free(t.inst);
    g_free(t.total);
    g_free(t.weight);
    g_free(t.why);
    g_free(t.no_number);
    g_clear_error(&t.fatal);
}

gboolean gy_tune_choose(gy_runtime *rt, const gy_env *env, int32_t *out_candidate, GError **error)
{
    gy_choice *c = find(rt, env);
    if (rt->peek) { /* shapes of the first candidate; to choose is to run */
        *out_candidate = 0;
        return TRUE;
    }
    if (c && c->busy) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[tune] its score reads a value that needs the choice to have been made");
        return FALSE;
    }
    if (!c) {
        c = g_new0(gy_choice, 1);
        c->env = key_of(rt, env);
        c->busy = TRUE;
        g_ptr_array_add(rt->choices, c);
        choose(rt, c);
        c->busy = FALSE;
    }
    if (c->failed) {
        g_propagate_error(error, g_error_copy(c->failed));
        return FALSE;
    }
    *out_candidate = c->candidate;
    return TRUE;
}

int32_t gy_tune_chosen(gy_runtime *rt, const gy_env *env)
{
    const gy_choice *c = find(rt, env);
    if (rt->peek && rt->graph->tunes->len > 0) {
        return 0;
    }
    return c && !c->busy && !c->failed ? c->candidate : GY_OUTSIDE;
}

void gy_tune_seen(gy_runtime *rt, const gy_env *env, gy_sources *seen)
{
    const gy_choice *c = find(rt, env);
    if (c && !c->busy) {
        gy_sources_join(seen, &c->seen);
    }
}

/* Adds an instance and all that it reads. */
static void need(GHashTable *needed, gy_inst *inst)
{
    if (!g_hash_table_add(needed, inst)) {
        return;
    }
    inst->by_tuning = FALSE;
    for (unsigned i = 0; i < inst->node->sig->n_in && inst->in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            need(needed, inst->in[i].feeds[k].from);
        }
    }
    for (guint p = 0; inst->parts && p < inst->parts->len; p++) {
        need(needed, inst->parts->pdata[p]);
    }
}

static void drop_unneeded(gy_runtime *rt)
{
    g_autoptr(GHashTable) needed = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        if (!inst->by_tuning) {
            need(needed, inst);
        }
    }
    for (guint i = rt->order->len; i-- > 0;) {
        gy_inst *inst = rt->order->pdata[i];
        if (inst->node->tuned && !g_hash_table_contains(needed, inst)) {
            g_autofree char *key = gy_env_key(inst->number, &inst->env);
            gy_exec_release(inst);
            g_ptr_array_remove_index(rt->order, i);
            g_hash_table_remove(rt->insts, key);
        }
    }
}

void gy_tune_done(gy_runtime *rt)
{
    if (rt->graph->tunes->len == 0) {
        return;
    }
    drop_unneeded(rt);
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        for (unsigned o = 0; o < inst->n_outs; o++) {
            gy_out *out = &inst->outs[o];
            if (out->lent) {
                out->lent = out->keep = FALSE;
                if (out->uses == 0) {
                    g_clear_pointer(&out->value, gy_value_unref);
                }
            }
        }
    }
}

void gy_tune_forget(gy_runtime *rt)
{
    for (guint i = rt->choices->len; i-- > 0;) {
        const gy_choice *c = rt->choices->pdata[i];
        if (c->env.draw > 0) {
            g_ptr_array_remove_index(rt->choices, i);
        }
    }
}
