/* runtime.h: what one run of one graph works with. No state is shared between runtimes. [control]
 */
#ifndef GY_RUNTIME_H
#define GY_RUNTIME_H

#include "core/alloc.h"
#include "core/log.h"
#include "core/pool.h"
#include "graph/graph.h"
#include "run/inst.h"

typedef struct gy_runtime {
    const gy_graph *graph;
    gy_registry *registry;
    gy_mem *mem;
    gy_pool *pool;
    gy_log *log;
    gy_problems *problems;
    gint stop;           /* atomic: 1 = cancelled */
    int64_t tile;        /* rows of one grid tile */
    int64_t chunk_tiles; /* tiles of inputs resident at a time, chunk.h; 0: all */
    gssize calls;        /* node calls made (atomic) */
    double *seconds;     /* [node]: by the clock, over all cases, folds and draws */
    GRecMutex *serial;   /* of nodes that say `serial`; one for a run and all its files */
    GHashTable *insts;   /* key -> gy_inst, owned */
    GPtrArray *order;    /* of gy_inst, the plan: in the order of their making */
    GPtrArray *files;    /* char *: files that were read */
    void (*progress)(void *data, const char *node, double share); /* or NULL */
    void *progress_data;
    GPtrArray *splits; /* of gy_split_case, owned */
    struct gy_fft_cache *fft;
    struct gy_lanes *lanes;       /* of products; a fixed size per thread, not counted */
    gint *stop_from;              /* asked between nodes; NULL */
    gboolean chance;              /* permute every fit target */
    gboolean peek;                /* plan only: nothing is fitted, nothing chosen */
    const struct gy_probe *probe; /* test hook; NULL */
    struct gy_sources *probed;    /* source rows that the probe's fold has seen */
    GHashTable *poison;           /* rows of sources that it has seen, gy_probe_rows; NULL */
    int64_t draws;                /* current [chance] draw; 0: the truth */
    const gy_gchance *active;     /* the [chance] that is being drawn; NULL */
    struct gy_drawing *drawing;   /* its rearrangements in this case; NULL */
    gboolean *keep;               /* [node]: its values are kept for the draws */
    gboolean *drawn;              /* [node]: downstream of what it permutes */
    GPtrArray *choices;           /* of gy_choice: what [tune] has chosen */
    struct gy_tuning *tuning;     /* the choice that is being made; NULL */
    int tune_failed;              /* candidates that failed */
    const char *outputs;          /* of gy_run_options */
    GHashTable *out_paths;        /* files that writers write -> gy_inst, borrowed */
    GPtrArray *out_made;          /* char *: folders that were made for them */
    GHashTable *told;             /* texts of problems that have been told */
    GHashTable *digests;          /* path -> SHA-256 of the file as hex */
    struct gy_runtime *user;      /* of the file that needs this one; NULL */
    struct gy_runtime **needs;    /* [graph->needs] those that have been opened; NULL: none */
    const char *cache;            /* folder of cache.h; NULL: none */
    gboolean cache_grew;          /* something was written there */
    int cache_hits;               /* fits taken from it */
    const char *states;           /* run folder to take fits on all rows from; NULL */
    struct gy_outcome *facts;     /* where facts of values go; NULL: nowhere */
} gy_runtime;

/* Adds a problem at a line of the keyfile, once per text. [control] */
void gy_runtime_tell(gy_runtime *rt, int line, const char *text);
/* Adds a warning, in two parts. [control] */
void gy_runtime_warn(gy_runtime *rt, int line, const char *text, const char *more);

struct gy_run_options;
/* An empty run of a graph, and its end. exec runs what has been made, from a place in the order on;
 * the number of instances that failed. [control] */
void gy_runtime_start(gy_runtime *rt, const gy_graph *graph, gy_registry *registry,
                      const struct gy_run_options *options, gy_problems *problems);
void gy_runtime_finish(gy_runtime *rt);
int gy_runtime_exec(gy_runtime *rt, guint from);

/* The same at the line of the key that the text names ("[bold] mask: ..."), else of the node. */
void gy_runtime_tell_node(gy_runtime *rt, const gy_gnode *node, const char *text);

/* TRUE once the run is to end; asks the flag of gy_run_options too. [any] */
static inline gboolean gy_runtime_stopped(gy_runtime *rt)
{
    if (rt->stop_from && g_atomic_int_get(rt->stop_from)) {
        g_atomic_int_set(&rt->stop, 1);
    }
    return g_atomic_int_get(&rt->stop) != 0;
}

#endif
