/* SPDX-License-Identifier: Apache-2.0
 *
 * report_pairs.c: prediction against truth, one test fold: along the rows, and one against the
 * other. */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#define SHOWN  4 /* the others are folded away */
#define MOST   16
#define ROWS   200 /* of the lines */
#define HEIGHT 150.0
#define SQUARE 190.0
#define LEFT   46.0
#define BELOW  18.0

static void put_path(GString *s, const gy_axis *x, const gy_axis *y, guint n, const double *v,
                     const char *look)
{
    gboolean down = FALSE;
    g_string_append_printf(s, "<path class=%s d=\"", look);
    for (guint i = 0; i < n; i++) {
        if (!isfinite(v[i])) {
            down = FALSE;
            continue;
        }
        char text[2][G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(text[0], sizeof text[0], "%.1f", gy_axis_at(x, i));
        g_ascii_formatd(text[1], sizeof text[1], "%.1f", gy_axis_at(y, v[i]));
        g_string_append_printf(s, "%c%s %s", down ? 'L' : 'M', text[0], text[1]);
        down = TRUE;
    }
    g_string_append(s, "\"/>");
}

static void put_lines(GString *s, const gy_pair_fact *f)
{
    guint n = MIN(f->n, ROWS);
    gy_axis x = {0, n - 1, LEFT, GY_PLOT_WIDTH - 4};
    gy_axis y = {INFINITY, -INFINITY, HEIGHT - BELOW, 6};
    for (guint i = 0; i < n; i++) {
        gy_axis_add(&y, f->predicted[i]);
        gy_axis_add(&y, f->truth[i]);
    }
    gy_axis_settle(&y);
    gy_plot_begin(s, GY_PLOT_WIDTH, HEIGHT, "prediction and truth along the rows");
    gy_plot_line(s, LEFT, y.from, GY_PLOT_WIDTH, y.from, "axis");
    gy_plot_line(s, LEFT, y.to, LEFT, y.from, "axis");
    put_path(s, &x, &y, n, f->truth, "told");
    put_path(s, &x, &y, n, f->predicted, "line");
    gy_plot_number(s, LEFT - 3, y.to + 8, "end", y.hi);
    gy_plot_number(s, LEFT - 3, y.from, "end", y.lo);
    g_autofree char *first = g_strdup_printf("%s %" G_GINT64_FORMAT, f->axis, f->row[0]);
    g_autofree char *last = g_strdup_printf("%" G_GINT64_FORMAT, f->row[n - 1]);
    gy_plot_text(s, LEFT, HEIGHT - 4, "start", first);
    gy_plot_text(s, GY_PLOT_WIDTH - 4, HEIGHT - 4, "end", last);
    gy_plot_end(s);
}

static void put_scatter(GString *s, const gy_pair_fact *f)
{
    gy_axis x = {INFINITY, -INFINITY, LEFT, SQUARE - 6};
    gy_axis y = {INFINITY, -INFINITY, HEIGHT - BELOW, 6};
    for (guint i = 0; i < f->n; i++) {
        gy_axis_add(&x, f->predicted[i]);
        gy_axis_add(&y, f->truth[i]);
    }
    gy_axis_settle(&x);
    gy_axis_settle(&y);
    gy_plot_begin(s, SQUARE, HEIGHT, "prediction against truth");
    gy_plot_line(s, LEFT, y.from, SQUARE, y.from, "axis");
    gy_plot_line(s, LEFT, y.to, LEFT, y.from, "axis");
    for (guint i = 0; i < f->n; i++) {
        if (isfinite(f->predicted[i]) && isfinite(f->truth[i])) {
            gy_plot_dot(s, gy_axis_at(&x, f->predicted[i]), gy_axis_at(&y, f->truth[i]), 1.8,
                        "dot");
        }
    }
    gy_plot_number(s, LEFT - 3, y.to + 8, "end", y.hi);
    gy_plot_number(s, LEFT - 3, y.from, "end", y.lo);
    gy_plot_number(s, LEFT, HEIGHT - 4, "start", x.lo);
    gy_plot_text(s, (LEFT + SQUARE) / 2, HEIGHT - 4, "middle", "predicted");
    gy_plot_number(s, SQUARE - 6, HEIGHT - 4, "end", x.hi);
    gy_plot_end(s);
}

static void put_pair(GString *s, const gy_pair_fact *f)
{
    gboolean adjacent = f->n > 15;
    for (guint i = 1; i < f->n; i++) {
        adjacent &= f->row[i] == f->row[i - 1] + 1;
    }
    g_string_append(s,
                    adjacent ? "<figure class=two><figcaption>" : "<figure class=one><figcaption>");
    gy_report_name(s, f->node, f->run_case);
    if (f->last > f->fold) {
        g_string_append_printf(s, ", folds %d to %d", f->fold, f->last);
    } else if (f->fold >= 0) {
        g_string_append_printf(s, ", fold %d", f->fold);
    }
    if (f->n_targets > 1) {
        g_string_append_printf(s,
                               ", target %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                               " (the %s of fold 0, chosen for that)",
                               f->target, f->n_targets, f->which);
    }
    g_string_append(s, isfinite(f->score) ? ": score in that fold " : "");
    if (isfinite(f->score)) {
        gy_report_number(s, f->score);
    }
    g_string_append_printf(s, "; %s%u of %" G_GINT64_FORMAT " test rows",
                           (int64_t)f->n < f->n_rows ? "first " : "", f->n, f->n_rows);
    g_string_append(s, "</figcaption><div class=figures>");
    if (adjacent) {
        put_lines(s, f);
    }
    put_scatter(s, f);
    g_string_append(s, "</div></figure>");
}

void gy_report_pairs(GString *s, const gy_story *t)
{
    const GPtrArray *all = t->outcome->pairs;
    if (all->len == 0) {
        return;
    }
    g_string_append(s, "<h2>Prediction against truth</h2><p class=key><b><span style=\"background:"
                       "var(--mark)\"></span>predicted</b> <b><span style=\"background:"
                       "var(--truth)\"></span>truth</b> (dashed; the vertical axis of the dots)</p>"
                       "<div class=figures>");
    for (guint i = 0; i < all->len && i < MOST; i++) {
        if (i == SHOWN) {
            g_string_append_printf(s,
                                   "</div><details><summary>%u more</summary><div class=figures>",
                                   MIN(all->len, MOST) - SHOWN);
        }
        put_pair(s, all->pdata[i]);
    }
    g_string_append(s, all->len > SHOWN ? "</div></details>" : "</div>");
}
