/* chance.h: [chance SCORE]: the distribution of a score when what the file names is permuted, whole
 * downstream graph fitted anew for every draw. [control] */
#ifndef GY_CHANCE_H
#define GY_CHANCE_H

#include "run/run.h"

/* Marks the nodes whose values the draws will read again. */
void gy_chance_keep(gy_runtime *rt);
/* Draws of every [chance] group of the file in every case; facts go into the outcome. */
void gy_chance_run(gy_runtime *rt, gy_outcome *out);

/* Whether an edge reads what the draw at hand permutes. */
gboolean gy_chance_permutes(const gy_runtime *rt, const gy_inst *inst, const gy_link *link);
/* The value with its rows permuted as this draw says; takes v, a new reference comes back. */
gy_value *gy_chance_permute(gy_runtime *rt, const gy_inst *inst, const gy_feed *feed, gy_value *v,
                            GError **error);

#endif
