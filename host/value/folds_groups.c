/* SPDX-License-Identifier: Apache-2.0
 *
 * Schemes that look at what rows are: groups and classes; and the crossing of two splits. */
#include "value/folds.h"

#include <stdlib.h>

#define I64 "%" G_GINT64_FORMAT

/* A group as group k-fold sees it. */
typedef struct weight {
    int64_t unit;
    int64_t code;
    int64_t n_rows;
} weight;

static int compare_weights(const void *a, const void *b)
{
    const weight *x = a, *y = b;
    return x->n_rows != y->n_rows ? (x->n_rows < y->n_rows) - (x->n_rows > y->n_rows)
                                  : (x->code < y->code) - (x->code > y->code);
}

static bool enough(int64_t k, int64_t n, const char *scheme, const char *what, GError **error)
{
    if (k < 2) {
        return gy_folds_refuse(error, scheme, I64 " folds; at least 2 are needed", k);
    }
    if (n < k) {
        return gy_folds_refuse(error, scheme, I64 " folds need as many %s, there are " I64, k, what,
                               n);
    }
    return true;
}

bool gy_folds_group_kfold(const gy_rows *rows, const int64_t *group, int64_t k, gy_folds *out_folds,
                          GError **error)
{
    const char *scheme = "group k-fold";
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, group);
    if (!enough(k, units.n_units, scheme, "groups", error)) {
        return false;
    }
    g_autofree weight *weights = g_new0(weight, (gsize)units.n_units);
    for (int64_t p = 0; p < units.n; p++) {
        weight *w = &weights[units.unit[p]];
        *w = (weight){units.unit[p], group[units.row[p]], w->n_rows + 1};
    }
    qsort(weights, (size_t)units.n_units, sizeof(weight), compare_weights);
    g_autofree int64_t *load = g_new0(int64_t, (gsize)k);
    g_autofree int64_t *fold_of = g_new(int64_t, (gsize)units.n_units);
    for (int64_t g = 0; g < units.n_units; g++) {
        int64_t lightest = 0;
        for (int64_t i = 1; i < k; i++) {
            lightest = load[i] < load[lightest] ? i : lightest;
        }
        load[lightest] += weights[g].n_rows;
        fold_of[weights[g].unit] = lightest;
    }
    g_autofree int64_t *fold = g_new(int64_t, (gsize)units.n);
    for (int64_t p = 0; p < units.n; p++) {
        fold[p] = fold_of[units.unit[p]];
    }
    return gy_folds_assign(&units, fold, k, scheme, out_folds, error);
}

bool gy_folds_leave_one_group_out(const gy_rows *rows, const int64_t *group, gy_folds *out_folds,
                                  GError **error)
{
    const char *scheme = "leave-one-group-out";
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, group);
    if (units.n_units < 2) {
        return gy_folds_refuse(error, scheme,
                               "at least 2 groups are needed, there %s " I64 " in " I64 " rows",
                               units.n_units == 1 ? "is" : "are", units.n_units, units.n);
    }
    return gy_folds_assign(&units, units.unit, units.n_units, scheme, out_folds, error);
}

/* n_rows: [class]. Names the smallest class by its code and its first row. */
static bool check_classes(const gy_fold_units *units, const int64_t *label, const int64_t *n_rows,
                          int64_t k, GError **error)
{
    int64_t largest = 0;
    for (int64_t p = 0; p < units->n; p++) {
        int64_t size = n_rows[units->unit[p]];
        largest = MAX(largest, size);
        if (size == 1) {
            return gy_folds_refuse(error, "stratified",
                                   "class " I64 " has one row (row " I64 "); no fold can both "
                                   "test it and learn it",
                                   label[units->row[p]], units->row[p]);
        }
    }
    if (largest < k) {
        return gy_folds_refuse(error, "stratified",
                               I64 " folds, but the largest of " I64 " classes has " I64 " rows", k,
                               units->n_units, largest);
    }
    return true;
}

/* With the labels sorted by class, fold i is dealt the elements i, i+k, i+2k, ...; how many of each
 * class it gets that way is its share, and each class hands out its rows in order, fold by fold. */
bool gy_folds_stratified(const gy_rows *rows, const int64_t *label, int64_t k, gy_folds *out_folds,
                         GError **error)
{
    const char *scheme = "stratified";
    g_auto(gy_fold_units) units = gy_fold_units_of(rows, label);
    if (!enough(k, units.n, scheme, "rows", error)) {
        return false;
    }
    g_autofree int64_t *n_rows = g_new0(int64_t, (gsize)units.n_units);
    for (int64_t p = 0; p < units.n; p++) {
        n_rows[units.unit[p]]++;
    }
    if (!check_classes(&units, label, n_rows, k, error)) {
        return false;
    }
    /* For each class: where it begins among the sorted labels, the fold it hands rows to now, and
     * how many rows that fold still gets. */
    g_autofree int64_t *begin = g_new0(int64_t, (gsize)units.n_units);
    g_autofree int64_t *now = g_new(int64_t, (gsize)units.n_units);
    g_autofree int64_t *left = g_new0(int64_t, (gsize)units.n_units);
    for (int64_t c = 0; c < units.n_units; c++) {
        begin[c] = c > 0 ? begin[c - 1] + n_rows[c - 1] : 0;
        now[c] = -1;
    }
    g_autofree int64_t *fold = g_new(int64_t, (gsize)units.n);
    for (int64_t p = 0; p < units.n; p++) {
        int64_t c = units.unit[p], end = begin[c] + n_rows[c];
        while (left[c] == 0) {
            /* numbers in [begin, end) that leave remainder now[c] when divided by k */
            int64_t i = ++now[c], upto = (end + k - 1 - i) / k, before = (begin[c] + k - 1 - i) / k;
            left[c] = upto - before;
        }
        left[c]--;
        fold[p] = now[c];
    }
    return gy_folds_assign(&units, fold, k, scheme, out_folds, error);
}

/* ---- two-way ---- */

static gy_rows outside_both(const gy_folds *a, int64_t i, const gy_folds *b, int64_t j)
{
    g_auto(gy_rows) both = gy_rows_intersect(&a->train[i], &b->train[j]);
    g_auto(gy_rows) outside_a = gy_rows_subtract(&both, &a->test[i]);
    return gy_rows_subtract(&outside_a, &b->test[j]);
}

bool gy_folds_cross(const gy_folds *a, const gy_folds *b, int64_t **out_pair, gy_folds *out_folds,
                    GError **error)
{
    const char *scheme = "two-way split";
    int64_t n;
    if (__builtin_mul_overflow(a->n_folds, b->n_folds, &n) || n > INT64_MAX / 64) {
        return gy_folds_refuse(error, scheme, I64 " by " I64 " folds are too many", a->n_folds,
                               b->n_folds);
    }
    g_auto(gy_folds) folds = {0, g_new0(gy_rows, (gsize)n), g_new0(gy_rows, (gsize)n)};
    g_autofree int64_t *pair = g_new(int64_t, 2 * (gsize)n);
    for (int64_t ij = 0; ij < n; ij++) {
        int64_t i = ij / b->n_folds, j = ij % b->n_folds, f = folds.n_folds;
        if (!gy_rows_intersects(&a->test[i], &b->test[j])) {
            continue;
        }
        folds.test[f] = gy_rows_intersect(&a->test[i], &b->test[j]);
        folds.train[f] = outside_both(a, i, b, j);
        folds.n_folds++;
        pair[2 * f] = i;
        pair[2 * f + 1] = j;
        if (gy_rows_is_empty(&folds.train[f])) {
            return gy_folds_refuse(error, scheme,
                                   "fold " I64 " of the first split and fold " I64
                                   " of the second leave no row outside both tests",
                                   i + 1, j + 1);
        }
    }
    if (folds.n_folds == 0) {
        return gy_folds_refuse(error, scheme,
                               "none of " I64 " by " I64 " pairs of folds share a test row",
                               a->n_folds, b->n_folds);
    }
    if (out_pair) {
        *out_pair = g_steal_pointer(&pair);
    }
    *out_folds = folds;
    folds = (gy_folds){0, NULL, NULL};
    return true;
}
