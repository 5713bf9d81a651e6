/* reduce_chunk.c: the rows that add sees of a chunk are those of the whole value: parts of the
 * tiled axis, and calls whose rows are no single interval. All sums are whole numbers. */
#include "run_case.h"

/* 2100 columns are three parts, each with chunks of its own columns. */
Test(reduce_chunk, parts)
{
    static const char text[] = NUMBERS("n = 1200\nwidth = 2100") //
        "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
        "[f]\nplugin = encoder.kit-sum\nx = @x\n";
    for (int tiles = 1; tiles <= 3; tiles += 2) {
        run_case c =
            run_text(text, (gy_run_options){.threads = 3, .tile = 64, .chunk_tiles = tiles});
        cr_assert_str_eq(c.text, "");
        const double *mean = run_state(&c, "f/-2/mean", 2100);
        for (int j = 0; j < 2100; j++) {
            cr_assert_eq(mean[j], 599.5 + 1000. * j, "column %d: %g", j, mean[j]);
        }
        cr_assert_eq(run_state(&c, "f/-2/n", 1)[0], 1200);
        run_free(&c);
    }
}

/* Fold k holds rows 2k and 2k + 1; tiles of 8 rows, so that most have a gap. */
Test(reduce_chunk, rows_with_a_gap)
{
    for (int tiles = 1; tiles <= 2; tiles++) {
        run_case c = run_text(NUMBERS("n = 20\nwidth = 2") //
                              "[split]\nrows = @x\nscheme = k-fold\nfolds = 10\n"
                              "[f]\nplugin = encoder.kit-sum\nx = @x\n"
                              "[m]\nplugin = metric.kit-all\nx = @f\n",
                              (gy_run_options){.threads = 1, .tile = 8, .chunk_tiles = tiles});
        cr_assert_str_eq(c.text, "");
        for (int k = 0; k < 10; k++) {
            g_autofree char *n = g_strdup_printf("f/%d/n", k);
            g_autofree char *mean = g_strdup_printf("f/%d/mean", k);
            cr_expect_eq(run_state(&c, n, 1)[0], 18);
            cr_expect_eq(run_state(&c, mean, 2)[0], (190. - (4. * k + 1)) / 18, "fold %d", k);
        }
        run_free(&c);
    }
}
