/* chance_run.c: counting of draws. Values beside an enumeration: tests/cli/chance.py. */
#include "run_case.h"

static const char text[] =
    NUMBERS("n = 4\nwidth = 2\nbad = 2") "[m]\nplugin = metric.kit-rows\nx = @x\n"
                                         "[chance m.values]\npermute = @x\nscheme = sign-flip\n"
                                         "correct = holm;max\n";

/* values = the last row, 3 and 1003: half of all 16 flips keep its sign. */
Test(chance_run, items)
{
    run_case c = run_text(text, (gy_run_options){.threads = 2});
    cr_assert_str_eq(c.text, "");
    cr_assert_eq(c.out->chances->len, 1);
    const gy_chance_fact *f = c.out->chances->pdata[0];
    cr_assert(f->exact && f->draws->len == 1, "time: one sign for all");
    cr_assert(f->n_items == 2 && f->n_missing == 0 && !f->low);
    for (int k = 0; k < 2; k++) {
        cr_assert_eq(f->item_p[k], .5);
        cr_assert_eq(f->item_chance[k], k ? -1003 : -3);
        cr_assert_eq(f->p_holm[k], 1);
        cr_assert_eq(f->p_max[k], .5);
    }
    cr_assert_null(f->p_fdr);
    int found = 0;
    for (guint i = 0; i < c.out->scores->len; i++) {
        const gy_score *s = &g_array_index(c.out->scores, gy_score, i);
        gboolean mine = strcmp(s->port, "values") == 0;
        found += mine;
        cr_assert(mine ? s->p == .5 && s->p_holm == 1 && isnan(s->p_fdr) : isnan(s->p));
    }
    cr_assert_eq(found, 2);
    run_free(&c);
}

/* sum is NaN where a row is: no score, no test. */
Test(chance_run, items_without_a_score)
{
    g_autofree char *sum = g_strdup(strstr(text, "[x]"));
    g_autoptr(GString) s = g_string_new(sum);
    g_string_replace(s, "m.values", "m.sum", 0);
    run_case c = run_text(s->str, (gy_run_options){.threads = 1});
    cr_assert_str_eq(c.text, "");
    const gy_chance_fact *f = c.out->chances->pdata[0];
    cr_assert(f->n_missing == 2 && isnan(f->observed) && isnan(f->p) && isnan(f->p_max[1]));
    run_free(&c);
}

/* A score outside of a loop is drawn once, one inside it in every case; nothing is left over. */
Test(chance_run, cases_and_memory)
{
    const char *const bodies[][2] = {{"width = 1", "1"}, {"width = ${w}", "2"}};
    for (int i = 0; i < 2; i++) {
        g_autoptr(gy_mem) mem = gy_mem_new(0);
        g_autofree char *loop = g_strdup_printf(
            "[foreach w]\nvalues = 1;2\n[x]\nplugin = reader.kit-numbers\nn = 5\n%s\n"
            "[m]\nplugin = metric.kit-all\nx = @x\n[y]\nplugin = reader.kit-numbers\nn = ${w}\n"
            "[chance m]\npermute = @x\nscheme = circular-shift\ntimes = 3\n",
            bodies[i][0]);
        run_case c = run_text(loop, (gy_run_options){.threads = 1, .mem = mem});
        cr_assert_str_eq(c.text, "");
        cr_assert_eq(c.out->chances->len, (guint)atoi(bodies[i][1]));
        run_free(&c);
        cr_assert_eq(gy_mem_current(mem), 0);
    }
}
