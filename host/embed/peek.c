/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/peek.h"

#include <string.h>

#include "embed/summary.h"

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

/* "memory: 12.3 MB at the peak, in [node]; inputs are read 4 tiles at a time" */
static void put_memory(const gy_outcome *o, uint64_t limit, GString *to)
{
    g_string_append(to, "memory: ");
    gboolean small = o->predicted < 100000;
    gy_put_f64(to, "%.1f", (double)o->predicted / (small ? 1e3 : 1e6));
    g_string_append(to, small ? " kB at the peak" : " MB at the peak");
    if (o->predicted_node && *o->predicted_node) {
        g_string_append_printf(to, ", in [%s]", o->predicted_node);
    }
    if (o->chunk_tiles > 0) {
        g_string_append_printf(to, "; inputs are read %" G_GINT64_FORMAT " tile%s at a time",
                               o->chunk_tiles, o->chunk_tiles == 1 ? "" : "s");
    }
    g_string_append(to, limit > 0 && o->predicted > limit ? "; --memory is less\n" : "\n");
}

void gy_peek(const gy_graph *g, const gy_outcome *o, uint64_t limit, GString *to)
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
    if (o->failed == 0) {
        put_memory(o, limit, to);
    }
}
