/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/json_parts.h"

#include <math.h>
#include <string.h>

#include "embed/fold_scores.h"

void gy_json_member(gy_json *j, const char *key, const char *text)
{
    gy_json_key(j, key);
    gy_json_string(j, text);
}

void gy_json_number(gy_json *j, const char *key, double x)
{
    gy_json_key(j, key);
    gy_json_f64(j, x);
}

void gy_json_count(gy_json *j, const char *key, int64_t n)
{
    gy_json_key(j, key);
    gy_json_i64(j, n);
}

void gy_json_lines(gy_json *j, const char *key, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
    gy_json_key(j, key);
    gy_json_begin(j, '[');
    for (int i = 0; lines[i]; i++) {
        if (*lines[i]) {
            gy_json_string(j, lines[i]);
        }
    }
    gy_json_end(j, ']');
}

static void put_folds(gy_json *j, const GArray *folds)
{
    gy_json_key(j, "folds");
    gy_json_begin(j, '[');
    for (guint i = 0; folds && i < folds->len; i++) {
        const gy_fold_score *f = &g_array_index(folds, gy_fold_score, i);
        if (f->fold >= 0) {
            gy_json_f64(j, f->count > 0 ? f->sum / (double)f->count : (double)NAN);
        }
    }
    gy_json_end(j, ']');
}

static void put_score(gy_json *j, const gy_story *t, GHashTable *index, const gy_result *r,
                      unsigned k)
{
    const char *port = r->node->sig->out[k].name;
    g_autofree char *unit = gy_fold_unit(t->graph);
    gy_score_facts f;
    gy_score_facts_of(t, index, r, k, &f);
    gy_json_begin(j, '{');
    gy_json_member(j, "node", r->node->name);
    gy_json_member(j, "port", port);
    gy_json_member(j, "case", r->run_case);
    gy_json_number(j, "mean", f.mean);
    gy_json_number(j, "chance", f.chance);
    gy_json_number(j, "ceiling", f.ceiling);
    gy_json_number(j, "interval_low", f.has_interval ? f.lo : (double)NAN);
    gy_json_number(j, "interval_high", f.has_interval ? f.hi : (double)NAN);
    gy_json_member(j, "interval_unit", f.has_interval ? unit : NULL);
    gy_json_number(j, "p", f.draws ? f.draws->p : (double)NAN);
    gy_json_count(j, "n", f.n);
    gy_json_count(j, "targets", f.targets);
    gy_json_key(j, "in_sample");
    gy_json_bool(j, r->in_sample);
    put_folds(j, gy_fold_scores_of(index, r->node->name, port, r->run_case));
    gy_json_end(j, '}');
}

void gy_json_scores(gy_json *j, const gy_story *t)
{
    g_autoptr(GHashTable) index = gy_fold_scores_new(t->outcome);
    gy_json_key(j, "scores");
    gy_json_begin(j, '[');
    for (guint i = 0; i < t->outcome->results->len; i++) {
        const gy_result *r = t->outcome->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs; k++) {
            if (gy_is_headline(r, k)) {
                put_score(j, t, index, r, k);
            }
        }
    }
    gy_json_end(j, ']');
}

/* Items whose p is at most .05. */
static void put_below(gy_json *j, const char *key, const double *p, int64_t n)
{
    int64_t below = 0;
    for (int64_t k = 0; p && k < n; k++) {
        below += p[k] <= 0.05;
    }
    if (p) {
        gy_json_count(j, key, below);
    }
}

static void put_chance(gy_json *j, const gy_chance_fact *f)
{
    gy_json_begin(j, '{');
    gy_json_member(j, "node", f->node);
    gy_json_member(j, "port", f->port);
    gy_json_member(j, "case", f->run_case);
    if (f->group) {
        gy_json_member(j, "permute", f->group->permute.text);
        gy_json_member(j, "within", f->group->has_within ? f->group->within.text : NULL);
        gy_json_member(j, "scheme", f->group->scheme);
        gy_json_member(j, "refit", f->group->refit ? "all" : "none");
    }
    gy_json_member(j, "drawn", f->exact ? "every rearrangement once" : "random");
    gy_json_count(j, "times", f->draws->len);
    gy_json_number(j, "observed", f->observed);
    gy_json_number(j, "p", f->p);
    gy_json_number(j, "p_smallest", 1.0 / (f->draws->len + 1.0));
    gy_json_member(j, "better", f->low ? "low" : "high");
    gy_json_count(j, "items", f->n_items);
    gy_json_count(j, "items_without_score", f->n_missing);
    put_below(j, "p_at_most_05", f->item_p, f->n_items);
    put_below(j, "p_max_at_most_05", f->p_max, f->n_items);
    put_below(j, "p_fdr_at_most_05", f->p_fdr, f->n_items);
    put_below(j, "p_holm_at_most_05", f->p_holm, f->n_items);
    gy_json_key(j, "draws");
    gy_json_begin(j, '[');
    for (guint k = 0; k < f->draws->len; k++) {
        gy_json_f64(j, g_array_index(f->draws, double, k));
    }
    gy_json_end(j, ']');
    gy_json_end(j, '}');
}

void gy_json_chances(gy_json *j, const gy_story *t)
{
    gy_json_key(j, "chance");
    gy_json_begin(j, '[');
    for (guint i = 0; i < t->outcome->chances->len; i++) {
        const gy_chance_fact *f = t->outcome->chances->pdata[i];
        put_chance(j, f);
    }
    gy_json_end(j, ']');
}

void gy_json_checks(gy_json *j, const gy_story *t)
{
    g_auto(GStrv) lines = g_strsplit(t->checks ? t->checks : "", "\n", -1);
    gy_json_key(j, "checks");
    gy_json_begin(j, '[');
    for (int i = 0; lines[i]; i++) {
        if (*lines[i]) {
            const char *rest = strchr(lines[i], ' ');
            gy_json_begin(j, '{');
            gy_json_member(j, "text", rest ? g_strchug((char *)(uintptr_t)rest) : lines[i]);
            gy_json_key(j, "met");
            gy_json_bool(j, g_str_has_prefix(lines[i], "ok"));
            gy_json_end(j, '}');
        }
    }
    gy_json_end(j, ']');
}
