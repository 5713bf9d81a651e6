#include "run/facts.h"

#include <math.h>
#include <string.h>

#include "run/env.h"
#include "run/purge.h"
#include "sugar.h"

static void free_pair(gpointer p)
{
    gy_pair_fact *f = p;
    g_free(f->node);
    g_free(f->run_case);
    g_free(f->axis);
    g_free(f->which);
    g_free(f->row);
    g_free(f->predicted);
    g_free(f->truth);
    g_free(f);
}

static void free_chosen(gpointer p)
{
    gy_chosen_fact *f = p;
    g_free(f->node);
    g_free(f->run_case);
    g_free(f->param);
    g_array_unref(f->grid);
    g_array_unref(f->count);
    g_free(f);
}

static void free_weight(gpointer p)
{
    gy_weight_fact *f = p;
    g_free(f->node);
    g_free(f->run_case);
    g_free(f->state);
    g_free(f->axis);
    g_free(f->mean);
    g_free(f->lo);
    g_free(f->hi);
    g_free(f->x_name);
    g_free(f->x);
    g_strfreev(f->series);
    g_free(f);
}

static void free_node(gpointer p)
{
    gy_node_fact *f = p;
    g_free(f->node);
    g_free(f->run_case);
    g_ptr_array_unref(f->names);
    g_ptr_array_unref(f->values);
    g_free(f->outputs);
    g_free(f);
}

void gy_facts_init(gy_outcome *o)
{
    o->pairs = g_ptr_array_new_with_free_func(free_pair);
    o->ceilings = g_ptr_array_new_with_free_func(gy_ceiling_fact_free);
    o->chosen = g_ptr_array_new_with_free_func(free_chosen);
    o->weights = g_ptr_array_new_with_free_func(free_weight);
    o->nodes = g_ptr_array_new_with_free_func(free_node);
}

void gy_facts_clear(gy_outcome *o)
{
    g_ptr_array_unref(o->pairs);
    g_ptr_array_unref(o->ceilings);
    g_ptr_array_unref(o->chosen);
    g_ptr_array_unref(o->weights);
    g_ptr_array_unref(o->nodes);
}

char *gy_facts_case(gy_runtime *rt, const gy_inst *inst)
{
    gy_env outside = inst->env;
    outside.fold = GY_OUTSIDE;
    return gy_env_text(rt->graph, &outside);
}

const gy_value *gy_facts_numbers(const gy_inst *inst, const char *port, const gy_feed **out_feed)
{
    for (unsigned i = 0; inst->in && i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        if (strcmp(in->port->name, port) != 0 || in->n != 1 ||
            in->port->type.dtype == GY_DTYPE_LABEL) {
            continue;
        }
        const gy_feed *f = &in->feeds[0];
        const gy_value *v = f->word                      ? f->word
                            : f->column && f->out->value ? gy_table_column(f->out->value, f->column)
                                                         : f->out->value;
        gboolean plain = v && v->payload == GY_PAYLOAD_ARRAY && v->view.layout == GY_DENSE &&
                         !(v->view.flags & GY_TEXT) && v->view.rank <= 2;
        *out_feed = f;
        return plain && !f->is_rows && !f->is_model ? v : NULL;
    }
    return NULL;
}

/* Number of a row that the node sees, of one target. */
static double number_at(const gy_value *v, const gy_feed *f, int64_t row, int64_t target)
{
    int64_t width = v->view.rank > 1 ? v->shape[1] : 1;
    int64_t column = f->columns ? f->columns[target] : target;
    return gy_value_number(v, (f->index ? f->index[row] : row) * width + column);
}

typedef struct gy_ranked {
    double score;
    int64_t target;
} gy_ranked;

static int by_score(gconstpointer a, gconstpointer b)
{
    const gy_ranked *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score ? -1 : 1)
                                : (x->target > y->target) - (x->target < y->target);
}

/* Targets with a score, worst first. */
static GArray *ranked(const gy_inst *inst, int64_t n_targets)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(gy_ranked));
    const gy_value *v = inst->n_outs > 0 ? inst->outs[0].value : NULL;
    if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE ||
        gy_size_from(&v->view, 0) != n_targets) {
        return all;
    }
    gboolean low = inst->outs[0].port && inst->outs[0].port->best == GY_BEST_LOW;
    for (int64_t k = 0; k < n_targets; k++) {
        gy_ranked r = {gy_value_number(v, k), k};
        if (isfinite(r.score)) {
            r.score = low ? -r.score : r.score;
            g_array_append_val(all, r);
        }
    }
    g_array_sort(all, by_score);
    return all;
}

/* Test rows of one fold, as far as there is room. */
static void add_rows(gy_pair_fact *f, const gy_inst *inst)
{
    const gy_feed *fp = NULL, *ft = NULL;
    const gy_value *p = gy_facts_numbers(inst, "predicted", &fp),
                   *t = gy_facts_numbers(inst, "target", &ft);
    int64_t n = gy_rows_count(&inst->test), room = GY_FACT_ROWS - (int64_t)f->n;
    if (!p || !t) {
        return;
    }
    guint more = (guint)MIN(n, room), from = f->n;
    f->last = inst->env.fold;
    f->n_rows += n;
    f->n += more;
    f->row = g_renew(int64_t, f->row, f->n);
    f->predicted = g_renew(double, f->predicted, f->n);
    f->truth = g_renew(double, f->truth, f->n);
    for (guint i = 0; i < more; i++) {
        int64_t row = gy_rows_nth(&inst->test, i);
        f->row[from + i] = row;
        f->predicted[from + i] = number_at(p, fp, row, f->target);
        f->truth[from + i] = number_at(t, ft, row, f->target);
    }
}

/* A later fold, for facts that have few rows yet. */
static void extend_pairs(gy_outcome *o, gy_runtime *rt, const gy_inst *inst)
{
    g_autofree char *run_case = gy_facts_case(rt, inst);
    for (guint i = 0; i < o->pairs->len; i++) {
        gy_pair_fact *f = o->pairs->pdata[i];
        if (f->n < GY_FACT_FEW && f->last == inst->env.fold - 1 &&
            strcmp(f->node, inst->node->name) == 0 && strcmp(f->run_case, run_case) == 0) {
            add_rows(f, inst);
        }
    }
}

static void add_pair(gy_outcome *o, gy_runtime *rt, const gy_inst *inst, int64_t target,
                     int64_t n_targets, const char *which, double score)
{
    const gy_domain *axis = gy_inst_rows(inst);
    gy_pair_fact *f = g_new0(gy_pair_fact, 1);
    f->node = g_strdup(inst->node->name);
    f->run_case = gy_facts_case(rt, inst);
    f->axis = g_strdup(axis && axis->name ? axis->name : "row");
    f->fold = inst->env.fold;
    f->target = target;
    f->n_targets = n_targets;
    f->which = g_strdup(which);
    f->score = score;
    add_rows(f, inst);
    g_ptr_array_add(o->pairs, f);
}

static void add_pairs(gy_outcome *o, gy_runtime *rt, const gy_inst *inst)
{
    const gy_feed *fp = NULL, *ft = NULL;
    const gy_value *p = gy_facts_numbers(inst, "predicted", &fp),
                   *t = gy_facts_numbers(inst, "target", &ft);
    if (!p || !t || p->view.rank < 1 || t->view.rank < 1 || gy_rows_count(&inst->test) < 2 ||
        o->pairs->len >= GY_FACT_PAIRS) {
        return;
    }
    int64_t width = fp->rank > 1 ? fp->shape[1] : 1;
    if ((ft->rank > 1 ? ft->shape[1] : 1) != width || width < 1) {
        return;
    }
    g_autoptr(GArray) order = ranked(inst, width);
    double sign = inst->outs[0].port && inst->outs[0].port->best == GY_BEST_LOW ? -1 : 1;
    if (order->len == 0) {
        if (width == 1) {
            add_pair(o, rt, inst, 0, 1, "", (double)NAN);
        }
        return;
    }
    const gy_ranked *best = &g_array_index(order, gy_ranked, order->len - 1);
    const gy_ranked *middle = &g_array_index(order, gy_ranked, (order->len - 1) / 2);
    if (width > 1) {
        add_pair(o, rt, inst, middle->target, width, "median", sign * middle->score);
    }
    add_pair(o, rt, inst, best->target, width, width > 1 ? "best" : "", sign * best->score);
}

void gy_facts_metric(gy_outcome *o, gy_runtime *rt, const gy_inst *inst)
{
    if (inst->env.draw > 0 || inst->env.inner >= 0 || inst->env.candidate >= 0) {
        return;
    }
    if (inst->env.fold <= 0) {
        add_pairs(o, rt, inst);
    } else {
        extend_pairs(o, rt, inst);
    }
    gy_facts_ceiling(o, rt, inst);
}

static void put_type(GString *s, const gy_out *out)
{
    g_string_append_printf(s, "%s%s ", s->len ? "; " : "", out->port ? out->port->name : "model");
    if (out->payload == GY_PAYLOAD_MODEL) {
        g_string_append(s, "model");
        return;
    }
    g_string_append(s, out->payload == GY_PAYLOAD_TABLE ? "table" : gy_dtype_name(out->dtype));
    g_string_append(s, out->rank > 0 ? "[" : "");
    for (int32_t i = 0; i < out->rank; i++) {
        const gy_domain *d = out->domains[i];
        g_string_append_printf(s, "%s%s%s%" G_GINT64_FORMAT, i ? ", " : "",
                               d && d->name ? d->name : "", d && d->name ? " " : "", out->shape[i]);
    }
    g_string_append(s, out->rank > 0 ? "]" : "");
}

void gy_facts_node(gy_outcome *o, gy_runtime *rt, const gy_inst *inst)
{
    if (inst->parts || inst->env.draw > 0 || inst->env.fold > 0 || !inst->params || !inst->outs) {
        return; /* all folds have the parameters and the shapes of the first */
    }
    g_autofree char *run_case = gy_facts_case(rt, inst);
    for (guint i = inst->env.fold == GY_FINAL ? o->nodes->len : 0; i-- > 0;) {
        const gy_node_fact *f = o->nodes->pdata[i];
        if (strcmp(f->node, inst->node->name) == 0 && strcmp(f->run_case, run_case) == 0) {
            return;
        }
    }
    gy_node_fact *f = g_new0(gy_node_fact, 1);
    f->node = g_strdup(inst->node->name);
    f->run_case = g_steal_pointer(&run_case);
    f->names = g_ptr_array_new_with_free_func(g_free);
    f->values = g_ptr_array_new_with_free_func(g_free);
    for (unsigned p = 0; p < inst->node->sig->n_params; p++) {
        const gy_param_value *v = &inst->params[p];
        gboolean files = inst->node->sig->params[p].base == GY_BASE_PATH && v->items;
        g_ptr_array_add(f->names, g_strdup(inst->node->sig->params[p].name));
        g_ptr_array_add(f->values, files ? g_strjoinv("; ", v->items) : g_strdup(v->text));
    }
    g_autoptr(GString) outputs = g_string_new(NULL);
    for (unsigned k = 0; k < inst->n_outs; k++) {
        put_type(outputs, &inst->outs[k]);
    }
    f->outputs = g_strdup(outputs->str);
    g_ptr_array_add(o->nodes, f);
}
