/* tune_rows.c: the rows that a choice of [tune] may read, and their inner folds. */
#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/folding.h"
#include "run/plan.h"
#include "run/split.h"
#include "run/tune.h"

/* The graph as the outer fold sees it, for its reach only: every metric that a choice changes. */
static gboolean make_reach(gy_tuning *t, const gy_env *at)
{
    const gy_graph *g = t->rt->graph;
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        for (gy_env env = *at; n->metric && n->split && n->tuned && env.candidate < t->n;
             env.candidate++) {
            GError *error = NULL;
            if (t->why[env.candidate] || gy_plan_get(t->rt, (int)i, &env, &error)) {
                continue;
            }
            if ((int)i == g->tune_score) {
                gy_tune_leave_out(t, env.candidate, "", error);
            } else {
                g_error_free(error); /* the run will tell */
            }
            if (t->fatal) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

static gy_roles outer_roles(const gy_tuning *t)
{
    gy_roles r = {.domain = t->split->domain, .gap = gy_split_gap(t->split, t->env.fold)};
    gboolean final = t->env.fold < 0;
    r.train =
        final ? gy_rows_range(0, r.domain->n) : gy_rows_copy(&t->split->folds.train[t->env.fold]);
    r.test = final ? gy_rows_empty() : gy_rows_copy(&t->split->folds.test[t->env.fold]);
    return r;
}

/* Calls make_reach (c < 0), or collects what the scored rows of a candidate read, for every case of
 * the file that shares this choice. */
static gboolean every_case(gy_tuning *t, int32_t c, gy_sources *forbidden)
{
    gy_env at = t->env, each;
    at.inner = GY_FINAL;
    g_auto(gy_roles) roles = outer_roles(t);
    for (gboolean more = gy_env_first(t->rt->graph, &each); more;
         more = gy_env_next(t->rt->graph, &each)) {
        if (!gy_env_meet(t->rt->graph, &each, &t->choice->env)) {
            continue;
        }
        memcpy(at.each, each.each, sizeof at.each);
        at.candidate = MAX(c, 0);
        if (c < 0 && !make_reach(t, &at)) {
            return FALSE;
        }
        g_autoptr(GPtrArray) insts = gy_split_insts(t->rt, &at);
        if (c >= 0) {
            gy_purge_scored(insts, &at, &roles, forbidden);
        }
    }
    return TRUE;
}

/* Takes out of rows those that read a forbidden source under a candidate. */
static void clean_of(gy_tuning *t, int32_t c, const gy_sources *forbidden, gy_rows *rows)
{
    gy_env at = t->env;
    at.inner = GY_FINAL;
    at.candidate = c;
    g_autoptr(GPtrArray) insts = gy_split_insts(t->rt, &at);
    gy_purge_rows(insts, &at, t->split->domain, t->rt->graph->tune_score, forbidden, rows);
}

/* The training rows that read nothing of what scored rows read, under no candidate; a candidate
 * that alone leaves none is left out. */
static gboolean clean_rows(gy_tuning *t, gy_rows *out)
{
    if (!every_case(t, -1, NULL) || !gy_folding_gap(t->rt, t->split, t->env.fold, &t->fatal)) {
        return FALSE;
    }
    g_auto(gy_roles) roles = outer_roles(t);
    for (int32_t c = 0; c < t->n; c++) {
        g_auto(gy_sources) forbidden = {0};
        g_auto(gy_rows) rows = gy_rows_copy(&roles.train);
        gy_sources_init(&forbidden);
        if (t->why[c] || !every_case(t, c, &forbidden)) {
            continue;
        }
        clean_of(t, c, &forbidden, &rows);
        if (rows.n > 0) {
            gy_sources_join(&t->forbidden, &forbidden);
        } else {
            t->why[c] = g_strdup("no training row is left: all read rows that test rows read");
        }
    }
    for (int32_t c = 0; c < t->n; c++) {
        if (!t->why[c]) {
            clean_of(t, c, &t->forbidden, &roles.train);
        }
    }
    *out = gy_rows_copy(&roles.train);
    return TRUE;
}

static gboolean all_left_out(const gy_tuning *t)
{
    gboolean all = TRUE;
    for (int32_t c = 0; c < t->n; c++) {
        all &= t->why[c] != NULL;
    }
    return all;
}

gboolean gy_tune_folds(gy_tuning *t)
{
    g_auto(gy_rows) rows = {0};
    gboolean good = clean_rows(t, &rows);
    gy_tune_sweep(t->rt);
    if (!good || all_left_out(t)) { /* no folds: every candidate says why */
        return good;
    }
    if (rows.n == 0) {
        g_set_error(&t->fatal, GY_ERROR, GY_ERR_LEAK,
                    "no training row is left for inner folds: all read rows that test rows read");
        return FALSE;
    }
    if (!gy_split_inner_rows(t->rt, t->split, &rows, &t->inner, &t->fatal)) {
        g_prefix_error(&t->fatal, "its inner folds: ");
        return FALSE;
    }
    return TRUE;
}
