/* SPDX-License-Identifier: Apache-2.0
 *
 * report_weights.c: weights of encoders over the feature axis, a line for each series. */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "embed/summary.h"

#define SHOWN  8
#define LOOKS  8
#define HEIGHT 170.0
#define LEFT   44.0

/* Positions k of one series, in the order of the axis. */
static void put_series(GString *s, const gy_weight_fact *f, const char *name, guint look,
                       const gy_axis *x, const gy_axis *y)
{
    g_string_append_printf(s, "<path class=\"line s%u\" d=\"", look);
    gboolean down = FALSE;
    for (guint k = 0; k < f->n; k++) {
        if (strcmp(f->series[k], name) == 0 && isfinite(f->mean[k])) {
            g_string_append_c(s, down ? 'L' : 'M');
            gy_put_f64(s, "%.1f", gy_axis_at(x, f->x[k]));
            g_string_append_c(s, ' ');
            gy_put_f64(s, "%.1f", gy_axis_at(y, f->mean[k]));
            down = TRUE;
        }
    }
    g_string_append(s, "\"/>");
}

static void put_plot(GString *s, const gy_weight_fact *f, const GPtrArray *names)
{
    gy_axis x = {INFINITY, -INFINITY, LEFT, GY_PLOT_WIDTH - 6}, y = {0, 0, HEIGHT - 20, 6};
    for (guint k = 0; k < f->n; k++) {
        gy_axis_add(&x, f->x[k]);
        gy_axis_add(&y, f->lo[k]);
        gy_axis_add(&y, f->hi[k]);
    }
    gy_axis_settle(&x);
    gy_plot_begin(s, GY_PLOT_WIDTH, HEIGHT, "weights");
    gy_plot_line(s, LEFT, y.to, LEFT, y.from, "axis");
    gy_plot_line(s, LEFT, gy_axis_at(&y, 0), GY_PLOT_WIDTH, gy_axis_at(&y, 0), "chance");
    for (guint k = 0; k < f->n && names->len == 1; k++) {
        double at = gy_axis_at(&x, f->x[k]);
        gy_plot_line(s, at, gy_axis_at(&y, f->lo[k]), at, gy_axis_at(&y, f->hi[k]), "reach");
    }
    for (guint i = 0; i < names->len && i < LOOKS; i++) {
        put_series(s, f, names->pdata[i], i, &x, &y);
    }
    gy_plot_number(s, LEFT - 3, y.to + 8, "end", y.hi);
    gy_plot_number(s, LEFT - 3, y.from, "end", y.lo);
    gy_plot_number(s, LEFT, HEIGHT - 4, "start", x.lo);
    gy_plot_text(s, (LEFT + GY_PLOT_WIDTH) / 2, HEIGHT - 4, "middle",
                 f->x_name ? f->x_name : f->axis);
    gy_plot_number(s, GY_PLOT_WIDTH - 6, HEIGHT - 4, "end", x.hi);
    gy_plot_end(s);
}

static void put_one(GString *s, const gy_weight_fact *f)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint k = 0; k < f->n; k++) {
        gboolean known = FALSE;
        for (guint i = 0; i < names->len; i++) {
            known |= strcmp(names->pdata[i], f->series[k]) == 0;
        }
        if (!known) {
            g_ptr_array_add(names, f->series[k]);
        }
    }
    g_string_append(s, "<figure class=one><figcaption>");
    gy_report_name(s, f->node, f->run_case);
    g_string_append_printf(s, ": %s, mean of %" G_GINT64_FORMAT " folds%s", f->state, f->folds,
                           names->len == 1 ? "; vertical lines from the smallest to the largest"
                                           : "");
    g_string_append(s, "</figcaption>");
    put_plot(s, f, names);
    if (names->len > 1) {
        g_string_append(s, "<p class=\"soft key\">");
        for (guint i = 0; i < names->len && i < LOOKS; i++) {
            g_string_append_printf(s,
                                   "<b><svg width=\"22\" height=\"8\"><line class=\"line s%u\" "
                                   "x1=\"0\" x2=\"18\" y1=\"5\" y2=\"5\"/></svg>",
                                   i);
            gy_report_text(s, names->pdata[i]);
            g_string_append(s, "</b> ");
        }
        g_string_append(s, names->len > LOOKS ? "(the first eight)</p>" : "</p>");
    }
    g_string_append(s, "</figure>");
}

void gy_report_weights(GString *s, const gy_story *t)
{
    const GPtrArray *all = t->outcome->weights;
    if (all->len == 0) {
        return;
    }
    g_string_append(s,
                    "<h2>Weights</h2><p class=soft>What a feature adds to the prediction of an "
                    "encoder with one target. Weights of decoders are filters and are not shown: "
                    "they do not say where a signal is (Haufe et al. 2014, NeuroImage 87, "
                    "96-110).</p><div class=figures>");
    for (guint i = 0; i < all->len && i < SHOWN; i++) {
        put_one(s, all->pdata[i]);
    }
    g_string_append(s, "</div>");
    if (all->len > SHOWN) {
        g_string_append_printf(s, "<p class=soft>%u more are not shown.</p>", all->len - SHOWN);
    }
}
