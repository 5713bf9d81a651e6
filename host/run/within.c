/* within.c: the key `within` of a node: where its segments end besides where the recording's do.
 * Reach and the segments that the node's functions are told are cut alike, so that what the host
 * purges is what the node reads. What the node makes keeps the segments of its source. */
#include <string.h>

#include "core/error.h"
#include "run/folding.h"
#include "run/resolve.h"
#include "run/symbols.h"

/* The rows that segments are of: axis 0 of the first input that has one. */
static gy_domain *rows_of(const gy_inst *inst)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_sig_type *t = &inst->node->sig->in[i].type;
        if (inst->in[i].n > 0 && t->form != GY_FORM_MODEL && t->n_axes > 0 && t->axes[0].symbol) {
            const gy_symbol *s = gy_symbols_find(inst, t->axes[0].symbol);
            return s ? s->domain : NULL;
        }
    }
    return NULL;
}

/* Folds are the same in all cases that share the instance. */
static gboolean same_folds(const gy_runtime *rt, const gy_inst *inst, GError **error)
{
    guint loops = 0;
    for (guint i = 0; i < rt->graph->splits->len; i++) {
        const gy_gsplit *s = &g_array_index(rt->graph->splits, gy_gsplit, i);
        loops |= gy_graph_node(rt->graph, s->rows.node)->loops;
        loops |= s->has_groups ? gy_graph_node(rt->graph, s->groups.node)->loops : 0;
        loops |= s->has_together ? gy_graph_node(rt->graph, s->together.node)->loops : 0;
        loops |= s->has_test_mask ? gy_graph_node(rt->graph, s->test_mask.node)->loops : 0;
    }
    for (guint i = 0; i < rt->graph->foreachs->len; i++) {
        if (loops & ~inst->node->loops & (1u << i)) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "[%s] within = @split: the folds are made for each value of [foreach %s], "
                        "and '%s' is outside of it",
                        inst->node->name, g_array_index(rt->graph->foreachs, gy_foreach, i).name,
                        inst->node->name);
            return FALSE;
        }
    }
    return TRUE;
}

/* Borders where the test rows of any fold begin or end. */
static gboolean cut_at_folds(gy_runtime *rt, const gy_inst *inst, const gy_domain *d,
                             uint8_t *border, GError **error)
{
    if (!same_folds(rt, inst, error)) {
        return FALSE;
    }
    const gy_split_case *c = gy_split_get(rt, &inst->case_env, error);
    for (int64_t k = 0; c && k < c->folds.n_folds; k++) {
        g_auto(gy_rows) test = {0};
        if (!gy_rows_by_identity(d, c->domain, &c->folds.test[k], &test)) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "[%s] within = @split: its rows ('%s') are not those of the split ('%s')",
                        inst->node->name, d->name, c->domain->name);
            return FALSE;
        }
        for (int64_t i = 0; i < test.n; i++) {
            border[test.span[i].lo] = 1;
            border[test.span[i].hi] = 1;
        }
    }
    return c != NULL;
}

/* Borders where the value of an edge changes from one row to the next. */
static gboolean cut_at_values(gy_runtime *rt, const gy_inst *inst, const gy_domain *d,
                              uint8_t *border, GError **error)
{
    const gy_link *link = NULL;
    for (guint i = 0; i < inst->node->uses->len; i++) {
        const gy_link *l = &g_array_index(inst->node->uses, gy_link, i);
        link = !link && g_strcmp0(l->text, inst->node->within) == 0 ? l : link;
    }
    if (!link) {
        g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "[%s] within = %s leads nowhere",
                    inst->node->name, inst->node->within);
        return FALSE;
    }
    g_autofree int64_t *code = gy_folding_codes(rt, link, &inst->case_env, d, error);
    if (!code) {
        g_prefix_error(error, "[%s] within: ", inst->node->name);
        return FALSE;
    }
    for (int64_t i = 1; i < d->n; i++) {
        border[i] = code[i] != code[i - 1];
    }
    return TRUE;
}

gboolean gy_within_cut(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (!inst->node->within) {
        return TRUE;
    }
    gy_domain *d = rows_of(inst);
    if (!d) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "[%s] within: '%s' has no rows to cut",
                    inst->node->name, inst->node->sig->id);
        return FALSE;
    }
    g_autofree uint8_t *border = g_new0(uint8_t, (gsize)d->n + 1);
    gboolean folds = strcmp(inst->node->within, "@split") == 0;
    if (folds ? !cut_at_folds(rt, inst, d, border, error)
              : !cut_at_values(rt, inst, d, border, error)) {
        return FALSE;
    }
    for (int64_t s = 0; d->n > 0 && s < d->n_segments; s++) {
        border[d->first[s]] = 1;
    }
    int64_t *first = g_new(int64_t, (gsize)d->n + 1);
    for (int64_t i = 0; i < d->n; i++) {
        if (border[i]) {
            first[inst->n_within++] = i;
        }
    }
    inst->within = d;
    inst->within_first = first;
    return TRUE;
}

gboolean gy_within_tells(const gy_inst *inst, GError **error)
{
    gboolean any = !inst->within;
    for (guint i = 0; !any && i < inst->ties->len; i++) {
        gy_reach_kind kind = g_array_index(inst->ties, gy_tie, i).reach.kind;
        any = kind == GY_REACH_WINDOW || kind == GY_REACH_PAST || kind == GY_REACH_SEGMENT;
    }
    if (!any) {
        g_set_error(
            error, GY_ERROR, GY_ERR_USAGE,
            "[%s] within = %s changes nothing: with these parameters no row of %s reads its "
            "neighbours up to a border",
            inst->node->name, inst->node->within, inst->node->sig->id);
    }
    return any;
}

gy_segments gy_inst_segments(const gy_inst *inst, const gy_domain *d)
{
    if (inst->within && d == inst->within) {
        return (gy_segments){d->n, inst->n_within, inst->within_first};
    }
    return gy_domain_segments(d);
}
