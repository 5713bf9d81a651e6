/* missing_guard.c: what a node may not be given: missing values it does not take, infinite ones
 * that nothing can be fitted to. Declared in missing.h. */
#include <math.h>

#include "core/error.h"
#include "run/missing.h"
#include "run/reduce.h"
#include "sugar.h"

/* Numbers of a whole value that are not finite, at memory speed where it lies in C order. */
static int64_t count_all(const gy_value *v)
{
    int64_t n = 0, size = gy_size_from(&v->view, 0);
    if (v->view.code != GY_FLOAT || v->view.layout != GY_DENSE) {
        return 0;
    }
    int64_t packed = 1;
    gboolean plain = TRUE; /* C order */
    for (int32_t i = v->view.rank - 1; i >= 0; i--) {
        plain &= v->view.stride[i] == packed || v->view.shape[i] == 1;
        packed *= v->view.shape[i];
    }
    const float *x32 = v->view.data;
    const double *x64 = v->view.data;
    for (int64_t k = 0; plain && v->view.bits == 32 && k < size; k++) {
        n += !isfinite(x32[k]);
    }
    for (int64_t k = 0; plain && v->view.bits == 64 && k < size; k++) {
        n += !isfinite(x64[k]);
    }
    if (plain && v->view.bits >= 32) {
        return n;
    }
    for (int64_t k = 0; k < size; k++) {
        n += !isfinite(gy_value_number(v, k));
    }
    return n;
}

static gboolean is_infinite(const gy_value *v, int64_t k)
{
    return v->view.code == GY_FLOAT && isinf(gy_value_number(v, k)) &&
           !(v->view.valid && !v->view.valid[k]);
}

static gboolean is_vast(const gy_value *v, int64_t k)
{
    double x = fabs(gy_value_number(v, k));
    return x > (v->view.bits == 32 ? 1e18 : 1e150); /* its square, or a sum of some, overflows */
}

/* Elements of a kind in the rows and columns that an edge shows, and the first row of one. */
static int64_t count_shown(const gy_feed *feed, const gy_value *v,
                           gboolean (*is)(const gy_value *, int64_t), int64_t *out_row)
{
    int64_t n = 0, width = v->view.rank > 1 ? v->shape[1] : 1;
    int64_t inner = v->view.rank > 1 ? gy_size_from(&v->view, 2) : 1;
    int64_t rows = feed->index ? feed->shape[0] : v->view.rank > 0 ? v->shape[0] : 1;
    int64_t columns = feed->columns ? feed->shape[1] : width;
    for (int64_t r = 0; gy_missing_may(v) && r < rows; r++) {
        int64_t row = feed->index ? feed->index[r] : r;
        for (int64_t c = 0; c < columns; c++) {
            int64_t at = row * width + (feed->columns ? feed->columns[c] : c);
            for (int64_t k = 0; k < inner; k++) {
                if (is(v, at * inner + k) && n++ == 0) {
                    *out_row = r;
                }
            }
        }
    }
    return n;
}

/* The array that an edge shows, NULL if it shows none. */
static const gy_value *shown(const gy_feed *feed)
{
    const gy_out *o = feed->out;
    const gy_value *v =
        feed->column && o->value && o->columns ? gy_table_column(o->value, feed->column) : o->value;
    return feed->word || !v || v->payload != GY_PAYLOAD_ARRAY ? NULL : v;
}

/* Whether all numbers of an output are there and finite; looked at once. */
static gboolean is_whole(gy_out *o, const gy_value *v)
{
    if (v != o->value) {
        return FALSE;
    }
    if (o->n_missing < 0 && !v->view.valid) {
        o->n_missing = count_all(v);
    }
    return o->n_missing == 0;
}

static gboolean refuse_missing(const gy_inst *inst, const gy_inport *in, const gy_feed *feed,
                               int64_t missing, GError **error)
{
    gboolean says = gy_missing_drops(inst) || g_strcmp0(inst->node->missing, "drop-columns") == 0;
    gboolean inside = says && feed->from->node->split;
    g_set_error(error, GY_ERROR, GY_ERR_DATA,
                "[%s] %s = %s holds %" G_GINT64_FORMAT
                " missing values (NaN), which %s does not take%s",
                inst->node->name, in->port->name, feed->link->text, missing, inst->node->sig->id,
                inside ? "; they are made inside the folds, so drop them at a node before" : "");
    return FALSE;
}

static gboolean guard(const gy_inst *inst, const gy_inport *in, const gy_feed *feed, GError **error)
{
    const gy_value *v = shown(feed);
    int64_t row = 0, n = 0;
    gboolean skipped = inst->node->metric && gy_missing_drops(inst) &&
                       gy_reduce_has_rows(in->port); /* gy_missing_skip */
    if (!v || in->port->type.form != GY_FORM_ARRAY || is_whole(feed->out, v)) {
        return TRUE;
    }
    if (!in->port->missing && !skipped && (n = count_shown(feed, v, gy_missing_at, &row)) > 0) {
        return refuse_missing(inst, in, feed, n, error);
    }
    if (inst->fits && gy_missing_may(v) && (n = count_shown(feed, v, is_infinite, &row)) > 0) {
        g_set_error(error, GY_ERROR, GY_ERR_DATA,
                    "[%s] %s = %s holds %" G_GINT64_FORMAT
                    " infinite value%s, the first in row %" G_GINT64_FORMAT ": nothing can be "
                    "fitted to them",
                    inst->node->name, in->port->name, feed->link->text, n, n == 1 ? "" : "s", row);
        return FALSE;
    }
    return TRUE;
}

gboolean gy_missing_guard(gy_inst *inst, GError **error)
{
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n; k++) {
            if (!guard(inst, in, &in->feeds[k], error)) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

void gy_missing_explain(const gy_inst *inst, GError **error)
{
    for (unsigned i = 0; error && *error && i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            const gy_feed *feed = &inst->in[i].feeds[k];
            const gy_value *v = shown(feed);
            int64_t row = 0, n = 0;
            if (v && gy_missing_may(v) && (n = count_shown(feed, v, is_vast, &row)) > 0) {
                char *text = g_strdup_printf("%s; %s = %s holds %" G_GINT64_FORMAT
                                             " value%s too large to be squared, the "
                                             "first in row %" G_GINT64_FORMAT,
                                             (*error)->message, inst->in[i].port->name,
                                             feed->link->text, n, n == 1 ? "" : "s", row);
                g_free((*error)->message);
                (*error)->message = text;
                return;
            }
        }
    }
}
