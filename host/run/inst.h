/* inst.h: instances. An instance is one node in one case: a value for every loop it is inside. It
 * is made in two steps: resolved (axes, shapes, reach known; no data) and, when its turn in the
 * plan comes, run. Instances live as long as the case tables of their run. */
#ifndef GY_INST_H
#define GY_INST_H

#include "graph/graph.h"
#include "value/reach.h"
#include "value/state.h"
#include "value/value.h"

/* Where we are in the loops: index of the value of every foreach, fold, chance draw, candidate of
 * the tuning grid and inner fold. GY_OUTSIDE: not inside that loop. */
#define GY_OUTSIDE (-1)
#define GY_FINAL   (-2) /* fold: the fit on all rows, never scored */
typedef struct gy_env {
    int32_t each[GY_LOOPS_MAX];
    int32_t fold, draw, candidate, inner;
} gy_env;

/* One output of an instance: what it will be, and, from when it runs to its last use, its value. */
typedef struct gy_column_desc {
    char *name, *unit;
    gy_dtype dtype;
    int64_t most; /* elements of a text column, said in resolve, and 1; 0: not said */
} gy_column_desc;

typedef struct gy_out {
    const gy_sig_port *port; /* NULL: the implicit model of a fit */
    gy_payload payload;
    gy_dtype dtype;
    int32_t rank;
    gy_domain *domains[GY_RANK_MAX]; /* owned; [rank]; NULL: a length without coordinates */
    int64_t shape[GY_RANK_MAX];
    gboolean has_dtype, has_shape; /* said by resolve */
    gboolean ragged;
    int64_t most;    /* elements of a ragged output, said in resolve, and 1; 0: not said */
    GArray *columns; /* of gy_column_desc, tables only */
    GHashTable *attributes;
    gy_value *levels; /* label outputs */
    char *map_path;   /* file to map; its bytes start at map_offset */
    int64_t map_offset;
    gboolean wanted;
    gy_value *value;
    int uses;          /* edges that still have to read it */
    gboolean keep;     /* wanted after the run, or by edges to come */
    gboolean lent;     /* kept only for the choices of [tune] to come */
    int64_t n_missing; /* NaNs and infinities; -1: not counted yet */
} gy_out;

typedef struct gy_inst gy_inst;

/* One edge into an instance, as its function sees it: column or coordinate picked, rows of the
 * meeting domain, dtype widened, labels coded. */
typedef struct gy_feed {
    gy_inst *from;
    gy_out *out;
    const gy_link *link;
    gy_value *word;   /* a coordinate, known from resolve on; owned; NULL otherwise */
    char *column;     /* column of a table; owned; NULL otherwise */
    gboolean is_rows; /* only the rows of the source matter */
    gboolean is_table, is_model;
    gboolean lifted;        /* one value per row, shown as one column */
    gy_dtype source, dtype; /* as it comes, as the function sees it */
    int32_t rank;
    int64_t shape[GY_RANK_MAX];
    gy_domain *domains[GY_RANK_MAX]; /* borrowed from out, word or symbol */
    int64_t *index;       /* row of the source for each row seen; NULL: identity; owned */
    int64_t *columns;     /* the same of axis 1; NULL: identity; owned */
    gy_value *own_levels; /* labels as the source has them; owned; NULL: none */
} gy_feed;

typedef struct gy_inport {
    const gy_sig_port *port;
    const gy_inst *owner;
    unsigned n;
    gy_feed *feeds;   /* [n] */
    gy_value *levels; /* of label ports: common to all label ports of the node; owned */
} gy_inport;

/* A symbol of the node's text and the domain it stands for. */
typedef struct gy_symbol {
    const char *name;
    const char *axis_name;   /* what its domain is to be called */
    gy_domain *domain;       /* owned; NULL: only a length */
    int64_t n;               /* -1: not known yet */
    gboolean made;           /* by this node's resolve */
    char *subset_of;         /* symbol of the axis it is a subset of; NULL */
    int64_t *index;          /* rows of that axis; borrowed from the domain */
    const gy_sig_port *port; /* the input that gave it, for messages; NULL */
    const char *edge;        /* its edge; borrowed */
} gy_symbol;

/* Reach of output o's rows into the rows of input port i, with the arrays it borrows. */
typedef struct gy_tie {
    unsigned out, in;
    gy_reach reach;
    int64_t *offset;
    gy_span *span;
    int64_t *index;
} gy_tie;

typedef struct gy_param_value {
    gy_literal literal;
    char *text;   /* canonical text, for cache keys and `text` */
    char **items; /* text_item, NULL-terminated */
    int64_t n;
    GHashTable *captures; /* paths: "run" -> GPtrArray of char *, one per file */
} gy_param_value;

struct gy_inst {
    struct gy_runtime
        *rt; /* of the file it belongs to: another one than its reader's at @need:node */
    const gy_gnode *node;
    int number;          /* of the node in its graph */
    const gy_node *code; /* loaded */
    gy_env env;          /* of the loops it is inside */
    gy_env case_env;     /* of the case it was made in */
    int order;           /* place in the plan */
    gy_inport *in;
    GArray *symbols; /* of gy_symbol */
    gy_domain *rest[GY_RANK_MAX];
    int32_t n_rest; /* -1: no port has `...` */
    int64_t rest_n[GY_RANK_MAX];
    GPtrArray *kept; /* gy_domain: axes without the columns that were dropped; owned; NULL */
    gy_dtype T, U;
    gy_out *outs; /* [sig->n_out + (fit ? 1 : 0)] */
    unsigned n_outs;
    GArray *ties;            /* of gy_tie */
    const gy_domain *within; /* borrowed: the rows whose segments `within` cuts; NULL */
    int64_t *within_first;   /* [n_within] first rows of its segments */
    int64_t n_within;
    gy_param_value *params;
    gboolean fits; /* this case is a fit (see fit-when) */
    gboolean block_all;
    GPtrArray *files; /* char *: files that were read */

    gboolean purge_done; /* train has been set by a purge */
    gy_rows train, test; /* rows of its row axis in this fold, and those it scores */
    gy_rows given, held; /* fits: rows that the scheme gives it and holds out, before the purge */
    int64_t purged;
    gy_state *state; /* fits, once solved */
    uint8_t *key; /* of the cache, GY_DIGEST_SIZE bytes; NULL: none, or not asked for yet; owned */
    GError *failed;
    gboolean by_tuning;  /* made for a choice of [tune]; the plan may not need it */
    gboolean released;   /* it holds its inputs no more */
    gboolean done, told; /* told: its failure is that of a source and is a problem already */
    GPtrArray *parts;    /* gy_inst of every fold: this is a metric seen from outside its loop */
    GArray *cases;       /* of gy_env: those that it gathers; NULL: it gathers none (gather.h) */
    int64_t random_case; /* address of its random numbers */
    gy_inst *pooled;     /* the fit of all cases that this fit is one of; borrowed; NULL */
    struct gy_pooling *pooling; /* this is such a fit of all cases (pooling.h); owned; NULL */
    gboolean no_inner;          /* resolve said that no inner folds are wanted */
    gboolean scratch_said;
    int64_t scratch_fixed, scratch_each, scratch_first; /* bytes, as set_scratch has them */
};

#endif
