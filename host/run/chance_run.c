/* chance_run.c: the draws of [chance SCORE] and what they say: p values of the score and of each of
 * its items, raw and corrected. Declared in chance.h. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/chance.h"
#include "run/correct.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/plan.h"
#include "run/split.h"
#include "run/tune.h"
#include "sugar.h"

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

/* Rows that fits of a draw train on and that its metrics score are those of the truth: reach does
 * not depend on values. FALSE where the rows are others, because a value has made them. */
static gboolean rows_of_truth(gy_runtime *rt, guint from)
{
    for (guint i = from; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        gy_env at = inst->env;
        at.draw = GY_OUTSIDE;
        g_autofree char *key = gy_env_key(inst->number, &at);
        const gy_inst *truth = g_hash_table_lookup(rt->insts, key);
        if (inst->parts || !(inst->fits || inst->node->metric)) {
            continue;
        }
        if (!truth || gy_inst_rows(truth) != gy_inst_rows(inst)) {
            return FALSE;
        }
        gy_rows_clear(&inst->train);
        gy_rows_clear(&inst->test);
        inst->train = gy_rows_copy(&truth->train);
        inst->test = gy_rows_copy(&truth->test);
        inst->purged = truth->purged;
        inst->purge_done = truth->purge_done;
    }
    return TRUE;
}

/* The score of one draw; NULL with error. */
static gy_value *draw(gy_runtime *rt, const gy_gchance *c, gy_env env, GError **error)
{
    guint from = rt->order->len;
    gy_value *score = NULL;
    gy_inst *inst = gy_plan_get(rt, c->node, &env, error);
    gboolean good = inst && (rows_of_truth(rt, from) || gy_split_purge(rt, &env, error));
    gy_tune_done(rt);
    for (guint i = from; good && i < rt->order->len; i++) {
        good = gy_exec(rt, rt->order->pdata[i], error);
    }
    if (good) {
        score = gy_value_ref(inst->outs[c->out].value);
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
    for (guint i = 0; i < out->chances->len; i++) { /* a case of loops that the score is not in */
        const gy_chance_fact *f = out->chances->pdata[i];
        if (f->group == c && strcmp(f->run_case, name) == 0) {
            return NULL;
        }
    }
    for (guint i = 0; i < out->results->len; i++) {
        const gy_result *r = out->results->pdata[i];
        if (r->node == node && strcmp(r->run_case, name) == 0) {
            return r;
        }
    }
    return NULL;
}

/* Counts of draws that are at least as good. */
typedef struct gy_tally {
    const gy_value *truth;
    int64_t n, total; /* items; draws beyond the mean */
    int64_t *beyond;  /* [n] of the item itself */
    int64_t *most;    /* [n] of the best item of a draw */
    double *sum;      /* [n] */
} gy_tally;

/* At least as good, within rounding; a draw that has no score counts, so that p is never too small.
 */
static gboolean is_beyond(double x, double observed, gboolean low)
{
    double slack = 1e-12 * fmax(fabs(x), fabs(observed));
    return isnan(x) || (low ? x <= observed + slack : x >= observed - slack);
}

static void tally(gy_tally *t, gy_chance_fact *f, const gy_value *v)
{
    double mean = mean_of(v), best = (double)NAN;
    t->total += is_beyond(mean, f->observed, f->low);
    g_array_append_val(f->draws, mean);
    for (int64_t k = 0; k < t->n; k++) {
        double x = gy_value_number(v, k);
        gboolean better = isnan(best) || (f->low ? x < best : x > best);
        best = !isnan(gy_value_number(t->truth, k)) && !isnan(x) && better ? x : best;
    }
    for (int64_t k = 0; k < t->n; k++) {
        double x = gy_value_number(v, k), observed = gy_value_number(t->truth, k);
        t->beyond[k] += is_beyond(x, observed, f->low);
        t->most[k] += is_beyond(best, observed, f->low);
        t->sum[k] += x;
    }
}

static gboolean asked(const gy_gchance *c, const char *word)
{
    return g_strv_contains((const char *const *)c->correct, word);
}

/* p = (b + 1) / (m + 1); NaN for an item that has no score. */
static void conclude(const gy_tally *t, const gy_gchance *c, gy_chance_fact *f)
{
    double m = f->draws->len;
    gsize n = (gsize)MAX(t->n, 1);
    f->p = isnan(f->observed) ? (double)NAN : ((double)t->total + 1) / (m + 1);
    f->n_items = t->n;
    f->item_p = g_new(double, n);
    f->item_chance = g_new(double, n);
    f->p_max = asked(c, "max") ? g_new(double, n) : NULL;
    for (int64_t k = 0; k < t->n; k++) {
        gboolean none = isnan(gy_value_number(t->truth, k));
        f->n_missing += none;
        f->item_p[k] = none ? (double)NAN : ((double)t->beyond[k] + 1) / (m + 1);
        f->item_chance[k] = t->sum[k] / m;
        if (f->p_max) {
            f->p_max[k] = none ? (double)NAN : ((double)t->most[k] + 1) / (m + 1);
        }
    }
    if (asked(c, "fdr")) {
        f->p_fdr = g_new(double, n);
        gy_correct_fdr(f->item_p, t->n, f->p_fdr);
    }
    if (asked(c, "holm")) {
        f->p_holm = g_new(double, n);
        gy_correct_holm(f->item_p, t->n, f->p_holm);
    }
}

/* Puts what was found beside the scores over all folds. */
static void annotate(const gy_chance_fact *f, gy_outcome *out)
{
    int64_t k = 0;
    for (guint i = 0; i < out->scores->len; i++) {
        gy_score *s = &g_array_index(out->scores, gy_score, i);
        if (k == f->n_items || strcmp(s->node, f->node) != 0 || strcmp(s->port, f->port) != 0 ||
            strcmp(s->run_case, f->run_case) != 0) {
            continue;
        }
        s->chance = f->item_chance[k];
        s->p = f->item_p[k];
        s->p_max = f->p_max ? f->p_max[k] : (double)NAN;
        s->p_fdr = f->p_fdr ? f->p_fdr[k] : (double)NAN;
        s->p_holm = f->p_holm ? f->p_holm[k] : (double)NAN;
        k++;
    }
}

/* All draws of one case; FALSE with error. */
static gboolean draw_all(gy_runtime *rt, const gy_gchance *c, const gy_env *env, gy_tally *t,
                         gy_chance_fact *f, GError **error)
{
    for (int64_t d = 1; d <= rt->drawing->draws; d++) {
        gy_env at = *env;
        at.draw = (int32_t)d;
        if (gy_runtime_stopped(rt)) {
            g_set_error(error, GY_ERROR, GY_ERR_CANCELLED, "cancelled");
            return FALSE;
        }
        if (rt->progress) {
            rt->progress(rt->progress_data, f->node, (double)d / (double)rt->drawing->draws);
        }
        g_autoptr(gy_value) v = draw(rt, c, at, error);
        if (!v) {
            return FALSE;
        }
        if (gy_size_from(&v->view, 0) != t->n) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "[chance %s] a draw has %" G_GINT64_FORMAT
                        " scores and the truth %" G_GINT64_FORMAT,
                        f->node, gy_size_from(&v->view, 0), t->n);
            return FALSE;
        }
        tally(t, f, v);
    }
    return TRUE;
}

static gy_chance_fact *fact_of(const gy_runtime *rt, const gy_gchance *c, const gy_result *truth)
{
    gy_chance_fact *f = g_new0(gy_chance_fact, 1);
    f->group = c;
    f->node = g_strdup(truth->node->name);
    f->port = g_strdup(truth->node->sig->out[c->out].name);
    f->run_case = g_strdup(truth->run_case);
    f->observed = mean_of(truth->values[c->out]);
    f->draws = g_array_new(FALSE, FALSE, sizeof(double));
    f->low = truth->node->sig->out[c->out].best == GY_BEST_LOW;
    f->exact = rt->drawing->exact;
    return f;
}

static gboolean run_one(gy_runtime *rt, const gy_gchance *c, const gy_env *env, gy_outcome *out,
                        GError **error)
{
    const gy_result *truth = truth_of(rt, c, env, out);
    if (!truth) {
        return TRUE;
    }
    const gy_value *v = truth->values[c->out];
    if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.layout != GY_DENSE) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "[chance %s] %s is no array of numbers",
                    truth->node->name, truth->node->sig->out[c->out].name);
        return FALSE;
    }
    rt->drawing = gy_drawing_new(rt, c, env, error);
    if (!rt->drawing) {
        return FALSE;
    }
    gy_tally t = {.truth = v, .n = gy_size_from(&v->view, 0)};
    t.beyond = g_new0(int64_t, (gsize)MAX(t.n, 1));
    t.most = g_new0(int64_t, (gsize)MAX(t.n, 1));
    t.sum = g_new0(double, (gsize)MAX(t.n, 1));
    gy_chance_fact *f = fact_of(rt, c, truth);
    g_ptr_array_add(out->chances, f);
    gboolean good = draw_all(rt, c, env, &t, f, error);
    conclude(&t, c, f);
    if (good) {
        annotate(f, out);
    }
    g_free(t.beyond);
    g_free(t.most);
    g_free(t.sum);
    g_clear_pointer(&rt->drawing, gy_drawing_free);
    return good;
}

void gy_chance_run(gy_runtime *rt, gy_outcome *out)
{
    for (guint i = 0; i < rt->graph->chances->len; i++) {
        const gy_gchance *c = &g_array_index(rt->graph->chances, gy_gchance, i);
        gy_env env;
        rt->active = c;
        gy_chance_mark(rt, c);
        gboolean more = gy_env_first(rt->graph, &env);
        for (; more && !gy_runtime_stopped(rt); more = gy_env_next(rt->graph, &env)) {
            g_autoptr(GError) error = NULL;
            if (!run_one(rt, c, &env, out, &error) && !gy_runtime_stopped(rt)) {
                gy_runtime_tell(rt, c->line, error->message);
                out->failed++;
            }
        }
        memset(rt->drawn, 0, rt->graph->nodes->len * sizeof *rt->drawn);
        rt->active = NULL;
    }
}
