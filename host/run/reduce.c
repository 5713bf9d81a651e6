#include "run/reduce.h"

#include <string.h>

#include "core/error.h"
#include "run/probe.h"
#include "run/resolve.h"
#include "run/symbols.h"

gboolean gy_reduce_is_tiled(const gy_inst *inst, const gy_sig_port *port, int32_t *out_axis)
{
    const char *tile = inst->node->sig->tile;
    int at = tile ? gy_sig_axis_find(&port->type, tile) : -1;
    *out_axis = at;
    return at >= 0;
}

gboolean gy_reduce_has_rows(const gy_sig_port *port)
{
    return port->type.form != GY_FORM_MODEL && port->type.n_axes > 0 &&
           g_strcmp0(port->type.axes[0].symbol, "row") == 0;
}

gy_value *gy_reduce_array(gy_reduction *r, const gy_sig_port *port, const gy_part *part,
                          GError **error)
{
    int64_t shape[GY_RANK_MAX];
    int32_t rank = 0, axis = -1;
    if (!gy_type_shape(r->inst, port, r->over->n_folds, shape, &rank, error)) {
        return NULL;
    }
    if (part && gy_reduce_is_tiled(r->inst, port, &axis)) {
        shape[axis] = part->hi - part->lo;
    }
    gy_value *v =
        gy_value_new_dense(r->rt->mem, gy_type_dtype(r->inst, port), rank, shape, TRUE, error);
    if (port->role == GY_ROLE_OUT) {
        gy_probe_memory(r->rt, r->inst, v);
    }
    return v;
}

/* Copies the part's columns of an array into the whole one. */
static void put_part(gy_value *whole, const gy_value *part, int32_t axis, const gy_part *p)
{
    size_t size = gy_dtype_size(gy_value_dtype(whole));
    int64_t outer = 1, inner = 1, width = p->hi - p->lo;
    for (int32_t i = 0; i < axis; i++) {
        outer *= whole->shape[i];
    }
    for (int32_t i = axis + 1; i < whole->view.rank; i++) {
        inner *= whole->shape[i];
    }
    size_t run = (size_t)(width * inner) * size;
    for (int64_t i = 0; i < outer; i++) {
        char *to =
            (char *)whole->view.data + (size_t)((i * whole->shape[axis] + p->lo) * inner) * size;
        memcpy(to, (char *)part->view.data + (size_t)i * run, run);
    }
}

static gboolean add_all(gy_fit_data *d, GError **error)
{
    gy_reduction *r = d->r;
    for (int64_t i = 0; i < r->pieces.n; i++) {
        const gy_piece *piece = &r->pieces.piece[i];
        gy_frame f;
        int answer = 0;
        gy_frame_init(&f, r->rt, r->inst, GY_PHASE_ADD);
        f.call.pass = (int32_t)d->pass;
        f.call.tile = d->part.number;
        f.call.folds = r->over->n_folds;
        f.call.fold = r->cells.held[piece->cell];
        f.fit = d;
        gy_reduce_bind_common(&f, d);
        gboolean good = gy_reduce_load(d, i, error) &&
                        gy_reduce_bind_inputs(&f, d, &piece->rows, error) &&
                        gy_frame_call(&f, r->inst->code->add, &answer, error) &&
                        gy_reduce_merge(&f, d, piece->cell, error);
        gy_frame_finish(&f);
        if (good && gy_runtime_stopped(r->rt)) {
            g_set_error(error, GY_ERROR, GY_ERR_CANCELLED, "cancelled");
            good = FALSE;
        }
        if (!good) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Under a limit what `stat` will show is made before solve runs: refused here, with a message, it
 * is not a NULL that a node must look for. The plan has counted it. */
static gboolean make_merged(gy_fit_data *d, GError **error)
{
    const gy_sig *sig = d->r->inst->node->sig;
    for (unsigned i = 0; gy_mem_limit(d->r->rt->mem) > 0 && i < sig->n_stat; i++) {
        if (!d->merged[i]) {
            d->merged[i] = gy_reduce_array(d->r, &sig->stat[i], &d->part, error);
        }
        if (!d->merged[i]) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean solve(gy_fit_data *d, int *out_answer, GError **error)
{
    gy_reduction *r = d->r;
    gy_frame f;
    if (!r->inst->block_all && !make_merged(d, error)) {
        return FALSE;
    }
    gy_frame_init(&f, r->rt, r->inst, GY_PHASE_SOLVE);
    f.call.pass = (int32_t)d->pass;
    f.call.tile = d->part.number;
    f.call.folds = r->over->n_folds;
    f.fit = d;
    gy_reduce_bind_common(&f, d);
    gboolean good = TRUE;
    if (r->inst->block_all) {
        good = gy_reduce_bind_inputs(&f, d, r->over->rows, error);
    } else {
        good = gy_reduce_bind_inputs(&f, d, NULL, error);
    }
    good = good && gy_frame_call(&f, r->inst->code->solve, out_answer, error);
    gy_frame_finish(&f);
    return good;
}

static gboolean make_arrays(gy_fit_data *d, GError **error)
{
    const gy_sig *sig = d->r->inst->node->sig;
    gy_reduction *r = d->r;
    int32_t axis;
    for (unsigned i = 0; i < sig->n_temp; i++) {
        gboolean tiled = gy_reduce_is_tiled(r->inst, &sig->temp[i], &axis);
        if (!tiled && r->temps[i]) {
            d->temps[i] = gy_value_ref(r->temps[i]);
            continue;
        }
        d->temps[i] = gy_reduce_array(r, &sig->temp[i], &d->part, error);
        if (!d->temps[i]) {
            return FALSE;
        }
        if (!tiled) {
            r->temps[i] = gy_value_ref(d->temps[i]);
        }
    }
    for (unsigned i = 0; r->inst->fits && i < sig->n_state; i++) {
        gboolean part = gy_reduce_is_tiled(r->inst, &sig->state[i], &axis) && r->n_parts > 1;
        d->state[i] =
            part ? gy_reduce_array(r, &sig->state[i], &d->part, error) : gy_value_ref(r->state[i]);
        if (!d->state[i]) {
            return FALSE;
        }
    }
    for (unsigned i = 0; !r->inst->fits && i < sig->n_out; i++) {
        gboolean part = gy_reduce_is_tiled(r->inst, &sig->out[i], &axis) && r->n_parts > 1;
        d->outs[i] = part ? gy_reduce_array(r, &sig->out[i], &d->part, error)
                          : gy_value_ref(r->inst->outs[i].value);
        if (!d->outs[i] && r->inst->outs[i].value) {
            return FALSE;
        }
    }
    for (unsigned i = 0; i < sig->n_stat; i++) {
        gboolean tiled = gy_reduce_is_tiled(r->inst, &sig->stat[i], &axis);
        if (tiled || d->part.number == 0) {
            d->partial[i] = gy_reduce_array(r, &sig->stat[i], &d->part, error);
            if (!d->partial[i]) {
                return FALSE;
            }
        }
    }
    return TRUE;
}

/* Moves what this part has made into the whole arrays. */
static void deliver(gy_fit_data *d)
{
    const gy_sig *sig = d->r->inst->node->sig;
    gy_inst *inst = d->r->inst;
    int32_t axis;
    for (unsigned i = 0; inst->fits && i < sig->n_state; i++) {
        if (d->state[i] != d->r->state[i] && gy_reduce_is_tiled(inst, &sig->state[i], &axis)) {
            put_part(d->r->state[i], d->state[i], axis, &d->part);
        }
    }
    for (unsigned i = 0; !inst->fits && i < sig->n_out; i++) {
        if (d->outs[i] && d->outs[i] != inst->outs[i].value &&
            gy_reduce_is_tiled(inst, &sig->out[i], &axis)) {
            put_part(inst->outs[i].value, d->outs[i], axis, &d->part);
        }
    }
}

static void free_values(gy_value **v, size_t n)
{
    for (size_t i = 0; v && i < n; i++) {
        gy_value_unref(v[i]);
    }
    g_free(v);
}

static gboolean run_part(gy_reduction *r, const gy_part *part, GError **error)
{
    const gy_sig *sig = r->inst->node->sig;
    size_t n_stats = (size_t)MAX(r->cells.n_cells, 1) * MAX(sig->n_stat, 1);
    gy_fit_data d = {.r = r, .part = *part};
    d.fold_index = g_ptr_array_new_with_free_func(g_free);
    d.stats = g_new0(gy_value *, n_stats);
    d.partial = g_new0(gy_value *, MAX(sig->n_stat, 1));
    d.merged = g_new0(gy_value *, MAX(sig->n_stat, 1));
    d.temps = g_new0(gy_value *, MAX(sig->n_temp, 1));
    d.state = g_new0(gy_value *, MAX(sig->n_state, 1));
    d.outs = g_new0(gy_value *, MAX(sig->n_out, 1));
    gboolean good = make_arrays(&d, error);
    int answer = GY_AGAIN;
    for (; good && answer == GY_AGAIN; d.pass++) {
        gy_reduce_begin_pass(&d);
        good = (r->inst->block_all || add_all(&d, error)) && solve(&d, &answer, error);
        if (good && d.pass >= GY_PASSES_MAX) {
            g_set_error(error, GY_ERROR, GY_ERR_NUMERIC, "[%s] did not end after %d passes",
                        r->inst->node->name, GY_PASSES_MAX);
            good = FALSE;
        }
    }
    gy_reduce_unload(&d);
    if (good) {
        deliver(&d);
    }
    free_values(d.stats, n_stats);
    free_values(d.partial, sig->n_stat);
    free_values(d.merged, sig->n_stat);
    free_values(d.temps, sig->n_temp);
    free_values(d.state, sig->n_state);
    free_values(d.outs, sig->n_out);
    g_ptr_array_unref(d.fold_index);
    return good;
}

/* Parts in parallel: the pool's task. */
typedef struct gy_parts_job {
    gy_reduction *r;
    GMutex lock;
    GError *error;
} gy_parts_job;

static gy_part part_of(const gy_reduction *r, int64_t i)
{
    gy_part p = {i, i * r->part_width, MIN((i + 1) * r->part_width, r->n_tiled)};
    if (r->n_parts == 1) {
        p = (gy_part){0, 0, r->n_tiled};
    }
    return p;
}

static int part_task(void *context, int64_t task, int worker)
{
    (void)worker;
    gy_parts_job *job = context;
    gy_part p = part_of(job->r, task + 1);
    GError *error = NULL;
    if (run_part(job->r, &p, &error)) {
        return 0;
    }
    g_mutex_lock(&job->lock);
    if (!job->error) {
        job->error = g_steal_pointer(&error);
    }
    g_mutex_unlock(&job->lock);
    g_clear_error(&error);
    return 1;
}

static gboolean run_parts(gy_reduction *r, GError **error)
{
    gy_part first = part_of(r, 0);
    if (!run_part(r, &first, error)) {
        return FALSE;
    }
    if (r->n_parts == 1) {
        return TRUE;
    }
    gy_parts_job job = {.r = r};
    g_mutex_init(&job.lock);
    int status = gy_pool_run(r->rt->pool, r->n_parts - 1, part_task, &job);
    g_mutex_clear(&job.lock);
    if (job.error) {
        g_propagate_error(error, job.error);
        return FALSE;
    }
    if (status != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_CANCELLED, "cancelled");
    }
    return status == 0;
}

gboolean gy_reduce(gy_runtime *rt, gy_inst *inst, const gy_selection *over, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    gy_reduction r = {.rt = rt, .inst = inst, .over = over};
    r.passes = g_ptr_array_new();
    gboolean good = gy_reduce_prepare(&r, error) && run_parts(&r, error);
    if (good && inst->fits) {
        inst->state = gy_state_new(sig->id, inst->node->name);
        for (unsigned i = 0; i < sig->n_state; i++) {
            gy_state_add(inst->state, sig->state[i].name, g_steal_pointer(&r.state[i]));
        }
    }
    size_t n_stats = (size_t)MAX(r.cells.n_cells, 1) * MAX(sig->n_stat, 1);
    for (guint i = 0; i < r.passes->len; i++) {
        free_values(r.passes->pdata[i], n_stats);
    }
    g_ptr_array_unref(r.passes);
    gy_cells_clear(&r.cells);
    gy_pieces_clear(&r.pieces);
    for (unsigned i = 0; r.values && i < sig->n_in; i++) {
        g_clear_pointer(&r.values[i], g_ptr_array_unref);
    }
    g_free(r.values);
    free_values(r.temps, r.temps ? sig->n_temp : 0);
    free_values(r.state, r.state ? sig->n_state : 0);
    return good;
}
