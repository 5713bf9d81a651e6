/* host_resolve.c: a length said of an axis that an input gives asserts. */
#include "run_case.h"

Test(host_resolve, set_length_asserts)
{
    for (int n = 9; n <= 11; n++) {
        g_autofree char *text = g_strdup_printf(
            NUMBERS("n = 10") "[y]\nplugin = transform.kit-length\nx = @x\nn = %d\n", n);
        g_autofree char *want = g_strdup_printf(
            "[y] row: there are %d rows here, but the rows it is aligned to ('time') are 10", n);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        /* n = 10 gets as far as run, where the node calls set_length once more */
        cr_assert(strstr(c.text, n == 10 ? "set_length may be called only in resolve" : want), "%s",
                  c.text);
        cr_assert_eq(gy_problems_n(c.problems), 1);
        run_free(&c);
    }
}
