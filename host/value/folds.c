/* SPDX-License-Identifier: Apache-2.0
 *
 * What all schemes share: units by position, and folds from an assignment. */
#include "value/folds.h"

#include "core/error.h"

#include <stdlib.h>

#define I64 "%" G_GINT64_FORMAT

void gy_folds_clear(gy_folds *folds)
{
    for (int64_t k = 0; k < folds->n_folds; k++) {
        gy_rows_clear(&folds->test[k]);
        gy_rows_clear(&folds->train[k]);
    }
    g_free(folds->test);
    g_free(folds->train);
    *folds = (gy_folds){0, NULL, NULL};
}

void gy_fold_units_clear(gy_fold_units *units)
{
    g_free(units->row);
    g_free(units->unit);
    *units = (gy_fold_units){0, 0, NULL, NULL};
}

bool gy_folds_refuse(GError **error, const char *scheme, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, GY_ERROR, GY_ERR_DATA, "%s: %s", scheme, text);
    return false;
}

int64_t gy_folds_block_start(int64_t n, int64_t k, int64_t i)
{
    return i * (n / k) + MIN(i, n % k);
}

gy_fold_units gy_fold_units_of(const gy_rows *rows, const int64_t *unit)
{
    gy_fold_units units = {.n = gy_rows_count(rows), .row = gy_rows_to_indices(rows)};
    units.unit = g_new(int64_t, (gsize)units.n);
    g_autoptr(GHashTable) number = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (int64_t p = 0; p < units.n; p++) {
        if (!unit) {
            units.unit[p] = units.n_units++;
            continue;
        }
        gpointer key = (gpointer)&unit[units.row[p]], first;
        if (g_hash_table_lookup_extended(number, key, NULL, &first)) {
            units.unit[p] = *(const int64_t *)first;
        } else {
            units.unit[p] = units.n_units++;
            g_hash_table_insert(number, key, &units.unit[p]);
        }
    }
    return units;
}

int64_t gy_folds_count_units(const gy_rows *rows, const int64_t *unit)
{
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, unit);
    return units.n_units;
}

bool gy_folds_assign(const gy_fold_units *units, const int64_t *fold, int64_t k, const char *scheme,
                     gy_folds *out_folds, GError **error)
{
    g_auto(gy_folds) folds = {k, g_new0(gy_rows, (gsize)k), g_new0(gy_rows, (gsize)k)};
    g_autofree gy_rows_builder *builder = g_new0(gy_rows_builder, (gsize)k);
    gy_rows_builder all_builder = {0, 0, NULL};
    for (int64_t p = 0; p < units->n; p++) {
        gy_rows_builder_add(&all_builder, units->row[p], units->row[p] + 1);
        if (fold[p] >= 0) {
            gy_rows_builder_add(&builder[fold[p]], units->row[p], units->row[p] + 1);
        }
    }
    g_auto(gy_rows) all = gy_rows_builder_end(&all_builder);
    for (int64_t i = 0; i < k; i++) {
        folds.test[i] = gy_rows_builder_end(&builder[i]);
        folds.train[i] = gy_rows_subtract(&all, &folds.test[i]);
    }
    for (int64_t i = 0; i < k; i++) {
        if (gy_rows_is_empty(&folds.test[i]) || gy_rows_is_empty(&folds.train[i])) {
            return gy_folds_refuse(
                error, scheme, "fold " I64 " of " I64 " %s; there are " I64 " rows", i + 1, k,
                gy_rows_is_empty(&folds.test[i]) ? "has no test row" : "leaves no training row",
                units->n);
        }
    }
    *out_folds = folds;
    folds = (gy_folds){0, NULL, NULL};
    return true;
}

/* ---- components ---- */

static int64_t find_root(int64_t *parent, int64_t p)
{
    while (parent[p] != p) {
        parent[p] = parent[parent[p]];
        p = parent[p];
    }
    return p;
}

/* The smaller root wins, so a root is the first position of its component. */
static void join_positions(int64_t *parent, int64_t a, int64_t b)
{
    a = find_root(parent, a);
    b = find_root(parent, b);
    parent[MAX(a, b)] = MIN(a, b);
}

int64_t gy_folds_join(const gy_rows *rows, int64_t n_rows, const int64_t *const *key,
                      int64_t n_keys, int64_t *out_unit, GError **error)
{
    if (rows->n > 0 && rows->span[rows->n - 1].hi > n_rows) {
        gy_folds_refuse(error, "together", "rows to " I64 " of a domain of " I64,
                        rows->span[rows->n - 1].hi - 1, n_rows);
        return -1;
    }
    int64_t n = gy_rows_count(rows), n_components = 0;
    g_autofree int64_t *row = gy_rows_to_indices(rows);
    g_autofree int64_t *parent = g_new(int64_t, (gsize)n);
    for (int64_t p = 0; p < n; p++) {
        parent[p] = p;
    }
    for (int64_t j = 0; j < n_keys; j++) {
        g_autoptr(GHashTable) first = g_hash_table_new(g_int64_hash, g_int64_equal);
        for (int64_t p = 0; p < n; p++) {
            gpointer code = (gpointer)&key[j][row[p]], at;
            if (key[j][row[p]] == GY_KEY_NONE) {
                continue;
            }
            if (g_hash_table_lookup_extended(first, code, NULL, &at)) {
                join_positions(parent, (int64_t)((int64_t *)at - row), p);
            } else {
                g_hash_table_insert(first, code, &row[p]);
            }
        }
    }
    for (int64_t r = 0; r < n_rows; r++) {
        out_unit[r] = -1;
    }
    for (int64_t p = 0; p < n; p++) {
        int64_t root = find_root(parent, p);
        out_unit[row[p]] = root == p ? n_components++ : out_unit[row[root]];
    }
    return n_components;
}
