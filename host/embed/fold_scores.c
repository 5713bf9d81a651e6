/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/fold_scores.h"

#include <math.h>
#include <string.h>

#include "embed/interval.h"
#include "embed/summary.h"
#include "sugar.h"

static char *key_of(const char *node, const char *port, const char *run_case, size_t length)
{
    return g_strdup_printf("%s\x1f%s\x1f%.*s", node, port, (int)length, run_case);
}

/* Length of the case without its fold, and the fold; -1 if the case ends in no fold. */
static int split_case(const char *run_case, size_t *out_length)
{
    const char *last = strrchr(run_case, ';');
    const char *word = last ? last + 1 : run_case;
    *out_length = strlen(run_case);
    if (!g_str_has_prefix(word, "fold=") || !g_ascii_isdigit(word[5])) {
        return -1;
    }
    *out_length = last ? (size_t)(last - run_case) : 0;
    return (int)g_ascii_strtoll(word + 5, NULL, 10);
}

GHashTable *gy_fold_scores_new(const gy_outcome *o)
{
    GHashTable *index =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    for (guint i = 0; i < o->scores->len; i++) {
        const gy_score *s = &g_array_index(o->scores, gy_score, i);
        size_t length = 0;
        int fold = split_case(s->run_case, &length);
        char *key = key_of(s->node, s->port, s->run_case, length);
        GArray *a = g_hash_table_lookup(index, key);
        if (a) {
            g_free(key);
        } else {
            a = g_array_new(FALSE, TRUE, sizeof(gy_fold_score));
            g_hash_table_insert(index, key, a);
        }
        gy_fold_score *last = a->len ? &g_array_index(a, gy_fold_score, a->len - 1) : NULL;
        if (!last || last->fold != fold) {
            gy_fold_score one = {.fold = fold, .n = s->n};
            g_array_append_val(a, one);
            last = &g_array_index(a, gy_fold_score, a->len - 1);
        }
        if (isfinite(s->value)) {
            last->sum += s->value;
            last->count++;
        }
    }
    return index;
}

const GArray *gy_fold_scores_of(GHashTable *index, const char *node, const char *port,
                                const char *run_case)
{
    g_autofree char *key = key_of(node, port, run_case, strlen(run_case));
    return g_hash_table_lookup(index, key);
}

gboolean gy_is_confusion(const gy_result *r, unsigned k)
{
    const gy_value *v = r->values[k];
    return gy_is_score(v) && v->view.rank == 2 && v->shape[0] == v->shape[1] && r->levels &&
           r->node->sig->out[k].close == GY_CLOSE_SUM && gy_value_rows(r->levels) == v->shape[0];
}

gboolean gy_is_headline(const gy_result *r, unsigned k)
{
    const gy_sig *sig = r->node->sig;
    if (k >= sig->n_out || !gy_is_score(r->values[k]) || gy_is_confusion(r, k)) {
        return FALSE;
    }
    gboolean any = FALSE;
    for (unsigned i = 0; i < sig->n_out; i++) {
        any |= sig->out[i].best != GY_BEST_UNSAID;
    }
    return any ? sig->out[k].best != GY_BEST_UNSAID : k == 0;
}

char *gy_fold_unit(const gy_graph *g)
{
    if (g->splits->len != 1) {
        return NULL;
    }
    const gy_gsplit *s = &g_array_index(g->splits, gy_gsplit, 0);
    const char *dot = s->has_groups && s->groups.text ? strrchr(s->groups.text, '.') : NULL;
    const char *group = dot ? dot + 1 : "group";
    if (strcmp(s->scheme, "leave-one-group-out") == 0) {
        return g_strdup(group);
    }
    if (strcmp(s->scheme, "group-k-fold") == 0) {
        return g_strdup_printf("set of %s", group);
    }
    gboolean blocks = strcmp(s->scheme, "k-fold") == 0 || strcmp(s->scheme, "forward") == 0;
    return blocks && !s->shuffle ? g_strdup("block of rows") : NULL;
}

static const gy_chance_fact *draws_of(const gy_story *t, const gy_result *r, const char *port)
{
    for (guint i = 0; i < t->outcome->chances->len; i++) {
        const gy_chance_fact *f = t->outcome->chances->pdata[i];
        if (strcmp(f->node, r->node->name) == 0 && strcmp(f->port, port) == 0 &&
            strcmp(f->run_case, r->run_case) == 0) {
            return f;
        }
    }
    return NULL;
}

static double mean_of_draws(const gy_chance_fact *f)
{
    double sum = 0;
    for (guint i = 0; f && i < f->draws->len; i++) {
        sum += g_array_index(f->draws, double, i);
    }
    return f && f->draws->len > 0 ? sum / f->draws->len : (double)NAN;
}

/* The metric's own output `chance`, which tells the chance of its primary output. */
static double told_chance(const gy_result *r, unsigned port)
{
    const gy_sig *sig = r->node->sig;
    if (sig->out[port].has_chance) {
        return sig->out[port].chance;
    }
    for (unsigned i = 0; port == 0 && i < sig->n_out && i < r->n_outs; i++) {
        if (strcmp(sig->out[i].name, "chance") == 0 && gy_is_score(r->values[i])) {
            return gy_score_mean(r->values[i]);
        }
    }
    return (double)NAN;
}

static void put_interval(const GArray *folds, const gy_sig_port *port, gy_score_facts *out)
{
    g_autofree double *x = g_new(double, folds->len), *w = g_new(double, folds->len);
    guint n = 0;
    for (guint i = 0; i < folds->len; i++) {
        const gy_fold_score *f = &g_array_index(folds, gy_fold_score, i);
        if (f->fold >= 0 && f->count > 0) {
            x[n] = f->sum / (double)f->count;
            w[n++] = (double)f->n;
        }
    }
    out->units = n;
    out->has_interval = gy_interval(n, x, w, &out->lo, &out->hi);
    if (out->has_interval && port->has_bounds) {
        out->lo = MAX(out->lo, port->bounds[0]);
        out->hi = MIN(out->hi, port->bounds[1]);
    }
}

void gy_score_facts_of(const gy_story *t, GHashTable *index, const gy_result *r, unsigned k,
                       gy_score_facts *out)
{
    const gy_sig_port *port = &r->node->sig->out[k];
    const GArray *folds = gy_fold_scores_of(index, r->node->name, port->name, r->run_case);
    g_autofree char *unit = gy_fold_unit(t->graph);
    *out = (gy_score_facts){.ceiling = (double)NAN, .drawn = (double)NAN};
    out->mean = gy_score_mean(r->values[k]);
    out->targets = gy_size_from(&r->values[k]->view, 0);
    out->chance = told_chance(r, k);
    out->draws = draws_of(t, r, port->name);
    out->drawn = mean_of_draws(out->draws);
    for (guint i = 0; i < t->outcome->ceilings->len; i++) {
        const gy_ceiling_fact *c = t->outcome->ceilings->pdata[i];
        if (strcmp(c->node, r->node->name) == 0 && strcmp(c->port, port->name) == 0 &&
            strcmp(c->run_case, r->run_case) == 0 && c->n > 0) {
            out->ceiling = c->sum / (double)c->n;
        }
    }
    for (guint i = 0; folds && i < folds->len; i++) {
        const gy_fold_score *f = &g_array_index(folds, gy_fold_score, i);
        out->n = f->fold < 0 ? f->n : out->n;
    }
    if (folds && unit && r->node->split) {
        put_interval(folds, port, out);
    }
}
