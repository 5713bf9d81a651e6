/* SPDX-License-Identifier: Apache-2.0
 *
 * meet.c: where two domains meet (declared in domain.h). */
#include <string.h>

#include "core/error.h"
#include "value/domain.h"
#include "value/value.h"

void gy_meeting_clear(gy_meeting *m)
{
    gy_domain_unref(m->domain);
    g_free(m->a);
    g_free(m->b);
    *m = (gy_meeting){0};
}

/* "; the first difference is run = 3 against run = 4 at row 17", "; row 17 (run = 4) is in one of
 * them only", or "". */
static char *first_difference(const gy_domain *a, const gy_domain *b)
{
    for (guint i = 0; i < a->coords->len; i++) {
        const gy_coord *ca = &g_array_index(a->coords, gy_coord, i);
        const gy_value *vb = gy_domain_coord(b, ca->name);
        if (!vb) {
            continue;
        }
        for (int64_t r = 0; r < MIN(a->n, b->n); r++) {
            g_autofree char *x = gy_value_cell(ca->values, r);
            g_autofree char *y = gy_value_cell(vb, r);
            if (strcmp(x, y) != 0) {
                return g_strdup_printf(
                    "; the first difference is %s = %s against %s at row %" G_GINT64_FORMAT,
                    ca->name, x, y, r);
            }
        }
        if (a->n != b->n) {
            int64_t r = MIN(a->n, b->n);
            g_autofree char *x = gy_value_cell(a->n > b->n ? ca->values : vb, r);
            return g_strdup_printf("; row %" G_GINT64_FORMAT " (%s = %s) is in one of them only", r,
                                   ca->name, x);
        }
    }
    return g_strdup("");
}

static gboolean no_meeting(const gy_domain *a, const gy_domain *b, GError **error)
{
    g_autofree char *where = first_difference(a, b);
    g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                "axes '%s' (%" G_GINT64_FORMAT " rows) and '%s' (%" G_GINT64_FORMAT
                " rows) do not meet: neither comes from the other's rows%s",
                a->name, a->n, b->name, b->n, where);
    return FALSE;
}

/* Rows of the root, with the positions of both in their intersection. */
static gboolean meet_subsets(gy_domain *a, gy_domain *b, gy_meeting *out, GError **error)
{
    const gy_domain *root = gy_domain_root(a);
    g_autofree int64_t *ra = gy_domain_rows_in(a, root);
    g_autofree int64_t *rb = gy_domain_rows_in(b, root);
    int64_t most = MIN(a->n, b->n), n = 0, i = 0, j = 0;
    g_autofree int64_t *ia = g_new(int64_t, (gsize)MAX(most, 1));
    g_autofree int64_t *ib = g_new(int64_t, (gsize)MAX(most, 1));
    while (i < a->n && j < b->n) {
        if (ra[i] == rb[j]) {
            ia[n] = i++;
            ib[n++] = j++;
        } else if (ra[i] < rb[j]) {
            i++;
        } else {
            j++;
        }
    }
    gy_meeting m = {0};
    if (n == a->n) {
        m.domain = gy_domain_ref(a);
        m.b = g_steal_pointer(&ib);
    } else if (n == b->n) {
        m.domain = gy_domain_ref(b);
        m.a = g_steal_pointer(&ia);
    } else {
        m.domain = gy_domain_subset(a, a->name, n, ia, error);
        if (!m.domain) {
            return FALSE;
        }
        m.a = g_steal_pointer(&ia);
        m.b = g_steal_pointer(&ib);
    }
    *out = m;
    return TRUE;
}

gboolean gy_domain_meet(gy_domain *a, gy_domain *b, gy_meeting *out, GError **error)
{
    if (!a || !b) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "axis '%s' cannot meet an axis that stands for nothing",
                    a   ? a->name
                    : b ? b->name
                        : "");
        return FALSE;
    }
    if (a == b) {
        *out = (gy_meeting){gy_domain_ref(a), NULL, NULL};
        return TRUE;
    }
    if (gy_domain_root(a) != gy_domain_root(b)) {
        return no_meeting(a, b, error);
    }
    return meet_subsets(a, b, out, error);
}
