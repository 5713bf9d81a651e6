/* reduce_chunk.c: the input rows of the tiles that add is called for next. */
#include "run/chunk.h"
#include "run/reduce.h"

gboolean gy_reduce_in_chunks(gy_runtime *rt, const gy_inst *inst, unsigned port, unsigned item)
{
    const gy_inport *in = &inst->in[port];
    return !inst->block_all && gy_chunk_applies(rt, in, &in->feeds[item]);
}

static void free_value(gpointer v)
{
    gy_value_unref(v);
}

void gy_reduce_unload(gy_fit_data *d)
{
    for (unsigned i = 0; d->chunk && i < d->r->inst->node->sig->n_in; i++) {
        g_ptr_array_unref(d->chunk[i]);
    }
    g_clear_pointer(&d->chunk, g_free);
}

/* From the first row to the last that the pieces of a chunk, of which `at` is the first, have. */
static gy_chunk extent(const gy_reduction *r, int64_t at, int64_t number)
{
    gy_chunk c = {.lo = INT64_MAX};
    for (int64_t i = at; i < r->pieces.n; i++) {
        const gy_piece *p = &r->pieces.piece[i];
        if (p->tile / r->rt->chunk_tiles != number) {
            break;
        }
        c.lo = MIN(c.lo, p->rows.span[0].lo);
        c.hi = MAX(c.hi, p->rows.span[p->rows.n - 1].hi);
    }
    return c;
}

gboolean gy_reduce_load(gy_fit_data *d, int64_t piece, GError **error)
{
    gy_reduction *r = d->r;
    const gy_sig *sig = r->inst->node->sig;
    int64_t number = r->chunked ? r->pieces.piece[piece].tile / r->rt->chunk_tiles : 0;
    if (!r->chunked || (d->chunk && d->chunk_number == number)) {
        return TRUE;
    }
    gy_reduce_unload(d);
    d->chunk_number = number;
    d->chunk = g_new0(GPtrArray *, MAX(sig->n_in, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        d->chunk[i] = g_ptr_array_new_with_free_func(free_value);
    }
    gy_chunk all = extent(r, piece, number);
    for (unsigned i = 0; i < sig->n_in; i++) {
        for (unsigned k = 0; k < r->inst->in[i].n; k++) {
            gy_value *v = NULL;
            if (gy_reduce_in_chunks(r->rt, r->inst, i, k)) {
                gy_chunk c = all;
                if (r->n_parts > 1 && gy_reduce_is_tiled(r->inst, &sig->in[i], &c.axis)) {
                    c.from = d->part.lo;
                    c.to = d->part.hi;
                }
                v = gy_chunk_value(r->rt, &r->inst->in[i], &r->inst->in[i].feeds[k], &c, error);
                if (!v) {
                    return FALSE;
                }
            }
            g_ptr_array_add(d->chunk[i], v);
        }
    }
    return TRUE;
}
