/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <string.h>

typedef struct gy_range {
    int64_t lo, hi;
} gy_range;

static void widen(gy_range *r, int64_t x, gboolean first)
{
    r->lo = first ? x : MIN(r->lo, x);
    r->hi = first ? x : MAX(r->hi, x);
}

static void put_range(GString *s, const gy_range *r)
{
    g_string_append_printf(s, "<td>%" G_GINT64_FORMAT, r->lo);
    if (r->hi != r->lo) {
        g_string_append_printf(s, " to %" G_GINT64_FORMAT, r->hi);
    }
}

/* Folds of one fit in one row. */
static void put_summary(GString *s, const gy_outcome *o, const gy_fit_fact *first)
{
    gy_range train = {0, 0}, test = {0, 0}, purged = {0, 0}, gap = {0, 0};
    guint n = 0;
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        if (f->fold >= 0 && strcmp(f->node, first->node) == 0 &&
            strcmp(f->run_case, first->run_case) == 0) {
            widen(&train, gy_rows_count(&f->train), n == 0);
            widen(&test, gy_rows_count(&f->test), n == 0);
            widen(&purged, f->purged, n == 0);
            widen(&gap, f->gap, n == 0);
            n++;
        }
    }
    g_string_append(s, "<tr><td>");
    gy_report_name(s, first->node, first->run_case);
    g_string_append_printf(s, "<td>%u", n);
    put_range(s, &train);
    put_range(s, &test);
    put_range(s, &purged);
    put_range(s, &gap);
    g_string_append(s, "</tr>");
}

static void put_every(GString *s, const gy_outcome *o)
{
    g_string_append(s, "<details><summary>Every fold</summary><div class=scroll><table><tr><th>fit"
                       "<th>fold<th>training rows<th>purged<th>gap (rows)</tr>");
    for (guint i = 0; i < o->fits->len && i < 2000; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        g_autofree char *fold =
            f->fold >= 0 ? g_strdup_printf("%d", f->fold) : g_strdup("all rows");
        g_string_append(s, "<tr><td>");
        gy_report_name(s, f->node, f->run_case);
        g_string_append_printf(s,
                               "<td>%s<td>%" G_GINT64_FORMAT "<td>%" G_GINT64_FORMAT
                               "<td>%" G_GINT64_FORMAT "</tr>",
                               fold, gy_rows_count(&f->train), f->purged, f->gap);
    }
    g_string_append(s, "</table></div></details>");
}

static void put_told(GString *s, const char *title, const char *text)
{
    if (text && *text) {
        g_string_append_printf(s, "<h3>%s</h3><pre>", title);
        gy_report_text(s, text);
        g_string_append(s, "</pre>");
    }
}

static void put_missing(GString *s, const gy_outcome *o)
{
    for (guint i = 0; i < o->drops->len; i++) {
        const gy_drop_fact *f = o->drops->pdata[i];
        g_autofree char *fold = f->fold >= 0 ? g_strdup_printf(", fold %d", f->fold) : NULL;
        g_string_append(s, "<p>");
        gy_report_text(s, f->node);
        g_string_append_c(s, ' ');
        gy_report_text(s, f->run_case);
        g_string_append_printf(s,
                               "%s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                               " %s%s hold a missing value and are left out (%s).</p>",
                               fold ? fold : "", f->n, f->of,
                               f->columns_of ? "columns of " : "rows",
                               f->columns_of ? f->columns_of : "", f->rows);
    }
}

void gy_report_dropped(GString *s, const gy_story *t)
{
    const gy_outcome *o = t->outcome;
    gboolean told = (t->problems && *t->problems) || (t->notes && *t->notes);
    if (o->fits->len == 0 && o->missing->len == 0 && o->drops->len == 0 && !told) {
        return;
    }
    g_string_append(s, "<h2>What was dropped, and why</h2>");
    if (o->fits->len > 0) {
        g_string_append(s, "<div class=scroll><table><tr><th>fit<th>folds<th>training rows<th>test "
                           "rows<th>purged<th>gap (rows)</tr>");
        for (guint i = 0; i < o->fits->len; i++) {
            const gy_fit_fact *f = o->fits->pdata[i];
            if (f->fold == 0) {
                put_summary(s, o, f);
            }
        }
        g_string_append(s, "</table></div><p class=soft>Per fold. Purged: training rows that read "
                           "a source row which a scored row, widened by the gap, reads too.</p>");
        put_every(s, o);
    }
    put_missing(s, o);
    if (o->missing->len > 0) {
        g_string_append_printf(s, "<p><b>%u of %d results are missing</b>: ", o->missing->len,
                               o->wanted);
        for (guint i = 0; i < o->missing->len; i++) {
            g_string_append(s, i > 0 ? ", " : "");
            gy_report_text(s, o->missing->pdata[i]);
        }
        g_string_append(s, ".</p>");
    }
    put_told(s, "Failures", t->problems);
    put_told(s, "Warnings", t->notes);
}
