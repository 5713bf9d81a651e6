#include "run/folding.h"

#include <string.h>

#include "core/error.h"
#include "core/rng.h"
#include "core/text.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/flow.h"
#include "run/labels.h"
#include "run/plan.h"
#include "value/folds_gap.h"

/* The one-dimensional value that a link names, and the domain of its rows. */
static gy_value *link_value(gy_runtime *rt, const gy_link *link, const gy_env *env,
                            gy_domain **out_rows, GError **error)
{
    gy_inst *inst = gy_plan_get(rt, link->node, env, error);
    if (!inst) {
        return NULL;
    }
    gy_out *o = &inst->outs[link->kind == GY_LINK_PORT ? link->out : 0];
    *out_rows = o->rank > 0 ? o->domains[0] : NULL;
    gy_value *v = link->word && *out_rows ? gy_domain_coord(*out_rows, link->word) : NULL;
    if (v) {
        return gy_value_ref(v);
    }
    if (!gy_exec_now(rt, inst, error)) {
        return NULL;
    }
    v = link->word && o->columns ? gy_table_column(o->value, link->word)
        : link->word             ? NULL
                                 : o->value;
    if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.rank != 1) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "%s is not one value per row (a column or a coordinate)", link->text);
        return NULL;
    }
    return gy_value_ref(v);
}

int64_t *gy_folding_codes(gy_runtime *rt, const gy_link *link, const gy_env *env,
                          const gy_domain *d, GError **error)
{
    gy_domain *rows = NULL;
    g_autoptr(gy_value) v = link_value(rt, link, env, &rows, error);
    if (!v) {
        return NULL;
    }
    gy_meeting m = {0};
    if (!gy_domain_meet((gy_domain *)(uintptr_t)d, rows, &m, error)) {
        g_prefix_error(error, "%s: ", link->text);
        return NULL;
    }
    if (m.domain != d) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "%s does not cover all rows", link->text);
        gy_meeting_clear(&m);
        return NULL;
    }
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    int64_t *codes = g_new(int64_t, (gsize)MAX(d->n, 1));
    for (int64_t i = 0; i < d->n; i++) {
        char *cell = gy_value_cell(v, m.b ? m.b[i] : i);
        gsize code = GPOINTER_TO_SIZE(g_hash_table_lookup(seen, cell));
        if (code == 0) {
            code = g_hash_table_size(seen) + 1;
            g_hash_table_insert(seen, cell, GSIZE_TO_POINTER(code));
        } else {
            g_free(cell);
        }
        codes[i] = (int64_t)code - 1;
    }
    gy_meeting_clear(&m);
    return codes;
}

/* holdout: "0.2", "last 0.2", "first 0.2". */
static gboolean holdout(const gy_split_case *c, const gy_rows *rows, const char *text,
                        const int64_t *order, gy_folds *out, GError **error)
{
    gy_want want = {.kind = GY_LITERAL_SHARE};
    g_auto(gy_literal) l = {0};
    if (!gy_literal_parse(text ? text : "0.2", &want, &l, error)) {
        return FALSE;
    }
    const char *where = l.n_texts > 0 ? l.texts[0] : "";
    gboolean last = strcmp(where, "last") == 0;
    return gy_folds_holdout(rows, c->unit, l.numbers[0], last, *where ? NULL : order, out, error);
}

gboolean gy_folding_scheme(const gy_split_case *c, const gy_rows *rows, const char *scheme,
                           int64_t folds, const char *test, const int64_t *order, gy_folds *out,
                           GError **error)
{
    gboolean by_group = strcmp(scheme, "group-k-fold") == 0 ||
                        strcmp(scheme, "leave-one-group-out") == 0 ||
                        strcmp(scheme, "stratified") == 0;
    if (by_group && !c->group) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "scheme %s needs groups = @node.column", scheme);
        return FALSE;
    }
    if (strcmp(scheme, "k-fold") == 0) {
        return gy_folds_kfold(rows, c->unit, folds, order, out, error);
    }
    if (strcmp(scheme, "group-k-fold") == 0) {
        return gy_folds_group_kfold(rows, c->unit ? c->unit : c->group, folds, out, error);
    }
    if (strcmp(scheme, "leave-one-group-out") == 0) {
        return gy_folds_leave_one_group_out(rows, c->unit ? c->unit : c->group, out, error);
    }
    if (strcmp(scheme, "stratified") == 0) {
        return gy_folds_stratified(rows, c->group, folds, out, error);
    }
    if (strcmp(scheme, "forward") == 0) {
        return gy_folds_forward(rows, c->unit, folds, out, error);
    }
    if (strcmp(scheme, "holdout") == 0) {
        return holdout(c, rows, test, order, out, error);
    }
    g_set_error(error, GY_ERROR, GY_ERR_USAGE, "there is no scheme '%s'", scheme);
    return FALSE;
}

/* A permutation of the units for shuffled folds, addressed by the run's seed. */
static int64_t *shuffled(gy_runtime *rt, const gy_split_case *c, const gy_rows *rows)
{
    int64_t n = gy_folds_count_units(rows, c->unit);
    int64_t *order = g_new(int64_t, (gsize)MAX(n, 1));
    gy_rng_key key = gy_rng_make_key(rt->graph->seed, "split", "shuffle");
    gy_rng_permutation(key, 0, 0, n, order);
    return order;
}

static gboolean predefined(gy_runtime *rt, gy_split_case *c, const gy_gsplit *s,
                           const gy_rows *rows, GError **error)
{
    gy_domain *d = NULL;
    g_autoptr(gy_value) v = link_value(rt, &s->test_mask, &c->env, &d, error);
    if (!v) {
        return FALSE;
    }
    gy_meeting m = {0};
    if (!gy_domain_meet(c->domain, d, &m, error)) {
        return FALSE;
    }
    g_autofree uint8_t *mask = g_new0(uint8_t, (gsize)MAX(c->domain->n, 1));
    for (int64_t i = 0; i < m.domain->n; i++) {
        int64_t row = m.a ? m.a[i] : i;
        mask[row] = gy_value_number(v, m.b ? m.b[i] : i) > 0;
    }
    gy_meeting_clear(&m);
    return gy_folds_predefined(rows, c->unit, mask, &c->folds, error);
}

/* A class with fewer rows than folds is missing from the test rows of some. */
static void warn_small_class(gy_runtime *rt, const gy_split_case *c, int64_t folds)
{
    g_autofree int64_t *count = g_new0(int64_t, (gsize)c->domain->n + 1);
    int64_t least = c->domain->n;
    for (int64_t i = 0; i < c->domain->n; i++) {
        count[c->group[i]]++;
    }
    for (int64_t k = 0; k < c->domain->n && count[k] > 0; k++) {
        least = MIN(least, count[k]);
    }
    if (least < folds) {
        gy_log_message(rt->log, GY_LOG_WARNING, "split",
                       "the smallest class has %" G_GINT64_FORMAT
                       " row%s, fewer than the %" G_GINT64_FORMAT
                       " folds: it is missing from the test rows of some",
                       least, least == 1 ? "" : "s", folds);
    }
}

gboolean gy_folding_outer(gy_runtime *rt, gy_split_case *c, const gy_gsplit *s, GError **error)
{
    g_auto(gy_rows) rows = gy_rows_range(0, c->domain->n);
    g_autofree int64_t *together = NULL;
    if (s->has_groups) {
        c->group = gy_folding_codes(rt, &s->groups, &c->env, c->domain, error);
        if (!c->group) {
            g_prefix_error(error, "[split] groups: ");
            return FALSE;
        }
    }
    if (s->has_together) {
        together = gy_folding_codes(rt, &s->together, &c->env, c->domain, error);
        if (!together) {
            g_prefix_error(error, "[split] together: ");
            return FALSE;
        }
        gboolean join = c->group && strcmp(s->scheme, "stratified") != 0;
        const int64_t *keys[2] = {together, c->group};
        c->unit = g_new(int64_t, (gsize)MAX(c->domain->n, 1));
        if (gy_folds_join(&rows, c->domain->n, keys, join ? 2 : 1, c->unit, error) < 0) {
            return FALSE;
        }
    }
    if (strcmp(s->scheme, "predefined") == 0) {
        return predefined(rt, c, s, &rows, error);
    }
    gboolean part =
        s->test && (g_str_has_prefix(s->test, "last") || g_str_has_prefix(s->test, "first"));
    gboolean random = s->shuffle || strcmp(s->scheme, "holdout") == 0;
    gboolean allowed = s->allow && strstr(s->allow, "shuffled-time");
    if (random && !part && !allowed && c->domain->numerator > 0) { /* an axis that check knew not */
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[split] shuffles the rows of a time axis, so that neighbours are on both "
                    "sides; use %s, or say allow = shuffled-time",
                    strcmp(s->scheme, "holdout") == 0 ? "test = last 0.2" : "whole blocks");
        return FALSE;
    }
    g_autofree int64_t *order = random ? shuffled(rt, c, &rows) : NULL;
    if (!gy_folding_scheme(c, &rows, s->scheme, s->folds, s->test, order, &c->folds, error)) {
        g_prefix_error(error, "[split] ");
        return FALSE;
    }
    if (strcmp(s->scheme, "stratified") == 0) {
        warn_small_class(rt, c, s->folds);
    }
    return TRUE;
}

/* Rows of d that fold k (the final fit: k < 0) may train this fit on, before any gap. */
static gboolean rows_of_fit(const gy_split_case *c, const gy_inst *fit, int32_t k,
                            const gy_domain *d, gy_rows *out)
{
    const gy_domain *x = gy_inst_rows(fit);
    if (k < 0) {
        *out = gy_rows_range(0, d->n);
        return TRUE;
    }
    return fit->purge_done && x ? gy_rows_by_identity(d, x, &fit->train, out)
                                : gy_rows_by_identity(d, c->domain, &c->folds.train[k], out);
}

/* The gap that the targets of one fit ask for: its inputs marked `fit`, as f64 columns. */
static gboolean gap_of_fit(gy_runtime *rt, gy_split_case *c, const gy_inst *fit, int32_t k,
                           GHashTable *seen, int64_t *out, GError **error)
{
    for (unsigned i = 0; i < fit->node->sig->n_in; i++) {
        const gy_inport *in = &fit->in[i];
        for (unsigned f = 0; in->port->fit && f < in->n; f++) {
            const gy_feed *feed = &in->feeds[f];
            if (feed->from->node->split || !g_hash_table_add(seen, feed->out) ||
                in->port->type.dtype == GY_DTYPE_LABEL || !gy_exec_now(rt, feed->from, error)) {
                continue;
            }
            g_autoptr(gy_value) raw = gy_value_ref(feed->out->value);
            g_autoptr(gy_value) y = gy_value_cast(rt->mem, raw, GY_F64, NULL);
            gy_domain *d = feed->out->domains[0];
            g_auto(gy_rows) train = gy_rows_empty();
            if (!rows_of_fit(c, fit, k, d, &train)) {
                g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                            "[split] gap = auto: the targets of '%s' are not on the rows of the "
                            "split; give the gap as a number",
                            fit->node->name);
                return FALSE;
            }
            gy_segments seg = gy_domain_segments(d);
            gy_gap gap = {0};
            int64_t columns = y && y->view.rank > 1 ? y->shape[1] : 1;
            if (!y || y->view.rank > 2 ||
                !gy_gap_auto(y->view.data, columns, y->stride[0],
                             y->view.rank > 1 ? y->stride[1] : 1, &train, &seg, &gap, error)) {
                return FALSE;
            }
            *out = MAX(*out, gap.lag);
        }
    }
    return TRUE;
}

gboolean gy_folding_gap(gy_runtime *rt, gy_split_case *c, int32_t k, GError **error)
{
    int64_t slot = k < 0 ? c->folds.n_folds : k;
    if (!c->gap_auto || (c->gaps && c->gaps[slot] >= 0)) {
        return TRUE;
    }
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    int64_t gap = 0;
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        if (inst->fits && inst->env.fold == k && gy_env_meet(rt->graph, &inst->env, &c->env) &&
            !gap_of_fit(rt, c, inst, k, seen, &gap, error)) {
            return FALSE;
        }
    }
    if (!c->gaps) {
        c->gaps = g_new(int64_t, (gsize)c->folds.n_folds + 1);
        memset(c->gaps, 0xFF, sizeof(int64_t) * ((gsize)c->folds.n_folds + 1)); /* -1 */
    }
    c->gaps[slot] = gap;
    gy_env at = c->env;
    at.fold = k;
    g_autofree char *where = gy_env_text(rt->graph, &at);
    gy_log_message(rt->log, GY_LOG_INFO, "split", "gap = auto: %" G_GINT64_FORMAT " rows (%s)", gap,
                   *where ? where : "all rows");
    return TRUE;
}
