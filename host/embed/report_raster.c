/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <string.h>

#define WIDTH     900.0
#define NARROWEST 0.3
#define LIKE_MAX  8 /* different rasters of a page */

static void put_spans(GString *s, const gy_rows *rows, double scale, double y, double height,
                      const char *look)
{
    double drawn = -1;
    for (int64_t i = 0; i < rows->n; i++) {
        double x = (double)rows->span[i].lo * scale, end = (double)rows->span[i].hi * scale;
        if (end < drawn) {
            continue;
        }
        drawn = MAX(end, x + NARROWEST);
        gy_plot_rect(s, x, y, drawn - x, height, look);
    }
}

static gboolean is_of(const gy_fit_fact *f, const gy_fit_fact *first)
{
    return f->fold >= 0 && strcmp(f->node, first->node) == 0 &&
           strcmp(f->run_case, first->run_case) == 0;
}

/* Folds of one fit: bands are 14 px high, thinner if there are many; the drawing is as wide as the
 * page, whatever that is, and keeps its height. */
static char *raster_of(const gy_outcome *o, const gy_fit_fact *first)
{
    guint folds = 0;
    for (guint i = 0; i < o->fits->len; i++) {
        folds += is_of(o->fits->pdata[i], first) ? 1 : 0;
    }
    double band = folds <= 24 ? 14 : folds <= 60 ? 7 : 3;
    double y = 0, scale = WIDTH / (double)MAX(first->n_rows, 1), height = band - (band > 6 ? 2 : 1);
    g_autoptr(GString) bands = g_string_new(NULL);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        if (!is_of(f, first)) {
            continue;
        }
        g_auto(gy_rows) all = gy_rows_range(0, f->n_rows);
        g_auto(gy_rows) purged = gy_rows_subtract(&f->given, &f->train);
        put_spans(bands, &all, scale, y, height, "unused");
        put_spans(bands, &f->train, scale, y, height, "train");
        put_spans(bands, &purged, scale, y, height, "purged");
        put_spans(bands, &f->test, scale, y, height, "test");
        if (folds <= 24) {
            g_string_append_printf(names, "%d<br>", f->fold);
        }
        y += band;
    }
    return g_strdup_printf(
        "<div class=raster><div style=\"line-height:%dpx\">%s</div><svg viewBox=\"0 0 %d %d\" "
        "height=\"%d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"rows by "
        "folds\">%s</svg></div>",
        (int)band, names->str, (int)WIDTH, (int)MAX(y, 1.0), (int)MAX(y, 1.0), bands->str);
}

/* Names of all fits whose raster is this one, each once, and in how many cases. */
static void put_names(GString *s, const gy_outcome *o, const GPtrArray *rasters, guint like)
{
    g_autoptr(GHashTable) nodes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) cases = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        if (rasters->pdata[i] && strcmp(rasters->pdata[i], rasters->pdata[like]) == 0) {
            g_string_append(s, g_hash_table_contains(nodes, f->node) ? ""
                               : g_hash_table_size(nodes) > 0        ? ", "
                                                                     : "");
            if (g_hash_table_add(nodes, f->node)) {
                gy_report_text(s, f->node);
            }
            g_hash_table_add(cases, f->run_case);
        }
    }
    const gy_fit_fact *first = o->fits->pdata[like];
    if (g_hash_table_size(cases) > 1) {
        g_string_append_printf(s, ", the same in %u cases", g_hash_table_size(cases));
    } else if (*first->run_case) {
        g_string_append(s, " (");
        gy_report_text(s, first->run_case);
        g_string_append_c(s, ')');
    }
}

static void put_one(GString *s, const gy_outcome *o, const GPtrArray *rasters, guint i)
{
    const gy_fit_fact *f = o->fits->pdata[i];
    g_string_append(s, "<p>Fits: ");
    put_names(s, o, rasters, i);
    g_string_append_printf(s, "</p>%s<div class=ends><span>", (char *)rasters->pdata[i]);
    gy_report_text(s, f->axis);
    g_string_append_printf(
        s, " 0</span><span>one band per fold</span><span>%" G_GINT64_FORMAT "</span></div>",
        f->n_rows - 1);
}

/* Each raster once, under the names of the fits it is of. */
static guint put_rasters(GString *s, const gy_outcome *o)
{
    g_autoptr(GPtrArray) rasters = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) drawn = g_hash_table_new(g_str_hash, g_str_equal);
    guint left = 0;
    for (guint i = 0; i < o->fits->len; i++) {
        const gy_fit_fact *f = o->fits->pdata[i];
        g_ptr_array_add(rasters, f->fold == 0 ? raster_of(o, f) : NULL);
    }
    for (guint i = 0; i < rasters->len; i++) {
        char *svg = rasters->pdata[i];
        if (!svg || g_hash_table_contains(drawn, svg)) {
            continue;
        }
        if (g_hash_table_size(drawn) == LIKE_MAX) {
            left++;
            continue;
        }
        g_hash_table_add(drawn, svg);
        put_one(s, o, rasters, i);
    }
    if (left > 0) {
        g_string_append_printf(s, "<p class=soft>%u more are in run.json.</p>", left);
    }
    return g_hash_table_size(drawn);
}

void gy_report_rasters(GString *s, const gy_story *t)
{
    g_string_append(
        s, "<h2>Rows and folds</h2><p class=key><b><span style=\"background:var(--train)\"></span>"
           "train</b> <b><span style=\"background:var(--test)\"></span>test</b> <b><span style=\""
           "background:var(--purged)\"></span>purged (would leak)</b> <b><span style=\"background:"
           "var(--unused)\"></span>unused</b></p>");
    if (put_rasters(s, t->outcome) == 0) {
        g_string_append(s, "<p>Nothing is fitted in folds: scores of this run are in-sample where "
                           "a model was fitted.</p>");
    }
}
