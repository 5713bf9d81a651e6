/* SPDX-License-Identifier: Apache-2.0
 *
 * peek.h: what a keyfile will do to its data, before it does it. [control] */
#ifndef GY_PEEK_H
#define GY_PEEK_H

#include "run/facts.h"

/* Lines for people from the outcome of a run with `peek`: the outputs of every node in every case,
 * then rows of every fit per fold: training, test, purged, gap; then the predicted peak of memory
 * and where it is reached, with the chunks that `limit` (bytes; 0: none) asks for. */
void gy_peek(const gy_graph *g, const gy_outcome *o, uint64_t limit, GString *to);

#endif
