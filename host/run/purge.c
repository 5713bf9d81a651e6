#include "run/purge.h"

#include <string.h>

#include "core/error.h"
#include "run/reduce.h"
#include "run/symbols.h"

void gy_roles_clear(gy_roles *r)
{
    gy_rows_clear(&r->train);
    gy_rows_clear(&r->test);
}

gy_domain *gy_inst_rows(const gy_inst *inst)
{
    const gy_symbol *s = gy_symbols_find(inst, "row");
    return s ? s->domain : NULL;
}

static gboolean in_fold(const gy_inst *inst, const gy_env *fold)
{
    return inst->node->split && inst->env.fold == fold->fold && inst->env.inner == fold->inner;
}

static gy_rows widened(const gy_domain *d, const gy_rows *rows, int64_t gap)
{
    gy_segments seg = gy_domain_segments(d);
    return gap > 0 ? gy_rows_widen(rows, gap, gap, &seg) : gy_rows_copy(rows);
}

/* Puts rows of the split's domain at every output whose rows are theirs by identity. */
static void seed(gy_flow *f, const gy_domain *d, const gy_rows *rows)
{
    for (guint i = 0; i < f->insts->len; i++) {
        gy_inst *inst = f->insts->pdata[i];
        for (unsigned o = 0; o < inst->n_outs; o++) {
            g_auto(gy_rows) at = {0};
            if (inst->outs[o].rank > 0 && inst->outs[o].domains[0] &&
                gy_rows_by_identity(inst->outs[o].domains[0], d, rows, &at)) {
                gy_rows *to = gy_flow_at(f, inst, o);
                gy_rows_clear(to);
                *to = gy_rows_copy(&at);
            }
        }
    }
}

/* Images of rows of the split's domain, where they are not there by identity. */
static void spread(gy_flow *f, const gy_domain *d)
{
    for (guint i = 0; i < f->insts->len; i++) {
        gy_inst *inst = f->insts->pdata[i];
        for (guint k = 0; inst->ties && k < inst->ties->len; k++) {
            const gy_tie *t = &g_array_index(inst->ties, gy_tie, k);
            const gy_out *o = &inst->outs[t->out];
            if (o->rank == 0 || !o->domains[0] ||
                gy_domain_root(o->domains[0]) == gy_domain_root(d)) {
                continue;
            }
            for (unsigned j = 0; j < inst->in[t->in].n; j++) {
                g_auto(gy_rows) in = gy_flow_through_feed(f, &inst->in[t->in].feeds[j]);
                g_auto(gy_rows) image = gy_reach_image(&t->reach, &in);
                gy_rows *at = gy_flow_at(f, inst, t->out);
                gy_rows both = gy_rows_union(at, &image);
                gy_rows_clear(at);
                *at = both;
            }
        }
    }
}

/* Rows of an instance's row axis at a flow: union over its row ports. */
gy_rows gy_purge_at_inputs(const gy_flow *f, const gy_inst *inst)
{
    gy_rows all = gy_rows_empty();
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        if (!gy_reduce_has_rows(inst->in[i].port)) {
            continue;
        }
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            g_auto(gy_rows) here = gy_flow_through_feed(f, &inst->in[i].feeds[k]);
            gy_rows both = gy_rows_union(&all, &here);
            gy_rows_clear(&all);
            all = both;
        }
    }
    return all;
}

/* Rows of a node's row axis that play a role. By identity where the axis has the split's rows;
 * otherwise those that only rows of this role reach (downstream), or that they reach (upstream).
 * out_near: those that rows of other roles reach as well; NULL if they do not matter. */
static gy_rows role_rows(GPtrArray *insts, const gy_inst *inst, const gy_roles *roles,
                         const gy_rows *role, gy_rows *out_near)
{
    gy_rows out = gy_rows_empty();
    gy_domain *x = gy_inst_rows(inst);
    if (!x || gy_rows_by_identity(x, roles->domain, role, &out)) {
        return out;
    }
    g_auto(gy_rows) all = gy_rows_range(0, roles->domain->n);
    g_auto(gy_rows) other = gy_rows_subtract(&all, role);
    g_auto(gy_flow) mine = {0}, others = {0}, back = {0};
    gy_flow_init(&mine, insts);
    gy_flow_init(&others, insts);
    gy_flow_init(&back, insts);
    seed(&mine, roles->domain, role);
    seed(&others, roles->domain, &other);
    seed(&back, roles->domain, role);
    spread(&mine, roles->domain);
    spread(&others, roles->domain);
    g_auto(gy_sources) unused = {0};
    gy_sources_init(&unused);
    gy_flow_back(&back, &unused);
    g_auto(gy_rows) down = gy_purge_at_inputs(&mine, inst),
                    not_down = gy_purge_at_inputs(&others, inst);
    if (down.n > 0 || not_down.n > 0) {
        if (out_near) {
            *out_near = gy_rows_intersect(&down, &not_down);
        }
        return gy_rows_subtract(&down, &not_down);
    }
    return gy_purge_at_inputs(&back, inst);
}

/* Adds rows of an instance's row axis to everything its row ports read. */
void gy_purge_read_rows(gy_flow *f, const gy_inst *inst, const gy_rows *rows)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n; k++) {
            if (gy_reduce_has_rows(in->port)) {
                gy_flow_add_feed(f, &in->feeds[k], rows);
            } else if (!in->feeds[k].is_model && in->feeds[k].rank > 0) {
                g_auto(gy_rows) all = gy_rows_range(0, in->feeds[k].shape[0]);
                gy_flow_add_feed(f, &in->feeds[k], &all);
            }
        }
    }
}

/* Adds an instance and all that it reads, through any number of edges. */
void gy_purge_upstream(GHashTable *set, const gy_inst *inst)
{
    if (!g_hash_table_add(set, (gpointer)(uintptr_t)inst)) {
        return;
    }
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            gy_purge_upstream(set, inst->in[i].feeds[k].from);
        }
    }
}

/* Nodes that a fit reads through, however far up, and whose rows read more than themselves. */
static GString *wide_nodes(GPtrArray *insts, const gy_inst *fit)
{
    GString *through = g_string_new(NULL);
    g_autoptr(GHashTable) upstream = g_hash_table_new(NULL, NULL);
    gy_purge_upstream(upstream, fit);
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *from = insts->pdata[i];
        gboolean mine = from != fit && g_hash_table_contains(upstream, from);
        for (guint t = 0; mine && from->ties && t < from->ties->len; t++) {
            const gy_tie *tie = &g_array_index(from->ties, gy_tie, t);
            if (tie->reach.kind != GY_REACH_ROW) {
                g_autofree char *text = gy_reach_format(&tie->reach);
                g_string_append_printf(through, "%s'%s' (reach %s)", through->len ? ", " : "",
                                       from->node->name, text);
            }
        }
    }
    return through;
}

gboolean gy_purge_none_left(GPtrArray *insts, const gy_inst *fit, const gy_rows *candidates,
                            GError **error)
{
    if (candidates->n == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                    "[%s] no training row is left in fold %d: the split gives it none",
                    fit->node->name, fit->env.fold);
        return FALSE;
    }
    g_autoptr(GString) through = wide_nodes(insts, fit);
    g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                "[%s] no training row is left in fold %d: all %" G_GINT64_FORMAT
                " read rows that test rows read too, through %s",
                fit->node->name, fit->env.fold, gy_rows_count(candidates),
                through->len ? through->str : "the gap");
    return FALSE;
}

static gboolean purge_fit(GPtrArray *insts, gy_inst *fit, const gy_roles *roles,
                          const gy_flow *taint, GError **error)
{
    g_auto(gy_rows) near = {0}; /* of training rows and of others: a trial across the border */
    g_auto(gy_rows) candidates = role_rows(insts, fit, roles, &roles->train, &near);
    g_auto(gy_rows) bad = gy_purge_at_inputs(taint, fit);
    gy_rows left = gy_rows_subtract(&candidates, &bad);
    if (fit->purge_done) { /* several cases share this fit: it may train on what all of them allow
                            */
        gy_rows both = gy_rows_intersect(&fit->train, &left);
        gy_rows_clear(&left);
        left = both;
    }
    gy_rows_clear(&fit->train);
    fit->train = left;
    fit->purge_done = TRUE;
    gy_rows_clear(&fit->given);
    fit->given = gy_rows_union(&candidates, &near);
    fit->purged = gy_rows_count(&fit->given) - gy_rows_count(&fit->train);
    gy_rows_clear(&fit->held);
    fit->held = fit->env.inner == GY_OUTSIDE ? role_rows(insts, fit, roles, &roles->test, NULL)
                                             : gy_rows_empty();
    if (fit->train.n == 0) {
        return gy_purge_none_left(insts, fit, &candidates, error);
    }
    for (unsigned i = 0; i < fit->node->sig->n_in; i++) {
        for (unsigned k = 0; k < fit->in[i].n && !gy_reduce_has_rows(fit->in[i].port); k++) {
            g_auto(gy_rows) whole = gy_flow_through_feed(taint, &fit->in[i].feeds[k]);
            if (whole.n > 0) {
                g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                            "[%s] %s reads the whole of %s, which holds test rows of fold %d",
                            fit->node->name, fit->in[i].port->name, fit->in[i].feeds[k].link->text,
                            fit->env.fold);
                return FALSE;
            }
        }
    }
    return TRUE;
}

void gy_purge_read(GPtrArray *insts, const gy_inst *metric, gy_sources *out)
{
    gy_domain *x = gy_inst_rows(metric);
    g_auto(gy_rows) all = gy_rows_range(0, x ? x->n : 0);
    g_auto(gy_flow) read = {0};
    gy_flow_init(&read, insts);
    gy_purge_read_rows(&read, metric, &all);
    gy_flow_back(&read, out);
}

void gy_purge_scored(GPtrArray *insts, const gy_env *fold, const gy_roles *roles, gy_sources *out)
{
    g_auto(gy_flow) read = {0}, hidden = {0};
    gy_flow_init(&read, insts);
    gy_flow_init(&hidden, insts);
    if (roles->forbidden) {
        gy_flow_forward(&hidden, roles->forbidden);
    }
    g_auto(gy_rows) wide = widened(roles->domain, &roles->test, roles->gap);
    for (guint i = 0; i < insts->len; i++) {
        gy_inst *m = insts->pdata[i];
        if (m->node->metric && in_fold(m, fold)) {
            g_auto(gy_rows) test = role_rows(insts, m, roles, &roles->test, NULL);
            g_auto(gy_rows) bad = gy_purge_at_inputs(&hidden, m);
            gy_rows_clear(&m->test);
            m->test = gy_rows_subtract(&test, &bad);
            g_auto(gy_rows) near = role_rows(insts, m, roles, &wide, NULL);
            g_auto(gy_rows) all = gy_rows_union(&m->test, &near);
            gy_purge_read_rows(&read, m, &all);
        }
    }
    gy_flow_back(&read, out);
}

void gy_purge_rows(GPtrArray *insts, const gy_env *fold, const gy_domain *domain, int score,
                   const gy_sources *sources, gy_rows *rows)
{
    g_auto(gy_flow) taint = {0};
    gy_flow_init(&taint, insts);
    gy_flow_forward(&taint, sources);
    for (guint i = 0; i < insts->len; i++) {
        const gy_inst *inst = insts->pdata[i];
        gy_domain *x = inst->fits || inst->number == score ? gy_inst_rows(inst) : NULL;
        g_auto(gy_rows) here = {0};
        if (!x || !in_fold(inst, fold)) {
            continue;
        }
        g_auto(gy_rows) bad = gy_purge_at_inputs(&taint, inst);
        if (gy_rows_by_identity(domain, x, &bad, &here)) {
            gy_rows left = gy_rows_subtract(rows, &here);
            gy_rows_clear(rows);
            *rows = left;
        }
    }
}

gboolean gy_purge_fits(GPtrArray *insts, const gy_env *fold, const gy_roles *roles,
                       const gy_sources *scored, GError **error)
{
    g_auto(gy_sources) all = {0};
    gy_sources_init(&all);
    gy_sources_join(&all, scored);
    if (roles->forbidden) {
        gy_sources_join(&all, roles->forbidden);
    }
    g_auto(gy_flow) taint = {0};
    gy_flow_init(&taint, insts);
    gy_flow_forward(&taint, &all);
    for (guint i = 0; i < insts->len; i++) {
        gy_inst *fit = insts->pdata[i];
        if (fit->fits && in_fold(fit, fold) && !purge_fit(insts, fit, roles, &taint, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
