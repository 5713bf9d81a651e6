/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "embed/summary.h"
#include "sugar.h"

#define WIDTH     900.0
#define BAND      14.0
#define DOTS      220.0 /* width of the axis of the folds' scores */
#define NARROWEST 0.3

void gy_report_text(GString *s, const char *text)
{
    if (text) {
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        g_autofree char *safe = g_markup_escape_text(valid, -1);
        g_string_append(s, safe);
    }
}

/* name="x" */
static void put_attribute(GString *s, const char *name, double x)
{
    g_string_append_printf(s, " %s=\"", name);
    gy_put_f64(s, "%.2f", x);
    g_string_append_c(s, '"');
}

static void put_spans(GString *s, const gy_rows *rows, double scale, double y, const char *colour)
{
    double drawn = -1;
    for (int64_t i = 0; i < rows->n; i++) {
        double x = (double)rows->span[i].lo * scale, end = (double)rows->span[i].hi * scale;
        if (end < drawn) {
            continue;
        }
        drawn = MAX(end, x + NARROWEST);
        g_string_append(s, "<rect");
        put_attribute(s, "x", x);
        put_attribute(s, "y", y);
        put_attribute(s, "width", drawn - x);
        put_attribute(s, "height", BAND - 2);
        g_string_append_printf(s, " fill=\"%s\"/>", colour);
    }
}

/* One node's folds, one band each: everything starts as purged, train and test are drawn over it.
 */
static char *raster_of(const gy_outcome *o, const gy_fit_fact *first)
{
    double y = 0, scale = WIDTH / (double)MAX(first->n_rows, 1);
    g_autoptr(GString) bands = g_string_new(NULL);
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        if (f->fold < 0 || strcmp(f->node, first->node) != 0 ||
            strcmp(f->run_case, first->run_case) != 0) {
            continue;
        }
        g_auto(gy_rows) all = gy_rows_range(0, f->n_rows);
        put_spans(bands, &all, scale, y, "#f0b429");
        put_spans(bands, &f->train, scale, y, "#9db8d9");
        put_spans(bands, &f->test, scale, y, "#c0392b");
        y += BAND;
    }
    return g_strdup_printf("<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" "
                           "aria-label=\"rows by folds\">%s</svg>",
                           (int)WIDTH, (int)MAX(y, 1.0), (int)WIDTH, bands->str);
}

/* Names of all fits whose raster is this one. */
static void put_names(GString *s, const gy_outcome *o, const GPtrArray *rasters, guint like)
{
    gboolean first = TRUE;
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        if (rasters->pdata[i] && strcmp(rasters->pdata[i], rasters->pdata[like]) == 0) {
            g_string_append(s, first ? "" : "; ");
            gy_report_text(s, f->node);
            g_string_append_c(s, ' ');
            gy_report_text(s, f->run_case);
            first = FALSE;
        }
    }
}

/* Each raster once, over the names of the fits it is of. */
static guint put_rasters(GString *s, const gy_outcome *o)
{
    g_autoptr(GPtrArray) rasters = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) drawn = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        g_ptr_array_add(rasters, f->fold == 0 ? raster_of(o, f) : NULL);
    }
    for (guint i = 0; i < rasters->len; i++) {
        char *svg = rasters->pdata[i];
        if (!svg || g_hash_table_contains(drawn, svg) || g_hash_table_size(drawn) == 8) {
            continue;
        }
        const gy_fit_fact *f = o->fits->pdata[i];
        g_hash_table_add(drawn, svg);
        g_string_append(s, "<p>");
        put_names(s, o, rasters, i);
        g_string_append_printf(s, ": %" G_GINT64_FORMAT " rows across, one band per fold</p>%s",
                               f->n_rows, svg);
    }
    return g_hash_table_size(drawn);
}

void gy_report_rasters(GString *s, const gy_outcome *o)
{
    g_string_append(s,
                    "<h2>Rows and folds</h2><p class=key><span style=\"background:#9db8d9\"></span>"
                    "train<span style=\"background:#f0b429\"></span>purged or unused<span "
                    "style=\"background:#c0392b\"></span>test</p>");
    if (put_rasters(s, o) == 0) {
        g_string_append(s,
                        "<p>Nothing is fitted in folds: scores of this run are in-sample where a "
                        "model was fitted.</p>");
    }
}

/* A line from top to bottom of the axis, or nothing for what has no place on it. */
static void put_mark(GString *s, double x, const char *look)
{
    if (isfinite(x)) {
        g_string_append(s, "<line y1=\"1\" y2=\"17\"");
        put_attribute(s, "x1", x);
        put_attribute(s, "x2", x);
        g_string_append_printf(s, " %s/>", look);
    }
}

/* Fold scores as dots on a common axis with the mean as a line. The axis is that of the port's
 * bounds; where it has none, or endless ones, from 0 or the smallest to 1 or above the mean. */
static void put_dots(GString *s, const gy_outcome *o, const gy_result *r, const gy_sig_port *port,
                     double mean)
{
    double at = isfinite(mean) ? mean : 0;
    double lo = port->has_bounds && isfinite(port->bounds[0]) ? port->bounds[0] : MIN(at, 0);
    double hi = port->has_bounds && isfinite(port->bounds[1]) ? port->bounds[1] : MAX(at * 1.5, 1);
    double scale = hi > lo ? DOTS / (hi - lo) : 0;
    g_string_append(s, "<svg viewBox=\"0 0 220 18\" width=\"220\"><line x1=\"0\" y1=\"9\" "
                       "x2=\"220\" y2=\"9\" stroke=\"#d8dee4\"/>");
    if (port->has_chance) {
        put_mark(s, (port->chance - lo) * scale, "stroke=\"#8c959f\" stroke-dasharray=\"2 2\"");
    }
    for (guint i = 0; i < o->scores->len; i++) {
        const gy_score *p = &g_array_index(o->scores, gy_score, i);
        if (strcmp(p->node, r->node->name) == 0 && strcmp(p->port, port->name) == 0 &&
            gy_is_fold_of(p->run_case, r->run_case) && isfinite(p->value)) {
            g_string_append(s, "<circle");
            put_attribute(s, "cx", (p->value - lo) * scale);
            g_string_append(s, " cy=\"9\" r=\"3\" fill=\"#2f6fb0\" fill-opacity=\".6\"/>");
        }
    }
    put_mark(s, (mean - lo) * scale, "stroke=\"#1b1f24\" stroke-width=\"2\"");
    g_string_append(s, "</svg>");
}

static void put_score(GString *s, const gy_outcome *o, const gy_result *r, unsigned k)
{
    const gy_sig_port *port = &r->node->sig->out[k];
    int64_t n = gy_size_from(&r->values[k]->view, 0);
    double mean = gy_score_mean(r->values[k]);
    g_string_append(s, "<tr><td>");
    gy_report_text(s, r->node->name);
    g_string_append_printf(s, ".%s<td>", port->name);
    gy_report_text(s, r->run_case);
    g_string_append(s, "<td>");
    gy_put_f64(s, "%.6f", mean);
    g_string_append(s, port->has_chance ? "<td>" : "<td>not told");
    if (port->has_chance) {
        gy_put_f64(s, "%.4g", port->chance);
    }
    g_string_append_printf(s, "<td>%" G_GINT64_FORMAT "<td>", n);
    if (n == 1) {
        put_dots(s, o, r, port, mean);
    }
    g_string_append(s, "</tr>");
}

void gy_report_scores(GString *s, const gy_outcome *o)
{
    g_string_append(s, "<h2>Scores</h2><div class=scroll><table><tr><th>score<th>case<th>mean over "
                       "folds<th>chance<th>values<th>folds (dots), mean (bar), chance "
                       "(dashes)</tr>");
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (gy_is_score(r->values[k])) {
                put_score(s, o, r, k);
            }
        }
    }
    g_string_append(s, "</table></div><p>Scores are computed per fold and averaged, weighted by "
                       "test rows.</p>");
}

void gy_report_nodes(GString *s, const gy_graph *g)
{
    g_string_append(s,
                    "<h2>Graph and methods</h2><div class=scroll><table><tr><th>node<th>plugin<th>"
                    "reads<th>what it does</tr>");
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        g_autoptr(GString) reads = g_string_new(NULL);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                g_string_append_printf(reads, "%s%s = %s", reads->len ? ", " : "",
                                       n->sig->in[p].name, l->text);
            }
        }
        g_string_append(s, "<tr><td>");
        gy_report_text(s, n->name);
        g_string_append_printf(s, "<td>%s<td>", n->sig->id);
        gy_report_text(s, reads->str);
        g_string_append(s, "<td>");
        gy_report_text(s, n->sig->summary);
        g_string_append(s, "</tr>");
    }
    g_string_append(s, "</table></div>");
}
