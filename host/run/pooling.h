/* pooling.h: `pool = LOOP`: one model for all cases of a loop. Each case has its instance of the
 * node, a member, which is purged by its own folds and applies the model to its own rows. The fit
 * itself is one more instance, outside the loop: its row axis is the rows of all members one after
 * the other, in the order of the cases, so its statistic is summed over the cases in that order,
 * and a node that wants all rows at once sees them so. Members share its state. A member's `seen`
 * is that of all members, so no member may train on what another one scores. [control] */
#ifndef GY_POOLING_H
#define GY_POOLING_H

#include "run/split.h"

typedef struct gy_pooling gy_pooling;

/* After a fit has been made: with `pool` it becomes a member, all other members are made too, and
 * the fit of all is resolved. Their other axes must meet: the same domain, or the same name,
 * length, rate and coordinates, since what every case makes for itself has no common domain. The
 * error names both cases. Nothing for any other instance. */
gboolean gy_pooling_join(gy_runtime *rt, gy_inst *inst, GError **error);
void gy_pooling_free(gy_pooling *p);

/* The members of a fit of all cases, of gy_inst, in the order of the cases; NULL for anything else.
 */
const GPtrArray *gy_pooling_members(const gy_inst *pooled);

/* What an edge into a fit of all cases shows (gy_feed_describe, gy_feed_value): rows of all
 * members, copied. */
gboolean gy_pooling_describe(const gy_inst *pooled, const gy_sig_port *port, gy_feed *f,
                             GError **error);
gy_value *gy_pooling_value(gy_runtime *rt, const gy_inport *in, const gy_feed *f, GError **error);

/* Before it is fitted: every member's sources have run, nothing is missing, training rows are
 * known. */
gboolean gy_pooling_ready(gy_runtime *rt, gy_inst *pooled, GError **error);

/* -- pooling_rules.c: the leak rule over cases -- */

/* Rows of the fit of all cases that are the members' rows[m], freed; one array per member. */
gy_rows gy_pooling_rows(const gy_inst *pooled, gy_rows *rows);
/* Puts the members' training rows together; a final fit trains on all rows. */
void gy_pooling_train(gy_inst *pooled);
/* After gy_split_purge of every case: takes from the members (and the fits that they read) what
 * scored rows of other cases read. Problems are told; returns how many fits have failed. */
int gy_pooling_purge(gy_runtime *rt);
/* Inner fold k of all is inner fold k of every member. Held-out rows of one case are not trained on
 * in another. An error names two cases with other numbers of inner folds. */
gboolean gy_pooling_inner(gy_runtime *rt, gy_inst *pooled, gy_inner *out, GError **error);
/* "subject=a": the loops of an instance without folds. The caller frees. */
char *gy_pooling_case(const gy_inst *inst);

#endif
