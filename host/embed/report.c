/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: one self-contained page: rows x folds raster, scores, checks, what was dropped, graph,
 * provenance. No script, no network. */
#include <math.h>
#include <string.h>

#include "embed/folder.h"
#include "embed/gyrus-host.h"
#include "embed/report_parts.h"
#include "embed/summary.h"
#include "sugar.h"

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:60rem;"
    "color:#1b1f24}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}"
    "table{border-collapse:collapse;font-size:.9rem}td,th{padding:.25rem .6rem;text-align:right;"
    "border-bottom:1px solid #d8dee4}td:first-child,th:first-child{text-align:left}"
    ".scroll{overflow-x:auto}svg{max-width:100%;height:auto}.miss{color:#b42318}.ok{color:#1a7f37}"
    "pre{white-space:pre-wrap;background:#f6f8fa;padding:.6rem;font-size:.85rem}"
    ".key span{display:inline-block;width:.9em;height:.9em;margin:0 .3em 0 1em}";

static void put_checks(GString *s, const char *checks)
{
    if (!*checks) {
        return;
    }
    g_string_append(s, "<h2>Checks</h2><ul>");
    g_auto(GStrv) lines = g_strsplit(checks, "\n", -1);
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

static void put_dropped(GString *s, const gy_outcome *o, const char *problems)
{
    g_string_append(s, "<h2>What was dropped, and why</h2><div class=scroll><table><tr><th>fit<th>"
                       "fold<th>training rows<th>purged<th>gap (rows)</tr>");
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        g_autofree char *fold =
            f->fold >= 0 ? g_strdup_printf("%d", f->fold) : g_strdup("all rows");
        g_string_append(s, "<tr><td>");
        gy_report_text(s, f->node);
        g_string_append_c(s, ' ');
        gy_report_text(s, f->run_case);
        g_string_append_printf(s,
                               "<td>%s<td>%" G_GINT64_FORMAT "<td>%" G_GINT64_FORMAT
                               "<td>%" G_GINT64_FORMAT "</tr>",
                               fold, gy_rows_count(&f->train), f->purged, f->gap);
    }
    g_string_append(s,
                    "</table></div><p>Purged: training rows that read a source row which a scored "
                    "row, widened by the gap, reads too.</p>");
    if (*problems) {
        g_string_append(s, "<pre>");
        gy_report_text(s, problems);
        g_string_append(s, "</pre>");
    }
}

static void put_provenance(GString *s, const gy_graph *g, gy_registry *registry,
                           const gy_outcome *o)
{
    g_autofree char *file = g_path_get_basename(g->file);
    g_string_append_printf(s, "<h2>Provenance</h2><p>Gyrus %s; keyfile ", gyrus_version());
    gy_report_text(s, file);
    g_string_append_printf(s, "; seed %" G_GUINT64_FORMAT "; %d threads; ", g->seed, o->threads);
    gy_put_f64(s, "%.2f", o->seconds);
    g_string_append(s, " s; at most ");
    gy_put_f64(s, "%.1f", (double)o->peak / 1e6);
    g_string_append(s, " MB of arrays at once. Hashes of all inputs and build ids of all plugins "
                       "are in run.json.</p><ul>");
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_sig *sig = gy_graph_node(g, (int)i)->sig;
        const char *id = gy_registry_build_id(registry, sig->id);
        g_string_append(s, "<li>");
        gy_report_text(s, gy_graph_node(g, (int)i)->name);
        g_string_append_printf(s, ": %s revision %" G_GINT64_FORMAT ", build %.12s%s", sig->id,
                               sig->revision, id ? id : "unknown", sig->cites[0] ? "; " : "");
        gy_report_text(s, sig->cites[0]);
        g_string_append(s, "</li>");
    }
    g_string_append(s, "</ul>");
}

char *gy_report(const gy_graph *g, gy_registry *registry, const gy_outcome *o, const char *checks,
                const char *problems)
{
    GString *s = g_string_new("<!doctype html><html lang=en><meta charset=utf-8><meta "
                              "name=viewport content=\"width=device-width,initial-scale=1\">");
    const char *title = g->title ? g->title : "Gyrus run";
    g_string_append(s, "<title>");
    gy_report_text(s, title);
    g_string_append_printf(s, "</title><style>%s</style><h1>", style);
    gy_report_text(s, title);
    g_string_append(s, "</h1>");
    if (g->paper) {
        g_string_append(s, "<p>");
        gy_report_text(s, g->paper);
        g_string_append(s, "</p>");
    }
    gy_report_rasters(s, o);
    gy_report_scores(s, o);
    put_checks(s, checks);
    put_dropped(s, o, problems);
    gy_report_nodes(s, g);
    put_provenance(s, g, registry, o);
    g_string_append(s, "</html>\n");
    return g_string_free(s, FALSE);
}
