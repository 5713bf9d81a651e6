/* host_resolve.c: the part of the host table with which resolve says what goes out. [any] */
#include "run/host_table.h"

#include <string.h>

#include "core/error.h"
#include "run/symbols.h"
#include "sugar.h"

/* Refuses a call outside resolve. */
static int only_in_resolve(gy_call *c, const char *function)
{
    if (gy_frame_of(c)->phase == GY_PHASE_RESOLVE) {
        return GY_OK;
    }
    g_autofree char *text = g_strdup_printf("%s may be called only in resolve", function);
    return gy_host_fail(c, GY_INTERNAL, function, text);
}

/* Ends a call that may have set an error. */
static int told(gy_call *c, const char *where, gboolean good, GError *error)
{
    if (good) {
        return GY_OK;
    }
    int code = gy_error_status(error);
    gy_host_fail(c, code, where, error->message);
    g_error_free(error);
    return code;
}

/* The symbol of an axis this node makes, made if need be with n rows. */
static gy_symbol *made(gy_call *c, const char *symbol)
{
    gy_symbol *s = gy_symbols_find(gy_frame_of(c)->inst, symbol);
    if (!s || !s->made || !s->domain) {
        g_autofree char *text =
            g_strdup_printf(s && s->made ? "the length of axis '%s' must be set first"
                                         : "axis '%s' is not one that this node makes",
                            symbol);
        gy_host_fail(c, GY_INTERNAL, symbol, text);
        return NULL;
    }
    return s;
}

/* An axis that an input gives keeps what it has from there. */
static gboolean is_given(gy_call *c, const char *symbol)
{
    const gy_symbol *s = gy_symbols_find(gy_frame_of(c)->inst, symbol);
    return s && !s->made && s->n >= 0;
}

static gy_out *out_of(gy_call *c, const char *port)
{
    gy_inst *inst = gy_frame_of(c)->inst;
    const gy_sig_port *p = gy_sig_port_find(inst->node->sig, port);
    if (!p || p->role != GY_ROLE_OUT) {
        gy_host_fail(c, GY_INTERNAL, port, "there is no output of this name");
        return NULL;
    }
    return &inst->outs[p->index];
}

/* An axis that an input gives (rows = @other) must have the length that the node finds. */
static int wrong_length(gy_call *c, const gy_symbol *s, int64_t n)
{
    g_autofree char *text =
        g_strdup_printf("there are %" G_GINT64_FORMAT
                        " rows here, but the rows it is aligned to ('%s') are %" G_GINT64_FORMAT,
                        n, s->domain ? s->domain->name : s->name, s->n);
    return gy_host_fail(c, GY_SHAPE, s->name, text);
}

int gy_host_set_length(gy_call *c, const char *symbol, int64_t n)
{
    GY_TRY(only_in_resolve(c, "set_length"));
    gy_symbol *s = gy_symbols_find(gy_frame_of(c)->inst, symbol);
    if (!s || n < 0) {
        return gy_host_fail(c, GY_INTERNAL, symbol,
                            "not an axis of this node, or a negative length");
    }
    if (!s->made) {
        return s->n == n ? GY_OK : wrong_length(c, s, n);
    }
    gy_domain_unref(s->domain);
    s->domain = gy_domain_new(s->axis_name, n);
    s->n = n;
    return GY_OK;
}

int gy_host_set_subset(gy_call *c, const char *symbol, const char *axis, int64_t n,
                       const int64_t *index)
{
    GY_TRY(only_in_resolve(c, "set_subset"));
    gy_inst *inst = gy_frame_of(c)->inst;
    const char *dot = strchr(axis, '.');
    gy_symbol *s = gy_symbols_find(inst, symbol);
    gy_symbol *of = gy_symbols_find(inst, dot ? dot + 1 : axis);
    if (!s || !s->made || !of || !of->domain) {
        return gy_host_fail(c, GY_INTERNAL, symbol,
                            "set_subset needs an axis this node makes and an axis of an input");
    }
    GError *error = NULL;
    gy_domain *d = gy_domain_subset(of->domain, NULL, n, index, &error);
    if (!d) {
        return told(c, symbol, FALSE, error);
    }
    gy_domain_unref(s->domain);
    s->domain = d;
    s->n = n;
    g_free(s->subset_of);
    s->subset_of = g_strdup(of->name);
    s->index = d->index;
    return GY_OK;
}

int gy_host_set_dtype(gy_call *c, const char *port, uint8_t code, uint8_t bits)
{
    GY_TRY(only_in_resolve(c, "set_dtype"));
    gy_out *o = out_of(c, port);
    gy_dtype t = {code, bits, 0};
    if (!o || gy_dtype_size(t) == 0) {
        return gy_host_fail(c, GY_INTERNAL, port, "set_dtype: unknown output or dtype");
    }
    o->dtype = t;
    o->has_dtype = TRUE;
    return GY_OK;
}

int gy_host_set_shape(gy_call *c, const char *port, uint8_t code, uint8_t bits, int32_t rank,
                      const int64_t *shape)
{
    GY_TRY(gy_host_set_dtype(c, port, code, bits));
    gy_out *o = out_of(c, port);
    if (rank < 0 || rank > GY_RANK_MAX) {
        return gy_host_fail(c, GY_SHAPE, port, "an array may have at most 8 axes");
    }
    for (int32_t i = 0; i < rank; i++) {
        if (shape[i] < 0) {
            return gy_host_fail(c, GY_SHAPE, port, "a length is negative");
        }
        o->shape[i] = shape[i];
    }
    o->rank = rank;
    o->has_shape = TRUE;
    return GY_OK;
}

int gy_host_set_column(gy_call *c, const char *port, const char *name, uint8_t code, uint8_t bits,
                       uint16_t flags, const char *unit)
{
    GY_TRY(only_in_resolve(c, "set_column"));
    gy_out *o = out_of(c, port);
    gy_dtype t = {code, bits, (uint16_t)(flags & GY_TEXT)};
    if (!o || !o->columns || gy_dtype_size(t) == 0) {
        return gy_host_fail(c, GY_INTERNAL, port, "set_column: not a table, or an unknown dtype");
    }
    gy_column_desc column = {g_strdup(name), g_strdup(unit ? unit : ""), t, 0};
    g_array_append_val(o->columns, column);
    return GY_OK;
}

int gy_host_set_coord(gy_call *c, const char *symbol, const char *name, const gy_array *values)
{
    GY_TRY(only_in_resolve(c, "set_coord"));
    if (is_given(c, symbol)) {
        return GY_OK;
    }
    gy_symbol *s = made(c, symbol);
    if (!s) {
        return GY_INTERNAL;
    }
    GError *error = NULL;
    g_autoptr(gy_value) copy = gy_value_copy_view(NULL, values, &error);
    gboolean good = copy && gy_domain_set_coord(s->domain, name, copy, &error);
    return told(c, symbol, good, error);
}

int gy_host_set_rate(gy_call *c, const char *symbol, int64_t numerator, int64_t denominator,
                     const char *unit, const double *start)
{
    GY_TRY(only_in_resolve(c, "set_rate"));
    if (is_given(c, symbol)) {
        return GY_OK;
    }
    gy_symbol *s = made(c, symbol);
    if (!s) {
        return GY_INTERNAL;
    }
    GError *error = NULL;
    gboolean good = gy_domain_set_rate(s->domain, numerator, denominator, unit, start, &error);
    return told(c, symbol, good, error);
}

int gy_host_set_segments(gy_call *c, const char *symbol, int64_t n, const int64_t *first)
{
    GY_TRY(only_in_resolve(c, "set_segments"));
    if (is_given(c, symbol)) {
        return GY_OK;
    }
    gy_symbol *s = made(c, symbol);
    if (!s) {
        return GY_INTERNAL;
    }
    GError *error = NULL;
    return told(c, symbol, gy_domain_set_segments(s->domain, n, first, &error), error);
}

int gy_host_set_attribute(gy_call *c, const char *port, const char *key, const char *text)
{
    GY_TRY(only_in_resolve(c, "set_attribute"));
    gy_out *o = out_of(c, port);
    if (!o) {
        return GY_INTERNAL;
    }
    gy_out_set_attribute(o, key, text);
    return GY_OK;
}

int gy_host_set_block_all(gy_call *c, int32_t all)
{
    GY_TRY(only_in_resolve(c, "set_block_all"));
    gy_frame_of(c)->inst->block_all = all != 0;
    return GY_OK;
}

int gy_host_set_inner(gy_call *c, int32_t wanted)
{
    GY_TRY(only_in_resolve(c, "set_inner"));
    gy_frame_of(c)->inst->no_inner = wanted == 0;
    return GY_OK;
}

int gy_host_set_scratch(gy_call *c, int64_t bytes, int64_t per_column, int64_t first)
{
    GY_TRY(only_in_resolve(c, "set_scratch"));
    gy_inst *inst = gy_frame_of(c)->inst;
    inst->scratch_said = TRUE;
    inst->scratch_fixed = MAX(bytes, 0);
    inst->scratch_each = MAX(per_column, 0);
    inst->scratch_first = MAX(first, 0);
    return GY_OK;
}

void gy_host_say_length(gy_call *c, const char *name, int64_t n)
{
    const char *dot = strchr(name, '.');
    g_autofree char *port = dot ? g_strndup(name, (gsize)(dot - name)) : g_strdup(name);
    gy_out *o = out_of(c, port);
    int64_t *most = o && !dot ? &o->most : NULL;
    for (guint i = 0; o && dot && o->columns && i < o->columns->len; i++) {
        gy_column_desc *d = &g_array_index(o->columns, gy_column_desc, i);
        most = strcmp(d->name, dot + 1) == 0 ? &d->most : most;
    }
    if (most && n >= 0 && n < INT64_MAX) {
        *most = n + 1;
    } else if (o) {
        gy_host_fail(c, GY_INTERNAL, name, "ragged: no column of this name, or a negative length");
    }
}

int gy_host_map_file(gy_call *c, const char *port, const char *path, int64_t offset)
{
    GY_TRY(only_in_resolve(c, "map_file"));
    gy_out *o = out_of(c, port);
    if (!o) {
        return GY_INTERNAL;
    }
    g_free(o->map_path);
    o->map_path = g_strdup(path);
    o->map_offset = offset;
    return gy_host_used_file(c, path);
}

int gy_host_used_file(gy_call *c, const char *path)
{
    gy_inst *inst = gy_frame_of(c)->inst;
    for (guint i = 0; i < inst->files->len; i++) {
        if (strcmp(inst->files->pdata[i], path) == 0) {
            return GY_OK;
        }
    }
    g_ptr_array_add(inst->files, g_strdup(path));
    return GY_OK;
}
