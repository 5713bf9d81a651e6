/* run.h: running a graph: every case, every fold, scores, checks. [control] */
#ifndef GY_RUN_H
#define GY_RUN_H

#include "run/probe.h"
#include "run/runtime.h"

typedef struct gy_run_options gy_run_options;
struct gy_run_options {
    int threads;      /* 0: all cores */
    uint64_t memory;  /* most bytes of arrays at once; 0: no limit */
    gboolean chance;  /* permute every fit target once */
    int64_t tile;     /* rows of a grid tile; 0: the default (part of the results' bits) */
    gboolean shuffle; /* test hook: tasks in shuffled order */
    /* Tiles of input rows that are gathered and converted at a time (chunk.h); no bit depends on
     * it. 0: all, or as many as keep to `memory`. Test hook. */
    int64_t chunk_tiles;
    gy_log *log; /* borrowed; NULL: none */
    void (*progress)(void *data, const char *node, double share);
    void *progress_data;
    /* Where relative paths of writers start: OUTPUTS/NODE/LOOP=VALUE, made when needed. Borrowed;
     * NULL: the working directory. */
    const char *outputs;
    gint *stop;            /* set to 1 from a signal handler to cancel; NULL */
    const gy_probe *probe; /* test hook; NULL */
    gy_mem *mem;           /* borrowed account, with its own limit; NULL: one for this run */
    gy_runtime *user;   /* the run of the file that needs this one, whose pool, locks and digests it
                         * shares; NULL */
    const char *cache;  /* folder of fits that need not be made again (cache.h); NULL: none */
    const char *states; /* run folder whose states stand for fits on all rows; NULL: fit them */
    gboolean peek;      /* plan, folds and purge only: shapes without data, nothing is run */
};

/* One number of a score, in long form. */
typedef struct gy_score {
    char *node, *port, *run_case; /* case: "subject=3;fold=2" */
    char *item;                   /* position along the axes, "" for a scalar */
    double value, chance;         /* chance: mean of the draws of [chance], or the text's, or NaN */
    int64_t n;                    /* rows it was computed over */
    double p, p_max, p_fdr, p_holm; /* of [chance], raw and corrected over items; or NaN */
    int64_t k;                      /* item, counted in C order */
} gy_score;

/* A metric closed over its folds, in one case of the [foreach] loops. */
typedef struct gy_result {
    const gy_gnode *node;
    char *run_case;
    unsigned n_outs;
    gy_value **values; /* [n_outs]: over all folds; owned */
    gy_sig_port const **ports;
    GPtrArray *folds;   /* gy_inst of every fold (borrowed), or NULL */
    GArray *rows;       /* int64_t: test rows of every fold */
    gy_value *levels;   /* names of the classes of its label inputs; NULL: it has none; owned */
    gboolean in_sample; /* a fit upstream has seen the rows that are scored */
} gy_result;

/* One fold of one fit, for the raster and the counts. */
typedef struct gy_fit_fact {
    char *node, *run_case;
    int fold;
    gy_rows train, test;
    int64_t purged, n_rows, gap;
    gy_rows given; /* training rows as the scheme has them, before the purge */
    char *axis;    /* name of the row axis */
} gy_fit_fact;

/* The draws of one [chance] in one case. p = (b + 1) / (m + 1), one-sided in the direction that the
 * score calls better (Phipson and Smyth 2010). An exact test draws every rearrangement but the true
 * one once, so that the same formula is their share. Items are the numbers of the score: p_max is
 * against the best item of each draw (Nichols and Holmes 2002), p_fdr and p_holm are run/correct.h;
 * NULL if the file does not ask. An item whose score is NaN has p NaN. */
typedef struct gy_chance_fact {
    const gy_gchance *group; /* of the graph */
    char *node, *port, *run_case;
    double observed, p; /* of the mean over items */
    gboolean low;       /* lower is better */
    gboolean exact;
    GArray *draws;                                         /* double: means over items */
    int64_t n_items, n_missing;                            /* missing: NaN */
    double *item_p, *item_chance, *p_max, *p_fdr, *p_holm; /* [n_items] */
} gy_chance_fact;

/* What [tune] has chosen for one fold (-2: the fit on all rows) of one case. */
typedef struct gy_tune_fact {
    char *score, *run_case; /* "accuracy.balanced" */
    int fold;
    guint n, chosen;  /* candidates, which one */
    char **names;     /* [n] "csp.components = 4", NULL-terminated */
    double *inner;    /* [n] mean score over inner folds; NaN: left out */
    int64_t n_rows;   /* rows scored in all inner folds, of the chosen one */
    gboolean low;     /* lower is better */
    gboolean at_edge; /* the choice is at the edge of its grid */
} gy_tune_fact;

/* Rows that missing = drop-rows took out of a node, or, of a metric, out of a fold's test rows; or
 * the columns of a port that missing = drop-columns left out. */
typedef struct gy_drop_fact {
    char *node, *run_case, *rows; /* rows: "3, 17-18 and 4 more" */
    char *columns_of;             /* the port; NULL: these are rows */
    int fold;                     /* GY_OUTSIDE: of all folds */
    int64_t n, of;
} gy_drop_fact;
void gy_drop_fact_free(gpointer fact);

typedef struct gy_outcome {
    GPtrArray *results; /* gy_result, owned */
    GArray *scores;     /* gy_score */
    GPtrArray *fits;    /* gy_fit_fact, owned */
    GPtrArray *chances; /* gy_chance_fact, owned */
    GPtrArray *tunes;   /* gy_tune_fact, owned */
    GPtrArray *files;   /* char *, owned: files that were read */
    GPtrArray *drops;   /* gy_drop_fact, owned */
    GPtrArray *states;  /* gy_kept of states.h, owned: what was fitted on all rows */
    /* facts.h: of values that the run lets go */
    GPtrArray *pairs, *ceilings, *chosen, *weights, *nodes;
    uint64_t peak;        /* bytes */
    uint64_t predicted;   /* peak as the plan has it; memory.h */
    int64_t chunk_tiles;  /* tiles of input rows taken at a time; 0: all */
    char *predicted_node; /* where it is reached, "" while planning */
    GArray *tasks;        /* uint64_t: tasks that each worker of the pool has taken */
    int64_t calls;
    int failed;  /* instances that failed */
    int wanted;  /* results the file asks for: every metric, writer and end of a chain in every case
                  */
    int written; /* those of them that wrote a file */
    GPtrArray *missing; /* char *: those that failed, "[score] subject=2" */
    int threads;
    gboolean cancelled;
    double seconds;
    double *node_seconds; /* [nodes of the graph]; NULL: not measured */
} gy_outcome;

/* Runs everything. Failures become problems (located); a failing case does not stop its siblings.
 * The outcome holds what succeeded. */
gy_outcome *gy_run(const gy_graph *graph, gy_registry *registry, const gy_run_options *options,
                   gy_problems *problems);
void gy_outcome_free(gy_outcome *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_outcome, gy_outcome_free)

/* check.c: TRUE if every [check] of the file holds; adds a line per check to report. */
gboolean gy_run_check(const gy_graph *graph, const gy_outcome *outcome, GString *report);

#endif
