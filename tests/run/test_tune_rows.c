/* tune_rows.c: rows that a choice may read, and how they are cut. */
#include "tune_case.h"

#define FOLDS "scheme = k-fold\nfolds = 4\ninner = k-fold 3\ngap = 1 rows"
#define GRID  "d.past = 0;2\nw.p = 0.8;1;1.3\nf.lambda = 0;0.05;0.2"

/* A second metric of wider reach: what it scores must not have been seen by a choice either. */
Test(tune_rows, rows_of_other_scores_are_not_seen)
{
    const char *const more = "[e]\nplugin = transform.kit-window\nx = @f\npast = 4\n"
                             "[m2]\nplugin = metric.kit-error\npredicted = @e\ntarget = @a.y\n";
    run_case truth = tune_run("n = 60", FOLDS, GRID, more, (gy_run_options){.threads = 1});
    run_case poison =
        tune_run("n = 60\nlo = 10\nhi = 15", FOLDS, GRID, more, (gy_run_options){.threads = 1});
    cr_assert_eq(truth.out->failed, 0, "%s", truth.text);
    same_choice(&truth, &poison, 1); /* 15 - 1 - 4 = 10 is read by its scored rows */
    run_free(&poison);
    run_free(&truth);
}

/* Rows of an odd and of an even kind, crossed with blocks: inner folds cross the same way. */
Test(tune_rows, two_way_splits_cross_inside_too)
{
    run_case c =
        run_text("[a]\nplugin = reader.kit-pairs\nn = 60\n"
                 "[split block]\nrows = @a\nscheme = k-fold\nfolds = 3\ninner = k-fold 2\n"
                 "[split kind]\nrows = @a\nscheme = leave-one-group-out\ngroups = @a.g\ninner = "
                 "group-k-fold 2\n"
                 "[f]\nplugin = encoder.kit-shrink\nx = @a\ny = @a.y\n"
                 "[m]\nplugin = metric.kit-error\npredicted = @f\ntarget = @a.y\n"
                 "[tune]\nscore = @m\nf.lambda = 0;0.05;0.2\n",
                 (gy_run_options){.threads = 1});
    cr_assert_eq(c.out->failed, 0, "%s", c.text);
    cr_expect_eq(c.out->tunes->len, 12, "%u", c.out->tunes->len);
    /* fold 0: block 0 with group 0. Training: rows 20 .. 59, two blocks of 20, each crossed with
     * two halves of its groups: every row is held once */
    cr_expect_eq(tune_fact(&c, "", 0)->n_rows, 40, "%d", (int)tune_fact(&c, "", 0)->n_rows);
    run_free(&c);
}
