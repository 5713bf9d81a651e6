#include "run/frame.h"

#include <string.h>

#include "core/error.h"

void gy_frame_init(gy_frame *f, gy_runtime *rt, gy_inst *inst, gy_phase phase)
{
    *f = (gy_frame){.rt = rt, .inst = inst, .phase = phase};
    f->call = (gy_call){
        .size = sizeof f->call, .host = &gy_host_table, .fold = -1, .folds = 0, .impl = f};
    f->random_case = 0;
    f->applied_rows = -1;
    f->is_serial = inst && inst->node->sig->serial;
}

static void drop_scratch(gpointer p, gpointer unused)
{
    (void)unused;
    gy_mem_free(p);
}

void gy_frame_finish(gy_frame *f)
{
    for (guint i = 0; i < f->n_bound; i++) {
        g_free(f->bound[i]);
    }
    g_free(f->bound);
    if (f->scratch) {
        g_ptr_array_foreach(f->scratch, drop_scratch, NULL);
        g_ptr_array_unref(f->scratch);
    }
    g_clear_pointer(&f->keep, g_ptr_array_unref);
    g_clear_pointer(&f->names, g_string_chunk_free);
    g_clear_error(&f->error);
    g_clear_error(&f->refused);
}

gy_bound *gy_frame_find(gy_frame *f, const char *name, int64_t item)
{
    for (guint i = 0; i < f->n_bound; i++) {
        if (f->bound[i]->item == item && strcmp(f->bound[i]->name, name) == 0) {
            return f->bound[i];
        }
    }
    return NULL;
}

gy_bound *gy_frame_bind(gy_frame *f, const char *name, int64_t item, const gy_array *view)
{
    gy_bound *b = gy_frame_find(f, name, item);
    if (!b) {
        if (f->n_bound == f->room) {
            f->room = MAX(16u, 2 * f->room);
            f->bound = g_renew(gy_bound *, f->bound, f->room);
        }
        b = f->bound[f->n_bound++] = g_new0(gy_bound, 1);
        b->name = name;
        b->item = item;
    }
    b->wanted = TRUE;
    b->view = *view;
    for (int32_t i = 0; i < view->rank; i++) {
        b->shape[i] = view->shape[i];
        b->stride[i] = view->stride[i];
    }
    b->view.size = sizeof b->view;
    b->view.shape = b->shape;
    b->view.stride = b->stride;
    return b;
}

gy_bound *gy_frame_bind_rows(gy_frame *f, const char *name, int64_t item, const gy_value *v,
                             int64_t lo, int64_t hi)
{
    gy_bound *b = gy_frame_bind(f, name, item, &v->view);
    if (b->view.rank == 0) {
        return b;
    }
    b->shape[0] = hi - lo;
    b->view.first = v->view.first + lo;
    if (b->view.rows) {
        b->view.rows += lo;
    }
    if (b->view.layout != GY_DENSE) {
        b->view.offsets += lo;
    } else if (b->view.data) {
        b->view.data = (char *)b->view.data + lo * b->stride[0] * (b->view.bits / 8);
    }
    return b;
}

gy_value *gy_frame_keep(gy_frame *f, gy_value *v)
{
    if (!f->keep) {
        f->keep = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
    }
    g_ptr_array_add(f->keep, v);
    return v;
}

gboolean gy_frame_call(gy_frame *f, int (*function)(gy_call *), int *out_answer, GError **error)
{
    int answer;
    (void)g_atomic_pointer_add(&f->rt->calls, 1);
    if (f->inst->node->sig->serial) {
        g_rec_mutex_lock(f->rt->serial);
        answer = function(&f->call);
        g_rec_mutex_unlock(f->rt->serial);
    } else {
        answer = function(&f->call);
    }
    if (f->error) { /* a failure that was told counts, whatever the function returned */
        g_propagate_error(error, g_steal_pointer(&f->error));
        return FALSE;
    }
    if (answer < 0) {
        g_set_error(error, GY_ERROR, (int)gy_error_code_of_status(answer),
                    "[%s] %s failed without saying why", f->inst->node->name,
                    f->inst->node->sig->id);
        return FALSE;
    }
    *out_answer = answer;
    return TRUE;
}

void gy_frame_bind_value(gy_frame *f, const char *name, int64_t item, const gy_value *v)
{
    if (v->payload == GY_PAYLOAD_MODEL) {
        return;
    }
    if (v->payload == GY_PAYLOAD_ARRAY) {
        gy_frame_bind(f, name, item, &v->view);
        return;
    }
    int64_t shape[1] = {v->domains[0]->n}, stride[1] = {1};
    gy_array rows = {.code = GY_UINT, .bits = 8, .rank = 1, .shape = shape, .stride = stride};
    gy_frame_bind(f, name, item, &rows);
    if (!f->names) {
        f->names = g_string_chunk_new(256);
    }
    for (guint i = 0; i < v->columns->len; i++) {
        const gy_value *column = v->columns->pdata[i];
        g_autofree char *full = g_strdup_printf("%s.%s", name, (char *)v->names->pdata[i]);
        gy_frame_bind(f, g_string_chunk_insert(f->names, full), item, &column->view);
    }
}

void gy_frame_bind_table_rows(gy_frame *f, const char *name, int64_t item, const gy_value *v,
                              int64_t lo, int64_t hi)
{
    gy_frame_bind_value(f, name, item, v);
    gy_bound *port = gy_frame_find(f, name, item);
    port->shape[0] = hi - lo;
    port->view.first = lo;
    for (guint i = 0; i < v->columns->len; i++) {
        g_autofree char *full = g_strdup_printf("%s.%s", name, (char *)v->names->pdata[i]);
        gy_bound *b = gy_frame_find(f, full, item);
        gy_frame_bind_rows(f, b->name, item, v->columns->pdata[i], lo, hi);
    }
}

void gy_frame_bind_rows_only(gy_frame *f, const char *name, int64_t item, const gy_feed *feed)
{
    int64_t stride[1] = {1};
    gy_array rows = {.code = GY_UINT, .bits = 8, .rank = 1, .shape = feed->shape, .stride = stride};
    gy_frame_bind(f, name, item, &rows);
}
