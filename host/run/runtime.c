/* runtime.c: what a run works with, from its beginning to its end; problems of its file. */
#include "run/runtime.h"

#include <string.h>

#include "compute/cpu/blas.h"
#include "compute/cpu/fft.h"
#include "compute/cpu/linalg.h"
#include "run/cache.h"
#include "run/chance.h"
#include "run/needs.h"
#include "run/out_paths.h"
#include "run/plan.h"
#include "run/split.h"
#include "run/tune.h"

#define GY_TILE_ROWS 512

/* What a run has once, however many files it needs. */
static void share(gy_runtime *rt, const gy_run_options *o)
{
    if (o->user) {
        rt->pool = o->user->pool;
        rt->fft = o->user->fft;
        rt->lanes = o->user->lanes;
        rt->digests = o->user->digests;
        rt->serial = o->user->serial;
        return;
    }
    rt->pool = gy_pool_new(o->threads > 0 ? o->threads : (int)g_get_num_processors());
    gy_pool_set_shuffle(rt->pool, o->shuffle, 1);
    rt->fft = gy_fft_cache_new();
    rt->lanes = gy_gemm_lanes_new(rt->pool);
    rt->digests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    rt->serial = g_new0(GRecMutex, 1);
    g_rec_mutex_init(rt->serial);
}

void gy_runtime_start(gy_runtime *rt, const gy_graph *graph, gy_registry *registry,
                      const gy_run_options *o, gy_problems *problems)
{
    gy_blas_setup();
    *rt = (gy_runtime){.graph = graph, .registry = registry, .log = o->log, .problems = problems};
    rt->mem = o->mem ? gy_mem_ref(o->mem) : gy_mem_new(o->memory);
    rt->user = o->user;
    share(rt, o);
    rt->tile = o->tile > 0 ? o->tile : GY_TILE_ROWS;
    rt->chunk_tiles = MAX(o->chunk_tiles, 0);
    rt->progress = o->progress;
    rt->progress_data = o->progress_data;
    rt->stop_from = o->stop;
    rt->chance = o->chance;
    rt->peek = o->peek;
    rt->probe = o->probe;
    rt->outputs = o->outputs;
    rt->out_paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    rt->out_made = g_ptr_array_new_with_free_func(g_free);
    rt->probed = g_new0(gy_sources, 1);
    gy_sources_init(rt->probed);
    rt->insts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, gy_inst_free);
    rt->order = g_ptr_array_new();
    rt->drawn = g_new0(gboolean, MAX(graph->nodes->len, 1));
    rt->keep = g_new0(gboolean, MAX(graph->nodes->len, 1));
    rt->seconds = g_new0(double, MAX(graph->nodes->len, 1));
    gy_chance_keep(rt);
    rt->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    rt->states = o->states;
    rt->cache = o->cache;
    rt->splits = g_ptr_array_new_with_free_func(gy_split_case_free);
    rt->choices = g_ptr_array_new_with_free_func(gy_choice_free);
}

void gy_runtime_finish(gy_runtime *rt)
{
    g_hash_table_unref(rt->insts); /* these read what the needed files have made */
    gy_needs_close(rt);
    if (rt->cache && rt->cache_grew) {
        (void)gy_cache_trim(rt->cache, GY_CACHE_BYTES);
    }
    g_ptr_array_unref(rt->order);
    g_ptr_array_unref(rt->splits);
    g_ptr_array_unref(rt->choices);
    g_hash_table_unref(rt->told);
    gy_out_paths_clear(rt);
    g_free(rt->drawn);
    g_free(rt->keep);
    g_free(rt->seconds);
    g_clear_pointer(&rt->poison, g_hash_table_unref);
    gy_sources_clear(rt->probed);
    g_free(rt->probed);
    gy_mem_unref(rt->mem);
    if (!rt->user) {
        gy_pool_free(rt->pool);
        gy_fft_cache_free(rt->fft);
        gy_gemm_lanes_free(rt->lanes);
        g_hash_table_unref(rt->digests);
        g_rec_mutex_clear(rt->serial);
        g_free(rt->serial);
    }
}

void gy_runtime_tell(gy_runtime *rt, int line, const char *text)
{
    if (g_hash_table_add(rt->told, g_strdup(text))) {
        gy_problems_add(rt->problems, rt->graph->file, line, "%s", text);
    }
}

void gy_runtime_warn(gy_runtime *rt, int line, const char *text, const char *more)
{
    gy_problems_warn(rt->problems, rt->graph->file, line, "%s%s", text, more);
}

/* The node that a text names in its brackets, else `otherwise`; NULL for [split]. */
static const gy_gnode *named_node(const gy_graph *g, const char *text, const gy_gnode *otherwise)
{
    g_autofree char *name = text[0] == '[' ? g_strndup(text + 1, strcspn(text + 1, "]")) : NULL;
    if (!name || strcmp(name, "split") == 0) {
        return name ? NULL : otherwise;
    }
    int found = gy_graph_find(g, name);
    return found >= 0 ? gy_graph_node(g, found) : otherwise;
}

void gy_runtime_tell_node(gy_runtime *rt, const gy_gnode *node, const char *text)
{
    const gy_gnode *n = named_node(rt->graph, text, node);
    const char *after = n ? strstr(text, "] ") : NULL;
    size_t length = after ? strspn(after + 2, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;
    g_autofree char *key = after ? g_strndup(after + 2, length) : g_strdup("");
    const gy_sig_param *param = n ? gy_sig_param_find(n->sig, key) : NULL;
    const gy_sig_port *port = n ? gy_sig_port_find(n->sig, key) : NULL;
    int line = 0;
    if (param) {
        line = n->params[param->index].line;
    } else if (port && port->role == GY_ROLE_IN && n->in[port->index]->len > 0) {
        line = g_array_index(n->in[port->index], gy_link, 0).line;
    } else if (!n && rt->graph->splits->len > 0) {
        line = g_array_index(rt->graph->splits, gy_gsplit, 0).line;
    }
    gy_runtime_tell(rt, line > 0 ? line : n ? n->line : 0, text);
}
