/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

#define TWO                                                                                        \
    VERSION "transform.t 1 | s\nin x f64[time, v]\nin e table[event]\nout y f64[event, v]\n"       \
            "param past quantity(s)\nparam name text = a\n"

Test(sig_reach, kinds)
{
    g_autoptr(gy_sig) s = right(TWO "reach y.event e.event row\nreach y.event x.time table\n"
                                    "reach y.v x.v window(past, 3)\n");
    cr_assert_eq(s->n_reach, 3);
    cr_assert_eq(s->reach[0].kind, GY_SIG_REACH_ROW);
    cr_assert_eq(s->reach[0].in, 1);
    cr_assert_str_eq(s->reach[0].in_symbol, "event");
    cr_assert_eq(s->reach[1].kind, GY_SIG_REACH_TABLE);
    cr_assert_eq(s->reach[1].in, 0);
    const gy_sig_reach *w = &s->reach[2];
    cr_assert_eq(w->kind, GY_SIG_REACH_WINDOW);
    cr_assert_eq(w->before.param, 0);
    cr_assert_eq(w->after.param, -1);
    cr_assert_eq(w->after.rows, 3);
    static const struct {
        const char *word;
        gy_sig_reach_kind kind;
    } words[] = {{"row", GY_SIG_REACH_ROW},
                 {"past", GY_SIG_REACH_PAST},
                 {"segment", GY_SIG_REACH_SEGMENT},
                 {"all", GY_SIG_REACH_ALL}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *text = g_strdup_printf(BASE "reach y.row %s\n", words[i].word);
        g_autoptr(gy_sig) one = right(text);
        cr_assert_eq(one->reach[0].kind, words[i].kind);
        cr_assert_eq(one->reach[0].in, -1);
        cr_assert_null(one->reach[0].in_symbol);
    }
}

/* References may stand above what they refer to. */
Test(sig_reach, any_order)
{
    g_autoptr(gy_sig) s = right(VERSION "transform.t 1 | s\nreach y.row window(a, -1)\ntile row\n"
                                        "out y f64[row] like=x\nin x f64[row]\nparam a i64 = 2\n");
    cr_assert_eq(s->reach[0].before.param, 0);
    cr_assert_eq(s->reach[0].after.rows, -1);
    cr_assert_eq(s->out[0].like, 0);
}

static const sig_case cases[] = {
    {TWO "reach y.event\n", 8, "expected reach OUT.SYMBOL"},
    {TWO "reach y row\n", 8, "expected the axis of an output as PORT.SYMBOL, found 'y'"},
    {TWO "reach x.time row\n", 8, "expected the name of an output, found 'x'"},
    {TWO "reach y.time row\n", 8, "expected an axis symbol of 'y', found 'time'"},
    {TWO "reach y.event y.event row\n", 8, "expected the name of an input, found 'y'"},
    {TWO "reach y.event x.event table\n", 8, "expected an axis symbol of 'x', found 'event'"},
    {TWO "reach y.event table\n", 8, "expected the input axis that the table maps"},
    {TWO "reach y.event rows\n", 8, "(did you mean 'row'?)"},
    {TWO "reach y.event row(1)\n", 8, "expected no (...) after 'row'"},
    {TWO "reach y.event window\n", 8, "expected window(before, after)"},
    {TWO "reach y.event window(1)\n", 8, "expected window(before, after)"},
    {TWO "reach y.event window(1, 2, 3)\n", 8, "expected window(before, after)"},
    {TWO "reach y.event window(1.5, 0)\n", 8, "expected whole rows or a parameter"},
    {TWO "reach y.event window(zz, 0)\n", 8,
     "expected whole rows or a parameter in window(...), "
     "found 'zz'"},
    {TWO "reach y.event window(name, 0)\n", 8, "but 'name' is text"},
    {TWO "reach y.event window(1, -2)\n", 8, "expected a window that holds a row"},
    {TWO "reach y.event row\nreach y.event all\n", 9, "expected one reach for these axes; line 8"},
};

Test(sig_reach, cases)
{
    CHECK_CASES(cases);
}
