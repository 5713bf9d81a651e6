/* SPDX-License-Identifier: Apache-2.0
 *
 * report_tune.c: what [tune] has chosen in every fold, and how its candidates did on inner folds.
 */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "run/inst.h"

#define SHOWN 400

static void put_choice(GString *s, const gy_tune_fact *f)
{
    g_autofree char *fold =
        f->fold == GY_FINAL ? g_strdup("all rows") : g_strdup_printf("%d", f->fold);
    gy_axis inner = {INFINITY, -INFINITY, 0, 1};
    for (guint k = 0; k < f->n; k++) {
        gy_axis_add(&inner, f->inner[k]);
    }
    gy_axis_settle(&inner);
    g_string_append(s, "<tr><td>");
    gy_report_name(s, f->score, f->run_case);
    g_string_append_printf(s, "<td>%s<td>", fold);
    gy_report_text(s, f->names[f->chosen]);
    g_string_append(s, f->at_edge ? " <small>at the edge of its grid</small><td>" : "<td>");
    gy_report_number(s, f->inner[f->chosen]);
    g_string_append(s, "<td>");
    gy_report_number(s, inner.lo);
    g_string_append(s, " to ");
    gy_report_number(s, inner.hi);
    g_string_append_printf(s, "<td>%u<td>%" G_GINT64_FORMAT "</tr>", f->n, f->n_rows);
}

void gy_report_tunes(GString *s, const gy_story *t)
{
    const GPtrArray *all = t->outcome->tunes;
    if (all->len == 0) {
        return;
    }
    g_string_append(s,
                    "<h2>Tuning</h2><p class=soft>Every fold tries all candidates on inner folds "
                    "of its own training rows and takes the best; the inner score of the best "
                    "is optimistic and is not the score of this run.</p><div class=scroll>"
                    "<table><tr><th>score<th>fold<th>chosen<th>its inner score<th>inner scores"
                    "<th>candidates<th>inner rows</tr>");
    for (guint i = 0; i < all->len && i < SHOWN; i++) {
        put_choice(s, all->pdata[i]);
    }
    g_string_append(s, "</table></div>");
    if (all->len > SHOWN) {
        g_string_append_printf(s, "<p class=soft>%u more are in run.json.</p>", all->len - SHOWN);
    }
}
