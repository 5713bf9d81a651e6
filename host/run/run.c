#include "run/run.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "run/cache.h"
#include "run/chance.h"
#include "run/env.h"
#include "run/exec.h"
#include "run/memory.h"
#include "run/needs.h"
#include "run/out_paths.h"
#include "run/outcome.h"
#include "run/plan.h"
#include "run/pooling.h"
#include "run/split.h"
#include "run/states.h"
#include "run/tune.h"

/* Nodes whose values nobody reads: metrics, writers, and whatever else ends a chain. */
static gboolean is_sink(const gy_graph *g, int node)
{
    const gy_gnode *n = gy_graph_node(g, node);
    if (n->metric || strcmp(n->sig->kind, "writer") == 0) {
        return TRUE;
    }
    for (guint i = 0; i < g->nodes->len; i++) {
        const gy_gnode *other = gy_graph_node(g, (int)i);
        for (unsigned p = 0; p < other->sig->n_in; p++) {
            for (guint k = 0; k < other->in[p]->len; k++) {
                if (g_array_index(other->in[p], gy_link, k).node == node) {
                    return FALSE;
                }
            }
        }
    }
    return TRUE;
}

/* Makes all instances of one case; those that cannot be made are problems already. */
static gboolean make_case(gy_runtime *rt, const gy_env *env)
{
    gboolean good = TRUE;
    for (guint i = 0; i < rt->graph->nodes->len; i++) {
        if (is_sink(rt->graph, (int)i)) {
            GError *error = NULL;
            good &= gy_plan_get(rt, (int)i, env, &error) != NULL;
            g_clear_error(&error);
        }
    }
    good &= gy_states_plan(rt, env);
    return good;
}

/* What went wrong with one node, once however many folds and cases it went wrong in. */
typedef struct gy_fault {
    const gy_gnode *node;
    char *text, *where; /* where: the first case, "" outside all loops */
    int more;
} gy_fault;

static void free_fault(gpointer p)
{
    gy_fault *f = p;
    g_free(f->text);
    g_free(f->where);
    g_free(f);
}

static void note(gy_runtime *rt, GPtrArray *faults, const gy_inst *inst, const GError *error)
{
    for (guint i = 0; i < faults->len; i++) {
        gy_fault *f = faults->pdata[i];
        if (f->node == inst->node && strcmp(f->text, error->message) == 0) {
            f->more++;
            return;
        }
    }
    gy_fault *f = g_new0(gy_fault, 1);
    *f = (gy_fault){inst->node, g_strdup(error->message), gy_env_text(rt->graph, &inst->env), 0};
    g_ptr_array_add(faults, f);
}

static void tell(gy_runtime *rt, const GPtrArray *faults)
{
    for (guint i = 0; i < faults->len; i++) {
        const gy_fault *f = faults->pdata[i];
        g_autofree char *more = f->more > 0 ? g_strdup_printf(" and %d more", f->more) : NULL;
        g_autofree char *text =
            g_strdup_printf("%s%s%s%s%s", f->text, *f->where ? " (" : "", f->where,
                            *f->where && more ? more : "", *f->where ? ")" : "");
        gy_runtime_tell_node(rt, f->node, text);
    }
}

int gy_runtime_exec(gy_runtime *rt, guint from)
{
    int failed = 0;
    g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(free_fault);
    for (guint i = from; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        g_autoptr(GError) error = NULL;
        if (gy_runtime_stopped(rt)) {
            gy_pool_cancel(rt->pool);
            break;
        }
        if (rt->progress) {
            rt->progress(rt->progress_data, inst->node->name, (double)i / rt->order->len);
        }
        gboolean knew = inst->failed != NULL;
        if (gy_exec(rt, inst, &error)) {
            continue;
        }
        if (gy_runtime_stopped(rt)) { /* no fault of the node's */
            break;
        }
        failed++;
        gboolean inherited = FALSE; /* told by the source that failed */
        for (unsigned p = 0; p < inst->node->sig->n_in && inst->in; p++) {
            for (unsigned k = 0; k < inst->in[p].n; k++) {
                inherited |= inst->in[p].feeds[k].from->failed != NULL;
            }
        }
        if (!knew && !inherited && !inst->parts) {
            note(rt, faults, inst, error);
        }
    }
    tell(rt, faults);
    return failed;
}

/* Which results there are to be, and which are not there. */
static void count_results(gy_runtime *rt, gy_outcome *out)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    gy_env env;
    for (gboolean more = gy_env_first(rt->graph, &env); more; more = gy_env_next(rt->graph, &env)) {
        for (guint i = 0; i < rt->graph->nodes->len; i++) {
            gy_inst *inst = is_sink(rt->graph, (int)i) ? gy_plan_find(rt, (int)i, &env) : NULL;
            if (!inst || !g_hash_table_add(seen, inst)) {
                continue;
            }
            out->wanted++;
            out->written += inst->done && strcmp(inst->node->sig->kind, "writer") == 0;
            if (!inst->done) {
                g_autofree char *where = gy_env_text(rt->graph, &inst->env);
                g_ptr_array_add(out->missing, g_strdup_printf("[%s]%s%s", inst->node->name,
                                                              *where ? " " : "", where));
            }
        }
    }
}

/* Without a purge nothing inside the fold loop may run. */
static void fail_folds(gy_runtime *rt, const gy_env *env, const GError *why)
{
    for (guint i = 0; i < rt->order->len; i++) {
        gy_inst *inst = rt->order->pdata[i];
        gboolean mine = memcmp(inst->case_env.each, env->each, sizeof env->each) == 0;
        if (mine && inst->env.fold >= 0 && !inst->failed) {
            inst->failed = g_error_copy(why);
        }
    }
}

/* All instances first, then the purge: what several cases share is kept until the last of them has
 * read it. */
static int plan_cases(gy_runtime *rt)
{
    gy_env env;
    int failed = 0;
    for (gboolean more = gy_env_first(rt->graph, &env); more; more = gy_env_next(rt->graph, &env)) {
        failed += make_case(rt, &env) ? 0 : 1;
    }
    for (gboolean more = gy_env_first(rt->graph, &env); more; more = gy_env_next(rt->graph, &env)) {
        g_autoptr(GError) error = NULL;
        if (!gy_split_purge(rt, &env, &error) || !gy_needs_clean_outside(rt, &env, &error)) {
            gy_runtime_tell_node(rt, NULL, error->message);
            fail_folds(rt, &env, error);
            failed++;
        }
    }
    return failed + gy_pooling_purge(rt);
}

/* The plan, then the run in the order of the instances' making. */
static void run_cases(gy_runtime *rt, gy_outcome *out)
{
    int failed = plan_cases(rt);
    gy_tune_done(rt);
    out->failed += failed + rt->tune_failed;
    if (!gy_out_paths_are_free(rt)) {
        out->failed++;
        return;
    }
    if (!gy_memory_plan_run(rt, out)) {
        return;
    }
    if (rt->peek) {
        gy_outcome_collect(rt, out, TRUE);
        return;
    }
    out->failed += gy_needs_exec(rt);
    out->failed += gy_runtime_exec(rt, 0);
    count_results(rt, out);
    gy_outcome_collect(rt, out, FALSE);
    gy_states_collect(rt, out);
    gy_tune_collect(rt, out);
    gy_chance_run(rt, out);
}

/* For the leak tests: plans a run of the same graph to learn what the probe's fold sees. */
static GHashTable *plan_probe(const gy_graph *graph, gy_registry *registry,
                              const gy_run_options *options)
{
    gy_runtime rt;
    gy_env env;
    const gy_probe quiet = {.fold = options->probe->fold};
    gy_run_options o = {.threads = options->threads,
                        .tile = options->tile,
                        .probe = &quiet,
                        .outputs = options->outputs};
    g_autoptr(gy_problems) problems = gy_problems_new();
    gy_runtime_start(&rt, graph, registry, &o, problems);
    for (gboolean more = gy_env_first(graph, &env); more; more = gy_env_next(graph, &env)) {
        (void)make_case(&rt, &env);
    }
    for (gboolean more = gy_env_first(graph, &env); more; more = gy_env_next(graph, &env)) {
        (void)gy_split_purge(&rt, &env, NULL);
    }
    (void)gy_pooling_purge(&rt);
    for (gboolean more = gy_env_first(graph, &env); more; more = gy_env_next(graph, &env)) {
        gy_probe_plan(&rt, &env);
    }
    GHashTable *rows = gy_probe_rows(&rt);
    gy_runtime_finish(&rt);
    return rows;
}

/* Choices of [tune] are made while the plan is. So that they keep to --memory too, the run is
 * planned once before, with the first candidate everywhere, for the chunks that this asks for. */
static int64_t chunks_for_choices(const gy_graph *graph, gy_registry *registry,
                                  const gy_run_options *options)
{
    uint64_t limit = options->mem ? gy_mem_limit(options->mem) : options->memory;
    if (limit == 0 || graph->tunes->len == 0 || options->peek || options->chunk_tiles > 0) {
        return options->chunk_tiles;
    }
    gy_run_options o = {.threads = options->threads,
                        .memory = limit,
                        .tile = options->tile,
                        .outputs = options->outputs,
                        .stop = options->stop,
                        .states = options->states,
                        .peek = TRUE};
    g_autoptr(gy_problems) problems = gy_problems_new();
    g_autoptr(gy_outcome) out = gy_run(graph, registry, &o, problems);
    return out->failed == 0 ? out->chunk_tiles : 0;
}

static void tell_cached(gy_runtime *rt)
{
    g_autofree char *text =
        g_strdup_printf("%d fits were taken from %s", rt->cache_hits, rt->cache);
    if (rt->cache_hits > 0) {
        gy_log_text(rt->log, GY_LOG_INFO, "cache", text);
    }
}

gy_outcome *gy_run(const gy_graph *graph, gy_registry *registry, const gy_run_options *options,
                   gy_problems *problems)
{
    gy_runtime rt;
    gint64 t0 = g_get_monotonic_time();
    gy_run_options o = *options;
    o.chunk_tiles = chunks_for_choices(graph, registry, options);
    gy_runtime_start(&rt, graph, registry, &o, problems);
    gy_outcome *out = gy_outcome_new();
    rt.facts = out;
    if (options->probe && options->probe->fold >= 0) {
        rt.poison = plan_probe(graph, registry, options);
    }
    run_cases(&rt, out);
    out->cancelled = g_atomic_int_get(&rt.stop) != 0;
    tell_cached(&rt);
    gy_outcome_files(&rt, out);
    out->peak = gy_mem_peak(rt.mem);
    out->threads = gy_pool_threads(rt.pool);
    gy_outcome_tasks(out, rt.pool);
    out->calls = (int64_t)rt.calls;
    out->node_seconds = g_steal_pointer(&rt.seconds);
    gy_runtime_finish(&rt);
    out->seconds = (double)(g_get_monotonic_time() - t0) * 1e-6;
    return out;
}
