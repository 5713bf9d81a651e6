/* SPDX-License-Identifier: Apache-2.0 */
#include "embed/report_parts.h"

#include <math.h>

#include "embed/summary.h"

#define CLASSES_MAX 40
#define SHOWN       8

static void put_head(GString *s, const gy_value *levels)
{
    g_string_append(s, "<tr><th>true \\ predicted");
    for (int64_t k = 0; k < gy_value_rows(levels); k++) {
        g_autofree char *name = gy_value_cell(levels, k);
        g_string_append(s, "<th><div class=up>");
        gy_report_text(s, name);
        g_string_append(s, "</div>");
    }
    g_string_append(s, "</tr>");
}

/* One true class: counts, shaded by their share of the row. */
static void put_row(GString *s, const gy_value *v, int64_t k, const char *name)
{
    int64_t n = v->shape[1];
    double all = 0;
    for (int64_t j = 0; j < n; j++) {
        all += gy_value_number(v, k * n + j);
    }
    g_string_append(s, "<tr><th>");
    gy_report_text(s, name);
    for (int64_t j = 0; j < n; j++) {
        double count = gy_value_number(v, k * n + j);
        g_string_append(s, "<td style=\"background:rgba(37,99,168,");
        gy_put_f64(s, "%.2f", all > 0 && isfinite(count) ? 0.65 * count / all : 0);
        g_string_append(s, ")\">");
        if (count > 0) {
            gy_put_f64(s, "%.4g", count);
        }
    }
    g_string_append(s, "</tr>");
}

static void put_confusion(GString *s, const gy_result *r, const gy_value *v)
{
    int64_t n = v->shape[0];
    g_string_append(s, "<figure><figcaption>");
    gy_report_name(s, r->node->name, r->run_case);
    g_string_append(s, "</figcaption>");
    if (n > CLASSES_MAX) {
        g_string_append_printf(s,
                               "<p>%" G_GINT64_FORMAT " classes are too many for this page: see "
                               "the folder outputs.</p></figure>",
                               n);
        return;
    }
    g_string_append(s, "<div class=scroll><table class=confusion>");
    put_head(s, r->levels);
    for (int64_t k = 0; k < n; k++) {
        g_autofree char *name = gy_value_cell(r->levels, k);
        put_row(s, v, k, name);
    }
    g_string_append(s, "</table></div></figure>");
}

void gy_report_confusions(GString *s, const gy_story *t)
{
    guint n = 0;
    for (guint i = 0; i < t->outcome->results->len; i++) {
        const gy_result *r = t->outcome->results->pdata[i];
        for (unsigned k = 0; k < r->n_outs && k < r->node->sig->n_out; k++) {
            if (!gy_is_confusion(r, k) || n++ >= SHOWN) {
                continue;
            }
            if (n == 1) {
                g_string_append(s, "<h2>Confusion</h2><p class=soft>Test rows of all folds, by "
                                   "true class (down) and predicted class (across); shaded by the "
                                   "share of the true class.</p><div class=figures>");
            }
            put_confusion(s, r, r->values[k]);
        }
    }
    g_string_append(s, n > 0 ? "</div>" : "");
    if (n > SHOWN) {
        g_string_append_printf(s, "<p class=soft>%u more are in the folder outputs.</p>",
                               n - SHOWN);
    }
}
