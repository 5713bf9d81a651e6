#include "bitmaps.h"
#include "value/cells.h"

enum { CASES = 3000, MAX_FOLDS = 5 };

typedef struct split {
    int64_t n, n_folds;
    bitmap train, fold_train[MAX_FOLDS], fold_held[MAX_FOLDS];
} split;

static split draw_split(uint64_t *state)
{
    split sp = {.n = draw_between(state, 0, 40), .n_folds = draw_between(state, 0, MAX_FOLDS)};
    sp.train = draw_bitmap(state, sp.n);
    for (int64_t k = 0; k < sp.n_folds; k++) {
        bitmap in = draw_bitmap(state, sp.n), out = draw_bitmap(state, sp.n);
        for (int64_t r = 0; r < sp.n; r++) {
            bool taken = false;
            for (int64_t j = 0; j < k; j++) {
                taken |= sp.fold_held[j].at[r] != 0;
            }
            sp.fold_held[k].at[r] = sp.train.at[r] && out.at[r] && !taken;
            sp.fold_train[k].at[r] = sp.train.at[r] && in.at[r] && !sp.fold_held[k].at[r];
        }
    }
    return sp;
}

static bool make_cells(const split *sp, gy_cells *out_cells, GError **error)
{
    gy_rows train[MAX_FOLDS], held[MAX_FOLDS];
    g_auto(gy_rows) all = rows_of(&sp->train, sp->n);
    for (int64_t k = 0; k < sp->n_folds; k++) {
        train[k] = rows_of(&sp->fold_train[k], sp->n);
        held[k] = rows_of(&sp->fold_held[k], sp->n);
    }
    bool ok = gy_cells_make(&all, sp->n_folds, train, held, out_cells, error);
    for (int64_t k = 0; k < sp->n_folds; k++) {
        gy_rows_clear(&train[k]);
        gy_rows_clear(&held[k]);
    }
    return ok;
}

static bool same_treatment(const split *sp, int64_t a, int64_t b)
{
    for (int64_t k = 0; k < sp->n_folds; k++) {
        if (sp->fold_train[k].at[a] != sp->fold_train[k].at[b] ||
            sp->fold_held[k].at[a] != sp->fold_held[k].at[b]) {
            return false;
        }
    }
    return true;
}

/* The cell of a row by definition: rows that are treated like it, numbered by the first one. */
static int64_t slow_cell(const split *sp, int64_t row)
{
    int64_t number = -1;
    for (int64_t r = 0; r <= row; r++) {
        bool first = sp->train.at[r] != 0;
        for (int64_t q = 0; q < r; q++) {
            first &= !(sp->train.at[q] && same_treatment(sp, q, r));
        }
        number += first;
        if (sp->train.at[r] && same_treatment(sp, r, row)) {
            return number;
        }
    }
    return -1;
}

Test(cells, coarsest_partition)
{
    uint64_t state = 40;
    for (int c = 0; c < CASES; c++) {
        split sp = draw_split(&state);
        g_auto(gy_cells) cells = {0};
        cr_assert(make_cells(&sp, &cells, NULL));
        cr_assert_eq(cells.n_folds, sp.n_folds);
        bitmap seen = {{0}};
        for (int64_t i = 0; i < cells.n_cells; i++) {
            cr_assert(!gy_rows_is_empty(&cells.rows[i]));
            bitmap want = {{0}};
            for (int64_t r = 0; r < sp.n; r++) {
                want.at[r] = sp.train.at[r] && slow_cell(&sp, r) == i;
                seen.at[r] |= want.at[r];
            }
            assert_rows(&cells.rows[i], &want, sp.n);
            int64_t row = cells.rows[i].span[0].lo, held = -1;
            for (int64_t k = 0; k < sp.n_folds; k++) {
                cr_assert_eq(cells.in_train[i * sp.n_folds + k], sp.fold_train[k].at[row]);
                held = sp.fold_held[k].at[row] ? k : held;
            }
            cr_assert_eq(cells.held[i], held);
        }
        for (int64_t r = 0; r < MAX_ROWS; r++) {
            cr_assert_eq(seen.at[r], sp.train.at[r], "case %d row %ld of %ld", c, (long)r,
                         (long)sp.n);
        }
    }
}

Test(cells, of_fold_make_up_train_k)
{
    uint64_t state = 41;
    for (int c = 0; c < CASES; c++) {
        split sp = draw_split(&state);
        g_auto(gy_cells) cells = {0};
        cr_assert(make_cells(&sp, &cells, NULL));
        for (int64_t k = -1; k < sp.n_folds; k++) {
            int64_t list[MAX_ROWS], n = gy_cells_of_fold(&cells, k, list);
            g_auto(gy_rows) sum = gy_rows_empty();
            for (int64_t i = 0; i < n; i++) {
                cr_assert(i == 0 || list[i] > list[i - 1]);
                gy_rows next = gy_rows_union(&sum, &cells.rows[list[i]]);
                gy_rows_clear(&sum);
                sum = next;
            }
            assert_rows(&sum, k < 0 ? &sp.train : &sp.fold_train[k], sp.n);
        }
        int64_t none[MAX_ROWS];
        cr_assert_eq(gy_cells_of_fold(&cells, sp.n_folds, none), 0);
        cr_assert_eq(gy_cells_of_fold(&cells, -2, none), 0);
    }
}

Test(cells, pieces_follow_the_grid)
{
    uint64_t state = 42;
    for (int c = 0; c < CASES; c++) {
        split sp = draw_split(&state);
        g_auto(gy_cells) cells = {0};
        cr_assert(make_cells(&sp, &cells, NULL));
        int64_t tile_rows = draw_between(&state, 0, 9), step = MAX(tile_rows, 1), p = 0;
        g_auto(gy_pieces) pieces = gy_cells_pieces(&cells, tile_rows);
        for (int64_t tile = 0; tile * step < sp.n; tile++) {
            for (int64_t i = 0; i < cells.n_cells; i++) {
                bitmap want = {{0}};
                bool any = false;
                for (int64_t r = tile * step; r < MIN(sp.n, (tile + 1) * step); r++) {
                    want.at[r] = gy_rows_contains(&cells.rows[i], r);
                    any |= want.at[r];
                }
                if (any) {
                    cr_assert(p < pieces.n);
                    cr_assert_eq(pieces.piece[p].tile, tile);
                    cr_assert_eq(pieces.piece[p].cell, i);
                    assert_rows(&pieces.piece[p++].rows, &want, sp.n);
                }
            }
        }
        cr_assert_eq(p, pieces.n);
    }
}

/* 200 folds that hold out one row each: 200 cells, each missing from one fold. */
Test(cells, more_folds_than_bits)
{
    enum { N = 200 };
    static gy_rows train[N], held[N];
    g_auto(gy_rows) all = gy_rows_range(0, N);
    for (int64_t k = 0; k < N; k++) {
        held[k] = gy_rows_range(N - 1 - k, N - k);
        train[k] = gy_rows_subtract(&all, &held[k]);
    }
    g_auto(gy_cells) cells = {0};
    cr_assert(gy_cells_make(&all, N, train, held, &cells, NULL));
    cr_assert_eq(cells.n_cells, N);
    for (int64_t c = 0; c < N; c++) {
        cr_assert_eq(cells.held[c], N - 1 - c);
        cr_assert_eq(cells.in_train[c * N + N - 1 - c], 0);
    }
    for (int64_t k = 0; k < N; k++) {
        gy_rows_clear(&train[k]);
        gy_rows_clear(&held[k]);
    }
}

/* Tiles so long that their end does not fit into int64. */
Test(cells, huge_tiles)
{
    g_auto(gy_rows) all = gy_rows_range(5, INT64_MAX);
    g_auto(gy_cells) cells = {0};
    cr_assert(gy_cells_make(&all, 0, NULL, NULL, &cells, NULL));
    g_auto(gy_pieces) pieces = gy_cells_pieces(&cells, INT64_MAX / 2 + 2);
    cr_assert_eq(pieces.n, 2);
    cr_assert_eq(pieces.piece[0].rows.span[0].hi, INT64_MAX / 2 + 2);
    cr_assert_eq(pieces.piece[1].rows.span[0].hi, INT64_MAX);
}

Test(cells, bad_folds_are_named)
{
    const struct {
        const char *part;
        int64_t set, row; /* set: 0-1 train_k, 2-3 held_k */
    } cases[] = {
        {"fold 1 trains on rows that are not training rows of the fit: rows 7", 1, 7},
        {"fold 0 holds out rows that are not training rows of the fit: rows 9", 2, 9},
        {"fold 0 trains on rows that it holds out: rows 1", 0, 1},
        {"fold 1 holds out rows that an earlier fold holds out: rows 1", 3, 1},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        split sp = {.n = 10, .n_folds = 2, .train = {{1, 1, 1, 1}}};
        sp.fold_held[0].at[1] = sp.fold_held[1].at[2] = 1;
        bitmap *set =
            cases[i].set < 2 ? &sp.fold_train[cases[i].set] : &sp.fold_held[cases[i].set - 2];
        GError *error = NULL;
        gy_cells cells = {0};
        cr_assert(make_cells(&sp, &cells, NULL));
        gy_cells_clear(&cells);
        set->at[cases[i].row] = 1;
        bool ok = make_cells(&sp, &cells, &error);
        assert_error(ok, error, cases[i].part);
        cr_assert_eq(cells.n_cells, 0);
    }
    GError *error = NULL;
    gy_cells cells = {0};
    g_auto(gy_rows) all = gy_rows_range(0, 3);
    bool ok = gy_cells_make(&all, -1, NULL, NULL, &cells, &error);
    assert_error(ok, error, "-1 folds");
}
