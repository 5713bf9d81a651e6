#include "bitmaps.h"

enum { CASES = 4000 };

Test(rows, making_is_normal)
{
    uint64_t state = 1;
    for (int c = 0; c < CASES; c++) {
        int64_t n = draw_between(&state, 0, MAX_ROWS);
        bitmap map = draw_bitmap(&state, n);
        g_auto(gy_rows) rows = rows_of(&map, n);
        assert_rows(&rows, &map, n);

        /* Any order, repeats, overlaps and empty intervals give the same set. */
        int64_t index[2 * MAX_ROWS], k = 0;
        gy_span span[2 * MAX_ROWS];
        for (int64_t r = 0; r < n; r++) {
            for (int64_t copies = map.at[r] ? draw_between(&state, 1, 2) : 0; copies > 0;
                 copies--) {
                index[k++] = r;
            }
        }
        for (int64_t i = k - 1; i > 0; i--) {
            int64_t j = draw_between(&state, 0, i), swap = index[i];
            index[i] = index[j];
            index[j] = swap;
        }
        for (int64_t i = 0; i < k; i++) {
            bool two = index[i] + 1 < n && map.at[index[i] + 1];
            span[i] = (gy_span){index[i], index[i] + 1 + two};
        }
        g_auto(gy_rows) from_index = gy_rows_from_indices(index, k);
        g_auto(gy_rows) from_span = gy_rows_from_spans(span, k);
        g_auto(gy_rows) copy = gy_rows_copy(&rows);
        cr_assert(gy_rows_equal(&rows, &from_index));
        cr_assert(gy_rows_equal(&rows, &from_span));
        cr_assert(gy_rows_equal(&rows, &copy));
        cr_assert(rows.n == 0 || copy.span != rows.span);
    }
}

Test(rows, odd_input_is_left_out)
{
    const int64_t index[] = {INT64_MAX, 3, -1, 3, INT64_MIN, 2};
    const gy_span span[] = {{5, 5}, {9, 3}, {-4, 2}, {1, 4}, {INT64_MAX - 1, INT64_MAX}};
    g_auto(gy_rows) a = gy_rows_from_indices(index, 6);
    g_auto(gy_rows) b = gy_rows_from_spans(span, 5);
    g_auto(gy_rows) c = gy_rows_range(-5, 3);
    g_auto(gy_rows) d = gy_rows_range(7, 7);
    g_auto(gy_rows) e = gy_rows_range(7, -7);
    assert_text(&a, "2-3");
    assert_text(&b, "0-3,9223372036854775806");
    assert_text(&c, "0-2");
    assert_text(&d, "none");
    assert_text(&e, "none");
    gy_rows_clear(&c);
    gy_rows_clear(&c);
    gy_rows_clear(NULL);
    cr_assert(gy_rows_is_empty(&c) && c.span == NULL);
}

Test(rows, questions)
{
    uint64_t state = 2;
    for (int c = 0; c < CASES; c++) {
        int64_t n = draw_between(&state, 0, MAX_ROWS);
        bitmap map = draw_bitmap(&state, n);
        g_auto(gy_rows) rows = rows_of(&map, n);
        g_autofree int64_t *index = gy_rows_to_indices(&rows);
        int64_t count = 0;
        for (int64_t r = 0; r < n; r++) {
            cr_assert_eq(gy_rows_contains(&rows, r), map.at[r] != 0);
            cr_assert_eq(gy_rows_rank(&rows, r), count);
            if (map.at[r]) {
                cr_assert_eq(index[count], r);
                cr_assert_eq(gy_rows_nth(&rows, count), r);
                count++;
            }
        }
        cr_assert_eq(gy_rows_count(&rows), count);
        cr_assert_eq(gy_rows_is_empty(&rows), count == 0);
        cr_assert_eq(gy_rows_nth(&rows, count), -1);
        cr_assert_eq(gy_rows_nth(&rows, -1), -1);
        cr_assert_eq(gy_rows_rank(&rows, INT64_MAX), count);
        cr_assert(!gy_rows_contains(&rows, -1) && !gy_rows_contains(&rows, n));
        int64_t lo = draw_between(&state, -2, n), hi = draw_between(&state, -2, n + 2);
        bool touches = false;
        for (int64_t r = MAX(lo, 0); r < MIN(hi, n); r++) {
            touches |= map.at[r] != 0;
        }
        cr_assert_eq(gy_rows_touches(&rows, lo, hi), touches);
    }
}

Test(rows, combining)
{
    uint64_t state = 3;
    for (int c = 0; c < CASES; c++) {
        int64_t n = draw_between(&state, 0, MAX_ROWS);
        bitmap a = draw_bitmap(&state, n), b = draw_bitmap(&state, n);
        bitmap both = {{0}}, either = {{0}}, only_a = {{0}};
        bool meet = false, all = true, same = true;
        for (int64_t r = 0; r < n; r++) {
            both.at[r] = a.at[r] & b.at[r];
            either.at[r] = a.at[r] | b.at[r];
            only_a.at[r] = a.at[r] & !b.at[r];
            meet |= both.at[r];
            all &= !b.at[r] || a.at[r];
            same &= a.at[r] == b.at[r];
        }
        g_auto(gy_rows) x = rows_of(&a, n);
        g_auto(gy_rows) y = rows_of(&b, n);
        g_auto(gy_rows) u = gy_rows_union(&x, &y);
        g_auto(gy_rows) i = gy_rows_intersect(&x, &y);
        g_auto(gy_rows) s = gy_rows_subtract(&x, &y);
        assert_rows(&u, &either, n);
        assert_rows(&i, &both, n);
        assert_rows(&s, &only_a, n);
        cr_assert_eq(gy_rows_intersects(&x, &y), meet);
        cr_assert_eq(gy_rows_contains_all(&x, &y), all);
        cr_assert_eq(gy_rows_equal(&x, &y), same);
        cr_assert(gy_rows_contains_all(&u, &x) && gy_rows_contains_all(&x, &i));
    }
}

static bool sum_first_two(gy_span span, gpointer user)
{
    int64_t *sum = user;
    sum[0] += span.hi - span.lo;
    return ++sum[1] < 2;
}

Test(rows, foreach_stops_when_told)
{
    const int64_t index[] = {1, 2, 5, 9, 10, 11};
    g_auto(gy_rows) rows = gy_rows_from_indices(index, 6);
    g_auto(gy_rows) one = gy_rows_range(4, 8);
    int64_t sum[2] = {0, 0};
    cr_assert(!gy_rows_foreach(&rows, sum_first_two, sum));
    cr_assert_eq(sum[0], 3);
    sum[0] = sum[1] = 0;
    cr_assert(gy_rows_foreach(&one, sum_first_two, sum));
    cr_assert_eq(sum[0], 4);
}

Test(rows, text)
{
    const int64_t index[] = {0, 1, 2, 12, 20, 21};
    g_auto(gy_rows) rows = gy_rows_from_indices(index, 6);
    assert_text(&rows, "0-2,12,20-21");
    g_autofree char *cut = gy_rows_format(&rows, 2);
    g_autofree char *whole = gy_rows_format(&rows, 3);
    cr_assert_str_eq(cut, "0-2,12,... (6 rows)");
    cr_assert_str_eq(whole, "0-2,12,20-21");
}

static bitmap slow_widen(const bitmap *map, int64_t before, int64_t after, const gy_segments *seg)
{
    bitmap wide = {{0}};
    for (int64_t r = 0; r < seg->n_rows; r++) {
        for (int64_t q = 0; map->at[r] && q < seg->n_rows; q++) {
            wide.at[q] |=
                q >= r - before && q <= r + after && slow_segment(seg, q) == slow_segment(seg, r);
        }
    }
    return wide;
}

Test(rows, widening_stops_at_borders)
{
    uint64_t state = 4;
    for (int c = 0; c < 2 * CASES; c++) {
        int64_t n = draw_between(&state, 1, MAX_ROWS / 2), start[MAX_ROWS];
        gy_segments seg = {n, draw_segments(&state, n, start), start};
        cr_assert(gy_segments_check(&seg, NULL));
        bitmap map = draw_bitmap(&state, n);
        int64_t before = draw_between(&state, -6, 8), after = draw_between(&state, -6, 8);
        bitmap want = slow_widen(&map, before, after, &seg);
        g_auto(gy_rows) rows = rows_of(&map, n);
        g_auto(gy_rows) wide = gy_rows_widen(&rows, before, after, &seg);
        assert_rows(&wide, &want, n);
        for (int64_t r = -2; r < n + 2; r++) {
            int64_t s = r < 0 || r >= n ? -1 : slow_segment(&seg, r);
            cr_assert_eq(gy_segments_find(&seg, r), s);
            gy_span span = s < 0 ? (gy_span){0, 0} : gy_segments_span(&seg, s);
            cr_assert(s < 0 || (span.lo <= r && r < span.hi));
        }
    }
}

Test(rows, widening_by_any_number)
{
    const int64_t start[] = {0, 10};
    gy_segments seg = {20, 2, start};
    const struct {
        int64_t before, after;
        const char *want;
    } cases[] = {
        {INT64_MAX, 0, "0-5"},
        {0, INT64_MAX, "5-9"},
        {INT64_MAX, INT64_MAX, "0-9"},
        {INT64_MAX, INT64_MIN, "none"},
        {INT64_MIN, INT64_MAX, "none"},
        {INT64_MIN, INT64_MIN, "none"},
        {INT64_MAX, -2, "0-3"},
        {-2, INT64_MAX, "7-9"},
        {3, -4, "none"},
        {4, -4, "1"},
        {-4, 4, "9"},
        {-5, 5, "none"},
    };
    g_auto(gy_rows) five = gy_rows_range(5, 6);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(gy_rows) wide = gy_rows_widen(&five, cases[i].before, cases[i].after, &seg);
        assert_text(&wide, cases[i].want);
    }
    g_auto(gy_rows) beyond = gy_rows_range(18, 40);
    g_auto(gy_rows) wide = gy_rows_widen(&beyond, 2, 9, &seg);
    assert_text(&wide, "16-19");
    gy_segments none = {0, 0, NULL};
    g_auto(gy_rows) nothing = gy_rows_widen(&beyond, 2, 9, &none);
    assert_text(&nothing, "none");
}

Test(rows, bad_segments_are_named)
{
    const int64_t good[] = {0, 4}, late[] = {1, 4}, twice[] = {0, 4, 4}, far[] = {0, 10};
    const struct {
        gy_segments seg;
        const char *part;
    } cases[] = {
        {{10, 2, late}, "segment 0 of 2 is rows 1 to 4"},
        {{10, 3, twice}, "segment 1 of 3 is rows 4 to 4"},
        {{10, 2, far}, "segment 1 of 2 is rows 10 to 10"},
        {{3, 2, good}, "segment 0 of 2 is rows 0 to 4"},
        {{10, 0, NULL}, "0 segments cannot hold 10 rows"},
        {{0, 1, good}, "1 segments cannot hold 0 rows"},
        {{10, 1, NULL}, "without starts"},
        {{-1, 0, NULL}, "-1 rows"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GError *error = NULL;
        bool ok = gy_segments_check(&cases[i].seg, &error);
        assert_error(ok, error, cases[i].part);
    }
    gy_segments seg = {10, 2, good};
    cr_assert(gy_segments_check(&seg, NULL));
}
