/* pooling_feed.c: what the fit of all cases sees of them. */
#include <string.h>

#include "core/error.h"
#include "run/pooling_parts.h"
#include "run/reduce.h"
#include "run/resolve.h"

/* "3 against 4 features", or where two domains of one length differ; NULL if they do not. */
static char *difference(const gy_domain *a, const gy_domain *b, int64_t na, int64_t nb)
{
    const char *name = a ? a->name : "";
    if (na != nb) {
        return g_strdup_printf("axis '%s' has %" G_GINT64_FORMAT " against %" G_GINT64_FORMAT, name,
                               na, nb);
    }
    if (a == b || !a || !b) {
        return a == b ? NULL : g_strdup_printf("axis '%s' is no axis with a name in both", name);
    }
    if (strcmp(a->name, b->name) != 0) {
        return g_strdup_printf("axis '%s' against '%s'", a->name, b->name);
    }
    if (a->numerator != b->numerator || a->denominator != b->denominator ||
        g_strcmp0(a->unit, b->unit) != 0) {
        return g_strdup_printf("axis '%s' has another rate", name);
    }
    for (guint i = 0; i < a->coords->len; i++) {
        const gy_coord *c = &g_array_index(a->coords, gy_coord, i);
        const gy_value *other = gy_domain_coord(b, c->name);
        for (int64_t r = 0; other && r < na; r++) {
            g_autofree char *x = gy_value_cell(c->values, r);
            g_autofree char *y = gy_value_cell(other, r);
            if (strcmp(x, y) != 0) {
                return g_strdup_printf("axis '%s' has %s = %s against %s at %" G_GINT64_FORMAT,
                                       name, c->name, x, y, r);
            }
        }
        if (!other) {
            return g_strdup_printf("axis '%s' has '%s' in one only", name, c->name);
        }
    }
    return b->coords->len == a->coords->len
               ? NULL
               : g_strdup_printf("axis '%s' has other coordinates", name);
}

static char *levels_differ(const gy_inport *a, const gy_inport *b)
{
    int64_t n = a->levels ? gy_value_rows(a->levels) : 0;
    gboolean same = !a->levels == !b->levels && (!b->levels || gy_value_rows(b->levels) == n);
    for (int64_t r = 0; same && r < n; r++) {
        g_autofree char *x = gy_value_cell(a->levels, r);
        g_autofree char *y = gy_value_cell(b->levels, r);
        same = strcmp(x, y) == 0;
    }
    return same ? NULL : g_strdup("they have other labels");
}

static char *feeds_differ(const gy_inport *ia, const gy_inport *ib, const gy_feed *a,
                          const gy_feed *b)
{
    if (!gy_reduce_has_rows(ia->port) || a->is_model) {
        return a->out == b->out ? NULL
                                : g_strdup("they are two values, and it is not read row by row");
    }
    if (a->rank != b->rank || !gy_dtype_equal(a->dtype, b->dtype)) {
        return g_strdup("they are of another type");
    }
    for (int32_t i = 1; i < a->rank; i++) {
        char *text = difference(a->domains[i], b->domains[i], a->shape[i], b->shape[i]);
        if (text) {
            return text;
        }
    }
    return levels_differ(ia, ib);
}

gboolean gy_pooling_meet(const gy_inst *a, const gy_inst *b, GError **error)
{
    for (unsigned i = 0; i < a->node->sig->n_in; i++) {
        for (unsigned k = 0; k < MAX(a->in[i].n, b->in[i].n); k++) {
            g_autofree char *why =
                a->in[i].n == b->in[i].n
                    ? feeds_differ(&a->in[i], &b->in[i], &a->in[i].feeds[k], &b->in[i].feeds[k])
                    : g_strdup("they are not equally many");
            if (why) {
                g_autofree char *one = gy_pooling_case(a), *two = gy_pooling_case(b);
                g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                            "[%s] %s = %s of %s and of %s cannot be fitted together (pool = %s): "
                            "%s",
                            a->node->name, a->in[i].port->name,
                            a->in[i].n > k ? a->in[i].feeds[k].link->text : "nothing", one, two,
                            a->node->pool, why);
                return FALSE;
            }
        }
    }
    return TRUE;
}

static const gy_feed *feed_of(const gy_inst *member, const gy_inport *in, const gy_feed *f)
{
    return &member->in[in->port->index].feeds[f - in->feeds];
}

gboolean gy_pooling_describe(const gy_inst *pooled, const gy_sig_port *port, gy_feed *f,
                             GError **error)
{
    const gy_pooling *p = pooled->pooling;
    const gy_inst *member = p->members->pdata[0];
    const gy_feed *one = feed_of(member, &pooled->in[port->index], f);
    if (one->is_table) {
        g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED,
                    "[%s] %s = %s is a table, which pool cannot bring together", pooled->node->name,
                    port->name, one->link->text);
        return FALSE;
    }
    f->is_rows = one->is_rows;
    f->is_model = one->is_model;
    f->source = f->dtype = one->dtype;
    f->rank = one->rank;
    memcpy(f->shape, one->shape, sizeof f->shape);
    memcpy(f->domains, one->domains, sizeof f->domains);
    f->own_levels = gy_value_ref(member->in[port->index].levels);
    if (gy_reduce_has_rows(port)) {
        f->shape[0] = p->rows->n;
        f->domains[0] = p->rows;
    }
    return TRUE;
}

gy_value *gy_pooling_value(gy_runtime *rt, const gy_inport *in, const gy_feed *f, GError **error)
{
    const gy_pooling *p = in->owner->pooling;
    gy_value *all = NULL;
    for (guint m = 0; m < p->members->len; m++) {
        const gy_inst *member = p->members->pdata[m];
        const gy_inport *mine = &member->in[in->port->index];
        gy_value *v = gy_feed_value(rt, mine, feed_of(member, in, f), error);
        if (!v || !gy_reduce_has_rows(in->port)) { /* one value, the same for all */
            gy_value_unref(all);
            return v;
        }
        g_autoptr(gy_value) part = v;
        if (part->payload != GY_PAYLOAD_ARRAY || part->view.layout != GY_DENSE) {
            g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED, "[%s] %s: pool takes dense arrays",
                        in->owner->node->name, in->port->name);
            gy_value_unref(all);
            return NULL;
        }
        size_t size = gy_dtype_size(gy_value_dtype(part));
        if (!all) {
            int64_t shape[GY_RANK_MAX];
            memcpy(shape, part->shape, sizeof shape);
            shape[0] = p->rows->n;
            all = gy_value_new_dense(rt->mem, gy_value_dtype(part), part->view.rank, shape, FALSE,
                                     error);
            if (!all) {
                return NULL;
            }
            all->levels = gy_value_ref(part->levels);
        }
        int64_t each = 1;
        for (int32_t i = 1; i < part->view.rank; i++) {
            each *= part->shape[i];
        }
        char *to = (char *)all->view.data + (size_t)(p->first[m] * each) * size;
        gy_gather_rows(&part->view, p->first[m + 1] - p->first[m], NULL, to);
    }
    return all;
}
