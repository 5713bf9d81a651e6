#include "bitmaps.h"
#include "value/roles.h"

/* Purging row by row: is any test row within gap rows and in the same segment? */
Test(roles, purge_against_pairs_of_rows)
{
    uint64_t state = 30;
    for (int c = 0; c < 4000; c++) {
        int64_t n = draw_between(&state, 1, 32), start[MAX_ROWS];
        gy_segments seg = {n, draw_segments(&state, n, start), start};
        bitmap test = draw_bitmap(&state, n), candidate = draw_bitmap(&state, n);
        int64_t gap = draw_between(&state, -1, 5);
        bitmap train = {{0}}, purged = {{0}};
        for (int64_t r = 0; r < n; r++) {
            bool near = false;
            for (int64_t t = 0; t < n; t++) {
                near |= test.at[t] && ABS(r - t) <= MAX(gap, 0) &&
                        slow_segment(&seg, r) == slow_segment(&seg, t);
            }
            train.at[r] = candidate.at[r] && !near;
            purged.at[r] = candidate.at[r] && near && !test.at[r];
        }
        g_auto(gy_rows) test_rows = rows_of(&test, n);
        g_auto(gy_rows) candidates = rows_of(&candidate, n);
        g_auto(gy_rows) got_train = gy_rows_empty();
        g_auto(gy_rows) got_purged = gy_rows_empty();
        gy_purge(&candidates, &test_rows, gap, &seg, &got_train, &got_purged);
        assert_rows(&got_train, &train, n);
        assert_rows(&got_purged, &purged, n);
        g_auto(gy_rows) guarded = gy_guarded(&test_rows, gap, &seg);
        cr_assert(gy_is_clean(&guarded, &got_train));
        bool dirty = gy_rows_count(&got_train) <
                     gy_rows_count(&candidates); /* something was taken out for a reason */
        cr_assert_eq(gy_is_clean(&guarded, &candidates), !dirty);
    }
}

/* Windows on both sides: training row t may stay iff no source row it reads is within gap of a
 * source row that a test row reads. */
Test(roles, purge_by_reach_against_pairs_of_rows)
{
    uint64_t state = 31;
    for (int c = 0; c < 2000; c++) {
        int64_t n = draw_between(&state, 1, 24), start[MAX_ROWS];
        gy_segments seg = {n, draw_segments(&state, n, start), start};
        int64_t before = draw_between(&state, 0, 3), after = draw_between(&state, -before, 3);
        int64_t gap = draw_between(&state, 0, 3);
        gy_reach reach = {GY_REACH_WINDOW, n, n, seg, before, after, NULL, NULL, NULL};
        bitmap test = draw_bitmap(&state, n), candidate = draw_bitmap(&state, n);
        bitmap forbidden = {{0}}, train = {{0}}, purged = {{0}};
        for (int64_t t = 0; t < n; t++) {
            for (int64_t i = MAX(0, t - before); i <= MIN(n - 1, t + after); i++) {
                for (int64_t q = 0; q < n; q++) {
                    forbidden.at[q] |= test.at[t] && ABS(q - i) <= gap &&
                                       slow_segment(&seg, t) == slow_segment(&seg, i) &&
                                       slow_segment(&seg, q) == slow_segment(&seg, i);
                }
            }
        }
        for (int64_t r = 0; r < n; r++) {
            bool tainted = false;
            for (int64_t i = MAX(0, r - before); i <= MIN(n - 1, r + after); i++) {
                tainted |= forbidden.at[i] && slow_segment(&seg, i) == slow_segment(&seg, r);
            }
            train.at[r] = candidate.at[r] && !tainted && !test.at[r];
            purged.at[r] = candidate.at[r] && tainted && !test.at[r];
        }
        g_auto(gy_rows) test_rows = rows_of(&test, n);
        g_auto(gy_rows) candidates = rows_of(&candidate, n);
        g_auto(gy_rows) scored = gy_reach_preimage(&reach, &test_rows);
        g_auto(gy_rows) guarded = gy_guarded(&scored, gap, &seg);
        assert_rows(&guarded, &forbidden, n);
        g_auto(gy_rows) got_train = gy_rows_empty();
        g_auto(gy_rows) got_purged = gy_rows_empty();
        gy_purge_by_reach(&candidates, &test_rows, &reach, &guarded, &got_train, &got_purged);
        assert_rows(&got_train, &train, n);
        assert_rows(&got_purged, &purged, n);
        g_auto(gy_rows) seen = gy_reach_preimage(&reach, &got_train);
        cr_assert(gy_is_clean(&guarded, &seen));
    }
}
