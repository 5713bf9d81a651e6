/* param.c: a value as a parameter of a node's text wants it: kind, unit, range, length. */
#include "graph/param.h"

#include <string.h>

#include "core/error.h"

static gy_want want_of(const gy_sig_param *p)
{
    static const gy_literal_kind kinds[] = {
        [GY_BASE_F64] = GY_LITERAL_NUMBER,        [GY_BASE_I64] = GY_LITERAL_INTEGER,
        [GY_BASE_BOOL] = GY_LITERAL_BOOL,         [GY_BASE_TEXT] = GY_LITERAL_TEXT,
        [GY_BASE_PATH] = GY_LITERAL_PATH,         [GY_BASE_CHOICE] = GY_LITERAL_CHOICE,
        [GY_BASE_QUANTITY] = GY_LITERAL_QUANTITY, [GY_BASE_INTERVAL] = GY_LITERAL_INTERVAL,
        [GY_BASE_MAP] = GY_LITERAL_MAP,           [GY_BASE_COLUMNS] = GY_LITERAL_COLUMNS,
        [GY_BASE_SHARE] = GY_LITERAL_SHARE,       [GY_BASE_SCHEME] = GY_LITERAL_SCHEME,
        [GY_BASE_SPEC] = GY_LITERAL_SPEC,         [GY_BASE_OUT_PATH] = GY_LITERAL_PATH,
    };
    gy_want w = {.kind = kinds[p->base],
                 .list = p->is_list,
                 .counts = TRUE,
                 .choices = p->base == GY_BASE_CHOICE ? p->choices : NULL};
    for (int i = 0; p->units && p->units[i]; i++) {
        gboolean rows = strcmp(p->units[i], "rows") == 0;
        w.or_rows |= rows;
        if (!rows && !w.unit) {
            w.unit = gy_unit_find(p->units[i]);
        } else if (!rows && gy_unit_find(p->units[i])->dimension != w.unit->dimension) {
            w.other = gy_unit_find(p->units[i]);
        }
    }
    if (!w.unit && w.or_rows) {
        w.unit = gy_unit_find("rows");
    }
    return w;
}

int64_t gy_literal_count(const gy_literal *l)
{
    switch (l->kind) {
    case GY_LITERAL_MAP:
        return (int64_t)l->n_texts / 2;
    case GY_LITERAL_COLUMNS:
        return (int64_t)l->n_columns;
    case GY_LITERAL_SPEC:
        return (int64_t)l->n_phrases;
    case GY_LITERAL_SCHEME:
        return l->n_phrases ? 1 + (int64_t)l->phrases[0].n_arguments : 0;
    default:
        return l->n_numbers ? (int64_t)l->n_numbers : (int64_t)l->n_texts;
    }
}

static gboolean in_range(const gy_sig_param *p, const gy_literal *l, GError **error)
{
    for (size_t i = 0; i < l->n_numbers; i++) {
        double x = l->numbers[i];
        gboolean low = p->has_lo && (p->lo_open ? !(x > p->lo) : !(x >= p->lo));
        gboolean high = p->has_hi && (p->hi_open ? !(x < p->hi) : !(x <= p->hi));
        if (low || high) {
            g_set_error(error, GY_ERROR, GY_ERR_PARAM, "%s must be %s %g, not %g", p->name,
                        low ? (p->lo_open ? "above" : "at least")
                            : (p->hi_open ? "below" : "at most"),
                        low ? p->lo : p->hi, x);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_param_read(const gy_sig_param *p, const char *text, gy_literal *out, GError **error)
{
    gy_want w = want_of(p);
    g_auto(gy_literal) l = {0};
    g_autoptr(GError) why = NULL;
    if (!gy_literal_parse(text, &w, &l, &why)) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, "%s: %s", p->name, why->message);
        return FALSE;
    }
    if (!in_range(p, &l, error)) {
        return FALSE;
    }
    /* a range stands for steps of an axis that only the run knows */
    if (p->exact >= 0 && l.kind != GY_LITERAL_RANGE && gy_literal_count(&l) != p->exact) {
        g_set_error(error, GY_ERROR, GY_ERR_PARAM,
                    "%s wants exactly %" G_GINT64_FORMAT " values, not %" G_GINT64_FORMAT, p->name,
                    p->exact, gy_literal_count(&l));
        return FALSE;
    }
    *out = l;
    l = (gy_literal){0};
    return TRUE;
}
