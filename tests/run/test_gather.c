/* gather.c: which cases a metric over a loop reads. From end to end: tests/cli/sweep.py. */
#include "run/gather.h"

#include "run_case.h"

/* kit-cases tells, for item i, its value and how its loops and edge are called. */
static void expect_text(const run_case *c, const char *node, const char *where, const char *wanted)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    for (guint i = 0; i < c->out->scores->len; i++) {
        const gy_score *s = &g_array_index(c->out->scores, gy_score, i);
        if (!strcmp(s->node, node) && !strcmp(s->run_case, where) && !strcmp(s->port, "value")) {
            g_string_append_printf(seen, "%s%s: %g", seen->len ? "; " : "", s->item, s->value);
        }
    }
    cr_assert_str_eq(seen->str, wanted, "%s", c->text);
}

#define LOOPS                                                                                      \
    "[foreach a]\nvalues = 1;2;3\nexcept = ${b}\n[foreach b]\nvalues = 2;9\n"                      \
    "[foreach z]\nvalues = u;v\n"                                                                  \
    "[x]\nplugin = reader.kit-numbers\nn = ${a}\n[y]\nplugin = reader.kit-numbers\nn = ${b}\n"     \
    "[m]\nplugin = metric.kit-all\nx = @x\n[k]\nplugin = metric.kit-all\nx = @y\n"

Test(gather, order_except_and_loops_that_do_not_matter)
{
    run_case c = run_text(LOOPS "[g]\nplugin = metric.kit-cases\nx = @m.rows;@k.rows\nover = a\n",
                          (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    expect_text(
        &c, "g", "b=2",
        "item=a 1 @m.rows: 1; item=a 3 @m.rows: 3; item=a 1 @k.rows: 2; item=a 3 @k.rows: 2");
    expect_text(&c, "g", "b=9",
                "item=a 1 @m.rows: 1; item=a 2 @m.rows: 2; item=a 3 @m.rows: 3; "
                "item=a 1 @k.rows: 9; item=a 2 @k.rows: 9; item=a 3 @k.rows: 9");
    run_free(&c);
}

/* Two loops at once; a port that takes one value cannot gather. */
Test(gather, two_loops_and_a_port_for_one)
{
    run_case c = run_text("[foreach a]\nvalues = 1;2\n[foreach b]\nvalues = 3;4\n"
                          "[x]\nplugin = reader.kit-numbers\nn = ${a}${b}\n"
                          "[m]\nplugin = metric.kit-all\nx = @x\n"
                          "[g]\nplugin = metric.kit-cases\nx = @m.rows\nover = b\nalong = a\n",
                          (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    expect_text(&c, "g", "",
                "item=b 3 @m.rows: 13; item=b 4 @m.rows: 14; item=b 3 @m.rows: 23; "
                "item=b 4 @m.rows: 24");
    run_free(&c);
    c = run_text("[foreach a]\nvalues = 1;2\n[x]\nplugin = reader.kit-numbers\nn = ${a}\n"
                 "[m]\nplugin = metric.kit-all\nx = @x\n"
                 "[g]\nplugin = metric.kit-cases\nx = @m.rows\none = @m.mean\nover = a\n",
                 (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "case.ini:9: error: [g] gathers the cases of a loop, and its port one "
                             "takes one value\n");
    run_free(&c);
}

/* An output that nobody reads is not computed, one that [check] or [chance] names is. */
Test(gather, named_outputs_are_wanted)
{
#define FOLDED                                                                                     \
    NUMBERS("n = 10")                                                                              \
    "[split]\nrows = @x\nscheme = k-fold\nfolds = 2\n[f]\nplugin = encoder.kit-sum\nx = @x\n"      \
    "[m]\nplugin = metric.kit-all\nx = @f\n"
    const char *const rest[] = {"", "[check]\nm.extra = 6 .. 8\n",
                                "[chance m.extra]\npermute = @x\nscheme = circular-shift\n"};
    for (int i = 0; i < 3; i++) {
        g_autofree char *text = g_strconcat(FOLDED, rest[i], NULL);
        run_case c = run_text(text, (gy_run_options){.threads = 1});
        g_autoptr(GString) report = g_string_new(NULL);
        cr_assert_str_eq(c.text, "");
        cr_assert(gy_run_check(c.graph, c.out, report), "%s", report->str);
        gboolean found = FALSE;
        for (guint k = 0; k < c.out->scores->len; k++) {
            found |= strcmp(g_array_index(c.out->scores, gy_score, k).port, "extra") == 0;
        }
        cr_assert_eq(found, i > 0);
        cr_assert(i == 0 || run_score(&c, "m", "extra", "", 0) == 7);
        run_free(&c);
    }
}
