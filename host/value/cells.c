/* SPDX-License-Identifier: Apache-2.0 */
#include "value/cells.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

void gy_cells_clear(gy_cells *cells)
{
    for (int64_t c = 0; c < cells->n_cells; c++) {
        gy_rows_clear(&cells->rows[c]);
    }
    g_free(cells->rows);
    g_free(cells->in_train);
    g_free(cells->held);
    *cells = (gy_cells){0, 0, NULL, NULL, NULL};
}

/* ---- checks ---- */

static bool refuse(GError **error, const char *what, const gy_rows *rows)
{
    g_autofree char *text = gy_rows_format(rows, 4);
    g_set_error(error, GY_ERROR, GY_ERR_DATA, "inner folds: %s: rows %s", what, text);
    return false;
}

static bool check_inside(const gy_rows *train, const gy_rows *rows, const char *role, int64_t fold,
                         GError **error)
{
    if (gy_rows_contains_all(train, rows)) {
        return true;
    }
    g_auto(gy_rows) outside = gy_rows_subtract(rows, train);
    g_autofree char *what = g_strdup_printf(
        "fold %" G_GINT64_FORMAT " %s rows that are not training rows of the fit", fold, role);
    return refuse(error, what, &outside);
}

static bool check_folds(const gy_rows *train, int64_t n_folds, const gy_rows *fold_train,
                        const gy_rows *fold_held, GError **error)
{
    g_auto(gy_rows) held_before = gy_rows_empty();
    for (int64_t k = 0; k < n_folds; k++) {
        if (!check_inside(train, &fold_train[k], "trains on", k, error) ||
            !check_inside(train, &fold_held[k], "holds out", k, error)) {
            return false;
        }
        if (gy_rows_intersects(&fold_train[k], &fold_held[k])) {
            g_auto(gy_rows) both = gy_rows_intersect(&fold_train[k], &fold_held[k]);
            g_autofree char *what =
                g_strdup_printf("fold %" G_GINT64_FORMAT " trains on rows that it holds out", k);
            return refuse(error, what, &both);
        }
        if (gy_rows_intersects(&held_before, &fold_held[k])) {
            g_auto(gy_rows) twice = gy_rows_intersect(&held_before, &fold_held[k]);
            g_autofree char *what = g_strdup_printf(
                "fold %" G_GINT64_FORMAT " holds out rows that an earlier fold holds out", k);
            return refuse(error, what, &twice);
        }
        gy_rows held = gy_rows_union(&held_before, &fold_held[k]);
        gy_rows_clear(&held_before);
        held_before = held;
    }
    return true;
}

/* ---- the sweep ---- */

/* From row `at` on, membership in set `set` is the other way round. Sets are numbered: train_k is
 * k, held_k is n_folds + k, T is 2 n_folds. */
typedef struct border {
    int64_t at;
    int64_t set;
} border;

static int compare_borders(const void *a, const void *b)
{
    const border *x = a, *y = b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at)
                          : (x->set > y->set) - (x->set < y->set);
}

static border *add_borders(border *next, const gy_rows *rows, int64_t set)
{
    for (int64_t i = 0; i < rows->n; i++) {
        *next++ = (border){rows->span[i].lo, set};
        *next++ = (border){rows->span[i].hi, set};
    }
    return next;
}

static border *sorted_borders(const gy_rows *train, int64_t n_folds, const gy_rows *fold_train,
                              const gy_rows *fold_held, int64_t *out_n)
{
    int64_t n = 2 * train->n;
    for (int64_t k = 0; k < n_folds; k++) {
        n += 2 * (fold_train[k].n + fold_held[k].n);
    }
    border *borders = g_new(border, (gsize)n);
    border *next = add_borders(borders, train, 2 * n_folds);
    for (int64_t k = 0; k < n_folds; k++) {
        next = add_borders(next, &fold_train[k], k);
        next = add_borders(next, &fold_held[k], n_folds + k);
    }
    if (n > 0) {
        qsort(borders, (size_t)n, sizeof(border), compare_borders);
    }
    *out_n = n;
    return borders;
}

/* Memberships -> cell number + 1, and the growing lists of cells. */
typedef struct sweep {
    GHashTable *number;
    GPtrArray *signature; /* GBytes, owned by number */
    GArray *builder;      /* gy_rows_builder per cell */
} sweep;

static void add_interval(sweep *sw, const uint8_t *member, int64_t n_sets, int64_t lo, int64_t hi)
{
    g_autoptr(GBytes) key = g_bytes_new(member, (gsize)n_sets);
    guint cell = GPOINTER_TO_UINT(g_hash_table_lookup(sw->number, key));
    if (cell == 0) {
        gy_rows_builder fresh = {0, 0, NULL};
        g_array_append_val(sw->builder, fresh);
        g_ptr_array_add(sw->signature, key);
        cell = sw->builder->len;
        g_hash_table_insert(sw->number, g_steal_pointer(&key), GUINT_TO_POINTER(cell));
    }
    gy_rows_builder_add(&g_array_index(sw->builder, gy_rows_builder, cell - 1), lo, hi);
}

static void take_cells(const sweep *sw, int64_t n_folds, gy_cells *out_cells)
{
    int64_t n = (int64_t)sw->builder->len;
    gy_cells cells = {.n_cells = n, .n_folds = n_folds};
    cells.rows = g_new(gy_rows, (gsize)n);
    cells.held = g_new(int64_t, (gsize)n);
    cells.in_train = n_folds > 0 ? g_new(uint8_t, (gsize)n * (gsize)n_folds) : NULL;
    for (int64_t c = 0; c < n; c++) {
        const uint8_t *member = g_bytes_get_data(g_ptr_array_index(sw->signature, (guint)c), NULL);
        cells.rows[c] = gy_rows_builder_end(&g_array_index(sw->builder, gy_rows_builder, (guint)c));
        cells.held[c] = -1;
        for (int64_t k = 0; k < n_folds; k++) {
            cells.in_train[c * n_folds + k] = member[k];
            if (member[n_folds + k]) {
                cells.held[c] = k;
            }
        }
    }
    *out_cells = cells;
}

bool gy_cells_make(const gy_rows *train, int64_t n_folds, const gy_rows *fold_train,
                   const gy_rows *fold_held, gy_cells *out_cells, GError **error)
{
    if (n_folds < 0) {
        g_set_error(error, GY_ERROR, GY_ERR_PARAM, "inner folds: %" G_GINT64_FORMAT " folds",
                    n_folds);
        return false;
    }
    if (!check_folds(train, n_folds, fold_train, fold_held, error)) {
        return false;
    }
    int64_t n_borders, in_all = 2 * n_folds;
    g_autofree border *borders = sorted_borders(train, n_folds, fold_train, fold_held, &n_borders);
    g_autofree uint8_t *member = g_new0(uint8_t, (gsize)in_all + 1);
    g_autoptr(GHashTable) number =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    g_autoptr(GPtrArray) signature = g_ptr_array_new();
    g_autoptr(GArray) builder = g_array_new(FALSE, FALSE, sizeof(gy_rows_builder));
    sweep sw = {number, signature, builder};
    for (int64_t i = 0; i < n_borders; i++) {
        member[borders[i].set] ^= 1;
        bool ends = i + 1 < n_borders && borders[i + 1].at > borders[i].at;
        if (ends && member[in_all]) {
            add_interval(&sw, member, in_all, borders[i].at, borders[i + 1].at);
        }
    }
    take_cells(&sw, n_folds, out_cells);
    return true;
}

int64_t gy_cells_of_fold(const gy_cells *cells, int64_t fold, int64_t *out_cell)
{
    int64_t n = 0;
    for (int64_t c = 0; fold >= -1 && fold < cells->n_folds && c < cells->n_cells; c++) {
        if (fold == -1 || cells->in_train[c * cells->n_folds + fold]) {
            out_cell[n++] = c;
        }
    }
    return n;
}
