#include "run/missing.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/symbols.h"
#include "sugar.h"

gboolean gy_missing_drops(const gy_inst *inst)
{
    return g_strcmp0(inst->node->missing, "drop-rows") == 0;
}

gboolean gy_missing_may(const gy_value *v)
{
    return v && v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE &&
           (v->view.code == GY_FLOAT || v->view.valid);
}

gboolean gy_missing_at(const gy_value *v, int64_t k)
{
    return (v->view.valid && !v->view.valid[k]) ||
           (v->view.code == GY_FLOAT && isnan(gy_value_number(v, k)));
}

gy_rows gy_missing_rows(const gy_value *v)
{
    gy_rows_builder b = {0};
    int64_t inner = gy_missing_may(v) && v->view.rank > 0 ? gy_size_from(&v->view, 1) : 0;
    for (int64_t r = 0; inner > 0 && r < v->shape[0]; r++) {
        gboolean bad = FALSE;
        for (int64_t k = 0; k < inner && !bad; k++) {
            bad = gy_missing_at(v, r * inner + k);
        }
        if (bad) {
            gy_rows_builder_add(&b, r, r + 1);
        }
    }
    return gy_rows_builder_end(&b);
}

/* Adds the rows of a port that hold a missing value, in the rows that the node sees. */
static gboolean add_bad(gy_runtime *rt, const gy_inst *inst, unsigned i, gy_rows *bad,
                        GError **error)
{
    const gy_inport *in = &inst->in[i];
    gboolean rows = gy_reduce_has_rows(in->port) && in->port->type.form == GY_FORM_ARRAY;
    for (unsigned k = 0; k < in->n && rows && !in->port->missing; k++) {
        const gy_feed *feed = &in->feeds[k];
        gboolean later = !inst->node->metric && feed->from->node->split;
        if (feed->is_rows || later) {
            continue;
        }
        if (!inst->node->metric && !feed->word && !gy_exec_now(rt, feed->from, error)) {
            return FALSE;
        }
        g_autoptr(gy_value) v = gy_feed_value(rt, in, feed, error);
        if (!v) {
            return FALSE;
        }
        g_auto(gy_rows) mine = gy_missing_rows(v);
        gy_rows both = gy_rows_union(bad, &mine);
        gy_rows_clear(bad);
        *bad = both;
    }
    return TRUE;
}

gboolean gy_missing_in_column(const gy_value *v, int64_t c)
{
    int64_t inner = gy_missing_may(v) && v->view.rank > 1 ? gy_size_from(&v->view, 2) : 0;
    for (int64_t r = 0; inner > 0 && r < v->shape[0]; r++) {
        for (int64_t k = 0; k < inner; k++) {
            if (gy_missing_at(v, (r * v->shape[1] + c) * inner + k)) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

gboolean gy_missing_told(const gy_inst *inst)
{
    return inst->env.draw > 0 || inst->env.inner != GY_OUTSIDE ||
           inst->env.candidate != GY_OUTSIDE || (!inst->node->metric && inst->env.fold > 0);
}

gy_drop_fact *gy_missing_fact(gy_runtime *rt, const gy_inst *inst, const gy_rows *bad, int64_t of)
{
    gy_drop_fact *f = g_new0(gy_drop_fact, 1);
    gy_env outside = inst->env;
    outside.fold = GY_OUTSIDE;
    f->node = g_strdup(inst->node->name);
    f->run_case = gy_env_text(rt->graph, &outside);
    f->fold = inst->node->metric ? inst->env.fold : GY_OUTSIDE;
    f->rows = gy_rows_format(bad, 8);
    f->n = gy_rows_count(bad);
    f->of = of;
    return f;
}

void gy_missing_keep(gy_runtime *rt, gy_drop_fact *f)
{
    if (rt->facts) {
        g_ptr_array_add(rt->facts->drops, f);
    } else {
        gy_drop_fact_free(f);
    }
}

/* Told once: in the log, the record and the report. */
static void tell(gy_runtime *rt, const gy_inst *inst, const gy_rows *bad, int64_t of)
{
    if (gy_missing_told(inst) || bad->n == 0) {
        return;
    }
    gy_drop_fact *f = gy_missing_fact(rt, inst, bad, of);
    gy_log_message(rt->log, GY_LOG_INFO, f->node,
                   "missing = drop-rows: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                   " rows hold a missing value and are dropped: %s",
                   f->n, f->of, f->rows);
    gy_missing_keep(rt, f);
}

/* Every edge with rows now shows rows index[0 .. d->n) of those it showed. */
static void narrow(gy_inst *inst, gy_domain *d, const int64_t *index)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n && gy_reduce_has_rows(in->port); k++) {
            gy_feed *feed = &in->feeds[k];
            int64_t *at = g_new(int64_t, (gsize)MAX(d->n, 1));
            for (int64_t r = 0; r < d->n; r++) {
                at[r] = feed->index ? feed->index[index[r]] : index[r];
            }
            g_free(feed->index);
            feed->index = at;
            feed->domains[0] = d;
            feed->shape[0] = d->n;
        }
    }
}

gboolean gy_missing_drop(gy_runtime *rt, gy_inst *inst, GError **error)
{
    gy_symbol *s =
        gy_missing_drops(inst) && !inst->node->metric ? gy_symbols_find(inst, "row") : NULL;
    if (!gy_missing_drops(inst) || inst->node->metric) {
        return TRUE;
    }
    if (!s || s->made || !s->domain) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[%s] missing = drop-rows: %s has no rows to drop", inst->node->name,
                    inst->node->sig->id);
        return FALSE;
    }
    g_auto(gy_rows) bad = {0};
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        if (!add_bad(rt, inst, i, &bad, error)) {
            g_prefix_error(error, "[%s] missing = drop-rows: ", inst->node->name);
            return FALSE;
        }
    }
    if (bad.n == 0) {
        return TRUE;
    }
    g_auto(gy_rows) all = gy_rows_range(0, s->n);
    g_auto(gy_rows) good = gy_rows_subtract(&all, &bad);
    int64_t n = gy_rows_count(&good);
    if (n == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "[%s] missing = drop-rows: all %" G_GINT64_FORMAT " rows hold a missing value",
                    inst->node->name, s->n);
        return FALSE;
    }
    g_autofree int64_t *index = gy_rows_to_indices(&good);
    gy_domain *d = gy_domain_subset(s->domain, NULL, n, index, error);
    if (!d) {
        return FALSE;
    }
    tell(rt, inst, &bad, s->n);
    gy_domain_unref(s->domain);
    s->domain = d;
    s->n = n;
    narrow(inst, d, index);
    return TRUE;
}

gboolean gy_missing_check(const gy_inst *inst, GError **error)
{
    for (guint i = 0; gy_missing_drops(inst) && !inst->node->metric && i < inst->ties->len; i++) {
        const gy_tie *t = &g_array_index(inst->ties, gy_tie, i);
        if (gy_reduce_has_rows(inst->in[t->in].port) && inst->outs[t->out].rank > 0 &&
            t->reach.kind != GY_REACH_ROW) {
            g_autofree char *reach = gy_reach_format(&t->reach);
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "[%s] missing = drop-rows: a row of %s reads more than its own row (reach "
                        "%s), and a dropped one would bring strangers together; say it at a node "
                        "before or after",
                        inst->node->name, inst->outs[t->out].port->name, reach);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_missing_skip(gy_runtime *rt, gy_inst *inst, GError **error)
{
    g_auto(gy_rows) bad = {0};
    for (unsigned i = 0; gy_missing_drops(inst) && i < inst->node->sig->n_in; i++) {
        if (!add_bad(rt, inst, i, &bad, error)) {
            return FALSE;
        }
    }
    g_auto(gy_rows) scored = gy_rows_intersect(&bad, &inst->test);
    if (scored.n == 0) {
        return TRUE;
    }
    gy_rows left = gy_rows_subtract(&inst->test, &bad);
    tell(rt, inst, &scored, gy_rows_count(&inst->test));
    gy_rows_clear(&inst->test);
    inst->test = left;
    if (left.n == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "[%s] missing = drop-rows: every row that it scores holds a missing value",
                    inst->node->name);
    }
    return left.n > 0;
}
