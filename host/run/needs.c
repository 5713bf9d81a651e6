#include "run/needs.h"

#include <string.h>

#include "core/error.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/plan.h"
#include "run/split.h"

static gy_runtime *open_file(gy_runtime *rt, int need)
{
    if (!rt->needs) {
        rt->needs = g_new0(gy_runtime *, rt->graph->needs->len);
    }
    if (!rt->needs[need]) {
        const gy_gneed *n = &g_array_index(rt->graph->needs, gy_gneed, need);
        gy_run_options o = {.mem = rt->mem,
                            .tile = rt->tile,
                            .chunk_tiles = rt->chunk_tiles,
                            .log = rt->log,
                            .progress = rt->progress,
                            .progress_data = rt->progress_data,
                            .stop = rt->stop_from,
                            .states = n->states,
                            .cache = rt->cache,
                            .user = rt};
        rt->needs[need] = g_new0(gy_runtime, 1);
        gy_runtime_start(rt->needs[need], n->graph, rt->registry, &o, rt->problems);
    }
    return rt->needs[need];
}

gy_inst *gy_needs_inst(gy_runtime *rt, const gy_gnode *node, GError **error)
{
    gy_runtime *other = open_file(rt, node->need);
    const char *name = strchr(node->name, ':') + 1;
    gy_env outside = gy_env_outside();
    gy_inst *inst = gy_plan_get(other, gy_graph_find(other->graph, name), &outside, error);
    for (unsigned o = 0; inst && o < inst->n_outs; o++) {
        inst->outs[o].keep |= rt->keep[gy_graph_find(rt->graph, node->name)];
    }
    return inst;
}

static guint n_needs(const gy_runtime *rt)
{
    return rt->needs ? rt->graph->needs->len : 0;
}

/* Scores of the other file, if a value of it is asked for: its own folds are purged as ever. */
static gboolean purge(gy_runtime *rt)
{
    gy_env outside = gy_env_outside();
    g_autoptr(GError) error = NULL;
    gboolean folds = FALSE;
    for (guint i = 0; i < rt->order->len; i++) {
        folds |= ((const gy_inst *)rt->order->pdata[i])->env.fold >= 0;
    }
    if (!folds || gy_split_purge(rt, &outside, &error)) {
        return TRUE;
    }
    gy_runtime_tell(rt, 0, error->message);
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        if (inst->env.fold >= 0 && !inst->failed) {
            inst->failed = g_error_copy(error);
        }
    }
    return FALSE;
}

int gy_needs_exec(gy_runtime *rt)
{
    int failed = 0;
    for (guint i = 0; i < n_needs(rt); i++) {
        gy_runtime *other = rt->needs[i];
        if (other) {
            failed += gy_needs_exec(other);
            failed += purge(other) ? 0 : 1;
            failed += gy_runtime_exec(other, 0);
        }
    }
    return failed;
}

void gy_needs_add_insts(const gy_runtime *rt, GPtrArray *list)
{
    for (guint i = 0; i < n_needs(rt); i++) {
        if (!rt->needs[i]) {
            continue;
        }
        gy_needs_add_insts(rt->needs[i], list);
        for (guint k = 0; k < rt->needs[i]->order->len; k++) {
            gy_inst *inst = rt->needs[i]->order->pdata[k];
            if (inst->env.fold < 0) {
                g_ptr_array_add(list, inst);
            }
        }
    }
}

void gy_needs_files(const gy_runtime *rt, GHashTable *seen, gy_outcome *out)
{
    for (guint i = 0; i < n_needs(rt); i++) {
        const gy_runtime *other = rt->needs[i];
        if (!other) {
            continue;
        }
        if (g_hash_table_add(seen, other->graph->file)) {
            g_ptr_array_add(out->files, g_strdup(other->graph->file));
        }
        for (guint k = 0; k < other->order->len; k++) {
            const gy_inst *inst = other->order->pdata[k];
            for (guint f = 0; f < inst->files->len; f++) {
                if (g_hash_table_add(seen, inst->files->pdata[f])) {
                    g_ptr_array_add(out->files, g_strdup(inst->files->pdata[f]));
                }
            }
        }
        gy_needs_files(other, seen, out);
    }
}

void gy_needs_close(gy_runtime *rt)
{
    for (guint i = 0; i < n_needs(rt); i++) {
        if (rt->needs[i]) {
            gy_runtime_finish(rt->needs[i]);
            g_free(rt->needs[i]);
        }
    }
    g_clear_pointer(&rt->needs, g_free);
}
