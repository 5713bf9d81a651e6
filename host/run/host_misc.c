/* host_misc.c: ragged outputs, errors, messages, services; and the table itself. */
#include "run/host_table.h"

#include <string.h>

#include "core/error.h"
#include "value/buffer.h"

/* Output or table column that a name stands for. */
static gy_value **slot_of(gy_inst *inst, const char *name, gy_dtype *out_type, int64_t *out_rows)
{
    const char *dot = strchr(name, '.');
    g_autofree char *port = dot ? g_strndup(name, (gsize)(dot - name)) : g_strdup(name);
    const gy_sig_port *p = gy_sig_port_find(inst->node->sig, port);
    if (!p || p->role != GY_ROLE_OUT || !inst->outs[p->index].value) {
        return NULL;
    }
    gy_out *o = &inst->outs[p->index];
    *out_rows = o->shape[0];
    *out_type = o->dtype;
    if (!dot) {
        return &o->value;
    }
    for (guint i = 0; o->columns && i < o->columns->len; i++) {
        const gy_column_desc *d = &g_array_index(o->columns, gy_column_desc, i);
        if (strcmp(d->name, dot + 1) == 0) {
            *out_type = d->dtype;
            return (gy_value **)&o->value->columns->pdata[i];
        }
    }
    return NULL;
}

gy_array *gy_host_ragged(gy_call *c, const char *name, int64_t n)
{
    gy_frame *f = gy_frame_of(c);
    gy_dtype type;
    int64_t rows = 0;
    if (f->phase == GY_PHASE_RESOLVE) {
        gy_host_say_length(c, name, n);
        return NULL;
    }
    gboolean may = f->phase == GY_PHASE_RUN && f->applied_rows < 0;
    gy_value **slot = may ? slot_of(f->inst, name, &type, &rows) : NULL;
    if (!slot) {
        gy_host_fail(c, GY_INTERNAL, name, "ragged: no output of this name, or not in run");
        return NULL;
    }
    if (*slot && (*slot)->view.layout != GY_RAGGED) {
        gy_host_fail(c, GY_INTERNAL, name, "ragged: this output has a fixed shape");
        return NULL;
    }
    GError *error = NULL;
    gy_value *v = *slot; /* its offsets stay; only the elements are new */
    int64_t elements[1] = {n};
    size_t bytes = 0;
    gy_buffer *all = gy_shape_bytes(1, elements, gy_dtype_size(type), &bytes)
                         ? gy_buffer_new(f->rt->mem, bytes, TRUE, &error)
                         : NULL;
    if (!all) {
        gy_host_fail(c, error ? gy_error_status(error) : GY_SHAPE, name,
                     error ? error->message : "a ragged array is too large or malformed");
        g_clear_error(&error);
        return NULL;
    }
    gy_buffer_unref(v->bytes);
    v->bytes = all;
    v->view.data = all->data;
    memset(v->offsets->data, 0, (size_t)(rows + 1) * sizeof(int64_t));
    gy_bound *b = gy_frame_find(f, name, 0); /* `array` must not show the one it replaces */
    if (b) {
        gy_frame_bind(f, b->name, 0, &v->view);
    }
    return &v->view;
}

int gy_host_fail(gy_call *c, int code, const char *where, const char *text)
{
    gy_frame *f = gy_frame_of(c);
    const char *limit = code == GY_MEMORY && f->refused ? f->refused->message : NULL;
    GError *error =
        g_error_new(GY_ERROR, (int)gy_error_code_of_status(code), "[%s] %s%s%s%s%s",
                    f->inst->node->name, where && *where ? where : "", where && *where ? ": " : "",
                    text ? text : "failed", limit ? ": " : "", limit ? limit : "");
    if (!g_atomic_pointer_compare_and_exchange(&f->error, NULL, error)) {
        g_error_free(error); /* bodies of a map may fail at once: the first counts */
    }
    return code < 0 ? code : GY_INTERNAL;
}

void gy_host_log(gy_call *c, int level, const char *text)
{
    gy_frame *f = gy_frame_of(c);
    gy_log_text(f->rt->log, (gy_log_level)level, f->inst->node->name, text);
}

void gy_host_progress(gy_call *c, double share)
{
    gy_runtime *rt = gy_frame_of(c)->rt;
    if (rt->progress) {
        rt->progress(rt->progress_data, gy_frame_of(c)->inst->node->name, share);
    }
}

int gy_host_stopped(gy_call *c)
{
    return gy_runtime_stopped(gy_frame_of(c)->rt);
}

const void *gy_host_extension(gy_call *c, const char *name)
{
    (void)c;
    return gy_services_find(name);
}

const gy_host gy_host_table = {
    .size = sizeof(gy_host),
    .major = GY_MAJOR,
    .minor = GY_MINOR,
    .array = gy_host_array,
    .count = gy_host_count,
    .item = gy_host_item,
    .number = gy_host_number,
    .integer = gy_host_integer,
    .text = gy_host_text,
    .text_item = gy_host_text_item,
    .unit = gy_host_unit,
    .stat = gy_host_stat,
    .fold_rows = gy_host_fold_rows,
    .scratch = gy_host_scratch,
    .coord = gy_host_coord,
    .rate = gy_host_rate,
    .segments = gy_host_segments,
    .attribute = gy_host_attribute,
    .levels = gy_host_levels,
    .column_name = gy_host_column_name,
    .set_length = gy_host_set_length,
    .set_dtype = gy_host_set_dtype,
    .set_shape = gy_host_set_shape,
    .set_column = gy_host_set_column,
    .set_coord = gy_host_set_coord,
    .set_rate = gy_host_set_rate,
    .set_segments = gy_host_set_segments,
    .set_subset = gy_host_set_subset,
    .set_reach = gy_host_set_reach,
    .set_attribute = gy_host_set_attribute,
    .set_block_all = gy_host_set_block_all,
    .map_file = gy_host_map_file,
    .used_file = gy_host_used_file,
    .ragged = gy_host_ragged,
    .fail = gy_host_fail,
    .log = gy_host_log,
    .progress = gy_host_progress,
    .stopped = gy_host_stopped,
    .extension = gy_host_extension,
    .set_inner = gy_host_set_inner,
    .length = gy_host_length,
    .set_scratch = gy_host_set_scratch,
};
