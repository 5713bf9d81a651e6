/* tune.c: what a choice may depend on, and where it goes. */
#include "tune_case.h"

#define FOLDS "scheme = k-fold\nfolds = 4\ninner = k-fold 3\ngap = 1 rows"
#define GRID  "d.past = 0;2\nw.p = 0.8;1;1.3\nf.lambda = 0;0.05;0.2"

/* Test rows of fold 1 of 4 are 15 .. 29; with gap 1 and a window of 2, rows 12 .. 32 are never
 * read. Poison in them changes no bit of the choice, of its inner scores, of the model. Poison in
 * the row before them changes the scores of the fold, so the test sees what it looks for. */
Test(tune, a_choice_never_sees_a_test_row)
{
    run_case truth = tune_run("n = 60", FOLDS, GRID, "", (gy_run_options){.threads = 1});
    run_case poison =
        tune_run("n = 60\nlo = 14\nhi = 31", FOLDS, GRID, "", (gy_run_options){.threads = 1});
    cr_assert_eq(truth.out->failed + poison.out->failed, 0, "%s%s", truth.text, poison.text);
    same_choice(&truth, &poison, 1);
    cr_expect_neq(run_score(&truth, "m", "mse", "fold=1", 0),
                  run_score(&poison, "m", "mse", "fold=1", 0));
    for (int k = 0; k < 4; k += 2) { /* they train on those rows */
        cr_expect_neq(tune_fact(&truth, "", k)->inner[0], tune_fact(&poison, "", k)->inner[0]);
    }
    run_free(&poison);
    poison = tune_run("n = 60\nlo = 11\nhi = 12", FOLDS, GRID, "", (gy_run_options){.threads = 1});
    cr_expect_neq(tune_fact(&truth, "", 1)->inner[0], tune_fact(&poison, "", 1)->inner[0]);
    run_free(&poison);
    run_free(&truth);
}

Test(tune, threads_and_order_of_tasks_change_no_bit)
{
    run_case one = tune_run("n = 60", FOLDS, GRID, "", (gy_run_options){.threads = 1, .tile = 7});
    for (int i = 0; i < 3; i++) {
        run_case c = tune_run("n = 60", FOLDS, GRID, "",
                              (gy_run_options){.threads = i ? 5 : 2, .shuffle = i == 2, .tile = 7});
        for (int k = 0; k < 4; k++) {
            same_choice(&one, &c, k);
        }
        cr_expect_eq(run_score(&one, "m", "mse", "", 0), run_score(&c, "m", "mse", "", 0));
        run_free(&c);
    }
    run_free(&one);
}

/* What the run frees, and what it forgets: as many instances as without [tune] are left. */
Test(tune, nothing_is_left)
{
    for (int bad = 0; bad < 2; bad++) {
        g_autoptr(gy_mem) mem = gy_mem_new(0);
        run_case c = tune_run("n = 60", FOLDS, bad ? "f.lambda = 99;77" : GRID, "",
                              (gy_run_options){.threads = 2, .mem = mem});
        cr_expect_eq(c.out->fits->len, bad ? 0u : 4u, "%u", c.out->fits->len);
        run_free(&c);
        cr_expect_eq(gy_mem_current(mem), 0);
    }
}

/* Two cases of a loop choose by themselves; a choice outside the loop is one for both. */
Test(tune, each_case_has_its_choice)
{
    g_autofree char *text =
        g_strdup_printf("[foreach s]\nvalues = 9;4\n[foreach sign]\nvalues = plain;minus\n"
                        "[a]\nplugin = reader.kit-pairs\nn = 60\nseed = ${s}\n"
                        "[split]\nrows = @a\nscheme = k-fold\nfolds = 5\ninner = k-fold 3\n"
                        "[w]\nplugin = transform.kit-power\nx = @a\n"
                        "[f]\nplugin = encoder.kit-shrink\nx = @w\ny = @a.y\n"
                        "[v]\nplugin = transform.kit-power\nx = @f\nunit = ${sign}\n"
                        "[m]\nplugin = metric.kit-error\npredicted = @f\ntarget = @a.y\n"
                        "[n]\nplugin = metric.kit-error\npredicted = @v\ntarget = @a.y\n"
                        "[tune]\nscore = @m\nw.p = 0.8;1;1.3\nf.lambda = 0;0.05;0.2\n");
    run_case c = run_text(text, (gy_run_options){.threads = 1});
    cr_assert_eq(c.out->failed, 0, "%s", c.text);
    cr_expect_eq(c.out->tunes->len, 10, "%u", c.out->tunes->len);
    cr_expect_eq(run_score(&c, "m", "mse", "s=9;fold=2", 0),
                 run_score(&c, "n", "mse", "s=9;sign=plain;fold=2", 0));
    cr_expect_lt(run_score(&c, "m", "mse", "s=9;fold=2", 0),
                 run_score(&c, "n", "mse", "s=9;sign=minus;fold=2", 0));
    g_autofree char *alone = tune_file("n = 60\nseed = 9",
                                       "scheme = k-fold\nfolds = 5\ninner = "
                                       "k-fold 3",
                                       "w.p = 0.8;1;1.3\nf.lambda = 0;0.05;0.2", "");
    run_case one = run_text(alone, (gy_run_options){.threads = 1});
    for (int k = 0; k < 5; k++) {
        cr_expect_arr_eq(tune_fact(&one, "", k)->inner, tune_fact(&c, "s=9", k)->inner,
                         9 * sizeof(double));
    }
    run_free(&one);
    run_free(&c);
}

/* Each draw chooses anew: the draws of a file with one candidate are those of the file without. */
Test(tune, chance_tunes_each_draw)
{
    const char *const chance = "[chance m]\npermute = @a.y\nscheme = circular-shift\ntimes = 9\n";
    const char *const tunes[] = {"f.lambda = 0.05", "f.lambda = 5;0.05"};
    run_case c[2];
    for (int i = 0; i < 2; i++) {
        c[i] = tune_run("n = 60", FOLDS, tunes[i], chance, (gy_run_options){.threads = 2});
        cr_assert_eq(c[i].out->failed, 0, "%s", c[i].text);
        cr_assert_eq(c[i].out->tunes->len, 4, "those of draws are not kept");
    }
    const gy_chance_fact *one = c[0].out->chances->pdata[0], *two = c[1].out->chances->pdata[0];
    cr_assert_eq(one->draws->len, 9);
    cr_assert_eq(two->draws->len, 9);
    cr_expect_eq(one->observed, two->observed, "0.05 is the better one of the truth");
    int differ = 0; /* of noise, the stronger penalty is often the better one */
    for (guint k = 0; k < 9; k++) {
        double x = g_array_index(one->draws, double, k), y = g_array_index(two->draws, double, k);
        differ += x != y;
        cr_expect(isfinite(y));
    }
    cr_expect(differ > 0 && differ <= 9, "%d", differ);
    run_free(&c[0]);
    run_free(&c[1]);
}
