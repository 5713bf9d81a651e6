/* host_values.c, host_axes.c, params.c: transform.kit-length asks for everything and compares. */
#include "run_case.h"

#define LENGTH(rest) NUMBERS("n = 10") "[y]\nplugin = transform.kit-length\nx = @x\n" rest "\n"

Test(host_values, as_the_file_says)
{
    run_case c = run_text(LENGTH("n = 10") "[m]\nplugin = metric.kit-rows\nx = @y\n",
                          (gy_run_options){.threads = 1});
    /* only the set_length of run is refused, which is on purpose */
    cr_assert(strstr(c.text, "set_length may be called only in resolve"), "%s", c.text);
    cr_assert_eq(gy_problems_n(c.problems), 1);
    run_free(&c);
}

Test(host_values, other_values_are_seen)
{
    const char *const bad[] = {"list = 1;2", "word = one", "span = 4 rows", "span = 3 s",
                               "left = 0"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *text = g_strdup_printf(LENGTH("n = 10\n%s"), bad[i]);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        cr_assert(strstr(c.text, "the host tells other values"), "%s: %s", bad[i], c.text);
        run_free(&c);
    }
}
