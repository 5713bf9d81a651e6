/* resolve.h: first half of an instance's life: from the outputs of its inputs and its parameters to
 * the shapes, axes and reach of its own outputs. [control] */
#ifndef GY_RESOLVE_H
#define GY_RESOLVE_H

#include "run/inst.h"
#include "run/runtime.h"

/* Parses the parameters of an instance in its case. */
gboolean gy_params_parse(gy_runtime *rt, gy_inst *inst, GError **error);
void gy_params_free(gy_inst *inst);
/* params_axis.c: ranges of time become the steps of the row axis. The feeds must be described. */
gboolean gy_params_expand(gy_inst *inst, GError **error);
/* A `when PARAM=VALUE,...` of a text; one without condition always holds. */
gboolean gy_when_holds(const gy_inst *inst, const gy_sig_when *when);

/* Fills what a feed shows (column or coordinate, dtype, axes) from its link and source. */
gboolean gy_feed_describe(const gy_inst *inst, const gy_sig_port *port, gy_feed *feed,
                          GError **error);
/* dtypes of all feeds, T and U; common levels of the label ports. Values of label sources must be
 * there. */
gboolean gy_feeds_settle(gy_runtime *rt, gy_inst *inst, GError **error);
/* What the edge reads before rows are chosen and elements converted; a new reference. */
gy_value *gy_feed_pick(const gy_feed *feed, GError **error);
/* The value as the function sees it; a new reference. The source must have run. */
gy_value *gy_feed_value(gy_runtime *rt, const gy_inport *in, const gy_feed *feed, GError **error);

/* Everything above, then the node's resolve, then the outputs. inst->in must hold its feeds, whose
 * sources are resolved (those that resolve reads: run). */
gboolean gy_inst_resolve(gy_runtime *rt, gy_inst *inst, GError **error);

/* within.c: segments of the node's rows as its key `within` cuts them; before resolve is called. */
gboolean gy_within_cut(gy_runtime *rt, gy_inst *inst, GError **error);
/* FALSE with error if the key is there and nothing that the node does depends on segments. */
gboolean gy_within_tells(const gy_inst *inst, GError **error);
/* Segments of a domain as this node sees it; borrowed from the domain or the instance. [any] */
gy_segments gy_inst_segments(const gy_inst *inst, const gy_domain *d);

/* Reach of every output's rows into every input's rows. */
gboolean gy_ties_make(gy_inst *inst, GError **error);
gy_tie *gy_ties_find(const gy_inst *inst, unsigned out, unsigned in);

/* Shape of a state, stat, temp or carry array; folds: number of inner folds. -1 where unknown. */
gboolean gy_type_shape(const gy_inst *inst, const gy_sig_port *port, int64_t folds,
                       int64_t shape[GY_RANK_MAX], int32_t *out_rank, GError **error);
gy_dtype gy_type_dtype(const gy_inst *inst, const gy_sig_port *port);

#endif
