/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "sugar.h"

#define WIDTH 900.0
#define BAND  14.0

static void put_spans(GString *s, const gy_rows *rows, double scale, double y, const char *colour)
{
    for (int64_t i = 0; i < rows->n; i++) {
        g_string_append_printf(
            s, "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.0f\" fill=\"%s\"/>",
            (double)rows->span[i].lo * scale, y,
            MAX((double)(rows->span[i].hi - rows->span[i].lo) * scale, 0.3), BAND - 2, colour);
    }
}

/* One node's folds, one band each: everything starts as purged, train and test are drawn over it.
 */
static void put_raster(GString *s, const gy_outcome *o, const gy_fit_fact *first)
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
    g_string_append_printf(
        s,
        "<p>%s %s: %" G_GINT64_FORMAT " rows across, one band per fold</p>"
        "<svg viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" role=\"img\" aria-label=\"rows by "
        "folds\">%s</svg>",
        first->node, first->run_case, first->n_rows, WIDTH, MAX(y, 1.0), WIDTH, bands->str);
}

void gy_report_rasters(GString *s, const gy_outcome *o)
{
    g_string_append(s,
                    "<h2>Rows and folds</h2><p class=key><span style=\"background:#9db8d9\"></span>"
                    "train<span style=\"background:#f0b429\"></span>purged or unused<span "
                    "style=\"background:#c0392b\"></span>test</p>");
    int drawn = 0;
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        if (f->fold == 0 && drawn++ < 8) {
            put_raster(s, o, f);
        }
    }
    if (drawn == 0) {
        g_string_append(s,
                        "<p>Nothing is fitted in folds: scores of this run are in-sample where a "
                        "model was fitted.</p>");
    }
}

static double mean_of(const gy_value *v)
{
    double sum = 0;
    int64_t n = 0;
    for (int64_t k = 0; k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        sum += isnan(x) ? 0 : x;
        n += isnan(x) ? 0 : 1;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* Fold scores as dots on a common axis with the mean as a line. */
static void put_dots(GString *s, const gy_outcome *o, const gy_result *r, const gy_sig_port *port,
                     double mean)
{
    double lo = port->has_bounds ? port->bounds[0] : MIN(mean, 0),
           hi = port->has_bounds ? port->bounds[1] : MAX(mean * 1.5, 1);
    g_string_append_printf(s, "<svg viewBox=\"0 0 220 18\" width=\"220\"><line x1=\"0\" y1=\"9\" "
                              "x2=\"220\" y2=\"9\" stroke=\"#d8dee4\"/>");
    if (port->has_chance) {
        double x = (port->chance - lo) / (hi - lo) * 220;
        g_string_append_printf(
            s,
            "<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"18\" stroke=\"#8c959f\" "
            "stroke-dasharray=\"2 2\"/>",
            x, x);
    }
    for (guint i = 0; i < o->scores->len; i++) {
        const gy_score *p = &g_array_index(o->scores, gy_score, i);
        if (strcmp(p->node, r->node->name) == 0 && strcmp(p->port, port->name) == 0 &&
            g_str_has_prefix(p->run_case, r->run_case) && strstr(p->run_case, "fold=") &&
            !isnan(p->value)) {
            g_string_append_printf(s,
                                   "<circle cx=\"%.1f\" cy=\"9\" r=\"3\" fill=\"#2f6fb0\" "
                                   "fill-opacity=\".6\"/>",
                                   (p->value - lo) / (hi - lo) * 220);
        }
    }
    double x = (mean - lo) / (hi - lo) * 220;
    g_string_append_printf(s,
                           "<line x1=\"%.1f\" y1=\"1\" x2=\"%.1f\" y2=\"17\" stroke=\"#1b1f24\" "
                           "stroke-width=\"2\"/></svg>",
                           x, x);
}

void gy_report_scores(GString *s, const gy_outcome *o)
{
    g_string_append(s,
                    "<h2>Scores</h2><div class=scroll><table><tr><th>score<th>case<th>mean over "
                    "folds<th>chance<th>values<th>folds (dots), mean (bar), chance (dashes)</tr>");
    for (guint i = 0; i < o->results->len; i++) {
        const gy_result *r = o->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            const gy_value *v = r->values[k];
            const gy_sig_port *port = &r->node->sig->out[k];
            if (!v || v->payload != GY_PAYLOAD_ARRAY || v->view.code != GY_FLOAT) {
                continue;
            }
            int64_t n = gy_size_from(&v->view, 0);
            double mean = mean_of(v);
            g_autofree char *chance =
                port->has_chance ? g_strdup_printf("%.4g", port->chance) : g_strdup("not told");
            g_string_append_printf(s,
                                   "<tr><td>%s.%s<td>%s<td>%.6f<td>%s<td>%" G_GINT64_FORMAT "<td>",
                                   r->node->name, port->name, r->run_case, mean, chance, n);
            if (n == 1) {
                put_dots(s, o, r, port, mean);
            }
            g_string_append(s, "</tr>");
        }
    }
    g_string_append(s,
                    "</table></div><p>Scores are computed per fold and averaged, weighted by test "
                    "rows.</p>");
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
        g_autofree char *about = g_markup_escape_text(n->sig->summary, -1);
        g_string_append_printf(s, "<tr><td>%s<td>%s<td>%s<td>%s</tr>", n->name, n->sig->id,
                               reads->str, about);
    }
    g_string_append(s, "</table></div>");
}
