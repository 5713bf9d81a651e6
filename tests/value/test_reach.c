#include "bitmaps.h"
#include "value/reach.h"

enum { CASES = 3000, SIDE = 24 };

/* A reach with its arrays, and the same relation as a matrix: reads[o][i]. */
typedef struct relation {
    gy_reach reach;
    int64_t start[MAX_ROWS], index[MAX_ROWS], offset[MAX_ROWS + 1], n_span;
    gy_span span[MAX_ROWS * MAX_ROWS];
    uint8_t reads[MAX_ROWS][MAX_ROWS];
} relation;

static void draw_table(uint64_t *state, relation *rel)
{
    for (int64_t o = 0; o < rel->reach.n_out; o++) {
        bitmap row = draw_bitmap(state, rel->reach.n_in);
        for (int64_t i = 0; i < rel->reach.n_in; i++) {
            if (!row.at[i]) {
                continue;
            }
            rel->reads[o][i] = 1;
            /* Touching intervals are legal: a row map may list its sources one by one. */
            bool grow = rel->n_span > rel->offset[o] && rel->span[rel->n_span - 1].hi == i &&
                        draw_between(state, 0, 3) > 0;
            if (grow) {
                rel->span[rel->n_span - 1].hi++;
            } else {
                rel->span[rel->n_span++] = (gy_span){i, i + 1};
            }
        }
        rel->offset[o + 1] = rel->n_span;
    }
}

static bool slow_reads(const gy_reach *reach, int64_t o, int64_t i)
{
    int64_t c = reach->index ? reach->index[o] : o;
    bool together = slow_segment(&reach->segments, c) == slow_segment(&reach->segments, i);
    switch (reach->kind) {
    case GY_REACH_ROW:
        return i == c;
    case GY_REACH_WINDOW:
        return together && i >= c - reach->before && i <= c + reach->after;
    case GY_REACH_PAST:
        return together && i <= c;
    case GY_REACH_SEGMENT:
        return together;
    default:
        return reach->kind == GY_REACH_ALL;
    }
}

/* Fills rel with a random reach of this kind over n_in > 0 rows. */
static void draw_reach(uint64_t *state, gy_reach_kind kind, int64_t n_in, relation *rel)
{
    memset(rel, 0, sizeof *rel);
    gy_reach *reach = &rel->reach;
    *reach = (gy_reach){.kind = kind, .n_out = n_in, .n_in = n_in};
    reach->segments = (gy_segments){n_in, draw_segments(state, n_in, rel->start), rel->start};
    if (kind == GY_REACH_TABLE || kind == GY_REACH_ALL || kind == GY_REACH_NONE) {
        reach->n_out = draw_between(state, 1, SIDE);
    } else if (draw_between(state, 0, 1)) {
        bitmap kept = draw_bitmap(state, n_in);
        reach->n_out = 0;
        for (int64_t i = 0; i < n_in; i++) {
            rel->index[reach->n_out] = i;
            reach->n_out += kept.at[i];
        }
        reach->index = rel->index;
    }
    if (kind == GY_REACH_WINDOW) {
        reach->before = draw_between(state, -4, 6);
        reach->after = draw_between(state, -reach->before, 6);
    }
    if (kind == GY_REACH_TABLE) {
        draw_table(state, rel);
        reach->offset = rel->offset;
        reach->span = rel->span;
        return;
    }
    for (int64_t o = 0; o < reach->n_out; o++) {
        for (int64_t i = 0; i < n_in; i++) {
            rel->reads[o][i] = slow_reads(reach, o, i);
        }
    }
}

static void assert_both_ways(uint64_t *state, const relation *rel)
{
    int64_t n_out = rel->reach.n_out, n_in = rel->reach.n_in;
    bitmap out = draw_bitmap(state, n_out), in = draw_bitmap(state, n_in);
    bitmap pre = {{0}}, image = {{0}};
    for (int64_t o = 0; o < n_out; o++) {
        for (int64_t i = 0; i < n_in; i++) {
            pre.at[i] |= out.at[o] & rel->reads[o][i];
            image.at[o] |= in.at[i] & rel->reads[o][i];
        }
    }
    g_auto(gy_rows) out_rows = rows_of(&out, n_out);
    g_auto(gy_rows) in_rows = rows_of(&in, n_in);
    g_auto(gy_rows) got_pre = gy_reach_preimage(&rel->reach, &out_rows);
    g_auto(gy_rows) got_image = gy_reach_image(&rel->reach, &in_rows);
    assert_rows(&got_pre, &pre, n_in);
    assert_rows(&got_image, &image, n_out);

    /* Rows that the domains do not have change nothing. */
    g_auto(gy_rows) beyond_out = gy_rows_range(n_out, n_out + 40);
    g_auto(gy_rows) beyond_in = gy_rows_range(n_in, n_in + 40);
    g_auto(gy_rows) more_out = gy_rows_union(&out_rows, &beyond_out);
    g_auto(gy_rows) more_in = gy_rows_union(&in_rows, &beyond_in);
    g_auto(gy_rows) same_pre = gy_reach_preimage(&rel->reach, &more_out);
    g_auto(gy_rows) same_image = gy_reach_image(&rel->reach, &more_in);
    cr_assert(gy_rows_equal(&got_pre, &same_pre), "kind %d", (int)rel->reach.kind);
    cr_assert(gy_rows_equal(&got_image, &same_image), "kind %d", (int)rel->reach.kind);
}

Test(reach, every_kind_against_its_matrix)
{
    static relation rel;
    for (gy_reach_kind kind = GY_REACH_NONE; kind <= GY_REACH_TABLE; kind++) {
        uint64_t state = 10 + kind;
        for (int c = 0; c < CASES; c++) {
            draw_reach(&state, kind, draw_between(&state, 1, SIDE), &rel);
            GError *error = NULL;
            bool ok = gy_reach_check(&rel.reach, rel.n_span, &error);
            cr_assert(ok, "kind %d: %s", (int)kind, ok ? "" : error->message);
            assert_both_ways(&state, &rel);
        }
    }
}

/* A -> B -> C: the image of A's rows in C and the preimage of C's rows in A, one step after the
 * other, against the product of the two matrices. */
Test(reach, chains_compose)
{
    static relation ab, bc;
    uint64_t state = 20;
    for (int c = 0; c < 2 * CASES; c++) {
        draw_reach(&state, (gy_reach_kind)draw_between(&state, 1, 6), draw_between(&state, 1, SIDE),
                   &ab);
        if (ab.reach.n_out == 0) {
            continue;
        }
        draw_reach(&state, (gy_reach_kind)draw_between(&state, 1, 6), ab.reach.n_out, &bc);
        bitmap a = draw_bitmap(&state, ab.reach.n_in), out = draw_bitmap(&state, bc.reach.n_out);
        bitmap image = {{0}}, pre = {{0}};
        for (int64_t o = 0; o < bc.reach.n_out; o++) {
            for (int64_t m = 0; m < bc.reach.n_in; m++) {
                for (int64_t i = 0; bc.reads[o][m] && i < ab.reach.n_in; i++) {
                    image.at[o] |= a.at[i] & ab.reads[m][i];
                    pre.at[i] |= out.at[o] & ab.reads[m][i];
                }
            }
        }
        g_auto(gy_rows) a_rows = rows_of(&a, ab.reach.n_in);
        g_auto(gy_rows) out_rows = rows_of(&out, bc.reach.n_out);
        g_auto(gy_rows) b_image = gy_reach_image(&ab.reach, &a_rows);
        g_auto(gy_rows) c_image = gy_reach_image(&bc.reach, &b_image);
        g_auto(gy_rows) b_pre = gy_reach_preimage(&bc.reach, &out_rows);
        g_auto(gy_rows) a_pre = gy_reach_preimage(&ab.reach, &b_pre);
        assert_rows(&c_image, &image, bc.reach.n_out);
        assert_rows(&a_pre, &pre, ab.reach.n_in);
    }
}

Test(reach, unbounded_windows)
{
    const int64_t start[] = {0, 10};
    gy_reach reach = {.kind = GY_REACH_WINDOW,
                      .n_out = 20,
                      .n_in = 20,
                      .segments = {20, 2, start},
                      .before = INT64_MAX,
                      .after = INT64_MAX};
    cr_assert(gy_reach_check(&reach, 0, NULL));
    g_auto(gy_rows) row = gy_rows_range(12, 13);
    g_auto(gy_rows) pre = gy_reach_preimage(&reach, &row);
    g_auto(gy_rows) image = gy_reach_image(&reach, &row);
    assert_text(&pre, "10-19");
    assert_text(&image, "10-19");
}

static void assert_refused(gy_reach reach, int64_t n_span, const char *part)
{
    GError *error = NULL;
    bool ok = gy_reach_check(&reach, n_span, &error);
    assert_error(ok, error, part);
}

Test(reach, bad_tables_are_named)
{
    static const int64_t offset[] = {0, 1, 3}, late[] = {1, 1, 3}, back[] = {0, 4, 3};
    static const gy_span good[] = {{0, 2}, {1, 2}, {2, 5}}, wide[] = {{0, 2}, {1, 2}, {2, 6}};
    static const gy_span empty[] = {{0, 2}, {1, 1}, {2, 5}}, low[] = {{-1, 2}, {1, 2}, {2, 5}};
    static const gy_span cross[] = {{0, 2}, {1, 3}, {2, 5}}, swap[] = {{0, 2}, {3, 5}, {1, 2}};
    gy_reach table = {.kind = GY_REACH_TABLE, .n_out = 2, .n_in = 5, .offset = offset};
    table.span = good;
    cr_assert(gy_reach_check(&table, 3, NULL));
    assert_refused(table, 4, "offsets end at 3 of 4 intervals");
    assert_refused(table, 2, "output row 1 has intervals 1 to 3 of 2");
    table.span = wide;
    assert_refused(table, 3, "output row 1 reads rows 2 to 6 (end left out) of 5");
    table.span = empty;
    assert_refused(table, 3, "output row 1 reads rows 1 to 1");
    table.span = low;
    assert_refused(table, 3, "output row 0 reads rows -1 to 2");
    table.span = cross;
    assert_refused(table, 3, "output row 1 reads from row 2 after reading to row 3");
    table.span = swap;
    assert_refused(table, 3, "output row 1 reads from row 1 after reading to row 5");
    table.span = NULL;
    assert_refused(table, 3, "a table without intervals");
    table.span = good;
    table.offset = late;
    assert_refused(table, 3, "offsets begin at 1");
    table.offset = back;
    assert_refused(table, 5, "output row 1 has intervals 4 to 3 of 5");
    table.offset = NULL;
    assert_refused(table, 3, "a table without offsets");
}

Test(reach, bad_shapes_are_named)
{
    static const int64_t start[] = {0, 2}, same[] = {1, 1}, far[] = {1, 5}, below[] = {-1, 2};
    gy_reach reach = {.kind = GY_REACH_WINDOW, .n_out = 2, .n_in = 5, .segments = {5, 2, start}};
    assert_refused(reach, 0, "2 output rows over 5 input rows need an index");
    reach.index = same;
    assert_refused(reach, 0, "output row 1 stands at input row 1, not after 1");
    reach.index = far;
    assert_refused(reach, 0, "output row 1 stands at input row 5 of 5");
    reach.index = below;
    assert_refused(reach, 0, "output row 0 stands at input row -1 of 5");
    reach.index = start;
    cr_assert(gy_reach_check(&reach, 0, NULL));
    reach.before = 2;
    reach.after = -3;
    assert_refused(reach, 0, "window(2, -3) is empty");
    reach.before = reach.after = INT64_MIN;
    assert_refused(reach, 0, "is empty");
    reach.kind = GY_REACH_PAST;
    reach.segments.n_rows = 4;
    assert_refused(reach, 0, "segments of 4 rows over 5 input rows");
    reach.kind = (gy_reach_kind)99;
    assert_refused(reach, 0, "unknown kind 99");
    reach.n_out = -1;
    assert_refused(reach, 0, "-1 output rows");
}

Test(reach, text)
{
    gy_reach reach = {.kind = GY_REACH_WINDOW, .before = 3, .after = -1};
    g_autofree char *window = gy_reach_format(&reach);
    cr_assert_str_eq(window, "window(3, -1)");
    static const char *const want[] = {"none", "row", NULL, "past", "segment", "all", "table"};
    for (int kind = 0; kind < 7; kind++) {
        reach.kind = (gy_reach_kind)kind;
        g_autofree char *text = gy_reach_format(&reach);
        cr_assert(!want[kind] || g_str_equal(text, want[kind]));
    }
}
