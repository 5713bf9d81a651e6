#include "run/plan.h"

#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/needs.h"
#include "run/resolve.h"
#include "run/split.h"
#include "run/states.h"
#include "run/tune.h"

static void clear_tie(gpointer p)
{
    gy_tie *t = p;
    g_free(t->offset);
    g_free(t->span);
    g_free(t->index);
}

static void clear_column(gpointer p)
{
    gy_column_desc *c = p;
    g_free(c->name);
    g_free(c->unit);
}

static void clear_out(gy_out *o)
{
    for (int i = 0; i < GY_RANK_MAX; i++) {
        gy_domain_unref(o->domains[i]);
    }
    for (guint i = 0; o->columns && i < o->columns->len; i++) {
        clear_column(&g_array_index(o->columns, gy_column_desc, i));
    }
    g_clear_pointer(&o->columns, g_array_unref);
    g_clear_pointer(&o->attributes, g_hash_table_unref);
    gy_value_unref(o->levels);
    gy_value_unref(o->value);
    g_free(o->map_path);
}

static void clear_inport(gy_inport *in)
{
    for (unsigned k = 0; k < in->n; k++) {
        gy_feed *f = &in->feeds[k];
        gy_value_unref(f->word);
        gy_value_unref(f->own_levels);
        g_free(f->column);
        g_free(f->index);
    }
    g_free(in->feeds);
    gy_value_unref(in->levels);
}

void gy_inst_free(gpointer p)
{
    gy_inst *inst = p;
    for (unsigned i = 0; inst->in && i < inst->node->sig->n_in; i++) {
        clear_inport(&inst->in[i]);
    }
    for (unsigned i = 0; i < inst->n_outs; i++) {
        clear_out(&inst->outs[i]);
    }
    g_clear_pointer(&inst->symbols, g_array_unref);
    g_clear_pointer(&inst->ties, g_array_unref);
    gy_params_free(inst);
    g_free(inst->in);
    g_free(inst->outs);
    g_ptr_array_unref(inst->files);
    gy_rows_clear(&inst->train);
    gy_rows_clear(&inst->test);
    gy_state_unref(inst->state);
    g_free(inst->key);
    g_clear_error(&inst->failed);
    g_clear_pointer(&inst->parts, g_ptr_array_unref);
    g_free(inst);
}

/* A node with state may be a fit only for some values of a parameter. */
gboolean gy_when_holds(const gy_inst *inst, const gy_sig_when *when)
{
    if (when->param < 0) {
        return TRUE;
    }
    const char *text = inst->params[when->param].text;
    return text && g_strv_contains(when->values, text);
}

/* Whether resolve must see the values of an edge. */
static gboolean needs_values(const gy_sig_port *port, const gy_link *link, const gy_inst *from)
{
    const gy_out *o = &from->outs[link->out];
    gboolean coordinate = link->word && o->rank > 0 && o->domains[0] &&
                          gy_domain_coord(o->domains[0], link->word) && !o->columns;
    gboolean label =
        port->type.form == GY_FORM_ARRAY && port->type.dtype == GY_DTYPE_LABEL && !o->levels;
    return !coordinate && (port->now || label) && port->type.form != GY_FORM_ROWS;
}

static gboolean make_feed(gy_runtime *rt, gy_inst *inst, const gy_sig_port *port,
                          const gy_link *link, gy_feed *feed, GError **error)
{
    const gy_gnode *source = gy_graph_node(rt->graph, link->node);
    gy_env env = inst->case_env;
    if (source->metric && source->split) { /* over all folds, whatever was chosen in them */
        env.fold = env.inner = env.candidate = GY_OUTSIDE;
    }
    gy_inst *from = gy_plan_get(rt, link->node, &env, error);
    if (!from) {
        inst->told = TRUE;
        return FALSE;
    }
    feed->from = from;
    feed->link = link;
    if (link->out >= from->n_outs) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "[%s] %s: nothing is fitted there",
                    inst->node->name, link->text);
        return FALSE;
    }
    feed->out = &from->outs[link->out];
    feed->out->uses++;
    feed->out->wanted = TRUE;
    GError *why = NULL;
    if (needs_values(port, link, from) && !gy_exec_now(rt, from, &why)) {
        inst->told = g_hash_table_contains(rt->told, why->message);
        g_propagate_error(error, why);
        return FALSE;
    }
    return TRUE;
}

static gboolean make_feeds(gy_runtime *rt, gy_inst *inst, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    inst->in = g_new0(gy_inport, MAX(sig->n_in, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        in->port = &sig->in[i];
        in->owner = inst;
        in->feeds = g_new0(gy_feed, MAX(inst->node->in[i]->len, 1));
        for (guint k = 0; k < inst->node->in[i]->len; k++) {
            const gy_link *link = &g_array_index(inst->node->in[i], gy_link, k);
            if (!make_feed(rt, inst, in->port, link, &in->feeds[k], error)) {
                return FALSE;
            }
            in->n = k + 1;
        }
    }
    return TRUE;
}

/* The metric seen from outside its loop: one part per fold, outputs shaped like those of fold 0. */
static gboolean make_closed(gy_runtime *rt, gy_inst *inst, int node, GError **error)
{
    gy_split_case *c = gy_split_get(rt, &inst->case_env, error);
    if (!c) {
        return FALSE;
    }
    inst->parts = g_ptr_array_new();
    for (int32_t k = 0; k < c->folds.n_folds; k++) {
        gy_env env = inst->case_env;
        env.fold = k;
        gy_inst *part = gy_plan_get(rt, node, &env, error);
        if (!part) {
            inst->told = TRUE;
            return FALSE;
        }
        for (unsigned o = 0; o < part->n_outs; o++) {
            part->outs[o].keep = TRUE;
        }
        g_ptr_array_add(inst->parts, part);
    }
    const gy_inst *first = inst->parts->pdata[0];
    inst->in = g_new0(gy_inport, MAX(inst->node->sig->n_in, 1));
    inst->n_outs = first->n_outs;
    inst->outs = g_new0(gy_out, MAX(first->n_outs, 1));
    for (unsigned o = 0; o < first->n_outs; o++) {
        gy_out *to = &inst->outs[o];
        *to = first->outs[o];
        for (int i = 0; i < GY_RANK_MAX; i++) {
            gy_domain_ref(to->domains[i]);
        }
        to->columns = NULL;
        to->attributes = to->attributes ? g_hash_table_ref(to->attributes) : NULL;
        to->levels = gy_value_ref(to->levels);
        to->value = NULL;
        to->map_path = NULL;
        to->uses = 0;
        to->keep = TRUE;
        to->n_missing = -1;
    }
    return TRUE;
}

/* Values of a draw are never read again. */
static gboolean at_truth(const gy_inst *inst)
{
    return inst->env.draw <= 0;
}

static gboolean make_node(gy_runtime *rt, gy_inst *inst, int node, GError **error)
{
    if (inst->node->metric && inst->node->split && inst->env.fold == GY_OUTSIDE) {
        return make_closed(rt, inst, node, error);
    }
    inst->code = gy_registry_load(rt->registry, inst->node->sig->id, error);
    if (!inst->code || !gy_params_parse(rt, inst, error)) {
        return FALSE;
    }
    inst->fits = inst->node->fit && gy_when_holds(inst, &inst->node->sig->fit_when);
    if (!make_feeds(rt, inst, error) || !gy_inst_resolve(rt, inst, error)) {
        return FALSE;
    }
    for (unsigned o = 0; o < inst->n_outs; o++) {
        inst->outs[o].n_missing = -1;
        inst->outs[o].keep = inst->node->metric || (rt->keep[node] && at_truth(inst));
    }
    return TRUE;
}

static gy_inst *blank(gy_runtime *rt, int node, const gy_env *at, const gy_env *env)
{
    gy_inst *inst = g_new0(gy_inst, 1);
    inst->rt = rt;
    inst->node = gy_graph_node(rt->graph, node);
    inst->number = node;
    inst->env = *at;
    inst->case_env = *env;
    inst->files = g_ptr_array_new_with_free_func(g_free);
    inst->ties = g_array_new(FALSE, TRUE, sizeof(gy_tie));
    g_array_set_clear_func(inst->ties, clear_tie);
    inst->n_rest = -1;
    inst->random_case = at->draw > 0 ? at->draw : 0;
    for (int i = 0; i < GY_LOOPS_MAX; i++) {
        /* FNV-1a over the loop values: an address, not an order */
        uint64_t mixed =
            ((uint64_t)inst->random_case ^ (uint64_t)(at->each[i] + 1)) * 1099511628211u;
        inst->random_case = (int64_t)(mixed >> 1);
    }
    return inst;
}

gy_inst *gy_plan_get(gy_runtime *rt, int node, const gy_env *env, GError **error)
{
    const gy_gnode *n = gy_graph_node(rt->graph, node);
    if (n->need >= 0) {
        return gy_needs_inst(rt, n, error);
    }
    gy_env at = gy_env_project(rt->graph, n, env);
    gy_env full = *env;
    GError *why = NULL;
    at.draw = rt->drawn[node] ? at.draw : GY_OUTSIDE;
    if (n->split && !n->metric && at.fold == GY_OUTSIDE) {
        if (!gy_states_may_refit(rt, n, &why)) {
            gy_runtime_tell(rt, n->line, why->message);
            g_propagate_error(error, why);
            return NULL;
        }
        at.fold = GY_FINAL;
        full.fold = GY_FINAL;
    }
    gboolean closed = n->split && n->metric && full.fold == GY_OUTSIDE;
    if (n->tuned && !closed && full.candidate == GY_OUTSIDE) {
        if (!gy_tune_choose(rt, &full, &full.candidate, error)) {
            return NULL;
        }
        at.candidate = full.candidate;
    }
    char *key = gy_env_key(node, &at);
    gy_inst *inst = g_hash_table_lookup(rt->insts, key);
    if (inst) {
        g_free(key);
        inst->by_tuning = inst->by_tuning && rt->tuning;
        if (inst->failed && !inst->order) {
            g_propagate_error(error, g_error_copy(inst->failed));
            return NULL;
        }
        return inst;
    }
    inst = blank(rt, node, &at, &full);
    inst->by_tuning = rt->tuning != NULL;
    g_hash_table_insert(rt->insts, key, inst);
    if (!make_node(rt, inst, node, &why)) {
        inst->failed = g_error_copy(why);
        gboolean mine = rt->tuning && at.candidate != GY_OUTSIDE; /* [tune] tells why one fails */
        if (!inst->told && !mine && !g_error_matches(why, GY_ERROR, GY_ERR_CANCELLED)) {
            gy_runtime_tell(rt, n->line, why->message);
        }
        g_propagate_error(error, why);
        return NULL;
    }
    inst->order = (int)rt->order->len + 1;
    g_ptr_array_add(rt->order, inst);
    return inst;
}
