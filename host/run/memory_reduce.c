/* memory_reduce.c: what a reduction holds. It mirrors reduce.c: one part at a time, or part 0 and
 * then as many as there are threads. */
#include "core/alloc.h"
#include "run/chunk.h"
#include "run/exec.h"
#include "run/memory.h"
#include "run/resolve.h"
#include "run/split.h"
#include "run/symbols.h"

uint64_t gy_memory_array(const gy_inst *inst, const gy_sig_port *port, int64_t folds,
                         int64_t columns)
{
    int64_t shape[GY_RANK_MAX];
    int32_t rank = 0, axis = -1;
    size_t bytes = 0;
    if (!gy_type_shape(inst, port, folds, shape, &rank, NULL)) {
        return 0;
    }
    if (columns >= 0 && gy_reduce_is_tiled(inst, port, &axis)) {
        shape[axis] = columns;
    }
    (void)gy_shape_bytes(rank, shape, MAX(gy_dtype_size(gy_type_dtype(inst, port)), 1), &bytes);
    return bytes;
}

/* `most` rows of inputs are copied because they are no single interval: of a piece, or of all. */
static uint64_t gathered(const gy_inst *inst, int64_t most)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            const gy_feed *f = &inst->in[i].feeds[k];
            size_t bytes = 0;
            if (most == 0 || f->is_rows || f->is_model || f->is_table || f->rank < 1 ||
                !gy_reduce_has_rows(inst->in[i].port)) {
                continue;
            }
            int64_t shape[GY_RANK_MAX];
            for (int32_t a = 0; a < f->rank; a++) {
                shape[a] = a ? f->shape[a] : most;
            }
            gy_dtype t = inst->in[i].levels ? GY_I64 : f->dtype;
            (void)gy_shape_bytes(f->rank, shape, MAX(gy_dtype_size(t), 1), &bytes);
            sum += bytes + 8 * (uint64_t)most;
        }
    }
    return sum;
}

/* The chunk that a part holds: the rows of its tiles that lie between the first and the last of
 * `rows`. */
static uint64_t chunk(gy_runtime *rt, const gy_inst *inst, const gy_rows *rows, int64_t columns)
{
    int64_t span = rows->n > 0 ? rows->span[rows->n - 1].hi - rows->span[0].lo : 0;
    uint64_t sum = 0;
    for (unsigned i = 0; i < inst->node->sig->n_in; i++) {
        int32_t axis = -1;
        (void)gy_reduce_is_tiled(inst, inst->in[i].port, &axis);
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            if (gy_reduce_in_chunks(rt, inst, i, k)) {
                sum += gy_memory_feed(&inst->in[i], &inst->in[i].feeds[k],
                                      MIN(span, gy_chunk_rows(rt)), axis, columns);
            }
        }
    }
    return sum;
}

/* Rows of the largest piece of a cell that is no single interval, 0 if all are: pieces of a tile
 * into which two intervals reach. */
static int64_t broken_piece(const gy_rows *cell, int64_t tile)
{
    int64_t most = 0, at = -1, n = 0; /* n: rows of the cell in tile `at`, so far */
    for (int64_t i = 0; i < cell->n; i++) {
        const gy_span *s = &cell->span[i];
        int64_t first = s->lo / tile, last = (s->hi - 1) / tile;
        if (first == at) {
            n += (last == first ? s->hi : (first + 1) * tile) - s->lo;
            most = MAX(most, n);
        }
        if (last != at) {
            at = last;
            n = s->hi - MAX(s->lo, last * tile);
        }
    }
    return most;
}

/* Cells of a fit, as the reduction will cut them; out_folds: its inner folds; out_most: rows of the
 * largest call whose rows are no single interval. */
static int64_t count_cells(gy_runtime *rt, gy_inst *inst, const gy_rows *rows, int64_t *out_folds,
                           int64_t *out_most)
{
    g_autoptr(GPtrArray) insts = gy_split_insts(rt, &inst->env);
    gy_inner inner = {0};
    gy_cells cells = {0};
    int64_t n = 1;
    *out_folds = 0;
    *out_most = inst->block_all && rows->n > 1 ? gy_rows_count(rows) : 0;
    if (inst->fits && gy_exec_wants_inner(inst) && !gy_split_inner(rt, insts, inst, &inner, NULL)) {
        return 1;
    }
    if (gy_cells_make(rows, inner.n, inner.train, inner.held, &cells, NULL)) {
        n = MAX(cells.n_cells, 1);
        for (int64_t i = 0; i < cells.n_cells && !inst->block_all; i++) {
            *out_most = MAX(*out_most, broken_piece(&cells.rows[i], rt->tile));
        }
    }
    *out_folds = inner.n;
    gy_cells_clear(&cells);
    gy_inner_clear(&inner);
    return n;
}

typedef struct sizes {
    uint64_t shared, part; /* once; per part that is at work */
} sizes;

/* Adds `times` arrays; those without the tiled axis are shared by all parts. */
static void add(sizes *s, const gy_inst *inst, const gy_sig_port *ports, unsigned n, int64_t folds,
                int64_t columns, uint64_t times)
{
    for (unsigned i = 0; i < n; i++) {
        int32_t axis;
        uint64_t bytes = gy_memory_array(inst, &ports[i], folds, columns) * times;
        if (gy_reduce_is_tiled(inst, &ports[i], &axis)) {
            s->part += bytes;
        } else {
            s->shared += bytes;
        }
    }
}

uint64_t gy_memory_reduce(gy_runtime *rt, gy_inst *inst, int64_t *out_folds)
{
    const gy_sig *sig = inst->node->sig;
    gy_domain *x = gy_inst_rows(inst);
    gy_rows rows = {0};
    if (inst->fits ? inst->train.n > 0 : inst->node->split != 0) {
        rows = gy_rows_copy(inst->fits ? &inst->train : &inst->test);
    } else if (x) {
        rows = gy_rows_range(0, x->n);
    }
    int64_t folds = 0, most = 0;
    gboolean empty = inst->fits && inst->train.n == 0;
    if (empty) {
        inst->train = gy_rows_copy(&rows);
    }
    int64_t cells = count_cells(rt, inst, &rows, &folds, &most);
    if (empty) {
        gy_rows_clear(&inst->train);
    }
    int64_t tiled = sig->tile ? gy_symbols_length(inst, sig->tile) : 1;
    int64_t width = sig->tile ? gy_reduce_part_width(inst, cells, folds) : MAX(tiled, 1);
    int64_t parts =
        !inst->code->merge && tiled > width + width / 2 ? (tiled + width - 1) / width : 1;
    int64_t columns = parts > 1 ? width : -1, wide = MAX(parts > 1 ? width : tiled, 0);
    sizes s = {0, 0};
    add(&s, inst, sig->temp, sig->n_temp, folds, columns, 1);
    add(&s, inst, sig->stat, sig->n_stat, folds, columns,
        (uint64_t)(inst->block_all ? 2 : cells + 1));
    add(&s, inst, sig->stat, sig->n_stat, folds, columns, 1); /* merged, where one asks */
    if (parts > 1) {
        sizes own = {0, 0};
        add(&own, inst, inst->fits ? sig->state : sig->out, inst->fits ? sig->n_state : sig->n_out,
            folds, columns, 1);
        s.part += own.part;
    }
    uint64_t copies = gathered(inst, most) + chunk(rt, inst, &rows, columns);
    uint64_t scratch = !inst->scratch_said
                           ? 4096 + 16 * (uint64_t)MIN(rt->tile, x ? x->n : 1)
                           : (uint64_t)(inst->scratch_fixed + inst->scratch_each * wide);
    uint64_t at_once = (uint64_t)CLAMP(parts - 1, 1, gy_pool_threads(rt->pool));
    uint64_t first = s.part + scratch + copies + (uint64_t)inst->scratch_first;
    uint64_t others = parts > 1 ? at_once * (s.part + scratch + copies) : 0;
    gy_rows_clear(&rows);
    *out_folds = folds;
    return s.shared + MAX(first, others);
}
