/* purge.h: the leak rule, for one fold of one case. A scored row is clean iff the source rows it
 * reads (widened by the gap) and those that the fits applied to it have seen are disjoint. Training
 * rows that would break this are purged and counted; if none remain, the error names the node whose
 * reach did it. [control] */
#ifndef GY_PURGE_H
#define GY_PURGE_H

#include "run/flow.h"

/* The roles of the rows of the split's domain in one fold. */
typedef struct gy_roles {
    gy_domain *domain;           /* borrowed */
    gy_rows train, test;         /* before the purge */
    int64_t gap;                 /* rows on both sides, inside a segment */
    const gy_sources *forbidden; /* source rows that nobody may read, borrowed; NULL: none */
} gy_roles;
void gy_roles_clear(gy_roles *r);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_roles, gy_roles_clear)

/* Sets train and purged of every fit that is in this fold, so that none reads what is scored. */
gboolean gy_purge_fits(GPtrArray *insts, const gy_env *fold, const gy_roles *roles,
                       const gy_sources *scored, GError **error);
/* Source rows that a metric over all its rows reads. */
void gy_purge_read(GPtrArray *insts, const gy_inst *metric, gy_sources *out);

/* Source rows that the scored rows of a fold read, gap included; nothing else is set than `test` of
 * its metrics. */
void gy_purge_scored(GPtrArray *insts, const gy_env *fold, const gy_roles *roles, gy_sources *out);
/* Takes out of rows (of the split's domain) those at which a fit of the fold, or the metric that is
 * node `score`, reads any of the sources, where its rows are the split's by identity. */
void gy_purge_rows(GPtrArray *insts, const gy_env *fold, const gy_domain *domain, int score,
                   const gy_sources *sources, gy_rows *rows);

/* Inner folds of a fit: rows it holds out and trains on, by the same rule. `held` are rows of the
 * fit's own row axis; train has room for one set. */
void gy_purge_inner(GPtrArray *insts, gy_inst *fit, const gy_rows *held, const gy_rows *base_train,
                    int64_t gap, gy_rows *out_train);

/* Source rows that a fit over inst->train (a metric over inst->test) reads, and those that the fits
 * upstream of it have read: whatever it reads through their outputs, or by applying their models,
 * was made from those. own: without the fits of needed files, which have a rule of their own
 * (needs.h). */
void gy_seen_by(GPtrArray *insts, const gy_inst *fit, gboolean own, gy_sources *out);

/* Source rows that the held-out rows of a fit's own axis read, `gap` rows around them included. */
void gy_purge_held(GPtrArray *insts, gy_inst *fit, const gy_rows *held, int64_t gap,
                   gy_sources *out);
/* Rows of a fit's own axis that do not read any of the sources. */
void gy_purge_without(GPtrArray *insts, const gy_inst *fit, const gy_sources *sources,
                      const gy_rows *rows, gy_rows *out);
/* Takes from a fit, and from the fits of its fold that it reads, what reads any of `scored`, which
 * rows of other cases read. */
gboolean gy_purge_across(GPtrArray *insts, const gy_inst *fit, const gy_sources *scored,
                         GError **error);

/* -- the inside, shared by purge.c and seen.c -- */

/* Rows of an instance's row axis at a flow: union over its row ports. */
gy_rows gy_purge_at_inputs(const gy_flow *f, const gy_inst *inst);
/* Adds rows of an instance's row axis to everything its row ports read. */
void gy_purge_read_rows(gy_flow *f, const gy_inst *inst, const gy_rows *rows);
/* Adds an instance and all that it reads, through any number of edges. */
void gy_purge_upstream(GHashTable *set, const gy_inst *inst);
/* The error of a fit that has no training row left; always FALSE. */
gboolean gy_purge_none_left(GPtrArray *insts, const gy_inst *fit, const gy_rows *candidates,
                            GError **error);

/* Domain of a node's row axis (the first input whose first axis is `row`), NULL if none. */
gy_domain *gy_inst_rows(const gy_inst *inst);

#endif
