/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

#define METRIC VERSION "metric.m 1 | s\nin x f64[row]\nin l label[row]\n"

Test(sig_port, flags)
{
    g_autoptr(gy_sig) s =
        right(METRIC "in a f64[row] optional many now missing unit=uV | d\n"
                     "stat s f64[] merge=min\nstat t f64[] merge=sum\nstat u f64[]\n"
                     "out y f64[] sum chance=0.5 bounds=-1..1 best=low unit=V like=x\n"
                     "out z label[row] levels=l optional\nout w f64[]\n");
    const gy_sig_port *a = &s->in[2];
    cr_assert(a->optional && a->many && a->now && a->missing && !a->fit);
    cr_assert_str_eq(a->unit, "uV");
    cr_assert_str_eq(a->doc, "d");
    cr_assert_eq(a->line, 5);
    cr_assert(s->stat[0].has_merge && s->stat[0].merge == GY_MERGE_MIN);
    cr_assert(s->stat[1].has_merge && s->stat[1].merge == GY_MERGE_SUM);
    cr_assert(!s->stat[2].has_merge && s->stat[2].merge == GY_MERGE_SUM);
    const gy_sig_port *y = &s->out[0];
    cr_assert(y->has_close && y->close == GY_CLOSE_SUM && y->best == GY_BEST_LOW);
    cr_assert(y->has_chance && y->chance == 0.5);
    cr_assert(y->has_bounds && y->bounds[0] == -1.0 && y->bounds[1] == 1.0);
    cr_assert_eq(y->like, 0);
    cr_assert_eq(y->levels, -1);
    cr_assert_eq(s->out[1].levels, 1);
    cr_assert(s->out[1].optional);
    cr_assert(!s->out[2].has_close && s->out[2].close == GY_CLOSE_MEAN && s->out[2].like == -1);
}

static const sig_case cases[] = {
    {BASE "in\n", 5, "expected a name ([a-z][a-z0-9_]*) after 'in', found 'the end of the line'"},
    {BASE "in Z f64[]\n", 5, "found 'Z'"},
    {BASE "in z-z f64[]\n", 5, "found 'z-z'"},
    {BASE "in z\n", 5, "expected a type after 'z'"},
    {BASE "in z f64[] optinal\n", 5, "(did you mean 'optional'?)"},
    {BASE "in z f64[] like=x\n", 5, "word 'like' is not known"},
    {BASE "in z f64[] unit\n", 5, "expected flag 'unit' with a value, found 'unit'"},
    {BASE "in z f64[] unit=\n", 5, "expected flag 'unit' with a value, found 'unit='"},
    {BASE "in z f64[] many=2\n", 5, "expected flag 'many' without a value"},
    {BASE "out z f64[] mean sum\n", 5, "expected one of mean, sum and none"},
    {BASE "out z f64[] fit\n", 5, "word 'fit' is not known"},
    {BASE "out z f64[] like=q\n", 5, "expected the name of an input after like=, found 'q'"},
    {BASE "out z f64[] like=y\n", 5, "expected the name of an input after like=, found 'y'"},
    {BASE "out z label[row] levels=x\n", 5, "expected levels= between"},
    {BASE "out z f64[] chance=much\n", 5, "expected chance=NUMBER"},
    {BASE "out z f64[] bounds=1..0\n", 5, "expected bounds=LOW..HIGH"},
    {BASE "out z f64[] bounds=1\n", 5, "expected bounds=LOW..HIGH"},
    {BASE "out z f64[] best=big\n", 5, "expected best=high or best=low"},
    {BASE "out z real[row]\n", 5, "expected a dtype for output 'z'"},
    {BASE "out z rows[row]\n", 5, "expected rows[...] only on an input"},
    {BASE "stat z f64[] merge=avg\n", 5, "expected merge=sum, merge=min or merge=max"},
    {BASE "stat z f64[] unit=V\n", 5, "word 'unit' is not known"},
    {BASE "block all\nstate z table[row]\n", 6, "expected an array as state 'z'"},
    {BASE "block all\nstate z any[row]\n", 6, "expected a dtype of fixed size for state 'z'"},
    {BASE "block all\nstate z f64[v] now\n", 6, "word 'now' is not known"},
};

Test(sig_port, cases)
{
    CHECK_CASES(cases);
}
