/* SPDX-License-Identifier: Apache-2.0 */
#include "value/domain.h"

#include <string.h>

#include "core/error.h"
#include "value/value.h"

static void clear_coord(gpointer p)
{
    gy_coord *c = p;
    g_free(c->name);
    gy_value_unref(c->values);
}

gy_domain *gy_domain_new(const char *name, int64_t n)
{
    gy_domain *d = g_new0(gy_domain, 1);
    g_atomic_ref_count_init(&d->refs);
    d->name = g_strdup(name);
    d->n = n;
    d->n_segments = 1;
    d->first = g_new0(int64_t, 1);
    d->start = g_new0(double, 1);
    d->coords = g_array_new(FALSE, TRUE, sizeof(gy_coord));
    g_array_set_clear_func(d->coords, clear_coord);
    return d;
}

gy_domain *gy_domain_ref(gy_domain *d)
{
    if (d) {
        g_atomic_ref_count_inc(&d->refs);
    }
    return d;
}

void gy_domain_unref(gy_domain *d)
{
    if (!d || !g_atomic_ref_count_dec(&d->refs)) {
        return;
    }
    gy_domain_unref(d->parent);
    g_array_unref(d->coords);
    g_free(d->name);
    g_free(d->index);
    g_free(d->first);
    g_free(d->unit);
    g_free(d->start);
    g_free(d);
}

gy_segments gy_domain_segments(const gy_domain *d)
{
    return (gy_segments){d->n, d->n > 0 ? d->n_segments : 0, d->first};
}

gboolean gy_domain_set_segments(gy_domain *d, int64_t n, const int64_t *first, GError **error)
{
    gboolean good = n >= 1 && first[0] == 0;
    for (int64_t i = 1; good && i < n; i++) {
        good = first[i] > first[i - 1] && first[i] < d->n;
    }
    if (!good) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "segments of axis '%s' must start at row 0 and rise below %" G_GINT64_FORMAT,
                    d->name, d->n);
        return FALSE;
    }
    g_free(d->first);
    g_free(d->start);
    d->n_segments = n;
    d->first = g_memdup2(first, (gsize)n * sizeof *first);
    d->start = g_new0(double, (gsize)n);
    return TRUE;
}

gboolean gy_domain_set_rate(gy_domain *d, int64_t numerator, int64_t denominator, const char *unit,
                            const double *start, GError **error)
{
    if (numerator <= 0 || denominator <= 0) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "step of axis '%s' must be positive", d->name);
        return FALSE;
    }
    d->numerator = numerator;
    d->denominator = denominator;
    g_free(d->unit);
    d->unit = g_strdup(unit ? unit : "");
    if (start) {
        memcpy(d->start, start, (size_t)d->n_segments * sizeof *start);
    }
    return TRUE;
}

gboolean gy_domain_set_coord(gy_domain *d, const char *name, gy_value *values, GError **error)
{
    gboolean fits = values && values->view.rank == 1 && values->shape[0] == d->n &&
                    (values->view.layout == GY_DENSE) == !(values->view.flags & GY_TEXT);
    if (!fits) {
        g_set_error(
            error, GY_ERROR, GY_ERR_SHAPE,
            "coordinate '%s' of axis '%s' must have one value for each of the %" G_GINT64_FORMAT
            " rows",
            name, d->name, d->n);
        return FALSE;
    }
    for (guint i = 0; i < d->coords->len; i++) {
        gy_coord *c = &g_array_index(d->coords, gy_coord, i);
        if (strcmp(c->name, name) == 0) {
            gy_value_ref(values);
            gy_value_unref(c->values);
            c->values = values;
            return TRUE;
        }
    }
    gy_coord c = {g_strdup(name), gy_value_ref(values)};
    g_array_append_val(d->coords, c);
    return TRUE;
}

gy_value *gy_domain_coord(const gy_domain *d, const char *name)
{
    for (guint i = 0; i < d->coords->len; i++) {
        const gy_coord *c = &g_array_index(d->coords, gy_coord, i);
        if (strcmp(c->name, name) == 0) {
            return c->values;
        }
    }
    return NULL;
}

/* Segments of a subset: a new one begins where the parent's segment changes. The rate is kept if
 * within every segment the rows stay adjacent; its start moves to the first row kept. */
static void inherit_segments(gy_domain *d, const gy_domain *p)
{
    g_autoptr(GArray) first = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GArray) start = g_array_new(FALSE, FALSE, sizeof(double));
    gboolean adjacent = p->numerator > 0;
    int64_t segment = -1;
    for (int64_t i = 0; i < d->n; i++) {
        int64_t s = MAX(segment, 0);
        while (s + 1 < p->n_segments && p->first[s + 1] <= d->index[i]) {
            s++;
        }
        if (s != segment) {
            double offset = (double)(d->index[i] - p->first[s]);
            double step = p->numerator ? (double)p->numerator / (double)p->denominator : 0.0;
            double at = p->start[s] + offset * step;
            g_array_append_val(first, i);
            g_array_append_val(start, at);
            segment = s;
        } else if (d->index[i] != d->index[i - 1] + 1) {
            adjacent = FALSE;
        }
    }
    if (first->len > 0) {
        (void)gy_domain_set_segments(d, first->len, (const int64_t *)(void *)first->data, NULL);
    }
    if (adjacent && first->len > 0) {
        (void)gy_domain_set_rate(d, p->numerator, p->denominator, p->unit,
                                 (const double *)(void *)start->data, NULL);
    }
}

gy_domain *gy_domain_subset(gy_domain *parent, const char *name, int64_t n, const int64_t *index,
                            GError **error)
{
    if (n < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "a subset of axis '%s' cannot have %" G_GINT64_FORMAT " rows", parent->name, n);
        return NULL;
    }
    for (int64_t i = 0; i < n; i++) {
        if (index[i] < 0 || index[i] >= parent->n || (i > 0 && index[i] <= index[i - 1])) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                        "a subset of axis '%s' must name rising rows below %" G_GINT64_FORMAT
                        ", not row %" G_GINT64_FORMAT " at place %" G_GINT64_FORMAT,
                        parent->name, parent->n, index[i], i);
            return NULL;
        }
    }
    g_autoptr(gy_domain) d = gy_domain_new(name ? name : parent->name, n);
    d->parent = gy_domain_ref(parent);
    d->index = g_new(int64_t, (gsize)MAX(n, 1));
    for (int64_t i = 0; i < n; i++) {
        d->index[i] = index[i];
    }
    inherit_segments(d, parent);
    for (guint i = 0; i < parent->coords->len; i++) {
        const gy_coord *c = &g_array_index(parent->coords, gy_coord, i);
        g_autoptr(gy_value) picked = gy_value_take_rows(c->values, n, index, error);
        if (!picked || !gy_domain_set_coord(d, c->name, picked, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&d);
}

const gy_domain *gy_domain_root(const gy_domain *d)
{
    while (d && d->parent) {
        d = d->parent;
    }
    return d;
}

int64_t *gy_domain_rows_in(const gy_domain *d, const gy_domain *ancestor)
{
    if (!d || !ancestor) {
        return NULL;
    }
    int64_t n = d->n;
    int64_t *rows = g_new(int64_t, (gsize)MAX(n, 1));
    for (int64_t i = 0; i < n; i++) {
        rows[i] = i;
    }
    for (; d != ancestor; d = d->parent) {
        if (!d->parent) {
            g_free(rows);
            return NULL;
        }
        for (int64_t i = 0; i < n; i++) {
            rows[i] = d->index[rows[i]];
        }
    }
    return rows;
}
