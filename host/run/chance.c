#include "run/chance.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/rng.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/folding.h"
#include "run/plan.h"
#include "run/split.h"
#include "run/tune.h"
#include "sugar.h"

gboolean gy_chance_permutes(const gy_runtime *rt, const gy_inst *inst, const gy_link *link)
{
    if (inst->env.draw <= 0 || !rt->active) {
        return FALSE;
    }
    const gy_link *p = &rt->active->permute;
    return p->node == link->node && p->kind == link->kind && p->out == link->out &&
           g_strcmp0(p->word, link->word) == 0;
}

/* Rows of one group stay in that group. */
static void within_groups(gy_rng_key key, uint64_t draw, const int64_t *group, int64_t n,
                          int64_t *index)
{
    int64_t groups = 0;
    for (int64_t i = 0; i < n; i++) {
        groups = MAX(groups, group ? group[i] + 1 : 1);
    }
    g_autofree int64_t *rows = g_new(int64_t, (gsize)MAX(n, 1));
    g_autofree int64_t *order = g_new(int64_t, (gsize)MAX(n, 1));
    for (int64_t g = 0; g < groups; g++) {
        int64_t m = 0;
        for (int64_t i = 0; i < n; i++) {
            if (!group || group[i] == g) {
                rows[m++] = i;
            }
        }
        gy_rng_permutation(key, draw, (uint64_t)g, m, order);
        for (int64_t i = 0; i < m; i++) {
            index[rows[i]] = rows[order[i]];
        }
    }
}

/* Every segment turned by its own random amount, at least a tenth of its length. */
static void circular(gy_rng_key key, uint64_t draw, const gy_domain *d, int64_t *index)
{
    for (int64_t s = 0; s < d->n_segments; s++) {
        int64_t lo = d->first[s], hi = s + 1 < d->n_segments ? d->first[s + 1] : d->n, n = hi - lo;
        double u = 0;
        gy_rng_uniform(key, draw, (uint64_t)s, 1, &u);
        int64_t shift = n / 10 + (int64_t)(u * (double)(n - 2 * (n / 10)));
        for (int64_t i = 0; i < n; i++) {
            index[lo + i] = lo + (i + shift) % n;
        }
    }
}

gy_value *gy_chance_permute(gy_runtime *rt, const gy_inst *inst, const gy_feed *feed, gy_value *v,
                            GError **error)
{
    const gy_gchance *c = rt->active;
    const gy_domain *d = feed->domains[0];
    gy_rng_key key =
        gy_rng_make_key(rt->graph->seed, gy_graph_node(rt->graph, c->node)->name, "chance");
    g_autofree int64_t *index = g_new(int64_t, (gsize)MAX(d->n, 1));
    g_autofree int64_t *group = NULL;
    if (c->has_within) {
        group = gy_folding_codes(rt, &c->within, &inst->case_env, d, error);
        if (!group) {
            gy_value_unref(v);
            return NULL;
        }
    }
    if (strcmp(c->scheme, "circular-shift") == 0) {
        circular(key, (uint64_t)inst->env.draw, d, index);
    } else {
        within_groups(key, (uint64_t)inst->env.draw, group, d->n, index);
    }
    gy_value *out = gy_value_take_rows(v, d->n, index, error);
    gy_value_unref(v);
    return out;
}

/* Nodes downstream of what is permuted. */
static void mark_drawn(gy_runtime *rt, const gy_gchance *c)
{
    for (guint i = 0; i < rt->graph->nodes->len; i++) {
        gy_gnode *n = gy_graph_node(rt->graph, (int)i);
        gboolean drawn = FALSE;
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                drawn |= rt->drawn[l->node];
                drawn |= l->node == c->permute.node && l->kind == c->permute.kind &&
                         l->out == c->permute.out && g_strcmp0(l->word, c->permute.word) == 0;
            }
        }
        rt->drawn[i] = drawn;
    }
}

void gy_chance_keep(gy_runtime *rt)
{
    guint n = rt->graph->nodes->len;
    for (guint i = 0; i < rt->graph->chances->len; i++) {
        mark_drawn(rt, &g_array_index(rt->graph->chances, gy_gchance, i));
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

/* Forgets the instances that were made for one draw. */
static void forget(gy_runtime *rt, guint from)
{
    for (guint i = rt->order->len; i-- > from;) {
        gy_inst *inst = rt->order->pdata[i];
        g_autofree char *key = gy_env_key((int)inst->number, &inst->env);
        g_ptr_array_remove_index(rt->order, i);
        g_hash_table_remove(rt->insts, key);
    }
}

static double mean_of(const gy_value *v)
{
    double sum = 0;
    int64_t n = 0;
    for (int64_t k = 0; v && k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        sum += isnan(x) ? 0 : x;
        n += isnan(x) ? 0 : 1;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* One draw: the score, or NaN with error. */
static double draw(gy_runtime *rt, const gy_gchance *c, gy_env env, GError **error)
{
    guint from = rt->order->len;
    double score = (double)NAN;
    gy_inst *inst = gy_plan_get(rt, c->node, &env, error);
    gboolean good = inst && gy_split_purge(rt, &env, error);
    gy_tune_done(rt);
    for (guint i = from; good && i < rt->order->len; i++) {
        good = gy_exec(rt, rt->order->pdata[i], error);
    }
    if (good) {
        score = mean_of(inst->outs[c->out].value);
    }
    forget(rt, from);
    gy_tune_forget(rt);
    return score;
}

static const gy_result *truth_of(const gy_runtime *rt, const gy_gchance *c, const gy_env *env,
                                 const gy_outcome *out)
{
    const gy_gnode *node = gy_graph_node(rt->graph, c->node);
    gy_env mine = gy_env_project(rt->graph, node, env);
    mine.fold = mine.draw = GY_OUTSIDE;
    g_autofree char *name = gy_env_text(rt->graph, &mine);
    for (guint i = 0; i < out->results->len; i++) {
        const gy_result *r = out->results->pdata[i];
        if (r->node == node && strcmp(r->run_case, name) == 0) {
            return r;
        }
    }
    return NULL;
}

static void run_one(gy_runtime *rt, const gy_gchance *c, const gy_env *env, gy_outcome *out)
{
    const gy_result *truth = truth_of(rt, c, env, out);
    if (!truth) {
        return;
    }
    gy_chance_fact *f = g_new0(gy_chance_fact, 1);
    f->node = g_strdup(truth->node->name);
    f->run_case = g_strdup(truth->run_case);
    f->observed = mean_of(truth->values[c->out]);
    f->draws = g_array_new(FALSE, FALSE, sizeof(double));
    f->low = truth->node->sig->out[c->out].best == GY_BEST_LOW;
    int64_t beyond = 0;
    for (int64_t d = 1; d <= c->times && !g_atomic_int_get(&rt->stop); d++) {
        gy_env at = *env;
        g_autoptr(GError) error = NULL;
        at.draw = (int32_t)d;
        double x = draw(rt, c, at, &error);
        if (error) {
            gy_runtime_tell(rt, c->line, error->message);
            out->failed++;
            break;
        }
        beyond += f->low ? x <= f->observed : x >= f->observed;
        g_array_append_val(f->draws, x);
    }
    f->p = ((double)beyond + 1) / ((double)f->draws->len + 1);
    g_ptr_array_add(out->chances, f);
}

void gy_chance_run(gy_runtime *rt, gy_outcome *out)
{
    for (guint i = 0; i < rt->graph->chances->len; i++) {
        const gy_gchance *c = &g_array_index(rt->graph->chances, gy_gchance, i);
        gy_env env;
        rt->active = c;
        mark_drawn(rt, c);
        for (gboolean more = gy_env_first(rt->graph, &env); more;
             more = gy_env_next(rt->graph, &env)) {
            run_one(rt, c, &env, out);
        }
        memset(rt->drawn, 0, rt->graph->nodes->len * sizeof *rt->drawn);
        rt->active = NULL;
    }
}
