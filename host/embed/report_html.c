/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_html.h"

#include <math.h>

#include "embed/summary.h"

void gy_report_text(GString *s, const char *text)
{
    if (text) {
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        g_autofree char *safe = g_markup_escape_text(valid, -1);
        g_string_append(s, safe);
    }
}

void gy_report_attribute(GString *s, const char *name, double x)
{
    g_string_append_printf(s, " %s=\"", name);
    gy_put_f64(s, "%.2f", isfinite(x) ? x : 0);
    g_string_append_c(s, '"');
}

void gy_report_number(GString *s, double x)
{
    double size = fabs(x);
    if (isnan(x)) {
        g_string_append(s, "n/a");
    } else if (isinf(x)) {
        g_string_append(s, x > 0 ? "infinite" : "-infinite");
    } else if (size == 0) {
        g_string_append_c(s, '0');
    } else {
        gy_put_f64(s, size >= 0.01 && size < 1000 ? "%.3f" : "%.3g", x);
    }
}

double gy_axis_at(const gy_axis *a, double x)
{
    return a->hi > a->lo ? a->from + (x - a->lo) / (a->hi - a->lo) * (a->to - a->from)
                         : (a->from + a->to) / 2;
}

void gy_axis_add(gy_axis *a, double x)
{
    if (isfinite(x)) {
        a->lo = MIN(a->lo, x);
        a->hi = MAX(a->hi, x);
    }
}

void gy_axis_settle(gy_axis *a)
{
    if (!(a->lo <= a->hi)) {
        a->lo = 0;
        a->hi = 1;
    }
}

void gy_plot_begin(GString *s, double width, double height, const char *label)
{
    g_string_append_printf(s, "<svg class=plot viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" ",
                           (int)width, (int)height, (int)width, (int)height);
    g_string_append(s, "role=\"img\" aria-label=\"");
    gy_report_text(s, label);
    g_string_append(s, "\">");
}

void gy_plot_end(GString *s)
{
    g_string_append(s, "</svg>");
}

void gy_plot_line(GString *s, double x1, double y1, double x2, double y2, const char *look)
{
    if (isfinite(x1) && isfinite(x2) && isfinite(y1) && isfinite(y2)) {
        g_string_append_printf(s, "<line class=%s", look);
        gy_report_attribute(s, "x1", x1);
        gy_report_attribute(s, "y1", y1);
        gy_report_attribute(s, "x2", x2);
        gy_report_attribute(s, "y2", y2);
        g_string_append(s, "/>");
    }
}

void gy_plot_rect(GString *s, double x, double y, double width, double height, const char *look)
{
    g_string_append_printf(s, "<rect class=%s", look);
    gy_report_attribute(s, "x", x);
    gy_report_attribute(s, "y", y);
    gy_report_attribute(s, "width", width);
    gy_report_attribute(s, "height", height);
    g_string_append(s, "/>");
}

void gy_plot_dot(GString *s, double x, double y, double r, const char *look)
{
    if (isfinite(x) && isfinite(y)) {
        g_string_append_printf(s, "<circle class=%s", look);
        gy_report_attribute(s, "cx", x);
        gy_report_attribute(s, "cy", y);
        gy_report_attribute(s, "r", r);
        g_string_append(s, "/>");
    }
}

void gy_plot_text(GString *s, double x, double y, const char *anchor, const char *text)
{
    g_string_append(s, "<text");
    gy_report_attribute(s, "x", x);
    gy_report_attribute(s, "y", y);
    g_string_append_printf(s, " text-anchor=\"%s\">", anchor);
    gy_report_text(s, text);
    g_string_append(s, "</text>");
}

void gy_plot_number(GString *s, double x, double y, const char *anchor, double number)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gy_put_f64(text, "%.2g", number);
    gy_plot_text(s, x, y, anchor, text->str);
}

void gy_report_name(GString *s, const char *node, const char *run_case)
{
    gy_report_text(s, node);
    if (run_case && *run_case) {
        g_string_append(s, " (");
        gy_report_text(s, run_case);
        g_string_append_c(s, ')');
    }
}
