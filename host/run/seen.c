/* seen.c: what a fit has read, and what must go when other rows may not be read. Declared in
 * purge.h. */
#include "run/purge.h"

#include "run/pooling.h"
#include "run/reduce.h"
#include "run/split.h"

/* Of one fit and the fits of its own case; `upstream` is filled with all that it reads. */
static void seen_in_case(GPtrArray *insts, const gy_inst *fit, gboolean own, GHashTable *upstream,
                         gy_sources *out)
{
    g_auto(gy_flow) f = {0};
    gy_flow_init(&f, insts);
    gy_purge_upstream(upstream, fit);
    GHashTableIter it;
    gpointer at;
    g_hash_table_iter_init(&it, upstream);
    while (g_hash_table_iter_next(&it, &at, NULL)) {
        const gy_inst *inst = at;
        gy_domain *x = gy_inst_rows(inst);
        gboolean whole = inst->train.n == 0 && inst->env.fold < 0 && inst->env.inner < 0 &&
                         x; /* planned, not run yet */
        const gy_rows *mine = inst->node->metric ? &inst->test : &inst->train;
        g_auto(gy_rows) rows = whole ? gy_rows_range(0, x->n) : gy_rows_copy(mine);
        if (inst == fit || (inst->fits && (!own || inst->rt == fit->rt))) {
            gy_purge_read_rows(&f, inst, &rows);
        }
    }
    gy_flow_back(&f, out);
}

/* The other cases of the pooled fits among some instances, each of them once. */
static void add_members(GHashTable *upstream, GHashTable *done, GPtrArray *queue)
{
    GHashTableIter it;
    gpointer at;
    g_hash_table_iter_init(&it, upstream);
    while (g_hash_table_iter_next(&it, &at, NULL)) {
        if (((gy_inst *)at)->pooled) {
            g_hash_table_add(done, at);
        }
    }
    g_hash_table_iter_init(&it, upstream);
    while (g_hash_table_iter_next(&it, &at, NULL)) {
        const GPtrArray *members = gy_pooling_members(((gy_inst *)at)->pooled);
        for (guint i = 0; members && i < members->len; i++) {
            if (g_hash_table_add(done, members->pdata[i])) {
                g_ptr_array_add(queue, members->pdata[i]);
            }
        }
    }
}

void gy_seen_by(GPtrArray *insts, const gy_inst *fit, gboolean own, gy_sources *out)
{
    g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
    g_autoptr(GPtrArray) queue = g_ptr_array_new();
    g_ptr_array_add(queue, (gpointer)(uintptr_t)fit);
    for (guint q = 0; q < queue->len; q++) {
        const gy_inst *one = queue->pdata[q];
        g_autoptr(GPtrArray) other = q > 0 ? gy_split_insts(one->rt, &one->env) : NULL;
        g_autoptr(GHashTable) upstream = g_hash_table_new(NULL, NULL);
        seen_in_case(other ? other : insts, one, own, upstream, out);
        add_members(upstream, done, queue);
    }
}

void gy_purge_held(GPtrArray *insts, gy_inst *fit, const gy_rows *held, int64_t gap,
                   gy_sources *out)
{
    gy_domain *x = gy_inst_rows(fit);
    gy_segments seg = gy_domain_segments(x);
    g_auto(gy_rows) wide = gap > 0 ? gy_rows_widen(held, gap, gap, &seg) : gy_rows_copy(held);
    g_auto(gy_flow) read = {0};
    gy_flow_init(&read, insts);
    for (unsigned i = 0; i < fit->node->sig->n_in; i++) {
        for (unsigned k = 0; k < fit->in[i].n && gy_reduce_has_rows(fit->in[i].port); k++) {
            gy_flow_add_feed(&read, &fit->in[i].feeds[k], &wide);
        }
    }
    gy_flow_back(&read, out);
}

void gy_purge_without(GPtrArray *insts, const gy_inst *fit, const gy_sources *sources,
                      const gy_rows *rows, gy_rows *out)
{
    g_auto(gy_flow) taint = {0};
    gy_flow_init(&taint, insts);
    gy_flow_forward(&taint, sources);
    g_auto(gy_rows) bad = gy_purge_at_inputs(&taint, fit);
    *out = gy_rows_subtract(rows, &bad);
}

void gy_purge_inner(GPtrArray *insts, gy_inst *fit, const gy_rows *held, const gy_rows *base_train,
                    int64_t gap, gy_rows *out_train)
{
    g_auto(gy_sources) sources = {0};
    gy_sources_init(&sources);
    gy_purge_held(insts, fit, held, gap, &sources);
    gy_purge_without(insts, fit, &sources, base_train, out_train);
}

gboolean gy_purge_across(GPtrArray *insts, const gy_inst *fit, const gy_sources *scored,
                         GError **error)
{
    g_autoptr(GHashTable) upstream = g_hash_table_new(NULL, NULL);
    gy_purge_upstream(upstream, fit);
    for (guint i = 0; i < insts->len; i++) {
        gy_inst *inst = insts->pdata[i];
        gboolean mine =
            inst->fits && inst->env.fold == fit->env.fold && g_hash_table_contains(upstream, inst);
        if (!mine) {
            continue;
        }
        gy_rows before = inst->train, left = gy_rows_empty();
        gy_purge_without(insts, inst, scored, &before, &left);
        inst->train = left;
        inst->purged += gy_rows_count(&before) - gy_rows_count(&left);
        gboolean good = left.n > 0 || gy_purge_none_left(insts, inst, &before, error);
        gy_rows_clear(&before);
        if (!good) {
            return FALSE;
        }
    }
    return TRUE;
}
