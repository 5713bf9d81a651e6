/* drawing.c: which rows a [chance] rearranges among themselves, and how often. Declared in
 * chance.h.
 */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/chance.h"
#include "run/env.h"
#include "run/flow.h"
#include "run/folding.h"
#include "run/missing.h"
#include "run/plan.h"
#include "run/shuffle.h"
#include "run/split.h"

static void clear_drawn(gpointer p)
{
    gy_shuffle_free(((gy_drawn *)p)->shuffle);
}

void gy_drawing_free(gy_drawing *d)
{
    if (d) {
        g_array_unref(d->drawn);
        g_free(d);
    }
}

static gy_shuffle_scheme scheme_of(const gy_gchance *c)
{
    return strcmp(c->scheme, "blocks") == 0           ? GY_SHUFFLE_BLOCKS
           : strcmp(c->scheme, "circular-shift") == 0 ? GY_SHUFFLE_CIRCULAR
           : strcmp(c->scheme, "sign-flip") == 0      ? GY_SHUFFLE_SIGNS
                                                      : GY_SHUFFLE_LABELS;
}

/* block: "20 s" or "10 rows" as rows; 0 if the file says none. */
static gboolean read_block(const gy_gchance *c, const gy_domain *d, int64_t *out_rows,
                           GError **error)
{
    gy_want want = {.kind = GY_LITERAL_QUANTITY, .or_rows = TRUE, .unit = gy_unit_find("s")};
    g_auto(gy_literal) l = {0};
    *out_rows = 0;
    if (!c->block) {
        return TRUE;
    }
    if (!gy_literal_parse(c->block, &want, &l, error)) {
        return FALSE;
    }
    double rows = l.numbers[0];
    if (strcmp(l.unit->name, "rows") != 0) {
        if (d->numerator == 0) {
            g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                        "block = %s is a time, but the rows of %s have no regular rate", c->block,
                        c->permute.text);
            return FALSE;
        }
        rows = rows * (double)d->denominator / (double)d->numerator;
    }
    *out_rows = (int64_t)MAX(1, ceil(rows - 1e-9));
    return TRUE;
}

/* The instance whose output is permuted, in a case and a fold, and the domain of its rows. */
static gy_domain *source_of(gy_runtime *rt, const gy_gchance *c, const gy_env *env, int32_t fold,
                            const gy_inst **out_from, GError **error)
{
    gy_env at = *env;
    at.fold = gy_graph_node(rt->graph, c->permute.node)->split ? MAX(fold, 0) : GY_OUTSIDE;
    gy_inst *from = gy_plan_get(rt, c->permute.node, &at, error);
    gy_out *o = from ? &from->outs[c->permute.kind == GY_LINK_PORT ? c->permute.out : 0] : NULL;
    gy_domain *d = o && o->rank > 0 ? o->domains[0] : NULL;
    if (o && !d) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "%s has no rows", c->permute.text);
    }
    *out_from = from;
    return d;
}

/* Rows without a value take no part, so that the same rows have none in every draw. */
static void take_missing(const gy_gchance *c, const gy_inst *from, gy_rows *rows)
{
    const gy_out *o = &from->outs[c->permute.kind == GY_LINK_PORT ? c->permute.out : 0];
    const gy_value *v = c->permute.word && o->columns && o->value
                            ? gy_table_column(o->value, c->permute.word)
                            : o->value;
    g_auto(gy_rows) bad = gy_rows_empty();
    if (v && (!c->permute.word || o->columns)) {
        bad = gy_missing_rows(v);
    }
    gy_rows left = gy_rows_subtract(rows, &bad);
    gy_rows_clear(rows);
    *rows = left;
}

/* The rows that are rearranged in a case and in fold `fold` (GY_OUTSIDE: all of them). */
static gboolean add_shuffle(gy_runtime *rt, const gy_gchance *c, const gy_env *env, int32_t fold,
                            guint number, gy_drawing *to, GError **error)
{
    g_auto(gy_rows) rows = {0};
    g_autofree int64_t *group = NULL;
    const gy_inst *from = NULL;
    gy_domain *d = source_of(rt, c, env, fold, &from, error);
    if (!d) {
        return FALSE;
    }
    gy_shuffle_over over = {.scheme = scheme_of(c),
                            .domain = d,
                            .address = ((uint64_t)number << 16) + (uint64_t)(fold + 1)};
    if (over.scheme == GY_SHUFFLE_LABELS && gy_shuffle_is_time(d)) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "shuffles %s along time one by one: say scheme = circular-shift, or blocks",
                    c->permute.text);
        return FALSE;
    }
    if (c->has_within) {
        group = gy_folding_codes(rt, &c->within, env, d, error);
        over.group = group;
    }
    if ((c->has_within && !group) || !read_block(c, d, &over.block, error)) {
        return FALSE;
    }
    gy_split_case *split = fold >= 0 ? gy_split_get(rt, env, error) : NULL;
    if (split && !gy_rows_by_identity(d, split->domain, &split->folds.test[fold], &rows)) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "refit = none rearranges the test rows of every fold, and the rows of %s are "
                    "not those of the split",
                    c->permute.text);
        return FALSE;
    }
    if (!split) {
        rows = gy_rows_range(0, d->n);
    }
    take_missing(c, from, &rows);
    over.rows = &rows;
    gy_drawn e = {from, fold, gy_shuffle_new(&over)};
    g_array_append_val(to->drawn, e);
    return TRUE;
}

/* Whether everything that reads what is permuted, without fitting it, is inside the folds. */
static gboolean read_in_folds(const gy_runtime *rt, const gy_gchance *c)
{
    gboolean all = !c->refit;
    for (guint i = 0; i < rt->graph->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(rt->graph, (int)i);
        for (unsigned p = 0; rt->drawn[i] && p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                all &= n->split || !gy_chance_is_permuted(c, &g_array_index(n->in[p], gy_link, k));
            }
        }
    }
    return all;
}

static gboolean count_draws(const gy_gchance *c, gy_drawing *d, GError **error)
{
    double all = 1;
    for (guint k = 0; k < d->drawn->len; k++) {
        all = MIN(all * gy_shuffle_count(g_array_index(d->drawn, gy_drawn, k).shuffle), 0x1p80);
    }
    d->exact = all - 1 <= (double)c->times;
    d->draws = d->exact ? (int64_t)all - 1 : c->times;
    if (d->draws < 1) {
        gboolean blocks = strcmp(c->scheme, "blocks") == 0;
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "scheme = %s leaves every row of %s in its place: %s%s%s%s", c->scheme,
                    c->permute.text, c->has_within ? "in each group of " : "there is ",
                    c->has_within ? c->within.text : "", c->has_within ? " there is " : "",
                    blocks ? "one block; say block = 10 rows, or a time" : "one row");
    }
    return d->draws > 0;
}

/* Whether the permuted value of this case is rearranged already. */
static gboolean is_known(gy_runtime *rt, const gy_gchance *c, const gy_env *env,
                         const gy_drawing *d)
{
    const gy_inst *from = NULL;
    (void)source_of(rt, c, env, GY_OUTSIDE, &from, NULL);
    for (guint k = 0; k < d->drawn->len; k++) {
        if (g_array_index(d->drawn, gy_drawn, k).from == from) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean add_case(gy_runtime *rt, const gy_gchance *c, const gy_env *env, gy_drawing *d,
                         GError **error)
{
    gboolean per_fold = rt->graph->splits->len > 0 && read_in_folds(rt, c);
    gy_split_case *split = per_fold ? gy_split_get(rt, env, error) : NULL;
    guint number = d->drawn->len;
    if (!per_fold || !split) {
        return !per_fold && add_shuffle(rt, c, env, GY_OUTSIDE, number, d, error);
    }
    for (int32_t k = 0; k < (int32_t)split->folds.n_folds; k++) {
        if (!add_shuffle(rt, c, env, k, number, d, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A score that gathers the cases of a loop depends on the permuted value of each of them. */
static gboolean add_cases(gy_runtime *rt, const gy_gchance *c, const gy_env *env, gy_drawing *d,
                          GError **error)
{
    guint inside = gy_graph_node(rt->graph, c->node)->loops;
    gy_env at;
    if (!add_case(rt, c, env, d, error)) {
        return FALSE;
    }
    for (gboolean more = gy_env_first(rt->graph, &at); more; more = gy_env_next(rt->graph, &at)) {
        gboolean mine = TRUE;
        for (guint i = 0; i < rt->graph->foreachs->len; i++) {
            mine &= !(inside & (1u << i)) || at.each[i] == env->each[i];
        }
        if (mine && !is_known(rt, c, &at, d) && !add_case(rt, c, &at, d, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gy_drawing *gy_drawing_new(gy_runtime *rt, const gy_gchance *c, const gy_env *env, GError **error)
{
    g_autoptr(gy_drawing) d = g_new0(gy_drawing, 1);
    d->drawn = g_array_new(FALSE, TRUE, sizeof(gy_drawn));
    g_array_set_clear_func(d->drawn, clear_drawn);
    GError *why = NULL;
    if (!add_cases(rt, c, env, d, &why) || !count_draws(c, d, &why)) {
        g_set_error(error, GY_ERROR, why->code, "[chance %s] %s",
                    gy_graph_node(rt->graph, c->node)->group, why->message);
        g_error_free(why);
        return NULL;
    }
    return g_steal_pointer(&d);
}
