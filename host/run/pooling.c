#include "run/pooling.h"

#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/missing.h"
#include "run/plan.h"
#include "run/pooling_parts.h"
#include "run/reduce.h"
#include "run/resolve.h"

void gy_pooling_free(gy_pooling *p)
{
    if (p) {
        g_ptr_array_unref(p->members);
        gy_domain_unref(p->rows);
        g_free(p->first);
        g_free(p);
    }
}

const GPtrArray *gy_pooling_members(const gy_inst *pooled)
{
    return pooled ? pooled->pooling->members : NULL;
}

char *gy_pooling_case(const gy_inst *inst)
{
    gy_env at = gy_env_outside();
    memcpy(at.each, inst->env.each, sizeof at.each);
    return gy_env_text(inst->rt->graph, &at);
}

static guint loop_of(const gy_inst *inst)
{
    const gy_graph *g = inst->rt->graph;
    guint i = 0;
    while (i < g->foreachs->len &&
           strcmp(g_array_index(g->foreachs, gy_foreach, i).name, inst->node->pool) != 0) {
        i++;
    }
    return i;
}

/* Whether a case of the file differs from an instance's, of the loops it is inside, in one only. */
static gboolean is_sibling(const gy_inst *inst, guint loop, const gy_env *at)
{
    for (guint i = 0; i < inst->rt->graph->foreachs->len; i++) {
        if (i != loop && (inst->node->loops & (1u << i)) && at->each[i] != inst->env.each[i]) {
            return FALSE;
        }
    }
    return TRUE;
}

/* All cases of the loop, in the order of the file, each once. */
static gboolean make_members(gy_runtime *rt, gy_inst *inst, gy_inst *all, GError **error)
{
    guint loop = loop_of(inst);
    GPtrArray *members = all->pooling->members;
    gy_env at;
    for (gboolean more = gy_env_first(rt->graph, &at); more; more = gy_env_next(rt->graph, &at)) {
        gy_env mine = inst->case_env;
        mine.each[loop] = at.each[loop];
        gboolean self = at.each[loop] == inst->env.each[loop];
        gy_inst *m = !is_sibling(inst, loop, &at) ? NULL
                     : self                       ? inst
                                                  : gy_plan_get(rt, inst->number, &mine, error);
        if (!m && is_sibling(inst, loop, &at)) {
            inst->told = TRUE;
            return FALSE;
        }
        if (m && !g_ptr_array_find(members, m, NULL)) {
            g_ptr_array_add(members, m);
        }
    }
    return TRUE;
}

/* Segments one after the other; the rate, if all have the same. */
static gy_domain *join_rows(const gy_pooling *p, GError **error)
{
    const gy_domain *first = gy_inst_rows(p->members->pdata[0]);
    gy_domain *rows = gy_domain_new(first->name, p->first[p->members->len]);
    g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GArray) start = g_array_new(FALSE, FALSE, sizeof(double));
    gboolean rate = first->numerator > 0;
    for (guint m = 0; m < p->members->len; m++) {
        const gy_domain *d = gy_inst_rows(p->members->pdata[m]);
        rate &= d->numerator == first->numerator && d->denominator == first->denominator &&
                g_strcmp0(d->unit, first->unit) == 0;
        for (int64_t s = 0; d->n > 0 && s < d->n_segments; s++) {
            int64_t row = p->first[m] + d->first[s];
            double t = d->start ? d->start[s] : 0;
            g_array_append_val(at, row);
            g_array_append_val(start, t);
        }
    }
    gboolean good = at->len == 0 ||
                    gy_domain_set_segments(rows, at->len, (const int64_t *)(void *)at->data, error);
    good = good && (!rate || at->len == 0 ||
                    gy_domain_set_rate(rows, first->numerator, first->denominator, first->unit,
                                       (const double *)(void *)start->data, error));
    if (!good) {
        g_clear_pointer(&rows, gy_domain_unref);
    }
    return rows;
}

static gboolean count_rows(gy_inst *all, GError **error)
{
    gy_pooling *p = all->pooling;
    p->first = g_new0(int64_t, p->members->len + 1);
    for (guint m = 0; m < p->members->len; m++) {
        const gy_domain *x = gy_inst_rows(p->members->pdata[m]);
        if (!x) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "[%s] pool: %s has no rows that the cases could bring together",
                        all->node->name, all->node->sig->id);
            return FALSE;
        }
        p->first[m + 1] = p->first[m] + x->n;
    }
    p->rows = join_rows(p, error);
    return p->rows != NULL;
}

static gboolean resolve(gy_runtime *rt, gy_inst *inst, gy_inst *all, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    all->code = inst->code;
    all->fits = TRUE;
    all->in = g_new0(gy_inport, MAX(sig->n_in, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        gy_inport *in = &all->in[i];
        in->port = &sig->in[i];
        in->owner = all;
        in->n = inst->in[i].n;
        in->feeds = g_new0(gy_feed, MAX(in->n, 1));
        for (unsigned k = 0; k < in->n; k++) {
            const gy_feed *f = &inst->in[i].feeds[k];
            in->feeds[k].from = f->from;
            in->feeds[k].out = f->out;
            in->feeds[k].link = f->link;
        }
    }
    return gy_params_parse(rt, all, error) && gy_inst_resolve(rt, all, error);
}

static gboolean make_all(gy_runtime *rt, gy_inst *inst, gy_inst *all, GError **error)
{
    if (!make_members(rt, inst, all, error)) {
        return FALSE;
    }
    const GPtrArray *members = all->pooling->members;
    for (guint m = 1; m < members->len; m++) {
        if (!gy_pooling_meet(members->pdata[0], members->pdata[m], error)) {
            return FALSE;
        }
    }
    return count_rows(all, error) && resolve(rt, members->pdata[0], all, error);
}

gboolean gy_pooling_join(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (!inst->fits || !inst->node->pool) {
        return TRUE;
    }
    gy_env at = inst->env;
    at.each[loop_of(inst)] = GY_OUTSIDE;
    char *key = gy_env_key(inst->number, &at);
    gy_inst *all = g_hash_table_lookup(rt->insts, key);
    if (all) { /* the case that came first is making all others */
        g_free(key);
        inst->pooled = all;
        return TRUE;
    }
    all = gy_inst_new(rt, inst->number, &at, &inst->case_env);
    all->pooling = g_new0(gy_pooling, 1);
    all->pooling->members = g_ptr_array_new();
    inst->pooled = all;
    g_hash_table_insert(rt->insts, key, all);
    GPtrArray *members = all->pooling->members;
    if (!make_all(rt, inst, all, error)) {
        for (guint m = 0; m < members->len && error; m++) {
            gy_inst *member = members->pdata[m];
            if (member != inst && !member->failed) {
                member->failed = g_error_copy(*error);
            }
        }
        g_ptr_array_set_size(members, 0);
        return FALSE;
    }
    for (guint m = 0; m < members->len; m++) { /* in the order of the cases */
        gy_inst *member = members->pdata[m];
        member->order = (int)rt->order->len + 1;
        g_ptr_array_add(rt->order, member);
    }
    return TRUE;
}

gboolean gy_pooling_ready(gy_runtime *rt, gy_inst *pooled, GError **error)
{
    const GPtrArray *members = pooled->pooling->members;
    for (guint m = 0; m < members->len; m++) {
        gy_inst *member = members->pdata[m];
        if (member->failed && !member->done) {
            g_propagate_error(error, g_error_copy(member->failed));
            return FALSE;
        }
        for (unsigned i = 0; i < member->node->sig->n_in; i++) {
            for (unsigned k = 0; k < member->in[i].n; k++) {
                gy_inst *from = member->in[i].feeds[k].from;
                if (!from->done && !from->failed && !gy_exec_now(rt, from, error)) {
                    return FALSE;
                }
            }
        }
        if (!gy_exec_sources(member, error) || !gy_missing_guard(member, error)) {
            return FALSE;
        }
    }
    gy_pooling_train(pooled);
    return TRUE;
}
