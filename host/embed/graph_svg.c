/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/graph_layout.h"

#include <math.h>

#include "embed/report_html.h"
#include "embed/summary.h"

static const char style[] =
    "<style>text{font:11px system-ui,sans-serif;fill:#57606a}.name{fill:#1b1f24;font-size:12px;"
    "font-weight:600}.box{fill:#f3f5f7;stroke:#57606a}.infold{fill:#dbe7f5;stroke:#2563a8}"
    ".wire{fill:none;stroke:#57606a}.head{fill:#57606a}</style>";

static void put_point(GString *s, char command, double x, double y)
{
    g_string_append_c(s, command);
    gy_put_f64(s, "%.1f", x);
    g_string_append_c(s, ' ');
    gy_put_f64(s, "%.1f", y);
}

/* Down from place to place, in and out of each upright. */
static void put_wire(GString *s, const gy_layout *l, const gy_wire *w)
{
    double x0 = 0, y0 = 0;
    g_string_append(s, "<path class=wire d=\"");
    for (guint i = 0; i < w->path->len; i++) {
        const gy_place *p = &g_array_index(l->places, gy_place, g_array_index(w->path, guint, i));
        double above = p->node >= 0 ? GY_LAYOUT_BOX / 2 : 0;
        if (i > 0) {
            double middle = (y0 + p->y - above) / 2;
            put_point(s, 'C', x0, middle);
            put_point(s, ' ', p->x, middle);
            put_point(s, ' ', p->x, p->y - above);
        } else {
            put_point(s, 'M', p->x, p->y + above);
        }
        x0 = p->x;
        y0 = p->y + (i == 0 ? above : 0);
    }
    g_string_append(s, "\"/>");
    const gy_place *end = &g_array_index(l->places, gy_place, (guint)w->to);
    double tip = end->y - GY_LAYOUT_BOX / 2;
    g_string_append(s, "<path class=head d=\"");
    put_point(s, 'M', end->x - 3.5, tip - 6);
    put_point(s, 'L', end->x, tip);
    put_point(s, 'L', end->x + 3.5, tip - 6);
    g_string_append(s, "\"/>");
}

static void put_node(GString *s, const gy_gnode *n, const gy_place *p)
{
    g_string_append(s, "<g><title>");
    gy_report_text(s, n->sig->summary);
    g_string_append_printf(s, "</title><rect class=%s rx=\"4\"", n->split ? "infold" : "box");
    gy_report_attribute(s, "x", p->x - p->width / 2);
    gy_report_attribute(s, "y", p->y - GY_LAYOUT_BOX / 2);
    gy_report_attribute(s, "width", p->width);
    gy_report_attribute(s, "height", GY_LAYOUT_BOX);
    g_string_append(s, "/><text class=name text-anchor=\"middle\"");
    gy_report_attribute(s, "x", p->x);
    gy_report_attribute(s, "y", p->y - 3);
    g_string_append_c(s, '>');
    gy_report_text(s, n->name);
    g_string_append(s, "</text>");
    gy_plot_text(s, p->x, p->y + 12, "middle", n->sig->id);
    g_string_append(s, "</g>");
}

/* XML wants quotes around what HTML takes without. */
static char *quote_classes(const char *svg)
{
    g_autoptr(GRegex) bare = g_regex_new(" class=([a-z]+)", 0, 0, NULL);
    return g_regex_replace(bare, svg, -1, 0, " class=\"\\1\"", 0, NULL);
}

char *gy_graph_svg(const gy_graph *g, gboolean alone)
{
    g_autoptr(gy_layout) l = gy_layout_new(g);
    g_autoptr(GString) s = g_string_new("<svg");
    g_string_append(s, alone ? " xmlns=\"http://www.w3.org/2000/svg\"" : " class=wide");
    int width = (int)ceil(l->width), height = (int)ceil(l->height);
    g_string_append_printf(s,
                           " viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" "
                           "aria-label=\"graph\">%s",
                           width, height, width, height, alone ? style : "");
    for (guint i = 0; i < l->wires->len; i++) {
        put_wire(s, l, &g_array_index(l->wires, gy_wire, i));
    }
    for (guint i = 0; i < g->nodes->len; i++) {
        put_node(s, gy_graph_node(g, (int)i), &g_array_index(l->places, gy_place, i));
    }
    g_string_append(s, alone ? "</svg>\n" : "</svg>");
    return quote_classes(s->str);
}
