/* reduce_stats.c: merges by sum, min, max and by the node itself. */
#include "run_case.h"

/* Tiles of 1, 3 and all rows; column 0 is 0..n-1, so no tile's extremes are those of all. */
Test(reduce_stats, extremes)
{
    const int64_t tiles[] = {1, 3, 0};
    for (int i = 0; i < 3; i++) {
        run_case c = run_text(NUMBERS("n = 11\nwidth = 1") "[m]\nplugin = metric.kit-all\nx = @x\n",
                              (gy_run_options){.threads = 2, .tile = tiles[i]});
        cr_assert_str_eq(c.text, "");
        cr_assert_eq(run_score(&c, "m", "first", "", 0), 0);
        cr_assert_eq(run_score(&c, "m", "most", "", 0), 10);
        cr_assert_eq(run_score(&c, "m", "mean", "", 0), 5);
        cr_assert_eq(run_score(&c, "m", "rows", "", 0), 11);
        run_free(&c);
    }
}

/* Means merged with their weights; an elementwise sum would give other numbers. */
Test(reduce_stats, own_merge)
{
    const int64_t tiles[] = {1, 3, 0};
    for (int i = 0; i < 3; i++) {
        run_case c = run_text(NUMBERS("n = 10\nwidth = 1600") //
                              "[split]\nrows = @x\nscheme = k-fold\nfolds = 3\n"
                              "[f]\nplugin = encoder.kit-merge\nx = @x\n",
                              (gy_run_options){.threads = 2, .tile = tiles[i]});
        cr_assert_str_eq(c.text, "");
        const double *mean = run_state(&c, "f/-2/mean", 1600);
        const double *inner = run_state(&c, "f/-2/inner", 4800);
        /* inner folds hold 0..3 | 4..6 | 7..9 */
        const double want[3] = {39. / 6, 30. / 7, 21. / 7};
        for (int j = 0; j < 1600; j += 533) {
            cr_assert_float_eq(mean[j], 4.5 + 1000 * j, 1e-8);
            for (int k = 0; k < 3; k++) {
                cr_assert_float_eq(inner[k * 1600 + j], want[k] + 1000 * j, 1e-8);
            }
        }
        run_free(&c);
    }
}
