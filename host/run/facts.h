/* facts.h: what the report and the record show of values that the run itself lets go. Every fact is
 * small and has a bound, so that keeping it costs no memory worth counting: at most GY_FACT_ROWS
 * rows of a prediction, GY_FACT_WEIGHTS weights of a fit. They are copies outside the account of
 * arrays. [control] */
#ifndef GY_FACTS_H
#define GY_FACTS_H

#include "run/run.h"

#define GY_FACT_ROWS    500
#define GY_FACT_FEW     100
#define GY_FACT_PAIRS   64 /* of one run */
#define GY_FACT_WEIGHTS 512

/* The first test rows of a metric that reads `predicted` and `target`: numbers side by side, for
 * one target; rows of fold 0, and of the next folds while all are fewer than GY_FACT_FEW. Of
 * several targets the one with the median score of fold 0 is kept and the one with the best (two
 * facts). */
typedef struct gy_pair_fact {
    char *node, *run_case; /* the metric; its case without the fold */
    char *axis;            /* of the rows */
    int fold, last;        /* first and last fold; GY_OUTSIDE: in no fold */
    int64_t n_rows;        /* test rows of those folds */
    int64_t target, n_targets;
    char *which;       /* "best", "median", "" of an only one */
    double score;      /* of this target in fold `fold`; NaN */
    guint n;           /* rows kept */
    int64_t *row;      /* [n] row of the axis */
    double *predicted; /* [n] */
    double *truth;     /* [n] */
} gy_pair_fact;

/* A score and the best it could be, as a metric that reads `score` and `ceiling` was given them. */
typedef struct gy_ceiling_fact {
    char *node, *port, *run_case; /* the score; its case without the fold */
    double sum;                   /* of the ceilings of all targets and folds that have one */
    int64_t n;                    /* how many */
    GArray *item_sum, *item_n;    /* double, int64_t: the same for each number of the score */
} gy_ceiling_fact;
void gy_ceiling_fact_free(gpointer fact);
/* Ceiling of one number of a score, the mean over folds; NaN if there is none. */
double gy_ceiling_of_score(const gy_outcome *o, const gy_score *s);

/* How often each value of a list parameter was chosen: a state called like the parameter without
 * its last s (`alpha` of `alphas`) says which value is in use, per target. Over all folds. */
typedef struct gy_chosen_fact {
    char *node, *run_case, *param;
    GArray *grid;         /* double, as the file has them */
    GArray *count;        /* int64_t; same length */
    int64_t folds, other; /* other: values in use that are not in the grid */
} gy_chosen_fact;

/* Weights of an encoder with one target: mean over folds, and the smallest and largest of them.
 * Coordinates of the feature axis are told beside them. */
typedef struct gy_weight_fact {
    char *node, *run_case, *state, *axis;
    guint n;
    int64_t folds;
    double *mean, *lo, *hi; /* [n] */
    char *x_name;           /* a coordinate with numbers; NULL: position */
    double *x;              /* [n] */
    char **series;          /* [n] other coordinates as text: "feature=2"; "" if none */
} gy_weight_fact;

/* One node in one case of the [foreach] loops: parameters as they were used, outputs as they are.
 */
typedef struct gy_node_fact {
    char *node, *run_case;
    GPtrArray *names, *values; /* char *: parameters; a list of files is joined by "; " */
    char *outputs;             /* "predicted f64[time 1990, target 1]; ..." */
} gy_node_fact;

void gy_facts_init(gy_outcome *o);
void gy_facts_clear(gy_outcome *o);
/* When a metric has run in a fold (or outside all folds): pairs and ceilings. */
void gy_facts_metric(gy_outcome *o, gy_runtime *rt, const gy_inst *inst);
/* facts_ceiling.c: its part of gy_facts_metric. */
void gy_facts_ceiling(gy_outcome *o, gy_runtime *rt, const gy_inst *inst);
/* The one dense array of numbers behind an input port, and its edge; NULL if it is none. Borrowed.
 */
const gy_value *gy_facts_numbers(const gy_inst *inst, const char *port, const gy_feed **out_feed);
/* Of any instance, run or only resolved. */
void gy_facts_node(gy_outcome *o, gy_runtime *rt, const gy_inst *inst);
/* Of a fit that has run: chosen values and weights. */
void gy_facts_fit(gy_outcome *o, gy_runtime *rt, const gy_inst *inst);

/* "subject=3": the case of an instance without its fold. The caller frees. */
char *gy_facts_case(gy_runtime *rt, const gy_inst *inst);

#endif
