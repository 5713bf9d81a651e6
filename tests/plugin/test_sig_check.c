/* SPDX-License-Identifier: Apache-2.0 */
#include "sig_case.h"

static const sig_case cases[] = {
    {BASE "in y f64[]\n", 5, "expected different names, but 'y' is also on line 4"},
    {BASE "param x f64\n", 5, "'x' is also on line 3"},
    {BASE "stat x f64[]\n", 5, "'x' is also on line 3"},
    {BASE "temp t f64[]\n", 5, "temp 't' lives between passes"},
    {BASE "carry c f64[v]\n", 5, "carry 'c' is kept from block to block"},
    {BASE "carry c f64[v]\nreach y.row past\n", 0, NULL},
    {BASE "in z f64[row] fit\n", 5, "input 'z' is read only while fitting"},
    {BASE "in z f64[row:time]\nin w f64[row:trial]\n", 6,
     "expected one name for axis 'row', found 'time' and 'trial'"},
    {VERSION "encoder.e 1 | s\nin x f64[time, v]\nstate w f64[v]\nstat g f64[v]\n", 5,
     "stat 'g' is a sum over rows; expected an input whose first axis is 'row'"},
    {VERSION "encoder.e 1 | s\nin x f64[v, row]\nstate w f64[v]\nstat g f64[v]\n", 5,
     "whose first axis is 'row'"},
    {VERSION "encoder.e 1 | s\nin x table[row]\nstate w f64[3]\nstat g f64[3]\n", 0, NULL},
    {VERSION "encoder.e 1 | s\nin x f64[row, v]\nstate w f64[v]\n", 4, "nothing writes state 'w'"},
    {VERSION "encoder.e 1 | s\nin x f64[row, v]\nstate w f64[v]\nblock all\n", 0, NULL},
    {VERSION "encoder.e 1 | s\nin x f64[row, v]\nstate w f64[v]\nblock all\nstat g f64[v]\n", 6,
     "stat 'g' is never added to"},
    {VERSION "encoder.e 1 | s\nin x f64[row, v]\nstate w f64[...]\nblock all\n", 4,
     "'...' of state 'w' stands for the rest of an input"},
    {VERSION "reader.r 1 | s\nout y f64[...]\n", 0, NULL},
    {VERSION "transform.t 1 | s\nin x f64[]\n", 2, "expected an output, or state"},
    {VERSION "writer.w 1 | s\nin x f64[]\n", 0, NULL},
};

Test(sig_check, cases)
{
    CHECK_CASES(cases);
}

/* An axis in no input and of no list parameter is made by the node. */
Test(sig_check, made_axes)
{
    g_autoptr(gy_sig) s =
        right(VERSION "encoder.e 1 | s\nin x f64[row, v]\nout y f64[row, lag]\nparam a f64[n]\n"
                      "state w f64[v, n, unit]\nstat g f64[fold, bin]\nstat h f64[bin]\n");
    cr_assert_str_eq(s->makes[0], "lag");
    cr_assert_str_eq(s->makes[1], "unit");
    cr_assert_str_eq(s->makes[2], "bin");
    cr_assert_null(s->makes[3]);
}
