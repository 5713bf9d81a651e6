/* outcome.c: scores in long form, facts of fits. */
#include "run_case.h"

Test(outcome, scores_and_fits)
{
    run_case c = run_text("[foreach w]\nvalues = 1;2\n" NUMBERS("n = 10\nwidth = ${w}") //
                          "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
                          "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                          "[m]\nplugin = metric.kit-rows\nx = @f\n",
                          (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(c.out->results->len, 2);
    cr_assert_eq(c.out->fits->len, 4);
    cr_assert_eq(c.out->scores->len, 2 * 3 * (1 + 2)); /* ports, two folds and all, columns */
    int items = 0;
    for (guint i = 0; i < c.out->scores->len; i++) {
        const gy_score *s = &g_array_index(c.out->scores, gy_score, i);
        items += strcmp(s->item, "col=1") == 0;
        cr_assert(isnan(s->chance));
        cr_assert_eq(s->n, strstr(s->run_case, "fold") ? 5 : 10);
    }
    cr_assert_eq(items, 6);
    for (guint i = 0; i < c.out->fits->len; i++) {
        const gy_fit_fact *f = c.out->fits->pdata[i];
        cr_assert_eq(gy_rows_count(&f->train), 5);
        cr_assert_eq(gy_rows_count(&f->test), 5);
        cr_assert_not(gy_rows_intersects(&f->train, &f->test));
        cr_assert_eq(f->n_rows, 10);
        cr_assert_eq(f->purged, 0);
    }
    run_free(&c);
}

Test(outcome, chance_of_the_text)
{
    run_case c = run_text(NUMBERS("") "[m]\nplugin = metric.kit-all\nx = @x\n",
                          (gy_run_options){.threads = 1});
    const gy_score *s = &g_array_index(c.out->scores, gy_score, 0);
    cr_assert_str_eq(s->port, "mean");
    cr_assert_eq(s->chance, .5);
    cr_assert_str_eq(s->item, "");
    cr_assert_eq(s->n, 10);
    run_free(&c);
}
