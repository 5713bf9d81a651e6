#include "run/memory.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "run/chunk.h"
#include "run/exec.h"
#include "run/pooling.h"
#include "run/split.h"
#include "run/symbols.h"
#include "sugar.h"

/* Scratch of nodes that say nothing: an index and an offset per row, and a little. */
#define GUESS_PER_ROW 24
#define GUESS_FIXED   4096

static uint64_t shaped(gy_dtype t, int32_t rank, const int64_t *shape)
{
    size_t bytes = 0;
    (void)gy_shape_bytes(rank, shape, MAX(gy_dtype_size(t), 1), &bytes);
    return bytes;
}

/* Text is as long as its node has said, or else as its file, at most; without a file nobody knows.
 * `share`: of the columns that a file is divided among. */
static uint64_t text_bytes(const gy_inst *inst, int64_t rows, int64_t most, guint share)
{
    uint64_t offsets = sizeof(int64_t) * (uint64_t)(MAX(rows, 0) + 1), sum = offsets;
    if (most > 0) {
        return offsets + (uint64_t)(most - 1);
    }
    for (guint i = 0; i < inst->files->len; i++) {
        GStatBuf info;
        sum += g_stat(inst->files->pdata[i], &info) == 0 ? (uint64_t)info.st_size : 0;
    }
    return sum / share;
}

static uint64_t out_bytes(const gy_inst *inst, const gy_out *o)
{
    uint64_t sum = 0;
    if (o->payload == GY_PAYLOAD_MODEL || o->map_path || o->value) {
        return 0;
    }
    if (o->port && o->port->optional && !o->wanted) {
        return 0;
    }
    if (o->payload == GY_PAYLOAD_ARRAY) {
        return o->ragged ? text_bytes(inst, o->shape[0], o->most, 1)
                         : shaped(o->dtype, o->rank, o->shape);
    }
    for (guint i = 0; o->columns && i < o->columns->len; i++) {
        const gy_column_desc *d = &g_array_index(o->columns, gy_column_desc, i);
        gboolean text = (d->dtype.flags & GY_TEXT) != 0;
        sum += text ? text_bytes(inst, o->shape[0], d->most, MAX(o->columns->len, 1))
                    : shaped(d->dtype, 1, o->shape);
    }
    return sum;
}

uint64_t gy_memory_feed(const gy_inport *in, const gy_feed *f, int64_t rows, int32_t axis,
                        int64_t columns)
{
    uint64_t sum = 0;
    const GPtrArray *members = in->owner->pooling ? gy_pooling_members(in->owner) : NULL;
    for (guint m = 0; members && !f->is_rows && !f->is_model && m < members->len; m++) {
        const gy_inport *mine = &((gy_inst *)members->pdata[m])->in[in->port->index];
        sum = MAX(sum, gy_memory_feed(mine, &mine->feeds[f - in->feeds], INT64_MAX, -1, -1));
    }
    if (members && !f->is_rows && !f->is_model) { /* all cases, and one of them on its way */
        return sum + shaped(in->levels ? GY_I64 : f->dtype, f->rank, f->shape);
    }
    int64_t shape[GY_RANK_MAX];
    if (f->is_rows || f->is_model || f->word) {
        return 0;
    }
    for (int32_t i = 0; i < f->rank; i++) {
        gboolean part = i > 0 && i == axis && columns >= 0;
        shape[i] = i == 0 ? MIN(rows, f->shape[0]) : part ? MIN(columns, f->shape[i]) : f->shape[i];
    }
    int64_t step = f->index && f->shape[0] > 1 ? f->index[1] - f->index[0] : 1;
    for (int64_t i = 1; f->index && step > 0 && i < f->shape[0]; i++) {
        step = f->index[i] - f->index[i - 1] == step ? step : 0;
    }
    if (f->index && step <= 0 && !f->is_table) {
        sum += shaped(f->source, f->rank, shape);
    }
    if (f->columns) {
        sum += shaped(f->source, f->rank, f->shape);
    }
    if (in->levels) {
        return sum + 8 * (uint64_t)MAX(f->rank > 0 ? f->shape[0] : 1, 0);
    }
    if (!f->is_table && !gy_dtype_equal(f->source, f->dtype)) {
        sum = MAX(sum, sum + shaped(f->dtype, f->rank, shape));
    }
    return sum;
}

/* What --chance makes of the values that a fit is taught: all rows once more. */
static uint64_t permuted_bytes(const gy_runtime *rt, const gy_inport *in, const gy_feed *f)
{
    gboolean drawn = rt->chance && in->port->fit && !f->is_rows && !f->is_table && !f->is_model;
    return drawn ? shaped(in->levels ? GY_I64 : f->dtype, f->rank, f->shape) : 0;
}

/* Copies of all edges of run; or, for a reduction, of those that are not read in chunks. */
static uint64_t feeds_bytes(gy_runtime *rt, const gy_inst *inst, gboolean reduce)
{
    uint64_t sum = 0;
    gboolean tiles = !reduce && !inst->parts && gy_exec_tiled_rows(inst) > rt->tile;
    for (unsigned i = 0; inst->in && !inst->parts && i < inst->node->sig->n_in; i++) {
        const gy_inport *in = &inst->in[i];
        for (unsigned k = 0; k < in->n && (reduce || !in->port->fit); k++) {
            gboolean chunk = tiles && gy_chunk_applies(rt, in, &in->feeds[k]);
            if (!reduce || !gy_reduce_in_chunks(rt, inst, i, k)) {
                sum += gy_memory_feed(in, &in->feeds[k], chunk ? gy_chunk_rows(rt) : INT64_MAX, -1,
                                      -1);
            }
            sum += reduce ? permuted_bytes(rt, in, &in->feeds[k]) : 0;
        }
    }
    return sum;
}

static uint64_t run_scratch(const gy_runtime *rt, const gy_inst *inst)
{
    int64_t rows = 0;
    for (unsigned o = 0; o < inst->n_outs; o++) {
        rows = MAX(rows, inst->outs[o].rank > 0 ? inst->outs[o].shape[0] : 0);
    }
    if (inst->scratch_said) { /* of a fit: what it said is of add and solve */
        int64_t at_once = gy_exec_tiled_rows(inst) > rt->tile ? gy_pool_threads(rt->pool) : 1;
        return inst->fits ? 0 : (uint64_t)(at_once * inst->scratch_fixed);
    }
    return GUESS_FIXED + GUESS_PER_ROW * (uint64_t)rows;
}

static uint64_t state_bytes(const gy_inst *inst, int64_t folds)
{
    uint64_t sum = 0;
    for (unsigned i = 0; inst->fits && !inst->state && i < inst->node->sig->n_state; i++) {
        sum += gy_memory_array(inst, &inst->node->sig->state[i], folds, -1);
    }
    return sum;
}

/* Walking the plan. `left`: gy_out -> edges that still have to read it. */
typedef struct walk {
    gy_runtime *rt;
    GHashTable *left;
    uint64_t alive;
    gy_memory_plan plan;
} walk;

static void reach(walk *w, const gy_inst *inst, uint64_t step)
{
    if (w->alive + step > w->plan.peak) {
        w->plan = (gy_memory_plan){w->alive + step, inst, step};
    }
}

static int uses_left(walk *w, gy_out *o, int taken)
{
    gpointer known = NULL;
    int n =
        g_hash_table_lookup_extended(w->left, o, NULL, &known) ? GPOINTER_TO_INT(known) : o->uses;
    n -= taken;
    g_hash_table_insert(w->left, o, GINT_TO_POINTER(n));
    return n;
}

static gboolean skips_run(const gy_inst *inst)
{
    gboolean wanted = FALSE;
    for (unsigned i = 0; i < inst->node->sig->n_out; i++) {
        wanted |= inst->outs[i].wanted || inst->outs[i].keep;
    }
    return inst->fits && !wanted;
}

/* What is fitted when an instance's turn comes: itself, all cases with the first, or nothing. */
static gy_inst *fitted_with(gy_inst *inst)
{
    const GPtrArray *members = gy_pooling_members(inst->pooled);
    return !members ? inst : members->pdata[0] == inst ? inst->pooled : NULL;
}

static void step(walk *w, gy_inst *inst, gboolean again)
{
    gy_inst *fit = fitted_with(inst);
    uint64_t outs = 0, reduce = 0;
    int64_t folds = 0;
    gboolean metric = inst->node->metric && !inst->parts;
    for (unsigned o = 0; o < inst->n_outs && !skips_run(inst); o++) {
        outs += out_bytes(inst, &inst->outs[o]);
    }
    if (!inst->parts && fit && (inst->fits || metric)) {
        reduce = gy_memory_reduce(w->rt, fit, &folds) + feeds_bytes(w->rt, fit, TRUE);
    }
    uint64_t state = fit ? state_bytes(fit, folds) : 0;
    if (reduce > 0) {
        reach(w, inst, state + reduce + (metric ? outs : 0));
    }
    w->alive += state;
    if (!metric && !skips_run(inst)) {
        reach(w, inst, outs + feeds_bytes(w->rt, inst, FALSE) + run_scratch(w->rt, inst));
    }
    w->alive += outs;
    for (unsigned i = 0; inst->in && !again && i < inst->node->sig->n_in; i++) {
        for (unsigned k = 0; k < inst->in[i].n; k++) {
            gy_feed *f = &inst->in[i].feeds[k];
            uint64_t bytes = f->out->value ? 0 : out_bytes(f->from, f->out);
            if (uses_left(w, f->out, 1) == 0 && !f->out->keep) {
                w->alive -= MIN(bytes, w->alive);
            }
        }
    }
    for (unsigned o = 0; o < inst->n_outs && !skips_run(inst); o++) {
        if (uses_left(w, &inst->outs[o], 0) == 0 && !inst->outs[o].keep) {
            w->alive -= MIN(out_bytes(inst, &inst->outs[o]), w->alive);
        }
    }
}

/* Nodes downstream of what a [chance] permutes, of one case and all its folds. */
static void draws(walk *w, const gy_gchance *c)
{
    const gy_graph *g = w->rt->graph;
    g_autofree gboolean *drawn = g_new0(gboolean, MAX(g->nodes->len, 1));
    const gy_env *first = NULL;
    uint64_t before = w->alive;
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *n = gy_graph_node(g, (int)i);
        for (unsigned p = 0; p < n->sig->n_in; p++) {
            for (guint k = 0; k < n->in[p]->len; k++) {
                const gy_link *l = &g_array_index(n->in[p], gy_link, k);
                drawn[i] |= drawn[l->node] || l->node == c->permute.node;
            }
        }
    }
    for (guint i = 0; i < w->rt->order->len; i++) {
        gy_inst *inst = w->rt->order->pdata[i];
        if (!drawn[inst->number]) {
            continue;
        }
        first = first ? first : &inst->case_env;
        if (memcmp(first->each, inst->case_env.each, sizeof first->each) == 0) {
            step(w, inst, TRUE);
        }
    }
    w->alive = before;
}

/* Files of [needs] run first, each in its own runtime. */
static void walk_order(walk *w, gy_runtime *rt)
{
    for (guint i = 0; rt->needs && i < rt->graph->needs->len; i++) {
        if (rt->needs[i]) {
            walk_order(w, rt->needs[i]);
        }
    }
    w->rt = rt;
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        if (!inst->done && !inst->failed) {
            step(w, inst, FALSE);
        }
    }
}

gy_memory_plan gy_memory_predict(gy_runtime *rt)
{
    walk w = {.rt = rt, .alive = gy_mem_current(rt->mem)};
    w.left = g_hash_table_new(NULL, NULL);
    w.plan.peak = gy_mem_peak(rt->mem);
    walk_order(&w, rt);
    for (guint i = 0; i < rt->graph->chances->len; i++) {
        draws(&w, &g_array_index(rt->graph->chances, gy_gchance, i));
    }
    g_hash_table_unref(w.left);
    return w.plan;
}

/* The most tiles at a time with which the run keeps to the limit; the plan is that of the answer.
 * If none does, that of the fewest, which is what the run needs at least. */
static gy_memory_plan plan_chunks(gy_runtime *rt, uint64_t limit, gy_memory_plan plan)
{
    static const int64_t tiles[] = {64, 16, 4, 1};
    int64_t asked = rt->chunk_tiles;
    for (size_t i = 0; i < G_N_ELEMENTS(tiles) && plan.peak > limit; i++) {
        if (asked == 0 || tiles[i] < asked) {
            rt->chunk_tiles = tiles[i];
            plan = gy_memory_predict(rt);
        }
    }
    return plan;
}

gboolean gy_memory_plan_run(gy_runtime *rt, gy_outcome *out)
{
    gy_memory_plan plan = gy_memory_predict(rt);
    uint64_t limit = gy_mem_limit(rt->mem);
    gboolean free = out->failed > 0 || limit == 0;
    if (!free) {
        plan = plan_chunks(rt, limit, plan);
    }
    const char *node = plan.inst ? plan.inst->node->name : "";
    out->predicted = plan.peak;
    out->predicted_node = g_strdup(node);
    out->chunk_tiles = rt->chunk_tiles;
    if (rt->peek || free || plan.peak <= limit) {
        return TRUE;
    }
    g_autofree char *text =
        g_strdup_printf("[%s] %s cannot keep to --memory: it takes %" G_GUINT64_FORMAT
                        " bytes, the run with it %" G_GUINT64_FORMAT
                        ", the limit is %" G_GUINT64_FORMAT "; nothing was run",
                        node, plan.inst && plan.inst->fits ? "a fit that" : "a node that",
                        plan.step, plan.peak, limit);
    gy_runtime_tell(rt, plan.inst ? plan.inst->node->line : 0, text);
    out->failed++;
    return FALSE;
}
