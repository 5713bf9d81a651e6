/* SPDX-License-Identifier: Apache-2.0 */
#include "value/roles.h"

gy_rows gy_guarded(const gy_rows *scored_reach, int64_t gap, const gy_segments *segments)
{
    gap = MAX(gap, 0);
    return gy_rows_widen(scored_reach, gap, gap, segments);
}

bool gy_is_clean(const gy_rows *guarded, const gy_rows *seen)
{
    return !gy_rows_intersects(guarded, seen);
}

static void divide(const gy_rows *candidates, const gy_rows *test, const gy_rows *forbidden,
                   gy_rows *out_train, gy_rows *out_purged)
{
    g_auto(gy_rows) free_of_test = gy_rows_subtract(candidates, test);
    *out_train = gy_rows_subtract(&free_of_test, forbidden);
    *out_purged = gy_rows_intersect(&free_of_test, forbidden);
}

void gy_purge(const gy_rows *candidates, const gy_rows *test, int64_t gap,
              const gy_segments *segments, gy_rows *out_train, gy_rows *out_purged)
{
    g_auto(gy_rows) guarded = gy_guarded(test, gap, segments);
    divide(candidates, test, &guarded, out_train, out_purged);
}

void gy_purge_by_reach(const gy_rows *candidates, const gy_rows *test, const gy_reach *reach,
                       const gy_rows *guarded, gy_rows *out_train, gy_rows *out_purged)
{
    g_auto(gy_rows) tainted = gy_reach_image(reach, guarded);
    divide(candidates, test, &tainted, out_train, out_purged);
}
