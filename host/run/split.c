#include "run/split.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/folding.h"
#include "run/needs.h"
#include "run/plan.h"
#include "run/tune.h"

void gy_split_case_free(gpointer p)
{
    gy_split_case *c = p;
    for (int64_t k = 0; c->scored && k < c->folds.n_folds; k++) {
        gy_sources_clear(&c->scored[k]);
    }
    g_free(c->gaps);
    g_free(c->scored);
    gy_folds_clear(&c->folds);
    gy_domain_unref(c->domain);
    g_free(c->unit);
    g_free(c->group);
    if (c->second) {
        gy_split_case_free(c->second);
    }
    g_free(c);
}

int64_t gy_split_gap(const gy_split_case *c, int32_t fold)
{
    return c->gaps ? MAX(c->gaps[fold < 0 ? c->folds.n_folds : fold], 0) : c->gap;
}

GPtrArray *gy_split_insts(gy_runtime *rt, const gy_env *env)
{
    GPtrArray *list = g_ptr_array_new();
    gy_needs_add_insts(rt, list);
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        gboolean fold = inst->env.fold == GY_OUTSIDE ||
                        (inst->env.fold == env->fold && inst->env.inner == env->inner);
        gboolean candidate =
            inst->env.candidate == GY_OUTSIDE || inst->env.candidate == env->candidate;
        gboolean drawn = env->draw > 0 && rt->drawn[inst->number];
        gboolean draw = drawn ? inst->env.draw == env->draw : inst->env.draw == GY_OUTSIDE;
        if (fold && candidate && draw && !inst->parts && gy_env_meet(rt->graph, &inst->env, env)) {
            g_ptr_array_add(list, inst);
        }
    }
    return list;
}

/* gap: "12 rows", "2 s" or "auto" (set when the fit targets are known); rows on both sides. */
static gboolean read_gap(gy_split_case *c, const gy_gsplit *s, GError **error)
{
    static const char *const words[] = {"auto", NULL};
    if (!s->gap) {
        return TRUE;
    }
    gy_want want = {
        .kind = GY_LITERAL_QUANTITY, .or_rows = TRUE, .unit = gy_unit_find("s"), .choices = words};
    g_auto(gy_literal) l = {0};
    if (!gy_literal_parse(s->gap, &want, &l, error)) {
        return FALSE;
    }
    c->gap_auto = l.kind == GY_LITERAL_CHOICE;
    if (c->gap_auto) {
        return TRUE;
    }
    double rows = l.numbers[0];
    if (strcmp(l.unit->name, "rows") != 0 && *l.unit->name) {
        if (c->domain->numerator == 0) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "[split] gap is a time, but the rows have no regular rate");
            return FALSE;
        }
        rows = rows * (double)c->domain->denominator / (double)c->domain->numerator;
    }
    c->gap = (int64_t)ceil(rows - 1e-9);
    return TRUE;
}

/* The second [split NAME]: a test row is one of both, a training row of neither. */
static gboolean cross(gy_runtime *rt, gy_split_case *c, GError **error)
{
    const gy_gsplit *s = &g_array_index(rt->graph->splits, gy_gsplit, 1);
    gy_inst *rows = gy_plan_get(rt, s->rows.node, &c->env, error);
    gy_out *o = rows ? &rows->outs[s->rows.kind == GY_LINK_PORT ? s->rows.out : 0] : NULL;
    if (o && (o->rank == 0 || o->domains[0] != c->domain)) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[split %s] must split the same rows as the other split", s->name);
        o = NULL;
    }
    if (!o) {
        return FALSE;
    }
    gy_folds both = {0};
    c->second = g_new0(gy_split_case, 1);
    c->second->env = c->env;
    c->second->domain = gy_domain_ref(c->domain);
    gboolean good = gy_folding_outer(rt, c->second, s, error) &&
                    gy_folds_cross(&c->folds, &c->second->folds, NULL, &both, error);
    if (good) {
        gy_folds_clear(&c->folds);
        c->folds = both;
    }
    return good;
}

static gy_split_case *make_case(gy_runtime *rt, const gy_env *env, GError **error)
{
    const gy_gsplit *s = &g_array_index(rt->graph->splits, gy_gsplit, 0);
    gy_split_case *c = g_new0(gy_split_case, 1);
    gy_env outside = gy_env_outside();
    memcpy(outside.each, env->each, sizeof outside.each);
    c->env = outside;
    gy_inst *rows = gy_plan_get(rt, s->rows.node, &outside, error);
    gy_out *o = rows ? &rows->outs[s->rows.kind == GY_LINK_PORT ? s->rows.out : 0] : NULL;
    if (o && (o->rank == 0 || !o->domains[0])) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "[split] rows = %s has no rows", s->rows.text);
        o = NULL;
    }
    if (o) {
        c->domain = gy_domain_ref(o->domains[0]);
    }
    if (!o || !read_gap(c, s, error) || !gy_folding_outer(rt, c, s, error) ||
        (rt->graph->splits->len > 1 && !cross(rt, c, error))) {
        gy_split_case_free(c);
        return NULL;
    }
    return c;
}

gy_split_case *gy_split_get(gy_runtime *rt, const gy_env *env, GError **error)
{
    /* by all [foreach] values: what scored rows read may differ where their rows do not */
    const gy_env *mine = env;
    for (guint i = 0; i < rt->splits->len; i++) {
        gy_split_case *c = rt->splits->pdata[i];
        if (memcmp(c->env.each, mine->each, sizeof mine->each) == 0) {
            return c;
        }
    }
    gy_split_case *c = make_case(rt, mine, error);
    if (c) {
        g_ptr_array_add(rt->splits, c);
    }
    return c;
}

static gboolean purge_fold(gy_runtime *rt, gy_split_case *c, const gy_env *fold, int32_t k,
                           GError **error)
{
    gy_sources_clear(&c->scored[k]);
    gy_sources_init(&c->scored[k]);
    g_autoptr(GPtrArray) insts = gy_split_insts(rt, fold);
    gy_roles roles = {.domain = c->domain,
                      .train = gy_rows_copy(&c->folds.train[k]),
                      .test = gy_rows_copy(&c->folds.test[k]),
                      .gap = gy_split_gap(c, k)};
    gy_purge_scored(insts, fold, &roles, &c->scored[k]);
    gy_needs_spread(rt, insts, &c->scored[k]);
    gboolean good = gy_purge_fits(insts, fold, &roles, &c->scored[k], error) &&
                    gy_needs_clean(rt, insts, k, &c->scored[k], error);
    gy_roles_clear(&roles);
    return good;
}

gboolean gy_split_purge(gy_runtime *rt, const gy_env *env, GError **error)
{
    if (rt->graph->splits->len == 0) {
        return TRUE;
    }
    gy_split_case *c = gy_split_get(rt, env, error);
    if (!c) {
        return FALSE;
    }
    if (!c->scored) {
        c->scored = g_new0(gy_sources, (gsize)c->folds.n_folds);
    }
    for (int32_t k = 0; k < c->folds.n_folds; k++) {
        gy_env fold = *env;
        fold.fold = k;
        fold.candidate = gy_tune_chosen(rt, &fold);
        /* a gap that is not known yet is measured on what is left without one */
        gboolean measure = c->gap_auto && (!c->gaps || c->gaps[k] < 0);
        if ((measure && !purge_fold(rt, c, &fold, k, error)) || !gy_folding_gap(rt, c, k, error) ||
            !purge_fold(rt, c, &fold, k, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_split_is_clean(gy_runtime *rt, GPtrArray *insts, const gy_inst *fit,
                           const gy_sources *seen, GError **error)
{
    (void)insts;
    if (fit->env.inner != GY_OUTSIDE) {
        return gy_tune_is_clean(rt, fit, seen, error);
    }
    if (fit->env.fold < 0) {
        return TRUE;
    }
    gy_split_case *c = gy_split_get(rt, &fit->case_env, error);
    if (!c || !c->scored) {
        return c != NULL;
    }
    g_auto(gy_rows) common = {0};
    const gy_domain *source = gy_sources_meet(&c->scored[fit->env.fold], seen, &common);
    if (source) {
        g_autofree char *rows = gy_rows_format(&common, 4);
        g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                    "[%s] its fit of fold %d has seen rows %s of '%s', which scored rows read",
                    fit->node->name, fit->env.fold, rows, source->name);
        return FALSE;
    }
    return TRUE;
}
