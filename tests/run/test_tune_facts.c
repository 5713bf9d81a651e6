/* tune_facts.c: what is told of choices. */
#include "tune_case.h"

#define FOLDS "scheme = k-fold\nfolds = 4\ninner = k-fold 3\ngap = 1 rows"

/* Only over choices that score better than nothing, and only where numbers are ordered. */
Test(tune_facts, choices_at_the_edge_warn)
{
    const struct {
        const char *tune;
        gboolean warns;
    } all[] = {{"f.lambda = 5;9;1;20", TRUE},
               {"f.lambda = 0.04;0.05", FALSE},
               {"w.unit = plain;minus", FALSE}};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        run_case c = tune_run("n = 60", FOLDS, all[i].tune, "", (gy_run_options){.threads = 1});
        cr_expect_eq(strstr(c.text, "warning: [tune] f.lambda: 4 of 4 choices are at the edge of "
                                    "its grid") != NULL,
                     all[i].warns, "%s", c.text);
        cr_expect_eq(((gy_tune_fact *)c.out->tunes->pdata[0])->at_edge, all[i].warns);
        run_free(&c);
    }
}

/* Of equal candidates the first; a score that is best when high. */
Test(tune_facts, ties_and_directions)
{
    g_autofree char *low = tune_file("n = 60", FOLDS, "w.p = 2;1;1.0;3", "");
    g_autoptr(GString) high = g_string_new(low);
    g_string_replace(high, "score = @m\n", "score = @m.good\n", 1);
    const char *const text[] = {low, high->str};
    for (int i = 0; i < 2; i++) {
        run_case c = run_text(text[i], (gy_run_options){.threads = 1});
        const gy_tune_fact *f = tune_fact(&c, "", 0);
        cr_expect_eq(f->chosen, 1, "%u", f->chosen);
        cr_expect_eq(f->inner[1], f->inner[2]);
        cr_expect_eq(f->low, i == 0);
        cr_expect_str_eq(f->names[1], "w.p = 1");
        cr_expect_str_eq(f->score, i ? "m.good" : "m.mse");
        run_free(&c);
    }
}
