/* pooling_rules.c: what the cases of one model may train on. */
#include "core/error.h"
#include "run/env.h"
#include "run/pooling_parts.h"

gy_rows gy_pooling_rows(const gy_inst *pooled, gy_rows *rows)
{
    const gy_pooling *p = pooled->pooling;
    gy_rows_builder b = {0};
    for (guint m = 0; m < p->members->len; m++) {
        for (int64_t s = 0; s < rows[m].n; s++) {
            gy_rows_builder_add(&b, rows[m].span[s].lo + p->first[m],
                                rows[m].span[s].hi + p->first[m]);
        }
        gy_rows_clear(&rows[m]);
    }
    return gy_rows_builder_end(&b);
}

void gy_pooling_train(gy_inst *pooled)
{
    const GPtrArray *members = pooled->pooling->members;
    g_autofree gy_rows *rows = g_new0(gy_rows, MAX(members->len, 1));
    for (guint m = 0; m < members->len; m++) {
        gy_inst *member = members->pdata[m];
        if (member->train.n == 0 && member->env.fold < 0) {
            member->train = gy_rows_range(0, gy_inst_rows(member)->n);
        }
        rows[m] = gy_rows_copy(&member->train);
    }
    gy_rows_clear(&pooled->train);
    pooled->train = gy_pooling_rows(pooled, rows);
    pooled->purge_done = TRUE;
}

/* Source rows that the scored rows of all other cases of a member read. */
static void scored_elsewhere(gy_runtime *rt, const gy_pooling *p, const gy_inst *member,
                             gy_sources *out)
{
    for (guint i = 0; i < rt->splits->len; i++) {
        const gy_split_case *c = rt->splits->pdata[i];
        gboolean other = FALSE;
        for (guint m = 0; m < p->members->len; m++) {
            const gy_inst *one = p->members->pdata[m];
            other |= one != member && gy_env_meet(rt->graph, &one->env, &c->env);
        }
        if (other && c->scored && member->env.fold < c->folds.n_folds) {
            gy_sources_join(out, &c->scored[member->env.fold]);
        }
    }
}

static gboolean purge_members(gy_runtime *rt, const gy_pooling *p, GError **error)
{
    for (guint m = 0; m < p->members->len; m++) {
        gy_inst *member = p->members->pdata[m];
        g_auto(gy_sources) scored = {0};
        gy_sources_init(&scored);
        scored_elsewhere(rt, p, member, &scored);
        g_autoptr(GPtrArray) insts = gy_split_insts(rt, &member->env);
        if (!gy_purge_across(insts, member, &scored, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

int gy_pooling_purge(gy_runtime *rt)
{
    int failed = 0;
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *first = rt->order->pdata[i];
        gy_inst *all = first->pooled;
        if (!all || all->failed || all->pooling->members->pdata[0] != first || first->failed) {
            continue;
        }
        GPtrArray *members = all->pooling->members;
        if (first->env.fold >= 0 && first->env.inner == GY_OUTSIDE &&
            !purge_members(rt, all->pooling, &all->failed)) {
            gy_runtime_tell_node(rt, all->node, all->failed->message);
            failed++;
            for (guint m = 0; m < members->len; m++) {
                gy_inst *member = members->pdata[m];
                member->failed = member->failed ? member->failed : g_error_copy(all->failed);
            }
        }
        gy_pooling_train(all);
    }
    return failed;
}

/* Inner folds of every member, as it would have them alone. */
static gboolean inner_alone(gy_runtime *rt, const gy_pooling *p, GPtrArray **insts, gy_inner *each,
                            GError **error)
{
    for (guint m = 0; m < p->members->len; m++) {
        gy_inst *member = p->members->pdata[m];
        insts[m] = gy_split_insts(rt, &member->env);
        if (!gy_split_inner(rt, insts[m], member, &each[m], error)) {
            return FALSE;
        }
        if (each[m].n != each[0].n) {
            g_autofree char *one = gy_pooling_case(p->members->pdata[0]);
            g_autofree char *two = gy_pooling_case(member);
            g_set_error(error, GY_ERROR, GY_ERR_DATA,
                        "[%s] inner: %s has %" G_GINT64_FORMAT
                        " inner folds and %s %" G_GINT64_FORMAT
                        "; with pool = %s they go together by number, so all cases need as many",
                        member->node->name, one, each[0].n, two, each[m].n, member->node->pool);
            return FALSE;
        }
    }
    return TRUE;
}

/* Inner fold k of a member loses what the rows that other members hold out in fold k read. */
static gboolean inner_across(gy_runtime *rt, const gy_pooling *p, GPtrArray **insts, gy_inner *each,
                             int64_t k, GError **error)
{
    for (guint m = 0; m < p->members->len; m++) {
        gy_inst *member = p->members->pdata[m];
        g_auto(gy_sources) held = {0};
        gy_sources_init(&held);
        for (guint o = 0; o < p->members->len; o++) {
            gy_inst *other = p->members->pdata[o];
            gy_split_case *c = gy_split_get(rt, &other->case_env, error);
            if (!c) {
                return FALSE;
            }
            if (o != m) {
                gy_purge_held(insts[o], other, &each[o].held[k], gy_split_gap(c, other->env.fold),
                              &held);
            }
        }
        gy_rows before = each[m].train[k];
        gy_purge_without(insts[m], member, &held, &before, &each[m].train[k]);
        gy_rows_clear(&before);
    }
    return TRUE;
}

static gboolean join_inner(gy_runtime *rt, gy_inst *all, GPtrArray **insts, gy_inner *each,
                           gy_inner *out, GError **error)
{
    const gy_pooling *p = all->pooling;
    g_autofree gy_rows *rows = g_new0(gy_rows, MAX(p->members->len, 1));
    out->n = each[0].n;
    out->train = g_new0(gy_rows, (gsize)MAX(out->n, 1));
    out->held = g_new0(gy_rows, (gsize)MAX(out->n, 1));
    for (int64_t k = 0; k < out->n; k++) {
        if (!inner_across(rt, p, insts, each, k, error)) {
            return FALSE;
        }
        for (guint m = 0; m < p->members->len; m++) {
            rows[m] = gy_rows_copy(&each[m].train[k]);
        }
        out->train[k] = gy_pooling_rows(all, rows);
        for (guint m = 0; m < p->members->len; m++) {
            rows[m] = gy_rows_copy(&each[m].held[k]);
        }
        out->held[k] = gy_pooling_rows(all, rows);
        if (out->train[k].n == 0) {
            g_set_error(error, GY_ERROR, GY_ERR_LEAK,
                        "[%s] no training row is left in inner fold %" G_GINT64_FORMAT
                        " of fold %d of all cases together",
                        all->node->name, k, all->env.fold);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_pooling_inner(gy_runtime *rt, gy_inst *pooled, gy_inner *out, GError **error)
{
    const gy_pooling *p = pooled->pooling;
    guint n = p->members->len;
    g_autofree gy_inner *each = g_new0(gy_inner, MAX(n, 1));
    g_autofree GPtrArray **insts = g_new0(GPtrArray *, MAX(n, 1));
    gboolean good =
        inner_alone(rt, p, insts, each, error) && join_inner(rt, pooled, insts, each, out, error);
    for (guint m = 0; m < n; m++) {
        gy_inner_clear(&each[m]);
        g_clear_pointer(&insts[m], g_ptr_array_unref);
    }
    if (!good) {
        gy_inner_clear(out);
    }
    return good;
}
