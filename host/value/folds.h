/* SPDX-License-Identifier: Apache-2.0
 *
 * Folds: which rows are tested and which are training candidates, scheme by scheme.
 *
 * Every scheme works on a set `rows` of a domain: the whole domain for the outer split, the
 * training rows of a case for the inner one. Arrays of coordinates are indexed by the row number of
 * the DOMAIN and only read at rows of the set. "Position p" is the p-th row of the set, so a scheme
 * on a subset gives what it would give on those rows alone.
 *
 * Units. Rows that must not be separated form a unit; `unit` gives each row its unit's code, NULL
 * makes each row its own. Groups and `together` keys become units by gy_folds_join.
 *
 * The train rows given here are candidates: all rows of the set that the fold does not test
 * (forward and crossed splits: fewer). The purge by reach and gap comes after (run/purge.h).
 *
 * Errors (GY_ERROR, GY_ERR_DATA) say the scheme, what is short and how many there are; out_
 * arguments are untouched on failure and overwritten, not cleared, on success. [any]
 */
#ifndef GY_VALUE_FOLDS_H
#define GY_VALUE_FOLDS_H

#include "value/rows.h"

typedef struct gy_folds {
    int64_t n_folds;
    gy_rows *test;  /* [fold], never empty */
    gy_rows *train; /* [fold], never empty, disjoint from test */
} gy_folds;

void gy_folds_clear(gy_folds *folds);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_folds, gy_folds_clear)

/* ---- units ---- */

/* A key that joins a row to nothing. */
#define GY_KEY_NONE INT64_C(-1)

/* Connected components: rows with an equal key, in any of the n_keys arrays key[j][row], are in one
 * component. Components are numbered in order of first appearance. out_unit: [n_rows], -1 outside
 * the set. Returns the number of components, or -1 with an error if the set has rows >= n_rows. */
int64_t gy_folds_join(const gy_rows *rows, int64_t n_rows, const int64_t *const *key,
                      int64_t n_keys, int64_t *out_unit, GError **error);

/* How many different codes unit has on the set (unit NULL: how many rows). */
int64_t gy_folds_count_units(const gy_rows *rows, const int64_t *unit);

/* ---- schemes ---- */

/* k-fold over units, in blocks exactly as numpy.array_split: the first n mod k folds have one unit
 * more. Units stand in order of first appearance, or in that of order: a permutation of
 * 0 .. n_units-1 whose element i says which unit (by first appearance) comes i-th; NULL: none.
 * Errors: k < 2, fewer units than folds, order is no permutation. */
bool gy_folds_kfold(const gy_rows *rows, const int64_t *unit, int64_t k, const int64_t *order,
                    gy_folds *out_folds, GError **error);

/* k-fold that balances the number of rows: groups, largest first, go to the fold with fewest rows
 * so far, the first such fold if several (scikit-learn's GroupKFold). Groups of equal size are
 * taken by DESCENDING code, which is what scikit-learn does where its sort is stable.
 * Errors: k < 2, fewer groups than folds. */
bool gy_folds_group_kfold(const gy_rows *rows, const int64_t *group, int64_t k, gy_folds *out_folds,
                          GError **error);

/* One fold per group, in order of first appearance. Error: fewer than 2 groups. */
bool gy_folds_leave_one_group_out(const gy_rows *rows, const int64_t *group, gy_folds *out_folds,
                                  GError **error);

/* k-fold with the class proportions of the whole set, in row order inside each class
 * (scikit-learn's StratifiedKFold without shuffle; classes by first appearance). Errors: k < 2, n <
 * k, every class smaller than k, a class of one row (no fold could both test and learn it). */
bool gy_folds_stratified(const gy_rows *rows, const int64_t *label, int64_t k, gy_folds *out_folds,
                         GError **error);

/* One fold testing a share of the units: ceil(share * n_units) of them, where a product within 1e-9
 * of a whole number is that number. last = false: the first ones in order, else the last ones;
 * order as in gy_folds_kfold (a random share is the first share of a permutation).
 * Errors: share not inside (0, 1), no unit left to train on, order is no permutation. */
bool gy_folds_holdout(const gy_rows *rows, const int64_t *unit, double share, bool last,
                      const int64_t *order, gy_folds *out_folds, GError **error);

/* Expanding window: array_split of the rows into k + 1 blocks; fold i tests block i + 1 and trains
 * on all blocks before it, less the rows that share a unit with a test row.
 * Errors: k < 1, fewer than k + 1 rows, a fold whose units leave nothing to train on. */
bool gy_folds_forward(const gy_rows *rows, const int64_t *unit, int64_t k, gy_folds *out_folds,
                      GError **error);

/* One fold testing the rows with mask[row] != 0. Errors: no test row or no other row in the set, a
 * unit with rows on both sides. */
bool gy_folds_predefined(const gy_rows *rows, const int64_t *unit, const uint8_t *mask,
                         gy_folds *out_folds, GError **error);

/* ---- crossing ---- */

/* Two-way split: for every fold i of a and j of b (i outer), test = a.test[i] and b.test[j] in
 * common, train = the rows outside both tests; rows in one test only are in neither. Pairs without
 * a common test row are left out. out_pair: NULL, or a new array [fold, 2] of i and j (g_free).
 * Errors: no pair has a common test row; a pair leaves no training row. */
bool gy_folds_cross(const gy_folds *a, const gy_folds *b, int64_t **out_pair, gy_folds *out_folds,
                    GError **error);

/* ---- for the schemes themselves ---- */

/* Rows and units seen by position. */
typedef struct gy_fold_units {
    int64_t n;       /* rows of the set */
    int64_t n_units; /* 0 .. n */
    int64_t *row;    /* [n] row of each position */
    int64_t *unit;   /* [n] unit of each position, numbered by first appearance */
} gy_fold_units;

void gy_fold_units_clear(gy_fold_units *units);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(gy_fold_units, gy_fold_units_clear)
gy_fold_units gy_fold_units_of(const gy_rows *rows, const int64_t *unit);

/* Folds from the number of the fold that tests each position (-1: never tested); train is the rest
 * of the set. Error, naming scheme and fold, if a fold tests nothing or leaves nothing. */
bool gy_folds_assign(const gy_fold_units *units, const int64_t *fold, int64_t k, const char *scheme,
                     gy_folds *out_folds, GError **error);

/* Start of block i of n things in k blocks as numpy.array_split; i = k gives n. */
int64_t gy_folds_block_start(int64_t n, int64_t k, int64_t i);

/* Sets the error "scheme: ..." and returns false. */
bool gy_folds_refuse(GError **error, const char *scheme, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

#endif
