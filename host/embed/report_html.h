/* SPDX-License-Identifier: Apache-2.0
 *
 * report_html.h: words of the page that all sections share. Colours are classes of the style sheet,
 * so that a dark page is readable; plots are at most 340 units wide, so that their text keeps its
 * size on a phone. [any] */
#ifndef GY_REPORT_HTML_H
#define GY_REPORT_HTML_H

#include <glib.h>

#define GY_PLOT_WIDTH 340.0

/* Text of the page: '<', '>', '&' and quotes as entities, bytes that are no UTF-8 as U+FFFD. Every
 * text that comes from a keyfile, a file or a node goes through here. NULL adds nothing. */
void gy_report_text(GString *s, const char *text);
/* name="x"; 0 for what is no finite number. */
void gy_report_attribute(GString *s, const char *name, double x);
/* A score for people: three decimals; very large and very small ones with three digits; "n/a". */
void gy_report_number(GString *s, double x);

/* A range of values along a range of the drawing. An empty range of values maps to the middle. */
typedef struct gy_axis {
    double lo, hi, from, to;
} gy_axis;
double gy_axis_at(const gy_axis *a, double x);
/* Widens the range so that it holds x, if x is finite; begin with lo = INFINITY, hi = -INFINITY. */
void gy_axis_add(gy_axis *a, double x);
/* 0 .. 1 if nothing was added, else as it is. */
void gy_axis_settle(gy_axis *a);

void gy_plot_begin(GString *s, double width, double height, const char *label);
void gy_plot_end(GString *s);
void gy_plot_line(GString *s, double x1, double y1, double x2, double y2, const char *look);
void gy_plot_rect(GString *s, double x, double y, double width, double height, const char *look);
void gy_plot_dot(GString *s, double x, double y, double r, const char *look);
/* anchor: start, middle, end. */
void gy_plot_text(GString *s, double x, double y, const char *anchor, const char *text);
void gy_plot_number(GString *s, double x, double y, const char *anchor, double number);

/* "node" or "node (case)". */
void gy_report_name(GString *s, const char *node, const char *run_case);

#endif
