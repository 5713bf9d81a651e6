/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "embed/summary.h"
#include "sugar.h"

#define STRIP 180.0 /* width of the axis of folds and targets */
#define BINS  30

/* Scores of one name share an axis: it holds their folds, chance and ceilings. */
static gy_axis axis_of(const gy_story *t, GHashTable *index, const char *port)
{
    gy_axis a = {INFINITY, -INFINITY, 4, STRIP - 4};
    for (guint i = 0; i < t->outcome->results->len; i++) {
        const gy_result *r = t->outcome->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs; k++) {
            if (!gy_is_headline(r, k) || strcmp(r->node->sig->out[k].name, port) != 0 ||
                gy_size_from(&r->values[k]->view, 0) > 1) {
                continue;
            }
            const GArray *folds = gy_fold_scores_of(index, r->node->name, port, r->run_case);
            gy_score_facts f;
            gy_score_facts_of(t, index, r, k, &f);
            gy_axis_add(&a, f.mean);
            gy_axis_add(&a, f.chance);
            gy_axis_add(&a, f.ceiling);
            for (guint n = 0; folds && n < folds->len; n++) {
                const gy_fold_score *one = &g_array_index(folds, gy_fold_score, n);
                gy_axis_add(&a, one->count > 0 ? one->sum / (double)one->count : (double)NAN);
            }
        }
    }
    gy_axis_settle(&a);
    return a;
}

/* Folds as dots, the mean as a bar with its interval, chance dashed, the ceiling green. */
static void put_folds(GString *s, const gy_axis *axis, const gy_score_facts *f, const GArray *folds)
{
    gy_axis a = *axis;
    gy_plot_begin(s, STRIP, 18, "scores of the folds");
    gy_plot_line(s, 0, 9, STRIP, 9, "axis");
    gy_plot_line(s, gy_axis_at(&a, f->chance), 1, gy_axis_at(&a, f->chance), 17, "chance");
    gy_plot_line(s, gy_axis_at(&a, f->ceiling), 1, gy_axis_at(&a, f->ceiling), 17, "top");
    for (guint i = 0; i < folds->len; i++) {
        const gy_fold_score *one = &g_array_index(folds, gy_fold_score, i);
        if (one->fold >= 0 && one->count > 0) {
            gy_plot_dot(s, gy_axis_at(&a, one->sum / (double)one->count), 9, 3, "dot");
        }
    }
    gy_plot_line(s, gy_axis_at(&a, f->mean), 2, gy_axis_at(&a, f->mean), 16, "mean");
    gy_plot_end(s);
}

/* How the targets' scores are distributed. */
static void put_targets(GString *s, const gy_value *v, const gy_score_facts *f)
{
    guint count[BINS] = {0}, most = 1;
    gy_axis a = {INFINITY, -INFINITY, 0, BINS};
    for (int64_t k = 0; k < f->targets; k++) {
        gy_axis_add(&a, gy_value_number(v, k));
    }
    gy_axis_add(&a, f->chance);
    gy_axis_settle(&a);
    for (int64_t k = 0; k < f->targets; k++) {
        double x = gy_value_number(v, k);
        if (isfinite(x)) {
            guint bin = (guint)CLAMP(gy_axis_at(&a, x), 0, BINS - 1);
            most = MAX(most, ++count[bin]);
        }
    }
    gy_plot_begin(s, STRIP, 26, "scores of the targets");
    for (guint b = 0; b < BINS; b++) {
        double h = 24.0 * count[b] / most;
        gy_plot_rect(s, b * STRIP / BINS, 25 - h, STRIP / BINS - 1, h, "bar");
    }
    double at = gy_axis_at(&a, f->chance) * STRIP / BINS;
    gy_plot_line(s, at, 0, at, 26, "chance");
    gy_plot_end(s);
    g_string_append(s, "<small>");
    gy_report_number(s, a.lo);
    g_string_append(s, " to ");
    gy_report_number(s, a.hi);
    g_string_append(s, "</small>");
}

static void put_chance(GString *s, const gy_score_facts *f)
{
    g_string_append(s, "<td>");
    if (isnan(f->chance) && !f->draws) {
        g_string_append(s, "not told");
    } else {
        gy_report_number(s, isnan(f->chance) ? f->drawn : f->chance);
    }
    if (f->draws) {
        g_string_append(s, "<small>permuted ");
        gy_report_number(s, f->drawn);
        g_string_append(s, ", p = ");
        gy_put_f64(s, "%.2g", f->draws->p);
        g_string_append(s, "</small>");
    }
}

static void put_score(GString *s, const gy_story *t, GHashTable *index, const gy_result *r,
                      unsigned k)
{
    const gy_sig_port *port = &r->node->sig->out[k];
    const GArray *folds = gy_fold_scores_of(index, r->node->name, port->name, r->run_case);
    gy_score_facts f;
    gy_score_facts_of(t, index, r, k, &f);
    g_string_append(s, "<tr><td>");
    gy_report_text(s, r->node->name);
    g_string_append_printf(s, ".%s%s<small>", port->name,
                           r->in_sample ? " <span class=tag>in-sample</span>" : "");
    gy_report_text(s, r->run_case);
    g_string_append(s, "</small><td><b>");
    gy_report_number(s, f.mean);
    g_string_append(s, "</b>");
    put_chance(s, &f);
    g_string_append(s, "<td>");
    if (f.has_interval) {
        gy_report_number(s, f.lo);
        g_string_append(s, " to ");
        gy_report_number(s, f.hi);
    }
    g_string_append(s, t->outcome->ceilings->len > 0 ? "<td>" : "");
    if (!isnan(f.ceiling)) {
        gy_report_number(s, f.ceiling);
    }
    g_string_append_printf(s, "<td>%" G_GINT64_FORMAT "<td>%" G_GINT64_FORMAT "<td>", f.n,
                           f.targets);
    if (f.targets > 1) {
        put_targets(s, r->values[k], &f);
    } else if (folds) {
        gy_axis axis = axis_of(t, index, port->name);
        put_folds(s, &axis, &f, folds);
    }
    g_string_append(s, "</tr>");
}

static void put_notes(GString *s, const gy_story *t, gboolean ceilings)
{
    g_autofree char *unit = gy_fold_unit(t->graph);
    g_string_append(s, "<p class=soft>A score is computed in every fold and averaged, weighted by "
                       "its n test rows; with several targets, over those too. Strips: folds as "
                       "dots with their mean as a bar, or the distribution over targets; chance "
                       "dashed, ceiling green. ");
    if (unit) {
        g_string_append(s, "Interval: 95 %, Student's t over held-out units, here each fold's ");
        gy_report_text(s, unit);
        g_string_append(s, "; models of different folds share training rows, so it is "
                           "approximate. ");
    } else if (t->graph->splits->len > 0) {
        g_string_append(s, "No interval: the folds of this split are no independent units. ");
    }
    g_string_append(s, ceilings ? "" : "No ceiling: this file estimates none. ");
    g_string_append(s, "All digits are in scores.tsv.</p>");
}

/* What metrics tell beside their scores, and has no better end. */
static void put_others(GString *s, const gy_outcome *o)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (!gy_is_score(r->values[k]) || gy_is_headline(r, k) || gy_is_confusion(r, k)) {
                continue;
            }
            g_string_append(rows, "<tr><td>");
            gy_report_text(rows, r->node->name);
            g_string_append_printf(rows, ".%s<td>", r->node->sig->out[k].name);
            gy_report_text(rows, r->run_case);
            g_string_append(rows, "<td>");
            gy_report_number(rows, gy_score_mean(r->values[k]));
            g_string_append_printf(rows, "<td>%" G_GINT64_FORMAT "<td>",
                                   gy_size_from(&r->values[k]->view, 0));
            gy_report_text(rows, r->node->sig->out[k].doc);
            g_string_append(rows, "</tr>");
        }
    }
    if (rows->len > 0) {
        g_string_append_printf(s,
                               "<details><summary>What the metrics tell besides</summary><div "
                               "class=scroll><table class=text><tr><th>output<th>case<th>mean<th>"
                               "values<th>what it is</tr>%s</table></div></details>",
                               rows->str);
    }
}

void gy_report_scores(GString *s, const gy_story *t, GHashTable *index)
{
    const gy_outcome *o = t->outcome;
    guint n = 0;
    g_autoptr(GString) rows = g_string_new(NULL);
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (gy_is_headline(r, k)) {
                put_score(rows, t, index, r, k);
                n++;
            }
        }
    }
    if (n > 0) {
        g_string_append_printf(s,
                               "<h2>Scores</h2><div class=scroll><table><tr><th>score<th>mean<th>"
                               "chance<th>95 %% interval%s<th>n rows<th>targets<th>folds "
                               "or targets</tr>%s</table></div>",
                               o->ceilings->len > 0 ? "<th>ceiling" : "", rows->str);
        put_notes(s, t, o->ceilings->len > 0);
    }
    put_others(s, o);
}
