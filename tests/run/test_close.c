/* close.c: a metric over its folds. Ten rows in three folds: 0..3 | 4..6 | 7..9. */
#include "run_case.h"

Test(close, mean_sum_none)
{
    run_case c = run_text(NUMBERS("n = 10") "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"
                                            "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                                            "[m]\nplugin = metric.kit-all\nx = @f\n",
                          (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    const double means[3] = {39. / 6, 30. / 7, 21. / 7}; /* of the training rows */
    cr_assert_eq(run_score(&c, "m", "first", "", 0), means[0]);
    double weighted = (4 * means[0] + 3 * means[1] + 3 * means[2]) / 10;
    cr_assert_float_eq(run_score(&c, "m", "mean", "", 0), weighted, 1e-14);
    cr_assert_float_eq(run_score(&c, "m", "total", "", 0), 10 * weighted, 1e-13);
    cr_assert_eq(run_score(&c, "m", "rows", "", 0), 10); /* whole numbers are summed too */
    cr_assert_eq(run_score(&c, "m", "rows", "fold=0", 0), 4);
    run_free(&c);
}
