/* graph.h: a keyfile as a graph. Nodes have texts (plugin/sig.h), edges are resolved to ports,
 * loops are named, and everything that can be known without reading data has been checked. Holds no
 * values; the run floor makes instances of its nodes.
 *
 * A graph is immutable after gy_graph_build and may be shared. [any] */
#ifndef GY_GRAPH_H
#define GY_GRAPH_H

#include "graph/keyfile.h"
#include "graph/literal.h"
#include "plugin/registry.h"

#define GY_LOOPS_MAX 8 /* [foreach] groups of one file */

/* What the word after a node's name turned out to be. A word that is no port is a column or a
 * coordinate, which only the run can tell. */
typedef enum gy_link_kind {
    GY_LINK_PORT,
    GY_LINK_WORD,  /* column of the primary table, coordinate of its rows, or their name */
    GY_LINK_MODEL, /* the node itself as a function: @ridge.model */
} gy_link_kind;

typedef struct gy_link {
    int node;  /* index in graph->nodes */
    int state; /* node whose state set it is read under (@S:node), -1 */
    gy_link_kind kind;
    unsigned out; /* port, of GY_LINK_PORT */
    char *word;   /* of GY_LINK_WORD; or the column of a table port; NULL */
    char *text;   /* "@counts.time", for messages */
    int line;
} gy_link;

/* One value the file gives to a parameter. Variables of [vars] are expanded; loop variables are
 * not, so it is parsed once per case. */
typedef struct gy_given {
    char *text; /* NULL: not given, the default holds */
    int line;
    gboolean from_command_line;
} gy_given;

/* A node. Three things make one: a group of the file; an edge of a list on a port that is not
 * `many` (the group [scaled] with x = @a;@b is the nodes scaled.1 and scaled.2, which share their
 * parameters, and an edge to @scaled stands for both); a node of a file of [needs], whose values
 * are those of that file (clip:encoder, without inputs here). */
typedef struct gy_gnode {
    char *name;
    char *group;             /* as edges of the file call it: "scaled" */
    unsigned copy, n_copies; /* of a mapped node; 0 and 1 otherwise */
    int need;                /* index in graph->needs, -1 */
    int line;
    const gy_sig *sig; /* owned */
    GArray **in;       /* [sig->n_in] of gy_link */
    gy_given *params;  /* [sig->n_params] */
    char *within, *pool, *missing, *allow, *inner, *follows, *start, *freeze, *reset;
    int within_line, pool_line, missing_line, inner_line, freeze_line, reset_line;
    GArray *phases; /* gy_link: what `follows` and `start` name */
    GArray *uses;   /* gy_link: other edges in its values, `within` and `share ... by` */
    guint loops;    /* bit i: inside foreach i */
    guint gathers;  /* bit i: reduces over foreach i (over, along), and so stands outside */
    gboolean split; /* inside the fold loop */
    gboolean drawn; /* downstream of what [chance] permutes */
    gboolean tuned; /* [tune] sets a parameter of it or of a node it reads, folds not yet closed */
    gboolean fit;   /* has state to fit, and its parameters do not turn that off (fit-when) */
    gboolean metric;
} gy_gnode;

typedef struct gy_foreach {
    char *name;
    char **values; /* NULL-terminated */
    char *except;  /* raw text, may name other loop variables; NULL */
    int line;
} gy_foreach;

typedef struct gy_gsplit {
    char *name; /* "" for [split] */
    int line;
    gy_link rows;
    gboolean has_groups, has_together, has_test_mask, shuffle;
    gboolean refit, refit_asked; /* may every fit be made on all rows too; does the file want it */
    gy_link groups, together, test_mask;
    char *scheme; /* k-fold, ... */
    int64_t folds;
    char *test;  /* share text of holdout */
    char *gap;   /* "auto", "10 rows", "2 s", NULL */
    char *inner; /* "k-fold 5", NULL: as the outer one */
    char *allow;
} gy_gsplit;

/* csp.components = 2;4;6: one line of [tune]; several cross. */
typedef struct gy_gtune {
    int line;
    int node; /* the first copy of a mapped node: all copies take the same candidate */
    unsigned param;
    char **candidates; /* NULL-terminated texts, each of which the parameter takes */
} gy_gtune;

typedef struct gy_gchance {
    int node; /* the metric */
    unsigned out;
    int line;
    gy_link permute;
    gboolean has_within;
    gy_link within;
    char *scheme; /* labels, blocks, circular-shift, sign-flip */
    char *block;  /* length of a block, "10 rows", "20 s"; NULL */
    int64_t times;
    gboolean refit; /* FALSE: predictions are permuted, nothing is fitted again */
    char **correct; /* max, fdr, holm; NULL-terminated, empty if the file asks for none */
} gy_gchance;

struct gy_graph;

/* clip = models/mini-clip.ini */
typedef struct gy_gneed {
    char *name, *path;
    char *states; /* run folder whose states are taken; NULL: fitted when asked for */
    int line;
    struct gy_graph *graph; /* owned; NULL only while building, when the file has an error */
} gy_gneed;

/* score.roi.FFA.mean = low .. high; score.trials.800.mean for one case of [foreach trials] */
typedef struct gy_gcheck {
    char *key;
    int line, node;
    unsigned out;
    char *word, *value; /* coordinate, column or loop, and its value; NULL */
    gboolean loop;      /* word is the variable of a loop that the node is inside */
    char *reducer;      /* mean, ..., all; NULL for a scalar */
    double lo, hi;
} gy_gcheck;

typedef struct gy_graph {
    char *file, *dir; /* dir: relative paths start here */
    char *title, *paper, *precision, *on_error;
    uint64_t seed;
    GPtrArray *nodes; /* gy_gnode *, in topological order */
    GArray *needs;    /* gy_gneed */
    GArray *foreachs; /* gy_foreach */
    GArray *splits;   /* gy_gsplit; two are a two-way split: a test row is one of both */
    GArray *tunes;    /* gy_gtune */
    int tune_score;   /* node, -1: no [tune] */
    unsigned tune_out;
    GArray *chances; /* gy_gchance */
    GArray *checks;  /* gy_gcheck */
    /* What this version checks and does not run, as located messages; empty if it runs all. */
    gy_problems *not_run;
} gy_graph;

/* Builds the graph of a keyfile whose profile, overrides and variables have been applied. Adds
 * every problem it finds, each with file:line; NULL if there is an error among them. Reads the
 * files of [needs], no data. */
gy_graph *gy_graph_build(const gy_keyfile *kf, gy_registry *registry, gy_problems *problems);
void gy_graph_free(gy_graph *g);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gy_graph, gy_graph_free)

/* Index of a node by name, -1 if there is none. */
int gy_graph_find(const gy_graph *g, const char *name);
gy_gnode *gy_graph_node(const gy_graph *g, int i);

#endif
