/* SPDX-License-Identifier: Apache-2.0
 *
 * Roles of rows: the leak rule as set algebra over ONE domain.
 *
 * A scored row is clean iff (its reach + gap) and what the model has seen share no source row.
 * Both sides are brought to the source domain by reach.h first; here only sets are compared.
 *
 *     guarded = reach of the scored rows, widened by gap within segments
 *     clean   = guarded and seen are disjoint
 *     purge   = candidates split into those outside guarded (train) and those inside (purged)
 *
 * [any]; results are new sets that the caller clears.
 */
#ifndef GY_VALUE_ROLES_H
#define GY_VALUE_ROLES_H

#include "value/reach.h"

/* The rows that no fit may have seen: scored_reach (the source rows the scored rows read) and the
 * gap rows on both sides of each, never across a segment border. gap < 0 counts as 0; so the
 * result always holds scored_reach, as far as it lies in the domain. */
gy_rows gy_guarded(const gy_rows *scored_reach, int64_t gap, const gy_segments *segments);

/* True iff nothing that was seen is guarded. */
bool gy_is_clean(const gy_rows *guarded, const gy_rows *seen);

/* Splits training candidates of a domain whose rows read only themselves:
 *     out_train  = candidates outside guarded(test, gap)
 *     out_purged = candidates inside it that are not test rows themselves
 * (a candidate that is a test row is in neither: it is a test row). Both outputs are overwritten,
 * not cleared. Either may come out empty; an empty out_train is for the caller to refuse. */
void gy_purge(const gy_rows *candidates, const gy_rows *test, int64_t gap,
              const gy_segments *segments, gy_rows *out_train, gy_rows *out_purged);

/* The same for candidates that read other rows: reach leads from the candidates' domain (out) to
 * the source domain (in) of guarded. A candidate is purged iff it reads a guarded row; test holds
 * the test rows of the candidates' domain. For every out_train, preimage(out_train) is clean. */
void gy_purge_by_reach(const gy_rows *candidates, const gy_rows *test, const gy_reach *reach,
                       const gy_rows *guarded, gy_rows *out_train, gy_rows *out_purged);

#endif
