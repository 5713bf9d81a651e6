/* test_needs.c: values and models of another keyfile. */
#include "run/needs.h"

#include "needs_case.h"

#define FRESH NUMBERS_OF("z", "n = 30")

Test(needs, values_under_the_fit_on_all_rows)
{
    needs_case n = needs_run(PRE "[split]\nrows = @x\nscheme = k-fold\nfolds = 4\n",
                             "[m]\nplugin = metric.kit-rows\nx = @pre:line.p\nallow = pretrained\n",
                             (gy_run_options){.threads = 2});
    cr_expect_float_eq(run_score(&n.c, "m", "sum", "", 0), 40 * 40, 1e-6, "%s", n.c.text);
    cr_expect_eq(n.c.out->failed, 0);
    needs_free(&n);
}

/* The sum of 2 i + 1 over 30 rows that the other file has never seen. */
Test(needs, a_model_of_another_file_is_applied)
{
    for (int threads = 1; threads <= 5; threads += 2) {
        needs_case n =
            needs_run(PRE,
                      FRESH "[p]\nplugin = transform.kit-call\nx = @z\nmodel = @pre:line.model\n"
                            "[m]\nplugin = metric.kit-rows\nx = @p\n",
                      (gy_run_options){.threads = threads, .tile = 4, .shuffle = threads > 1});
        cr_assert_str_eq(n.c.text, "");
        cr_expect_float_eq(run_score(&n.c, "m", "sum", "", 0), 900, 1e-6);
        needs_free(&n);
    }
}

/* Only what is asked for runs: the other file's metric and its folds do not. */
Test(needs, runs_no_more_than_is_asked_for)
{
    needs_case n =
        needs_run(PRE "[bad]\nplugin = transform.kit-tile\nx = @x\nfail = 3\n"
                      "[score]\nplugin = metric.kit-rows\nx = @bad\n",
                  "[m]\nplugin = metric.kit-rows\nx = @pre:x\n", (gy_run_options){.threads = 2});
    cr_assert_str_eq(n.c.text, "");
    cr_expect_eq(run_score(&n.c, "m", "sum", "", 0), 780);
    cr_expect_eq(n.c.out->fits->len, 0);
    needs_free(&n);
}

Test(needs, its_failures_are_told_in_its_file)
{
    needs_case n =
        needs_run(PRE "[bad]\nplugin = transform.kit-tile\nx = @x\nfail = 3\n",
                  "[m]\nplugin = metric.kit-rows\nx = @pre:bad\n", (gy_run_options){.threads = 2});
    g_autofree char *told = g_strdup_printf("%s:19: error: [bad] x: this row is refused\n", n.file);
    cr_expect_str_eq(n.c.text, told);
    cr_expect(n.c.out->failed > 0 && n.c.out->scores->len == 0);
    needs_free(&n);
}

/* A file that needs a file: c reads b, b reads a. */
Test(needs, files_that_need_files)
{
    g_autofree char *dir = g_dir_make_tmp("gyrus-needs-XXXXXX", NULL);
    g_autofree char *a = g_build_filename(dir, "a.ini", NULL);
    cr_assert(g_file_set_contents(a, PRE, -1, NULL));
    g_autofree char *b = g_strdup_printf(
        "[needs]\na = %s\n" NUMBERS_OF("u", "n = 20") "[v]\nplugin = transform.kit-call\nx = "
                                                      "@u\nmodel = @a:line.model\n",
        a);
    needs_case n =
        needs_run(b, "[m]\nplugin = metric.kit-rows\nx = @pre:v\n", (gy_run_options){.threads = 2});
    cr_assert_str_eq(n.c.text, "");
    cr_expect_float_eq(run_score(&n.c, "m", "sum", "", 0), 400, 1e-6);
    cr_expect_eq(n.c.out->files->len, 2, "both keyfiles are inputs");
    needs_free(&n);
    (void)g_remove(a);
    (void)g_remove(dir);
}

/* Each draw reads the other file's values again. */
Test(needs, under_chance)
{
    needs_case n = needs_run(
        PRE,
        FRESH "[y]\nplugin = transform.kit-affine\nx = @z\nscale = 3\n"
              "[rest]\nplugin = encoder.kit-residual\nx = @z\ny = @y\nmodel = @pre:line.model\n"
              "[m]\nplugin = metric.kit-modelled\nx = @z\nmodel = @rest.model\n"
              "[split]\nrows = @z\nscheme = k-fold\nfolds = 3\n"
              "[chance m]\npermute = @y\nscheme = circular-shift\ntimes = 5\n",
        (gy_run_options){.threads = 2});
    cr_assert_str_eq(n.c.text, "");
    const gy_chance_fact *f = n.c.out->chances->pdata[0];
    cr_expect(n.c.out->chances->len >= 1 && f->draws->len == 5);
    needs_free(&n);
}
