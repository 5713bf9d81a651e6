/* reduce.c: passes, parts of the tiled axis, and the same bits for any number of threads. */
#include "run_case.h"

Test(reduce, passes)
{
    for (int passes = 1; passes <= 4; passes++) {
        g_autofree char *text = g_strdup_printf(
            NUMBERS("n = 1100") "[f]\nplugin = encoder.kit-again\nx = @x\npasses_wanted = %d\n",
            passes);
        run_case c = run_text(text, (gy_run_options){.threads = 2});
        cr_assert_str_eq(c.text, "");
        cr_assert_eq(run_state(&c, "f/-1/passes", 1)[0], passes);
        cr_assert_eq(run_state(&c, "f/-1/rows", 1)[0], 1100); /* statistics begin anew */
        cr_assert_eq(run_state(&c, "f/-1/kept", 1)[0], passes * (passes - 1) / 2);
        run_free(&c);
    }
}

Test(reduce, passes_have_an_end)
{
    run_case c = run_text(
        NUMBERS("n = 1") "[f]\nplugin = encoder.kit-again\nx = @x\npasses_wanted = 1000000\n",
        (gy_run_options){.threads = 1});
    cr_assert(strstr(c.text, "[f] did not end after 10000 passes"), "%s", c.text);
    run_free(&c);
}

/* 2100 columns are three parts, 1200 rows three pieces and more; all sums are whole numbers. */
Test(reduce, parts)
{
    static const char text[] = NUMBERS("n = 1200\nwidth = 2100") //
        "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n"
        "[f]\nplugin = encoder.kit-sum\nx = @x\n";
    for (int threads = 1; threads <= 3; threads++) {
        run_case c = run_text(text, (gy_run_options){.threads = threads, .shuffle = threads > 1});
        cr_assert_str_eq(c.text, "");
        const double *mean = run_state(&c, "f/-2/mean", 2100);
        const double *first = run_state(&c, "f/-2/first", 4200);
        for (int j = 0; j < 2100; j++) {
            cr_assert_eq(mean[j], 599.5 + 1000. * j);
            cr_assert_eq(first[j], 600 * (899.5 + 1000. * j));
            cr_assert_eq(first[2100 + j], 600 * (299.5 + 1000. * j));
        }
        cr_assert_eq(run_state(&c, "f/-2/n", 1)[0], 1200);
        cr_assert_eq(run_state(&c, "f/-2/inner", 2)[1], 600);
        run_free(&c);
    }
}
