/* test_needs_seen.c: the leak rule across files. */
#include "run/needs.h"

#include "needs_case.h"

#define SPLIT(rows) "[split]\nrows = @" rows "\nscheme = k-fold\nfolds = 4\n"
#define OWN(n)      NUMBERS_OF("x", "n = " n)
/* A fit that applies the other file's model, and what it predicts. */
#define INSIDE                                                                                     \
    "[own]\nplugin = encoder.kit-residual\nx = @x\ny = @x\nmodel = @pre:line.model\n"              \
    "[m]\nplugin = metric.kit-modelled\nx = @x\nmodel = @own.model\n"
#define APPLY "[m]\nplugin = metric.kit-modelled\nx = @x\nmodel = @pre:line.model\n"

static void expect(const char *text, const char *part, int failed)
{
    needs_case n = needs_run(PRE, text, (gy_run_options){.threads = 2});
    if (part) {
        cr_expect_not_null(strstr(n.c.text, part), "expected '%s' in: %s", part, n.c.text);
    } else {
        cr_expect_str_eq(n.c.text, "");
    }
    cr_expect_eq(n.c.out->failed > 0, failed, "%s", n.c.text);
    cr_expect_eq(n.c.out->scores->len == 0, failed, "%s", n.c.text);
    needs_free(&n);
}

/* The same generator under the same name and seed makes the same rows in both files. */
Test(needs_seen, test_rows_that_the_model_was_fitted_on_are_refused)
{
    expect(OWN("40") SPLIT("x") INSIDE,
           "case.ini:14: error: [own] model = @pre:line.model: 'line' of ", TRUE);
    expect(OWN("40") SPLIT("x") INSIDE,
           "has seen rows 0-9 of 'x', which scored rows of fold 0 read "
           "(allow = pretrained, if that is meant)",
           TRUE);
}

Test(needs_seen, metrics_outside_folds_too)
{
    expect(OWN("40") APPLY, "has seen rows 0-39 of 'x', which scored rows read (allow", TRUE);
}

Test(needs_seen, other_rows_are_clean)
{
    expect(OWN("30") SPLIT("x") INSIDE, NULL, FALSE); /* another recording */
    expect(OWN("30") APPLY, NULL, FALSE);
}

Test(needs_seen, allowed_means_told)
{
    const char *told = "read: the score is in-sample";
    expect(OWN("40") INSIDE SPLIT("x") "allow = pretrained\n", told, FALSE);
    expect(OWN("40") APPLY "allow = pretrained\n", ": warning: [m] model = @pre:line.model", FALSE);
}

/* A value of the other file that a model made, read by a fit and not by the metric itself. */
Test(needs_seen, what_a_fit_reads_is_applied_as_well)
{
    expect("[fit]\nplugin = encoder.kit-bare\nx = @pre:line.p\n"
           "[t]\nplugin = transform.kit-tap\nx = @pre:x\nmodel = @fit\npart = mean\n"
           "[m]\nplugin = metric.kit-rows\nx = @t\n" SPLIT("pre:x"),
           "[fit] x = @pre:line.p: 'line' of ", TRUE);
}

/* Reach is followed into the other file: its windows of 3 rows purge as they would in one file. */
Test(needs_seen, the_purge_goes_through_the_other_file)
{
    needs_case n = needs_run(
        PRE,
        "[own]\nplugin = encoder.kit-line\nx = @pre:w\ny = @pre:w\n"
        "[m]\nplugin = metric.kit-modelled\nx = @pre:w\nmodel = @own.model\n" SPLIT("pre:x"),
        (gy_run_options){.threads = 2});
    cr_assert_str_eq(n.c.text, "");
    for (guint i = 0; i < n.c.out->fits->len; i++) {
        const gy_fit_fact *f = n.c.out->fits->pdata[i];
        g_autofree char *train = gy_rows_format(&f->train, 0);
        if (f->fold == 1) {
            cr_expect_str_eq(train, "0-6,23-39");
            cr_expect_eq(f->purged, 6);
        }
    }
    cr_expect_eq(n.c.out->fits->len, 4);
    needs_free(&n);
}

/* A score of the other file was computed from all of its rows. */
Test(needs_seen, scores_of_the_other_file_have_seen_its_rows)
{
    const char *pre = PRE "[mean]\nplugin = metric.kit-rows\nx = @w\n";
    needs_case n = needs_run(pre,
                             "[t]\nplugin = transform.kit-scaled\nx = @pre:x\nby = @pre:mean.sum\n"
                             "[m]\nplugin = metric.kit-rows\nx = @t\n",
                             (gy_run_options){.threads = 2});
    cr_expect_not_null(strstr(n.c.text, "'mean' of "), "%s", n.c.text);
    cr_expect_not_null(strstr(n.c.text, "has seen rows 0-39 of 'x'"), "%s", n.c.text);
    needs_free(&n);
}
