/* SPDX-License-Identifier: Apache-2.0
 *
 * Schemes that cut an order of units into blocks: k-fold, holdout, forward, predefined. */
#include "value/folds.h"

#include <math.h>

#define I64 "%" G_GINT64_FORMAT

static const char *unit_word(const int64_t *unit)
{
    return unit ? "groups" : "rows";
}

/* place[u]: where unit u stands. NULL with an error if order is no permutation. */
static int64_t *places_of(int64_t n_units, const int64_t *order, const char *scheme, GError **error)
{
    g_autofree int64_t *place = g_new(int64_t, (gsize)MAX(n_units, 1));
    for (int64_t u = 0; u < n_units; u++) {
        place[u] = order ? -1 : u;
    }
    for (int64_t i = 0; order && i < n_units; i++) {
        if (order[i] < 0 || order[i] >= n_units || place[order[i]] >= 0) {
            gy_folds_refuse(error, scheme,
                            "the order is no permutation: element " I64 " of " I64 " is " I64, i,
                            n_units, order[i]);
            return NULL;
        }
        place[order[i]] = i;
    }
    return g_steal_pointer(&place);
}

bool gy_folds_kfold(const gy_rows *rows, const int64_t *unit, int64_t k, const int64_t *order,
                    gy_folds *out_folds, GError **error)
{
    const char *scheme = "k-fold";
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, unit);
    if (k < 2) {
        return gy_folds_refuse(error, scheme, I64 " folds; at least 2 are needed", k);
    }
    if (units.n_units < k) {
        return gy_folds_refuse(error, scheme, I64 " folds need as many %s, there are " I64, k,
                               unit_word(unit), units.n_units);
    }
    g_autofree int64_t *place = places_of(units.n_units, order, scheme, error);
    if (!place) {
        return false;
    }
    g_autofree int64_t *fold_at = g_new(int64_t, (gsize)units.n_units);
    for (int64_t i = 0; i < k; i++) {
        int64_t end = gy_folds_block_start(units.n_units, k, i + 1);
        for (int64_t j = gy_folds_block_start(units.n_units, k, i); j < end; j++) {
            fold_at[j] = i;
        }
    }
    g_autofree int64_t *fold = g_new(int64_t, (gsize)units.n);
    for (int64_t p = 0; p < units.n; p++) {
        fold[p] = fold_at[place[units.unit[p]]];
    }
    return gy_folds_assign(&units, fold, k, scheme, out_folds, error);
}

bool gy_folds_holdout(const gy_rows *rows, const int64_t *unit, double share, bool last,
                      const int64_t *order, gy_folds *out_folds, GError **error)
{
    const char *scheme = "holdout";
    if (!(share > 0 && share < 1)) {
        return gy_folds_refuse(error, scheme, "a share of %g; it must lie between 0 and 1", share);
    }
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, unit);
    /* 0.07 * 100 is 7.000000000000001 in binary and means 7 */
    int64_t n_test = (int64_t)ceil(share * (double)units.n_units - 1e-9);
    n_test = units.n_units > 0 ? MAX(n_test, 1) : 0;
    if (n_test >= units.n_units) {
        return gy_folds_refuse(error, scheme,
                               "a share of %g takes " I64 " of " I64 " %s and leaves none to "
                               "train on",
                               share, n_test, units.n_units, unit_word(unit));
    }
    g_autofree int64_t *place = places_of(units.n_units, order, scheme, error);
    if (!place) {
        return false;
    }
    g_autofree int64_t *fold = g_new(int64_t, (gsize)units.n);
    for (int64_t p = 0; p < units.n; p++) {
        int64_t at = place[units.unit[p]];
        bool tested = last ? at >= units.n_units - n_test : at < n_test;
        fold[p] = tested ? 0 : -1;
    }
    return gy_folds_assign(&units, fold, 1, scheme, out_folds, error);
}

/* Fold of forward: positions [begin, end) are tested; the training rows, by position. */
static gy_rows rows_before(const gy_fold_units *units, int64_t begin, int64_t end)
{
    g_autofree uint8_t *tested = g_new0(uint8_t, (gsize)units->n_units);
    for (int64_t p = begin; p < end; p++) {
        tested[units->unit[p]] = 1;
    }
    gy_rows_builder builder = {0, 0, NULL};
    for (int64_t p = 0; p < begin; p++) {
        if (!tested[units->unit[p]]) {
            gy_rows_builder_add(&builder, units->row[p], units->row[p] + 1);
        }
    }
    return gy_rows_builder_end(&builder);
}

bool gy_folds_forward(const gy_rows *rows, const int64_t *unit, int64_t k, gy_folds *out_folds,
                      GError **error)
{
    const char *scheme = "forward";
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, unit);
    if (k < 1 || units.n <= k) {
        return gy_folds_refuse(error, scheme,
                               I64 " folds over " I64 " rows; there must be at least 1 fold and "
                                   "one row more than folds",
                               k, units.n);
    }
    g_auto(gy_folds) folds = {k, g_new0(gy_rows, (gsize)k), g_new0(gy_rows, (gsize)k)};
    for (int64_t i = 0; i < k; i++) {
        int64_t begin = gy_folds_block_start(units.n, k + 1, i + 1);
        int64_t end = gy_folds_block_start(units.n, k + 1, i + 2);
        folds.test[i] = gy_rows_from_indices(units.row + begin, end - begin);
        folds.train[i] = rows_before(&units, begin, end);
        if (gy_rows_is_empty(&folds.train[i])) {
            return gy_folds_refuse(error, scheme,
                                   "fold " I64 " of " I64 ": all " I64 " rows before it share a "
                                   "group with a test row",
                                   i + 1, k, begin);
        }
    }
    *out_folds = folds;
    folds = (gy_folds){0, NULL, NULL};
    return true;
}

bool gy_folds_predefined(const gy_rows *rows, const int64_t *unit, const uint8_t *mask,
                         gy_folds *out_folds, GError **error)
{
    const char *scheme = "predefined";
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, unit);
    g_autofree int64_t *first = g_new(int64_t, (gsize)MAX(units.n_units, 1));
    g_autofree int64_t *fold = g_new(int64_t, (gsize)units.n);
    int64_t n_units = 0;
    for (int64_t p = 0; p < units.n; p++) {
        fold[p] = mask[units.row[p]] ? 0 : -1;
        if (units.unit[p] == n_units) {
            first[n_units++] = p;
        }
        int64_t other = first[units.unit[p]];
        if (fold[other] != fold[p]) {
            return gy_folds_refuse(error, scheme,
                                   "rows " I64 " and " I64 " must not be separated, but one is "
                                   "tested and the other is not",
                                   units.row[other], units.row[p]);
        }
    }
    return gy_folds_assign(&units, fold, 1, scheme, out_folds, error);
}
