/* What each scheme refuses, and in which words. */
#include "bitmaps.h"
#include "value/folds.h"

#include <math.h>

static const int64_t group[] = {3, 3, 1, 1, 1, 3}, single[] = {4, 4, 4, 4, 4, 4};
static const int64_t lonely[] = {0, 0, 7, 0, 0, 0}, twice[] = {0, 1, 2, 3, 4, 4};
static const int64_t beyond[] = {0, 1, 2, 3, 4, 6}, below[] = {0, 1, -2, 3, 4, 5};

typedef struct attempt {
    const char *part;
    char scheme; /* k-fold, group, leave, stratified, forward, holdout, predefined */
    int64_t k;
    const int64_t *unit, *order;
    double share;
    uint8_t mask[6];
} attempt;

static bool make(const attempt *at, const gy_rows *rows, gy_folds *out, GError **error)
{
    switch (at->scheme) {
    case 'k':
        return gy_folds_kfold(rows, at->unit, at->k, at->order, out, error);
    case 'g':
        return gy_folds_group_kfold(rows, at->unit, at->k, out, error);
    case 'l':
        return gy_folds_leave_one_group_out(rows, at->unit, out, error);
    case 's':
        return gy_folds_stratified(rows, at->unit, at->k, out, error);
    case 'f':
        return gy_folds_forward(rows, at->unit, at->k, out, error);
    case 'h':
        return gy_folds_holdout(rows, at->unit, at->share, true, at->order, out, error);
    default:
        return gy_folds_predefined(rows, at->unit, at->mask, out, error);
    }
}

Test(folds_errors, every_scheme_says_what_is_short)
{
    const attempt cases[] = {
        {"k-fold: 7 folds need as many rows, there are 6", 'k', 7, NULL, NULL, 0, {0}},
        {"k-fold: 3 folds need as many groups, there are 2", 'k', 3, group, NULL, 0, {0}},
        {"k-fold: 1 folds; at least 2", 'k', 1, NULL, NULL, 0, {0}},
        {"element 5 of 6 is 4", 'k', 2, NULL, twice, 0, {0}},
        {"element 5 of 6 is 6", 'k', 2, NULL, beyond, 0, {0}},
        {"element 2 of 6 is -2", 'h', 0, NULL, below, 0.5, {0}},
        {"group k-fold: 3 folds need as many groups, there are 2", 'g', 3, group, NULL, 0, {0}},
        {"group k-fold: 0 folds; at least 2", 'g', 0, group, NULL, 0, {0}},
        {"at least 2 groups are needed, there is 1 in 6 rows", 'l', 0, single, NULL, 0, {0}},
        {"class 7 has one row (row 2)", 's', 2, lonely, NULL, 0, {0}},
        {"4 folds, but the largest of 2 classes has 3 rows", 's', 4, group, NULL, 0, {0}},
        {"stratified: 7 folds need as many rows, there are 6", 's', 7, group, NULL, 0, {0}},
        {"stratified: -1 folds; at least 2", 's', -1, group, NULL, 0, {0}},
        {"forward: 6 folds over 6 rows", 'f', 6, NULL, NULL, 0, {0}},
        {"forward: 0 folds over 6 rows", 'f', 0, NULL, NULL, 0, {0}},
        {"fold 1 of 2: all 2 rows before it share a group", 'f', 2, single, NULL, 0, {0}},
        {"a share of 0;", 'h', 0, NULL, NULL, 0, {0}},
        {"a share of 1;", 'h', 0, NULL, NULL, 1, {0}},
        {"a share of nan;", 'h', 0, NULL, NULL, (double)NAN, {0}},
        {"takes 6 of 6 rows and leaves none", 'h', 0, NULL, NULL, 0.9, {0}},
        {"takes 1 of 1 groups and leaves none", 'h', 0, single, NULL, 0.1, {0}},
        {"fold 1 of 1 has no test row; there are 6 rows", 'p', 0, NULL, NULL, 0, {0}},
        {"fold 1 of 1 leaves no training row", 'p', 0, NULL, NULL, 0, {1, 1, 1, 1, 1, 1}},
        {"rows 2 and 4 must not be separated", 'p', 0, group, NULL, 0, {0, 0, 1, 1, 0, 0}},
    };
    g_auto(gy_rows) rows = gy_rows_range(0, 6);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GError *error = NULL;
        gy_folds folds = {-9, NULL, NULL};
        bool ok = make(&cases[i], &rows, &folds, &error);
        assert_error(ok, error, cases[i].part);
        cr_assert_eq(folds.n_folds, -9, "untouched on failure");
    }
}

Test(folds_errors, no_rows_at_all)
{
    g_auto(gy_rows) none = gy_rows_empty();
    for (const char *scheme = "kglsfhp"; *scheme; scheme++) {
        attempt at = {NULL, *scheme, 2, group, NULL, 0.5, {0}};
        gy_folds folds = {0};
        GError *error = NULL;
        bool ok = make(&at, &none, &folds, &error);
        assert_error(ok, error, "");
    }
}

Test(folds_errors, crossing)
{
    const int64_t sides[] = {0, 0, 0, 1, 1, 1}, mixed[] = {0, 1, 0, 1, 0, 1};
    const uint8_t front[] = {1, 1, 0, 0, 0, 0}, back[] = {0, 0, 0, 0, 1, 1};
    const uint8_t most[] = {1, 1, 1, 1, 0, 0}, rest[] = {0, 0, 0, 1, 1, 1};
    g_auto(gy_rows) rows = gy_rows_range(0, 6);
    g_auto(gy_folds) a = {0};
    g_auto(gy_folds) b = {0};
    g_auto(gy_folds) c = {0};
    g_auto(gy_folds) d = {0};
    cr_assert(gy_folds_predefined(&rows, NULL, front, &a, NULL));
    cr_assert(gy_folds_predefined(&rows, NULL, back, &b, NULL));
    cr_assert(gy_folds_predefined(&rows, NULL, most, &c, NULL));
    cr_assert(gy_folds_predefined(&rows, NULL, rest, &d, NULL));
    gy_folds both = {0};
    GError *error = NULL;
    bool ok = gy_folds_cross(&a, &b, NULL, &both, &error);
    assert_error(ok, error, "none of 1 by 1 pairs of folds share a test row");
    error = NULL;
    ok = gy_folds_cross(&c, &d, NULL, &both, &error);
    assert_error(ok, error, "fold 1 of the first split and fold 1 of the second leave no row");
    g_auto(gy_folds) x = {0};
    g_auto(gy_folds) y = {0};
    g_auto(gy_folds) z = {0};
    cr_assert(gy_folds_leave_one_group_out(&rows, sides, &x, NULL));
    cr_assert(gy_folds_leave_one_group_out(&rows, mixed, &y, NULL));
    cr_assert(gy_folds_cross(&x, &y, NULL, &z, NULL));
    cr_assert_eq(z.n_folds, 4);
    assert_text(&z.test[1], "1");
    assert_text(&z.train[1], "4");
}
