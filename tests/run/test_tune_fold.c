/* tune_fold.c: nested cross-validation against numpy and scikit-learn (tests/parity/make_tune.py),
 * and what becomes of candidates that fail. */
#include "../parity/tune_fixture.h"
#include "tune_case.h"

#define PLAIN "w.p = 0.8;1;1.3\nf.lambda = 0;0.05;0.2"
#define REACH "d.past = 0;3\nf.lambda = 0;0.05;0.2"
/* a dangling reader of the fit asks for the one on all rows */
#define FINAL "[all]\nplugin = transform.kit-power\nx = @f\n"

static const struct {
    const char *name, *pairs, *split, *tune;
    int folds, candidates;
    const int *chosen, *rows;
    const double *inner, *mse, *b;
} cases[] = {
    {"blocks", "n = 60\nseed = 9", "scheme = k-fold\nfolds = 5\ninner = k-fold 3", PLAIN, 5, 9,
     tune_blocks_chosen, tune_blocks_rows, tune_blocks_inner, tune_blocks_mse, tune_blocks_b},
    {"gap", "n = 60\nseed = 4", "scheme = k-fold\nfolds = 4\ninner = k-fold 3\ngap = 2 rows", REACH,
     4, 6, tune_gap_chosen, tune_gap_rows, tune_gap_inner, tune_gap_mse, tune_gap_b},
    {"groups", "n = 40\nseed = 5", "scheme = leave-one-group-out\ngroups = @a.g", PLAIN, 8, 9,
     tune_groups_chosen, tune_groups_rows, tune_groups_inner, tune_groups_mse, tune_groups_b},
    {"forward", "n = 90\nseed = 6", "scheme = forward\nfolds = 3\ninner = forward 2\ngap = 1 rows",
     REACH, 3, 6, tune_forward_chosen, tune_forward_rows, tune_forward_inner, tune_forward_mse,
     tune_forward_b},
};

static void near(double a, double b, const char *name, int k, const char *what)
{
    cr_expect(fabs(a - b) <= 1e-12 * fabs(b), "%s, fold %d, %s: %.17g, not %.17g", name, k, what, a,
              b);
}

Test(tune_fold, equals_nested_cross_validation)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        run_case c = tune_run(cases[i].pairs, cases[i].split, cases[i].tune, FINAL,
                              (gy_run_options){.threads = 2});
        cr_assert_eq(c.out->failed, 0, "%s", c.text);
        for (int k = 0; k <= cases[i].folds; k++) {
            int fold = k < cases[i].folds ? k : GY_FINAL;
            const gy_tune_fact *f = tune_fact(&c, "", fold);
            g_autofree char *b = g_strdup_printf("f/%d/b", fold);
            g_autofree char *rows = g_strdup_printf("f/%d/rows", fold);
            g_autofree char *where = g_strdup_printf("fold=%d", fold);
            cr_assert_eq((int)f->n, cases[i].candidates);
            cr_expect_eq((int)f->chosen, cases[i].chosen[k], "%s, fold %d: %u, not %d",
                         cases[i].name, fold, f->chosen, cases[i].chosen[k]);
            for (guint n = 0; n < f->n; n++) {
                near(f->inner[n], cases[i].inner[(guint)k * f->n + n], cases[i].name, k, "inner");
            }
            near(run_state(&c, b, 1)[0], cases[i].b[k], cases[i].name, k, "slope");
            cr_expect_eq(run_state(&c, rows, 1)[0], cases[i].rows[k], "%s, fold %d: %g rows",
                         cases[i].name, fold, run_state(&c, rows, 1)[0]);
            if (fold >= 0) {
                near(run_score(&c, "m", "mse", where, 0), cases[i].mse[k], cases[i].name, k, "mse");
            }
        }
        run_free(&c);
    }
}

#define FOLDS "scheme = k-fold\nfolds = 2\ninner = k-fold 2"

/* What is told, and whether fold 0 of 2 still has a score. */
Test(tune_fold, candidates_that_fail_are_left_out)
{
    const struct {
        const char *tune, *split, *told;
        int failed;
        gboolean scored, warns;
    } bad[] = {
        {"f.lambda = 0;99", FOLDS, "[tune] f.lambda = 99 is left out (fold=0): inner fold 0: [f] ",
         2, TRUE, FALSE},
        {"f.lambda = 0;77", FOLDS,
         "warning: [tune] f.lambda = 77 is left out (fold=1): inner fold 0: the score is not a "
         "number",
         0, TRUE, TRUE},
        {"w.p = 13;1", FOLDS, "[tune] w.p = 13 is left out (fold=0): [w] ", 2, TRUE, FALSE},
        {"w.p = 14;1", FOLDS, "[tune] w.p = 14 is left out (fold=1): inner fold 0: [w] ", 2, TRUE,
         FALSE},
        {"d.past = 0;30", FOLDS, "[tune] d.past = 30 is left out (fold=0): no training row is left",
         2, TRUE, FALSE},
        {"f.lambda = 77;99", FOLDS,
         "[tune] (fold=0) no candidate is left to choose; f.lambda = 77: inner fold 0: the score "
         "is not a number",
         1, FALSE, FALSE},
        {"f.lambda = 0;1", "scheme = k-fold\nfolds = 2\ninner = k-fold 21",
         "[tune] (fold=0) its inner folds: k-fold: ", 1, FALSE, FALSE},
        {"f.lambda = 0;1", "scheme = leave-one-group-out\ngroups = @a.odd",
         "[tune] (fold=0) its inner folds: leave-one-group-out: ", 1, FALSE, FALSE},
        {"d.past = 60;70", FOLDS,
         "[tune] (fold=0) no candidate is left to choose; d.past = 60: no training row is left: "
         "all "
         "read rows that test rows read",
         1, FALSE, FALSE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        run_case c =
            tune_run("n = 40", bad[i].split, bad[i].tune, "", (gy_run_options){.threads = 1});
        cr_expect(strstr(c.text, bad[i].told), "%zu: %s", i, c.text);
        cr_expect_eq(strstr(c.text, "error") == NULL, bad[i].warns, "%zu: %s", i, c.text);
        cr_expect(strstr(c.text, "case.ini:2"), "%zu: %s", i, c.text);
        cr_expect_eq(c.out->failed, bad[i].failed, "%zu: %d, %s", i, c.out->failed, c.text);
        cr_expect_eq(c.out->scores->len > 0, bad[i].scored, "%zu", i);
        run_free(&c);
    }
}

/* A source that cannot be read is told once, as itself, and blames no candidate. */
Test(tune_fold, what_all_candidates_read_is_told_once)
{
    run_case c = tune_run("n = 40", FOLDS, "f.lambda = 0;1",
                          "[z]\nplugin = transform.kit-power\nx = @a\np = 14\n"
                          "[f2]\nplugin = encoder.kit-shrink\nx = @f\ny = @z\n"
                          "[m2]\nplugin = metric.kit-error\npredicted = @f2\ntarget = @a.y\n",
                          (gy_run_options){.threads = 1});
    cr_expect(strstr(c.text, "fourteen is refused late"), "%s", c.text);
    cr_expect_null(strstr(c.text, "left out"), "%s", c.text);
    cr_expect_gt(c.out->scores->len, 0);
    run_free(&c);
    g_autofree char *text = tune_file("n = 40", FOLDS, "f.lambda = 0;1", "");
    g_autofree char *broken = g_strdup(strstr(text, "[f]"));
    g_autofree char *file =
        g_strdup_printf("[a]\nplugin = reader.kit-pairs\n[split]\nrows = @a\n" FOLDS
                        "\n[w]\nplugin = transform.kit-power\nx = @a\np = 14\n"
                        "[d]\nplugin = transform.kit-window\nx = @w\n%s",
                        broken);
    c = run_text(file, (gy_run_options){.threads = 1});
    cr_expect_eq(gy_problems_n(c.problems), 1, "%s", c.text);
    cr_expect(strstr(c.text, "case.ini:8: error: [w] "), "%s", c.text);
    run_free(&c);
}
