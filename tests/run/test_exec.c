/* exec.c: the guard of missing values, failures and what they leave. */
#include "run_case.h"

static const struct {
    const char *text, *problem;
} cases[] = {
    {NUMBERS("n = 10\nbad = 3\nwidth = 2") "[y]\nplugin = transform.kit-tile\nx = @x\n"
                                           "[m]\nplugin = metric.kit-all\nx = @y\n",
     "[y] x = @x holds 2 missing values (NaN), which transform.kit-tile does not take"},
    {"[t]\nplugin = reader.kit-table\nbad = 4\n"
     "[y]\nplugin = transform.kit-tile\nx = @t.a\n[m]\nplugin = metric.kit-all\nx = @y\n",
     "[y] x = @t.a holds 1 missing values (NaN), which transform.kit-tile does not take"},
    {NUMBERS("n = 10") "[y]\nplugin = transform.kit-tile\nx = @x\nfail = 2\n"
                       "[m]\nplugin = metric.kit-all\nx = @y\n",
     "[y] x: this row is refused"},
};

Test(exec, failures_are_told_once)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        run_case c = run_text(cases[i].text, (gy_run_options){.threads = 2});
        cr_assert(strstr(c.text, cases[i].problem), "%s", c.text);
        cr_assert_eq(gy_problems_n(c.problems), 1, "%s", c.text);
        cr_assert(strstr(c.text, "case.ini:"), "%s", c.text);
        cr_assert_eq(c.out->failed, 2); /* the node and the metric behind it */
        cr_assert_eq(c.out->scores->len, 0);
        run_free(&c);
    }
}

/* A column without NaN beside one with NaN passes, and a metric that takes them sees NaN. */
Test(exec, missing_where_it_may_be)
{
    run_case c = run_text("[t]\nplugin = reader.kit-table\nbad = 4\n"
                          "[y]\nplugin = transform.kit-tile\nx = @t.b\n"
                          "[m]\nplugin = metric.kit-all\nx = @y\n"
                          "[k]\nplugin = metric.kit-all\nx = @t.a\n",
                          (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    cr_assert(isnan(run_score(&c, "k", "total", "", 0)));
    cr_assert_eq(run_score(&c, "m", "total", "", 0), 100); /* ten rows of 10000 * 0 + 10 */
    run_free(&c);
}

Test(exec, siblings_go_on)
{
    run_case c = run_text("[foreach k]\nvalues = -1;3;-2\n" NUMBERS(
                              "n = 10") "[y]\nplugin = transform.kit-tile\nx = @x\nfail = ${k}\n"
                                        "[m]\nplugin = metric.kit-all\nx = @y\n",
                          (gy_run_options){.threads = 2});
    cr_assert_eq(gy_problems_n(c.problems), 1, "%s", c.text);
    cr_assert(strstr(c.text, "[y] x: this row is refused (k=3)"), "%s", c.text);
    cr_assert_eq(c.out->results->len, 2);
    cr_assert_eq(run_score(&c, "m", "total", "k=-1", 0), 100);
    cr_assert_eq(run_score(&c, "m", "total", "k=-2", 0), 100);
    run_free(&c);
}
