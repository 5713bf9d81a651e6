/* chance.c: what a draw rearranges, for whom, and what is refused. Values beside an enumeration:
 * tests/cli/chance.py. */
#include "run_case.h"

#define FOLDED                                                                                     \
    NUMBERS("n = 6")                                                                               \
    "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"                                             \
    "[f]\nplugin = encoder.kit-sum\nx = @x\n[m]\nplugin = metric.kit-all\nx = @x\n"                \
    "[g]\nplugin = metric.kit-all\nx = @f\n"

static const gy_chance_fact *fact(const run_case *c)
{
    cr_assert_eq(c->out->chances->len, 1, "%s", c->text);
    return c->out->chances->pdata[0];
}

/* x = 0 .. 5 turned: the first half's mean is 1 + what comes in; all six turns are drawn. */
Test(chance, fits_see_the_same_rearrangement_as_everybody)
{
    run_case c = run_text(FOLDED "[chance g]\npermute = @x\nscheme = circular-shift\n",
                          (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    const gy_chance_fact *f = fact(&c);
    cr_assert(f->exact && f->draws->len == 5);
    cr_assert_eq(f->observed, 2.5); /* mean of 4 and 1 */
    for (guint i = 0; i < f->draws->len; i++) {
        cr_assert_eq(g_array_index(f->draws, double, i), 2.5, "each half is once the training set");
    }
    cr_assert_eq(f->p, 1);
    cr_assert_eq(f->n_items, 1);
    cr_assert_eq(f->item_chance[0], 2.5);
    run_free(&c);
}

/* Nothing is fitted again, and rows stay in their fold: sums of folds stay what they are. */
Test(chance, without_refit_rows_stay_in_their_fold)
{
    run_case c = run_text(FOLDED "[chance g.most]\npermute = @f\nscheme = sign-flip\nrefit = none\n"
                                 "times = 2\n",
                          (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    const gy_chance_fact *f = fact(&c);
    cr_assert(!f->exact && f->draws->len == 2);
    cr_assert_str_eq(f->port, "most");
    for (guint i = 0; i < f->draws->len; i++) { /* largest of +-4 in fold 0, of +-1 in fold 1 */
        double x = g_array_index(f->draws, double, i);
        cr_assert(x == 2.5 || x == -2.5 || x == 1.5 || x == -1.5, "%g", x);
    }
    run_free(&c);
}

Test(chance, refusals_have_the_groups_line)
{
    const char *const bad[][2] = {
        {"[chance g]\npermute = @x\nscheme = blocks\n",
         "case.ini:17: error: [chance g] scheme = blocks leaves every row of @x in its place: "
         "there "
         "is one block; say block = 10 rows, or a time\n"},
        {"[chance g]\npermute = @x\nscheme = blocks\nblock = 2 s\n",
         "case.ini:17: error: [chance g] block = 2 s is a time, but the rows of @x have no regular "
         "rate\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *text = g_strconcat(FOLDED, bad[i][0], NULL);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        cr_assert_str_eq(c.text, bad[i][1]);
        cr_assert_eq(c.out->failed, 1);
        cr_assert_eq(c.out->chances->len, 0);
        run_free(&c);
    }
}
