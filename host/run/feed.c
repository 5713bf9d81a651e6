/* feed.c: what an edge shows to its node, before and after there are values. */
#include "run/resolve.h"

#include <string.h>

#include "core/error.h"
#include "run/chance.h"
#include "run/labels.h"
#include "run/pooling.h"
#include "run/probe.h"
#include "value/state.h"

static void describe_array(gy_feed *f, gy_dtype dtype, int32_t rank, const int64_t *shape,
                           gy_domain *const *domains)
{
    f->source = dtype;
    f->rank = rank;
    for (int32_t i = 0; i < rank; i++) {
        f->shape[i] = shape[i];
        f->domains[i] = domains[i];
    }
}

static gboolean no_word(const gy_inst *inst, const gy_feed *f, GError **error)
{
    const gy_out *o = f->out;
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; o->columns && i < o->columns->len; i++) {
        g_ptr_array_add(known, g_array_index(o->columns, gy_column_desc, i).name);
    }
    for (guint i = 0; o->rank > 0 && o->domains[0] && i < o->domains[0]->coords->len; i++) {
        g_ptr_array_add(known, g_array_index(o->domains[0]->coords, gy_coord, i).name);
    }
    g_ptr_array_add(known, NULL);
    g_autofree char *list = g_strjoinv(", ", (char **)known->pdata);
    g_set_error(
        error, GY_ERROR, GY_ERR_USAGE,
        "[%s] %s: '%s' is neither a port nor a column nor a coordinate of the rows of '%s'%s%s",
        inst->node->name, f->link->text, f->link->word, f->from->node->name,
        *list ? "; there are: " : "", list);
    return FALSE;
}

/* A column, a coordinate, or the name of the rows themselves. */
static gboolean describe_word(const gy_inst *inst, gy_feed *f, GError **error)
{
    const gy_out *o = f->out;
    const char *word = f->link->word;
    for (guint i = 0; o->columns && i < o->columns->len; i++) {
        const gy_column_desc *c = &g_array_index(o->columns, gy_column_desc, i);
        if (strcmp(c->name, word) == 0) {
            f->column = g_strdup(word);
            describe_array(f, c->dtype, 1, o->shape, o->domains);
            return TRUE;
        }
    }
    gy_domain *rows = o->rank > 0 ? o->domains[0] : NULL;
    gy_value *v = rows ? gy_domain_coord(rows, word) : NULL;
    if (v) {
        f->word = gy_value_ref(v);
        describe_array(f, gy_value_dtype(v), v->view.rank, v->shape, &rows);
        f->own_levels = gy_value_ref(v->levels);
        return TRUE;
    }
    if (rows && strcmp(rows->name, word) == 0) {
        f->is_rows = TRUE;
        describe_array(f, o->dtype, 1, o->shape, o->domains);
        return TRUE;
    }
    return no_word(inst, f, error);
}

/* One value per row where [row, column] is wanted is one column. */
static void lift(const gy_sig_port *port, gy_feed *f)
{
    gboolean plain = port->type.form == GY_FORM_ARRAY && port->type.n_axes == 2 && f->rank == 1 &&
                     !port->type.axes[0].is_rest && !port->type.axes[1].is_rest &&
                     port->type.axes[1].symbol && !f->is_table && !f->is_rows;
    if (plain) {
        f->lifted = TRUE;
        f->rank = 2;
        f->shape[1] = 1;
        f->domains[1] = NULL;
    }
}

gboolean gy_feed_describe(const gy_inst *inst, const gy_sig_port *port, gy_feed *f, GError **error)
{
    gy_sig_form form = port->type.form;
    if (inst->pooling) {
        return gy_pooling_describe(inst, port, f, error);
    }
    f->is_rows = form == GY_FORM_ROWS;
    f->is_model = f->out->payload == GY_PAYLOAD_MODEL;
    if (f->link->word) {
        if (!describe_word(inst, f, error)) {
            return FALSE;
        }
    } else {
        describe_array(f, f->out->dtype, f->out->rank, f->out->shape, f->out->domains);
        f->own_levels = gy_value_ref(f->out->levels);
        f->is_table = f->out->payload == GY_PAYLOAD_TABLE;
    }
    if (f->is_rows && form == GY_FORM_ROWS) {
        f->rank = MIN(f->rank, 1);
    }
    lift(port, f);
    const char *is = f->is_model ? "a model" : f->is_table ? "a table" : "an array";
    gboolean good = form == GY_FORM_ROWS    ? f->rank == 1
                    : form == GY_FORM_TABLE ? f->is_table
                    : form == GY_FORM_MODEL ? f->is_model
                                            : !f->is_table && !f->is_model && !f->is_rows;
    if (!good) {
        g_autofree char *want = gy_sig_type_text(&port->type);
        g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "[%s] %s wants %s, but %s is %s",
                    inst->node->name, port->name, want, f->link->text, is);
    }
    return good;
}

gy_value *gy_feed_pick(const gy_feed *f, GError **error)
{
    if (f->word) {
        return gy_value_ref(f->word);
    }
    gy_value *v = f->out->value;
    if (!v) {
        g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "the value of %s is not there",
                    f->link->text);
        return NULL;
    }
    return gy_value_ref(f->column ? gy_table_column(v, f->column) : v);
}

static gy_value *table_rows(gy_mem *mem, gy_value *table, const gy_feed *f, GError **error)
{
    gy_value *out = gy_value_new_table(f->domains[0]);
    for (guint i = 0; i < table->columns->len; i++) {
        gy_value *c =
            gy_value_take_rows_in(mem, table->columns->pdata[i], f->shape[0], f->index, error);
        if (!c) {
            gy_value_unref(out);
            return NULL;
        }
        gy_table_add(out, table->names->pdata[i], c);
    }
    return out;
}

gy_value *gy_feed_value(gy_runtime *rt, const gy_inport *in, const gy_feed *f, GError **error)
{
    if (in->owner->pooling) {
        return gy_pooling_value(rt, in, f, error);
    }
    gy_value *v = gy_feed_pick(f, error);
    if (v && gy_chance_permutes(rt, in->owner, f->link)) { /* all rows, whoever reads how many */
        v = gy_chance_permute(rt, in->owner, f, v, error);
    }
    if (v && f->index) {
        gy_value *rows = f->is_table
                             ? table_rows(rt->mem, v, f, error)
                             : gy_value_take_rows_in(rt->mem, v, f->shape[0], f->index, error);
        gy_value_unref(v);
        v = rows;
    }
    if (v && f->columns) {
        gy_value *columns = gy_value_take_columns_in(rt->mem, v, f->shape[1], f->columns, error);
        gy_value_unref(v);
        v = columns;
    }
    if (v && in->levels) {
        gy_value *codes = gy_labels_code(v, f->own_levels, in->levels, error);
        gy_value_unref(v);
        v = codes;
    } else if (v && !f->is_table && !f->is_model && !gy_dtype_equal(f->source, f->dtype)) {
        gy_value *cast = gy_value_cast(rt->mem, v, f->dtype, error);
        if (!cast) {
            g_prefix_error(error, "[%s] %s = %s: ", in->owner->node->name, in->port->name,
                           f->link->text);
        }
        gy_value_unref(v);
        v = cast;
    }
    if (v && f->lifted) {
        gy_value *column = gy_value_share(v);
        gy_value_unref(v);
        column->view.rank = 2;
        column->shape[1] = 1;
        column->stride[1] = 1;
        v = column;
    }
    return gy_probe_feed(rt, in, f, v);
}
