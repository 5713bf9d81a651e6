/* facts_fit.c: what the states of fits tell. */
#include "run/facts.h"

#include <math.h>
#include <string.h>

#include "run/symbols.h"
#include "sugar.h"

/* The list parameter that a state's values were chosen from: `alphas` of `alpha`; -1. */
static int chosen_from(const gy_inst *inst, const char *state)
{
    size_t n = strlen(state);
    for (unsigned p = 0; inst->params && p < inst->node->sig->n_params; p++) {
        const gy_sig_param *param = &inst->node->sig->params[p];
        if (param->is_list && strncmp(param->name, state, n) == 0 &&
            strcmp(param->name + n, "s") == 0 && inst->params[p].literal.n_numbers > 1) {
            return (int)p;
        }
    }
    return -1;
}

static gy_chosen_fact *chosen_of(gy_outcome *o, const gy_inst *inst, int param,
                                 const char *run_case)
{
    const char *name = inst->node->sig->params[param].name;
    for (guint i = 0; i < o->chosen->len; i++) {
        gy_chosen_fact *f = o->chosen->pdata[i];
        if (strcmp(f->node, inst->node->name) == 0 && strcmp(f->param, name) == 0 &&
            strcmp(f->run_case, run_case) == 0) {
            return f;
        }
    }
    const gy_literal *l = &inst->params[param].literal;
    gy_chosen_fact *f = g_new0(gy_chosen_fact, 1);
    f->node = g_strdup(inst->node->name);
    f->run_case = g_strdup(run_case);
    f->param = g_strdup(name);
    f->grid = g_array_new(FALSE, TRUE, sizeof(double));
    f->count = g_array_new(FALSE, TRUE, sizeof(int64_t));
    g_array_append_vals(f->grid, l->numbers, (guint)l->n_numbers);
    g_array_set_size(f->count, (guint)l->n_numbers);
    g_ptr_array_add(o->chosen, f);
    return f;
}

/* Equal to about float32: a state may be f32 where the grid is f64. */
static gboolean same(double a, double b)
{
    return fabs(a - b) <= 1e-6 * MAX(fabs(a), fabs(b));
}

static void count_chosen(gy_chosen_fact *f, const gy_value *v)
{
    f->folds++;
    for (int64_t k = 0; k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        guint g = 0;
        while (g < f->grid->len && !same(x, g_array_index(f->grid, double, g))) {
            g++;
        }
        if (g < f->grid->len) {
            g_array_index(f->count, int64_t, g)++;
        } else {
            f->other++;
        }
    }
}

/* The first coordinate with numbers that differ is x; all others that differ name the series. */
static void name_weights(gy_weight_fact *f, const gy_domain *d)
{
    f->series = g_new0(char *, f->n + 1);
    f->x = g_new0(double, MAX(f->n, 1));
    for (guint i = 0; i < f->n; i++) {
        f->series[i] = g_strdup("");
        f->x[i] = i;
    }
    for (guint c = 0; d && c < d->coords->len; c++) {
        const gy_coord *coord = &g_array_index(d->coords, gy_coord, c);
        gboolean text = (coord->values->view.flags & GY_TEXT) != 0, differ = FALSE;
        g_autofree char *first = gy_value_cell(coord->values, 0);
        for (guint i = 1; i < f->n && !differ; i++) {
            g_autofree char *cell = gy_value_cell(coord->values, i);
            differ = strcmp(first, cell) != 0;
        }
        gboolean is_x = differ && !text && !f->x_name;
        for (guint i = 0; differ && i < f->n; i++) {
            if (is_x) {
                f->x[i] = gy_value_number(coord->values, i);
                continue;
            }
            g_autofree char *cell = gy_value_cell(coord->values, i);
            char *longer = g_strdup_printf("%s%s%s %s", f->series[i], *f->series[i] ? ", " : "",
                                           coord->name, cell);
            g_free(f->series[i]);
            f->series[i] = longer;
        }
        f->x_name = is_x ? g_strdup(coord->name) : f->x_name;
    }
}

static gy_weight_fact *weights_of(gy_outcome *o, const gy_inst *inst, const gy_sig_port *state,
                                  guint n, const char *run_case)
{
    for (guint i = 0; i < o->weights->len; i++) {
        gy_weight_fact *f = o->weights->pdata[i];
        if (strcmp(f->node, inst->node->name) == 0 && strcmp(f->state, state->name) == 0 &&
            strcmp(f->run_case, run_case) == 0) {
            return f->n == n ? f : NULL;
        }
    }
    const gy_symbol *symbol = gy_symbols_find(inst, state->type.axes[0].symbol);
    const gy_domain *d = symbol ? symbol->domain : NULL;
    gy_weight_fact *f = g_new0(gy_weight_fact, 1);
    f->node = g_strdup(inst->node->name);
    f->run_case = g_strdup(run_case);
    f->state = g_strdup(state->name);
    f->axis = g_strdup(d && d->name ? d->name : state->type.axes[0].symbol);
    f->n = n;
    f->mean = g_new0(double, n);
    f->lo = g_new0(double, n);
    f->hi = g_new0(double, n);
    name_weights(f, d && d->n == n ? d : NULL);
    g_ptr_array_add(o->weights, f);
    return f;
}

/* Only of encoders: a decoder's weights are filters, which say nothing about where the signal is
 * (Haufe et al. 2014, NeuroImage 87, 96-110). */
static void add_weights(gy_outcome *o, const gy_inst *inst, const gy_sig_port *state,
                        const gy_value *v, const char *run_case)
{
    const gy_sig_type *t = &state->type;
    gboolean by_column = FALSE;
    for (unsigned i = 0; i < inst->node->sig->n_in && t->n_axes == 2 && t->axes[0].symbol; i++) {
        const gy_sig_port *in = &inst->node->sig->in[i];
        by_column |= !in->fit && gy_sig_axis_find(&in->type, t->axes[0].symbol) == 1;
    }
    if (!by_column || strcmp(inst->node->sig->kind, "encoder") != 0 || v->shape[1] != 1 ||
        v->shape[0] < 2 || v->shape[0] > GY_FACT_WEIGHTS) {
        return;
    }
    gy_weight_fact *f = weights_of(o, inst, state, (guint)v->shape[0], run_case);
    for (guint k = 0; f && k < f->n; k++) {
        double x = gy_value_number(v, k);
        f->mean[k] += (x - f->mean[k]) / (double)(f->folds + 1);
        f->lo[k] = f->folds == 0 ? x : MIN(f->lo[k], x);
        f->hi[k] = f->folds == 0 ? x : MAX(f->hi[k], x);
    }
    if (f) {
        f->folds++;
    }
}

void gy_facts_fit(gy_outcome *o, gy_runtime *rt, const gy_inst *inst)
{
    if (!inst->state || inst->env.draw > 0 || inst->env.inner >= 0 || inst->env.candidate >= 0 ||
        inst->env.fold == GY_FINAL) {
        return;
    }
    g_autofree char *run_case = gy_facts_case(rt, inst);
    for (unsigned i = 0; i < inst->node->sig->n_state; i++) {
        const gy_sig_port *state = &inst->node->sig->state[i];
        const gy_value *v = gy_state_get(inst->state, state->name);
        if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE) {
            continue;
        }
        int param = chosen_from(inst, state->name);
        if (param >= 0) {
            count_chosen(chosen_of(o, inst, param, run_case), v);
        }
        if (v->view.rank == 2) {
            add_weights(o, inst, state, v, run_case);
        }
    }
}
