/* SPDX-License-Identifier: Apache-2.0
 *
 * fold_scores.h: scores by node, port and case, and what stands beside them: chance, ceiling,
 * interval, number of rows. [control] */
#ifndef GY_FOLD_SCORES_H
#define GY_FOLD_SCORES_H

#include "embed/story.h"

/* One fold of one score: the mean over its items (targets) that are numbers. */
typedef struct gy_fold_score {
    int fold;      /* -1: over all folds */
    double sum;    /* over items */
    int64_t count; /* items that are numbers */
    int64_t n;     /* rows */
} gy_fold_score;

/* Index of an outcome's scores, made in one pass over them. Free with g_hash_table_unref. */
GHashTable *gy_fold_scores_new(const gy_outcome *o);
/* gy_fold_score of one score, folds in the order of the run; NULL if there is none. Borrowed. */
const GArray *gy_fold_scores_of(GHashTable *index, const char *node, const char *port,
                                const char *run_case);

/* What a line of the table of scores says; NaN where nothing is known. */
typedef struct gy_score_facts {
    double mean;                 /* over folds and targets */
    double chance, drawn;        /* prior, mean of the draws of [chance] */
    const gy_chance_fact *draws; /* NULL: no [chance] of it */
    double ceiling;
    gboolean has_interval;
    double lo, hi; /* within the port's bounds */
    int64_t n, units, targets;
} gy_score_facts;
void gy_score_facts_of(const gy_story *t, GHashTable *index, const gy_result *r, unsigned port,
                       gy_score_facts *out);

/* Whether an output is a score (has a better end, or is the only one that could be), not something
 * that a metric tells beside it. */
gboolean gy_is_headline(const gy_result *r, unsigned port);
/* A square table of counts over the classes of a metric's labels: a confusion matrix. */
gboolean gy_is_confusion(const gy_result *r, unsigned port);

/* What a test fold is, if folds are independent units: "run", "block of rows"; NULL if they are not
 * (shuffled, one only). Free it. */
char *gy_fold_unit(const gy_graph *g);

#endif
