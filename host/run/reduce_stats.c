/* reduce_stats.c: statistics per cell and their merges. */
#include "run/reduce.h"

#include <string.h>

#include "core/error.h"
#include "run/resolve.h"
#include "sugar.h"
#include "value/buffer.h"

static size_t stat_count(const gy_fit_data *d)
{
    return (size_t)MAX(d->r->cells.n_cells, 1) * MAX(d->r->inst->node->sig->n_stat, 1);
}

/* Statistic s of a cell in the pass at hand; those without the tiled axis live with the reduction,
 * pass by pass, since later parts read what part 0 has added. */
static gy_value **slot(gy_fit_data *d, int64_t cell, unsigned s)
{
    const gy_sig *sig = d->r->inst->node->sig;
    int32_t axis;
    gboolean tiled = gy_reduce_is_tiled(d->r->inst, &sig->stat[s], &axis);
    size_t at = (size_t)cell * MAX(sig->n_stat, 1) + s;
    if (tiled || d->r->n_parts == 1) {
        return &d->stats[at];
    }
    gy_value **pass = (guint)d->pass < d->r->passes->len ? d->r->passes->pdata[d->pass] : NULL;
    return pass ? &pass[at] : NULL;
}

void gy_reduce_begin_pass(gy_fit_data *d)
{
    g_ptr_array_set_size(d->fold_index, 0);
    for (size_t i = 0; i < stat_count(d); i++) {
        g_clear_pointer(&d->stats[i], gy_value_unref);
    }
    if (d->part.number == 0 && d->r->n_parts > 1) {
        g_ptr_array_add(d->r->passes, g_new0(gy_value *, stat_count(d)));
    }
}

static gboolean is_zero(const gy_value *v)
{
    const uint64_t *w = v->view.data;
    size_t n = v->bytes->n, words = n / 8;
    for (size_t i = 0; i < words; i++) {
        if (w[i] != 0) {
            return FALSE;
        }
    }
    const uint8_t *tail = (const uint8_t *)v->view.data + words * 8;
    for (size_t i = 0; i < n % 8; i++) {
        if (tail[i] != 0) {
            return FALSE;
        }
    }
    return TRUE;
}

#define COMBINE(TYPE)                                                                              \
    do {                                                                                           \
        TYPE *x = a->view.data;                                                                    \
        const TYPE *y = b->view.data;                                                              \
        for (int64_t i = 0; i < n; i++) {                                                          \
            x[i] = how == GY_MERGE_SUM   ? (TYPE)(x[i] + y[i])                                     \
                   : how == GY_MERGE_MIN ? MIN(x[i], y[i])                                         \
                                         : MAX(x[i], y[i]);                                        \
        }                                                                                          \
    } while (0)

static void combine(gy_value *a, const gy_value *b, gy_sig_merge how)
{
    int64_t n = gy_size_from(&a->view, 0);
    gy_dtype t = gy_value_dtype(a);
    if (gy_dtype_equal(t, GY_F64)) {
        COMBINE(double);
    } else if (gy_dtype_equal(t, GY_F32)) {
        COMBINE(float);
    } else {
        COMBINE(int64_t);
    }
}

/* Calls the node's own merge: "NAME" += "b:NAME" for all statistics at once. */
static gboolean call_merge(gy_fit_data *d, gy_value **into, gy_value **other, GError **error)
{
    gy_inst *inst = d->r->inst;
    const gy_sig *sig = inst->node->sig;
    gy_frame m;
    int answer = 0;
    gy_frame_init(&m, d->r->rt, inst, GY_PHASE_ADD);
    m.names = g_string_chunk_new(64);
    for (unsigned s = 0; s < sig->n_stat; s++) {
        g_autofree char *name = g_strdup_printf("b:%s", sig->stat[s].name);
        gy_frame_bind(&m, sig->stat[s].name, 0, &into[s]->view);
        gy_frame_bind(&m, g_string_chunk_insert(m.names, name), 0, &other[s]->view);
    }
    gboolean good = gy_frame_call(&m, inst->code->merge, &answer, error);
    gy_frame_finish(&m);
    return good;
}

static void copy_bytes(gy_value *to, const gy_value *from)
{
    memcpy(to->view.data, from->view.data, to->bytes->n);
}

/* All statistics of some cells by the node's own merge; `name` among them goes to d->merged. */
static gboolean merged_by_node(gy_fit_data *d, const int64_t *cells, int64_t n, unsigned name)
{
    const gy_sig *sig = d->r->inst->node->sig;
    g_autoptr(GPtrArray) sum = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
    for (unsigned s = 0; s < sig->n_stat; s++) {
        gy_value *v = gy_reduce_array(d->r, &sig->stat[s], &d->part, NULL);
        if (!v) {
            return FALSE;
        }
        g_ptr_array_add(sum, v);
    }
    gboolean first = TRUE;
    for (int64_t i = 0; i < n; i++) {
        gy_value **from = slot(d, cells[i], 0);
        if (!from || !*from) {
            continue;
        }
        for (unsigned s = 0; first && s < sig->n_stat; s++) {
            copy_bytes(sum->pdata[s], from[s]);
        }
        if (!first && !call_merge(d, (gy_value **)sum->pdata, from, NULL)) {
            return FALSE;
        }
        first = FALSE;
    }
    copy_bytes(d->merged[name], sum->pdata[name]);
    return TRUE;
}

/* What one call of add has left goes into its cell. (A node with its own merge has one part.) */
static gboolean merge_by_node(gy_fit_data *d, int64_t cell, GError **error)
{
    const gy_sig *sig = d->r->inst->node->sig;
    gy_value **to = slot(d, cell, 0);
    if (*to && !call_merge(d, to, d->partial, error)) {
        return FALSE;
    }
    gboolean first = !*to;
    for (unsigned s = 0; s < sig->n_stat; s++) {
        if (!first) {
            memset(d->partial[s]->view.data, 0, d->partial[s]->bytes->n);
            continue;
        }
        to[s] = d->partial[s];
        d->partial[s] = gy_reduce_array(d->r, &sig->stat[s], &d->part, error);
        if (!d->partial[s]) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean gy_reduce_merge(gy_frame *f, gy_fit_data *d, int64_t cell, GError **error)
{
    const gy_sig *sig = d->r->inst->node->sig;
    if (f->inst->code->merge) {
        return merge_by_node(d, cell, error);
    }
    for (unsigned s = 0; s < sig->n_stat; s++) {
        gy_value **to = d->partial[s] ? slot(d, cell, s) : NULL;
        gy_sig_merge how = sig->stat[s].has_merge ? sig->stat[s].merge : GY_MERGE_SUM;
        if (!to || (how == GY_MERGE_SUM && is_zero(d->partial[s]))) {
            continue;
        }
        if (*to) {
            combine(*to, d->partial[s], how);
            memset(d->partial[s]->view.data, 0, d->partial[s]->bytes->n);
            continue;
        }
        *to = d->partial[s];
        d->partial[s] = gy_reduce_array(d->r, &sig->stat[s], &d->part, error);
        if (!d->partial[s]) {
            return FALSE;
        }
    }
    return TRUE;
}

gy_array *gy_fit_stat(gy_fit_data *d, const char *name, int64_t fold)
{
    const gy_sig_port *p = gy_sig_array_find(d->r->inst->node->sig, name);
    if (!p || p->role != GY_ROLE_STAT || fold < -1 || fold >= MAX(d->r->over->n_folds, 0)) {
        return NULL;
    }
    gy_value **out = &d->merged[p->index];
    if (!*out) {
        *out = gy_reduce_array(d->r, p, &d->part, NULL);
    }
    if (!*out) {
        return NULL;
    }
    g_autofree int64_t *cells = g_new(int64_t, (gsize)MAX(d->r->cells.n_cells, 1));
    int64_t n = gy_cells_of_fold(&d->r->cells, fold, cells);
    if (d->r->inst->code->merge) {
        return merged_by_node(d, cells, n, p->index) ? &(*out)->view : NULL;
    }
    gy_sig_merge how = p->has_merge ? p->merge : GY_MERGE_SUM;
    gboolean first = TRUE;
    memset((*out)->view.data, 0, (*out)->bytes->n);
    for (int64_t i = 0; i < n; i++) {
        gy_value **from = slot(d, cells[i], p->index);
        if (!from || !*from) {
            continue;
        }
        if (first) {
            memcpy((*out)->view.data, (*from)->view.data, (*out)->bytes->n);
        } else {
            combine(*out, *from, how);
        }
        first = FALSE;
    }
    return &(*out)->view;
}

const int64_t *gy_fit_fold_rows(gy_fit_data *d, int64_t fold, int32_t held, int64_t *out_n)
{
    const gy_selection *over = d->r->over;
    *out_n = 0;
    if (fold < 0 || fold >= over->n_folds) {
        return NULL;
    }
    const gy_rows *want = held ? &over->held[fold] : &over->train[fold];
    g_autofree int64_t *all = gy_rows_to_indices(over->rows);
    int64_t n = gy_rows_count(over->rows), k = 0;
    int64_t *index = g_new(int64_t, (gsize)MAX(n, 1));
    g_ptr_array_add(d->fold_index, index);
    for (int64_t i = 0; i < n; i++) {
        if (gy_rows_contains(want, all[i])) {
            index[k++] = i;
        }
    }
    *out_n = k;
    return index;
}
