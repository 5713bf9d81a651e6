/* reduce_prepare.c: what all parts of a reduction share: cells, pieces, inputs, whole state. */
#include "core/error.h"
#include "core/rng.h"
#include "run/memory.h"
#include "run/purge.h"
#include "run/reduce.h"
#include "run/resolve.h"
#include "run/symbols.h"

/* --chance: what a fit is taught comes from other rows: along time a circular shift of each segment
 * by a quarter to three quarters of its length, otherwise a permutation of all rows. One shuffle
 * for all fits of the same rows, whatever they are called: they can be compared, as with the truth.
 */
static gy_value *permuted(const gy_reduction *r, gy_value *v, GError **error)
{
    const gy_domain *d = gy_inst_rows(r->inst);
    gy_rng_key key = gy_rng_make_key(r->rt->graph->seed, "--chance", "chance");
    g_autofree int64_t *index = g_new(int64_t, (gsize)MAX(d->n, 1));
    gy_rng_permutation(key, 0, 0, d->n, index);
    for (int64_t s = 0; d->numerator > 0 && s < d->n_segments; s++) {
        int64_t lo = d->first[s], hi = s + 1 < d->n_segments ? d->first[s + 1] : d->n;
        int64_t n = hi - lo, shift = n / 4;
        double u = 0;
        gy_rng_uniform(key, 1, (uint64_t)s, 1, &u);
        shift += (int64_t)(u * (double)(n / 2));
        for (int64_t i = 0; i < n; i++) {
            index[lo + i] = lo + (i + shift) % n;
        }
    }
    gy_value *out = gy_value_take_rows(v, d->n, index, error);
    gy_value_unref(v);
    return out;
}

/* Bytes of one position of the tiled axis in the arrays of some ports. */
static int64_t column_bytes(const gy_inst *inst, const gy_sig_port *ports, unsigned n,
                            int64_t folds)
{
    int64_t sum = 0;
    for (unsigned i = 0; i < n; i++) {
        int32_t axis = -1;
        if (gy_reduce_is_tiled(inst, &ports[i], &axis)) {
            sum += (int64_t)MIN(gy_memory_array(inst, &ports[i], folds, 1), GY_PART_BYTES);
        }
    }
    return sum;
}

/* A part holds its statistics once per cell, once as they are added and once merged. */
int64_t gy_reduce_part_width(const gy_inst *inst, int64_t cells, int64_t folds)
{
    const gy_sig *sig = inst->node->sig;
    int64_t each = column_bytes(inst, sig->temp, sig->n_temp, folds) +
                   column_bytes(inst, sig->state, sig->n_state, folds) +
                   (cells + 2) * column_bytes(inst, sig->stat, sig->n_stat, folds);
    int64_t width = GY_PART_BYTES / MAX(each, 1) / GY_PART_STEP * GY_PART_STEP;
    return CLAMP(width, GY_PART_STEP, GY_TILE_COLUMNS);
}

gboolean gy_reduce_prepare(gy_reduction *r, GError **error)
{
    gy_inst *inst = r->inst;
    const gy_sig *sig = inst->node->sig;
    if (!gy_cells_make(r->over->rows, r->over->n_folds, r->over->train, r->over->held, &r->cells,
                       error)) {
        return FALSE;
    }
    r->pieces = gy_cells_pieces(&r->cells, r->rt->tile);
    r->values = g_new0(GPtrArray *, MAX(sig->n_in, 1));
    for (unsigned i = 0; i < sig->n_in; i++) {
        r->values[i] = g_ptr_array_new_with_free_func((GDestroyNotify)gy_value_unref);
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            const gy_feed *feed = &inst->in[i].feeds[k];
            if (gy_reduce_in_chunks(r->rt, inst, i, k)) {
                r->chunked = TRUE;
                g_ptr_array_add(r->values[i], NULL);
                continue;
            }
            gy_value *v = feed->is_rows ? NULL : gy_feed_value(r->rt, &inst->in[i], feed, error);
            gboolean target = inst->fits && sig->in[i].fit && gy_reduce_has_rows(&sig->in[i]);
            if (v && target && r->rt->chance && v->payload == GY_PAYLOAD_ARRAY) {
                v = permuted(r, v, error);
            }
            if (!v && !feed->is_rows) {
                return FALSE;
            }
            g_ptr_array_add(r->values[i], v);
        }
    }
    r->temps = g_new0(gy_value *, MAX(sig->n_temp, 1));
    r->state = g_new0(gy_value *, MAX(sig->n_state, 1));
    for (unsigned i = 0; inst->fits && i < sig->n_state; i++) {
        r->state[i] = gy_reduce_array(r, &sig->state[i], NULL, error);
        if (!r->state[i]) {
            return FALSE;
        }
    }
    r->n_tiled = sig->tile ? gy_symbols_length(inst, sig->tile) : 1;
    /* a merge of the node's own reads all its statistics together: no parts */
    r->part_width = sig->tile
                        ? gy_reduce_part_width(inst, MAX(r->cells.n_cells, 1), r->over->n_folds)
                        : MAX(r->n_tiled, 1);
    r->n_parts = !inst->code->merge && r->n_tiled > r->part_width + r->part_width / 2
                     ? (r->n_tiled + r->part_width - 1) / r->part_width
                     : 1;
    return TRUE;
}
