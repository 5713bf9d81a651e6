#include "run/chance.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/flow.h"
#include "run/folding.h"
#include "run/plan.h"
#include "run/shuffle.h"
#include "run/split.h"
#include "sugar.h"

static gboolean same_value(const gy_link *a, const gy_link *b)
{
    return a->node == b->node && a->kind == b->kind && a->out == b->out &&
           g_strcmp0(a->word, b->word) == 0;
}

gboolean gy_chance_permutes(const gy_runtime *rt, const gy_inst *inst, const gy_link *link)
{
    return inst->env.draw > 0 && rt->active && same_value(&rt->active->permute, link);
}

/* Which shuffle an instance sees, and the number of its rearrangement when all are gone through:
 * the digits of the draw, the first shuffle the lowest. NULL with error. */
static const gy_shuffle *shuffle_of(const gy_drawing *d, const gy_inst *inst, const gy_feed *feed,
                                    uint64_t *out_number, GError **error)
{
    uint64_t number = (uint64_t)inst->env.draw;
    for (guint k = 0; k < d->drawn->len; k++) {
        const gy_drawn *e = &g_array_index(d->drawn, gy_drawn, k);
        uint64_t count = d->exact ? (uint64_t)gy_shuffle_count(e->shuffle) : 1;
        if (e->from == feed->from && (e->fold == GY_OUTSIDE || e->fold == inst->env.fold)) {
            *out_number = number % count;
            return e->shuffle;
        }
        number /= count;
    }
    g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "[%s] nothing says how to rearrange %s",
                inst->node->name, feed->link->text);
    return NULL;
}

/* A copy whose rows are multiplied by sign[row]. */
static gy_value *flipped(gy_runtime *rt, const gy_feed *feed, const gy_value *v, const int8_t *sign,
                         GError **error)
{
    gy_dtype t = gy_value_dtype(v);
    if (v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE || v->view.code != GY_FLOAT) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE,
                    "[chance %s] scheme = sign-flip negates numbers with a point (f32, f64), and "
                    "%s is %s",
                    gy_graph_node(rt->graph, rt->active->node)->group, feed->link->text,
                    v->payload == GY_PAYLOAD_ARRAY ? gy_dtype_name(t) : "none");
        return NULL;
    }
    gy_value *out = gy_value_new_dense(rt->mem, t, v->view.rank, v->shape, FALSE, error);
    if (!out) {
        return NULL;
    }
    int64_t n = v->shape[0], inner = gy_size_from(&v->view, 1);
    gy_gather_rows(&v->view, n, NULL, out->view.data);
    for (int64_t i = 0; i < n * inner; i++) {
        if (sign[i / inner] < 0 && t.bits == 32) {
            ((float *)out->view.data)[i] = -((float *)out->view.data)[i];
        } else if (sign[i / inner] < 0) {
            ((double *)out->view.data)[i] = -((double *)out->view.data)[i];
        }
    }
    return out;
}

gy_value *gy_chance_permute(gy_runtime *rt, const gy_inst *inst, const gy_feed *feed, gy_value *v,
                            GError **error)
{
    const gy_gchance *c = rt->active;
    g_autoptr(gy_value) whole = v;
    uint64_t number = 0;
    const gy_shuffle *s = shuffle_of(rt->drawing, inst, feed, &number, error);
    if (!s) {
        return NULL;
    }
    int64_t n = gy_value_rows(v);
    g_autofree int64_t *index = g_new(int64_t, (gsize)MAX(n, 1));
    g_autofree int8_t *sign = g_new(int8_t, (gsize)MAX(n, 1));
    if (rt->drawing->exact) {
        gy_shuffle_nth(s, number, index, sign);
    } else {
        gy_rng_key key =
            gy_rng_make_key(rt->graph->seed, gy_graph_node(rt->graph, c->node)->name, "chance");
        gy_shuffle_draw(s, key, (uint64_t)inst->env.draw, index, sign);
    }
    return strcmp(c->scheme, "sign-flip") == 0 ? flipped(rt, feed, v, sign, error)
                                               : gy_value_take_rows(v, n, index, error);
}

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
    over.rows = split ? &rows : NULL;
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
                all &= n->split || !same_value(&g_array_index(n->in[p], gy_link, k), &c->permute);
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

/* Nodes downstream of what is permuted; without refit no fit is one of them. */
void gy_chance_mark(gy_runtime *rt, const gy_gchance *c)
{
    for (guint i = 0; i < rt->graph->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(rt->graph, (int)i);
        gboolean drawn = FALSE;
        for (unsigned p = 0; p < n->sig->n_in && (c->refit || !n->fit); p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                drawn |= rt->drawn[l->node] || same_value(l, &c->permute);
            }
        }
        rt->drawn[i] = drawn;
    }
}

void gy_chance_keep(gy_runtime *rt)
{
    guint n = rt->graph->nodes->len;
    for (guint i = 0; i < rt->graph->chances->len; i++) {
        const gy_gchance *c = &g_array_index(rt->graph->chances, gy_gchance, i);
        gy_chance_mark(rt, c);
        if (c->has_within) {
            rt->keep[c->within.node] = TRUE;
        }
        for (guint k = 0; k < n; k++) {
            const gy_gnode *node = gy_graph_node(rt->graph, (int)k);
            for (unsigned p = 0; rt->drawn[k] && p < node->sig->n_in; p++) {
                for (guint e = 0; e < node->in[p]->len; e++) {
                    rt->keep[g_array_index(node->in[p], gy_link, e).node] = TRUE;
                }
            }
        }
        memset(rt->drawn, 0, n * sizeof *rt->drawn);
    }
    /* every draw chooses anew, and may choose what the truth has not made */
    for (guint k = 0; rt->graph->chances->len > 0 && rt->graph->tunes->len > 0 && k < n; k++) {
        rt->keep[k] |= !gy_graph_node(rt->graph, (int)k)->split;
    }
}
