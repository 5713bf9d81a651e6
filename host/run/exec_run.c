/* exec_run.c: calling run. Where every output row reads only its own row, the rows go tile by tile
 * of the fixed grid over the pool; otherwise run sees everything at once. */
#include <string.h>

#include "core/error.h"
#include "run/chunk.h"
#include "run/exec.h"
#include "run/frame.h"
#include "run/probe.h"
#include "run/reduce.h"
#include "run/resolve.h"

static gy_value *make_table(gy_runtime *rt, const gy_out *o, gboolean zero, GError **error)
{
    g_autoptr(gy_value) t = gy_value_new_table(o->domains[0]);
    for (guint i = 0; i < o->columns->len; i++) {
        const gy_column_desc *d = &g_array_index(o->columns, gy_column_desc, i);
        gboolean text = (d->dtype.flags & GY_TEXT) != 0;
        gy_value *c = text ? gy_value_new_ragged(rt->mem, d->dtype, o->shape[0], 0, error)
                           : gy_value_new_dense(rt->mem, d->dtype, 1, o->shape, zero, error);
        if (!c) {
            return NULL;
        }
        gy_value_set_domain(c, 0, o->domains[0]);
        gy_table_add(t, d->name, c);
    }
    return g_steal_pointer(&t);
}

static gboolean make_output(gy_runtime *rt, gy_inst *inst, gy_out *o, gboolean zero, GError **error)
{
    if (o->payload == GY_PAYLOAD_MODEL) {
        o->value = inst->state ? gy_value_new_model(inst->state) : NULL;
        return TRUE;
    }
    if (o->payload == GY_PAYLOAD_TABLE) {
        o->value = make_table(rt, o, zero, error);
    } else if (o->map_path) {
        o->value =
            gy_value_new_mapped(o->map_path, o->map_offset, o->dtype, o->rank, o->shape, error);
    } else if (o->ragged) {
        o->value = gy_value_new_ragged(rt->mem, o->dtype, o->shape[0], 0, error);
    } else {
        o->value = gy_value_new_dense(rt->mem, o->dtype, o->rank, o->shape, zero, error);
    }
    if (!o->value) {
        g_prefix_error(error, "[%s] %s: ", inst->node->name, o->port->name);
        return FALSE;
    }
    for (int32_t i = 0; o->payload == GY_PAYLOAD_ARRAY && i < o->rank; i++) {
        gy_value_set_domain(o->value, i, o->domains[i]);
    }
    gy_probe_memory(rt, inst, o->value);
    o->value->levels = gy_value_ref(o->levels);
    o->value->attributes = o->attributes ? g_hash_table_ref(o->attributes) : NULL;
    return TRUE;
}

gboolean gy_exec_outputs(gy_runtime *rt, gy_inst *inst, gboolean zero, GError **error)
{
    for (unsigned i = 0; i < inst->n_outs; i++) {
        gy_out *o = &inst->outs[i];
        gboolean skip = o->port && o->port->optional && !o->wanted;
        if (!skip && !o->value && !make_output(rt, inst, o, zero, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Everything that calls of all tiles share. */
typedef struct gy_run_job {
    gy_runtime *rt;
    gy_inst *inst;
    GPtrArray **values; /* [n_in] whole; NULL: in chunks, or there is none */
    GPtrArray **chunks; /* [n_in] the rows of the tiles at hand; NULL: read whole; or NULL */
    int64_t rows, tile, failed;    /* failed: first tile that did */
    int64_t first_row, first_tile; /* of the chunk */
    GMutex lock;
    GError *error;
} gy_run_job;

static void bind_whole(gy_frame *f, gy_run_job *job)
{
    const gy_sig *sig = job->inst->node->sig;
    for (unsigned i = 0; i < sig->n_in; i++) {
        for (guint k = 0; k < job->values[i]->len; k++) {
            gy_value *v = job->values[i]->pdata[k];
            if (v) {
                gy_frame_bind_value(f, sig->in[i].name, k, v);
            } else if (job->inst->in[i].feeds[k].is_rows) {
                gy_frame_bind_rows_only(f, sig->in[i].name, k, &job->inst->in[i].feeds[k]);
            }
        }
    }
    for (unsigned i = 0; i < sig->n_out; i++) {
        if (job->inst->outs[i].value) {
            gy_frame_bind_value(f, sig->out[i].name, 0, job->inst->outs[i].value);
        }
    }
    for (unsigned i = 0; job->inst->state && i < sig->n_state; i++) {
        const gy_value *s = gy_state_get(job->inst->state, sig->state[i].name);
        gy_frame_bind(f, sig->state[i].name, 0, &s->view);
    }
}

static void bind_tile(gy_frame *f, gy_run_job *job, int64_t lo, int64_t hi)
{
    const gy_sig *sig = job->inst->node->sig;
    for (unsigned i = 0; i < sig->n_in; i++) {
        for (guint k = 0; k < job->values[i]->len && gy_reduce_has_rows(&sig->in[i]); k++) {
            gy_value *v = job->values[i]->pdata[k];
            gy_value *chunk = job->chunks ? job->chunks[i]->pdata[k] : NULL;
            if (chunk) {
                gy_frame_bind_rows(f, sig->in[i].name, k, chunk, lo - job->first_row,
                                   hi - job->first_row);
            } else if (v && v->payload == GY_PAYLOAD_ARRAY) {
                gy_frame_bind_rows(f, sig->in[i].name, k, v, lo, hi);
            } else if (v && v->payload == GY_PAYLOAD_TABLE) {
                gy_frame_bind_table_rows(f, sig->in[i].name, k, v, lo, hi);
            }
        }
    }
    for (unsigned i = 0; i < sig->n_out; i++) {
        gy_value *v = job->inst->outs[i].value;
        if (v && v->payload == GY_PAYLOAD_ARRAY) {
            gy_frame_bind_rows(f, sig->out[i].name, 0, v, lo, hi);
        }
    }
}

static gboolean call_run(gy_run_job *job, int64_t lo, int64_t hi, GError **error)
{
    gy_frame f;
    int answer = 0;
    gy_frame_init(&f, job->rt, job->inst, GY_PHASE_RUN);
    f.random_case = job->inst->random_case;
    bind_whole(&f, job);
    if (lo >= 0) {
        bind_tile(&f, job, lo, hi);
    }
    gboolean good = gy_frame_call(&f, job->inst->code->run, &answer, error);
    gy_frame_finish(&f);
    return good;
}

static int tile_task(void *context, int64_t task, int worker)
{
    (void)worker;
    gy_run_job *job = context;
    GError *error = NULL;
    task += job->first_tile;
    int64_t lo = task * job->tile;
    if (gy_runtime_stopped(job->rt)) {
        return 1;
    }
    if (call_run(job, lo, MIN(lo + job->tile, job->rows), &error)) {
        return 0;
    }
    g_mutex_lock(&job->lock);
    if (!job->error || task < job->failed) { /* the first of the grid, whoever came first */
        g_clear_error(&job->error);
        job->error = g_steal_pointer(&error);
        job->failed = task;
    }
    g_mutex_unlock(&job->lock);
    g_clear_error(&error);
    return 1;
}

int64_t gy_exec_tiled_rows(const gy_inst *inst)
{
    const gy_sig *sig = inst->node->sig;
    int64_t n = -1;
    for (unsigned i = 0; i < sig->n_out; i++) {
        const gy_out *o = &inst->outs[i];
        gboolean plain = o->payload == GY_PAYLOAD_ARRAY && o->rank > 0 && !o->ragged &&
                         !o->map_path && gy_reduce_has_rows(o->port);
        if (!plain) {
            return -1;
        }
        n = o->shape[0];
    }
    gboolean tied = FALSE;
    for (guint i = 0; inst->ties && i < inst->ties->len; i++) {
        const gy_tie *t = &g_array_index(inst->ties, gy_tie, i);
        gboolean rows = gy_reduce_has_rows(inst->in[t->in].port);
        if (rows && (t->reach.kind != GY_REACH_ROW || t->reach.index)) {
            return -1;
        }
        tied |= rows;
    }
    return tied ? n : -1;
}

static void unload(gy_run_job *job)
{
    for (unsigned i = 0; job->chunks && i < job->inst->node->sig->n_in; i++) {
        g_ptr_array_unref(job->chunks[i]);
    }
    g_clear_pointer(&job->chunks, g_free);
}

/* Whether run sees this feed in chunks: then its whole value is never made. */
static gboolean in_chunks(gy_run_job *job, const gy_inport *in, unsigned item)
{
    return job->rows > job->tile && gy_chunk_applies(job->rt, in, &in->feeds[item]);
}

/* Rows [lo, hi) of the feeds that are read in chunks; FALSE with error. */
static gboolean load(gy_run_job *job, int64_t lo, int64_t hi, GError **error)
{
    const gy_sig *sig = job->inst->node->sig;
    const gy_chunk c = {.lo = lo, .hi = hi};
    unload(job);
    job->first_row = lo;
    job->first_tile = lo / job->tile;
    job->chunks = g_new0(GPtrArray *, MAX(sig->n_in, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        job->chunks[i] = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
    }
    for (unsigned i = 0; i < sig->n_in; i++) {
        const gy_inport *in = &job->inst->in[i];
        for (unsigned k = 0; k < job->values[i]->len; k++) {
            gboolean part = in_chunks(job, in, k);
            gy_value *v = part ? gy_chunk_value(job->rt, in, &in->feeds[k], &c, error) : NULL;
            if (part && !v) {
                return FALSE;
            }
            g_ptr_array_add(job->chunks[i], v);
        }
    }
    return TRUE;
}

static gboolean run_tiles(gy_run_job *job, int64_t n, GError **error)
{
    g_mutex_init(&job->lock);
    int status = gy_pool_run(job->rt->pool, n, tile_task, job);
    g_mutex_clear(&job->lock);
    if (job->error) {
        g_propagate_error(error, g_steal_pointer(&job->error));
        return FALSE;
    }
    if (status != 0) {
        g_set_error(error, GY_ERROR, GY_ERR_CANCELLED, "cancelled");
    }
    return status == 0;
}

static gboolean run_all(gy_run_job *job, GError **error)
{
    if (job->rows <= job->tile) {
        return call_run(job, -1, -1, error);
    }
    int64_t chunk = MIN(gy_chunk_rows(job->rt), job->rows);
    gboolean good = TRUE;
    for (int64_t lo = 0; good && lo < job->rows; lo += MIN(chunk, job->rows - lo)) {
        int64_t hi = lo + MIN(chunk, job->rows - lo), tiles = (hi - lo + job->tile - 1) / job->tile;
        good = (chunk >= job->rows || load(job, lo, hi, error)) && run_tiles(job, tiles, error);
    }
    unload(job);
    return good;
}

/* A fit that is only looked at (its model, or nothing) needs no outputs on its rows. */
static gboolean only_fitted(const gy_inst *inst)
{
    for (unsigned i = 0; i < inst->node->sig->n_out; i++) {
        if (inst->outs[i].wanted || inst->outs[i].keep) {
            return FALSE;
        }
    }
    return inst->fits;
}

gboolean gy_exec_run(gy_runtime *rt, gy_inst *inst, GError **error)
{
    const gy_sig *sig = inst->node->sig;
    if (only_fitted(inst)) {
        gy_out *model = inst->n_outs > sig->n_out ? &inst->outs[sig->n_out] : NULL;
        return !model || model->value || make_output(rt, inst, model, FALSE, error);
    }
    if (!gy_exec_outputs(rt, inst, TRUE, error)) {
        return FALSE;
    }
    gboolean mapped = sig->n_out > 0;
    for (unsigned i = 0; i < sig->n_out; i++) {
        mapped &= inst->outs[i].map_path != NULL;
    }
    if (mapped || !inst->code->run) {
        return TRUE;
    }
    gy_run_job job = {.rt = rt, .inst = inst, .rows = gy_exec_tiled_rows(inst), .tile = rt->tile};
    job.values = g_new0(GPtrArray *, MAX(sig->n_in, 1));
    gboolean good = TRUE;
    for (unsigned i = 0; i < sig->n_in; i++) {
        job.values[i] = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
        for (unsigned k = 0; good && k < inst->in[i].n && !sig->in[i].fit; k++) {
            const gy_feed *feed = &inst->in[i].feeds[k];
            gboolean later = feed->is_rows || feed->is_model || in_chunks(&job, &inst->in[i], k);
            gy_value *v = later ? NULL : gy_feed_value(rt, &inst->in[i], feed, error);
            good = v || later;
            g_ptr_array_add(job.values[i], v);
        }
    }
    good = good && run_all(&job, error);
    for (unsigned i = 0; i < sig->n_in; i++) {
        g_ptr_array_unref(job.values[i]);
    }
    g_free(job.values);
    return good;
}
