#include "run/resolve.h"

#include <string.h>

#include "core/error.h"
#include "run/frame.h"
#include "run/missing.h"
#include "run/symbols.h"

/* Binds inputs for resolve: shapes always, data where the source has run. */
static gboolean bind_inputs(gy_runtime *rt, gy_frame *f, GError **error)
{
    gy_inst *inst = f->inst;
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n; k++) {
            gy_feed *feed = &in->feeds[k];
            gboolean there = in->port->now && (feed->word || feed->out->value);
            if (there) {
                gy_value *v = gy_feed_value(rt, in, feed, error);
                if (!v) {
                    return FALSE;
                }
                gy_frame_bind_value(f, in->port->name, k, gy_frame_keep(f, v));
                continue;
            }
            if (feed->is_model) {
                continue;
            }
            int64_t stride[GY_RANK_MAX] = {0};
            gy_dtype t = in->levels ? GY_I64 : feed->dtype;
            gy_array a = {.code = t.code,
                          .bits = t.bits,
                          .flags = t.flags,
                          .rank = feed->rank,
                          .shape = feed->shape,
                          .stride = stride};
            gy_frame_bind(f, in->port->name, k, &a);
        }
    }
    return TRUE;
}

/* Sources whose attributes an output carries: `like`, or else the first array input. */
static void inherit_attributes(gy_inst *inst, gy_out *o)
{
    int from = o->port->like;
    for (unsigned i = 0; from < 0 && i < inst->node->sig->n_in; i++) {
        if (inst->in[i].n > 0 && !inst->in[i].feeds[0].is_model && !inst->in[i].port->fit) {
            from = (int)i;
        }
    }
    if (from < 0 || inst->in[from].n == 0 || !inst->in[from].feeds[0].out->attributes) {
        return;
    }
    GHashTableIter it;
    gpointer key, text;
    g_hash_table_iter_init(&it, inst->in[from].feeds[0].out->attributes);
    while (g_hash_table_iter_next(&it, &key, &text)) {
        if (!o->attributes || !g_hash_table_contains(o->attributes, key)) {
            gy_out_set_attribute(o, key, text);
        }
    }
}

/* How many axes stand for `...` in an output: what resolve said with set_shape, else as many as the
 * inputs' `...` has. */
static int32_t rest_of(const gy_inst *inst, const gy_sig_type *t, int32_t said_rank)
{
    return said_rank >= 0 ? MAX(said_rank - (int32_t)t->n_axes + 1, 0) : MAX(inst->n_rest, 0);
}

/* Axis k of those: the input's, or a new one. Lengths that resolve said make new axes, except that
 * of more axes than the input has the last ones are the input's where the lengths agree. */
static void rest_axis(const gy_inst *inst, gy_out *o, int32_t k, int32_t rest, const int64_t *said)
{
    int32_t from = said ? k - (rest - inst->n_rest) : k;
    gboolean inherited = inst->n_rest >= 0 && from >= 0;
    if (said) {
        inherited &= rest > inst->n_rest && inst->rest_n[MAX(from, 0)] == said[o->rank];
    }
    o->shape[o->rank] = inherited ? inst->rest_n[from] : said[o->rank];
    o->domains[o->rank] =
        inherited ? gy_domain_ref(inst->rest[from]) : gy_domain_new("axis", said[o->rank]);
    o->rank++;
}

/* One axis that is a symbol or a number. */
static gboolean shape_axis(gy_inst *inst, gy_out *o, const gy_sig_axis *a, const int64_t *said,
                           int32_t said_rank, GError **error)
{
    gy_symbol *s = a->symbol ? gy_symbols_find(inst, a->symbol) : NULL;
    if (s && s->made && !s->domain && said_rank > o->rank) {
        s->domain = gy_domain_new(s->axis_name, said[o->rank]);
        s->n = said[o->rank];
    }
    o->shape[o->rank] = s ? s->n : a->fixed;
    o->domains[o->rank] = s ? gy_domain_ref(s->domain) : NULL;
    if (o->shape[o->rank] < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_INTERNAL, "[%s] %s left the length of axis '%s' open",
                    inst->node->name, inst->node->sig->id, a->symbol);
        return FALSE;
    }
    o->rank++;
    return TRUE;
}

/* What the node said in resolve must be what it gets: it writes as many elements as it said. */
static gboolean keeps_word(const gy_inst *inst, const gy_out *o, int32_t said_rank,
                           const int64_t *said, GError **error)
{
    gboolean same = said_rank == o->rank;
    for (int32_t i = 0; same && i < o->rank; i++) {
        same = said[i] == o->shape[i];
    }
    if (!same) {
        g_set_error(error, GY_ERROR, GY_ERR_INTERNAL,
                    "[%s] %s said a shape of its output '%s' that its text and its inputs do not "
                    "give",
                    inst->node->name, inst->node->sig->id, o->port->name);
    }
    return same;
}

/* Axis by axis from the port's type. */
static gboolean shape_output(gy_inst *inst, gy_out *o, GError **error)
{
    const gy_sig_type *t = &o->port->type;
    int64_t said[GY_RANK_MAX];
    int32_t said_rank = o->has_shape ? o->rank : -1;
    memcpy(said, o->shape, sizeof said);
    o->rank = 0;
    for (unsigned i = 0; i < t->n_axes; i++) {
        const gy_sig_axis *a = &t->axes[i];
        int32_t rest = a->is_rest ? rest_of(inst, t, said_rank) : 0;
        if (o->rank + (a->is_rest ? rest : 1) > GY_RANK_MAX) {
            g_set_error(error, GY_ERROR, GY_ERR_SHAPE, "[%s] %s would have more than %d axes",
                        inst->node->name, o->port->name, GY_RANK_MAX);
            return FALSE;
        }
        if (a->is_rest) {
            for (int32_t k = 0; k < rest; k++) {
                rest_axis(inst, o, k, rest, said_rank >= 0 ? said : NULL);
            }
        } else if (!shape_axis(inst, o, a, said, said_rank, error)) {
            return FALSE;
        }
    }
    return !o->has_shape || keeps_word(inst, o, said_rank, said, error);
}

static void type_output(gy_inst *inst, gy_out *o)
{
    gy_sig_dtype d = o->port->type.dtype;
    if (!o->has_dtype) {
        o->dtype = gy_type_dtype(inst, o->port);
    }
    o->ragged = d == GY_DTYPE_TEXT;
    if (d == GY_DTYPE_LABEL) {
        int from = o->port->levels;
        for (unsigned i = 0; from < 0 && i < inst->node->sig->n_in; i++) {
            from = inst->in[i].levels ? (int)i : -1;
        }
        o->levels = from >= 0 ? gy_value_ref(inst->in[from].levels) : NULL;
    }
    if (o->port->unit) {
        gy_out_set_attribute(o, "unit", o->port->unit);
    }
}

static void init_outputs(gy_inst *inst)
{
    const gy_sig *sig = inst->node->sig;
    inst->n_outs = sig->n_out + (inst->fits ? 1 : 0);
    inst->outs = g_new0(gy_out, MAX(inst->n_outs, 1));
    for (unsigned i = 0; i < sig->n_out; i++) {
        gy_out *o = &inst->outs[i];
        o->port = &sig->out[i];
        o->payload = sig->out[i].type.form == GY_FORM_TABLE   ? GY_PAYLOAD_TABLE
                     : sig->out[i].type.form == GY_FORM_MODEL ? GY_PAYLOAD_MODEL
                                                              : GY_PAYLOAD_ARRAY;
        if (o->payload == GY_PAYLOAD_TABLE) {
            o->columns = g_array_new(FALSE, TRUE, sizeof(gy_column_desc));
        }
    }
    if (inst->fits) {
        inst->outs[sig->n_out].payload = GY_PAYLOAD_MODEL;
    }
}

static gboolean call_resolve(gy_runtime *rt, gy_inst *inst, GError **error)
{
    if (!inst->code->resolve) {
        return TRUE;
    }
    gy_frame f;
    int answer = 0;
    gy_frame_init(&f, rt, inst, GY_PHASE_RESOLVE);
    gboolean good =
        bind_inputs(rt, &f, error) && gy_frame_call(&f, inst->code->resolve, &answer, error);
    gy_frame_finish(&f);
    return good;
}

gboolean gy_inst_resolve(gy_runtime *rt, gy_inst *inst, GError **error)
{
    inst->block_all = inst->node->sig->block_all;
    init_outputs(inst);
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            if (!gy_feed_describe(inst, inst->in[i].port, &inst->in[i].feeds[k], error)) {
                return FALSE;
            }
        }
    }
    if (!gy_params_expand(inst, error)) {
        return FALSE;
    }
    gy_symbols_init(inst);
    if (!gy_feeds_settle(rt, inst, error) || !gy_symbols_bind(inst, error) ||
        (!inst->pooling && !gy_missing_drop(rt, inst, error)) ||
        (!inst->pooling && !gy_missing_drop_columns(rt, inst, error)) ||
        !gy_within_cut(rt, inst, error) || !call_resolve(rt, inst, error)) {
        return FALSE;
    }
    for (unsigned i = 0; i < inst->node->sig->n_out; i++) {
        gy_out *o = &inst->outs[i];
        inherit_attributes(inst, o);
        type_output(inst, o);
        if (o->payload != GY_PAYLOAD_MODEL && !shape_output(inst, o, error)) {
            return FALSE;
        }
    }
    return gy_ties_make(inst, error) && gy_within_tells(inst, error) &&
           gy_missing_check(inst, error);
}

gboolean gy_type_shape(const gy_inst *inst, const gy_sig_port *port, int64_t folds,
                       int64_t shape[GY_RANK_MAX], int32_t *out_rank, GError **error)
{
    int32_t rank = 0;
    for (unsigned i = 0; i < port->type.n_axes; i++) {
        const gy_sig_axis *a = &port->type.axes[i];
        for (int32_t k = 0; a->is_rest && k < MAX(inst->n_rest, 0) && rank < GY_RANK_MAX; k++) {
            shape[rank++] = inst->rest_n[k];
        }
        if (a->is_rest) {
            continue;
        }
        int64_t n = !a->symbol                       ? a->fixed
                    : strcmp(a->symbol, "fold") == 0 ? MAX(folds, 1)
                                                     : gy_symbols_length(inst, a->symbol);
        if (n < 0 || rank == GY_RANK_MAX) {
            g_set_error(error, GY_ERROR, GY_ERR_INTERNAL,
                        "[%s] the length of axis '%s' of '%s' is not known", inst->node->name,
                        a->symbol ? a->symbol : "?", port->name);
            return FALSE;
        }
        shape[rank++] = n;
    }
    *out_rank = rank;
    return TRUE;
}
