/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: one self-contained page, in the order in which a scientist asks. No script, no network.
 */
#include "embed/report_parts.h"

char *gy_report(const gy_story *t)
{
    g_autoptr(GHashTable) index = gy_fold_scores_new(t->outcome);
    GString *s = g_string_new("<!doctype html><html lang=en><meta charset=utf-8><meta "
                              "name=viewport content=\"width=device-width,initial-scale=1\">");
    const char *title = t->graph->title ? t->graph->title : "Gyrus run";
    g_string_append(s, "<title>");
    gy_report_text(s, title);
    g_string_append_printf(s, "</title><style>%s</style><h1>", gy_report_style);
    gy_report_text(s, title);
    g_string_append(s, "</h1>");
    if (t->graph->paper) {
        g_string_append(s, "<p class=soft>");
        gy_report_text(s, t->graph->paper);
        g_string_append(s, "</p>");
    }
    gy_report_verdict(s, t, index);
    gy_report_rasters(s, t);
    gy_report_scores(s, t, index);
    gy_report_checks(s, t);
    gy_report_pairs(s, t);
    gy_report_confusions(s, t);
    gy_report_tunes(s, t);
    gy_report_chosen(s, t);
    gy_report_draws(s, t);
    gy_report_maps(s, t);
    gy_report_weights(s, t);
    gy_report_dropped(s, t);
    gy_report_graph(s, t);
    gy_report_methods(s, t);
    gy_report_provenance(s, t);
    g_string_append(s, "</html>\n");
    return g_string_free(s, FALSE);
}
