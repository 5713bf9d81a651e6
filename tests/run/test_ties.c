/* ties.c: reach statements and tables as the reach of each output, by hand. Rows 0..5 and 6..9 are
 * the segments of ten rows half a second apart. */
#include "see_case.h"

static void see(void *data, gy_runtime *rt, gy_inst *inst)
{
    (void)rt;
    if (strcmp(inst->node->name, "n") != 0) {
        return;
    }
    for (unsigned o = 0; o < inst->node->sig->n_out; o++) {
        const gy_tie *t = gy_ties_find(inst, o, 0);
        cr_assert_not_null(t);
        cr_assert_null(gy_ties_find(inst, o, 1));
        g_autofree char *reach = gy_reach_format(&t->reach);
        g_string_append_printf(data, "%s %s %d<%d%s\n", inst->outs[o].port->name, reach,
                               (int)t->reach.n_out, (int)t->reach.n_in,
                               t->reach.index ? " centred" : "");
        if (strcmp(inst->outs[o].port->name, "t") == 0) {
            g_auto(gy_rows) both = gy_rows_range(0, 2), first = gy_rows_range(0, 1);
            g_auto(gy_rows) all = gy_reach_preimage(&t->reach, &both);
            g_auto(gy_rows) one = gy_reach_preimage(&t->reach, &first);
            cr_assert(all.n == 3 && one.n == 2 && one.span[0].hi == 2 && one.span[1].lo == 4);
        }
        if (strcmp(inst->outs[o].port->name, "k") == 0) { /* rows 4 and 6: the border is between */
            g_auto(gy_rows) two = gy_rows_range(2, 4);
            g_auto(gy_rows) read = gy_reach_preimage(&t->reach, &two);
            cr_assert(read.n == 2 && read.span[0].lo == 3 && read.span[0].hi == 5);
            cr_assert(read.span[1].lo == 6 && read.span[1].hi == 7);
        }
    }
}

#define ROWS    "[t]\nplugin = reader.kit-plan\ng = aaaaaaaaaa\ns = 0000001111\n"
#define NODE    "[n]\nplugin = transform.kit-reach\nx = @t.x\n"
#define REST    "k window(1, 0) 5<10 centred\nt table 2<10\n"
#define SEEN(w) "a all 10<10\nr row 10<10\nw " w " 10<10\np past 10<10\ns segment 10<10\n" REST

Test(ties, statements)
{
    const struct {
        const char *text, *seen;
    } all[] = {
        {ROWS NODE, SEEN("window(1, 0)") "h row 10<10\n"},
        {ROWS NODE "whole = true\n", SEEN("window(1, 0)") "h all 10<10\n"},
        {ROWS NODE "past = 3 rows\nfuture = 1;4;2\n", SEEN("window(3, 4)") "h row 10<10\n"},
        {ROWS "rate = true\n" NODE "past = 1 s\n", SEEN("window(2, 0)") "h row 10<10\n"},
        {ROWS "rate = true\n" NODE "past = 600 ms\n", SEEN("window(2, 0)") "h row 10<10\n"},
        {ROWS "rate = true\n" NODE "past = 500 ms\n", SEEN("window(1, 0)") "h row 10<10\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect_str_eq(problems, "", "%s", problems);
        cr_expect_str_eq(seen->str, all[i].seen, "%zu:\n%s", i, seen->str);
    }
}

Test(ties, refused)
{
    const struct {
        const char *text, *problem;
    } all[] = {
        {ROWS NODE "past = 1 s\n", "past is a time, but the rows have no regular rate"},
        {ROWS NODE "beyond = 1\n", "[n] t.trial: "},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        g_autofree char *problems = see_text(all[i].text, (gy_run_options){0}, see, seen);
        cr_expect(strstr(problems, all[i].problem), "%s", problems);
        cr_expect_str_eq(seen->str, "");
    }
}
