/* SPDX-License-Identifier: Apache-2.0
 *
 * report_methods.c: a methods section from the texts of the nodes: one entry for each plugin, in
 * the order of the graph, with the nodes that use it, their settings and citations. */
#include "embed/report_parts.h"

#include <string.h>

static gboolean is_first_of(const gy_graph *g, guint at)
{
    const char *id = gy_graph_node(g, (int)at)->sig->id;
    for (guint i = 0; i < at; i++) {
        if (strcmp(gy_graph_node(g, (int)i)->sig->id, id) == 0) {
            return FALSE;
        }
    }
    return TRUE;
}

/* What the file gives, with the loop variables as they stand there. */
static void put_settings(GString *s, const gy_gnode *n)
{
    gboolean any = FALSE;
    g_string_append(s, "<li><b>");
    gy_report_text(s, n->name);
    g_string_append(s, "</b>");
    for (unsigned p = 0; p < n->sig->n_params; p++) {
        if (n->params[p].text && n->sig->params[p].base != GY_BASE_PATH &&
            n->sig->params[p].base != GY_BASE_OUT_PATH) {
            g_string_append_printf(s, "%s%s = ", any ? ", " : ": ", n->sig->params[p].name);
            gy_report_text(s, n->params[p].text);
            any = TRUE;
        }
    }
    g_string_append(s, "</li>");
}

static void put_method(GString *s, const gy_graph *g, const gy_sig *sig)
{
    g_string_append_printf(s, "<li><code>%s</code> revision %" G_GINT64_FORMAT ". ", sig->id,
                           sig->revision);
    gy_report_text(s, sig->summary);
    g_string_append_c(s, '.');
    for (int i = 0; sig->docs[i]; i++) {
        g_string_append_c(s, ' ');
        gy_report_text(s, sig->docs[i]);
    }
    for (int i = 0; sig->cites[i]; i++) {
        g_string_append(s, i == 0 ? " <span class=soft>" : "; ");
        gy_report_text(s, sig->cites[i]);
        g_string_append(s, sig->cites[i + 1] ? "" : ".</span>");
    }
    g_string_append(s, "<ul>");
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        if (strcmp(n->sig->id, sig->id) == 0) {
            put_settings(s, n);
        }
    }
    g_string_append(s, "</ul></li>");
}

static void put_split(GString *s, const gy_gsplit *split)
{
    g_string_append(s, "<p>Folds: ");
    gy_report_text(s, split->scheme);
    g_string_append(s, " over the rows of ");
    gy_report_text(s, split->rows.text);
    if (strcmp(split->scheme, "leave-one-group-out") != 0 &&
        strcmp(split->scheme, "holdout") != 0) {
        g_string_append_printf(s, ", %" G_GINT64_FORMAT " folds", split->folds);
    }
    g_string_append(s, split->has_groups ? ", groups " : "");
    gy_report_text(s, split->has_groups ? split->groups.text : NULL);
    g_string_append(s, split->has_together ? ", never separated: " : "");
    gy_report_text(s, split->has_together ? split->together.text : NULL);
    g_string_append(s, split->shuffle ? ", shuffled" : "");
    g_string_append(s, split->gap ? ", gap " : "");
    gy_report_text(s, split->gap);
    g_string_append(s, split->inner ? "; inner folds " : "");
    gy_report_text(s, split->inner);
    g_string_append(s, ". Training rows within reach of a test row are purged by the host.</p>");
}

void gy_report_methods(GString *s, const gy_story *t)
{
    const gy_graph *g = t->graph;
    g_string_append(s, "<h2>Methods</h2>");
    for (guint i = 0; i < g->splits->len; i++) {
        put_split(s, &g_array_index(g->splits, gy_gsplit, i));
    }
    g_string_append(s, "<details><summary>What each node does, in its own words</summary><ul>");
    for (guint i = 0; i < g->nodes->len; i++) {
        if (is_first_of(g, i)) {
            put_method(s, g, gy_graph_node(g, (int)i)->sig);
        }
    }
    g_string_append(s, "</ul></details>");
}
