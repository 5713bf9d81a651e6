/* SPDX-License-Identifier: Apache-2.0
 *
 * report_map.c: scores per item. Where the items are voxels of a grid: slices of the image, laid
 * side by side, third axis of the grid rising. Otherwise the values by rank. */
#include "embed/report_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "embed/png.h"
#include "embed/summary.h"
#include "sugar.h"

#define SHOWN   6
#define SLICES  24
#define AT_ONCE 6 /* slices beside each other */
#define HEIGHT  140.0
#define LEFT    38.0

typedef struct gy_grid {
    int64_t n[3];
    const gy_value *index; /* i + nx (j + ny k) of every item */
} gy_grid;

/* FALSE if the items have no places in a grid. */
static gboolean find_grid(const gy_value *v, gy_grid *out)
{
    const char *text = gy_value_attribute(v, "grid");
    const gy_value *index =
        v->view.rank == 1 && v->domains[0] ? gy_domain_coord(v->domains[0], "index") : NULL;
    if (!text || !index || index->view.rank != 1 || index->shape[0] != v->shape[0] ||
        (index->view.flags & GY_TEXT)) {
        return FALSE;
    }
    int64_t all = 1;
    for (int i = 0; i < 3; i++) {
        char *end = NULL;
        out->n[i] = g_ascii_strtoll(text, &end, 10);
        if (end == text || out->n[i] < 1 || out->n[i] > 4096) {
            return FALSE;
        }
        all *= out->n[i];
        text = end;
    }
    for (int64_t k = 0; k < v->shape[0]; k++) {
        double at = gy_value_number(index, k);
        if (!(at >= 0 && at < (double)all)) {
            return FALSE;
        }
    }
    out->index = index;
    return TRUE;
}

/* Letters of the ends of grid axis a, from the affine: "LR", "PA", "IS" or backwards. */
static const char *ends_of(const gy_value *v, int a)
{
    static const char *const names[3][2] = {{"LR", "RL"}, {"PA", "AP"}, {"IS", "SI"}};
    const char *text = gy_value_attribute(v, "affine");
    double m[12] = {0};
    for (int i = 0; text && i < 12; i++) {
        char *end = NULL;
        m[i] = g_ascii_strtod(text, &end);
        if (end == text) {
            return NULL;
        }
        text = end;
    }
    int most = 0;
    for (int w = 1; w < 3; w++) {
        most = fabs(m[4 * w + a]) > fabs(m[4 * most + a]) ? w : most;
    }
    return text && fabs(m[4 * most + a]) > 0 ? names[most][m[4 * most + a] < 0] : NULL;
}

/* Blue below zero, red above, pale at zero; scale: the value that is darkest. */
static void colour(double x, double scale, uint8_t *to)
{
    double t = scale > 0 ? CLAMP(x / scale, -1, 1) : 0, a = fabs(t);
    static const double pale[3] = {236, 236, 232}, red[3] = {165, 15, 21}, blue[3] = {8, 69, 148};
    for (int i = 0; i < 3; i++) {
        double full = t >= 0 ? red[i] : blue[i];
        to[i] = (uint8_t)(pale[i] + a * (full - pale[i]) + .5);
    }
    to[3] = 255;
}

/* Slices that hold an item, thinned to SLICES. */
static GArray *slices_of(const gy_value *v, const gy_grid *g)
{
    g_autofree gboolean *has = g_new0(gboolean, (gsize)g->n[2]);
    int64_t n = 0, k = 0;
    for (int64_t i = 0; i < v->shape[0]; i++) {
        int64_t z = (int64_t)gy_value_number(g->index, i) / (g->n[0] * g->n[1]);
        n += has[z] ? 0 : 1;
        has[z] = TRUE;
    }
    GArray *slices = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t step = (n + SLICES - 1) / SLICES;
    for (int64_t z = 0; z < g->n[2]; z++) {
        if (has[z] && k++ % MAX(step, 1) == 0) {
            g_array_append_val(slices, z);
        }
    }
    return slices;
}

static void put_image(GString *s, const gy_value *v, const gy_grid *g, double scale)
{
    g_autoptr(GArray) slices = slices_of(v, g);
    int64_t across = MIN((int64_t)slices->len, AT_ONCE),
            down = (slices->len + AT_ONCE - 1) / AT_ONCE;
    int64_t wide = across * (g->n[0] + 1), high = down * (g->n[1] + 1);
    if (wide < 1 || high < 1 || wide * high > (1 << 22)) {
        return;
    }
    g_autofree uint8_t *rgba = g_malloc0((gsize)(wide * high) * 4);
    for (int64_t k = 0; k < v->shape[0]; k++) {
        int64_t at = (int64_t)gy_value_number(g->index, k), z = at / (g->n[0] * g->n[1]);
        int64_t x = at % g->n[0], y = at / g->n[0] % g->n[1];
        double value = gy_value_number(v, k);
        for (guint i = 0; i < slices->len && isfinite(value); i++) {
            if (g_array_index(slices, int64_t, i) == z) {
                int64_t px = (i % AT_ONCE) * (g->n[0] + 1) + x;
                int64_t py = (i / AT_ONCE) * (g->n[1] + 1) + g->n[1] - 1 - y;
                colour(value, scale, rgba + (py * wide + px) * 4);
            }
        }
    }
    g_autofree char *uri = gy_png_data_uri(wide, high, rgba);
    int64_t zoom = CLAMP(340 / wide, 1, 6);
    g_string_append_printf(s,
                           "<svg class=pixels viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" "
                           "aria-label=\"map\"><image class=pixels width=\"%d\" height=\"%d\" "
                           "href=\"%s\"/></svg>",
                           (int)wide, (int)high, (int)(wide * zoom), (int)wide, (int)high,
                           uri ? uri : "");
}

static void put_map(GString *s, const gy_value *v, const gy_grid *g)
{
    double scale = 0;
    for (int64_t k = 0; k < v->shape[0]; k++) {
        double x = gy_value_number(v, k);
        scale = isfinite(x) ? MAX(scale, fabs(x)) : scale;
    }
    put_image(s, v, g, scale);
    const char *x = ends_of(v, 0), *y = ends_of(v, 1);
    g_string_append(s, "<p class=soft>Blue ");
    gy_report_number(s, -scale);
    g_string_append(s, ", pale 0, red ");
    gy_report_number(s, scale);
    if (x && y) {
        g_string_append_printf(s,
                               "; left side of the image %c, right %c, top %c, bottom %c "
                               "(R right, L left, A front, P back, S up, I down)",
                               x[0], x[1], y[1], y[0]);
    }
    g_string_append_printf(s,
                           "; %" G_GINT64_FORMAT " voxels of a grid of %" G_GINT64_FORMAT
                           " x %" G_GINT64_FORMAT " x %" G_GINT64_FORMAT ".</p>",
                           v->shape[0], g->n[0], g->n[1], g->n[2]);
}

static int by_size(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All values, smallest first, as a curve of at most as many steps as the drawing is wide. */
static void put_ranks(GString *s, const gy_value *v)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
    for (int64_t k = 0; k < gy_size_from(&v->view, 0); k++) {
        double x = gy_value_number(v, k);
        if (isfinite(x)) {
            g_array_append_val(all, x);
        }
    }
    g_array_sort(all, by_size);
    if (all->len == 0) {
        g_string_append(s, "<p class=soft>None of the values is a number.</p>");
        return;
    }
    gy_axis x = {0, all->len - 1.0, LEFT, GY_PLOT_WIDTH - 4}, y = {0, 0, HEIGHT - 18, 6};
    gy_axis_add(&y, g_array_index(all, double, 0));
    gy_axis_add(&y, g_array_index(all, double, all->len - 1));
    gy_plot_begin(s, GY_PLOT_WIDTH, HEIGHT, "values by rank");
    gy_plot_line(s, LEFT, y.to, LEFT, y.from, "axis");
    gy_plot_line(s, LEFT, gy_axis_at(&y, 0), GY_PLOT_WIDTH, gy_axis_at(&y, 0), "chance");
    guint step = all->len / 300 + 1;
    double radius = all->len > 100 ? 1.5 : 2.6;
    for (guint i = 0; i < all->len; i += step) {
        gy_plot_dot(s, gy_axis_at(&x, i), gy_axis_at(&y, g_array_index(all, double, i)), radius,
                    "dot");
    }
    gy_plot_number(s, LEFT - 3, y.to + 8, "end", y.hi);
    gy_plot_number(s, LEFT - 3, y.from, "end", y.lo);
    gy_plot_text(s, LEFT, HEIGHT - 4, "start", "worst");
    gy_plot_text(s, GY_PLOT_WIDTH - 4, HEIGHT - 4, "end", "best");
    gy_plot_end(s);
}

void gy_report_maps(GString *s, const gy_story *t)
{
    guint n = 0;
    for (guint i = 0; i < t->outcome->results->len; i++) {
        const gy_result *r = t->outcome->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (!gy_is_headline(r, k) || gy_size_from(&r->values[k]->view, 0) < 2 || n++ >= SHOWN) {
                continue;
            }
            g_string_append(s, n == 1 ? "<h2>Scores per item</h2><div class=figures>" : "");
            const gy_domain *d = r->values[k]->view.rank > 0 ? r->values[k]->domains[0] : NULL;
            gy_grid g;
            g_string_append(s, "<figure class=one><figcaption>");
            gy_report_name(s, r->node->name, r->run_case);
            g_string_append_printf(s, ".%s by ", r->node->sig->out[k].name);
            gy_report_text(s, d && d->name ? d->name : "item");
            g_string_append(s, "</figcaption>");
            if (find_grid(r->values[k], &g)) {
                put_map(s, r->values[k], &g);
            } else {
                put_ranks(s, r->values[k]);
            }
            g_string_append(s, "</figure>");
        }
    }
    g_string_append(s, n > 0 ? "</div>" : "");
    if (n > SHOWN) {
        g_string_append_printf(s, "<p class=soft>%u more are in the folder outputs.</p>",
                               n - SHOWN);
    }
}
