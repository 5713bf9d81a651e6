/* reduce_rows.c: what add and solve see of inputs, state and temporaries. */
#include "run/reduce.h"

#include <string.h>

#include "core/error.h"
#include "run/resolve.h"
#include "value/buffer.h"

void gy_reduce_bind_common(gy_frame *f, gy_fit_data *d)
{
    const gy_sig *sig = d->r->inst->node->sig;
    for (unsigned i = 0; i < sig->n_state; i++) {
        if (d->state[i]) {
            gy_frame_bind(f, sig->state[i].name, 0, &d->state[i]->view);
        }
    }
    for (unsigned i = 0; i < sig->n_temp; i++) {
        gy_frame_bind(f, sig->temp[i].name, 0, &d->temps[i]->view);
    }
    for (unsigned i = 0; i < sig->n_out; i++) {
        if (d->outs[i]) {
            gy_frame_bind(f, sig->out[i].name, 0, &d->outs[i]->view);
        }
    }
    for (unsigned i = 0; f->phase == GY_PHASE_ADD && i < sig->n_stat; i++) {
        if (d->partial[i]) {
            gy_frame_bind(f, sig->stat[i].name, 0, &d->partial[i]->view);
        }
    }
}

/* Narrows the tiled axis of a view to the part. */
static void narrow(const gy_fit_data *d, const gy_sig_port *port, gy_bound *b)
{
    int32_t axis;
    if (d->r->n_parts == 1 || !gy_reduce_is_tiled(d->r->inst, port, &axis)) {
        return;
    }
    b->shape[axis] = d->part.hi - d->part.lo;
    b->view.data = (char *)b->view.data + d->part.lo * b->stride[axis] * (b->view.bits / 8);
}

/* Rows that are no single interval: a copy in rising order, with the row numbers beside it. */
static gboolean bind_gathered(gy_frame *f, const char *name, int64_t item, gy_value *v,
                              const gy_rows *rows, GError **error)
{
    int64_t n = gy_rows_count(rows), shape[1] = {n};
    gy_value *index = gy_value_new_dense(f->rt->mem, GY_I64, 1, shape, FALSE, error);
    if (!index) {
        return FALSE;
    }
    int64_t *at = gy_frame_keep(f, index)->view.data;
    int64_t k = 0, first = v->view.first; /* of a chunk: its first row */
    for (int64_t i = 0; i < rows->n; i++) {
        for (int64_t r = rows->span[i].lo; r < rows->span[i].hi; r++) {
            at[k++] = r - first;
        }
    }
    gy_value *copy = gy_value_take_rows_in(f->rt->mem, v, n, at, error);
    if (!copy) {
        return FALSE;
    }
    for (k = 0; k < n; k++) {
        at[k] += first;
    }
    gy_bound *b = gy_frame_bind(f, name, item, &gy_frame_keep(f, copy)->view);
    b->view.rows = at;
    b->view.first = n > 0 ? at[0] : 0;
    return TRUE;
}

static gboolean bind_rows(gy_frame *f, const gy_sig_port *port, int64_t item, gy_value *v,
                          const gy_rows *rows, GError **error)
{
    if (rows->n <= 1) {
        int64_t lo = rows->n ? rows->span[0].lo : 0, hi = rows->n ? rows->span[0].hi : 0;
        if (v->payload == GY_PAYLOAD_ARRAY) {
            int64_t first = v->view.first;
            gy_frame_bind_rows(f, port->name, item, v, lo - first, hi - first);
            return TRUE;
        }
    }
    if (v->payload == GY_PAYLOAD_ARRAY) {
        return bind_gathered(f, port->name, item, v, rows, error);
    }
    gy_frame_bind_value(f, port->name, item, v);
    gy_frame_find(f, port->name, item)->shape[0] = gy_rows_count(rows);
    for (guint i = 0; i < v->columns->len; i++) {
        g_autofree char *full = g_strdup_printf("%s.%s", port->name, (char *)v->names->pdata[i]);
        gy_bound *b = gy_frame_find(f, full, item);
        if (!bind_gathered(f, b->name, item, v->columns->pdata[i], rows, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_reduce_bind_inputs(gy_frame *f, gy_fit_data *d, const gy_rows *rows, GError **error)
{
    const gy_sig *sig = d->r->inst->node->sig;
    for (unsigned i = 0; i < sig->n_in; i++) {
        const gy_sig_port *port = &sig->in[i];
        gboolean by_row = gy_reduce_has_rows(port);
        for (guint k = 0; k < d->r->values[i]->len; k++) {
            gy_value *chunk = rows && d->chunk ? d->chunk[i]->pdata[k] : NULL;
            gy_value *v = chunk ? chunk : d->r->values[i]->pdata[k];
            if (!v || v->payload == GY_PAYLOAD_MODEL || (by_row && !rows)) {
                continue;
            }
            if (!by_row) {
                gy_frame_bind_value(f, port->name, k, v);
            } else if (!bind_rows(f, port, k, v, rows, error)) {
                return FALSE;
            }
            gy_bound *b = gy_frame_find(f, port->name, k);
            if (b && v->payload == GY_PAYLOAD_ARRAY && !chunk) {
                narrow(d, port, b);
            }
        }
    }
    return TRUE;
}
