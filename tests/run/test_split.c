/* split.c, folding.c: schemes as they are written, and cases that read other rows. */
#include "run_case.h"

static const struct {
    const char *scheme;
    double rows[3]; /* test rows by fold, ended by 0 */
} cases[] = {
    {"scheme = k-fold\nfolds = 3", {4, 3, 3}},
    {"scheme = k-fold\nfolds = 2\nshuffle = true\nallow = shuffled-time", {5, 5}},
    {"scheme = holdout\ntest = last 0.3", {3}},
    {"scheme = holdout\ntest = 0.2\nallow = shuffled-time", {2}},
};

Test(split, schemes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strdup_printf(NUMBERS("n = 10") "[split]\nrows = @x\n%s\n"
                                              "inner = k-fold 2\n"
                                              "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                                              "[m]\nplugin = metric.kit-all\nx = @f\n",
                            cases[i].scheme);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        cr_assert_str_eq(c.text, "");
        for (int k = 0; k < 3 && cases[i].rows[k] > 0; k++) {
            g_autofree char *where = g_strdup_printf("fold=%d", k);
            cr_assert_eq(run_score(&c, "m", "rows", where, 0), cases[i].rows[k], "%zu", i);
        }
        run_free(&c);
    }
}

/* Where groups are asked for and not given, nothing inside the folds runs. */
Test(split, refusals)
{
    const char *const bad[][2] = {
        {"scheme = k-fold\nfolds = 11", "[split]"},
        {"scheme = k-fold\nfolds = 2\ngap = 2 s", "gap is a time"},
        {"scheme = k-fold\nfolds = 2\ngap = 9 rows", "no training row is left"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *text =
            g_strdup_printf(NUMBERS("n = 10") "[split]\nrows = @x\n%s\n"
                                              "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                                              "[m]\nplugin = metric.kit-all\nx = @f\n",
                            bad[i][0]);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        cr_assert(strstr(c.text, bad[i][1]), "%s", c.text);
        cr_assert_eq(gy_problems_n(c.problems), 1, "%s", c.text);
        cr_assert_eq(c.out->scores->len, 0);
        cr_assert_gt(c.out->failed, 0);
        cr_assert_eq(g_hash_table_size(c.states), 0);
        run_free(&c);
    }
}

/* The same rows are split in both cases, but only one of them reaches back: three training rows of
 * either fold then read test rows. Neither case may be judged by what the other's test rows read.
 */
Test(split, cases_that_read_other_rows)
{
    for (int turn = 0; turn < 2; turn++) {
        g_autofree char *text = g_strdup_printf(
            "[foreach lag]\nvalues = %s\n" NUMBERS("n = 40") //
            "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\ninner = k-fold 2\n"
            "[d]\nplugin = transform.kit-window\nx = @x\npast = ${lag}\n"
            "[f]\nplugin = encoder.kit-again\nx = @d\n[s]\nplugin = encoder.kit-sum\nx = @d\n"
            "[m]\nplugin = metric.kit-all\nx = @s\n",
            turn ? "0;3" : "3;0");
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        int seen = 0;
        for (guint i = 0; i < c.out->fits->len; i++) {
            const gy_fit_fact *f = c.out->fits->pdata[i];
            if (f->fold >= 0) {
                cr_assert_eq(f->purged, strcmp(f->run_case, "lag=3") == 0 ? 3 : 0);
                seen++;
            }
        }
        cr_assert_eq(seen, 4, "%s", c.text);
        cr_assert_null(strstr(c.text, "has seen"), "%s", c.text);
        run_free(&c);
    }
}

/* One fit, scored in two cases of which one reads three rows back: it may train on none of them,
 * whichever case comes last. Fold 1 tests the second half, so its three rows are before it. */
Test(split, a_shared_fit_is_purged_for_all_cases)
{
    for (int turn = 0; turn < 2; turn++) {
        g_autofree char *text =
            g_strdup_printf("[foreach lag]\nvalues = %s\n" NUMBERS("n = 40") //
                            "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\ninner = k-fold 2\n"
                            "[s]\nplugin = encoder.kit-sum\nx = @x\n"
                            "[d]\nplugin = transform.kit-window\nx = @s\npast = ${lag}\n"
                            "[m]\nplugin = metric.kit-all\nx = @d\n",
                            turn ? "0;3" : "3;0");
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        int64_t purged = 0;
        for (guint i = 0; i < c.out->fits->len; i++) {
            const gy_fit_fact *f = c.out->fits->pdata[i];
            purged += f->fold >= 0 ? f->purged : 0;
        }
        cr_assert_eq(purged, 3, "%s", c.text);
        run_free(&c);
    }
}
