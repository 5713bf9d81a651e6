/* exec_run.c: the grid of rows, tables and text in calls of run. */
#include "run_case.h"

/* Rows 0..511, 512..1023, 1024..1099 of the default grid: 10000 first + rows, summed. */
Test(exec_run, grid)
{
    const struct {
        int n;
        int64_t tile;
        double sum, last;
    } cases[] = {{512, 0, 512 * 512., 512},
                 {1100, 0, 512 * 512. + 512 * 5120512. + 76 * 10240076., 10240076},
                 {7, 1, 10000 * 21. + 7, 60001},
                 {7, 3, 3 * 3. + 3 * 30003. + 60001, 60001},
                 {1, 0, 1, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (int threads = 1; threads <= 3; threads += 2) {
            g_autofree char *text =
                g_strdup_printf(NUMBERS("n = %d") "[y]\nplugin = transform.kit-tile\nx = @x\n"
                                                  "[m]\nplugin = metric.kit-rows\nx = @y\n",
                                cases[i].n);
            run_case c = run_text(text, (gy_run_options){.threads = threads,
                                                         .tile = cases[i].tile,
                                                         .shuffle = threads == 3});
            cr_assert_str_eq(c.text, "");
            cr_assert_eq(run_score(&c, "m", "sum", "", 0), cases[i].sum, "case %zu", i);
            cr_assert_eq(run_score(&c, "m", "values", "", 0), cases[i].last);
            run_free(&c);
        }
    }
}

/* A table's columns are shown as the rows of the tile; its column is lifted to [row, 1]. */
Test(exec_run, table_in_tiles)
{
    run_case c = run_text("[t]\nplugin = reader.kit-table\nn = 1100\n"
                          "[y]\nplugin = transform.kit-column\nt = @t\n"
                          "[m]\nplugin = metric.kit-rows\nx = @y\n",
                          (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(run_score(&c, "m", "sum", "", 0), 1100. * 1099 / 2);
    run_free(&c);
}

Test(exec_run, serial_calls_are_never_at_once)
{
    run_case c = run_text(NUMBERS("n = 40") "[y]\nplugin = transform.kit-serial\nx = @x\n"
                                            "[m]\nplugin = metric.kit-rows\nx = @y\n",
                          (gy_run_options){.threads = 4, .tile = 1});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(run_score(&c, "m", "sum", "", 0), 0);
    cr_assert_geq(c.out->calls, 42);
    run_free(&c);
}
