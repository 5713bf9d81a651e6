#include "run/outcome.h"

#include <math.h>
#include <string.h>

#include "run/env.h"
#include "run/exec.h"
#include "run/facts.h"
#include "run/needs.h"
#include "run/plan.h"
#include "run/split.h"
#include "run/states.h"
#include "sugar.h"

static void free_result(gpointer p)
{
    gy_result *r = p;
    for (unsigned i = 0; i < r->n_outs; i++) {
        gy_value_unref(r->values[i]);
    }
    g_free(r->values);
    gy_value_unref(r->levels);
    g_free(r->run_case);
    g_free(r);
}

static void free_fit(gpointer p)
{
    gy_fit_fact *f = p;
    g_free(f->node);
    g_free(f->run_case);
    gy_rows_clear(&f->train);
    gy_rows_clear(&f->test);
    gy_rows_clear(&f->given);
    g_free(f->axis);
    g_free(f);
}

static void free_chance(gpointer p)
{
    gy_chance_fact *f = p;
    g_free(f->node);
    g_free(f->port);
    g_free(f->run_case);
    g_array_unref(f->draws);
    double *own[] = {f->item_p, f->item_chance, f->p_max, f->p_fdr, f->p_holm};
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
        g_free(own[i]);
    }
    g_free(f);
}

static void free_tune(gpointer p)
{
    gy_tune_fact *f = p;
    g_free(f->score);
    g_free(f->run_case);
    g_strfreev(f->names);
    g_free(f->inner);
    g_free(f);
}

static void clear_score(gpointer p)
{
    gy_score *s = p;
    g_free(s->node);
    g_free(s->port);
    g_free(s->run_case);
    g_free(s->item);
}

void gy_drop_fact_free(gpointer fact)
{
    gy_drop_fact *f = fact;
    g_free(f->node);
    g_free(f->columns_of);
    g_free(f->run_case);
    g_free(f->rows);
    g_free(f);
}

gy_outcome *gy_outcome_new(void)
{
    gy_outcome *o = g_new0(gy_outcome, 1);
    o->results = g_ptr_array_new_with_free_func(free_result);
    o->fits = g_ptr_array_new_with_free_func(free_fit);
    o->chances = g_ptr_array_new_with_free_func(free_chance);
    o->tunes = g_ptr_array_new_with_free_func(free_tune);
    o->files = g_ptr_array_new_with_free_func(g_free);
    o->missing = g_ptr_array_new_with_free_func(g_free);
    o->drops = g_ptr_array_new_with_free_func(gy_drop_fact_free);
    o->states = g_ptr_array_new_with_free_func(gy_kept_free);
    o->tasks = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    o->scores = g_array_new(FALSE, TRUE, sizeof(gy_score));
    g_array_set_clear_func(o->scores, clear_score);
    gy_facts_init(o);
    return o;
}

void gy_outcome_free(gy_outcome *o)
{
    if (o) {
        g_ptr_array_unref(o->results);
        g_ptr_array_unref(o->fits);
        g_ptr_array_unref(o->files);
        g_ptr_array_unref(o->missing);
        g_ptr_array_unref(o->drops);
        g_ptr_array_unref(o->states);
        g_ptr_array_unref(o->chances);
        g_ptr_array_unref(o->tunes);
        g_array_unref(o->scores);
        g_array_unref(o->tasks);
        g_free(o->predicted_node);
        g_free(o->node_seconds);
        gy_facts_clear(o);
        g_free(o);
    }
}

/* "voxel=12" for the k-th element: names of axes, values of a `label` coordinate where there is
 * one. */
static char *item_name(const gy_value *v, int64_t k)
{
    GString *s = g_string_new(NULL);
    int64_t index[GY_RANK_MAX];
    for (int32_t i = v->view.rank - 1; i >= 0; i--) {
        index[i] = k % MAX(v->shape[i], 1);
        k /= MAX(v->shape[i], 1);
    }
    for (int32_t i = 0; i < v->view.rank; i++) {
        const gy_domain *d = v->domains[i];
        const gy_value *names = d ? gy_domain_coord(d, "label") : NULL;
        g_autofree char *label =
            names ? gy_value_cell(names, index[i]) : g_strdup_printf("%" G_GINT64_FORMAT, index[i]);
        g_string_append_printf(s, "%s%s=%s", s->len ? ";" : "", d ? d->name : "axis", label);
    }
    return g_string_free(s, FALSE);
}

static void add_scores(gy_outcome *out, const gy_gnode *node, const gy_sig_port *port,
                       const char *run_case, const gy_value *v, int64_t n)
{
    if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE) {
        return;
    }
    int64_t size = gy_size_from(&v->view, 0);
    for (int64_t k = 0; k < size; k++) {
        const double none = (double)NAN;
        gy_score s = {.node = g_strdup(node->name),
                      .port = g_strdup(port->name),
                      .run_case = g_strdup(run_case),
                      .item = item_name(v, k),
                      .k = k,
                      .value = gy_value_number(v, k),
                      .chance = port->has_chance ? port->chance : none,
                      .n = n,
                      .p = none,
                      .p_max = none,
                      .p_fdr = none,
                      .p_holm = none};
        g_array_append_val(out->scores, s);
    }
}

/* Names of the classes that the label inputs of a metric share; NULL. */
static gy_value *levels_of(const gy_inst *inst)
{
    const gy_inst *one = inst->parts && inst->parts->len > 0 ? inst->parts->pdata[0] : inst;
    for (unsigned i = 0; one->in && i < one->node->sig->n_in; i++) {
        if (one->in[i].levels) {
            return gy_value_ref(one->in[i].levels);
        }
    }
    return NULL;
}

/* A metric in no fold is in-sample if anything above it was fitted. */
static gboolean fitted_above(const gy_graph *g, const gy_gnode *node)
{
    for (unsigned p = 0; p < node->sig->n_in; p++) {
        for (guint k = 0; k < node->in[p]->len; k++) {
            const gy_gnode *from = gy_graph_node(g, g_array_index(node->in[p], gy_link, k).node);
            gboolean closed = from->metric && from->split; /* a score is no prediction */
            if (from->fit || (!closed && fitted_above(g, from))) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

/* Scores of the folds that there are; their rows together. */
static int64_t add_parts(gy_runtime *rt, const gy_inst *inst, gy_outcome *out)
{
    int64_t all = 0;
    for (guint p = 0; inst->parts && p < inst->parts->len; p++) {
        const gy_inst *part = inst->parts->pdata[p];
        int64_t n = gy_rows_count(&part->test);
        g_autofree char *where = gy_env_text(rt->graph, &part->env);
        all += n;
        for (unsigned o = 0; part->done && o < part->n_outs; o++) {
            add_scores(out, inst->node, part->outs[o].port, where, part->outs[o].value, n);
        }
    }
    return all;
}

static void add_result(gy_runtime *rt, const gy_inst *inst, gy_outcome *out)
{
    if (inst->failed || !inst->done) {
        add_parts(rt, inst, out);
        return;
    }
    gy_result *r = g_new0(gy_result, 1);
    r->node = inst->node;
    r->run_case = gy_env_text(rt->graph, &inst->env);
    r->n_outs = inst->n_outs;
    r->values = g_new0(gy_value *, MAX(inst->n_outs, 1));
    int64_t all = add_parts(rt, inst, out);
    for (unsigned o = 0; o < inst->n_outs; o++) {
        r->values[o] = gy_value_ref(inst->outs[o].value);
        add_scores(out, inst->node, inst->outs[o].port, r->run_case, inst->outs[o].value,
                   inst->parts   ? all
                   : inst->cases ? (int64_t)inst->cases->len
                                 : gy_rows_count(&inst->test));
    }
    r->levels = levels_of(inst);
    r->in_sample = !inst->node->split && fitted_above(rt->graph, inst->node);
    g_ptr_array_add(out->results, r);
}

static void add_fit(gy_runtime *rt, const gy_inst *inst, gy_outcome *out)
{
    const gy_domain *x = gy_inst_rows(inst);
    gy_split_case *c = inst->env.fold >= 0 ? gy_split_get(rt, &inst->case_env, NULL) : NULL;
    gy_fit_fact *f = g_new0(gy_fit_fact, 1);
    gy_env outside = inst->env;
    outside.fold = GY_OUTSIDE;
    f->node = g_strdup(inst->node->name);
    f->run_case = gy_env_text(rt->graph, &outside);
    f->fold = inst->env.fold;
    f->train = gy_rows_copy(&inst->train);
    f->purged = inst->purged;
    f->n_rows = x ? x->n : 0;
    f->gap = c ? gy_split_gap(c, inst->env.fold) : 0;
    f->axis = g_strdup(x && x->name ? x->name : "row");
    if (c) {
        f->test = gy_rows_copy(&inst->held);
        f->given = gy_rows_copy(&inst->given);
    }
    g_ptr_array_add(out->fits, f);
}

void gy_outcome_collect(gy_runtime *rt, gy_outcome *out, gboolean peek)
{
    for (guint i = 0; i < rt->order->len; i++) {
        const gy_inst *inst = rt->order->pdata[i];
        gboolean whole = inst->parts || !inst->node->split;
        if (inst->node->metric && whole) {
            add_result(rt, inst, out);
        }
        if (inst->fits && (inst->done || (peek && !inst->failed))) {
            add_fit(rt, inst, out);
            gy_facts_fit(out, rt, inst);
        }
        gy_facts_node(out, rt, inst);
    }
}

void gy_outcome_tasks(gy_outcome *out, const gy_pool *pool)
{
    for (int i = 0; i < gy_pool_threads(pool); i++) {
        uint64_t taken = gy_pool_tasks_taken(pool, i);
        g_array_append_val(out->tasks, taken);
    }
}

void gy_outcome_files(gy_runtime *rt, gy_outcome *out)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < rt->order->len; i++) {
        const gy_inst *inst = rt->order->pdata[i];
        for (guint k = 0; k < inst->files->len; k++) {
            if (g_hash_table_add(seen, inst->files->pdata[k])) {
                g_ptr_array_add(out->files, g_strdup(inst->files->pdata[k]));
            }
        }
    }
    gy_needs_files(rt, seen, out);
}
