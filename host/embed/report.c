/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: one self-contained page: rows x folds raster, scores, checks, what was dropped, graph,
 * provenance. No script, no network. */
#include <math.h>
#include <string.h>

#include "embed/folder.h"
#include "embed/gyrus-host.h"
#include "embed/report_parts.h"
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
        g_autofree char *text = g_markup_escape_text(lines[i], -1);
        if (*text) {
            g_string_append_printf(s, "<li class=%s>%s</li>",
                                   g_str_has_prefix(lines[i], "ok") ? "ok" : "miss", text);
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
        g_string_append_printf(s,
                               "<tr><td>%s %s<td>%s<td>%" G_GINT64_FORMAT "<td>%" G_GINT64_FORMAT
                               "<td>%" G_GINT64_FORMAT "</tr>",
                               f->node, f->run_case, fold, gy_rows_count(&f->train), f->purged,
                               f->gap);
    }
    g_string_append(s,
                    "</table></div><p>Purged: training rows that read a source row which a scored "
                    "row, widened by the gap, reads too.</p>");
    if (*problems) {
        g_autofree char *text = g_markup_escape_text(problems, -1);
        g_string_append_printf(s, "<pre>%s</pre>", text);
    }
}

static void put_provenance(GString *s, const gy_graph *g, gy_registry *registry,
                           const gy_outcome *o)
{
    g_autofree char *file = g_path_get_basename(g->file);
    g_string_append_printf(s,
                           "<h2>Provenance</h2><p>Gyrus %s; keyfile %s; seed %" G_GUINT64_FORMAT
                           "; %d threads; %.2f s; at most %.1f MB of arrays at once. Hashes of all "
                           "inputs and build ids of all plugins are in run.json.</p><ul>",
                           gyrus_version(), file, g->seed, o->threads, o->seconds,
                           (double)o->peak / 1e6);
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_sig *sig = gy_graph_node(g, (int)i)->sig;
        const char *id = gy_registry_build_id(registry, sig->id);
        g_autofree char *cite = sig->cites[0] ? g_markup_escape_text(sig->cites[0], -1) : NULL;
        g_string_append_printf(s, "<li>%s: %s revision %" G_GINT64_FORMAT ", build %.12s%s%s</li>",
                               gy_graph_node(g, (int)i)->name, sig->id, sig->revision,
                               id ? id : "unknown", cite ? "; " : "", cite ? cite : "");
    }
    g_string_append(s, "</ul>");
}

char *gy_report(const gy_graph *g, gy_registry *registry, const gy_outcome *o, const char *checks,
                const char *problems)
{
    GString *s = g_string_new("<!doctype html><html lang=en><meta charset=utf-8><meta "
                              "name=viewport content=\"width=device-width,initial-scale=1\">");
    g_autofree char *title = g_markup_escape_text(g->title ? g->title : "Gyrus run", -1);
    g_string_append_printf(s, "<title>%s</title><style>%s</style><h1>%s</h1>", title, style, title);
    if (g->paper) {
        g_autofree char *paper = g_markup_escape_text(g->paper, -1);
        g_string_append_printf(s, "<p>%s</p>", paper);
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
