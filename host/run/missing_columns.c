/* missing_columns.c: missing = drop-columns. Columns are the positions of the axis behind the rows.
 * One in which an input holds a missing value, in whatever row, is left out of the node; its axis
 * becomes a subset, so that everything downstream meets it there. Only whether a value is missing
 * decides, never what it is. */
#include "core/error.h"
#include "run/exec.h"
#include "run/missing.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/symbols.h"

#define SAYS "[%s] missing = drop-columns: "

/* Where the columns of an edge belong. */
typedef enum gy_column_place { OWN, SYMBOL, REST } gy_column_place;

static const gy_sig_axis *column_axis(const gy_sig_port *port)
{
    return port->type.form == GY_FORM_ARRAY && gy_reduce_has_rows(port) && port->type.n_axes > 1
               ? &port->type.axes[1]
               : NULL;
}

static gy_column_place place_of(const gy_sig_port *port)
{
    return port->many ? OWN : port->type.axes[1].is_rest ? REST : SYMBOL;
}

static gboolean has_columns(const gy_inport *in, const gy_feed *f)
{
    const gy_sig_axis *a = column_axis(in->port);
    return a && (a->symbol || a->is_rest) && f->rank > 1 && !f->is_rows && !f->is_table && !f->word;
}

/* Positions of axis 1 that hold a missing value. */
static gy_rows missing_columns(const gy_value *v)
{
    gy_rows_builder b = {0};
    int64_t n = v->view.rank > 1 ? v->shape[1] : 0;
    for (int64_t c = 0; c < n; c++) {
        if (gy_missing_in_column(v, c)) {
            gy_rows_builder_add(&b, c, c + 1);
        }
    }
    return gy_rows_builder_end(&b);
}

static gboolean find_missing(gy_runtime *rt, const gy_inport *in, const gy_feed *f, gy_rows *bad,
                             GError **error)
{
    if (in->port->missing || f->from->node->split) { /* gy_missing_guard refuses the latter */
        return TRUE;
    }
    if (!gy_exec_now(rt, f->from, error)) {
        return FALSE;
    }
    g_autoptr(gy_value) v = gy_feed_value(rt, in, f, error);
    if (!v) {
        return FALSE;
    }
    g_auto(gy_rows) mine = missing_columns(v);
    gy_rows both = gy_rows_union(bad, &mine);
    gy_rows_clear(bad);
    *bad = both;
    return TRUE;
}

/* Told once: in the log, the record and the report. */
static void tell(gy_runtime *rt, const gy_inst *inst, const char *port, const gy_rows *bad,
                 int64_t of)
{
    if (gy_missing_told(inst)) {
        return;
    }
    gy_drop_fact *f = gy_missing_fact(rt, inst, bad, of);
    f->columns_of = g_strdup(port);
    gy_log_message(rt->log, GY_LOG_INFO, f->node,
                   "missing = drop-columns: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                   " columns of %s hold a missing value and are dropped: %s",
                   f->n, f->of, port, f->rows);
    gy_missing_keep(rt, f);
}

/* The axis without the bad columns; *out_d is owned by the instance, NULL for a mere length. */
static int64_t *keep(gy_inst *inst, gy_domain *d, int64_t n, const gy_rows *bad, int64_t *out_n,
                     gy_domain **out_d, GError **error)
{
    g_auto(gy_rows) all = gy_rows_range(0, n);
    g_auto(gy_rows) good = gy_rows_subtract(&all, bad);
    *out_n = gy_rows_count(&good);
    *out_d = NULL;
    if (*out_n == 0) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    SAYS "all %" G_GINT64_FORMAT " columns hold a missing value", inst->node->name,
                    n);
        return NULL;
    }
    g_autofree int64_t *index = gy_rows_to_indices(&good);
    if (d) {
        *out_d = gy_domain_subset(d, NULL, *out_n, index, error);
        if (!*out_d) {
            return NULL;
        }
        inst->kept = inst->kept ? inst->kept
                                : g_ptr_array_new_with_free_func((GDestroyNotify)gy_domain_unref);
        g_ptr_array_add(inst->kept, *out_d);
    }
    return g_steal_pointer(&index);
}

/* An edge shows positions index[0 .. n) of those that it showed along an axis. */
static void narrow(gy_feed *f, int32_t at, int64_t n, const int64_t *index, gy_domain *d)
{
    int64_t **of = at == 0 ? &f->index : &f->columns;
    int64_t *to = g_new(int64_t, (gsize)MAX(n, 1));
    for (int64_t i = 0; i < n; i++) {
        to[i] = *of ? (*of)[index[i]] : index[i];
    }
    g_free(*of);
    *of = to;
    f->shape[at] = n;
    f->domains[at] = d;
}

/* Every edge that has this symbol as its first or second axis. */
static gboolean narrow_symbol(gy_inst *inst, gy_symbol *s, const gy_rows *bad, GError **error)
{
    gy_domain *d = NULL;
    int64_t n = 0;
    g_autofree int64_t *index = keep(inst, s->domain, s->n, bad, &n, &d, error);
    for (unsigned i = 0; index && i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        const gy_sig_type *t = &in->port->type;
        for (unsigned a = 0; a < t->n_axes && t->form == GY_FORM_ARRAY && !in->port->many; a++) {
            if (in->n == 0 || g_strcmp0(t->axes[a].symbol, s->name) != 0) {
                continue;
            }
            if (a > 1) {
                g_set_error(error, GY_ERROR, GY_ERR_UNSUPPORTED,
                            SAYS "axis %u of %s is one of these columns too; drop them at a node "
                                 "before",
                            inst->node->name, a, in->port->name);
                return FALSE;
            }
            narrow(&in->feeds[0], (int32_t)a, n, index, d);
        }
    }
    if (!index) {
        return FALSE;
    }
    gy_domain_unref(s->domain);
    s->domain = d ? gy_domain_ref(d) : NULL;
    s->n = n;
    return TRUE;
}

/* The first of the remaining axes, common to all ports that have `...` behind the rows. */
static gboolean narrow_rest(gy_inst *inst, const gy_rows *bad, GError **error)
{
    gy_domain *d = NULL;
    int64_t n = 0;
    g_autofree int64_t *index = keep(inst, inst->rest[0], inst->rest_n[0], bad, &n, &d, error);
    for (unsigned i = 0; index && i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n; k++) {
            if (has_columns(in, &in->feeds[k]) && place_of(in->port) == REST) {
                narrow(&in->feeds[k], 1, n, index, d);
            }
        }
    }
    inst->rest[0] = index ? d : inst->rest[0];
    inst->rest_n[0] = index ? n : inst->rest_n[0];
    return index != NULL;
}

/* Edges of a `many` port have columns of their own. */
static gboolean drop_own(gy_runtime *rt, gy_inst *inst, gy_inport *in, GError **error)
{
    for (unsigned k = 0; k < in->n; k++) {
        gy_feed *f = &in->feeds[k];
        g_auto(gy_rows) bad = {0};
        gy_domain *d = NULL;
        int64_t n = 0;
        if (!has_columns(in, f)) {
            continue;
        }
        if (!find_missing(rt, in, f, &bad, error)) {
            return FALSE;
        }
        if (bad.n == 0) {
            continue;
        }
        tell(rt, inst, in->port->name, &bad, f->shape[1]);
        g_autofree int64_t *index = keep(inst, f->domains[1], f->shape[1], &bad, &n, &d, error);
        if (!index) {
            return FALSE;
        }
        narrow(f, 1, n, index, d);
    }
    return TRUE;
}

/* All edges whose columns are the same axis as those of port `first`. */
static gboolean drop_shared(gy_runtime *rt, gy_inst *inst, unsigned first, GError **error)
{
    const gy_sig_port *port = inst->in[first].port;
    gy_column_place place = place_of(port);
    g_auto(gy_rows) bad = {0};
    for (unsigned i = first; i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        gboolean same = in->n > 0 && has_columns(in, &in->feeds[0]) &&
                        place_of(in->port) == place &&
                        (place == REST ||
                         g_strcmp0(in->port->type.axes[1].symbol, port->type.axes[1].symbol) == 0);
        if (same && !find_missing(rt, in, &in->feeds[0], &bad, error)) {
            return FALSE;
        }
    }
    if (bad.n == 0) {
        return TRUE;
    }
    gy_symbol *s = place == SYMBOL ? gy_symbols_find(inst, port->type.axes[1].symbol) : NULL;
    tell(rt, inst, port->name, &bad, s ? s->n : inst->rest_n[0]);
    return s ? narrow_symbol(inst, s, &bad, error) : narrow_rest(inst, &bad, error);
}

gboolean gy_missing_drop_columns(gy_runtime *rt, gy_inst *inst, GError **error)
{
    gboolean any = FALSE;
    if (g_strcmp0(inst->node->missing, "drop-columns") != 0) {
        return TRUE;
    }
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        if (in->n == 0 || !has_columns(in, &in->feeds[0])) {
            continue;
        }
        any = TRUE;
        gboolean own = place_of(in->port) == OWN;
        if (!(own ? drop_own(rt, inst, in, error) : drop_shared(rt, inst, i, error))) {
            return FALSE;
        }
    }
    if (!any) {
        g_set_error(error, GY_ERROR, GY_ERR_USAGE, SAYS "%s has no columns to drop",
                    inst->node->name, inst->node->sig->id);
    }
    return any;
}
