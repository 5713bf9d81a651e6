/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/peek.h"

#include <string.h>

static void put_nodes(const gy_graph *g, const gy_outcome *o, GString *to)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const char *name = gy_graph_node(g, (int)i)->name;
        for (guint k = 0; k < o->nodes->len; k++) {
            const gy_node_fact *f = o->nodes->pdata[k];
            if (strcmp(f->node, name) == 0) {
                g_string_append_printf(to, "%s%s%s%s: %s\n", name, *f->run_case ? " (" : "",
                                       f->run_case, *f->run_case ? ")" : "",
                                       *f->outputs ? f->outputs : "no outputs");
            }
        }
    }
}

void gy_peek(const gy_graph *g, const gy_outcome *o, GString *to)
{
    put_nodes(g, o, to);
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        g_string_append_printf(to, "fit of %s%s%s%s", f->node, *f->run_case ? " (" : "",
                               f->run_case, *f->run_case ? ")" : "");
        if (f->fold >= 0) {
            g_string_append_printf(
                to,
                ", fold %d: %" G_GINT64_FORMAT " training rows, %" //
                G_GINT64_FORMAT " test, %" G_GINT64_FORMAT " purged, gap %" G_GINT64_FORMAT "\n",
                f->fold, gy_rows_count(&f->train), gy_rows_count(&f->test), f->purged, f->gap);
        } else {
            g_string_append_printf(to, ": all %" G_GINT64_FORMAT " rows\n", f->n_rows);
        }
    }
}
