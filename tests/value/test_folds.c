#include "bitmaps.h"
#include "value/folds.h"

#include <stdio.h>

/* ---- against scikit-learn: tests/parity/folds.txt ---- */

static int64_t parse_numbers(const char *text, int64_t *out)
{
    char *end = NULL;
    int64_t n = 0;
    for (int64_t v = g_ascii_strtoll(text, &end, 10); end != text;
         text = end, v = g_ascii_strtoll(text, &end, 10)) {
        cr_assert(n < MAX_ROWS);
        out[n++] = v;
    }
    return n;
}

static bool make_folds(const char *scheme, const gy_rows *rows, int64_t k, const int64_t *key,
                       gy_folds *out_folds)
{
    uint8_t mask[MAX_ROWS];
    if (g_str_equal(scheme, "k-fold")) {
        return gy_folds_kfold(rows, NULL, k, NULL, out_folds, NULL);
    }
    if (g_str_equal(scheme, "shuffled")) {
        return gy_folds_kfold(rows, NULL, k, key, out_folds, NULL);
    }
    if (g_str_equal(scheme, "group")) {
        return gy_folds_group_kfold(rows, key, k, out_folds, NULL);
    }
    if (g_str_equal(scheme, "leave-one-group-out")) {
        return gy_folds_leave_one_group_out(rows, key, out_folds, NULL);
    }
    if (g_str_equal(scheme, "stratified")) {
        return gy_folds_stratified(rows, key, k, out_folds, NULL);
    }
    if (g_str_equal(scheme, "forward")) {
        return gy_folds_forward(rows, NULL, k, out_folds, NULL);
    }
    for (int64_t r = 0; r < MAX_ROWS; r++) {
        mask[r] = r < rows->span[rows->n - 1].hi && key[r] == 0;
    }
    return gy_folds_predefined(rows, NULL, mask, out_folds, NULL);
}

/* The same case spread over a larger domain: row r becomes where[r], and nothing else changes. */
static void assert_on_subset(const char *scheme, int64_t n, int64_t k, const int64_t *key,
                             const gy_folds *want)
{
    int64_t where[MAX_ROWS], at = 0, spread_key[MAX_ROWS * 4];
    uint64_t state = (uint64_t)n * 64 + (uint64_t)k;
    for (int64_t r = 0; r < MAX_ROWS * 4; r++) {
        spread_key[r] = 12345;
    }
    for (int64_t r = 0; r < n; r++, at++) {
        at += draw_between(&state, 0, 2);
        where[r] = at;
        spread_key[at] = key[r];
    }
    g_auto(gy_rows) rows = gy_rows_from_indices(where, n);
    g_auto(gy_folds) got = {0};
    bool by_position = g_str_equal(scheme, "shuffled");
    if (g_str_equal(scheme, "predefined")) {
        return; /* a mask has no positions: tested on its own below */
    }
    cr_assert(make_folds(scheme, &rows, k, by_position ? key : spread_key, &got));
    cr_assert_eq(got.n_folds, want->n_folds);
    for (int64_t f = 0; f < got.n_folds; f++) {
        for (int64_t r = 0; r < n; r++) {
            cr_assert_eq(gy_rows_contains(&got.test[f], where[r]),
                         gy_rows_contains(&want->test[f], r));
            cr_assert_eq(gy_rows_contains(&got.train[f], where[r]),
                         gy_rows_contains(&want->train[f], r));
        }
        cr_assert_eq(gy_rows_count(&got.test[f]), gy_rows_count(&want->test[f]));
        cr_assert_eq(gy_rows_count(&got.train[f]), gy_rows_count(&want->train[f]));
    }
}

Test(folds, as_scikit_learn)
{
    const char *root = g_getenv("GYRUS_SOURCE_ROOT");
    g_autofree char *path = g_build_filename(root ? root : ".", "tests/parity/folds.txt", NULL);
    g_autofree char *text = NULL;
    cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s is missing", path);
    g_auto(GStrv) line = g_strsplit(text, "\n", -1);
    int64_t n_cases = 0;
    for (int64_t i = 1; line[i] && *line[i]; i++) {
        char scheme[32];
        long long n, k;
        cr_assert_eq(sscanf(line[i], "case %31s %lld %lld", scheme, &n, &k), 3, "%s", line[i]);
        int64_t key[MAX_ROWS], list[MAX_ROWS];
        cr_assert_eq(parse_numbers(line[++i] + strlen("key"), key), n);
        g_auto(gy_rows) rows = gy_rows_range(0, n);
        g_auto(gy_folds) folds = {0};
        cr_assert(make_folds(scheme, &rows, k, key, &folds), "%s", line[i - 1]);
        cr_assert_eq(folds.n_folds, k);
        for (int64_t f = 0; f < k; f++) {
            int64_t n_test = parse_numbers(line[++i] + strlen("test"), list);
            g_auto(gy_rows) test = gy_rows_from_indices(list, n_test);
            int64_t n_train = parse_numbers(line[++i] + strlen("train"), list);
            g_auto(gy_rows) train = gy_rows_from_indices(list, n_train);
            cr_assert(gy_rows_equal(&folds.test[f], &test), "%s: test", scheme);
            cr_assert(gy_rows_equal(&folds.train[f], &train), "%s: train", scheme);
        }
        cr_assert_str_eq(line[++i], "end");
        assert_on_subset(scheme, n, k, key, &folds);
        n_cases++;
    }
    cr_assert(n_cases > 100);
}

/* ---- units ---- */

Test(folds, join_is_the_connected_components)
{
    uint64_t state = 50;
    for (int c = 0; c < 2000; c++) {
        int64_t n = draw_between(&state, 1, 24), a[MAX_ROWS], b[MAX_ROWS], unit[MAX_ROWS];
        for (int64_t r = 0; r < n; r++) {
            a[r] = draw_between(&state, -1, 12);
            b[r] = draw_between(&state, -1, 12);
        }
        const int64_t *key[] = {a, b};
        bitmap map = draw_bitmap(&state, n);
        g_auto(gy_rows) rows = rows_of(&map, n);
        int64_t n_units = gy_folds_join(&rows, n, key, 2, unit, NULL), seen = 0;
        /* joined[r][q] by Warshall's closure */
        bool joined[24][24];
        for (int64_t r = 0; r < n; r++) {
            for (int64_t q = 0; q < n; q++) {
                bool equal = (a[r] == a[q] && a[r] >= 0) || (b[r] == b[q] && b[r] >= 0);
                joined[r][q] = map.at[r] && map.at[q] && (equal || r == q);
            }
        }
        for (int64_t m = 0; m < n; m++) {
            for (int64_t r = 0; r < n; r++) {
                for (int64_t q = 0; q < n; q++) {
                    joined[r][q] |= joined[r][m] && joined[m][q];
                }
            }
        }
        for (int64_t r = 0; r < n; r++) {
            cr_assert_eq(unit[r] >= 0, map.at[r] != 0);
            for (int64_t q = 0; q < n && map.at[r]; q++) {
                cr_assert(!map.at[q] || (unit[q] == unit[r]) == joined[r][q]);
            }
            cr_assert(unit[r] <= seen, "numbered by first appearance");
            seen += unit[r] == seen;
        }
        cr_assert_eq(n_units, seen);
        cr_assert_eq(gy_folds_count_units(&rows, unit), seen);
        cr_assert_eq(gy_folds_count_units(&rows, NULL), gy_rows_count(&rows));
    }
    g_auto(gy_rows) far = gy_rows_range(0, 9);
    int64_t unit[8];
    GError *error = NULL;
    bool ok = gy_folds_join(&far, 8, NULL, 0, unit, &error) >= 0;
    assert_error(ok, error, "rows to 8 of a domain of 8");
}

/* unit: rows of one unit lie on one side of every fold. */
static void assert_whole_units(const gy_folds *folds, const int64_t *unit, int64_t n)
{
    for (int64_t f = 0; f < folds->n_folds; f++) {
        cr_assert(!gy_rows_is_empty(&folds->test[f]) && !gy_rows_is_empty(&folds->train[f]));
        for (int64_t r = 0; r < n; r++) {
            for (int64_t q = 0; q < n; q++) {
                bool apart =
                    gy_rows_contains(&folds->test[f], r) && gy_rows_contains(&folds->train[f], q);
                cr_assert(!apart || unit[r] != unit[q]);
            }
        }
    }
}

Test(folds, units_are_never_separated)
{
    uint64_t state = 51;
    int64_t n_made = 0;
    for (int c = 0; c < 2000; c++) {
        int64_t n = draw_between(&state, 4, 30), unit[MAX_ROWS];
        int64_t most = draw_between(&state, 2, 12), k = draw_between(&state, 2, 4);
        for (int64_t r = 0; r < n; r++) {
            unit[r] = draw_between(&state, 0, most);
        }
        g_auto(gy_rows) rows = gy_rows_range(0, n);
        int64_t n_units = gy_folds_count_units(&rows, unit);
        g_auto(gy_folds) blocks = {0};
        g_auto(gy_folds) share = {0};
        g_auto(gy_folds) forward = {0};
        cr_assert_eq(gy_folds_kfold(&rows, unit, k, NULL, &blocks, NULL), n_units >= k);
        cr_assert_eq(gy_folds_holdout(&rows, unit, 0.3, true, NULL, &share, NULL), n_units >= 2);
        n_made += gy_folds_forward(&rows, unit, k, &forward, NULL);
        assert_whole_units(&blocks, unit, n);
        assert_whole_units(&share, unit, n);
        assert_whole_units(&forward, unit, n);
        if (n_units >= k) { /* the blocks are a partition */
            g_auto(gy_rows) left = gy_rows_copy(&rows);
            for (int64_t f = 0; f < k; f++) {
                cr_assert(gy_rows_contains_all(&left, &blocks.test[f]));
                gy_rows rest = gy_rows_subtract(&left, &blocks.test[f]);
                gy_rows_clear(&left);
                left = rest;
            }
            cr_assert(gy_rows_is_empty(&left));
        }
    }
    cr_assert(n_made > 100);
}

/* ---- by hand ---- */

static void assert_fold(const gy_folds *folds, int64_t f, const char *test, const char *train)
{
    assert_text(&folds->test[f], test);
    assert_text(&folds->train[f], train);
}

Test(folds, holdout_by_hand)
{
    const int64_t pairs[] = {4, 4, 9, 9, 1, 1, 4, 7, 7, 7}, order[] = {2, 0, 3, 1};
    g_auto(gy_rows) ten = gy_rows_range(0, 10);
    g_auto(gy_rows) hundred = gy_rows_range(0, 100);
    const struct {
        const gy_rows *rows;
        const int64_t *unit, *order;
        double share;
        bool last;
        const char *test, *train;
    } cases[] = {
        {&ten, NULL, NULL, 0.2, false, "0-1", "2-9"},
        {&ten, NULL, NULL, 0.2, true, "8-9", "0-7"},
        {&ten, NULL, NULL, 0.21, true, "7-9", "0-6"},
        {&ten, NULL, NULL, 1e-12, true, "9", "0-8"},
        {&hundred, NULL, NULL, 0.07, false, "0-6", "7-99"},
        {&ten, pairs, NULL, 0.25, false, "0-1,6", "2-5,7-9"},
        {&ten, pairs, NULL, 0.5, true, "4-5,7-9", "0-3,6"},
        {&ten, pairs, order, 0.5, false, "0-1,4-6", "2-3,7-9"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(gy_folds) folds = {0};
        cr_assert(gy_folds_holdout(cases[i].rows, cases[i].unit, cases[i].share, cases[i].last,
                                   cases[i].order, &folds, NULL));
        cr_assert_eq(folds.n_folds, 1);
        assert_fold(&folds, 0, cases[i].test, cases[i].train);
    }
}

Test(folds, others_by_hand)
{
    g_auto(gy_rows) rows = gy_rows_range(10, 17);
    int64_t unit[17] = {0};
    uint8_t mask[17] = {0};
    for (int64_t r = 0; r < 17; r++) {
        unit[r] = r;
        mask[r] = r == 3 || r == 12 || r == 13;
    }
    /* 7 rows in 3 blocks: 3, 2, 2; row 15 repeats row 11 */
    unit[15] = unit[11];
    g_auto(gy_folds) plain = {0};
    g_auto(gy_folds) kept = {0};
    g_auto(gy_folds) given = {0};
    cr_assert(gy_folds_forward(&rows, NULL, 2, &plain, NULL));
    assert_fold(&plain, 0, "13-14", "10-12");
    assert_fold(&plain, 1, "15-16", "10-14");
    cr_assert(gy_folds_forward(&rows, unit, 2, &kept, NULL));
    assert_fold(&kept, 0, "13-14", "10-12");
    assert_fold(&kept, 1, "15-16", "10,12-14");
    cr_assert(gy_folds_predefined(&rows, unit, mask, &given, NULL));
    assert_fold(&given, 0, "12-13", "10-11,14-16");
}

/* Equal sizes go by descending code; the first of equally full folds is taken. */
Test(folds, group_ties)
{
    const int64_t group[] = {5, 5, 2, 2, 8, 8, 3};
    g_auto(gy_rows) rows = gy_rows_range(0, 7);
    g_auto(gy_folds) folds = {0};
    cr_assert(gy_folds_group_kfold(&rows, group, 2, &folds, NULL));
    assert_fold(&folds, 0, "2-5", "0-1,6");
    assert_fold(&folds, 1, "0-1,6", "2-5");
}

Test(folds, crossing)
{
    uint64_t state = 52;
    for (int c = 0; c < 1000; c++) {
        int64_t n = draw_between(&state, 6, 30), ka = draw_between(&state, 2, 3), g[MAX_ROWS],
                p = 0;
        for (int64_t r = 0; r < n; r++) {
            g[r] = r < 3 ? r : draw_between(&state, 0, 3);
        }
        g_auto(gy_rows) rows = gy_rows_range(0, n);
        g_auto(gy_folds) a = {0};
        g_auto(gy_folds) b = {0};
        g_auto(gy_folds) both = {0};
        g_autofree int64_t *pair = NULL;
        cr_assert(gy_folds_kfold(&rows, NULL, ka, NULL, &a, NULL));
        cr_assert(gy_folds_leave_one_group_out(&rows, g, &b, NULL));
        bool ok = gy_folds_cross(&a, &b, &pair, &both, NULL), trainable = true;
        for (int64_t ij = 0; ij < a.n_folds * b.n_folds; ij++) {
            int64_t i = ij / b.n_folds, j = ij % b.n_folds, n_test = 0;
            bitmap test = {{0}}, train = {{0}};
            for (int64_t r = 0; r < n; r++) {
                bool in_a = gy_rows_contains(&a.test[i], r), in_b = g[r] == j;
                test.at[r] = in_a && in_b;
                train.at[r] = !in_a && !in_b;
                n_test += test.at[r];
            }
            trainable &= n_test == 0 || memchr(train.at, 1, MAX_ROWS);
            if (ok && n_test > 0) {
                cr_assert(pair[2 * p] == i && pair[2 * p + 1] == j);
                assert_rows(&both.test[p], &test, n);
                assert_rows(&both.train[p++], &train, n);
            }
        }
        cr_assert_eq(ok, trainable);
        cr_assert_eq(both.n_folds, p);
    }
}
