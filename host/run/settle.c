/* settle.c: dtypes of the feeds of a node, its letters T and U, and the levels of its labels. */
#include "run/resolve.h"

#include <string.h>

#include "core/error.h"
#include "run/labels.h"

static gboolean fixed_dtype(gy_sig_dtype d, gy_dtype *out)
{
    return d <= GY_DTYPE_TEXT && gy_dtype_parse(gy_sig_dtype_name(d), out);
}

/* A letter is f32 only if everything bound to it is, or if the file's precision says so. */
static void choose_letters(gy_runtime *rt, gy_inst *inst)
{
    gboolean single = g_strcmp0(rt->graph->precision, "f32") == 0;
    gboolean all[2] = {TRUE, TRUE}, any[2] = {FALSE, FALSE};
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        gy_sig_dtype d = in->port->type.dtype;
        if (in->port->type.form != GY_FORM_ARRAY || (d != GY_DTYPE_T && d != GY_DTYPE_U)) {
            continue;
        }
        int letter = d == GY_DTYPE_U;
        for (unsigned k = 0; k < in->n; k++) {
            any[letter] = TRUE;
            all[letter] &= gy_dtype_equal(in->feeds[k].source, GY_F32);
        }
    }
    inst->T = single || (any[0] && all[0]) ? GY_F32 : GY_F64;
    inst->U = single || (any[1] && all[1]) ? GY_F32 : GY_F64;
}

static gboolean settle_feed(gy_inst *inst, const gy_inport *in, gy_feed *f, GError **error)
{
    gy_sig_dtype want = in->port->type.dtype;
    f->dtype = f->source;
    if (in->port->type.form != GY_FORM_ARRAY || want == GY_DTYPE_ANY || want == GY_DTYPE_LABEL) {
        return TRUE;
    }
    gboolean text = (f->source.flags & GY_TEXT) != 0;
    gboolean letter = want == GY_DTYPE_T || want == GY_DTYPE_U;
    gy_dtype to = f->source;
    if (letter) {
        to = want == GY_DTYPE_T ? inst->T : inst->U;
    } else {
        (void)fixed_dtype(want, &to);
    }
    gboolean narrowed = letter && gy_dtype_equal(f->source, GY_F64);
    gboolean good = want == GY_DTYPE_REAL
                        ? !text
                        : gy_dtype_widens(f->source, to) || narrowed || (letter && !text);
    if (!good) {
        g_autofree char *type = gy_sig_type_text(&in->port->type);
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE,
                    "[%s] %s wants %s, but %s gives %s, which cannot become %s without loss",
                    inst->node->name, in->port->name, type, f->link->text, gy_dtype_name(f->source),
                    gy_dtype_name(to));
        return FALSE;
    }
    f->dtype = to;
    return TRUE;
}

/* Levels of one label feed: its own, or those of the values that are there. */
static gy_value *feed_levels(const gy_feed *f, GError **error)
{
    if (f->own_levels) {
        return gy_value_ref(f->own_levels);
    }
    gy_value *v = f->word ? f->word : f->out->value;
    if (v && f->column) {
        v = gy_table_column(v, f->column);
    }
    if (!v) {
        g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "the labels of %s are not there",
                    f->link->text);
        return NULL;
    }
    return gy_labels_of(v, error);
}

static gboolean settle_levels(gy_inst *inst, GError **error)
{
    g_autoptr(gy_value) all = NULL;
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
            gy_inport *in = &inst->in[i];
            if (in->port->type.form != GY_FORM_ARRAY || in->port->type.dtype != GY_DTYPE_LABEL) {
                continue;
            }
            for (unsigned k = 0; round == 0 && k < in->n; k++) {
                g_autoptr(gy_value) one = feed_levels(&in->feeds[k], error);
                if (!one) {
                    g_prefix_error(error, "[%s] %s: ", inst->node->name, in->port->name);
                    return FALSE;
                }
                gy_value *both = all ? gy_labels_union(all, one) : gy_value_ref(one);
                gy_value_unref(all);
                all = both;
            }
            if (round == 1 && in->n > 0) {
                in->levels = gy_value_ref(all);
            }
        }
    }
    return TRUE;
}

/* The unit of what comes: of a column, or of the whole output. NULL: not known. */
static const char *unit_of(const gy_feed *f)
{
    for (guint i = 0; f->column && i < f->out->columns->len; i++) {
        const gy_column_desc *c = &g_array_index(f->out->columns, gy_column_desc, i);
        if (strcmp(c->name, f->column) == 0) {
            return *c->unit ? c->unit : NULL;
        }
    }
    return f->column || f->word || !f->out->attributes
               ? NULL
               : g_hash_table_lookup(f->out->attributes, "unit");
}

/* Edges convert nothing: both ends are in one unit. */
static gboolean same_unit(const gy_inst *inst, const gy_inport *in, const gy_feed *f,
                          GError **error)
{
    const char *unit = in->port->unit ? unit_of(f) : NULL;
    if (unit && strcmp(unit, in->port->unit) != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "[%s] %s is in %s, but %s is in %s",
                    inst->node->name, in->port->name, in->port->unit, f->link->text, unit);
        return FALSE;
    }
    return TRUE;
}

gboolean gy_feeds_settle(gy_runtime *rt, gy_inst *inst, GError **error)
{
    choose_letters(rt, inst);
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n; k++) {
            const gy_feed *f = &in->feeds[k];
            if (!settle_feed(inst, in, &in->feeds[k], error) || !same_unit(inst, in, f, error)) {
                return FALSE;
            }
        }
    }
    return settle_levels(inst, error);
}

gy_dtype gy_type_dtype(const gy_inst *inst, const gy_sig_port *port)
{
    gy_dtype t = GY_F64;
    switch (port->type.dtype) {
    case GY_DTYPE_T:
        return inst->T;
    case GY_DTYPE_U:
        return inst->U;
    case GY_DTYPE_LABEL:
        return GY_I64;
    default:
        (void)fixed_dtype(port->type.dtype, &t);
        return t;
    }
}
