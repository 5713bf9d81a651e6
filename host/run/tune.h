/* tune.h: [tune]: a candidate for every outer fold, chosen on inner folds of its training rows.
 *
 * All parameters of [tune] cross; candidate c stands for one text of each, the last line of the
 * file fastest. For a fold k (of a case, of a draw) the graph up to the score is made once per
 * candidate and inner fold, fitted on the inner training rows and scored on the held ones; the
 * candidate of the best mean score is then part of the environment of every instance of fold k that
 * [tune] reaches. The fit on all rows chooses on all rows.
 *
 * No test row of fold k takes part, nor any training row within reach of one (by any candidate):
 * such rows leave before the inner folds are made, so all candidates are scored on the same rows.
 * [control] */
#ifndef GY_TUNE_H
#define GY_TUNE_H

#include "run/flow.h"
#include "run/run.h"
#include "value/folds.h"

/* ---- tune_grid.c: candidates as the file has them. [any] ---- */

/* How many there are; 0 without [tune]. */
int32_t gy_tune_count(const gy_graph *g);
/* The text that a candidate gives to a parameter of a node; NULL: none. */
const char *gy_tune_text(const gy_graph *g, int32_t candidate, int node, unsigned param);
/* "csp.components = 4; lda.shrinkage = 0.1"; free it. */
char *gy_tune_name(const gy_graph *g, int32_t candidate);
/* Line i of [tune] is a grid of at least three numbers, and the candidate takes the least or the
 * largest of them. */
gboolean gy_tune_is_edge(const gy_graph *g, int32_t candidate, guint i);
/* Whether score a is better than b; every number is better than NaN. */
gboolean gy_tune_better(const gy_graph *g, double a, double b);

/* ---- tune.c: choices ---- */

/* A choice that has been made or has failed. */
typedef struct gy_choice {
    gy_env env; /* loops of the score; fold; draw */
    gboolean busy;
    int32_t candidate;
    GError *failed;  /* no candidate could be chosen */
    gy_sources seen; /* source rows that inner fits and inner scores have read */
    double *score;   /* [candidate]: mean over inner folds; NaN: left out */
    int64_t n_rows;  /* that were scored */
} gy_choice;
void gy_choice_free(gpointer choice);

/* The candidate of the case, fold and draw of env, chosen now if it has not been. Outside the fold
 * loop it is that of the fit on all rows. Errors are told. */
gboolean gy_tune_choose(gy_runtime *rt, const gy_env *env, int32_t *out_candidate, GError **error);
/* The same if it has been chosen already, GY_OUTSIDE otherwise. */
int32_t gy_tune_chosen(gy_runtime *rt, const gy_env *env);
/* Adds what the choice for the fold of an instance has read to what its fit has seen. */
void gy_tune_seen(gy_runtime *rt, const gy_env *env, gy_sources *seen);

/* Every instance has been made: values that were kept for choices to come are let go, and so are
 * instances of candidates that nothing reads. */
void gy_tune_done(gy_runtime *rt);
/* Forgets the choices of draws. */
void gy_tune_forget(gy_runtime *rt);
/* tune_facts.c: facts of all choices of the truth; warns of choices at the edge of the grid. */
void gy_tune_collect(gy_runtime *rt, gy_outcome *out);

/* ---- tune_fold.c: one choice being made ---- */

typedef struct gy_tuning {
    gy_runtime *rt;
    gy_choice *choice;
    struct gy_split_case *split;
    gy_env env;           /* case, fold, draw */
    int32_t n;            /* candidates */
    gy_sources forbidden; /* what scored rows of the fold read, under any candidate */
    gy_folds inner;
    gy_sources *scored; /* [candidate]: of the inner fold at hand */
    gy_inst **inst;     /* [candidate]: the score in the inner fold at hand; NULL: left out */
    double *total, *weight;
    char **why; /* [candidate]: why it is left out; NULL: it is not */
    gboolean *no_number;
    GError *fatal; /* what no candidate is to blame for */
} gy_tuning;

/* tune_rows.c: training rows of the fold that read nothing of what its scored rows read, under no
 * candidate, cut into inner folds; none where every candidate has left. FALSE: fatal is set. */
gboolean gy_tune_folds(gy_tuning *t);
/* A candidate that fails leaves, `where` before the message; what an instance of all candidates
 * fails by, and an end of the run, is fatal. Takes the error. */
void gy_tune_leave_out(gy_tuning *t, int32_t c, const char *where, GError *error);
/* Lets go of all instances of inner folds. */
void gy_tune_sweep(gy_runtime *rt);
/* Fills total, weight and why of all candidates, and what they have seen. FALSE: fatal is set. */
gboolean gy_tune_score(gy_tuning *t);
/* The leak rule once more, for a fit of an inner fold. */
gboolean gy_tune_is_clean(gy_runtime *rt, const gy_inst *fit, const gy_sources *seen,
                          GError **error);

#endif
