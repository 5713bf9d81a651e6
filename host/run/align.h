/* align.h: what would bring rows together that do not meet. [control] */
#ifndef GY_ALIGN_H
#define GY_ALIGN_H

#include "run/runtime.h"

/* The end of the message: "; if row i is the same row in both, give [b] rows = @a", or the
 * installed nodes that would do it. Nodes are found by what their texts say, not by name. "" if
 * nothing is known; the caller frees. differ: a coordinate of both says that row i is not row i. */
char *gy_align_hint(const gy_inst *inst, const gy_feed *a, const gy_feed *b, gboolean differ);

#endif
