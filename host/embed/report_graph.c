/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <string.h>

#include "embed/graph_layout.h"

static void put_reads(GString *s, const gy_gnode *n)
{
    gboolean first = TRUE;
    for (unsigned p = 0; p < n->sig->n_in; p++) {
        for (guint k = 0; k < n->in[p]->len; k++) {
            g_string_append_printf(s, "%s%s = ", first ? "" : ", ", n->sig->in[p].name);
            gy_report_text(s, g_array_index(n->in[p], gy_link, k).text);
            first = FALSE;
        }
    }
}

/* Outputs of a node in the first case that it ran in. */
static const char *outputs_of(const gy_outcome *o, const char *node)
{
    for (guint i = 0; i < o->nodes->len; i++) {
        const gy_node_fact *f = o->nodes->pdata[i];
        if (strcmp(f->node, node) == 0) {
            return f->outputs;
        }
    }
    return "";
}

void gy_report_graph(GString *s, const gy_story *t)
{
    const gy_graph *g = t->graph;
    g_autofree char *svg = gy_graph_svg(g, FALSE);
    g_string_append_printf(s,
                           "<h2>Graph</h2><p class=soft>Data flow downwards. Tinted: inside the "
                           "fold loop, so done once per fold.</p><div class=scroll>%s</div>"
                           "<details><summary>Nodes, what they read and what they "
                           "give</summary><div class=scroll><table class=text><tr><th>node<th>"
                           "plugin<th>reads<th>gives</tr>",
                           svg);
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        g_string_append(s, "<tr><td>");
        gy_report_text(s, n->name);
        g_string_append_printf(s, "<td>%s<td>", n->sig->id);
        put_reads(s, n);
        g_string_append(s, "<td>");
        gy_report_text(s, outputs_of(t->outcome, n->name));
        g_string_append(s, "</tr>");
    }
    g_string_append(s, "</table></div></details>");
}
