/* check.c: reducers over 0, 1000, 2000, 3000 (values of the last row less 9), and NaN. */
#include "run_case.h"

static const struct {
    const char *check, *bad; /* bad: row of NaN */
    gboolean good;
} cases[] = {
    {"m.values.mean = 1509 .. 1509", "-1", TRUE},
    {"m.values.mean = 1510 .. 1600", "-1", FALSE},
    {"m.values.min = 9 .. 9", "-1", TRUE},
    {"m.values.min = 10 .. 3000", "-1", FALSE},
    {"m.values.max = 3009 .. 3009", "-1", TRUE},
    {"m.values.median = 1508.9 .. 1509.1", "-1", TRUE},
    {"m.values.p95 = 2858.9 .. 2859.1", "-1", TRUE}, /* 9 + 1000 (.95 * 3) */
    {"m.values.all = 9 .. 3009", "-1", TRUE},
    {"m.values.all = 10 .. 3009", "-1", FALSE},
    {"m.values.all = 9 .. 3008", "-1", FALSE},
    {"m.values.mean = 0 .. 9999", "9", FALSE}, /* nothing but NaN */
    {"m.values.all = 0 .. 9999", "9", FALSE},
    {"m.values.nothing.here.mean = 0 .. 9999", "-1", FALSE},
};

Test(check, reducers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf(
            NUMBERS("n = 10\nwidth = 4\nbad = %s") "[m]\nplugin = metric.kit-rows\nx = @x\n"
                                                   "[check]\n%s\n",
            cases[i].bad, cases[i].check);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        cr_assert_str_eq(c.text, "");
        g_autoptr(GString) report = g_string_new(NULL);
        cr_assert_eq(gy_run_check(c.graph, c.out, report), cases[i].good, "%s", report->str);
        cr_assert(g_str_has_prefix(report->str, cases[i].good ? "ok  " : "MISS"));
        run_free(&c);
    }
}

Test(check, no_result)
{
    run_case c = run_text(NUMBERS("huge = true") "[m]\nplugin = metric.kit-rows\nx = @x\n"
                                                 "[check]\nm.sum.mean = 0 .. 1\n",
                          (gy_run_options){.threads = 1, .memory = 1 << 20});
    g_autoptr(GString) report = g_string_new(NULL);
    cr_assert_not(gy_run_check(c.graph, c.out, report));
    cr_assert(strstr(report->str, "there is no result to check"), "%s", report->str);
    run_free(&c);
}

/* n * 1 column: rows 0 .. n - 1, the last of which is n - 1. */
Test(check, one_case_of_a_loop)
{
    static const struct {
        const char *check;
        gboolean good;
    } rows[] = {{"m.values.n.10.mean = 9 .. 9", TRUE},
                {"m.values.n.20.mean = 19 .. 19", TRUE},
                {"m.values.n.20.mean = 9 .. 9", FALSE},
                {"m.values.mean = 9 .. 9", FALSE}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup_printf(
            "[foreach n]\nvalues = 10;20\n" NUMBERS("n = ${n}") "[m]\nplugin = metric.kit-rows\nx "
                                                                "= @x\n[check]\n%s\n",
            rows[i].check);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        g_autoptr(GString) report = g_string_new(NULL);
        cr_assert_eq(gy_run_check(c.graph, c.out, report), rows[i].good, "%s", report->str);
        run_free(&c);
    }
}
