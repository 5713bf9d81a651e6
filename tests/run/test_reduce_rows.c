/* reduce_rows.c: training rows that are no single interval are gathered. Fold 1 of 3 holds 4..6. */
#include "run_case.h"

Test(reduce_rows, gathered)
{
    run_case c = run_text(NUMBERS("n = 10\nwidth = 2") //
                          "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"
                          "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                          "[m]\nplugin = metric.kit-all\nx = @f\n",
                          (gy_run_options){.threads = 1, .tile = 4});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(run_state(&c, "f/1/n", 1)[0], 7);
    cr_assert_eq(run_state(&c, "f/1/mean", 2)[0], 30. / 7);
    cr_assert_eq(run_state(&c, "f/1/mean", 2)[1], 7030. / 7);
    run_free(&c);
}
