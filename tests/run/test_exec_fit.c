/* exec_fit.c, inner.c: what a fit and its inner folds see. */
#include "run_case.h"

#define FOLDS "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\ninner = k-fold 2\n"

/* Fold 0 trains on rows 5..9 (inner folds hold 5 6 7 | 8 9), fold 1 on 0..4 (0 1 2 | 3 4). */
Test(exec_fit, inner_folds)
{
    run_case c =
        run_text(NUMBERS("n = 10\nwidth = 2") FOLDS "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                                                    "[m]\nplugin = metric.kit-all\nx = @f\n",
                 (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(run_state(&c, "f/0/n", 1)[0], 5);
    cr_assert_eq(run_state(&c, "f/0/mean", 2)[0], 7);
    cr_assert_eq(run_state(&c, "f/0/mean", 2)[1], 1007);
    const double rows[2] = {2, 3}, sums[4] = {17, 2017, 18, 3018}, other[4] = {7, 2007, 3, 3003};
    cr_assert_arr_eq(run_state(&c, "f/0/inner", 2), rows, sizeof rows);
    cr_assert_arr_eq(run_state(&c, "f/0/first", 4), sums, sizeof sums);
    cr_assert_arr_eq(run_state(&c, "f/1/first", 4), other, sizeof other);
    cr_assert_eq(run_score(&c, "m", "mean", "fold=0", 0), 7);
    cr_assert_eq(run_score(&c, "m", "mean", "fold=1", 0), 2);
    run_free(&c);
}

Test(exec_fit, block_all)
{
    run_case c = run_text(NUMBERS("n = 10") FOLDS "[f]\nplugin = encoder.kit-block\nx = @x\n",
                          (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    const double train[2] = {35, 10}, held[2] = {10, 35}; /* all rows: 0..4 | 5..9 */
    cr_assert_arr_eq(run_state(&c, "f/-2/train", 2), train, sizeof train);
    cr_assert_arr_eq(run_state(&c, "f/-2/held", 2), held, sizeof held);
    run_free(&c);
}

Test(exec_fit, inner_folds_need_a_split)
{
    run_case c = run_text(NUMBERS("n = 10") "[f]\nplugin = encoder.kit-sum\nx = @x\n",
                          (gy_run_options){.threads = 1});
    cr_assert(strstr(c.text, "inner folds, which need a [split]"), "%s", c.text);
    cr_assert_eq(c.out->failed, 1);
    run_free(&c);
}
