/* SPDX-License-Identifier: Apache-2.0
 *
 * report_histogram.c: counts as bars: values chosen from a grid, draws of a permutation test. */
#include "embed/report_parts.h"

#include <math.h>
#include <string.h>

#include "embed/summary.h"

#define HEIGHT 120.0
#define BELOW  18.0
#define BINS   25
#define SHOWN  12

static void put_bars(GString *s, guint n, const int64_t *count)
{
    int64_t most = 1;
    double width = GY_PLOT_WIDTH / n;
    for (guint i = 0; i < n; i++) {
        most = MAX(most, count[i]);
    }
    for (guint i = 0; i < n; i++) {
        double h = (HEIGHT - BELOW - 14) * (double)count[i] / (double)most;
        gy_plot_rect(s, i * width, HEIGHT - BELOW - h, MAX(width - 2, 1), h, "bar");
        if (count[i] > 0 && n <= 20) {
            g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, count[i]);
            gy_plot_text(s, (i + .5) * width, HEIGHT - BELOW - h - 3, "middle", text);
        }
    }
    gy_plot_line(s, 0, HEIGHT - BELOW, GY_PLOT_WIDTH, HEIGHT - BELOW, "axis");
}

static void put_chosen(GString *s, const gy_chosen_fact *f)
{
    guint n = f->grid->len;
    g_string_append(s, "<figure class=one><figcaption>");
    gy_report_name(s, f->node, f->run_case);
    g_string_append_printf(s, ": %s in use in %" G_GINT64_FORMAT " fold%s, one per target",
                           f->param, f->folds, f->folds == 1 ? "" : "s");
    if (f->other > 0) {
        g_string_append_printf(s, "; %" G_GINT64_FORMAT " not of the grid", f->other);
    }
    g_string_append(s, "</figcaption>");
    gy_plot_begin(s, GY_PLOT_WIDTH, HEIGHT, "how often each value was chosen");
    put_bars(s, n, (const int64_t *)(void *)f->count->data);
    gy_plot_number(s, 0, HEIGHT - 4, "start", g_array_index(f->grid, double, 0));
    gy_plot_number(s, GY_PLOT_WIDTH * (n / 2 + .5) / n, HEIGHT - 4, "middle",
                   g_array_index(f->grid, double, n / 2));
    gy_plot_number(s, GY_PLOT_WIDTH, HEIGHT - 4, "end", g_array_index(f->grid, double, n - 1));
    gy_plot_end(s);
    g_string_append(s, "</figure>");
}

void gy_report_chosen(GString *s, const gy_story *t)
{
    const GPtrArray *all = t->outcome->chosen;
    if (all->len == 0) {
        return;
    }
    g_string_append(s, "<h2>Values chosen on inner folds</h2><p class=soft>Each bar is one value "
                       "of the grid; its height says for how many targets and folds the training "
                       "rows chose it. A pile at either end asks for a wider grid.</p><div "
                       "class=figures>");
    for (guint i = 0; i < all->len && i < SHOWN; i++) {
        put_chosen(s, all->pdata[i]);
    }
    g_string_append(s, "</div>");
    if (all->len > SHOWN) {
        g_string_append_printf(s, "<p class=soft>%u more are in run.json.</p>", all->len - SHOWN);
    }
}

static void put_items(GString *s, const char *name, const double *p, int64_t n)
{
    int64_t below = 0;
    for (int64_t k = 0; p && k < n; k++) {
        below += p[k] <= 0.05 ? 1 : 0;
    }
    if (p) {
        g_string_append_printf(s, " %" G_GINT64_FORMAT " %s;", below, name);
    }
}

/* How many items stay below .05, raw and corrected for there being many. */
static void put_corrections(GString *s, const gy_chance_fact *f)
{
    if (f->n_items < 2 || !f->item_p) {
        return;
    }
    g_string_append_printf(s,
                           "<p class=soft>Of %" G_GINT64_FORMAT " items (%" G_GINT64_FORMAT
                           " without a score), p is at most .05 for:",
                           f->n_items, f->n_missing);
    put_items(s, "uncorrected", f->item_p, f->n_items);
    put_items(s, "against the best item of each draw (max)", f->p_max, f->n_items);
    put_items(s, "false discovery rate (Benjamini and Hochberg)", f->p_fdr, f->n_items);
    put_items(s, "Holm", f->p_holm, f->n_items);
    g_string_append(s, " every p is in scores.tsv.</p>");
}

static void put_draws(GString *s, const gy_chance_fact *f)
{
    int64_t count[BINS] = {0};
    gy_axis a = {INFINITY, -INFINITY, 0, GY_PLOT_WIDTH};
    double sum = 0;
    gy_axis_add(&a, f->observed);
    for (guint i = 0; i < f->draws->len; i++) {
        double x = g_array_index(f->draws, double, i);
        gy_axis_add(&a, x);
        sum += x;
    }
    gy_axis_settle(&a);
    for (guint i = 0; i < f->draws->len; i++) {
        double at = gy_axis_at(&a, g_array_index(f->draws, double, i)) / GY_PLOT_WIDTH * BINS;
        if (isfinite(at)) {
            count[(int)CLAMP(at, 0, BINS - 1)]++;
        }
    }
    g_string_append(s, "<figure class=one><figcaption>");
    gy_report_name(s, f->node, f->run_case);
    g_string_append(s, ": observed <b>");
    gy_report_number(s, f->observed);
    g_string_append_printf(s, "</b> (red); %u %s of mean ", f->draws->len,
                           f->exact ? "rearrangements, each once," : "draws");
    gy_report_number(s, f->draws->len > 0 ? sum / f->draws->len : (double)NAN);
    g_string_append(s, f->group && !f->group->refit ? " without refitting" : "");
    g_string_append(s, "; p = ");
    gy_put_f64(s, "%.3g", f->p);
    g_string_append_printf(s, ", one-sided (%s is better), smallest possible ",
                           f->low ? "lower" : "higher");
    gy_put_f64(s, "%.3g", 1.0 / (f->draws->len + 1.0));
    g_string_append(s, "</figcaption>");
    gy_plot_begin(s, GY_PLOT_WIDTH, HEIGHT, "draws of the permutation test");
    put_bars(s, BINS, count);
    double x = CLAMP(gy_axis_at(&a, f->observed), 1, GY_PLOT_WIDTH - 1);
    gy_plot_line(s, x, 6, x, HEIGHT - BELOW, "seen");
    gy_plot_number(s, 0, HEIGHT - 4, "start", a.lo);
    gy_plot_number(s, GY_PLOT_WIDTH, HEIGHT - 4, "end", a.hi);
    gy_plot_end(s);
    put_corrections(s, f);
    g_string_append(s, "</figure>");
}

void gy_report_draws(GString *s, const gy_story *t)
{
    const GPtrArray *all = t->outcome->chances;
    if (all->len == 0) {
        return;
    }
    g_string_append(s, "<h2>Chance</h2><p class=soft>Scores when what the file names is rearranged "
                       "and models are fitted anew, unless it says without refitting. p = (b + 1) "
                       "/ (m + 1): b of m draws "
                       "are at least as good as the observed score.</p><div class=figures>");
    for (guint i = 0; i < all->len && i < SHOWN; i++) {
        put_draws(s, all->pdata[i]);
    }
    g_string_append(s, "</div>");
    if (all->len > SHOWN) {
        g_string_append_printf(s, "<p class=soft>%u more are in run.json.</p>", all->len - SHOWN);
    }
}
