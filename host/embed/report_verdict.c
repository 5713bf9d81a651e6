/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "embed/summary.h"

#define CASES_TOLD 3

/* The output that the first [check] of a score names, else the first score of the run. */
static const gy_result *headline(const gy_story *t, unsigned *out_port)
{
    const gy_outcome *o = t->outcome;
    for (guint c = 0; c < t->graph->checks->len; c++) {
        const gy_gcheck *check = &g_array_index(t->graph->checks, gy_gcheck, c);
        for (guint i = 0; i < o->results->len; i++) {
            const gy_result *r = o->results->pdata[i];
            if (r->node == gy_graph_node(t->graph, check->node) && check->out < r->n_outs &&
                gy_is_headline(r, check->out)) {
                *out_port = check->out;
                return r;
            }
        }
    }
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs; k++) {
            if (gy_is_headline(r, k)) {
                *out_port = k;
                return r;
            }
        }
    }
    return NULL;
}

/* "run": runs; "block of rows": blocks of rows. */
static void put_plural(GString *s, const char *unit)
{
    const char *of = strstr(unit, " of ");
    g_autofree char *head = of ? g_strndup(unit, (gsize)(of - unit)) : g_strdup(unit);
    gy_report_text(s, head);
    g_string_append_c(s, 's');
    gy_report_text(s, of);
}

static void put_facts(GString *s, const gy_story *t, const gy_result *r, const gy_score_facts *f)
{
    g_autofree char *unit = gy_fold_unit(t->graph);
    g_string_append(s, "<b>");
    gy_report_number(s, f->mean);
    g_string_append(s, "</b>");
    g_string_append(s, *r->run_case || f->has_interval || f->draws ? " (" : "");
    gy_report_text(s, r->run_case);
    const char *next = *r->run_case ? "; " : "";
    if (f->has_interval) {
        g_string_append_printf(s, "%s95 %% interval ", next);
        gy_report_number(s, f->lo);
        g_string_append(s, " to ");
        gy_report_number(s, f->hi);
        g_string_append_printf(s, " over %" G_GINT64_FORMAT " held-out ", f->units);
        put_plural(s, unit);
        next = "; ";
    }
    if (f->draws) {
        g_string_append_printf(s, "%sp = ", next);
        gy_put_f64(s, "%.2g", f->draws->p);
        g_string_append_printf(s, ", %u permutations", f->draws->draws->len);
    }
    g_string_append(s, *r->run_case || f->has_interval || f->draws ? ")" : "");
}

static gboolean put_score(GString *s, const gy_story *t, GHashTable *index)
{
    unsigned port = 0;
    const gy_result *first = headline(t, &port);
    gy_score_facts f = {.chance = (double)NAN};
    guint told = 0, more = 0;
    if (!first) {
        g_string_append(s, "This run has no scores. ");
        return FALSE;
    }
    g_string_append(s,
                    first->in_sample
                        ? "<b>In-sample</b> (the model has seen the rows it is scored on, so this "
                          "says nothing about prediction): "
                        : "");
    gy_report_text(s, first->node->name);
    g_string_append_printf(s, ".%s is ", first->node->sig->out[port].name);
    for (guint i = 0; i < t->outcome->results->len; i++) {
        const gy_result *r = t->outcome->results->pdata[i];
        if (r->node != first->node || !gy_is_score(r->values[port])) {
            continue;
        }
        if (told == CASES_TOLD) {
            more++;
            continue;
        }
        gy_score_facts_of(t, index, r, port, &f);
        g_string_append(s, told++ ? ", " : "");
        put_facts(s, t, r, &f);
    }
    if (more > 0) {
        g_string_append_printf(s, " and %u more cases", more);
    }
    if (f.targets > 1) {
        g_string_append_printf(s, ", mean of %" G_GINT64_FORMAT " values", f.targets);
    }
    g_string_append(s, "; chance is ");
    if (isnan(f.chance) && isnan(f.drawn)) {
        g_string_append(s, "not known");
    } else {
        gy_report_number(s, isnan(f.chance) ? f.drawn : f.chance);
    }
    g_string_append(s, ". ");
    return first->in_sample;
}

void gy_report_verdict(GString *s, const gy_story *t, GHashTable *index)
{
    g_autoptr(GString) line = g_string_new(NULL);
    int met = 0, n = gy_story_checks(t, &met);
    gboolean bad = t->chance || met < n || t->outcome->failed > 0;
    if (t->outcome->failed > 0) {
        g_string_append_printf(line, "<b>%d parts of this run failed</b>; see what was dropped. ",
                               t->outcome->failed);
    }
    g_string_append(line,
                    t->chance ? "<b>Fit targets were permuted: these are chance scores.</b> " : "");
    g_string_append(line, gy_story_is_synthetic(t) ? "<b>Synthetic data.</b> " : "");
    bad |= put_score(line, t, index);
    if (n > 0 && met == n) {
        g_string_append_printf(line, "%d of %d checks hold.", met, n);
    } else if (n > 0) {
        g_string_append_printf(line, "<b>%d of %d checks do not hold.</b>", n - met, n);
    }
    g_string_append_printf(s, "<p class=\"verdict%s\">%s</p>", bad ? " bad" : "", line->str);
}

void gy_report_checks(GString *s, const gy_story *t)
{
    int met = 0;
    if (gy_story_checks(t, &met) == 0) {
        return;
    }
    g_string_append(s, "<h2>Checks</h2><ul>");
    g_auto(GStrv) lines = g_strsplit(t->checks, "\n", -1);
    for (int i = 0; lines[i]; i++) {
        if (*lines[i]) {
            g_string_append_printf(s, "<li class=%s>",
                                   g_str_has_prefix(lines[i], "ok") ? "ok" : "miss");
            gy_report_text(s, lines[i]);
            g_string_append(s, "</li>");
        }
    }
    g_string_append(s, "</ul>");
}
