#include "run/plan.h"

#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/gather.h"
#include "run/needs.h"
#include "run/pooling.h"
#include "run/resolve.h"
#include "run/split.h"
#include "run/states.h"
#include "run/tune.h"

/* A node with state may be a fit only for some values of a parameter. */
gboolean gy_when_holds(const gy_inst *inst, const gy_sig_when *when)
{
    if (when->param < 0) {
        return TRUE;
    }
    const char *text = inst->params[when->param].text;
    return text && g_strv_contains(when->values, text);
}

/* Whether an edge names a coordinate of the rows, which is there without any value. */
static gboolean is_coordinate(const gy_link *link, const gy_inst *from)
{
    const gy_out *o = &from->outs[link->out];
    return link->word && o->rank > 0 && o->domains[0] &&
           gy_domain_coord(o->domains[0], link->word) && !o->columns;
}

/* Whether resolve must see the values of an edge. */
static gboolean needs_values(const gy_sig_port *port, const gy_link *link, const gy_inst *from)
{
    const gy_out *o = &from->outs[link->out];
    gboolean coordinate = is_coordinate(link, from);
    gboolean label =
        port->type.form == GY_FORM_ARRAY && port->type.dtype == GY_DTYPE_LABEL && !o->levels;
    return !coordinate && (port->now || label) && port->type.form != GY_FORM_ROWS;
}

/* Somebody reads an output: it must be computed, in every fold of a metric that closes them. */
static void want(gy_inst *inst, unsigned out)
{
    inst->outs[out].wanted = TRUE;
    for (guint p = 0; inst->parts && p < inst->parts->len; p++) {
        gy_inst *part = inst->parts->pdata[p];
        part->outs[out].wanted = TRUE;
    }
}

/* An edge reads an output, or only the rows and coordinates of one that is optional. */
static void want_link(gy_inst *inst, const gy_sig_port *port, const gy_link *link)
{
    const gy_out *o = &inst->outs[link->out];
    gboolean rows = is_coordinate(link, inst) || (port && port->type.form == GY_FORM_ROWS);
    if (!rows || !o->port || !o->port->optional) {
        want(inst, link->out);
    }
}

static void want_if(gy_inst *inst, const gy_sig_port *port, const gy_link *link)
{
    if (link->node == inst->number && link->out < inst->n_outs && inst->outs[link->out].port &&
        inst->outs[link->out].port->optional) {
        want_link(inst, port, link);
    }
}

void gy_plan_want_linked(gy_inst *inst, const gy_graph *g)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        for (unsigned p = 0; n->in && p < n->sig->n_in; p++) {
            for (guint k = 0; n->in[p] && k < n->in[p]->len; k++) {
                want_if(inst, &n->sig->in[p], &g_array_index(n->in[p], gy_link, k));
            }
        }
        for (guint k = 0; n->uses && k < n->uses->len; k++) {
            want_if(inst, NULL, &g_array_index(n->uses, gy_link, k));
        }
    }
    for (guint i = 0; i < g->splits->len; i++) {
        const gy_gsplit *s = &g_array_index(g->splits, gy_gsplit, i);
        const gy_link *const read[] = {s->has_groups ? &s->groups : NULL,
                                       s->has_together ? &s->together : NULL,
                                       s->has_test_mask ? &s->test_mask : NULL};
        for (size_t k = 0; k < G_N_ELEMENTS(read); k++) {
            if (read[k]) {
                want_if(inst, NULL, read[k]);
            }
        }
    }
    for (guint i = 0; i < g->chances->len; i++) {
        const gy_gchance *c = &g_array_index(g->chances, gy_gchance, i);
        want_if(inst, NULL, &c->permute);
        if (c->has_within) {
            want_if(inst, NULL, &c->within);
        }
    }
}

/* What [check] and [chance] name is read too. */
static void want_named(gy_runtime *rt, gy_inst *inst)
{
    const gy_graph *g = rt->graph;
    for (guint i = 0; i < g->checks->len; i++) {
        const gy_gcheck *c = &g_array_index(g->checks, gy_gcheck, i);
        if (c->out < inst->n_outs &&
            strcmp(gy_graph_node(g, c->node)->group, inst->node->group) == 0) {
            want(inst, c->out);
        }
    }
    for (guint i = 0; i < g->chances->len; i++) {
        const gy_gchance *c = &g_array_index(g->chances, gy_gchance, i);
        if (c->node == inst->number && c->out < inst->n_outs) {
            want(inst, c->out);
        }
    }
}

static gboolean make_feed(gy_runtime *rt, gy_inst *inst, gy_env env, const gy_sig_port *port,
                          const gy_link *link, gy_feed *feed, GError **error)
{
    const gy_gnode *source = gy_graph_node(rt->graph, link->node);
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
    want_link(from, port, link);
    GError *why = NULL;
    if (needs_values(port, link, from) && !gy_exec_now(rt, from, &why)) {
        inst->told = g_hash_table_contains(rt->told, why->message);
        g_propagate_error(error, why);
        return FALSE;
    }
    return TRUE;
}

/* All edges of a port; each of them once per case that is gathered. */
static gboolean make_port(gy_runtime *rt, gy_inst *inst, gy_inport *in, const GArray *links,
                          GError **error)
{
    guint cases = inst->cases ? inst->cases->len : 1;
    if (inst->cases && !in->port->many && links->len > 0) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[%s] gathers the cases of a loop, and its port %s takes one value",
                    inst->node->name, in->port->name);
        return FALSE;
    }
    in->feeds = g_new0(gy_feed, MAX((gsize)links->len * cases, 1));
    for (guint k = 0; k < links->len * cases; k++) {
        const gy_link *link = &g_array_index(links, gy_link, k / cases);
        gy_env env = inst->cases ? g_array_index(inst->cases, gy_env, k % cases) : inst->case_env;
        if (!make_feed(rt, inst, env, in->port, link, &in->feeds[k], error)) {
            return FALSE;
        }
        in->n = k + 1;
    }
    return TRUE;
}

static gboolean make_feeds(gy_runtime *rt, gy_inst *inst, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    inst->cases = inst->node->gathers ? gy_gather_cases(rt, inst) : NULL;
    inst->in = g_new0(gy_inport, MAX(sig->n_in, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        inst->in[i].port = &sig->in[i];
        inst->in[i].owner = inst;
        if (!make_port(rt, inst, &inst->in[i], inst->node->in[i], error)) {
            return FALSE;
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
    if (!inst->code) {
        g_prefix_error(error, "[%s] ", inst->node->name);
    }
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

/* Where a node stands in a case; `full` is the case with the final fit in it, if that is wanted. */
static gy_env place_of(gy_runtime *rt, int node, const gy_env *env, gy_env *full)
{
    gy_env at = gy_env_project(rt->graph, gy_graph_node(rt->graph, node), env);
    const gy_gnode *n = gy_graph_node(rt->graph, node);
    *full = *env;
    at.draw = rt->drawn[node] ? at.draw : GY_OUTSIDE;
    if (n->split && !n->metric && at.fold == GY_OUTSIDE) {
        at.fold = GY_FINAL;
        full->fold = GY_FINAL;
    }
    return at;
}

gy_inst *gy_plan_find(gy_runtime *rt, int node, const gy_env *env)
{
    gy_env full, at = place_of(rt, node, env, &full);
    g_autofree char *key = gy_env_key(node, &at);
    return g_hash_table_lookup(rt->insts, key);
}

gy_inst *gy_plan_get(gy_runtime *rt, int node, const gy_env *env, GError **error)
{
    const gy_gnode *n = gy_graph_node(rt->graph, node);
    if (n->need >= 0) {
        return gy_needs_inst(rt, n, error);
    }
    gy_env full, at = place_of(rt, node, env, &full);
    GError *why = NULL;
    if (full.fold != env->fold && !gy_states_may_refit(rt, n, &why)) {
        gy_runtime_tell(rt, n->line, why->message);
        g_propagate_error(error, why);
        return NULL;
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
    inst = gy_inst_new(rt, node, &at, &full);
    inst->by_tuning = rt->tuning != NULL;
    g_hash_table_insert(rt->insts, key, inst);
    if (!make_node(rt, inst, node, &why) || !gy_pooling_join(rt, inst, &why)) {
        inst->failed = g_error_copy(why);
        gboolean mine = rt->tuning && at.candidate != GY_OUTSIDE; /* [tune] tells why one fails */
        if (!inst->told && !mine && !g_error_matches(why, GY_ERROR, GY_ERR_CANCELLED)) {
            gy_runtime_tell_node(rt, n, why->message);
        }
        g_propagate_error(error, why);
        return NULL;
    }
    want_named(rt, inst);
    if (inst->pooled) { /* its place is behind what all cases of the fit read */
        return inst;
    }
    inst->order = (int)rt->order->len + 1;
    g_ptr_array_add(rt->order, inst);
    return inst;
}
