/* flow.h: rows travelling through the instances of one case, backwards by preimage and forwards by
 * image, down to and up from the source domains. What was read, what is tainted, what plays which
 * role: all are sets that flow. [control] */
#ifndef GY_FLOW_H
#define GY_FLOW_H

#include "run/inst.h"

/* Sets of rows, one per source domain. A source is the root domain of an output that nothing with
 * rows feeds. */
typedef struct gy_sources {
    GArray *seen; /* of gy_seen */
} gy_sources;

void gy_sources_init(gy_sources *s);
void gy_sources_clear(gy_sources *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_sources, gy_sources_clear)
void gy_sources_add(gy_sources *s, gy_domain *source, const gy_rows *rows);
void gy_sources_join(gy_sources *s, const gy_sources *more);
const gy_rows *gy_sources_get(const gy_sources *s, const gy_domain *source);
/* First source of which both have rows, with the common rows; NULL if they are disjoint. */
gy_domain *gy_sources_meet(const gy_sources *a, const gy_sources *b, gy_rows *out_common);

/* One set per output of every instance of a list (in the order of their making). */
typedef struct gy_flow {
    GPtrArray *insts; /* of gy_inst; borrowed */
    GHashTable *at;   /* gy_inst -> gy_rows[n_outs] */
} gy_flow;

void gy_flow_init(gy_flow *f, GPtrArray *insts);
void gy_flow_clear(gy_flow *f);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_flow, gy_flow_clear)

/* The set at an output; empty at first. */
gy_rows *gy_flow_at(const gy_flow *f, const gy_inst *inst, unsigned out);
/* Adds rows, given in the rows that the feed shows, to the output that the feed reads. */
void gy_flow_add_feed(gy_flow *f, const gy_feed *feed, const gy_rows *rows);
/* Rows at the output that a feed reads, in the rows that the feed shows. Free them. */
gy_rows gy_flow_through_feed(const gy_flow *f, const gy_feed *feed);

/* Carries what lies at the outputs back to all that they read; source rows are added up. */
void gy_flow_back(gy_flow *f, gy_sources *sources);
/* Replaces all sets by the rows that reach the given source rows. */
void gy_flow_forward(gy_flow *f, const gy_sources *sources);

/* Rows of d that are, by identity, the given rows of `of`. FALSE (and nothing) if the two domains
 * have no common root. */
gboolean gy_rows_by_identity(const gy_domain *d, const gy_domain *of, const gy_rows *rows,
                             gy_rows *out);

#endif
